//! Choosing: which variant tells a message.

use super::render::Renderer;
use super::{Phrase, PhrasePlan, SectionPhrases};
use crate::data::{Tables, Value};
use crate::interpret::{Facts, Hold, is_true};
use crate::plan::{DocumentPlan, PlannedMessage, SectionPlan};
use crate::story::{Address, Bank, Story, Variant, Wording, mix};

/// An article's place among those that are to be worded differently from one another.
#[derive(Clone, Copy, Debug)]
pub struct Deal {
    /// The group, as a number.
    pub group: u64,
    /// The article's position in the group.
    pub position: u64,
}

impl Deal {
    /// Returns the place of one edition of a record: editions of it are neighbours too.
    #[must_use]
    pub fn for_edition(self, edition: Option<usize>, n_editions: usize) -> Self {
        let position = self.position * n_editions as u64 + edition.unwrap_or(0) as u64;
        Deal { position, ..self }
    }
}

/// What the article has used: nothing comes twice while another is left.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    used: Vec<Address>,
}

impl Memory {
    pub(super) fn has_used(&self, identity: Address) -> bool {
        self.used.contains(&identity)
    }

    pub(super) fn use_up(&mut self, identity: Address) {
        self.used.push(identity);
    }
}

/// Plans the phrases of one article.
pub struct Planner<'a, 's> {
    /// The story.
    pub story: &'s Story,
    /// Its wording in a language.
    pub bank: &'s Bank,
    /// The tables.
    pub tables: &'a Tables,
    /// The article's facts.
    pub facts: &'a mut Facts,
    /// The article's key, as a number.
    pub seed: u64,
    /// Its place among its neighbours.
    pub deal: Option<Deal>,
    /// What it has used.
    pub memory: Memory,
}

impl<'s> Planner<'_, 's> {
    /// Returns the phrases of `plan`, or says why it cannot be told.
    pub fn phrases(&mut self, plan: &DocumentPlan) -> Result<PhrasePlan<'s>, Hold> {
        let mut sections = Vec::with_capacity(plan.sections.len());
        for section in &plan.sections {
            if let Some(phrases) = self.section(section)? {
                sections.push(phrases);
            }
        }
        Ok(PhrasePlan { sections })
    }

    fn section(&mut self, plan: &SectionPlan) -> Result<Option<SectionPhrases<'s>>, Hold> {
        let rules = &self.story.sections[plan.section];
        let mut phrases = Vec::with_capacity(plan.messages.len());
        for planned in &plan.messages {
            self.tell(plan.section, planned, &mut phrases)?;
        }
        if phrases.is_empty() {
            return if rules.must {
                Err(self.untold(plan))
            } else {
                Ok(None)
            };
        }
        let wording = &self.bank.sections[plan.section];
        Ok(Some(SectionPhrases {
            section: plan.section,
            heading: self.phrase(&wording.heading, 0, &[])?,
            caption: self.phrase(&wording.caption, 0, &[])?,
            columns: self.phrase(&wording.columns, 0, &[])?,
            phrases,
        }))
    }

    /// Adds the phrase of a message; of rows that no variant tells together, a phrase each.
    fn tell(
        &mut self,
        section: usize,
        planned: &PlannedMessage,
        phrases: &mut Vec<Phrase<'s>>,
    ) -> Result<(), Hold> {
        if let Some(phrase) = self.message(section, planned)? {
            phrases.push(phrase);
            return Ok(());
        }
        for idx in 0..planned.together.len() {
            phrases.extend(self.message(section, &planned.alone(idx))?);
        }
        Ok(())
    }

    /// Says which message of a section that must be told has no wording.
    fn untold(&self, plan: &SectionPlan) -> Hold {
        let names: Vec<&str> = plan
            .messages
            .iter()
            .map(|it| &*self.story.messages[it.message].id)
            .collect();
        Hold::because(format!(
            "the section `{}` must be told, and no variant of `{}` has all its facts ({})",
            self.story.sections[plan.section].name,
            names.join("`, `"),
            self.bank.language.tag(),
        ))
    }

    /// Returns the phrase of a message in a section, if a variant is eligible.
    fn message(
        &mut self,
        section: usize,
        planned: &PlannedMessage,
    ) -> Result<Option<Phrase<'s>>, Hold> {
        self.message_without(section, planned, &[])
    }

    /// As [`Self::phrases`] does for one message, but without the variants of `skipped`.
    pub fn message_without(
        &mut self,
        section: usize,
        planned: &PlannedMessage,
        skipped: &[Address],
    ) -> Result<Option<Phrase<'s>>, Hold> {
        let bank: &'s Bank = self.bank;
        let wording = &bank.sections[section];
        let wording = if planned.together.is_empty() {
            &wording.messages[planned.message]
        } else {
            self.facts.they = Value::List(planned.together.as_slice().into());
            &wording.together[planned.message]
        };
        let position = planned
            .item
            .as_ref()
            .map_or(0, |(position, _)| u64::from(*position) + 1);
        if let Some((_, item)) = &planned.item {
            self.facts.it = item.clone();
        }
        let phrase = self.phrase(wording, position, skipped);
        (self.facts.it, self.facts.they) = (Value::Missing, Value::Missing);
        let item = planned.item.as_ref().map(|(_, item)| item.clone());
        Ok(phrase?.map(|phrase| Phrase {
            message: Some(planned.message),
            item,
            together: planned.together.clone(),
            ..phrase
        }))
    }

    /// Returns the highest-ranking eligible variant in pieces.
    fn phrase(
        &mut self,
        wording: &'s Wording,
        occurrence: u64,
        skipped: &[Address],
    ) -> Result<Option<Phrase<'s>>, Hold> {
        for idx in self.order(wording, occurrence) {
            let variant = &wording.variants[idx];
            if skipped.contains(&variant.identity) {
                continue;
            }
            if let Some(pieces) = self.pieces(variant)? {
                self.memory.use_up(variant.identity);
                let n_variants = wording.variants.len();
                return Ok(Some(Phrase {
                    message: None,
                    item: None,
                    together: Vec::new(),
                    variant,
                    n_variants,
                    pieces,
                }));
            }
        }
        Ok(None)
    }

    /// Returns the variants from the best to the worst for this article.
    fn order(&self, wording: &Wording, occurrence: u64) -> Vec<usize> {
        let n_variants = wording.variants.len();
        let mut order: Vec<usize> = (0..n_variants).collect();
        if n_variants < 2 {
            return order;
        }
        // In a group all articles rank by the group's key, and each starts at its own position.
        let seed = self.deal.map_or(self.seed, |it| it.group) ^ mix(occurrence);
        let rank = |idx: &usize| wording.variants[*idx].identity.rank(seed, wording.address);
        order.sort_by_cached_key(|idx| std::cmp::Reverse(rank(idx)));
        if let Some(deal) = self.deal {
            // Only what its guard lets through is dealt out: the others would be skipped, and their next one taken twice.
            let (mut open, shut) = order.into_iter().partition::<Vec<_>, _>(|idx| {
                let guard = wording.variants[*idx].guard.as_ref();
                guard.is_none_or(|it| is_true(it, &self.facts.env(self.tables)).unwrap_or(true))
            });
            if !open.is_empty() {
                let n_open = open.len() as u64;
                open.rotate_left((deal.position % n_open) as usize);
            }
            open.extend(shut);
            order = open;
        }
        order.sort_by_key(|idx| self.memory.has_used(wording.variants[*idx].identity));
        order
    }

    /// Returns the pieces of a variant, or none if it is not eligible.
    fn pieces(&mut self, variant: &'s Variant) -> Result<Option<Vec<super::Piece<'s>>>, Hold> {
        let bank: &'s Bank = self.bank;
        let mut renderer = Renderer {
            tables: self.tables,
            facts: self.facts,
            seed: self.seed,
            memory: &mut self.memory,
            changes: &bank.changes,
        };
        if let Some(guard) = &variant.guard
            && !renderer.is_true(guard)?
        {
            return Ok(None);
        }
        renderer.parts(&variant.parts)
    }
}
