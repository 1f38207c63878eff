//! Connectives: what a message is to the one before, and how a text begins, in; whether a connective may stand there out.

use super::Words;

/// What a message is to the one told before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The one is welcome and the other is not.
    Contrast,
    /// Both are welcome, or neither is.
    Addition,
    /// It is the effect of the one before, as the author declares.
    Cause,
    /// It says more of the same.
    Elaboration,
    /// It happened later.
    Sequence,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 5] = [
        Relation::Contrast,
        Relation::Addition,
        Relation::Cause,
        Relation::Elaboration,
        Relation::Sequence,
    ];

    /// Returns its name, as a phrase bank writes it.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Contrast => "contrast",
            Relation::Addition => "addition",
            Relation::Cause => "cause",
            Relation::Elaboration => "elaboration",
            Relation::Sequence => "sequence",
        }
    }

    /// Returns the relation of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// How a text begins, for a connective that would be put before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// With marks of emphasis only: what follows decides.
    Blank,
    /// With a word that is written small inside a sentence.
    Word,
    /// With a noun, which is written small unless something bears it as its name.
    Noun,
    /// With a connective or a conjunction of its own.
    Connective,
    /// With a figure, a quotation, or a word of which it cannot be told whether it is a name.
    Unfit,
}

/// What a language knows of the first words of sentences, all in small letters.
pub(super) struct Openers {
    /// Words and phrases that join a sentence to others, or ask a question.
    pub joining: &'static [&'static str],
    /// Words that are never a name by themselves.
    pub function: &'static [&'static str],
    /// Nouns and adjectives with which sentences of the news begin, and no name does.
    pub nouns: &'static [&'static str],
}

impl Openers {
    /// Returns how `text` begins; `words` are those that the newsroom declares.
    ///
    /// A word with a capital is taken for a name unless it is known to be none: a name written small is a mistake that
    /// readers see, and a connective left out is none. The tables of nouns do not tell: they have Milan, Louis and Oracle.
    pub(super) fn opening(&self, text: &str, words: &Words) -> Opening {
        let bare = text.trim_start_matches([' ', '\u{a0}', '*', '_', '[']);
        let Some(first) = bare.chars().next() else {
            return Opening::Blank;
        };
        if !first.is_alphabetic() {
            return Opening::Unfit;
        }
        if self.joining.iter().any(|it| begins_with(bare, it)) {
            return Opening::Connective;
        }
        if first.is_lowercase() {
            return Opening::Word;
        }
        let (word, rest) = first_word(bare);
        let lower = word.to_lowercase();
        if is_acronym(word) || is_part_of_name(rest) {
            Opening::Unfit
        } else if self.function.contains(&&*lower) {
            Opening::Word
        } else if self.nouns.contains(&&*lower) || words.get(&lower).is_some() {
            Opening::Noun
        } else {
            Opening::Unfit
        }
    }
}

/// Whether `text` begins with the words of `phrase`, which is in small letters, and not only with their letters.
pub fn begins_with(text: &str, phrase: &str) -> bool {
    let mut letters = text.chars();
    for wanted in phrase.chars() {
        let letter = match letters.next() {
            Some('’') => '\'',
            Some('\u{a0}' | '\u{202f}') => ' ',
            Some(letter) => letter,
            None => return false,
        };
        if letter != wanted && !letter.to_lowercase().eq([wanted]) {
            return false;
        }
    }
    let after = letters.next();
    phrase.ends_with('\'') || after.is_none_or(|it| !(it.is_alphanumeric() || it == '-'))
}

/// Splits a text after its first word; the apostrophe of an elided word goes with neither.
fn first_word(text: &str) -> (&str, &str) {
    let end = text.find(|it: char| !it.is_alphabetic());
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    (word, rest)
}

/// Whether a word is `PSG` or `OM`, and not `A` or `À`.
fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// Whether what follows a word makes one name with it, for all that can be told: `Le Havre`, `Saint-Étienne`.
fn is_part_of_name(rest: &str) -> bool {
    let next = rest.trim_start_matches([' ', '\u{a0}', '’', '\'', '*', '_']);
    rest.starts_with(['-', '.', '&']) || next.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{Opening, Relation};
    use crate::language::{Words, get};

    #[track_caller]
    fn check(tag: &str, cases: &[(&str, Opening)]) {
        let language = get(tag).expect("both languages are compiled in");
        for (text, expected) in cases {
            let opening = language.opening(text, &Words::default());
            assert_eq!(opening, *expected, "{text}");
        }
    }

    #[test]
    fn french_openings_are_told_apart() {
        check(
            "fr",
            &[
                ("Le public est venu.", Opening::Word),
                ("Le ", Opening::Word),
                ("L’", Opening::Word),
                ("**La** portée", Opening::Word),
                ("À ", Opening::Word),
                ("Il a marqué.", Opening::Word),
                ("il a marqué.", Opening::Word),
                ("Victoire de ", Opening::Noun),
                ("Le Havre a gagné.", Opening::Unfit),
                ("L’Équipe le dit.", Opening::Unfit),
                ("Lyon a gagné.", Opening::Unfit),
                ("Milan a gagné.", Opening::Unfit),
                ("Saint-Étienne a gagné.", Opening::Unfit),
                ("PSG et OM", Opening::Unfit),
                ("En revanche, Lyon a gagné.", Opening::Connective),
                ("Alors que Lyon", Opening::Connective),
                ("S’il gagne", Opening::Connective),
                ("Qui l’eût cru", Opening::Connective),
                ("« Non », dit-il.", Opening::Unfit),
                ("3 buts", Opening::Unfit),
                ("**", Opening::Blank),
            ],
        );
    }

    #[test]
    fn english_openings_are_told_apart() {
        check(
            "en",
            &[
                ("The crowd came.", Opening::Word),
                ("A late goal", Opening::Word),
                ("It’s over.", Opening::Word),
                ("In ", Opening::Word),
                ("Attendance rose.", Opening::Noun),
                ("Revenue rose.", Opening::Noun),
                ("The Hague voted.", Opening::Unfit),
                ("Reading won.", Opening::Unfit),
                ("Oracle rose.", Opening::Unfit),
                ("Net income fell.", Opening::Noun),
                ("Sales rose.", Opening::Noun),
                ("Apple rose.", Opening::Unfit),
                ("March was cold.", Opening::Unfit),
                ("Monday was cold.", Opening::Unfit),
                ("French exports rose.", Opening::Unfit),
                ("Ajax won.", Opening::Unfit),
                ("However, Ajax won.", Opening::Connective),
                ("While Ajax won", Opening::Connective),
                ("By contrast, Ajax won", Opening::Connective),
                ("By {{", Opening::Word),
                ("What a win", Opening::Connective),
                ("“No,” he said.", Opening::Unfit),
            ],
        );
    }

    /// No connective may be taken for the beginning of a sentence that could take another.
    #[test]
    fn every_connective_opens_as_one() {
        for language in crate::language::TAGS.iter().filter_map(|it| get(it)) {
            for relation in Relation::ALL {
                assert_eq!(Relation::from_name(relation.name()), Some(relation));
                for text in language.connectives(relation) {
                    let opening = language.opening(text, &Words::default());
                    assert_eq!(opening, Opening::Connective, "{text}");
                    assert_eq!(
                        language.typography(text),
                        *text,
                        "it is set as it will stand"
                    );
                }
            }
        }
    }
}
