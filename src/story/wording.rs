//! Wording: a phrase bank's variants to compiled parts, their names looked up and their literals typeset.

use std::ops::Range;

use super::claims::{Ground, Written, by_hand};
use super::expression::{self, Expr, Shape};
use super::extent::Extent;
use super::guesses::Guesses;
use super::markup::{self, Node};
use super::phrase::{Part, Print, Request, Unfounded, Variant};
use super::phrases::Phrases;
use super::scope::Names;
use super::subjects;
use super::{Address, Literals, change, request};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::{FileId, Span};

/// What compiling the variants of one bank needs to know.
pub(super) struct Wordings<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub language: &'static dyn Language,
    /// Figures that authors may write by hand.
    pub literals: &'a Literals,
    /// What the variants being compiled rest on.
    pub ground: Ground,
    /// What the author's words claim in the variant being compiled.
    pub written: Written,
    /// The words that were looked at.
    pub guesses: Guesses<'a>,
    /// The phrases that the bank names.
    pub phrases: Phrases<'a>,
    /// How many phrases stand around the present place.
    pub depth: usize,
    /// How many prints the bank has so far.
    pub n_sites: u32,
}

impl Wordings<'_> {
    /// Returns the variant at `range`, if it is sound.
    pub(super) fn variant(
        &mut self,
        range: Range<usize>,
        in_table: bool,
        names: &Names<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Variant> {
        let opened = match markup::parse(self.text, range.clone(), in_table) {
            Ok(opened) => opened,
            Err(broken) => {
                let span = Span::new(self.file, broken.range);
                let diagnostic = Diagnostic::error(Code::BrokenPhrase, broken.message);
                diagnostics.push(diagnostic.at(span).hint(broken.hint));
                return None;
            }
        };
        let source: Vec<&str> = self.text[range.clone()].split_whitespace().collect();
        let identity = Address::of(&source);
        let guard = match opened.guard {
            Some(guard) => Some(self.expr(guard, names, diagnostics)?),
            None => None,
        };
        let mut slot = Slots { of: identity, n: 0 };
        // A phrase is a variant inside another: what it claims rests on its own guard, and on those around it.
        let outer = std::mem::take(&mut self.written);
        let is_guarded = guard.as_ref().is_some_and(|it| self.ground.decides(it));
        self.written.is_guarded = outer.is_guarded || is_guarded;
        let parts = self.parts(&opened.body, names, &mut slot, diagnostics);
        let written = std::mem::replace(&mut self.written, outer);
        let parts = parts?;
        let mut variant = Variant {
            guard,
            extent: Extent::of(&parts),
            parts,
            identity,
            unfounded: Vec::new(),
            span: Span::new(self.file, range),
        };
        if self.depth == 0 && self.language.past_agrees() {
            subjects::check(&variant.parts, diagnostics);
        }
        variant.unfounded = written.settle(&variant, &self.ground, diagnostics);
        of_phrases(&variant.parts, &mut variant.unfounded);
        Some(variant)
    }

    /// Returns the words at `range`, in which nothing of the data stands, typeset.
    pub(super) fn plain(
        &self,
        range: Range<usize>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let words = &self.text[range.clone()];
        if words.contains(['{', '}', '[', ']', '`', '|']) {
            let span = Span::new(self.file, range);
            let diagnostic = Diagnostic::error(Code::BrokenPhrase, "a connective is plain words");
            let hint = "write it as it begins a sentence: `However,`";
            diagnostics.push(diagnostic.at(span).hint(hint));
            return None;
        }
        for figure in self.literals.undeclared(words) {
            let span = Span::new(
                self.file,
                range.start + figure.start..range.start + figure.end,
            );
            diagnostics.push(by_hand("figure", &words[figure], span));
        }
        Some(self.language.typography(&folded(words)))
    }

    fn expr(
        &self,
        range: Range<usize>,
        names: &Names<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Expr> {
        let text = &self.text[range.clone()];
        let span_of =
            |it: Range<usize>| Span::new(self.file, range.start + it.start..range.start + it.end);
        expression::parse(text, &span_of, names, diagnostics)
    }

    /// Compiles all nodes, so that every mistake is found, before it gives up.
    fn parts(
        &mut self,
        nodes: &[Node],
        names: &Names<'_>,
        slots: &mut Slots,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Part>> {
        let mut parts = Vec::with_capacity(nodes.len());
        for (idx, node) in nodes.iter().enumerate() {
            parts.push(match node {
                Node::Literal(range) => {
                    self.misplaced_guards(range.clone(), names, diagnostics);
                    let follows = idx > 0 && is_value(&nodes[idx - 1]);
                    Some(self.literal(range.clone(), follows, diagnostics))
                }
                other => self.part(other, names, slots, diagnostics),
            });
        }
        parts.into_iter().collect()
    }

    fn part(
        &mut self,
        node: &Node,
        names: &Names<'_>,
        slots: &mut Slots,
        diagnostics: &mut Diagnostics,
    ) -> Option<Part> {
        match node {
            Node::Literal(range) => Some(self.literal(range.clone(), false, diagnostics)),
            Node::CellBreak => Some(Part::CellBreak),
            Node::Print(range) => self.print(range.clone(), names, slots, diagnostics),
            Node::Choice(options) => {
                let address = slots.next();
                let options: Vec<Option<(Address, Vec<Part>)>> = options
                    .iter()
                    .map(|option| {
                        let identity = self.identity(option);
                        Some((identity, self.parts(option, names, slots, diagnostics)?))
                    })
                    .collect();
                Some(Part::Choice {
                    address,
                    options: options.into_iter().collect::<Option<_>>()?,
                })
            }
            Node::Optional { guard, body } => {
                let guard = guard.clone().map(|it| self.expr(it, names, diagnostics));
                let outside = self.written.is_guarded;
                let mut guards = guard.iter().flatten();
                self.written.is_guarded |= guards.any(|it| self.ground.decides(it));
                let parts = self.parts(body, names, slots, diagnostics);
                self.written.is_guarded = outside;
                let guard = match guard {
                    Some(guard) => Some(guard?),
                    None => None,
                };
                Some(Part::Optional {
                    guard,
                    parts: parts?,
                })
            }
            Node::Phrase { name, argument } => {
                self.phrase(name.clone(), argument.clone(), names, slots, diagnostics)
            }
            Node::Each { list, body } => {
                let list = self.expr(list.clone(), names, diagnostics);
                let shape = list.as_ref().map_or(Shape::Unknown, Expr::shape);
                let parts = self.parts(body, &names.with_it(shape), slots, diagnostics);
                Some(Part::Each {
                    list: list?,
                    parts: parts?,
                })
            }
        }
    }

    /// Returns a phrase of the bank, its variants compiled for the value that they are told of here.
    fn phrase(
        &mut self,
        name: Range<usize>,
        argument: Option<Range<usize>>,
        names: &Names<'_>,
        slots: &mut Slots,
        diagnostics: &mut Diagnostics,
    ) -> Option<Part> {
        let address = slots.next();
        let end = argument.as_ref().map_or(name.end, |it| it.end);
        let argument = match argument {
            Some(range) => {
                let expr = self.expr(range.clone(), names, diagnostics)?;
                Some((&self.text[range], expr))
            }
            None => None,
        };
        let place = Span::new(self.file, name.clone());
        let span = Span::new(self.file, name.start..end);
        let phrase = self.phrases.find(&self.text[name], place, diagnostics)?;
        let names = names.in_phrase(argument);
        let mut found = Diagnostics::default();
        let outer = (self.file, self.text);
        (self.file, self.text) = (phrase.file, phrase.text);
        let n_known = std::mem::replace(&mut self.phrases.n_known, phrase.position);
        self.depth += 1;
        let mut variants = Vec::with_capacity(phrase.variants.len());
        for range in &phrase.variants {
            variants.push(self.variant(range.clone(), false, &names, &mut found));
        }
        self.depth -= 1;
        self.phrases.n_known = n_known;
        (self.file, self.text) = outer;
        self.phrases.report(&found, diagnostics);
        let variants = variants.into_iter().collect::<Option<Vec<Variant>>>()?;
        Some(Part::Phrase {
            name: phrase.name.value.as_str().into(),
            address,
            variants,
            span,
        })
    }

    /// Finds conditions in backticks that do not stand first, and would be printed.
    fn misplaced_guards(
        &self,
        range: Range<usize>,
        names: &Names<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut at = range.start;
        let mut spans = self.text[range].split('`');
        while let (Some(before), Some(code)) = (spans.next(), spans.next()) {
            let start = at + before.len() + 1;
            at = start + code.len() + 1;
            let found = self.expr(
                start..start + code.len(),
                names,
                &mut Diagnostics::default(),
            );
            if found.is_some_and(|it| it.shape() == Shape::BOOL) {
                let span = Span::new(self.file, start - 1..at);
                let message = "this condition does not stand first, and would be printed";
                let hint = "begin the variant with it, or write a clause: ``[[? `x > 0` … ]]``";
                let diagnostic = Diagnostic::error(Code::BrokenPhrase, message).at(span);
                diagnostics.push(diagnostic.hint(hint));
            }
        }
    }

    /// Returns the identity of an option: its source, in whatever place.
    fn identity(&self, nodes: &[Node]) -> Address {
        let ranges = nodes.iter().map(|node| match node {
            Node::Literal(range) | Node::Print(range) => &self.text[range.clone()],
            _ => "",
        });
        Address::of(&ranges.flat_map(str::split_whitespace).collect::<Vec<_>>())
    }

    /// Typesets the author's words; `follows` says that they stand behind a value.
    fn literal(
        &mut self,
        range: Range<usize>,
        follows: bool,
        diagnostics: &mut Diagnostics,
    ) -> Part {
        let words = &self.text[range.clone()];
        let place = Span::new(self.file, range);
        self.written
            .words(words, place, self.literals, self.language, diagnostics);
        if !follows {
            return Part::Literal(self.language.typography(&folded(words)).into());
        }
        // A letter stands for the value, so that `'s` behind a name is an apostrophe and no quote.
        let typeset = self.language.typography(&format!("x{}", folded(words)));
        Part::Literal(typeset[1..].into())
    }

    fn print(
        &mut self,
        range: Range<usize>,
        names: &Names<'_>,
        slots: &mut Slots,
        diagnostics: &mut Diagnostics,
    ) -> Option<Part> {
        let text = &self.text[range.clone()];
        let span_of =
            |it: Range<usize>| Span::new(self.file, range.start + it.start..range.start + it.end);
        let (mut expr, call) = expression::parse_print(text, &span_of, names, diagnostics)?;
        let (mut request, mut argument) = match call {
            Some(call) => request::typed(call, self.language, diagnostics)?,
            None => (Request::Plain, None),
        };
        if let Request::Change { rule, .. } = &mut request {
            let whole = Span::new(self.file, range.clone());
            (*rule, argument) = change::told(&mut expr, argument, whole, names, diagnostics)?;
        }
        let site = self.n_sites;
        self.n_sites += 1;
        let span = Span::new(self.file, range.start - 2..range.end + 2);
        let address = slots.next();
        let print = Print {
            expr,
            request,
            argument,
            site,
            address,
            span,
        };
        self.guesses.check(&print, diagnostics);
        self.written.print(&print, self.literals, self.language);
        Some(Part::Print(Box::new(print)))
    }
}

/// Adds what the phrases inside a variant claim that nothing answers for.
fn of_phrases(parts: &[Part], unfounded: &mut Vec<Unfounded>) {
    for part in parts {
        match part {
            Part::Phrase { variants, .. } => {
                let of_variants = variants.iter().flat_map(|it| &it.unfounded);
                unfounded.extend(of_variants.cloned());
            }
            Part::Choice { options, .. } => {
                for (_, parts) in options {
                    of_phrases(parts, unfounded);
                }
            }
            Part::Optional { parts, .. } | Part::Each { parts, .. } => of_phrases(parts, unfounded),
            Part::Literal(_) | Part::Print(_) | Part::CellBreak => {}
        }
    }
}

/// Whether something of the data stands here.
fn is_value(node: &Node) -> bool {
    matches!(
        node,
        Node::Print(_) | Node::Each { .. } | Node::Choice(_) | Node::Phrase { .. }
    )
}

/// Gives out the addresses of the choices inside one variant.
struct Slots {
    of: Address,
    n: u64,
}

impl Slots {
    fn next(&mut self) -> Address {
        self.n += 1;
        Address(super::mix(self.of.0 ^ self.n))
    }
}

/// Returns `words` with each run of white space as one space: line breaks are the editor's, not the text's.
fn folded(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for letter in words.chars() {
        let letter = if matches!(letter, '\n' | '\r' | '\t') {
            ' '
        } else {
            letter
        };
        if !(letter == ' ' && folded.ends_with(' ')) {
            folded.push(letter);
        }
    }
    folded
}
