//! The typed columns of a table in; doubts of the texts out that stand for nothing in another of its columns.

use super::build::{Header, Origin};
use super::raw::Raw;
use super::typed::Typed;
use super::{Kind, Value};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};

/// Doubts the cells of a column of text that are a word which a column of figures or days has where it has
/// nothing: a scorer `NA` is nobody where a minute `NA` is none, and a country `NA` is Namibia.
pub(super) fn doubt(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    headers: &[Header],
    typed: &mut [Typed],
    is_inferred: impl Fn(usize) -> bool,
    diagnostics: &mut Diagnostics,
) {
    let words: Vec<(String, usize)> = typed
        .iter()
        .enumerate()
        .filter(|(_, it)| !matches!(it.kind, Kind::Text | Kind::Nested))
        .flat_map(|(column, it)| {
            it.evidence
                .missing
                .iter()
                .map(move |it| (it.0.to_string(), column))
        })
        .collect();
    if words.is_empty() {
        return;
    }
    for column in (0..typed.len()).filter(|it| is_inferred(*it)) {
        let Some((word, source, rows)) = words.iter().find_map(|(word, source)| {
            let rows = rows_of(&typed[column], word);
            (!rows.is_empty()).then_some((word, *source, rows))
        }) else {
            continue;
        };
        let (name, source) = (&headers[column].name, &headers[source].name);
        let reason = format!("`{word}` stands for nothing in column `{source}`, and may here");
        let message = match rows.len() {
            1 => format!("column `{name}`: {reason}"),
            n => format!("column `{name}` has {n} doubtful cells; the first: {reason}"),
        };
        let missing = serde_json::Value::from(word.as_str());
        diagnostics.push(
            Diagnostic::warning(Code::DoubtfulCell, message)
                .at(origin.cell(raw, rows[0], headers[column].position))
                .hint(format!(
                    "write under `columns:` either `{name}: {{missing: [{missing}]}}`, if that stands for \
                     nothing, or `{name}: {{type: text}}`; until then the articles that need such a cell \
                     are held"
                )),
        );
        let doubts = rows.into_iter().map(|row| (row, reason.clone()));
        typed[column].doubts.extend(doubts);
        typed[column].doubts.sort();
    }
}

/// Returns the rows in which a column says nothing but `word`.
fn rows_of(column: &Typed, word: &str) -> Vec<u32> {
    if column.kind != Kind::Text {
        return Vec::new();
    }
    let is_word = |it: &Value| matches!(it, Value::Text(text) if **text == *word);
    let rows = (0..).zip(&column.values).filter(|it| is_word(it.1));
    rows.map(|it| it.0).collect()
}

#[cfg(test)]
mod tests {
    use crate::data::tests::Case;

    fn check(text: &str, n_doubts: usize, expected: &[&str]) {
        let (tables, messages) = Case::new("t.csv", text).load();
        assert_eq!(messages, expected, "{text}");
        assert_eq!(
            tables.iter().next().unwrap().doubts.len(),
            n_doubts,
            "{text}"
        );
    }

    #[test]
    fn a_word_that_stands_for_nothing_elsewhere_is_doubtful_in_a_text() {
        check(
            "scorer,minute\nAda,3\nNA,NA\nNA,12\n",
            2,
            &[
                "doubtful-cell: column `scorer` has 2 doubtful cells; the first: `NA` stands for nothing in \
               column `minute`, and may here",
            ],
        );
        check("country,n\nFR,3\nNA,4\nDE,12\n", 0, &[]);
        let said = Case::new("t.csv", "scorer,minute\nAda,3\nNA,NA\n").hints();
        assert!(
            said[0].contains("`scorer: {missing: [\"NA\"]}`"),
            "{said:?}"
        );
    }
}
