//! The pieces of a phrase in; which parts of a variant they were made of out.
//!
//! Nothing is recorded while a phrase is made: its pieces point into the variant that they come from, and where they
//! point to is what was rendered.

use rustc_hash::FxHashSet;

use super::Piece;
use crate::story::{Part, Print};

/// The words and prints that pieces were made of, by their places in memory.
#[derive(Default)]
pub struct Rendered(FxHashSet<usize>);

impl Rendered {
    /// Returns what `pieces` were made of, the desk's own words for changes included.
    pub fn of(pieces: &[Piece<'_>]) -> Self {
        let mut rendered = Rendered::default();
        rendered.add(pieces);
        rendered
    }

    fn add(&mut self, pieces: &[Piece<'_>]) {
        for piece in pieces {
            match piece {
                Piece::Literal(words) => {
                    self.0.insert(words.as_ptr().addr());
                }
                Piece::Print { print, .. } => {
                    self.0.insert(place_of(print));
                }
                Piece::Told { print, pieces } => {
                    self.0.insert(place_of(print));
                    self.add(pieces);
                }
                Piece::Items(items) => items.iter().for_each(|it| self.add(it)),
                Piece::Connective(_) | Piece::CellBreak => {}
            }
        }
    }

    /// Whether anything of `parts` was rendered.
    pub fn has(&self, parts: &[Part]) -> bool {
        parts.iter().any(|part| match part {
            // Words that are empty stand nowhere.
            Part::Literal(words) => !words.is_empty() && self.0.contains(&words.as_ptr().addr()),
            Part::Print(print) => self.0.contains(&place_of(print)),
            Part::Choice { options, .. } => options.iter().any(|(_, it)| self.has(it)),
            Part::Optional { parts, .. } | Part::Each { parts, .. } => self.has(parts),
            Part::Phrase { variants, .. } => variants.iter().any(|it| self.has(&it.parts)),
            Part::CellBreak => false,
        })
    }
}

fn place_of(print: &Print) -> usize {
    std::ptr::from_ref(print).addr()
}
