//! A variant in; its verbs that have no noun phrase to agree with out.
//!
//! A verb agrees with the noun phrase last printed. Where the author wrote the subject by hand, the engine does not know
//! its gender and number, and the verb would take those of whatever was named in an earlier sentence.

use super::expression::Shape;
use super::phrase::{Part, Print, Request};
use crate::data::Kind;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};

/// What stands before a place of a variant.
#[derive(Clone, Copy, Default)]
struct Before {
    /// Whether words of the author do: without any, the subject may be that of the sentence before.
    words: bool,
    /// Whether a noun phrase was printed.
    named: bool,
}

/// Finds the verbs of a variant whose subject is written by hand.
pub(super) fn check(parts: &[Part], diagnostics: &mut Diagnostics) {
    walk(parts, Before::default(), diagnostics);
}

fn walk(parts: &[Part], mut before: Before, diagnostics: &mut Diagnostics) -> Before {
    for part in parts {
        match part {
            Part::Literal(words) => before.words |= words.contains(char::is_alphabetic),
            Part::Print(print) => {
                if before.words && !before.named && agrees(print) {
                    diagnostics.push(lonely(print));
                }
                before.named |= names(print);
            }
            Part::Choice { options, .. } => {
                let options = options.iter().map(|it| &*it.1);
                before = any(options, before, diagnostics);
            }
            Part::Phrase { variants, .. } => {
                let variants = variants.iter().map(|it| &*it.parts);
                before = any(variants, before, diagnostics);
            }
            Part::Optional { parts, .. } | Part::Each { parts, .. } => {
                before = walk(parts, before, diagnostics);
            }
            Part::CellBreak => before = Before::default(),
        }
    }
    before
}

/// Returns what stands behind one of several.
fn any<'p>(
    options: impl Iterator<Item = &'p [Part]>,
    before: Before,
    diagnostics: &mut Diagnostics,
) -> Before {
    let mut after = before;
    for option in options {
        let of_option = walk(option, before, diagnostics);
        after.words |= of_option.words;
        after.named |= of_option.named;
    }
    after
}

/// Whether a print agrees with the noun phrase before it.
fn agrees(print: &Print) -> bool {
    match print.request {
        Request::Verb { .. } | Request::Agree => print.argument.is_none(),
        Request::Change { noun, .. } => !noun,
        _ => false,
    }
}

/// Whether a print is, or may be, a noun phrase.
fn names(print: &Print) -> bool {
    match print.request {
        Request::The
        | Request::Name
        | Request::Short
        | Request::Pronoun
        | Request::At
        | Request::Counted { .. }
        | Request::List => true,
        Request::Plain => match print.expr.shape() {
            Shape::Cell(kind) => matches!(kind, Kind::Text),
            Shape::Row(_) | Shape::Rows(_) | Shape::Unknown => true,
        },
        _ => false,
    }
}

fn lonely(print: &Print) -> Diagnostic {
    let message = "this verb has no noun phrase to agree with: its subject is written by hand";
    let hint = match print.request {
        Request::Change { .. } => {
            "name the subject in the lexicon, and print it: `{{ \"costs\" | the }}`"
        }
        _ => {
            "name the subject in the lexicon and print it, or say which it is: `subject=\"costs\"`"
        }
    };
    Diagnostic::warning(Code::LonelyVerb, message)
        .at(print.span)
        .note("it would agree with whatever was named before, or be masculine and singular")
        .hint(hint)
}
