//! `gen watch`: the project in; builds out, one whenever something that was read changes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use gentext::build::{Loaded, Newsroom};
use gentext::preview::{self, Watch};
use gentext::project::FILE_NAME;
use gentext::source::Reads;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::summary::{Counts, counted};
use super::terminal::Terminal;
use super::{build, open, summary};

/// Build now, and again whenever a file changes; Ctrl-C ends it
#[derive(Debug, Args)]
pub(super) struct Follow {
    /// Look at the files every half second, for disks that tell of no changes
    #[arg(long)]
    poll: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Follow {
    /// Builds until it is ended.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        let mut watch = Watch::new(self.poll)?;
        let stop = watch.stopper();
        // Without the handler Ctrl-C still ends the process, and every file is written whole or not at all.
        let _ = ctrlc::set_handler(stop);
        let mut last = Newsroom::load_with(&root, &self.as_of.options())?;
        first_build(&last, terminal)?;
        let mut must_look_again = watch.follow(last.reads(), &own_folders(&last))?;
        let n_files = counted(last.reads().seen().len(), "path");
        terminal.say(&format!("watching {n_files}; Ctrl-C ends"));
        while must_look_again || watch.wait() {
            must_look_again = match rebuild(&root, self.as_of, &last, terminal) {
                Ok(None) => false,
                Ok(Some(loaded)) => {
                    let must_look_again = watch.follow(loaded.reads(), &own_folders(&loaded))?;
                    last = loaded;
                    must_look_again
                }
                Err(failure) => {
                    // A file may be half copied, or a disk away for a moment: the next change tries again.
                    failure.report(false, terminal);
                    false
                }
            };
        }
        terminal.say("ended");
        Ok(Exit::Done)
    }
}

fn first_build(loaded: &Loaded, terminal: &Terminal) -> Result<(), Failure> {
    let started = Instant::now();
    let (published, counts) = build::run_loaded(loaded, false, terminal)?;
    let reads = loaded.reads();
    summary::say(
        &published,
        counts,
        false,
        started.elapsed(),
        reads,
        terminal,
    );
    Ok(())
}

/// Builds anew if a file changed in more than its time; returns what was loaded then.
fn rebuild(
    root: &Path,
    as_of: AsOf,
    last: &Loaded,
    terminal: &Terminal,
) -> Result<Option<Loaded>, Failure> {
    let started = Instant::now();
    let loaded = Newsroom::load_with(root, &as_of.options())?;
    let Some(cause) = cause(last.reads(), loaded.reads()) else {
        return Ok(None);
    };
    if loaded.newsroom.is_err() && loaded.diagnostics.is_empty() {
        terminal.say(&format!("{FILE_NAME} is gone; waiting until it is back"));
        return Ok(Some(loaded));
    }
    let (_, counts) = build::run_loaded(&loaded, false, terminal)?;
    terminal.say(&line(&cause, counts, started.elapsed()));
    Ok(Some(loaded))
}

/// Returns what changed, by name; none if nothing did.
fn cause(before: &Reads, after: &Reads) -> Option<String> {
    let mut changed = preview::changed(before, after);
    // What is read for the first time is read because of something else, which is the cause.
    let is_known = |it: &&Path| before.seen().contains_key(*it);
    if changed.iter().any(is_known) {
        changed.retain(is_known);
    }
    let name = changed.first()?.file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    Some(match changed.len() {
        1 => name.into_owned(),
        n_changed => format!("{name} and {} more", n_changed - 1),
    })
}

/// Returns the line of one build.
fn line(cause: &str, counts: Counts, elapsed: Duration) -> String {
    let articles = counted(counts.n_articles, "article");
    let mut line = format!("{cause}: {} of {articles} written", counts.n_written);
    for (n, word) in [(counts.n_held, "held"), (counts.n_refused, "refused")] {
        if n > 0 {
            let _ = write!(line, ", {n} {word}");
        }
    }
    for (n, noun, fate) in [
        (counts.n_removed, "page", "removed"),
        (counts.n_kept, "earlier page", "kept"),
    ] {
        if n > 0 {
            let _ = write!(line, ", {} {fate}", counted(n, noun));
        }
    }
    if counts.n_errors > 0 {
        let _ = write!(line, "; {}", counted(counts.n_errors, "error"));
    }
    format!("{line} in {} ms", elapsed.as_millis())
}

/// Returns the folders that builds write to.
fn own_folders(loaded: &Loaded) -> Vec<PathBuf> {
    let outputs = loaded.newsroom.iter().flat_map(|it| &it.project.outputs);
    outputs.map(|it| it.folder.clone()).collect()
}
