//! A column's written cells in, its values and doubts out.

use super::names::excerpt;
use super::raw::Written;
use super::{Kind, Value};

/// A column with the type it was given.
#[derive(Debug)]
pub(super) struct Typed {
    /// What its cells hold.
    pub(super) kind: Kind,
    /// A value for each row.
    pub(super) values: Vec<Value>,
    /// The rows whose cell could not be read, each with what was written and why not.
    pub(super) doubts: Vec<(u32, String)>,
}

/// How a written cell fits a type.
#[derive(Debug)]
pub(super) enum Fit {
    /// It does, with this value.
    Value(Value),
    /// It is meant to, but for this reason it is not sure which value it has.
    Doubt(String),
    /// It does not.
    No,
}

impl Typed {
    /// Returns a column about which there is no doubt.
    pub(super) fn new(kind: Kind, values: Vec<Value>) -> Self {
        Typed {
            kind,
            values,
            doubts: Vec::new(),
        }
    }

    /// Reads each present cell with `read`; nothing if one of them does not fit.
    ///
    /// What stands for a missing cell (see [`is_missing`]) and the texts of `missing` are not read.
    pub(super) fn of<'r>(
        kind: Kind,
        cells: impl Iterator<Item = Written<'r>>,
        missing: &[String],
        mut read: impl FnMut(Written<'r>) -> Fit,
    ) -> Option<Self> {
        let mut typed = Typed::new(kind, Vec::with_capacity(cells.size_hint().0));
        for cell in cells {
            let cell = trimmed(cell);
            let value = match cell {
                Written::Absent => Value::Missing,
                Written::Plain(text) | Written::Text(text)
                    if is_missing(text) || missing.iter().any(|it| it == text) =>
                {
                    Value::Missing
                }
                _ => match read(cell) {
                    Fit::Value(value) => value,
                    Fit::No => return None,
                    Fit::Doubt(reason) => {
                        let row = typed.values.len() as u32;
                        typed
                            .doubts
                            .push((row, format!("{} {reason}", shown(cell))));
                        Value::Missing
                    }
                },
            };
            typed.values.push(value);
        }
        Some(typed)
    }

    /// Returns how many cells hold something.
    pub(super) fn n_present(&self) -> usize {
        self.values.iter().filter(|it| !it.is_missing()).count()
    }
}

/// Whether `text` stands for a missing cell among numbers, days or truths. Among texts only an
/// empty cell is missing: `NA` is Namibia.
fn is_missing(text: &str) -> bool {
    matches!(
        text,
        "" | "NA" | "N/A" | "n/a" | "#N/A" | "NaN" | "nan" | "null" | "NULL" | "-" | "–" | "—"
    )
}

fn trimmed(cell: Written<'_>) -> Written<'_> {
    match cell {
        Written::Plain(text) => Written::Plain(text.trim()),
        Written::Text(text) => Written::Text(text.trim()),
        other => other,
    }
}

/// Returns a cell as a reason quotes it.
fn shown(cell: Written<'_>) -> String {
    match cell {
        Written::Plain(text) | Written::Text(text) => format!("`{}`", excerpt(text)),
        Written::Absent => "nothing".to_owned(),
        Written::Nested(value) => value.kind().to_owned(),
    }
}
