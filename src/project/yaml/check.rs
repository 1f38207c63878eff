//! A tree and a JSON Schema in; every unknown key, missing key and wrong type out.
//!
//! Only the words of JSON Schema that our own shapes use are known here.

use serde_json::{Map, Value};

use super::Node;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{Located, Span};

/// Adds to `diagnostics` what `node` breaks of the schema `root`.
pub(super) fn check(root: &Value, text: &str, node: &Located<Node>, diagnostics: &mut Diagnostics) {
    let mut check = Check {
        root,
        text,
        diagnostics,
    };
    check.node(root, node, "this file");
}

const TRUE_OR_FALSE: &str = "true or false";

struct Check<'a> {
    root: &'a Value,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Check<'a> {
    /// Checks one node; `name` says what it is, as in "`outputs`".
    fn node(&mut self, schema: &'a Value, node: &Located<Node>, name: &str) {
        let Some(schema) = self.branch(schema, &node.value) else {
            return self.wrong_type(schema, node, name);
        };
        match &node.value {
            Node::List(items) => {
                let Some(of_items) = schema.get("items") else {
                    return;
                };
                for item in items {
                    self.node(of_items, item, &format!("an item of {name}"));
                }
            }
            Node::Map(entries) => self.mapping(schema, entries, node.span, name),
            _ => {}
        }
    }

    fn mapping(
        &mut self,
        schema: &'a Value,
        entries: &[(Located<String>, Located<Node>)],
        span: Span,
        name: &str,
    ) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        for (key, value) in entries {
            let of_key = properties
                .and_then(|it| it.get(&key.value))
                .or_else(|| others.filter(|it| it.is_object()));
            match of_key {
                Some(schema) => self.node(schema, value, &format!("`{}`", key.value)),
                None if others == Some(&Value::Bool(false)) => {
                    self.unknown_key(properties, key, value, name);
                }
                None => {}
            }
        }
        for key in required_keys(schema) {
            // A slip of the pen is one mistake: the key that was meant is not missing besides.
            let is_meant = |given: &str| {
                properties.is_some_and(|it| !it.contains_key(given))
                    && nearest_key(properties, given) == Some(key)
            };
            if !entries
                .iter()
                .any(|(given, _)| given.value == key || is_meant(&given.value))
            {
                self.missing_key(properties, key, span, name);
            }
        }
    }

    fn unknown_key(
        &mut self,
        properties: Option<&Map<String, Value>>,
        key: &Located<String>,
        value: &Located<Node>,
        name: &str,
    ) {
        let message = format!("{name} has no key `{}`", key.value);
        let finding = Diagnostic::error(Code::UnknownKey, message).at(key.span);
        // `{that: a, b}` makes a key `b` of what was meant to be text.
        let is_torn =
            matches!(value.value, Node::Null) && nearest_key(properties, &key.value).is_none();
        self.diagnostics.push(if is_torn {
            finding.hint("inside `{ }` a comma ends a value: put a text that has one in quotes")
        } else {
            finding.did_you_mean(&key.value, keys(properties))
        });
    }

    fn missing_key(
        &mut self,
        properties: Option<&Map<String, Value>>,
        key: &str,
        span: Span,
        name: &str,
    ) {
        let message = format!("{name} lacks the key `{key}`");
        let finding = Diagnostic::error(Code::MissingKey, message).at(self.first_line(span));
        let meaning = properties
            .and_then(|it| it.get(key))
            .and_then(|it| self.described(it));
        self.diagnostics.push(match meaning {
            Some(meaning) => finding.hint(format!("`{key}` is {}", lower_first(meaning))),
            None => finding,
        });
    }

    fn wrong_type(&mut self, schema: &'a Value, node: &Located<Node>, name: &str) {
        let mut expected = Vec::new();
        self.expected(schema, &mut expected);
        let found = match node.value.as_text() {
            _ if matches!(node.value, Node::Null) => "and nothing is given".to_owned(),
            Some(text) if !matches!(node.value, Node::Text(_)) || has_words(&expected) => {
                format!("not `{text}`")
            }
            _ => format!("not {}", node.value.kind()),
        };
        let message = format!("{name} takes {}, {found}", listed(&expected, "or"));
        let finding = Diagnostic::error(Code::WrongType, message).at(self.first_line(node.span));
        let takes = |word: &str| expected.iter().any(|it| it == word);
        let words: Vec<&str> = expected
            .iter()
            .filter_map(|it| it.strip_prefix('`')?.strip_suffix('`'))
            .collect();
        let near = node.value.as_text().and_then(|it| nearest(it, words));
        self.diagnostics.push(match near {
            Some(near) => finding.hint(format!("the nearest name is `{near}`")),
            None if takes("text") && node.value.is_collection() => {
                finding.hint("if this is an expression, put all of it in quotes")
            }
            None if expected == ["a mapping"] => {
                let of_keys = self.resolved(schema).get("properties");
                let keys: Vec<String> = keys(of_keys.and_then(Value::as_object))
                    .map(|it| format!("`{it}`"))
                    .collect();
                match listed(&keys, "and").as_str() {
                    "" => finding.hint("write a key and its value on each line: `key: value`"),
                    keys => finding.hint(format!("its keys are {keys}")),
                }
            }
            None if takes(TRUE_OR_FALSE) => finding.hint("write `true` or `false`"),
            None => finding,
        });
    }

    /// Returns the part of `schema` that a node of this kind is checked by, if it takes such a node.
    fn branch(&self, schema: &'a Value, node: &Node) -> Option<&'a Value> {
        let schema = self.resolved(schema);
        if let Some(branches) = branches(schema) {
            return branches.iter().find_map(|it| self.branch(it, node));
        }
        takes(schema, node).then_some(schema)
    }

    /// Follows references into the definitions of the schema.
    fn resolved(&self, mut schema: &'a Value) -> &'a Value {
        while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').unwrap_or(reference);
            schema = self
                .root
                .pointer(pointer)
                .expect("a schema refers to its own definitions");
        }
        schema
    }

    /// Gathers what `schema` takes, in words; nothing is left out of the words, being no answer.
    fn expected(&self, schema: &'a Value, words: &mut Vec<String>) {
        let schema = self.resolved(schema);
        for branch in branches(schema).into_iter().flatten() {
            self.expected(branch, words);
        }
        for choice in choices(schema).into_iter().flatten() {
            words.push(format!("`{choice}`"));
        }
        if choices(schema).is_none() {
            let is_count = schema
                .get("minimum")
                .is_some_and(|it| it.as_f64() == Some(0.0));
            let bound = if is_count { " of 0 or more" } else { "" };
            let kinds = types(schema).filter_map(in_words);
            words.extend(kinds.map(|it| format!("{it}{bound}")));
        }
        words.dedup();
    }

    /// Returns the first sentence said about a key.
    fn described(&self, schema: &'a Value) -> Option<&'a str> {
        let description = schema
            .get("description")
            .or_else(|| self.resolved(schema).get("description"))?;
        let line = description.as_str()?.lines().next()?;
        Some(line.trim_end_matches('.'))
    }

    /// Returns the part of `span` on its first line: a whole mapping is too much to show.
    fn first_line(&self, span: Span) -> Span {
        let written = self.text.get(span.range()).unwrap_or_default();
        let len = written.find('\n').unwrap_or(written.len());
        span.slice(0..written[..len].trim_end().len())
    }
}

/// Returns the keys that a file must have, as in "`title` and `data`".
pub(super) fn required(schema: &Value) -> String {
    let keys: Vec<String> = required_keys(schema).map(|it| format!("`{it}`")).collect();
    listed(&keys, "and")
}

fn required_keys(schema: &Value) -> impl Iterator<Item = &str> {
    let keys = schema.get("required").and_then(Value::as_array);
    keys.into_iter().flatten().filter_map(Value::as_str)
}

/// Returns the keys that a mapping may have.
fn keys(properties: Option<&Map<String, Value>>) -> impl Iterator<Item = &str> {
    properties
        .into_iter()
        .flat_map(|it| it.keys().map(String::as_str))
}

fn nearest_key<'a>(properties: Option<&'a Map<String, Value>>, wrong: &str) -> Option<&'a str> {
    nearest(wrong, keys(properties))
}

/// Whether some of what is expected are words, not kinds of values.
fn has_words(expected: &[String]) -> bool {
    expected.iter().any(|it| it.starts_with('`'))
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn branches(schema: &Value) -> Option<&Vec<Value>> {
    schema
        .get("anyOf")
        .or_else(|| schema.get("oneOf"))
        .and_then(Value::as_array)
}

/// Returns the words that `schema` takes, if it takes but some.
fn choices(schema: &Value) -> Option<Vec<&str>> {
    if let Some(word) = schema.get("const").and_then(Value::as_str) {
        return Some(vec![word]);
    }
    let words = schema.get("enum")?.as_array()?;
    Some(words.iter().filter_map(Value::as_str).collect())
}

/// Returns the types that `schema` names.
fn types(schema: &Value) -> impl Iterator<Item = &str> {
    let types = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    types.into_iter().filter_map(Value::as_str)
}

fn takes(schema: &Value, node: &Node) -> bool {
    if let Some(choices) = choices(schema) {
        return node.as_text().is_some_and(|it| choices.contains(&it));
    }
    let mut types = types(schema).peekable();
    types.peek().is_none() || types.any(|it| is_of_type(it, node) && is_in_bounds(schema, node))
}

/// Whether a node is of a type; every scalar but nothing can be text.
fn is_of_type(type_name: &str, node: &Node) -> bool {
    match (type_name, node) {
        ("integer", Node::Number(text)) => text.parse::<i64>().is_ok(),
        ("null", Node::Null)
        | ("boolean", Node::Bool(_))
        | ("number", Node::Number(_))
        | ("string", Node::Text(_) | Node::Number(_) | Node::Bool(_))
        | ("array", Node::List(_))
        | ("object", Node::Map(_)) => true,
        _ => false,
    }
}

/// Whether a number is within the bounds of `schema`; those of `u32` and its like are there.
fn is_in_bounds(schema: &Value, node: &Node) -> bool {
    let Node::Number(text) = node else {
        return true;
    };
    let bound = |name| schema.get(name).and_then(Value::as_f64);
    let of_format = match schema.get("format").and_then(Value::as_str) {
        Some("uint32") => Some(f64::from(u32::MAX)),
        Some("int32") => Some(f64::from(i32::MAX)),
        _ => None,
    };
    let is_allowed = |number: f64| {
        bound("minimum").is_none_or(|it| number >= it)
            && bound("maximum").or(of_format).is_none_or(|it| number <= it)
    };
    text.parse().is_ok_and(is_allowed) || types(schema).any(|it| it == "string")
}

fn in_words(type_name: &str) -> Option<&'static str> {
    match type_name {
        "string" => Some("text"),
        "number" => Some("a number"),
        "integer" => Some("a whole number"),
        "boolean" => Some(TRUE_OR_FALSE),
        "array" => Some("a list"),
        "object" => Some("a mapping"),
        _ => None,
    }
}

/// Returns the words as one would say them, as in "text, a list or a mapping".
fn listed(words: &[String], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}
