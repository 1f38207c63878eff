//! Microplanning: a plan to phrases, each a variant rendered to pieces.
//!
//! The choice of a variant is made here, before any text stands: a variant is eligible when its guard
//! is true and each fact that it prints is present, and among the eligible ones the article's key decides.

mod choose;
mod change;
mod render;
mod connect;
mod rendered;

pub use choose::{Deal, Memory, Planner};
pub use render::lacks;
pub use rendered::Rendered;

use crate::data::Value;
use crate::language::Relation;
use crate::story::{Print, Variant};

/// What an article says in one language, in pieces.
#[derive(Default)]
pub struct PhrasePlan<'s> {
    /// The sections that have something to say, in reading order.
    pub sections: Vec<SectionPhrases<'s>>,
}

/// What a section says, in pieces.
pub struct SectionPhrases<'s> {
    /// The section's position in the story.
    pub section: usize,
    /// What stands over it.
    pub heading: Option<Phrase<'s>>,
    /// What stands over its list or table.
    pub caption: Option<Phrase<'s>>,
    /// The headings of its table's columns.
    pub columns: Option<Phrase<'s>>,
    /// One phrase a message.
    pub phrases: Vec<Phrase<'s>>,
}

/// One message, in the variant chosen for it.
#[derive(Clone)]
pub struct Phrase<'s> {
    /// The message's position in the story; none for a heading, a caption or columns.
    pub message: Option<usize>,
    /// The row it is told of.
    pub item: Option<Value>,
    /// The rows it is told of if they are several, that of `item` first.
    pub together: Vec<Value>,
    /// The variant.
    pub variant: &'s Variant,
    /// How many variants the author wrote, of which it is one.
    pub n_variants: usize,
    /// What it is made of.
    pub pieces: Vec<Piece<'s>>,
}

impl Phrase<'_> {
    /// Returns how many texts the phrase becomes: the cells of a table's row, or one.
    pub fn n_cells(&self) -> usize {
        let is_break = |it: &&Piece<'_>| matches!(it, Piece::CellBreak);
        self.pieces.iter().filter(is_break).count() + 1
    }

    /// Returns what joins it to the phrase before it.
    pub fn connective(&self) -> Option<Connective<'_>> {
        match self.pieces.first() {
            Some(Piece::Connective(connective)) => Some(*connective),
            _ => None,
        }
    }

    /// Takes its connective away; says whether it had one.
    pub fn stands_alone(&mut self) -> bool {
        let had = self.connective().is_some();
        if had {
            self.pieces.remove(0);
        }
        had
    }
}

/// What joins a phrase to the one before it: the engine's own words, and what they rest on.
#[derive(Clone, Copy, Debug)]
pub struct Connective<'s> {
    /// It and the space after it.
    pub text: &'s str,
    /// What its message is to the one before.
    pub relation: Relation,
    /// The message before, by its position in the story.
    pub before: usize,
    /// Whether the author's first letter after it is written small.
    pub lowers: bool,
}

/// A stretch of a phrase.
#[derive(Clone)]
pub enum Piece<'s> {
    /// The author's own words.
    Literal(&'s str),
    /// What joins the phrase to the one before it.
    Connective(Connective<'s>),
    /// A value, and the form it is to have.
    Print {
        /// The print it comes from.
        print: &'s Print,
        /// What is printed.
        value: Value,
        /// What the request needs besides; missing if nothing.
        argument: Value,
    },
    /// A change in the desk's own words, in place of the built-in ones.
    Told {
        /// The print that it is told for.
        print: &'s Print,
        /// What it is made of.
        pieces: Vec<Piece<'s>>,
    },
    /// Phrases to join as a list.
    Items(Vec<Vec<Piece<'s>>>),
    /// The end of a table's cell.
    CellBreak,
}
