//! Phrases in; those that say that there is one of a kind, where nothing asks whether it is so, out.

use super::super::catalogue::Catalogue;
use crate::source::{Reads, Span};
use crate::story::{Part, Story, source_of};

/// A phrase that says that there is one of a kind, where no condition asks whether it is so.
#[derive(Clone, Debug)]
pub struct Unasked {
    /// The language's tag.
    pub language: &'static str,
    /// Where its variant stands.
    pub variant: Span,
    /// The words.
    pub words: String,
}

/// Returns the phrases that say that there is one of a kind, where neither a rule nor a guard asks anything.
pub(super) fn unasked(story: &Story, reads: &Reads) -> Vec<Unasked> {
    let mut found = Vec::new();
    for catalogue in Catalogue::of(story) {
        for listed in &catalogue.variants {
            let message = catalogue.message(&catalogue.wordings[listed.wording]);
            let is_asked = message.is_none_or(|it| it.when.is_some() || it.each.is_some());
            if is_asked || listed.guard.is_some() {
                continue;
            }
            let mut said = String::new();
            say(listed.parts, reads, &mut said);
            let said = said.to_lowercase();
            let is_within = |it: char| it.is_alphanumeric();
            let is_said = |words: &&&str| {
                said.match_indices(**words).any(|(start, it)| {
                    let (before, after) = (&said[..start], &said[start + it.len()..]);
                    !before.ends_with(is_within) && !after.starts_with(is_within)
                })
            };
            if let Some(words) = catalogue.language.directions().sole.iter().find(is_said) {
                found.push(Unasked {
                    language: catalogue.language.tag(),
                    variant: listed.span,
                    words: (*words).to_owned(),
                });
            }
        }
    }
    found
}

/// Adds what `parts` say, and what the phrases say that they name and that no guard keeps out.
fn say(parts: &[Part], reads: &Reads, said: &mut String) {
    said.push_str(&source_of(parts, reads));
    for part in parts {
        if let Part::Phrase { variants, .. } = part {
            for variant in variants.iter().filter(|it| it.guard.is_none()) {
                said.push('\n');
                say(&variant.parts, reads, said);
            }
        }
    }
}
