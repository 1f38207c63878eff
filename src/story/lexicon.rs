//! The lexicon: the names and words of a newsroom in one language, ready to be said.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::language::{self, Article, Gender, Language, NameForm, Number, Words};
use crate::project::lexicon::{self as written, LexiconFile, NameEntry};
use crate::project::yaml::ShortOr;
use crate::source::Located;

/// The names and words of a newsroom in one language.
#[derive(Debug, Default)]
pub struct Lexicon {
    names: FxHashMap<Arc<str>, NameForms>,
    /// Nouns, adjectives and verbs that overrule the language's tables.
    pub words: Words,
}

/// The ways of naming one thing.
#[derive(Clone, Debug)]
pub struct NameForms {
    /// Its full name.
    pub full: NameForm,
    /// Shorter or other names for later mentions, in the order to use them.
    pub shorter: Vec<NameForm>,
    /// Which of them is the short name.
    pub short: Option<usize>,
}

impl Lexicon {
    /// Adds what a file declares; it replaces what an earlier one declared of the same name.
    pub fn add(&mut self, file: LexiconFile, language: &dyn Language) {
        for (key, entry) in &file.names {
            self.insert(&key.value, name_forms(&key.value, entry, language));
        }
        for (lemma, entry) in file.words {
            self.words.insert(lemma.value, word(entry));
        }
    }

    /// Adds the names of the thing that the data calls `key`; a later entry replaces an earlier one.
    pub fn insert(&mut self, key: &str, forms: NameForms) {
        self.names.insert(key.into(), forms);
    }

    /// Returns the names of the thing that the data calls `key`.
    pub fn name(&self, key: &str) -> Option<&NameForms> {
        self.names.get(key)
    }
}

impl NameForms {
    /// Returns what a language knows or guesses of a name that no lexicon has.
    pub fn guess(language: &dyn Language, key: &str) -> Self {
        let full = language
            .known_name(key)
            .unwrap_or_else(|| language.guess(key));
        NameForms {
            full,
            shorter: Vec::new(),
            short: None,
        }
    }
}

/// Returns the names that an entry declares; what it leaves out is what the language knows or guesses.
fn name_forms(key: &str, entry: &NameEntry, language: &dyn Language) -> NameForms {
    let text = entry.name.as_ref().map_or(key, |it| it.value.as_str());
    let mut full = language
        .known_name(text)
        .unwrap_or_else(|| language.guess(text));
    full.guessed = false;
    overlay(
        &mut full,
        entry.gender.as_ref(),
        entry.number.as_ref(),
        entry.article.as_ref(),
    );
    full.elides = entry.elides.as_ref().map(|it| it.value).or(full.elides);
    full.at = entry.at.as_ref().map(|it| it.value.clone()).or(full.at);
    full.person = entry.person.as_ref().map_or(full.person, |it| it.value);
    let mut shorter: Vec<NameForm> = entry
        .short
        .iter()
        .map(|it| further(it, &full, language))
        .collect();
    let short = (!shorter.is_empty()).then_some(0);
    shorter.extend(
        entry
            .nicknames
            .0
            .iter()
            .map(|it| further(it, &full, language)),
    );
    NameForms {
        full,
        shorter,
        short,
    }
}

/// Returns a further form of a name, with the name's grammar where it declares none of its own.
fn further(form: &written::NameForm, full: &NameForm, language: &dyn Language) -> NameForm {
    match form {
        ShortOr::Short(text) => {
            let elides = None;
            NameForm {
                text: language.typography(&text.value),
                elides,
                ..full.clone()
            }
        }
        ShortOr::Long(entry) => {
            let mut form = NameForm {
                text: language.typography(&entry.name.value),
                elides: None,
                ..full.clone()
            };
            overlay(
                &mut form,
                entry.gender.as_ref(),
                entry.number.as_ref(),
                entry.article.as_ref(),
            );
            form.elides = entry.elides.as_ref().map(|it| it.value);
            form
        }
    }
}

fn overlay(
    form: &mut NameForm,
    gender: Option<&Located<written::Gender>>,
    number: Option<&Located<written::Number>>,
    article: Option<&Located<written::Article>>,
) {
    if let Some(it) = gender {
        form.gender = gender_of(it.value);
    }
    if let Some(it) = number {
        form.number = number_of(it.value);
    }
    if let Some(it) = article {
        form.article = match it.value {
            written::Article::None => None,
            written::Article::Le => Some(Article::Le),
            written::Article::La => Some(Article::La),
            written::Article::Les => Some(Article::Les),
            written::Article::The => Some(Article::The),
        };
    }
}

fn gender_of(gender: written::Gender) -> Gender {
    match gender {
        written::Gender::Masculine => Gender::Masculine,
        written::Gender::Feminine => Gender::Feminine,
        written::Gender::Neuter => Gender::Neuter,
    }
}

fn number_of(number: written::Number) -> Number {
    match number {
        written::Number::Singular => Number::Singular,
        written::Number::Plural => Number::Plural,
    }
}

fn word(entry: written::WordEntry) -> language::WordEntry {
    let text = |it: Option<Located<String>>| it.map(|it| it.value);
    language::WordEntry {
        gender: entry.gender.map(|it| gender_of(it.value)),
        number: entry.number.map(|it| number_of(it.value)),
        plural: text(entry.plural),
        feminine: text(entry.feminine),
        feminine_plural: text(entry.feminine_plural),
        past: text(entry.past),
        participle: text(entry.participle),
        auxiliary: entry.auxiliary.map(|it| match it.value {
            written::Auxiliary::Etre => "être".to_owned(),
            written::Auxiliary::Avoir => "avoir".to_owned(),
        }),
        forms: entry
            .forms
            .into_iter()
            .map(|(tense, forms)| (tense.value, forms.value))
            .collect(),
        elides: entry.elides.map(|it| it.value),
    }
}
