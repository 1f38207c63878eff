//! Order: in which order a section takes its messages, and in which it tells them.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::candidates::Candidate;
use crate::story::{Order, SectionRules, Story, Taking};

/// Puts those first that have the word first: what leads, then the most newsworthy, then the weightiest angle.
///
/// The sort is stable: ties keep the order written, and that of the data.
pub(super) fn by_precedence(story: &Story, rules: &SectionRules, candidates: &mut [Candidate]) {
    candidates.sort_by_key(|it| precedence(story, rules, it));
}

type Precedence = (Reverse<bool>, Reverse<Option<Decimal>>, usize, usize);

fn precedence(story: &Story, rules: &SectionRules, candidate: &Candidate) -> Precedence {
    let message = &story.messages[candidate.message];
    // What is weighed for other ends only does not change in which order a section takes its messages.
    let news = candidate.news.filter(|_| rules.taking == Taking::ByNews);
    (
        Reverse(message.must_lead),
        Reverse(news),
        message.angle.unwrap_or(usize::MAX),
        candidate.message,
    )
}

/// Puts what a section tells in the order in which it tells it.
pub(super) fn order(story: &Story, rules: &SectionRules, chosen: &mut Vec<Candidate>) {
    if chosen.len() < 2 {
        return;
    }
    match rules.order {
        Order::Written => chosen.sort_by_key(|it| {
            let leads = story.messages[it.message].must_lead;
            (Reverse(leads), it.message, it.position())
        }),
        Order::News => by_precedence(story, rules, chosen),
    }
    if chosen
        .iter()
        .any(|it| !story.messages[it.message].after.is_empty())
    {
        *chosen = one_after_another(story, std::mem::take(chosen));
    }
}

/// Moves each message behind those that it is told after, and nothing else.
fn one_after_another(story: &Story, mut left: Vec<Candidate>) -> Vec<Candidate> {
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_left = |message: usize| left.iter().any(|it| it.message == message);
        let waits = |it: &Candidate| {
            let mut after = story.messages[it.message].after.iter();
            after.any(|it| is_left(*it))
        };
        // Circles were refused when the story was compiled: one of them does not wait.
        let next = left.iter().position(|it| !waits(it)).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}
