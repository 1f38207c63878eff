//! An article that is held in; each reason with its rule and the cells that it is about out.

use super::ExplainedCondition;
use super::trace::Tracer;
use crate::data::{Place, Tables, Value};
use crate::interpret::{Hold, Interpreter, Record};
use crate::source::Span;
use crate::story::Story;

/// Why an article is held.
#[derive(Clone, Debug)]
pub struct ExplainedReason {
    /// The reason as a clause.
    pub text: String,
    /// The rule that asks for it.
    pub rule: Option<Span>,
    /// What the rule asks, and what it came to.
    pub condition: Option<ExplainedCondition>,
    /// Where the rows of the record stand, if no rule leads to cells.
    pub rows: Vec<Place>,
}

/// Explains why the article of a record is held.
pub fn held(
    story: &Story,
    tables: &Tables,
    record: &Record,
    edition: Option<usize>,
    hold: &Hold,
) -> Vec<ExplainedReason> {
    let interpreter = Interpreter::new(story, tables);
    let facts = interpreter.environment(record, edition);
    // Where an entity is not found there are no facts; what names the article is known all the same.
    let facts = facts.unwrap_or_else(|_| interpreter.identity(record));
    let tracer = Tracer::of(story, tables, &facts);
    let table = tables.get(story.over);
    let explained = hold.reasons.iter().map(|reason| {
        let mut requirements = story.requirements.iter();
        let requirement = requirements.find(|it| Some(it.span) == reason.rule);
        let condition = requirement.map(|it| tracer.condition(&it.that, &Value::Missing));
        let has_cells = condition.as_ref().is_some_and(|it| {
            let basis = &it.basis;
            !basis.cells.is_empty() || !basis.absences.is_empty()
        });
        let rows = if has_cells { &[][..] } else { &record.rows };
        ExplainedReason {
            text: reason.text.clone(),
            rule: reason.rule,
            condition,
            rows: rows.iter().map(|row| table.place(*row, 0)).collect(),
        }
    });
    explained.collect()
}
