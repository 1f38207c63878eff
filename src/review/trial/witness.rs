//! A word of direction in a phrase in; the difference that it stands for out.
//!
//! It is the one that the nearest figure is made of; else that of two figures of which one is told as the other's past;
//! else the one that the message's condition compares, or the comparison that the message is about.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::data::{Quantity, Unit, Value};
use crate::interpret::{Env, evaluate};
use crate::language::{Direction, DirectionWords};
use crate::microplan::{Phrase, Piece};
use crate::source::Span;
use crate::story::expression::{Arithmetic, Comparison, Expr, Filter, Node, Slot};
use crate::story::{BindingSource, Print, Request, Story};

/// A phrase, and what it is told of.
pub(super) struct Told<'a, 's> {
    pub(super) story: &'s Story,
    pub(super) phrase: &'a Phrase<'a>,
    pub(super) env: Env<'a>,
    pub(super) edition: Option<usize>,
}

/// A difference that a word stands for.
pub(super) struct Witness {
    /// Where it is told or made.
    pub(super) place: Span,
    pub(super) amount: Decimal,
    /// Whether its sign is known without having seen it: the figures are told as before and after.
    pub(super) is_told: bool,
}

/// What a phrase says, as far as directions are concerned.
pub(super) enum Event<'a> {
    /// A word of direction.
    Word {
        word: String,
        direction: Direction,
        /// Whether it says that something is welcome rather than which way it went.
        is_verdict: bool,
    },
    /// A number.
    Figure {
        print: &'a Print,
        quantity: Quantity,
        /// Whether the words before it say that it is what was.
        is_past: bool,
    },
}

/// Returns the words of direction and the figures of a phrase, in reading order.
pub(super) fn events<'a>(pieces: &'a [Piece<'_>], words: &DirectionWords) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    gather(pieces, words, &mut events);
    events
}

/// Returns the differences that the word at `idx` may stand for.
pub(super) fn witnesses(told: &Told<'_, '_>, events: &[Event<'_>], idx: usize) -> Vec<Witness> {
    let is_figure = |it: &&Event<'_>| matches!(it, Event::Figure { .. });
    let after = events[idx + 1..].iter().take_while(is_figure);
    let after: Vec<&Event<'_>> = after.collect();
    let before = events[..idx].iter().rev().take_while(is_figure);
    let before: Vec<&Event<'_>> = before.collect();
    let is_verdict = matches!(
        events[idx],
        Event::Word {
            is_verdict: true,
            ..
        }
    );
    for near in [&after, &before] {
        if let Some(Event::Figure { print, .. }) = near.first() {
            let mut differences = Differences::of(told);
            differences.value(&print.expr);
            let found = differences.evaluated(&told.env, is_verdict);
            if !found.is_empty() {
                return found;
            }
        }
    }
    let nearest = [before.first(), after.first()];
    let about = about(told).filter(|it| nearest.into_iter().flatten().all(|near| it.owns(near)));
    let near: Vec<&Event<'_>> = before.iter().rev().chain(&after).copied().collect();
    if let Some(told) = told_as_past(&near) {
        return vec![told];
    }
    let mut differences = Differences::of(told);
    let message = told.phrase.message.map(|it| &told.story.messages[it]);
    let when = message.and_then(|it| it.when.as_ref());
    for condition in when.into_iter().chain(&told.phrase.variant.guard) {
        differences.condition(condition);
    }
    if let Some(about) = about {
        differences.found.push(about.difference);
    }
    differences.evaluated(&told.env, is_verdict)
}

/// The comparison that a message is about.
struct AboutComparison<'s> {
    /// Its name: `reach.previous`.
    name: &'s str,
    difference: Difference<'s>,
}

impl AboutComparison<'_> {
    /// Whether a figure is one of those compared, or says no more than a year.
    fn owns(&self, near: &Event<'_>) -> bool {
        let Event::Figure {
            print, quantity, ..
        } = near
        else {
            return false;
        };
        let mut expr = &print.expr;
        while let Node::Filter(call) = expr.node() {
            expr = &call.of;
        }
        let measure = self.name.split('.').next().unwrap_or_default();
        quantity.unit == Unit::Year
            || match expr.node() {
                Node::Slot(_, name) => {
                    let rest = name.strip_prefix(self.name);
                    let is_fact = rest.is_some_and(|it| it.is_empty() || it.starts_with('.'));
                    is_fact || **name == *measure || name.starts_with("it.")
                }
                Node::Name(of, _) => matches!(of.node(), Node::Slot(Slot::IT, _)),
                _ => false,
            }
    }
}

/// Returns the comparison that a phrase is about, if its message is about one.
fn about<'s>(told: &Told<'_, 's>) -> Option<AboutComparison<'s>> {
    let message = &told.story.messages[told.phrase.message?];
    let about = message.about.as_ref()?;
    let change = match (message.each.as_ref().map(Expr::node), &told.phrase.item) {
        // Of several comparisons it is the one whose map the phrase is told of.
        (Some(Node::List(maps)), Some(item)) => {
            let mut maps = maps.iter();
            let is_it = |map: &&Expr| evaluate(map, &told.env).is_ok_and(|it| it == *item);
            let Node::Map(entries) = maps.find(is_it)?.node() else {
                return None;
            };
            &entries.iter().find(|it| *it.0 == *"change")?.1
        }
        _ => &about.change,
    };
    let Node::Slot(slot, name) = change.node() else {
        return None;
    };
    let mut differences = Differences::of(told);
    let Node::Filter(call) = differences.fact(*slot)?.node() else {
        return None;
    };
    let base = call.arguments.first()?.as_ref()?;
    Some(AboutComparison {
        name: name.strip_suffix(".change")?,
        difference: Difference {
            place: about.change.span(),
            amount: Amount::Between([&call.of, base]),
            is_told: true,
        },
    })
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
        if let Some(direction) = words.beside_figures(&word) {
            let is_verdict = words.is_verdict(&word);
            events.push(Event::Word {
                word,
                direction,
                is_verdict,
            });
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
        Event::Word { .. } => None,
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

/// A difference that an expression is made of.
struct Difference<'s> {
    place: Span,
    amount: Amount<'s>,
    /// Whether it is known to be that of now and before.
    is_told: bool,
}

/// How much a difference is.
enum Amount<'s> {
    /// By how much the first is more than the second.
    Between([&'s Expr; 2]),
    /// As much as this.
    Itself(&'s Expr),
}

/// The differences that an expression is made of.
struct Differences<'s> {
    story: &'s Story,
    edition: Option<usize>,
    seen: BTreeSet<Slot>,
    found: Vec<Difference<'s>>,
}

impl<'s> Differences<'s> {
    fn of(told: &Told<'_, 's>) -> Self {
        Differences {
            story: told.story,
            edition: told.edition,
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
                self.between(expr.span(), [&two[0], &two[1]]);
            }
            Node::Filter(call) => match (call.filter, call.arguments.first()) {
                (Filter::PercentChange | Filter::Moved, Some(Some(from))) => {
                    self.between(expr.span(), [&call.of, from]);
                }
                _ => self.value(&call.of),
            },
            Node::Negative(of) => self.value(of),
            Node::Arithmetic(Arithmetic::Divide | Arithmetic::Multiply, two) => {
                self.value(&two[0]);
            }
            Node::Slot(_, name) if is_of_measure(name) => self.itself(expr),
            Node::Name(of, name) if is_of_map(of, name) => self.itself(expr),
            Node::Slot(slot, _) => {
                if let Some(fact) = self.fact(*slot) {
                    self.value(fact);
                }
            }
            _ => {}
        }
    }

    fn between(&mut self, place: Span, two: [&'s Expr; 2]) {
        self.found.push(Difference {
            place,
            amount: Amount::Between(two),
            is_told: false,
        });
    }

    /// Adds what a measure has as its difference.
    fn itself(&mut self, expr: &'s Expr) {
        self.found.push(Difference {
            place: expr.span(),
            amount: Amount::Itself(expr),
            is_told: true,
        });
    }

    /// Adds the comparisons that a condition makes, all of which must hold.
    fn condition(&mut self, expr: &'s Expr) {
        match expr.node() {
            Node::And(two) => two.iter().for_each(|it| self.condition(it)),
            Node::Compare(comparison, two) => {
                let has_order = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
                if has_order && two.iter().all(is_plain) {
                    self.between(expr.span(), [&two[0], &two[1]]);
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

    /// Returns how much the differences are; which sign a verdict has is to be learned even of those that are known.
    fn evaluated(self, env: &Env<'_>, is_verdict: bool) -> Vec<Witness> {
        let number = |expr: &Expr| match evaluate(expr, env) {
            Ok(Value::Number(it)) => Some(it.amount),
            _ => None,
        };
        let witness = |it: Difference<'_>| {
            Some(Witness {
                place: it.place,
                amount: match it.amount {
                    Amount::Between([left, right]) => number(left)?.saturating_sub(number(right)?),
                    Amount::Itself(expr) => number(expr)?,
                },
                is_told: it.is_told && !is_verdict,
            })
        };
        self.found.into_iter().filter_map(witness).collect()
    }
}

/// Whether a fact is by how much a measure is more than what it is compared with: `reach.previous.percent`.
fn is_of_measure(name: &str) -> bool {
    let mut parts = name.rsplit('.');
    matches!(parts.next(), Some("difference" | "percent")) && parts.count() == 2
}

/// Whether it is that of the comparison that a message is told of: `it.percent`.
fn is_of_map(of: &Expr, name: &str) -> bool {
    matches!(of.node(), Node::Slot(Slot::IT, _)) && matches!(name, "difference" | "percent")
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
