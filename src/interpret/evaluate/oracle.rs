//! Tera as the oracle: where both are defined, it and this evaluator give one result.
//!
//! Page layouts are Tera's own, and stories must not read differently: generated expressions, mostly
//! without parentheses so that precedence is tried, go through both. Where the two part on purpose is
//! listed in `DIFFERENCES`, with the reason, and held to be so.

use proptest::prelude::*;

use super::{Env, evaluate};
use crate::data::{Tables, Value};
use crate::diagnostics::Diagnostics;
use crate::source::{Reads, Span};
use crate::story::expression::{Scope, Shape, Slot, parse};

struct Plain {
    tables: Tables,
}

const NAMES: [&str; 9] = ["i", "j", "k", "p", "q", "t", "u", "xs", "gone"];

impl Scope for Plain {
    fn resolve(&self, name: &str) -> Option<(Slot, Shape)> {
        let position = NAMES.iter().position(|it| *it == name)?;
        Some((Slot(position as u32), Shape::Unknown))
    }

    fn names(&self) -> Vec<String> {
        NAMES.map(str::to_owned).to_vec()
    }

    fn tables(&self) -> &Tables {
        &self.tables
    }
}

/// The values of one case; `gone` is missing.
#[derive(Clone, Debug)]
struct Values {
    integers: [i64; 3],
    truths: [bool; 2],
    texts: [String; 2],
    list: Vec<i64>,
}

fn values() -> impl Strategy<Value = Values> {
    (
        [-9..10i64, -9..10i64, -9..10i64],
        any::<[bool; 2]>(),
        ["[a-cé ]{0,4}", "[a-cé ]{1,4}"],
        prop::collection::vec(-4..5i64, 1..5),
    )
        .prop_map(|(integers, truths, texts, list)| Values {
            integers,
            truths,
            texts,
            list,
        })
}

impl Values {
    fn slots(&self) -> Vec<Value> {
        let integers = self.integers.iter().map(|it| Value::number(*it));
        let truths = self.truths.iter().map(|it| Value::Bool(*it));
        let texts = self.texts.iter().map(|it| Value::text(it));
        let list = self.list.iter().map(|it| Value::number(*it)).collect();
        integers
            .chain(truths)
            .chain(texts)
            .chain([Value::List(list), Value::Missing])
            .collect()
    }

    fn context(&self) -> tera::Context {
        let mut context = tera::Context::new();
        for (name, it) in NAMES.iter().zip(&self.integers) {
            context.insert(*name, it);
        }
        for (name, it) in NAMES[3..].iter().zip(&self.truths) {
            context.insert(*name, it);
        }
        for (name, it) in NAMES[5..].iter().zip(&self.texts) {
            context.insert(*name, it);
        }
        context.insert("xs", &self.list);
        context.insert("gone", &Option::<i64>::None);
        context
    }
}

/// Returns what Tera prints; nothing if it fails.
fn by_tera(text: &str, values: &Values) -> Option<String> {
    let template = format!("{{{{ {text} }}}}");
    tera::Tera::default()
        .render_str(&template, &values.context(), false)
        .ok()
}

/// Returns what this evaluator gives, as Tera would print it; a word in brackets where it differs.
fn by_us(text: &str, values: &Values) -> String {
    let scope = Plain {
        tables: Tables::default(),
    };
    let file = Reads::new("").keep("story.yaml".as_ref(), "");
    let mut diagnostics = Diagnostics::default();
    let span_of = |range| Span::new(file, range);
    let Some(expr) = parse(text, &span_of, &scope, &mut diagnostics) else {
        return "(refused)".to_owned();
    };
    let slots = values.slots();
    match evaluate(&expr, &Env::new(&slots, &scope.tables)) {
        Ok(Value::Missing) => "(missing)".to_owned(),
        Ok(value) => value
            .key_text()
            .map_or_else(|| "(a list)".to_owned(), |it| it.to_string()),
        Err(_) => "(problem)".to_owned(),
    }
}

/// Whether two printed values are one: a float of Tera's prints as `2.0`, and is inexact.
fn agree(tera: &str, ours: &str) -> bool {
    if tera == ours {
        return true;
    }
    match (tera.parse::<f64>(), ours.parse::<f64>()) {
        (Ok(tera), Ok(ours)) => (tera - ours).abs() <= 1e-9 * tera.abs().max(1.0),
        _ => false,
    }
}

type Text = BoxedStrategy<String>;

/// Parts joined by operators, without parentheses.
fn chain(part: Text, operators: &'static [&'static str]) -> Text {
    let rest = prop::collection::vec((prop::sample::select(operators), part.clone()), 0..4);
    (part, rest)
        .prop_map(|(first, rest)| {
            rest.iter().fold(first, |text, (operator, part)| {
                format!("{text} {operator} {part}")
            })
        })
        .boxed()
}

fn integer(depth: u32) -> Text {
    let atom = prop_oneof![
        prop::sample::select(vec![
            "i",
            "j",
            "k",
            "-i",
            "xs[0]",
            "(t | length)",
            "xs | length"
        ])
        .prop_map(str::to_owned),
        (0..10u8).prop_map(|it| it.to_string()),
    ]
    .boxed();
    if depth == 0 {
        return atom;
    }
    let inner = integer(depth - 1);
    let nested = prop_oneof![
        3 => atom.clone(),
        1 => inner.clone().prop_map(|it| format!("({it})")),
        1 => inner.clone().prop_map(|it| format!("-({it}) | abs")),
        1 => atom.clone().prop_map(|it| format!("{it} ** 2")),
        1 => inner.clone().prop_map(|it| format!("({it}) ** 2 ** 1")),
        1 => (inner.clone(), truth(depth - 1), inner)
            .prop_map(|(yes, condition, no)| format!("({yes} if {condition} else {no})")),
        1 => list(depth - 1).prop_map(|it| format!("({it} | length)")),
        1 => Just("(xs | sort | last)".to_owned()),
    ];
    chain(nested.boxed(), &["+", "-", "*", "//", "%"])
}

fn truth(depth: u32) -> Text {
    let atom = prop::sample::select(vec![
        "p",
        "q",
        "true",
        "not q",
        "not p",
        "i is odd",
        "j is not even",
        "i in xs",
        "j not in xs",
        "'a' in t",
        "t == u",
        "p != q",
        "t is starting_with(pat='a')",
        "k is divisible_by(divisor=3)",
        "u is not containing(pat=\"b\")",
        "xs is containing(pat=2)",
        "t < u",
    ])
    .prop_map(str::to_owned)
    .boxed();
    if depth == 0 {
        return atom;
    }
    let comparisons = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    let nested = prop_oneof![
        2 => atom,
        2 => (integer(depth - 1), comparisons, integer(depth - 1))
            .prop_map(|(left, sign, right)| format!("{left} {sign} {right}")),
        1 => (integer(depth - 1), list(depth - 1)).prop_map(|(it, list)| format!("{it} in {list}")),
        1 => integer(depth - 1).prop_map(|it| format!("{it} is odd")),
        1 => truth(depth - 1).prop_map(|it| format!("({it})")),
        1 => truth(depth - 1).prop_map(|it| format!("not ({it})")),
    ];
    chain(nested.boxed(), &["and", "or"])
}

fn list(depth: u32) -> Text {
    if depth == 0 {
        return Just("xs".to_owned()).boxed();
    }
    let inner = integer(depth - 1);
    prop_oneof![
        Just("xs".to_owned()),
        (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("[{one}, {other}]")),
        (inner.clone(), inner)
            .prop_map(|(it, least)| format!("[x * 2 + {it} for x in xs if x > {least}]")),
        Just("(xs | unique | reverse)".to_owned()),
        Just("(xs | sort)".to_owned()),
    ]
    .boxed()
}

fn text() -> Text {
    let atom = prop::sample::select(vec![
        "t",
        "u",
        "'x'",
        "`y`",
        "\"z\"",
        "i",
        "(t | upper)",
        "u | capitalize",
        "t | trim",
        "t | replace(from='a', to=u)",
        "u | reverse",
        "(xs | join(sep='-'))",
        "xs | first",
        "(t | split(pat='b') | join(sep=u))",
        "(t ~ u | length)",
        "p",
        "u | lower | upper",
    ])
    .prop_map(str::to_owned)
    .boxed();
    chain(atom, &["~"])
}

fn expression() -> Text {
    prop_oneof![
        3 => integer(2),
        3 => truth(2),
        1 => text(),
        1 => list(2).prop_map(|it| format!("({it}) | join(sep=',')")),
        1 => (integer(1), integer(1)).prop_map(|(one, other)| format!("({one}) / ({other})")),
        1 => (text(), truth(1), text())
            .prop_map(|(yes, condition, no)| format!("{yes} if {condition} else {no}")),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn both_evaluators_agree(text in expression(), values in values()) {
        let tera = by_tera(&text, &values);
        prop_assume!(tera.is_some());
        let tera = tera.expect("assumed above");
        let ours = by_us(&text, &values);
        prop_assert!(agree(&tera, &ours), "{}: Tera {:?}, ours {:?}", text, tera, ours);
    }
}

/// An expression, what Tera prints (nothing: it fails), what we give, and why.
const DIFFERENCES: &[(&str, Option<&str>, &str, &str)] = &[
    (
        "0.1 + 0.2",
        Some("0.30000000000000004"),
        "0.3",
        "sums of money are exact",
    ),
    (
        "7 / 2 * 2",
        Some("7.0"),
        "7",
        "a number is formatted by its type, not its float",
    ),
    (
        "not gone",
        Some("true"),
        "(missing)",
        "what is not known is not false",
    ),
    (
        "gone == 3",
        Some("false"),
        "(missing)",
        "an empty cell does not differ from 3: it is unknown",
    ),
    (
        "gone > 3",
        None,
        "(missing)",
        "an empty cell is no mistake of the rule",
    ),
    (
        "gone + 1",
        None,
        "(missing)",
        "arithmetic with a missing cell is missing",
    ),
    (
        "i / 0",
        None,
        "(missing)",
        "a ratio to zero is unknown, and holds no article",
    ),
    (
        "xs[99] is missing",
        None,
        "true",
        "what a list lacks is missing; Tera has no such test",
    ),
    (
        "gone | default(value='x')",
        Some(""),
        "x",
        "missing and none are one value",
    ),
    (
        "i == t",
        Some("false"),
        "(problem)",
        "comparing a number with a text is a mistake",
    ),
    (
        "i in ['a']",
        Some("false"),
        "(problem)",
        "so is looking for a number among texts",
    ),
    (
        "i and true",
        Some("true"),
        "(problem)",
        "zero, empty and missing differ: conditions are explicit",
    ),
    (
        "'a' and true",
        Some("true"),
        "(problem)",
        "the same for texts",
    ),
    (
        "(true < false) == false",
        Some("true"),
        "(problem)",
        "true and false have no order",
    ),
    (
        "i < j < k",
        None,
        "(refused)",
        "told when the file is read, not when it runs",
    ),
    (
        "p == q == true",
        Some("true"),
        "(refused)",
        "chained comparisons read as something else",
    ),
    (
        "gone == none",
        Some("true"),
        "(refused)",
        "`is missing` says what is meant",
    ),
    (
        "t is starting_with('a')",
        None,
        "true",
        "an argument may stand without its name",
    ),
    (
        "xs[0:2] | length",
        Some("2"),
        "(refused)",
        "`first`, `last`, `nth` and `top` say which",
    ),
    (
        "2.5 | round",
        Some("3.0"),
        "3",
        "halves go away from zero in both",
    ),
    (
        "gone | default(value=0)",
        Some(""),
        "(refused)",
        "a missing figure is not zero",
    ),
];

#[test]
fn the_differences_are_these() {
    let values = Values {
        integers: [3, 2, 1],
        truths: [true, true],
        texts: ["abc".to_owned(), "b".to_owned()],
        list: vec![3, 1, 2],
    };
    for (text, tera, ours, reason) in DIFFERENCES {
        assert_eq!(by_tera(text, &values).as_deref(), *tera, "{text}: {reason}");
        assert_eq!(by_us(text, &values), *ours, "{text}: {reason}");
    }
}
