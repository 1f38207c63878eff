//! A column's written cells in, its values and doubts out.

use super::names::excerpt;
use super::raw::Written;
use super::{Evidence, Kind, Value};

/// A column with the type it was given.
#[derive(Debug)]
pub(super) struct Typed {
    /// What its cells hold.
    pub(super) kind: Kind,
    /// A value for each row.
    pub(super) values: Vec<Value>,
    /// The rows whose cell could not be read, each with what was written and why not.
    pub(super) doubts: Vec<(u32, String)>,
    /// What speaks for the kind.
    pub(super) evidence: Evidence,
    /// What to write under the column's name, one or the other, where the column itself does not tell.
    pub(super) choices: Vec<String>,
    /// What helps instead, where no declaration does.
    pub(super) advice: Option<&'static str>,
    /// Why it is text, although it looks like something else, with the row that shows it.
    pub(super) remark: Option<(u32, String)>,
}

/// How a written cell fits a type.
#[derive(Debug)]
pub(super) enum Fit {
    /// It does, with this value.
    Value(Value),
    /// It is meant to, but for this reason it is not sure which value it has.
    Doubt(String),
    /// It does not: among many that do, a fault.
    No,
    /// It does not, and shows that the column holds something else.
    Against,
}

/// How many cells may not fit a type, and what is said of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strays<'s> {
    /// How many.
    pub(super) n_max: usize,
    /// Why such a cell is doubtful.
    pub(super) reason: &'s str,
}

impl Typed {
    /// Returns a column about which there is no doubt.
    pub(super) fn new(kind: Kind, values: Vec<Value>) -> Self {
        Typed {
            kind,
            values,
            doubts: Vec::new(),
            evidence: Evidence::default(),
            choices: Vec::new(),
            advice: None,
            remark: None,
        }
    }

    /// Reads each present cell with `read`, which doubts what does not fit.
    pub(super) fn of<'r>(
        kind: Kind,
        cells: impl Iterator<Item = Written<'r>>,
        missing: &[String],
        read: impl FnMut(Written<'r>) -> Fit,
    ) -> Self {
        let strays = Strays {
            n_max: usize::MAX,
            reason: "does not fit its column",
        };
        Typed::read(kind, cells, missing, strays, read).expect("any number of cells may not fit")
    }

    /// Reads each present cell with `read`; nothing if too many of them do not fit.
    ///
    /// What stands for a missing cell (see [`is_missing`]) and the texts of `missing` are not read.
    pub(super) fn read<'r>(
        kind: Kind,
        cells: impl Iterator<Item = Written<'r>>,
        missing: &[String],
        strays: Strays<'_>,
        mut read: impl FnMut(Written<'r>) -> Fit,
    ) -> Option<Self> {
        // Most columns that do not fit say so in their first cells.
        let mut typed = Typed::new(kind, Vec::new());
        let n_cells = cells.size_hint().0;
        // What is said of them is made last: most columns that do not fit have many.
        let mut stray_cells = Vec::new();
        for cell in cells {
            let cell = trimmed(cell);
            let fit = match cell {
                Written::Absent => Fit::Value(Value::Missing),
                Written::Plain(text) | Written::Text(text) if stands_for_nothing(text, missing) => {
                    typed.count_missing(text);
                    Fit::Value(Value::Missing)
                }
                _ => read(cell),
            };
            let value = match fit {
                Fit::Value(value) => value,
                Fit::Against if strays.n_max < usize::MAX => return None,
                Fit::No | Fit::Against if stray_cells.len() == strays.n_max => return None,
                Fit::No | Fit::Against => {
                    stray_cells.push((typed.values.len() as u32, cell));
                    Value::Missing
                }
                Fit::Doubt(reason) => typed.doubt(cell, &reason),
            };
            if typed.values.is_empty() {
                typed.values.reserve_exact(n_cells);
            }
            typed.values.push(value);
        }
        let doubts = stray_cells.into_iter();
        let doubts = doubts.map(|(row, cell)| (row, format!("{} {}", shown(cell), strays.reason)));
        typed.doubts.extend(doubts);
        typed.doubts.sort_by_key(|(row, _)| *row);
        Some(typed)
    }

    /// Adds a doubt about the cell of the next row.
    fn doubt(&mut self, cell: Written<'_>, reason: &str) -> Value {
        let row = self.values.len() as u32;
        self.doubts.push((row, format!("{} {reason}", shown(cell))));
        Value::Missing
    }

    /// Counts a text that stands for nothing.
    pub(super) fn count_missing(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let counts = &mut self.evidence.missing;
        match counts.iter_mut().find(|(it, _)| &**it == text) {
            Some((_, count)) => *count += 1,
            None => counts.push((text.into(), 1)),
        }
    }

    /// Says how the cells are written.
    #[must_use]
    pub(super) fn with_form(mut self, form: &[String]) -> Self {
        if !form.is_empty() {
            self.evidence.form = Some(form.join(", "));
        }
        self
    }

    /// Returns how many cells hold something.
    pub(super) fn n_present(&self) -> usize {
        self.values.iter().filter(|it| !it.is_missing()).count()
    }
}

/// Returns the present cells of a column with their rows.
pub(super) fn present<'r, 'm, C>(
    cells: C,
    missing: &'m [String],
) -> impl Iterator<Item = (u32, Written<'r>)> + 'm
where
    C: Iterator<Item = Written<'r>> + 'm,
    'r: 'm,
{
    let rows = (0..).zip(cells.map(trimmed));
    rows.filter(|(_, cell)| match cell {
        Written::Absent => false,
        Written::Plain(text) | Written::Text(text) => !stands_for_nothing(text, missing),
        Written::Nested(_) => true,
    })
}

/// Whether `text` stands for a missing cell, here or everywhere.
fn stands_for_nothing(text: &str, missing: &[String]) -> bool {
    is_missing(text) || missing.iter().any(|it| it == text)
}

/// Whether `text` stands for a missing cell among numbers, days or truths. Among texts only an
/// empty cell is missing: `NA` is Namibia.
pub(super) fn is_missing(text: &str) -> bool {
    // Figures are nearly all there is to ask about.
    if text.len() > 5 || text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    matches!(
        text,
        "" | "NA"
            | "N/A"
            | "n/a"
            | "#N/A"
            | "NaN"
            | "nan"
            | "null"
            | "NULL"
            | "None"
            | "-"
            | "–"
            | "—"
            | "?"
            | "TBD"
            | "n.d."
            | "nc"
            | "N/D"
            | "."
            | ".."
    )
}

pub(super) fn trimmed(cell: Written<'_>) -> Written<'_> {
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
