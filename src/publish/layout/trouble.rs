//! What Tera says of a layout to findings at their place in the author's file.

use std::collections::{BTreeMap, BTreeSet};

use tera::{ErrorKind, ReportError};

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Reads, Span};

/// Returns what was found while layouts were compiled, and the names of those to blame.
pub(super) fn of(
    error: &tera::Error,
    files: &BTreeMap<String, FileId>,
    reads: &Reads,
) -> (Vec<Diagnostic>, BTreeSet<String>) {
    // Unknown filters, tests and the like come all at once, but only as a report in words.
    if let ErrorKind::Msg(reports) = error.kind() {
        let told: Vec<Told<'_>> = reports.split("\n\n").filter_map(told).collect();
        let blamed = told.iter().map(|it| it.name.to_owned()).collect();
        let found = told.iter().map(|it| it.finding(files, reads)).collect();
        if !told.is_empty() {
            return (found, blamed);
        }
    }
    let blamed = template_of(error).map(str::to_owned).into_iter().collect();
    (vec![at_render(error, files)], blamed)
}

/// Returns what was found while a page was rendered.
pub(super) fn at_render(error: &tera::Error, files: &BTreeMap<String, FileId>) -> Diagnostic {
    let file = template_of(error).and_then(|it| files.get(it)).copied();
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => spanned(report, file),
        kind => {
            let found = Diagnostic::error(Code::BrokenLayout, clause(&kind.to_string()));
            match file {
                Some(file) => found.at(Span::new(file, 0..0)),
                None => found,
            }
        }
    }
}

fn spanned(report: &ReportError, file: Option<FileId>) -> Diagnostic {
    let found = Diagnostic::error(Code::BrokenLayout, clause(report.message()));
    match file {
        Some(file) => found.at(Span::new(file, report.span().range.clone())),
        None => found.note(format!("in the layout `{}`", report.filename())),
    }
}

/// Returns the name of the template in which `error` was found, if it is known.
fn template_of(error: &tera::Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            Some(report.filename())
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl),
        ErrorKind::MissingParent { current, .. } => Some(current),
        _ => None,
    }
}

/// A finding as Tera's reports put it into words.
struct Told<'a> {
    message: &'a str,
    name: &'a str,
    line: usize,
    column: usize,
}

/// Reads `error: MESSAGE` and ` --> NAME:LINE:COLUMN` on the line below it.
fn told(report: &str) -> Option<Told<'_>> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let place = lines.next()?.trim_start().strip_prefix("--> ")?;
    let (rest, column) = place.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some(Told {
        message,
        name,
        line: line.parse().ok()?,
        column: column.parse().ok()?,
    })
}

impl Told<'_> {
    fn finding(&self, files: &BTreeMap<String, FileId>, reads: &Reads) -> Diagnostic {
        let found = Diagnostic::error(Code::BrokenLayout, clause(self.message));
        match files.get(self.name) {
            Some(file) => {
                let start = self.offset(&reads.file(*file).text);
                found.at(Span::new(*file, start..start))
            }
            None => found.note(format!("in the layout `{}`", self.name)),
        }
    }

    /// Returns the byte at which it stands in `text`.
    fn offset(&self, text: &str) -> usize {
        let lines = text.split_inclusive('\n');
        let before: usize = lines.take(self.line.saturating_sub(1)).map(str::len).sum();
        let letters = text[before..].chars().take(self.column.saturating_sub(1));
        before + letters.map(char::len_utf8).sum::<usize>()
    }
}

/// Returns Tera's message in the form of ours: a lower-case clause without a full stop.
fn clause(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
