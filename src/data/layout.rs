//! What is declared of a file's layout in, what the readers ask for out.

use encoding_rs::Encoding;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::TableLayout;
use crate::source::Located;

/// What is declared of how a text is laid out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TextLayout {
    /// How its letters are written.
    pub(super) encoding: Option<&'static Encoding>,
    /// What parts its cells.
    pub(super) delimiter: Option<u8>,
    /// Where its columns are named.
    pub(super) heading: Option<Heading>,
}

/// Where the columns of a table are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    /// On this line, from 1.
    Line(u32),
    /// Nowhere.
    None,
}

impl TextLayout {
    /// Reads what is declared; tells what cannot be read.
    pub(super) fn of(layout: &TableLayout, diagnostics: &mut Diagnostics) -> Self {
        let encoding = layout.encoding.as_ref();
        let delimiter = layout.delimiter.as_ref();
        let heading = layout.header.as_ref();
        TextLayout {
            encoding: encoding.and_then(|it| known_encoding(it, diagnostics)),
            delimiter: delimiter.and_then(|it| known_delimiter(it, diagnostics)),
            heading: heading.and_then(|it| known_heading(it, diagnostics)),
        }
    }
}

/// What kind of file a layout is declared of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Cells parted by a sign.
    Delimited,
    /// JSON, YAML or TOML.
    Document,
    /// A workbook.
    Workbook,
    /// A SQLite file.
    Database,
}

/// A key, what is declared under it, the kinds of files it is for, and these in words.
type Key<'l> = (
    &'static str,
    &'l Option<Located<String>>,
    &'static [FileKind],
    &'static str,
);

/// Tells of what is declared of a file and says nothing of its kind: a `range` that is not heeded would let
/// rows in that it is meant to keep out.
pub(super) fn tell_misplaced(layout: &TableLayout, kind: FileKind, diagnostics: &mut Diagnostics) {
    use FileKind::{Database, Delimited, Document, Workbook};
    let keys: [Key<'_>; 6] = [
        ("at", &layout.at, &[Document], "JSON, YAML and TOML"),
        (
            "sheet",
            &layout.sheet,
            &[Workbook, Database],
            "workbooks and SQLite files",
        ),
        ("range", &layout.range, &[Workbook], "workbooks"),
        (
            "header",
            &layout.header,
            &[Delimited, Workbook],
            "lines of cells and workbooks",
        ),
        (
            "delimiter",
            &layout.delimiter,
            &[Delimited],
            "lines of cells",
        ),
        ("encoding", &layout.encoding, &[Delimited, Document], "text"),
    ];
    for (key, written, kinds, of) in keys {
        if let Some(written) = written
            && !kinds.contains(&kind)
        {
            let message = format!("`{key}` is for {of}, and this file is something else");
            diagnostics.push(
                refused(written, message).hint("take it away; `gen data` shows what the file is"),
            );
        }
    }
}

fn known_encoding(
    label: &Located<String>,
    diagnostics: &mut Diagnostics,
) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.value.as_bytes());
    if encoding.is_none() {
        let message = format!("there is no encoding `{}`", label.value);
        let hint = "write it as the Web does: `utf-8`, `windows-1252`, `iso-8859-15`, `macintosh`";
        diagnostics.push(refused(label, message).hint(hint));
    }
    encoding
}

fn known_delimiter(written: &Located<String>, diagnostics: &mut Diagnostics) -> Option<u8> {
    match written.value.as_str() {
        "tab" | "\t" | "\\t" => return Some(b'\t'),
        "comma" => return Some(b','),
        "semicolon" => return Some(b';'),
        other => {
            if let [byte] = other.as_bytes()
                && byte.is_ascii_punctuation()
                && *byte != b'"'
            {
                return Some(*byte);
            }
        }
    }
    let message = format!("`{}` cannot part cells", written.value);
    let hint = "write one sign in quotes, as in `delimiter: \";\"`, or `delimiter: tab`";
    diagnostics.push(refused(written, message).hint(hint));
    None
}

/// Returns where the columns are named, by the number of a line or `none`.
pub(super) fn known_heading(
    written: &Located<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Heading> {
    match (written.value.as_str(), written.value.parse::<u32>()) {
        ("none", _) => Some(Heading::None),
        (_, Ok(line)) if line > 0 => Some(Heading::Line(line)),
        _ => {
            let message = format!("`{}` is no line", written.value);
            let hint = "write the number of the line that names the columns, or `header: none`";
            diagnostics.push(refused(written, message).hint(hint));
            None
        }
    }
}

fn refused(written: &Located<String>, message: String) -> Diagnostic {
    Diagnostic::error(Code::WrongType, message).at(written.span)
}
