//! The account of a plan: each message that was considered, and what became of it.

use rust_decimal::Decimal;

use crate::data::Value;

/// A message that a section considered, for one of its rows if it has rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Considered {
    /// The section's position in the story.
    pub section: usize,
    /// The message's position in the story.
    pub message: usize,
    /// The row it would be told of.
    pub item: Option<Value>,
    /// How newsworthy it is, where that was asked.
    pub news: Option<News>,
    /// What became of it.
    pub outcome: Outcome,
}

/// How newsworthy a message is, and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// The number by which messages are compared.
    pub total: Decimal,
    /// What it is the product of, by name; empty: what the rule says.
    pub terms: Vec<(&'static str, Decimal)>,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is told.
    Told,
    /// It is of another edition.
    OtherEdition,
    /// Its condition is false, or rests on something that is missing.
    DoesNotApply,
    /// This message was told, which makes it needless.
    Needless(usize),
    /// None of the messages that it goes with is told before it, or in the same section.
    Alone,
    /// This message came first: in the section, or in its angle.
    Behind(usize),
    /// The section tells so many, and those are more newsworthy.
    Outnumbered,
    /// It is below the least share of the most newsworthy message.
    TooSlight,
    /// The words or characters of the section or the article are used up, or the section is only in longer articles.
    NoRoom,
}
