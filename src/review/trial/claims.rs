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
use super::super::survey::{each_phrase, joined};
use super::Case;
use crate::build::Article;
use crate::data::{Quantity, Tables, Value};
use crate::interpret::{Env, Facts, evaluate};
use crate::language::{ClaimWords, Language};
use crate::microplan::{Phrase, PhrasePlan, Piece};
use crate::realise::{Prose, Text};
use crate::source::{Reads, Span};
use crate::story::expression::{Arithmetic, Comparison, Expr, Node, Slot};
use crate::story::{BindingSource, Print, Request, Story};

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
    /// The real sentences with such words, to be judged once all were seen.
    real: Vec<(Site, Direction, Contradiction)>,
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
            real: Vec::new(),
        }
    }

    /// Learns from a real article which sign goes with its words.
    pub(super) fn learn(&mut self, article: &Article<'_>, tables: &Tables, name: &str) {
        let case = Case {
            article: name.to_owned(),
            changes: Vec::new(),
        };
        for telling in &article.tellings {
            if let Ok((phrases, prose)) = &telling.told {
                let language = telling.bank.language;
                let read = self.read(language, phrases, prose, &article.facts, tables, &case);
                for (site, direction, witness, found) in read {
                    if !witness.is_told {
                        let signs = self.signs.entry(site.clone()).or_default();
                        signs.has_positive |= found.amount > Decimal::ZERO;
                        signs.has_negative |= found.amount < Decimal::ZERO;
                    }
                    self.real.push((site, direction, found));
                }
            }
        }
    }

    /// Judges the real articles by all that was learned of them.
    pub(super) fn settle(&mut self) {
        for (site, direction, found) in std::mem::take(&mut self.real) {
            self.take(&site, direction, found);
        }
    }

    /// Judges a record that was tried.
    pub(super) fn judge(
        &mut self,
        language: &'static dyn Language,
        phrases: &PhrasePlan<'_>,
        prose: &Prose,
        facts: &Facts,
        tables: &Tables,
        case: &Case,
    ) {
        for (site, direction, _, found) in self.read(language, phrases, prose, facts, tables, case)
        {
            self.take(&site, direction, found);
        }
    }

    pub(super) fn contradictions(self) -> Vec<Contradiction> {
        self.found.into_values().collect()
    }

    /// Keeps what contradicts its word, once for each variant and word.
    fn take(&mut self, site: &Site, direction: Direction, found: Contradiction) {
        let signs = self.signs.get(site).copied().unwrap_or_default();
        let expected = match (signs.has_positive, signs.has_negative) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ if direction == Direction::Up => Ordering::Greater,
            _ => Ordering::Less,
        };
        if found.amount.cmp(&Decimal::ZERO) != expected {
            let key = (site.0, site.1.clone());
            self.found.entry(key).or_insert(found);
        }
    }

    /// Returns each word of direction of an article with the difference that it stands for.
    fn read(
        &self,
        language: &'static dyn Language,
        phrases: &PhrasePlan<'_>,
        prose: &Prose,
        facts: &Facts,
        tables: &Tables,
        case: &Case,
    ) -> Vec<(Site, Direction, Witness, Contradiction)> {
        let mut read = Vec::new();
        each_phrase(phrases, prose, |_, _, phrase, texts: &[&Text]| {
            let mut events = Vec::new();
            gather(&phrase.pieces, language.claims(), &mut events);
            for (idx, event) in events.iter().enumerate() {
                let Event::Word(word, direction) = event else {
                    continue;
                };
                let env = facts.env(tables);
                let env = phrase.item.as_ref().map_or(env, |it| env.with_it(it));
                let witnesses = self.witnesses(&events, idx, phrase, &env, facts.edition);
                // Of several it is not known which one the word stands for.
                let [witness] = witnesses.as_slice() else {
                    continue;
                };
                let variant = phrase.variant.span;
                let found = Contradiction {
                    language: language.tag(),
                    variant,
                    word: word.clone(),
                    difference: witness.place,
                    amount: witness.amount,
                    case: case.clone(),
                    text: joined(texts),
                };
                let witness = Witness { ..*witness };
                let site = (variant, word.clone(), witness.place);
                read.push((site, *direction, witness, found));
            }
        });
        read
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

fn gather<'a>(pieces: &'a [Piece<'_>], words: &ClaimWords, events: &mut Vec<Event<'a>>) {
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
                        let ends = |it: &&str| {
                            let rest = before.strip_suffix(it);
                            rest.is_some_and(|it| !it.ends_with(char::is_alphabetic))
                        };
                        events.push(Event::Figure {
                            print,
                            quantity: *quantity,
                            is_past: words.from.iter().any(|it| ends(&it)),
                        });
                    }
                    _ => {}
                }
                before.clear();
            }
            Piece::Items(items) => items.iter().for_each(|it| gather(it, words, events)),
            Piece::CellBreak => before.clear(),
        }
    }
}

fn words_in(text: &str, words: &ClaimWords, events: &mut Vec<Event<'_>>) {
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
    let is_one_unit = past.1.unit == now.1.unit;
    is_one_unit.then(|| Witness {
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
                if has_order && !two.iter().any(is_limit) {
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

/// Whether an expression is a number other than zero: how far something is from it says nothing of its direction.
fn is_limit(expr: &Expr) -> bool {
    match (expr.constant(), expr.node()) {
        (Some(Value::Number(it)), _) => !it.amount.is_zero(),
        (Some(_), _) => true,
        (None, Node::Negative(of)) => is_limit(of),
        (None, _) => false,
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
            if let Some(words) = catalogue.language.claims().sole.iter().find(is_said) {
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
