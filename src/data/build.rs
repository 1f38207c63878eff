//! A raw table and its declaration in, the typed table out, with its doubts and its key.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::raw::{Place, Raw};
use super::typed::Typed;
use super::{Column, Doubt, Kind, RowPlaces, Table, declared, doubts, infer, names, words};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::{ColumnSpec, TableSpec};
use crate::source::{FileId, Located, Span};

/// Where a table comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    /// What is declared of it.
    pub(super) spec: &'a TableSpec,
    /// The path of the file it stands in.
    pub(super) path: &'a str,
    /// The file it stands in.
    pub(super) file: FileId,
    /// The file's text.
    pub(super) text: &'a str,
}

/// Types the columns of `raw`; nothing if two columns want one name, or a declaration fits none.
pub(super) fn table(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Table> {
    let mut headers = headers(raw);
    let declared = declared_columns(origin, &headers, diagnostics);
    for (header, spec) in headers.iter_mut().zip(declared.iter().flatten()) {
        if let Some(name) = spec.and_then(|it| it.name.as_ref()) {
            header.name = usable_name(name, diagnostics);
        }
    }
    let are_unique = check_unique(origin, raw, &headers, diagnostics);
    let key = origin.spec.key.as_ref();
    let key = key.map(|name| find(origin, &headers, name, diagnostics));
    if !are_unique || declared.is_none() || key == Some(None) {
        return None;
    }
    let declared = declared?;
    let delimiter = raw.delimiter();
    let mut typed = Vec::with_capacity(headers.len());
    for (header, spec) in headers.iter().zip(&declared) {
        let cells = raw.column(header.position);
        let column = match spec {
            Some(spec) => declared::column(cells, spec, delimiter, diagnostics),
            None => infer::column(cells, &[], delimiter),
        };
        let is_inferred = spec.is_none_or(|it| !declared::has_type(it));
        doubts::tell(origin, raw, header, &column, is_inferred, diagnostics);
        if is_inferred && column.kind == Kind::Text {
            doubts::tell_text(origin, raw, header, &column, diagnostics);
        }
        typed.push(column);
    }
    let is_inferred = |it: usize| declared[it].is_none_or(|it| !declared::has_type(it));
    words::doubt(origin, raw, &headers, &mut typed, is_inferred, diagnostics);
    let positions: Vec<usize> = headers.iter().map(|it| it.position).collect();
    let mut table = assemble(origin, raw, headers, typed);
    if let Some(Some(key)) = key {
        let place = |row| origin.cell(raw, row, positions[key]);
        set_key(origin, &mut table, key, place, diagnostics);
    }
    table.doubts.sort_by_key(|it| (it.row, it.column));
    Some(table)
}

/// A column's header, with the name that expressions say.
pub(super) struct Header {
    pub(super) text: String,
    pub(super) name: String,
    pub(super) position: usize,
    /// Which column of the file it is, from 1.
    pub(super) number: usize,
}

/// Returns the headers of the columns that have a header or a cell.
fn headers(raw: &Raw) -> Vec<Header> {
    raw.headers()
        .iter()
        .enumerate()
        .filter(|(position, text)| !text.is_empty() || !raw.is_empty_column(*position))
        .map(|(position, text)| Header {
            text: text.clone(),
            name: names::column(text, raw.number(position) - 1),
            position,
            number: raw.number(position),
        })
        .collect()
}

/// Whether each column has its own name; tells which have not.
fn check_unique(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    headers: &[Header],
    diagnostics: &mut Diagnostics,
) -> bool {
    const N_TOLD: usize = 4;
    let mut by_name: FxHashMap<&str, Vec<&Header>> = FxHashMap::default();
    for header in headers {
        by_name.entry(&header.name).or_default().push(header);
    }
    let mut are_unique = true;
    for header in headers {
        let alike = &by_name[header.name.as_str()];
        if alike.len() == 1 || alike[0].position != header.position {
            continue;
        }
        are_unique = false;
        let mut columns: Vec<String> = alike
            .iter()
            .take(N_TOLD)
            .map(|it| format!("{} (`{}`)", it.number, names::excerpt(&it.text)))
            .collect();
        if alike.len() > N_TOLD {
            columns.push(format!("{} more", alike.len() - N_TOLD));
        }
        let last = columns.pop().unwrap_or_default();
        let message = format!(
            "columns {} and {last} are named `{}` in expressions",
            columns.join(", "),
            header.name
        );
        diagnostics.push(
            Diagnostic::error(Code::DuplicateColumn, message)
                .at(origin.line(raw.header_line().unwrap_or(1)))
                .hint(format!(
                    "give each its own name in the file, or under `columns:` by its position, as in `\"#{}\": {{name: {}_2}}`",
                    alike[1].number,
                    header.name
                )),
        );
    }
    are_unique
}

/// Returns what is declared of each column; tells which declarations fit none.
fn declared_columns<'a>(
    origin: &Origin<'a>,
    headers: &[Header],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Option<&'a ColumnSpec>>> {
    let mut declared = vec![None; headers.len()];
    let mut are_known = true;
    for (name, spec) in &origin.spec.columns {
        match find(origin, headers, name, diagnostics) {
            Some(column) => declared[column] = Some(spec),
            None => are_known = false,
        }
    }
    are_known.then_some(declared)
}

/// Returns the name that a declaration gives a column, as expressions say it; tells if they cannot.
fn usable_name(name: &Located<String>, diagnostics: &mut Diagnostics) -> String {
    let usable = names::column(&name.value, 0);
    if usable != name.value {
        let message = format!("`{}` is no name for a column in expressions", name.value);
        diagnostics.push(
            Diagnostic::error(Code::WrongType, message)
                .at(name.span)
                .hint(format!(
                    "write it in small letters, figures and `_`: `{usable}`"
                )),
        );
    }
    usable
}

/// Returns the column called `name`, by the file, in expressions or as the `#12`th of the file; tells
/// if there is none.
fn find(
    origin: &Origin<'_>,
    headers: &[Header],
    name: &Located<String>,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let found = headers
        .iter()
        .position(|it| it.text == name.value)
        .or_else(|| headers.iter().position(|it| it.name == name.value))
        .or_else(|| {
            let number: usize = name.value.strip_prefix('#')?.parse().ok()?;
            headers.iter().position(|it| it.number == number)
        });
    if found.is_none() {
        let message = format!("`{}` has no column `{}`", origin.path, name.value);
        diagnostics.push(
            Diagnostic::error(Code::UnknownColumn, message)
                .at(name.span)
                .did_you_mean(&name.value, headers.iter().map(|it| it.name.as_str())),
        );
    }
    found
}

/// Returns the table of the typed columns.
fn assemble(origin: &Origin<'_>, raw: &Raw<'_>, headers: Vec<Header>, typed: Vec<Typed>) -> Table {
    let mut doubts = Vec::new();
    let mut columns = Vec::with_capacity(typed.len());
    let mut values = Vec::with_capacity(typed.len());
    for (position, (header, column)) in headers.into_iter().zip(typed).enumerate() {
        doubts.extend(column.doubts.into_iter().map(|(row, reason)| Doubt {
            row,
            column: position as u32,
            reason,
        }));
        columns.push(Column {
            number: header.number as u32,
            evidence: column.evidence,
            ..Column::new(header.text, &header.name, column.kind)
        });
        values.push(column.values);
    }
    let name = &origin.spec.name.value;
    let mut rows = RowPlaces::default();
    for (file, lines) in raw.lines() {
        rows.append(RowPlaces::of(file.unwrap_or(origin.file), lines.to_vec()));
    }
    let mut table = Table::new(name, columns, values, rows);
    for note in raw.notes() {
        // Files of one pattern are read in one way, as a rule.
        if !table.reading.contains(note) {
            table.reading.push(note.clone());
        }
    }
    for (row, reasons) in raw.amiss() {
        for reason in reasons {
            table.hold_row(*row, reason);
        }
    }
    table.doubts = doubts;
    table
}

/// Makes `column` the key; warns of rows that it does not tell apart, and holds what needs them.
fn set_key(
    origin: &Origin<'_>,
    table: &mut Table,
    column: usize,
    place: impl Fn(u32) -> Span,
    diagnostics: &mut Diagnostics,
) {
    let repeated = table.set_key(column);
    let name = table.columns[column].name.clone();
    if let Some(row) = repeated.first() {
        let message = repetition(origin, table, column, &repeated);
        diagnostics.push(
            Diagnostic::warning(Code::DuplicateName, message)
                .at(place(*row))
                .hint("a key names one row; until then the articles that look it up are held"),
        );
    }
    let missing: Vec<u32> = (0..table.n_rows())
        .filter(|row| table.cell(*row, column).key_text().is_none())
        .collect();
    if let Some(row) = missing.first() {
        let message = format!(
            "key `{name}` is missing in {} of `{}`",
            rows(missing.len()),
            origin.spec.name.value
        );
        diagnostics.push(
            Diagnostic::warning(Code::DoubtfulCell, message)
                .at(place(*row))
                .hint("give each row its key; until then no article finds the row"),
        );
    }
    let ambiguous = |row: &u32| {
        let key = table.cell(*row, column);
        !key.is_missing() && table.find(key).is_none()
    };
    let doubts: Vec<Doubt> = (0..table.n_rows())
        .filter(ambiguous)
        .map(|row| Doubt {
            row,
            column: column as u32,
            reason: "its key names another row too".to_owned(),
        })
        .collect();
    table.doubts.extend(doubts);
}

/// Says which rows have the first key that several have, and how many more such keys there are.
fn repetition(origin: &Origin<'_>, table: &Table, column: usize, repeated: &[u32]) -> String {
    const N_LINES: usize = 4;
    let key_of = |row: u32| table.cell(row, column).key_text();
    let key = key_of(repeated[0]);
    let alike: Vec<u32> = (0..table.n_rows())
        .filter(|it| key_of(*it) == key)
        .collect();
    let line = |row: &u32| table.place(*row, 0).line.to_string();
    let mut lines: Vec<String> = alike.iter().take(N_LINES).map(line).collect();
    if alike.len() > N_LINES {
        lines.push(format!("{} more", alike.len() - N_LINES));
    }
    let last = lines.pop().unwrap_or_default();
    let others: BTreeSet<_> = repeated.iter().map(|it| key_of(*it)).collect();
    let others = match others.len() - 1 {
        0 => String::new(),
        1 => "; 1 more key is repeated".to_owned(),
        n => format!("; {n} more keys are repeated"),
    };
    format!(
        "key `{}` of `{}` is repeated: `{}` names the rows of lines {} and {last}{others}",
        table.columns[column].name,
        origin.path,
        names::excerpt(&key.unwrap_or_default()),
        lines.join(", "),
    )
}

fn rows(n: usize) -> String {
    match n {
        1 => "1 row".to_owned(),
        _ => format!("{n} rows"),
    }
}

impl Origin<'_> {
    /// Returns the span of a cell, or that of its row's line where the file does not write it; of a
    /// cell of several lines the first.
    pub(super) fn cell(&self, raw: &Raw<'_>, row: u32, column: usize) -> Span {
        let Some((file, text, place)) = raw.place(row as usize, column) else {
            return Span::new(self.file, 0..0);
        };
        let range = match place {
            Place::Range(range) => range,
            Place::Line(line) => return line_of(file, text, line),
        };
        let written = text.get(range.clone()).unwrap_or_default();
        let start = range.start + written.len() - written.trim_start().len();
        match written.trim().lines().next() {
            Some(first) => Span::new(file, start..start + first.len()),
            None => line_of(file, text, line_at(text, range.start)),
        }
    }

    /// Returns the span of a line, from 1, of the file.
    pub(super) fn line(&self, line: u32) -> Span {
        line_of(self.file, self.text, line)
    }
}

/// Returns the number of the line, from 1, that `offset` is on.
fn line_at(text: &str, offset: usize) -> u32 {
    let before = &text.as_bytes()[..offset];
    let is_break = |at: &usize| match before[*at] {
        b'\n' => true,
        b'\r' => before.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..before.len()).filter(is_break).count() as u32 + 1
}

/// Returns the span of a line, from 1, of a file with `text`.
fn line_of(file: FileId, text: &str, line: u32) -> Span {
    let mut start = 0;
    let mut lines = text.split_inclusive(['\n', '\r']).peekable();
    let mut number = 1;
    while let Some(written) = lines.next() {
        // The two halves of one line break end one line.
        let is_half = written.ends_with('\r') && lines.peek() == Some(&"\n");
        if number == line {
            let length = written.trim_end_matches(['\n', '\r']).len();
            return Span::new(file, start..start + length);
        }
        start += written.len();
        number += u32::from(!is_half);
    }
    Span::new(file, text.len()..text.len())
}
