//! What a page says besides its prose: where it belongs, when, in which languages.

use jiff::civil::Date;

pub use crate::project::Output;

impl Output {
    /// Returns the path of a page in the output's folder.
    pub fn path(self, language: &str, slug: &str) -> String {
        format!("{language}/{slug}.{}", self.extension())
    }

    /// Returns how its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Output::Hugo | Output::Zola => "md",
            Output::Html => "html",
            Output::Explain => "explain.json",
        }
    }
}

/// What a page says besides its prose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageInfo {
    /// The title of the site, in the page's language.
    pub site: String,
    /// The page's language, as in `fr`.
    pub language: String,
    /// The last part of its address, from [`slug`](super::slug()).
    pub slug: String,
    /// The story that tells it.
    pub story: String,
    /// The columns and cells that name the record: the way back to the data.
    pub key: Vec<(String, String)>,
    /// The day it is of.
    pub date: Option<Date>,
    /// That day as a reader of the language writes it; the ISO form stands in for it.
    pub date_text: Option<String>,
    /// What it is about.
    pub tags: Vec<String>,
    /// The edition it is of, as readers know it, if the story has some.
    pub edition: Option<String>,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// Who answers for it.
    pub publisher: Option<Publisher>,
    /// The same article in each language it is told in, this one among them.
    pub translations: Vec<Translation>,
}

impl PageInfo {
    /// Returns what names the article in all languages.
    pub fn identity(&self) -> String {
        let mut identity = self.story.clone();
        for (_, value) in &self.key {
            identity.push('/');
            identity.push_str(value);
        }
        identity
    }
}

/// Who answers for the pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Publisher {
    /// Their name.
    pub name: String,
    /// Their site.
    pub url: Option<String>,
    /// Where a reader can write to.
    pub email: Option<String>,
}

/// A page in one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Translation {
    /// The language, as in `en`.
    pub language: String,
    /// The language's own name for itself, as in `English`.
    pub name: String,
    /// The page's address, from the page that links to it.
    pub href: String,
}
