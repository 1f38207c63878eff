//! English seams: the end of a text and the beginning of the next piece in; `a` or `an` out.

use super::onset;
use crate::language::Seam;
use crate::language::seam::{self, last_word};

/// Returns the correction where two pieces meet.
pub(super) fn seam(left: &str, right: &str) -> Option<Seam> {
    // Most texts do not end in an article: one byte tells.
    let (word, tail) = last_word(left)?;
    let is_an = match word {
        "a" | "A" => false,
        "an" | "An" | "AN" => true,
        _ => return None,
    };
    let before = &left[..left.len() - word.len() - tail.len()];
    let starts = onset::skip_marks(right).starts_with(char::is_alphanumeric);
    if before.ends_with(['-', '.', '\'', '’', '@', '/', '+']) || !starts {
        return None;
    }
    let takes_an = onset::takes_an(right);
    if takes_an == is_an || is_vitamin(word, before) {
        return None;
    }
    let article = match (takes_an, word.starts_with('A')) {
        (true, false) => "an",
        (true, true) => "An",
        (false, false) => "a",
        (false, true) => "A",
    };
    Some(Seam {
        cut_left: word.len() + tail.len(),
        insert: format!("{article}{tail}").into(),
        cut_right: 0,
    })
}

/// A capital A in the middle of a sentence is a letter: `Group A opened`, `vitamin A is`.
fn is_vitamin(word: &str, before: &str) -> bool {
    word == "A"
        && before
            .trim_end_matches([' ', '*', '_'])
            .ends_with(char::is_alphanumeric)
}

/// Applies the seams between the words of a text.
pub(super) fn mend(text: &str) -> String {
    seam::mend(text, seam)
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn articles_fit_the_next_sound() {
        let cases = [
            ("It was a 18-year-old.", "It was an 18-year-old."),
            (
                "An UEFA rule and a *old* one",
                "A UEFA rule and an *old* one",
            ),
            ("a elevator or an one-off", "an elevator or a one-off"),
            ("Group A ended", "Group A ended"),
            ("`a apple`", "`a apple`"),
        ];
        for (text, expected) in cases {
            assert_eq!(mend(text), expected);
        }
    }
}
