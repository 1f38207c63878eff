//! Declared tables in, typed tables out: each file is found, read by its format and typed by column.

use std::path::Path;

use super::build::{self, Origin};
use super::raw::Raw;
use super::{Tables, csv, json, query, records, sqlite, yaml};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::{TableSource, TableSpec};
use crate::source::{Content, Error, FileId, Lookup, Reads, Span};

/// Reads the tables of a project, in the order they are declared.
///
/// A table with an error is known by name and cannot be used; the diagnostics say why.
pub fn load(
    specs: &[TableSpec],
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Tables, Error> {
    let mut tables = Tables::default();
    for spec in specs {
        if matches!(spec.source, TableSource::Query(_)) {
            continue;
        }
        if let Some(bytes) = database(spec, reads)? {
            match read_database(&bytes, spec, reads, diagnostics) {
                Some(table) => {
                    tables.push(table);
                }
                None => tables.push_unusable(&spec.name.value),
            }
            continue;
        }
        let file = find(spec, reads, diagnostics)?;
        let table = file.and_then(|file| {
            let (path, text) = (&spec.source.written().value, &reads.file(file).text);
            read(
                &Origin {
                    spec,
                    path,
                    file,
                    text,
                },
                diagnostics,
            )
        });
        match table {
            Some(table) => {
                tables.push(table);
            }
            None => tables.push_unusable(&spec.name.value),
        }
    }
    query::load(specs, &mut tables, reads, diagnostics);
    Ok(tables)
}

/// Returns what is in the file of a table if that is a SQLite file.
fn database(spec: &TableSpec, reads: &mut Reads) -> Result<Option<Vec<u8>>, Error> {
    Ok(
        match reads.content(Path::new(&spec.source.written().value))? {
            Content::Bytes(bytes) if bytes.starts_with(sqlite::MAGIC) => Some(bytes),
            _ => None,
        },
    )
}

/// Reads the table of a SQLite file.
fn read_database(
    bytes: &[u8],
    spec: &TableSpec,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Option<super::Table> {
    let path = &spec.source.written().value;
    let (file, raw) = sqlite::read(bytes, Path::new(path), spec, reads, diagnostics)?;
    let text = &reads.file(file).text;
    let origin = Origin {
        spec,
        path,
        file,
        text,
    };
    build::table(&origin, &raw, diagnostics)
}

/// Returns the file of a table; says what is wrong if it cannot be had.
fn find(
    spec: &TableSpec,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Option<FileId>, Error> {
    let path = Path::new(&spec.source.written().value);
    match reads.text(path)? {
        Lookup::Found(file) => Ok(Some(file)),
        Lookup::Absent => {
            diagnostics.push(absent(spec, path, reads)?);
            Ok(None)
        }
        Lookup::NotText(offset) => {
            let place = reads.byte_at(path, offset)?;
            diagnostics.push(not_text(spec, path, place));
            Ok(None)
        }
    }
}

/// Returns the finding that there is no such file, with the nearest that there is.
fn absent(spec: &TableSpec, path: &Path, reads: &mut Reads) -> Result<Diagnostic, Error> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let neighbours: Vec<String> = reads
        .list(folder)?
        .iter()
        .filter_map(|it| it.file_name()?.to_str().map(str::to_owned))
        .collect();
    let name = path
        .file_name()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    let message = format!("`{}` is not there", spec.source.written().value);
    let diagnostic = Diagnostic::error(Code::MissingFile, message).at(spec.source.written().span);
    if neighbours.is_empty() {
        return Ok(diagnostic.hint("put the file there, or name the one that is meant"));
    }
    Ok(diagnostic.did_you_mean(name, neighbours.iter().map(String::as_str)))
}

fn not_text(spec: &TableSpec, path: &Path, place: (usize, usize, u8)) -> Diagnostic {
    let (line, place, byte) = place;
    let message = format!(
        "`{}` is not UTF-8 text: byte {place} of line {line}, {byte:02X}, breaks it",
        spec.source.written().value
    );
    Diagnostic::error(Code::NotText, message)
        .at(spec.source.written().span)
        .hint(match extension(path).as_str() {
            "xlsx" | "xls" | "xlsm" | "ods" | "numbers" => {
                "save the sheet as a CSV file in UTF-8, and name that file"
            }
            _ => "save the file as UTF-8",
        })
}

/// Reads the table of a file.
fn read(origin: &Origin<'_>, diagnostics: &mut Diagnostics) -> Option<super::Table> {
    if origin.text.trim().is_empty() {
        let message = format!("`{}` has nothing in it", origin.path);
        let place = Span::new(origin.file, 0..0);
        diagnostics.push(Diagnostic::error(Code::EmptyFile, message).at(place));
        return None;
    }
    let document = match format(origin) {
        Format::Delimited => {
            let raw = csv::read(origin.file, origin.text, diagnostics)?;
            return build::table(origin, &raw, diagnostics);
        }
        Format::Json { is_lines } => json::read(origin.file, origin.text, is_lines),
        Format::Yaml => yaml::read(origin.file, origin.text),
    };
    match document {
        Ok(document) => {
            let raw = records::table(origin, document, diagnostics)?;
            check_rows(origin, &raw, diagnostics)?;
            build::table(origin, &raw, diagnostics)
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// Refuses a document without rows: where no row names its cells, there are no columns either.
fn check_rows(origin: &Origin<'_>, raw: &Raw, diagnostics: &mut Diagnostics) -> Option<()> {
    if raw.n_rows() > 0 {
        return Some(());
    }
    let message = format!("`{}` has no rows", origin.path);
    diagnostics.push(
        Diagnostic::error(Code::EmptyTable, message)
            .at(origin.line(1))
            .hint("see whether its export failed: without rows, its columns are not known"),
    );
    None
}

/// The way a file is written.
enum Format {
    Delimited,
    Json { is_lines: bool },
    Yaml,
}

/// Finds how a file is written: by its name's ending, else by how its text begins.
fn format(origin: &Origin<'_>) -> Format {
    match extension(Path::new(&origin.path)).as_str() {
        "csv" | "tsv" | "tab" => Format::Delimited,
        "json" | "geojson" => Format::Json { is_lines: false },
        "ndjson" | "jsonl" => Format::Json { is_lines: true },
        "yaml" | "yml" => Format::Yaml,
        _ if origin.text.trim_start().starts_with(['[', '{']) => Format::Json { is_lines: false },
        _ => Format::Delimited,
    }
}

fn extension(path: &Path) -> String {
    path.extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase()
}
