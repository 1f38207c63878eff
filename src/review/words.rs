//! Two texts in; what is the same and what is not, word by word, out.

use similar::{ChangeTag, TextDiff};

/// A run of words that one text has, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Which of the texts has it.
    pub tag: Tag,
    /// The words, with the spaces between them.
    pub words: String,
}

/// Which of two texts has something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Both.
    Same,
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// Returns two texts as one, in runs of words that are the same, gone or new.
pub fn runs(old: &str, new: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => Tag::Same,
            ChangeTag::Delete => Tag::Old,
            ChangeTag::Insert => Tag::New,
        };
        match runs.last_mut() {
            Some(run) if run.tag == tag => run.words.push_str(change.value()),
            _ => runs.push(Run {
                tag,
                words: change.value().to_owned(),
            }),
        }
    }
    runs
}

/// Returns how many words one of the texts has and the other has not.
pub fn n_words(runs: &[Run]) -> usize {
    let changed = runs.iter().filter(|it| it.tag != Tag::Same);
    changed.map(|it| it.words.split_whitespace().count()).sum()
}

#[cfg(test)]
mod tests {
    use super::{Tag, n_words, runs};

    fn check(old: &str, new: &str, expected: &str, n_expected: usize) {
        let runs = runs(old, new);
        let shown = runs.iter().map(|it| match it.tag {
            Tag::Same => it.words.clone(),
            Tag::Old => format!("[-{}-]", it.words),
            Tag::New => format!("{{+{}+}}", it.words),
        });
        assert_eq!(shown.collect::<String>(), expected);
        assert_eq!(n_words(&runs), n_expected);
    }

    #[test]
    fn words_are_compared_as_wholes() {
        check(
            "Lyon won 3-1.",
            "Lyon won 3-2.",
            "Lyon won [-3-1.-]{+3-2.+}",
            2,
        );
        check("", "Lyon won.", "{+Lyon won.+}", 2);
        check("Lyon won.", "Lyon won.", "Lyon won.", 0);
        check("a b c", "a c", "a [-b -]c", 1);
    }
}
