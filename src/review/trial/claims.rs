//! Phrases with their figures in; those whose words say the contrary of the figures out.
//!
//! A word of direction stands for a difference (see [`super::witness`]). Which sign goes with the word is learned from
//! the real articles (`drop: before - now` is positive where something *fell*), so that a record is suspect if it is
//! told with another sign than all of them, or with no difference at all. Where the difference is known to be that of
//! now and before, there is nothing to learn.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::survey::joined;
use super::Case;
use super::witness::{Event, Told, events, witnesses};
use crate::build::Article;
use crate::data::{Tables, Value};
use crate::interpret::Facts;
use crate::language::Direction;
use crate::microplan::{Memory, Phrase, PhrasePlan, Planner, SectionPhrases};
use crate::realise::{self, Text};
use crate::source::Span;
use crate::story::{Bank, Story};

/// A sentence that says the contrary of its figures.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// The language's tag.
    pub language: &'static str,
    /// Where its variant stands.
    pub variant: Span,
    /// The word.
    pub word: String,
    /// The difference that it stands for.
    pub difference: Span,
    /// How much that is.
    pub amount: Decimal,
    /// The record it is told of.
    pub case: Case,
    /// The sentence.
    pub text: String,
}

/// What was seen of a word and a difference in the real articles.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    has_positive: bool,
    has_negative: bool,
}

type Site = (Span, String, Span);

/// The words of direction of a story, and what they go with.
pub(super) struct Claims<'s> {
    story: &'s Story,
    signs: BTreeMap<Site, Signs>,
    found: BTreeMap<(Span, String), Contradiction>,
}

/// A word of direction in a phrase.
struct Said {
    language: &'static str,
    site: Site,
    direction: Direction,
    amount: Decimal,
    is_told: bool,
}

impl<'s> Claims<'s> {
    pub(super) fn new(story: &'s Story) -> Self {
        Claims {
            story,
            signs: BTreeMap::new(),
            found: BTreeMap::new(),
        }
    }

    /// Learns from a real article which sign goes with its words, in whatever variant it could be told.
    pub(super) fn learn(&mut self, article: &Article<'_>, tables: &Tables) {
        let mut signs = std::mem::take(&mut self.signs);
        self.read(article, tables, |said, _| {
            if !said.is_told {
                let signs = signs.entry(said.site).or_default();
                signs.has_positive |= said.amount > Decimal::ZERO;
                signs.has_negative |= said.amount < Decimal::ZERO;
            }
        });
        self.signs = signs;
    }

    /// Judges a record, once all real ones were learned from; what contradicts its word is kept once for each
    /// variant and word.
    pub(super) fn judge(&mut self, article: &Article<'_>, tables: &Tables, case: &Case) {
        let mut found = std::mem::take(&mut self.found);
        self.read(article, tables, |said, text| {
            let key = (said.site.0, said.site.1.clone());
            if self.is_contrary(&said)
                && !found.contains_key(&key)
                && let Some(text) = text()
            {
                let contradiction = Contradiction {
                    language: said.language,
                    variant: said.site.0,
                    word: said.site.1,
                    difference: said.site.2,
                    amount: said.amount,
                    case: case.clone(),
                    text,
                };
                found.insert(key, contradiction);
            }
        });
        self.found = found;
    }

    pub(super) fn contradictions(self) -> Vec<Contradiction> {
        self.found.into_values().collect()
    }

    fn is_contrary(&self, said: &Said) -> bool {
        let signs = self.signs.get(&said.site).copied().unwrap_or_default();
        let expected = match (signs.has_positive, signs.has_negative) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ if said.direction == Direction::Up => Ordering::Greater,
            _ => Ordering::Less,
        };
        said.amount.cmp(&Decimal::ZERO) != expected
    }

    /// Shows `see` each word of direction that an article could say, with a way to its sentence.
    fn read(
        &self,
        article: &Article<'_>,
        tables: &Tables,
        mut see: impl FnMut(Said, &dyn Fn() -> Option<String>),
    ) {
        for telling in article.tellings.iter().filter(|it| it.told.is_ok()) {
            let bank = telling.bank;
            let mut facts = article.facts.clone();
            each_alternative(
                self.story,
                bank,
                tables,
                &mut facts,
                article,
                |section, phrase| {
                    let they = Value::List(phrase.together.as_slice().into());
                    let env = article.facts.env(tables);
                    let env = phrase.item.as_ref().map_or(env, |it| env.with_it(it));
                    let env = if phrase.together.is_empty() {
                        env
                    } else {
                        env.with_they(&they)
                    };
                    let events = events(&phrase.pieces, bank.language.directions());
                    let told = Told {
                        story: self.story,
                        phrase,
                        env,
                        edition: article.facts.edition,
                    };
                    for (idx, event) in events.iter().enumerate() {
                        let Event::Word {
                            word, direction, ..
                        } = event
                        else {
                            continue;
                        };
                        let witnesses = witnesses(&told, &events, idx);
                        // Of several it is not known which one the word stands for.
                        let [witness] = witnesses.as_slice() else {
                            continue;
                        };
                        let said = Said {
                            language: bank.language.tag(),
                            site: (phrase.variant.span, word.clone(), witness.place),
                            direction: *direction,
                            amount: witness.amount,
                            is_told: witness.is_told,
                        };
                        see(said, &|| text_of(self.story, bank, tables, section, phrase));
                    }
                },
            );
        }
    }
}

/// Shows `see` each phrase in which a message of an article can be told, also those that its key did not choose:
/// another record would be told so.
fn each_alternative(
    story: &Story,
    bank: &Bank,
    tables: &Tables,
    facts: &mut Facts,
    article: &Article<'_>,
    mut see: impl FnMut(usize, &Phrase<'_>),
) {
    let mut planner = Planner {
        story,
        bank,
        tables,
        facts,
        seed: 0,
        deal: None,
        memory: Memory::default(),
    };
    for section in &article.plan.sections {
        for planned in &section.messages {
            let mut told = Vec::new();
            let idx = section.section;
            while let Ok(Some(phrase)) = planner.message_without(idx, planned, &told) {
                see(idx, &phrase);
                told.push(phrase.variant.identity);
            }
        }
    }
}

/// Returns the finished text of a phrase that stands alone; nothing if it is held.
fn text_of(
    story: &Story,
    bank: &Bank,
    tables: &Tables,
    section: usize,
    phrase: &Phrase<'_>,
) -> Option<String> {
    let alone = PhrasePlan {
        sections: vec![SectionPhrases {
            section,
            heading: None,
            caption: None,
            columns: None,
            phrases: vec![phrase.clone()],
        }],
    };
    let prose = realise::prose(story, bank, tables, &alone, 0).ok()?;
    let texts: Vec<&Text> = prose
        .sections
        .iter()
        .flat_map(|it| it.blocks.iter().flatten())
        .collect();
    Some(joined(&texts))
}
