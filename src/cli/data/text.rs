//! Tables that were read in; what a person looks at first of each out, 80 columns wide.

use std::fmt::Write as _;

use gentext::data::profile::{self, ColumnProfile, Reference, shown};
use gentext::data::{Column, Table, Value, snake_case};
use gentext::diagnostics::Diagnostics;
use gentext::project::TableSource;

use super::{ReadTables, Shown, doubts, keys};
use crate::cli::summary::counted;
use crate::cli::text::{WIDTH, padded, push_line, shortened, width, wrap};

/// How wide a column's name may be beside what it holds.
const NAME_WIDTH_MAX: usize = 24;

/// How many reasons are given why a table cannot be used; the findings give all.
const N_REASONS_MAX: usize = 3;

/// How many columns of a table are shown where several tables are.
const N_COLUMNS_MAX: usize = 40;

/// Returns what there is to know of the tables.
pub(super) fn text(tables: &[Shown<'_>], references: &[Reference], read: &ReadTables) -> String {
    let mut text = String::new();
    for table in tables {
        push_table(&mut text, table, tables.len() == 1, read);
        let _ = writeln!(text);
    }
    keys::push_references(&mut text, references);
    if let Some(path) = &read.offered {
        push_offer(&mut text, tables, path, &read.diagnostics);
    }
    text
}

/// Adds all there is to know of a table, or why there is nothing to know.
fn push_table(text: &mut String, of: &Shown<'_>, is_alone: bool, read: &ReadTables) {
    let name = of.name;
    let count = of.table.map(|table| {
        let rows = counted(table.n_rows() as usize, "row");
        format!("{rows}, {}", counted(table.columns.len(), "column"))
    });
    push_line(
        text,
        &match (&count, &of.stopped) {
            (Some(count), None) => format!("{name}: {count}"),
            (Some(count), Some(_)) => format!("{name}: {count}; stopped, no story can use it"),
            (None, _) => format!("{name}: cannot be read, no story can use it"),
        },
    );
    wrap(text, &source(of, read), "  ");
    for reason in of.stopped.iter().flatten().take(N_REASONS_MAX) {
        wrap(text, &format!("because {reason}"), "  ");
    }
    let Some(table) = of.table else {
        return;
    };
    if !table.reading.is_empty() {
        // Several files are mostly read alike.
        let mut reading: Vec<&str> = Vec::new();
        for note in &table.reading {
            if !reading.contains(&note.as_str()) {
                reading.push(note);
            }
        }
        wrap(text, &reading.join("; "), "  ");
    }
    keys::push_key(text, table, &read.reads);
    let _ = writeln!(text);
    push_columns(text, of.name, table, is_alone);
    doubts::push_doubts(text, table, &read.reads);
}

/// Says what a table is read from, or made of.
fn source(of: &Shown<'_>, read: &ReadTables) -> String {
    let written = match &of.spec.source {
        TableSource::File(path) => &path.value,
        TableSource::Query(_) => {
            let lineage = of.table.and_then(|it| it.lineage.as_ref());
            let sources = lineage.map_or(&[][..], |it| &it.sources);
            let names: Vec<&str> = sources.iter().map(|it| &*it.table).collect();
            return if names.is_empty() {
                "made by a query".to_owned()
            } else {
                format!("made by a query of {}", names.join(", "))
            };
        }
    };
    let files: Vec<_> = of.table.map(|it| it.files().collect()).unwrap_or_default();
    match files[..] {
        [] => written.clone(),
        [file] => read.reads.file(file).name(),
        [..] => format!("{written}: {}", counted(files.len(), "file")),
    }
}

/// Adds a line or more a column.
fn push_columns(text: &mut String, name: &str, table: &Table, is_alone: bool) {
    let profiles = profile::profile(table);
    let columns: Vec<(&Column, &ColumnProfile)> = table.columns.iter().zip(&profiles).collect();
    let has_rows = table.n_rows() > 0;
    let (empty, full): (Vec<_>, Vec<_>) = columns
        .into_iter()
        .partition(|(_, it)| has_rows && it.holds == "nothing");
    let n_shown = if is_alone {
        full.len()
    } else {
        full.len().min(N_COLUMNS_MAX)
    };
    let grid = Grid::of(&full[..n_shown]);
    if n_shown > 0 {
        grid.push(text, ["column", "holds", "missing", "distinct"], "values");
    }
    for (column, profile) in &full[..n_shown] {
        grid.push_column(text, column, profile, table.n_rows() as usize);
    }
    if n_shown < full.len() {
        let n = counted(full.len() - n_shown, "more column");
        push_line(text, &format!("  and {n}: `gen data {name}` shows all"));
    }
    if !empty.is_empty() {
        let names: Vec<&str> = empty.iter().map(|(it, _)| &*it.name).collect();
        let _ = writeln!(text);
        let n = counted(empty.len(), "column");
        wrap(
            text,
            &format!("{n} without any value: {}", names.join(", ")),
            "  ",
        );
    }
}

/// How wide what is said of a column is.
struct Grid {
    name: usize,
    holds: usize,
}

impl Grid {
    fn of(columns: &[(&Column, &ColumnProfile)]) -> Self {
        let names = columns.iter().map(|(column, _)| width(&column.name));
        let name = names.filter(|it| *it <= NAME_WIDTH_MAX).max();
        let holds = columns
            .iter()
            .map(|(_, profile)| width(&profile.holds))
            .max();
        Grid {
            name: name.unwrap_or(0).max(6),
            holds: holds.unwrap_or(0).clamp(5, 14),
        }
    }

    /// Returns how wide what stands before a column's values is.
    fn indent(&self) -> usize {
        "  ".len() + self.name + "  ".len() + self.holds + " missing distinct  ".len()
    }

    fn push(&self, text: &mut String, [name, holds, missing, distinct]: [&str; 4], values: &str) {
        let (name, holds) = (padded(name, self.name), padded(holds, self.holds));
        push_line(
            text,
            &format!("  {name}  {holds} {missing:>7} {distinct:>8}  {values}"),
        );
    }

    fn push_column(
        &self,
        text: &mut String,
        column: &Column,
        profile: &ColumnProfile,
        n_rows: usize,
    ) {
        let mut name = &*column.name;
        if width(name) > self.name {
            // A story must write it in full.
            wrap(text, name, "  ");
            name = "";
        }
        let holds = shortened(&profile.holds, self.holds);
        let missing = some(profile.n_missing);
        let values = values(profile, n_rows, WIDTH - self.indent());
        self.push(
            text,
            [name, &holds, &missing, &some(profile.n_distinct)],
            &values,
        );
        let remarks = remarks(column, profile);
        if !remarks.is_empty() {
            wrap(text, &remarks.join("; "), &" ".repeat(self.name + 4));
        }
    }
}

/// Returns what else there is to say of a column.
fn remarks(column: &Column, profile: &ColumnProfile) -> Vec<String> {
    let evidence = &column.evidence;
    let mut remarks = Vec::new();
    if column.header.trim().is_empty() {
        remarks.push("without a name in the file".to_owned());
    } else if snake_case(&column.header) != *column.name {
        remarks.push(format!("`{}` in the file", column.header));
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
    remarks
}

/// Returns a count, and a dash for none.
fn some(n: usize) -> String {
    match n {
        0 => "-".to_owned(),
        n => n.to_string(),
    }
}

/// Returns the range of a column, or as many of its most frequent values as there is room for.
fn values(profile: &ColumnProfile, n_rows: usize, room: usize) -> String {
    /// How much of a value must be seen for it to say something.
    const WIDTH_MIN: usize = 8;
    if let Some((least, greatest)) = &profile.range {
        let (least, greatest) = (brief(least), brief(greatest));
        return if least == greatest {
            least
        } else {
            format!("{least} to {greatest}")
        };
    }
    let has_repeats = profile.n_distinct < n_rows.saturating_sub(profile.n_missing);
    let mut line = String::new();
    for (value, n) in &profile.examples {
        let count = if has_repeats && *n > 1 {
            format!(" ({n})")
        } else {
            String::new()
        };
        let comma = if line.is_empty() { "" } else { ", " };
        let taken = width(&line) + comma.len() + count.len();
        let value = shown(value);
        let is_last = taken + width(&value) > room;
        if is_last && taken + WIDTH_MIN > room {
            break;
        }
        let value = shortened(&value, room - taken);
        line.push_str(comma);
        line.push_str(&value);
        line.push_str(&count);
        if is_last {
            break;
        }
    }
    line
}

/// Returns a value without decimals that only fill the line.
fn brief(value: &Value) -> String {
    const WIDTH_MAX: usize = 10;
    let text = shown(value);
    match text.find('.') {
        Some(point) if text.len() > WIDTH_MAX && matches!(value, Value::Number(_)) => {
            format!(
                "{}…",
                &text[..(point + 3).max(WIDTH_MAX - 1).min(text.len())]
            )
        }
        _ => text,
    }
}

/// Adds how a file that is not yet one of a project is made one of its tables.
fn push_offer(text: &mut String, tables: &[Shown<'_>], path: &str, diagnostics: &Diagnostics) {
    let Some(of) = tables.first() else {
        return;
    };
    let proposed = proposed(diagnostics);
    push_line(
        text,
        match (of.table, proposed.is_empty()) {
            (Some(_), true) => "to tell stories of it, write in gen.yaml:",
            (Some(_), false) => {
                "to tell stories of it, write in gen.yaml, after a look at the findings:"
            }
            (None, false) => "to read it, write in gen.yaml what the findings ask for, such as:",
            (None, true) => return,
        },
    );
    let _ = writeln!(text, "\n  data:");
    let (name, path) = (of.name, plain(path));
    let short = format!("    {name}: {path}");
    if proposed.is_empty() && width(&short) <= WIDTH {
        let _ = writeln!(text, "{short}");
        return;
    }
    let _ = writeln!(text, "    {name}:");
    let file = format!("      file: {path}");
    // A long path has its own line, and is not broken: it is there to be copied.
    let _ = if width(&file) <= WIDTH {
        writeln!(text, "{file}")
    } else {
        writeln!(text, "      file:\n        {path}")
    };
    for line in proposed {
        let _ = writeln!(text, "      {line}");
    }
}

/// Returns the keys of a table's layout that the findings ask for: the first proposal for each.
fn proposed(diagnostics: &Diagnostics) -> Vec<&str> {
    const KEYS: [&str; 6] = ["sheet", "range", "header", "delimiter", "encoding", "at"];
    let mut found: Vec<&str> = Vec::new();
    for hint in diagnostics.iter().filter_map(|it| it.hint.as_deref()) {
        // What stands between backticks is every other part.
        for code in hint.split('`').skip(1).step_by(2) {
            let Some((key, value)) = code.split_once(": ") else {
                continue;
            };
            let is_new = !found.iter().any(|it| it.split(':').next() == Some(key));
            if KEYS.contains(&key) && is_new && !value.contains('…') {
                found.push(code);
            }
        }
    }
    found
}

/// Returns a path as YAML takes it.
fn plain(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ' ');
    let is_text = path.starts_with(|c: char| c.is_alphanumeric() || c == '/' || c == '.');
    if is_text && path.chars().all(is_plain) {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use gentext::data::{Quantity, Unit, Value};
    use gentext::diagnostics::{Code, Diagnostic, Diagnostics};

    use super::{brief, plain, proposed};

    #[test]
    fn decimals_give_way() {
        let check = |written: &str, expected: &str| {
            let amount = written.parse().expect("a number");
            let value = Value::Number(Quantity {
                amount,
                unit: Unit::None,
            });
            assert_eq!(brief(&value), expected);
        };
        check("11.2413941480207", "11.241394…");
        check("0.25", "0.25");
        check("5200733011968", "5200733011968");
        check("5200733011968.125", "5200733011968.12…");
    }

    #[test]
    fn a_path_is_quoted_where_yaml_would_take_it_for_something_else() {
        assert_eq!(plain("data/F1 (2).csv"), "'data/F1 (2).csv'");
        assert_eq!(plain("data/l'an 1.csv"), "'data/l''an 1.csv'");
        assert_eq!(plain("data/week-1.csv"), "data/week-1.csv");
    }

    #[test]
    fn what_the_findings_ask_for_is_proposed_once() {
        let mut diagnostics = Diagnostics::default();
        for hint in [
            "write `header: 10`, or `header: 1`",
            "say `at: /rows` or `other: x`",
        ] {
            let found = Diagnostic::warning(Code::MissingHeader, "a header").hint(hint);
            diagnostics.push(found.note(hint));
        }
        assert_eq!(proposed(&diagnostics), ["header: 10", "at: /rows"]);
    }
}
