//! `gen completions`: the name of a shell in; the script that completes gen's arguments there, out.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Arguments;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;

/// Print the completion script of a shell
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        let mut command = Arguments::command();
        clap_complete::generate(self.shell, &mut command, "gen", &mut script);
        terminal.print(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}
