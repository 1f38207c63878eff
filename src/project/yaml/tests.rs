//! Cases: YAML in; the tree, the typed value or the findings out.

use std::path::Path;

use proptest::prelude::*;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Entries, Node, OneOrMany, ShortOr, inside, parse, read};
use crate::diagnostics::{Diagnostics, to_text};
use crate::source::{Located, Reads};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Shape {
    /// What it is called.
    name: Located<String>,
    size: Option<Located<u32>>,
    when: Option<Located<String>>,
    #[serde(default)]
    sections: OneOrMany<Located<String>>,
    #[serde(default)]
    parts: Entries<ShortOr<Located<String>, Part>>,
    #[serde(default)]
    tone: Option<Located<Tone>>,
    flag: Option<bool>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Part {
    /// The text of it.
    that: Located<String>,
    #[serde(rename = "else")]
    or_else: Option<Located<String>>,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Tone {
    /// Glad.
    Good,
    /// Sorry.
    Bad,
}

/// Writes a tree on one line, each scalar with the text that its place covers.
fn outline(node: &Located<Node>, text: &str) -> String {
    let written = &text[node.span.range()];
    match &node.value {
        Node::Null => "null".to_owned(),
        Node::Bool(value) => format!("{value}@{written}"),
        Node::Number(number) => format!("number {number}@{written}"),
        Node::Text(value) => format!("{value:?}@{written}"),
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(|it| outline(it, text)).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Map(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{}={}", key.value, outline(value, text)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn read_text(text: &str) -> (Reads, Option<Shape>, Diagnostics) {
    let mut reads = Reads::new(".");
    let file = reads.keep(Path::new("case.yaml"), text);
    let mut diagnostics = Diagnostics::default();
    let shape = read(&reads, file, &mut diagnostics);
    (reads, shape, diagnostics)
}

fn check_tree(text: &str, expected: &str) {
    let mut reads = Reads::new(".");
    let file = reads.keep(Path::new("case.yaml"), text);
    let tree = parse(file, text).expect("the case is YAML");
    assert_eq!(outline(&tree, text), expected, "of {text:?}");
}

fn check_findings(text: &str, expected: &str) {
    let (reads, shape, diagnostics) = read_text(text);
    assert!(shape.is_none(), "a file with mistakes was read: {text:?}");
    let found: Vec<String> = diagnostics
        .iter()
        .map(|it| to_text(it, &reads, false))
        .collect();
    let found = found.join("\n");
    assert_eq!(
        found.trim(),
        expected.trim(),
        "\nof {text:?}, found:\n{found}\n"
    );
}

#[test]
fn scalars_are_what_yaml_1_2_says_and_numbers_stay_as_written() {
    check_tree("a: NO", r#"{a="NO"@NO}"#);
    check_tree("a: yes", r#"{a="yes"@yes}"#);
    check_tree("a: on", r#"{a="on"@on}"#);
    check_tree("a: true", "{a=true@true}");
    check_tree("a: 1e3", "{a=number 1e3@1e3}");
    check_tree("a: 1.50 ", "{a=number 1.50@1.50}");
    check_tree("a: +4 # note", "{a=number +4@+4}");
    check_tree("a: 012", r#"{a="012"@012}"#);
    check_tree("a: 1_000", r#"{a="1_000"@1_000}"#);
    check_tree("a: 12:30", r#"{a="12:30"@12:30}"#);
    check_tree("a: 2026-03-14", r#"{a="2026-03-14"@2026-03-14}"#);
    check_tree("a: .nan", r#"{a=".nan"@.nan}"#);
    check_tree(
        "a: 99999999999999999999",
        "{a=number 99999999999999999999@99999999999999999999}",
    );
    check_tree("a: ~\nb:\nc: null", "{a=null, b=null, c=null}");
    check_tree("1: x\nno: y", r#"{1="x"@x, no="y"@y}"#);
}

#[test]
fn places_are_those_of_the_words() {
    check_tree(
        "é: \"à b\"\nc: 'it''s'",
        r#"{é="à b"@"à b", c="it's"@'it''s'}"#,
    );
    check_tree("- [a, b c]\n- {d: e}", r#"[["a"@a, "b c"@b c], {d="e"@e}]"#);
    check_tree("a: &x one\nb: *x", r#"{a="one"@one, b="one"@*x}"#);
    check_tree("a: &x 1.0\nb: *x", "{a=number 1.0@1.0, b=number 1.0@*x}");
    check_tree(
        "a: two\n  lines\nb: 1",
        "{a=\"two lines\"@two\n  lines, b=number 1@1}",
    );
}

#[test]
fn a_file_in_order_is_read_with_its_places() {
    let text = "name: 2026\nwhen: true\nsections: lead\nparts:\n  b: short\n  a: {that: x > 1, else: no}\ntone: bad\nsize:\n";
    let (reads, shape, diagnostics) = read_text(text);
    assert!(diagnostics.is_empty());
    let shape = shape.expect("the file has no mistakes");
    assert_eq!(shape.name.value, "2026");
    assert_eq!(
        shape.when.as_ref().map(|it| it.value.as_str()),
        Some("true")
    );
    assert_eq!(shape.sections.0[0].value, "lead");
    assert!(shape.size.is_none() && shape.flag.is_none());
    assert!(matches!(
        shape.tone,
        Some(Located {
            value: Tone::Bad,
            ..
        })
    ));
    let [(b, ShortOr::Short(short)), (_, ShortOr::Long(long))] = shape.parts.0.as_slice() else {
        panic!("two parts, short and long: {:?}", shape.parts);
    };
    assert_eq!(&text[b.span.range()], "b");
    assert_eq!(&text[short.span.range()], "short");
    assert_eq!(&text[inside(&reads, &long.that, 2..3).range()], ">");
    assert_eq!(
        long.or_else.as_ref().map(|it| it.value.as_str()),
        Some("no")
    );
}

#[test]
fn a_place_in_a_value_is_found_in_the_file() {
    check_inside("name: abc > d", 4..5, ">");
    check_inside("name: \"abc > d\"", 4..5, ">");
    check_inside("name: 'a''c > d'", 0..1, "a");
    check_inside("name: 'a''c > d'", 4..5, "'a''c > d'");
    check_inside("name: |\n  abc\n  d", 0..3, "abc");
}

fn check_inside(text: &str, range: std::ops::Range<usize>, expected: &str) {
    let (reads, shape, _) = read_text(text);
    let name = shape.expect("the case has no mistakes").name;
    assert_eq!(&text[inside(&reads, &name, range).range()], expected);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "[ -~é\n\t]{0,60}") {
        read_text(&text);
    }

    #[test]
    fn no_mix_of_marks_makes_the_reader_panic(
        parts in prop::collection::vec("name: |- |\n|  |\\[|\\]|\\{|\\}|\"|'|!|&a |\\*a|#|\\||>|é|1|<<: |, |: |\\? |---\n", 0..24)
    ) {
        read_text(&parts.concat());
    }
}
