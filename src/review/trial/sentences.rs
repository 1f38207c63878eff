//! Finished texts in; the longest and the shortest sentences, and those with the most figures, out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Case;
use crate::microplan::Phrase;
use crate::realise::{Form, Text};
use crate::source::Span;

/// How many sentences are kept of a kind.
const N_KEPT: usize = 5;

/// How many figures a reader takes in with one sentence.
const N_FIGURES_MAX: usize = 3;

/// A sentence that came out at its worst.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The language's tag.
    pub language: &'static str,
    /// Where its variant stands.
    pub variant: Span,
    /// The record it is told of.
    pub case: Case,
    /// The sentence.
    pub text: String,
    /// How many words it has.
    pub n_words: usize,
    /// How many figures are printed in it.
    pub n_figures: usize,
}

/// The worst sentences of each variant.
#[derive(Default)]
pub(super) struct Sentences {
    longest: BTreeMap<Span, Sentence>,
    shortest: BTreeMap<Span, Sentence>,
    crowded: BTreeMap<Span, Sentence>,
}

impl Sentences {
    /// Takes the sentences of a phrase, in a language and a form of section; the cells of a table are none.
    pub(super) fn add(
        &mut self,
        (language, form): (&'static str, Form),
        phrase: &Phrase<'_>,
        texts: &[&Text],
        case: &Case,
    ) {
        if matches!(form, Form::Table | Form::Title) || phrase.message.is_none() {
            return;
        }
        let variant = phrase.variant.span;
        for (text, n_figures) in texts.iter().flat_map(|it| sentences(it)) {
            let n_words = text.split_whitespace().count();
            let sentence = || Sentence {
                language,
                variant,
                case: case.clone(),
                text: text.to_owned(),
                n_words,
                n_figures,
            };
            keep(&mut self.longest, variant, sentence, |it| {
                n_words > it.n_words
            });
            keep(&mut self.shortest, variant, sentence, |it| {
                n_words < it.n_words
            });
            if n_figures > N_FIGURES_MAX {
                keep(&mut self.crowded, variant, sentence, |it| {
                    n_figures > it.n_figures
                });
            }
        }
    }

    pub(super) fn longest(&self) -> Vec<Sentence> {
        first(&self.longest, |it| Reverse(it.n_words))
    }

    pub(super) fn shortest(&self) -> Vec<Sentence> {
        first(&self.shortest, |it| it.n_words)
    }

    pub(super) fn crowded(&self) -> Vec<Sentence> {
        first(&self.crowded, |it| Reverse(it.n_figures))
    }
}

/// Keeps a sentence of a variant if it is the first, or worse than the one that is kept.
fn keep(
    kept: &mut BTreeMap<Span, Sentence>,
    variant: Span,
    sentence: impl Fn() -> Sentence,
    is_worse_than: impl Fn(&Sentence) -> bool,
) {
    match kept.get_mut(&variant) {
        Some(it) if is_worse_than(it) => *it = sentence(),
        Some(_) => {}
        None => {
            kept.insert(variant, sentence());
        }
    }
}

fn first<K: Ord>(kept: &BTreeMap<Span, Sentence>, key: impl Fn(&Sentence) -> K) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = kept.values().cloned().collect();
    sentences.sort_by_key(key);
    sentences.truncate(N_KEPT);
    sentences
}

/// Returns the sentences of a text, each with how many figures are printed in it.
fn sentences(text: &Text) -> Vec<(&str, usize)> {
    let whole = text.text.as_str();
    let mut ends: Vec<usize> = Vec::new();
    for (idx, _) in whole.match_indices(['.', '!', '?']) {
        let rest = &whole[idx + 1..];
        let next = rest.trim_start().chars().next();
        // A point inside a value ends no sentence.
        let is_value = text.marks.iter().any(|it| it.range.contains(&idx));
        if !is_value
            && rest.starts_with(char::is_whitespace)
            && next.is_some_and(char::is_uppercase)
        {
            ends.push(idx + 1);
        }
    }
    ends.push(whole.len());
    let mut start = 0;
    let mut found = Vec::new();
    for end in ends {
        let is_figure = |it: &&crate::realise::Mark| {
            let is_here = start <= it.range.start && it.range.end <= end;
            is_here && whole[it.range.clone()].contains(|c: char| c.is_ascii_digit())
        };
        let n_figures = text.marks.iter().filter(is_figure).count();
        found.push((whole[start..end].trim(), n_figures));
        start = end;
    }
    found.retain(|it| !it.0.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::sentences;
    use crate::realise::{Mark, Text};

    #[test]
    fn figures_are_counted_by_the_sentence() {
        let text = Text {
            text: "St. Louis won 3-1. They had 12 shots.".to_owned(),
            marks: vec![
                Mark {
                    range: 0..9,
                    origin: 0,
                },
                Mark {
                    range: 14..17,
                    origin: 1,
                },
                Mark {
                    range: 28..30,
                    origin: 2,
                },
            ],
        };
        let expected = [("St. Louis won 3-1.", 1), ("They had 12 shots.", 1)];
        assert_eq!(sentences(&text), expected);
    }
}
