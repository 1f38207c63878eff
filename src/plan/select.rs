//! Selection: which messages apply, and which of them a section tells.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::relate::relate;
use super::{DocumentPlan, PlannedMessage, SectionPlan};
use crate::data::{Tables, Value};
use crate::interpret::{Facts, Hold, evaluate, is_true};
use crate::story::expression::Expr;
use crate::story::{Message, SectionRules, Story, Tell};

/// How newsworthy a message is that does not say.
const NEWS: i64 = 50;

/// Plans the article of `facts` in an edition, or says why it cannot be told.
pub fn document(
    story: &Story,
    tables: &Tables,
    facts: &mut Facts,
    edition: Option<usize>,
) -> Result<DocumentPlan, Hold> {
    let mut planner = Planner {
        story,
        tables,
        facts,
        edition,
        told: vec![false; story.messages.len()],
        applies: vec![None; story.messages.len()],
    };
    let mut plan = DocumentPlan::default();
    for (idx, section) in story.sections.iter().enumerate() {
        if !is_for(&section.editions, edition) {
            continue;
        }
        let messages = planner.section(section)?;
        if messages.is_empty() && section.must {
            let reason = format!("no message of the section `{}` applies", section.name);
            return Err(Hold::because(reason));
        }
        if !messages.is_empty() {
            plan.sections.push(SectionPlan {
                section: idx,
                messages,
            });
        }
    }
    Ok(plan)
}

/// Whether something for `editions` (all, if empty) is for this one.
fn is_for(editions: &[usize], edition: Option<usize>) -> bool {
    editions.is_empty() || edition.is_some_and(|it| editions.contains(&it))
}

fn planned(message: usize, item: Option<(u32, Value)>) -> PlannedMessage {
    PlannedMessage {
        message,
        item,
        together: Vec::new(),
        relation: None,
    }
}

struct Planner<'a> {
    story: &'a Story,
    tables: &'a Tables,
    facts: &'a mut Facts,
    edition: Option<usize>,
    /// Which messages an earlier section tells, or this one has taken.
    told: Vec<bool>,
    /// Whether each message's condition holds, once it has been asked.
    applies: Vec<Option<bool>>,
}

/// A message that applies, with what it is told of.
struct Candidate {
    planned: PlannedMessage,
    news: Decimal,
}

impl Planner<'_> {
    fn section(&mut self, section: &SectionRules) -> Result<Vec<PlannedMessage>, Hold> {
        let chosen = match section.tell {
            Tell::First => self.first(section)?,
            Tell::All => self.all(section)?,
            Tell::Best(n) => {
                let n = n.at(self.story.length(self.edition));
                self.best(section, n.unwrap_or(usize::MAX))?
            }
        };
        for planned in &chosen {
            self.told[planned.message] = true;
        }
        relate(self.story, self.tables, self.facts, section, chosen)
    }

    fn first(&mut self, section: &SectionRules) -> Result<Vec<PlannedMessage>, Hold> {
        for &message in &section.messages {
            if self.needless(message) {
                continue;
            }
            let candidates = self.candidates(message, false)?;
            if !candidates.is_empty() {
                return Ok(candidates.into_iter().map(|it| it.planned).collect());
            }
        }
        Ok(Vec::new())
    }

    fn all(&mut self, section: &SectionRules) -> Result<Vec<PlannedMessage>, Hold> {
        let mut chosen = Vec::new();
        for &message in &section.messages {
            if self.needless(message) {
                continue;
            }
            let candidates = self.candidates(message, false)?;
            self.told[message] |= !candidates.is_empty();
            chosen.extend(candidates.into_iter().map(|it| it.planned));
        }
        Ok(chosen)
    }

    /// Takes the most newsworthy, and tells them in the order written.
    fn best(&mut self, section: &SectionRules, n: usize) -> Result<Vec<PlannedMessage>, Hold> {
        let mut candidates = Vec::new();
        for (rank, &message) in section.messages.iter().enumerate() {
            let of_message = self.candidates(message, true)?;
            candidates.extend(of_message.into_iter().map(|it| (rank, it)));
        }
        // A stable sort: ties keep the order written, and that of the data.
        candidates.sort_by_key(|(_, it)| Reverse(it.news));
        let mut chosen = Vec::new();
        for (rank, candidate) in candidates {
            let message = candidate.planned.message;
            if chosen.len() == n {
                break;
            }
            if !self.needless(message) {
                self.told[message] = true;
                chosen.push((rank, candidate.planned));
            }
        }
        chosen.sort_by_key(|(rank, it)| (*rank, it.item.as_ref().map(|(position, _)| *position)));
        Ok(chosen.into_iter().map(|(_, it)| it).collect())
    }

    /// Whether a message that makes this one needless has been told, or it is not for this edition.
    fn needless(&self, message: usize) -> bool {
        let rules = &self.story.messages[message];
        !is_for(&rules.editions, self.edition) || rules.unless.iter().any(|it| self.told[*it])
    }

    /// Returns the message as often as it applies: once, or once for each of its rows.
    fn candidates(&mut self, message: usize, weighed: bool) -> Result<Vec<Candidate>, Hold> {
        let rules = &self.story.messages[message];
        match &rules.each {
            None => {
                if !self.applies_once(message)? {
                    return Ok(Vec::new());
                }
                let news = self.news(rules, weighed)?;
                Ok(vec![Candidate {
                    planned: planned(message, None),
                    news,
                }])
            }
            Some(list) => self.candidates_each(message, list, weighed),
        }
    }

    fn applies_once(&mut self, message: usize) -> Result<bool, Hold> {
        if let Some(known) = self.applies[message] {
            return Ok(known);
        }
        let applies = self.is_true(self.story.messages[message].when.as_ref())?;
        self.applies[message] = Some(applies);
        Ok(applies)
    }

    fn candidates_each(
        &mut self,
        message: usize,
        list: &Expr,
        weighed: bool,
    ) -> Result<Vec<Candidate>, Hold> {
        let rules = &self.story.messages[message];
        let Value::List(items) = self.value(list)? else {
            return Ok(Vec::new());
        };
        let mut candidates = Vec::new();
        for (position, item) in items.iter().enumerate() {
            self.facts.it = item.clone();
            if self.is_true(rules.when.as_ref())? {
                let item = Some((position as u32, item.clone()));
                let news = self.news(rules, weighed)?;
                candidates.push(Candidate {
                    planned: planned(message, item),
                    news,
                });
            }
        }
        self.facts.it = Value::Missing;
        Ok(candidates)
    }

    fn news(&self, rules: &Message, weighed: bool) -> Result<Decimal, Hold> {
        match &rules.news {
            Some(news) if weighed => match self.value(news)? {
                Value::Number(it) => Ok(it.amount),
                _ => Ok(Decimal::ZERO),
            },
            _ => Ok(Decimal::from(NEWS)),
        }
    }

    /// Whether the condition is true; a missing one is not, and no condition is.
    fn is_true(&self, condition: Option<&Expr>) -> Result<bool, Hold> {
        match condition {
            Some(condition) => is_true(condition, &self.facts.env(self.tables)),
            None => Ok(true),
        }
    }

    fn value(&self, expr: &Expr) -> Result<Value, Hold> {
        evaluate(expr, &self.facts.env(self.tables)).map_err(Hold::from)
    }
}
