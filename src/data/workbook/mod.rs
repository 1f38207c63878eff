//! The bytes of a workbook and its declaration in, the raw table of one sheet out, and its rows as text.

mod area;
mod cell;
mod compound;
mod open;
mod sheet;
#[cfg(test)]
mod tests;
mod zip;

use std::path::Path;

use self::area::Area;

use self::open::{Book, Cells, Refusal};
use super::raw::Raw;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::TableSpec;
use crate::source::{FileId, Located, Reads};

/// Reads the table of a workbook: XLSX, XLSM, XLSB, XLS or ODS, whatever its name says.
///
/// The sheet is kept as text, a line for each row and a tab between cells, so that places in it can be
/// shown; the file returned is that text.
pub(super) fn read(
    bytes: &[u8],
    path: &Path,
    spec: &TableSpec,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Option<(FileId, Raw<'static>)> {
    let written = spec.source.written();
    let area = area(spec, diagnostics)?;
    let opened = Book::open(bytes).and_then(|mut book| choose(&mut book, spec, &area));
    match opened {
        Ok(Choice::Sheet(name, cells)) => {
            sheet::table(path, &name, &cells, spec, reads, diagnostics)
        }
        Ok(Choice::None(diagnostic)) => {
            diagnostics.push(*diagnostic);
            None
        }
        Err(Refusal { reason, hint }) => {
            let message = format!("`{}` {reason}", written.value);
            let found = Diagnostic::error(Code::BrokenData, message).at(written.span);
            diagnostics.push(found.hint(hint));
            None
        }
    }
}

/// Returns the declared range, or the whole sheet.
fn area(spec: &TableSpec, diagnostics: &mut Diagnostics) -> Option<Area> {
    let Some(range) = &spec.layout.range else {
        return Some(Area::SHEET);
    };
    let area = Area::parse(&range.value);
    if area.is_none() {
        let message = format!("`{}` is no range of a sheet", range.value);
        let found = Diagnostic::error(Code::WrongType, message).at(range.span);
        diagnostics.push(
            found.hint("name its first and its last cell: `A4:H40`, or `A4:H` to the last row"),
        );
    }
    area
}

/// The sheet to read, or what is to be said instead.
enum Choice {
    Sheet(String, Cells),
    None(Box<Diagnostic>),
}

/// Chooses the sheet that is named; else the only one that has a table, if it is not hidden.
fn choose(book: &mut Book<'_>, spec: &TableSpec, area: &Area) -> Result<Choice, Refusal> {
    let sheets = book.names();
    if let Some(named) = &spec.layout.sheet {
        return Ok(match find(&sheets, &named.value) {
            Some(name) => Choice::Sheet(name.to_owned(), book.cells(name, area)?),
            None => Choice::None(Box::new(unknown(&sheets, spec, named))),
        });
    }
    let mut tables = Vec::new();
    let mut others = Vec::new();
    for (name, _) in sheets.iter().filter(|(_, is_hidden)| !is_hidden) {
        let cells = book.cells(name, area)?;
        if sheet::has_table(&cells) {
            tables.push((name, cells));
        } else if !cells.is_empty() {
            others.push((name, cells));
        }
    }
    let mut candidates = if tables.is_empty() { others } else { tables };
    let names: Vec<&str> = candidates.iter().map(|(name, _)| name.as_str()).collect();
    match names.len() {
        0 => Ok(Choice::None(Box::new(no_table(&sheets, spec)))),
        1 => Ok(candidates.remove(0)).map(|(name, cells)| Choice::Sheet(name.clone(), cells)),
        _ => Ok(Choice::None(Box::new(several(&names, spec)))),
    }
}

/// Returns the sheet called `wanted`, or that with this number from 1.
fn find<'s>(sheets: &'s [(String, bool)], wanted: &str) -> Option<&'s str> {
    let by_name = || sheets.iter().find(|(name, _)| name.trim() == wanted.trim());
    let by_number = || sheets.get(wanted.trim().parse::<usize>().ok()?.checked_sub(1)?);
    let exact = sheets.iter().find(|(name, _)| name == wanted);
    let sheet = exact.or_else(by_name).or_else(by_number)?;
    Some(&sheet.0)
}

fn unknown(sheets: &[(String, bool)], spec: &TableSpec, named: &Located<String>) -> Diagnostic {
    let file = &spec.source.written().value;
    let message = format!("`{file}` has no sheet `{}`", named.value);
    let found = Diagnostic::error(Code::UnknownSheet, message).at(named.span);
    let known: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    found
        .note(format!(
            "its sheets are {}",
            lines(sheets.iter().map(|(name, is_hidden)| {
                let hidden = if *is_hidden { " (hidden)" } else { "" };
                format!("`{name}`{hidden}")
            }))
        ))
        .did_you_mean(&named.value, known)
}

fn no_table(sheets: &[(String, bool)], spec: &TableSpec) -> Diagnostic {
    let written = spec.source.written();
    let hidden: Vec<&str> = sheets
        .iter()
        .filter(|(_, is_hidden)| *is_hidden)
        .map(|(name, _)| name.as_str())
        .collect();
    let message = format!("`{}` has nothing in its sheets", written.value);
    let found = Diagnostic::error(Code::EmptyFile, message).at(written.span);
    match (hidden.as_slice(), &spec.layout.range) {
        (_, Some(range)) => found.hint(format!(
            "no cell of `{}` is filled in them: name another range",
            range.value
        )),
        ([], None) => found.hint("see whether its export failed"),
        (names, None) => found.hint(format!(
            "a hidden sheet is read if it is named: {}",
            lines(names.iter().map(|it| quoted(it)))
        )),
    }
}

fn several(names: &[&str], spec: &TableSpec) -> Diagnostic {
    let written = spec.source.written();
    let message = format!(
        "`{}` has tables in {} sheets, and none is named",
        written.value,
        names.len()
    );
    Diagnostic::error(Code::UnknownSheet, message)
        .at(written.span)
        .hint(format!(
            "write one of these beside `file:`: {}",
            lines(names.iter().map(|it| quoted(it)))
        ))
}

/// Returns the line of gen.yaml that names a sheet.
fn quoted(name: &str) -> String {
    let name = name.replace('\\', "\\\\").replace('"', "\\\"");
    format!("`sheet: \"{name}\"`")
}

/// Returns the first of many, and how many more there are.
fn lines(all: impl Iterator<Item = String>) -> String {
    const N_TOLD: usize = 12;
    let mut all: Vec<String> = all.collect();
    if all.len() > N_TOLD {
        let n_more = all.len() - N_TOLD;
        all.truncate(N_TOLD);
        all.push(format!("{n_more} more"));
    }
    all.join(", ")
}
