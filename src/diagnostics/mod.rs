//! What is wrong, where, and what to do about it.
//!
//! A mistake in an author's file becomes a [`Diagnostic`]; they are gathered in [`Diagnostics`], and
//! all of them are shown in one run.

mod codes;
mod nearest;
mod render;

pub use codes::Code;
pub use nearest::nearest;
pub use render::{place, to_json, to_text};

use std::fmt::Write;

use crate::source::Span;

/// Something that an author should know about a file.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind of finding.
    pub code: Code,
    /// Whether the run can go on.
    pub severity: Severity,
    /// One lower-case clause, without a full stop.
    pub message: String,
    /// The place it is about.
    pub span: Option<Span>,
    /// What to say under the place.
    pub label: Option<String>,
    /// What else is known: the data concerned, the other place.
    pub notes: Vec<String>,
    /// What to do.
    pub hint: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be used as it stands.
    Error,
    /// It can, but probably says something else than meant.
    Warning,
}

impl Diagnostic {
    /// Returns an error; its place and hint are added with the methods below.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            span: None,
            label: None,
            notes: Vec::new(),
            hint: None,
        }
    }

    /// Returns a warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Points at `span`.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says `label` under the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds what else is known.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Names the nearest of `names` to `wrong` as the hint, or lists them when none is near.
    #[must_use]
    pub fn did_you_mean<'a>(self, wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        match nearest(wrong, names.iter().copied()) {
            Some(name) => self.hint(format!("the nearest name is `{name}`")),
            None if names.is_empty() => self,
            None => self.hint(format!("known here: {}", list_names(&names))),
        }
    }
}

/// Returns at most twelve of `names`, quoted.
fn list_names(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let mut text = names
        .iter()
        .take(SHOWN)
        .map(|it| format!("`{it}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        let _ = write!(text, " and {} more", names.len() - SHOWN);
    }
    text
}

/// The findings of one run, in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding, unless the same was made of the same place just before: a heading that is wrong
    /// for each of its messages is wrong once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        const LOOKED_BACK: usize = 32;
        let is_same = |it: &Diagnostic| {
            it.span.is_some() && it.span == diagnostic.span && it.message == diagnostic.message
        };
        if self.found.iter().rev().take(LOOKED_BACK).any(is_same) {
            return;
        }
        self.found.push(diagnostic);
    }

    /// Adds all findings of another gathering.
    pub fn append(&mut self, other: Diagnostics) {
        self.found.extend(other.found);
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|it| it.severity == Severity::Error)
    }

    /// Returns how many errors and how many warnings there are.
    pub fn count(&self) -> (usize, usize) {
        let n_errors = self
            .found
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .count();
        (n_errors, self.found.len() - n_errors)
    }

    /// Returns the findings by file and place, those without a place first.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by_key(|it| it.span);
        sorted
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns the findings in the order they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }
}
