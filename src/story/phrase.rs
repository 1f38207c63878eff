//! Compiled variants: what the author wrote around the values, and what is asked of each value.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Address;
use super::expression::Expr;
use super::extent::Extent;
pub use crate::language::DateForm;
use crate::language::{Good, Tense};
use crate::source::Span;

/// One way of saying a message.
#[derive(Clone)]
pub struct Variant {
    /// What must be true for it, beyond the message's own condition.
    pub guard: Option<Expr>,
    /// What it is made of.
    pub parts: Vec<Part>,
    /// How long it may become.
    pub extent: Extent,
    /// Its identity among the others: a hash of its source.
    pub identity: Address,
    /// What it claims that neither a value nor `literals:` answers for: an article that would say it is held.
    pub unfounded: Vec<Unfounded>,
    /// Where it stands.
    pub span: Span,
}

/// A claim that nothing answers for.
#[derive(Clone, Debug)]
pub struct Unfounded {
    /// What a person calls such words: `weekday`.
    pub kind: &'static str,
    /// The words.
    pub words: Box<str>,
    /// The print whose value is written in the phrase itself; none: the words stand beside the values.
    pub site: Option<u32>,
}

/// A stretch of a variant.
#[derive(Clone)]
pub enum Part {
    /// The author's own words, typeset.
    Literal(Box<str>),
    /// A value in the form asked for.
    Print(Box<Print>),
    /// One of several.
    Choice {
        /// The address of the choice.
        address: Address,
        /// What there is to choose from, each with its identity.
        options: Vec<(Address, Vec<Part>)>,
    },
    /// Left out when a fact of it is missing or its guard is not true.
    Optional {
        /// What must be true for it.
        guard: Option<Expr>,
        /// What it is made of.
        parts: Vec<Part>,
    },
    /// Once for each of a list, which `it` then stands for.
    Each {
        /// The list.
        list: Expr,
        /// What is said of each of its elements.
        parts: Vec<Part>,
    },
    /// A phrase that the bank names: the best of its variants.
    Phrase {
        /// Its name.
        name: Arc<str>,
        /// The address of the choice between them.
        address: Address,
        /// Its variants, told of what this place tells them of.
        variants: Vec<Variant>,
        /// Where its name stands, and what it is told of.
        span: Span,
    },
    /// The end of a table's cell.
    CellBreak,
}

/// A value to print.
#[derive(Clone)]
pub struct Print {
    /// What is printed.
    pub expr: Expr,
    /// In which form.
    pub request: Request,
    /// What the request needs besides: the subject of a verb, the base of a change, the noun of a count.
    pub argument: Option<Expr>,
    /// The print's place in its bank, counted from 0.
    pub site: u32,
    /// The address of a choice between several words.
    pub address: Address,
    /// Where it stands.
    pub span: Span,
}

/// The form asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// The value's natural form.
    Plain,
    /// A definite noun phrase, shorter on later mentions.
    The,
    /// The full name.
    Name,
    /// The short name.
    Short,
    /// A pronoun, where only one thing can be meant.
    Pronoun,
    /// A place with its preposition.
    At,
    /// A verb, agreed with `argument` or the noun phrase last mentioned.
    Verb {
        /// The tense.
        tense: Tense,
        /// Whether it is denied.
        negative: bool,
    },
    /// An adjective or participle, agreed with `argument` or the noun phrase last mentioned.
    Agree,
    /// A number in figures.
    Number {
        /// How many decimals; none: as many as suit the value.
        decimals: Option<u32>,
    },
    /// A number in words.
    Words {
        /// Whether it agrees with something feminine: `vingt et une`.
        feminine: bool,
    },
    /// A percentage.
    Percent {
        /// How many decimals; none: as many as suit the value.
        decimals: Option<u32>,
    },
    /// Percentage points.
    Points {
        /// How many decimals; none: as many as suit the value.
        decimals: Option<u32>,
    },
    /// An amount of money.
    Money {
        /// How many decimals; none: as many as suit the value.
        decimals: Option<u32>,
    },
    /// A large number in short.
    Compact {
        /// How many decimals; none: as many as suit the value.
        decimals: Option<u32>,
    },
    /// A number with the noun in `argument`.
    Counted {
        /// Whether the number is in words; none: as the language's newsrooms write it.
        words: Option<bool>,
    },
    /// A noun in the number of `argument`.
    Plural,
    /// A rank.
    Ordinal {
        /// Whether it is in words.
        words: bool,
        /// Whether it agrees with something feminine: `première`.
        feminine: bool,
    },
    /// A date.
    Date(DateForm),
    /// A date with its preposition.
    On(DateForm),
    /// Several values joined.
    List,
    /// Two figures as a score.
    Score,
    /// The move from the base in `argument` to the value.
    Change {
        /// Whether it is told as a noun rather than as a verb.
        noun: bool,
        /// What is said of the figure that moved.
        rule: ChangeRule,
    },
}

/// What a measure says of its changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeRule {
    /// A smaller move is flat: per cent, or points.
    pub within: Decimal,
    /// Which direction is welcome; none: no measure says.
    pub good: Option<Good>,
}

impl Request {
    /// Whether the author says how many decimals to print.
    pub fn has_decimals(&self) -> bool {
        match self {
            Request::Number { decimals }
            | Request::Percent { decimals }
            | Request::Points { decimals }
            | Request::Money { decimals }
            | Request::Compact { decimals } => decimals.is_some(),
            _ => false,
        }
    }
}

impl Variant {
    /// Returns each print of the variant, in reading order, optional ones included.
    pub fn prints(&self) -> Vec<&Print> {
        let mut prints = Vec::new();
        collect(&self.parts, &mut prints);
        prints
    }
}

impl Variant {
    /// Shows `see` each expression of the variant that is not printed: guards, and the lists of loops.
    pub(super) fn visit_conditions(&self, see: &mut impl FnMut(&Expr)) {
        self.guard.iter().for_each(&mut *see);
        conditions(&self.parts, see);
    }
}

fn conditions(parts: &[Part], see: &mut impl FnMut(&Expr)) {
    for part in parts {
        match part {
            Part::Choice { options, .. } => options.iter().for_each(|(_, it)| conditions(it, see)),
            Part::Optional { guard, parts } => {
                guard.iter().for_each(&mut *see);
                conditions(parts, see);
            }
            Part::Each { list, parts } => {
                see(list);
                conditions(parts, see);
            }
            Part::Phrase { variants, .. } => {
                for variant in variants {
                    variant.visit_conditions(see);
                }
            }
            Part::Print(_) | Part::Literal(_) | Part::CellBreak => {}
        }
    }
}

fn collect<'a>(parts: &'a [Part], prints: &mut Vec<&'a Print>) {
    for part in parts {
        match part {
            Part::Print(print) => prints.push(print),
            Part::Choice { options, .. } => options.iter().for_each(|(_, it)| collect(it, prints)),
            Part::Optional { parts, .. } | Part::Each { parts, .. } => collect(parts, prints),
            Part::Phrase { variants, .. } => {
                for variant in variants {
                    collect(&variant.parts, prints);
                }
            }
            Part::Literal(_) | Part::CellBreak => {}
        }
    }
}
