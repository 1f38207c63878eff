//! Document planning: facts to an ordered list of messages, before a word is written.
//!
//! What is said is settled here, as data, and is the same in every language: a section whose chosen
//! message has no wording stays silent later, but never yields to another message.

mod account;
mod document;
mod candidates;
mod news;
mod select;
mod order;
mod budget;

pub use account::{Considered, News, Outcome};
pub use document::{account, document};

use crate::data::Value;

/// What an article says, section by section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentPlan {
    /// The sections that have something to say, in reading order.
    pub sections: Vec<SectionPlan>,
}

/// What a section says.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionPlan {
    /// The section's position in the story.
    pub section: usize,
    /// Its messages, in the order they are told.
    pub messages: Vec<PlannedMessage>,
}

/// One message to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedMessage {
    /// The message's position in the story.
    pub message: usize,
    /// The row it is told of, and its position among the message's rows.
    pub item: Option<(u32, Value)>,
    /// The rows that are told in the same sentence, that of `item` first; empty: it is told of one.
    pub together: Vec<Value>,
    /// What it is to the message told before it in its section.
    pub relation: Option<Relation>,
}

/// What a message is to the one told before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
