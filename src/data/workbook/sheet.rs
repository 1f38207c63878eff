//! The cells of one sheet in, its table out: the header between titles and notes, and each cell's place.

use std::path::Path;

use super::area::{self, Area, cell_name};
use super::cell::Content;
use super::open::Cells;
use crate::data::frame::{self, HeaderDoubt};
use crate::data::numbers;
use crate::data::raw::{Raw, Written};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::TableSpec;
use crate::source::{FileId, Located, Reads, Span};

/// How many rows are looked at to find the header, and the notes under the table.
const N_HEAD: usize = 60;
const N_TAIL: usize = 20;

/// The filled cells of a row.
type Row<'c> = &'c [(u32, u32, Content)];

/// Whether cells make a table, of two rows and two columns at least: a page of remarks does not.
pub(super) fn has_table(cells: &Cells) -> bool {
    let rows: Vec<Row<'_>> = rows(cells).take(N_HEAD).collect();
    rows.iter().filter(|row| row.len() > 1).count() > 1
}

fn rows(cells: &Cells) -> impl Iterator<Item = Row<'_>> {
    cells.chunk_by(|one, other| one.0 == other.0)
}

/// Returns the table of a sheet, and the text that it is kept as; nothing if it has none.
pub(super) fn table(
    path: &Path,
    name: &str,
    cells: &Cells,
    spec: &TableSpec,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Option<(FileId, Raw<'static>)> {
    let view = View::of(cells);
    let file = reads.keep_part(path, Some(name), view.text.clone());
    let sheet = Sheet {
        name: reads.file(file).name(),
        file,
        rows: rows(cells).collect(),
        view,
    };
    let Some(first) = sheet.rows.first() else {
        let message = format!("`{}` has nothing in it", sheet.name);
        let found = Diagnostic::error(Code::EmptyFile, message).at(Span::new(file, 0..0));
        let hint = spec.layout.range.as_ref();
        let hint =
            hint.map(|it| format!("no cell of `{}` is filled: name another range", it.value));
        diagnostics.push(match hint {
            Some(hint) => found.hint(hint),
            None => found.hint("name another sheet"),
        });
        return None;
    };
    let header = match &spec.layout.header {
        Some(header) => match sheet.declared(header) {
            Ok(row) => row,
            Err(found) => {
                diagnostics.push(found);
                return None;
            }
        },
        None if spec.layout.range.is_some() => Some(first[0].0),
        None => sheet.found(diagnostics),
    };
    let raw = sheet.raw(header, spec, diagnostics)?;
    Some((file, raw))
}

/// A sheet as text: line n is row n, so that a place is named by the row that people see.
struct View {
    text: String,
    /// Where each of the filled cells stands in the text.
    places: Vec<(u32, u32)>,
    /// Where each filled row stands.
    lines: Vec<(u32, u32)>,
}

impl View {
    fn of(cells: &Cells) -> View {
        let mut view = View {
            text: String::new(),
            places: Vec::with_capacity(cells.len()),
            lines: Vec::new(),
        };
        let mut n_lines = 0;
        for row in rows(cells) {
            while n_lines < row[0].0 {
                view.text.push('\n');
                n_lines += 1;
            }
            let start = view.text.len() as u32;
            let mut column = 0;
            for (_, at, content) in row {
                while column < *at {
                    view.text.push('\t');
                    column += 1;
                }
                let start = view.text.len() as u32;
                // A break inside a cell would begin another line, a tab another cell.
                let inert = |c: char| if c.is_control() { ' ' } else { c };
                view.text.extend(content.text().trim().chars().map(inert));
                view.places.push((start, view.text.len() as u32));
            }
            view.lines.push((start, view.text.len() as u32));
        }
        view.text.push('\n');
        view
    }
}

/// A sheet whose text is kept.
struct Sheet<'c> {
    name: String,
    file: FileId,
    /// The rows that have a filled cell.
    rows: Vec<Row<'c>>,
    view: View,
}

impl Sheet<'_> {
    /// Returns the row that is declared to be the header, `None` for no header.
    fn declared(&self, header: &Located<String>) -> Result<Option<u32>, Diagnostic> {
        if header.value == "none" {
            return Ok(None);
        }
        let row = header.value.parse::<u32>().ok();
        let row = row.and_then(|it| it.checked_sub(1));
        let is_filled = |row: &u32| self.rows.iter().any(|it| it[0].0 == *row);
        row.filter(is_filled).map(Some).ok_or_else(|| {
            let message = format!("`{}` has no row `{}`", self.name, header.value);
            Diagnostic::error(Code::MissingHeader, message)
                .at(header.span)
                .hint("name a row that is not empty, from 1, or `none`")
        })
    }

    /// Finds the header, and warns if it is not sure.
    fn found(&self, diagnostics: &mut Diagnostics) -> Option<u32> {
        let first = self.rows.first()?[0].0;
        let n_head = self
            .rows
            .iter()
            .take(N_HEAD)
            .filter(|it| it[0].0 - first < N_HEAD as u32)
            .count();
        let head = frame::head(&texts(&self.rows[..n_head]))?;
        let header = first + head.header as u32;
        if let Some(doubt) = head.doubt {
            let number = |row: usize| first + row as u32 + 1;
            let mut warning = doubt.warning(&self.name, "row", number, head.header);
            if let HeaderDoubt::LooksLikeData(column) = doubt {
                let cell = cell_name(header, column as u32);
                warning = warning.note(format!("{cell} is of the same kind as the cells below it"));
            }
            diagnostics.push(warning.at(self.line(header)));
        }
        Some(header)
    }

    /// Returns the span of a filled row.
    fn line(&self, row: u32) -> Span {
        let at = self.rows.iter().position(|it| it[0].0 == row);
        let (start, end) = at.map_or((0, 0), |it| self.view.lines[it]);
        Span::new(self.file, start as usize..end as usize)
    }

    /// Returns the table under the header.
    fn raw(
        &self,
        header: Option<u32>,
        spec: &TableSpec,
        diagnostics: &mut Diagnostics,
    ) -> Option<Raw<'static>> {
        let start = header.map_or(0, |header| {
            self.rows.partition_point(|row| row[0].0 <= header)
        });
        let named: Row<'_> = match header {
            Some(_) => self.rows[start - 1],
            None => &[],
        };
        let body = &self.rows[start..];
        let width = body.iter().map(|row| extent(row)).max().unwrap_or_default();
        let width = width.max(extent(named));
        let body = match spec.layout.range {
            Some(_) => body,
            None => &body[..body.len() - n_notes(body, width)],
        };
        self.check_repeated(named, body, diagnostics)?;
        let mut headers = vec![String::new(); width];
        for (_, column, content) in named {
            headers[*column as usize] = one_line(content.text());
        }
        let mut raw = Raw::new(headers, header.map(|it| it + 1));
        raw.note("workbook");
        if let Some(row) = header.filter(|it| *it > 0) {
            raw.note(format!("the header stands in row {}", row + 1));
        }
        let are_plain = plain_columns(body, width);
        let first: usize = self.rows[..start].iter().map(|row| row.len()).sum();
        let mut places = self.view.places[first..].iter();
        for row in body {
            raw.begin_row(row[0].0 + 1);
            let mut cells = row.iter().peekable();
            for (column, is_plain) in are_plain.iter().enumerate() {
                match cells.next_if(|it| it.1 as usize == column) {
                    None => raw.push_at(Written::Absent, (0, 0)),
                    Some((_, _, content)) => {
                        let place = *places.next().expect("each filled cell has its place");
                        raw.push_at(written(content, *is_plain), place);
                    }
                }
            }
        }
        Some(raw)
    }

    /// Refuses a sheet whose header comes again: below it stands another table.
    fn check_repeated(
        &self,
        header: Row<'_>,
        body: &[Row<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let is_text = |it: &(u32, u32, Content)| matches!(it.2, Content::Text(_));
        let is_same = |row: &&Row<'_>| {
            row.len() == header.len()
                && row
                    .iter()
                    .zip(header)
                    .all(|(one, other)| (one.1, &one.2) == (other.1, &other.2))
        };
        if header.len() < 2 || !header.iter().all(is_text) {
            return Some(());
        }
        let Some(again) = body.iter().find(is_same) else {
            return Some(());
        };
        let (first, again) = (header[0].0, again[0].0);
        let last = body
            .iter()
            .map(|row| row[0].0)
            .take_while(|it| *it < again)
            .last();
        let area = Area {
            rows: (first, last.unwrap_or(again - 1)),
            columns: (header[0].1, extent(header) as u32 - 1),
        };
        let message = format!(
            "row {} of `{}` names the columns again, as row {} does: there are several tables in it",
            again + 1,
            self.name,
            first + 1
        );
        diagnostics.push(
            Diagnostic::error(Code::BrokenData, message)
                .at(self.line(again))
                .hint(format!(
                    "write `range: {}:{}` beside `file:`, with the last row of the table that is meant",
                    cell_name(area.rows.0, area.columns.0),
                    area::cell_name(area.rows.1, area.columns.1)
                )),
        );
        None
    }
}

/// Returns how many of the last filled rows are notes.
fn n_notes(body: &[Row<'_>], width: usize) -> usize {
    let tail = &body[body.len().saturating_sub(N_TAIL)..];
    let Some((first, last)) = tail.first().zip(tail.last()) else {
        return 0;
    };
    // A gap of very many rows parts whatever comes after it no more than a few rows would.
    let is_near = last[0].0 - first[0].0 <= 4 * N_TAIL as u32;
    let texts = if is_near { texts(tail) } else { return 0 };
    // A sheet has as many cells in each row as it is wide: none is short.
    let texts: Vec<Vec<&str>> = texts
        .into_iter()
        .map(|mut row| {
            row.resize(width.max(row.len()), "");
            row
        })
        .collect();
    let n_rows = frame::n_notes(&texts, width) as u32;
    let end = last[0].0 + 1;
    tail.iter().filter(|row| row[0].0 + n_rows >= end).count()
}

/// Returns rows as texts, from the first to the last, the blank ones between them too.
fn texts<'c>(rows: &[Row<'c>]) -> Vec<Vec<&'c str>> {
    let mut texts: Vec<Vec<&str>> = Vec::new();
    let first = rows.first().map_or(0, |row| row[0].0);
    for row in rows {
        texts.resize((row[0].0 - first) as usize, Vec::new());
        let mut line = vec![""; extent(row)];
        for (_, column, content) in *row {
            line[*column as usize] = content.text().trim();
        }
        texts.push(line);
    }
    texts
}

/// Returns how wide a row is, to its last filled cell.
fn extent(row: Row<'_>) -> usize {
    row.last().map_or(0, |it| it.1 as usize + 1)
}

/// Finds the columns whose texts may be figures too.
///
/// A workbook tells numbers from texts, and its texts are kept as such: a code `75` that someone stored as
/// a text is one, and `01` must not lose its zero. But people also type figures into cells that are meant
/// for text, so that among numbers a text is one more cell to be typed, or to be doubted where it is no
/// figure; unless a text of the column starts with zeros, for then its numbers are codes without theirs.
fn plain_columns(body: &[Row<'_>], width: usize) -> Vec<bool> {
    let mut have_numbers = vec![false; width];
    let mut have_codes = vec![false; width];
    for (_, column, content) in body.iter().copied().flatten() {
        match content {
            Content::Number(_) => have_numbers[*column as usize] = true,
            Content::Text(text) if numbers::is_code(text.trim()) => {
                have_codes[*column as usize] = true;
            }
            _ => {}
        }
    }
    let pairs = have_numbers.iter().zip(&have_codes);
    pairs.map(|(numbers, codes)| *numbers && !codes).collect()
}

fn written(content: &Content, is_plain: bool) -> Written<'_> {
    match content {
        Content::Text(text) if !is_plain => Written::Text(text),
        Content::Text(text) => Written::Plain(text.trim()),
        Content::Number(text) | Content::Other(text) => Written::Plain(text),
    }
}

/// Returns a header without the breaks that people set in it to make its column narrow.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
