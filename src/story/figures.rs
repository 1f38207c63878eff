//! Figures that an author wrote by hand: each is a claim that somebody must answer for.

use std::ops::Range;

/// The figures that `literals:` in gen.yaml declares, each with its source.
#[derive(Clone, Debug, Default)]
pub struct Literals {
    texts: Vec<String>,
}

impl Literals {
    /// Returns the declared figures.
    pub fn new(texts: Vec<String>) -> Self {
        Literals { texts }
    }

    /// Returns the figures in an author's words that nothing declares.
    pub fn undeclared<'w>(&'w self, words: &'w str) -> impl Iterator<Item = Range<usize>> + 'w {
        figures(words).filter(|range| !self.declare(words, &words[range.clone()]))
    }

    /// Whether a figure is declared, by itself or as part of a longer text that stands there.
    fn declare(&self, words: &str, figure: &str) -> bool {
        self.texts
            .iter()
            .any(|it| it == figure || (it.contains(figure) && words.contains(it.as_str())))
    }
}

/// Returns where figures stand in `words`: runs with a digit, as `90`, `1,5` or `3e`.
fn figures(words: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + words[end..].find(|it: char| it.is_ascii_digit())?;
        let rest = &words[start..];
        let is_inside = |idx: usize, letter: char| {
            let digit_follows = || rest[idx + 1..].starts_with(|it: char| it.is_ascii_digit());
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
    fn figures_are_found_and_declared_ones_are_fine() {
        check("No figure.", &[]);
        check("After 90 minutes.", &[]);
        check("A lead of 12, or 1,5 or 3.5.", &["12", "1,5", "3.5"]);
        check("Le Top 14, le 3e match.", &["3e"]);
        check("14 goals.", &["14"]);
    }
}
