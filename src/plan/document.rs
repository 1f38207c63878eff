//! An article's facts to its plan, section after section.

use crate::data::{Tables, Value};
use crate::interpret::{Facts, Hold};
use crate::story::{Length, SectionRules, Story};

use super::budget::Place;
use super::candidates::{Candidate, Known};
use super::relate::relate;
use super::{Considered, DocumentPlan, Outcome, PlannedMessage, SectionPlan};

/// Plans the article of `facts` in an edition, or says why it cannot be told.
pub fn document(
    story: &Story,
    tables: &Tables,
    facts: &mut Facts,
    edition: Option<usize>,
) -> Result<DocumentPlan, Hold> {
    Planner::new(story, tables, facts, edition).document()
}

/// Plans as [`document`] does, and says what became of every message of every section.
///
/// The account is in the order of the sections and of their messages. Of an article that is held it has what was
/// considered until then.
pub fn account(
    story: &Story,
    tables: &Tables,
    facts: &mut Facts,
    edition: Option<usize>,
) -> (Result<DocumentPlan, Hold>, Vec<Considered>) {
    let mut planner = Planner::new(story, tables, facts, edition);
    planner.account = Some(Vec::new());
    let plan = planner.document();
    let mut account = planner.account.unwrap_or_default();
    account.sort_by_key(|it| (it.section, it.message));
    (plan, account)
}

/// What planning one article needs to know, and what it has found out.
pub(super) struct Planner<'a> {
    pub(super) story: &'a Story,
    pub(super) tables: &'a Tables,
    pub(super) facts: &'a mut Facts,
    pub(super) edition: Option<usize>,
    pub(super) length: Length,
    /// The section that is being planned.
    pub(super) section: usize,
    /// Which messages an earlier section tells, or this one has taken.
    pub(super) told: Vec<bool>,
    /// Whether each message's condition holds, once it has been asked.
    pub(super) applies: Vec<Option<bool>>,
    /// What the article has no room for.
    pub(super) barred: Vec<Place>,
    /// What applies, where the article is planned more than once.
    pub(super) known: Option<Known>,
    /// What became of the messages, if that is asked.
    pub(super) account: Option<Vec<Considered>>,
}

/// What a section tells.
pub(super) struct Told {
    pub(super) section: usize,
    pub(super) messages: Vec<Candidate>,
}

impl<'a> Planner<'a> {
    fn new(
        story: &'a Story,
        tables: &'a Tables,
        facts: &'a mut Facts,
        edition: Option<usize>,
    ) -> Self {
        Planner {
            story,
            tables,
            facts,
            edition,
            length: story.length(edition),
            section: 0,
            told: vec![false; story.messages.len()],
            applies: vec![None; story.messages.len()],
            barred: Vec::new(),
            known: None,
            account: None,
        }
    }

    fn document(&mut self) -> Result<DocumentPlan, Hold> {
        let mut article = self.article()?;
        if let Some(words_max) = self.story.words_max.at(self.length)
            && self.n_words(&article) > words_max
        {
            article = self.within(words_max)?;
        }
        let mut sections = Vec::with_capacity(article.len());
        for told in article {
            let rules = &self.story.sections[told.section];
            let mut section = planned(told);
            section.messages =
                relate(self.story, self.tables, self.facts, rules, section.messages)?;
            sections.push(section);
        }
        Ok(DocumentPlan { sections })
    }

    /// Returns what each section tells, without what the article has no room for.
    pub(super) fn article(&mut self) -> Result<Vec<Told>, Hold> {
        self.told.fill(false);
        self.account.iter_mut().for_each(Vec::clear);
        let story = self.story;
        let mut article = Vec::with_capacity(story.sections.len());
        for (section, rules) in story.sections.iter().enumerate() {
            self.section = section;
            if !is_for(&rules.editions, self.edition) {
                self.note_all(rules, &Outcome::OtherEdition);
                continue;
            }
            if rules.from > self.length {
                self.note_all(rules, &Outcome::NoRoom);
                continue;
            }
            let messages = self.select()?;
            if messages.is_empty() && rules.must {
                let reason = format!("no message of the section `{}` applies", rules.name);
                return Err(Hold::because(reason));
            }
            if !messages.is_empty() {
                article.push(Told { section, messages });
            }
        }
        Ok(article)
    }

    /// Returns the rules of the section that is being planned.
    pub(super) fn rules(&self) -> &'a SectionRules {
        &self.story.sections[self.section]
    }

    fn note_all(&mut self, rules: &SectionRules, outcome: &Outcome) {
        for &message in &rules.messages {
            self.note_message(message, outcome);
        }
    }
}

/// Whether something for `editions` (all, if empty) is for this one.
pub(super) fn is_for(editions: &[usize], edition: Option<usize>) -> bool {
    editions.is_empty() || edition.is_some_and(|it| editions.contains(&it))
}

fn planned(told: Told) -> SectionPlan {
    let planned = |it: Candidate| PlannedMessage {
        message: it.message,
        item: it.item,
        together: Vec::new(),
        relation: None,
    };
    SectionPlan {
        section: told.section,
        messages: told.messages.into_iter().map(planned).collect(),
    }
}

impl Planner<'_> {
    /// Notes what became of a message before it was looked at row by row.
    pub(super) fn note_message(&mut self, message: usize, outcome: &Outcome) {
        let section = self.section;
        if let Some(account) = &mut self.account {
            account.push(Considered {
                section,
                message,
                item: None,
                news: None,
                outcome: outcome.clone(),
            });
        }
    }

    /// Notes what became of a row of a message that it does not apply to.
    pub(super) fn note_row(&mut self, message: usize, row: &Value) {
        let section = self.section;
        if let Some(account) = &mut self.account {
            account.push(Considered {
                section,
                message,
                item: Some(row.clone()),
                news: None,
                outcome: Outcome::DoesNotApply,
            });
        }
    }

    /// Notes what became of a message that applies.
    pub(super) fn note(&mut self, candidate: &Candidate, outcome: Outcome) {
        if self.account.is_none() {
            return;
        }
        let news = self.explained(candidate);
        let section = self.section;
        if let Some(account) = &mut self.account {
            account.push(Considered {
                section,
                message: candidate.message,
                item: candidate.item.as_ref().map(|(_, row)| row.clone()),
                news,
                outcome,
            });
        }
    }
}
