//! The rules of the narrative settled: who has the word before whom, and what can never come about.

use std::collections::BTreeMap;

use super::Compiler;
use crate::diagnostics::{Code, Diagnostic};
use crate::project::yaml::OneOrMany;
use crate::source::{Located, Span};
use crate::story::{Message, Order, SectionRules, Story, Taking, Tell};

impl Compiler<'_> {
    /// Settles the order of the messages in each section, and finds what can never be told.
    pub(super) fn narrative(&mut self) {
        let messages = std::mem::take(&mut self.story.messages);
        for section in &mut self.story.sections {
            section.taking = taking(section, &messages);
            section.tiers = tiers(section, &messages);
        }
        self.story.messages = messages;
        self.angles();
        self.leads();
        self.waits();
    }

    /// Finds angles that are there twice, and those that no message is of.
    fn angles(&mut self) {
        for (idx, angle) in self.written.angles.0.iter().enumerate() {
            let name = &angle.value;
            let first = self.story.angles.iter().position(|it| **it == **name);
            if first.is_some_and(|it| it < idx) {
                let message = format!("the angle `{name}` is there twice");
                self.diagnostics
                    .push(Diagnostic::error(Code::DuplicateName, message).at(angle.span));
            } else if !self.story.messages.iter().any(|it| it.angle == Some(idx)) {
                let message = format!("no message is of the angle `{name}`");
                let hint = format!("give its messages `angle: {name}`, or leave it out");
                self.diagnostics.push(
                    Diagnostic::warning(Code::UnusedAngle, message)
                        .at(angle.span)
                        .hint(hint),
                );
            }
        }
    }

    /// Finds messages that must lead and do so for some readers only.
    fn leads(&mut self) {
        let n_editions = self.story.editions.len();
        let rules = self.story.messages.iter().zip(&self.written.messages);
        for (rules, written) in rules {
            let is_partial = (0..n_editions).any(|it| !rules.editions.contains(&it));
            if rules.must_lead && !rules.editions.is_empty() && is_partial {
                let message = format!("`{}` must lead, and not in every edition", rules.id);
                let hint = "what must lead leads whoever reads it: leave out `for`, or `must_lead`";
                let diagnostic = Diagnostic::error(Code::PartialLead, message);
                self.diagnostics
                    .push(diagnostic.at(place(&written.editions, rules)).hint(hint));
            }
        }
    }

    /// Finds messages that wait for one another, or for one that comes too late.
    fn waits(&mut self) {
        let mut found = Vec::new();
        let story = &self.story;
        for cycle in cycles(story) {
            let names: Vec<&str> = cycle.iter().map(|it| &*story.messages[*it].id).collect();
            let message = format!("each is told after the next: `{}`", names.join("`, `"));
            let last = cycle[cycle.len() - 1];
            let place = place(&self.written.messages[last].after, &story.messages[last]);
            found.push((message, place, "let one of them come first"));
        }
        for (idx, rules) in story
            .messages
            .iter()
            .enumerate()
            .filter(|it| it.1.must_lead)
        {
            let leads = |it: &&usize| !story.messages[**it].must_lead;
            if let Some(after) = rules.after.iter().find(leads) {
                let after = &story.messages[*after].id;
                let message = format!("`{}` must lead, and is told after `{after}`", rules.id);
                let place = place(&self.written.messages[idx].after, rules);
                let hint = "leave out one of the two, or let the other lead too";
                found.push((message, place, hint));
            }
        }
        for idx in lonely(story) {
            let rules = &story.messages[idx];
            let message = format!(
                "`{}` can never be told: what it goes with waits for it, or is not told before it",
                rules.id
            );
            let place = place(&self.written.messages[idx].with, rules);
            let hint = "let it go with what an earlier section tells, or this one besides it";
            found.push((message, place, hint));
        }
        for (message, place, hint) in found {
            let diagnostic = Diagnostic::error(Code::EndlessWait, message);
            self.diagnostics.push(diagnostic.at(place).hint(hint));
        }
    }
}

/// Returns where a message says something.
fn place(written: &OneOrMany<Located<String>>, rules: &Message) -> Span {
    written.0.first().map_or(rules.span, |it| it.span)
}

/// Returns how a section takes its messages: it weighs them only where something asks for it.
fn taking(section: &SectionRules, messages: &[Message]) -> Taking {
    let messages = || section.messages.iter().map(|it| &messages[*it]);
    let has_angles = section.tell != Tell::First && messages().any(|it| it.angle.is_some());
    let is_bounded = section.words_max.is_some() || section.characters_max.is_some();
    let is_tied = |it: &Message| it.must_lead || !it.with.is_empty() || !it.after.is_empty();
    if matches!(section.tell, Tell::Best(_))
        || section.order == Order::News
        || section.least.is_some()
        || is_bounded
        || has_angles
    {
        Taking::ByNews
    } else if messages().any(is_tied) {
        Taking::InTurn
    } else {
        Taking::AsWritten
    }
}

/// Returns who has the word before whom: what must lead, then angle by angle, then each message of none.
fn tiers(section: &SectionRules, messages: &[Message]) -> Vec<Vec<usize>> {
    let mut ranked: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (rank, &idx) in section.messages.iter().enumerate() {
        let message = &messages[idx];
        let tier = match message.angle {
            _ if message.must_lead => (0, 0),
            Some(angle) => (1, angle),
            None => (2, rank),
        };
        ranked.entry(tier).or_default().push(idx);
    }
    ranked.into_values().collect()
}

/// Returns circles of messages each of which is told after the next, each once.
fn cycles(story: &Story) -> Vec<Vec<usize>> {
    let n = story.messages.len();
    let (mut is_done, mut cycles) = (vec![false; n], Vec::new());
    for start in 0..n {
        // The path from the start, each message with how many of its `after` were followed.
        let mut path = vec![(start, 0)];
        while let Some((message, n_followed)) = path.last_mut() {
            let next = story.messages[*message].after.get(*n_followed);
            *n_followed += 1;
            match next {
                _ if is_done[*message] => drop(path.pop()),
                None => {
                    is_done[*message] = true;
                    path.pop();
                }
                Some(&next) => match path.iter().position(|it| it.0 == next) {
                    Some(at) => cycles.push(path[at..].iter().map(|it| it.0).collect()),
                    None => path.push((next, 0)),
                },
            }
        }
    }
    cycles
}

/// Returns the messages that go with others of which none can be told before them; one of each circle.
fn lonely(story: &Story) -> Vec<usize> {
    let n = story.messages.len();
    let is_in =
        |message: usize, section: usize| story.sections[section].messages.contains(&message);
    // The first section in which each can be told, as far as it is known.
    let mut first: Vec<Option<usize>> = vec![None; n];
    loop {
        let mut has_changed = false;
        for idx in 0..n {
            let with = &story.messages[idx].with;
            let goes = |section: &usize| {
                // Where the first is told, it is told alone.
                let is_single = story.sections[*section].tell == Tell::First;
                let is_told = |it: usize| it < *section || (it == *section && !is_single);
                with.is_empty() || with.iter().any(|it| first[*it].is_some_and(is_told))
            };
            let mut sections = (0..story.sections.len()).filter(|it| is_in(idx, *it));
            let found = sections.find(goes);
            if found != first[idx] {
                first[idx] = found;
                has_changed = true;
            }
        }
        if !has_changed {
            break;
        }
    }
    let mut lonely: Vec<usize> = Vec::new();
    for idx in (0..n).filter(|it| first[*it].is_none()) {
        let with = &story.messages[idx].with;
        let is_known = with.iter().any(|it| lonely.contains(it));
        let is_anywhere = story.sections.iter().any(|it| it.messages.contains(&idx));
        if is_anywhere && !with.is_empty() && !is_known {
            lonely.push(idx);
        }
    }
    lonely
}
