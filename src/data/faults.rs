//! The records of a delimited text in, those that do not fit its header out: told, held, or found to be sound.

use super::csv::{Records, delimiter_name};
use super::raw::Raw;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Span};

/// How many broken rows of a file are told one by one.
const N_TOLD: usize = 5;

/// How many rows must be sound for each that is held; if fewer are, the delimiter is rather wrong.
const N_SOUND_PER_FAULT: usize = 9;

/// How many rows a spreadsheet writes with as many cells as the widest of them needs.
const N_BLOCK: u32 = 16;

/// What is wrong with the rows of a file, told for the first few and counted for all.
pub(super) struct Faults {
    file: FileId,
    /// How many cells the header has, and how many up to the last that is named.
    width: usize,
    n_named: usize,
    /// The first of the faults that are sure.
    told: Vec<(u32, Diagnostic)>,
    is_unclosed: bool,
    /// The rows with too few cells: whether they lack any is known when all are seen.
    short: Vec<Short>,
    /// The width of the record before, if there is one.
    last_width: Option<usize>,
    /// The first row from which on the widths are not those of a spreadsheet's blocks.
    unblocked: Option<usize>,
}

/// A row that has fewer cells than the header.
#[derive(Clone, Copy)]
struct Short {
    row: u32,
    line: u32,
    place: Span,
    n_fields: usize,
}

/// Whether there is more to read after a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Go {
    On,
    Stop,
}

/// What is wrong with quotes; offsets are those in the record.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Misquoted {
    /// A quote is never closed, so that all that follows is one cell.
    Unclosed(usize),
    /// Text follows a closing quote.
    TextAfter(usize),
}

impl Faults {
    pub(super) fn new(file: FileId, headers: &[String]) -> Self {
        let last_named = headers.iter().rposition(|it| !it.is_empty());
        Faults {
            file,
            width: headers.len(),
            // A table without a header names none of its columns.
            n_named: last_named.map_or(headers.len(), |it| it + 1),
            told: Vec::new(),
            is_unclosed: false,
            short: Vec::new(),
            last_width: None,
            unblocked: None,
        }
    }

    /// Sees how many cells the next record has, blank ones included.
    ///
    /// A spreadsheet writes its rows in blocks, each with as many cells as its widest row: there, cells
    /// that a row lacks are empty ones. Where widths change elsewhere, a cell may have been lost.
    pub(super) fn see_width(&mut self, raw: &Raw<'_>, record: &Records<'_>) {
        let width = record.fields.len();
        let is_first = self.last_width.is_none();
        let is_change = width != self.last_width.replace(width).unwrap_or(self.width);
        let is_at_block = !is_first && (record.line - 1).is_multiple_of(N_BLOCK);
        if is_change && !is_at_block {
            self.unblocked.get_or_insert(raw.n_rows());
        }
    }

    /// Looks at the record that is the last row; a row with a fault is held.
    pub(super) fn look_at(&mut self, raw: &mut Raw<'_>, record: &Records<'_>) -> Go {
        let row = raw.n_rows() as u32 - 1;
        let fault = match misquoted_of(record) {
            Some(it) => {
                self.is_unclosed |= matches!(it, Misquoted::Unclosed(_));
                misquote_finding(self.file, record, it)
            }
            None if record.fields.len() < self.width => {
                self.short.push(self.short(row, record));
                return Go::On;
            }
            None if !self.has_width(record) => {
                self.ragged(&self.short(row, record), record.delimiter)
            }
            None => return Go::On,
        };
        raw.doubt_row(row, fault.message.clone());
        if self.told.len() < N_TOLD || self.is_unclosed {
            self.told.push((row, fault));
        }
        if self.is_unclosed { Go::Stop } else { Go::On }
    }

    /// Whether there is a cell for each header, and nothing but empty cells after the last.
    fn has_width(&self, record: &Records<'_>) -> bool {
        let fields = &record.fields;
        (self.width..fields.len()).all(|it| fields[it].trim_ascii().is_empty())
    }

    fn short(&self, row: u32, record: &Records<'_>) -> Short {
        Short {
            row,
            line: record.line,
            place: Span::new(self.file, record.start..record.end_of_line()),
            n_fields: record.fields.len(),
        }
    }

    fn ragged(&self, row: &Short, delimiter: u8) -> Diagnostic {
        let message = format!(
            "line {} has {}, the header has {}",
            row.line,
            cells(row.n_fields),
            self.width
        );
        let delimiter = delimiter_name(delimiter);
        Diagnostic::warning(Code::BrokenData, message)
            .at(row.place)
            .label(cells(row.n_fields))
            .hint(if row.n_fields > self.width {
                format!("cells are parted by {delimiter}: a cell that has it inside must stand in quotes")
            } else {
                format!("cells are parted by {delimiter}: an empty cell still needs its own")
            })
    }

    /// Holds the rows that lack a cell, now that all rows are seen: those that may, do not.
    fn judge_short(&mut self, raw: &mut Raw<'_>) {
        let n_rows = raw.n_rows();
        let mut short = std::mem::take(&mut self.short);
        short.retain(|it| (it.row as usize) < n_rows);
        if short.is_empty() {
            return;
        }
        if self.unblocked.is_none_or(|it| it >= n_rows) {
            raw.note("short rows, cut as spreadsheets do: what they lack is empty");
            return;
        }
        if (self.n_named..self.width).all(|it| raw.is_empty_column(it)) {
            short.retain(|it| it.n_fields < self.n_named);
        }
        let delimiter = raw.delimiter().unwrap_or(b',');
        let n_told = short.len().min(N_TOLD);
        for it in &short[..n_told] {
            self.told.push((it.row, self.ragged(it, delimiter)));
        }
        for it in short {
            raw.doubt_row(it.row, self.ragged(&it, delimiter).message);
        }
    }

    /// Tells what is wrong; returns whether the table can be used: a few bad rows are held, and many
    /// mean that the lines are not parted as they seem to be.
    pub(super) fn tell(mut self, raw: &mut Raw<'_>, diagnostics: &mut Diagnostics) -> bool {
        self.judge_short(raw);
        let n_rows = raw.n_rows();
        self.told.retain(|it| (it.0 as usize) < n_rows);
        self.told.sort_by_key(|it| it.0);
        let n = raw.amiss().len();
        let n_sound = n_rows.saturating_sub(n);
        let is_usable = !self.is_unclosed && n_sound >= n * N_SOUND_PER_FAULT;
        let severity = if is_usable {
            Severity::Warning
        } else {
            Severity::Error
        };
        if !self.is_unclosed {
            self.told.truncate(N_TOLD);
        }
        let n_told = self.told.len();
        let last = self.told.last().and_then(|it| it.1.span);
        for (_, mut diagnostic) in self.told {
            diagnostic.severity = severity;
            diagnostics.push(diagnostic);
        }
        if n > n_told {
            let message = format!("{} more rows of this file are broken", n - n_told);
            let mut found = Diagnostic::warning(Code::BrokenData, message);
            found.severity = severity;
            // After those that are told, wherever findings are sorted by their places.
            found.span = last.map(|it| Span::new(it.file, it.range().end..it.range().end));
            diagnostics.push(found);
        }
        is_usable
    }
}

/// Returns what is wrong with the quotes of a header, which makes a table of nothing.
pub(super) fn misquote(file: FileId, record: &Records<'_>) -> Option<Diagnostic> {
    let mut found = misquote_finding(file, record, misquoted_of(record)?);
    found.severity = Severity::Error;
    Some(found)
}

fn misquoted_of(record: &Records<'_>) -> Option<Misquoted> {
    let found = record
        .has_quotes
        .then(|| misquoted(record.written(), record.delimiter));
    found.flatten()
}

fn misquote_finding(file: FileId, record: &Records<'_>, fault: Misquoted) -> Diagnostic {
    let (message, hint, at) = match fault {
        Misquoted::Unclosed(at) => (
            "a quote is opened and never closed",
            "close the quote, or write a quote inside a quoted cell twice",
            at,
        ),
        Misquoted::TextAfter(at) if record.written()[at..].starts_with('"') => (
            "a quoted text follows another",
            "cells parted by spaces are not read: save the file with commas, or say what parts \
             them, as in `delimiter: tab`",
            at,
        ),
        Misquoted::TextAfter(at) => (
            "text follows a closing quote",
            "write a quote inside a quoted cell twice, as in \"the \"\"big\"\" match\"",
            at,
        ),
    };
    let at = record.start + at;
    Diagnostic::warning(Code::BrokenData, format!("line {}: {message}", record.line))
        .at(Span::new(file, at..at + 1))
        .hint(hint)
}

fn cells(n: usize) -> String {
    match n {
        1 => "1 cell".to_owned(),
        _ => format!("{n} cells"),
    }
}

/// Finds a quote from which the parser would guess on: it would swallow or glue cells.
fn misquoted(record: &str, delimiter: u8) -> Option<Misquoted> {
    enum At {
        Start,
        Bare,
        Quoted(usize),
        Closed,
        /// In the space after a closing quote.
        After,
    }
    let mut at = At::Start;
    for (idx, byte) in record.bytes().enumerate() {
        at = match (at, byte) {
            // A quote after a closing one: the two were one quote inside the cell.
            (At::Start | At::Closed, b'"') => At::Quoted(idx),
            (At::Quoted(_), b'"') => At::Closed,
            (At::Closed | At::After, b' ') => At::After,
            (At::Quoted(start), _) => At::Quoted(start),
            (_, it) if it == delimiter || it == b'\r' || it == b'\n' => At::Start,
            (At::Closed | At::After, _) => return Some(Misquoted::TextAfter(idx)),
            _ => At::Bare,
        };
    }
    match at {
        At::Quoted(start) => Some(Misquoted::Unclosed(start)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Misquoted, misquoted};
    use crate::data::csv;
    use crate::diagnostics::Diagnostics;
    use crate::source::Reads;

    #[test]
    fn a_quote_that_leaves_doubt_is_found() {
        assert_eq!(misquoted("a,\"b\"\"c\",d\n", b','), None);
        assert_eq!(misquoted("a,\"b\" ,d\n", b','), None);
        let check = |record: &str, expected: Misquoted| {
            assert_eq!(misquoted(record, b','), Some(expected), "{record:?}");
        };
        check("a,\"b\"c,d\n", Misquoted::TextAfter(5));
        check("\"a\" \"b\"\n", Misquoted::TextAfter(4));
        check("a,\"b", Misquoted::Unclosed(2));
    }

    /// Returns how many rows are read, how many of them are held, and what is said first.
    fn read(text: &str) -> Option<(usize, usize, Option<String>)> {
        let mut reads = Reads::new("");
        let file = reads.keep("t.csv".as_ref(), text);
        let mut diagnostics = Diagnostics::default();
        let raw = csv::read("t.csv", file, text, None, None, &mut diagnostics)?;
        let first = diagnostics.iter().next().map(|it| it.message.clone());
        Some((raw.n_rows(), raw.amiss().len(), first))
    }

    #[test]
    fn rows_that_a_spreadsheet_cut_lack_nothing() {
        let full = "Lens,3,x\n".repeat(15);
        let cut = "Nice,1\n".repeat(16);
        let text = format!("club,goals,remark\n{full}{cut}Metz,2,y\n");
        assert_eq!(read(&text), Some((32, 0, None)));
        // One row later, and no spreadsheet wrote it.
        let text = format!("club,goals,remark\nLille,1,\n{full}{cut}Metz,2,y\n");
        assert_eq!(read(&text), None);
        let text = format!("club,goals,remark\n{full}{full}Nice,1\n");
        let message = "line 32 has 2 cells, the header has 3".to_owned();
        assert_eq!(read(&text), Some((31, 1, Some(message))));
    }

    #[test]
    fn columns_without_names_and_cells_lack_nothing() {
        assert_eq!(read("a,b,,\n1,2\n3,4\n5,6,\n"), Some((3, 0, None)));
        assert_eq!(read("a,b,,\n1,2\n3,4\n5\n"), None);
        assert_eq!(read("a,b,,\n1,2\n3,4\n5,6,7\n"), None);
    }
}
