//! Columns that a file repeats side by side in, a row for each of the repetitions out.

use super::build::Origin;
use super::names;
use super::raw::{Place, Raw};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Located;

/// Returns the table with the columns that `unfold:` names as rows of their own; nothing if the file
/// does not repeat them. The other columns stand in each of these rows.
///
/// A ministry's workbook has `Nom`, `Voix`, `Nom`, `Voix`…, or names but the first of each.
pub(super) fn unfold<'t>(
    origin: &Origin<'_>,
    raw: Raw<'t>,
    diagnostics: &mut Diagnostics,
) -> Option<Raw<'t>> {
    let unfolded = &origin.spec.layout.unfold;
    let Some(first) = unfolded.first() else {
        return Some(raw);
    };
    let start = start(origin, &raw, unfolded, diagnostics)?;
    let groups = match groups(&raw, start, unfolded.len()) {
        Ok(groups) => groups,
        Err(column) => {
            diagnostics.push(uneven(origin, &raw, column, unfolded));
            return None;
        }
    };
    let shared: Vec<usize> = (0..raw.headers().len())
        .filter(|it| *it < start || *it >= groups[groups.len() - 1].end)
        .collect();
    if groups.len() == 1 {
        let message = format!(
            "`{}` does not repeat the columns that `unfold` names right after them",
            origin.path
        );
        let found = Diagnostic::error(Code::BrokenData, message).at(first.span);
        diagnostics.push(found.hint(
            "name all columns from the first that is repeated to the last, in the file's order, or leave `unfold` out",
        ));
        return None;
    }
    Some(rows(&raw, &shared, &groups))
}

/// Returns where the named columns stand first, one after another; tells if they do not.
fn start(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    unfolded: &[Located<String>],
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let headers = raw.headers();
    let is_called = |column: usize, name: &str| {
        let header = headers.get(column);
        header.is_some_and(|it| it == name || names::column(it, column) == name)
    };
    let first = &unfolded[0];
    let found = (0..headers.len()).find(|it| is_called(*it, &first.value));
    let (position, name) = match found {
        None => (0, first),
        Some(start) => {
            let mut others = (start..).zip(unfolded);
            match others.find(|(column, name)| !is_called(*column, &name.value)) {
                None => return Some(start),
                Some((column, name)) => (column, name),
            }
        }
    };
    let message = match found {
        None => format!("`{}` has no column `{}`", origin.path, name.value),
        Some(_) => format!(
            "`{}` does not stand where `unfold` has it: there is `{}`",
            name.value,
            headers.get(position).map_or("nothing", String::as_str)
        ),
    };
    let found = Diagnostic::error(Code::UnknownColumn, message).at(name.span);
    diagnostics.push(found.did_you_mean(&name.value, headers.iter().map(String::as_str)));
    None
}

/// Returns the repetitions; a column that should repeat another and has another name is an error.
fn groups(
    raw: &Raw<'_>,
    start: usize,
    length: usize,
) -> Result<Vec<std::ops::Range<usize>>, usize> {
    let headers = raw.headers();
    let is_named = |it: usize| !headers[it].is_empty();
    let repeats = |column: usize| {
        let model = &headers[start + (column - start) % length];
        headers[column] == *model || !is_named(column)
    };
    let first = start..start + length;
    let mut groups = Vec::from([first]);
    loop {
        let next = groups[groups.len() - 1].end;
        let end = next + length;
        let columns = next..end.min(headers.len());
        // What follows has other names, or is nothing but empty columns.
        let is_over = columns.is_empty()
            || columns
                .clone()
                .all(|it| !is_named(it) && raw.is_empty_column(it))
            || is_named(next) && !repeats(next);
        if is_over {
            return Ok(groups);
        }
        match columns.clone().find(|it| !repeats(*it)) {
            Some(column) => return Err(column),
            None if columns.end < end => return Err(columns.end - 1),
            None => groups.push(columns),
        }
    }
}

fn uneven(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    column: usize,
    unfolded: &[Located<String>],
) -> Diagnostic {
    let message = format!(
        "column {} (`{}`) of `{}` ends the repetition of {} columns too early",
        column + 1,
        raw.headers()[column],
        origin.path,
        unfolded.len()
    );
    Diagnostic::error(Code::BrokenData, message)
        .at(unfolded[0].span)
        .hint("name under `unfold` all columns that are repeated, in the file's order")
}

/// Returns a row for each repetition that has something in it.
fn rows<'t>(raw: &Raw<'t>, shared: &[usize], groups: &[std::ops::Range<usize>]) -> Raw<'t> {
    let columns = |group: &std::ops::Range<usize>| -> Vec<usize> {
        shared.iter().copied().chain(group.clone()).collect()
    };
    let mut unfolded = raw.without_rows(&columns(&groups[0]));
    for row in 0..raw.n_rows() {
        for group in groups {
            let is_empty = group.clone().all(|it| raw.cell(row, it).is_empty());
            if is_empty {
                continue;
            }
            unfolded.begin_row_like(raw, row);
            for column in columns(group) {
                let place = match raw.place(row, column) {
                    Some((_, _, Place::Range(range))) => (range.start as u32, range.end as u32),
                    _ => (0, 0),
                };
                unfolded.push_at(raw.cell(row, column), place);
            }
        }
    }
    unfolded
}
