//! A text and some words in; where the words stand in it by themselves, and are no part of longer ones, out.

/// Returns where `words` stand in `text` with no letter and no figure beside them; nowhere, if there are none.
pub fn places(text: &str, words: &str) -> impl Iterator<Item = usize> {
    let is_free = |beside: Option<char>| !beside.is_some_and(char::is_alphanumeric);
    let places = text.match_indices(words).filter(move |(at, found)| {
        let (before, after) = (&text[..*at], &text[at + found.len()..]);
        !found.is_empty() && is_free(before.chars().next_back()) && is_free(after.chars().next())
    });
    places.map(|(at, _)| at)
}

/// Whether `words` stand in `text` by themselves.
pub fn stands_in(text: &str, words: &str) -> bool {
    places(text, words).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn a_figure_stands_by_itself() {
        for (words, figure, is_there) in [
            ("in 90 minutes", "90", true),
            ("in 190 minutes", "90", false),
            ("90", "90", true),
            ("a two-goal lead", "two", true),
            ("twofold", "two", false),
            ("nothing", "", false),
        ] {
            assert_eq!(stands_in(words, figure), is_there, "{words}: {figure}");
        }
    }
}
