//! An undeclared column in, its type and values out: the whole column decides.

use jiff::civil::{Date, Time};

use super::clean::Interner;
use super::numbers;
use super::raw::Written;
use super::typed::{Fit, Typed};
use super::{Kind, Unit, Value};

/// Finds the type that every present cell of a column has; text if there is none.
pub(super) fn column<'r, C>(cells: C, missing: &[String]) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let attempts: [(Kind, Read); 4] = [
        (Kind::Number(Unit::None), number),
        (Kind::Date, date),
        (Kind::Bool, boolean),
        (Kind::Time, time),
    ];
    for (kind, read) in attempts {
        if let Some(typed) = Typed::of(kind, cells.clone(), missing, read)
            && typed.n_present() > 0
        {
            return typed;
        }
    }
    text(cells, missing)
}

type Read = fn(Written<'_>) -> Fit;

/// Returns the column as text, or each cell for itself if there is a list or map among them.
pub(super) fn text<'r, C>(cells: C, missing: &[String]) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let is_declared_missing = |text: &str| missing.iter().any(|it| it == text.trim());
    if cells.clone().any(|it| matches!(it, Written::Nested(_))) {
        return Typed::new(Kind::Nested, cells.map(scalar).collect());
    }
    let mut interner = Interner::default();
    let mut value = |cell| match cell {
        Written::Plain(text) | Written::Text(text) if !is_declared_missing(text) => {
            interner.text(text).map_or(Value::Missing, Value::Text)
        }
        _ => Value::Missing,
    };
    Typed::new(Kind::Text, cells.map(&mut value).collect())
}

/// Returns the value of a scalar that no column types, inside a list or a map.
pub(super) fn scalar(cell: Written<'_>) -> Value {
    for read in [number, boolean, date] {
        if let Fit::Value(value) = read(cell) {
            return value;
        }
    }
    match cell {
        Written::Absent => Value::Missing,
        Written::Nested(value) => value.clone(),
        Written::Plain(text) | Written::Text(text) => Interner::default()
            .text(text)
            .map_or(Value::Missing, Value::Text),
    }
}

/// Reads a plain number; where a spreadsheet failed to compute one, its cell is doubtful, and the
/// column still one of numbers.
fn number(cell: Written<'_>) -> Fit {
    match cell {
        Written::Plain("#DIV/0!" | "#REF!" | "#VALUE!" | "#NAME?" | "#NUM!" | "#NULL!") => {
            Fit::Doubt("is an error of the spreadsheet".to_owned())
        }
        Written::Plain(text) => match numbers::plain(text) {
            Some(number) => Fit::Value(Value::number(number)),
            None => Fit::No,
        },
        _ => Fit::No,
    }
}

fn boolean(cell: Written<'_>) -> Fit {
    match cell {
        Written::Plain("true" | "TRUE" | "True") => Fit::Value(Value::Bool(true)),
        Written::Plain("false" | "FALSE" | "False") => Fit::Value(Value::Bool(false)),
        _ => Fit::No,
    }
}

/// Reads `2026-03-14`. What has that form and is no day is a fault in a column of days, not a sign
/// that the column holds something else.
fn date(cell: Written<'_>) -> Fit {
    match cell {
        Written::Plain(text) | Written::Text(text) if has_form(text, "0000-00-00") => {
            match text.parse::<Date>() {
                Ok(date) => Fit::Value(Value::Date(date)),
                Err(_) => Fit::Doubt("is no day of the calendar".to_owned()),
            }
        }
        _ => Fit::No,
    }
}

/// Reads `20:45` and `20:45:00`; `91:30` may be a time of play, so it makes the column text.
fn time(cell: Written<'_>) -> Fit {
    match cell {
        Written::Plain(text) | Written::Text(text)
            if has_form(text, "00:00") || has_form(text, "00:00:00") =>
        {
            text.parse::<Time>()
                .map_or(Fit::No, |time| Fit::Value(Value::Time(time)))
        }
        _ => Fit::No,
    }
}

/// Whether `text` has the form of `pattern`, in which `0` stands for any digit.
fn has_form(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            })
}
