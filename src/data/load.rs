//! Declared tables in, typed tables out: each file is opened, read as its content asks, and typed by column.

use std::io;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8};

use super::build::{self, Origin};
use super::content::{self, Container, Format};
use super::decode::{self, Certainty};
use super::layout::{FileKind, TextLayout, tell_misplaced};
use super::raw::Raw;
use super::{
    Table, Tables, csv, files, json, letters, query, records, sqlite, toml, unfold, workbook, yaml,
};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::{TableSource, TableSpec};
use crate::source::{Content, Error, FileId, Reads, Span};

/// Reads the tables of a project, in the order they are declared.
///
/// A table with an error is known by name and cannot be used; the diagnostics say why.
pub fn load(
    specs: &[TableSpec],
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Tables, Error> {
    let is_file = |it: &&TableSpec| matches!(it.source, TableSource::File(_));
    let mut opened = Vec::with_capacity(specs.len());
    for spec in specs.iter().filter(is_file) {
        let n_errors = diagnostics.count().0;
        let files = open_all(spec, reads, diagnostics)?;
        let is_sound = !spec.is_broken && diagnostics.count().0 == n_errors;
        opened.push((spec, files.filter(|_| is_sound)));
    }
    let mut tables = Tables::default();
    for (spec, files) in opened {
        let n_errors = diagnostics.count().0;
        let table = files.and_then(|it| read_all(spec, it, reads, diagnostics));
        // A declaration with a mistake may have meant to change what the cells say.
        match table.filter(|_| diagnostics.count().0 == n_errors) {
            Some(table) => {
                tables.push(table);
            }
            None => tables.push_unusable(&spec.name.value),
        }
    }
    query::load(specs, &mut tables, reads, diagnostics);
    Ok(tables)
}

/// A file whose content is in memory, and known by its kind.
struct Opened {
    path: PathBuf,
    file: FileId,
    /// How its letters are written, and how sure that is.
    encoding: &'static Encoding,
    certainty: Certainty,
    layout: TextLayout,
    how: How,
}

/// What is left to do with an opened file.
enum How {
    /// Its text is to be read.
    Text(Format),
    /// Its rows are there already: it is no text.
    Rows(FileKind, Box<Raw<'static>>),
}

impl How {
    fn kind(&self) -> FileKind {
        match self {
            How::Rows(kind, _) => *kind,
            How::Text(Format::Delimited) => FileKind::Delimited,
            How::Text(_) => FileKind::Document,
        }
    }
}

/// Opens the files of a table; nothing if one of them cannot be used.
fn open_all(
    spec: &TableSpec,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Vec<Opened>>, Error> {
    let layout = TextLayout::of(&spec.layout, diagnostics);
    let paths = files::files(spec.source.written(), reads, diagnostics)?;
    let mut opened = Vec::new();
    for path in &paths {
        opened.extend(open(spec, path, layout, reads, diagnostics)?);
    }
    let is_whole = opened.len() == paths.len() && !paths.is_empty();
    Ok(is_whole.then_some(opened))
}

/// Opens one file; says what is wrong if it cannot be used.
fn open(
    spec: &TableSpec,
    path: &Path,
    layout: TextLayout,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Opened>, Error> {
    let opened = |file, (encoding, certainty), how| Opened {
        path: path.to_owned(),
        file,
        encoding,
        certainty,
        layout,
        how,
    };
    let content = match reads.content(path) {
        Err(error) if error.source.kind() == io::ErrorKind::IsADirectory => {
            let hint = format!(
                "name a file in it, or all of a kind: `{}/*.csv`",
                path.display()
            );
            diagnostics.push(foreign(spec, path, "a folder", &hint));
            return Ok(None);
        }
        content => content?,
    };
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::Text(file) => {
            let format = content::format(&reads.file(file).text, path);
            let how = known(spec, path, format, diagnostics);
            return Ok(how.map(|it| opened(file, (UTF_8, Certainty::Sure), it)));
        }
        Content::Absent => {
            diagnostics.push(absent(spec, path, reads)?);
            return Ok(None);
        }
    };
    match content::container(&bytes) {
        Container::Text => {
            let decoded = decode::decode(bytes, layout.encoding);
            let format = content::format(&decoded.text, path);
            let Some(how) = known(spec, path, format, diagnostics) else {
                return Ok(None);
            };
            let file = reads.keep_part(path, None, decoded.text);
            let letters = (decoded.encoding, decoded.certainty);
            Ok(Some(opened(file, letters, how)))
        }
        Container::Workbook => {
            let rows = workbook::read(&bytes, path, spec, reads, diagnostics);
            let sure = (UTF_8, Certainty::Sure);
            Ok(rows.map(|(file, raw)| {
                opened(file, sure, How::Rows(FileKind::Workbook, Box::new(raw)))
            }))
        }
        Container::Sqlite => {
            let rows = sqlite::read(&bytes, path, spec, reads, diagnostics);
            let sure = (UTF_8, Certainty::Sure);
            Ok(rows.map(|(file, raw)| {
                opened(file, sure, How::Rows(FileKind::Database, Box::new(raw)))
            }))
        }
        Container::Foreign(what, hint) => {
            diagnostics.push(foreign(spec, path, what, hint));
            Ok(None)
        }
    }
}

/// Returns how a text is to be read; tells if it holds no table.
fn known(
    spec: &TableSpec,
    path: &Path,
    format: Format,
    diagnostics: &mut Diagnostics,
) -> Option<How> {
    if let Format::Foreign(what, hint) = format {
        diagnostics.push(foreign(spec, path, what, hint));
        return None;
    }
    Some(How::Text(format))
}

/// Returns the finding that a file holds no table.
fn foreign(spec: &TableSpec, path: &Path, what: &str, hint: &str) -> Diagnostic {
    let message = format!("`{}` holds no table: it is {what}", path.display());
    let found = Diagnostic::error(Code::BrokenData, message);
    found.at(spec.source.written().span).hint(hint)
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
    let written = spec.source.written();
    let message = format!("`{}` is not there", written.value);
    let diagnostic = Diagnostic::error(Code::MissingFile, message).at(written.span);
    if neighbours.is_empty() {
        return Ok(diagnostic.hint("put the file there, or name the one that is meant"));
    }
    Ok(diagnostic.did_you_mean(name, neighbours.iter().map(String::as_str)))
}

/// Reads the opened files of a table as one, and types its columns.
fn read_all(
    spec: &TableSpec,
    opened: Vec<Opened>,
    reads: &Reads,
    diagnostics: &mut Diagnostics,
) -> Option<Table> {
    let uncertain: Vec<(FileId, Certainty)> = opened
        .iter()
        .map(|it| (it.file, it.certainty))
        .filter(|(_, it)| matches!(it, Certainty::Guessed | Certainty::Broken))
        .collect();
    let first = opened.first()?;
    let (path, file) = (first.path.display().to_string(), first.file);
    let n_files = opened.len();
    let raws: Vec<Raw<'_>> = opened
        .into_iter()
        .filter_map(|it| read(spec, it, reads, diagnostics))
        .collect();
    if raws.len() < n_files {
        return None;
    }
    let origin = Origin {
        spec,
        path: &path,
        file,
        text: &reads.file(file).text,
    };
    let raw = match <[Raw<'_>; 1]>::try_from(raws) {
        Ok([raw]) => raw,
        Err(raws) => Raw::stack(raws),
    };
    let raw = unfold::unfold(&origin, raw, diagnostics)?;
    let mut table = build::table(&origin, &raw, diagnostics)?;
    for (file, certainty) in uncertain {
        letters::doubt(&mut table, file, certainty, reads, diagnostics);
    }
    Some(table)
}

/// Reads the rows of one file.
fn read<'r>(
    spec: &TableSpec,
    opened: Opened,
    reads: &'r Reads,
    diagnostics: &mut Diagnostics,
) -> Option<Raw<'r>> {
    let text = reads.file(opened.file).text.as_str();
    let path = opened.path.display().to_string();
    let origin = Origin {
        spec,
        path: &path,
        file: opened.file,
        text,
    };
    tell_misplaced(&spec.layout, opened.how.kind(), diagnostics);
    let mut raw = match opened.how {
        How::Rows(_, raw) => *raw,
        How::Text(format) => read_text(&origin, text, format, opened.layout, diagnostics)?,
    };
    raw.stands_in(opened.file, text);
    if opened.encoding != UTF_8 {
        raw.note(format!("letters written in {}", opened.encoding.name()));
    }
    if let Some(name) = &spec.layout.file_as {
        let stem = opened.path.file_stem().unwrap_or_default();
        raw.add_constant(&name.value, &stem.to_string_lossy());
    }
    Some(raw)
}

/// Reads the rows of a text.
fn read_text<'r>(
    origin: &Origin<'_>,
    text: &'r str,
    format: Format,
    layout: TextLayout,
    diagnostics: &mut Diagnostics,
) -> Option<Raw<'r>> {
    if text.trim().is_empty() {
        let message = format!("`{}` has nothing in it", origin.path);
        let place = Span::new(origin.file, 0..0);
        diagnostics.push(Diagnostic::error(Code::EmptyFile, message).at(place));
        return None;
    }
    let document = match format {
        Format::Delimited => {
            let (delimiter, heading) = (layout.delimiter, layout.heading);
            return csv::read(
                origin.path,
                origin.file,
                text,
                delimiter,
                heading,
                diagnostics,
            );
        }
        Format::Json { is_lines } => json::read(origin.file, text, is_lines),
        Format::Yaml => yaml::read(origin.file, text),
        Format::Toml => toml::read(origin.file, text),
        Format::Foreign(..) => unreachable!("what holds no table is not read"),
    };
    match document {
        Ok(document) => {
            let mut raw = records::table(origin, document, diagnostics)?;
            check_rows(origin, &raw, diagnostics)?;
            raw.note(format.name());
            Some(raw)
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// Refuses a document without rows: where no row names its cells, there are no columns either.
fn check_rows(origin: &Origin<'_>, raw: &Raw<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
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
