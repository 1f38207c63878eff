//! The text of a lexicon in; what it declares of names and words out.

use schemars::JsonSchema;
use serde::Deserialize;

use super::yaml::{Entries, OneOrMany, ShortOr};
use crate::source::Located;

/// A lexicon: the names and words of this newsroom, in one language.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(title = "lexicon")]
#[serde(deny_unknown_fields)]
pub struct LexiconFile {
    /// The names, by the value that stands in the data.
    #[serde(default)]
    pub names: Entries<NameEntry>,
    /// Nouns, adjectives and verbs, by the word itself, where the language's own tables get them wrong.
    #[serde(default)]
    pub words: Entries<WordEntry>,
}

/// What is declared of a name.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameEntry {
    /// The name in this language, without its article; the value of the data if it is not given.
    pub name: Option<Located<String>>,
    /// A shorter name, for later mentions in an article.
    pub short: Option<NameForm>,
    /// Other names, for later mentions in an article.
    #[serde(default)]
    pub nicknames: OneOrMany<NameForm>,
    /// The gender: `m`, `f`, or `n` in languages that have it.
    pub gender: Option<Located<Gender>>,
    /// The number of the verb: `plural` for `les Pays-Bas`.
    pub number: Option<Located<Number>>,
    /// The definite article, or `none` for a name that takes no article.
    pub article: Option<Located<Article>>,
    /// The preposition of place: `à`, `en`, `au`, `aux`, `dans`; `in`, `at`.
    pub at: Option<Located<String>>,
    /// Whether the words before it elide: `false` for an aspirated h, as in `la Hongrie`.
    pub elides: Option<Located<bool>>,
    /// Whether it names a person.
    pub person: Option<Located<bool>>,
    /// The pronoun that stands for it, where gender and number would choose another.
    pub pronoun: Option<Located<Pronoun>>,
}

/// A further form of a name: a text with the grammar of the name, or one with its own.
pub type NameForm = ShortOr<Located<String>, FormEntry>;

/// A further form of a name, with its own grammar.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormEntry {
    /// The form, without its article.
    pub name: Located<String>,
    /// The gender of this form, where it is another.
    pub gender: Option<Located<Gender>>,
    /// The number of this form, where it is another.
    pub number: Option<Located<Number>>,
    /// The definite article of this form, or `none`.
    pub article: Option<Located<Article>>,
    /// Whether the words before it elide: `false` for an aspirated h.
    pub elides: Option<Located<bool>>,
}

/// What is declared of a word; the rest comes from the language's tables.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordEntry {
    /// The gender of a noun.
    pub gender: Option<Located<Gender>>,
    /// `plural` for a noun that is plural as it stands, as `ventes` is.
    pub number: Option<Located<Number>>,
    /// The plural of a noun, or the masculine plural of an adjective.
    pub plural: Option<Located<String>>,
    /// The feminine of an adjective.
    pub feminine: Option<Located<String>>,
    /// The feminine plural of an adjective.
    pub feminine_plural: Option<Located<String>>,
    /// The past of an English verb.
    pub past: Option<Located<String>>,
    /// The past participle of a verb.
    pub participle: Option<Located<String>>,
    /// The auxiliary of a French verb.
    pub auxiliary: Option<Located<Auxiliary>>,
    /// Conjugated forms, by the tense's name: six forms, `je` to `ils`.
    #[serde(default)]
    pub forms: Entries<Located<Vec<String>>>,
    /// Whether the words before it elide: `false` for an aspirated h.
    pub elides: Option<Located<bool>>,
}

/// A grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Gender {
    /// Masculine.
    #[serde(rename = "m")]
    Masculine,
    /// Feminine.
    #[serde(rename = "f")]
    Feminine,
    /// Neuter: things, in English.
    #[serde(rename = "n")]
    Neuter,
}

/// A grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

/// A definite article, as a lexicon names it: `le` for `l'` too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Article {
    /// No article.
    None,
    /// French, masculine.
    Le,
    /// French, feminine.
    La,
    /// French, plural.
    Les,
    /// English.
    The,
}

/// The auxiliary of compound tenses in French.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Auxiliary {
    /// As in `il est venu`.
    #[serde(rename = "être")]
    Etre,
    /// As in `il a gagné`.
    #[serde(rename = "avoir")]
    Avoir,
}

/// A pronoun of the third person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Pronoun {
    /// French, masculine.
    Il,
    /// French, feminine.
    Elle,
    /// French, masculine plural.
    Ils,
    /// French, feminine plural.
    Elles,
    /// English, for a man.
    He,
    /// English, for a woman.
    She,
    /// English, for a thing.
    It,
    /// English, for several, or for a person of either gender.
    They,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Article, LexiconFile};
    use crate::diagnostics::{Diagnostics, to_text};
    use crate::project::yaml::{ShortOr, read};
    use crate::source::Reads;

    fn lexicon(text: &str) -> (Option<LexiconFile>, String) {
        let mut reads = Reads::new(".");
        let file = reads.keep(Path::new("lexicon/x.fr.yaml"), text);
        let mut diagnostics = Diagnostics::default();
        let lexicon = read(&reads, file, &mut diagnostics);
        let found: Vec<String> = diagnostics
            .iter()
            .map(|it| to_text(it, &reads, false))
            .collect();
        (lexicon, found.join("\n"))
    }

    #[test]
    fn names_and_words_are_read() {
        let (lexicon, found) = lexicon(
            "names:\n  NO: {name: Norvège, gender: f, article: la}\n  OM: {short: OM, nicknames: \
             [Phocéens, {name: club, gender: m, article: le}], article: none}\nwords:\n  ventes: \
             {gender: f, number: plural}\n",
        );
        assert_eq!(found, "");
        let lexicon = lexicon.expect("the case has no mistakes");
        assert!(lexicon.names.get("NO").is_some());
        let om = lexicon.names.get("OM").expect("the case has it");
        assert_eq!(om.article.as_ref().map(|it| it.value), Some(Article::None));
        let [ShortOr::Short(_), ShortOr::Long(club)] = om.nicknames.0.as_slice() else {
            panic!("a text and a mapping: {:?}", om.nicknames);
        };
        assert_eq!(club.name.value, "club");
        assert!(lexicon.words.get("ventes").is_some());
    }

    #[test]
    fn an_unknown_article_is_a_finding() {
        let (lexicon, found) = lexicon("names:\n  Hongrie: {article: l'}\n");
        assert!(lexicon.is_none());
        assert!(
            found.contains("`article` takes `none`, `le`, `la`, `les` or `the`, not `l'`"),
            "{found}"
        );
    }
}
