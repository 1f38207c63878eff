//! One block of prose to the author's Markdown with a stand-in for each value.
//!
//! The Markdown parser sees a private letter where a value stands, so that no value can change how
//! the author's text parses. Each writer puts the values back, escaped for where they land.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::realise::Text;

/// The first stand-in; the one of value `n` is `n` letters further.
const STAND_IN_FIRST: u32 = 0xf_0000;

/// How many values one block can hold apart.
const STAND_INS_MAX: usize = 0xfffe;

/// What stands before the author's text while it is parsed, so that nothing in it begins a block.
const LEAD: &str = "x ";

/// The author's Markdown of one block, with a stand-in for each value.
pub(super) struct Inline {
    /// [`LEAD`], then the Markdown.
    source: String,
    /// The values, cleaned.
    values: Vec<String>,
    /// Whether the author's text may hold any Markdown at all.
    is_marked: bool,
}

/// A stretch of text.
pub(super) enum Run<'a> {
    /// Written by the author.
    Author(&'a str),
    /// A value from data, and its number.
    Value(usize, &'a str),
}

impl Inline {
    /// Takes the texts of one block, joined by spaces.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a Text>) -> Self {
        let mut inline = Inline {
            source: LEAD.to_owned(),
            values: Vec::new(),
            is_marked: false,
        };
        for (idx, text) in texts.into_iter().enumerate() {
            if idx > 0 {
                inline.source.push(' ');
            }
            inline.add(text);
        }
        let author = inline.source.trim_end().len();
        inline.source.truncate(author.max(LEAD.len()));
        inline.is_marked = inline
            .source
            .contains(['*', '_', '`', '[', ']', '<', '>', '&', '\\', '~', '!']);
        inline.tame();
        inline
    }

    fn add(&mut self, text: &Text) {
        let mut end = 0;
        for mark in &text.marks {
            clean_author(&text.text[end..mark.range.start], &mut self.source);
            let value = clean_value(&text.text[mark.range.clone()]);
            if self.values.len() < STAND_INS_MAX {
                self.source.push(stand_in(self.values.len()));
                self.values.push(value);
            } else if let Some(last) = self.values.last_mut() {
                // More values than letters to stand for them: the rest of the block is one value.
                last.push_str(&value);
            }
            end = mark.range.end;
        }
        clean_author(&text.text[end..], &mut self.source);
    }

    /// Whether nothing is written but spaces.
    pub(super) fn is_blank(&self) -> bool {
        self.runs(self.markdown()).all(|run| match run {
            Run::Author(text) | Run::Value(_, text) => text.trim().is_empty(),
        })
    }

    /// Returns the author's Markdown with the stand-ins.
    pub(super) fn markdown(&self) -> &str {
        &self.source[LEAD.len()..]
    }

    /// Returns the events of the author's Markdown, without the paragraph around them.
    pub(super) fn events(&self) -> Vec<Event<'_>> {
        if !self.is_marked {
            return vec![Event::Text(self.markdown().into())];
        }
        let mut events: Vec<Event<'_>> =
            Parser::new_ext(&self.source, Options::ENABLE_STRIKETHROUGH)
                .filter(|it| {
                    !matches!(
                        it,
                        Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
                    )
                })
                .collect();
        if let Some(Event::Text(first)) = events.first_mut() {
            let rest = first.strip_prefix('x').unwrap_or(first);
            *first = rest.strip_prefix(' ').unwrap_or(rest).to_owned().into();
        }
        events
    }

    /// Returns `text` cut into what the author wrote and what came from data.
    pub(super) fn runs<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Run<'a>> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            if let Some(idx) = value_idx(first).filter(|it| *it < self.values.len()) {
                rest = &rest[first.len_utf8()..];
                return Some(Run::Value(idx, &self.values[idx]));
            }
            let end = rest
                .find(|it| value_idx(it).is_some())
                .filter(|it| *it > 0)
                .unwrap_or(rest.len());
            let (author, after) = rest.split_at(end);
            rest = after;
            Some(Run::Author(author))
        })
    }

    /// Returns, for each value, the part of a link's address that it is, if it is one.
    pub(super) fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::Prose; self.values.len()];
        if !self.is_marked {
            return places;
        }
        for event in self.events() {
            let Event::Start(
                Tag::Link {
                    dest_url, title, ..
                }
                | Tag::Image {
                    dest_url, title, ..
                },
            ) = event
            else {
                continue;
            };
            for (at, letter) in dest_url.char_indices() {
                if let Some(place) = value_idx(letter).and_then(|it| places.get_mut(it)) {
                    *place = if at == 0 {
                        Place::Address
                    } else {
                        Place::AddressPart
                    };
                }
            }
            for letter in title.chars() {
                if let Some(place) = value_idx(letter).and_then(|it| places.get_mut(it)) {
                    *place = Place::LinkTitle;
                }
            }
        }
        places
    }

    /// Returns the address that `written` stands for, if a reader may be sent there.
    pub(super) fn address(&self, written: &str) -> Option<String> {
        let mut address = String::new();
        for run in self.runs(written) {
            match run {
                Run::Author(author) => address.push_str(author),
                Run::Value(_, value) if address.is_empty() => {
                    push_url(value, URL_KEPT, &mut address);
                }
                Run::Value(_, value) => push_url(value, URL_PART_KEPT, &mut address),
            }
        }
        is_harmless(&address).then_some(address)
    }

    /// Returns the text without the author's marks, values as they are.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for event in self.events() {
            match event {
                Event::Text(part) | Event::Code(part) => {
                    for run in self.runs(&part) {
                        match run {
                            Run::Author(it) | Run::Value(_, it) => text.push_str(it),
                        }
                    }
                }
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }

    /// Escapes the author's raw HTML, and opens code spans that hold a value: in both, a value
    /// could not be escaped.
    fn tame(&mut self) {
        while self.is_marked {
            let edits = self.edits();
            if edits.is_empty() {
                return;
            }
            for (range, new) in edits.into_iter().rev() {
                self.source.replace_range(range, &new);
            }
        }
    }

    fn edits(&self) -> Vec<(Range<usize>, String)> {
        let mut edits = Vec::new();
        let parser = Parser::new_ext(&self.source, Options::ENABLE_STRIKETHROUGH);
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::InlineHtml(_) | Event::Html(_) => {
                    edits.push((range.start..range.start, "\\".to_owned()));
                }
                Event::Code(code) if code.contains(|it| value_idx(it).is_some()) => {
                    edits.push((range, escape_author(&code)));
                }
                _ => {}
            }
        }
        edits
    }
}

/// Where in the author's Markdown a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the text.
    Prose,
    /// At the start of a link's address.
    Address,
    /// Further on in a link's address.
    AddressPart,
    /// In the title of a link.
    LinkTitle,
}

/// What a whole address may hold as it is, besides letters and figures.
pub(super) const URL_KEPT: &str = ":/?#@!$&*+,=%-._~";

/// What a part of an address may hold as it is.
pub(super) const URL_PART_KEPT: &str = "/-._~";

/// Writes `value` into an address; what is not allowed there is percent-encoded.
pub(super) fn push_url(value: &str, kept: &str, out: &mut String) {
    use std::fmt::Write;
    for byte in value.trim().bytes() {
        if byte.is_ascii_alphanumeric() || kept.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a string takes all that is written to it");
        }
    }
}

/// Whether `address` leads to a page or a letter box: http(s), mailto, or a place on this site.
pub(super) fn is_harmless(address: &str) -> bool {
    let scheme_end = address.find([':', '/', '?', '#']);
    match scheme_end {
        Some(end) if address[end..].starts_with(':') => {
            let scheme = address[..end].to_ascii_lowercase();
            matches!(scheme.as_str(), "http" | "https" | "mailto")
        }
        _ => !address.is_empty(),
    }
}

fn stand_in(idx: usize) -> char {
    char::from_u32(STAND_IN_FIRST + idx as u32).expect("planes 15 and 16 have no surrogates")
}

/// Returns the number of the value that `letter` stands for.
pub(super) fn value_idx(letter: char) -> Option<usize> {
    let idx = (letter as u32).checked_sub(STAND_IN_FIRST)? as usize;
    (idx < STAND_INS_MAX).then_some(idx)
}

/// Returns `text` with each mark of Markdown escaped.
fn escape_author(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if letter.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

fn clean_author(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            _ if is_break(letter) => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            // At the start of the block, spaces would be an indent; after a space, nothing is lost.
            ' ' if out.ends_with(' ') => {}
            _ if value_idx(letter).is_some() => {}
            _ => out.push(letter),
        }
    }
}

/// Returns `value` on one line, without what hides or reorders text.
pub(super) fn clean_value(value: &str) -> String {
    value
        .chars()
        .filter(|it| !is_hidden(*it))
        .map(|it| if is_break(it) { ' ' } else { it })
        .collect()
}

/// Whether `letter` breaks the line, or is no letter at all.
fn is_break(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// Whether `letter` can make a reader see another text than a machine: bidirectional overrides,
/// byte-order marks, tags, and letters for private use.
fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{e007f}'
            | '\u{f0000}'..='\u{10ffff}'
    )
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Inline, is_harmless};
    use crate::realise::{Mark, Text};

    /// Returns the text in which each `‹…›` is a value.
    pub(in crate::publish) fn text(written: &str) -> Text {
        let mut text = Text::default();
        for part in written.split_inclusive(['‹', '›']) {
            if let Some(value) = part.strip_suffix('›') {
                let start = text.text.len();
                text.text.push_str(value);
                text.marks.push(Mark {
                    range: start..text.text.len(),
                    origin: text.marks.len() as u32,
                });
            } else {
                text.text.push_str(part.trim_end_matches('‹'));
            }
        }
        text
    }

    fn check(written: &str, wanted: &str) {
        assert_eq!(Inline::of([&text(written)]).text(), wanted, "{written}");
    }

    #[test]
    fn the_authors_marks_go_and_values_stay() {
        check("**‹Nantes›** won", "Nantes won");
        check("‹**Nantes**› *won*", "**Nantes** won");
        check("see [‹a›](https://x/‹b›)", "see a");
        check("`‹a`b›` is code", "a`b is code");
        check("2026. was good", "2026. was good");
        check("a\n\n# b", "a # b");
        check("1 <b>‹x›</b> & 2", "1 <b>x</b> & 2");
        check("‹a\u{202e}b\r\nc›", "ab  c");
    }

    #[test]
    fn only_pages_and_letter_boxes_are_led_to() {
        let cases = [
            ("https://a.b/c", true),
            ("MAILTO:a@b", true),
            ("/clubs/om", true),
            ("../a:b", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("", false),
        ];
        for (address, wanted) in cases {
            assert_eq!(is_harmless(address), wanted, "{address}");
        }
    }
}
