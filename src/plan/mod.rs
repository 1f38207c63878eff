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
mod relate;

pub use account::{Considered, News, Outcome};
pub use document::{account, document};

pub use crate::language::Relation;

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

impl PlannedMessage {
    /// Returns the same message, told of one of the rows that it was to be told of together.
    #[must_use]
    pub fn alone(&self, idx: usize) -> Self {
        let first = self.item.as_ref().map_or(0, |(position, _)| *position);
        PlannedMessage {
            message: self.message,
            item: Some((first + idx as u32, self.together[idx].clone())),
            together: Vec::new(),
            relation: None,
        }
    }
}
