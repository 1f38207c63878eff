//! Phrases with their figures in; those whose words say the contrary of the figures, or more than anything asks for, out.
//!
//! A word of direction stands for a difference: the one that the nearest figure is made of; else that of two figures
//! of which one is told as the other's past; else the one that the message's condition compares. Which sign goes with
//! the word is learned from the real articles (`drop: before - now` is positive where something *fell*), so that a
//! record is suspect if it is told with another sign than all of them, or with no difference at all.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::super::branches::source_of;
use super::super::catalogue::Catalogue;
use super::super::survey::joined;
use super::Case;
use crate::build::Article;
use crate::data::{Quantity, Tables, Value};
use crate::interpret::{Env, Facts, evaluate};
use crate::language::DirectionWords;
use crate::microplan::{Memory, Phrase, PhrasePlan, Piece, Planner, SectionPhrases};
use crate::realise::{self, Text};
use crate::source::{Reads, Span};
use crate::story::expression::{Arithmetic, Comparison, Expr, Node, Slot};
use crate::story::{Bank, BindingSource, Print, Request, Story};

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

/// A phrase that says that there is one of a kind, where no condition asks whether it is so.
#[derive(Clone, Debug)]
pub struct Unasked {
    /// The language's tag.
    pub language: &'static str,
    /// Where its variant stands.
    pub variant: Span,
    /// The words.
    pub words: String,
}

/// Which way a word points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    Up,
    Down,
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

/// A difference that a word stands for.
struct Witness {
    place: Span,
    amount: Decimal,
    /// Whether its sign is known without having seen it: the figures are told as before and after.
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
                    let mut events = Vec::new();
                    gather(&phrase.pieces, bank.language.directions(), &mut events);
                    let env = article.facts.env(tables);
                    let env = phrase.item.as_ref().map_or(env, |it| env.with_it(it));
                    for (idx, event) in events.iter().enumerate() {
                        let Event::Word(word, direction) = event else {
                            continue;
                        };
                        let edition = article.facts.edition;
                        let witnesses = self.witnesses(&events, idx, phrase, &env, edition);
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

    /// Returns the differences that the word at `idx` may stand for.
    fn witnesses(
        &self,
        events: &[Event<'_>],
        idx: usize,
        phrase: &Phrase<'_>,
        env: &Env<'_>,
        edition: Option<usize>,
    ) -> Vec<Witness> {
        let is_figure = |it: &&Event<'_>| matches!(it, Event::Figure { .. });
        let after = events[idx + 1..].iter().take_while(is_figure);
        let after: Vec<&Event<'_>> = after.collect();
        let before = events[..idx].iter().rev().take_while(is_figure);
        let before: Vec<&Event<'_>> = before.collect();
        for near in [&after, &before] {
            if let Some(Event::Figure { print, .. }) = near.first() {
                let found = self.made_of(print, env, edition);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        let near: Vec<&Event<'_>> = before.into_iter().rev().chain(after).collect();
        if let Some(told) = told_as_past(&near) {
            return vec![told];
        }
        let mut differences = Differences::new(self.story, edition);
        let message = phrase.message.map(|it| &self.story.messages[it]);
        let when = message.and_then(|it| it.when.as_ref());
        for condition in when.into_iter().chain(&phrase.variant.guard) {
            differences.condition(condition);
        }
        differences.evaluated(env)
    }

    /// Returns the differences that a print is made of.
    fn made_of(&self, print: &Print, env: &Env<'_>, edition: Option<usize>) -> Vec<Witness> {
        let mut differences = Differences::new(self.story, edition);
        differences.value(&print.expr);
        differences.evaluated(env)
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

/// What a phrase says, as far as directions are concerned.
enum Event<'a> {
    Word(String, Direction),
    Figure {
        print: &'a Print,
        quantity: Quantity,
        /// Whether the words before it say that it is what was.
        is_past: bool,
    },
}

fn gather<'a>(pieces: &'a [Piece<'_>], words: &DirectionWords, events: &mut Vec<Event<'a>>) {
    let mut before = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(text) => {
                words_in(text, words, events);
                before = text.trim().to_lowercase();
            }
            Piece::Print { print, value, .. } => {
                match (value, &print.request) {
                    // Such a print finds its own words.
                    (_, Request::Change { .. }) => {}
                    (Value::Text(text), Request::Verb { .. } | Request::Agree) => {
                        words_in(text, words, events);
                    }
                    (Value::Number(quantity), _) => {
                        let ends = |it: &str| {
                            let rest = before.strip_suffix(it);
                            rest.is_some_and(|it| !it.ends_with(char::is_alphabetic))
                        };
                        events.push(Event::Figure {
                            print,
                            quantity: *quantity,
                            is_past: words.from.iter().any(|it| ends(it)),
                        });
                    }
                    _ => {}
                }
                before.clear();
            }
            Piece::Items(items) => items.iter().for_each(|it| gather(it, words, events)),
            // The desk's words for a change are chosen by the change itself, and a connective points nowhere.
            Piece::Told { .. } | Piece::Connective(_) | Piece::CellBreak => before.clear(),
        }
    }
}

fn words_in(text: &str, words: &DirectionWords, events: &mut Vec<Event<'_>>) {
    for word in text.split(|it: char| !(it.is_alphabetic() || it == '-')) {
        let word = word.to_lowercase();
        let is_among = |list: &[&str]| list.contains(&word.as_str());
        if is_among(words.up) {
            events.push(Event::Word(word, Direction::Up));
        } else if is_among(words.down) {
            events.push(Event::Word(word, Direction::Down));
        }
    }
}

/// Returns the difference of two figures of one unit, of which exactly one is told as what was.
fn told_as_past(near: &[&Event<'_>]) -> Option<Witness> {
    let figures = near.iter().filter_map(|it| match it {
        Event::Figure {
            print,
            quantity,
            is_past,
        } => Some((print, quantity, *is_past)),
        Event::Word(..) => None,
    });
    let figures: Vec<_> = figures.collect();
    let [one, other] = figures.as_slice() else {
        return None;
    };
    let (past, now) = match (one.2, other.2) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return None,
    };
    // Cents are not to be taken from dollars: figures are of one kind that are printed in one form.
    let form = |it: &Print| std::mem::discriminant(&it.request);
    let is_one_kind = past.1.unit == now.1.unit && form(past.0) == form(now.0);
    is_one_kind.then(|| Witness {
        place: past.0.span,
        amount: now.1.amount.saturating_sub(past.1.amount),
        is_told: true,
    })
}

/// The differences that an expression is made of.
struct Differences<'s> {
    story: &'s Story,
    edition: Option<usize>,
    seen: BTreeSet<Slot>,
    found: Vec<(Span, [&'s Expr; 2])>,
}

impl<'s> Differences<'s> {
    fn new(story: &'s Story, edition: Option<usize>) -> Self {
        Differences {
            story,
            edition,
            seen: BTreeSet::new(),
            found: Vec::new(),
        }
    }

    /// Returns what fills a slot, if that is an expression; each once.
    fn fact(&mut self, slot: Slot) -> Option<&'s Expr> {
        if !self.seen.insert(slot) {
            return None;
        }
        let mut bindings = self.story.bindings.iter();
        match &bindings.find(|it| it.slot == slot)?.source {
            BindingSource::Fact(expr) => Some(expr),
            BindingSource::Edition => self.story.of_edition(self.edition, slot),
            _ => None,
        }
    }

    /// Adds the differences that decide the sign of a value, or did before it was taken away.
    fn value(&mut self, expr: &'s Expr) {
        match expr.node() {
            Node::Arithmetic(Arithmetic::Subtract, two) => {
                self.found.push((expr.span(), [&two[0], &two[1]]));
            }
            Node::Filter(call) => self.value(&call.of),
            Node::Negative(of) => self.value(of),
            Node::Arithmetic(Arithmetic::Divide | Arithmetic::Multiply, two) => {
                self.value(&two[0]);
            }
            Node::Slot(slot, _) => {
                if let Some(fact) = self.fact(*slot) {
                    self.value(fact);
                }
            }
            _ => {}
        }
    }

    /// Adds the comparisons that a condition makes, all of which must hold.
    fn condition(&mut self, expr: &'s Expr) {
        match expr.node() {
            Node::And(two) => two.iter().for_each(|it| self.condition(it)),
            Node::Compare(comparison, two) => {
                let has_order = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
                if has_order && two.iter().all(is_plain) {
                    self.found.push((expr.span(), [&two[0], &two[1]]));
                }
            }
            Node::Slot(slot, _) => {
                if let Some(fact) = self.fact(*slot) {
                    self.condition(fact);
                }
            }
            _ => {}
        }
    }

    /// Returns how much the differences are.
    fn evaluated(self, env: &Env<'_>) -> Vec<Witness> {
        let number = |expr: &Expr| match evaluate(expr, env) {
            Ok(Value::Number(it)) => Some(it.amount),
            _ => None,
        };
        let witness = |(place, [left, right]): (Span, [&Expr; 2])| {
            Some(Witness {
                place,
                amount: number(left)?.saturating_sub(number(right)?),
                is_told: false,
            })
        };
        self.found.into_iter().filter_map(witness).collect()
    }
}

/// Whether an expression is a value as it stands, or zero: how far something is from a limit, or from the half of
/// something else, says nothing of its direction.
fn is_plain(expr: &Expr) -> bool {
    match expr.node() {
        Node::Constant(Value::Number(it)) => it.amount.is_zero(),
        Node::Slot(..) | Node::Column(..) | Node::Name(..) => true,
        _ => false,
    }
}

/// Returns the phrases that say that there is one of a kind, where neither a rule nor a guard asks anything.
pub(super) fn unasked(story: &Story, reads: &Reads) -> Vec<Unasked> {
    let mut found = Vec::new();
    for catalogue in Catalogue::of(story) {
        for listed in &catalogue.variants {
            let message = catalogue.message(&catalogue.wordings[listed.wording]);
            let is_asked = message.is_none_or(|it| it.when.is_some() || it.each.is_some());
            if is_asked || listed.variant.guard.is_some() {
                continue;
            }
            let said = source_of(&listed.variant.parts, reads).to_lowercase();
            let is_within = |it: char| it.is_alphanumeric();
            let is_said = |words: &&&str| {
                said.match_indices(**words).any(|(start, it)| {
                    let (before, after) = (&said[..start], &said[start + it.len()..]);
                    !before.ends_with(is_within) && !after.starts_with(is_within)
                })
            };
            if let Some(words) = catalogue.language.directions().sole.iter().find(is_said) {
                found.push(Unasked {
                    language: catalogue.language.tag(),
                    variant: listed.variant.span,
                    words: (*words).to_owned(),
                });
            }
        }
    }
    found
}
