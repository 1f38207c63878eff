//! Whole workbooks in, raw tables and findings out.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::read;
use crate::data::load;
use crate::data::raw::Written;
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
        let mut rows = vec![raw.headers().join("|")];
        for (row, line) in raw.lines().iter().enumerate() {
            let cells = (0..raw.headers().len()).map(|column| {
                let kept = raw.range(text, row, column).map(|it| &text[it]);
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

/// Returns a zip of entries that are stored as they are.
fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let offset = bytes.len() as u32;
        let mut head = Vec::new();
        for number in [20u16, 0, 0, 0, 0x21] {
            head.extend(number.to_le_bytes());
        }
        let n_bytes = content.len() as u32;
        for number in [checksum(content.as_bytes()), n_bytes, n_bytes] {
            head.extend(number.to_le_bytes());
        }
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(name.bytes());
        bytes.extend(content.bytes());
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&head);
        list.extend([0; 10]);
        list.extend(offset.to_le_bytes());
        list.extend(name.bytes());
    }
    let (n_entries, start) = (entries.len() as u16, bytes.len() as u32);
    bytes.extend(&list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([n_entries.to_le_bytes(), n_entries.to_le_bytes()].concat());
    bytes.extend((list.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// Returns the CRC-32 that a zip holds its entries to.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1));
    let byte = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc));
    !bytes.iter().fold(!0, byte)
}

/// Returns a workbook of sheets, each a name, its attributes and its rows of cells in XML.
fn xlsx(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut list = String::new();
    let mut relations = String::new();
    let mut files = Vec::new();
    for (idx, (name, attributes, rows)) in sheets.iter().enumerate() {
        let n = idx + 1;
        list += &format!(r#"<sheet name="{name}" sheetId="{n}" {attributes} r:id="rId{n}"/>"#);
        relations += &format!(
            r#"<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>"#
        );
        files.push((
            format!("xl/worksheets/sheet{n}.xml"),
            format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#),
        ));
    }
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#
    );
    let relations = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
    );
    let styles = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let mut entries = vec![
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/styles.xml", styles),
    ];
    entries.extend(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    );
    zip(&entries)
}

/// Returns the XML of rows, whose cells are parted by `|`: figures are numbers, `@` starts a day, `~` a
/// duration, `#` an error, `?` a truth, and all else is text; a blank line is no row.
fn rows(text: &str) -> String {
    let mut xml = String::new();
    for (row, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        xml += &format!(r#"<row r="{}">"#, row + 1);
        for (column, cell) in line
            .split('|')
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            let at = super::area::cell_name(row as u32, column as u32);
            let (attributes, value) = match cell.split_at(1) {
                ("@", days) => ("s=\"1\"", days),
                ("~", days) => ("s=\"2\"", days),
                ("#", _) => ("t=\"e\"", cell),
                ("?", truth) => ("t=\"b\"", truth),
                _ if cell.parse::<f64>().is_ok() && !cell.starts_with('0') => ("", cell),
                _ => ("t=\"str\"", cell),
            };
            xml += &format!(r#"<c r="{at}" {attributes}><v>{value}</v></c>"#);
        }
        xml += "</row>";
    }
    xml
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

/// Returns the folder of real files, where it lies beside the project or beside a folder it is in.
fn real_files() -> Option<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    folders
        .map(|it| it.join("shared/data"))
        .find(|it| it.is_dir())
}

#[test]
fn real_workbooks_are_read_right() {
    let Some(folder) = real_files() else {
        eprintln!("skipped: there is no folder of real files");
        return;
    };
    let check = |file: &str, sheet: &str, header: &str, n_rows: usize, last: &str| {
        let bytes = fs::read(folder.join(file)).unwrap();
        let mut case = Case::new(bytes);
        if !sheet.is_empty() {
            case = case.sheet(sheet);
        }
        let (rows, found) = case.read();
        assert!(
            found.is_empty() || file.contains("nasty"),
            "{file}: {found:?}"
        );
        assert!(rows[0].starts_with(header), "{file}: {}", rows[0]);
        assert_eq!(rows.len() - 1, n_rows, "{file}");
        assert!(rows[n_rows].starts_with(last), "{file}: {}", rows[n_rows]);
    };
    let base = "elections/fr-presidentielle-2017/P2017_Resultats_";
    let p = |name: &str| format!("{base}{name}.xlsx");
    check(
        &p("Cantons_T1"),
        "",
        "CodeCanton|CodeDépartement|",
        2086,
        "2087: \"ZP06\"|\"ZP\"|\"Polynésie française\"|\"06\"|\"AUSTRALES (fictif)\"|5636|2361|41.8914123491838|",
    );
    check(
        &p("Circonscriptions_T1"),
        "",
        "CodeCirco|Département|",
        566,
        "567: \"ZX01\"|\"Saint-Martin/Saint-Barthélemy\"|\"01\"|\"1ère circonscription\"|25385|17202|67.7644278116998|8183|",
    );
    check(
        &p("Departements_T1"),
        "",
        "CodeDépartement|",
        106,
        "107: \"ZX\"|\"Saint-Martin/Saint-Barthélemy\"|25385|17202|67.7644278116998|8183|32.2355721883002|211|",
    );
    check(
        &p("Regions_T1"),
        "",
        "CodeRégion|Région|",
        18,
        "19: 6|\"Mayotte\"|83045|46872|56.4416882413149|",
    );
    check(
        &p("Circonscriptions_T2"),
        "",
        "CodeCirco|Département|",
        577,
        "578: \"ZZ11\"|\"Français établis hors de France\"|\"11\"|\"11ème circonscription\"|92707|43665|47.1000032360016|49042|",
    );
    check(
        &p("Departements_T2"),
        "",
        "CodeDépartement|",
        107,
        "108: \"ZZ\"|\"Français établis hors de France\"|1265230|685276|54.1621681433415|",
    );
    check(
        &p("Regions_T2"),
        "",
        "Code de la région|",
        18,
        "19: 6|\"Mayotte\"|82482|44759|33514|1442|2767|19140|",
    );
    let raw = "elections/fr-presidentielle-2017/raw/Presidentielle_2017_Resultats_Tour_2_c.xls";
    check(
        raw,
        "Circo. Leg. Tour 2",
        "Code du département|Libellé du département|Code de la circonscription|",
        577,
        "581: ZZ|\"Français établis hors de France\"|11|\"11ème circonscription\"|92707|43665|47.1|49042|52.9|1847|1.99|3.77|",
    );
    check(
        raw,
        "Régions Tour 2",
        "Code de la région|",
        18,
        "23: 6|\"Mayotte\"|82482|44759|54.27|",
    );
    check(
        raw,
        "3",
        "Code du département|",
        107,
        "111: ZZ|\"Français établis hors de France\"|1265230|685276|54.16|",
    );
    check(
        raw,
        "Canton Tour 2",
        "Code du département|",
        2086,
        "2090: ZP|\"Polynésie française\"|6|\"AUSTRALES (fictif)\"|5636|2066|36.66|",
    );
    let nasty = "nasty/football/Football-results (22 countries)/";
    check(
        &format!("{nasty}austria/tipico-bundesliga-2014-2015.xls"),
        "",
        "AustriaVienna|Grodig|1|",
        179,
        "180: \"SturmGraz\"|\"Ried\"|36|",
    );
    check(
        &format!("{nasty}austria/tipico-bundesliga.xls"),
        "",
        "ACWolfsberger|",
        104,
        "105: \"RapidVienna\"|\"ACWolfsberger\"|21|",
    );
    check(
        &format!("{nasty}belgium/belgacom-league-2012-2013.xls"),
        "",
        "Antwerp|Aalst|",
        305,
        "306: \"Westerlo\"|\"Oostende\"|34|",
    );
    check(
        &format!("{nasty}belgium/belgacom-league-2013-2014.xls"),
        "",
        "Dessel|Heist|",
        305,
        "306: \"RWDMBrussels\"|\"Tubize\"|34|",
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
        let mut bytes = match is_old {
            true => XLS.to_vec(),
            false => xlsx(&[("Un", "", &rows("Title\n\na|b|c|d\nx|2|@44577|#N/A"))]),
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
