//! Articles as they are done, to a bar for whoever waits: on a terminal only, and only for long work.

use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// Work shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar that appears when the work takes long.
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: Once,
    is_wanted: bool,
}

impl Progress {
    /// Prepares to count articles, of which there are so many.
    pub(super) fn new(n_articles: usize, terminal: &Terminal) -> Self {
        let target = ProgressDrawTarget::hidden();
        let bar = ProgressBar::with_draw_target(Some(n_articles as u64), target);
        let style = ProgressStyle::with_template("  writing {bar:30} {pos} of {len}");
        Progress {
            bar: bar.with_style(style.expect("the template is sound")),
            started: Instant::now(),
            shown: Once::new(),
            is_wanted: terminal.shows_progress(),
        }
    }

    /// Counts one article.
    pub(super) fn advance(&self) {
        if !self.is_wanted {
            return;
        }
        if self.started.elapsed() > PATIENCE {
            let show = || self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.shown.call_once(show);
        }
        self.bar.inc(1);
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
