//! What a built-in layout says of its own accord, and what it says to machines.

use serde_json::{Value as Json, json};
use tera::{Map, Value};

use super::{Entry, Index};
use crate::publish::{PageInfo, Publisher, Translation};

/// The words of the built-in layouts: their name, in French, in English.
const WORDS: &[(&str, &str, &str)] = &[
    ("all_articles", "Tous les articles", "All articles"),
    (
        "from_data",
        "Article écrit par règles à partir de données.",
        "Written by rules, from data.",
    ),
    ("source", "Données", "Data"),
    ("published_by", "Publié par", "Published by"),
    ("correction", "Signaler une erreur", "Report an error"),
    ("languages", "Langues", "Languages"),
    ("subjects", "Sujets", "Subjects"),
    ("newer", "Plus récents", "Newer"),
    ("older", "Plus anciens", "Older"),
    (
        "nothing",
        "Aucun article pour le moment.",
        "No article yet.",
    ),
    ("skip", "Aller au texte", "Skip to the text"),
];

/// Returns the words in `language`; English stands in for one that has none.
pub(super) fn of(language: &str) -> Value {
    let is_french = language == "fr" || language.starts_with("fr-");
    let mut map = Map::default();
    for (name, french, english) in WORDS {
        let word = if is_french { *french } else { *english };
        map.insert((*name).into(), word.into());
    }
    map.into()
}

/// Returns the article as schema.org describes it, safe inside a `script` element.
pub(super) fn json_ld(info: &PageInfo, title: &str) -> String {
    let mut article = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "inLanguage": info.language,
    });
    if let Some(date) = info.date {
        article["datePublished"] = Json::String(date.to_string());
    }
    if let Some(description) = &info.description {
        article["description"] = Json::String(description.clone());
    }
    if !info.tags.is_empty() {
        article["keywords"] = Json::String(info.tags.join(", "));
    }
    // The names of columns are the data's, in no language of the reader's: they are for machines.
    if !info.key.is_empty() {
        let key = info.key.iter().map(
            |(column, cell)| json!({ "@type": "PropertyValue", "name": column, "value": cell }),
        );
        article["identifier"] = key.collect();
    }
    if let Some(publisher) = &info.publisher {
        article["publisher"] = json!({ "@type": "Organization", "name": publisher.name });
        if let Some(url) = &publisher.url {
            article["publisher"]["url"] = Json::String(url.clone());
        }
    }
    // `</script>` and `<!--` would end the element. None of these letters is JSON's own here but
    // braces, which never stand next to each other at the start.
    article
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace("{{", "\\u007b\\u007b")
        .replace("{%", "\\u007b%")
        .replace('[', "\\u005b")
}

/// Returns a page with everything that a page can have, to try a layout on.
pub(super) fn sample_page() -> PageInfo {
    PageInfo {
        site: "Site".to_owned(),
        language: "en".to_owned(),
        slug: "sample".to_owned(),
        story: "sample".to_owned(),
        key: vec![("column".to_owned(), "cell".to_owned())],
        date: Some(jiff::civil::date(2026, 1, 2)),
        date_text: Some("2 January 2026".to_owned()),
        tags: vec!["tag".to_owned()],
        edition: Some("Edition".to_owned()),
        description: Some("Description.".to_owned()),
        publisher: Some(sample_publisher()),
        translations: sample_translations(),
    }
}

/// Returns an index with everything that an index can have.
pub(super) fn sample_index() -> Index {
    let entry = Entry {
        title: "Title".to_owned(),
        href: "sample.html".to_owned(),
        date: Some(jiff::civil::date(2026, 1, 2)),
        date_text: None,
        description: Some("Description.".to_owned()),
        tags: vec!["tag".to_owned()],
        edition: Some("Edition".to_owned()),
    };
    Index {
        site: "Site".to_owned(),
        language: "en".to_owned(),
        publisher: Some(sample_publisher()),
        translations: sample_translations(),
        entries: vec![
            entry.clone(),
            Entry {
                description: None,
                date: None,
                edition: None,
                ..entry
            },
        ],
        newer: Some("index.html".to_owned()),
        older: Some("index-3.html".to_owned()),
    }
}

fn sample_publisher() -> Publisher {
    Publisher {
        name: "Publisher".to_owned(),
        url: Some("https://example.org/".to_owned()),
        email: Some("desk@example.org".to_owned()),
    }
}

fn sample_translations() -> Vec<Translation> {
    [("en", "English"), ("fr", "français")]
        .map(|(language, name)| Translation {
            language: language.to_owned(),
            name: name.to_owned(),
            href: format!("../{language}/sample.html"),
        })
        .to_vec()
}
