//! A phrase bank as it is written: Markdown to sections, messages and variants, each with its place.
//!
//! Headings name a section and a message, the items of the lists under them are variants, and all
//! other text is the desk's notes. A variant is taken as source, whatever Markdown would make of it:
//! an item that begins with `2026.` or `#` is a sentence, not a list or a heading.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Located, Span};

/// The wording of one message in one section.
#[derive(Debug)]
pub(super) struct Wording {
    /// The section's name.
    pub section: Located<String>,
    /// The message's name, or a reserved one (`heading`, `caption`, `columns`).
    pub message: Located<String>,
    /// Where its variants stand.
    pub variants: Vec<Range<usize>>,
}

/// Returns the wordings of the phrase bank `text`.
pub(super) fn parse(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Wording> {
    let mut reader = Reader {
        file,
        text,
        section: None,
        wordings: Vec::new(),
        depth: 0,
    };
    for (event, range) in Parser::new(text).into_offset_iter() {
        reader.take(&event, range, diagnostics);
    }
    reader.wordings
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    section: Option<Located<String>>,
    wordings: Vec<Wording>,
    /// How many lists and quotes stand around the present place.
    depth: usize,
}

impl Reader<'_> {
    fn take(&mut self, event: &Event<'_>, range: Range<usize>, diagnostics: &mut Diagnostics) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if self.depth == 0 => {
                self.heading(*level, range, diagnostics);
            }
            Event::Start(Tag::Item) if self.depth == 1 => {
                self.item(range, diagnostics);
                self.depth += 1;
            }
            Event::Start(Tag::List(_) | Tag::Item | Tag::BlockQuote(_)) => self.depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_)) => self.depth -= 1,
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>, diagnostics: &mut Diagnostics) {
        let name = self.heading_name(&range);
        match level {
            HeadingLevel::H1 => self.section = Some(name),
            HeadingLevel::H2 => match self.section.clone() {
                Some(section) => {
                    self.wordings.push(Wording {
                        section,
                        message: name,
                        variants: Vec::new(),
                    });
                }
                None => diagnostics.push(
                    Diagnostic::error(
                        Code::BrokenPhrase,
                        format!("the message `{}` stands under no section", name.value),
                    )
                    .at(name.span)
                    .hint("write a heading of the first level above it, as in `# lead`"),
                ),
            },
            _ => {}
        }
    }

    /// Returns the text of the heading at `range`, without its marks.
    fn heading_name(&self, range: &Range<usize>) -> Located<String> {
        let line = self.text[range.clone()].lines().next().unwrap_or_default();
        let bare = line.trim().trim_matches('#').trim();
        let start = range.start + line.find(bare).unwrap_or(0);
        let span = Span::new(self.file, start..start + bare.len());
        Located {
            value: bare.to_owned(),
            span,
        }
    }

    fn item(&mut self, range: Range<usize>, diagnostics: &mut Diagnostics) {
        let body = item_body(self.text, range.clone());
        let span = Span::new(self.file, range);
        let Some(wording) = self.wordings.last_mut() else {
            diagnostics.push(
                Diagnostic::error(Code::BrokenPhrase, "a variant stands under no message")
                    .at(span)
                    .hint(
                        "write the section and the message above it, as in `# lead` and `## draw`",
                    ),
            );
            return;
        };
        if self.text[body.clone()].trim().is_empty() {
            diagnostics.push(Diagnostic::error(Code::BrokenPhrase, "a variant is empty").at(span));
            return;
        }
        wording.variants.push(body);
    }
}

/// Returns the part of the list item at `range` that follows its marker, without white space at its ends.
fn item_body(text: &str, range: Range<usize>) -> Range<usize> {
    let item = &text[range.clone()];
    let marker = match item.trim_start().chars().next() {
        Some('-' | '*' | '+') => item.find(['-', '*', '+']).map_or(0, |it| it + 1),
        _ => item.find(['.', ')']).map_or(0, |it| it + 1),
    };
    let body = &item[marker..];
    let start = range.start + marker + (body.len() - body.trim_start().len());
    start..start + body.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Reads;
    use std::path::Path;

    fn check(text: &str, expected: &[(&str, &str, &[&str])]) {
        let mut reads = Reads::new(".");
        let file = reads.keep(Path::new("bank.md"), text);
        let mut diagnostics = Diagnostics::default();
        let wordings = parse(file, text, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let found: Vec<(&str, &str, Vec<&str>)> = wordings
            .iter()
            .map(|it| {
                let variants = it
                    .variants
                    .iter()
                    .map(|range| &text[range.clone()])
                    .collect();
                (
                    it.section.value.as_str(),
                    it.message.value.as_str(),
                    variants,
                )
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(section, message, it)| (*section, *message, it.to_vec()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn headings_and_items_become_wordings() {
        check(
            "Notes.\n\n# lead\n\n## draw\n\nMore notes.\n\n- One.\n- Two\n  lines.\n\n## win\n* Three.\n",
            &[
                ("lead", "draw", &["One.", "Two\n  lines."]),
                ("lead", "win", &["Three."]),
            ],
        );
    }

    #[test]
    fn a_variant_is_taken_as_source() {
        check(
            "# a\n## b\n- 2026. A year.\n- # not a heading\n- > no quote\n- [[x | y]] `z`\n",
            &[(
                "a",
                "b",
                &[
                    "2026. A year.",
                    "# not a heading",
                    "> no quote",
                    "[[x | y]] `z`",
                ],
            )],
        );
    }

    #[test]
    fn several_lists_under_a_heading_are_one() {
        check(
            "# a\n## b\n- One.\n\nNote.\n\n- Two.\n",
            &[("a", "b", &["One.", "Two."])],
        );
    }
}
