//! Diagnostics for people (in rustc's form) and for machines (one JSON object each).

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Severity};
use crate::source::{Reads, Span};

/// Returns the diagnostic as a person reads it: code, message, file, line, column, excerpt, hint.
pub fn to_text(diagnostic: &Diagnostic, reads: &Reads, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = match diagnostic.span {
        Some(span) => {
            let file = reads.file(span.file);
            let range = visible(span.range(), &file.text);
            let excerpt = lines_of(&range, &file.text);
            let marked = range.start - excerpt.start..range.end - excerpt.start;
            let mut mark = AnnotationKind::Primary.span(marked);
            if let Some(label) = &diagnostic.label {
                mark = mark.label(label.as_str());
            }
            let line = line_column(&file.text, excerpt.start).0;
            let snippet = Snippet::source(&file.text[excerpt]).line_start(line);
            Group::with_title(title).element(snippet.path(file.name()).annotation(mark))
        }
        None => Group::with_title(title),
    };
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name("hint").message(hint.as_str()));
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let text = renderer.render(&[group]);
    match diagnostic.span {
        Some(_) => text,
        None => without_gutter(&text),
    }
}

/// Returns `text` without the empty line that leads to an excerpt, where there is none.
fn without_gutter(text: &str) -> String {
    let is_empty = |line: &str| anstream::adapter::strip_str(line).to_string().trim() == "|";
    let lines: Vec<&str> = text.lines().filter(|it| !is_empty(it)).collect();
    lines.join("\n")
}

/// Returns the lines that `range` lies on: the renderer looks at all that it is given, and a table may
/// have a million lines.
fn lines_of(range: &Range<usize>, text: &str) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |it| it + 1);
    let end = text[range.end..].find('\n');
    start..end.map_or(text.len(), |it| range.end + it + 1)
}

/// Returns `range` kept within `text` and on its character boundaries.
fn visible(range: Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    let end = text.ceil_char_boundary(range.end.max(start));
    start..end
}

/// Returns the diagnostic as a JSON object; lines and columns count from 1, columns in characters.
pub fn to_json(diagnostic: &Diagnostic, reads: &Reads) -> Value {
    let place = diagnostic.span.map(|span| place(span, reads));
    json!({
        "code": diagnostic.code.as_str(),
        "severity": match diagnostic.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "message": diagnostic.message,
        "place": place,
        "notes": diagnostic.notes,
        "hint": diagnostic.hint,
    })
}

/// Returns a place as a JSON object; lines and columns count from 1, columns in characters.
pub fn place(span: Span, reads: &Reads) -> Value {
    let file = reads.file(span.file);
    let (line, column) = line_column(&file.text, visible(span.range(), &file.text).start);
    json!({ "file": file.name(), "line": line, "column": column })
}

/// Returns the line and column of the byte at `offset`, both counted from 1.
fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}
