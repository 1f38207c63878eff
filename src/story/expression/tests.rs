//! Cases of what is understood, what is refused and where, and what is known without evaluating.

use proptest::prelude::*;

use super::*;
use crate::data::{Column, Kind, RowPlaces, Table, TableIdx, Tables, Unit, Value};
use crate::diagnostics::{Code, Diagnostics};
use crate::source::{FileId, Reads, Span};

/// A match record, its two teams and its goals.
struct Match {
    tables: Tables,
}

fn column(name: &str, kind: Kind) -> Column {
    Column::new(name, name, kind)
}

fn file() -> FileId {
    Reads::new("").keep("story.yaml".as_ref(), "")
}

impl Match {
    fn new() -> Self {
        let mut tables = Tables::default();
        let number = Kind::Number(Unit::None);
        let teams = vec![column("name", Kind::Text), column("rank", number)];
        let cells = vec![vec![Value::text("Lille")], vec![Value::number(3)]];
        tables.push(Table::new(
            "teams",
            teams,
            cells,
            RowPlaces::of(file(), vec![2]),
        ));
        let goals = vec![column("scorer", Kind::Text), column("minute", number)];
        tables.push(Table::new(
            "goals",
            goals,
            vec![Vec::new(); 2],
            RowPlaces::of(file(), Vec::new()),
        ));
        Match { tables }
    }
}

const NAMES: [(&str, Shape); 8] = [
    ("home", Shape::Row(TableIdx(0))),
    ("goals", Shape::Rows(TableIdx(1))),
    ("margin", Shape::NUMBER),
    ("draw", Shape::BOOL),
    ("city", Shape::TEXT),
    ("day", Shape::Cell(Kind::Date)),
    ("extra", Shape::Unknown),
    ("away", Shape::Row(TableIdx(0))),
];

impl Scope for Match {
    fn resolve(&self, name: &str) -> Option<(Slot, Shape)> {
        let position = NAMES.iter().position(|(it, _)| *it == name)?;
        Some((Slot(position as u32), NAMES[position].1))
    }

    fn names(&self) -> Vec<String> {
        NAMES.iter().map(|(it, _)| (*it).to_owned()).collect()
    }

    fn tables(&self) -> &Tables {
        &self.tables
    }
}

fn parsed(text: &str) -> (Option<Expr>, Diagnostics) {
    let file = file();
    let mut diagnostics = Diagnostics::default();
    let span_of = |range| Span::new(file, range);
    let expr = parse(text, &span_of, &Match::new(), &mut diagnostics);
    (expr, diagnostics)
}

fn printed(text: &str) -> (Option<(Expr, Option<RequestCall>)>, Diagnostics) {
    let file = file();
    let mut diagnostics = Diagnostics::default();
    let span_of = |range| Span::new(file, range);
    let print = parse_print(text, &span_of, &Match::new(), &mut diagnostics);
    (print, diagnostics)
}

/// Checks each finding: its code, the text it points at and a part of its message and hint.
#[track_caller]
fn check_refused(text: &str, expected: &[(Code, &str, &str)]) {
    let (expr, found) = parsed(text);
    check_findings(text, &found, expected);
    assert!(expr.is_none(), "{text} is refused");
}

#[track_caller]
fn check_findings(text: &str, found: &Diagnostics, expected: &[(Code, &str, &str)]) {
    let found: Vec<(Code, &str, String)> = found
        .iter()
        .map(|it| {
            let span = it.span.expect("each finding has its place");
            let hint = it.hint.clone().unwrap_or_default();
            (
                it.code,
                &text[span.range()],
                format!("{}: {hint}", it.message),
            )
        })
        .collect();
    assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
    for ((code, place, words), wanted) in found.iter().zip(expected) {
        assert_eq!((*code, *place), (wanted.0, wanted.1), "{text}: {words}");
        assert!(words.contains(wanted.2), "{text}: {words}");
    }
}

#[track_caller]
fn check_shape(text: &str, shape: Shape) {
    let (expr, found) = parsed(text);
    let expr = expr.unwrap_or_else(|| panic!("{text}: {found:?}"));
    assert_eq!(expr.shape(), shape, "{text}");
}

#[test]
fn what_is_known_without_evaluating() {
    check_shape("home", Shape::Row(TableIdx(0)));
    check_shape("home.rank", Shape::NUMBER);
    check_shape("home['name']", Shape::TEXT);
    check_shape("none if draw else home", Shape::Row(TableIdx(0)));
    check_shape("home if margin > 0 else away", Shape::Row(TableIdx(0)));
    check_shape(
        "goals | where(of='minute', is=90) | first",
        Shape::Row(TableIdx(1)),
    );
    check_shape("(goals | best(of='minute')).scorer", Shape::TEXT);
    check_shape("goals | max(of='minute')", Shape::NUMBER);
    check_shape("[home, away] | first", Shape::Row(TableIdx(0)));
    check_shape(
        "[g for g in goals if g.minute > 80]",
        Shape::Rows(TableIdx(1)),
    );
    check_shape("day - day", Shape::Cell(Kind::Number(Unit::Days)));
    check_shape("day + 3", Shape::Unknown);
    check_shape("not draw and extra.a?.b[0] is defined", Shape::BOOL);
}

#[test]
fn every_unknown_name_is_found_with_the_nearest() {
    use Code::{UnknownColumn, UnknownFilter, UnknownName, UnknownTest, WrongArgument};
    check_refused(
        "margn > 3 and home.rnak == 1",
        &[
            (UnknownName, "margn", "the nearest name is `margin`"),
            (UnknownColumn, "rnak", "the nearest name is `rank`"),
        ],
    );
    check_refused(
        "goals | summ(of='minute') > (cty | uper | length)",
        &[
            (UnknownFilter, "summ", "the nearest name is `sum`"),
            (UnknownName, "cty", "city"),
            (UnknownFilter, "uper", "upper"),
        ],
    );
    check_refused(
        "margin is od",
        &[(UnknownTest, "od", "the nearest name is `odd`")],
    );
    check_refused(
        "goals.minute",
        &[(UnknownColumn, "minute", "pick(of=\"minute\")")],
    );
    check_refused("city.rank", &[(UnknownColumn, "rank", "entities")]);
    check_refused(
        "[g.minut for g in goals]",
        &[(UnknownColumn, "minut", "minute")],
    );
    check_refused(
        "goals | sum(of='minut')",
        &[(UnknownColumn, "'minut'", "minute")],
    );
    check_refused(
        "goals | best",
        &[(WrongArgument, "best", "lacks its argument `of`")],
    );
    check_refused(
        "goals | sum(off='minute')",
        &[(WrongArgument, "off", "`of`")],
    );
    check_refused(
        "goals | sum(of=minute)",
        &[(WrongArgument, "minute", "of=\"minute\"")],
    );
    check_refused(
        "margin | abs(1)",
        &[(WrongArgument, "1", "takes no arguments")],
    );
    check_refused("g if draw else 1", &[(UnknownName, "g", "known here")]);
    check_refused("it.minute", &[(UnknownName, "it", "told once a row")]);
}

#[test]
fn what_could_never_be_true_is_refused() {
    use Code::{WrongArgument, WrongKind};
    check_refused(
        "margin | default(value=0)",
        &[(WrongArgument, "default", "which it is not")],
    );
    check_refused(
        "city == none",
        &[(WrongKind, "city == none", "`city is missing`")],
    );
    check_refused(
        "none != city",
        &[(WrongKind, "none != city", "`city is not missing`")],
    );
    check_refused(
        "city > 3",
        &[(WrongKind, "city > 3", "compares like with like")],
    );
    check_refused(
        "city + 'x'",
        &[(WrongKind, "city", "`~`"), (WrongKind, "'x'", "")],
    );
}

#[test]
fn broken_grammar_is_told_with_the_place_and_what_was_expected() {
    for (text, place, words) in [
        ("margin >", "", "expected a name, a number"),
        ("margin > > 3", ">", "found `>`"),
        ("margin = 3", "=", "write `==`"),
        ("(margin", "", "expected `)`, found the end"),
        (
            "margin 3",
            "3",
            "expected an operator or the end, found the number 3",
        ),
        ("home if draw", "", "this if condition else that"),
        ("1 < margin < 3", "1 < margin <", "a < b and b < c"),
        ("not not draw", "not not", "in parentheses"),
        ("draw not 3", "3", "`not in`"),
        ("max(goals)", "max", "value | max(…)"),
        ("goals[1:2]", ":", "`first`"),
        ("goals | first.minute", ".", "in parentheses"),
        ("[1, 2", "", "`,` or `]`"),
        ("{a: 1}", "a", "a key in quotes"),
        ("[x for if in goals]", "if", "a word of the grammar"),
        ("", "", "no expression"),
        ("home.", "", "the name of a field"),
        ("a || b", "||", "`or`"),
    ] {
        check_refused(text, &[(Code::BrokenExpression, place, words)]);
    }
    for hostile in ["(", "[", "-(", "not (", "[[1],", "a.b", "1+", "x|f"] {
        let text = hostile.repeat(2_000);
        let (expr, found) = parsed(&text);
        assert!(expr.is_none() && found.has_errors(), "{hostile}");
    }
    let long_chain = format!("1{}", "+1".repeat(500));
    check_refused(
        &long_chain,
        &[(Code::BrokenExpression, &long_chain[..201], "too deeply")],
    );
}

#[test]
fn a_request_is_split_off_the_end_of_a_print() {
    use Code::{MisplacedRequest, UnknownFilter, WrongArgument};
    let (print, found) = printed("(goals | length) | counted(\"but\", form='words')");
    let (expr, request) = print.unwrap_or_else(|| panic!("{found:?}"));
    let request = request.expect("there is one");
    assert_eq!(expr.shape(), Shape::NUMBER);
    assert_eq!(request.name, "counted");
    let names: Vec<&str> = request
        .args
        .iter()
        .map(|(it, _)| it.value.as_str())
        .collect();
    assert_eq!(names, ["noun", "form"]);
    let (print, _) = printed("home.rank");
    assert!(print.is_some_and(|(_, request)| request.is_none()));
    for (text, expected) in [
        (
            "margin - 1 | number",
            (MisplacedRequest, "number", "( … ) | number"),
        ),
        (
            "home | the | upper",
            (MisplacedRequest, "the", "comes last"),
        ),
        ("home | teh", (UnknownFilter, "teh", "`the`")),
        ("margin | counted", (WrongArgument, "counted", "noun")),
        ("day | date(form='ful')", (WrongArgument, "'ful'", "`full`")),
        (
            "margin | number(decimal=1)",
            (WrongArgument, "decimal", "`decimals`"),
        ),
    ] {
        let (print, found) = printed(text);
        assert!(print.is_none(), "{text}");
        check_findings(text, &found, &[expected]);
    }
    check_refused("home | the", &[(MisplacedRequest, "the", "form of print")]);
}

#[test]
fn slots_and_columns_are_listed() {
    let (expr, _) = parsed("home.rank + (goals | sum(of='minute')) + margin + margin");
    let expr = expr.expect("the case is right");
    assert_eq!(expr.slots(), [Slot(0), Slot(1), Slot(2)].into());
    assert_eq!(expr.fields(), [(TableIdx(0), 1), (TableIdx(1), 1)].into());
}

proptest! {
    #[test]
    fn no_text_can_panic_the_parser(text in "\\PC{0,60}") {
        let _ = printed(&text);
    }

    #[test]
    fn no_jumble_of_tokens_can_panic_the_parser(
        tokens in prop::collection::vec(
            prop::sample::select(vec![
                "(", ")", "[", "]", "{", "}", "|", ".", "?.", ",", ":", "=", "==", "<", "+", "-", "**",
                "~", "not", "in", "is", "and", "or", "if", "else", "for", "margin", "goals", "home",
                "'scorer'", "rank", "1", "2.5", "none", "sum", "of", "where", "the", "missing", "é",
            ]),
            0..25,
        ),
    ) {
        let text = tokens.join(" ");
        let (expr, found) = parsed(&text);
        prop_assert_eq!(expr.is_none(), found.has_errors());
        let _ = printed(&text);
    }
}
