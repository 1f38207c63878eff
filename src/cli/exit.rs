//! How a command went, to the code the process ends with.

use std::io;
use std::process::ExitCode;

use gentext::source;
use serde_json::json;

use super::terminal::Terminal;

/// How a command that ran went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// All is done.
    Done = 0,
    /// There is something to mend in the author's files.
    Findings = 1,
    /// The command was misused, or there is no project.
    Usage = 2,
    /// The world failed.
    World = 3,
}

impl Exit {
    /// Returns the code for arguments that name no command: asking for help is no mistake.
    pub(super) fn of_usage(error: &clap::Error) -> Self {
        if error.use_stderr() {
            Exit::Usage
        } else {
            Exit::Done
        }
    }

    /// Returns the code for findings, if there are some.
    pub(super) fn findings(has_findings: bool) -> Self {
        if has_findings {
            Exit::Findings
        } else {
            Exit::Done
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a command did not come to its end.
#[derive(Debug)]
pub(super) enum Failure {
    /// It cannot be done as it was asked for; the hint says what can.
    Usage {
        /// What is wrong, as a clause.
        message: String,
        /// What to do.
        hint: String,
    },
    /// A path could not be read or written.
    World(source::Error),
    /// The result could not be printed.
    Print(io::Error),
}

impl Failure {
    /// Says what failed, and returns the code for it; with `as_json`, an object on stdout says it too.
    pub(super) fn report(self, as_json: bool, terminal: &Terminal) -> Exit {
        let (exit, message, hint) = match self {
            Failure::Usage { message, hint } => (Exit::Usage, message, Some(hint)),
            Failure::World(error) => {
                let hint = world_hint(&error).map(str::to_owned);
                (Exit::World, world_message(&error), hint)
            }
            // Who closes the pipe has read enough.
            Failure::Print(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                return Exit::Done;
            }
            Failure::Print(error) => {
                terminal.error(&format!("cannot print the result: {error}"), None);
                return Exit::World;
            }
        };
        terminal.error(&message, hint.as_deref());
        if as_json {
            print_json(exit, &message, hint.as_deref(), terminal);
        }
        exit
    }
}

/// Prints why a command did not come to its end as one JSON object.
pub(super) fn print_json(exit: Exit, message: &str, hint: Option<&str>, terminal: &Terminal) {
    let object = json!({ "exit_code": exit as u8, "message": message, "hint": hint });
    // It was said on stderr already: nobody is left to be told that this failed.
    let _ = terminal.print(&format!("{object:#}\n"));
}

/// Returns a failure of the world in words.
fn world_message(error: &source::Error) -> String {
    match error.source.kind() {
        // That another gen is at work is the whole message: the path is in it.
        io::ErrorKind::ResourceBusy => error.source.to_string(),
        _ => error.to_string(),
    }
}

impl From<source::Error> for Failure {
    fn from(error: source::Error) -> Self {
        Failure::World(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Print(error)
    }
}

/// Returns what a person can do about a failure of the world, where that is known.
fn world_hint(error: &source::Error) -> Option<&'static str> {
    match error.source.kind() {
        io::ErrorKind::PermissionDenied => {
            Some("ask for the right to that path, or work in a folder of your own")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("make room on the disk, and run the command again: what was done is kept")
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            Some("a file stands where a folder must be: move it, or name another folder")
        }
        io::ErrorKind::IsADirectory => {
            Some("a folder stands where a file must be: move it, or name another file")
        }
        io::ErrorKind::ResourceBusy => {
            Some("wait until it is done, or end it, and run the command again")
        }
        io::ErrorKind::ReadOnlyFilesystem => Some("name an output folder on another disk"),
        _ => None,
    }
}
