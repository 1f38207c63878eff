//! The finished texts of an article in; how often each variant and branch of a language was used out, with an example.
//!
//! A phrase says more than its own variant: phrases that it names, the desk's words for changes, and a connective. Each
//! is found by what its pieces were made of.

use std::collections::BTreeMap;

use super::branches::taken;
use super::catalogue::{Catalogue, ListedVariant, Role};
use super::survey::{each_phrase, joined};
use crate::build::{Article, Telling};
use crate::data::{Tables, Value};
use crate::interpret::{Env, is_true};
use crate::microplan::{Connective, PhrasePlan, Piece, Rendered};
use crate::plan::PlannedMessage;
use crate::realise::{Prose, Text};
use crate::story::{Bank, Part, Variant};

/// How the wording of a story was used in one language.
pub struct LanguageSurvey<'s> {
    /// Every phrase there is.
    pub catalogue: Catalogue<'s>,
    /// How many articles were told in the language.
    pub n_articles: usize,
    /// By section and message: how often it was planned and no variant had its facts.
    pub silent: BTreeMap<(usize, Role), usize>,
    /// By variant of the catalogue.
    pub variants: Vec<VariantUse>,
}

/// How a variant was used.
#[derive(Clone, Debug, Default)]
pub struct VariantUse {
    /// How often it was told, alone or inside another.
    pub n_told: usize,
    /// The first text that it stands in.
    pub example: Option<Example>,
    /// How often its guard was true, and how often not, of the times that it was to be told and could be asked.
    pub guard: Truth,
    /// By branch: how often it was rendered.
    pub branches: Vec<usize>,
}

/// How often a condition was true, and how often not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// How often it was true.
    pub n_true: usize,
    /// How often it was false, or could not be known.
    pub n_false: usize,
}

impl Truth {
    fn add(&mut self, is_true: bool) {
        *(if is_true {
            &mut self.n_true
        } else {
            &mut self.n_false
        }) += 1;
    }
}

/// A finished text, and the article it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The last part of the article's address.
    pub article: String,
    /// The text; the cells of a row are parted by ` | `.
    pub text: String,
}

impl<'s> LanguageSurvey<'s> {
    /// Starts with nothing told.
    pub(super) fn new(catalogue: Catalogue<'s>) -> Self {
        let unused = |it: &ListedVariant<'_>| VariantUse {
            branches: vec![0; it.branches.len()],
            ..VariantUse::default()
        };
        LanguageSurvey {
            n_articles: 0,
            silent: BTreeMap::new(),
            variants: catalogue.variants.iter().map(unused).collect(),
            catalogue,
        }
    }

    /// Counts what an article says in the language, and what it was to say.
    pub(super) fn telling(
        &mut self,
        article: &Article<'_>,
        telling: &Telling<'_>,
        (phrases, prose): (&PhrasePlan<'_>, &Prose),
        tables: &Tables,
        name: &str,
    ) {
        self.n_articles += 1;
        each_phrase(phrases, prose, |_, _, phrase, texts| {
            let they = Value::List(phrase.together.as_slice().into());
            let env = article.facts.env(tables);
            let env = phrase.item.as_ref().map_or(env, |it| env.with_it(it));
            let env = if phrase.together.is_empty() {
                env
            } else {
                env.with_they(&they)
            };
            let rendered = Rendered::of(&phrase.pieces);
            let mut teller = Teller {
                survey: self,
                bank: telling.bank,
                name,
                texts,
            };
            teller.variant(phrase.variant, &rendered, Some(&env));
            teller.pieces(&phrase.pieces);
        });
        self.plan(article, telling, phrases, tables);
    }

    /// Asks the guards of all that was to be told, and counts what was not.
    fn plan(
        &mut self,
        article: &Article<'_>,
        telling: &Telling<'_>,
        phrases: &PhrasePlan<'_>,
        tables: &Tables,
    ) {
        let env = article.facts.env(tables);
        for section in &article.plan.sections {
            let told = phrases.sections.iter();
            let told = told.filter(|it| it.section == section.section);
            let told: Vec<_> = told.flat_map(|it| &it.phrases).collect();
            let wording = &telling.bank.sections[section.section];
            for planned in &section.messages {
                let message = planned.message;
                let is_told = |together: bool| {
                    let mut of_message = told.iter().filter(|it| it.message == Some(message));
                    of_message.any(|it| it.together.is_empty() != together)
                };
                if planned.together.is_empty() {
                    self.ask(&wording.messages[message].variants, planned, env);
                } else {
                    let they = Value::List(planned.together.as_slice().into());
                    let variants = &wording.together[message].variants;
                    self.ask(variants, planned, env.with_they(&they));
                    if is_told(true) {
                        continue;
                    }
                    self.miss(section.section, Role::Together(message));
                    for row in 0..planned.together.len() {
                        let variants = &wording.messages[message].variants;
                        self.ask(variants, &planned.alone(row), env);
                    }
                }
                if !is_told(false) {
                    self.miss(section.section, Role::Message(message));
                }
            }
        }
    }

    /// Counts a message that was to be told and was not.
    fn miss(&mut self, section: usize, role: Role) {
        *self.silent.entry((section, role)).or_default() += 1;
    }

    /// Asks the guards of variants of which one was to tell `planned`.
    fn ask(&mut self, variants: &[Variant], planned: &PlannedMessage, env: Env<'_>) {
        let item = planned.item.as_ref().map(|(_, it)| it);
        let env = item.map_or(env, |it| env.with_it(it));
        for variant in variants {
            self.ask_one(variant, &env);
        }
    }

    fn ask_one(&mut self, variant: &Variant, env: &Env<'_>) {
        if let Some(guard) = &variant.guard
            && let Some(idx) = self.catalogue.find(variant.span)
            && let Ok(it) = is_true(guard, env)
        {
            self.variants[idx].guard.add(it);
        }
    }
}

/// Counts what one finished text says.
struct Teller<'a, 's> {
    survey: &'a mut LanguageSurvey<'s>,
    bank: &'a Bank,
    name: &'a str,
    texts: &'a [&'a Text],
}

impl Teller<'_, '_> {
    /// Counts a variant that was told, and the phrases that it names; `env` is what it is told of, where that is known.
    fn variant(&mut self, variant: &Variant, rendered: &Rendered, env: Option<&Env<'_>>) {
        if let Some(idx) = self.survey.catalogue.find(variant.span) {
            self.count(idx);
            let branches = &mut self.survey.variants[idx].branches;
            if !branches.is_empty() {
                taken(rendered, &variant.parts, &mut |it| branches[it] += 1);
            }
        }
        self.named(&variant.parts, rendered, env);
    }

    fn count(&mut self, idx: usize) {
        let used = &mut self.survey.variants[idx];
        used.n_told += 1;
        used.example.get_or_insert_with(|| Example {
            article: self.name.to_owned(),
            text: joined(self.texts),
        });
    }

    /// Counts the phrases that were said where `parts` name them.
    fn named(&mut self, parts: &[Part], rendered: &Rendered, env: Option<&Env<'_>>) {
        for part in parts {
            match part {
                Part::Phrase { variants, .. } => {
                    let is_said = |it: &&Variant| rendered.has(&it.parts);
                    if !variants.iter().any(|it| is_said(&it)) {
                        continue;
                    }
                    if let Some(env) = env {
                        for variant in variants {
                            self.survey.ask_one(variant, env);
                        }
                    }
                    for said in variants.iter().filter(is_said) {
                        self.variant(said, rendered, env);
                    }
                }
                Part::Choice { options, .. } => {
                    for (_, parts) in options {
                        self.named(parts, rendered, env);
                    }
                }
                Part::Optional { parts, .. } => self.named(parts, rendered, env),
                // What an element of a list made of them is not known of the text as a whole.
                Part::Each { parts, .. } => self.named(parts, rendered, None),
                Part::Literal(_) | Part::Print(_) | Part::CellBreak => {}
            }
        }
    }

    /// Counts the desk's words for changes, and its connectives.
    fn pieces(&mut self, pieces: &[Piece<'_>]) {
        for piece in pieces {
            match piece {
                Piece::Told { pieces, .. } => self.change(pieces),
                Piece::Connective(connective) => self.connective(connective),
                Piece::Items(items) => items.iter().for_each(|it| self.pieces(it)),
                Piece::Literal(_) | Piece::Print { .. } | Piece::CellBreak => {}
            }
        }
    }

    fn change(&mut self, pieces: &[Piece<'_>]) {
        let rendered = Rendered::of(pieces);
        let bank = self.bank;
        let mut variants = bank.changes.iter().flat_map(|it| &it.wording.variants);
        if let Some(told) = variants.find(|it| rendered.has(&it.parts)) {
            // They are told of the figures that moved, which are no more.
            self.variant(told, &rendered, None);
        }
    }

    fn connective(&mut self, connective: &Connective<'_>) {
        let options = &self.bank.connectives.of(connective.relation).options;
        let put = options.iter().find(|it| *it.text == *connective.text);
        let span = put.and_then(|it| it.span);
        if let Some(idx) = span.and_then(|it| self.survey.catalogue.find(it)) {
            self.count(idx);
        }
    }
}
