//! Tables: typed cells in rows and columns, each knowing its place in a file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Value;
use crate::source::{FileId, Reads};

/// The tables of a project, in the order `gen.yaml` declares them.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    tables: Vec<Table>,
    unusable: Vec<Arc<str>>,
}

/// A position in [`Tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableIdx(pub u32);

/// One table.
#[derive(Clone, Debug)]
pub struct Table {
    /// The name `gen.yaml` gives it.
    pub name: Arc<str>,
    /// The columns, in the file's order.
    pub columns: Vec<Column>,
    /// How its files were read, in words: their format, their encoding, what stands around the table.
    pub reading: Vec<String>,
    /// The column whose values name the rows, as `key:` declares it.
    pub key: Option<usize>,
    /// Cells of which it is not sure that they were read right, by row and column.
    pub doubts: Vec<Doubt>,
    /// What its rows are made of, if a query makes it.
    pub lineage: Option<super::Lineage>,
    /// By column: a story reads few of the columns of a wide table.
    cells: Vec<Vec<Value>>,
    rows: RowPlaces,
    held: BTreeMap<u32, Vec<String>>,
    by_key: FxHashMap<Arc<str>, u32>,
    /// The keys that several rows have.
    shared_keys: BTreeSet<Arc<str>>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// The name in the file.
    pub header: String,
    /// The name in expressions: ASCII, snake case.
    pub name: Arc<str>,
    /// Which column of its file it is, from 1; 0 if it is of none.
    pub number: u32,
    /// What its cells hold.
    pub kind: Kind,
    /// What speaks for that.
    pub evidence: Evidence,
}

/// What speaks for the kind of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Whether `columns:` says so; otherwise the cells do.
    pub is_declared: bool,
    /// How the cells are written, where they could be otherwise: `day first, as in 14/03/2026`.
    pub form: Option<String>,
    /// The texts that stand for nothing, besides empty cells, each with how many cells have it.
    pub missing: Vec<(Arc<str>, u32)>,
}

impl Column {
    /// Returns a column for whose kind nothing speaks but its maker.
    pub fn new(header: impl Into<String>, name: &str, kind: Kind) -> Self {
        Column {
            header: header.into(),
            name: name.into(),
            number: 0,
            kind,
            evidence: Evidence::default(),
        }
    }
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Numbers with one unit.
    Number(super::Unit),
    /// Days.
    Date,
    /// Times of day.
    Time,
    /// Times of days.
    DateTime,
    /// True or false.
    Bool,
    /// Lists or maps, from JSON and YAML.
    Nested,
}

/// A cell of which it is not sure that it was read right: it holds the articles that need it.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// The reason, as a clause.
    pub reason: String,
}

/// Where a cell stands, as a person finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The line in the file (CSV, JSON, YAML), from 1.
    pub line: u32,
    /// The column of the table, from 0.
    pub column: u32,
}

/// Where the rows of a table stand.
#[derive(Clone, Debug, Default)]
pub struct RowPlaces {
    /// The files, each with the first row that stands in it.
    files: Vec<(FileId, u32)>,
    /// The line of each row, from 1.
    lines: Vec<u32>,
}

impl RowPlaces {
    /// Returns the rows that stand on `lines` of `file`.
    pub fn of(file: FileId, lines: Vec<u32>) -> Self {
        RowPlaces {
            files: vec![(file, 0)],
            lines,
        }
    }

    /// Adds the rows of another file after these.
    pub fn append(&mut self, other: RowPlaces) {
        let n = self.lines.len() as u32;
        let files = other
            .files
            .into_iter()
            .map(|(file, first)| (file, first + n));
        self.files.extend(files);
        self.lines.extend(other.lines);
    }

    /// Returns the file and the line of a row.
    fn place(&self, row: u32) -> (FileId, u32) {
        let after = self.files.partition_point(|(_, first)| *first <= row);
        (self.files[after - 1].0, self.lines[row as usize])
    }
}

impl Table {
    /// Returns a table whose columns have `cells`, one for each of the `rows`.
    pub fn new(name: &str, columns: Vec<Column>, cells: Vec<Vec<Value>>, rows: RowPlaces) -> Self {
        assert!(
            cells.len() == columns.len() && cells.iter().all(|it| it.len() == rows.lines.len()),
            "each column has a cell for each row"
        );
        Table {
            name: name.into(),
            columns,
            reading: Vec::new(),
            key: None,
            doubts: Vec::new(),
            lineage: None,
            cells,
            rows,
            held: BTreeMap::new(),
            by_key: FxHashMap::default(),
            shared_keys: BTreeSet::new(),
        }
    }

    /// Notes that something is amiss with a row as a whole: no article may be told of it.
    pub fn hold_row(&mut self, row: u32, reason: impl Into<String>) {
        self.held.entry(row).or_default().push(reason.into());
    }

    /// Returns what is amiss with a row as a whole.
    pub fn held(&self, row: u32) -> &[String] {
        self.held.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Adds doubts about cells; what is doubted twice has both reasons.
    pub fn add_doubts(&mut self, doubts: Vec<Doubt>) {
        self.doubts.extend(doubts);
        self.doubts.sort_by_key(|it| (it.row, it.column));
        self.doubts.dedup_by(|later, earlier| {
            let is_same = (later.row, later.column) == (earlier.row, earlier.column);
            if is_same && later.reason != earlier.reason {
                earlier.reason = format!("{}; {}", earlier.reason, later.reason);
            }
            is_same
        });
    }

    /// Whether there is no doubt about any cell, and nothing amiss with any row.
    pub fn is_sound(&self) -> bool {
        self.doubts.is_empty() && self.held.is_empty()
    }

    /// Makes `column` the one whose values name the rows; returns the rows whose key an earlier row has.
    ///
    /// A key that two rows have finds neither: which one is meant is not known.
    pub fn set_key(&mut self, column: usize) -> Vec<u32> {
        let mut repeated = Vec::new();
        self.key = Some(column);
        self.by_key.clear();
        self.shared_keys.clear();
        for row in 0..self.n_rows() {
            if let Some(key) = self.cell(row, column).key_text()
                && self.by_key.insert(key, row).is_some()
            {
                repeated.push(row);
            }
        }
        for row in &repeated {
            if let Some(key) = self.cell(*row, column).key_text() {
                self.by_key.remove(&key);
                self.shared_keys.insert(key);
            }
        }
        repeated
    }

    /// Puts other values, of another kind, in a column.
    pub(super) fn replace(&mut self, column: usize, kind: Kind, values: Vec<Value>) {
        assert_eq!(values.len(), self.rows.lines.len(), "a value for each row");
        self.columns[column].kind = kind;
        self.cells[column] = values;
    }

    /// Puts a value in a cell, as if its file had it, and returns what was there.
    pub fn put(&mut self, row: u32, column: usize, value: Value) -> Value {
        let before = std::mem::replace(&mut self.cells[column][row as usize], value);
        if self.key == Some(column) {
            self.set_key(column);
        }
        before
    }

    /// Forgets what is amiss with a row and its cells.
    pub fn clear(&mut self, row: u32) {
        self.held.remove(&row);
        self.doubts.retain(|it| it.row != row);
    }

    /// Returns a table of one of the rows.
    #[must_use]
    pub fn only(&self, row: u32) -> Table {
        let cells = self.row(row).map(|it| vec![it.clone()]).collect();
        let (file, line) = self.rows.place(row);
        let rows = RowPlaces::of(file, vec![line]);
        Table::new(&self.name, self.columns.clone(), cells, rows)
    }

    /// Returns how many rows there are.
    pub fn n_rows(&self) -> u32 {
        self.rows.lines.len() as u32
    }

    /// Returns the cells of a row.
    pub fn row(&self, row: u32) -> impl Iterator<Item = &Value> {
        self.cells.iter().map(move |it| &it[row as usize])
    }

    /// Returns the cells of a column, from the first row to the last.
    pub fn values(&self, column: usize) -> &[Value] {
        &self.cells[column]
    }

    /// Returns one cell.
    pub fn cell(&self, row: u32, column: usize) -> &Value {
        &self.cells[column][row as usize]
    }

    /// Returns where a cell stands in its file.
    pub fn place(&self, row: u32, column: u32) -> Place {
        let (file, line) = self.rows.place(row);
        Place { file, line, column }
    }

    /// Returns the files that the rows stand in.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.rows.files.iter().map(|it| it.0)
    }

    /// Returns what the table is read from, as a message names it.
    pub fn source(&self, reads: &Reads) -> String {
        let files = &self.rows.files;
        match files.first() {
            Some(_) if self.lineage.is_some() => self.name.to_string(),
            Some((first, _)) => reads.file(*first).name(),
            None => self.name.to_string(),
        }
    }

    /// Returns the position of the column that expressions call `name`.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|it| &*it.name == name)
    }

    /// Returns the row whose key is `key`.
    pub fn find(&self, key: &Value) -> Option<u32> {
        match key {
            Value::Text(text) => self.by_key.get(text).copied(),
            other => self.by_key.get(&*other.key_text()?).copied(),
        }
    }

    /// Returns the doubts about the cells of a row.
    pub fn doubts_of(&self, row: u32) -> &[Doubt] {
        let start = self.doubts.partition_point(|it| it.row < row);
        let n = self.doubts[start..].partition_point(|it| it.row == row);
        &self.doubts[start..start + n]
    }

    /// Whether several rows have this key, so that none is found by it.
    pub fn is_shared_key(&self, key: &Value) -> bool {
        key.key_text()
            .is_some_and(|it| self.shared_keys.contains(&it))
    }

    /// Returns the doubt about a cell, if there is one.
    pub fn doubt(&self, row: u32, column: u32) -> Option<&Doubt> {
        self.doubts
            .binary_search_by_key(&(row, column), |it| (it.row, it.column))
            .ok()
            .map(|idx| &self.doubts[idx])
    }
}

impl Value {
    /// Returns the text that identifies this value among the keys of a table.
    pub fn key_text(&self) -> Option<Arc<str>> {
        match self {
            Value::Text(text) => Some(text.clone()),
            Value::Number(it) => Some(it.amount.normalize().to_string().into()),
            Value::Date(it) => Some(it.to_string().into()),
            Value::Time(it) => Some(it.to_string().into()),
            Value::DateTime(it) => Some(it.to_string().into()),
            Value::Bool(it) => Some(it.to_string().into()),
            _ => None,
        }
    }
}

impl IntoIterator for Tables {
    type Item = Table;
    type IntoIter = std::vec::IntoIter<Table>;

    fn into_iter(self) -> Self::IntoIter {
        self.tables.into_iter()
    }
}

impl Tables {
    /// Adds a table.
    pub fn push(&mut self, table: Table) -> TableIdx {
        self.tables.push(table);
        TableIdx(self.tables.len() as u32 - 1)
    }

    /// Notes that a table is declared, and that no story may use it: its file cannot be read, or what must
    /// hold of it does not.
    pub fn push_unusable(&mut self, name: &str) {
        self.unusable.push(name.into());
    }

    /// Whether the table called `name` is declared without being usable.
    pub fn is_unusable(&self, name: &str) -> bool {
        self.unusable.iter().any(|it| &**it == name)
    }

    /// Puts the tables in the order of `names`.
    pub(super) fn arrange(&mut self, names: &[&str]) {
        let place = |it: &Table| names.iter().position(|name| **name == *it.name);
        self.tables.sort_by_key(place);
    }

    /// Returns the table at `idx`.
    pub fn get(&self, idx: TableIdx) -> &Table {
        &self.tables[idx.0 as usize]
    }

    /// Returns the table at `idx`, to note what is amiss with it.
    pub fn get_mut(&mut self, idx: TableIdx) -> &mut Table {
        &mut self.tables[idx.0 as usize]
    }

    /// Returns the position of the table called `name`.
    pub fn find(&self, name: &str) -> Option<TableIdx> {
        self.tables
            .iter()
            .position(|it| &*it.name == name)
            .map(|it| TableIdx(it as u32))
    }

    /// Returns the tables in order.
    pub fn iter(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter()
    }
}
