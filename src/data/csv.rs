//! Delimited text in, a raw table out: the delimiter and the header are found, and no row is shifted in silence.

use std::ops::Range;

use ::csv::{ByteRecord, Reader, ReaderBuilder};

use super::faults::{self, Faults, Go};
use super::frame;
use super::layout::Heading;
use super::names::excerpt;
use super::raw::{Raw, Written};
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Span};

/// How many records are looked at to find the delimiter and the header.
const N_SNIFFED: usize = 60;

/// How many records at the end may be notes to the table.
const N_NOTES_MAX: usize = 20;

/// Reads the table in `text`; nothing if its structure is broken.
///
/// `delimiter` and `heading` are what is declared of them.
pub(super) fn read<'t>(
    path: &str,
    file: FileId,
    text: &'t str,
    delimiter: Option<u8>,
    heading: Option<Heading>,
    diagnostics: &mut Diagnostics,
) -> Option<Raw<'t>> {
    let delimiter = delimiter.unwrap_or_else(|| sniff(text));
    let mut records = Records::new(text, delimiter);
    let mut raw = head(path, file, &mut records, heading, diagnostics)?;
    let width = raw.headers().len();
    let mut faults = Faults::new(file, raw.headers());
    while records.advance() {
        faults.see_width(&raw, &records);
        let has_other_width = records.fields.len() != width;
        if has_other_width && records.is_blank() {
            continue;
        }
        push(&mut raw, &records, width);
        if faults.look_at(&mut raw, &records) == Go::Stop {
            break;
        }
    }
    raw.drop_empty_tail();
    drop_notes(&mut raw);
    let is_sound = faults.tell(&mut raw, diagnostics);
    is_sound.then_some(raw)
}

/// Reads up to the header; returns a table with it and no rows.
fn head<'t>(
    path: &str,
    file: FileId,
    records: &mut Records<'t>,
    heading: Option<Heading>,
    diagnostics: &mut Diagnostics,
) -> Option<Raw<'t>> {
    let (text, delimiter) = (records.text, records.delimiter);
    let (header, doubt) = match heading {
        Some(Heading::None) => {
            let sample = Records::new(text, delimiter).sample();
            let width = sample.iter().map(Vec::len).max()?;
            let headers = vec![String::new(); width];
            let mut raw = Raw::delimited(headers, None, text, delimiter);
            raw.note(parted_by(delimiter));
            return Some(raw);
        }
        Some(Heading::Line(line)) => {
            let mut before = Records::new(text, delimiter);
            let lines = std::iter::from_fn(|| before.advance().then_some(before.line));
            (lines.take_while(|it| *it < line).count(), None)
        }
        None => {
            let sample = Records::new(text, delimiter).sample();
            let head = frame::head(&sample)?;
            (head.header, head.doubt)
        }
    };
    (0..=header).try_for_each(|_| records.advance().then_some(()))?;
    if let Some(fault) = faults::misquote(file, records) {
        diagnostics.push(fault);
        return None;
    }
    let headers = (0..records.fields.len()).map(|it| records.field(it).trim().to_owned());
    let mut raw = Raw::delimited(headers.collect(), Some(records.line), text, delimiter);
    raw.note(parted_by(delimiter));
    if header > 0 {
        raw.note(format!("the header stands on line {}", records.line));
    }
    if let Some(doubt) = doubt {
        let line = |row: usize| {
            let mut before = Records::new(text, delimiter);
            let mut lines = std::iter::from_fn(|| before.advance().then_some(before.line));
            lines.nth(row).unwrap_or(1)
        };
        let place = Span::new(file, records.start..records.end_of_line());
        diagnostics.push(doubt.warning(path, "line", line, header).at(place));
    }
    Some(raw)
}

fn parted_by(delimiter: u8) -> String {
    format!("text, cells parted by {}", delimiter_name(delimiter))
}

pub(super) fn delimiter_name(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "a tab".to_owned(),
        other => format!("`{}`", char::from(other)),
    }
}

/// Adds the record as a row of `width` cells.
fn push(raw: &mut Raw<'_>, records: &Records<'_>, width: usize) {
    raw.begin_row(records.line);
    let n_fields = records.fields.len().min(width);
    let start = records.start;
    if records.has_quotes {
        let mut rest = Scan::new(records.written(), records.delimiter);
        for column in 0..n_fields {
            let range = rest.next().unwrap_or_default();
            let written = &records.written()[range.clone()];
            let has_inner = written.starts_with('"') && written[1..].contains("\"\"");
            let meant = has_inner.then(|| records.field(column));
            raw.push_field(start + range.start..start + range.end, meant);
        }
    } else {
        // Without quotes the fields stand in the text as they stand in the record, but for what parts them.
        for column in 0..n_fields {
            let range = records
                .fields
                .range(column)
                .expect("the record has this field");
            let offset = start + column;
            raw.push_field(offset + range.start..offset + range.end, None);
        }
    }
    for _ in n_fields..width {
        raw.push_no_field();
    }
}

/// Takes away what stands below the table: its source, remarks.
fn drop_notes(raw: &mut Raw<'_>) {
    let width = raw.headers().len();
    let first = raw.n_rows().saturating_sub(N_NOTES_MAX);
    let rows = (first..raw.n_rows()).map(|row| {
        let cells = (0..width).map(|column| raw.cell(row, column));
        let written = cells.take_while(|it| *it != Written::Absent);
        written.map(|it| it.text().trim()).collect::<Vec<_>>()
    });
    let n_notes = frame::n_notes(&rows.collect::<Vec<_>>(), width);
    if n_notes > 0 {
        raw.note(match n_notes {
            1 => "1 line below the table is a note".to_owned(),
            n => format!("{n} lines below the table are notes"),
        });
        raw.pop_rows(n_notes);
        raw.drop_empty_tail();
    }
}

/// Returns the delimiter by which most of the first records have the usual number of cells.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: &u8| {
        let mut widths = [0usize; 1024];
        let mut records = Records::new(text, *delimiter);
        let mut n_records = 0;
        while n_records < N_SNIFFED && records.advance() {
            widths[records.fields.len().min(1023)] += 1;
            n_records += 1;
        }
        let several = widths.iter().enumerate().skip(2);
        let usual = several.max_by_key(|(width, n)| (**n, *width));
        usual.map_or((0, 0), |(width, n)| (*n, width))
    };
    // The last of the best wins.
    let candidates = *b"|\t;,";
    candidates.into_iter().max_by_key(score).unwrap_or(b',')
}

/// Whether something parts the lines of `text` into cells, as many in most of them.
pub(super) fn has_delimiter(text: &str) -> bool {
    let mut records = Records::new(text, sniff(text));
    let sample = records.sample();
    let widths = || sample.iter().map(Vec::len).filter(|it| *it > 1);
    let n_alike = |width: usize| widths().filter(|it| *it == width).count();
    let n_usual = widths().map(n_alike).max().unwrap_or(0);
    // Sentences have commas too, and not as many in each line.
    n_usual > 1 && n_usual * 2 > sample.len()
}

/// The records of a text, one at a time, each with its place.
pub(super) struct Records<'t> {
    text: &'t str,
    pub(super) delimiter: u8,
    reader: Reader<&'t [u8]>,
    /// The cells of the record, without their quotes.
    pub(super) fields: ByteRecord,
    pub(super) has_quotes: bool,
    /// Where the record stands in the text.
    pub(super) start: usize,
    end: usize,
    /// The line it starts on, from 1.
    pub(super) line: u32,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        Records {
            text,
            delimiter,
            reader,
            fields: ByteRecord::new(),
            has_quotes: false,
            start: 0,
            end: 0,
            line: 1,
        }
    }

    /// Goes to the next record, if there is one.
    fn advance(&mut self) -> bool {
        // Bytes in memory do not fail, and a text cut at ASCII characters stays a text.
        if !matches!(self.reader.read_byte_record(&mut self.fields), Ok(true)) {
            return false;
        }
        // The parser counts the second half of a line break, and empty lines, to what follows.
        let rest = &self.text[self.end..];
        let start = self.end + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        self.line += count_lines(&self.text[self.start..start]);
        self.start = start;
        self.end = (self.reader.position().byte() as usize).clamp(start, self.text.len());
        self.has_quotes = self.written().contains('"');
        true
    }

    /// Returns the record as it is written.
    pub(super) fn written(&self) -> &'t str {
        &self.text[self.start..self.end]
    }

    /// Returns where the record's first line ends.
    pub(super) fn end_of_line(&self) -> usize {
        let line = self.written().lines().next().unwrap_or_default();
        self.start + line.len()
    }

    /// Returns a cell as it is meant.
    fn field(&self, column: usize) -> &str {
        let bytes = self.fields.get(column).unwrap_or_default();
        std::str::from_utf8(bytes).expect("a text cut at ASCII characters stays a text")
    }

    /// Whether there is nothing but space in the cells.
    fn is_blank(&self) -> bool {
        let mut fields = self.fields.iter();
        fields.all(|it| it.iter().all(u8::is_ascii_whitespace))
    }

    /// Returns the cells of the first records, from here on, cut where they are long.
    fn sample(&mut self) -> Vec<Vec<String>> {
        let mut sample = Vec::new();
        while sample.len() < N_SNIFFED && self.advance() {
            let cells = (0..self.fields.len()).map(|it| excerpt(self.field(it).trim()));
            sample.push(cells.collect());
        }
        sample
    }
}

/// Returns how many lines end in `text`, by any of the three ways to end one.
fn count_lines(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends = |idx: &usize| match bytes[*idx] {
        b'\n' => true,
        b'\r' => bytes.get(idx + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(ends).count() as u32
}

/// The fields of one sound record, each as the range where it is written, with its quotes.
struct Scan<'t> {
    bytes: &'t [u8],
    delimiter: u8,
    start: usize,
    is_over: bool,
}

impl<'t> Scan<'t> {
    fn new(record: &'t str, delimiter: u8) -> Self {
        Scan {
            bytes: record.as_bytes(),
            delimiter,
            start: 0,
            is_over: false,
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.is_over {
            return None;
        }
        let start = self.start;
        let is_quoted = self.bytes.get(start) == Some(&b'"');
        let mut is_open = false;
        let ends = |byte: u8, is_open: &mut bool| {
            *is_open ^= is_quoted && byte == b'"';
            !*is_open && (byte == self.delimiter || matches!(byte, b'\r' | b'\n'))
        };
        let rest = &self.bytes[start..];
        let length = rest.iter().position(|byte| ends(*byte, &mut is_open));
        let end = start + length.unwrap_or(rest.len());
        self.is_over = self.bytes.get(end) != Some(&self.delimiter);
        self.start = end + 1;
        Some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::{Scan, count_lines, read};
    use crate::data::raw::Written;
    use crate::diagnostics::Diagnostics;
    use crate::source::Reads;
    use proptest::prelude::*;

    /// Reads `text`, and writes each row as `line: cell|cell`, or each finding.
    fn shown(text: &str) -> Vec<String> {
        let mut reads = Reads::new("");
        let file = reads.keep("t.csv".as_ref(), text);
        let mut diagnostics = Diagnostics::default();
        let Some(raw) = read("t.csv", file, text, None, None, &mut diagnostics) else {
            return diagnostics.iter().map(|it| it.message.clone()).collect();
        };
        let mut rows = vec![raw.headers().join("|")];
        for (row, line) in raw.lines().flat_map(|it| it.1).enumerate() {
            let cells: Vec<&str> = (0..raw.headers().len())
                .map(|column| match raw.cell(row, column) {
                    Written::Plain(text) => text,
                    Written::Absent => "∅",
                    other => panic!("{other:?}"),
                })
                .collect();
            rows.push(format!("{line}: {}", cells.join("|")));
        }
        rows.extend(
            diagnostics
                .iter()
                .map(|it| format!("warning: {}", it.message)),
        );
        assert_eq!(
            raw.amiss().len(),
            rows.iter()
                .filter(|it| it.contains("warning: line ") && !it.contains("taken for"))
                .count()
        );
        rows
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(shown(text), expected, "{text:?}");
    }

    #[test]
    fn the_delimiter_is_found() {
        let expected = ["name|goals", "2: Lens|3", "3: Nice|1"];
        check("name,goals\nLens,3\nNice,1\n", &expected);
        check("name;goals\nLens;3\nNice;1\n", &expected);
        check("name\tgoals\nLens\t3\nNice\t1\n", &expected);
        check(
            "name|goals\nLens|3\nNice|1",
            &["name|goals", "2: Lens|3", "3: Nice|1"],
        );
        check(
            "name;rate\nLens;1,5\nNice;2,5\n",
            &["name|rate", "2: Lens|1,5", "3: Nice|2,5"],
        );
        check(
            "day;home, away\n1;Lens\n2;Nice, OGC\n",
            &["day|home, away", "2: 1|Lens", "3: 2|Nice, OGC"],
        );
        check("name\nLens\nNice\n", &["name", "2: Lens", "3: Nice"]);
    }

    #[test]
    fn each_row_knows_its_line() {
        check("a,b\r\n1,2\r\n\r\n3,4\r\n", &["a|b", "2: 1|2", "4: 3|4"]);
        check("\n\na,b\n1,\"x\ny\"\n3,4", &["a|b", "4: 1|x\ny", "6: 3|4"]);
        check("a,b\r1,2\r3,4\r", &["a|b", "2: 1|2", "3: 3|4"]);
        check(
            "a,b\n\"say \"\"hi\"\"\",\"1,2\"\n",
            &["a|b", "2: say \"hi\"|1,2"],
        );
    }

    #[test]
    fn empty_rows_at_the_end_are_none() {
        check("a,b\n1,2\n,\n\n  \n,,,,\n", &["a|b", "2: 1|2"]);
        check("a,b\n1,2\n,\n3,4\n", &["a|b", "2: 1|2", "3: |", "4: 3|4"]);
        check("a,b\n", &["a|b"]);
    }

    #[test]
    fn no_row_is_shifted() {
        check(
            "a,b\n1,2,3\n4,5\n",
            &["line 2 has 3 cells, the header has 2"],
        );
        check("a,b\n1,2,,\n", &["a|b", "2: 1|2"]);
        check("a,b\n1\n", &["line 2 has 1 cell, the header has 2"]);
        check(
            "a,b\n1,\"x\n2,y\n",
            &["line 2: a quote is opened and never closed"],
        );
        check(
            "a,b\n1,\"x\n2,\"y\"\n",
            &["line 2: text follows a closing quote"],
        );
        check("a,b\n5\" pipe,2\n", &["a|b", "2: 5\" pipe|2"]);
        let many = format!("a,b\n{}", "1\n".repeat(8));
        assert_eq!(
            shown(&many).last().unwrap(),
            "3 more rows of this file are broken"
        );
    }

    #[test]
    fn lines_are_counted_by_each_way_to_end_one() {
        assert_eq!(count_lines("a\r\nb\rc\n\n"), 4);
    }

    #[test]
    fn a_field_is_found_where_it_is_written() {
        let check = |text: &str, column, expected: &str| {
            let range = Scan::new(text, b';').nth(column).unwrap();
            assert_eq!(&text[range], expected, "{text:?}");
        };
        check("a;b;c\nd", 0, "a");
        check("a;b;c\nd", 2, "c");
        check("a;;c\r\n", 1, "");
        check("\"x;\"\"y\"\"\";b\n", 0, "\"x;\"\"y\"\"\"");
        check("\"x\n;y\";b", 1, "b");
        check("5\" pipe;b", 1, "b");
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[a-c\",;\t|\r\n é\u{0}]{0,60}") {
            shown(&text);
        }
    }
}
