//! An undeclared column in, its type and values out: the whole column decides.

use jiff::civil::Date;

use super::clean::Interner;
use super::raw::Written;
use super::typed::{self, Fit, Strays, Typed};
use super::{Kind, Unit, Value, amounts, calendar, names, numbers};

/// How many cells must fit a type before others that do not are taken for faults.
const N_FITS_MIN: usize = 10;

/// How many cells must fit a type for each that does not.
const N_FITS_PER_STRAY: usize = 9;

/// Finds the type that the present cells of a column have, all of them or all but a few that are then
/// doubtful; text if there is none. `delimiter` parts the cells of the file: where
/// commas do, those inside a cell may part a list too; where semicolons do, commas as a rule stand before
/// decimals, and a point may part thousands.
#[expect(
    clippy::needless_pass_by_value,
    reason = "cells are an iterator, which each reading takes a copy of"
)]
pub(super) fn column<'r, C>(cells: C, missing: &[String], delimiter: Option<u8>) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let mut typed = found(cells.clone(), missing, delimiter == Some(b','));
    if delimiter == Some(b';') && typed.kind == Kind::Number(Unit::None) {
        amounts::doubt_points(&mut typed, &cells, missing, "type: number, ");
    }
    typed
}

fn found<'r, C>(cells: C, missing: &[String], is_comma_parted: bool) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let n_strays_max = cells.size_hint().0 / (N_FITS_PER_STRAY + 1);
    let is_enough = |it: &Typed| {
        let n_fits = it.n_present();
        n_fits >= N_FITS_MIN && n_fits >= N_FITS_PER_STRAY * it.doubts.len()
    };
    let strict = attempts(cells.clone(), missing, is_comma_parted, 0).find(|it| it.n_present() > 0);
    let tolerant =
        || attempts(cells.clone(), missing, is_comma_parted, n_strays_max).find(is_enough);
    let undecided = || {
        calendar::days(cells.clone(), missing, 0, true)
            .or_else(|| amounts::mixed(cells.clone(), missing))
            .filter(|it| !it.doubts.is_empty())
    };
    strict
        .or_else(tolerant)
        .or_else(undecided)
        .unwrap_or_else(|| unclear(cells, missing))
}

/// Returns what can be made of a column, the plainest first, if up to `n_strays_max` cells may not fit.
fn attempts<'r, C>(
    cells: C,
    missing: &[String],
    is_comma_parted: bool,
    n_strays_max: usize,
) -> impl Iterator<Item = Typed>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    const PLAIN: [(Kind, Read, &str); 3] = [
        (Kind::Number(Unit::None), number, "is no plain number"),
        (Kind::Date, date, "is no day written as 2026-03-14"),
        (Kind::Bool, boolean, "is neither true nor false"),
    ];
    let plain = cells.clone();
    let of = move |(kind, read, reason): (Kind, Read, &str)| {
        let strays = Strays {
            n_max: n_strays_max,
            reason,
        };
        Typed::read(kind, plain.clone(), missing, strays, read)
    };
    let others: [Attempt<C>; 5] = [
        |cells, missing, _| truths(cells, missing),
        calendar::times,
        |cells, missing, n| calendar::days(cells, missing, n, false),
        calendar::durations,
        if is_comma_parted {
            |cells, missing, n| amounts::column(cells, missing, true, n)
        } else {
            |cells, missing, n| amounts::column(cells, missing, false, n)
        },
    ];
    let others = others.into_iter();
    let others = others.filter_map(move |it| it(cells.clone(), missing, n_strays_max));
    PLAIN.into_iter().filter_map(of).chain(others)
}

type Read = for<'a> fn(Written<'a>) -> Fit;

type Attempt<C> = fn(C, &[String], usize) -> Option<Typed>;

/// Returns a column that is no one type as text, and says so if it looks like one of two.
fn unclear<'r, C>(cells: C, missing: &[String]) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let mut typed = text(cells.clone(), missing);
    if let Some((row, first)) = calendar::open_times(cells.clone(), missing) {
        let first = names::excerpt(first);
        let message = format!("its cells may be times of day or durations, as `{first}`");
        typed.remark = Some((row, message));
        typed.choices = vec!["type: time".to_owned(), "type: duration".to_owned()];
    }
    typed.evidence.form = kept_words(cells.clone()).or_else(|| marked_figures(cells, missing));
    typed
}

/// Says that a file marks all figures of a column as texts: they cannot be summed, nor written as the
/// language of an article has it.
fn marked_figures<'r, C>(cells: C, missing: &[String]) -> Option<String>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let mut cells = typed::present(cells, missing).peekable();
    let is_marked = |cell| match cell {
        Written::Text(text) => numbers::plain(text).is_some() && !numbers::is_code(text),
        _ => false,
    };
    cells.peek()?;
    cells
        .all(|(_, it)| is_marked(it))
        .then(|| "figures that the file marks as text".to_owned())
}

/// Says which texts of a column of text may stand for nothing, and do not.
fn kept_words<'r>(cells: impl Iterator<Item = Written<'r>>) -> Option<String> {
    const WORDS: [&str; 3] = ["?", "TBD", "#N/A"];
    let mut counts = [0_usize; WORDS.len()];
    for cell in cells {
        if let Written::Plain(text) | Written::Text(text) = cell
            && text.len() <= 8
            && let Some(position) = WORDS.iter().position(|it| *it == text.trim())
        {
            counts[position] += 1;
        }
    }
    let found = WORDS.iter().zip(counts).filter(|it| it.1 > 0);
    let found: Vec<String> = found
        .map(|(word, n)| format!("`{word}` in {n} kept as text"))
        .collect();
    (!found.is_empty()).then(|| found.join(", "))
}

/// Returns the column as text, or each cell for itself if there is a list or map among them.
pub(super) fn text<'r, C>(cells: C, missing: &[String]) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    if cells.clone().any(|it| matches!(it, Written::Nested(_))) {
        return Typed::new(Kind::Nested, cells.map(scalar).collect());
    }
    let mut interner = Interner::default();
    let mut typed = Typed::new(Kind::Text, Vec::with_capacity(cells.size_hint().0));
    for cell in cells {
        let value = match cell {
            Written::Plain(text) | Written::Text(text) => {
                if !missing.is_empty() && missing.iter().any(|it| it == text.trim()) {
                    typed.count_missing(text.trim());
                    Value::Missing
                } else {
                    interner.text(text).map_or(Value::Missing, Value::Text)
                }
            }
            _ => Value::Missing,
        };
        typed.values.push(value);
    }
    typed
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
        Written::Plain(text) => match numbers::plain(text) {
            Some(number) => Fit::Value(Value::number(number)),
            None if amounts::is_error(text) => {
                Fit::Doubt("is an error of the spreadsheet".to_owned())
            }
            None if numbers::is_code(text) => Fit::Against,
            None => Fit::No,
        },
        Written::Nested(_) => Fit::Against,
        _ => Fit::No,
    }
}

fn boolean(cell: Written<'_>) -> Fit {
    match cell {
        Written::Plain("true" | "TRUE" | "True") => Fit::Value(Value::Bool(true)),
        Written::Plain("false" | "FALSE" | "False") => Fit::Value(Value::Bool(false)),
        Written::Nested(_) => Fit::Against,
        _ => Fit::No,
    }
}

/// The words for true and false that a column may have instead.
const TRUTHS: [(&str, &str); 3] = [("yes", "no"), ("oui", "non"), ("vrai", "faux")];

/// Reads a column that has both words of a pair and no other: `NO` alone is Norway too.
fn truths<'r, C>(cells: C, missing: &[String]) -> Option<Typed>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let is = |text: &str, word: &str| text.eq_ignore_ascii_case(word);
    let (_, first) = typed::present(cells.clone(), missing).next()?;
    let Written::Plain(first) = first else {
        return None;
    };
    let pair = TRUTHS
        .iter()
        .find(|it| is(first, it.0) || is(first, it.1))?;
    let read = |cell: Written<'_>| match cell {
        Written::Plain(text) if is(text, pair.0) => Fit::Value(Value::Bool(true)),
        Written::Plain(text) if is(text, pair.1) => Fit::Value(Value::Bool(false)),
        _ => Fit::Against,
    };
    let strays = Strays {
        n_max: 0,
        reason: "is neither true nor false",
    };
    let typed = Typed::read(Kind::Bool, cells, missing, strays, read)?;
    let has = |truth| typed.values.contains(&Value::Bool(truth));
    let form = format!("`{}` and `{}`", pair.0, pair.1);
    (has(true) && has(false)).then(|| typed.with_form(&[form]))
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
        Written::Nested(_) => Fit::Against,
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
        let text = |n, first| match n {
            1 => format!(" is read as text: 1 of its cells is no plain number: `{first}`"),
            _ => {
                format!(
                    " is read as text: {n} of its cells are no plain numbers, the first: `{first}`"
                )
            }
        };
        check("1,234", 1, "2,345", "'2,345'", &[&text(2, "1,234")]);
        check("1,200.50", 1, "1,300", "1300", &[]);
        check("€12", 1, "€1,5", "1.5", &[]);
        check("€12", 1, "7", "'7'", &[&text(1, "€12")]);
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
    fn a_comma_may_part_a_list_where_commas_part_cells() {
        let check = |cells: &str, expected: &str, n_said: usize| {
            let rows: Vec<String> = cells.split(' ').map(|it| format!("x,\"{it}\"\n")).collect();
            let (tables, found) = Case::new("t.csv", &format!("n,c\n{}", rows.concat())).load();
            let table = tables.into_iter().next().unwrap();
            assert_eq!(column(&table, "c").join(" "), expected, "{cells}");
            assert_eq!(found.len(), n_said, "{cells}: {found:?}");
        };
        check("3,83 12 45,90", "'3,83' '12' '45,90'", 1);
        check("3,83 12 0,5", "3.83 12 0.5", 0);
        check("1,234,567 12", "1234567 12", 0);
    }

    #[test]
    fn a_hint_says_what_to_write() {
        let check = |cells: &str, expected: &str| {
            let hints = Case::new("t.csv", &format!("n;c\n{}", cells.replace(' ', "\n"))).hints();
            assert_eq!(hints, [expected], "{cells}");
        };
        check(
            "x;€12 x;7",
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
            "x;1,234.5 x;7,5",
            "write under `columns:` what it is: `c: {type: number, decimal: comma}`, `c: {type: number, decimal: point}` or `c: {type: text}`",
        );
        let faulty = format!("{}x;n.c.", "x;7 ".repeat(10));
        check(
            &faulty,
            "correct the file, or write under `columns:` either `c: {type: number, missing: [\"n.c.\"]}`, if that stands for nothing, or `c: {type: text}`; until then the articles that need such a cell are held",
        );
    }

    proptest! {
        #[test]
        fn no_column_panics(
            cells in prop::collection::vec(
                prop_oneof![
                    "[-+0-9.,()%€$kMbn \u{a0}'/:hTZ]{0,12}",
                    "[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}",
                    "[0-9]{5}",
                    "(true|non|oui|NA|\\?|TBD|1h32|20:45|14 mars 2026)",
                ],
                0..24,
            ),
        ) {
            let rows: Vec<String> = cells.iter().map(|it| format!("x;{it}\n")).collect();
            Case::new("t.csv", &format!("n;c\n{}", rows.concat())).load();
        }

        #[test]
        fn a_number_comes_back_from_each_way_to_write_it(
            numbers in prop::collection::vec(0_u32..2_000_000_000, 1..9),
            mark in prop::sample::select(vec![',', '\u{a0}', '\'']),
        ) {
            let grouped = |number: u32| {
                let digits = number.to_string();
                let mut text = String::new();
                for (idx, digit) in digits.chars().enumerate() {
                    if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
                        text.push(mark);
                    }
                    text.push(digit);
                }
                text
            };
            // A figure with two marks makes clear what they are.
            let numbers: Vec<u32> = numbers.into_iter().chain([1_234_567]).collect();
            let rows: Vec<String> = numbers.iter().map(|it| format!("x;{}.50\n", grouped(*it))).collect();
            let table = Case::new("t.csv", &format!("n;c\n{}", rows.concat())).table();
            let expected: Vec<String> = numbers.iter().map(|it| format!("{it}.50")).collect();
            prop_assert_eq!(column(&table, "c"), expected);
        }
    }
}
