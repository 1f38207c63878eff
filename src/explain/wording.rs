//! The wording of a message in; which of its variants could not be taken and why, and which declared figures
//! stand in its words, out.

use super::trace::Tracer;
use super::{ExplainedCondition, ExplainedLiteral, Role, Subject};
use crate::data::Value;
use crate::interpret::evaluate;
use crate::language::stands_in;
use crate::microplan::{Phrase, lacks};
use crate::realise::Text;
use crate::source::Span;
use crate::story::expression::Expr;
use crate::story::{Part, Print, Variant, Wording};

/// A variant that could not be taken, and why.
#[derive(Clone, Debug)]
pub struct UnfitVariant {
    /// Where it stands.
    pub variant: Span,
    /// Whether its guard is what kept it out; else something that it prints is missing.
    pub is_guard: bool,
    /// The guard, or what is missing.
    pub because: ExplainedCondition,
}

/// Returns the variants beside that of `phrase` which could not be taken.
pub(super) fn unfit(
    subject: &Subject<'_>,
    tracer: &Tracer<'_>,
    section: usize,
    role: Role,
    phrase: &Phrase<'_>,
) -> Vec<UnfitVariant> {
    let of_section = &subject.bank.sections[section];
    let wording: &Wording = match (role, phrase.message) {
        (Role::Heading, _) => &of_section.heading,
        (Role::Caption, _) => &of_section.caption,
        (Role::Column, _) => &of_section.columns,
        (Role::Message, Some(message)) if phrase.together.is_empty() => {
            &of_section.messages[message]
        }
        (Role::Message, Some(message)) => &of_section.together[message],
        (Role::Message, None) => return Vec::new(),
    };
    let it = phrase.item.as_ref().unwrap_or(&Value::Missing);
    let others = wording.variants.iter();
    let others = others.filter(|it| it.identity != phrase.variant.identity);
    others
        .filter_map(|other| why_not(tracer, other, it))
        .collect()
}

/// Returns why a variant cannot tell of `it`; none if it can.
pub(super) fn why_not(tracer: &Tracer<'_>, variant: &Variant, it: &Value) -> Option<UnfitVariant> {
    let guard = variant.guard.as_ref().map(|it| (true, it));
    let guard = guard.filter(|(_, guard)| !is_true(tracer, guard, it));
    let because = match guard {
        Some((_, guard)) => tracer.condition(guard, it),
        None => lack(tracer, &variant.parts, it)?,
    };
    Some(UnfitVariant {
        variant: variant.span,
        is_guard: guard.is_some(),
        because,
    })
}

pub(super) fn is_true(tracer: &Tracer<'_>, condition: &Expr, it: &Value) -> bool {
    matches!(evaluate(condition, &tracer.env(it)), Ok(Value::Bool(true)))
}

/// Returns the first of `parts` that cannot be said of `it`, as that which it prints and is missing.
pub(super) fn lack(tracer: &Tracer<'_>, parts: &[Part], it: &Value) -> Option<ExplainedCondition> {
    parts.iter().find_map(|part| match part {
        Part::Print(print) => lack_of_print(tracer, print, it),
        Part::Choice { options, .. } => {
            let mut lacks = options.iter().map(|(_, parts)| lack(tracer, parts, it));
            let first = lacks.next()??;
            lacks.all(|it| it.is_some()).then_some(first)
        }
        Part::Each { list, parts } => match evaluate(list, &tracer.env(it)) {
            Ok(Value::List(items)) if !items.is_empty() => {
                items.iter().find_map(|item| lack(tracer, parts, item))
            }
            _ => Some(tracer.condition(list, it)),
        },
        Part::Phrase { variants, .. } => {
            let mut lacks = variants.iter().map(|phrase| why_not(tracer, phrase, it));
            let first = lacks.next()??;
            lacks.all(|it| it.is_some()).then_some(first.because)
        }
        Part::Optional { .. } | Part::Literal(_) | Part::CellBreak => None,
    })
}

fn lack_of_print(tracer: &Tracer<'_>, print: &Print, it: &Value) -> Option<ExplainedCondition> {
    let mut exprs = std::iter::once(&print.expr).chain(&print.argument);
    let is_lacking = |expr: &&Expr| match evaluate(expr, &tracer.env(it)) {
        Ok(value) => lacks(&value),
        Err(_) => true,
    };
    let lacking = exprs.find(is_lacking)?;
    Some(tracer.condition(lacking, it))
}

/// Returns the declared figures that stand in the author's words of a text.
pub(super) fn literals(subject: &Subject<'_>, text: &Text) -> Vec<ExplainedLiteral> {
    let mut words = Vec::new();
    let mut start = 0;
    for mark in &text.marks {
        words.push(plain(&text.text[start..mark.range.start]));
        start = mark.range.end;
    }
    words.push(plain(&text.text[start..]));
    let declared = subject.literals.iter();
    let used = declared.filter(|it| {
        words
            .iter()
            .any(|words| stands_in(words, &plain(&it.text.value)))
    });
    used.map(|it| ExplainedLiteral {
        text: it.text.value.clone(),
        source: it.source.value.clone(),
        declared: it.text.span,
    })
    .collect()
}

/// Returns words as they are typed: with ordinary spaces and apostrophes.
fn plain(words: &str) -> String {
    words.replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'")
}
