//! An article that is held in; each reason with its rule and the cells that it is about out.

use super::trace::Tracer;
use super::wording::why_not;
use super::{ExplainedCondition, UnfitVariant};
use crate::data::{Place, Tables, Value};
use crate::interpret::{Facts, Hold, Interpreter, Record};
use crate::plan::{DocumentPlan, SectionPlan};
use crate::source::Span;
use crate::story::{Bank, Story};

/// Why an article is held.
#[derive(Clone, Debug)]
pub struct ExplainedReason {
    /// The reason as a clause.
    pub text: String,
    /// The rule that asks for it.
    pub rule: Option<Span>,
    /// What the rule asks, and what it came to.
    pub condition: Option<ExplainedCondition>,
    /// The conditions of a section that must be told, none of which is met.
    pub unmet: Vec<ExplainedCondition>,
    /// The variants of a section that must be told, none of which could be taken.
    pub unfit: Vec<UnfitVariant>,
    /// Where the rows of the record stand, if nothing else leads to cells.
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
    let mut explained = reasons(story, tables, record, &tracer, hold, &[]);
    let unmet = unmet(story, &tracer, edition);
    for reason in explained.iter_mut().filter(|it| it.rule.is_none()) {
        reason.unmet.clone_from(&unmet);
    }
    explained
}

/// Returns the conditions of the first section that must be told and of which no message applies.
fn unmet(story: &Story, tracer: &Tracer<'_>, edition: Option<usize>) -> Vec<ExplainedCondition> {
    let is_for =
        |of: &[usize]| of.is_empty() || edition.is_some_and(|edition| of.contains(&edition));
    let musts = story
        .sections
        .iter()
        .filter(|it| it.must && is_for(&it.editions));
    for section in musts {
        let messages = section.messages.iter().map(|it| &story.messages[*it]);
        let messages = messages.filter(|it| is_for(&it.editions) && it.each.is_none());
        let conditions: Option<Vec<_>> = messages.map(|it| it.when.as_ref()).collect();
        let conditions = conditions.unwrap_or_default().into_iter();
        let conditions = conditions.map(|it| tracer.condition(it, &Value::Missing));
        let conditions: Vec<ExplainedCondition> = conditions.collect();
        let is_met = |it: &ExplainedCondition| it.value == Value::Bool(true);
        if !conditions.is_empty() && !conditions.iter().any(is_met) {
            return conditions;
        }
    }
    Vec::new()
}

/// Explains why an article that can be told is held in the language of `bank`.
pub fn held_telling(
    story: &Story,
    tables: &Tables,
    (facts, plan): (&Facts, &DocumentPlan),
    bank: &Bank,
    hold: &Hold,
) -> Vec<ExplainedReason> {
    let tracer = Tracer::of(story, tables, facts);
    let mut untold = plan
        .sections
        .iter()
        .filter(|it| story.sections[it.section].must);
    let unfit = untold.find_map(|it| unfit(&tracer, bank, it));
    let unfit = unfit.unwrap_or_default();
    reasons(story, tables, &facts.record, &tracer, hold, &unfit)
}

/// Returns the variants of all that a section would tell; none if one of them could be taken.
fn unfit(tracer: &Tracer<'_>, bank: &Bank, section: &SectionPlan) -> Option<Vec<UnfitVariant>> {
    let mut unfit = Vec::new();
    for planned in &section.messages {
        let it = planned.item.as_ref().map_or(&Value::Missing, |(_, it)| it);
        let wording = &bank.sections[section.section].messages[planned.message];
        for variant in &wording.variants {
            unfit.push(why_not(tracer, variant, it)?);
        }
    }
    Some(unfit)
}

fn reasons(
    story: &Story,
    tables: &Tables,
    record: &Record,
    tracer: &Tracer<'_>,
    hold: &Hold,
    unfit: &[UnfitVariant],
) -> Vec<ExplainedReason> {
    let table = tables.get(story.over);
    let explained = hold.reasons.iter().map(|reason| {
        let mut requirements = story.requirements.iter();
        let requirement = requirements.find(|it| Some(it.span) == reason.rule);
        let condition = requirement.map(|it| tracer.condition(&it.that, &Value::Missing));
        let has_cells = condition.as_ref().is_some_and(|it| {
            let basis = &it.basis;
            !basis.cells.is_empty() || !basis.absences.is_empty()
        });
        let unfit = if reason.rule.is_none() { unfit } else { &[] };
        let is_explained = has_cells || !unfit.is_empty();
        let rows = if is_explained { &[][..] } else { &record.rows };
        ExplainedReason {
            text: reason.text.clone(),
            rule: reason.rule,
            condition,
            unmet: Vec::new(),
            unfit: unfit.to_vec(),
            rows: rows.iter().map(|row| table.place(*row, 0)).collect(),
        }
    });
    explained.collect()
}
