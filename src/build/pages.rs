//! Articles to pages, and pages to the output folders.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::article::{Telling, Writer};
use super::clash::Clashes;
use super::edition::{Edition, Entry, State};
use super::folder::Folder;
use super::keep;
use super::newsroom::Newsroom;
use crate::data::Value;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::interpret::Hold;
use crate::language::{self, DateForm, Language};
use crate::project::{Output, OutputSpec};
use crate::publish::{self, Content, NoSlug, Outcome, PageInfo, Publisher, Store, Wish};
use crate::realise::Prose;
use crate::source::Error;
use crate::story::Story;

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

/// An article in one language, with all that its pages need.
pub(super) struct Sheet<'a> {
    pub story: &'a Story,
    pub language: &'static dyn Language,
    pub info: PageInfo,
    pub prose: Option<&'a Prose>,
    pub hold: Option<&'a Hold>,
    /// Whether another article wants its address: neither gets it.
    pub is_contested: bool,
}

/// Makes the output folders hold the articles; with `dry`, only says what would be done.
pub fn publish(newsroom: &Newsroom, edition: &Edition<'_>, dry: bool) -> Result<Published, Error> {
    let mut published = Published::default();
    let mut sheets = sheets(newsroom, edition, &mut published);
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

/// Returns every article in every language; those that cannot be named are told of at once.
fn sheets<'a>(
    newsroom: &'a Newsroom,
    edition: &'a Edition<'_>,
    published: &mut Published,
) -> Vec<Sheet<'a>> {
    let mut sheets = Vec::new();
    for entry in &edition.entries {
        match entry.slug() {
            Ok(slug) => sheets.extend(sheets_of(newsroom, entry, &slug)),
            Err(NoSlug) => published.articles.push(nameless(entry)),
        }
    }
    sheets
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

fn sheets_of<'a>(newsroom: &'a Newsroom, entry: &'a Entry<'_>, slug: &str) -> Vec<Sheet<'a>> {
    let story: &'a Story = entry.story;
    match &entry.state {
        State::Told(article) => {
            let writer = Writer::new(story, &newsroom.tables);
            article
                .tellings
                .iter()
                .map(|telling| {
                    let info = page_info(newsroom, entry, &writer, telling, slug);
                    let language = telling.bank.language;
                    let (prose, hold) = match &telling.told {
                        Ok((_, prose)) => (Some(prose), None),
                        Err(hold) => (None, Some(hold)),
                    };
                    Sheet {
                        story,
                        language,
                        info,
                        prose,
                        hold,
                        is_contested: false,
                    }
                })
                .collect()
        }
        State::Held(_, hold) => {
            let bases = story.banks.iter().filter(|it| it.edition.is_none());
            bases
                .map(|bank| {
                    let info = PageInfo {
                        slug: slug.to_owned(),
                        ..PageInfo::default()
                    };
                    Sheet {
                        story,
                        language: bank.language,
                        info,
                        prose: None,
                        hold: Some(hold),
                        is_contested: false,
                    }
                })
                .collect()
        }
    }
}

fn page_info(
    newsroom: &Newsroom,
    entry: &Entry<'_>,
    writer: &Writer<'_>,
    telling: &Telling<'_>,
    slug: &str,
) -> PageInfo {
    let State::Told(article) = &entry.state else {
        return PageInfo::default();
    };
    let (story, language) = (entry.story, telling.bank.language);
    let date = story
        .page
        .date
        .as_ref()
        .and_then(|it| writer.page_value(it, &article.facts));
    let date = match date {
        Some(Value::Date(date)) => Some(date),
        _ => None,
    };
    let tags = story
        .page
        .tags
        .iter()
        .filter_map(|it| writer.page_value(it, &article.facts));
    let mut date_text = String::new();
    if let Some(date) = date {
        language.date(&mut date_text, date, DateForm::Long);
    }
    PageInfo {
        site: site(newsroom, language.tag()),
        language: language.tag().to_owned(),
        slug: slug.to_owned(),
        story: story.name.to_string(),
        key: key_names(story).zip(article.key.iter().cloned()).collect(),
        date,
        date_text: date.map(|_| date_text),
        tags: tags.flat_map(|it| tag_texts(&it, telling)).collect(),
        edition: entry
            .edition
            .map(|it| edition_text(&story.editions[it], telling)),
        description: telling
            .told
            .as_ref()
            .ok()
            .and_then(|(_, prose)| description(story, prose)),
        publisher: publisher(newsroom, language.tag()),
        translations: Vec::new(),
    }
}

/// Returns the names of the story's key, and `edition` after them.
pub(super) fn key_names(story: &Story) -> impl Iterator<Item = String> + '_ {
    let name = |slot: &crate::story::expression::Slot| {
        let binding = story.bindings.iter().find(|it| it.slot == *slot);
        binding.map_or_else(String::new, |it| it.name.to_string())
    };
    story
        .key
        .iter()
        .map(name)
        .chain(std::iter::once("edition".to_owned()))
}

/// Returns a tag as readers of the language know it.
fn tag_texts(value: &Value, telling: &Telling<'_>) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().flat_map(|it| tag_texts(it, telling)).collect(),
        other => match other.key_text() {
            Some(key) => {
                let known = telling
                    .bank
                    .lexicon
                    .name(&key)
                    .map(|it| it.full.text.clone());
                vec![known.unwrap_or_else(|| key.to_string())]
            }
            None => Vec::new(),
        },
    }
}

/// Returns the plain text of the section that describes the page: as a rule the first after the title.
fn description(story: &Story, prose: &Prose) -> Option<String> {
    let named = story.page.description.map(|it| &story.sections[it].name);
    let section = prose.sections.iter().find(|section| match named {
        Some(name) => section.name == *name,
        None => section.form == crate::realise::Form::Paragraph,
    })?;
    publish::section(prose, &section.name)
}

/// Returns the name of an edition as readers of the language know it.
fn edition_text(name: &str, telling: &Telling<'_>) -> String {
    let known = telling.bank.lexicon.name(name);
    known.map_or_else(|| name.to_owned(), |it| it.full.text.clone())
}

/// Returns the title of the site in a language, typeset as the author's words in phrase banks are.
pub(super) fn site(newsroom: &Newsroom, tag: &str) -> String {
    let title = newsroom.project.title.get(tag);
    title.map(|it| typeset(it, tag)).unwrap_or_default()
}

pub(super) fn publisher(newsroom: &Newsroom, tag: &str) -> Option<Publisher> {
    newsroom.project.publisher.as_ref().map(|it| Publisher {
        name: typeset(&it.name.value, tag),
        url: it.url.as_ref().map(|it| it.value.clone()),
        email: it.email.as_ref().map(|it| it.value.clone()),
    })
}

fn typeset(text: &str, tag: &str) -> String {
    match language::get(tag) {
        Some(language) => language.typography(text),
        None => text.to_owned(),
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
        _ => folder.store.listed(&path).cloned(),
    };
    let story = folder.newsroom.file_name(sheet.story);
    let wish = Wish {
        path,
        article: format!("{story}/{slug} ({})", sheet.language.tag()),
        inputs: String::new(),
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
