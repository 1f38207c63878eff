//! A file's rows and columns as they are written, before any type is given: what every reader yields.

use std::ops::Range;

use super::{Value, csv};

/// A table as a file writes it.
///
/// The texts lie one after another in one buffer: a table of two million cells is no reason for two
/// million allocations.
#[derive(Debug, Default)]
pub(super) struct Raw {
    headers: Vec<String>,
    header_line: Option<u32>,
    cells: Vec<Cell>,
    lines: Vec<u32>,
    texts: String,
    nested: Vec<Value>,
    places: Places,
}

/// How the cells of a table are found in its file, which is asked of the few that are doubtful.
#[derive(Debug)]
enum Places {
    /// By the start of each row, from which its fields are counted.
    Fields { delimiter: u8, starts: Vec<u32> },
    /// Each by its own range, which is empty where the file does not write it.
    Parts(Vec<(u32, u32)>),
}

impl Default for Places {
    fn default() -> Self {
        Places::Parts(Vec::new())
    }
}

/// What a file says of one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Written<'r> {
    /// Nothing.
    Absent,
    /// Characters whose type is to be found: a CSV cell, a figure of JSON.
    Plain(&'r str),
    /// A text that the file's format marks as one.
    Text(&'r str),
    /// A list or a map.
    Nested(&'r Value),
}

/// A cell: where its text or value is kept.
#[derive(Clone, Copy, Debug)]
enum Cell {
    Absent,
    Plain { start: u32, end: u32 },
    Text { start: u32, end: u32 },
    Nested(u32),
}

impl Raw {
    /// Returns a table with `headers` and no rows; `line` is that of the headers, if they have one.
    pub(super) fn new(headers: Vec<String>, line: Option<u32>) -> Self {
        Raw {
            headers,
            header_line: line,
            ..Raw::default()
        }
    }

    /// Returns a table as [`Raw::new`] does, of fields parted by `delimiter`.
    pub(super) fn delimited(headers: Vec<String>, line: u32, delimiter: u8) -> Self {
        let starts = Vec::new();
        Raw {
            places: Places::Fields { delimiter, starts },
            ..Raw::new(headers, Some(line))
        }
    }

    /// Begins the row that stands on `line`, at the offset `start`; a cell for each header must follow.
    pub(super) fn begin_row(&mut self, line: u32, start: usize) {
        self.lines.push(line);
        if let Places::Fields { starts, .. } = &mut self.places {
            starts.push(start as u32);
        }
    }

    /// Adds a cell to the last row, written at `place` in the file.
    pub(super) fn push_at(&mut self, written: Written<'_>, place: (u32, u32)) {
        self.push(written);
        if let Places::Parts(parts) = &mut self.places {
            parts.push(place);
        }
    }

    /// Adds a cell to the last row.
    pub(super) fn push(&mut self, written: Written<'_>) {
        let cell = match written {
            Written::Absent => Cell::Absent,
            Written::Plain(text) => {
                let (start, end) = self.keep(text);
                Cell::Plain { start, end }
            }
            Written::Text(text) => {
                let (start, end) = self.keep(text);
                Cell::Text { start, end }
            }
            Written::Nested(value) => {
                self.nested.push(value.clone());
                Cell::Nested(self.nested.len() as u32 - 1)
            }
        };
        self.cells.push(cell);
    }

    fn keep(&mut self, text: &str) -> (u32, u32) {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        (start, self.texts.len() as u32)
    }

    /// Takes away the last rows that have nothing in any cell, as spreadsheets leave them.
    pub(super) fn drop_empty_tail(&mut self) {
        let width = self.headers.len();
        while let Some(row) = self.lines.len().checked_sub(1) {
            if (0..width).any(|column| !self.is_empty(row, column)) {
                break;
            }
            self.lines.pop();
            if let Places::Fields { starts, .. } = &mut self.places {
                starts.pop();
            }
            self.cells.truncate(row * width);
        }
    }

    /// Whether a cell has nothing but space in it.
    fn is_empty(&self, row: usize, column: usize) -> bool {
        match self.cell(row, column) {
            Written::Absent => true,
            Written::Plain(text) | Written::Text(text) => text.trim().is_empty(),
            Written::Nested(_) => false,
        }
    }

    /// Whether a column has nothing but space in any row.
    pub(super) fn is_empty_column(&self, column: usize) -> bool {
        (0..self.n_rows()).all(|row| self.is_empty(row, column))
    }

    /// Returns the headers, in order.
    pub(super) fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Returns the line that the headers stand on, if they stand on one.
    pub(super) fn header_line(&self) -> Option<u32> {
        self.header_line
    }

    /// Returns how many rows there are.
    pub(super) fn n_rows(&self) -> usize {
        self.lines.len()
    }

    /// Returns the line of each row, from 1.
    pub(super) fn lines(&self) -> &[u32] {
        &self.lines
    }

    /// Returns what is written in a cell.
    pub(super) fn cell(&self, row: usize, column: usize) -> Written<'_> {
        match self.cells[row * self.headers.len() + column] {
            Cell::Absent => Written::Absent,
            Cell::Plain { start, end } => Written::Plain(&self.texts[start as usize..end as usize]),
            Cell::Text { start, end } => Written::Text(&self.texts[start as usize..end as usize]),
            Cell::Nested(idx) => Written::Nested(&self.nested[idx as usize]),
        }
    }

    /// Returns where a cell is written in `text`, that of the file; nothing if it is not written there.
    pub(super) fn range(&self, text: &str, row: usize, column: usize) -> Option<Range<usize>> {
        match &self.places {
            Places::Fields { delimiter, starts } => {
                let start = *starts.get(row)? as usize;
                let field = csv::field(text.get(start..)?, *delimiter, column);
                Some(start + field.start..start + field.end)
            }
            Places::Parts(parts) => {
                let (start, end) = *parts.get(row * self.headers.len() + column)?;
                Some(start as usize..end as usize)
            }
        }
    }

    /// Returns the delimiter of the fields, if the file has such.
    pub(super) fn delimiter(&self) -> Option<u8> {
        match self.places {
            Places::Fields { delimiter, .. } => Some(delimiter),
            Places::Parts(_) => None,
        }
    }

    /// Returns the cells of a column, from the first row to the last.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = Written<'_>> + Clone {
        (0..self.n_rows()).map(move |row| self.cell(row, column))
    }
}
