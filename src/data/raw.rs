//! Rows and columns as files write them, before any type is given: what every reader yields.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Value;
use crate::source::FileId;

/// A table as one file writes it, or several.
///
/// The cells of delimited text are ranges of that text, those of other files lie one after another in
/// one buffer: a table of twenty million cells is no reason for twenty million allocations.
#[derive(Debug, Default)]
pub(super) struct Raw<'t> {
    headers: Vec<String>,
    /// Which column of its file each is, from 0, where that is not its own position.
    origins: Vec<usize>,
    header_line: Option<u32>,
    pieces: Vec<Piece<'t>>,
    amiss: BTreeMap<u32, Vec<String>>,
    notes: Vec<String>,
}

/// The rows that stand in one file.
#[derive(Debug, Default)]
struct Piece<'t> {
    source: Option<(FileId, &'t str)>,
    /// The table's row that is this file's first.
    first_row: u32,
    /// Where each column of the table stands in this file; empty if the two are the same.
    columns: Vec<Option<u32>>,
    /// How many columns the file has.
    width: usize,
    lines: Vec<u32>,
    cells: Cells<'t>,
    /// What stands in the column after the last of the file.
    constant: Option<String>,
}

/// How the cells of a file are kept.
#[derive(Debug)]
enum Cells<'t> {
    /// As ranges of its text.
    Fields(Fields<'t>),
    /// One by one, with where each is written.
    Kept(Kept),
}

/// The cells of delimited text.
#[derive(Debug)]
struct Fields<'t> {
    text: &'t str,
    delimiter: u8,
    /// By column, where each field is written, with its quotes; [`NOWHERE`] if its row is too short to
    /// have it. Columns are what is read, one after another.
    ranges: Vec<Vec<(u32, u32)>>,
    /// The column of the next field.
    next_column: usize,
    /// The fields with a quote inside their quotes, as they are meant, by column and row.
    unescaped: FxHashMap<(u32, u32), Box<str>>,
}

const NOWHERE: (u32, u32) = (u32::MAX, u32::MAX);

/// The cells of other files.
#[derive(Debug, Default)]
struct Kept {
    cells: Vec<Cell>,
    texts: String,
    nested: Vec<Value>,
    /// The range of each in its file, which is empty where the file does not write it.
    places: Vec<(u32, u32)>,
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

impl Default for Cells<'_> {
    fn default() -> Self {
        Cells::Kept(Kept::default())
    }
}

impl<'t> Raw<'t> {
    /// Returns a table with `headers` and no rows; `line` is that of the headers, if they have one.
    pub(super) fn new(headers: Vec<String>, line: Option<u32>) -> Self {
        let width = headers.len();
        Raw {
            headers,
            header_line: line,
            pieces: vec![Piece {
                width,
                ..Piece::default()
            }],
            ..Raw::default()
        }
    }

    /// Returns a table as [`Raw::new`] does, of fields of `text` parted by `delimiter`.
    pub(super) fn delimited(
        headers: Vec<String>,
        line: Option<u32>,
        text: &'t str,
        delimiter: u8,
    ) -> Self {
        let ranges = vec![Vec::new(); headers.len()];
        let mut raw = Raw::new(headers, line);
        raw.pieces[0].cells = Cells::Fields(Fields {
            text,
            delimiter,
            ranges,
            next_column: 0,
            unescaped: FxHashMap::default(),
        });
        raw
    }

    /// Says in which file the rows stand, and its text.
    pub(super) fn stands_in(&mut self, file: FileId, text: &'t str) {
        self.pieces[0].source = Some((file, text));
    }

    /// Adds a sentence about how the file was read, for the person who looks at its table.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Returns what there is to say about how the files were read.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds a column that has `text` in each row: the file does not write it.
    pub(super) fn add_constant(&mut self, header: &str, text: &str) {
        self.headers.push(header.to_owned());
        self.pieces[0].constant = Some(text.to_owned());
    }

    /// Returns a table of the same files with these of their columns, and no rows.
    pub(super) fn without_rows(&self, columns: &[usize]) -> Raw<'t> {
        let headers = columns.iter().map(|it| self.headers[*it].clone());
        let mut raw = Raw::new(headers.collect(), self.header_line);
        raw.origins = columns.to_vec();
        raw.pieces[0].source = self.pieces.first().and_then(|it| it.source);
        raw.notes.clone_from(&self.notes);
        raw
    }

    /// Begins a row that stands where a row of another table does, and is as doubtful.
    pub(super) fn begin_row_like(&mut self, other: &Raw<'t>, row: usize) {
        let (piece, row_in_piece) = other.piece(row);
        if self.last().source != piece.source && self.last().lines.is_empty() {
            self.last().source = piece.source;
        } else if self.last().source != piece.source {
            let next = Piece {
                source: piece.source,
                first_row: self.n_rows() as u32,
                width: self.headers.len(),
                ..Piece::default()
            };
            self.pieces.push(next);
        }
        self.begin_row(piece.lines[row_in_piece]);
        for reason in other.amiss.get(&(row as u32)).into_iter().flatten() {
            self.doubt_row(self.n_rows() as u32 - 1, reason.clone());
        }
    }

    fn last(&mut self) -> &mut Piece<'t> {
        self.pieces.last_mut().expect("a table has a piece")
    }

    /// Begins the row that stands on `line`; a cell for each header must follow.
    pub(super) fn begin_row(&mut self, line: u32) {
        self.last().lines.push(line);
    }

    /// Notes that a row cannot be trusted, and why.
    pub(super) fn doubt_row(&mut self, row: u32, reason: String) {
        self.amiss.entry(row).or_default().push(reason);
    }

    /// Returns the rows that cannot be trusted, each with the reasons.
    pub(super) fn amiss(&self) -> &BTreeMap<u32, Vec<String>> {
        &self.amiss
    }

    /// Adds the field of `range`, with its quotes, to the last row; `unescaped` is what it means, if it
    /// has a quote inside its quotes.
    pub(super) fn push_field(&mut self, range: Range<usize>, unescaped: Option<&str>) {
        let Cells::Fields(fields) = &mut self.last().cells else {
            unreachable!("only a table of fields takes fields");
        };
        let column = fields.next_column;
        fields.next_column = (column + 1) % fields.ranges.len();
        let ranges = &mut fields.ranges[column];
        if let Some(text) = unescaped {
            let place = (column as u32, ranges.len() as u32);
            fields.unescaped.insert(place, text.into());
        }
        ranges.push((range.start as u32, range.end as u32));
    }

    /// Adds to the last row a field that it is too short to have.
    pub(super) fn push_no_field(&mut self) {
        self.push_field(NOWHERE.0 as usize..NOWHERE.1 as usize, None);
    }

    /// Adds a cell to the last row, written at `place` in the file.
    pub(super) fn push_at(&mut self, written: Written<'_>, place: (u32, u32)) {
        let Cells::Kept(kept) = &mut self.last().cells else {
            unreachable!("a table of fields takes fields only");
        };
        kept.push(written);
        kept.places.push(place);
    }

    /// Takes away the last `n` rows.
    pub(super) fn pop_rows(&mut self, n: usize) {
        let piece = self.last();
        let n_left = piece.lines.len().saturating_sub(n);
        piece.lines.truncate(n_left);
        let n_cells = n_left * piece.width;
        match &mut piece.cells {
            Cells::Fields(fields) => {
                for column in &mut fields.ranges {
                    column.truncate(n_left);
                }
            }
            Cells::Kept(kept) => {
                kept.cells.truncate(n_cells);
                kept.places.truncate(n_cells);
            }
        }
        let n_rows = self.n_rows() as u32;
        self.amiss.retain(|row, _| *row < n_rows);
    }

    /// Takes away the last rows that have nothing in any cell, as spreadsheets leave them.
    pub(super) fn drop_empty_tail(&mut self) {
        let width = self.headers.len();
        let is_empty = |row: &usize| (0..width).all(|column| self.is_empty(*row, column));
        let n_empty = (0..self.n_rows()).rev().take_while(is_empty).count();
        self.pop_rows(n_empty);
    }

    /// Whether a cell has nothing but space in it.
    fn is_empty(&self, row: usize, column: usize) -> bool {
        self.cell(row, column).is_empty()
    }

    /// Whether a column has nothing but space in any row.
    pub(super) fn is_empty_column(&self, column: usize) -> bool {
        self.column(column).all(Written::is_empty)
    }

    /// Returns the headers, in order.
    pub(super) fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Returns which column of its file a column is, from 1.
    pub(super) fn number(&self, column: usize) -> usize {
        self.origins.get(column).copied().unwrap_or(column) + 1
    }

    /// Returns the line that the headers stand on, if they stand on one.
    pub(super) fn header_line(&self) -> Option<u32> {
        self.header_line
    }

    /// Returns how many rows there are.
    pub(super) fn n_rows(&self) -> usize {
        let last = self.pieces.last();
        last.map_or(0, |it| it.first_row as usize + it.lines.len())
    }

    /// Returns the files that the rows stand in, each with the lines of its rows, from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (Option<FileId>, &[u32])> {
        let pieces = self.pieces.iter();
        pieces.map(|it| (it.source.map(|(file, _)| file), it.lines.as_slice()))
    }

    /// Returns what is written in a cell.
    pub(super) fn cell(&self, row: usize, column: usize) -> Written<'_> {
        let (piece, row) = self.piece(row);
        piece.cell(row, column)
    }

    /// Returns the cells of a column, from the first row to the last.
    pub(super) fn column(&self, column: usize) -> ColumnCells<'_> {
        ColumnCells {
            pieces: &self.pieces,
            column,
            row: 0,
            n_left: self.n_rows(),
        }
    }

    fn piece(&self, row: usize) -> (&Piece<'t>, usize) {
        let after = self
            .pieces
            .partition_point(|it| it.first_row as usize <= row);
        let piece = &self.pieces[after - 1];
        (piece, row - piece.first_row as usize)
    }

    /// Returns where a cell is written: its file, the file's text, and its range there, if the file
    /// writes it, or else the line of its row.
    pub(super) fn place(&self, row: usize, column: usize) -> Option<(FileId, &'t str, Place)> {
        let (piece, row) = self.piece(row);
        let (file, text) = piece.source?;
        let place = match piece.range(row, column) {
            Some(range) => Place::Range(range),
            None => Place::Line(piece.lines[row]),
        };
        Some((file, text, place))
    }

    /// Whether commas part the cells of a line, or something else does; nothing of other files.
    pub(super) fn delimiter(&self) -> Option<u8> {
        match &self.pieces.first()?.cells {
            Cells::Fields(fields) => Some(fields.delimiter),
            Cells::Kept(_) => None,
        }
    }

    /// Returns several tables as one: columns of one header are one column.
    pub(super) fn stack(tables: Vec<Raw<'t>>) -> Raw<'t> {
        let mut stack = Raw::default();
        for mut table in tables {
            let columns = stack.add_columns(&table.headers);
            let n_rows = stack.n_rows() as u32;
            stack.header_line = stack.header_line.or(table.header_line);
            stack.notes.append(&mut table.notes);
            let amiss = table.amiss.into_iter().map(|(row, it)| (row + n_rows, it));
            stack.amiss.extend(amiss);
            for mut piece in table.pieces {
                piece.first_row += n_rows;
                piece.columns.clone_from(&columns);
                stack.pieces.push(piece);
            }
        }
        stack
    }

    /// Adds the columns that are not there yet; returns where each column stands in the other table.
    fn add_columns(&mut self, others: &[String]) -> Vec<Option<u32>> {
        let mut taken = FxHashSet::default();
        let mut columns = vec![None; self.headers.len()];
        for (position, header) in others.iter().enumerate() {
            let is_free = |it: &usize| self.headers[*it] == *header && !taken.contains(it);
            let found = (0..self.headers.len()).find(is_free).unwrap_or_else(|| {
                self.headers.push(header.clone());
                columns.push(None);
                self.headers.len() - 1
            });
            taken.insert(found);
            columns[found] = Some(position as u32);
        }
        columns
    }
}

/// The cells of one column.
#[derive(Clone, Debug)]
pub(super) struct ColumnCells<'r> {
    /// The files that are not read to their end.
    pieces: &'r [Piece<'r>],
    column: usize,
    /// The next row of the first of them.
    row: usize,
    n_left: usize,
}

impl<'r> Iterator for ColumnCells<'r> {
    type Item = Written<'r>;

    fn next(&mut self) -> Option<Written<'r>> {
        loop {
            let (piece, rest) = self.pieces.split_first()?;
            if self.row < piece.lines.len() {
                let cell = piece.cell(self.row, self.column);
                self.row += 1;
                self.n_left -= 1;
                return Some(cell);
            }
            self.pieces = rest;
            self.row = 0;
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.n_left, Some(self.n_left))
    }
}

impl ExactSizeIterator for ColumnCells<'_> {}

/// Where a cell stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At these bytes.
    Range(Range<usize>),
    /// Somewhere on this line, from 1.
    Line(u32),
}

impl Piece<'_> {
    /// Returns where a column of the table stands in this file, if the file has it.
    fn column(&self, column: usize) -> Option<usize> {
        if self.columns.is_empty() {
            return Some(column);
        }
        let column = self.columns.get(column).copied().flatten();
        column.map(|it| it as usize)
    }

    fn cell(&self, row: usize, column: usize) -> Written<'_> {
        let Some(column) = self.column(column) else {
            return Written::Absent;
        };
        if column >= self.width {
            let constant = self.constant.as_deref();
            return constant.map_or(Written::Absent, Written::Text);
        }
        match &self.cells {
            Cells::Fields(fields) => fields.cell(row, column),
            Cells::Kept(kept) => kept.cell(row * self.width + column),
        }
    }

    fn range(&self, row: usize, column: usize) -> Option<Range<usize>> {
        let column = self.column(column).filter(|it| *it < self.width)?;
        let (start, end) = match &self.cells {
            Cells::Fields(fields) => fields.ranges[column][row],
            Cells::Kept(kept) => kept.places[row * self.width + column],
        };
        (start, end)
            .ne(&NOWHERE)
            .then_some(start as usize..end as usize)
    }
}

impl Fields<'_> {
    fn cell(&self, row: usize, column: usize) -> Written<'_> {
        let (start, end) = self.ranges[column][row];
        if start == NOWHERE.0 {
            return Written::Absent;
        }
        let field = &self.text[start as usize..end as usize];
        match field.strip_prefix('"') {
            None => Written::Plain(field),
            Some(quoted) => match self.unescaped.get(&(column as u32, row as u32)) {
                Some(text) => Written::Plain(text),
                None => Written::Plain(quoted.trim_end().trim_end_matches('"')),
            },
        }
    }
}

impl Kept {
    fn push(&mut self, written: Written<'_>) {
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

    fn cell(&self, position: usize) -> Written<'_> {
        match self.cells[position] {
            Cell::Absent => Written::Absent,
            Cell::Plain { start, end } => Written::Plain(&self.texts[start as usize..end as usize]),
            Cell::Text { start, end } => Written::Text(&self.texts[start as usize..end as usize]),
            Cell::Nested(idx) => Written::Nested(&self.nested[idx as usize]),
        }
    }
}

impl<'r> Written<'r> {
    /// Returns the characters, if there are some.
    pub(super) fn text(self) -> &'r str {
        match self {
            Written::Plain(text) | Written::Text(text) => text,
            Written::Absent | Written::Nested(_) => "",
        }
    }

    /// Whether there is nothing but space.
    pub(super) fn is_empty(self) -> bool {
        match self {
            Written::Absent => true,
            Written::Plain(text) | Written::Text(text) => text.trim().is_empty(),
            Written::Nested(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Raw, Written};

    fn table(headers: &[&str], rows: &[&[&str]]) -> Raw<'static> {
        let headers = headers.iter().map(|it| (*it).to_owned()).collect();
        let mut raw = Raw::new(headers, Some(1));
        for (row, line) in rows.iter().zip(2..) {
            raw.begin_row(line);
            for cell in *row {
                raw.push_at(Written::Plain(cell), (0, 0));
            }
        }
        raw
    }

    fn check(tables: Vec<Raw<'_>>, expected: &[&str]) {
        let stack = Raw::stack(tables);
        let text = |cell| match cell {
            Written::Plain(text) => text,
            _ => "∅",
        };
        let mut found = vec![stack.headers().join(" ")];
        for row in 0..stack.n_rows() {
            let cells = (0..stack.headers().len()).map(|it| text(stack.cell(row, it)));
            found.push(cells.collect::<Vec<_>>().join(" "));
        }
        assert_eq!(found, expected);
        for column in 0..stack.headers().len() {
            let cells: Vec<_> = stack.column(column).collect();
            let each = (0..stack.n_rows()).map(|row| stack.cell(row, column));
            assert_eq!(cells, each.collect::<Vec<_>>());
        }
    }

    #[test]
    fn columns_of_one_header_are_one() {
        check(
            vec![
                table(&["a", "b"], &[&["1", "2"], &["3", "4"]]),
                table(&["b", "c"], &[&["5", "6"]]),
                table(&["a", "b"], &[&["7", "8"]]),
            ],
            &["a b c", "1 2 ∅", "3 4 ∅", "∅ 5 6", "7 8 ∅"],
        );
        check(
            vec![
                table(&["a", "a"], &[&["1", "2"]]),
                table(&["a", "a", "a"], &[&["3", "4", "5"]]),
            ],
            &["a a a", "1 2 ∅", "3 4 5"],
        );
    }
}
