//! A variant to how long it may become: words and characters, estimated before any value is known.
//!
//! A budget is planned on these estimates, so that what is told is settled before a word is written and
//! does not hang on the length of a name: a longer name in the data moves no message.

use super::expression::Shape;
use super::phrase::{Part, Print, Request};
use crate::data::Kind;
use crate::language::DateForm;

/// How long a text is, or may become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// What stands between spaces.
    pub words: usize,
    /// Letters, figures, signs and spaces.
    pub characters: usize,
}

/// How often something is said once for each of a list.
const N_ITEMS: usize = 3;

impl Extent {
    /// Returns how long a text of these parts may become: with all that is optional, in its longest options.
    pub(super) fn of(parts: &[Part]) -> Self {
        let mut measure = Measure::default();
        measure.parts(parts);
        measure.extent
    }

    /// Returns the greater of each measure.
    #[must_use]
    pub fn max(self, other: Extent) -> Self {
        Extent {
            words: self.words.max(other.words),
            characters: self.characters.max(other.characters),
        }
    }

    /// Returns how long one text after the other is, with the space between them.
    #[must_use]
    pub fn followed_by(self, other: Extent) -> Self {
        let space = usize::from(self.characters > 0 && other.characters > 0);
        Extent {
            words: self.words + other.words,
            characters: self.characters + space + other.characters,
        }
    }
}

/// A text that is measured as it goes on.
#[derive(Clone, Copy, Default)]
struct Measure {
    extent: Extent,
    /// Whether what was measured last is a word, so that what follows at once is part of it.
    in_word: bool,
}

impl Measure {
    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Literal(text) => self.literal(text),
                Part::Print(print) => self.value(of_print(print)),
                Part::Choice { options, .. } => self.choice(options.iter().map(|it| &*it.1)),
                Part::Optional { parts, .. } => self.parts(parts),
                Part::Each { parts, .. } => self.each(parts),
                Part::Phrase { variants, .. } => self.choice(variants.iter().map(|it| &*it.parts)),
                Part::CellBreak => self.in_word = false,
            }
        }
    }

    fn literal(&mut self, text: &str) {
        for letter in text.chars() {
            self.extent.characters += 1;
            if is_space(letter) {
                self.in_word = false;
            } else if letter.is_alphanumeric() && !self.in_word {
                self.extent.words += 1;
                self.in_word = true;
            }
        }
    }

    fn value(&mut self, value: Extent) {
        self.extent.words += value.words - usize::from(self.in_word);
        self.extent.characters += value.characters;
        self.in_word = true;
    }

    fn choice<'a>(&mut self, options: impl Iterator<Item = &'a [Part]>) {
        let before = *self;
        for option in options {
            let mut taken = before;
            taken.parts(option);
            self.extent = self.extent.max(taken.extent);
            self.in_word = taken.in_word;
        }
    }

    /// Measures a list: its items, a comma and a space between them, and one `and`.
    fn each(&mut self, parts: &[Part]) {
        for _ in 0..N_ITEMS {
            self.parts(parts);
            self.literal(", ");
        }
        self.literal("et ");
    }
}

/// Whether a word ends here; a space that does not break stands inside one, as in `12 %`.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}')
}

/// Returns how long a value usually is in the form asked for; at least a word.
fn of_print(print: &Print) -> Extent {
    let (words, characters) = match &print.request {
        Request::Date(form) => of_date(*form),
        Request::On(form) => {
            let (words, characters) = of_date(*form);
            (words + 1, characters + 3)
        }
        Request::Plain => match print.expr.shape() {
            Shape::Cell(Kind::Number(_)) => (1, 6),
            _ => (2, 16),
        },
        Request::Number { .. } | Request::Percent { .. } | Request::Score => (1, 7),
        Request::Pronoun | Request::Agree | Request::Plural | Request::Ordinal { .. } => (1, 10),
        Request::Money { .. } | Request::Compact { .. } | Request::Verb { .. } => (2, 14),
        Request::Points { .. } | Request::Change { .. } => (4, 26),
        Request::The | Request::At | Request::Words { .. } => (3, 20),
        Request::Counted { .. } => (2, 18),
        Request::List => (7, 48),
        _ => (2, 16),
    };
    Extent { words, characters }
}

fn of_date(form: DateForm) -> (usize, usize) {
    match form {
        DateForm::Full => (4, 26),
        DateForm::Long | DateForm::WeekdayDayMonth => (3, 20),
        DateForm::DayMonth | DateForm::MonthYear => (2, 14),
        DateForm::Short | DateForm::Month | DateForm::Year | DateForm::Weekday => (1, 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Address;

    fn check(parts: &[Part], words: usize, characters: usize) {
        assert_eq!(Extent::of(parts), Extent { words, characters });
    }

    fn literal(text: &str) -> Part {
        Part::Literal(text.into())
    }

    #[test]
    fn words_stand_between_spaces() {
        check(&[literal("It was a rout.")], 4, 14);
        check(
            &[literal("Un match\u{a0}: 12\u{a0}% – rien d’autre")],
            5,
            30,
        );
        check(&[literal("foot"), literal("ball")], 1, 8);
        check(&[], 0, 0);
    }

    #[test]
    fn the_longest_option_counts() {
        let options = [vec![literal("a b c")], vec![literal("longer words")]];
        let options = options.map(|it| (Address::default(), it));
        let choice = Part::Choice {
            address: Address::default(),
            options: options.into(),
        };
        check(&[literal("So "), choice, literal(".")], 4, 16);
    }

    #[test]
    fn a_list_counts_as_three() {
        let optional = Part::Optional {
            guard: None,
            parts: vec![literal(" in all")],
        };
        let text = [literal("one goal"), optional];
        check(&text, 4, 15);
    }
}
