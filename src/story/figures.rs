//! Figures that an author wrote by hand, and those that are declared: each is a claim that somebody must answer for.

use std::ops::Range;

/// What `literals:` in gen.yaml declares, each with its source: figures, and words that claim as much.
#[derive(Clone, Debug, Default)]
pub struct Literals {
    texts: Vec<String>,
}

impl Literals {
    /// Returns the declared texts.
    pub fn new(texts: impl IntoIterator<Item = String>) -> Self {
        Literals {
            texts: texts.into_iter().map(|it| even(&it)).collect(),
        }
    }

    /// Returns the figures in an author's words that nothing declares.
    pub fn undeclared<'w>(&'w self, words: &'w str) -> impl Iterator<Item = Range<usize>> + 'w {
        figures(words).filter(|range| !self.declare(words, range))
    }

    /// Whether what stands at `range` is declared, by itself or as part of a longer text that stands there.
    pub fn declare(&self, words: &str, range: &Range<usize>) -> bool {
        if self.texts.is_empty() {
            return false;
        }
        let claim = even(&words[range.clone()]);
        if self.texts.contains(&claim) {
            return true;
        }
        let start = even(&words[..range.start]).len();
        let (words, end) = (even(words), start + claim.len());
        let covers = |text: &String| {
            let mut places = words.match_indices(text.as_str());
            places.any(|(at, _)| at <= start && end <= at + text.len())
        };
        self.texts.iter().any(covers)
    }
}

/// Returns a text in small letters, with plain spaces, hyphens and apostrophes: typesetting changes no claim.
pub(super) fn even(text: &str) -> String {
    let letter = |it: char| match it {
        '\u{a0}' | '\u{202f}' | '\n' | '\r' | '\t' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        '’' => '\'',
        other => other,
    };
    text.chars()
        .map(letter)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Returns where figures stand in `words`: runs with a digit of any script, as `90`, `1,5`, `3e` or `½`.
fn figures(words: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + words[end..].find(char::is_numeric)?;
        let rest = &words[start..];
        let is_inside = |idx: usize, letter: char| {
            let digit_follows = || rest[idx + 1..].starts_with(char::is_numeric);
            letter.is_alphanumeric() || (matches!(letter, ',' | '.') && digit_follows())
        };
        let len = rest.char_indices().find(|(idx, it)| !is_inside(*idx, *it));
        end = start + len.map_or(rest.len(), |(idx, _)| idx);
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::Literals;

    fn check(words: &str, expected: &[&str]) {
        let literals = Literals::new(vec!["90".to_owned(), "Top 14".to_owned()]);
        let found: Vec<&str> = literals.undeclared(words).map(|it| &words[it]).collect();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn words_are_declared_where_they_stand() {
        let literals = Literals::new(vec![
            "Quarante-cinq minutes".to_owned(),
            "l'an 2".to_owned(),
        ]);
        let words = "quarante-cinq\u{a0}minutes, quarante-cinq ans";
        assert!(literals.declare(words, &(0..13)));
        assert!(!literals.declare(words, &(24..37)));
        assert!(literals.undeclared("De l’an 2.").next().is_none());
    }

    #[test]
    fn figures_are_found_and_declared_ones_are_fine() {
        check("No figure.", &[]);
        check("After 90 minutes.", &[]);
        check("A lead of 12, or 1,5 or 3.5.", &["12", "1,5", "3.5"]);
        check("Le Top 14, le 3e match.", &["3e"]);
        check("14 goals.", &["14"]);
        check("½ of them, ٣ goals.", &["½", "٣"]);
    }
}
