//! An explanation as an editor reads it, held to what it must say.

use std::fs;

use gentext::build::{Edition, Newsroom, State};
use gentext::explain::{ExplainedMessage, ExplainedSection, Explanation};
use gentext::plan::{News, Outcome};
use gentext::story::Tell;
use rust_decimal::Decimal;

use super::text::{WIDTH, Writer};

/// Returns a small newsroom and the explanation of its only article.
fn explained(folder: &std::path::Path) -> (Newsroom, Explanation) {
    for (path, text) in [
        ("gen.yaml", "title: t\nlanguage: en\ndata: {a: a.csv}\n"),
        ("a.csv", "name,n\nx,3\n"),
        (
            "stories/s.yaml",
            "story: s\nover: a\nkey: name\narticle: [{section: title, tell: first}]\n\
             messages:\n  - {id: rout, in: title, when: n > 5}\n  - {id: win, in: title, when: n > 1}\n",
        ),
        (
            "stories/s.en.md",
            "# title\n## rout\n- {{ name }} crushes all\n## win\n- {{ name }} wins\n",
        ),
    ] {
        let path = folder.join(path);
        let parent = path.parent().expect("it is in a folder");
        fs::create_dir_all(parent).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    let loaded = Newsroom::load(folder).expect("it can be read");
    let Ok(newsroom) = loaded.newsroom else {
        panic!("gen.yaml is sound");
    };
    let explanation = {
        let entry = Edition::new(&newsroom).entries().next();
        let entry = entry.expect("there is an article");
        let State::Told(article) = &entry.state else {
            panic!("it is told");
        };
        let telling = &article.tellings[0];
        let explanation = telling.explanation(&newsroom, entry.story, article);
        explanation.expect("it is told in English")
    };
    (newsroom, explanation)
}

#[test]
fn what_a_section_considered_stands_over_it() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let (newsroom, mut explanation) = explained(folder.path());
    let rule = explanation.texts[0].rule.expect("it tells a message");
    let message = |id: &str, outcome, other: Option<&str>| ExplainedMessage {
        id: id.into(),
        rule,
        item: None,
        news: None,
        outcome,
        other: other.map(Into::into),
        when: None,
    };
    let mut told = message("win", Outcome::Told, None);
    told.news = Some(News {
        total: Decimal::from(12),
        terms: vec![
            ("outlierness", Decimal::from(3)),
            ("size", Decimal::from(4)),
        ],
    });
    let mut untrue = message("rout", Outcome::DoesNotApply, None);
    untrue.when.clone_from(&explanation.texts[0].when);
    explanation.sections = vec![ExplainedSection {
        name: "title".into(),
        tell: Tell::First,
        messages: vec![
            untrue,
            told,
            message("close", Outcome::Behind(1), Some("win")),
            message("dull", Outcome::Needless(1), Some("win")),
            message("ours", Outcome::OtherEdition, None),
        ],
    }];
    let mut writer = Writer::new(&newsroom);
    writer.explanation(&explanation);
    let text = writer.finish();
    for line in [
        "  tells `win` (news 12 = outlierness 3 × size 4): the first of 3 that apply",
        "  not `rout`: `n > 1` is true",
        "  not `close`: `win` came first",
        "  of other editions: `ours`",
        "  not `dull`: `win` is told, which makes it needless",
        "     because   n > 1",
        "     cells     a.csv:2: n 3, name x",
    ] {
        assert!(text.contains(line), "`{line}` is not in:\n{text}");
    }
}

#[test]
fn no_line_is_wider_than_a_page() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let (newsroom, mut explanation) = explained(folder.path());
    explanation.texts[0].text = "mot ".repeat(80);
    let mut writer = Writer::new(&newsroom);
    writer.explanation(&explanation);
    let text = writer.finish();
    assert!(text.lines().all(|it| it.chars().count() <= WIDTH), "{text}");
    assert!(text.contains("mot\n     mot"), "{text}");
}
