//! The rows of a query in, the rows of other tables they are made of out.

use std::sync::Arc;

use super::{TableIdx, Tables};
use crate::source::Span;

/// What the rows of a table that a query makes come from.
#[derive(Clone, Debug)]
pub struct Lineage {
    /// Where the query stands in `gen.yaml`.
    pub query: Span,
    /// The tables it reads.
    pub sources: Vec<Source>,
    /// How each of its columns is made.
    pub columns: Vec<Made>,
    /// Which columns rest on other rows than those that a row is made of: ranks, running sums.
    pub along: Vec<bool>,
    /// Whether a row rests on all others too, because the query ranks them or looks along them.
    pub is_along: bool,
    /// Whether rows that are left out could change those that are there: sums, ranks, a limit.
    pub is_whole: bool,
    rows: Option<Rows>,
}

/// A table that a query reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub table: Arc<str>,
    /// The columns of it that the query reads, from the left.
    pub columns: Vec<u32>,
    /// Those among them that decide which rows are read: in `where`, `on` and `having`.
    pub deciding: Vec<u32>,
    /// Those among them that decide to which group a row belongs.
    pub grouping: Vec<u32>,
}

/// How a column of a query is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Made {
    /// It is a column of a source, unchanged.
    From {
        /// The source, by its position.
        source: u32,
        /// The column of that table.
        column: u32,
    },
    /// It is computed of one column of a source.
    Of {
        /// The source, by its position.
        source: u32,
        /// How, as in `sum of results.points`.
        form: Arc<str>,
    },
    /// It is computed in another way.
    #[default]
    Unknown,
}

/// A row of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceRow {
    /// The source, by its position in [`Lineage::sources`].
    pub source: u32,
    /// The row, from 0.
    pub row: u32,
}

/// The rows of the sources that each row of a query is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    rows: Vec<SourceRow>,
    /// For each row of the query, where its rows end.
    ends: Vec<u32>,
}

impl Rows {
    /// Adds the next row of the query, made of `rows`.
    pub(super) fn push(&mut self, mut rows: Vec<SourceRow>) {
        rows.sort_unstable();
        rows.dedup();
        self.rows.extend(rows);
        self.ends.push(self.rows.len() as u32);
    }
}

impl Lineage {
    /// Returns a lineage without rows: what each row is made of is not known.
    pub(super) fn new(query: Span, sources: Vec<Source>, columns: Vec<Made>) -> Self {
        Lineage {
            query,
            sources,
            along: vec![false; columns.len()],
            columns,
            is_along: false,
            is_whole: false,
            rows: None,
        }
    }

    /// Says which rows each row is made of.
    pub(super) fn set_rows(&mut self, rows: Rows) {
        self.rows = Some(rows);
    }

    /// Returns the rows that a row is made of, by source and row; none if that is known only of the
    /// tables as wholes.
    pub fn rows(&self, row: u32) -> Option<&[SourceRow]> {
        let rows = self.rows.as_ref()?;
        let end = rows.ends[row as usize] as usize;
        let start = match row {
            0 => 0,
            _ => rows.ends[row as usize - 1] as usize,
        };
        Some(&rows.rows[start..end])
    }

    /// Returns the table, the row and the column of the one cell that a cell is, unchanged.
    pub fn cell(&self, row: u32, column: u32) -> Option<(&Arc<str>, u32, u32)> {
        let Made::From { source, column } = self.columns.get(column as usize)? else {
            return None;
        };
        let mut rows = self.rows(row)?.iter().filter(|it| it.source == *source);
        match (rows.next(), rows.next()) {
            (Some(only), None) => {
                let table = &self.sources[*source as usize].table;
                Some((table, only.row, *column))
            }
            _ => None,
        }
    }
}

/// The rows of one table that a row of a query is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The table, which is read from files.
    pub table: TableIdx,
    /// Its rows, in order; nothing if only the table is known.
    pub rows: Option<Vec<u32>>,
}

impl Tables {
    /// Returns the cell that a cell is, unchanged, in a table that is read from files; itself if it is computed or
    /// stands in one.
    pub fn origin(&self, table: TableIdx, row: u32, column: u32) -> (TableIdx, u32, u32) {
        let lineage = self.get(table).lineage.as_ref();
        let source = lineage.and_then(|it| it.cell(row, column));
        match source.and_then(|it| Some((self.find(it.0)?, it.1, it.2))) {
            Some((table, row, column)) => self.origin(table, row, column),
            None => (table, row, column),
        }
    }

    /// Returns the rows that a cell of a query is made of, in the tables that are read from files.
    pub fn contributions(&self, table: TableIdx, row: u32, column: u32) -> Vec<Contribution> {
        let mut found = Vec::new();
        if let Some(lineage) = &self.get(table).lineage {
            let only = match lineage.columns.get(column as usize) {
                Some(Made::From { source, .. } | Made::Of { source, .. }) => Some(*source),
                _ => None,
            };
            let is_along = lineage.along.get(column as usize) == Some(&true);
            let row = (!is_along).then_some(row);
            self.contribute(table, row, only, &mut found);
        }
        for contribution in &mut found {
            if let Some(rows) = &mut contribution.rows {
                rows.sort_unstable();
                rows.dedup();
            }
        }
        found
    }

    /// Adds what a row, or any row, of a table is made of; `only` of one of its sources if that is given.
    fn contribute(
        &self,
        table: TableIdx,
        row: Option<u32>,
        only: Option<u32>,
        found: &mut Vec<Contribution>,
    ) {
        let Some(lineage) = &self.get(table).lineage else {
            let rows = row.map(|it| vec![it]);
            let earlier = found.iter_mut().find(|it| it.table == table);
            match (earlier, rows) {
                (None, rows) => found.push(Contribution { table, rows }),
                (Some(earlier), None) => earlier.rows = None,
                (Some(earlier), Some(more)) => {
                    if let Some(rows) = &mut earlier.rows {
                        rows.extend(more);
                    }
                }
            }
            return;
        };
        let rows = row.and_then(|it| lineage.rows(it));
        for (number, source) in (0..).zip(&lineage.sources) {
            let Some(table) = self.find(&source.table) else {
                continue;
            };
            if only.is_some_and(|it| it != number) {
                continue;
            }
            match rows {
                None => self.contribute(table, None, None, found),
                Some(rows) => {
                    for row in rows.iter().filter(|it| it.source == number) {
                        self.contribute(table, Some(row.row), None, found);
                    }
                }
            }
        }
    }
}
