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
        if cell.is_empty() || cell == "–" || cell == "-" {
            continue;
        }
        if !is_figure(&cell) {
            return false;
        }
        has_figure = true;
    }
    has_figure
}

/// Whether `cell` is a number, with at most its sign and a short unit.
fn is_figure(cell: &str) -> bool {
    let number = cell.trim_start_matches(['+', '-', '−', '$', '€', '£']);
    if !number.starts_with(|it: char| it.is_ascii_digit()) {
        return false;
    }
    let unit = number.trim_start_matches(|it: char| {
        it.is_ascii_digit() || it.is_whitespace() || matches!(it, '.' | ',')
    });
    unit.chars().count() <= 2 && !unit.contains(['-', '–', '/', ':'])
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
    use super::plain;

    #[test]
    fn a_title_is_one_plain_line() {
        let written = " *‹Reds: x›*  beat\n‹Team #1› ";
        assert_eq!(plain(&text(written)), "Reds: x beat Team #1");
    }
}
