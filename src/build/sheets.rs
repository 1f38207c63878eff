//! Articles to sheets: each article in each language, with all that its pages say besides the prose.

use std::sync::Arc;

use super::article::{Article, Telling};
use super::clash::Clashes;
use super::edition::{Entry, State};
use super::newsroom::Newsroom;
use crate::data::Value;
use crate::interpret::{Facts, Hold, evaluate};
use crate::language::{self, DateForm, Language};
use crate::publish::{self, PageInfo, Publisher};
use crate::realise::{Form, Prose};
use crate::story::Story;
use crate::story::expression::{Expr, Slot};

/// An article in one language, with all that its pages need.
pub(super) struct Sheet<'a> {
    pub(super) story: &'a Story,
    pub(super) language: &'static dyn Language,
    /// The last part of its address.
    pub(super) slug: Arc<str>,
    pub(super) info: PageInfo,
    pub(super) prose: Option<&'a Prose>,
    /// What the prose was told of, for whoever asks why it says what it says.
    pub(super) told: Option<(&'a Article<'a>, &'a Telling<'a>)>,
    pub(super) hold: Option<&'a Hold>,
    /// Whether another article wants its address: neither gets it.
    pub(super) is_contested: bool,
}

impl Sheet<'_> {
    /// Whether it has something new to publish.
    pub(super) fn is_told(&self) -> bool {
        self.prose.is_some() && !self.is_contested
    }
}

/// Returns an article in each of its languages; nothing if no address can name it.
pub(super) fn sheets<'a>(
    newsroom: &'a Newsroom,
    clashes: &Clashes,
    entry: &'a Entry<'_>,
) -> Vec<Sheet<'a>> {
    let Ok(slug) = entry.slug() else {
        return Vec::new();
    };
    let slug = Arc::from(slug);
    let mut sheets = match &entry.state {
        State::Told(article) => sheets_told(newsroom, entry, article, &slug),
        State::Held(_, hold) => sheets_held(entry.story, hold, &slug),
    };
    for sheet in &mut sheets {
        sheet.is_contested = clashes.has(sheet.language.tag(), &slug);
    }
    sheets
}

/// Returns the sheets of an article that can be told, if not in every language.
fn sheets_told<'a>(
    newsroom: &'a Newsroom,
    entry: &'a Entry<'_>,
    article: &'a Article<'_>,
    slug: &Arc<str>,
) -> Vec<Sheet<'a>> {
    let story: &'a Story = entry.story;
    let edition = entry.edition.map(|it| &*story.editions[it].name);
    let sheet = |telling: &'a Telling<'_>| Sheet {
        story,
        language: telling.bank.language,
        slug: slug.clone(),
        info: PageInfo {
            edition: edition.map(|it| edition_text(it, telling)),
            ..page_info(newsroom, story, article, telling, slug)
        },
        prose: telling.told.as_ref().ok().map(|(_, prose)| prose),
        told: Some((article, telling)),
        hold: telling.told.as_ref().err(),
        is_contested: false,
    };
    article.tellings.iter().map(sheet).collect()
}

/// Returns the sheets of an article that is held in every language of its story.
fn sheets_held<'a>(story: &'a Story, hold: &'a Hold, slug: &Arc<str>) -> Vec<Sheet<'a>> {
    let bases = story.banks.iter().filter(|it| it.edition.is_none());
    let sheet = |language| Sheet {
        story,
        language,
        slug: slug.clone(),
        info: PageInfo::default(),
        prose: None,
        told: None,
        hold: Some(hold),
        is_contested: false,
    };
    bases.map(|it| sheet(it.language)).collect()
}

fn page_info(
    newsroom: &Newsroom,
    story: &Story,
    article: &Article<'_>,
    telling: &Telling<'_>,
    slug: &str,
) -> PageInfo {
    let (language, facts) = (telling.bank.language, &article.facts);
    let date = story
        .page
        .date
        .as_ref()
        .and_then(|it| page_value(newsroom, it, facts))
        .and_then(|it| it.day());
    let prose = telling.told.as_ref().ok().map(|(_, prose)| prose);
    PageInfo {
        site: site(newsroom, language.tag()),
        language: language.tag().to_owned(),
        slug: slug.to_owned(),
        story: story.name.to_string(),
        key: key_names(story).zip(article.key.iter().cloned()).collect(),
        date,
        date_text: date.map(|it| {
            let mut text = String::new();
            language.date(&mut text, it, DateForm::Long);
            text
        }),
        tags: tags(newsroom, story, facts, telling),
        description: prose.and_then(|it| description(story, it)),
        publisher: publisher(newsroom, language.tag()),
        // The folder knows which languages have a page, kept ones included.
        translations: Vec::new(),
        edition: None,
    }
}

/// Returns the title of the site in a language, typeset as the author's words in phrase banks are.
pub(super) fn site(newsroom: &Newsroom, tag: &str) -> String {
    let title = newsroom.project.title.get(tag);
    title.map(|it| typeset(it, tag)).unwrap_or_default()
}

/// Returns the value of an expression of the page, such as its date; one that fails says nothing.
fn page_value(newsroom: &Newsroom, expr: &Expr, facts: &Facts) -> Option<Value> {
    let value = evaluate(expr, &facts.env(&newsroom.tables)).ok()?;
    (!value.is_missing()).then_some(value)
}

/// Returns what the page is about.
fn tags(newsroom: &Newsroom, story: &Story, facts: &Facts, telling: &Telling<'_>) -> Vec<String> {
    let values = story.page.tags.iter();
    let values = values.filter_map(|it| page_value(newsroom, it, facts));
    values.flat_map(|it| tag_texts(&it, telling)).collect()
}

/// Returns the names of the story's key, and `edition` after them.
pub(super) fn key_names(story: &Story) -> impl Iterator<Item = String> + '_ {
    let name = |slot: &Slot| {
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
        None => section.form == Form::Paragraph,
    })?;
    publish::section(prose, &section.name)
}

/// Returns the name of an edition as readers of the language know it.
fn edition_text(name: &str, telling: &Telling<'_>) -> String {
    let known = telling.bank.lexicon.name(name);
    known.map_or_else(|| name.to_owned(), |it| it.full.text.clone())
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
