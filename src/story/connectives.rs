//! Connectives: a language's own, and those that a bank puts in their place, in; what an article chooses from out.

use super::Address;
use crate::language::{Language, Relation, begins_with};
use crate::source::Span;

/// What may be put between the messages of a story in one language, by relation.
#[derive(Clone, Debug, Default)]
pub struct Connectives {
    choices: [ConnectiveChoice; Relation::ALL.len()],
}

/// The connectives of one relation.
#[derive(Clone, Debug, Default)]
pub struct ConnectiveChoice {
    /// The address of the choice between them.
    pub address: Address,
    /// What there is to choose from; empty: nothing is said.
    pub options: Vec<Connective>,
    /// Whether a bank says which there are.
    is_written: bool,
}

/// One connective.
#[derive(Clone, Debug)]
pub struct Connective {
    /// Its identity among the others.
    pub identity: Address,
    /// It and the space after it, typeset.
    pub text: Box<str>,
    /// Where a bank has it; none: it is the language's own.
    pub span: Option<Span>,
}

impl Connectives {
    /// Returns those that the language has of itself.
    pub(super) fn new(story: &str, language: &dyn Language) -> Self {
        let choice = |relation: Relation| ConnectiveChoice {
            address: Address::of(&[story, language.tag(), "connectives", relation.name()]),
            options: options(language.connectives(relation).iter().map(|it| (*it, None))),
            is_written: false,
        };
        Connectives {
            choices: Relation::ALL.map(choice),
        }
    }

    /// Returns the connectives of a relation.
    #[must_use]
    pub fn of(&self, relation: Relation) -> &ConnectiveChoice {
        &self.choices[relation as usize]
    }

    /// Whether an author's literal begins with one that a bank has of its own; the language knows the others.
    #[must_use]
    pub fn begin(&self, literal: &str) -> bool {
        let literal = literal.trim_start_matches([' ', '*', '_', '[']);
        let written = self.choices.iter().filter(|it| it.is_written);
        let mut options = written.flat_map(|it| &it.options);
        options.any(|it| {
            let words = it.text.trim_end_matches(|it: char| !it.is_alphanumeric());
            begins_with(literal, &words.replace('’', "'").to_lowercase())
        })
    }

    /// Puts an author's connectives in the place of the language's own.
    pub(super) fn write<'t>(
        &mut self,
        relation: Relation,
        texts: impl Iterator<Item = (&'t str, Span)>,
    ) {
        let choice = &mut self.choices[relation as usize];
        if !choice.is_written {
            choice.options.clear();
        }
        choice.is_written = true;
        choice
            .options
            .extend(options(texts.map(|(text, span)| (text, Some(span)))));
    }

    /// Takes from `base` the connectives of each relation for which this bank has none of its own.
    pub(super) fn fill_from(&mut self, base: &Connectives) {
        for (choice, of_base) in self.choices.iter_mut().zip(&base.choices) {
            if !choice.is_written {
                choice.clone_from(of_base);
            }
        }
    }
}

fn options<'t>(texts: impl Iterator<Item = (&'t str, Option<Span>)>) -> Vec<Connective> {
    let option = |(text, span): (&str, Option<Span>)| Connective {
        identity: Address::of(&["connective", text]),
        text: format!("{text} ").into(),
        span,
    };
    texts.map(option).collect()
}
