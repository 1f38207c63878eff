//! The parts of a variant in; its branches, and which of them the pieces of a phrase were made of, out.
//!
//! A branch is an option of a choice or an optional clause. The branches of a variant are numbered in reading order,
//! an outer one before those inside it.

use rustc_hash::FxHashSet;

use crate::microplan::Piece;
use crate::source::Reads;
use crate::story::expression::Expr;
use crate::story::{Part, Print};

/// A part of a variant that is not always printed.
#[derive(Clone, Copy)]
pub struct Branch<'s> {
    /// What it is.
    pub kind: BranchKind<'s>,
    /// What it is made of.
    pub parts: &'s [Part],
}

/// What may leave a branch out.
#[derive(Clone, Copy)]
pub enum BranchKind<'s> {
    /// Another option of the same choice.
    Option,
    /// A fact that is missing, or a guard that is not true.
    Clause {
        /// The guard.
        guard: Option<&'s Expr>,
        /// Whether it stands in a list, and is asked of each of its elements.
        in_list: bool,
    },
}

/// Returns the branches of `parts`.
pub(super) fn branches(parts: &[Part]) -> Vec<Branch<'_>> {
    let mut found = Vec::new();
    collect(parts, false, &mut found);
    found
}

fn collect<'s>(parts: &'s [Part], in_list: bool, found: &mut Vec<Branch<'s>>) {
    for part in parts {
        match part {
            Part::Choice { options, .. } => {
                for (_, parts) in options {
                    let kind = BranchKind::Option;
                    found.push(Branch { kind, parts });
                    collect(parts, in_list, found);
                }
            }
            Part::Optional { guard, parts } => {
                let guard = guard.as_ref();
                let kind = BranchKind::Clause { guard, in_list };
                found.push(Branch { kind, parts });
                collect(parts, in_list, found);
            }
            Part::Each { parts, .. } => collect(parts, true, found),
            // A phrase is said in many places: what one of them leaves out says nothing of it.
            Part::Phrase { .. } | Part::Literal(_) | Part::Print(_) | Part::CellBreak => {}
        }
    }
}

/// The words and prints that a phrase was made of, by their places in memory.
#[derive(Default)]
pub(super) struct Rendered(FxHashSet<usize>);

impl Rendered {
    /// Returns what `pieces` were made of.
    pub(super) fn of(pieces: &[Piece<'_>]) -> Self {
        let mut rendered = Rendered::default();
        rendered.add(pieces);
        rendered
    }

    fn add(&mut self, pieces: &[Piece<'_>]) {
        for piece in pieces {
            match piece {
                Piece::Literal(words) => {
                    self.0.insert(place_of_words(words));
                }
                Piece::Print { print, .. } | Piece::Told { print, .. } => {
                    self.0.insert(place_of_print(print));
                }
                Piece::Items(items) => items.iter().for_each(|it| self.add(it)),
                Piece::Connective(_) | Piece::CellBreak => {}
            }
        }
    }

    /// Whether any of `parts` was rendered.
    fn has(&self, parts: &[Part]) -> bool {
        parts.iter().any(|part| match part {
            Part::Literal(words) => !words.is_empty() && self.0.contains(&place_of_words(words)),
            Part::Print(print) => self.0.contains(&place_of_print(print)),
            Part::Choice { options, .. } => options.iter().any(|(_, it)| self.has(it)),
            Part::Optional { parts, .. } | Part::Each { parts, .. } => self.has(parts),
            Part::Phrase { variants, .. } => variants.iter().any(|it| self.has(&it.parts)),
            Part::CellBreak => false,
        })
    }

    /// Shows `see` the number of each branch of `parts` that was rendered.
    pub(super) fn branches(&self, parts: &[Part], see: &mut impl FnMut(usize)) {
        let mut n_seen = 0;
        self.walk(parts, true, &mut n_seen, see);
    }

    fn walk(
        &self,
        parts: &[Part],
        is_rendered: bool,
        n_seen: &mut usize,
        see: &mut impl FnMut(usize),
    ) {
        for part in parts {
            match part {
                Part::Choice { options, .. } => {
                    let taken = is_rendered.then(|| self.taken(options)).flatten();
                    for (idx, (_, parts)) in options.iter().enumerate() {
                        // In a list each element may take another option.
                        let is_taken = taken == Some(idx) || self.has(parts);
                        self.branch(parts, is_taken, n_seen, see);
                    }
                }
                Part::Optional { parts, .. } => {
                    let is_taken = self.has(parts);
                    self.branch(parts, is_taken, n_seen, see);
                }
                Part::Each { parts, .. } => self.walk(parts, is_rendered, n_seen, see),
                Part::Phrase { .. } | Part::Literal(_) | Part::Print(_) | Part::CellBreak => {}
            }
        }
    }

    fn branch(
        &self,
        parts: &[Part],
        is_taken: bool,
        n_seen: &mut usize,
        see: &mut impl FnMut(usize),
    ) {
        if is_taken {
            see(*n_seen);
        }
        *n_seen += 1;
        self.walk(parts, is_taken, n_seen, see);
    }

    /// Returns the option of a choice that was taken: if none left words, it is one that has none.
    fn taken<T>(&self, options: &[(T, Vec<Part>)]) -> Option<usize> {
        let is_silent = |parts: &[Part]| parts.iter().all(|it| matches!(it, Part::Optional { .. }));
        let said = options.iter().position(|(_, it)| self.has(it));
        said.or_else(|| options.iter().position(|(_, it)| is_silent(it)))
    }
}

fn place_of_words(words: &str) -> usize {
    words.as_ptr() as usize
}

fn place_of_print(print: &Print) -> usize {
    std::ptr::from_ref(print) as usize
}

/// Returns `parts` as an author would write them.
pub fn source_of(parts: &[Part], reads: &Reads) -> String {
    let mut text = String::new();
    write(parts, reads, &mut text);
    text
}

fn write(parts: &[Part], reads: &Reads, text: &mut String) {
    for part in parts {
        match part {
            Part::Literal(words) => text.push_str(words),
            Part::Print(print) => text.push_str(reads.source(print.span)),
            Part::Choice { options, .. } => {
                text.push_str("[[");
                for (idx, (_, parts)) in options.iter().enumerate() {
                    text.push_str(if idx == 0 { "" } else { " | " });
                    write(parts, reads, text);
                }
                text.push_str("]]");
            }
            Part::Optional { guard, parts } => {
                text.push_str("[[?");
                if let Some(guard) = guard {
                    text.push_str(" `");
                    text.push_str(reads.source(guard.span()));
                    text.push('`');
                }
                write(parts, reads, text);
                text.push_str("]]");
            }
            Part::Each { list, parts } => {
                text.push_str("[[* ");
                text.push_str(reads.source(list.span()));
                text.push_str(" : ");
                write(parts, reads, text);
                text.push_str("]]");
            }
            Part::Phrase { span, .. } => {
                text.push_str("[[> ");
                text.push_str(reads.source(*span));
                text.push_str(" ]]");
            }
            Part::CellBreak => text.push_str(" | "),
        }
    }
}
