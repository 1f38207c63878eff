//! Cells and rows that fail a rule in; one warning for the rule out, at the first of them.

use crate::data::Table;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, place};
use crate::source::{Reads, Span};

/// What fails one rule.
pub(super) struct Failed {
    /// The first row that does.
    pub(super) row: u32,
    /// What is wrong, as the message of the warning.
    pub(super) message: String,
    /// Where the rule stands.
    pub(super) rule: Span,
    /// What is held until that is settled, as in `such a row`.
    pub(super) needed: &'static str,
}

impl Failed {
    /// Warns at the line of the first failure.
    pub(super) fn tell(self, table: &Table, reads: &Reads, diagnostics: &mut Diagnostics) {
        let note = format!("the rule is {}", at(self.rule, reads));
        let hint = format!(
            "correct the file, or the rule; until then the articles that need {} are held",
            self.needed
        );
        let found = Diagnostic::warning(Code::FailedCheck, self.message);
        let found = found.at(line(table, self.row, reads));
        diagnostics.push(found.note(note).hint(hint));
    }
}

/// Returns the file and the line of a place, as in `gen.yaml:12`.
pub(super) fn at(span: Span, reads: &Reads) -> String {
    let place = place(span, reads);
    let file = place["file"].as_str().unwrap_or_default();
    format!("{file}:{}", place["line"])
}

/// Returns the line of a file that a row stands on.
fn line(table: &Table, row: u32, reads: &Reads) -> Span {
    let place = table.place(row, 0);
    let text = &reads.file(place.file).text;
    let before = (place.line as usize).saturating_sub(1);
    let before = text.split_inclusive('\n').take(before);
    let start: usize = before.map(str::len).sum();
    let rest = &text[start..];
    let end = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
    Span::new(place.file, start..end)
}

/// Returns a number of things, as in `3 rows`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}
