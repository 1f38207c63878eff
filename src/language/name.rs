//! Names: what is needed to say one in a sentence.

use super::{Agreement, Gender, Number, Person};

/// A name and its grammar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameForm {
    /// The name without its article: `Havre`, `OM`, `Pays-Bas`, `United States`.
    pub text: String,
    /// Its gender.
    pub gender: Gender,
    /// Its number.
    pub number: Number,
    /// The article it takes, if any.
    pub article: Option<Article>,
    /// Whether French elides before it; by its letters if nothing is said.
    pub elides: Option<bool>,
    /// The preposition of place, if declared: `à`, `en`, `dans` · `at`.
    pub at: Option<String>,
    /// Whether it is a person.
    pub person: bool,
    /// Whether the grammar is a guess nobody declared.
    pub guessed: bool,
}

/// A definite article as lexicons write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Article {
    /// le
    Le,
    /// la
    La,
    /// les
    Les,
    /// the
    The,
}

impl NameForm {
    /// Returns the grammar other words agree with.
    pub fn agreement(&self) -> Agreement {
        Agreement {
            gender: self.gender,
            number: self.number,
            person: Person::Third,
        }
    }
}

impl Article {
    /// Returns the article of a lexicon's word for it; `none` and unknown words give nothing.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "le" => Some(Article::Le),
            "la" => Some(Article::La),
            "les" => Some(Article::Les),
            "the" => Some(Article::The),
            _ => None,
        }
    }
}
