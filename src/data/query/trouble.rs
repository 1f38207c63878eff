//! What the database says of a query in, what its author is told out.

use std::ops::Range;

use rusqlite::{Error, ErrorCode};

use super::super::Tables;
use super::engine::Engine;
use super::place::{first_line, inside};
use crate::diagnostics::{Code, Diagnostic};
use crate::project::TableSpec;
use crate::source::{Reads, Span};

/// A query that cannot be run, and what is known to its author.
pub(super) struct Trouble<'a> {
    pub(super) spec: &'a TableSpec,
    pub(super) tables: &'a Tables,
    pub(super) reads: &'a Reads,
}

impl Trouble<'_> {
    /// Says that the query cannot be run, for this reason.
    pub(super) fn say(&self, reason: &str) -> Diagnostic {
        let name = &self.spec.name.value;
        let message = format!("the query of `{name}` cannot be run: {reason}");
        Diagnostic::error(Code::BrokenQuery, message).at(self.whole())
    }

    /// Says that the query names something that stands for another result tomorrow, or does more than read.
    pub(super) fn refuse(&self, what: &str) -> Diagnostic {
        let name = &self.spec.name.value;
        let text = self.text().to_lowercase();
        let message = format!("the query of `{name}` asks for what no query may: `{what}`");
        let span = match text.find(&what.to_lowercase()) {
            // Another case may have other lengths.
            Some(at) if text.len() == self.text().len() => self.at(at..at + what.len()),
            _ => self.whole(),
        };
        Diagnostic::error(Code::BrokenQuery, message).at(span).hint(
            "a query reads tables and gives the same rows every time: it knows no clock and no chance, and changes nothing",
        )
    }

    /// Says what the database says.
    pub(super) fn tell(&self, error: &Error, engine: &Engine) -> Diagnostic {
        if let Some(what) = engine.refused() {
            return self.refuse(&what);
        }
        if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) {
            return self
                .say("it does not come to an end")
                .hint("see whether it pairs every row with every other, or repeats itself without a limit");
        }
        match error {
            Error::SqlInputError { msg, offset, .. } => {
                let offset = usize::try_from(*offset).ok();
                self.input(msg, offset)
            }
            Error::SqliteFailure(_, Some(message)) => self.input(message, None),
            Error::UserFunctionError(reason) => self.say(&reason.to_string()),
            other => self.say(&other.to_string()),
        }
    }

    /// Says what is wrong at an offset of the text.
    fn input(&self, message: &str, offset: Option<usize>) -> Diagnostic {
        let word = offset.map(|it| self.word(it));
        let after = |prefix: &str| message.strip_prefix(prefix).map(str::trim);
        let range = word.or_else(|| self.rest(message));
        let span = range.map_or_else(|| self.whole(), |it| self.at(it));
        if let Some(name) = after("no such column:") {
            // The database adds advice to a name in quotes.
            let (name, _) = name.split_once(" - should").unwrap_or((name, ""));
            let name = name.trim_matches('"');
            let last = name.rsplit('.').next().unwrap_or(name).trim_matches('"');
            let tables = self.tables.iter();
            let read = tables.filter(|it| self.names(&it.name));
            let columns: Vec<&str> = read
                .flat_map(|it| it.columns.iter().map(|it| &*it.name))
                .collect();
            return Diagnostic::error(
                Code::UnknownColumn,
                format!("no table of this query has a column `{name}`"),
            )
            .at(span)
            .did_you_mean(last, columns);
        }
        if let Some(name) = after("no such table:") {
            let names = self.tables.iter().map(|it| &*it.name);
            return Diagnostic::error(Code::UnknownTable, format!("there is no table `{name}`"))
                .at(span)
                .did_you_mean(name, names);
        }
        let name = &self.spec.name.value;
        let message = format!("the query of `{name}` cannot be run: {message}");
        Diagnostic::error(Code::BrokenQuery, message).at(span)
    }

    /// Whether the query has the name of a table in it.
    fn names(&self, table: &str) -> bool {
        self.text().to_lowercase().contains(&table.to_lowercase())
    }

    /// Returns the word at `offset`.
    fn word(&self, offset: usize) -> Range<usize> {
        let rest = self.text().get(offset..).unwrap_or_default();
        let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"');
        let length = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        offset..offset + length.max(first)
    }

    /// Returns where the name that ends a message stands in the query.
    fn rest(&self, message: &str) -> Option<Range<usize>> {
        let (_, name) = message.split_once(": ")?;
        let at = self.text().find(name)?;
        Some(at..at + name.len())
    }

    fn text(&self) -> &str {
        &self.spec.source.written().value
    }

    fn at(&self, range: Range<usize>) -> Span {
        inside(self.reads, self.spec.source.written(), range)
    }

    fn whole(&self) -> Span {
        let span = self.spec.source.written().span;
        first_line(&self.reads.file(span.file).text, span)
    }
}
