//! `gen build`: the project in, its output folders brought up to date.

use std::path::Path;
use std::time::Instant;

use clap::Args;
use gentext::build::{Edition, Loaded, Newsroom, Published, publish};
use gentext::review::approvals;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::progress::Progress;
use super::summary::Counts;
use super::terminal::Terminal;
use super::{json, open, summary};

/// Write the articles whose data, rules or wording changed
#[derive(Debug, Args)]
pub(super) struct Build {
    /// End with code 1 when an article is held or a warning is given
    #[arg(long)]
    strict: bool,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Build {
    /// Builds the project.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        run(&root, self.as_of, self.strict, self.json, false, terminal)
    }
}

/// Builds the project at `root`, or with `dry` only says what a build would do.
pub(super) fn run(
    root: &Path,
    as_of: AsOf,
    strict: bool,
    as_json: bool,
    dry: bool,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let started = Instant::now();
    let mut loaded = Newsroom::load_with(root, &as_of.options())?;
    if let Ok(newsroom) = &mut loaded.newsroom {
        approvals::demand(newsroom, &mut loaded.diagnostics)?;
    }
    let (published, counts) = run_loaded(&loaded, dry, terminal)?;
    let reads = loaded.reads();
    summary::say(&published, counts, dry, started.elapsed(), reads, terminal);
    if as_json {
        let read = &loaded.diagnostics;
        terminal.print(&json::report(&published, read, loaded.reads(), counts, dry))?;
    }
    Ok(Exit::findings(counts.has_findings(strict)))
}

/// Builds what was loaded, and shows all that was found.
pub(super) fn run_loaded(
    loaded: &Loaded,
    dry: bool,
    terminal: &Terminal,
) -> Result<(Published, Counts), Failure> {
    let written = write(loaded, dry, terminal);
    // The findings come first: they may be why the rest failed.
    terminal.diagnostics(&loaded.diagnostics, loaded.reads());
    let published = written?;
    terminal.diagnostics(&published.diagnostics, loaded.reads());
    let counts = Counts::of(&published, &loaded.diagnostics);
    Ok((published, counts))
}

/// Writes the articles of what was loaded; none if gen.yaml cannot be used.
fn write(loaded: &Loaded, dry: bool, terminal: &Terminal) -> Result<Published, Failure> {
    let Ok(newsroom) = &loaded.newsroom else {
        return Ok(Published::default());
    };
    let edition = Edition::new(newsroom);
    let progress = Progress::new(edition.n_articles(), terminal);
    let published = publish(&edition, dry, &|| progress.advance());
    progress.finish();
    Ok(published?)
}
