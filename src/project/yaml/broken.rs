//! Errors of the YAML reader in; findings with a place and advice out.

use std::ops::Range;

use serde_saphyr::{Error, Location};

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Located, Span};

const QUOTE_ALL: &str = "put the whole expression in quotes";

/// Returns what `error` says about `text`.
pub(super) fn diagnostic(file: FileId, text: &str, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let span = error.location().map(|it| place(file, text, it));
    let start = span.map_or(0, |it| it.range().start);
    let diagnostic = match error {
        Error::UnsupportedTag { .. } => {
            // The place is that of the value, and there may be none behind the tag.
            let word = marked_word_before(text, start).unwrap_or(start..start);
            return tag(Span::new(file, word));
        }
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            let span = span.unwrap_or(Span::new(file, 0..0));
            let key = Located {
                value: key.clone(),
                span,
            };
            return duplicate_key(&key, None);
        }
        Error::MultipleDocuments { .. } => finding("a second document begins here")
            .hint("one file holds one document: take out the line `---`"),
        Error::UnknownAnchor { .. } => finding("nothing of this name is anchored here").hint(
            format!("`*` at the start of a value refers to an anchor: {QUOTE_ALL}"),
        ),
        other if is_beyond_budget(other) => {
            finding("this nests or grows beyond what a file may hold")
        }
        other => syntax(text, start, &reason(other)),
    };
    match span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

fn is_beyond_budget(error: &Error) -> bool {
    match error {
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => true,
        // Behind an alias the YAML reader tells of its budget in words only.
        other => reason(other).starts_with("budget breached"),
    }
}

/// Returns the finding that a value bears a tag, at `span`.
pub(super) fn tag(span: Span) -> Diagnostic {
    finding("`!` at the start of a value makes a tag, which has no meaning here")
        .at(span)
        .hint(format!("{QUOTE_ALL}, or write `not`"))
}

/// Returns where the word that ends before `offset` stands, if it begins with `!`.
pub(super) fn marked_word_before(text: &str, offset: usize) -> Option<Range<usize>> {
    let before = text.get(..offset)?.trim_end();
    let start = before
        .rfind([' ', '\t', '\n', ',', '[', '{'])
        .map_or(0, |it| it + 1);
    before[start..]
        .starts_with('!')
        .then_some(start..before.len())
}

/// Returns the finding that `key` was given before, at `first` if that place is known.
pub(super) fn duplicate_key(key: &Located<String>, first: Option<(Span, &str)>) -> Diagnostic {
    let finding = finding(format!("the key `{}` is given twice", key.value))
        .at(key.span)
        .hint("take one of them out, or give it a name of its own");
    match first {
        Some((first, text)) => {
            let before = &text[..first.range().start];
            let line = before.matches('\n').count() + 1;
            finding.note(format!("it is given on line {line} already"))
        }
        None => finding,
    }
}

fn finding(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::BrokenYaml, message)
}

/// Returns the finding about a breach of the grammar, with advice drawn from the line it is on.
fn syntax(text: &str, offset: usize, reason: &str) -> Diagnostic {
    let finding =
        finding("this breaks the rules of YAML").note(format!("the YAML reader says: {reason}"));
    let advice = advice(line_at(text, offset)).or_else(|| advice(line_before(text, offset)));
    finding.hint(advice.unwrap_or_else(|| {
        "the keys of one mapping begin in one column: look at the line above too".to_owned()
    }))
}

/// Returns the likely cause of a line that breaks the grammar, as what to do about it.
fn advice(line: &str) -> Option<String> {
    let indent = &line[..line.len() - line.trim_start().len()];
    if indent.contains('\t') {
        return Some("indent with spaces: YAML does not take tabs".to_owned());
    }
    let value = value_of(line);
    if let Some(first) = value.chars().next()
        && "[{!\"'&*@%`|>".contains(first)
    {
        return Some(format!(
            "a value that starts with `{first}` is not plain text: {QUOTE_ALL}"
        ));
    }
    if let Some(mark @ ("-" | "?" | ":")) = value.split(' ').next()
        && line.contains(": ")
    {
        return Some(format!(
            "a value that starts with `{mark} ` is not plain text: {QUOTE_ALL}"
        ));
    }
    if value.contains(": ") || value.ends_with(':') {
        return Some(format!("`: ` inside a value begins a new key: {QUOTE_ALL}"));
    }
    if line.trim_start_matches(['-', ' ']).starts_with('{') {
        return Some(format!(
            "inside `{{ }}`, a comma, a colon or a bracket ends a value: {QUOTE_ALL}"
        ));
    }
    None
}

/// Returns what stands behind the first key of `line`, or behind its list mark.
fn value_of(line: &str) -> &str {
    let line = line.trim();
    let item = line.strip_prefix("- ").unwrap_or(line).trim_start();
    match item.split_once(": ") {
        Some((_, value)) if !item.starts_with(['{', '[', '"', '\'']) => value.trim_start(),
        _ if item.starts_with('{') => "",
        _ => item,
    }
}

/// Returns the line of `text` around `offset`.
fn line_at(text: &str, offset: usize) -> &str {
    let offset = text.floor_char_boundary(offset);
    let start = text[..offset].rfind('\n').map_or(0, |it| it + 1);
    text[start..].lines().next().unwrap_or_default()
}

/// Returns the last line with content before the one around `offset`: grammar often breaks where
/// the next line begins.
fn line_before(text: &str, offset: usize) -> &str {
    let offset = text.floor_char_boundary(offset);
    let start = text[..offset].rfind('\n').unwrap_or(0);
    text[..start]
        .lines()
        .rev()
        .find(|it| !it.trim().is_empty())
        .unwrap_or_default()
}

/// Returns what the YAML reader says, without the place, which is shown apart.
fn reason(error: &Error) -> String {
    let text = match error {
        Error::ExternalMessage { msg, .. } | Error::Message { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    let line = text.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    line.trim_end_matches('.').to_owned()
}

/// Returns the place of `location`, one character wide, counting lines where it has no offset.
fn place(file: FileId, text: &str, location: Location) -> Span {
    let start = match location.span().byte_offset() {
        Some(offset) => offset as usize,
        None => offset_of(text, location.line() as usize, location.column() as usize),
    };
    let start = text.floor_char_boundary(start.min(text.len()));
    let end = text.ceil_char_boundary((start + 1).min(text.len()));
    Span::new(file, start..end)
}

fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let within: usize = text[before..]
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    before + within
}
