//! The bytes of a file in, how it is written out: its content decides, and its name where the content does not.

use std::path::Path;

use serde::de::IgnoredAny;

use super::csv;

/// How a file of bytes is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// As text.
    Text,
    /// As a workbook, or whatever else its kind of archive may hold.
    Workbook,
    /// As a SQLite database.
    Sqlite,
    /// As something that holds no table: what it is, and what to do.
    Foreign(&'static str, &'static str),
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// In cells parted by a delimiter.
    Delimited,
    /// As JSON; `is_lines` says that it is named as one document a line.
    Json { is_lines: bool },
    /// As YAML.
    Yaml,
    /// As TOML.
    Toml,
    /// As something that holds no table: what it is, and what to do.
    Foreign(&'static str, &'static str),
}

impl Format {
    /// Returns the name of the format.
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Delimited => "text, its cells parted by a sign",
            Format::Json { .. } => "JSON",
            Format::Yaml => "YAML",
            Format::Toml => "TOML",
            Format::Foreign(what, _) => what,
        }
    }
}

const UNPACK: &str = "unpack it, and name the file that is inside";

/// How files begin that are no text.
const BEGINNINGS: &[(&[u8], Container)] = &[
    (b"SQLite format 3\0", Container::Sqlite),
    (b"PK\x03\x04", Container::Workbook),
    (b"PK\x05\x06", Container::Workbook),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Container::Workbook),
    (
        b"PAR1",
        Container::Foreign(
            "a Parquet file",
            "save it as CSV or SQLite, which gen reads",
        ),
    ),
    (
        b"ARROW1",
        Container::Foreign("an Arrow file", "save it as CSV or SQLite, which gen reads"),
    ),
    (b"\x1f\x8b", Container::Foreign("a gzip archive", UNPACK)),
    (b"BZh", Container::Foreign("a bzip2 archive", UNPACK)),
    (b"\xfd7zXZ", Container::Foreign("an xz archive", UNPACK)),
    (
        b"\x28\xb5\x2f\xfd",
        Container::Foreign("a zstd archive", UNPACK),
    ),
    (b"7z\xbc\xaf", Container::Foreign("a 7-zip archive", UNPACK)),
    (b"Rar!", Container::Foreign("a RAR archive", UNPACK)),
    (
        b"%PDF",
        Container::Foreign("a PDF document", "ask for the data it was made of"),
    ),
    (
        b"\x89PNG",
        Container::Foreign("a picture", "ask for the data it was made of"),
    ),
    (
        b"\xff\xd8\xff",
        Container::Foreign("a picture", "ask for the data it was made of"),
    ),
];

/// Returns how a file is written, by how it begins.
pub(super) fn container(bytes: &[u8]) -> Container {
    let known = BEGINNINGS
        .iter()
        .find(|(start, _)| bytes.starts_with(start));
    known.map_or(Container::Text, |(_, it)| *it)
}

/// Returns how a text is written: by how it begins, then by the name of its file.
pub(super) fn format(text: &str, path: &Path) -> Format {
    let text = text.trim_start();
    let extension = extension(path);
    if let Some(foreign) = foreign(text) {
        return foreign;
    }
    match extension.as_str() {
        "yaml" | "yml" => return Format::Yaml,
        "toml" => return Format::Toml,
        // Its tables are drawn, with lines of dashes between their rows.
        "md" | "markdown" => {
            return Format::Foreign(
                "a Markdown text, which is to be read by people",
                "save its table as a CSV file",
            );
        }
        _ => {}
    }
    let is_lines = matches!(extension.as_str(), "ndjson" | "jsonl");
    if text.starts_with(['[', '{']) {
        // `[1] a comment` may begin a table, and a broken document is still one by its name.
        let mut parts = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        let is_named = is_lines || matches!(extension.as_str(), "json" | "geojson");
        if is_named || matches!(parts.next(), Some(Ok(_))) {
            return Format::Json { is_lines };
        }
    }
    match extension.as_str() {
        "csv" | "tsv" | "tab" => Format::Delimited,
        _ if csv::has_delimiter(text) => Format::Delimited,
        "json" | "geojson" | "ndjson" | "jsonl" => Format::Json { is_lines },
        _ => Format::Foreign(
            "a text without cells: nothing parts its lines",
            "save it as a CSV file; if it is one of a single column, let its name end in `.csv`",
        ),
    }
}

/// Returns what a text is that holds no table although it may be named like one.
fn foreign(text: &str) -> Option<Format> {
    if is_binary(text) {
        return Some(Format::Foreign(
            "no text, nor anything else that gen knows",
            "see with which program it was written, and save it there as CSV",
        ));
    }
    let head: String = text.chars().take(200).collect::<String>().to_lowercase();
    let starts = |it: &&str| head.starts_with(*it);
    if head.starts_with("version https://git-lfs.github.com/") {
        return Some(Format::Foreign(
            "a Git LFS pointer, which stands for a file that was not fetched",
            "run `git lfs pull`",
        ));
    }
    let is_page = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<div",
        "<meta",
    ];
    if is_page.iter().any(starts) {
        return Some(Format::Foreign(
            "an HTML page, perhaps what a site answers instead of the file",
            "download the data again, logged in where that is needed, and see what is in the file",
        ));
    }
    let is_xml = head.starts_with("<?xml")
        || (head.starts_with('<') && head[1..].starts_with(|c: char| c.is_alphabetic()));
    is_xml.then_some(Format::Foreign(
        "an XML document",
        "take its rows out into a CSV or JSON file first",
    ))
}

/// Whether so much of the first letters is none that this is no text.
fn is_binary(text: &str) -> bool {
    const N_LOOKED_AT: usize = 2_000;
    let head = || text.chars().take(N_LOOKED_AT);
    let n = head().count();
    let is_control = |it: &char| it.is_ascii_control() && !it.is_ascii_whitespace();
    let n_controls = head().filter(is_control).count();
    let n_broken = head().filter(|it| *it == '\u{fffd}').count();
    (n_controls > 4 && n_controls * 40 > n) || (n_broken > 4 && n_broken * 4 > n)
}

fn extension(path: &Path) -> String {
    let extension = path.extension().and_then(|it| it.to_str());
    extension.unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Container, Format, container, format};

    #[test]
    fn content_decides() {
        let check = |path: &str, text: &str, expected: Format| {
            assert_eq!(format(text, Path::new(path)), expected, "{path}: {text:?}");
        };
        let json = Format::Json { is_lines: false };
        check("a.csv", "a;b\n1;2", Format::Delimited);
        check("a.csv", "[{\"a\": 1}]", json);
        check("a.csv", "[a],b\n1,2", Format::Delimited);
        check("a.json", "a,b\n1,2\n", Format::Delimited);
        check("a.json", "{\"a\": ", json);
        check("a.json", "null", json);
        check("a.jsonl", "{\"a\": 1}", Format::Json { is_lines: true });
        check("a", " {\"a\": 1}", json);
        check("a.csv", "names\nLens", Format::Delimited);
        check("a.yaml", "a: 1", Format::Yaml);
        check("a.toml", "a = 1", Format::Toml);
        let is_foreign = |path: &str, text: &str| {
            let found = format(text, Path::new(path));
            assert!(matches!(found, Format::Foreign(..)), "{path}: {text:?}");
        };
        is_foreign(
            "a.csv",
            "version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
        );
        is_foreign("a.csv", "\n<!DOCTYPE html>\n<title>403</title>");
        is_foreign("a.csv", "<?xml version=\"1.0\"?><a/>");
        is_foreign("a.csv", "a\u{1}\u{2}\u{1}\u{1}\u{1},b\n");
        check("a.csv", "a,b\n1\u{1},2", Format::Delimited);
        check("a.csv", "a,b\nl\u{fffd}t\u{fffd},2", Format::Delimited);
        is_foreign("README.md", "# A title\n\nSome words.\n");
        is_foreign("README.md", "|a|b|\n|---|---|\n|1|2|\n");
        is_foreign("LICENSE", "One, two, three\n");
        is_foreign(
            "LICENSE",
            "Do\nthis, or\nthat, or, or,\nso, on, and\nso on\n",
        );
    }

    #[test]
    fn archives_are_told_from_text() {
        assert_eq!(container(b"PK\x03\x04..."), Container::Workbook);
        assert_eq!(container(b"SQLite format 3\0"), Container::Sqlite);
        assert_eq!(container(b"a,b\n"), Container::Text);
        assert!(matches!(container(b"PAR1"), Container::Foreign(..)));
    }
}
