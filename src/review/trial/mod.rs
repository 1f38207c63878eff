//! Real records in; records that the data does not have and could have, told, and what is wrong with them out.

mod change;
mod claims;
mod witness;
mod unasked;
mod sentences;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use change::{Cell, Places};
use claims::Claims;
pub use claims::Contradiction;
pub use sentences::Sentence;
use sentences::Sentences;
pub use unasked::Unasked;

use super::survey::{Held, StorySurvey, each_phrase, joined, kind_of};
use crate::build::{Article, Edition, Entry, Newsroom, State, Writer};
use crate::data::{Tables, Value};
use crate::interpret::{Hold, Record};
use crate::quality;
use crate::source::Span;
use crate::story::Story;

/// How many records of a story are tried.
const N_TRIALS: usize = 600;

/// From how many real articles they are made.
const N_BASES: usize = 6;

/// What came of trying a story.
pub struct Trial {
    /// The story.
    pub story: Arc<str>,
    /// The articles that the records were made from.
    pub bases: Vec<String>,
    /// How many records were tried.
    pub n_trials: usize,
    /// How many more there would have been.
    pub n_left_out: usize,
    /// How many of them were told in every language.
    pub n_told: usize,
    /// The reasons to hold the others.
    pub holds: BTreeMap<String, Held>,
    /// The records of which the engine could tell nothing, because it failed.
    pub panics: Vec<Case>,
    /// Sentences that say the contrary of their figures.
    pub contradictions: Vec<Contradiction>,
    /// Phrases that claim what nothing asks for.
    pub unasked: Vec<Unasked>,
    /// The messages that no real article tells.
    pub only_here: Vec<OnlyHere>,
    /// The longest sentences, one a variant.
    pub longest: Vec<Sentence>,
    /// The shortest sentences, one a variant.
    pub shortest: Vec<Sentence>,
    /// The sentences with the most figures, one a variant, where there are more than three.
    pub crowded: Vec<Sentence>,
}

/// A record that was tried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// The real article that it was made from.
    pub article: String,
    /// What was changed; nothing: it is the article itself.
    pub changes: Vec<Change>,
}

/// A cell that was changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The column, with the name of the join before it if it is another table's.
    pub column: String,
    /// What the cell holds.
    pub was: String,
    /// What it was made to hold.
    pub is: String,
}

/// A message that no real article tells.
#[derive(Clone, Debug)]
pub struct OnlyHere {
    /// The message.
    pub message: Arc<str>,
    /// Where its rule stands.
    pub rule: Span,
    /// The first record that it is told of.
    pub case: Case,
    /// What is said.
    pub text: String,
}

/// A real article to start from.
struct Base {
    name: String,
    record: Record,
    edition: Option<usize>,
    places: Places,
}

impl Trial {
    /// Whether it found something to mend.
    pub fn has_findings(&self) -> bool {
        !(self.panics.is_empty() && self.contradictions.is_empty() && self.unasked.is_empty())
    }
}

/// Tries the wanted stories of a newsroom.
pub fn trials(newsroom: &Newsroom, is_wanted: impl Fn(&Story) -> bool) -> Vec<Trial> {
    let wanted = newsroom.stories.iter().filter(|it| is_wanted(it));
    wanted.map(|it| Trier::new(newsroom, it).run()).collect()
}

struct Trier<'s> {
    newsroom: &'s Newsroom,
    story: &'s Story,
    real: StorySurvey<'s>,
    claims: Claims<'s>,
    sentences: Sentences,
    bases: Vec<Base>,
    only_here: BTreeMap<usize, OnlyHere>,
    trial: Trial,
}

impl<'s> Trier<'s> {
    fn new(newsroom: &'s Newsroom, story: &'s Story) -> Self {
        Trier {
            newsroom,
            story,
            real: StorySurvey::new(story),
            claims: Claims::new(story),
            sentences: Sentences::default(),
            bases: Vec::new(),
            only_here: BTreeMap::new(),
            trial: Trial {
                story: story.name.clone(),
                bases: Vec::new(),
                n_trials: 0,
                n_left_out: 0,
                n_told: 0,
                holds: BTreeMap::new(),
                panics: Vec::new(),
                contradictions: Vec::new(),
                unasked: Vec::new(),
                only_here: Vec::new(),
                longest: Vec::new(),
                shortest: Vec::new(),
                crowded: Vec::new(),
            },
        }
    }

    fn run(mut self) -> Trial {
        self.read_real();
        let mut tables = self.newsroom.tables.clone();
        let bases = std::mem::take(&mut self.bases);
        let n_each = N_TRIALS / bases.len().max(1);
        for base in &bases {
            let steps = base.places.steps(self.story, &self.newsroom.tables);
            self.trial.n_left_out += steps.len().saturating_sub(n_each);
            for step in steps.into_iter().take(n_each) {
                self.step(base, &step, &mut tables);
            }
        }
        let mut trial = self.trial;
        trial.bases = bases.into_iter().map(|it| it.name).collect();
        trial.contradictions = self.claims.contradictions();
        trial.unasked = unasked::unasked(self.story, &self.newsroom.reads);
        trial.only_here = self.only_here.into_values().collect();
        trial.longest = self.sentences.longest();
        trial.shortest = self.sentences.shortest();
        trial.crowded = self.sentences.crowded();
        trial
    }

    /// Reads all real articles: what they tell, by which signs they speak of a rise, and which of them to start from.
    fn read_real(&mut self) {
        let story = self.story;
        let edition = Edition::of(self.newsroom, |it| std::ptr::eq(it, story));
        let mut told = BTreeSet::new();
        let tables = &self.newsroom.tables;
        for entry in edition.entries() {
            self.real.add(&entry, tables);
            let State::Told(article) = &entry.state else {
                continue;
            };
            let name = entry.slug().unwrap_or_default();
            self.claims.learn(article, tables);
            let messages = article.plan.sections.iter().flat_map(|it| &it.messages);
            let new: Vec<usize> = messages
                .map(|it| it.message)
                .filter(|it| !told.contains(it))
                .collect();
            if self.bases.len() < N_BASES && !new.is_empty() {
                told.extend(new);
                self.bases.push(base(story, tables, &entry, article, name));
            }
        }
        // They are judged by what all of them have taught.
        for entry in edition.entries() {
            if let State::Told(article) = &entry.state {
                let case = Case {
                    article: entry.slug().unwrap_or_default(),
                    changes: Vec::new(),
                };
                self.claims.judge(article, tables, &case);
            }
        }
    }

    /// Tries one record, and puts the cells back.
    fn step(&mut self, base: &Base, step: &[(Cell, Value)], tables: &mut Tables) {
        let mut changes = Vec::with_capacity(step.len());
        let mut before = Vec::with_capacity(step.len());
        for (cell, value) in step {
            let is = change::shown(value);
            let table = tables.get_mut(cell.table);
            let was = table.put(cell.row, cell.column, value.clone());
            changes.push(Change {
                column: base.places.name(*cell, table),
                was: change::shown(&was),
                is,
            });
            before.push((*cell, was));
        }
        for cell in before.iter().map(|it| it.0) {
            self.inspect(cell, tables);
        }
        let case = Case {
            article: base.name.clone(),
            changes,
        };
        self.tell(base, case, tables);
        for (cell, was) in before.into_iter().rev() {
            let table = tables.get_mut(cell.table);
            table.put(cell.row, cell.column, was);
            table.clear(cell.row);
        }
    }

    /// Holds the row of a cell to what gen.yaml demands of its table.
    fn inspect(&self, cell: Cell, tables: &mut Tables) {
        let mut specs = self.newsroom.project.tables.iter();
        let name = tables.get(cell.table).name.clone();
        let Some(spec) = specs.find(|it| *it.name.value == *name) else {
            return;
        };
        let mut alone = Tables::default();
        let idx = alone.push(tables.get(cell.table).only(cell.row));
        let (reads, mut found) = (
            &self.newsroom.reads,
            crate::diagnostics::Diagnostics::default(),
        );
        quality::inspect(
            std::slice::from_ref(spec),
            None,
            reads,
            &mut alone,
            &mut found,
        );
        let (alone, table) = (alone.get(idx), tables.get_mut(cell.table));
        table.clear(cell.row);
        for reason in alone.held(0) {
            table.hold_row(cell.row, reason.as_str());
        }
        let doubts = alone.doubts.iter().cloned();
        table.add_doubts(
            doubts
                .map(|it| crate::data::Doubt {
                    row: cell.row,
                    ..it
                })
                .collect(),
        );
    }

    fn tell(&mut self, base: &Base, case: Case, tables: &Tables) {
        self.trial.n_trials += 1;
        let write = || {
            let writer = Writer::new(self.story, tables);
            writer.article(&base.record, base.edition, None)
        };
        match catch_unwind(AssertUnwindSafe(write)) {
            Err(_) => self.trial.panics.push(case),
            Ok(Err(hold)) => self.hold(&hold, &case),
            Ok(Ok(article)) => self.article(&article, tables, &case),
        }
    }

    fn hold(&mut self, hold: &Hold, case: &Case) {
        for reason in &hold.reasons {
            let of_kind = self.trial.holds.entry(kind_of(&reason.text)).or_default();
            if of_kind.n == 0 {
                of_kind.first = case.to_string();
            }
            of_kind.n += 1;
        }
    }

    fn article(&mut self, article: &Article<'_>, tables: &Tables, case: &Case) {
        let mut is_whole = true;
        self.claims.judge(article, tables, case);
        for telling in &article.tellings {
            let (phrases, prose) = match &telling.told {
                Ok((phrases, prose)) => (phrases, prose),
                Err(hold) => {
                    is_whole = false;
                    self.hold(hold, case);
                    continue;
                }
            };
            let language = telling.bank.language;
            each_phrase(phrases, prose, |section, role, phrase, texts| {
                let at = (language.tag(), self.story.sections[section].form);
                self.sentences.add(at, phrase, texts, case);
                let super::Role::Message(message) = role else {
                    return;
                };
                if self.real.planned[message].0 == 0 {
                    let rules = &self.story.messages[message];
                    self.only_here.entry(message).or_insert_with(|| OnlyHere {
                        message: rules.id.clone(),
                        rule: rules.span,
                        case: case.clone(),
                        text: joined(texts),
                    });
                }
            });
        }
        self.trial.n_told += usize::from(is_whole);
    }
}

fn base(
    story: &Story,
    tables: &Tables,
    entry: &Entry<'_>,
    article: &Article<'_>,
    name: String,
) -> Base {
    Base {
        name,
        record: entry.record.clone(),
        edition: entry.edition,
        places: Places::of(story, tables, &article.facts),
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.article)?;
        for (idx, change) in self.changes.iter().enumerate() {
            let joint = if idx == 0 { " with" } else { " and" };
            let Change { column, was, is } = change;
            write!(f, "{joint} {column} {is} (was {was})")?;
        }
        Ok(())
    }
}
