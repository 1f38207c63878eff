//! A table with letters that are not sure in, the same with those cells in doubt out.

use super::decode::Certainty;
use super::names::excerpt;
use super::{Doubt, Table, Value};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Reads, Span};

/// Doubts the cells of `file` whose letters were read with no more than `certainty`, and tells of the
/// first.
pub(super) fn doubt(
    table: &mut Table,
    file: FileId,
    certainty: Certainty,
    reads: &Reads,
    diagnostics: &mut Diagnostics,
) {
    let (is_doubtful, reason): (fn(char) -> bool, &str) = match certainty {
        Certainty::Sure | Certainty::Usual => return,
        Certainty::Guessed => (
            |c| !c.is_ascii(),
            "has letters that another encoding would read otherwise",
        ),
        Certainty::Broken => (
            |c| c == '\u{fffd}',
            "has bytes that are no letters in its file's encoding",
        ),
    };
    let mut found = Vec::new();
    for column in 0..table.columns.len() {
        for (row, value) in (0..).zip(table.values(column)) {
            if let Value::Text(text) = value
                && text.contains(is_doubtful)
                && table.place(row, 0).file == file
            {
                let reason = format!("`{}` {reason}", excerpt(text));
                let column = column as u32;
                found.push(Doubt {
                    row,
                    column,
                    reason,
                });
            }
        }
    }
    found.sort_by_key(|it| (it.row, it.column));
    let Some(first) = found.first() else {
        return;
    };
    let place = table.place(first.row, first.column);
    let count = match found.len() {
        1 => String::new(),
        2 => "; 1 more cell has such".to_owned(),
        n => format!("; {} more cells have such", n - 1),
    };
    let column = &table.columns[first.column as usize].name;
    let message = format!(
        "line {}, column `{column}`: {}{count}",
        place.line, first.reason
    );
    let hint = "say how the file is written, as in `encoding: windows-1252`, or save it as UTF-8; \
                until then the articles that need such a cell are held";
    let offset = reads.file(file).text.find(is_doubtful).unwrap_or_default();
    let found_at =
        Diagnostic::warning(Code::DoubtfulCell, message).at(Span::new(file, offset..offset));
    diagnostics.push(found_at.hint(hint));
    table.doubts.extend(found);
    table.doubts.sort_by_key(|it| (it.row, it.column));
    table.doubts.dedup_by_key(|it| (it.row, it.column));
}
