//! A story file as it is written: the keys, what each takes, and what it means.
//!
//! These types are the single source of the reader, of the JSON Schema that editors complete from,
//! and of the reference in `docs/`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::project::yaml::{Entries, OneOrMany, ShortOr};
use crate::source::Located;

/// An expression: text, or a number or `true` as it stands.
pub(super) type Expression = Located<String>;

/// The narrative rules of one kind of article: what may be said, when, and how much it matters.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(title = "gen story")]
#[serde(deny_unknown_fields)]
pub struct StoryFile {
    /// The story's name; its phrase banks are the files of that name, one a language.
    pub story: Located<String>,
    /// The table whose rows become articles.
    pub over: Located<String>,
    /// Columns to group by: one article a group, whose records are then `rows`.
    #[serde(default)]
    pub by: OneOrMany<Located<String>>,
    /// The columns that name an article: its address, and the seed of its wording.
    pub key: OneOrMany<Located<String>>,
    /// Columns or facts that stand for a row of another table, found by that table's key.
    #[serde(default)]
    pub entities: Entries<Located<String>>,
    /// Rows of other tables that belong to a record.
    #[serde(default)]
    pub rows: Entries<ShortOr<Located<String>, JoinFile>>,
    /// Named expressions; a later one may use an earlier one.
    #[serde(default)]
    pub facts: Entries<Expression>,
    /// What must hold of a record; otherwise its article is held, with the reason.
    #[serde(default)]
    pub require: Vec<RequirementFile>,
    /// What the page says of itself to a site generator.
    #[serde(default)]
    pub page: Option<PageFile>,
    /// An expression that names a group of articles: neighbours in it are dealt different wordings.
    #[serde(default)]
    pub vary_within: Option<Expression>,
    /// Editions to write of each record, such as `[client, manager]`.
    #[serde(default)]
    pub editions: OneOrMany<Located<String>>,
    /// The document plan: the sections, in reading order.
    pub article: Vec<SectionFile>,
    /// The messages that sections may tell.
    pub messages: Vec<MessageFile>,
}

/// The other table and the columns that must be equal on both sides.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinFile {
    /// The other table.
    pub from: Located<String>,
    /// Columns that both tables have, by the names used in expressions.
    pub on: OneOrMany<Located<String>>,
}

/// Something that must hold of a record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequirementFile {
    /// The expression that must be true.
    pub that: Expression,
    /// The reason given when it is not.
    #[serde(rename = "else")]
    pub otherwise: Located<String>,
    /// Checked only where this is true.
    #[serde(default)]
    pub when: Option<Expression>,
}

/// What the page says of itself to a site generator.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageFile {
    /// An expression that yields the page's date.
    #[serde(default)]
    pub date: Option<Expression>,
    /// Expressions that yield the page's tags.
    #[serde(default)]
    pub tags: OneOrMany<Expression>,
    /// The section whose text is the page's description; the first after the title if not given.
    #[serde(default)]
    pub description: Option<Located<String>>,
}

/// One section of the article.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionFile {
    /// The section's name, a heading of the phrase banks; `title` is the page's title.
    pub section: Located<String>,
    /// Which of its messages: `first` (the first that applies), `all`, or the most newsworthy so many.
    #[serde(default)]
    pub tell: Option<Expression>,
    /// How it stands on the page.
    #[serde(default, rename = "as")]
    pub form: Option<FormFile>,
    /// The columns of a table, by name: how many cells each row must have.
    #[serde(default)]
    pub columns: OneOrMany<Located<String>>,
    /// Whether the article is held when this section has nothing to say.
    #[serde(default)]
    pub must: Option<bool>,
    /// The editions that have this section.
    #[serde(default, rename = "for")]
    pub editions: OneOrMany<Located<String>>,
    /// The most characters its text may have.
    #[serde(default)]
    pub max: Option<u32>,
}

/// How a section stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FormFile {
    /// One paragraph of all its sentences.
    Paragraph,
    /// One item a message.
    List,
    /// One row a message.
    Table,
}

/// Something that may be said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageFile {
    /// Its name, a heading of the phrase banks.
    pub id: Located<String>,
    /// The sections that may tell it.
    #[serde(rename = "in")]
    pub sections: OneOrMany<Located<String>>,
    /// When it is true; always, if not given.
    #[serde(default)]
    pub when: Option<Expression>,
    /// Rows or a list: the message is told once for each, as `it`.
    #[serde(default)]
    pub each: Option<Expression>,
    /// How newsworthy it is (50 if not given).
    #[serde(default)]
    pub news: Option<Expression>,
    /// Messages that, once told, make this one needless.
    #[serde(default)]
    pub unless: OneOrMany<Located<String>>,
    /// The editions that have it.
    #[serde(default, rename = "for")]
    pub editions: OneOrMany<Located<String>>,
    /// Whether it is welcome news.
    #[serde(default)]
    pub tone: Option<ToneFile>,
}

/// Whether a message is welcome news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ToneFile {
    /// Welcome.
    Good,
    /// Unwelcome.
    Bad,
    /// Neither.
    Neutral,
}
