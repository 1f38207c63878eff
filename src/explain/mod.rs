//! Prose back to cells: for each text of an article why it is there, why in these words, and what it rests on.
//!
//! Nothing is recorded while articles are written. Evaluation is a pure function, so an explanation
//! evaluates once more, with a recorder, what was asked for the text in question: the condition of its message, the
//! guards of its variant and of the variants that could not be taken, and what it prints. Every text ends in cells,
//! in figures that the desk declares, in what is recorded as absent, or is said to be words and nothing else.

mod account;
mod held;
mod json;
mod parts;
mod shown;
mod trace;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use account::{ExplainedMessage, ExplainedSection};
pub use held::{ExplainedReason, held, held_telling};
pub use json::{to_json, to_json_held};
pub use parts::ExplainedPart;
pub use shown::shown;
pub use wording::UnfitVariant;

use crate::data::{Place, Tables, Value};
use crate::interpret::Facts;
use crate::microplan::{Connective, Phrase, PhrasePlan, SectionPhrases};
use crate::plan::Relation;
use crate::project::Literal;
use crate::realise::{Mark, Prose, Section, Text};
use crate::source::{FileId, Reads, Span};
use crate::story::{Bank, Message, Story};

use trace::Tracer;

/// An article in one language, as it was written, and all that it was written of.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// What was read.
    pub reads: &'a Reads,
    /// The figures that gen.yaml declares.
    pub literals: &'a [Literal],
    /// The rules.
    pub story: &'a Story,
    /// The wording.
    pub bank: &'a Bank,
    /// The data.
    pub tables: &'a Tables,
    /// What can be said of the record.
    pub facts: &'a Facts,
    /// The phrases that were written of `facts`.
    pub phrases: &'a PhrasePlan<'a>,
    /// The text that was made of `phrases`.
    pub prose: &'a Prose,
}

/// Why an article says what it says.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// Its texts, in reading order: as a rule a sentence or two each, or the cells of a table's row.
    pub texts: Vec<ExplainedText>,
    /// What its sections considered, and what became of each message.
    pub sections: Vec<ExplainedSection>,
}

/// Why a text is there.
#[derive(Clone, Debug)]
pub struct ExplainedText {
    /// Its number in the article, from 1.
    pub number: usize,
    /// The section.
    pub section: Arc<str>,
    /// What it is to its section.
    pub role: Role,
    /// Which cell of its row it is, from 0.
    pub cell: usize,
    /// The message that it tells; none for a heading, a caption or the columns of a table.
    pub message: Option<Arc<str>>,
    /// Where the rule of the message stands.
    pub rule: Option<Span>,
    /// The condition of the message; none: it is always told.
    pub when: Option<ExplainedCondition>,
    /// The row that it is told of.
    pub item: Option<Basis>,
    /// The text.
    pub text: String,
    /// Where the variant stands.
    pub variant: Span,
    /// Among how many variants it was chosen.
    pub n_variants: usize,
    /// What joins it to the text before, if the engine put something there.
    pub connective: Option<ExplainedConnective>,
    /// Whether the variants are dealt out among neighbours, rather than chosen by the article's key alone.
    pub is_dealt: bool,
    /// The guard of the variant.
    pub guard: Option<ExplainedCondition>,
    /// The variants that could not be taken, and why.
    pub unfit: Vec<UnfitVariant>,
    /// What became of the choices and the optional parts of the variant.
    pub parts: Vec<ExplainedPart>,
    /// What its values rest on, in reading order.
    pub values: Vec<ExplainedValue>,
    /// The declared figures that stand in its words.
    pub literals: Vec<ExplainedLiteral>,
}

/// What joins a text to the one before, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedConnective {
    /// The connective.
    pub text: String,
    /// What the message is to the one before.
    pub relation: Relation,
    /// The message before.
    pub before: Arc<str>,
}

/// What a text is to its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It tells a message.
    Message,
    /// It stands over the section.
    Heading,
    /// It stands over a list or a table.
    Caption,
    /// It stands over a column of a table.
    Column,
}

/// What something rests on, down to the cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basis {
    /// The facts it is made of, those it names first.
    pub facts: Vec<ExplainedFact>,
    /// The cells that all of it rests on, each once; a missing value is the record of an absence.
    pub cells: Vec<ExplainedCell>,
    /// The rows that were looked for and are not there.
    pub absences: Vec<Absence>,
}

/// A condition, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedCondition {
    /// Where it stands.
    pub span: Span,
    /// What it came to: true, false, or missing.
    pub value: Value,
    /// What it reads that is missing, by name.
    pub missing: Vec<Arc<str>>,
    /// What it rests on.
    pub basis: Basis,
}

/// What a printed value rests on.
#[derive(Clone, Debug)]
pub struct ExplainedValue {
    /// As it is printed.
    pub text: String,
    /// Where the print stands in the phrase bank.
    pub print: Span,
    /// What it rests on.
    pub basis: Basis,
}

/// A fact that something is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedFact {
    /// Its name.
    pub name: Arc<str>,
    /// Its value.
    pub value: Value,
    /// Where its expression stands.
    pub formula: Span,
    /// The formula, where no author wrote it: that of a fact of a measure.
    pub written: Option<Arc<str>>,
}

/// A cell that something rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedCell {
    /// Where it stands.
    pub place: Place,
    /// The name of its column in the file.
    pub header: String,
    /// What it holds.
    pub value: Value,
    /// What it is made of, if a query computes it.
    pub making: Option<Making>,
}

/// Rows that were looked for and are not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Absence {
    /// What the rules call them.
    pub name: Arc<str>,
    /// The table that they would be of.
    pub table: Arc<str>,
    /// The files in which they would stand.
    pub files: Vec<FileId>,
    /// The columns that they would have, and what would stand there.
    pub columns: Vec<(String, Value)>,
}

/// What a computed cell is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Making {
    /// How: `sum of results.points`.
    pub form: String,
    /// The rows it is made of, by the file they stand in.
    pub sources: Vec<MadeOf>,
}

/// Rows of one file that a computed cell is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeOf {
    /// The file.
    pub file: FileId,
    /// The lines of the rows; nothing if it is only known that the query reads the table.
    pub lines: Option<Vec<u32>>,
}

/// A figure that gen.yaml declares, in the words of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedLiteral {
    /// The figure.
    pub text: String,
    /// Where it is from.
    pub source: String,
    /// Where it is declared.
    pub declared: Span,
}

/// Where the explanation of a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// In cells that hold something.
    Cells,
    /// In figures that gen.yaml declares.
    Literals,
    /// In an empty cell, or in rows that are not there.
    Absence,
    /// In a constant of the rules.
    Rules,
    /// Nowhere but in the bank: words that no data decides.
    Words,
}

impl End {
    /// Returns its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            End::Cells => "cells",
            End::Literals => "literals",
            End::Absence => "absence",
            End::Rules => "rules",
            End::Words => "words",
        }
    }
}

impl Basis {
    /// Adds what another thing rests on, each once.
    pub fn add(&mut self, other: &Basis) {
        let has_fact = |facts: &[ExplainedFact], it: &ExplainedFact| {
            facts.iter().any(|known| known.name == it.name)
        };
        for fact in &other.facts {
            if !has_fact(&self.facts, fact) {
                self.facts.push(fact.clone());
            }
        }
        for cell in &other.cells {
            if !self.cells.contains(cell) {
                self.cells.push(cell.clone());
            }
        }
        for absence in &other.absences {
            if !self.absences.contains(absence) {
                self.absences.push(absence.clone());
            }
        }
    }
}

impl ExplainedText {
    /// Returns all that the text rests on: its message, its variant, its parts and its values.
    pub fn basis(&self) -> Basis {
        let mut basis = Basis::default();
        let conditions = self.when.iter().chain(&self.guard);
        conditions.for_each(|it| basis.add(&it.basis));
        self.item.iter().for_each(|it| basis.add(it));
        self.values.iter().for_each(|it| basis.add(&it.basis));
        for part in &self.parts {
            part.condition().iter().for_each(|it| basis.add(&it.basis));
        }
        basis
    }

    /// Returns where the explanation ends. Nothing: something is read of which it is not known what it rests on.
    pub fn ends(&self) -> Vec<End> {
        let basis = self.basis();
        let is_absent = |it: &ExplainedCell| it.value.is_missing();
        let mut ends = Vec::new();
        if basis.cells.iter().any(|it| !is_absent(it)) {
            ends.push(End::Cells);
        }
        if !self.literals.is_empty() {
            ends.push(End::Literals);
        }
        if basis.cells.iter().any(is_absent) || !basis.absences.is_empty() {
            ends.push(End::Absence);
        }
        if ends.is_empty() && !basis.facts.is_empty() {
            ends.push(End::Rules);
        }
        if ends.is_empty() && !self.says_of_data() {
            ends.push(End::Words);
        }
        ends
    }

    /// Whether a figure is printed, or a row told of.
    fn says_of_data(&self) -> bool {
        let has_figure = |it: &ExplainedValue| it.text.contains(|it: char| it.is_ascii_digit());
        self.item.is_some() || self.values.iter().any(has_figure)
    }
}

/// Explains an article in one language.
pub fn explain(subject: &Subject<'_>) -> Explanation {
    let mut explanation = Explanation {
        texts: Vec::new(),
        sections: account::sections(subject),
    };
    let sections = subject.phrases.sections.iter();
    for (planned, section) in sections.zip(&subject.prose.sections) {
        let texts = &mut explanation.texts;
        Explainer { subject, texts }.section(planned, section);
    }
    explanation
}

struct Explainer<'a> {
    subject: &'a Subject<'a>,
    texts: &'a mut Vec<ExplainedText>,
}

impl Explainer<'_> {
    fn section(&mut self, planned: &SectionPhrases<'_>, section: &Section) {
        let name = (&section.name, planned.section);
        let lines = [
            (Role::Heading, &planned.heading, &section.heading),
            (Role::Caption, &planned.caption, &section.caption),
        ];
        for (role, phrase, text) in lines {
            if let (Some(phrase), Some(text)) = (phrase, text) {
                self.phrase(name, role, phrase, std::slice::from_ref(text));
            }
        }
        if let Some(columns) = &planned.columns {
            self.phrase(name, Role::Column, columns, &section.columns);
        }
        // The texts stand in the order of the phrases: in one block of a paragraph, or a block each.
        let mut texts = section.blocks.iter().flatten();
        for phrase in &planned.phrases {
            let n_texts = phrase.n_cells();
            let of_phrase: Vec<Text> = texts.by_ref().take(n_texts).cloned().collect();
            self.phrase(name, Role::Message, phrase, &of_phrase);
        }
    }

    fn connective(&self, connective: Connective<'_>) -> ExplainedConnective {
        ExplainedConnective {
            text: connective.text.trim_end().to_owned(),
            relation: connective.relation,
            before: self.subject.story.messages[connective.before].id.clone(),
        }
    }

    fn phrase(
        &mut self,
        (section, idx): (&Arc<str>, usize),
        role: Role,
        phrase: &Phrase<'_>,
        texts: &[Text],
    ) {
        let it = phrase.item.as_ref().unwrap_or(&Value::Missing);
        let message: Option<&Message> = phrase.message.map(|it| &self.subject.story.messages[it]);
        let mut tracer = Tracer::new(self.subject);
        tracer.variant(phrase.variant, it, &phrase.together);
        let explained = ExplainedText {
            number: 0,
            section: section.clone(),
            role,
            cell: 0,
            message: message.map(|it| it.id.clone()),
            rule: message.map(|it| it.span),
            when: message
                .and_then(|it| it.when.as_ref())
                .map(|when| tracer.condition(when, it)),
            item: message
                .and_then(|it| it.each.as_ref())
                .map(|each| tracer.item(each, it)),
            text: String::new(),
            variant: phrase.variant.span,
            n_variants: phrase.n_variants,
            connective: phrase.connective().map(|it| self.connective(it)),
            is_dealt: self.subject.story.vary_within.is_some(),
            guard: phrase
                .variant
                .guard
                .as_ref()
                .map(|guard| tracer.condition(guard, it)),
            unfit: wording::unfit(self.subject, &tracer, idx, role, phrase),
            parts: parts::parts(self.subject, &tracer, phrase),
            values: Vec::new(),
            literals: Vec::new(),
        };
        let mut n_marks: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for mark in texts.iter().flat_map(|it| &it.marks) {
            n_marks.entry(mark.origin).or_default().1 += 1;
        }
        for (cell, text) in texts.iter().enumerate() {
            let mut value = |mark: &Mark| {
                let counts = n_marks.entry(mark.origin).or_default();
                counts.0 += 1;
                let which = (counts.0 - 1, counts.1);
                tracer.value(mark.origin, which, &text.text[mark.range.clone()])
            };
            self.texts.push(ExplainedText {
                number: self.texts.len() + 1,
                cell,
                text: text.text.clone(),
                values: text.marks.iter().filter_map(&mut value).collect(),
                literals: wording::literals(self.subject, text),
                ..explained.clone()
            });
        }
    }
}
