//! Budgets: what there is room for, by estimates of how long each message may become.
//!
//! An estimate is that of the longest eligible variant in any language, so that the plan is the same in each.

use super::candidates::Candidate;
use super::document::{Planner, Told};
use crate::interpret::{Hold, evaluate, is_true};
use crate::story::{Bank, Extent, Part, SectionForm, Variant, Wording};

/// A message in a section, and the position of its row.
pub(super) type Place = (usize, usize, Option<u32>);

/// How long the connective of a message may be.
const CONNECTIVE: Extent = Extent {
    words: 2,
    characters: 12,
};

/// What is left of a section's words and characters.
pub(super) struct Room {
    words_max: usize,
    characters_max: usize,
    used: Extent,
}

impl Room {
    /// Whether there is room for so much more.
    pub(super) fn has(&self, more: Extent) -> bool {
        let used = self.used.followed_by(more);
        used.words <= self.words_max && used.characters <= self.characters_max
    }

    pub(super) fn use_up(&mut self, more: Extent) {
        self.used = self.used.followed_by(more);
    }
}

impl Planner<'_> {
    /// Whether it is asked how long the messages of the section may become.
    pub(super) fn measures(&self) -> bool {
        let rules = self.rules();
        rules.words_max.is_some()
            || rules.characters_max.is_some()
            || self.story.words_max.at(self.length).is_some()
    }

    /// Returns the room that the section has beside its heading.
    pub(super) fn room(&self) -> Room {
        let rules = self.rules();
        let is_bounded = rules.words_max.is_some() || rules.characters_max.is_some();
        Room {
            words_max: rules.words_max.unwrap_or(usize::MAX),
            characters_max: rules.characters_max.unwrap_or(usize::MAX),
            used: if is_bounded {
                self.frame(self.section)
            } else {
                Extent::default()
            },
        }
    }

    /// Returns how long a message may become in the section, told of the present row if it has rows.
    pub(super) fn extent(&self, message: usize) -> Extent {
        let section = self.section;
        let extent = self.longest(|it| &it.sections[section].messages[message]);
        if self.rules().connects && extent.words > 0 {
            CONNECTIVE.followed_by(extent)
        } else {
            extent
        }
    }

    /// Returns how long the heading, the caption and the columns of a section may become.
    fn frame(&self, section: usize) -> Extent {
        let heading = self.longest(|it| &it.sections[section].heading);
        let caption = self.longest(|it| &it.sections[section].caption);
        let columns = self.longest(|it| &it.sections[section].columns);
        heading.followed_by(caption).followed_by(columns)
    }

    /// Returns how long a wording may become in any language.
    fn longest(&self, wording: impl Fn(&Bank) -> &Wording) -> Extent {
        let mut longest = Extent::default();
        for bank in self.story.banks_of(self.edition) {
            for variant in &wording(bank).variants {
                let longer = longest.max(variant.extent);
                if longer != longest && self.is_eligible(variant) {
                    longest = longer;
                }
            }
        }
        longest
    }

    /// Whether a variant may be told; one that cannot be decided may.
    fn is_eligible(&self, variant: &Variant) -> bool {
        let env = self.facts.env(self.tables);
        let is_open = |it| is_true(it, &env).unwrap_or(true);
        let is_there = |part: &Part| match part {
            Part::Print(print) => !evaluate(&print.expr, &env).is_ok_and(|it| it.is_missing()),
            _ => true,
        };
        variant.guard.as_ref().is_none_or(is_open) && variant.parts.iter().all(is_there)
    }

    /// Returns how many words the body of an article may have.
    pub(super) fn n_words(&self, article: &[Told]) -> usize {
        let in_body = |it: &&Told| self.story.sections[it.section].form != SectionForm::Title;
        let n_words = |told: &Told| {
            let of_messages: usize = told.messages.iter().map(|it| it.extent.words).sum();
            self.frame(told.section).words + of_messages
        };
        article.iter().filter(in_body).map(n_words).sum()
    }

    /// Plans anew without the least newsworthy messages, until the others have room.
    ///
    /// The whole is planned each time: without a message, what goes with it is not told, and what it made needless is.
    pub(super) fn within(&mut self, words_max: usize) -> Result<Vec<Told>, Hold> {
        self.known = Some(super::candidates::Known::new());
        let mut article = self.article()?;
        while self.n_words(&article) > words_max
            && let Some(least) = self.least_newsworthy(&article)
        {
            self.barred.push(least);
            article = self.article()?;
        }
        // What there is room for after all comes back, the most newsworthy first.
        for idx in (0..self.barred.len()).rev() {
            let barred = self.barred.remove(idx);
            let article = self.article()?;
            if self.n_words(&article) > words_max {
                self.barred.insert(idx, barred);
            }
        }
        self.article()
    }

    /// Returns the message that goes first: the least newsworthy, and of several the last.
    fn least_newsworthy(&self, article: &[Told]) -> Option<Place> {
        let mut least: Option<(&Candidate, Place)> = None;
        for told in article {
            let rules = &self.story.sections[told.section];
            if rules.form == SectionForm::Title || (rules.must && told.messages.len() == 1) {
                continue;
            }
            for candidate in &told.messages {
                let place = (told.section, candidate.message, candidate.position());
                let leads = self.story.messages[candidate.message].must_lead;
                // What was left out once and is told all the same is the one message that its section keeps.
                let may_go = !leads && !self.barred.contains(&place);
                if may_go && least.is_none_or(|(least, _)| candidate.news <= least.news) {
                    least = Some((candidate, place));
                }
            }
        }
        least.map(|(_, place)| place)
    }

    /// Whether the article has no room for a message.
    pub(super) fn is_barred(&self, candidate: &Candidate) -> bool {
        let place = (self.section, candidate.message, candidate.position());
        self.barred.contains(&place)
    }
}
