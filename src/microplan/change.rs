//! A change to tell: eligible or not, and in whose words.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Piece;
use super::render::Renderer;
use crate::data::{Map, Quantity, Unit, Value};
use crate::interpret::{Hold, Move, moves};
use crate::language::{Change, Moved, Size};
use crate::story::{ChangeRule, ChangeWording, Print, Wording};

/// How a change is told.
pub(super) enum Told<'s> {
    /// Not at all: a figure is missing, or several changes are not of one direction.
    Undefined,
    /// In the language's words.
    BuiltIn,
    /// In the desk's own.
    Own(Piece<'s>),
}

impl<'s> Renderer<'_, 's> {
    /// Returns how a change is told.
    pub(super) fn change(
        &mut self,
        print: &'s Print,
        value: &Value,
        from: &Value,
        noun: bool,
        rule: ChangeRule,
    ) -> Result<Told<'s>, Hold> {
        let found = moves(value, from, rule).map_err(|it| Hold::by_rule(it, print.span))?;
        let Some(found) = found else {
            return Ok(Told::Undefined);
        };
        if let [one] = &found[..] {
            return self.own_words(print, one, noun);
        }
        let moved: Vec<Moved> = found.iter().map(|it| it.moved).collect();
        Ok(match Moved::together(&moved) {
            Some(_) if !noun => Told::BuiltIn,
            _ => Told::Undefined,
        })
    }

    /// Tells a change in the desk's own words, if it has some that fit.
    fn own_words(&mut self, print: &'s Print, one: &Move, noun: bool) -> Result<Told<'s>, Hold> {
        if noun || self.changes.is_empty() {
            return Ok(Told::BuiltIn);
        }
        let changes: &'s [ChangeWording] = self.changes;
        let mut fitting: Vec<&'s ChangeWording> =
            changes.iter().filter(|it| fits(it, &one.moved)).collect();
        // The more a heading says, the nearer it is to the change.
        fitting.sort_by_key(|it| {
            let n_said = usize::from(it.grade.is_some()) + usize::from(it.verdict.is_some());
            Reverse(n_said)
        });
        let outer = std::mem::replace(&mut self.facts.it, figures(one));
        let mut told = Ok(Told::BuiltIn);
        for wording in fitting {
            let mut pieces = Vec::new();
            let Wording { address, variants } = &wording.wording;
            match self.phrase(*address, variants, &mut pieces) {
                Ok(true) => told = Ok(Told::Own(Piece::Told { print, pieces })),
                Ok(false) => continue,
                Err(hold) => told = Err(hold),
            }
            break;
        }
        self.facts.it = outer;
        told
    }
}

fn fits(wording: &ChangeWording, moved: &Moved) -> bool {
    // A flat figure that moved after all is not unchanged, but nothing else is said of its strength.
    let is_graded = moved.change != Change::Flat;
    wording.change == moved.change
        && wording
            .grade
            .is_none_or(|it| !is_graded || it == moved.grade)
        && wording.verdict.is_none_or(|it| it == moved.verdict)
}

/// Returns what a phrase for a change has as `it`.
fn figures(one: &Move) -> Value {
    let size = one.moved.size.map_or(Value::Missing, |size| {
        let (amount, unit) = match size {
            Size::Percent(amount) => (amount, Unit::Percent),
            Size::Points(amount) => (amount, Unit::Points),
        };
        Value::Number(Quantity { amount, unit })
    });
    let entries = vec![
        ("size".into(), size),
        ("from".into(), Value::Number(one.from)),
        ("to".into(), Value::Number(one.to)),
    ];
    Value::Map(Arc::new(Map { entries }))
}
