//! A story in one language in; every phrase that can be printed of it out, in the order of its sections.
//!
//! Behind the sections stand the wordings that belong to none of them: the phrases that variants say by their names,
//! the desk's own words for changes, and its connectives.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::branches::{Branch, branches};
use crate::language::{Language, Relation};
use crate::source::Span;
use crate::story::expression::Expr;
use crate::story::{Bank, Message, Part, Story, Variant, Wording};

/// Every phrase that a story can print in one language, its overlays' included.
pub struct Catalogue<'s> {
    /// The story.
    pub story: &'s Story,
    /// The language.
    pub language: &'static dyn Language,
    /// The wordings that have variants, in the order of sections and messages, and then those of no section.
    pub wordings: Vec<ListedWording>,
    /// Their variants.
    pub variants: Vec<ListedVariant<'s>>,
    /// The variants by where they stand: an overlay has copies of those that it takes from its base, and a phrase is
    /// there as often as it is said.
    places: FxHashMap<Span, usize>,
}

/// What a wording is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What stands over a section.
    Heading,
    /// What stands over a list or a table.
    Caption,
    /// The headings of a table's columns.
    Columns,
    /// A message, by its position in the story.
    Message(usize),
    /// Several rows of a message in one sentence.
    Together(usize),
    /// A phrase of this name, said in other variants.
    Phrase(Arc<str>),
    /// The desk's own words for the changes that this heading names.
    Change(Arc<str>),
    /// What is put before a message of this relation to the one before it.
    Connective(Relation),
}

/// The variants of one message in one section.
#[derive(Clone, Debug)]
pub struct ListedWording {
    /// The section's position in the story; none: it is said in all of them.
    pub section: Option<usize>,
    /// What it is for.
    pub role: Role,
    /// The edition whose overlay has it; none: the base.
    pub edition: Option<usize>,
    /// Its variants, as positions in [`Catalogue::variants`].
    pub variants: Range<usize>,
}

/// One way of saying a message.
pub struct ListedVariant<'s> {
    /// The wording it is one of, as a position in [`Catalogue::wordings`].
    pub wording: usize,
    /// Where it stands.
    pub span: Span,
    /// What must be true for it.
    pub guard: Option<&'s Expr>,
    /// What it is made of; nothing where it is a connective.
    pub parts: &'s [Part],
    /// Its options and optional clauses, in reading order.
    pub branches: Vec<Branch<'s>>,
}

impl<'s> ListedVariant<'s> {
    fn of(variant: &'s Variant) -> Self {
        ListedVariant {
            wording: 0,
            span: variant.span,
            guard: variant.guard.as_ref(),
            parts: &variant.parts,
            branches: branches(&variant.parts),
        }
    }

    fn plain(span: Span) -> Self {
        ListedVariant {
            wording: 0,
            span,
            guard: None,
            parts: &[],
            branches: Vec::new(),
        }
    }
}

impl<'s> Catalogue<'s> {
    /// Lists what `story` can say in each of its languages.
    pub fn of(story: &'s Story) -> Vec<Self> {
        let bases = story.banks.iter().filter(|it| it.edition.is_none());
        bases.map(|it| Catalogue::in_language(story, it)).collect()
    }

    fn in_language(story: &'s Story, base: &'s Bank) -> Self {
        let mut catalogue = Catalogue {
            story,
            language: base.language,
            wordings: Vec::new(),
            variants: Vec::new(),
            places: FxHashMap::default(),
        };
        let tag = base.language.tag();
        let banks = story.banks.iter().filter(|it| it.language.tag() == tag);
        let banks: Vec<&Bank> = banks.collect();
        for section in 0..story.sections.len() {
            for role in roles(story, section) {
                for bank in &banks {
                    let wording = wording(bank, section, &role);
                    let variants = wording.variants.iter().map(ListedVariant::of);
                    catalogue.add(Some(section), &role, bank.edition, variants);
                }
            }
        }
        catalogue.add_phrases(&banks);
        for bank in &banks {
            for change in &bank.changes {
                let variants = change.wording.variants.iter().map(ListedVariant::of);
                let role = Role::Change(change.name.clone());
                catalogue.add(None, &role, bank.edition, variants);
            }
        }
        for bank in &banks {
            for relation in Relation::ALL {
                let options = bank.connectives.of(relation).options.iter();
                let written = options.filter_map(|it| it.span).map(ListedVariant::plain);
                catalogue.add(None, &Role::Connective(relation), bank.edition, written);
            }
        }
        catalogue
    }

    /// Adds the phrases that the variants of `banks` say, in the order in which they are written.
    fn add_phrases(&mut self, banks: &[&'s Bank]) {
        let mut named = BTreeMap::new();
        for bank in banks {
            let sections = bank.sections.iter().flat_map(|it| {
                let reserved = [&it.heading, &it.caption, &it.columns];
                let told = it.messages.iter().chain(&it.together);
                reserved.into_iter().chain(told)
            });
            let wordings = sections.chain(bank.changes.iter().map(|it| &it.wording));
            for variant in wordings.flat_map(|it| &it.variants) {
                each_said(&variant.parts, &mut |name, variants| {
                    if let Some(first) = variants.first() {
                        let place = (first.span.file, first.span.start);
                        let found = (name, bank.edition, variants);
                        named.entry(place).or_insert(found);
                    }
                });
            }
        }
        for (name, edition, variants) in named.into_values() {
            let variants = variants.iter().map(ListedVariant::of);
            self.add(None, &Role::Phrase(name.clone()), edition, variants);
        }
    }

    /// Adds the variants of a wording that are not listed yet.
    fn add(
        &mut self,
        section: Option<usize>,
        role: &Role,
        edition: Option<usize>,
        variants: impl Iterator<Item = ListedVariant<'s>>,
    ) {
        let start = self.variants.len();
        for variant in variants {
            let next = self.variants.len();
            if *self.places.entry(variant.span).or_insert(next) == next {
                let wording = self.wordings.len();
                self.variants.push(ListedVariant { wording, ..variant });
            }
        }
        if self.variants.len() > start {
            self.wordings.push(ListedWording {
                section,
                role: role.clone(),
                edition,
                variants: start..self.variants.len(),
            });
        }
    }

    /// Returns the position of the variant that stands at `span`.
    pub(super) fn find(&self, span: Span) -> Option<usize> {
        self.places.get(&span).copied()
    }

    /// Returns the name under which a wording stands in its phrase bank.
    pub fn name(&self, wording: &ListedWording) -> Arc<str> {
        let id = |message: usize| &self.story.messages[message].id;
        match &wording.role {
            Role::Heading => "heading".into(),
            Role::Caption => "caption".into(),
            Role::Columns => "columns".into(),
            Role::Message(message) => id(*message).clone(),
            Role::Together(message) => format!("{} together", id(*message)).into(),
            Role::Phrase(name) | Role::Change(name) => name.clone(),
            Role::Connective(relation) => relation.name().into(),
        }
    }

    /// Returns the name of the section that a wording is in, or the heading that it has in its phrase bank.
    pub fn section(&self, wording: &ListedWording) -> Arc<str> {
        match (wording.section, &wording.role) {
            (Some(section), _) => self.story.sections[section].name.clone(),
            (None, Role::Change(_)) => "change".into(),
            (None, Role::Connective(_)) => "connectives".into(),
            (None, _) => "phrases".into(),
        }
    }

    /// Returns the message that a wording tells, if it tells one.
    pub fn message(&self, wording: &ListedWording) -> Option<&'s Message> {
        match wording.role {
            Role::Message(message) | Role::Together(message) => Some(&self.story.messages[message]),
            _ => None,
        }
    }
}

/// Returns what may be worded in a section, in the order of a page.
fn roles(story: &Story, section: usize) -> impl Iterator<Item = Role> {
    let messages = story.sections[section].messages.iter();
    let messages = messages.flat_map(|it| [Role::Message(*it), Role::Together(*it)]);
    [Role::Heading, Role::Caption, Role::Columns]
        .into_iter()
        .chain(messages)
}

/// Returns the variants that a bank has for a role in a section.
fn wording<'b>(bank: &'b Bank, section: usize, role: &Role) -> &'b Wording {
    let wording = &bank.sections[section];
    match role {
        Role::Caption => &wording.caption,
        Role::Columns => &wording.columns,
        Role::Message(message) => &wording.messages[*message],
        Role::Together(message) => &wording.together[*message],
        Role::Heading | Role::Phrase(_) | Role::Change(_) | Role::Connective(_) => &wording.heading,
    }
}

/// Shows `see` each phrase that `parts` say by its name, also those said in such phrases.
fn each_said<'s>(parts: &'s [Part], see: &mut impl FnMut(&'s Arc<str>, &'s [Variant])) {
    for part in parts {
        match part {
            Part::Phrase { name, variants, .. } => {
                see(name, variants);
                for variant in variants {
                    each_said(&variant.parts, see);
                }
            }
            Part::Choice { options, .. } => {
                for (_, parts) in options {
                    each_said(parts, see);
                }
            }
            Part::Optional { parts, .. } | Part::Each { parts, .. } => each_said(parts, see),
            Part::Literal(_) | Part::Print(_) | Part::CellBreak => {}
        }
    }
}
