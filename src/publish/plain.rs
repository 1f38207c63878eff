//! Prose to plain text: for titles, descriptions and feeds.

use super::inline::Inline;
use crate::realise::{Form, Prose, Section, Text};

/// Returns `text` without the author's Markdown marks, values as they are, on one line.
pub fn plain(text: &Text) -> String {
    tidy(&Inline::of([text]).text())
}

/// Returns the page's title; empty if the prose has none.
pub fn title(prose: &Prose) -> String {
    prose
        .sections
        .iter()
        .find(|it| it.form == Form::Title)
        .and_then(|it| it.blocks.first())
        .map(|texts| block(texts))
        .unwrap_or_default()
}

/// Returns the first block of the section `name`, if it says anything.
pub fn section(prose: &Prose, name: &str) -> Option<String> {
    let section = prose.sections.iter().find(|it| &*it.name == name)?;
    let text = block(section.blocks.first()?);
    (!text.is_empty()).then_some(text)
}

fn block(texts: &[Text]) -> String {
    tidy(&Inline::of(texts).text())
}

/// Whether every cell of a table's column is a figure, so that they are set flush right.
pub(super) fn is_figure_column(section: &Section, idx: usize) -> bool {
    let mut has_figure = false;
    for row in &section.blocks {
        let cell = row.get(idx).map(plain).unwrap_or_default();
        if NOTHING.contains(&cell.as_str()) {
            continue;
        }
        if !is_figure(&cell) {
            return false;
        }
        has_figure = true;
    }
    has_figure
}

/// What stands in a cell for a figure that there is not.
const NOTHING: &[&str] = &["", "-", "–", "—", "−", "…", "n/a", "n/c", "n.c."];

/// What may stand before a figure.
const CURRENCIES: &[&str] = &["US$", "EUR", "USD", "GBP", "CHF", "€", "$", "£", "¥"];

/// What may stand after one, besides signs of one or two letters.
const UNITS: &[&str] = &[
    "Md€",
    "mds",
    "pts",
    "point",
    "points",
    "thousand",
    "million",
    "millions",
    "milliard",
    "milliards",
    "billion",
    "billions",
    "trillion",
    "d’euros",
    "d'euros",
    "euros",
    "euro",
    "dollars",
    "dollar",
    "EUR",
    "USD",
    "GBP",
    "CHF",
];

/// Whether `cell` is a number, with at most its sign, its currency and its unit.
fn is_figure(cell: &str) -> bool {
    let signs: &[char] = &['+', '-', '−'];
    let unsigned = cell.trim_start_matches(signs).trim_start();
    let currency = CURRENCIES.iter().find_map(|it| unsigned.strip_prefix(it));
    let number = currency
        .unwrap_or(unsigned)
        .trim_start()
        .trim_start_matches(signs);
    if !number.starts_with(|it: char| it.is_ascii_digit()) {
        return false;
    }
    let unit = number.trim_start_matches(|it: char| {
        it.is_ascii_digit() || it.is_whitespace() || matches!(it, '.' | ',')
    });
    let is_sign = |it: &str| it.chars().count() <= 2 && !it.contains(['-', '–', '/', ':']);
    unit.split_whitespace().all(|it| {
        !it.starts_with(|it: char| it.is_ascii_digit()) && (is_sign(it) || UNITS.contains(&it))
    })
}

/// Returns `text` with single ordinary spaces, and none at its ends.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for part in text.split(' ').filter(|it| !it.is_empty()) {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(part);
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::super::inline::tests::text;
    use super::{is_figure, plain};

    #[test]
    fn a_title_is_one_plain_line() {
        let written = " *‹Reds: x›*  beat\n‹Team #1› ";
        assert_eq!(plain(&text(written)), "Reds: x beat Team #1");
    }

    #[test]
    fn money_and_percentages_are_figures_and_scores_are_not() {
        for cell in [
            "12",
            "-3",
            "+1,5 %",
            "−0.4%",
            "€1.2 million",
            "1,2 million d’euros",
            "$3.4bn",
            "US$12",
            "12 M€",
            "1\u{202f}234\u{a0}€",
            "£2 billion",
            "-$3",
            "3 pts",
        ] {
            assert!(is_figure(cell), "{cell}");
        }
        for cell in [
            "2-2",
            "12:30",
            "1/2",
            "3rd place",
            "Lyon",
            "2026-03-14",
            "12 mars 2026",
            "€",
        ] {
            assert!(!is_figure(cell), "{cell}");
        }
    }
}
