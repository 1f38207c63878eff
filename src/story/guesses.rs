//! Words whose forms the language can only guess: told once each, with the forms they would take.

use std::collections::BTreeSet;

use super::expression::{Expr, Node};
use super::phrase::{Print, Request};
use crate::data::Value;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::{Agreement, Gender, Language, Number, VerbCall, Words};

/// The words of one bank that were looked at.
pub(super) struct Guesses<'a> {
    pub language: &'static dyn Language,
    pub words: &'a Words,
    pub seen: BTreeSet<String>,
}

impl Guesses<'_> {
    /// Finds the words of a print that no table and no lexicon has.
    pub(super) fn check(&mut self, print: &Print, diagnostics: &mut Diagnostics) {
        let lemmas = match print.request {
            Request::Counted { .. } => print.argument.as_ref().map(texts),
            Request::Verb { .. } | Request::Agree | Request::Plural => Some(texts(&print.expr)),
            _ => None,
        };
        for lemma in lemmas.unwrap_or_default() {
            let Some(forms) = self.guess(&lemma, &print.request) else {
                continue;
            };
            if self.seen.insert(lemma.clone()) {
                let message = format!("the forms of `{lemma}` are guessed: {forms}");
                let hint = "if one is wrong, declare the word under `words:` in the lexicon";
                let diagnostic = Diagnostic::warning(Code::GuessedWord, message).at(print.span);
                diagnostics.push(diagnostic.hint(hint));
            }
        }
    }

    /// Returns the forms of a word if they are guesses.
    fn guess(&self, lemma: &str, request: &Request) -> Option<String> {
        let (language, words) = (self.language, self.words);
        let plural = Agreement::of(Gender::Masculine, Number::Plural);
        let word = match request {
            Request::Verb { tense, .. } => {
                let call = VerbCall {
                    lemma,
                    tense: *tense,
                    negative: false,
                    subject: plural,
                };
                language.verb(call, words)
            }
            Request::Agree => language.adjective(
                lemma,
                Agreement::of(Gender::Feminine, Number::Plural),
                words,
            ),
            _ => language.plural(lemma, words),
        };
        (!word.known).then_some(word.text)
    }
}

/// Returns the words that an expression may be, where they are written out.
fn texts(expr: &Expr) -> Vec<String> {
    match expr.node() {
        Node::Constant(Value::Text(text)) => vec![text.to_string()],
        Node::Constant(Value::List(items)) => items
            .iter()
            .filter_map(Value::key_text)
            .map(|it| it.to_string())
            .collect(),
        Node::List(items) => items.iter().flat_map(texts).collect(),
        Node::Choice(three) => three[1..].iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
