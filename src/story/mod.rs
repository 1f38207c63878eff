//! The author's files: rules and phrase banks, parsed with their places and compiled.
//!
//! A [`Story`] is language-free; each of its [`Bank`]s tells its messages in one language. Everything
//! that can be settled before the data is seen is settled here: names are slots, requests are typed,
//! literals are typeset, and whatever an author got wrong is a diagnostic.

pub mod expression;
mod address;
mod bank;
mod change;
mod claims;
mod compare;
mod compile;
mod connectives;
mod extent;
mod figures;
mod guesses;
mod lexicon;
mod markup;
mod measure;
mod phrase;
mod phrases;
mod request;
mod scope;
mod shape;
mod subjects;
mod wording;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use expression::{Expr, Slot};
use rust_decimal::Decimal;

pub use address::{Address, mix};
pub use compile::{BankSource, compile};
pub use connectives::{Connective, ConnectiveChoice, Connectives};
pub use extent::Extent;
pub use figures::Literals;
pub use lexicon::{Lexicon, NameForms};
pub use measure::About;
pub use phrase::{ChangeRule, DateForm, Part, Print, Request, Unfounded, Variant};
pub use shape::StoryFile;
pub use written::source_of;

use crate::data::{Every, TableIdx};
use crate::language::{Change, Grade, Language, Verdict};
use crate::source::{FileId, Span};

/// The compiled rules of one kind of article.
pub struct Story {
    /// Its name.
    pub name: Arc<str>,
    /// The file its rules are in.
    pub file: FileId,
    /// The table whose rows become articles.
    pub over: TableIdx,
    /// The columns that group its rows; none: one article a row.
    pub group_by: Vec<usize>,
    /// What names an article.
    pub key: Vec<Slot>,
    /// How a record's environment is filled, in order.
    pub bindings: Vec<Binding>,
    /// How many slots an environment has.
    pub n_slots: usize,
    /// The columns that some rule or phrase may read, by table.
    pub columns_read: BTreeMap<TableIdx, BTreeSet<u32>>,
    /// The bindings of rows and entities that some rule or phrase uses, as positions in `bindings`.
    pub joins_read: Vec<usize>,
    /// What must hold.
    pub requirements: Vec<Requirement>,
    /// What the page says of itself.
    pub page: PageRules,
    /// What names the group in which neighbours are dealt different wordings.
    pub vary_within: Option<Expr>,
    /// The editions; empty: one article a record.
    pub editions: Vec<Edition>,
    /// How long an article is that is of no edition.
    pub length: Length,
    /// The most words of an article, by its length.
    pub words_max: Budget,
    /// The groups of messages, the weightiest first.
    pub angles: Vec<Arc<str>>,
    /// The sections in reading order.
    pub sections: Vec<SectionRules>,
    /// The messages in the order written.
    pub messages: Vec<Message>,
    /// The wordings, one bank a language and edition.
    pub banks: Vec<Bank>,
}

impl Story {
    /// Returns the expression that fills a slot in an edition, if it does.
    pub fn of_edition(&self, edition: Option<usize>, slot: Slot) -> Option<&Expr> {
        self.editions[edition?].fact(slot)
    }

    /// Returns the banks that tell an edition: its overlay where a language has one, the base where not.
    pub fn banks_of(&self, edition: Option<usize>) -> impl Iterator<Item = &Bank> {
        let overlay = move |base: &Bank| {
            let of_edition = |it: &&Bank| it.edition.is_some() && it.edition == edition;
            let mut overlays = self.banks.iter().filter(of_edition);
            overlays.find(|it| it.language.tag() == base.language.tag())
        };
        let bases = self.banks.iter().filter(|it| it.edition.is_none());
        bases.map(move |base| overlay(base).unwrap_or(base))
    }

    /// Returns how long an article of an edition is.
    pub fn length(&self, edition: Option<usize>) -> Length {
        edition.map_or(self.length, |it| self.editions[it].length)
    }
}

/// The same facts, told for one reader or from one side.
pub struct Edition {
    /// Its name, which joins the article's key.
    pub name: Arc<str>,
    /// How long its articles are.
    pub length: Length,
    /// What its messages and phrases call things; no fact depends on them.
    pub facts: Vec<(Slot, Expr)>,
}

impl Edition {
    /// Returns the expression that fills a slot in this edition.
    pub fn fact(&self, slot: Slot) -> Option<&Expr> {
        let (_, expr) = self.facts.iter().find(|(it, _)| *it == slot)?;
        Some(expr)
    }
}

/// How long an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Length {
    /// A few sentences.
    Brief,
    /// As much as a reader of the paper wants.
    #[default]
    Standard,
    /// All there is.
    Long,
}

/// A number by the length of the article; none: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// Of brief, standard and long articles.
    pub of: [Option<usize>; 3],
}

impl Budget {
    /// Returns the number for articles of `length`.
    #[must_use]
    pub fn at(self, length: Length) -> Option<usize> {
        self.of[length as usize]
    }

    /// Returns a budget that is the same at every length.
    #[must_use]
    pub fn always(n: Option<usize>) -> Self {
        Budget { of: [n; 3] }
    }
}

/// One slot of the environment, and what fills it.
pub struct Binding {
    /// The name in expressions.
    pub name: Arc<str>,
    /// The slot.
    pub slot: Slot,
    /// What fills it.
    pub source: BindingSource,
    /// Where it is declared.
    pub span: Option<Span>,
    /// The formula of a fact that no author wrote: one of a measure.
    pub formula: Option<Arc<str>>,
}

/// What fills a slot.
pub enum BindingSource {
    /// A cell of the record.
    Column(usize),
    /// The records of the group.
    Group,
    /// Rows of another table whose columns equal this record's.
    Rows {
        /// The other table.
        table: TableIdx,
        /// The columns of it that are compared.
        theirs: Vec<usize>,
        /// The columns of the record that they must equal, in the same order.
        ours: Vec<usize>,
    },
    /// The history of a measure.
    Series(Box<Series>),
    /// The rows among which a measure is ranked.
    Peers(Box<Peers>),
    /// The row of another table that the value in a slot names.
    Entity {
        /// The slot, filled before this one.
        from: Slot,
        /// The other table.
        table: TableIdx,
    },
    /// A fact.
    Fact(Expr),
    /// What the edition calls it: one of [`Edition::facts`].
    Edition,
}

/// Rows of a table by their period, counted back from the record's own.
#[derive(Clone)]
pub struct Series {
    /// The table.
    pub table: TableIdx,
    /// The columns of it that are compared.
    pub theirs: Vec<usize>,
    /// The columns of the record that they must equal, in the same order.
    pub ours: Vec<usize>,
    /// The columns of the table that name the period.
    pub period: Vec<usize>,
    /// The columns of the record that name its own period.
    pub own: Vec<usize>,
    /// How often there is a row.
    pub every: Every,
    /// Which rows count, where not all do: a condition in which `it` is the row.
    pub chosen: Option<Expr>,
    /// Which of the rows.
    pub pick: Pick,
}

/// Rows of a table among which a measure is ranked.
#[derive(Clone)]
pub struct Peers {
    /// The table.
    pub table: TableIdx,
    /// The columns of it that are compared.
    pub theirs: Vec<usize>,
    /// The columns of the record that they must equal, in the same order.
    pub ours: Vec<usize>,
    /// Which rows count, where not all do: a condition in which `it` is the row.
    pub chosen: Option<Expr>,
    /// The column that they count with, where it is one and nothing else is read of them.
    pub figure: Option<usize>,
}

/// Which rows of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// That of the period before.
    Before,
    /// That of the same period a year before.
    YearBefore,
    /// All from the record's own back, the newest first, with nothing where a period has none.
    All,
}

/// Something that must hold of a record.
pub struct Requirement {
    /// What must be true.
    pub that: Expr,
    /// The reason given when it is not.
    pub otherwise: Arc<str>,
    /// Checked only where this is true.
    pub when: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// What the page says of itself.
#[derive(Default)]
pub struct PageRules {
    /// Its date.
    pub date: Option<Expr>,
    /// Its tags.
    pub tags: Vec<Expr>,
    /// The section that describes it.
    pub description: Option<usize>,
}

/// One section's rules.
pub struct SectionRules {
    /// Its name.
    pub name: Arc<str>,
    /// Which of its messages are told.
    pub tell: Tell,
    /// How it stands on the page.
    pub form: SectionForm,
    /// How many cells a row of its table has.
    pub n_columns: Option<usize>,
    /// Whether the article is held when it has nothing to say.
    pub must: bool,
    /// The editions that have it; empty: all.
    pub editions: Vec<usize>,
    /// In which order its messages are told.
    pub order: Order,
    /// The least that is worth telling, as a share of the most newsworthy message.
    pub least: Option<Decimal>,
    /// The most words of all its texts.
    pub words_max: Option<usize>,
    /// The most characters of all its texts.
    pub characters_max: Option<usize>,
    /// The most characters of one text.
    pub text_max: Option<usize>,
    /// The shortest length of article that has it.
    pub from: Length,
    /// Whether connectives are put between its messages.
    pub connects: bool,
    /// Its messages, in the order written.
    pub messages: Vec<usize>,
    /// Its messages in the order in which they have the word; of one tier the most newsworthy has it.
    pub tiers: Vec<Vec<usize>>,
    /// How it takes its messages, where it takes several.
    pub taking: Taking,
    /// Those of them that every language has wording for when several rows are told in one sentence.
    pub together: Vec<usize>,
}

/// How a section takes its messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Taking {
    /// As they are written, each for itself.
    #[default]
    AsWritten,
    /// As they are written, but some lead, go with others, or come after them.
    InTurn,
    /// The most newsworthy first.
    ByNews,
}
impl SectionRules {
    /// Whether its messages are related to one another: those of a title or a table stand apart.
    #[must_use]
    pub fn connects(&self) -> bool {
        self.connects && !matches!(self.form, SectionForm::Title | SectionForm::Table)
    }
}

/// Which messages of a section are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// The first that applies.
    First,
    /// All that apply.
    All,
    /// So many of the most newsworthy, by the article's length.
    Best(Budget),
}

/// In which order a section tells its messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// In the order of the story file.
    #[default]
    Written,
    /// The most newsworthy first.
    News,
}

/// How a section stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SectionForm {
    /// The page's title.
    Title,
    /// One paragraph.
    #[default]
    Paragraph,
    /// A list.
    List,
    /// A table.
    Table,
}

/// Something that may be said.
pub struct Message {
    /// Its name.
    pub id: Arc<str>,
    /// When it is true.
    pub when: Option<Expr>,
    /// What it is told of, one by one.
    pub each: Option<Expr>,
    /// The comparison of a measure that it is about.
    pub about: Option<About>,
    /// How newsworthy it is.
    pub news: Option<Expr>,
    /// The messages that make it needless once told.
    pub unless: Vec<usize>,
    /// The messages of which one must be told for it to be.
    pub with: Vec<usize>,
    /// The messages that it is told after.
    pub after: Vec<usize>,
    /// The editions that have it; empty: all.
    pub editions: Vec<usize>,
    /// The group that it belongs to, as a position in [`Story::angles`].
    pub angle: Option<usize>,
    /// Whether it comes before all others.
    pub must_lead: bool,
    /// Whether it is welcome news.
    pub tone: Option<ToneRule>,
    /// What it is about.
    pub subject: Option<Expr>,
    /// Its declared causes.
    pub because: Vec<usize>,
    /// The messages that it says more of.
    pub elaborates: Vec<usize>,
    /// When it happened.
    pub time: Option<Expr>,
    /// What rows have in common that are told in one sentence.
    pub together: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// What decides whether a message is welcome news.
#[derive(Clone)]
pub enum ToneRule {
    /// Nothing: it always is, never is, or is neither.
    Always(Tone),
    /// It is where this is true, and is not where it is false.
    Where(Expr),
}

/// Whether something is welcome news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Welcome.
    Good,
    /// Unwelcome.
    Bad,
    /// Neither.
    #[default]
    Neutral,
}

/// The wording of a story in one language.
pub struct Bank {
    /// The edition it overlays; none: the base.
    pub edition: Option<usize>,
    /// The language.
    pub language: &'static dyn Language,
    /// The names and words of this newsroom in the language.
    pub lexicon: Arc<Lexicon>,
    /// The figures that phrases may hold by hand.
    pub literals: Arc<Literals>,
    /// What is put between messages.
    pub connectives: Connectives,
    /// The wording of each section.
    pub sections: Vec<SectionWording>,
    /// The desk's own words for changes, in place of the built-in ones.
    pub changes: Vec<ChangeWording>,
}

/// A desk's words for one kind of change.
#[derive(Clone)]
pub struct ChangeWording {
    /// What its heading says: `up sharp`.
    pub name: Arc<str>,
    /// Which way the figure moved.
    pub change: Change,
    /// How strongly; none: however.
    pub grade: Option<Grade>,
    /// Whether it is welcome; none: either way.
    pub verdict: Option<Verdict>,
    /// The phrases, in which `it` has the `size`, `from` and `to`.
    pub wording: Wording,
}

impl Bank {
    /// Takes from `base` the wording of whatever this overlay does not word itself.
    fn fill_from(&mut self, base: &Bank) {
        self.connectives.fill_from(&base.connectives);
        if self.changes.is_empty() {
            self.changes.clone_from(&base.changes);
        }
        for (section, of_base) in self.sections.iter_mut().zip(&base.sections) {
            section.heading.fill_from(&of_base.heading);
            section.caption.fill_from(&of_base.caption);
            section.columns.fill_from(&of_base.columns);
            for (message, of_base) in section.messages.iter_mut().zip(&of_base.messages) {
                message.fill_from(of_base);
            }
            for (together, of_base) in section.together.iter_mut().zip(&of_base.together) {
                together.fill_from(of_base);
            }
        }
    }
}

impl Wording {
    fn fill_from(&mut self, base: &Wording) {
        if self.variants.is_empty() {
            self.clone_from(base);
        }
    }
}

/// The wording of one section.
#[derive(Default)]
pub struct SectionWording {
    /// What stands over it.
    pub heading: Wording,
    /// What stands over its list or table.
    pub caption: Wording,
    /// The headings of its table's columns.
    pub columns: Wording,
    /// The wording of each message of the story; empty where the section does not tell it.
    pub messages: Vec<Wording>,
    /// The same for several rows in one sentence.
    pub together: Vec<Wording>,
}

/// The variants of one message in one section.
#[derive(Clone, Default)]
pub struct Wording {
    /// The address of the choice between them.
    pub address: Address,
    /// The variants, in the order written.
    pub variants: Vec<Variant>,
}
