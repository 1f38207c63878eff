//! A document of lists and maps in, a raw table out: its rows are found, and their keys become columns.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::build::Origin;
use super::raw::{Raw, Written};
use super::{Map, Value, infer, names};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Located;

/// How deep lists and maps may lie in each other: far beyond any table, far from the stack's end.
pub(super) const DEPTH_MAX: usize = 64;

/// How many columns a table of records may have: each row pays for each of them.
const N_COLUMNS_MAX: usize = 2_000;

/// A part of a document, with the line it starts on.
#[derive(Clone, Debug)]
pub(super) struct Node<'t> {
    pub(super) line: u32,
    /// Where it starts and ends in the text; the same offset twice where that is not known.
    pub(super) place: (u32, u32),
    pub(super) content: Content<'t>,
}

/// What a part of a document is.
#[derive(Clone, Debug)]
pub(super) enum Content<'t> {
    /// Nothing: `null`.
    Absent,
    /// A number or a truth, as it is written.
    Plain(Cow<'t, str>),
    /// A text.
    Text(Cow<'t, str>),
    /// Parts in order.
    List(Vec<Node<'t>>),
    /// Named parts in order.
    Map(Vec<(Cow<'t, str>, Node<'t>)>),
}

/// A row: the line it starts on, and its cells by their columns' names.
struct Record<'t> {
    line: u32,
    cells: Vec<(Cow<'t, str>, Node<'t>)>,
}

impl<'t> Content<'t> {
    /// Returns a number that is written as `text`, in plain digits where it has an exponent.
    pub(super) fn number(text: &'t str) -> Self {
        let plain = text
            .contains(['e', 'E'])
            .then(|| Decimal::from_scientific(text).ok())
            .flatten();
        Content::Plain(match plain {
            Some(plain) => plain.to_string().into(),
            None => text.into(),
        })
    }

    fn kind(&self) -> &'static str {
        match self {
            Content::Absent => "nothing",
            Content::Plain(_) => "a number or a truth",
            Content::Text(_) => "a text",
            Content::List(_) => "a list",
            Content::Map(_) => "a map",
        }
    }
}

/// Returns the table whose rows stand in `document`, at the place that `at:` names.
pub(super) fn table(
    origin: &Origin<'_>,
    document: Node<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Raw<'static>> {
    let place = match &origin.spec.layout.at {
        Some(pointer) => match walk(origin, document, pointer) {
            Ok(place) => place,
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                return None;
            }
        },
        None => document,
    };
    let line = place.line;
    let raw = records(origin, place).and_then(|records| {
        let headers = headers(&records);
        if headers.len() > N_COLUMNS_MAX {
            return Err(Box::new(too_wide(origin, line, headers.len())));
        }
        Ok(fill(&records, &headers))
    });
    raw.map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()
}

/// Follows a JSON pointer.
fn walk<'t>(
    origin: &Origin<'_>,
    document: Node<'t>,
    pointer: &Located<String>,
) -> Result<Node<'t>, Box<Diagnostic>> {
    let path = pointer.value.strip_prefix('/').unwrap_or(&pointer.value);
    let mut place = document;
    for step in path.split('/').filter(|_| !path.is_empty()) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let (found, known) = match place.content {
            Content::Map(entries) => {
                let known: Vec<String> = entries.iter().map(|it| it.0.to_string()).collect();
                (
                    entries.into_iter().find(|it| it.0 == step).map(|it| it.1),
                    known,
                )
            }
            Content::List(items) => {
                let idx = step.parse::<usize>().ok();
                (idx.and_then(|idx| items.into_iter().nth(idx)), Vec::new())
            }
            _ => (None, Vec::new()),
        };
        place = found.ok_or_else(|| {
            let message = format!("`{}` has no `{step}` there", origin.path);
            Diagnostic::error(Code::BrokenData, message)
                .at(pointer.span)
                .did_you_mean(&step, known.iter().map(String::as_str))
        })?;
    }
    Ok(place)
}

/// Returns the rows of a list of maps; of a map of maps, whose keys then become a column; of a map of
/// columns.
fn records<'t>(origin: &Origin<'_>, place: Node<'t>) -> Result<Vec<Record<'t>>, Box<Diagnostic>> {
    match place.content {
        Content::List(items) => items
            .into_iter()
            .enumerate()
            .map(|(idx, item)| record(origin, &format!("row {}", idx + 1), item))
            .collect(),
        Content::Map(entries) if is_by_column(&entries) => by_column(origin, entries),
        Content::Map(entries)
            if entries
                .iter()
                .all(|it| matches!(it.1.content, Content::Map(_))) =>
        {
            let key = origin
                .spec
                .key
                .as_ref()
                .map_or("id", |it| it.value.as_str());
            entries
                .into_iter()
                .map(|(name, item)| keyed(origin, key, name, item))
                .collect()
        }
        content => Err(Box::new(no_rows(origin, place.line, &content))),
    }
}

/// Whether a map holds a table column by column, as data frames are saved: each a list of cells, or a
/// map of cells by the number of their row.
fn is_by_column(entries: &[(Cow<'_, str>, Node<'_>)]) -> bool {
    let is_cell = |it: &Node<'_>| !matches!(it.content, Content::List(_) | Content::Map(_));
    let is_number = |name: &str| !name.is_empty() && name.bytes().all(|it| it.is_ascii_digit());
    let is_column = |node: &Node<'_>| match &node.content {
        Content::List(cells) => !cells.is_empty() && cells.iter().all(is_cell),
        Content::Map(cells) => {
            !cells.is_empty()
                && cells
                    .iter()
                    .all(|(name, it)| is_number(name) && is_cell(it))
        }
        _ => false,
    };
    let are_named = !entries.iter().all(|(name, _)| is_number(name));
    entries.len() > 1 && are_named && entries.iter().all(|(_, node)| is_column(node))
}

/// Returns the rows of a table that is written column by column; columns that do not have the same rows
/// are an error.
fn by_column<'t>(
    origin: &Origin<'_>,
    columns: Vec<(Cow<'t, str>, Node<'t>)>,
) -> Result<Vec<Record<'t>>, Box<Diagnostic>> {
    let mut names: Vec<Cow<'t, str>> = Vec::new();
    let mut records: Vec<Record<'t>> = Vec::new();
    for (column, node) in columns {
        let line = node.line;
        let cells: Vec<(Cow<'t, str>, Node<'t>)> = match node.content {
            Content::Map(cells) => cells,
            Content::List(cells) => (0..)
                .map(|it: usize| it.to_string().into())
                .zip(cells)
                .collect(),
            _ => unreachable!("a column is a list or a map"),
        };
        if records.is_empty() {
            names = cells.iter().map(|it| it.0.clone()).collect();
            let lines = cells.iter().map(|it| it.1.line);
            records = lines
                .map(|line| Record {
                    line,
                    cells: Vec::new(),
                })
                .collect();
        }
        if !cells.iter().map(|it| &it.0).eq(&names) {
            let message =
                format!("column `{column}` does not have the rows that the first column has");
            let found = Diagnostic::error(Code::BrokenData, message).at(origin.line(line));
            return Err(Box::new(
                found.hint("a table needs a cell in each column for each row"),
            ));
        }
        for (record, (_, cell)) in records.iter_mut().zip(cells) {
            record.cells.push((column.clone(), cell));
        }
    }
    Ok(records)
}

/// Returns one row of a list.
fn record<'t>(
    origin: &Origin<'_>,
    what: &str,
    item: Node<'t>,
) -> Result<Record<'t>, Box<Diagnostic>> {
    match item.content {
        Content::Map(cells) => Ok(Record {
            line: item.line,
            cells,
        }),
        other => {
            let message = format!("{what} is {}, not a map of named cells", other.kind());
            let diagnostic = Diagnostic::error(Code::BrokenData, message);
            Err(Box::new(diagnostic.at(origin.line(item.line))))
        }
    }
}

/// Returns one row of a map, with its name in the column `key` unless the row itself has one.
fn keyed<'t>(
    origin: &Origin<'_>,
    key: &str,
    name: Cow<'t, str>,
    item: Node<'t>,
) -> Result<Record<'t>, Box<Diagnostic>> {
    let mut record = record(origin, &format!("`{name}`"), item)?;
    if record.cells.iter().all(|it| it.0 != key) {
        let content = Content::Plain(name);
        let line = record.line;
        let place = (0, 0);
        let node = Node {
            line,
            place,
            content,
        };
        record.cells.insert(0, (key.to_owned().into(), node));
    }
    Ok(record)
}

/// Returns the finding that a document holds no rows, with the lists that it does hold.
fn no_rows(origin: &Origin<'_>, line: u32, content: &Content<'_>) -> Diagnostic {
    let message = format!("this is {}, not a list of rows", content.kind());
    let diagnostic = Diagnostic::error(Code::BrokenData, message).at(origin.line(line));
    let mut lists = Vec::new();
    find_lists(content, "", &mut lists);
    if lists.is_empty() {
        return diagnostic.hint("a table is a list of maps, or a map of maps");
    }
    diagnostic.hint(format!(
        "say where the rows are, in `gen.yaml` under the table: {}",
        lists
            .iter()
            .map(|it| format!("`at: {it}`"))
            .collect::<Vec<_>>()
            .join(" or ")
    ))
}

/// Adds the pointers of the lists of maps in a document, the nearest to its top.
fn find_lists(content: &Content<'_>, above: &str, found: &mut Vec<String>) {
    const N_TOLD: usize = 5;
    let Content::Map(entries) = content else {
        return;
    };
    let pointer = |name: &str| format!("{above}/{}", name.replace('~', "~0").replace('/', "~1"));
    for (name, node) in entries {
        match &node.content {
            Content::List(items)
                if items.iter().any(|it| matches!(it.content, Content::Map(_))) =>
            {
                found.push(pointer(name));
            }
            inner @ Content::Map(_) => find_lists(inner, &pointer(name), found),
            _ => {}
        }
    }
    found.sort_by_key(|it| it.matches('/').count());
    found.truncate(N_TOLD);
}

/// Returns the finding that the rows share too few keys to be a table.
fn too_wide(origin: &Origin<'_>, line: u32, n_columns: usize) -> Diagnostic {
    let message = format!("the rows have {n_columns} different keys, more than a table's columns");
    Diagnostic::error(Code::BrokenData, message)
        .at(origin.line(line))
        .hint(format!(
            "a table has at most {N_COLUMNS_MAX} columns; keys that are data belong into a column"
        ))
}

/// Returns the keys of the rows, in order of first appearance.
fn headers<'r>(records: &'r [Record<'_>]) -> Vec<&'r str> {
    let mut seen = FxHashSet::default();
    let names = records.iter().flat_map(|it| &it.cells).map(|it| &*it.0);
    names.filter(|it| seen.insert(*it)).collect()
}

/// Returns the table of the rows; a row has nothing in the columns it does not name.
fn fill(records: &[Record<'_>], headers: &[&str]) -> Raw<'static> {
    let width = headers.len();
    let positions: FxHashMap<&str, usize> = headers.iter().copied().zip(0..).collect();
    let mut raw = Raw::new(
        headers.iter().map(|it| it.trim().to_owned()).collect(),
        None,
    );
    let mut row: Vec<Option<&Node<'_>>> = Vec::new();
    for record in records {
        row.clear();
        row.resize(width, None);
        for (name, node) in &record.cells {
            row[positions[&**name]] = Some(node);
        }
        raw.begin_row(record.line);
        for node in &row {
            let place = node.map_or((0, 0), |it| it.place);
            match node.map(|it| &it.content) {
                None | Some(Content::Absent) => raw.push_at(Written::Absent, place),
                Some(Content::Plain(text)) => raw.push_at(Written::Plain(text), place),
                Some(Content::Text(text)) => raw.push_at(Written::Text(text), place),
                Some(nested) => raw.push_at(Written::Nested(&value(nested)), place),
            }
        }
    }
    raw
}

/// Returns the value of a part inside a list or a map, where no column can say what its type is.
fn value(content: &Content<'_>) -> Value {
    match content {
        Content::Absent => Value::Missing,
        Content::Plain(text) => infer::scalar(Written::Plain(text)),
        Content::Text(text) => infer::scalar(Written::Text(text)),
        Content::List(items) => Value::List(items.iter().map(|it| value(&it.content)).collect()),
        Content::Map(entries) => {
            let mut map = Map::default();
            for (name, node) in entries {
                // Expressions say `it.full_time` for `Full Time`, unless another key has that name.
                let said = names::snake_case(name);
                let name = if said.is_empty() || map.get(&said).is_some() {
                    name
                } else {
                    said.as_str()
                };
                map.entries.push((name.into(), value(&node.content)));
            }
            Value::Map(map.into())
        }
    }
}
