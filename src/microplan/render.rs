//! Rendering: the parts of a variant to pieces, with the values they print.
//!
//! Nothing is rendered of a variant that lacks a fact: `None` says so, and the next one is tried.

use super::Piece;
use super::change::Told;
use super::choose::Memory;
use crate::data::{Tables, Value};
use crate::interpret::{Facts, Hold, evaluate, is_true};
use crate::story::expression::Expr;
use crate::story::{Address, ChangeWording, Part, Print, Request, Variant};

/// What rendering needs to know.
pub(super) struct Renderer<'a, 's> {
    pub tables: &'a Tables,
    pub facts: &'a mut Facts,
    pub seed: u64,
    pub memory: &'a mut Memory,
    /// The desk's own words for changes.
    pub changes: &'s [ChangeWording],
}

impl<'s> Renderer<'_, 's> {
    /// Returns the pieces of `parts`, or none if a fact is missing.
    pub(super) fn parts(&mut self, parts: &'s [Part]) -> Result<Option<Vec<Piece<'s>>>, Hold> {
        let mut pieces = Vec::with_capacity(parts.len() + 4);
        if self.append(parts, &mut pieces)? {
            Ok(Some(pieces))
        } else {
            Ok(None)
        }
    }

    /// Adds the pieces of `parts`; false if a fact is missing.
    fn append(&mut self, parts: &'s [Part], pieces: &mut Vec<Piece<'s>>) -> Result<bool, Hold> {
        for part in parts {
            let present = match part {
                Part::Literal(text) => {
                    pieces.push(Piece::Literal(text));
                    true
                }
                Part::CellBreak => {
                    pieces.push(Piece::CellBreak);
                    true
                }
                Part::Print(print) => self.print(print, pieces)?,
                Part::Choice { address, options } => self.choice(*address, options, pieces)?,
                Part::Optional { guard, parts } => {
                    self.optional(guard.as_ref(), parts, pieces)?;
                    true
                }
                Part::Each { list, parts } => self.each(list, parts, pieces)?,
                Part::Phrase {
                    address, variants, ..
                } => self.phrase(*address, variants, pieces)?,
            };
            if !present {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn print(&mut self, print: &'s Print, pieces: &mut Vec<Piece<'s>>) -> Result<bool, Hold> {
        let mut value = self.value(&print.expr)?;
        if lacks(&value) {
            return Ok(false);
        }
        if let (Value::List(words), Request::Verb { .. } | Request::Agree) =
            (&value, &print.request)
        {
            value = self.word(words, print.address);
        }
        let argument = match &print.argument {
            Some(expr) => self.value(expr)?,
            None => Value::Missing,
        };
        if print.argument.is_some() && lacks(&argument) {
            return Ok(false);
        }
        if let Request::Change { noun, rule } = print.request {
            match self.change(print, &value, &argument, noun, rule)? {
                Told::Undefined => return Ok(false),
                Told::Own(piece) => {
                    pieces.push(piece);
                    return Ok(true);
                }
                Told::BuiltIn => {}
            }
        }
        pieces.push(Piece::Print {
            print,
            value,
            argument,
        });
        Ok(true)
    }

    /// Returns the word of a choice that ranks highest, one not used yet if there is any.
    fn word(&mut self, words: &[Value], choice: Address) -> Value {
        let identity = |word: &Value| Address::of(&[&word.key_text().unwrap_or_default()]);
        let rank = |word: &&Value| {
            let identity = identity(word);
            (
                !self.memory.has_used(identity),
                identity.rank(self.seed, choice),
            )
        };
        let word = words.iter().max_by_key(rank).cloned().unwrap_or_default();
        self.memory.use_up(identity(&word));
        word
    }

    /// Adds the option that ranks highest of those whose facts are present.
    fn choice(
        &mut self,
        choice: Address,
        options: &'s [(Address, Vec<Part>)],
        pieces: &mut Vec<Piece<'s>>,
    ) -> Result<bool, Hold> {
        let mut order: Vec<usize> = (0..options.len()).collect();
        order.sort_by_key(|idx| {
            let identity = options[*idx].0;
            (
                self.memory.has_used(identity),
                std::cmp::Reverse(identity.rank(self.seed, choice)),
            )
        });
        for idx in order {
            let (identity, parts) = &options[idx];
            let n_pieces = pieces.len();
            if self.append(parts, pieces)? {
                self.memory.use_up(*identity);
                return Ok(true);
            }
            pieces.truncate(n_pieces);
        }
        Ok(false)
    }

    /// Adds the variant of a phrase that ranks highest of those that are eligible, one not used yet if there is any.
    pub(super) fn phrase(
        &mut self,
        choice: Address,
        variants: &'s [Variant],
        pieces: &mut Vec<Piece<'s>>,
    ) -> Result<bool, Hold> {
        let mut order: Vec<&Variant> = variants.iter().collect();
        order.sort_by_cached_key(|it| {
            let rank = it.identity.rank(self.seed, choice);
            (self.memory.has_used(it.identity), std::cmp::Reverse(rank))
        });
        for variant in order {
            if let Some(guard) = &variant.guard
                && !self.is_true(guard)?
            {
                continue;
            }
            let n_pieces = pieces.len();
            if self.append(&variant.parts, pieces)? {
                self.memory.use_up(variant.identity);
                return Ok(true);
            }
            pieces.truncate(n_pieces);
        }
        Ok(false)
    }

    fn optional(
        &mut self,
        guard: Option<&Expr>,
        parts: &'s [Part],
        pieces: &mut Vec<Piece<'s>>,
    ) -> Result<(), Hold> {
        if let Some(guard) = guard
            && !self.is_true(guard)?
        {
            return Ok(());
        }
        let n_pieces = pieces.len();
        if !self.append(parts, pieces)? {
            pieces.truncate(n_pieces);
        }
        Ok(())
    }

    fn each(
        &mut self,
        list: &Expr,
        parts: &'s [Part],
        pieces: &mut Vec<Piece<'s>>,
    ) -> Result<bool, Hold> {
        let Value::List(items) = self.value(list)? else {
            return Ok(false);
        };
        let outer = std::mem::take(&mut self.facts.it);
        let mut rendered = Vec::with_capacity(items.len());
        let mut complete = !items.is_empty();
        for item in items.iter() {
            self.facts.it = item.clone();
            match self.parts(parts)? {
                Some(pieces) => rendered.push(pieces),
                None => complete = false,
            }
        }
        self.facts.it = outer;
        pieces.push(Piece::Items(rendered));
        Ok(complete)
    }

    pub(super) fn is_true(&self, condition: &Expr) -> Result<bool, Hold> {
        is_true(condition, &self.facts.env(self.tables))
    }

    fn value(&self, expr: &Expr) -> Result<Value, Hold> {
        evaluate(expr, &self.facts.env(self.tables)).map_err(Hold::from)
    }
}

/// Whether a value, or one inside it, is missing: then nothing can be printed of it.
pub fn lacks(value: &Value) -> bool {
    match value {
        Value::Missing => true,
        Value::List(items) => items.is_empty() || items.iter().any(Value::is_missing),
        _ => false,
    }
}
