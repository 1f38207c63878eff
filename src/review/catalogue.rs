//! A story in one language in; every phrase that can be printed of it out, in the order of its sections.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::branches::{Branch, branches};
use crate::language::Language;
use crate::source::Span;
use crate::story::{Bank, Message, Story, Variant, Wording};

/// Every phrase that a story can print in one language, its overlays' included.
pub struct Catalogue<'s> {
    /// The story.
    pub story: &'s Story,
    /// The language.
    pub language: &'static dyn Language,
    /// The wordings that have variants, in the order of sections and messages.
    pub wordings: Vec<ListedWording>,
    /// Their variants.
    pub variants: Vec<ListedVariant<'s>>,
    /// The variants by their places in memory: an overlay has copies of those that it takes from its base.
    places: FxHashMap<usize, usize>,
}

/// What a wording is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// What stands over a section.
    Heading,
    /// What stands over a list or a table.
    Caption,
    /// The headings of a table's columns.
    Columns,
    /// A message, by its position in the story.
    Message(usize),
}

/// The variants of one message in one section.
#[derive(Clone, Debug)]
pub struct ListedWording {
    /// The section's position in the story.
    pub section: usize,
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
    /// The variant.
    pub variant: &'s Variant,
    /// Its options and optional clauses, in reading order.
    pub branches: Vec<Branch<'s>>,
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
        let mut known = FxHashMap::default();
        for section in 0..story.sections.len() {
            for role in roles(story, section) {
                for bank in &banks {
                    let wording = wording(bank, section, role);
                    catalogue.add(section, role, bank.edition, wording, &mut known);
                }
            }
        }
        catalogue
    }

    fn add(
        &mut self,
        section: usize,
        role: Role,
        edition: Option<usize>,
        wording: &'s Wording,
        known: &mut FxHashMap<Span, usize>,
    ) {
        let start = self.variants.len();
        for variant in &wording.variants {
            let next = self.variants.len();
            let idx = *known.entry(variant.span).or_insert(next);
            self.places.insert(place_of(variant), idx);
            if idx == next {
                self.variants.push(ListedVariant {
                    wording: self.wordings.len(),
                    variant,
                    branches: branches(&variant.parts),
                });
            }
        }
        if self.variants.len() > start {
            self.wordings.push(ListedWording {
                section,
                role,
                edition,
                variants: start..self.variants.len(),
            });
        }
    }

    /// Returns the position of a variant of the story.
    pub(super) fn find(&self, variant: &Variant) -> Option<usize> {
        self.places.get(&place_of(variant)).copied()
    }

    /// Returns the name under which a wording stands in its phrase bank.
    pub fn name(&self, wording: &ListedWording) -> &'s str {
        match wording.role {
            Role::Heading => "heading",
            Role::Caption => "caption",
            Role::Columns => "columns",
            Role::Message(message) => &self.story.messages[message].id,
        }
    }

    /// Returns the name of the section that a wording is in.
    pub fn section(&self, wording: &ListedWording) -> &'s Arc<str> {
        &self.story.sections[wording.section].name
    }

    /// Returns the message that a wording tells, if it tells one.
    pub fn message(&self, wording: &ListedWording) -> Option<&'s Message> {
        match wording.role {
            Role::Message(message) => Some(&self.story.messages[message]),
            Role::Heading | Role::Caption | Role::Columns => None,
        }
    }
}

/// Returns what may be worded in a section, in the order of a page.
fn roles(story: &Story, section: usize) -> impl Iterator<Item = Role> {
    let messages = story.sections[section].messages.iter();
    let messages = messages.map(|it| Role::Message(*it));
    [Role::Heading, Role::Caption, Role::Columns]
        .into_iter()
        .chain(messages)
}

/// Returns the variants that a bank has for a role in a section.
pub(super) fn wording(bank: &Bank, section: usize, role: Role) -> &Wording {
    let wording = &bank.sections[section];
    match role {
        Role::Heading => &wording.heading,
        Role::Caption => &wording.caption,
        Role::Columns => &wording.columns,
        Role::Message(message) => &wording.messages[message],
    }
}

fn place_of(variant: &Variant) -> usize {
    std::ptr::from_ref(variant) as usize
}
