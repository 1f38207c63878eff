//! An undeclared column in, its type and values out: the whole column decides.

use jiff::civil::{Date, Time};

use super::clean::Interner;
use super::numbers::{self, Commas};
use super::raw::Written;
use super::typed::{Fit, Typed};
use super::{Kind, Unit, Value};

/// How many cells must fit a type before others that do not are taken for faults.
const N_FITS_MIN: usize = 10;

/// How many cells must fit a type for each that does not.
const N_FITS_PER_STRAY: usize = 9;

/// Finds the type that the present cells of a column have, all of them or all but a few that are then
/// doubtful; text if there is none. `has_commas` says that the file may write decimals with a comma.
pub(super) fn column<'r, C>(cells: C, missing: &[String], has_commas: bool) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let texts = || cells.clone().filter_map(plain);
    let commas = has_commas.then(|| Commas::of(texts)).flatten();
    let with_comma = |cell: Written<'_>| commas.map_or(Fit::No, |it| comma_number(cell, it));
    let attempts: [(Kind, Read<'_>, &str); 5] = [
        (Kind::Number(Unit::None), &number, "is no plain number"),
        (Kind::Date, &date, "is no day written as 2026-03-14"),
        (Kind::Bool, &boolean, "is neither true nor false"),
        (Kind::Time, &time, "is no time written as 20:45"),
        (Kind::Number(Unit::None), &with_comma, "is no number"),
    ];
    let strict = attempts.iter().find_map(|(kind, read, _)| {
        Typed::of(*kind, cells.clone(), missing, read).filter(|it| it.n_present() > 0)
    });
    let tolerant = || {
        attempts
            .iter()
            .find_map(|attempt| tolerant(cells.clone(), missing, attempt))
    };
    strict
        .or_else(tolerant)
        .unwrap_or_else(|| text(cells, missing))
}

type Read<'a> = &'a dyn Fn(Written<'_>) -> Fit;

/// Returns a column of which nearly all cells fit a type, the others doubtful for the reason given.
fn tolerant<'r, C>(
    cells: C,
    missing: &[String],
    (kind, read, reason): &(Kind, Read<'_>, &str),
) -> Option<Typed>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let n_strays_max = cells.clone().count() / (N_FITS_PER_STRAY + 1);
    let mut n_strays = 0;
    let typed = Typed::of(*kind, cells, missing, |cell| match read(cell) {
        Fit::No if n_strays < n_strays_max && may_stray(*kind, cell) => {
            n_strays += 1;
            Fit::Doubt((*reason).to_owned())
        }
        fit => fit,
    })?;
    let n_fits = typed.n_present();
    let are_enough = n_fits >= N_FITS_MIN && n_fits >= N_FITS_PER_STRAY * typed.doubts.len();
    are_enough.then_some(typed)
}

/// Whether a cell may be a fault in a column of `kind`, and no sign that the column holds something
/// else: `007` makes figures codes, `91:30` makes times those of play.
fn may_stray(kind: Kind, cell: Written<'_>) -> bool {
    match (kind, cell) {
        (_, Written::Nested(_)) => false,
        (Kind::Number(_), Written::Plain(text)) => !numbers::is_code(text),
        (Kind::Time, Written::Plain(text) | Written::Text(text)) => !is_clock(text),
        _ => true,
    }
}

fn plain(cell: Written<'_>) -> Option<&str> {
    match cell {
        Written::Plain(text) => Some(text.trim()),
        _ => None,
    }
}

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

/// Reads `12,5` and `1 234,5`; `1,234` too where the column groups thousands with spaces.
fn comma_number(cell: Written<'_>, commas: Commas) -> Fit {
    let Written::Plain(text) = cell else {
        return Fit::No;
    };
    match commas.read(text) {
        Some(Ok(number)) => Fit::Value(Value::number(number)),
        Some(Err(reason)) => Fit::Doubt(reason.to_owned()),
        None => Fit::No,
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
        Written::Plain(text) | Written::Text(text) if is_clock(text) => text
            .parse::<Time>()
            .map_or(Fit::No, |time| Fit::Value(Value::Time(time))),
        _ => Fit::No,
    }
}

fn is_clock(text: &str) -> bool {
    has_form(text, "00:00") || has_form(text, "00:00:00")
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

#[cfg(test)]
mod tests {
    use crate::data::tests::{Case, column};

    /// Reads a column of `n` cells `usual` and the cells of `others`, in a file parted by semicolons;
    /// says what the last cells hold, and what is said of them.
    fn check(usual: &str, n: usize, others: &str, expected: &str, messages: &[&str]) {
        let usual = format!("x;{usual}\n").repeat(n);
        let others: Vec<&str> = others.split(' ').collect();
        let lines: Vec<String> = others
            .iter()
            .map(|it| format!("x;{}\n", it.replace('_', " ")))
            .collect();
        let text = format!("n;c\n{usual}{}", lines.concat());
        let (tables, found) = Case::new("t.csv", &text).load();
        let table = tables.into_iter().next().unwrap();
        let values = column(&table, "c");
        assert_eq!(values[n..].join(" "), expected, "{others:?}");
        let found: Vec<&str> = found
            .iter()
            .map(|it| it.strip_prefix("doubtful-cell: column `c`").unwrap_or(it))
            .collect();
        assert_eq!(found, messages, "{others:?}");
        for row in 0..table.n_rows() {
            let is_doubtful = table.doubt(row, 1).is_some();
            assert!(!is_doubtful || values[row as usize] == "∅");
        }
    }

    #[test]
    fn a_fault_among_many_holds_its_row_only() {
        check("7", 10, "hello", "∅", &[": `hello` is no plain number"]);
        check("7", 10, "1*", "∅", &[": `1*` is no plain number"]);
        check(
            "2026-03-14",
            18,
            "01/03/2026 soon",
            "∅ ∅",
            &[" has 2 doubtful cells; the first: `01/03/2026` is no day written as 2026-03-14"],
        );
        check(
            "true",
            12,
            "oui",
            "∅",
            &[": `oui` is neither true nor false"],
        );
        check(
            "20:45",
            12,
            "late",
            "∅",
            &[": `late` is no time written as 20:45"],
        );
        check(
            "1,5",
            12,
            "late 2 2,25",
            "∅ 2 2.25",
            &[": `late` is no number"],
        );
        check(
            "2026-03-14",
            1,
            "2026-02-30",
            "∅",
            &[": `2026-02-30` is no day of the calendar"],
        );
        check(
            "1.5",
            1,
            "#DIV/0!",
            "∅",
            &[": `#DIV/0!` is an error of the spreadsheet"],
        );
    }

    #[test]
    fn what_tells_of_another_type_is_no_fault() {
        check("7", 20, "007", "'007'", &[]);
        check("20:45", 20, "91:30", "'91:30'", &[]);
        check("Lens", 20, "7", "'7'", &[]);
        check(
            "7",
            9,
            "a b",
            "'a' 'b'",
            &[" is read as text: 2 of its cells are no plain numbers, the first: `a`"],
        );
        check("7", 1, "x y", "'x' 'y'", &[]);
    }

    #[test]
    fn decimals_after_a_comma_are_read_where_they_are_sure() {
        check("12,5", 1, "3 -0,25 1_234,5", "3 -0.25 1234.5", &[]);
        check("0,125", 1, "1234,567", "1234.567", &[]);
        check("1 234", 1, "1,234", "1.234", &[]);
        let open = "has a comma before decimals or thousands, and the column does not tell which: declare `decimal: comma` or `decimal: point`";
        check("12,5", 1, "1,234", "∅", &[&format!(": `1,234` {open}")]);
        let text = |n, first| {
            format!(" is read as text: {n} of its cells are no plain numbers, the first: `{first}`")
        };
        check("1,234", 1, "2,345", "'2,345'", &[&text(2, "1,234")]);
        check("1,200.50", 1, "1,300", "'1,300'", &[&text(2, "1,200.50")]);
        check("€12", 1, "€1,5", "'€1,5'", &[&text(2, "€12")]);
        check(
            "123 456 789",
            1,
            "1 2",
            "'1' '2'",
            &[" is read as text: 1 of its cells is no plain number: `123 456 789`"],
        );
        check("06 12 34", 1, "1,5", "'1,5'", &[]);
    }

    #[test]
    fn a_hint_says_what_to_write() {
        let check = |cells: &str, expected: &str| {
            let hints = Case::new("t.csv", &format!("n;c\n{}", cells.replace(' ', "\n"))).hints();
            assert_eq!(hints, [expected], "{cells}");
        };
        check(
            "x;€12 x;€1,5",
            "write under `columns:` what it is: `c: {type: money, currency: EUR}` or `c: {type: text}`",
        );
        check(
            "x;12% x;7",
            "write under `columns:` what it is: `c: {type: percent}` or `c: {type: text}`",
        );
        check(
            "x;1,234 x;7",
            "write under `columns:` what it is: `c: {type: number, decimal: comma}`, `c: {type: number, decimal: point}` or `c: {type: text}`",
        );
        check(
            "x;1,234.5 x;7",
            "write under `columns:` what it is: `c: {type: number}` or `c: {type: text}`",
        );
        let faulty = format!("{}x;n.c.", "x;7 ".repeat(10));
        check(
            &faulty,
            "correct the file, or write under `columns:` either `c: {type: number, missing: [\"n.c.\"]}`, if that stands for nothing, or `c: {type: text}`; until then the articles that need such a cell are held",
        );
    }
}
