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
fn line_ends_of_windows_are_no_part_of_values() {
    check_tree(
        "a: x\r\nb:\r\n  - y z\r\n  - 1\r\n",
        r#"{a="x"@x, b=["y z"@y z, number 1@1]}"#,
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
    check_inside(r#"name: "\"a > b""#, 1..2, r#""\"a > b""#);
    check_inside("name: |\n  abc\n  d", 0..3, "abc");
}

fn check_inside(text: &str, range: std::ops::Range<usize>, expected: &str) {
    let (reads, shape, _) = read_text(text);
    let name = shape.expect("the case has no mistakes").name;
    assert_eq!(&text[inside(&reads, &name, range).range()], expected);
}

#[test]
fn every_mistake_of_the_shape_is_found_at_once() {
    let text = "\
nmae: x
sections: {a: b}
size: -1
tone: god
parts:
  p: {}
  q: [x]
  r: {that: a, b, else: [c]}
flag: yes
when:
  - a
";
    check_findings(
        text,
        r"
error[unknown-key]: this file has no key `nmae`
 --> case.yaml:1:1
  |
1 | nmae: x
  | ^^^^
  |
  = hint: the nearest name is `name`
error[wrong-type]: `sections` takes text or a list, not a mapping
 --> case.yaml:2:11
  |
2 | sections: {a: b}
  |           ^^^^^^
  |
  = hint: if this is an expression, put all of it in quotes
error[wrong-type]: `size` takes a whole number of 0 or more, not `-1`
 --> case.yaml:3:7
  |
3 | size: -1
  |       ^^
error[wrong-type]: `tone` takes `good` or `bad`, not `god`
 --> case.yaml:4:7
  |
4 | tone: god
  |       ^^^
  |
  = hint: the nearest name is `good`
error[missing-key]: `p` lacks the key `that`
 --> case.yaml:6:6
  |
6 |   p: {}
  |      ^^
  |
  = hint: `that` is the text of it
error[wrong-type]: `q` takes text or a mapping, not a list
 --> case.yaml:7:6
  |
7 |   q: [x]
  |      ^^^
  |
  = hint: if this is an expression, put all of it in quotes
error[unknown-key]: `r` has no key `b`
 --> case.yaml:8:16
  |
8 |   r: {that: a, b, else: [c]}
  |                ^
  |
  = hint: inside `{ }` a comma ends a value: put a text that has one in quotes
error[wrong-type]: `else` takes text, not a list
 --> case.yaml:8:25
  |
8 |   r: {that: a, b, else: [c]}
  |                         ^^^
  |
  = hint: if this is an expression, put all of it in quotes
error[wrong-type]: `flag` takes true or false, not text
 --> case.yaml:9:7
  |
9 | flag: yes
  |       ^^^
  |
  = hint: write `true` or `false`
error[wrong-type]: `when` takes text, not a list
  --> case.yaml:11:3
   |
11 |   - a
   |   ^^^
   |
   = hint: if this is an expression, put all of it in quotes
",
    );
}

#[test]
fn a_file_that_is_no_mapping_is_refused() {
    check_findings(
        "- name: x",
        r"
error[wrong-type]: this file takes a mapping, not a list
 --> case.yaml:1:1
  |
1 | - name: x
  | ^^^^^^^^^
  |
  = hint: its keys are `name`, `size`, `when`, `sections`, `parts`, `tone` and `flag`
",
    );
    check_findings(
        "# to be written\n",
        r"
error[empty-file]: `case.yaml` has nothing in it
 --> case.yaml:1:1
  |
1 | # to be written
  | ^
  |
  = hint: it needs `name`
",
    );
}

/// Checks the message, the text that is pointed at, and the hint.
fn check_broken(text: &str, expected: &str) {
    let mut reads = Reads::new(".");
    let file = reads.keep(Path::new("case.yaml"), text);
    let found = match parse(file, text) {
        Ok(tree) => outline(&tree, text),
        Err(finding) => {
            let place = finding.span.map_or("", |it| &text[it.range()]);
            let hint = finding.hint.unwrap_or_default();
            format!("{} @{place} {hint}", finding.message)
        }
    };
    assert_eq!(found, expected, "of {text:?}");
}

#[test]
fn an_expression_that_is_not_yaml_is_to_be_quoted() {
    const BREAKS: &str = "this breaks the rules of YAML";
    const TAG: &str = "`!` at the start of a value makes a tag, which has no meaning here";
    const QUOTE: &str = "put the whole expression in quotes";
    for (text, place) in [
        ("a: !draw", "!draw"),
        ("a: !draw\nb: c", "!draw"),
        ("a: ! draw", "!"),
        ("a: !x [b]", "!x"),
        ("- !!str 5", "!!str"),
    ] {
        check_broken(text, &format!("{TAG} @{place} {QUOTE}, or write `not`"));
    }
    for (text, place, first) in [
        ("a: [x] | length", "|", '['),
        ("a: \"x\" + y", "+", '"'),
        ("a: {x} + 1", "+", '{'),
        ("b: 1\na: @x", "@", '@'),
    ] {
        let hint = format!("a value that starts with `{first}` is not plain text: {QUOTE}");
        check_broken(text, &format!("{BREAKS} @{place} {hint}"));
    }
    check_broken(
        "a: b: c",
        &format!("{BREAKS} @: `: ` inside a value begins a new key: {QUOTE}"),
    );
    check_broken(
        "- {that: x: y}",
        &format!("{BREAKS} @: inside `{{ }}`, a comma, a colon or a bracket ends a value: {QUOTE}"),
    );
    check_broken(
        "a:\n\t- b",
        &format!("{BREAKS} @- indent with spaces: YAML does not take tabs"),
    );
    check_broken(
        "a: {{ x }}",
        "a key must be text, and this is a mapping @{ x } if this is an expression, put all of it in quotes",
    );
    check_broken(
        "a: name == \"no #1\"",
        "a comment begins inside the quotes of this text @name == \"no ` #` begins a comment: put the whole text in quotes",
    );
}

#[test]
fn a_key_in_the_wrong_column_is_to_be_looked_for() {
    const FOUND: &str = "this breaks the rules of YAML";
    const LOOK: &str = "the keys of one mapping begin in one column: look at the line above too";
    check_broken("name: x\n size: 1", &format!("{FOUND} @: {LOOK}"));
    check_broken("  name: x\nsize: 1", &format!("{FOUND} @s {LOOK}"));
    check_broken("- a: b\n c", &format!("{FOUND} @c {LOOK}"));
}

#[test]
fn numbers_are_held_to_their_bounds() {
    for size in ["4.5", "-1", "99999999999", "1e1"] {
        let (_, shape, diagnostics) = read_text(&format!("name: x\nsize: {size}"));
        assert!(shape.is_none());
        let messages: Vec<_> = diagnostics.iter().map(|it| it.message.as_str()).collect();
        let expected = format!("`size` takes a whole number of 0 or more, not `{size}`");
        assert_eq!(messages, [expected]);
    }
}

#[test]
fn what_one_file_may_not_hold_is_refused() {
    check_broken(
        "a: 1\na: 2",
        "the key `a` is given twice @a take one of them out, or give it a name of its own",
    );
    check_broken(
        "1: x\n\"1\": y",
        "the key `1` is given twice @\"1\" take one of them out, or give it a name of its own",
    );
    check_broken(
        "a: b\n---\nc: d",
        "a second document begins here @c one file holds one document: take out the line `---`",
    );
    check_broken(
        "a: *b",
        "nothing of this name is anchored here @* `*` at the start of a value refers to an anchor: put the whole expression in quotes",
    );
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    check_broken(&deep, "this nests or grows beyond what a file may hold @[ ");
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let inner = format!("*a{}", level - 1);
        let items = vec![inner; 9].join(", ");
        bomb.extend([format!("a{level}: &a{level} [{items}]\n")]);
    }
    let (_, shape, diagnostics) = read_text(&bomb);
    assert!(shape.is_none());
    let messages: Vec<_> = diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        ["this nests or grows beyond what a file may hold"]
    );
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
