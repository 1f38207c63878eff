//! Whole files in, typed tables and findings out.

use std::path::Path;

use proptest::prelude::*;

use super::{Table, Tables, Value, load};
use crate::diagnostics::Diagnostics;
use crate::project::{ColumnSpec, ColumnType, TableSource, TableSpec};
use crate::source::{Located, Reads, Span};

/// A table's declaration, to be loaded from a text that stands for its file.
pub(super) struct Case {
    reads: Reads,
    spec: TableSpec,
}

impl Case {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let mut reads = Reads::new("no such project");
        let project = reads.keep(Path::new("gen.yaml"), "data: {}\n");
        reads.keep(Path::new(path), text);
        let at = |value: &str| Located {
            value: value.to_owned(),
            span: Span::new(project, 0..4),
        };
        let spec = TableSpec::new(at("rows"), TableSource::File(at(path)));
        Case { reads, spec }
    }

    fn located<T>(&self, value: T) -> Located<T> {
        Located {
            value,
            span: self.spec.name.span,
        }
    }

    pub(super) fn key(mut self, name: &str) -> Self {
        self.spec.key = Some(self.located(name.to_owned()));
        self
    }

    pub(super) fn at(mut self, pointer: &str) -> Self {
        self.spec.layout.at = Some(self.located(pointer.to_owned()));
        self
    }

    pub(super) fn unfold(mut self, names: &[&str]) -> Self {
        self.spec.layout.unfold = names
            .iter()
            .map(|it| self.located((*it).to_owned()))
            .collect();
        self
    }

    pub(super) fn column(mut self, name: &str, spec: ColumnSpec) -> Self {
        let name = self.located(name.to_owned());
        self.spec.columns.push((name, spec));
        self
    }

    pub(super) fn load(mut self) -> (Tables, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let tables = load(&[self.spec], &mut self.reads, &mut diagnostics).unwrap();
        let messages = diagnostics
            .iter()
            .map(|it| format!("{}: {}", it.code.as_str(), it.message))
            .collect();
        (tables, messages)
    }

    /// Loads the table; returns the hints of what is said about it.
    pub(super) fn hints(mut self) -> Vec<String> {
        let mut diagnostics = Diagnostics::default();
        load(&[self.spec], &mut self.reads, &mut diagnostics).unwrap();
        diagnostics
            .iter()
            .filter_map(|it| it.hint.clone())
            .collect()
    }

    /// Loads a table about which there is nothing to say.
    pub(super) fn table(self) -> Table {
        let (tables, messages) = self.load();
        assert!(messages.is_empty(), "{messages:?}");
        tables.into_iter().next().expect("the case has one table")
    }
}

/// Returns a column's values as a test writes them.
pub(super) fn column(table: &Table, name: &str) -> Vec<String> {
    let column = table.column(name).expect("the case has the column");
    (0..table.n_rows())
        .map(|row| shown(table.cell(row, column)))
        .collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Missing => "∅".to_owned(),
        Value::Text(text) => format!("'{text}'"),
        Value::Number(it) => it.amount.to_string(),
        Value::Date(it) => format!("d{it}"),
        Value::Time(it) => format!("t{it}"),
        Value::DateTime(it) => format!("d{it}"),
        Value::Bool(it) => it.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let entries: Vec<String> = map
                .entries
                .iter()
                .map(|(name, value)| format!("{name}: {}", shown(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Row(row) => format!("{row:?}"),
    }
}

/// Reads a column of cells apart with `|`; says its values, its form, and what is said of it.
#[track_caller]
pub(super) fn check_column(cells: &str, expected: &str, form: &str, messages: &[&str]) {
    let rows: Vec<String> = cells.split('|').map(|it| format!("x\t{it}\n")).collect();
    let (tables, found) = Case::new("t.tsv", &format!("n\tc\n{}", rows.concat())).load();
    let table = tables.into_iter().next().expect("the case has a table");
    assert_eq!(column(&table, "c").join(" "), expected, "{cells}");
    let evidence = &table.columns[1].evidence;
    assert_eq!(
        evidence.form.as_deref().unwrap_or_default(),
        form,
        "{cells}"
    );
    let start = "doubtful-cell: column `c`";
    let found: Vec<&str> = found
        .iter()
        .map(|it| it.strip_prefix(start).unwrap_or(it))
        .collect();
    assert_eq!(found, messages, "{cells}");
}

#[test]
fn the_whole_column_decides_its_type() {
    let check = |cells: &str, expected: &str| {
        let table = Case::new("t.csv", &format!("n,c\n{}", lines(cells))).table();
        assert_eq!(column(&table, "c").join(" "), expected, "{cells}");
    };
    check("1 2.50 -3", "1 2.50 -3");
    check("1 NA _ 2", "1 ∅ ∅ 2");
    check("1 NaN 2", "1 ∅ 2");
    check("NA FR _", "'NA' 'FR' ∅");
    check("NA NA", "'NA' 'NA'");
    check("007 12", "'007' '12'");
    check("1 x", "'1' 'x'");
    check("2.07E+11 5", "207000000000 5");
    check("1E5 5", "'1E5' '5'");
    check("2026-03-14 - 2026-03-15", "d2026-03-14 ∅ d2026-03-15");
    check("20:45 21:00:30", "t20:45:00 t21:00:30");
    check("75:30 20:45", "'75:30' '20:45'");
    check("TRUE false", "true false");
    check("oui NON", "true false");
    check("NO NO", "'NO' 'NO'");
    check("Y N", "'Y' 'N'");
    check("2 ? TBD .. nc", "2 ∅ ∅ ∅ ∅");
    check("Lens ? TBD", "'Lens' '?' 'TBD'");
}

/// Returns cells apart with spaces as rows with a number before them; `_` is an empty cell.
pub(super) fn lines(cells: &str) -> String {
    let row = |(idx, cell): (usize, &str)| format!("{idx},{}\n", cell.replace('_', ""));
    cells.split(' ').enumerate().map(row).collect()
}

#[test]
fn documents_become_tables() {
    let check = |path: &str, text: &str, name: &str, expected: &str| {
        let table = Case::new(path, text).table();
        assert_eq!(column(&table, name).join(" "), expected, "{text}");
    };
    check(
        "t.json",
        r#"[{"a": 1}, {"b": 2.50, "a": 3}]"#,
        "b",
        "∅ 2.50",
    );
    check(
        "t.json",
        r#"[{"a": 1e3}, {"a": -2}, {"a": null}]"#,
        "a",
        "1000 -2 ∅",
    );
    check("t.json", r#"[{"a": "12"}, {"a": "7"}]"#, "a", "'12' '7'");
    check("t.json", r#"[{"day": "2026-03-14"}]"#, "day", "d2026-03-14");
    check(
        "t.json",
        r#"[{"Home Score": {"Full Time": [2, "x", "2026-03-14"], "ok": true}}]"#,
        "home_score",
        "{full_time: [2, 'x', d2026-03-14], ok: true}",
    );
    check("t.ndjson", "{\"a\": 1}\n{\"a\": 2}\n", "a", "1 2");
    check("t.json", "{\"a\": 1}\n{\"a\": 2}\n", "a", "1 2");
    check("t.jsonl", "{\"a\": 1}\n", "a", "1");
    check(
        "t.yaml",
        "- {a: 1.10, b: NO}\n- {a: 2, b: FR}\n",
        "a",
        "1.10 2",
    );
    check("t.yaml", "- {b: NO}\n- {b: FR}\n", "b", "'NO' 'FR'");
    check(
        "t.yaml",
        "- b: 007\n- b: 1_000\n- b: '12'\n",
        "b",
        "'007' '1_000' '12'",
    );
    check(
        "t.yaml",
        "- b: ~\n- b: 2026-03-14\n- b:\n",
        "b",
        "∅ d2026-03-14 ∅",
    );
    check(
        "t.yaml",
        "psg:\n  city: Paris\nom:\n  city: Marseille\n",
        "id",
        "'psg' 'om'",
    );
    check("t.yaml", "- a: é\n  n: 1.50\n- n: 2.10\n", "n", "1.50 2.10");
    check(
        "t.yaml",
        "- &x {n: 1.50}\n- *x\n- <<: *x\n  m: 2\n",
        "n",
        "1.50 1.50 1.50",
    );
}

#[test]
fn each_row_of_a_document_knows_its_line() {
    let check = |path: &str, text: &str, expected: &[u32]| {
        let table = Case::new(path, text).table();
        let lines: Vec<u32> = (0..table.n_rows())
            .map(|row| table.place(row, 0).line)
            .collect();
        assert_eq!(lines, expected, "{text}");
    };
    check(
        "t.json",
        "[\n {\"a\":\n  1},\n\n {\"a\": 2}, {\"a\": 3}]",
        &[2, 5, 5],
    );
    check("t.ndjson", "{\"a\": 1}\n\n{\"a\": 2}\n", &[1, 3]);
    check("t.yaml", "# clubs\n- a: 1\n  b: 2\n- a: 3\n", &[2, 4]);
    check("t.yaml", "x:\n  a: 1\ny:\n  a: 2\n", &[2, 4]);
}

#[test]
fn rows_are_found_inside_a_document() {
    let text = r#"{"season": "2025", "rounds": [{"matches": [{"a": 1}]}]}"#;
    let table = Case::new("t.json", text).at("/rounds/0/matches").table();
    assert_eq!(column(&table, "a"), ["1"]);
    let check = |case: Case, expected: &str| assert_eq!(case.load().1, [expected]);
    check(
        Case::new("t.json", text).at("/round"),
        "broken-data: `t.json` has no `round` there",
    );
    check(
        Case::new("t.json", text),
        "broken-data: this is a map, not a list of rows",
    );
    check(
        Case::new("t.json", "[1, {}]"),
        "broken-data: row 1 is a number or a truth, not a map of named cells",
    );
}

/// Returns the cells of a column, texts without the quotes that tell them from figures.
fn bare(table: &Table, name: &str) -> Vec<String> {
    let cells = column(table, name).into_iter();
    cells.map(|it| it.trim_matches('\'').to_owned()).collect()
}

#[test]
fn a_document_may_hold_columns() {
    let by_list = r#"{"name": ["Lens", "Nice"], "goals": [3, 1]}"#;
    let by_row = r#"{"name": {"0": "Lens", "1": "Nice"}, "goals": {"0": 3, "1": 1}}"#;
    for text in [by_list, by_row] {
        let table = Case::new("t.json", text).table();
        assert_eq!(bare(&table, "name"), ["Lens", "Nice"]);
        assert_eq!(bare(&table, "goals"), ["3", "1"]);
    }
    let uneven = r#"{"name": ["Lens", "Nice"], "goals": [3]}"#;
    let expected = "broken-data: column `goals` does not have the rows that the first column has";
    assert_eq!(Case::new("t.json", uneven).load().1, [expected]);
}

#[test]
fn columns_side_by_side_become_rows() {
    let check = |text: &str, names: &[&str], expected: &[&str]| {
        let table = Case::new("t.csv", text).unfold(names).table();
        let cells = |row: u32| {
            let cells: Vec<String> = table
                .columns
                .iter()
                .map(|it| bare(&table, &it.name)[row as usize].clone())
                .collect();
            format!("{}: {}", table.place(row, 0).line, cells.join(" "))
        };
        let found: Vec<String> = (0..table.n_rows()).map(cells).collect();
        assert_eq!(found, expected, "{text}");
    };
    let rows = [
        "2: Ain Macron 10",
        "2: Ain Le Pen 5",
        "3: Var Macron 7",
        "3: Var Le Pen 9",
    ];
    let named = "dep,nom,voix,nom,voix\nAin,Macron,10,Le Pen,5\nVar,Macron,7,Le Pen,9\n";
    check(named, &["nom", "voix"], &rows);
    let unnamed = "dep,Nom,Voix,,\nAin,Macron,10,Le Pen,5\nVar,Macron,7,Le Pen,9\n";
    check(unnamed, &["nom", "voix"], &rows);
    // A row may have fewer candidates than others, and columns may follow.
    check(
        "dep,nom,voix,nom,voix,total\nAin,Macron,10,,,10\nVar,Macron,7,Le Pen,9,16\n",
        &["nom", "voix"],
        &[
            "2: Ain 10 Macron 10",
            "3: Var 16 Macron 7",
            "3: Var 16 Le Pen 9",
        ],
    );
    let refused = |text: &str, names: &[&str], expected: &str| {
        assert_eq!(Case::new("t.csv", text).unfold(names).load().1, [expected]);
    };
    refused(
        named,
        &["nom", "vois"],
        "unknown-column: `vois` does not stand where `unfold` has it: there is `voix`",
    );
    refused(
        "k,goals,name,tot,goals,name\na,1,X,9,2,Y\n",
        &["goals", "name"],
        "broken-data: `t.csv` does not repeat the columns that `unfold` names right after them",
    );
    refused(
        named,
        &["name"],
        "unknown-column: `t.csv` has no column `name`",
    );
    refused(
        "dep,nom,voix,nom,score\nAin,a,1,b,2\n",
        &["nom", "voix"],
        "broken-data: column 5 (`score`) of `t.csv` ends the repetition of 2 columns too early",
    );
}

#[test]
fn a_declaration_with_a_mistake_makes_no_table() {
    let check = |change: &dyn Fn(&mut TableSpec), expected: &str| {
        let mut case = Case::new("t.csv", "k,v\na,5\nb,6\n");
        change(&mut case.spec);
        let (tables, found) = case.load();
        assert_eq!(found, [expected]);
        assert!(tables.find("rows").is_none() && tables.is_unusable("rows"));
    };
    let text = |text: &str| Some(located(text.to_owned()));
    check(
        &|it| it.layout.encoding = text("foo"),
        "wrong-type: there is no encoding `foo`",
    );
    check(
        &|it| it.layout.header = text("0"),
        "wrong-type: `0` is no line",
    );
    check(
        &|it| it.layout.range = text("A1:B2"),
        "wrong-type: `range` is for workbooks, and this file is something else",
    );
    let mut broken = Case::new("t.csv", "k\na\n");
    broken.spec.is_broken = true;
    assert!(broken.load().0.is_unusable("rows"));
    let euro = || ColumnSpec {
        currency: Some(located("EURO".to_owned())),
        ..ColumnSpec::default()
    };
    check(
        &|it| it.columns.push((located("v".to_owned()), euro())),
        "wrong-type: `EURO` is no currency code",
    );
}

#[test]
fn a_pattern_makes_one_table() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("season-24.csv", b"team,goals\nLens,3\n");
    write(
        "season-25.csv",
        "\u{feff}goals;team;coach\n1;Nîmes;Ada\n".as_bytes(),
    );
    write("season-26.csv", b"team,goals\nSaint-\xc9tienne,2\n");
    write("notes.txt", b"nothing");
    write(".season-27.csv", b"team,goals\nHidden,9\n");
    let mut reads = Reads::new(folder.path());
    let source = TableSource::File(located("season-*.csv".to_owned()));
    let mut spec = TableSpec::new(located("seasons".to_owned()), source);
    spec.layout.file_as = Some(located("season".to_owned()));
    let mut diagnostics = Diagnostics::default();
    let tables = load(&[spec], &mut reads, &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty(), "{:?}", diagnostics.iter().next());
    let table = tables.into_iter().next().unwrap();
    assert_eq!(bare(&table, "team"), ["Lens", "Nîmes", "Saint-Étienne"]);
    assert_eq!(bare(&table, "goals"), ["3", "1", "2"]);
    assert_eq!(bare(&table, "coach"), ["∅", "Ada", "∅"]);
    assert_eq!(
        bare(&table, "season"),
        ["season-24", "season-25", "season-26"]
    );
    let place = |row| reads.file(table.place(row, 0).file).name();
    assert_eq!([place(0), place(2)], ["season-24.csv", "season-26.csv"]);
    let is_told = |it: &str| table.reading.iter().any(|note| note.contains(it));
    assert!(
        is_told("windows-1252") && is_told("`;`"),
        "{:?}",
        table.reading
    );
}

#[test]
fn letters_that_are_not_sure_hold_their_cells() {
    let folder = tempfile::tempdir().unwrap();
    let check = |bytes: &[u8], expected: &[&str], message: &str| {
        std::fs::write(folder.path().join("t.csv"), bytes).unwrap();
        let mut reads = Reads::new(folder.path());
        let source = TableSource::File(located("t.csv".to_owned()));
        let spec = TableSpec::new(located("t".to_owned()), source);
        let mut diagnostics = Diagnostics::default();
        let tables = load(&[spec], &mut reads, &mut diagnostics).unwrap();
        let table = tables.into_iter().next().unwrap();
        assert_eq!(bare(&table, "town"), expected);
        let found: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(found, [message]);
        assert_eq!(table.doubts.len(), 1);
    };
    check(
        b"town,n\n\xc3\x89vry,1\nN\xeemes,2\nS\xc3\xa8te,3\n",
        &["Évry", "N\u{fffd}mes", "Sète"],
        "line 3, column `town`: `N\u{fffd}mes` has bytes that are no letters in its file's encoding",
    );
    let polish = encoding_rs::WINDOWS_1250
        .encode("town,n\nŁódź,2\nSopot,3\n")
        .0;
    check(
        &polish,
        &["Łódź", "Sopot"],
        "line 2, column `town`: `Łódź` has letters that another encoding would read otherwise",
    );
}

#[test]
fn a_broken_file_is_a_finding() {
    let check = |path: &str, text: &str, expected: &str| {
        let messages = Case::new(path, text).load().1;
        assert!(
            messages.len() == 1 && messages[0].starts_with(expected),
            "{text:?}: {messages:?}"
        );
    };
    check("t.csv", " \n\n", "empty-file: `t.csv` has nothing in it");
    check("t.json", "[]", "empty-table: `t.json` has no rows");
    check("t.yaml", "{}", "empty-table: `t.yaml` has no rows");
    check("t.json", "[{\"a\": 1},]", "broken-data: this is no JSON: ");
    check(
        "t.json",
        "[{\"a\": 1, \"a\": 2}]",
        "broken-data: `a` stands twice in a map",
    );
    check("t.json", "[{\"a\": \"\\ud800\"}]", "broken-data: ");
    check("t.json", &"[".repeat(100_000), "broken-data: ");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    check("t.json", &deep, "broken-data: lists and maps lie too deep");
    check("t.yaml", &deep, "broken-yaml: ");
    let keys: Vec<String> = (0..3000).map(|it| format!("{{\"k{it}\": 1}}")).collect();
    let wide = format!("[{}]", keys.join(","));
    check(
        "t.json",
        &wide,
        "broken-data: the rows have 3000 different keys",
    );
    let bomb = "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n\
        c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n\
        e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
        g: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n";
    check("t.yaml", bomb, "broken-yaml: ");
    check("t.yaml", "a: [1\nb: 2", "broken-yaml: ");
    check("t.yaml", "- {a: 1, a: 2}", "broken-yaml: ");
    check(
        "t.csv",
        "Équipe A,equipe a\n1,2\n",
        "duplicate-column: columns 1 (`Équipe A`) and 2 (`equipe a`) are named `equipe_a`",
    );
}

#[test]
fn a_position_tells_columns_of_one_name_apart() {
    let named = |name: &str| ColumnSpec {
        name: Some(located(name.to_owned())),
        ..ColumnSpec::default()
    };
    let text = "goals,team,goals\n1,Lens,2\n";
    let table = Case::new("t.csv", text)
        .column("#3", named("goals_against"))
        .table();
    assert_eq!(column(&table, "goals_against"), ["2"]);
    assert_eq!(column(&table, "goals"), ["1"]);
    assert!(table.columns.iter().all(|it| !it.evidence.is_declared));
    let check = |name: &str, as_name: &str, expected: &str| {
        let found = Case::new("t.csv", text)
            .column(name, named(as_name))
            .load()
            .1;
        assert_eq!(found[0], expected);
    };
    check("#4", "x", "unknown-column: `t.csv` has no column `#4`");
    check(
        "#3",
        "Goals 2",
        "wrong-type: `Goals 2` is no name for a column in expressions",
    );
}

/// Returns a declared value that stands nowhere in particular.
pub(super) fn located<T>(value: T) -> Located<T> {
    let file = Reads::new("").keep(Path::new("gen.yaml"), "");
    Located {
        value,
        span: Span::new(file, 0..0),
    }
}

#[test]
fn a_key_names_one_row() {
    let text = "id,name\npsg,Paris\nom,Marseille\npsg,Prague\n,Nice\n";
    let (tables, messages) = Case::new("t.csv", text).key("id").load();
    let table = tables.into_iter().next().unwrap();
    assert_eq!(table.find(&Value::text("om")), Some(1));
    assert_eq!(table.find(&Value::text("psg")), None);
    assert!(table.doubt(0, 0).is_some() && table.doubt(2, 0).is_some());
    assert_eq!(
        messages,
        [
            "duplicate-name: key `id` of `t.csv` is repeated: `psg` names the rows of lines 2 and 4",
            "doubtful-cell: key `id` is missing in 1 row of `rows`",
        ]
    );
}

#[test]
fn a_doubtful_cell_is_pointed_at() {
    let check = |path: &str, text: &str, expected: &str| {
        let spec = ColumnSpec {
            kind: Some(located(ColumnType::Number)),
            ..ColumnSpec::default()
        };
        let mut case = Case::new(path, text).column("n", spec);
        let mut diagnostics = Diagnostics::default();
        load(&[case.spec], &mut case.reads, &mut diagnostics).unwrap();
        let found = diagnostics.iter().next().expect("the case has a doubt");
        let span = found.span.expect("the doubt has a place");
        let range = span.start as usize..span.end as usize;
        assert_eq!(&text[range], expected, "{text:?}");
    };
    check("t.csv", "a,n,b\n1,2,3\nx,é y,z\n", "é y");
    check("t.csv", "a;n\n1;2\n\"b;\"\"c\"; \"x\"\r\n", "\"x\"");
    check("t.csv", "n,b\n\"x\ny\",z\n", "\"x");
    check(
        "t.json",
        "[{\"n\": 1},\n {\"a\": [], \"n\": \"x\"}]",
        "\"x\"",
    );
    check("t.jsonl", "{\"n\": 1}\n{\"n\": [1, 2]}\n", "[1, 2]");
    check("t.yaml", "- {n: 1}\n- a: é\n  n: x y # z\n", "x y");
}

#[test]
fn an_index_finds_rows_by_several_columns() {
    let table = Case::new("t.csv", "a,b\n1,x\n2,x\n1,x\n1,\n").table();
    let index = table.index(&[0, 1]);
    let check = |values: [Value; 2], expected: &[u32]| assert_eq!(index.rows(&values), expected);
    check([Value::number(1), Value::text("x")], &[0, 2]);
    check([Value::text("2"), Value::text("x")], &[1]);
    check([Value::number(1), Value::Missing], &[]);
    check([Value::number(3), Value::text("x")], &[]);
}

#[test]
fn a_missing_file_names_its_neighbour() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("matches.csv"), "a\n1\n").unwrap();
    let check = |name: &str, message: &str, hint: &str| {
        let mut reads = Reads::new(folder.path());
        let source = TableSource::File(located(name.to_owned()));
        let spec = TableSpec::new(located("rows".to_owned()), source);
        let mut diagnostics = Diagnostics::default();
        load(&[spec], &mut reads, &mut diagnostics).unwrap();
        let found = diagnostics.iter().next().unwrap();
        assert_eq!(found.message, message);
        assert_eq!(found.hint.as_deref(), Some(hint));
    };
    check(
        "results.csv",
        "`results.csv` is not there",
        "known here: `matches.csv`",
    );
    check(
        "matchs.csv",
        "`matchs.csv` is not there",
        "the nearest name is `matches.csv`",
    );
}

#[test]
fn a_cell_of_ten_megabytes_loads() {
    let long = "é".repeat(5_000_000);
    for (path, text) in [
        ("t.csv", format!("a,b\n1,{long}\n")),
        ("t.json", format!("[{{\"a\": 1, \"b\": \"{long}\"}}]")),
        ("t.yaml", format!("- a: 1\n  b: {long}\n")),
    ] {
        let table = Case::new(path, &text).table();
        assert_eq!(column(&table, "b")[0].len(), long.len() + 2, "{path}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(
        path in prop::sample::select(vec!["t.csv", "t.json", "t.jsonl", "t.yaml", "t.txt"]),
        text in prop_oneof![
            ".{0,80}",
            "[-a-c0-9:,;.\"'\\[\\]{}\\\\|\t\r\n &*!#é\u{0}\u{e000}]{0,80}",
        ],
    ) {
        Case::new(path, &text).key("a").load();
        Case::new(path, &text).at("/a/0").load();
    }
}
