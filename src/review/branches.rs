//! The parts of a variant in; its branches, and which of them the pieces of a phrase were made of, out.
//!
//! A branch is an option of a choice or an optional clause. The branches of a variant are numbered in reading order,
//! an outer one before those inside it.

use crate::microplan::Rendered;
use crate::story::Part;
use crate::story::expression::Expr;

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
    },
}

/// Returns the branches of `parts`.
pub(super) fn branches(parts: &[Part]) -> Vec<Branch<'_>> {
    let mut found = Vec::new();
    collect(parts, &mut found);
    found
}

fn collect<'s>(parts: &'s [Part], found: &mut Vec<Branch<'s>>) {
    for part in parts {
        match part {
            Part::Choice { options, .. } => {
                for (_, parts) in options {
                    let kind = BranchKind::Option;
                    found.push(Branch { kind, parts });
                    collect(parts, found);
                }
            }
            Part::Optional { guard, parts } => {
                let guard = guard.as_ref();
                let kind = BranchKind::Clause { guard };
                found.push(Branch { kind, parts });
                collect(parts, found);
            }
            Part::Each { parts, .. } => collect(parts, found),
            // A phrase that the bank names has its own branches, wherever it is said.
            Part::Phrase { .. } | Part::Literal(_) | Part::Print(_) | Part::CellBreak => {}
        }
    }
}

/// Shows `see` the number of each branch of `parts` that was rendered.
pub(super) fn taken(rendered: &Rendered, parts: &[Part], see: &mut impl FnMut(usize)) {
    let mut taken = Taken {
        rendered,
        n_seen: 0,
        see,
    };
    taken.walk(parts, true);
}

/// A walk through the branches of a variant, in their order.
struct Taken<'a, S> {
    rendered: &'a Rendered,
    n_seen: usize,
    see: &'a mut S,
}

impl<S: FnMut(usize)> Taken<'_, S> {
    fn walk(&mut self, parts: &[Part], is_rendered: bool) {
        for part in parts {
            match part {
                Part::Choice { options, .. } => {
                    let taken = is_rendered.then(|| self.option(options)).flatten();
                    for (idx, (_, parts)) in options.iter().enumerate() {
                        // In a list each element may take another option.
                        let is_taken = taken == Some(idx) || self.rendered.has(parts);
                        self.branch(parts, is_taken);
                    }
                }
                Part::Optional { parts, .. } => self.branch(parts, self.rendered.has(parts)),
                Part::Each { parts, .. } => self.walk(parts, is_rendered),
                Part::Phrase { .. } | Part::Literal(_) | Part::Print(_) | Part::CellBreak => {}
            }
        }
    }

    fn branch(&mut self, parts: &[Part], is_taken: bool) {
        if is_taken {
            (self.see)(self.n_seen);
        }
        self.n_seen += 1;
        self.walk(parts, is_taken);
    }

    /// Returns the option of a choice that was taken: if none left words, it is one that has none.
    fn option<T>(&self, options: &[(T, Vec<Part>)]) -> Option<usize> {
        let is_silent = |parts: &[Part]| parts.iter().all(|it| matches!(it, Part::Optional { .. }));
        let said = options.iter().position(|(_, it)| self.rendered.has(it));
        said.or_else(|| options.iter().position(|(_, it)| is_silent(it)))
    }
}
