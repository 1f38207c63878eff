//! Articles and the pages of earlier runs in; what leads to them out: indexes, links between languages, the
//! stylesheet.

use std::collections::{BTreeMap, BTreeSet};

use super::newsroom::Newsroom;
use super::sheets::{Sheet, publisher, site};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::language;
use crate::project::{Output, OutputSpec};
use crate::publish::{self, Content, Index, Store, Translation, Wish};

/// One output folder, as it was and as it will be.
pub(super) struct Folder<'a> {
    pub newsroom: &'a Newsroom,
    pub spec: &'a OutputSpec,
    /// The pages of earlier runs.
    pub store: &'a Store,
    sheets: &'a [Sheet<'a>],
    /// The languages in which an article has a page, new or kept.
    languages: BTreeMap<&'a str, Vec<&'static str>>,
}

impl<'a> Folder<'a> {
    /// Looks at what there will be.
    pub(super) fn new(
        newsroom: &'a Newsroom,
        spec: &'a OutputSpec,
        sheets: &'a [Sheet<'a>],
        store: &'a Store,
    ) -> Self {
        let mut folder = Folder {
            newsroom,
            spec,
            store,
            sheets,
            languages: BTreeMap::new(),
        };
        for sheet in sheets {
            if is_told(sheet) || store.has(&folder.path(sheet)) {
                let languages = folder.languages.entry(&sheet.info.slug).or_default();
                languages.push(sheet.language.tag());
            }
        }
        folder
    }

    /// Returns the path of an article's page.
    pub(super) fn path(&self, sheet: &Sheet<'_>) -> String {
        let language = sheet.language.tag();
        self.spec.output.path(language, &sheet.info.slug)
    }

    /// Returns the same page in each language that has one.
    pub(super) fn translations(&self, slug: &str) -> Vec<Translation> {
        let tags = self.languages.get(slug).into_iter().flatten();
        tags.map(|tag| translation(tag, slug)).collect()
    }

    /// Returns the line of an article in the index, where the output has one that lists articles.
    pub(super) fn entry(&self, sheet: &Sheet<'_>) -> Option<publish::Entry> {
        if self.spec.output != Output::Html {
            return None;
        }
        Some(publish::Entry {
            title: sheet.prose.map(publish::title).unwrap_or_default(),
            href: href(sheet),
            date: sheet.info.date,
            date_text: sheet.info.date_text.clone(),
            description: sheet.info.description.clone(),
            tags: sheet.info.tags.clone(),
            edition: sheet.info.edition.clone(),
        })
    }

    /// Returns the files that belong to the folder rather than to an article; `pages` are those of articles.
    pub(super) fn wishes(&self, pages: &[Wish], diagnostics: &mut Diagnostics) -> Vec<Wish> {
        match self.spec.output {
            Output::Html => self.indexes(pages, diagnostics),
            Output::Hugo | Output::Zola => self.section_pages(),
        }
    }

    fn section_pages(&self) -> Vec<Wish> {
        let mut are_all_dated: BTreeMap<&str, bool> = BTreeMap::new();
        for sheet in self.sheets.iter().filter(|it| is_told(it)) {
            let of_language = are_all_dated.entry(sheet.language.tag()).or_insert(true);
            *of_language &= sheet.info.date.is_some();
        }
        let wishes = are_all_dated.into_iter().map(|(tag, are_all_dated)| {
            let text =
                publish::section_page(self.spec.output, &site(self.newsroom, tag), are_all_dated);
            of_folder(
                format!("{tag}/_index.md"),
                format!("the index ({tag})"),
                text,
            )
        });
        wishes.collect()
    }

    /// Returns the wishes for the index of each language, and the stylesheet.
    fn indexes(&self, pages: &[Wish], diagnostics: &mut Diagnostics) -> Vec<Wish> {
        let pages: BTreeMap<&str, &Wish> = pages.iter().map(|it| (it.path.as_str(), it)).collect();
        let mut by_language: BTreeMap<&str, Listing> = BTreeMap::new();
        let mut listed = BTreeSet::new();
        for sheet in self.sheets {
            let path = self.path(sheet);
            let Some(wish) = pages.get(path.as_str()) else {
                continue;
            };
            let is_kept = matches!(wish.content, Content::Kept);
            if (is_kept && !self.store.has(&path)) || !listed.insert(path) {
                continue;
            }
            let listing = by_language.entry(sheet.language.tag()).or_default();
            match &wish.listed {
                Some(it) => listing.entries.push(publish::Entry::of(it, href(sheet))),
                None => listing.is_partial = true,
            }
        }
        let tags: Vec<&str> = by_language.keys().copied().collect();
        let mut wishes = Vec::new();
        for (tag, listing) in by_language {
            match self.index(tag, &tags, listing) {
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
    fn index(&self, tag: &str, tags: &[&str], mut listing: Listing) -> Result<Wish, Diagnostic> {
        listing.entries.sort_by_key(|it| std::cmp::Reverse(it.date));
        let index = Index {
            site: site(self.newsroom, tag),
            language: tag.to_owned(),
            publisher: publisher(self.newsroom, tag),
            translations: tags.iter().map(|it| translation(it, "index")).collect(),
            entries: listing.entries,
            ..Index::default()
        };
        let page = self.newsroom.layouts.index(&index)?;
        let mut wish = of_folder(
            format!("{tag}/index.html"),
            format!("the index ({tag})"),
            page,
        );
        // A manifest of an older gen does not know what a kept page is listed with: the index it is in stays.
        if listing.is_partial && self.store.has(&wish.path) {
            wish.content = Content::Kept;
        }
        Ok(wish)
    }
}

/// The lines of the index of one language.
#[derive(Default)]
struct Listing {
    entries: Vec<publish::Entry>,
    /// Whether a page stands of which nothing is known that an index could say.
    is_partial: bool,
}

/// Whether an article has something new to publish.
fn is_told(sheet: &Sheet<'_>) -> bool {
    sheet.prose.is_some() && !sheet.is_contested
}

fn href(sheet: &Sheet<'_>) -> String {
    format!("{}.html", sheet.info.slug)
}

fn of_folder(path: String, what: String, text: String) -> Wish {
    Wish {
        path,
        article: what,
        listed: None,
        content: Content::Bytes(text.into_bytes()),
    }
}

fn translation(tag: &str, slug: &str) -> Translation {
    let name = language::get(tag).map_or(tag, |it| it.own_name());
    Translation {
        language: tag.to_owned(),
        name: name.to_owned(),
        href: format!("../{tag}/{slug}.html"),
    }
}
