//! Data YAML in, a document of lists and maps out: figures as they are written, parts with their lines.

use std::fmt;
use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Options, Spanned};

use super::records::{Content, DEPTH_MAX, Node};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Reads one YAML document.
pub(super) fn read(file: FileId, text: &str) -> Result<Node<'_>, Diagnostic> {
    let tree: Spanned<Tree> = serde_saphyr::from_str_with_options(text, options())
        .map_err(|error| broken(file, text, &error))?;
    Ok(node(tree, text))
}

/// Returns how data is read: `NO` is Norway, `007` an agent, and a bomb of aliases no table.
fn options() -> Options {
    // A table has more nodes than a configuration; they are bounded by the file's length all the same.
    const MANY: usize = 100_000_000;
    serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: DEPTH_MAX,
            max_events: MANY,
            max_nodes: MANY,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 100_000,
        },
    }
}

/// Returns the finding that a text is no YAML, where the parser stopped.
fn broken(file: FileId, text: &str, error: &serde_saphyr::Error) -> Diagnostic {
    let place = error.location().map(|it| it.span());
    let start = place
        .and_then(|it| it.byte_offset())
        .map_or(0, |it| it as usize)
        .min(text.len());
    let message = error.to_string();
    let reason = message.lines().next().unwrap_or_default();
    Diagnostic::error(Code::BrokenYaml, reason).at(Span::new(file, start..start))
}

/// A part of the document, as the parser tells it.
enum Tree {
    Null,
    Bool(bool),
    /// A number; how it is written stands in the text.
    Number,
    Text(String),
    List(Vec<Spanned<Tree>>),
    Map(Vec<(String, Spanned<Tree>)>),
}

/// Returns the part with its line, its figures as they are written.
fn node(tree: Spanned<Tree>, text: &str) -> Node<'_> {
    let content = match tree.value {
        Tree::Null => Content::Absent,
        Tree::Bool(it) => Content::Plain(if it { "true" } else { "false" }.into()),
        Tree::Number => written(&tree, text),
        Tree::Text(it) => Content::Text(it.into()),
        Tree::List(items) => Content::List(items.into_iter().map(|it| node(it, text)).collect()),
        Tree::Map(entries) => Content::Map(
            entries
                .into_iter()
                .map(|(name, it)| (name.into(), node(it, text)))
                .collect(),
        ),
    };
    Node {
        line: tree.referenced.line() as u32,
        place: range(&tree.referenced).map_or((0, 0), |it| (it.start as u32, it.end as u32)),
        content,
    }
}

/// Returns a number as the file writes it: `1.10` has two decimals.
fn written<'t>(tree: &Spanned<Tree>, text: &'t str) -> Content<'t> {
    match range(&tree.defined).and_then(|it| text.get(it)) {
        Some(written) => Content::number(written.trim()),
        None => Content::Absent,
    }
}

/// Returns where a part is written, if the parser knows.
fn range(location: &Location) -> Option<Range<usize>> {
    let span = location.span();
    let start = span.byte_offset()? as usize;
    Some(start..start + span.byte_len()? as usize)
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyPart)
    }
}

struct AnyPart;

impl<'de> Visitor<'de> for AnyPart {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar, a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
        Ok(Tree::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Tree, E> {
        Ok(Tree::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut entries: Vec<(String, Spanned<Tree>)> = Vec::new();
        let mut names = FxHashSet::default();
        while let Some((name, value)) = map.next_entry::<String, Spanned<Tree>>()? {
            // Keys that the parser tells apart (`1` and `"1"`) may be one as text.
            if !names.insert(name.clone()) {
                return Err(A::Error::custom(format_args!(
                    "`{name}` stands twice in a map"
                )));
            }
            entries.push((name, value));
        }
        Ok(Tree::Map(entries))
    }
}
