//! Values in, text out: pulldown-cmark reads what was written.

use std::sync::Arc;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::super::inline::tests::text;
use super::super::plain::plain;
use super::{body, escape};
use crate::realise::{Form, Mark, Prose, Section, Text};

fn prose(form: Form, blocks: Vec<Vec<Text>>) -> Prose {
    Prose {
        sections: vec![Section {
            name: Arc::from("body"),
            form,
            heading: None,
            caption: None,
            columns: Vec::new(),
            blocks,
        }],
    }
}

fn check(written: &str, wanted: &str) {
    let page = body(&prose(Form::Paragraph, vec![vec![text(written)]]));
    assert_eq!(page.trim_end(), wanted, "{written}");
}

#[test]
fn the_authors_markdown_passes_and_data_is_text() {
    check(
        "**‹Nantes›** a [gagné](https://x.fr).",
        "**Nantes** a [gagné](https://x.fr).",
    );
    check("‹A*B_c <b> [l](u)›", r"A\*B\_c &lt;b&gt; \[l\](u)");
    check("[a]‹(javascript:x)›", r"[a]\(javascript\:x\)");
    check("‹R&D, AT&T; 3 & 4›", r"R\&D, AT\&T; 3 & 4");
    check("‹Wow!›[x](https://a)", r"Wow\![x](https://a)");
    check("1 <script>‹x›</script>", r"1 \<script>x\</script>");
    check("`a ‹`x›`", "a \\`x");
}

#[test]
fn no_generator_finds_work_in_data() {
    check("‹{{ 7*7 }}›", r"&#123;&#123; 7\*7 }}");
    check("‹{{< x >}}›", "&#123;&#123;&lt; x &gt;}}");
    check("‹{% x %}›", "&#123;% x %}");
    check("‹www.x.com http://y a@b.c›", r"www\.x.com http\://y a\@b.c");
    check("‹3--2›", r"3\-\-2");
}

#[test]
fn a_paragraph_stays_a_paragraph() {
    for start in [
        "2026. x", "1) x", "- x", "+ x", "* x", "# x", "###### x", "> x", "| x", "---", "===",
        "***", "_ _ _", "+++", "    x", "\tx", "```x", "~~~x", "[a]: b", "[ ] x", ": x", "1.", "-",
    ] {
        for written in [
            start.to_owned(),
            format!("‹{start}›"),
            format!("‹{}›{}", &start[..1], &start[1..]),
        ] {
            for (form, lead) in [(Form::Paragraph, ""), (Form::List, "- ")] {
                let page = body(&prose(form, vec![vec![text(&written)]]));
                let page = page.trim_end();
                assert!(page.starts_with(lead));
                let blocks = starts(&page[lead.len()..]);
                assert!(
                    blocks.iter().all(|it| it == "Paragraph"),
                    "{written:?}: {page:?}: {blocks:?}"
                );
            }
        }
    }
}

#[test]
fn links_take_addresses_from_data_only_to_harmless_places() {
    check("[x](‹https://a.b/c d?e=1›)", "[x](https://a.b/c%20d?e=1)");
    check("[x](‹javascript:alert(1)›)", "[x](#)");
    check("[x](https://a/‹../b)c›)", "[x](https://a/../b%29c)");
}

#[test]
fn a_table_keeps_its_cells() {
    let mut prose = prose(
        Form::Table,
        vec![
            vec![text("‹a|b›"), text("‹12›")],
            vec![text("c | d"), text("‹3,5›")],
            vec![text("e")],
        ],
    );
    prose.sections[0].columns = vec![text("Team"), text("Points")];
    let wanted =
        "| Team | Points |\n| --- | ---: |\n| a&#124;b | 12 |\n| c \\| d | 3,5 |\n| e |  |\n";
    assert_eq!(body(&prose), wanted);
}

#[test]
fn two_lists_stay_two() {
    let mut prose = prose(Form::List, vec![vec![text("a")]]);
    prose.sections.push(prose.sections[0].clone());
    assert_eq!(body(&prose), "- a\n\n* a\n");
}

fn starts(page: &str) -> Vec<String> {
    Parser::new_ext(page, Options::all() - Options::ENABLE_SMART_PUNCTUATION)
        .filter_map(|it| match it {
            Event::Start(tag) => Some(format!("{tag:?}")),
            Event::Text(_) | Event::End(_) | Event::SoftBreak => None,
            other => Some(format!("{other:?}")),
        })
        .collect()
}

/// Returns what a reader of the page sees, and the marks that are not text.
fn read(page: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(it) | Event::Code(it) => text.push_str(&it),
            Event::Start(Tag::Paragraph) | Event::End(_) => {}
            Event::Start(tag) => marks.push(format!("{tag:?}")),
            other => marks.push(format!("{other:?}")),
        }
    }
    (words(&text), marks)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Data that means something somewhere.
fn data() -> impl Strategy<Value = String> {
    let tokens = prop::sample::select(vec![
        "*",
        "**",
        "_",
        "`",
        "```",
        "~~~",
        "[",
        "](",
        ")",
        "<",
        "<b>",
        "-->",
        "&amp;",
        "&#42;",
        "#",
        "##",
        "|",
        "!",
        "![",
        "\\",
        "{{",
        "}}",
        "{%",
        "1. ",
        "- ",
        "+",
        ">",
        "=",
        "---",
        "\n",
        "\n\n",
        "\t",
        "    ",
        "www.a.b",
        "http://a.b",
        "javascript:x",
        "a",
        "é",
        " ",
        "12",
        "[^1]",
        "]: ",
        "$",
        "^",
        ":",
        "\u{a0}",
        "\"",
        "'",
        "<!--",
        "]]>",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(tokens, 0..12).prop_map(|it| it.concat()),
    ]
}

fn with(template: &str, value: &str) -> Text {
    let (before, after) = template.split_once("{}").expect("the template has a place");
    let text = format!("{before}{value}{after}");
    let range = before.len()..before.len() + value.len();
    Text {
        text,
        marks: vec![Mark { range, origin: 0 }],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn data_is_never_more_than_text(value in data(), which in 0usize..9) {
        let template = [
            "{}", "a {} b", "**{}** a", "a *{}* b", "2026{} a", "a [b](https://c.d/{}) e", "[{}](https://c.d) e",
            "`{}` a", "a]{}(b",
        ][which];
        let text = with(template, &value);
        let wanted = words(&plain(&text));
        prop_assume!(!super::super::inline::clean_value(&value).trim().is_empty());
        // Emphasis next to a space or a mark of punctuation is not emphasis, in any parser.
        let is_wordlike = value.starts_with(char::is_alphanumeric) && value.ends_with(char::is_alphanumeric);
        prop_assume!(!template.contains('*') || is_wordlike);
        let page = body(&prose(Form::Paragraph, vec![vec![text]]));
        let (seen, marks) = read(&page);
        prop_assert_eq!(&seen, &wanted, "{}", page);
        let (_, own) = read(&body(&prose(Form::Paragraph, vec![vec![with(template, "x")]])));
        if template.contains("https") {
            prop_assert_eq!(marks.len(), own.len());
        } else {
            prop_assert_eq!(marks, own);
        }
        let leaks = super::super::check_page(super::super::Output::Html, &page);
        prop_assert!(leaks.is_empty(), "{:?}", leaks);
    }

    #[test]
    fn a_cell_stays_a_cell(value in data()) {
        let cell = with("a {} b", &value);
        let wanted = words(&plain(&cell));
        let page = body(&prose(Form::Table, vec![vec![cell, text("c")]]));
        let (_, marks) = read(&page);
        prop_assert_eq!(marks.iter().filter(|it| *it == "TableCell").count(), 4);
        prop_assert_eq!(read(&page).0, words(&format!("{wanted}c")));
    }
}

#[test]
fn plain_values_stay_readable() {
    for value in [
        "FC Köln",
        "O'Brien (Ier)",
        "12,5 %",
        "3 – 1",
        "Saint-Étienne",
        "10:30",
    ] {
        let mut line = String::new();
        escape(value, false, &mut line);
        assert_eq!(line, value);
    }
}
