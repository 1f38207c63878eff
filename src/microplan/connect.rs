//! Connecting: the relations of a plan and its phrases in; connectives before the phrases that can take one out.
//!
//! This comes last, when no phrase will be put in the place of another. A connective claims something of two messages, so
//! it is left out wherever they do not stand side by side, and wherever it would not read well.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Connective, Phrase, PhrasePlan, Piece, Planner};
use crate::data::Value;
use crate::language::{Opening, Relation, stands_in};
use crate::plan::{DocumentPlan, PlannedMessage, SectionPlan};
use crate::story::{Print, Request};

/// What may be put before a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// A connective; whether the author's first letter is then written small.
    Connective { lowers: bool },
    /// Nothing: it has a connective of its own.
    HasOwn,
    /// Nothing.
    Nothing,
}

impl Phrase<'_> {
    /// Returns the message that the phrase tells, if `planned` is it: all of it, or one of its rows.
    pub fn part_of(&self, planned: &PlannedMessage) -> Option<PlannedMessage> {
        if self.message != Some(planned.message) {
            return None;
        }
        let item = planned.item.as_ref().map(|(_, item)| item);
        if self.together == planned.together {
            return (self.item.as_ref() == item).then(|| planned.clone());
        }
        let row = planned
            .together
            .iter()
            .position(|it| Some(it) == self.item.as_ref());
        row.filter(|_| self.together.is_empty())
            .map(|it| planned.alone(it))
    }
}

impl<'s> Planner<'_, 's> {
    /// Puts connectives between the phrases of sections that ask for them.
    pub fn connect(&mut self, plan: &DocumentPlan, phrases: &mut PhrasePlan<'s>) {
        for section in &mut phrases.sections {
            let of_section = plan
                .sections
                .iter()
                .find(|it| it.section == section.section);
            if let Some(of_section) = of_section.filter(|it| is_related(it)) {
                self.connect_section(of_section, &mut section.phrases);
            }
        }
    }

    fn connect_section(&mut self, plan: &SectionPlan, phrases: &mut [Phrase<'s>]) {
        let mut before: Option<usize> = None;
        let mut is_joined = false;
        let mut said = String::new();
        for phrase in phrases.iter() {
            authors_words(&phrase.pieces, &mut said);
        }
        let said = said.to_lowercase();
        for phrase in phrases {
            let from = before.unwrap_or(0);
            let mut rest = plan.messages[from..].iter();
            let place = rest
                .position(|it| phrase.part_of(it).is_some())
                .map(|it| from + it);
            let fit = self.fit(phrase);
            // The relation is one to the message planned before, and says nothing where that is left out.
            let connective = place
                .filter(|it| *it > 0 && before == Some(it - 1))
                .and_then(|it| Some((plan.messages[it].relation?, plan.messages[it - 1].message)))
                .filter(|(relation, _)| *relation != Relation::Addition || !is_joined)
                .and_then(|(relation, before)| self.connective(relation, before, fit, &said));
            is_joined = connective.is_some() || fit == Fit::HasOwn;
            if let Some(connective) = connective {
                phrase.pieces.insert(0, Piece::Connective(connective));
            }
            before = place.or(before);
        }
    }

    /// Returns the connective of a relation that ranks highest of those that the article has not used, and that no
    /// sentence of its section says by itself.
    fn connective(
        &mut self,
        relation: Relation,
        before: usize,
        fit: Fit,
        said: &str,
    ) -> Option<Connective<'s>> {
        let Fit::Connective { lowers } = fit else {
            return None;
        };
        let choice = self.bank.connectives.of(relation);
        let unused = choice
            .options
            .iter()
            .filter(|it| !self.memory.has_used(it.identity) && !says(said, &it.text));
        let chosen = unused.max_by_key(|it| it.identity.rank(self.seed, choice.address))?;
        self.memory.use_up(chosen.identity);
        Some(Connective {
            text: &chosen.text,
            relation,
            before,
            lowers,
        })
    }

    /// Returns what may be put before a phrase.
    fn fit(&self, phrase: &Phrase<'_>) -> Fit {
        match self.beginning(&phrase.pieces) {
            Fit::Connective { .. } if exclaims(&phrase.pieces) => Fit::Nothing,
            fit => fit,
        }
    }

    fn beginning(&self, pieces: &[Piece<'_>]) -> Fit {
        for piece in pieces {
            match piece {
                Piece::Literal(words) => match self.opening(words) {
                    Opening::Blank => {}
                    Opening::Word | Opening::Noun => return Fit::Connective { lowers: true },
                    Opening::Connective => return Fit::HasOwn,
                    Opening::Unfit => return Fit::Nothing,
                },
                Piece::Print { print, value, .. } if self.may_follow(print, value) => {
                    return Fit::Connective { lowers: false };
                }
                Piece::Items(items) => {
                    return items.first().map_or(Fit::Nothing, |it| self.beginning(it));
                }
                Piece::Told { pieces, .. } => return self.beginning(pieces),
                Piece::Print { .. } | Piece::CellBreak | Piece::Connective(_) => break,
            }
        }
        Fit::Nothing
    }

    /// Returns how the author's words begin; a noun that the lexicon has as a name counts as a name.
    fn opening(&self, words: &str) -> Opening {
        let (bank, lexicon) = (self.bank, &self.bank.lexicon);
        if bank.connectives.begin(words) {
            return Opening::Connective;
        }
        let opening = bank.language.opening(words, &lexicon.words);
        if opening == Opening::Noun {
            let mut parts = words.split(|it: char| !it.is_alphanumeric());
            let word = parts.find(|it| !it.is_empty()).unwrap_or_default();
            if lexicon.name(word).is_some() || bank.language.known_name(word).is_some() {
                return Opening::Unfit;
            }
        }
        opening
    }

    /// Whether a value reads well behind a connective: a name, a pronoun, a day, a noun phrase, and no figure.
    fn may_follow(&self, print: &Print, value: &Value) -> bool {
        match &print.request {
            Request::The
            | Request::Name
            | Request::Short
            | Request::Pronoun
            | Request::Plain
            | Request::List => self.is_name(value),
            Request::At => value.time().is_some() || self.is_name(value),
            Request::On(_) | Request::Words { .. } | Request::Change { noun: true, .. } => true,
            Request::Counted { words } => match words {
                Some(words) => *words,
                None => is_small(value),
            },
            _ => false,
        }
    }

    /// Whether a value is named by a text that begins with a letter: no figure, and no quotation.
    fn is_name(&self, value: &Value) -> bool {
        match value {
            Value::Text(key) => {
                let forms = self.bank.lexicon.name(key);
                let text = forms.map_or(&**key, |it| it.full.text.as_str());
                text.starts_with(char::is_alphabetic)
            }
            Value::Row(row) => {
                let table = self.tables.get(row.table);
                let key = table.key.map(|key| table.cell(row.row, key));
                key.is_some_and(|it| matches!(it, Value::Text(_)) && self.is_name(it))
            }
            Value::List(items) => items.first().is_some_and(|it| self.is_name(it)),
            _ => false,
        }
    }
}

/// Adds the author's words of a phrase.
fn authors_words(pieces: &[Piece<'_>], said: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Literal(words) => {
                said.push_str(words);
                said.push(' ');
            }
            Piece::Told { pieces, .. } => authors_words(pieces, said),
            Piece::Items(items) => items.iter().for_each(|it| authors_words(it, said)),
            Piece::Print { .. } | Piece::Connective(_) | Piece::CellBreak => {}
        }
    }
}

/// Whether words, in small letters, hold a connective somewhere.
fn says(words: &str, connective: &str) -> bool {
    let connective = connective.to_lowercase();
    let bare = connective.trim_matches(|it: char| !it.is_alphanumeric());
    stands_in(words, bare)
}

fn is_related(plan: &SectionPlan) -> bool {
    plan.messages.iter().any(|it| it.relation.is_some())
}

/// Whether a count is written in words by every language's newsrooms.
fn is_small(value: &Value) -> bool {
    let Value::Number(count) = value else {
        return false;
    };
    let amount = count.amount;
    amount.is_integer() && amount > Decimal::ZERO && amount.to_u32().is_some_and(|it| it < 10)
}

/// Whether a phrase asks or exclaims.
fn exclaims(pieces: &[Piece<'_>]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Literal(words) => words.contains(['?', '!']),
        Piece::Told { pieces, .. } => exclaims(pieces),
        Piece::Items(items) => items.iter().any(|it| exclaims(it)),
        _ => false,
    })
}
