//! A variant's own words in; what they claim that no value, no condition and no `literals:` answers for out.
//!
//! What the author wrote is known before any data is read, so it is looked at once, here. A number in words may rest on
//! the conditions it stands under: *two goals* is as true as `when: goals == 2`.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;

use super::expression::{Expr, Filter, Node, Shape, Slot};
use super::figures::even;
use super::phrase::{Print, Request, Unfounded, Variant};
use super::{Binding, BindingSource, Edition, Literals};
use crate::data::Value;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::{self, Language, Sense, places, stands_in};
use crate::source::Span;

/// What the words of a story's variants may rest on.
#[derive(Default)]
pub(super) struct Ground {
    /// What each fact rests on.
    facts: BTreeMap<Slot, Rests>,
    /// What the message in hand rests on.
    about: Rests,
}

/// What some expressions say by themselves, facts behind them included.
#[derive(Clone, Default)]
struct Rests {
    numbers: BTreeSet<u64>,
    texts: BTreeSet<String>,
    /// Whether something is compared, so that it can come out one way or the other.
    compares: bool,
}

impl Ground {
    /// Returns the ground of a story's facts.
    pub(super) fn of(bindings: &[Binding], editions: &[Edition]) -> Self {
        let mut ground = Ground::default();
        for binding in bindings {
            let mut rests = Rests::default();
            match &binding.source {
                BindingSource::Fact(expr) => ground.add(expr, &mut rests),
                BindingSource::Edition => {
                    let facts = editions.iter().filter_map(|it| it.fact(binding.slot));
                    facts.for_each(|it| ground.add(it, &mut rests));
                }
                _ => continue,
            }
            ground.facts.insert(binding.slot, rests);
        }
        ground
    }

    /// Turns to a message, given what decides whether and of what it is told.
    pub(super) fn turn_to<'e>(&mut self, about: impl IntoIterator<Item = &'e Expr>) {
        let mut rests = Rests::default();
        about.into_iter().for_each(|it| self.add(it, &mut rests));
        self.about = rests;
    }

    /// Turns to the desk's words for a change, which are chosen by the change itself.
    pub(super) fn turn_to_change(&mut self) {
        self.about = Rests {
            compares: true,
            ..Rests::default()
        };
    }

    /// Whether an expression compares something.
    pub(super) fn decides(&self, expr: &Expr) -> bool {
        let mut rests = Rests::default();
        self.add(expr, &mut rests);
        rests.compares
    }

    fn add(&self, expr: &Expr, rests: &mut Rests) {
        expr.visit(&mut |part| match part.node() {
            Node::Constant(Value::Number(it)) => rests.numbers.extend(it.amount.to_u64()),
            Node::Constant(Value::Text(it)) => {
                rests.texts.insert(even(it));
                // A story has no language: "third place" answers for « troisième » as well.
                let languages = language::TAGS.iter().filter_map(|it| language::get(it));
                for claim in languages.flat_map(|language| language.claims(it)) {
                    if let Sense::Number(n) | Sense::Ordinal(n) = claim.sense {
                        rests.numbers.insert(n);
                    }
                }
            }
            Node::Slot(slot, _) => match self.facts.get(slot) {
                Some(fact) => {
                    rests.numbers.extend(&fact.numbers);
                    rests.texts.extend(fact.texts.iter().cloned());
                    rests.compares |= fact.compares;
                }
                None => rests.compares |= part.shape() == Shape::BOOL,
            },
            Node::Column(..) => rests.compares |= part.shape() == Shape::BOOL,
            Node::Compare(..) | Node::In(_) => rests.compares = true,
            Node::Filter(call) if call.filter == Filter::First => {
                rests.numbers.insert(1);
            }
            _ => {}
        });
    }

    /// Returns all that a variant rests on, what it prints included.
    fn of_variant(&self, variant: &Variant) -> Rests {
        let mut rests = self.about.clone();
        variant.visit_conditions(&mut |it| self.add(it, &mut rests));
        for print in variant.prints() {
            let exprs = std::iter::once(&print.expr).chain(&print.argument);
            // What is printed as it stands in the phrase is itself in question.
            let exprs = exprs.filter(|it| it.constant().is_none());
            exprs.for_each(|it| self.add(it, &mut rests));
        }
        rests
    }
}

impl Rests {
    /// Whether a claim, in the author's words, is one that these expressions make.
    fn answer_for(&self, claim: &Claimed) -> bool {
        match claim.sense {
            Some(Sense::Number(n) | Sense::Ordinal(n)) if self.numbers.contains(&n) => true,
            _ => {
                let words = even(&claim.words);
                self.texts.iter().any(|it| stands_in(it, &words))
            }
        }
    }
}

/// What the author's words claim in one variant.
#[derive(Default)]
pub(super) struct Written {
    claims: Vec<Claimed>,
    /// Whether what follows stands in a clause whose guard compares something.
    pub is_guarded: bool,
}

struct Claimed {
    /// None: it is digits in a print, or a placeholder outside of one.
    sense: Option<Sense>,
    words: Box<str>,
    span: Span,
    is_guarded: bool,
    /// Whether any comparison answers for it: a part or a multiple, as *half* or *doubled*.
    is_share: bool,
    site: Option<u32>,
}

impl Written {
    /// Takes in the author's words that stand at `place`.
    pub(super) fn words(
        &mut self,
        words: &str,
        place: Span,
        literals: &Literals,
        language: &dyn Language,
        diagnostics: &mut Diagnostics,
    ) {
        let offset = place.range().start;
        let span_of = |range: &std::ops::Range<usize>| {
            Span::new(place.file, offset + range.start..offset + range.end)
        };
        for range in literals.undeclared(words) {
            let figure = &words[range.clone()];
            diagnostics.push(by_hand("figure", figure, span_of(&range)));
        }
        for range in placeholders(words) {
            self.claims.push(Claimed {
                sense: None,
                words: words[range.clone()].into(),
                span: span_of(&range),
                is_guarded: false,
                is_share: false,
                site: None,
            });
        }
        let plain = language.claims(words).into_iter().map(|it| (it, false));
        let shares = language.shares(words).into_iter().map(|it| (it, true));
        for (claim, is_share) in plain.chain(shares) {
            if !literals.declare(words, &claim.range) {
                self.claims.push(Claimed {
                    sense: Some(claim.sense),
                    words: words[claim.range.clone()].into(),
                    span: span_of(&claim.range),
                    is_guarded: self.is_guarded,
                    is_share,
                    site: None,
                });
            }
        }
    }

    /// Takes in a print whose value stands in the phrase itself.
    pub(super) fn print(&mut self, print: &Print, literals: &Literals, language: &dyn Language) {
        let (sense, words) = match print.expr.constant() {
            Some(Value::Number(it)) => {
                let words = it.amount.normalize().to_string();
                (it.amount.to_u64().map(Sense::Number), words)
            }
            Some(Value::Text(text)) if print.request == Request::Plain => {
                let figure = literals.undeclared(text).next().map(|it| (None, it));
                let claims = language.claims(text).into_iter();
                let mut claims = claims.filter(|it| !it.sense.is_direction());
                let claim = figure.or_else(|| claims.next().map(|it| (Some(it.sense), it.range)));
                let Some((sense, range)) = claim else { return };
                (sense, text[range].to_owned())
            }
            _ => return,
        };
        if !literals.declare(&words, &(0..words.len())) {
            self.claims.push(Claimed {
                sense,
                words: words.into(),
                span: print.span,
                is_guarded: self.is_guarded,
                is_share: false,
                site: Some(print.site),
            });
        }
    }

    /// Finds the claims that nothing answers for, and returns those that no article may make.
    pub(super) fn settle(
        self,
        variant: &Variant,
        ground: &Ground,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Unfounded> {
        if self.claims.is_empty() {
            return Vec::new();
        }
        let rests = ground.of_variant(variant);
        let mut guards = variant.guard.iter();
        let compares = ground.about.compares
            || guards.any(|it| ground.decides(it))
            || variant
                .prints()
                .iter()
                .any(|it| matches!(it.request, Request::Change { .. }));
        let mut unfounded = Vec::new();
        for claim in self.claims {
            if claim.sense.is_some_and(Sense::is_direction) {
                if !compares && !claim.is_guarded {
                    diagnostics.push(ungrounded(&claim));
                }
            } else if claim.is_share && (compares || claim.is_guarded) {
                // A comparison that says so may be written in many ways: `x * 2 >= y`.
            } else if !rests.answer_for(&claim) {
                let kind = match (claim.sense, claim.site) {
                    (Some(sense), None) => sense.name(),
                    (None, None) => "placeholder",
                    (_, Some(_)) => "figure",
                };
                diagnostics.push(match kind {
                    "placeholder" => left_in(&claim),
                    kind => by_hand(kind, &claim.words, claim.span),
                });
                unfounded.push(Unfounded {
                    kind,
                    words: claim.words,
                    site: claim.site,
                });
            }
        }
        unfounded
    }
}

impl Unfounded {
    /// Whether a stretch of the author's words makes the claim.
    pub fn stands_in(&self, words: &str) -> bool {
        stands_in(&even(words), &even(&self.words))
    }
}

/// Returns where words stand that an author meant to replace.
fn placeholders(words: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    const PLACEHOLDERS: &[&str] = &["TODO", "FIXME", "TBD", "XXX", "Lorem ipsum", "lorem ipsum"];
    let of = |it: &'static str| places(words, it).map(|at| at..at + it.len());
    PLACEHOLDERS.iter().flat_map(move |it| of(it))
}

fn left_in(claim: &Claimed) -> Diagnostic {
    let message = format!("the placeholder `{}` was left in", claim.words);
    Diagnostic::warning(Code::Placeholder, message)
        .at(claim.span)
        .note("an article that would print it is held")
        .hint("write what belongs there")
}

/// Says that something is written by hand that nothing answers for.
pub(super) fn by_hand(kind: &str, words: &str, span: Span) -> Diagnostic {
    let message = format!("the {kind} `{words}` is written by hand");
    let hint = format!(
        "print a value instead, or declare it in gen.yaml: `literals: [{{text: \"{words}\", source: …}}]`"
    );
    Diagnostic::warning(Code::UndeclaredLiteral, message)
        .at(span)
        .note("an article that would print it is held")
        .hint(hint)
}

fn ungrounded(claim: &Claimed) -> Diagnostic {
    let message = format!(
        "`{}` says which way something went, and no condition here compares anything",
        claim.words
    );
    let hint = "put a condition on the message or the variant, as `now > before`, or print the move: \
        `{{ now | change(from=before) }}`";
    Diagnostic::warning(Code::UngroundedDirection, message)
        .at(claim.span)
        .hint(hint)
}
