//! One declared query in, its table out: run twice, once as it is and once to keep track of rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::Result;
use rusqlite::types::{Value as Cell, ValueRef};

use super::super::build::{self, Origin};
use super::super::lineage::{Lineage, Made, Rows, Source, SourceRow};
use super::super::raw::{Raw, Written};
use super::super::{Column, Kind, Quantity, Table, Tables, Unit, Value, declared, names};
use super::engine::{Engine, Prepared};
use super::exact;
use super::place::first_line;
use super::sql::Sql;
use super::track::{self, SHIFT, Tracked};
use super::trouble::Trouble;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::{ColumnSpec, Scale, TableSpec};
use crate::source::{Located, Reads, Span};

/// How many rows a query may have: more are those of a mistake.
const N_ROWS_MAX: usize = 5_000_000;

/// Runs a query; says what is wrong if that is not possible.
pub(super) fn table(
    spec: &TableSpec,
    tables: &Tables,
    engine: &mut Engine,
    reads: &Reads,
    diagnostics: &mut Diagnostics,
) -> Option<Table> {
    let trouble = Trouble {
        spec,
        tables,
        reads,
    };
    match Run::new(&trouble, engine) {
        Ok(run) => run.table(&trouble, diagnostics),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    }
}

/// A query that has been run.
struct Run {
    names: Vec<String>,
    /// Its cells, by column.
    cells: Vec<Vec<Cell>>,
    sources: Vec<Source>,
    /// For each column the source and the column in it that it is, or is computed of.
    origins: Vec<Option<(u32, u32)>>,
    made: Vec<Made>,
    rows: Option<Rows>,
    along: Vec<bool>,
    is_along: bool,
    is_whole: bool,
}

impl Run {
    fn new(
        trouble: &Trouble<'_>,
        engine: &mut Engine,
    ) -> std::result::Result<Self, Box<Diagnostic>> {
        let text = &trouble.spec.source.written().value;
        let prepared = engine
            .prepare(text)
            .map_err(|it| trouble.tell(&it, engine))?;
        let sql = Sql::parse(text).map_err(|it| {
            trouble
                .say(&format!("it cannot be taken apart: {it}"))
                .hint("write one plain `select`")
        })?;
        if let Some(call) = sql.clock() {
            return Err(Box::new(trouble.refuse(&call)));
        }
        let sources = sources(&prepared, &sql, trouble.tables);
        for source in &sources {
            let table = trouble.tables.find(&source.table);
            let table = trouble.tables.get(table.expect("a source is a table"));
            let columns = source.columns.iter().copied().collect();
            engine
                .fill(table, &columns)
                .map_err(|it| trouble.say(&it.to_string()))?;
        }
        let (exact, is_changed) = sql.exact();
        let exact_text = if is_changed {
            exact.text()
        } else {
            text.clone()
        };
        let n_columns = prepared.names.len();
        let cells =
            cells(engine, &exact_text, n_columns).map_err(|it| trouble.tell(&it, engine))?;
        if cells.first().is_some_and(|it| it.len() > N_ROWS_MAX) {
            return Err(Box::new(trouble.say("it has more than 5 million rows")));
        }
        let numbers = (0..).zip(&sources);
        let numbers = numbers.map(|(number, it)| (it.table.to_lowercase(), number));
        let tracked = track::track(&exact, &numbers.collect());
        let rows = tracked.and_then(|it| rows(engine, &it, &cells));
        let (origins, made) = origins(&sql, &prepared, &sources, engine, trouble.tables);
        engine.empty();
        Ok(Run {
            along: sql.along(n_columns),
            names: named(prepared.names),
            cells,
            sources,
            origins,
            made,
            rows,
            is_along: sql.is_along(),
            is_whole: sql.is_whole(),
        })
    }

    /// Returns the table of the result.
    fn table(self, trouble: &Trouble<'_>, diagnostics: &mut Diagnostics) -> Option<Table> {
        if let Some(diagnostic) = self.alike(trouble) {
            diagnostics.push(diagnostic);
            return None;
        }
        let spec = trouble.spec;
        let query = spec.source.written();
        let text = &trouble.reads.file(query.span.file).text;
        let span = first_line(text, query.span);
        let raw = self.raw(line(text, span), span);
        let origin = Origin {
            spec,
            path: &spec.name.value,
            file: query.span.file,
            text,
        };
        let mut table = build::table(&origin, &raw, diagnostics)?;
        let mut lineage = Lineage::new(span, self.sources, self.made);
        lineage.along = self.along;
        lineage.is_along = self.is_along;
        lineage.is_whole = self.is_whole;
        if let Some(rows) = self.rows {
            lineage.set_rows(rows);
        }
        for (column, origin) in self.origins.iter().enumerate() {
            let Some((source, of)) = origin else { continue };
            let source = &lineage.sources[*source as usize];
            let source = trouble.tables.find(&source.table);
            let source = trouble.tables.get(source.expect("a source is a table"));
            let is_declared = is_declared(
                spec,
                &table.columns[column].header,
                &table.columns[column].name,
            );
            let kind = source.columns[*of as usize].kind;
            if let Some(diagnostic) = redeclared(spec, &table.columns[column], kind) {
                diagnostics.push(diagnostic);
                return None;
            }
            if !is_declared {
                let typed = Typing {
                    trouble,
                    lineage: &lineage,
                    kind,
                    column: column as u32,
                };
                if let Some(values) = typed.values(&self.cells[column]) {
                    table.replace(column, kind, values);
                }
            }
        }
        let made = lineage.columns.iter().zip(&mut lineage.along);
        for made in made {
            *made.1 &= !matches!(made.0, Made::From { .. });
        }
        let made = lineage.columns.iter().zip(&lineage.along);
        for (column, (made, is_along)) in table.columns.iter_mut().zip(made) {
            let mut form = form(made, &lineage, trouble.tables);
            if let (true, Some(form)) = (is_along, &mut form) {
                form.push_str(", along other rows");
            }
            column.evidence.form = form;
        }
        table.lineage = Some(lineage);
        // Another kind has other keys; those that are repeated have been told.
        if let Some(key) = table.key {
            table.set_key(key);
        }
        Some(table)
    }

    /// Says which columns of the result have one name.
    fn alike(&self, trouble: &Trouble<'_>) -> Option<Diagnostic> {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for (position, header) in self.names.iter().enumerate() {
            let name = names::column(header, position);
            let Some(earlier) = first.insert(name.clone(), position) else {
                continue;
            };
            let query = trouble.spec.source.written();
            let text = &trouble.reads.file(query.span.file).text;
            let message = format!(
                "columns {} and {} of this query are both called `{name}`",
                earlier + 1,
                position + 1
            );
            return Some(
                Diagnostic::error(Code::DuplicateColumn, message)
                    .at(first_line(text, query.span))
                    .hint(format!(
                        "name one of them with `as`: `{header} as other_{name}`"
                    )),
            );
        }
        None
    }

    /// Returns the result as a file would write it.
    fn raw(&self, line: u32, span: Span) -> Raw<'static> {
        let mut raw = Raw::new(self.names.clone(), Some(line));
        let n_rows = self.cells.first().map_or(0, Vec::len);
        for row in 0..n_rows {
            raw.begin_row(line);
            for column in &self.cells {
                let place = (span.start, span.end);
                match &column[row] {
                    Cell::Null | Cell::Blob(_) => raw.push_at(Written::Absent, place),
                    Cell::Integer(it) => raw.push_at(Written::Plain(&it.to_string()), place),
                    Cell::Real(it) => raw.push_at(Written::Plain(&figure(*it)), place),
                    Cell::Text(text) => raw.push_at(Written::Text(text), place),
                }
            }
        }
        raw
    }
}

/// Returns the names of columns, those without one by their place.
fn named(names: Vec<String>) -> Vec<String> {
    let numbered = (1..).zip(names);
    let name = |(number, name): (usize, String)| match name.trim() {
        "" => format!("column_{number}"),
        _ => name,
    };
    numbered.map(name).collect()
}

/// Returns a computed figure with the digits that can be trusted.
fn figure(binary: f64) -> String {
    let rounded = exact::rounded(binary);
    exact::decimal(rounded).map_or_else(|| rounded.to_string(), |it| it.to_string())
}

/// Returns the number of the line, from 1, that a span begins on.
fn line(text: &str, span: Span) -> u32 {
    let before = text.get(..span.start as usize).unwrap_or_default();
    before.matches('\n').count() as u32 + 1
}

/// Says that a column that passes through with its unit is declared to have another, or to be scaled again.
fn redeclared(spec: &TableSpec, column: &Column, kind: Kind) -> Option<Diagnostic> {
    let Kind::Number(unit) = kind else {
        return None;
    };
    let of = |it: &&(Located<String>, ColumnSpec)| {
        it.0.value == column.header || it.0.value == *column.name
    };
    let (name, declared) = spec.columns.iter().find(of)?;
    let is_other = declared::has_type(declared) && column.kind != kind;
    let is_scaled = declared
        .scale
        .as_ref()
        .is_some_and(|it| it.value != Scale::One);
    if unit == Unit::None || !(is_other || is_scaled) {
        return None;
    }
    let message = format!(
        "`{}` has its unit from the table that it comes from",
        name.value
    );
    let found = Diagnostic::error(Code::WrongType, message).at(name.span);
    Some(found.hint("declare it there; here its figures are amounts in that unit already"))
}

/// Whether `columns:` says what a column holds.
fn is_declared(spec: &TableSpec, header: &str, name: &str) -> bool {
    let of = |it: &str| it == header || it == name;
    let mut specs = spec.columns.iter().filter(|it| of(&it.0.value));
    specs.any(|it| declared::has_type(&it.1))
}

/// Returns the tables that a query reads, with their columns.
fn sources(prepared: &Prepared, sql: &Sql, tables: &Tables) -> Vec<Source> {
    let (deciding, grouping) = (track::deciding(sql), track::grouping(sql));
    // The rows of a table count even where none of its columns is read.
    let mut named = sql.relations();
    named.extend(prepared.read.iter().map(|it| it.0.clone()));
    let read = tables
        .iter()
        .filter(|it| named.contains(&it.name.to_lowercase()));
    let source = |table: &Table| {
        let name = table.name.to_lowercase();
        let columns = (0..).zip(&table.columns).filter(|(_, column)| {
            let mut read = prepared.read.iter();
            read.any(|it| it.0 == name && it.1 == *column.name)
        });
        let columns: Vec<u32> = columns.map(|it| it.0).collect();
        let among = |names: &BTreeSet<String>| -> Vec<u32> {
            let is_it = |it: &&u32| names.contains(&*table.columns[**it as usize].name);
            columns.iter().filter(is_it).copied().collect()
        };
        Source {
            table: table.name.clone(),
            deciding: among(&deciding),
            grouping: among(&grouping),
            columns,
        }
    };
    read.map(source).collect()
}

/// Runs a query; returns its first columns.
fn cells(engine: &Engine, text: &str, n_columns: usize) -> Result<Vec<Vec<Cell>>> {
    let mut cells: Vec<Vec<Cell>> = vec![Vec::new(); n_columns];
    engine.run(text, |row| {
        for (position, column) in cells.iter_mut().enumerate() {
            column.push(row.get(position)?);
        }
        Ok(cells.first().is_none_or(|it| it.len() <= N_ROWS_MAX))
    })?;
    Ok(cells)
}

/// Runs a query that keeps track of rows; nothing if its other columns are not those of the plain one.
fn rows(engine: &Engine, tracked: &Tracked, cells: &[Vec<Cell>]) -> Option<Rows> {
    let text = tracked.sql.text();
    let prepared = engine.prepare(&text).ok()?;
    let visible: Vec<usize> = (0..prepared.names.len())
        .filter(|it| !prepared.names[*it].starts_with(exact::HIDDEN))
        .collect();
    let column = prepared.names.iter().position(|it| *it == tracked.column)?;
    if visible.len() != cells.len() {
        return None;
    }
    let n_rows = cells.first().map_or(0, Vec::len);
    let (mut n, mut is_same) = (0, true);
    let mut rows = Rows::default();
    let result = engine.run(&text, |row| {
        for (position, cells) in visible.iter().zip(cells) {
            let cell = cells.get(n).map(ValueRef::from);
            is_same &= cell == Some(row.get_ref(*position)?);
        }
        rows.push(decode(row.get_ref(column)?));
        n += 1;
        Ok(is_same)
    });
    (result.is_ok() && is_same && n == n_rows).then_some(rows)
}

fn decode(cell: ValueRef<'_>) -> Vec<SourceRow> {
    let ValueRef::Blob(bytes) = cell else {
        return Vec::new();
    };
    let (numbers, _) = bytes.as_chunks::<8>();
    let numbers = numbers.iter().map(|it| u64::from_le_bytes(*it));
    let row = |it: u64| SourceRow {
        source: (it >> SHIFT) as u32,
        row: it as u32,
    };
    numbers.map(row).collect()
}

type Origins = (Vec<Option<(u32, u32)>>, Vec<Made>);

/// Finds for each column the one it is or is computed of, as far as the database tells.
fn origins(
    sql: &Sql,
    prepared: &Prepared,
    sources: &[Source],
    engine: &Engine,
    tables: &Tables,
) -> Origins {
    let n = prepared.names.len();
    let unknown = || (vec![None; n], vec![Made::Unknown; n]);
    // Of several queries together, the database names the columns of the first only.
    if sql.is_compound() {
        return unknown();
    }
    let bare = engine.prepare(&sql.bare().text());
    let Some(bare) = bare.ok().filter(|it| it.origins.len() == n) else {
        return unknown();
    };
    let find = |origin: &Option<(String, String)>| -> Option<(u32, u32)> {
        let (table, column) = origin.as_ref()?;
        let lower = table.to_lowercase();
        let source = sources
            .iter()
            .position(|it| it.table.to_lowercase() == lower)?;
        let table = tables.get(tables.find(&sources[source].table)?);
        Some((source as u32, table.column(column)? as u32))
    };
    let computations = sql.computations().filter(|it| it.len() == n);
    let plain = prepared.origins.iter().map(find);
    let bare: Vec<_> = bare.origins.iter().map(find).collect();
    let made = plain.zip(&bare).enumerate().map(|(position, it)| match it {
        (Some((source, column)), _) => Made::From { source, column },
        (None, Some((source, column))) => {
            let computation = computations.as_ref().and_then(|it| it[position].clone());
            let table = tables.find(&sources[*source as usize].table);
            let table = tables.get(table.expect("a source is a table"));
            let form = format!(
                "{} of {}.{}",
                computation.as_deref().unwrap_or("made"),
                table.name,
                table.columns[*column as usize].name
            );
            Made::Of {
                source: *source,
                form: form.into(),
            }
        }
        (None, None) => Made::Unknown,
    });
    (bare.clone(), made.collect())
}

/// Says what a column is made of.
fn form(made: &Made, lineage: &Lineage, tables: &Tables) -> Option<String> {
    Some(match made {
        Made::From { source, column } => {
            let table = tables.get(tables.find(&lineage.sources[*source as usize].table)?);
            let column = &table.columns[*column as usize].name;
            format!("from {}.{column}", table.name)
        }
        Made::Of { form, .. } => form.to_string(),
        Made::Unknown => "computed by the query".to_owned(),
    })
}

/// A column whose kind is that of another.
struct Typing<'a> {
    trouble: &'a Trouble<'a>,
    lineage: &'a Lineage,
    kind: Kind,
    column: u32,
}

impl Typing<'_> {
    /// Returns the cells as values; nothing if one of them is of another kind.
    fn values(&self, cells: &[Cell]) -> Option<Vec<Value>> {
        let is_unchanged = matches!(
            self.lineage.columns[self.column as usize],
            Made::From { .. }
        );
        if !is_unchanged && matches!(self.kind, Kind::Bool | Kind::Nested) {
            return None;
        }
        let mut texts = BTreeSet::new();
        let values = (0..).zip(cells).map(|(row, cell)| {
            if *cell == Cell::Null {
                return Some(Value::Missing);
            }
            if let Some((table, row, column)) = self.lineage.cell(row, self.column) {
                let table = self.trouble.tables.find(table)?;
                let value = self.trouble.tables.get(table).cell(row, column as usize);
                if !value.is_missing() {
                    return Some(value.clone());
                }
            }
            value(cell, self.kind, &mut texts)
        });
        values.collect()
    }
}

/// Returns a cell as a value of `kind`; nothing if it is none.
fn value(cell: &Cell, kind: Kind, texts: &mut BTreeSet<Arc<str>>) -> Option<Value> {
    Some(match (kind, cell) {
        (Kind::Number(unit), Cell::Integer(it)) => Value::Number(Quantity {
            amount: (*it).into(),
            unit,
        }),
        (Kind::Number(unit), Cell::Real(it)) => Value::Number(Quantity {
            amount: exact::decimal(*it)?,
            unit,
        }),
        (Kind::Date, Cell::Text(text)) => Value::Date(text.parse().ok()?),
        (Kind::DateTime, Cell::Text(text)) => Value::DateTime(text.parse().ok()?),
        (Kind::Time, Cell::Text(text)) => Value::Time(text.parse().ok()?),
        (Kind::Bool, Cell::Integer(it @ (0 | 1))) => Value::Bool(*it == 1),
        (Kind::Text, Cell::Text(text)) => {
            if let Some(known) = texts.get(text.as_str()) {
                return Some(Value::Text(known.clone()));
            }
            let text: Arc<str> = text.as_str().into();
            texts.insert(text.clone());
            Value::Text(text)
        }
        _ => return None,
    })
}
