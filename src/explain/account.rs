//! The planner's account in; for each section its messages out: which is told, and why the others are not.

use std::sync::Arc;

use super::trace::Tracer;
use super::{ExplainedCondition, Subject};
use crate::data::Value;
use crate::plan::{self, Considered, News, Outcome};
use crate::source::Span;
use crate::story::Tell;

/// What a section considered.
#[derive(Clone, Debug)]
pub struct ExplainedSection {
    /// Its name.
    pub name: Arc<str>,
    /// Which of its messages it tells.
    pub tell: Tell,
    /// Its messages, in the order in which they were considered.
    pub messages: Vec<ExplainedMessage>,
}

/// A message that a section considered, and what became of it.
#[derive(Clone, Debug)]
pub struct ExplainedMessage {
    /// Its name.
    pub id: Arc<str>,
    /// Where its rule stands.
    pub rule: Span,
    /// The row it would be told of.
    pub item: Option<Value>,
    /// How newsworthy it is, where that was asked.
    pub news: Option<News>,
    /// What became of it.
    pub outcome: Outcome,
    /// The message on whose account it is not told.
    pub other: Option<Arc<str>>,
    /// Its condition, where that is why it is not told.
    pub when: Option<ExplainedCondition>,
}

/// Returns what the planner made of every message.
fn account(subject: &Subject<'_>) -> Vec<Considered> {
    let mut facts = subject.facts.clone();
    let edition = facts.edition;
    plan::account(subject.story, subject.tables, &mut facts, edition).1
}

/// Returns what each section considered; nothing of sections that considered nothing.
pub(super) fn sections(subject: &Subject<'_>) -> Vec<ExplainedSection> {
    of(subject, account(subject))
}

fn of(subject: &Subject<'_>, account: Vec<Considered>) -> Vec<ExplainedSection> {
    let story = subject.story;
    let tracer = Tracer::new(subject);
    let mut by_section: Vec<Vec<ExplainedMessage>> = Vec::new();
    by_section.resize_with(story.sections.len(), Vec::new);
    for considered in account {
        let message = &story.messages[considered.message];
        let other = match considered.outcome {
            Outcome::Needless(other) | Outcome::Behind(other) => Some(&story.messages[other].id),
            _ => None,
        };
        let it = considered.item.as_ref().unwrap_or(&Value::Missing);
        let when = message.when.as_ref();
        let when = when.filter(|_| considered.outcome == Outcome::DoesNotApply);
        // A message that is told of rows, and has none, was not asked for its condition.
        let when = when.filter(|_| message.each.is_none() || considered.item.is_some());
        by_section[considered.section].push(ExplainedMessage {
            id: message.id.clone(),
            rule: message.span,
            other: other.cloned(),
            when: when.map(|when| tracer.condition(when, it)),
            item: considered.item,
            news: considered.news,
            outcome: considered.outcome,
        });
    }
    let sections = story.sections.iter().zip(by_section);
    let sections = sections.filter(|(_, messages)| !messages.is_empty());
    let section = |(rules, messages): (&crate::story::SectionRules, _)| ExplainedSection {
        name: rules.name.clone(),
        tell: rules.tell,
        messages,
    };
    sections.map(section).collect()
}
