//! Layouts, built in and of a project, over articles with hostile values.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::inline::tests::text;
use super::super::{Output, check_page};
use super::{Index, Layouts, words};
use crate::diagnostics::{Code, Diagnostics, to_json};
use crate::realise::{Form, Prose, Section, Text};
use crate::source::Reads;

fn section(form: Form, blocks: Vec<Vec<Text>>) -> Section {
    Section {
        name: Arc::from("x"),
        form,
        heading: None,
        caption: None,
        columns: Vec::new(),
        blocks,
    }
}

fn load(files: &[(&str, &str)]) -> (Layouts, Vec<serde_json::Value>) {
    let mut reads = Reads::new("");
    let mut diagnostics = Diagnostics::default();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, _)| format!("templates/{name}").into())
        .collect();
    for (path, (_, text)) in paths.iter().zip(files) {
        reads.keep(path, text);
    }
    let layouts = Layouts::load(&paths, &mut reads, &mut diagnostics).unwrap();
    let found = diagnostics.iter().map(|it| to_json(it, &reads)).collect();
    (layouts, found)
}

#[test]
fn hostile_values_stay_text_everywhere() {
    const EVIL: &str = "\"><script>alert(1)</script>{{ 7*7 }}[[x]]</title>";
    let mut info = words::sample_page();
    info.site = EVIL.to_owned();
    info.description = Some(EVIL.to_owned());
    info.tags = vec![EVIL.to_owned()];
    info.key = vec![(EVIL.to_owned(), EVIL.to_owned())];
    info.date_text = Some(EVIL.to_owned());
    let publisher = info.publisher.as_mut().unwrap();
    publisher.url = Some("javascript:alert(1)".to_owned());
    publisher.name = EVIL.to_owned();
    info.translations[1].href = "javascript:alert(1)".to_owned();
    let evil = text(&format!("‹{EVIL}›"));
    let prose = Prose {
        sections: vec![
            section(Form::Title, vec![vec![evil.clone()]]),
            section(Form::Paragraph, vec![vec![evil.clone()]]),
            section(Form::Table, vec![vec![evil]]),
        ],
    };
    let page = Layouts::built_in().page(&info, &prose).unwrap();
    assert!(!page.contains("<script>"), "{page}");
    assert!(!page.contains("href=\"javascript"), "{page}");
    assert_eq!(page.matches("</script>").count(), 1);
    assert_eq!(check_page(Output::Html, &page), []);
}

#[test]
fn a_page_says_its_language_title_and_date() {
    let mut info = words::sample_page();
    info.language = "fr".to_owned();
    info.site = "Le Quotidien".to_owned();
    let prose = Prose {
        sections: vec![
            section(Form::Title, vec![vec![text("*‹Nantes›* gagne")]]),
            section(Form::Paragraph, vec![vec![text("Un."), text("Deux.")]]),
        ],
    };
    let page = Layouts::built_in().page(&info, &prose).unwrap();
    for part in [
        "<html lang=\"fr\">",
        "<title>Nantes gagne · Le Quotidien</title>",
        "<h1><em>Nantes</em> gagne</h1>",
        "<p>Un. Deux.</p>",
        "<time datetime=\"2026-01-02\">",
        "Publié par",
        "hreflang=\"en\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn a_project_replaces_or_extends_a_layout() {
    let (layouts, found) = load(&[
        (
            "page.html",
            "{% include \"head.html\" %}<p>{{ page.title }}</p>",
        ),
        ("head.html", "<i>{{ site }}</i>"),
        (
            "index.html",
            "{% extends \"gen/index.html\" %}{% block colophon %}Ours.{% endblock %}",
        ),
        ("style.css", "body {}"),
    ]);
    assert_eq!(found, Vec::<serde_json::Value>::new());
    let page = layouts
        .page(&words::sample_page(), &Prose::default())
        .unwrap();
    assert_eq!(page, "<i>Site</i><p></p>");
    let index = layouts.index(&Index::default()).unwrap();
    assert!(index.contains("Ours.") && index.contains("No article yet."));
    assert_eq!(layouts.stylesheet(), "body {}");
}

#[test]
fn every_broken_layout_is_told_at_its_place() {
    let (layouts, found) = load(&[
        ("index.html", "<p>{{ entries | no_such_filter }}</p>"),
        ("other.html", "{% if %}"),
        ("page.html", "<h1>\n{{ page.titel }}</h1>"),
    ]);
    let broken = found.iter().filter(|it| it["code"] != "lonely-file");
    let mut places: Vec<(String, u64, u64)> = broken
        .map(|it| {
            assert_eq!(it["code"], Code::BrokenLayout.as_str());
            let place = &it["place"];
            let number = |key: &str| place[key].as_u64().expect("a place");
            (
                place["file"].as_str().unwrap().to_owned(),
                number("line"),
                number("column"),
            )
        })
        .collect();
    places.sort();
    let wanted = [
        ("index.html", 1, 17),
        ("other.html", 1, 7),
        ("page.html", 2, 9),
    ];
    assert_eq!(
        places,
        wanted.map(|(file, line, column)| (format!("templates/{file}"), line, column))
    );
    let page = layouts
        .page(&words::sample_page(), &Prose::default())
        .unwrap();
    assert!(
        page.contains("<!doctype html>"),
        "the built-in layout stands in"
    );
}

#[test]
fn no_built_in_page_asks_another_machine() {
    let page = Layouts::built_in()
        .page(&words::sample_page(), &Prose::default())
        .unwrap();
    let index = Layouts::built_in().index(&words::sample_index()).unwrap();
    for html in [page, index] {
        for asks in ["<img", "<iframe", "@import", "src="] {
            assert!(!html.contains(asks), "{asks}");
        }
        assert_eq!(html.matches("rel=\"stylesheet\"").count(), 1);
    }
    assert!(!super::STYLESHEET.contains("url("));
}

#[test]
fn a_file_that_makes_no_page_is_told() {
    let (_, found) = load(&[
        ("pages.html", "<p></p>"),
        ("README.md", ""),
        ("index.html", "{% include \"part.html\" %}"),
        ("part.html", ""),
        ("styles.css", ""),
        ("logo.svg", ""),
    ]);
    let hints: Vec<&str> = found.iter().filter_map(|it| it["hint"].as_str()).collect();
    let [style, logo, page] = hints.as_slice() else {
        panic!("three files make no page: {found:?}");
    };
    assert_eq!(*style, "name it `templates/style.css`");
    assert!(logo.starts_with("layouts are `page.html`"), "{logo}");
    assert_eq!(*page, "name it `templates/page.html`");
}

#[test]
fn an_edition_is_told_from_the_others() {
    let page = Layouts::built_in().page(&words::sample_page(), &Prose::default());
    let index = Layouts::built_in().index(&words::sample_index());
    for html in [page.unwrap(), index.unwrap()] {
        assert!(html.contains("class=\"edition\">Edition<"), "{html}");
    }
}
