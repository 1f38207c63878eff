//! What is said about the work to stderr, and results to stdout; colours only where they are wanted.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use gentext::diagnostics::{self, Diagnostics};
use gentext::source::Reads;
use serde_json::json;

/// The two streams of the command.
#[derive(Debug)]
pub(super) struct Terminal {
    is_quiet: bool,
}

impl Terminal {
    /// Opens the streams; a quiet terminal says nothing but errors and results.
    pub(super) fn new(is_quiet: bool) -> Self {
        Terminal { is_quiet }
    }

    /// Whether progress can be drawn for someone who looks.
    pub(super) fn shows_progress(&self) -> bool {
        !self.is_quiet && io::stderr().is_terminal()
    }

    /// Prints a result, which even a quiet terminal shows.
    #[expect(
        clippy::unused_self,
        reason = "all that is printed goes through the terminal"
    )]
    pub(super) fn print(&self, text: &str) -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    }

    /// Prints what there is to say of each story: as one JSON object, or as texts.
    pub(super) fn stories<T>(
        &self,
        found: &[T],
        is_json: bool,
        as_json: impl Fn(&T) -> serde_json::Value,
        as_text: impl Fn(&T) -> String,
    ) -> io::Result<()> {
        if is_json {
            let stories: Vec<_> = found.iter().map(as_json).collect();
            return self.print(&format!("{:#}\n", json!({ "stories": stories })));
        }
        let texts: Vec<String> = found.iter().map(as_text).collect();
        self.print(&texts.join("\n"))
    }

    /// Says something about the work.
    pub(super) fn say(&self, text: &str) {
        if !self.is_quiet {
            write_err(text);
        }
    }

    /// Says why a command did not come to its end, even on a quiet terminal.
    #[expect(
        clippy::unused_self,
        reason = "all that is printed goes through the terminal"
    )]
    pub(super) fn error(&self, message: &str, hint: Option<&str>) {
        let mut text = format!("\u{1b}[1;91merror\u{1b}[0m: {message}");
        if let Some(hint) = hint {
            let _ = write!(text, "\n  \u{1b}[1;96mhint\u{1b}[0m: {hint}");
        }
        write_err(&text);
    }

    /// Shows the findings, by file and place; a quiet terminal shows the errors only.
    pub(super) fn diagnostics(&self, diagnostics: &Diagnostics, reads: &Reads) {
        for found in diagnostics.sorted() {
            if self.is_quiet && found.severity == diagnostics::Severity::Warning {
                continue;
            }
            write_err(&format!("{}\n", diagnostics::to_text(found, reads, true)));
        }
    }
}

/// Writes a line to stderr. Nobody can be told when that fails.
fn write_err(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}
