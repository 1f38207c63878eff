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
    /// Editions to write of each record, such as `[client, manager]`, each from its side and of its length.
    #[serde(default)]
    pub editions: OneOrMany<ShortOr<Located<String>, EditionFile>>,
    /// How long its articles are, where no edition says otherwise.
    #[serde(default)]
    pub length: Option<LengthFile>,
    /// How many words an article of each length may have.
    #[serde(default)]
    pub words: Option<BudgetFile>,
    /// Groups of messages in the order of their weight: the first group of which a message applies has the word.
    #[serde(default)]
    pub angles: OneOrMany<Located<String>>,
    /// The document plan: the sections, in reading order.
    pub article: Vec<SectionFile>,
    /// The messages that sections may tell.
    pub messages: Vec<MessageFile>,
}

/// An edition: the same facts, told for one reader or from one side.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionFile {
    /// Its name, which joins the article's key.
    pub name: Located<String>,
    /// How long its articles are.
    #[serde(default)]
    pub length: Option<LengthFile>,
    /// What its messages and phrases call things, such as `us: home`; no other fact may depend on it.
    #[serde(default)]
    pub facts: Entries<Expression>,
}

/// How long an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LengthFile {
    /// A few sentences.
    Brief,
    /// As much as a reader of the paper wants.
    Standard,
    /// All there is.
    Long,
}

/// A number by the length of the article.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetFile {
    /// Of a brief article.
    #[serde(default)]
    pub brief: Option<u32>,
    /// Of one of standard length.
    #[serde(default)]
    pub standard: Option<u32>,
    /// Of a long one.
    #[serde(default)]
    pub long: Option<u32>,
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
    /// Which of its messages: `first` (the first that applies), `all`, or the most newsworthy so many, by length if need be.
    #[serde(default)]
    pub tell: Option<ShortOr<Expression, BudgetFile>>,
    /// In which order they are told: as `written`, or by `news`.
    #[serde(default)]
    pub order: Option<OrderFile>,
    /// The least that is worth telling, as a share of the most newsworthy message of the section: `0.3`.
    #[serde(default)]
    pub least: Option<Expression>,
    /// The most words the section may have.
    #[serde(default)]
    pub words: Option<u32>,
    /// The most characters the section may have.
    #[serde(default)]
    pub characters: Option<u32>,
    /// The shortest length of article that has this section.
    #[serde(default)]
    pub from: Option<LengthFile>,
    /// Whether connectives are put between its messages, as their tones and relations ask for.
    #[serde(default)]
    pub connect: Option<bool>,
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
    /// The most characters one text of it may have.
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

/// In which order a section tells its messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OrderFile {
    /// In the order of the story file.
    #[default]
    Written,
    /// The most newsworthy first.
    News,
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
    /// Whether it is welcome news: `good`, `bad`, `neutral`, or an expression that is true when it is welcome.
    #[serde(default)]
    pub tone: Option<Expression>,
    /// The group of `angles:` that it belongs to: of one angle a section tells one message.
    #[serde(default)]
    pub angle: Option<Located<String>>,
    /// Whether it comes before all others where it may be told, whoever the article is for.
    #[serde(default)]
    pub must_lead: Option<bool>,
    /// Messages without which it is not told.
    #[serde(default)]
    pub with: OneOrMany<Located<String>>,
    /// Messages that it is told after, where they are told.
    #[serde(default)]
    pub after: OneOrMany<Located<String>>,
    /// What it is about: messages of one subject stand together.
    #[serde(default)]
    pub subject: Option<Expression>,
    /// Messages that are its cause.
    #[serde(default)]
    pub because: OneOrMany<Located<String>>,
    /// Messages that it says more of.
    #[serde(default)]
    pub elaborates: OneOrMany<Located<String>>,
    /// When it happened: a number, a day or a time by which events follow one another.
    #[serde(default)]
    pub time: Option<Expression>,
    /// Rows for which this expression is equal are told in one sentence, as `they`.
    #[serde(default)]
    pub together: Option<Expression>,
}
