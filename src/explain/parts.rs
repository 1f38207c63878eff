//! The parts of a variant and the pieces that were made of them in; what became of choices and optional parts out.

use std::collections::BTreeSet;

use super::trace::Tracer;
use super::wording::{is_true, lack};
use super::{ExplainedCondition, Subject};
use crate::data::Value;
use crate::interpret::evaluate;
use crate::microplan::{Phrase, Piece};
use crate::source::{Reads, Span};
use crate::story::Part;

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
    let mut rendered = Rendered::default();
    rendered.add(&phrase.pieces);
    let mut account = Account {
        reads: subject.reads,
        tracer,
        rendered,
        parts: Vec::new(),
    };
    let it = phrase.item.as_ref().unwrap_or(&Value::Missing);
    account.take(&phrase.variant.parts, it);
    account.parts
}

/// What was rendered, by its place in memory and in the bank: pieces point into the variant that they are made of.
#[derive(Default)]
struct Rendered {
    words: BTreeSet<usize>,
    prints: BTreeSet<u32>,
}

impl Rendered {
    fn add(&mut self, pieces: &[Piece<'_>]) {
        for piece in pieces {
            match piece {
                Piece::Literal(words) => {
                    self.words.insert(words.as_ptr().addr());
                }
                Piece::Print { print, .. } | Piece::Told { print, .. } => {
                    self.prints.insert(print.site);
                }
                Piece::Items(items) => items.iter().for_each(|it| self.add(it)),
                Piece::Connective(_) | Piece::CellBreak => {}
            }
        }
    }

    /// Whether anything of `parts` was rendered.
    fn has(&self, parts: &[Part]) -> bool {
        parts.iter().any(|part| match part {
            Part::Literal(words) => {
                !words.is_empty() && self.words.contains(&words.as_ptr().addr())
            }
            Part::Print(print) => self.prints.contains(&print.site),
            Part::Choice { options, .. } => options.iter().any(|(_, it)| self.has(it)),
            Part::Optional { parts, .. } | Part::Each { parts, .. } => self.has(parts),
            Part::Phrase { variants, .. } => variants.iter().any(|it| self.has(&it.parts)),
            Part::CellBreak => false,
        })
    }
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
        let mut words = String::new();
        for part in parts {
            self.push_words(part, &mut words);
        }
        words.trim().to_owned()
    }

    fn push_words(&self, part: &Part, words: &mut String) {
        let all = |parts: &[Part], words: &mut String| {
            for part in parts {
                self.push_words(part, words);
            }
        };
        match part {
            Part::Literal(text) => words.push_str(text),
            Part::Print(print) => words.push_str(source(print.span, self.reads)),
            Part::Choice { options, .. } => {
                words.push_str("[[");
                for (idx, (_, parts)) in options.iter().enumerate() {
                    words.push_str(if idx == 0 { "" } else { "|" });
                    all(parts, words);
                }
                words.push_str("]]");
            }
            Part::Optional { parts, .. } => {
                words.push_str("[[?");
                all(parts, words);
                words.push_str("]]");
            }
            Part::Each { parts, .. } => {
                words.push_str("[[*");
                all(parts, words);
                words.push_str("]]");
            }
            Part::Phrase { span, .. } => {
                words.push_str("[[> ");
                words.push_str(source(*span, self.reads));
                words.push_str(" ]]");
            }
            Part::CellBreak => words.push_str(" | "),
        }
    }
}

/// Returns what an author wrote at `span`.
pub(super) fn source(span: Span, reads: &Reads) -> &str {
    let text = &reads.file(span.file).text;
    text.get(span.range()).unwrap_or_default()
}
