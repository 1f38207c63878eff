//! A file in, what comes of it as a table out: a few lines of text.

use std::collections::BTreeMap;
use std::path::Path;

use gentext::data::profile;
use gentext::data::{self, Table};
use gentext::diagnostics::{self, Diagnostic, Diagnostics, Severity};
use gentext::project::{TableSource, TableSpec};
use gentext::source::{Located, Reads, Span};

/// How many findings and doubts are shown.
const N_SHOWN: usize = 3;

/// The file that stands for what is declared.
const ARGUMENTS: &str = "arguments";

/// How long a line of names may be.
const WIDTH: usize = 116;

/// Reads a file as one table, with what is `declared` of it, and says what came of it.
pub(super) fn outcome(folder: &Path, path: &str, declared: Option<&str>) -> String {
    let mut reads = Reads::new(folder);
    let mut diagnostics = Diagnostics::default();
    let spec = spec(path, declared, &mut reads);
    let tables = data::load(&[spec], &mut reads, &mut diagnostics);
    let tables = match tables {
        Ok(tables) => tables,
        Err(error) => return error.to_string(),
    };
    let mut lines = Vec::new();
    if let Some(table) = tables.iter().next() {
        add_table(&mut lines, table);
    }
    add_findings(&mut lines, &diagnostics, &reads);
    // Files that come to the same have the same outcome, whatever their names.
    lines.join("\n").replace(path, "FILE")
}

/// Returns a table of which no more is declared than where its rows are.
fn spec(path: &str, declared: Option<&str>, reads: &mut Reads) -> TableSpec {
    let argument = reads.keep(Path::new(ARGUMENTS), "");
    let at = |value: &str| Located {
        value: value.to_owned(),
        span: Span::new(argument, 0..0),
    };
    let mut spec = TableSpec::new(at("table"), TableSource::File(at(path)));
    for declaration in declared.iter().flat_map(|it| it.split("; ")) {
        let (name, value) = declaration.split_once(": ").expect("it is `name: value`");
        let layout = &mut spec.layout;
        let place = match name {
            "at" => &mut layout.at,
            "sheet" => &mut layout.sheet,
            "range" => &mut layout.range,
            "header" => &mut layout.header,
            "unfold" => {
                layout.unfold = value.split(", ").map(at).collect();
                continue;
            }
            _ => panic!("`{name}` cannot be declared here"),
        };
        *place = Some(at(value));
    }
    spec
}

fn add_table(lines: &mut Vec<String>, table: &Table) {
    lines.push(format!(
        "{} rows; {}",
        table.n_rows(),
        table.reading.join("; ")
    ));
    let profiles = profile::profile(table);
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    let mut missing: BTreeMap<&str, u32> = BTreeMap::new();
    for (column, profile) in table.columns.iter().zip(&profiles) {
        let evidence = &column.evidence;
        let kind = match &evidence.form {
            Some(form) => format!("{} ({form})", profile.holds),
            None => profile.holds.clone(),
        };
        let name = column.name.to_string();
        match kinds.iter_mut().find(|it| it.0 == kind) {
            Some((_, names)) => names.push(name),
            None => kinds.push((kind, vec![name])),
        }
        for (word, n) in &evidence.missing {
            *missing.entry(word).or_default() += n;
        }
    }
    for (kind, names) in kinds {
        add_names(lines, &kind, &names);
    }
    let missing = missing.iter().map(|(word, n)| format!("`{word}` {n}"));
    let missing: Vec<String> = missing.collect();
    if !missing.is_empty() {
        add_names(lines, "missing words", &missing);
    }
    add_doubts(lines, table);
}

/// Adds names, in several lines if they are many.
fn add_names(lines: &mut Vec<String>, title: &str, names: &[String]) {
    let mut line = format!("{title}:");
    for (idx, name) in names.iter().enumerate() {
        let comma = if idx + 1 < names.len() { "," } else { "" };
        if line.chars().count() + name.chars().count() + 2 > WIDTH {
            lines.push(line);
            line = String::from("   ");
        }
        line = format!("{line} {name}{comma}");
    }
    lines.push(line);
}

/// Adds how many cells are doubtful and how many rows are held, and why the first are; a reason that
/// differs by no more than its figures is shown once.
fn add_doubts(lines: &mut Vec<String>, table: &Table) {
    let n_doubts = table.doubts.len();
    let doubts = table.doubts.iter().map(|it| {
        let column = &table.columns[it.column as usize].name;
        let line = table.place(it.row, it.column).line;
        format!("line {line}, {column}: {}", it.reason)
    });
    if n_doubts > 0 {
        lines.push(format!("{n_doubts} doubtful cells"));
        add_first(lines, doubts);
    }
    let held: Vec<u32> = (0..table.n_rows())
        .filter(|it| !table.held(*it).is_empty())
        .collect();
    if !held.is_empty() {
        lines.push(format!("{} held rows", held.len()));
        add_first(
            lines,
            held.iter()
                .map(|it| format!("line {}: {}", table.place(*it, 0).line, table.held(*it)[0])),
        );
    }
}

fn add_first(lines: &mut Vec<String>, all: impl Iterator<Item = String>) {
    lines.extend(all.take(N_SHOWN).map(|it| format!("  {it}")));
}

fn add_findings(lines: &mut Vec<String>, diagnostics: &Diagnostics, reads: &Reads) {
    let sorted = diagnostics.sorted();
    for found in sorted.iter().take(N_SHOWN) {
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let hint = found.hint.as_ref().map(|it| format!("\n  hint: {it}"));
        lines.push(format!(
            "{severity} {}{}: {}{}",
            found.code.as_str(),
            place(found, reads),
            found.message,
            hint.unwrap_or_default()
        ));
    }
    if sorted.len() > N_SHOWN {
        lines.push(format!("and {} more findings", sorted.len() - N_SHOWN));
    }
}

/// Returns where a finding stands in the file, if it does.
fn place(found: &Diagnostic, reads: &Reads) -> String {
    let span = found
        .span
        .filter(|it| reads.file(it.file).path != Path::new(ARGUMENTS));
    let place = span.map(|it| diagnostics::place(it, reads));
    place.map_or(String::new(), |it| {
        format!(" ({}:{})", it["line"], it["column"])
    })
}
