//! Prose and Tera layouts to stand-alone HTML pages.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use tera::{Context, Map, Tera, Value};

use super::inline::is_harmless;
use super::{Listed, PageInfo, Publisher, Translation, html, plain};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::realise::Prose;
use crate::source::{Error, FileId, Lookup, Reads};

mod strays;
mod trouble;
mod words;

/// What makes the pages look as they do: to be written as `style.css` beside the language folders.
pub const STYLESHEET: &str = include_str!("../../templates/style.css");

/// The layouts that are built in; a project's layout may extend them by these names.
const BUILT_IN: &[(&str, &str)] = &[
    ("gen/base.html", include_str!("../../templates/base.html")),
    ("gen/page.html", include_str!("../../templates/page.html")),
    ("gen/index.html", include_str!("../../templates/index.html")),
];

/// The layouts of one run, compiled once.
#[derive(Debug)]
pub struct Layouts {
    tera: Tera,
    files: BTreeMap<String, FileId>,
    page: &'static str,
    index: &'static str,
    stylesheet: String,
}

/// A page that leads to others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// The title of the site, in the page's language.
    pub site: String,
    /// The page's language.
    pub language: String,
    /// Who answers for the pages.
    pub publisher: Option<Publisher>,
    /// The index of each language, this one among them.
    pub translations: Vec<Translation>,
    /// What it leads to, in the order shown.
    pub entries: Vec<Entry>,
    /// The page of the index before this one.
    pub newer: Option<String>,
    /// The page of the index after this one.
    pub older: Option<String>,
}

/// One line of an index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The article's title, plain.
    pub title: String,
    /// Its address, from the index.
    pub href: String,
    /// The day it is of.
    pub date: Option<jiff::civil::Date>,
    /// That day as a reader of the language writes it.
    pub date_text: Option<String>,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// What it is about.
    pub tags: Vec<String>,
    /// The edition it is of.
    pub edition: Option<String>,
}

impl Entry {
    /// Returns the line of a page of an earlier run.
    pub fn of(listed: &Listed, href: String) -> Self {
        Entry {
            title: listed.title.clone(),
            href,
            date: listed.date.as_ref().and_then(|it| it.parse().ok()),
            date_text: listed.date_text.clone(),
            description: listed.description.clone(),
            tags: listed.tags.clone(),
            edition: listed.edition.clone(),
        }
    }

    /// Returns what later runs need to know to write the line again.
    pub fn listed(&self) -> Listed {
        Listed {
            title: self.title.clone(),
            date: self.date.map(|it| it.to_string()),
            date_text: self.date_text.clone(),
            description: self.description.clone(),
            tags: self.tags.clone(),
            edition: self.edition.clone(),
        }
    }
}

impl Layouts {
    /// Compiles the built-in layouts.
    pub fn built_in() -> Self {
        Layouts {
            tera: compile(BUILT_IN).expect("the built-in layouts are sound"),
            files: BTreeMap::new(),
            page: "gen/page.html",
            index: "gen/index.html",
            stylesheet: STYLESHEET.to_owned(),
        }
    }

    /// Reads the project's layouts among `paths`, and tries them on a sample; those with a mistake
    /// are left out.
    pub fn load(
        paths: &[PathBuf],
        reads: &mut Reads,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        let mut stylesheet = STYLESHEET.to_owned();
        for path in paths {
            let Some(name) = path.file_name().and_then(|it| it.to_str()) else {
                continue;
            };
            let is_style = name == "style.css";
            if !is_style && path.extension().is_none_or(|it| it != "html") {
                if let Some(found) = strays::not_a_layout(path, name) {
                    diagnostics.push(found);
                }
                continue;
            }
            match reads.text(path)? {
                Lookup::Found(file) if is_style => {
                    reads.file(file).text.clone_into(&mut stylesheet);
                }
                Lookup::Found(file) => {
                    files.insert(name.to_owned(), file);
                }
                Lookup::Absent => {}
                Lookup::NotText(_) => diagnostics.push(not_text(path)),
            }
        }
        for found in strays::unused(&files, reads) {
            diagnostics.push(found);
        }
        let mut layouts = Self::of(files, reads, diagnostics);
        layouts.stylesheet = stylesheet;
        layouts.try_out(diagnostics);
        Ok(layouts)
    }

    /// Compiles `files`; each one that Tera refuses is reported and left out, so that the next
    /// mistake is found too.
    fn of(
        mut files: BTreeMap<String, FileId>,
        reads: &Reads,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut layouts = Self::built_in();
        loop {
            let sources = files
                .iter()
                .map(|(name, file)| (name.as_str(), reads.file(*file).text.as_str()));
            let all: Vec<(&str, &str)> = BUILT_IN.iter().copied().chain(sources).collect();
            let Err(error) = compile(&all).map(|it| layouts.tera = it) else {
                break;
            };
            let n_files = files.len();
            let (found, culprits) = trouble::of(&error, &files, reads);
            files.retain(|name, _| !culprits.contains(name));
            for it in found {
                diagnostics.push(it);
            }
            if files.len() == n_files {
                // No file can be told from the others: none is used.
                files.clear();
            }
        }
        for (name, chosen) in [
            ("page.html", &mut layouts.page),
            ("index.html", &mut layouts.index),
        ] {
            if layouts.tera.contains_template(name) {
                *chosen = if name == "page.html" {
                    "page.html"
                } else {
                    "index.html"
                };
            }
        }
        layouts.files = files;
        layouts
    }

    /// Renders a sample, so that a layout's mistake is told once and not for every article.
    fn try_out(&mut self, diagnostics: &mut Diagnostics) {
        let (full, bare) = (words::sample_page(), PageInfo::default());
        let prose = Prose::default();
        let tried = [&full, &bare].map(|it| self.page(it, &prose));
        if let Some(found) = tried.into_iter().find_map(Result::err) {
            diagnostics.push(found);
            self.page = "gen/page.html";
        }
        let (full, bare) = (words::sample_index(), Index::default());
        let tried = [&full, &bare].map(|it| self.index(it));
        if let Some(found) = tried.into_iter().find_map(Result::err) {
            diagnostics.push(found);
            self.index = "gen/index.html";
        }
    }

    /// Returns the stylesheet that the pages ask for.
    pub fn stylesheet(&self) -> &str {
        &self.stylesheet
    }

    /// Returns the article as a page.
    pub fn page(&self, info: &PageInfo, prose: &Prose) -> Result<String, Diagnostic> {
        let mut page = Map::default();
        let title = plain::title(prose);
        put(
            &mut page,
            "json_ld",
            Value::safe_string(&words::json_ld(info, &title)),
        );
        put(&mut page, "title", title.into());
        put(
            &mut page,
            "title_html",
            Value::safe_string(&html::title(prose)),
        );
        put(
            &mut page,
            "body",
            Value::safe_string(&html::sections(prose)),
        );
        put(&mut page, "slug", info.slug.as_str().into());
        put(&mut page, "story", info.story.as_str().into());
        put(
            &mut page,
            "date",
            optional(info.date.map(|it| it.to_string())),
        );
        put(
            &mut page,
            "date_text",
            optional(
                info.date_text
                    .clone()
                    .or(info.date.map(|it| it.to_string())),
            ),
        );
        put(&mut page, "description", optional(info.description.clone()));
        put(&mut page, "tags", texts(&info.tags));
        put(&mut page, "edition", optional(info.edition.clone()));
        let key = info
            .key
            .iter()
            .map(|(column, cell)| pair("column", column, "cell", cell));
        put(&mut page, "key", key.collect::<Vec<_>>().into());
        let mut context = context(
            &info.site,
            &info.language,
            info.publisher.as_ref(),
            &info.translations,
        );
        context.insert_value("page", page.into());
        self.render(self.page, &context)
    }

    /// Returns the index as a page.
    pub fn index(&self, index: &Index) -> Result<String, Diagnostic> {
        let mut context = context(
            &index.site,
            &index.language,
            index.publisher.as_ref(),
            &index.translations,
        );
        let entries: Vec<Value> = index.entries.iter().map(entry).collect();
        context.insert_value("entries", entries.into());
        context.insert_value("newer", optional(index.newer.clone()));
        context.insert_value("older", optional(index.older.clone()));
        self.render(self.index, &context)
    }

    fn render(&self, name: &str, context: &Context) -> Result<String, Diagnostic> {
        self.tera
            .render(name, context)
            .map_err(|error| trouble::at_render(&error, &self.files))
    }
}

/// Returns what every layout can use.
fn context(
    site: &str,
    language: &str,
    publisher: Option<&Publisher>,
    translations: &[Translation],
) -> Context {
    let mut context = Context::new();
    context.insert_value("site", site.into());
    context.insert_value("language", language.into());
    context.insert_value("words", words::of(language));
    context.insert_value(
        "publisher",
        publisher.map_or_else(Value::none, publisher_value),
    );
    let translations: Vec<Value> = translations
        .iter()
        .map(|it| {
            let mut map = Map::default();
            put(&mut map, "language", it.language.as_str().into());
            put(&mut map, "name", it.name.as_str().into());
            put(&mut map, "href", harmless(&it.href));
            put(&mut map, "is_current", (it.language == language).into());
            map.into()
        })
        .collect();
    context.insert_value("translations", translations.into());
    context
}

fn compile(sources: &[(&str, &str)]) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    tera.set_escape_fn(escape);
    tera.add_raw_templates(sources.iter().copied())?;
    Ok(tera)
}

/// Escapes for HTML, and so that a value is not taken for a template that leaked.
fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut escaped = String::with_capacity(text.len() + 8);
    html::escape_value(text, &mut escaped);
    out.write_all(escaped.as_bytes())
}

fn put(map: &mut Map, key: &'static str, value: Value) {
    map.insert(key.into(), value);
}

fn optional(text: Option<String>) -> Value {
    text.map_or_else(Value::none, Value::from)
}

fn harmless(address: &str) -> Value {
    optional(is_harmless(address.trim()).then(|| address.trim().to_owned()))
}

fn texts(texts: &[String]) -> Value {
    texts
        .iter()
        .map(|it| Value::from(it.as_str()))
        .collect::<Vec<_>>()
        .into()
}

fn pair(first: &'static str, one: &str, second: &'static str, two: &str) -> Value {
    let mut map = Map::default();
    put(&mut map, first, one.into());
    put(&mut map, second, two.into());
    map.into()
}

fn publisher_value(publisher: &Publisher) -> Value {
    let mut map = Map::default();
    put(&mut map, "name", publisher.name.as_str().into());
    put(
        &mut map,
        "url",
        publisher.url.as_deref().map_or_else(Value::none, harmless),
    );
    put(&mut map, "email", optional(publisher.email.clone()));
    map.into()
}

fn entry(entry: &Entry) -> Value {
    let mut map = Map::default();
    let date = entry.date.map(|it| it.to_string());
    put(&mut map, "title", entry.title.as_str().into());
    put(&mut map, "href", harmless(&entry.href));
    put(
        &mut map,
        "date_text",
        optional(entry.date_text.clone().or(date.clone())),
    );
    put(&mut map, "date", optional(date));
    put(&mut map, "description", optional(entry.description.clone()));
    put(&mut map, "tags", texts(&entry.tags));
    put(&mut map, "edition", optional(entry.edition.clone()));
    map.into()
}

fn not_text(path: &Path) -> Diagnostic {
    let message = format!("`{}` is not UTF-8 text", path.display());
    Diagnostic::error(Code::NotText, message).hint("save it as UTF-8")
}

#[cfg(test)]
mod tests;
