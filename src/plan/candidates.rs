//! Candidates: which messages apply, and to which rows.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Outcome;
use super::document::{Planner, is_for};
use crate::data::Value;
use crate::interpret::{Hold, evaluate, is_true};
use crate::story::expression::Expr;
use crate::story::{Extent, Message};

/// A message that applies, with what it is told of.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) message: usize,
    pub(super) item: Option<(u32, Value)>,
    /// How newsworthy it is, if that is asked.
    pub(super) news: Option<Decimal>,
    /// How long it may become, if that is asked.
    pub(super) extent: Extent,
}

/// What applies in each section of each message.
pub(super) type Known = BTreeMap<(usize, usize), Vec<Candidate>>;

impl Candidate {
    pub(super) fn position(&self) -> Option<u32> {
        self.item.as_ref().map(|(position, _)| *position)
    }
}

impl Planner<'_> {
    /// Whether a message cannot be told whatever its condition: it is of another edition, or needless by now.
    pub(super) fn is_out(&mut self, message: usize) -> bool {
        let outcome = if !is_for(&self.story.messages[message].editions, self.edition) {
            Outcome::OtherEdition
        } else if let Some(told) = self.needless(message) {
            Outcome::Needless(told)
        } else {
            return false;
        };
        self.note_message(message, &outcome);
        true
    }

    /// Returns the message that was told and makes this one needless.
    pub(super) fn needless(&self, message: usize) -> Option<usize> {
        let mut unless = self.story.messages[message].unless.iter();
        unless.find(|it| self.told[**it]).copied()
    }

    /// Whether none of the messages that this one goes with is told, as far as it is known.
    pub(super) fn is_alone(&self, message: usize) -> bool {
        let with = &self.story.messages[message].with;
        !with.is_empty() && !with.iter().any(|it| self.told[*it])
    }

    /// Adds the message as often as it applies: once, or once for each of its rows.
    pub(super) fn gather(
        &mut self,
        message: usize,
        weighed: bool,
        into: &mut Vec<Candidate>,
    ) -> Result<(), Hold> {
        let place = (self.section, message);
        // An account looks at each row again: it tells also of those that are not known to apply.
        let known = self.known.as_ref().filter(|_| self.account.is_none());
        if let Some(known) = known.and_then(|it| it.get(&place)) {
            into.extend(known.iter().cloned());
            return Ok(());
        }
        let n_before = into.len();
        let weighed = weighed || self.known.is_some();
        match &self.story.messages[message].each {
            None => self.gather_once(message, weighed, into)?,
            Some(list) => self.gather_each(message, list, weighed, into)?,
        }
        if into.len() == n_before {
            self.note_message(message, &Outcome::DoesNotApply);
        }
        if let Some(known) = &mut self.known {
            known.insert(place, into[n_before..].to_vec());
        }
        Ok(())
    }

    fn gather_once(
        &mut self,
        message: usize,
        weighed: bool,
        into: &mut Vec<Candidate>,
    ) -> Result<(), Hold> {
        let applies = match self.applies[message] {
            Some(known) => known,
            None => self.is_true(self.story.messages[message].when.as_ref())?,
        };
        self.applies[message] = Some(applies);
        if applies {
            into.push(self.candidate(message, None, weighed)?);
        }
        Ok(())
    }

    fn gather_each(
        &mut self,
        message: usize,
        list: &Expr,
        weighed: bool,
        into: &mut Vec<Candidate>,
    ) -> Result<(), Hold> {
        let Value::List(items) = self.value(list)? else {
            return Ok(());
        };
        let n_before = into.len();
        let mut others = Vec::new();
        for (position, item) in items.iter().enumerate() {
            self.facts.it = item.clone();
            if self.is_true(self.story.messages[message].when.as_ref())? {
                let item = Some((position as u32, item.clone()));
                into.push(self.candidate(message, item, weighed)?);
            } else if self.account.is_some() {
                others.push(item);
            }
        }
        self.facts.it = Value::Missing;
        // Where no row is told of, the message says so once.
        if into.len() > n_before {
            for item in others {
                self.note_row(message, item);
            }
        }
        Ok(())
    }

    /// Returns a message that applies, weighed and measured as far as the section asks for it.
    fn candidate(
        &self,
        message: usize,
        item: Option<(u32, Value)>,
        weighed: bool,
    ) -> Result<Candidate, Hold> {
        let rules: &Message = &self.story.messages[message];
        let news = if weighed {
            Some(self.news(rules)?)
        } else {
            None
        };
        let extent = if self.measures() {
            self.extent(message)
        } else {
            Extent::default()
        };
        Ok(Candidate {
            message,
            item,
            news,
            extent,
        })
    }

    /// Whether the condition is true; a missing one is not, and no condition is.
    fn is_true(&self, condition: Option<&Expr>) -> Result<bool, Hold> {
        match condition {
            Some(condition) => is_true(condition, &self.facts.env(self.tables)),
            None => Ok(true),
        }
    }

    pub(super) fn value(&self, expr: &Expr) -> Result<Value, Hold> {
        evaluate(expr, &self.facts.env(self.tables)).map_err(Hold::from)
    }
}
