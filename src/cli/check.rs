//! `gen check`: the project in; all that is wrong with it, and all that would be held, out.

use std::path::Path;

use clap::Args;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{build, open};

/// Find mistakes, and articles that would be held; write nothing
#[derive(Debug, Args)]
pub(super) struct Check {
    /// End with code 1 when an article would be held or a warning is given
    #[arg(long)]
    strict: bool,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Check {
    /// Checks the project.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        build::run(&root, self.as_of, self.strict, self.json, true, terminal)
    }
}
