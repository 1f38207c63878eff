//! `gen data`: tables in; what their columns hold, and what is doubtful, out, 80 columns wide.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use gentext::build;
use gentext::data::profile::{self, ColumnProfile, Reference, shown};
use gentext::data::{self, Column, Table, Tables};
use gentext::diagnostics::{self, Diagnostics};
use gentext::language;
use gentext::project::{self, TableSource, TableSpec};
use gentext::source::{Located, Reads, Span};
use serde_json::{Value as Json, json};

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::summary::counted;
use super::terminal::Terminal;
use super::text::{push_line, shortened, wrap};

/// How many doubts of a table are shown one by one.
const N_DOUBTS: usize = 10;

/// Show what is in the tables: columns, types and why, missing and doubtful cells, keys
#[derive(Debug, Args)]
pub(super) struct Data {
    /// A table of the project, or any data file [otherwise: all tables of the project]
    table: Option<String>,
    #[command(flatten)]
    as_of: AsOf,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// The tables that were read, and what is to be shown of them.
struct ReadTables {
    reads: Reads,
    tables: Tables,
    diagnostics: Diagnostics,
    /// The only table to show.
    only: Option<String>,
    /// The file, if it was named instead of a table of a project.
    file: Option<PathBuf>,
}

impl Data {
    /// Prints what there is to know of the tables.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let read = self.read(project)?;
        let is_meant = |name: &str| read.only.as_ref().is_none_or(|it| it == name);
        let tables: Vec<&Table> = read.tables.iter().filter(|it| is_meant(&it.name)).collect();
        let mut references = profile::references(&read.tables);
        references.retain(|it| is_meant(&it.from.0) || is_meant(&it.to.0));
        if self.json {
            let report = report(&tables, &references, &read);
            terminal.print(&format!("{report:#}\n"))?;
        } else {
            let mut text = String::new();
            for table in &tables {
                push_table(&mut text, table, &read.reads);
            }
            push_references(&mut text, &references);
            push_advice(&mut text, &read);
            terminal.print(&text)?;
            terminal.diagnostics(&read.diagnostics, &read.reads);
        }
        Ok(Exit::findings(read.diagnostics.has_errors()))
    }

    /// Reads the project's tables, or the one file that is named.
    fn read(&self, project: Option<&Path>) -> Result<ReadTables, Failure> {
        let file = self.table.as_ref().map(PathBuf::from);
        let file = file.filter(|it| it.is_file());
        let root = match (open::root(project), &file) {
            (Ok(root), _) => root,
            (Err(_), Some(file)) => return read_file(file),
            (Err(failure), None) => return Err(failure),
        };
        let read = self.read_project(&root)?;
        let is_known = |name: &String| {
            let is_it = |it: &Table| *it.name == **name;
            read.tables.iter().any(is_it) || read.tables.is_unusable(name)
        };
        match (&self.table, file) {
            (Some(name), _) if is_known(name) => Ok(read),
            (Some(_), Some(file)) => read_file(&file),
            (Some(name), None) => Err(unknown(name, &read.tables)),
            (None, _) => Ok(read),
        }
    }

    fn read_project(&self, root: &Path) -> Result<ReadTables, Failure> {
        let mut reads = Reads::new(root);
        let mut diagnostics = Diagnostics::default();
        let project = project::load(&mut reads, language::TAGS, &mut diagnostics)?;
        let specs = project.map(|it| it.tables).unwrap_or_default();
        let options = self.as_of.options();
        let tables = build::tables(&specs, &options, &mut reads, &mut diagnostics)?;
        Ok(ReadTables {
            reads,
            tables,
            diagnostics,
            only: self.table.clone(),
            file: None,
        })
    }
}

/// Reads one file as if a project declared it.
fn read_file(file: &Path) -> Result<ReadTables, Failure> {
    let mut reads = Reads::new("");
    let mut diagnostics = Diagnostics::default();
    let path = file.display().to_string();
    let argument = reads.keep(Path::new("arguments"), &path);
    let at = |value: &str| Located {
        value: value.to_owned(),
        span: Span::new(argument, 0..path.len()),
    };
    let name = table_name(file);
    let spec = TableSpec::new(at(&name), TableSource::File(at(&path)));
    let tables = data::load(&[spec], &mut reads, &mut diagnostics)?;
    Ok(ReadTables {
        reads,
        tables,
        diagnostics,
        only: None,
        file: Some(file.to_owned()),
    })
}

/// Returns the name that a table of this file could have.
fn table_name(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    data::snake_case(&stem)
}

fn unknown(name: &str, tables: &Tables) -> Failure {
    let known: Vec<&str> = tables.iter().map(|it| &*it.name).collect();
    Failure::Usage {
        message: format!("there is no table and no file `{name}`"),
        hint: format!("the tables are {}", known.join(", ")),
    }
}

/// Adds all there is to know of a table.
fn push_table(text: &mut String, table: &Table, reads: &Reads) {
    let head = format!(
        "{}: {}, {}, {}",
        table.name,
        table.source(reads),
        counted(table.n_rows() as usize, "row"),
        counted(table.columns.len(), "column"),
    );
    push_line(text, &head);
    wrap(text, &table.reading.join("; "), "  ");
    let _ = writeln!(text);
    let profiles = profile::profile(table);
    let names = table.columns.iter().map(|it| it.name.chars().count());
    let name_width = names.max().unwrap_or(0).clamp(6, 24);
    push_line(
        text,
        &format!(
            "  {:<name_width$}  {:<13} {:>7} {:>8}  values",
            "column", "holds", "missing", "distinct"
        ),
    );
    for (column, profile) in table.columns.iter().zip(&profiles) {
        push_column(text, column, profile, name_width, table.n_rows() as usize);
    }
    push_doubts(text, table);
    let _ = writeln!(text);
}

fn push_column(
    text: &mut String,
    column: &Column,
    profile: &ColumnProfile,
    name_width: usize,
    n_rows: usize,
) {
    let line = format!(
        "  {:<name_width$}  {:<13} {:>7} {:>8}  {}",
        shortened(&column.name, name_width),
        shortened(&profile.holds, 13),
        some(profile.n_missing),
        some(profile.n_distinct),
        values(profile, n_rows),
    );
    push_line(text, &line);
    let evidence = &column.evidence;
    let mut remarks = Vec::new();
    if data::snake_case(&column.header) != column.header && *column.header != *column.name {
        remarks.push(format!("called `{}` in the file", column.header));
    }
    if evidence.is_declared {
        remarks.push("declared under `columns:`".to_owned());
    }
    remarks.extend(evidence.form.clone());
    let missing = evidence.missing.iter();
    let missing: Vec<String> = missing.map(|(word, n)| format!("`{word}` ({n})")).collect();
    if !missing.is_empty() {
        remarks.push(format!("missing where it says {}", missing.join(", ")));
    }
    if profile.n_doubtful > 0 {
        remarks.push(counted(profile.n_doubtful, "doubtful cell"));
    }
    if !remarks.is_empty() {
        wrap(text, &remarks.join("; "), &" ".repeat(name_width + 4));
    }
}

/// Returns a count, and nothing for none.
fn some(n: usize) -> String {
    match n {
        0 => "-".to_owned(),
        n => n.to_string(),
    }
}

/// Returns the range of a column, or its most frequent values.
fn values(profile: &ColumnProfile, n_rows: usize) -> String {
    if let Some((least, greatest)) = &profile.range {
        let (least, greatest) = (shown(least), shown(greatest));
        return match least == greatest {
            true => least,
            false => format!("{least} to {greatest}"),
        };
    }
    let has_repeats = profile.n_distinct < n_rows.saturating_sub(profile.n_missing);
    let example = |(value, n): &(data::Value, usize)| match has_repeats && *n > 1 {
        true => format!("{} ({n})", shown(value)),
        false => shown(value),
    };
    let examples: Vec<String> = profile.examples.iter().map(example).collect();
    examples.join(", ")
}

/// Adds the doubtful cells and the held rows of a table, the first of them.
fn push_doubts(text: &mut String, table: &Table) {
    let cells = table.doubts.iter().map(|it| {
        let column = &table.columns[it.column as usize].name;
        let line = table.place(it.row, it.column).line;
        (line, format!("line {line}, {column}: {}", it.reason))
    });
    let rows = (0..table.n_rows()).flat_map(|row| {
        let line = table.place(row, 0).line;
        let reasons = table.held(row).iter();
        reasons.map(move |it| (line, format!("line {line}, the row: {it}")))
    });
    let mut doubts: Vec<(u32, String)> = cells.chain(rows).collect();
    if doubts.is_empty() {
        return;
    }
    doubts.sort();
    let _ = writeln!(text);
    push_line(text, &format!("  {}", counted(doubts.len(), "doubt")));
    for (_, doubt) in doubts.iter().take(N_DOUBTS) {
        wrap(text, doubt, "    ");
    }
    if doubts.len() > N_DOUBTS {
        push_line(text, &format!("    and {} more", doubts.len() - N_DOUBTS));
    }
}

/// Adds which columns refer to which keys, and the values that find none.
fn push_references(text: &mut String, references: &[Reference]) {
    const N_SHOWN: usize = 6;
    if references.is_empty() {
        return;
    }
    push_line(text, "keys");
    for it in references {
        let (from, to) = (
            format!("{}.{}", it.from.0, it.from.1),
            format!("{}.{}", it.to.0, it.to.1),
        );
        if it.unmatched.is_empty() {
            let n = counted(it.n_distinct, "value");
            wrap(text, &format!("{from} finds {to}: all of {n}"), "  ");
            continue;
        }
        let shown = it.unmatched.iter().take(N_SHOWN);
        let shown: Vec<String> = shown.map(|(name, n)| format!("{name} ({n})")).collect();
        let rest = match it.unmatched.len().saturating_sub(N_SHOWN) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let count = format!("{} of {} values", it.unmatched.len(), it.n_distinct);
        let line = format!(
            "{from} finds {to}, but for {count}: {}{rest}",
            shown.join(", ")
        );
        wrap(text, &line, "  ");
    }
    let _ = writeln!(text);
}

/// Adds how a file that is not yet one of a project is made one of its tables.
fn push_advice(text: &mut String, read: &ReadTables) {
    let Some(file) = &read.file else {
        return;
    };
    let (name, path) = (table_name(file), file.display());
    push_line(text, "to tell stories of it, write in gen.yaml:");
    let _ = writeln!(text, "  data:\n    {name}: {path}");
}

/// Returns what is printed for programs.
fn report(tables: &[&Table], references: &[Reference], read: &ReadTables) -> Json {
    let tables: Vec<Json> = tables
        .iter()
        .map(|it| table_json(it, &read.reads))
        .collect();
    let references = references.iter().map(|it| {
        let unmatched = it.unmatched.iter();
        let unmatched = unmatched.map(|(value, n)| json!({ "value": value, "rows": n }));
        json!({
            "from": { "table": it.from.0, "column": it.from.1 },
            "to": { "table": it.to.0, "column": it.to.1 },
            "distinct": it.n_distinct,
            "unmatched": unmatched.collect::<Vec<_>>(),
        })
    });
    let diagnostics = read.diagnostics.sorted().into_iter();
    let diagnostics = diagnostics.map(|it| diagnostics::to_json(it, &read.reads));
    json!({
        "tables": tables,
        "references": references.collect::<Vec<_>>(),
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    })
}

fn table_json(table: &Table, reads: &Reads) -> Json {
    let columns = table.columns.iter().zip(profile::profile(table));
    let columns = columns.map(|(column, profile)| column_json(column, &profile));
    let doubts = table.doubts.iter().map(|it| {
        let place = table.place(it.row, it.column);
        json!({
            "file": reads.file(place.file).name(),
            "line": place.line,
            "column": table.columns[it.column as usize].name,
            "reason": it.reason,
        })
    });
    let held = (0..table.n_rows()).filter(|row| !table.held(*row).is_empty());
    let held = held.map(|row| {
        let place = table.place(row, 0);
        json!({
            "file": reads.file(place.file).name(),
            "line": place.line,
            "reasons": table.held(row),
        })
    });
    let repeated = profile::repeated_keys(table).into_iter();
    let repeated = repeated.map(|(key, rows)| {
        let lines: Vec<u32> = rows.iter().map(|row| table.place(*row, 0).line).collect();
        json!({ "key": key, "lines": lines })
    });
    json!({
        "name": table.name,
        "source": table.source(reads),
        "rows": table.n_rows(),
        "reading": table.reading,
        "key": table.key.map(|it| table.columns[it].name.clone()),
        "columns": columns.collect::<Vec<_>>(),
        "doubts": doubts.collect::<Vec<_>>(),
        "held_rows": held.collect::<Vec<_>>(),
        "repeated_keys": repeated.collect::<Vec<_>>(),
    })
}

fn column_json(column: &Column, profile: &ColumnProfile) -> Json {
    let evidence = &column.evidence;
    let missing = evidence.missing.iter();
    let missing = missing.map(|(text, n)| json!({ "text": text, "cells": n }));
    let examples = profile.examples.iter();
    let examples = examples.map(|(value, n)| json!({ "value": shown(value), "rows": n }));
    let range = profile.range.as_ref();
    json!({
        "name": column.name,
        "header": column.header,
        "holds": profile.holds,
        "declared": evidence.is_declared,
        "form": evidence.form,
        "missing": profile.n_missing,
        "missing_texts": missing.collect::<Vec<_>>(),
        "doubtful": profile.n_doubtful,
        "distinct": profile.n_distinct,
        "range": range.map(|(least, greatest)| [shown(least), shown(greatest)]),
        "examples": examples.collect::<Vec<_>>(),
    })
}
