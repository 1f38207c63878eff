//! YAML text in; its tree with places out, or what breaks it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::NonFiniteFloatPolicy;
use serde_saphyr::{Location, Spanned};

use super::{Node, broken};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Located, Span};

/// How deep values may nest: far beyond what people write, far below what the stack bears.
const DEPTH_MAX: usize = 64;

/// Reads the tree of `text`, the content of `file`.
///
/// Broken YAML, a key given twice, a tag, and input that grows beyond every budget are refused.
pub fn parse(file: FileId, text: &str) -> Result<Located<Node>, Diagnostic> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        reject_unsupported_tags: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        budget: serde_saphyr::budget! { max_depth: DEPTH_MAX },
    };
    let growth = Growth { file, text };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => growth.node(raw),
        Err(error) => Err(broken::diagnostic(file, text, &error)),
    }
}

/// A value as the YAML reader hands it over: the text of numbers is lost here, and found again by
/// their place.
enum Raw {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

/// A key with its value.
type Entry = (Located<String>, Located<Node>);

/// Makes the tree of what the YAML reader hands over.
struct Growth<'a> {
    file: FileId,
    text: &'a str,
}

impl Growth<'_> {
    fn node(&self, raw: Spanned<Raw>) -> Result<Located<Node>, Diagnostic> {
        let mut span = self.span(raw.referenced);
        let value = match raw.value {
            Raw::Null => Node::Null,
            Raw::Bool(value) => Node::Bool(value),
            Raw::Number(value) => Node::Number(self.as_written(raw.defined, value)),
            Raw::Text(value) => Node::Text(value),
            Raw::List(items) => Node::List(
                items
                    .into_iter()
                    .map(|item| self.node(item))
                    .collect::<Result<_, _>>()?,
            ),
            Raw::Map(entries) => Node::Map(self.entries(entries)?),
        };
        self.refuse_tag(span)?;
        self.refuse_comment_in_quotes(&value, span)?;
        if value.is_collection() {
            span.end = self.end_of(&value, span);
        }
        Ok(Located { value, span })
    }

    fn entries(&self, raw: Vec<(Spanned<Raw>, Spanned<Raw>)>) -> Result<Vec<Entry>, Diagnostic> {
        let mut entries = Vec::with_capacity(raw.len());
        let mut first_places = BTreeMap::new();
        for (key, value) in raw {
            let key = self.key(key)?;
            if let Some(first) = first_places.insert(key.value.clone(), key.span) {
                return Err(broken::duplicate_key(&key, Some((first, self.text))));
            }
            entries.push((key, self.node(value)?));
        }
        Ok(entries)
    }

    fn key(&self, raw: Spanned<Raw>) -> Result<Located<String>, Diagnostic> {
        let node = self.node(raw)?;
        if let Some(text) = node.value.as_text() {
            return Ok(Located {
                value: text.to_owned(),
                span: node.span,
            });
        }
        let message = format!("a key must be text, and this is {}", node.value.kind());
        Err(Diagnostic::error(Code::BrokenYaml, message)
            .at(node.span)
            .hint("if this is an expression, put all of it in quotes"))
    }

    fn span(&self, location: Location) -> Span {
        let place = location.span();
        let start = place.byte_offset().unwrap_or(0) as usize;
        let len = place.byte_len().unwrap_or(0) as usize;
        let end = (start + len).min(self.text.len());
        // The YAML reader counts the line end of a plain or block scalar in when it reads on.
        let written = self.text.get(start..end).unwrap_or_default();
        Span::new(self.file, start..start + written.trim_end().len())
    }

    /// Returns the number as it stands at `location`, or `value` should that be no number.
    fn as_written(&self, location: Location, value: String) -> String {
        match self.text.get(self.span(location).range()) {
            Some(written) if written.starts_with(is_number_start) => written.to_owned(),
            _ => value,
        }
    }

    /// Refuses the tags that the YAML reader lets pass: `! draw` would lose its mark in silence.
    fn refuse_tag(&self, span: Span) -> Result<(), Diagnostic> {
        let start = span.range().start;
        let Some(word) = broken::marked_word_before(self.text, start) else {
            return Ok(());
        };
        let tag = &self.text[word.clone()];
        let is_tag = tag == "!" || tag.starts_with("!!") || tag.starts_with("!<");
        // On an earlier line, or before a colon, it ends another text.
        if !is_tag || tag.ends_with(':') || self.text[word.end..start].contains('\n') {
            return Ok(());
        }
        Err(broken::tag(Span::new(self.file, word)))
    }

    /// Refuses `when: name == "no #1"`, which a comment cuts inside its quotes.
    fn refuse_comment_in_quotes(&self, value: &Node, span: Span) -> Result<(), Diagnostic> {
        let Node::Text(text) = value else {
            return Ok(());
        };
        let Some(written) = self.text.get(span.range()) else {
            return Ok(());
        };
        let after = &self.text[span.range().end..];
        let is_cut = written == text
            && text.matches('"').count() % 2 == 1
            && after.trim_start_matches([' ', '\t']).starts_with('#');
        if !is_cut {
            return Ok(());
        }
        Err(Diagnostic::error(
            Code::BrokenYaml,
            "a comment begins inside the quotes of this text",
        )
        .at(span)
        .hint("` #` begins a comment: put the whole text in quotes"))
    }

    /// Returns where a list or mapping ends, of which the YAML reader tells the start only.
    fn end_of(&self, value: &Node, span: Span) -> u32 {
        let of_parts = match value {
            Node::List(items) => items.iter().map(|it| it.span.end).max(),
            Node::Map(entries) => entries
                .iter()
                .map(|(key, value)| key.span.end.max(value.span.end))
                .max(),
            _ => None,
        };
        let start = span.range().start;
        let opening = self.text.get(start..).and_then(|it| it.chars().next());
        let closing = match opening {
            Some('[') => ']',
            Some('{') => '}',
            _ => return of_parts.unwrap_or(span.end).max(span.end),
        };
        let end = (span.start + 1).max(of_parts.unwrap_or(0));
        let rest = self.text.get(end as usize..).unwrap_or_default();
        let after = rest.trim_start_matches([' ', ',', '\t', '\r', '\n']);
        if after.starts_with(closing) {
            end + (rest.len() - after.len()) as u32 + 1
        } else {
            end
        }
    }
}

/// Whether a number may begin with `character`.
fn is_number_start(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '+' | '-' | '.')
}
