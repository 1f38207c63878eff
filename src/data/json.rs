//! JSON in, a document of lists and maps out: figures as they are written, parts with their lines.

use std::borrow::Cow;
use std::fmt;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::names::excerpt;
use super::records::{Content, DEPTH_MAX, Node};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Reads a JSON document; several of them one after another, as in NDJSON, are a list.
///
/// `is_lines` says that the file is named as one of lines: a single document is then a list of one.
pub(super) fn read(file: FileId, text: &str, is_lines: bool) -> Result<Node<'_>, Diagnostic> {
    let mut parts = Vec::new();
    for part in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        parts.push(part.map_err(|error| broken(file, text, &error))?);
    }
    let mut reader = Reader {
        file,
        text,
        offset: 0,
        line: 1,
    };
    if let ([part], false) = (parts.as_slice(), is_lines) {
        return reader.node(part.get(), 0);
    }
    let items: Result<Vec<_>, _> = parts.iter().map(|it| reader.node(it.get(), 1)).collect();
    Ok(Node {
        line: 1,
        place: (0, 0),
        content: Content::List(items?),
    })
}

/// Returns the finding that a text is no JSON, where the parser stopped.
fn broken(file: FileId, text: &str, error: &serde_json::Error) -> Diagnostic {
    let before: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let offset = (before + error.column().saturating_sub(1)).min(text.len());
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    let found = Diagnostic::error(Code::BrokenData, format!("this is no JSON: {reason}"))
        .at(Span::new(file, offset..offset));
    if error.is_eof() {
        found.hint("the file ends too early: see whether it was copied whole")
    } else {
        found
    }
}

/// Walks over a document from its start to its end, counting lines.
struct Reader<'t> {
    file: FileId,
    text: &'t str,
    offset: usize,
    line: u32,
}

impl<'t> Reader<'t> {
    /// Returns the part that is written as `raw`, a piece of the text.
    fn node(&mut self, raw: &'t str, depth: usize) -> Result<Node<'t>, Diagnostic> {
        let line = self.go_to(raw);
        let place = (self.offset as u32, (self.offset + raw.len()) as u32);
        if depth > DEPTH_MAX {
            return Err(self.fault(raw, "lists and maps lie too deep in each other"));
        }
        let content = match raw.as_bytes().first() {
            Some(b'"') => Content::Text(self.parse::<Text<'t>>(raw)?.0),
            Some(b'[') => {
                let items: Vec<&'t RawValue> = self.parse(raw)?;
                let nodes: Result<_, _> = items
                    .into_iter()
                    .map(|it| self.node(it.get(), depth + 1))
                    .collect();
                Content::List(nodes?)
            }
            Some(b'{') => self.map(raw, depth)?,
            Some(b'n') => Content::Absent,
            Some(b't' | b'f') => Content::Plain(raw.into()),
            _ => Content::number(raw),
        };
        Ok(Node {
            line,
            place,
            content,
        })
    }

    fn map(&mut self, raw: &'t str, depth: usize) -> Result<Content<'t>, Diagnostic> {
        let entries: Entries<'t> = self.parse(raw)?;
        let mut names = FxHashSet::default();
        if let Some((name, _)) = entries.0.iter().find(|it| !names.insert(&*it.0.0)) {
            return Err(self.fault(
                raw,
                &format!("`{}` stands twice in a map", excerpt(&name.0)),
            ));
        }
        drop(names);
        let mut nodes = Vec::with_capacity(entries.0.len());
        for (name, part) in entries.0 {
            nodes.push((name.0, self.node(part.get(), depth + 1)?));
        }
        Ok(Content::Map(nodes))
    }

    /// Goes to where `raw` stands; returns its line.
    fn go_to(&mut self, raw: &'t str) -> u32 {
        let offset = self.offset_of(raw).max(self.offset);
        self.line += self.text[self.offset..offset].matches('\n').count() as u32;
        self.offset = offset;
        self.line
    }

    /// Returns where `raw` stands in the text it was cut from.
    fn offset_of(&self, raw: &'t str) -> usize {
        let offset = raw.as_ptr().addr() - self.text.as_ptr().addr();
        assert!(
            offset <= self.text.len(),
            "parts are cut from the text, not copied"
        );
        offset
    }

    fn parse<T: Deserialize<'t>>(&self, raw: &'t str) -> Result<T, Diagnostic> {
        serde_json::from_str(raw).map_err(|error| {
            let message = error.to_string();
            self.fault(raw, message.split(" at line ").next().unwrap_or_default())
        })
    }

    fn fault(&self, raw: &'t str, reason: &str) -> Diagnostic {
        let start = self.offset_of(raw);
        let end = start + raw.lines().next().unwrap_or_default().len();
        Diagnostic::error(Code::BrokenData, reason).at(Span::new(self.file, start..end))
    }
}

/// A text, cut from the document where it has no escapes.
#[derive(Deserialize)]
struct Text<'t>(#[serde(borrow)] Cow<'t, str>);

/// The entries of a map in the order written; serde's own maps would lose a name that stands twice.
struct Entries<'t>(Vec<(Text<'t>, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}
