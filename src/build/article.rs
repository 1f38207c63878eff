//! One record to its articles: the pipeline, stage after stage.

use std::collections::BTreeMap;

use super::newsroom::Newsroom;
use crate::data::Tables;
use crate::explain::{self, Explanation, Subject};
use crate::interpret::{Facts, Hold, Interpreter, Record, Records, evaluate};
use crate::microplan::{Deal, Memory, Phrase, PhrasePlan, Planner};
use crate::plan::{self, DocumentPlan, PlannedMessage};
use crate::realise::{self, Prose};
use crate::story::{Address, Bank, Story, mix};

/// Writes the articles of one story.
pub struct Writer<'a> {
    story: &'a Story,
    tables: &'a Tables,
    interpreter: Interpreter<'a>,
}

/// One record in one edition, told in every language that has wording for it.
pub struct Article<'s> {
    /// What names it: the values of the story's key, and the edition if there is one.
    pub key: Vec<String>,
    /// What can be said of it.
    pub facts: Facts,
    /// What is said.
    pub plan: DocumentPlan,
    /// How it is said: one telling a language, in the order of the story's banks.
    pub tellings: Vec<Telling<'s>>,
}

/// An article in one language.
pub struct Telling<'s> {
    /// The wording.
    pub bank: &'s Bank,
    /// The finished text and the phrases it was made of, or why it is held.
    pub told: Result<(PhrasePlan<'s>, Prose), Hold>,
}

impl Telling<'_> {
    /// Explains the telling of `article`, or returns why it is held.
    pub fn explanation(
        &self,
        newsroom: &Newsroom,
        story: &Story,
        article: &Article<'_>,
    ) -> Result<Explanation, &Hold> {
        let (phrases, prose) = match &self.told {
            Ok((phrases, prose)) => (phrases, prose),
            Err(hold) => return Err(hold),
        };
        Ok(explain::explain(&Subject {
            reads: &newsroom.reads,
            literals: &newsroom.project.literals,
            story,
            bank: self.bank,
            tables: &newsroom.tables,
            facts: &article.facts,
            phrases,
            prose,
        }))
    }
}

impl<'a> Writer<'a> {
    /// Prepares to write the articles of `story`.
    pub fn new(story: &'a Story, tables: &'a Tables) -> Self {
        Writer {
            story,
            tables,
            interpreter: Interpreter::new(story, tables),
        }
    }

    /// Writes the article of `record` in an edition: facts, plan, phrases, prose.
    pub fn article(
        &self,
        record: &Record,
        edition: Option<usize>,
        deal: Option<Deal>,
    ) -> Result<Article<'a>, Hold> {
        let mut facts = self.interpreter.facts(record, edition)?;
        let key = self.key(&facts, edition)?;
        let seed = seed(&key);
        let plan = plan::document(self.story, self.tables, &mut facts, edition)?;
        let tellings = self
            .story
            .banks_of(edition)
            .map(|bank| Telling {
                bank,
                told: self.tell(bank, &mut facts, &plan, seed, deal),
            })
            .collect();
        Ok(Article {
            key,
            facts,
            plan,
            tellings,
        })
    }

    fn tell(
        &self,
        bank: &'a Bank,
        facts: &mut Facts,
        plan: &DocumentPlan,
        seed: u64,
        deal: Option<Deal>,
    ) -> Result<(PhrasePlan<'a>, Prose), Hold> {
        let (story, tables, memory) = (self.story, self.tables, Memory::default());
        let mut planner = Planner {
            story,
            bank,
            tables,
            facts,
            seed,
            deal,
            memory,
        };
        let mut phrases = planner.phrases(plan)?;
        fit(&mut planner, plan, &mut phrases)?;
        planner.connect(plan, &mut phrases);
        loosen(&planner, &mut phrases)?;
        let prose = realise::prose(story, bank, tables, &phrases, seed)?;
        Ok((phrases, prose))
    }

    /// Returns what names the article of a record, even of one that is held, as far as it can be told.
    pub fn key_of(&self, record: &Record, edition: Option<usize>) -> Result<Vec<String>, Hold> {
        self.key(&self.interpreter.identity(record), edition)
    }

    fn key(&self, facts: &Facts, edition: Option<usize>) -> Result<Vec<String>, Hold> {
        let mut key = facts.key(self.story, self.tables)?;
        key.extend(edition.map(|it| self.story.editions[it].name.to_string()));
        Ok(key)
    }

    /// Returns each record's place among the articles that are to be worded differently from it; nothing at all
    /// if the story does not ask for that.
    pub fn deals(&self, records: &Records) -> Vec<Option<Deal>> {
        let Some(group) = &self.story.vary_within else {
            return Vec::new();
        };
        let mut n_dealt = BTreeMap::new();
        let deal = |record: Record| {
            let facts = self.interpreter.environment(&record, None).ok()?;
            let group = evaluate(group, &facts.env(self.tables)).ok()?;
            let group = seed(&[group.key_text()?.to_string()]);
            let position = n_dealt.entry(group).or_insert(0);
            *position += 1;
            Some(Deal {
                group,
                position: *position - 1,
            })
        };
        records.iter().map(deal).collect()
    }
}

/// Returns the number that stands for a key in every choice of wording.
fn seed(key: &[String]) -> u64 {
    let parts: Vec<&str> = key.iter().map(String::as_str).collect();
    mix(Address::of(&parts).0)
}

/// Gives way to shorter variants where a section is longer than it may be.
///
/// It is the one place where a rendering is tried: a length is known only when the text stands.
fn fit<'s>(
    planner: &mut Planner<'_, 's>,
    plan: &DocumentPlan,
    phrases: &mut PhrasePlan<'s>,
) -> Result<(), Hold> {
    for section in &mut phrases.sections {
        let idx = section.section;
        let Some(characters_max) = planner.story.sections[idx].text_max else {
            continue;
        };
        let of_section = plan.sections.iter().find(|it| it.section == idx);
        for phrase in &mut section.phrases {
            let mut messages = of_section.into_iter().flat_map(|it| &it.messages);
            if let Some(message) = messages.find_map(|it| phrase.part_of(it)) {
                shorten(planner, idx, &message, characters_max, phrase)?;
            }
        }
    }
    Ok(())
}

/// Takes connectives away that make a text longer than it may be.
fn loosen(planner: &Planner<'_, '_>, phrases: &mut PhrasePlan<'_>) -> Result<(), Hold> {
    for section in &mut phrases.sections {
        let Some(characters_max) = planner.story.sections[section.section].text_max else {
            continue;
        };
        for phrase in section
            .phrases
            .iter_mut()
            .filter(|it| it.connective().is_some())
        {
            let (bank, tables) = (planner.bank, planner.tables);
            if realise::n_characters(bank, tables, phrase, planner.seed)? > characters_max {
                phrase.stands_alone();
            }
        }
    }
    Ok(())
}

/// Puts other variants of the message in the place of `phrase` until one is short enough.
fn shorten<'s>(
    planner: &mut Planner<'_, 's>,
    section: usize,
    message: &PlannedMessage,
    characters_max: usize,
    phrase: &mut Phrase<'s>,
) -> Result<(), Hold> {
    let mut skipped = Vec::new();
    while realise::n_characters(planner.bank, planner.tables, phrase, planner.seed)?
        > characters_max
    {
        skipped.push(phrase.variant.identity);
        *phrase = planner
            .message_without(section, message, &skipped)?
            .ok_or_else(|| {
                let name = &planner.story.sections[section].name;
                let id = &planner.story.messages[message.message].id;
                Hold::because(format!(
                    "every variant of `{id}` in `{name}` has more than {characters_max} characters"
                ))
            })?;
    }
    Ok(())
}
