//! Rows and sheets in, the bytes of workbooks out, without a program that writes them.

use std::fmt::Write as _;

use crate::data::workbook::area::cell_name;

/// Why nothing fails where a text is written to.
const FITS: &str = "a text takes all that is written to it";

/// Returns a zip of entries that are stored as they are.
pub(super) fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
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
pub(super) fn xlsx(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut list = String::new();
    let mut relations = String::new();
    let mut files = Vec::new();
    for (idx, (name, attributes, rows)) in sheets.iter().enumerate() {
        let n = idx + 1;
        write!(
            list,
            r#"<sheet name="{name}" sheetId="{n}" {attributes} r:id="rId{n}"/>"#
        )
        .expect(FITS);
        write!(relations, r#"<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>"#).expect(FITS);
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
pub(super) fn rows(text: &str) -> String {
    let mut xml = String::new();
    for (row, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        write!(xml, r#"<row r="{}">"#, row + 1).expect(FITS);
        for (column, cell) in line
            .split('|')
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            let at = cell_name(row as u32, column as u32);
            let (attributes, value) = match cell.split_at(1) {
                ("@", days) => ("s=\"1\"", days),
                ("~", days) => ("s=\"2\"", days),
                ("#", _) => ("t=\"e\"", cell),
                ("?", truth) => ("t=\"b\"", truth),
                _ if cell.parse::<f64>().is_ok() && !cell.starts_with('0') => ("", cell),
                _ => ("t=\"str\"", cell),
            };
            write!(xml, r#"<c r="{at}" {attributes}><v>{value}</v></c>"#).expect(FITS);
        }
        xml += "</row>";
    }
    xml
}
