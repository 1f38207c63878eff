//! Phrases ready to be shown in; a document that an editor reads and signs out, for a terminal or in Markdown.

use std::fmt::Write as _;

use gentext::review::Approval;

use super::{Sheet, Shown};
use crate::cli::summary::counted;
use crate::cli::text::{push_line, wrap};

/// Returns the phrases for a terminal.
pub(super) fn text(sheet: &Sheet) -> String {
    let mut text = String::new();
    wrap(&mut text, &opening(sheet), "");
    let (mut section, mut message) = ("", "");
    for shown in &sheet.phrases {
        if shown.section != section {
            push_line(&mut text, "");
            push_line(&mut text, &shown.section);
            (section, message) = (&shown.section, "");
        }
        if shown.message != message {
            message = &shown.message;
            push_line(&mut text, "");
            wrap(&mut text, &heading(shown), "  ");
        }
        push_line(&mut text, "");
        wrap(&mut text, &shown.phrase, "    ");
        for note in notes(sheet, shown) {
            wrap(&mut text, &note, "      ");
        }
    }
    text
}

/// Returns the phrases as Markdown.
pub(super) fn markdown(sheet: &Sheet) -> String {
    let mut text = format!("# {}\n", opening(sheet));
    let (mut section, mut message) = ("", "");
    for shown in &sheet.phrases {
        if shown.section != section {
            let _ = write!(text, "\n## {}\n", shown.section);
            (section, message) = (&shown.section, "");
        }
        if shown.message != message {
            message = &shown.message;
            let _ = write!(text, "\n### {message}\n\n");
            for condition in &shown.conditions {
                let _ = writeln!(text, "- {}", escaped(condition));
            }
            if !shown.conditions.is_empty() {
                text.push('\n');
            }
        }
        let _ = writeln!(text, "1. `` {} ``", shown.phrase);
        for note in notes(sheet, shown) {
            let _ = writeln!(text, "   - {}", escaped(&note));
        }
    }
    text
}

/// Returns `text` for a line of Markdown, in which none of it is markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

fn opening(sheet: &Sheet) -> String {
    let n_used = sheet.phrases.iter().filter(|it| it.n_told > 0).count();
    let mut opening = format!(
        "{}, {}: {}, {n_used} used in {}",
        sheet.story,
        sheet.language,
        counted(sheet.phrases.len(), "phrase"),
        counted(sheet.n_articles, "article"),
    );
    if sheet.is_signed {
        let is_open = |it: &&Shown| !matches!(it.approval, Approval::Approved { .. });
        let n_open = sheet.phrases.iter().filter(is_open).count();
        let _ = write!(opening, "; {n_open} to approve");
    }
    opening
}

fn heading(shown: &Shown) -> String {
    match shown.conditions.as_slice() {
        [] => shown.message.clone(),
        some => format!("{}: {}", shown.message, some.join("; ")),
    }
}

/// Returns what there is to say of a phrase, a line each.
fn notes(sheet: &Sheet, shown: &Shown) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(shown.guard.as_ref().map(|it| format!("only if {it}")));
    let file = shown.place["file"].as_str().unwrap_or_default();
    let place = format!("{file}:{}", shown.place["line"]);
    notes.push(match &shown.example {
        Some((article, text)) => {
            let times = counted(shown.n_told, "time");
            format!("{times} ({place}), as in {article}: “{text}”")
        }
        None => format!("never used ({place})"),
    });
    // Of a phrase that is never used, nothing is printed.
    for branch in shown.branches.iter().filter(|_| shown.n_told > 0) {
        notes.push(match branch.n_rendered {
            0 => format!("never printed: {}", branch.text),
            n => format!("{}: {}", counted(n, "time"), branch.text),
        });
    }
    if sheet.is_signed {
        notes.push(match &shown.approval {
            Approval::Approved { by, on: None } => format!("approved by {by}"),
            Approval::Approved { by, on: Some(on) } => format!("approved by {by} on {on}"),
            Approval::Changed { was } => format!("CHANGED since it was approved; it was: {was}"),
            Approval::New => "NEW: nobody approved it".to_owned(),
        });
    }
    notes
}
