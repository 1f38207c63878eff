//! Compiled parts in; what an author would write for them out.

use super::phrase::Part;
use crate::source::Reads;

/// Returns `parts` as an author would write them.
pub fn source_of(parts: &[Part], reads: &Reads) -> String {
    let mut text = String::new();
    write(parts, reads, &mut text);
    text
}

fn write(parts: &[Part], reads: &Reads, text: &mut String) {
    for part in parts {
        match part {
            Part::Literal(words) => text.push_str(words),
            Part::Print(print) => text.push_str(reads.source(print.span)),
            Part::Choice { options, .. } => {
                text.push_str("[[");
                for (idx, (_, parts)) in options.iter().enumerate() {
                    text.push_str(if idx == 0 { "" } else { " | " });
                    write(parts, reads, text);
                }
                text.push_str("]]");
            }
            Part::Optional { guard, parts } => {
                text.push_str("[[?");
                if let Some(guard) = guard {
                    text.push_str(" `");
                    text.push_str(reads.source(guard.span()));
                    text.push('`');
                }
                write(parts, reads, text);
                text.push_str("]]");
            }
            Part::Each { list, parts } => {
                text.push_str("[[* ");
                text.push_str(reads.source(list.span()));
                text.push_str(" : ");
                write(parts, reads, text);
                text.push_str("]]");
            }
            Part::Phrase { span, .. } => {
                text.push_str("[[> ");
                text.push_str(reads.source(*span));
                text.push_str(" ]]");
            }
            Part::CellBreak => text.push_str(" | "),
        }
    }
}
