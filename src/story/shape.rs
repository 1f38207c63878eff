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
    /// Figures that are compared, and how: each yields facts with dotted names, such as `reach.previous.percent`.
    #[serde(default)]
    pub measures: Entries<MeasureFile>,
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

/// A figure that is compared, and how.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureFile {
    /// The figure; the column or fact of the measure's name, if not given.
    #[serde(default)]
    pub of: Option<Expression>,
    /// The figure as a percentage of two sums, divided once.
    #[serde(default)]
    pub rate: Option<RateFile>,
    /// The decimals that it is told, compared and rounded with.
    #[serde(default)]
    pub decimals: Option<u32>,
    /// Which direction is welcome.
    #[serde(default)]
    pub good: Option<GoodFile>,
    /// A smaller move is flat: per cent, or points where it is itself a percentage.
    #[serde(default)]
    pub threshold: Option<Expression>,
    /// How much it matters to this desk (1 if not given).
    #[serde(default)]
    pub weight: Option<Expression>,
    /// What it is reckoned on: a comparison on another basis holds the article.
    #[serde(default)]
    pub basis: Option<Expression>,
    /// What it is compared with, by name: an expression, or a mapping.
    #[serde(default)]
    pub compare: Entries<ShortOr<Expression, CompareFile>>,
    /// Its own history.
    #[serde(default)]
    pub series: Option<SeriesFile>,
    /// The others that it is ranked among, itself included.
    #[serde(default)]
    pub peers: Option<PeersFile>,
}

/// A percentage of two sums.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateFile {
    /// What is counted: a column of `over`, or an expression without it.
    pub part: Expression,
    /// What it is a percentage of.
    pub whole: Expression,
    /// The rows over which both are summed.
    #[serde(default)]
    pub over: Option<Expression>,
}

/// Which direction of a figure is welcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GoodFile {
    /// A rise is good news.
    Up,
    /// A fall is.
    Down,
    /// Neither is.
    Neither,
}

/// What a measure is compared with.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareFile {
    /// The other figure.
    pub with: Expression,
    /// What the other had before: the gap to it closed or widened since `previous`.
    #[serde(default)]
    pub was: Option<Expression>,
    /// What the other figure is reckoned on.
    #[serde(default)]
    pub basis: Option<Expression>,
}

/// A measure's own history: rows of a table, by period.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesFile {
    /// The table; that of the story if not given.
    #[serde(default)]
    pub from: Option<Located<String>>,
    /// Columns that both tables have: the rows that are the same thing's.
    #[serde(default)]
    pub on: OneOrMany<Located<String>>,
    /// The column of the period, or two: the year, and its quarter, month or week.
    pub by: OneOrMany<Located<String>>,
    /// The column of the figure, or an expression in which `it` is a row; the measure's name if not given.
    #[serde(default)]
    pub of: Option<Expression>,
    /// How often there is a figure.
    pub every: EveryFile,
    /// The rows that count, where not all do: a condition in which `it` is the row.
    #[serde(default, rename = "where")]
    pub chosen: Option<Expression>,
}

/// How often a series has a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EveryFile {
    /// Each year.
    Year,
    /// Each quarter.
    Quarter,
    /// Each month.
    Month,
    /// Each week.
    Week,
    /// Each day.
    Day,
    /// Each whole number, without a calendar.
    Step,
}

/// The others that a measure is ranked among.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeersFile {
    /// The table; that of the story if not given.
    #[serde(default)]
    pub from: Option<Located<String>>,
    /// Columns that both tables have: the rows that are compared with one another.
    #[serde(default)]
    pub on: OneOrMany<Located<String>>,
    /// The column of the figure, or an expression in which `it` is a row; the measure's name if not given.
    #[serde(default)]
    pub of: Option<Expression>,
    /// The rows that count, where not all do: a condition in which `it` is the row.
    #[serde(default, rename = "where")]
    pub chosen: Option<Expression>,
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
    /// The comparison it is about, such as `reach.previous`, or several: it is told once for each, as `it`.
    #[serde(default)]
    pub about: OneOrMany<Located<String>>,
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
