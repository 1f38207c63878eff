//! The parts of a variant and the pieces that were made of them in; what became of choices and optional parts out.

use super::trace::Tracer;
use super::wording::{is_true, lack};
use super::{ExplainedCondition, Subject};
use crate::data::Value;
use crate::interpret::evaluate;
use crate::microplan::{Phrase, Rendered};
use crate::source::Reads;
use crate::story::{Part, source_of};

/// What became of a choice or of an optional part of a variant.
#[derive(Clone, Debug)]
pub enum ExplainedPart {
    /// One of several was taken.
    Taken {
        /// What was taken, as the author wrote it.
        words: String,
        /// Among how many.
        n_options: usize,
    },
    /// An optional part is told.
    Included {
        /// The part, as the author wrote it.
        words: String,
        /// Its guard.
        guard: Option<ExplainedCondition>,
    },
    /// An optional part is left out.
    LeftOut {
        /// The part, as the author wrote it.
        words: String,
        /// Whether its guard is what kept it out; else something that it prints is missing.
        is_guard: bool,
        /// The guard, or what is missing.
        because: ExplainedCondition,
    },
}

impl ExplainedPart {
    /// Returns the condition that the part stands under.
    pub fn condition(&self) -> Option<&ExplainedCondition> {
        match self {
            ExplainedPart::Taken { .. } => None,
            ExplainedPart::Included { guard, .. } => guard.as_ref(),
            ExplainedPart::LeftOut { because, .. } => Some(because),
        }
    }
}

/// Returns what became of the choices and optional parts of the variant that `phrase` was made of, in reading order.
pub(super) fn parts(
    subject: &Subject<'_>,
    tracer: &Tracer<'_>,
    phrase: &Phrase<'_>,
) -> Vec<ExplainedPart> {
    let mut account = Account {
        reads: subject.reads,
        tracer,
        rendered: Rendered::of(&phrase.pieces),
        parts: Vec::new(),
    };
    let it = phrase.item.as_ref().unwrap_or(&Value::Missing);
    account.take(&phrase.variant.parts, it);
    account.parts
}

struct Account<'a> {
    reads: &'a Reads,
    tracer: &'a Tracer<'a>,
    rendered: Rendered,
    parts: Vec<ExplainedPart>,
}

impl Account<'_> {
    fn take(&mut self, parts: &[Part], it: &Value) {
        for part in parts {
            match part {
                Part::Choice { options, .. } => {
                    let taken = options.iter().filter(|(_, parts)| self.rendered.has(parts));
                    let mut taken: Vec<&[Part]> = taken.map(|(_, parts)| &**parts).collect();
                    // What says nothing leaves no piece.
                    let silent = || options.iter().find(|(_, it)| it.is_empty());
                    if let (true, Some((_, parts))) = (taken.is_empty(), silent()) {
                        taken.push(parts);
                    }
                    for parts in taken {
                        self.parts.push(ExplainedPart::Taken {
                            words: self.words(parts),
                            n_options: options.len(),
                        });
                        self.take(parts, it);
                    }
                }
                Part::Optional { guard, parts } => self.optional(guard.as_ref(), parts, it),
                Part::Each { list, parts } => {
                    // One element stands for all: what became of the parts is known of the phrase as a whole.
                    let env = self.tracer.env(it);
                    if let Ok(Value::List(items)) = evaluate(list, &env)
                        && let Some(first) = items.first()
                    {
                        self.take(parts, first);
                    }
                }
                Part::Phrase { variants, .. } => {
                    let mut variants = variants.iter();
                    if let Some(said) = variants.find(|it| self.rendered.has(&it.parts)) {
                        self.take(&said.parts, it);
                    }
                }
                Part::Print(_) | Part::Literal(_) | Part::CellBreak => {}
            }
        }
    }

    fn optional(
        &mut self,
        guard: Option<&crate::story::expression::Expr>,
        parts: &[Part],
        it: &Value,
    ) {
        let words = self.words(parts);
        let guarded = guard.map(|guard| self.tracer.condition(guard, it));
        if self.rendered.has(parts) {
            let guard = guarded;
            self.parts.push(ExplainedPart::Included { words, guard });
            self.take(parts, it);
            return;
        }
        let is_guard = guard.is_some_and(|guard| !is_true(self.tracer, guard, it));
        let because = if is_guard {
            guarded
        } else {
            lack(self.tracer, parts, it)
        };
        if let Some(because) = because {
            self.parts.push(ExplainedPart::LeftOut {
                words,
                is_guard,
                because,
            });
        }
    }

    /// Returns parts as the author wrote them.
    fn words(&self, parts: &[Part]) -> String {
        source_of(parts, self.reads).trim().to_owned()
    }
}
