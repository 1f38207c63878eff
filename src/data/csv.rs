//! Delimited text in, a raw table out: the delimiter is found, and no row is shifted in silence.

use std::ops::Range;

use ::csv::{Reader, ReaderBuilder, StringRecord};

use super::raw::{Raw, Written};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// How many rows are looked at to find the delimiter.
const N_SNIFFED: usize = 50;

/// How many broken rows of a file are told one by one.
const N_TOLD: usize = 5;

/// Reads the table in `text`; nothing if its structure is broken.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Raw> {
    let delimiter = sniff(text);
    let mut records = Records::new(text, delimiter);
    records.advance().then_some(())?;
    let headers = records.fields.iter().map(|it| it.trim().to_owned());
    let mut raw = Raw::delimited(headers.collect(), records.line, delimiter);
    let mut faults = Faults::new(file, records.fields.len());
    faults.check(&records, diagnostics);
    while records.advance() {
        let is_blank = records.fields.iter().all(|it| it.trim().is_empty());
        if is_blank && records.fields.len() != faults.width {
            continue;
        }
        if faults.check(&records, diagnostics) {
            raw.begin_row(records.line, records.start);
            for field in records.fields.iter().take(faults.width) {
                raw.push(Written::Plain(field));
            }
        }
    }
    faults.sum_up(diagnostics);
    raw.drop_empty_tail();
    (faults.n == 0).then_some(raw)
}

/// Returns the delimiter by which most of the first rows have as many cells as the header.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: &u8| {
        let mut records = Records::new(text, *delimiter);
        records.advance();
        let width = records.fields.len();
        let mut n_alike = 0;
        for _ in 0..N_SNIFFED {
            if !records.advance() {
                break;
            }
            n_alike += usize::from(records.fields.len() == width);
        }
        (width > 1, n_alike, width)
    };
    // The first of the best wins; `max_by_key` would take the last.
    let candidates = *b"|\t;,";
    candidates.into_iter().max_by_key(score).unwrap_or(b',')
}

/// The records of a text, one at a time, each with its place.
struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    reader: Reader<&'t [u8]>,
    /// The cells of the record, without their quotes.
    fields: StringRecord,
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
            fields: StringRecord::new(),
            start: 0,
            end: 0,
            line: 1,
        }
    }

    /// Goes to the next record, if there is one.
    fn advance(&mut self) -> bool {
        // Bytes in memory do not fail, and a text cut at ASCII characters stays a text.
        if !matches!(self.reader.read_record(&mut self.fields), Ok(true)) {
            return false;
        }
        // The parser counts the second half of a line break, and empty lines, to what follows.
        let rest = &self.text[self.end..];
        let start = self.end + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        self.line += count_lines(&self.text[self.start..start]);
        self.start = start;
        self.end = (self.reader.position().byte() as usize).clamp(start, self.text.len());
        true
    }

    /// Returns the record as it is written.
    fn written(&self) -> &'t str {
        &self.text[self.start..self.end]
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

/// What is wrong with the rows of a file, told for the first few and counted for all.
struct Faults {
    file: FileId,
    width: usize,
    n: usize,
}

impl Faults {
    fn new(file: FileId, width: usize) -> Self {
        Faults { file, width, n: 0 }
    }

    /// Whether the record is sound; tells what is wrong if not.
    fn check(&mut self, record: &Records<'_>, diagnostics: &mut Diagnostics) -> bool {
        let diagnostic = if let Some(fault) = misquoted(record.written(), record.delimiter) {
            self.quote(record, &fault)
        } else if self.has_width(&record.fields) {
            return true;
        } else {
            self.ragged(record)
        };
        self.n += 1;
        if self.n <= N_TOLD {
            diagnostics.push(diagnostic);
        }
        false
    }

    /// Whether there is a cell for each header, and nothing but empty cells after the last.
    fn has_width(&self, fields: &StringRecord) -> bool {
        fields.len() >= self.width
            && fields
                .iter()
                .skip(self.width)
                .all(|it| it.trim().is_empty())
    }

    fn quote(&self, record: &Records<'_>, fault: &Misquote) -> Diagnostic {
        let (offset, message, hint) = match *fault {
            Misquote::Unclosed(at) => (
                at,
                "a quote is opened and never closed",
                "close the quote, or write a quote inside a quoted cell twice",
            ),
            Misquote::TextAfter(at) => (
                at,
                "text follows a closing quote",
                "write a quote inside a quoted cell twice, as in \"the \"\"big\"\" match\"",
            ),
        };
        let at = record.start + offset;
        Diagnostic::error(Code::BrokenData, format!("line {}: {message}", record.line))
            .at(Span::new(self.file, at..at + 1))
            .hint(hint)
    }

    fn ragged(&self, record: &Records<'_>) -> Diagnostic {
        let n_fields = record.fields.len();
        let line = record.written().trim_end_matches(['\r', '\n']);
        let first = line.lines().next().unwrap_or_default();
        let message = format!(
            "line {} has {}, the header has {}",
            record.line,
            cells(n_fields),
            self.width
        );
        let delimiter = match record.delimiter {
            b'\t' => "a tab".to_owned(),
            other => format!("`{}`", char::from(other)),
        };
        Diagnostic::error(Code::BrokenData, message)
            .at(Span::new(self.file, record.start..record.start + first.len()))
            .label(cells(n_fields))
            .hint(if n_fields > self.width {
                format!("cells are parted by {delimiter}: a cell that has it inside must stand in quotes")
            } else {
                format!("cells are parted by {delimiter}: an empty cell still needs its own")
            })
    }

    /// Says how many more there are than were told.
    fn sum_up(&self, diagnostics: &mut Diagnostics) {
        if self.n > N_TOLD {
            let message = format!("{} more rows of this file are broken", self.n - N_TOLD);
            let place = Span::new(self.file, 0..0);
            diagnostics.push(Diagnostic::error(Code::BrokenData, message).at(place));
        }
    }
}

fn cells(n: usize) -> String {
    match n {
        1 => "1 cell".to_owned(),
        _ => format!("{n} cells"),
    }
}

/// Returns where the field in `column`, from 0, of the record at the start of `text` is written, with
/// its quotes; the record has been found sound.
pub(super) fn field(text: &str, delimiter: u8, column: usize) -> Range<usize> {
    let (mut start, mut n_before) = (0, 0);
    let (mut has_quotes, mut is_open) = (false, false);
    for (idx, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if has_quotes || idx == start => (has_quotes, is_open) = (true, !is_open),
            _ if is_open => {}
            _ if byte == delimiter && n_before < column => {
                (start, n_before, has_quotes) = (idx + 1, n_before + 1, false);
            }
            _ if byte == delimiter || matches!(byte, b'\r' | b'\n') => return start..idx,
            _ => {}
        }
    }
    start..text.len()
}

/// A quote that leaves open where its cell ends; each with its offset in the record.
#[derive(Debug, PartialEq)]
enum Misquote {
    /// It is never closed.
    Unclosed(usize),
    /// Text follows the closing quote.
    TextAfter(usize),
}

/// Finds a quote from which the parser would guess on: it would swallow or glue cells.
fn misquoted(record: &str, delimiter: u8) -> Option<Misquote> {
    enum At {
        Start,
        Bare,
        Quoted(usize),
        Closed,
    }
    if !record.contains('"') {
        return None;
    }
    let mut at = At::Start;
    for (idx, byte) in record.bytes().enumerate() {
        at = match (at, byte) {
            // A quote after a closing one: the two were one quote inside the cell.
            (At::Start | At::Closed, b'"') => At::Quoted(idx),
            (At::Quoted(_), b'"') | (At::Closed, b' ') => At::Closed,
            (At::Quoted(start), _) => At::Quoted(start),
            (_, it) if it == delimiter || it == b'\r' || it == b'\n' => At::Start,
            (At::Closed, _) => return Some(Misquote::TextAfter(idx)),
            _ => At::Bare,
        };
    }
    match at {
        At::Quoted(start) => Some(Misquote::Unclosed(start)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Misquote, count_lines, field, misquoted, read};
    use crate::data::raw::Written;
    use crate::diagnostics::Diagnostics;
    use crate::source::Reads;
    use proptest::prelude::*;

    /// Reads `text`, and writes each row as `line: cell|cell`, or each finding.
    fn shown(text: &str) -> Vec<String> {
        let mut reads = Reads::new("");
        let file = reads.keep("t.csv".as_ref(), text);
        let mut diagnostics = Diagnostics::default();
        let Some(raw) = read(file, text, &mut diagnostics) else {
            return diagnostics.iter().map(|it| it.message.clone()).collect();
        };
        assert!(diagnostics.is_empty());
        let mut rows = vec![raw.headers().join("|")];
        for (row, line) in raw.lines().iter().enumerate() {
            let cells: Vec<&str> = (0..raw.headers().len())
                .map(|column| match raw.cell(row, column) {
                    Written::Plain(text) => text,
                    other => panic!("{other:?}"),
                })
                .collect();
            rows.push(format!("{line}: {}", cells.join("|")));
        }
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
        assert_eq!(
            misquoted("a,\"b\"c,d\n", b','),
            Some(Misquote::TextAfter(5))
        );
        assert_eq!(misquoted("a,\"b", b','), Some(Misquote::Unclosed(2)));
        assert_eq!(count_lines("a\r\nb\rc\n\n"), 4);
    }

    #[test]
    fn a_field_is_found_where_it_is_written() {
        let check = |text: &str, column, expected: &str| {
            assert_eq!(&text[field(text, b';', column)], expected, "{text:?}");
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
