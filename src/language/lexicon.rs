//! The project's own words: what a newsroom declares of nouns, adjectives and verbs, to overrule the tables.

use std::collections::BTreeMap;

use super::{Gender, Number};

/// The words a project declares, by lemma.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    entries: BTreeMap<String, WordEntry>,
}

/// What a project declares of one word; whatever is absent comes from the language's tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordEntry {
    /// The gender of a noun: `m`, `f` or `n`.
    pub gender: Option<Gender>,
    /// `plural` for a noun that is plural as it stands, like `ventes` as a measure's name.
    pub number: Option<Number>,
    /// The plural of a noun, or the masculine plural of an adjective.
    pub plural: Option<String>,
    /// The feminine of an adjective.
    pub feminine: Option<String>,
    /// The feminine plural of an adjective; the feminine and `s` if it is absent.
    pub feminine_plural: Option<String>,
    /// The past of an English verb.
    pub past: Option<String>,
    /// The past participle of a verb.
    pub participle: Option<String>,
    /// The auxiliary of a French verb: `être` or `avoir`.
    pub auxiliary: Option<String>,
    /// Conjugated forms, by the tense's name: six forms, je to ils.
    pub forms: BTreeMap<String, Vec<String>>,
    /// Whether French words elide before it: `false` for an aspirated h.
    pub elides: Option<bool>,
}

impl Words {
    /// Returns what is declared of a lemma.
    pub fn get(&self, lemma: &str) -> Option<&WordEntry> {
        if self.entries.is_empty() {
            return None;
        }
        self.entries.get(lemma)
    }

    /// Adds a word; a later declaration replaces an earlier one.
    pub fn insert(&mut self, lemma: String, entry: WordEntry) {
        self.entries.insert(lemma, entry);
    }
}

impl FromIterator<(String, WordEntry)> for Words {
    fn from_iter<I: IntoIterator<Item = (String, WordEntry)>>(entries: I) -> Self {
        Words {
            entries: entries.into_iter().collect(),
        }
    }
}
