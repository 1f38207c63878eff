//! The articles of an output in; the pages that lead to them, and the stylesheet, out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::folder::translation;
use super::newsroom::Newsroom;
use super::sheets::{Sheet, publisher, site};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::project::Output;
use crate::publish::{self, Content, Index, Listed, Store, Wish};

/// The indexes of one output, while its pages are made: of each article only what its line says is kept.
pub(super) struct Indexes<'a> {
    newsroom: &'a Newsroom,
    output: Output,
    by_language: BTreeMap<&'static str, Listing>,
}

/// The articles of one language.
#[derive(Default)]
struct Listing {
    /// The address of each and what is said of it, which the manifest has too.
    lines: Vec<(Arc<str>, Arc<Listed>)>,
    /// Whether a page stands of which nothing is known that an index could say.
    is_partial: bool,
    /// Whether one of them has no date.
    is_undated: bool,
}

impl<'a> Indexes<'a> {
    pub(super) fn new(newsroom: &'a Newsroom, output: Output) -> Self {
        Indexes {
            newsroom,
            output,
            by_language: BTreeMap::new(),
        }
    }

    /// Returns the line of an article, where the output has an index that lists articles.
    pub(super) fn listed(&self, sheet: &Sheet<'_>) -> Option<Arc<Listed>> {
        let (Output::Html, info) = (self.output, &sheet.info) else {
            return None;
        };
        Some(Arc::new(Listed {
            title: sheet.prose.map(publish::title).unwrap_or_default(),
            date: info.date.map(|it| it.to_string()),
            date_text: info.date_text.clone(),
            description: info.description.clone(),
            tags: info.tags.clone(),
            edition: info.edition.clone(),
        }))
    }

    /// Adds an article, and what is said of its page if it has one, new or kept.
    pub(super) fn add(&mut self, sheet: &Sheet<'_>, has_page: bool, listed: Option<Arc<Listed>>) {
        let is_listed = self.output == Output::Html;
        let belongs = if is_listed { has_page } else { sheet.is_told() };
        if !belongs {
            return;
        }
        let listing = self.by_language.entry(sheet.language.tag()).or_default();
        match listed {
            Some(it) => listing.lines.push((sheet.slug.clone(), it)),
            None => listing.is_partial = true,
        }
        listing.is_undated |= sheet.info.date.is_none();
    }

    /// Returns the files that belong to the folder rather than to an article; `store` has the pages of this run.
    pub(super) fn wishes(&mut self, store: &Store, diagnostics: &mut Diagnostics) -> Vec<Wish> {
        match self.output {
            Output::Html => self.indexes(store, diagnostics),
            Output::Hugo | Output::Zola => self.section_pages(),
            Output::Explain => Vec::new(),
        }
    }

    fn section_pages(&self) -> Vec<Wish> {
        let wishes = self.by_language.iter().map(|(tag, listing)| {
            let site = site(self.newsroom, tag);
            let text = publish::section_page(self.output, &site, !listing.is_undated);
            let what = format!("the index ({tag})");
            of_folder(format!("{tag}/_index.md"), what, text)
        });
        wishes.collect()
    }

    /// Returns the wishes for the index of each language, and the stylesheet.
    fn indexes(&mut self, store: &Store, diagnostics: &mut Diagnostics) -> Vec<Wish> {
        let by_language = std::mem::take(&mut self.by_language);
        let tags: Vec<&str> = by_language.keys().copied().collect();
        let mut wishes = Vec::new();
        for (tag, listing) in by_language {
            match self.index(tag, &tags, listing, store) {
                Ok(wish) => wishes.push(wish),
                Err(found) => diagnostics.push(found),
            }
        }
        if !tags.is_empty() {
            let stylesheet = self.newsroom.layouts.stylesheet().to_owned();
            let (path, what) = ("style.css".to_owned(), "the stylesheet".to_owned());
            wishes.push(of_folder(path, what, stylesheet));
        }
        wishes
    }

    /// Returns the wish for the index of the articles in one language, the newest first.
    fn index(
        &self,
        tag: &str,
        tags: &[&str],
        listing: Listing,
        store: &Store,
    ) -> Result<Wish, Diagnostic> {
        let lines = listing.lines.into_iter();
        let entry =
            |(slug, it): (Arc<str>, Arc<Listed>)| publish::Entry::of(&it, format!("{slug}.html"));
        let mut entries: Vec<publish::Entry> = lines.map(entry).collect();
        entries.sort_by_key(|it| std::cmp::Reverse(it.date));
        let index = Index {
            site: site(self.newsroom, tag),
            language: tag.to_owned(),
            publisher: publisher(self.newsroom, tag),
            translations: tags.iter().map(|it| translation(it, "index")).collect(),
            entries,
            ..Index::default()
        };
        let page = self.newsroom.layouts.index(&index)?;
        let (path, what) = (format!("{tag}/index.html"), format!("the index ({tag})"));
        let mut wish = of_folder(path, what, page);
        // A manifest of an older gen does not know what a kept page is listed with: the index it is in stays.
        if listing.is_partial && store.has(&wish.path) {
            wish.content = Content::Kept;
        }
        Ok(wish)
    }
}

fn of_folder(path: String, what: String, text: String) -> Wish {
    Wish {
        path,
        article: what,
        listed: None,
        content: Content::Bytes(text.into_bytes()),
    }
}
