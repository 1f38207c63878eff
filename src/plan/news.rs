//! News: how newsworthy a message is, and why.

use rust_decimal::Decimal;

use super::News;
use super::candidates::Candidate;
use super::document::Planner;
use crate::data::Value;
use crate::interpret::{Hold, news_terms};
use crate::story::Message;

/// How newsworthy a message is that does not say.
const NEWS: i64 = 50;

impl Planner<'_> {
    /// Returns how newsworthy a message is, told of the present row if it has rows.
    pub(super) fn news(&self, rules: &Message) -> Result<Decimal, Hold> {
        match &rules.news {
            Some(news) => match self.value(news)? {
                Value::Number(it) => Ok(it.amount),
                _ => Ok(Decimal::ZERO),
            },
            None => Ok(Decimal::from(NEWS)),
        }
    }

    /// Returns what its news is the product of, by name; nothing if it is what the rule says.
    ///
    /// It is asked for an account only, and while the row of the message is the present one.
    fn terms(&self, rules: &Message) -> Vec<(&'static str, Decimal)> {
        let about = rules.about.as_ref();
        let terms = about.and_then(|it| news_terms(it, &self.facts.env(self.tables)).ok());
        terms.unwrap_or_default()
    }

    /// Returns how newsworthy a candidate is and why, if that was asked.
    pub(super) fn explained(&mut self, candidate: &Candidate) -> Option<News> {
        let total = candidate.news?;
        let row = candidate.item.as_ref().map(|(_, row)| row.clone());
        let outer = std::mem::replace(&mut self.facts.it, row.unwrap_or_default());
        let terms = self.terms(&self.story.messages[candidate.message]);
        self.facts.it = outer;
        Some(News { total, terms })
    }
}
