//! Prose back to cells: for each text of an article, its rule, its variant, and what every value rests on.
//!
//! Nothing is recorded while articles are written. Evaluation is a pure function, so an explanation
//! evaluates once more, with a recorder, what the text in question printed.

mod trace;

use std::sync::Arc;

use crate::data::{Place, Tables, Value};
use crate::interpret::Facts;
use crate::microplan::{Connective, Phrase, PhrasePlan};
use crate::plan::Relation;
use crate::realise::{Prose, Text};
use crate::source::{FileId, Span};
use crate::story::Story;

use trace::Tracer;

/// Why an article says what it says.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// Its texts, in reading order: as a rule a sentence or two each, or the cells of a table's row.
    pub texts: Vec<ExplainedText>,
}

/// Why a text is there.
#[derive(Clone, Debug)]
pub struct ExplainedText {
    /// The section.
    pub section: Arc<str>,
    /// The message that it tells; none for a heading, a caption or the columns of a table.
    pub message: Option<Arc<str>>,
    /// Where the rule of the message stands.
    pub rule: Option<Span>,
    /// The text.
    pub text: String,
    /// What joins it to the text before, if the engine put something there.
    pub connective: Option<ExplainedConnective>,
    /// Where the variant stands.
    pub variant: Span,
    /// Among how many variants it was chosen.
    pub n_variants: usize,
    /// What its values rest on, in reading order.
    pub values: Vec<ExplainedValue>,
}

/// What joins a text to the one before, and why.
#[derive(Clone, Debug)]
pub struct ExplainedConnective {
    /// The connective.
    pub text: String,
    /// What the message is to the one before.
    pub relation: Relation,
    /// The message before.
    pub before: Arc<str>,
}

/// What a printed value rests on.
#[derive(Clone, Debug)]
pub struct ExplainedValue {
    /// As it is printed.
    pub text: String,
    /// Where the print stands in the phrase bank.
    pub print: Span,
    /// The facts it is made of, those it names first.
    pub facts: Vec<ExplainedFact>,
    /// The cells that all of it rests on, each once.
    pub cells: Vec<ExplainedCell>,
}

/// A fact that a value is made of.
#[derive(Clone, Debug)]
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

/// A cell that a value rests on.
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

/// Explains an article in one language: `phrases` and `prose` are those that were written of `facts`.
pub fn explain(
    story: &Story,
    tables: &Tables,
    facts: &Facts,
    phrases: &PhrasePlan<'_>,
    prose: &Prose,
) -> Explanation {
    let mut explanation = Explanation::default();
    for (planned, section) in phrases.sections.iter().zip(&prose.sections) {
        let mut explainer = Explainer {
            story,
            tables,
            facts,
            section: &section.name,
            texts: &mut explanation.texts,
        };
        explainer.line(planned.heading.as_ref(), section.heading.as_ref());
        explainer.line(planned.caption.as_ref(), section.caption.as_ref());
        if let Some(columns) = &planned.columns {
            explainer.phrase(columns, &section.columns);
        }
        // The texts stand in the order of the phrases: in one block of a paragraph, or a block each.
        let mut texts = section.blocks.iter().flatten();
        for phrase in &planned.phrases {
            let n_texts = phrase.n_cells();
            let of_phrase: Vec<Text> = texts.by_ref().take(n_texts).cloned().collect();
            explainer.phrase(phrase, &of_phrase);
        }
    }
    explanation
}

struct Explainer<'a> {
    story: &'a Story,
    tables: &'a Tables,
    facts: &'a Facts,
    section: &'a Arc<str>,
    texts: &'a mut Vec<ExplainedText>,
}

impl Explainer<'_> {
    fn line(&mut self, phrase: Option<&Phrase<'_>>, text: Option<&Text>) {
        if let (Some(phrase), Some(text)) = (phrase, text) {
            self.phrase(phrase, std::slice::from_ref(text));
        }
    }

    fn connective(&self, connective: Connective<'_>) -> ExplainedConnective {
        ExplainedConnective {
            text: connective.text.trim_end().to_owned(),
            relation: connective.relation,
            before: self.story.messages[connective.before].id.clone(),
        }
    }

    fn phrase(&mut self, phrase: &Phrase<'_>, texts: &[Text]) {
        let message = phrase.message.map(|it| &self.story.messages[it]);
        let mut tracer = Tracer::new(self.story, self.tables, self.facts);
        tracer.variant(phrase.variant, phrase.item.as_ref(), &phrase.together);
        for text in texts {
            let value = |mark: &crate::realise::Mark| {
                tracer.value(mark.origin, &text.text[mark.range.clone()])
            };
            self.texts.push(ExplainedText {
                section: self.section.clone(),
                message: message.map(|it| it.id.clone()),
                rule: message.map(|it| it.span),
                text: text.text.clone(),
                connective: phrase.connective().map(|it| self.connective(it)),
                variant: phrase.variant.span,
                n_variants: phrase.n_variants,
                values: text.marks.iter().filter_map(value).collect(),
            });
        }
    }
}
