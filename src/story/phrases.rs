//! Named phrases: what a bank says under `# phrases`, to be said again in its variants by `[[> name ]]`.
//!
//! A phrase is compiled anew at each place that names it, with `it` standing for what that place tells it of: so
//! each place is checked, and traced, as if the author had written it out.

use std::collections::BTreeSet;
use std::ops::Range;

use super::bank;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Located, Span};

/// The heading of the first level under which phrases are named.
pub(super) const PHRASES: &str = "phrases";

/// How often the phrases of a bank may be said: phrases in phrases multiply.
const SAYINGS_MAX: usize = 20_000;

/// The phrases that a bank names, in the order written.
#[derive(Default)]
pub(super) struct Phrases<'a> {
    named: Vec<Named<'a>>,
    used: BTreeSet<usize>,
    n_said: usize,
    /// How many of them may be named where we are: a phrase says only what stands above it.
    pub n_known: usize,
    /// What was found in phrases, to be told once however often they are said.
    told: BTreeSet<(Span, String)>,
}

/// A phrase.
#[derive(Clone)]
pub(super) struct Named<'a> {
    pub name: Located<String>,
    pub file: FileId,
    pub text: &'a str,
    pub variants: Vec<Range<usize>>,
    /// How many phrases stand above it.
    pub position: usize,
}

impl<'a> Phrases<'a> {
    /// Adds a phrase; one of the same name in an earlier file yields to it.
    pub(super) fn add(
        &mut self,
        written: bank::Wording,
        file: FileId,
        text: &'a str,
        diagnostics: &mut Diagnostics,
    ) {
        let name = written.message;
        let earlier = self.position(&name.value);
        if let Some(idx) = earlier
            && self.named[idx].file == file
        {
            let message = format!("the phrase `{}` is there twice", name.value);
            diagnostics.push(Diagnostic::error(Code::DuplicateName, message).at(name.span));
            return;
        }
        let position = earlier.unwrap_or(self.named.len());
        let phrase = Named {
            name,
            file,
            text,
            variants: written.variants,
            position,
        };
        if earlier.is_some() {
            self.named[position] = phrase;
        } else {
            self.named.push(phrase);
        }
        self.n_known = self.named.len();
    }

    /// Returns the phrase called `name`, or says that none above is.
    pub(super) fn find(
        &mut self,
        name: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<Named<'a>> {
        let known = &self.named[..self.n_known];
        if let Some(idx) = known.iter().position(|it| it.name.value == name) {
            self.used.insert(idx);
            self.n_said += 1;
            if self.n_said <= SAYINGS_MAX {
                return Some(known[idx].clone());
            }
            let message = format!("phrases are said more than {SAYINGS_MAX} times");
            let hint = "write fewer phrases into phrases";
            let diagnostic =
                Diagnostic::error(Code::BrokenPhrase, message).at(known[idx].name.span);
            diagnostics.push(diagnostic.hint(hint));
            return None;
        }
        let message = format!("no phrase is called `{name}`");
        let diagnostic = Diagnostic::error(Code::UnknownPhrase, message).at(span);
        diagnostics.push(if self.position(name).is_some() {
            diagnostic.hint("a phrase says only phrases that stand above it: move it up")
        } else {
            diagnostic.did_you_mean(name, known.iter().map(|it| it.name.value.as_str()))
        });
        None
    }

    /// Hands over what was found in a phrase, unless it was told before.
    pub(super) fn report(&mut self, found: &Diagnostics, diagnostics: &mut Diagnostics) {
        for finding in found.iter() {
            let is_new = finding
                .span
                .is_none_or(|span| self.told.insert((span, finding.message.clone())));
            if is_new {
                diagnostics.push(finding.clone());
            }
        }
    }

    /// Finds the phrases of a file that nothing says.
    pub(super) fn unused(&self, file: FileId, diagnostics: &mut Diagnostics) {
        for (idx, phrase) in self.named.iter().enumerate() {
            if phrase.file == file && !self.used.contains(&idx) && !self.is_said_below(phrase) {
                let message = format!("nothing says the phrase `{}`", phrase.name.value);
                let hint = format!("say it with `[[> {} ]]`, or remove it", phrase.name.value);
                let diagnostic =
                    Diagnostic::warning(Code::UnusedPhrase, message).at(phrase.name.span);
                diagnostics.push(diagnostic.hint(hint));
            }
        }
    }

    /// Whether a phrase that stands below says this one: that one is found if nothing says it.
    fn is_said_below(&self, phrase: &Named<'_>) -> bool {
        let says = |it: &Named<'_>| {
            let mut variants = it.variants.iter().map(|range| &it.text[range.clone()]);
            variants.any(|text| {
                let named = text.split("[[>").skip(1);
                let mut named = named.map(|it| it.split([':', ']']).next().unwrap_or_default());
                named.any(|it| it.trim() == phrase.name.value)
            })
        };
        self.named[phrase.position + 1..].iter().any(says)
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.named.iter().position(|it| it.name.value == name)
    }
}
