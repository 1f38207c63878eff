//! Whole workbooks in, raw tables and findings out.

mod made;
mod real;

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use self::made::{rows, xlsx, zip};
use super::read;
use crate::data::load;
use crate::data::raw::{Place, Raw, Written};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::project::{TableLayout, TableSource, TableSpec};
use crate::source::{Located, Reads, Span};

const XLS: &[u8] = include_bytes!("../../../tests/fixtures/results.xls");

/// A workbook, and what is declared of the table in it.
struct Case {
    bytes: Vec<u8>,
    layout: TableLayout,
    reads: Reads,
}

impl Case {
    fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let mut reads = Reads::new("no such project");
        reads.keep(Path::new("gen.yaml"), "data: {}\n");
        Case {
            bytes: bytes.into(),
            layout: TableLayout::default(),
            reads,
        }
    }

    fn located(&mut self, value: &str) -> Located<String> {
        let file = self.reads.keep(Path::new("gen.yaml"), "data: {}\n");
        Located {
            value: value.to_owned(),
            span: Span::new(file, 0..4),
        }
    }

    fn sheet(mut self, name: &str) -> Self {
        self.layout.sheet = Some(self.located(name));
        self
    }

    fn range(mut self, range: &str) -> Self {
        self.layout.range = Some(self.located(range));
        self
    }

    fn header(mut self, header: &str) -> Self {
        self.layout.header = Some(self.located(header));
        self
    }

    /// Returns the rows as `row: cell|cell`, texts in quotes, or nothing; and what is found.
    fn read(mut self) -> (Vec<String>, Vec<String>) {
        let name = self.located("rows");
        let mut spec = TableSpec::new(name, TableSource::File(self.located("t.xlsx")));
        spec.layout = self.layout;
        let mut diagnostics = Diagnostics::default();
        let path = Path::new("t.xlsx");
        let result = read(&self.bytes, path, &spec, &mut self.reads, &mut diagnostics);
        let found = diagnostics.iter().map(said).collect();
        let Some((file, raw)) = result else {
            return (Vec::new(), found);
        };
        let text = &self.reads.file(file).text;
        let mut raw: Raw<'_> = raw;
        raw.stands_in(file, text);
        let mut rows = vec![raw.headers().join("|")];
        for (row, line) in raw.lines().flat_map(|it| it.1).enumerate() {
            let cells = (0..raw.headers().len()).map(|column| {
                let kept = match raw.place(row, column) {
                    Some((_, text, Place::Range(range))) => Some(&text[range]),
                    _ => None,
                };
                match raw.cell(row, column) {
                    Written::Absent => String::new(),
                    Written::Plain(it) => {
                        assert_eq!(kept, Some(it), "the cell is found in the text of the sheet");
                        it.to_owned()
                    }
                    Written::Text(it) => format!("{it:?}"),
                    Written::Nested(_) => unreachable!("a cell has no lists"),
                }
            });
            rows.push(format!("{line}: {}", cells.collect::<Vec<_>>().join("|")));
        }
        (rows, found)
    }

    fn check(self, rows: &[&str], found: &[&str]) {
        assert_eq!(self.read(), (owned(rows), owned(found)));
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|it| (*it).to_owned()).collect()
}

/// Returns a finding as `code: message (hint)`.
fn said(diagnostic: &Diagnostic) -> String {
    let hint = diagnostic.hint.as_deref().unwrap_or_default();
    format!(
        "{}: {} ({hint})",
        diagnostic.code.as_str(),
        diagnostic.message
    )
}

fn sheet(text: &str) -> Case {
    Case::new(xlsx(&[("Feuil1", "", &rows(text))]))
}

#[test]
fn cells_are_read_by_their_kind() {
    sheet("name|goals|day|played|done|rate\nLens|3.0000000000000004|@44577|~1.5|?1|#DIV/0!").check(
        &[
            "name|goals|day|played|done|rate",
            "2: \"Lens\"|3|2022-01-16|36:00:00|true|#DIV/0!",
        ],
        &[],
    );
    // A text among numbers is one more cell to be typed; where codes have zeros, it is a code.
    sheet("dep|code|goals\n1|01|3\nZZ|2|n/a\n")
        .check(&["dep|code|goals", "2: 1|\"01\"|3", "3: ZZ|2|n/a"], &[]);
    sheet("a|b\nx|y z\n\nw|").check(&["a|b", "2: \"x\"|\"y z\"", "4: \"w\"|"], &[]);
}

#[test]
fn titles_and_notes_are_passed_over() {
    sheet("Results\n\n\nname|goals|day|club\nLens|3|x|y\n\nSource: the league")
        .check(&["name|goals|day|club", "5: \"Lens\"|3|\"x\"|\"y\""], &[]);
    // The names of fewer columns than there are, and a table that begins in column B.
    sheet("|Name|Votes||\n|A|1|B|2").check(&["|Name|Votes||", "2: |\"A\"|1|\"B\"|2"], &[]);
    Case::new(XLS).check(
        &[
            "Code|Team|Day|Time",
            "4: \"01\"|\"Lens\"|2026-03-14|20:45:00",
            "5: \"2A\"|\"Ajaccio\"|2026-03-15|18:00:00",
        ],
        &[],
    );
}

#[test]
fn what_is_declared_is_done() {
    let text = "Results\n\nname|goals\nLens|3\nNice|1\n\nname|goals\nMetz|2";
    sheet(text)
        .range("A3:B5")
        .check(&["name|goals", "4: \"Lens\"|3", "5: \"Nice\"|1"], &[]);
    sheet(text)
        .range("A7:B")
        .check(&["name|goals", "8: \"Metz\"|2"], &[]);
    sheet(text)
        .range("B4:B5")
        .header("none")
        .check(&["|", "4: |3", "5: |1"], &[]);
    sheet(text)
        .header("7")
        .check(&["name|goals", "8: \"Metz\"|2"], &[]);
    sheet("Lens|3\nNice|1")
        .header("none")
        .check(&["|", "1: \"Lens\"|3", "2: \"Nice\"|1"], &[]);
    Case::new(XLS)
        .sheet("Hidden")
        .header("none")
        .check(&["||", "1: 0|0|0", "2: 0|1|2", "3: 0|2|4"], &[]);
}

#[test]
fn what_is_not_sure_is_told() {
    let text = "name|goals\nLens|3\n\nname|goals\nMetz|2";
    sheet(text).check(&[], &["broken-data: row 4 of `t.xlsx [Feuil1]` names the columns again, as row 1 does: there are several tables in it (write `range: A1:B2` beside `file:`, with the last row of the table that is meant)"]);
    sheet("Lens|3\nNice|1").check(
        &["Lens|3", "2: \"Nice\"|1"],
        &["missing-header: row 1 of `t.xlsx [Feuil1]` looks like data, and is taken for the names of the columns (write `header: none` beside `file:`, or `header: 1` if it is right as it is)"],
    );
    sheet("a|b\n1|2").range("4:7").check(&[], &["wrong-type: `4:7` is no range of a sheet (name its first and its last cell: `A4:H40`, or `A4:H` to the last row)"]);
    sheet("a|b\n1|2").range("D1:E4").check(&[], &["empty-file: `t.xlsx` has nothing in its sheets (no cell of `D1:E4` is filled in them: name another range)"]);
    sheet("a|b\n1|2").header("9").check(&[], &["missing-header: `t.xlsx [Feuil1]` has no row `9` (name a row that is not empty, from 1, or `none`)"]);
}

#[test]
fn a_sheet_is_chosen_by_its_name_or_by_being_the_only_table() {
    let (table, words) = (rows("a|b\n1|2"), rows("read me\nplease"));
    let two = || {
        Case::new(xlsx(&[
            ("Un", "", &table),
            ("Deux", "", &table),
            ("Lisez", "", &words),
        ]))
    };
    two().check(&[], &["unknown-sheet: `t.xlsx` has tables in 2 sheets, and none is named (write one of these beside `file:`: `sheet: \"Un\"`, `sheet: \"Deux\"`)"]);
    two().sheet("Deux").check(&["a|b", "2: 1|2"], &[]);
    two().sheet("2").check(&["a|b", "2: 1|2"], &[]);
    two().sheet("Deus").check(
        &[],
        &["unknown-sheet: `t.xlsx` has no sheet `Deus` (the nearest name is `Deux`)"],
    );
    Case::new(xlsx(&[
        ("Lisez", "", &words),
        ("Un", "", &table),
        ("Caché", "state=\"hidden\"", &table),
    ]))
    .check(&["a|b", "2: 1|2"], &[]);
    Case::new(xlsx(&[("Caché", "state=\"hidden\"", &table)])).check(&[], &["empty-file: `t.xlsx` has nothing in its sheets (a hidden sheet is read if it is named: `sheet: \"Caché\"`)"]);
}

#[test]
fn what_is_no_workbook_is_refused() {
    let check = |bytes: Vec<u8>, expected: &str| Case::new(bytes).check(&[], &[expected]);
    check(
        zip(&[("a.csv", "a,b"), ("b.csv", "")]),
        "broken-data: `t.xlsx` is a zip and no workbook: it holds `a.csv`, `b.csv` (unpack it, and name the file inside that is meant)",
    );
    let whole = xlsx(&[("Un", "", &rows("a|b\n1|2"))]);
    check(
        whole[..whole.len() / 2].to_vec(),
        "broken-data: `t.xlsx` is a zip that was cut short, or is broken (ask for the file again)",
    );
    let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
    check(
        XLS[..512].iter().copied().chain(name).collect(),
        "broken-data: `t.xlsx` is locked with a password (save it without one)",
    );
    // The sheet claims four thousand million rows: room for them all would end the program.
    let mut vast = XLS.to_vec();
    let dimensions = vast
        .windows(4)
        .position(|it| it == b"\x00\x02\x0E\x00")
        .unwrap();
    vast[dimensions + 11] = 0xF0;
    check(
        vast,
        "broken-data: `t.xlsx` is broken, or was cut short (open it in a spreadsheet program and save it again, or ask for it again)",
    );
    let mut bomb = zip(&[("xl/workbook.xml", "x")]);
    let list = bomb.windows(4).position(|it| it == b"PK\x01\x02").unwrap();
    bomb[list + 24..list + 28].copy_from_slice(&(900u32 << 20).to_le_bytes());
    check(
        bomb,
        "broken-data: `t.xlsx` would unpack to 900 MB, which is too much to be a table (see whether it is the file that was meant; a CSV file may be that large)",
    );
    let mut lie = zip(&[("xl/workbook.xml", "\u{3}\u{0}")]);
    let list = lie.windows(4).position(|it| it == b"PK\x01\x02").unwrap();
    // A stored block of many bytes, as deflate writes it, under a list that says one byte.
    let block = [&[1, 4, 0, 0xFB, 0xFF][..], b"long"].concat();
    let packed = lie.splice(45..47, block.iter().copied()).count();
    assert_eq!(packed, 2);
    let list = list + block.len() - 2;
    lie[list + 10] = 8;
    lie[list + 20] = block.len() as u8;
    lie[list + 24] = 1;
    let end = lie.len() - 6;
    lie[end] += block.len() as u8 - 2;
    check(
        lie,
        "broken-data: `t.xlsx` is a zip whose list of entries is not true (ask for the file again)",
    );
    // One cell in the last column of many rows is small in the file, and no more than that here.
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
    let (rows, _) = Case::new(xlsx(&[("Un", "", far)])).read();
    assert_eq!(rows.len(), 2);
}

#[test]
fn the_cells_of_a_document_are_read_too() {
    let content = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Un"><table:table-row><table:table-cell office:value-type="string"><text:p>name</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>goals</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>day</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>at</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>Lens</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-03-14"><text:p>14/03/26</text:p></table:table-cell><table:table-cell office:value-type="time" office:time-value="PT20H45M00S"><text:p>20:45</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let entries = [
        ("mimetype", mimetype),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content),
    ];
    Case::new(zip(&entries)).check(
        &["name|goals|day|at", "2: \"Lens\"|3|2026-03-14|20:45:00"],
        &[],
    );
}

#[test]
fn a_project_reads_workbooks_whatever_they_are_called() {
    let root = tempfile::tempdir().expect("a folder for the case");
    fs::write(root.path().join("t.csv"), XLS).expect("a file for the case");
    let mut reads = Reads::new(root.path());
    let project = reads.keep(Path::new("gen.yaml"), "data: {}\n");
    let at = |value: &str| Located {
        value: value.to_owned(),
        span: Span::new(project, 0..4),
    };
    let mut spec = TableSpec::new(at("rows"), TableSource::File(at("t.csv")));
    spec.key = Some(at("team"));
    let mut diagnostics = Diagnostics::default();
    let tables = load(&[spec], &mut reads, &mut diagnostics).expect("the file can be read");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let table = tables.get(tables.find("rows").expect("the table is there"));
    let shown: Vec<String> = table.row(1).map(|it| format!("{it:?}")).collect();
    let expected = [
        r#"Text("2A")"#,
        r#"Text("Ajaccio")"#,
        "Date(2026-03-15)",
        "Time(18:00:00)",
    ];
    assert_eq!(shown, expected);
    let place = table.place(1, 2);
    let file = reads.file(place.file);
    assert_eq!((file.name().as_str(), place.line), ("t.csv [Results]", 5));
    assert_eq!(
        file.text.lines().nth(4),
        Some("2A\tAjaccio\t2026-03-15\t18:00:00")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A broken byte, or a missing end, is a diagnostic at worst.
    #[test]
    fn broken_bytes_do_not_bring_us_down(
        is_old in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        end in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = if is_old {
            XLS.to_vec()
        } else {
            xlsx(&[("Un", "", &rows("Title\n\na|b|c|d\nx|2|@44577|#N/A"))])
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        let (rows, found) = Case::new(bytes).read();
        prop_assert!(!rows.is_empty() || !found.is_empty());
    }
}
