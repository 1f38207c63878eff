//! Sheets to pages, and pages to the output folders: what became of every article.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::edition::{Edition, Entry, State};
use super::keep;
use super::newsroom::Newsroom;
use super::sheets::{Sheet, publisher, sheets, site, translation};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::interpret::Hold;
use crate::project::{Output, OutputSpec};
use crate::publish::{self, Content, Index, Outcome, Store, Wish};
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
    /// At least one of its pages was written.
    Written,
    /// Its pages were as they should be.
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
    let sheets = sheets(newsroom, edition);
    let mut outcomes: Vec<Vec<Option<Outcome>>> = vec![Vec::new(); sheets.len()];
    for spec in &newsroom.project.outputs {
        let folder = newsroom.reads.root().join(&spec.folder);
        let mut store = Store::open(folder, &spec.folder, &mut published.diagnostics)?;
        let mut wishes = wishes(newsroom, spec, &sheets, &mut published.diagnostics);
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
    let lines = sheets
        .iter()
        .zip(&outcomes)
        .map(|(sheet, outcomes)| line(sheet, outcomes));
    published.articles.extend(lines);
    Ok(published)
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

/// Returns what became of an article, over all outputs.
fn line(sheet: &Sheet<'_>, outcomes: &[Option<Outcome>]) -> Line {
    let any = |wanted: Outcome| outcomes.contains(&Some(wanted));
    let fate = match sheet.hold {
        Some(hold) => Fate::Held {
            hold: hold.clone(),
            kept: any(Outcome::Kept),
        },
        None if any(Outcome::Written) => Fate::Written,
        None if outcomes.contains(&None) || any(Outcome::Kept) => Fate::Refused,
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

/// Returns the files that an output should hold.
fn wishes(
    newsroom: &Newsroom,
    spec: &OutputSpec,
    sheets: &[Sheet<'_>],
    diagnostics: &mut Diagnostics,
) -> Vec<Wish> {
    let pages: Vec<(Wish, Option<Diagnostic>)> = sheets
        .par_iter()
        .map(|sheet| page_wish(newsroom, spec, sheet))
        .collect();
    let mut wishes = Vec::with_capacity(pages.len() + 4);
    for (wish, found) in pages {
        wishes.push(wish);
        if let Some(found) = found {
            diagnostics.push(found);
        }
    }
    wishes.extend(folder_wishes(newsroom, spec, sheets, diagnostics));
    wishes
}

/// Returns the wish for an article's page: the last one is kept where no new one can be made.
fn page_wish(
    newsroom: &Newsroom,
    spec: &OutputSpec,
    sheet: &Sheet<'_>,
) -> (Wish, Option<Diagnostic>) {
    let (slug, language) = (&sheet.info.slug, sheet.language.tag());
    let (content, found) = match page(newsroom, spec, sheet) {
        None => (Content::Kept, None),
        Some(Ok(page)) => (Content::Bytes(page.into_bytes()), None),
        Some(Err(found)) => (Content::Kept, Some(found)),
    };
    let wish = Wish {
        path: spec.output.path(language, slug),
        article: format!("{}/{slug} ({language})", newsroom.file_name(sheet.story)),
        content,
    };
    (wish, found)
}

/// Returns the page of an article, read back; none if it is held or the layouts have mistakes.
fn page(
    newsroom: &Newsroom,
    spec: &OutputSpec,
    sheet: &Sheet<'_>,
) -> Option<Result<String, Diagnostic>> {
    let prose = sheet.prose?;
    if spec.output == Output::Html && !newsroom.layouts_are_sound {
        return None;
    }
    let page = publish::page(spec.output, &newsroom.layouts, &sheet.info, prose);
    Some(page.and_then(|page| {
        let Some(leak) = publish::check_page(spec.output, &page).into_iter().next() else {
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

/// Returns the files that belong to a folder rather than to an article: indexes and the stylesheet.
fn folder_wishes(
    newsroom: &Newsroom,
    spec: &OutputSpec,
    sheets: &[Sheet<'_>],
    diagnostics: &mut Diagnostics,
) -> Vec<Wish> {
    let mut by_language: BTreeMap<&str, Vec<&Sheet<'_>>> = BTreeMap::new();
    for sheet in sheets.iter().filter(|it| it.prose.is_some()) {
        let tag = sheet.language.tag();
        by_language.entry(tag).or_default().push(sheet);
    }
    let tags: Vec<&str> = by_language.keys().copied().collect();
    let mut wishes = Vec::new();
    for (tag, sheets) in &by_language {
        let (name, page) = match spec.output {
            Output::Html => ("index.html", html_index(newsroom, tag, &tags, sheets)),
            Output::Hugo | Output::Zola => {
                let are_all_dated = sheets.iter().all(|it| it.info.date.is_some());
                let title = site(newsroom, tag);
                let page = publish::section_page(spec.output, &title, are_all_dated);
                ("_index.md", Ok(page))
            }
        };
        match page {
            Ok(page) => wishes.push(folder_wish(
                format!("{tag}/{name}"),
                format!("the index ({tag})"),
                page,
            )),
            Err(found) => diagnostics.push(found),
        }
    }
    if spec.output == Output::Html && !by_language.is_empty() {
        let stylesheet = newsroom.layouts.stylesheet().to_owned();
        let (path, what) = ("style.css".to_owned(), "the stylesheet".to_owned());
        wishes.push(folder_wish(path, what, stylesheet));
    }
    wishes
}

fn folder_wish(path: String, what: String, text: String) -> Wish {
    Wish {
        path,
        article: what,
        content: Content::Bytes(text.into_bytes()),
    }
}

/// Returns the index of the articles in one language, the newest first.
fn html_index(
    newsroom: &Newsroom,
    tag: &str,
    tags: &[&str],
    sheets: &[&Sheet<'_>],
) -> Result<String, Diagnostic> {
    let mut sorted: Vec<&Sheet<'_>> = sheets.to_vec();
    sorted.sort_by_key(|it| std::cmp::Reverse(it.info.date));
    let entries = sorted.iter().map(|sheet| publish::Entry {
        title: sheet.prose.map(publish::title).unwrap_or_default(),
        href: format!("{}.html", sheet.info.slug),
        date: sheet.info.date,
        date_text: sheet.info.date_text.clone(),
        description: sheet.info.description.clone(),
        tags: sheet.info.tags.clone(),
    });
    newsroom.layouts.index(&Index {
        site: site(newsroom, tag),
        language: tag.to_owned(),
        publisher: publisher(newsroom),
        translations: tags.iter().map(|it| translation(it, "index")).collect(),
        entries: entries.collect(),
        ..Index::default()
    })
}
