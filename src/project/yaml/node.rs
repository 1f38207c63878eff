//! The tree of a YAML file: what was written, each part with its place.

use std::ops::Range;

use crate::source::{Located, Reads, Span};

/// One value of a YAML file.
#[derive(Clone, Debug)]
pub enum Node {
    /// Nothing: an empty value, `null` or `~`.
    Null,
    /// `true` or `false`; YAML 1.1's `yes`, `no`, `on` and `off` are texts.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text, quoted or not.
    Text(String),
    /// A list.
    List(Vec<Located<Node>>),
    /// A mapping, in the order written; each key is there once.
    Map(Vec<(Located<String>, Located<Node>)>),
}

impl Node {
    /// Returns what kind of value this is, as a person says it.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "nothing",
            Node::Bool(_) => "true or false",
            Node::Number(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Map(_) => "a mapping",
        }
    }

    /// Returns the text of a scalar, as it is written; none for nothing, lists and mappings.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Node::Bool(true) => Some("true"),
            Node::Bool(false) => Some("false"),
            Node::Number(text) | Node::Text(text) => Some(text),
            Node::Null | Node::List(_) | Node::Map(_) => None,
        }
    }

    /// Whether this is a list or a mapping.
    pub fn is_collection(&self) -> bool {
        matches!(self, Node::List(_) | Node::Map(_))
    }
}

/// Returns the place of `range`, counted in the scalar's value, in the file.
///
/// It is exact as long as the value stands in the file letter for letter, quoted or not, up to
/// the end of `range`; behind an escape or a fold, and in an alias, it is the whole scalar.
pub fn inside(reads: &Reads, located: &Located<String>, range: Range<usize>) -> Span {
    let span = located.span;
    let written = reads.file(span.file).text.get(span.range());
    let value = located.value.get(..range.end);
    let (Some(written), Some(value)) = (written, value) else {
        return span;
    };
    let is_quoted = written.starts_with(['"', '\'']) && located.value.trim_end() != written;
    let skipped = usize::from(is_quoted);
    if written[skipped..].starts_with(value) {
        return span.slice(range.start + skipped..range.end + skipped);
    }
    span
}
