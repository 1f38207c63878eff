//! Sheets to pages, and pages to the output folders: what became of every article.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::clash::Clashes;
use super::edition::{Edition, Entry, State};
use super::folder::Folder;
use super::keep;
use super::newsroom::Newsroom;
use super::sheets::{Sheet, sheets};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::interpret::Hold;
use crate::project::{Output, OutputSpec};
use crate::publish::{self, Content, Outcome, PageInfo, Store, Wish};
use crate::source::Error;

/// What became of every article.
#[derive(Debug, Default)]
pub struct Published {
    /// One line an article and language.
    pub articles: Vec<Line>,
    /// Files of gen's that nothing wants any more, and that were removed.
    pub n_removed: usize,
    /// Pages that nothing could be said about, because a file has mistakes, and that were kept.
    pub n_kept: usize,
    /// What a person should know of.
    pub diagnostics: Diagnostics,
}

/// What became of one article in one language.
#[derive(Clone, Debug)]
pub struct Line {
    /// The story.
    pub story: String,
    /// The last part of its address.
    pub slug: String,
    /// The language; none if it is held in all of them.
    pub language: Option<&'static str>,
    /// Its title, if it is told.
    pub title: Option<String>,
    /// What became of it.
    pub fate: Fate,
}

/// What became of an article.
#[derive(Clone, Debug)]
pub enum Fate {
    /// At least one of its pages was written, and none refused.
    Written,
    /// Its pages were as they should be, or as a person edited them.
    Unchanged,
    /// It is held; whether its last page is kept.
    Held {
        /// The reasons.
        hold: Hold,
        /// Whether an earlier page stands.
        kept: bool,
    },
    /// It could be told, and a page of it could not be made: a diagnostic says why.
    Refused,
}

/// Makes the output folders hold the articles; with `dry`, only says what would be done.
pub fn publish(newsroom: &Newsroom, edition: &Edition<'_>, dry: bool) -> Result<Published, Error> {
    let nameless = edition.entries.iter().filter(|it| it.slug().is_err());
    let mut published = Published {
        articles: nameless.map(self::nameless).collect(),
        ..Published::default()
    };
    let mut sheets = sheets(newsroom, edition);
    let mut clashes = Clashes::of(newsroom, edition);
    for found in std::mem::take(&mut clashes.found) {
        published.diagnostics.push(found);
    }
    for sheet in &mut sheets {
        sheet.is_contested = clashes.has(sheet.language.tag(), &sheet.info.slug);
    }
    let mut outcomes: Vec<Vec<Option<Outcome>>> = vec![Vec::new(); sheets.len()];
    for spec in &newsroom.project.outputs {
        let folder = newsroom.reads.root().join(&spec.folder);
        let _lock = if dry {
            None
        } else {
            Some(Store::lock(&folder, &spec.folder)?)
        };
        let mut store = Store::open(folder, &spec.folder, &mut published.diagnostics)?;
        let mut wishes = wishes(newsroom, spec, &sheets, &store, &mut published.diagnostics);
        published.n_kept += keep::add(newsroom, edition, spec, &store, &mut wishes);
        let report = if dry {
            store.preview(wishes)?
        } else {
            store.sync(wishes)?
        };
        published.n_removed += report.count(Outcome::Removed);
        for (sheet, outcomes) in sheets.iter().zip(&mut outcomes) {
            let path = spec.output.path(sheet.language.tag(), &sheet.info.slug);
            outcomes.push(report.outcomes.get(&path).copied());
        }
        published.diagnostics.append(report.diagnostics);
    }
    for found in publish::stale_outputs(newsroom.reads.root(), &newsroom.project.outputs) {
        published.diagnostics.push(found);
    }
    let lines = sheets
        .iter()
        .zip(&outcomes)
        .map(|(sheet, outcomes)| line(sheet, outcomes));
    published.articles.extend(lines);
    Ok(published)
}

/// Returns what became of an article, over all outputs.
fn line(sheet: &Sheet<'_>, outcomes: &[Option<Outcome>]) -> Line {
    let any = |wanted: Outcome| outcomes.contains(&Some(wanted));
    let fate = match sheet.hold {
        Some(hold) => Fate::Held {
            hold: hold.clone(),
            kept: any(Outcome::Kept),
        },
        None if outcomes.contains(&None) || any(Outcome::Kept) => Fate::Refused,
        None if any(Outcome::Written) => Fate::Written,
        None => Fate::Unchanged,
    };
    Line {
        story: sheet.story.name.to_string(),
        slug: sheet.info.slug.clone(),
        language: Some(sheet.language.tag()),
        title: sheet.prose.map(publish::title),
        fate,
    }
}

/// Returns the line of an article whose key names nothing.
fn nameless(entry: &Entry<'_>) -> Line {
    let hold = match &entry.state {
        State::Held(_, hold) => hold.clone(),
        State::Told(_) => Hold::because("its key has no letter or figure that an address can hold"),
    };
    Line {
        story: entry.story.name.to_string(),
        slug: format!("(row {})", entry.record.rows[0] + 1),
        language: None,
        title: None,
        fate: Fate::Held { hold, kept: false },
    }
}

/// Returns the files that an output should hold.
fn wishes(
    newsroom: &Newsroom,
    spec: &OutputSpec,
    sheets: &[Sheet<'_>],
    store: &Store,
    diagnostics: &mut Diagnostics,
) -> Vec<Wish> {
    let folder = Folder::new(newsroom, spec, sheets, store);
    let pages: Vec<(Wish, Option<Diagnostic>)> = sheets
        .par_iter()
        .map(|sheet| page_wish(&folder, sheet))
        .collect();
    let mut wishes = Vec::with_capacity(pages.len() + 4);
    let mut contested = BTreeSet::new();
    for (sheet, (wish, found)) in sheets.iter().zip(pages) {
        // One wish keeps what stands at an address that is contested.
        if !sheet.is_contested || contested.insert(wish.path.clone()) {
            wishes.push(wish);
        }
        if let Some(found) = found {
            diagnostics.push(found);
        }
    }
    let of_folder = folder.wishes(&wishes, diagnostics);
    wishes.extend(of_folder);
    wishes
}

/// Returns the wish for an article's page: the last one is kept where no new one can be made.
fn page_wish(folder: &Folder<'_>, sheet: &Sheet<'_>) -> (Wish, Option<Diagnostic>) {
    let slug = &sheet.info.slug;
    let (content, found) = match page(folder, sheet) {
        None => (Content::Kept, None),
        Some(Ok(page)) => (Content::Bytes(page.into_bytes()), None),
        Some(Err(found)) => (Content::Kept, Some(found)),
    };
    let path = folder.path(sheet);
    let listed = match content {
        Content::Bytes(_) => folder.entry(sheet).map(|it| it.listed()),
        // What the last page was listed with is in the store.
        Content::Kept => folder.store.listed(&path).cloned(),
    };
    let story = folder.newsroom.file_name(sheet.story);
    let wish = Wish {
        path,
        article: format!("{story}/{slug} ({})", sheet.language.tag()),
        listed,
        content,
    };
    (wish, found)
}

/// Returns the page of an article, read back; none if it is held or the layouts have mistakes.
fn page(folder: &Folder<'_>, sheet: &Sheet<'_>) -> Option<Result<String, Diagnostic>> {
    let prose = sheet.prose.filter(|_| !sheet.is_contested)?;
    let (newsroom, output) = (folder.newsroom, folder.spec.output);
    if output == Output::Html && !newsroom.layouts_are_sound {
        return None;
    }
    let info = PageInfo {
        translations: folder.translations(&sheet.info.slug),
        ..sheet.info.clone()
    };
    let page = publish::page(output, &newsroom.layouts, &info, prose);
    Some(page.and_then(|page| {
        let Some(leak) = publish::check_page(output, &page).into_iter().next() else {
            return Ok(page);
        };
        let message = format!(
            "the page of `{}` shows template syntax on line {}: {}",
            sheet.info.slug, leak.line, leak.excerpt
        );
        let hint =
            "look for `{{`, `[[` or `{%` that was meant as text, in the phrase bank or the layout";
        Err(Diagnostic::error(Code::LeakedSyntax, message).hint(hint))
    }))
}
