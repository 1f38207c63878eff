//! Sheets in, a batch at a time; one output folder that holds their pages, and what leads to them, out.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::index::Indexes;
use super::keep;
use super::newsroom::Newsroom;
use super::sheets::Sheet;
use super::sidecar::sidecar;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language;
use crate::project::{Output, OutputSpec};
use crate::publish::{self, Content, Lock, Outcome, PageInfo, Store, Translation, Wish};
use crate::source::Error;

/// One output folder, while its pages are made.
pub(super) struct Folder<'a> {
    pub newsroom: &'a Newsroom,
    pub spec: &'a OutputSpec,
    /// The pages of earlier runs, and of this one.
    pub store: Store,
    _lock: Option<Lock>,
    indexes: Indexes<'a>,
    /// The paths that more than one article wants.
    contested: BTreeSet<String>,
    /// Whether an article's last page is kept in the place of a new one.
    holds_pages: bool,
    found: Diagnostics,
}

/// What was done in a folder besides making pages.
pub(super) struct Closed {
    /// Files that nothing wanted any more.
    pub n_removed: usize,
    /// Pages that nothing could be said about, and that were kept.
    pub n_kept: usize,
    /// What a person should know of.
    pub diagnostics: Diagnostics,
}

impl<'a> Folder<'a> {
    /// Opens the folder of an output, to write there or, with `dry`, to say what would be written.
    pub(super) fn open(
        newsroom: &'a Newsroom,
        spec: &'a OutputSpec,
        dry: bool,
    ) -> Result<Self, Error> {
        let folder = newsroom.reads.root().join(&spec.folder);
        let lock = if dry {
            None
        } else {
            Some(Store::lock(&folder, &spec.folder)?)
        };
        let mut found = Diagnostics::default();
        let store = Store::open(folder, &spec.folder, &mut found)?;
        Ok(Folder {
            newsroom,
            spec,
            store: if dry { store.dry() } else { store },
            _lock: lock,
            indexes: Indexes::new(newsroom, spec.output),
            contested: BTreeSet::new(),
            holds_pages: false,
            found,
        })
    }

    /// Makes the pages of some articles, each of which is given in all its languages; returns what became of each
    /// sheet.
    pub(super) fn take(
        &mut self,
        articles: &[Vec<Sheet<'_>>],
    ) -> Result<Vec<Option<Outcome>>, Error> {
        let of_article = |article: &Vec<Sheet<'_>>| self.wishes(article);
        let made: Vec<(Wish, Option<Diagnostic>)> =
            articles.par_iter().flat_map_iter(of_article).collect();
        let mut outcomes = Vec::with_capacity(made.len());
        let (mut wishes, mut wanted) = (Vec::with_capacity(made.len()), Vec::new());
        for (sheet, (wish, found)) in articles.iter().flatten().zip(made) {
            if let Some(found) = found {
                self.found.push(found);
            }
            let is_there = self.store.has(&wish.path);
            let is_kept = matches!(wish.content, Content::Kept);
            self.holds_pages |= is_kept;
            outcomes.push(is_there.then_some(Outcome::Kept));
            // One wish keeps what stands at an address that is contested.
            if sheet.is_contested && !self.contested.insert(wish.path.clone()) {
                continue;
            }
            let has_page = !is_kept || is_there;
            self.indexes.add(sheet, has_page, wish.listed.clone());
            wanted.push(outcomes.len() - 1);
            wishes.push(wish);
        }
        let became = self.store.take(wishes)?;
        for (idx, outcome) in wanted.into_iter().zip(became) {
            outcomes[idx] = outcome;
        }
        Ok(outcomes)
    }

    /// Returns what would be wished for the pages of one article, given in all its languages; nothing is done for it.
    pub(super) fn would_be(&mut self, article: &[Sheet<'_>]) -> Vec<Wish> {
        let wishes = self.wishes(article);
        let mut made = Vec::with_capacity(wishes.len());
        for (sheet, (mut wish, _)) in article.iter().zip(wishes) {
            if sheet.is_contested {
                wish.content = Content::Kept;
            }
            let has_page = !matches!(wish.content, Content::Kept) || self.store.has(&wish.path);
            self.holds_pages |= matches!(wish.content, Content::Kept);
            self.indexes.add(sheet, has_page, wish.listed.clone());
            made.push(wish);
        }
        made
    }

    /// Returns what would be wished for besides the pages of articles, once all of them are known.
    pub(super) fn rest(&mut self) -> Vec<Wish> {
        self.indexes.wishes(&self.store, &mut self.found)
    }

    /// Makes what leads to the pages, and takes away what nothing wants any more; `unsettled` are the stories of
    /// whose earlier pages that cannot be told.
    pub(super) fn close(mut self, unsettled: &BTreeSet<&str>) -> Result<Closed, Error> {
        let mut wishes = self.indexes.wishes(&self.store, &mut self.found);
        let n_kept = keep::add(&self, unsettled, &mut wishes);
        self.store.take(wishes)?;
        let report = self.store.finish()?;
        self.found.append(report.diagnostics);
        Ok(Closed {
            n_removed: report.removed.len(),
            n_kept,
            diagnostics: self.found,
        })
    }

    /// Whether an article's last page is kept in the place of a new one.
    pub(super) fn holds_pages(&self) -> bool {
        self.holds_pages
    }

    /// Whether pages cannot be made anew because a layout has mistakes.
    pub(super) fn has_broken_layouts(&self) -> bool {
        self.spec.output == Output::Html && !self.newsroom.layouts_are_sound
    }

    /// Returns the wishes for the pages of one article, given in all its languages.
    fn wishes(&self, article: &[Sheet<'_>]) -> Vec<(Wish, Option<Diagnostic>)> {
        let translations = self.translations(article);
        let wish = |sheet| self.wish(sheet, &translations);
        article.iter().map(wish).collect()
    }

    /// Returns the wish for one page: the last one is kept where no new one can be made.
    fn wish(&self, sheet: &Sheet<'_>, translations: &[Translation]) -> (Wish, Option<Diagnostic>) {
        let (content, found) = match self.page(sheet, translations) {
            None => (Content::Kept, None),
            Some(Ok(page)) => (Content::Bytes(page.into_bytes()), None),
            Some(Err(found)) => (Content::Kept, Some(found)),
        };
        let path = self.path(sheet);
        let listed = match content {
            Content::Bytes(_) => self.indexes.listed(sheet),
            // What the last page was listed with is in the store.
            Content::Kept => self.store.listed(&path).cloned(),
        };
        let (story, tag) = (self.newsroom.file_name(sheet.story), sheet.language.tag());
        let wish = Wish {
            path,
            article: format!("{story}/{} ({tag})", sheet.slug),
            listed,
            content,
        };
        (wish, found)
    }

    /// Returns the page of an article, read back; none if it is held or the layouts have mistakes.
    fn page(
        &self,
        sheet: &Sheet<'_>,
        translations: &[Translation],
    ) -> Option<Result<String, Diagnostic>> {
        let prose = sheet.prose.filter(|_| sheet.is_told())?;
        if self.has_broken_layouts() {
            return None;
        }
        if self.spec.output == Output::Explain {
            return sidecar(self.newsroom, sheet).map(Ok);
        }
        let info = PageInfo {
            translations: translations.to_vec(),
            ..sheet.info.clone()
        };
        let page = publish::page(self.spec.output, &self.newsroom.layouts, &info, prose);
        Some(page.and_then(|page| self.read_back(sheet, page)))
    }

    /// Returns a page that shows no template syntax.
    fn read_back(&self, sheet: &Sheet<'_>, page: String) -> Result<String, Diagnostic> {
        let Some(leak) = publish::check_page(self.spec.output, &page)
            .into_iter()
            .next()
        else {
            return Ok(page);
        };
        let message = format!(
            "the page of `{}` shows template syntax on line {}: {}",
            sheet.slug, leak.line, leak.excerpt
        );
        let hint =
            "look for `{{`, `[[` or `{%` that was meant as text, in the phrase bank or the layout";
        Err(Diagnostic::error(Code::LeakedSyntax, message).hint(hint))
    }

    fn path(&self, sheet: &Sheet<'_>) -> String {
        self.spec.output.path(sheet.language.tag(), &sheet.slug)
    }

    /// Returns the same page in each language that has one, new or kept.
    fn translations(&self, article: &[Sheet<'_>]) -> Vec<Translation> {
        let has_page = |it: &&Sheet<'_>| it.is_told() || self.store.has(&self.path(it));
        let sheets = article.iter().filter(has_page);
        let of_sheet = |it: &Sheet<'_>| translation(it.language.tag(), &it.slug);
        sheets.map(of_sheet).collect()
    }
}

/// Returns a link from a page to the one at `slug` in another language, or in its own.
pub(super) fn translation(tag: &str, slug: &str) -> Translation {
    let name = language::get(tag).map_or(tag, |it| it.own_name());
    Translation {
        language: tag.to_owned(),
        name: name.to_owned(),
        href: format!("../{tag}/{slug}.html"),
    }
}
