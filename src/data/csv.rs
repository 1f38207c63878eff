//! Delimited text in, a raw table out: the delimiter and the header are found, and no row is shifted in silence.

use std::ops::Range;

use ::csv::{ByteRecord, Reader, ReaderBuilder};

use super::frame;
use super::layout::Heading;
use super::names::excerpt;
use super::raw::{Raw, Written};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Span};

/// How many records are looked at to find the delimiter and the header.
const N_SNIFFED: usize = 60;

/// How many records at the end may be notes to the table.
const N_NOTES_MAX: usize = 20;

/// How many broken rows of a file are told one by one.
const N_TOLD: usize = 5;

/// How many rows must be sound for each that is held; if fewer are, the delimiter is rather wrong.
const N_SOUND_PER_FAULT: usize = 9;

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
    let mut faults = Faults::new(file, raw.headers().len());
    while records.advance() {
        let is_short = records.fields.len() != faults.width;
        if is_short && records.is_blank() {
            continue;
        }
        let fault = faults.find(&records);
        let is_end = matches!(fault, Some(Fault::Unclosed(_)));
        push(&mut raw, &records, faults.width);
        if let Some(fault) = fault {
            let reason = faults.add(&records, fault);
            raw.doubt_row(reason);
        }
        if is_end {
            break;
        }
    }
    raw.drop_empty_tail();
    drop_notes(&mut raw, &mut faults);
    let is_sound = faults.tell(raw.n_rows(), diagnostics);
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
    let mut fault = Faults::new(file, records.fields.len());
    if let Some(found) = fault.find(records) {
        fault.add(records, found);
        fault.tell(0, diagnostics);
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
            let lines = std::iter::from_fn(|| before.advance().then_some(before.line));
            lines.skip(row).next().unwrap_or(1)
        };
        let place = Span::new(file, records.start..records.end_of_line());
        diagnostics.push(doubt.warning(path, "line", line, header).at(place));
    }
    Some(raw)
}

fn parted_by(delimiter: u8) -> String {
    format!("text, cells parted by {}", delimiter_name(delimiter))
}

fn delimiter_name(delimiter: u8) -> String {
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
fn drop_notes(raw: &mut Raw<'_>, faults: &mut Faults) {
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
        faults.forget_after(raw.amiss().len());
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

/// Whether something parts the lines of `text` into cells.
pub(super) fn has_delimiter(text: &str) -> bool {
    let mut records = Records::new(text, sniff(text));
    let sample = records.sample();
    sample.iter().filter(|it| it.len() > 1).count() * 2 > sample.len()
}

/// The records of a text, one at a time, each with its place.
struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    reader: Reader<&'t [u8]>,
    /// The cells of the record, without their quotes.
    fields: ByteRecord,
    has_quotes: bool,
    /// Where the record stands in the text.
    start: usize,
    end: usize,
    /// The line it starts on, from 1.
    line: u32,
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
    fn written(&self) -> &'t str {
        &self.text[self.start..self.end]
    }

    /// Returns where the record's first line ends.
    fn end_of_line(&self) -> usize {
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

/// What is wrong with a row; offsets are those in its record.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// A quote is never closed, so that all that follows is one cell.
    Unclosed(usize),
    /// Text follows a closing quote.
    TextAfter(usize),
    /// It has more cells than the header, or fewer.
    Ragged,
}

/// What is wrong with the rows of a file, told for the first few and counted for all.
struct Faults {
    file: FileId,
    width: usize,
    /// The first of them, and the place of each among the rows.
    told: Vec<Diagnostic>,
    n: usize,
    is_unclosed: bool,
}

impl Faults {
    fn new(file: FileId, width: usize) -> Self {
        Faults {
            file,
            width,
            told: Vec::new(),
            n: 0,
            is_unclosed: false,
        }
    }

    /// Returns what is wrong with the record, if something is.
    fn find(&self, record: &Records<'_>) -> Option<Fault> {
        let misquoted = record
            .has_quotes
            .then(|| misquoted(record.written(), record.delimiter));
        let is_ragged = || !self.has_width(&record.fields);
        misquoted
            .flatten()
            .or_else(|| is_ragged().then_some(Fault::Ragged))
    }

    /// Whether there is a cell for each header, and nothing but empty cells after the last.
    fn has_width(&self, fields: &ByteRecord) -> bool {
        fields.len() == self.width
            || fields.len() > self.width
                && (self.width..fields.len()).all(|it| fields[it].trim_ascii().is_empty())
    }

    /// Adds what is wrong with a record; returns it as a reason to hold the row.
    fn add(&mut self, record: &Records<'_>, fault: Fault) -> String {
        let diagnostic = match fault {
            Fault::Ragged => self.ragged(record),
            Fault::Unclosed(at) | Fault::TextAfter(at) => self.misquote(record, fault, at),
        };
        let reason = diagnostic.message.clone();
        self.is_unclosed |= matches!(fault, Fault::Unclosed(_));
        self.n += 1;
        if self.n <= N_TOLD || self.is_unclosed {
            self.told.push(diagnostic);
        }
        reason
    }

    fn misquote(&self, record: &Records<'_>, fault: Fault, at: usize) -> Diagnostic {
        let (message, hint) = match fault {
            Fault::Unclosed(_) => (
                "a quote is opened and never closed",
                "close the quote, or write a quote inside a quoted cell twice",
            ),
            _ => (
                "text follows a closing quote",
                "write a quote inside a quoted cell twice, as in \"the \"\"big\"\" match\"",
            ),
        };
        let at = record.start + at;
        Diagnostic::warning(Code::BrokenData, format!("line {}: {message}", record.line))
            .at(Span::new(self.file, at..at + 1))
            .hint(hint)
    }

    fn ragged(&self, record: &Records<'_>) -> Diagnostic {
        let n_fields = record.fields.len();
        let message = format!(
            "line {} has {}, the header has {}",
            record.line,
            cells(n_fields),
            self.width
        );
        let delimiter = delimiter_name(record.delimiter);
        Diagnostic::warning(Code::BrokenData, message)
            .at(Span::new(self.file, record.start..record.end_of_line()))
            .label(cells(n_fields))
            .hint(if n_fields > self.width {
                format!("cells are parted by {delimiter}: a cell that has it inside must stand in quotes")
            } else {
                format!("cells are parted by {delimiter}: an empty cell still needs its own")
            })
    }

    /// Forgets the faults of lines that turned out to be no rows.
    fn forget_after(&mut self, n_faults: usize) {
        self.n = n_faults;
        self.told.truncate(n_faults);
    }

    /// Tells what is wrong; returns whether the table can be used: a few bad rows are held, and many
    /// mean that the lines are not parted as they seem to be.
    fn tell(self, n_rows: usize, diagnostics: &mut Diagnostics) -> bool {
        let n_sound = n_rows.saturating_sub(self.n);
        let is_usable = !self.is_unclosed && n_sound >= self.n * N_SOUND_PER_FAULT;
        let severity = match is_usable {
            true => Severity::Warning,
            false => Severity::Error,
        };
        let (n, n_told) = (self.n, self.told.len());
        let place = self.told.first().and_then(|it| it.span);
        for mut diagnostic in self.told {
            diagnostic.severity = severity;
            diagnostics.push(diagnostic);
        }
        if n > n_told {
            let message = format!("{} more rows of this file are broken", n - n_told);
            let mut found = Diagnostic::warning(Code::BrokenData, message);
            found.severity = severity;
            found.span = place.map(|it| Span::new(it.file, 0..0));
            diagnostics.push(found);
        }
        is_usable
    }
}

fn cells(n: usize) -> String {
    match n {
        1 => "1 cell".to_owned(),
        _ => format!("{n} cells"),
    }
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

/// Finds a quote from which the parser would guess on: it would swallow or glue cells.
fn misquoted(record: &str, delimiter: u8) -> Option<Fault> {
    enum At {
        Start,
        Bare,
        Quoted(usize),
        Closed,
    }
    let mut at = At::Start;
    for (idx, byte) in record.bytes().enumerate() {
        at = match (at, byte) {
            // A quote after a closing one: the two were one quote inside the cell.
            (At::Start | At::Closed, b'"') => At::Quoted(idx),
            (At::Quoted(_), b'"') | (At::Closed, b' ') => At::Closed,
            (At::Quoted(start), _) => At::Quoted(start),
            (_, it) if it == delimiter || it == b'\r' || it == b'\n' => At::Start,
            (At::Closed, _) => return Some(Fault::TextAfter(idx)),
            _ => At::Bare,
        };
    }
    match at {
        At::Quoted(start) => Some(Fault::Unclosed(start)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Scan, count_lines, misquoted, read};
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
    fn a_quote_that_leaves_doubt_is_found() {
        assert_eq!(misquoted("a,\"b\"\"c\",d\n", b','), None);
        assert_eq!(misquoted("a,\"b\" ,d\n", b','), None);
        assert_eq!(misquoted("a,\"b\"c,d\n", b','), Some(Fault::TextAfter(5)));
        assert_eq!(misquoted("a,\"b", b','), Some(Fault::Unclosed(2)));
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
