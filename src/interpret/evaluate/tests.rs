//! Cases of values, of what is missing, of what is a mistake and of what was read.

use super::*;
use crate::data::{Column, Currency, Kind, Quantity, RowPlaces, Table, Unit};
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Reads};
use crate::story::expression::{Scope, Shape, parse};

struct Record {
    tables: Tables,
    names: Vec<(&'static str, Shape, Value)>,
}

fn file() -> FileId {
    Reads::new("").keep("story.yaml".as_ref(), "")
}

fn quantity(amount: i64, unit: Unit) -> Value {
    Value::Number(Quantity {
        amount: amount.into(),
        unit,
    })
}

fn euros(amount: i64) -> Value {
    quantity(amount, EUROS)
}

const EUROS: Unit = Unit::Money(Currency(*b"EUR"));
const TEAMS: TableIdx = TableIdx(0);
const GOALS: TableIdx = TableIdx(1);

fn table(name: &str, columns: &[(&str, Kind)], cells: &[Value]) -> Table {
    let columns = columns
        .iter()
        .map(|(name, kind)| Column::new(*name, name, *kind));
    let columns: Vec<Column> = columns.collect();
    let (width, n_rows) = (columns.len(), (cells.len() / columns.len()) as u32);
    let values = |column| cells.iter().skip(column).step_by(width).cloned().collect();
    let values = (0..width).map(values).collect();
    let places = RowPlaces::of(file(), (2..n_rows + 2).collect());
    Table::new(name, columns, values, places)
}

fn rows(table: TableIdx, count: u32) -> Value {
    let row = |row| Value::Row(RowRef { table, row });
    Value::List((0..count).map(row).collect())
}

fn tables() -> Tables {
    let mut tables = Tables::default();
    let number = Kind::Number(Unit::None);
    let teams = [
        ("name", Kind::Text),
        ("rank", number),
        ("budget", Kind::Number(EUROS)),
    ];
    let cells = vec![
        Value::text("Lille"),
        Value::number(3),
        euros(90),
        Value::text("Metz"),
        Value::number(18),
        Value::Missing,
    ];
    tables.push(table("teams", &teams, &cells));
    tables_key(&mut tables);
    let goals = [
        ("scorer", Kind::Text),
        ("minute", number),
        ("team", Kind::Text),
    ];
    let goal = |scorer, minute: i64, team| {
        [
            Value::text(scorer),
            Value::number(minute),
            Value::text(team),
        ]
    };
    let cells = [
        goal("David", 12, "Lille"),
        goal("Hein", 40, "Metz"),
        goal("David", 88, "Lille"),
    ];
    tables.push(table("goals", &goals, &cells.concat()));
    tables
}

/// Replaces the last table by itself with its first column as its key.
fn tables_key(tables: &mut Tables) {
    let mut keyed = Tables::default();
    std::mem::swap(&mut keyed, tables);
    let source = keyed.get(TEAMS);
    let columns: Vec<(&str, Kind)> = source
        .columns
        .iter()
        .map(|it| (&*it.name, it.kind))
        .collect();
    let cells: Vec<Value> = (0..source.n_rows())
        .flat_map(|it| source.row(it).cloned())
        .collect();
    let mut again = table("teams", &columns, &cells);
    again.set_key(0);
    tables.push(again);
}

fn record() -> Record {
    let team = |row| Value::Row(RowRef { table: TEAMS, row });
    let percent = |amount| quantity(amount, Unit::Percent);
    let names = vec![
        ("home", Shape::Row(TEAMS), team(0)),
        ("away", Shape::Row(TEAMS), team(1)),
        ("teams", Shape::Rows(TEAMS), rows(TEAMS, 2)),
        ("goals", Shape::Rows(GOALS), rows(GOALS, 3)),
        ("none_yet", Shape::Rows(GOALS), rows(GOALS, 0)),
        ("no_teams", Shape::Rows(TEAMS), rows(TEAMS, 0)),
        ("anyone", Shape::Unknown, team(1)),
        ("margin", Shape::NUMBER, Value::number(3)),
        ("gap", Shape::NUMBER, Value::Missing),
        ("yes", Shape::BOOL, Value::Bool(true)),
        ("no", Shape::BOOL, Value::Bool(false)),
        ("maybe", Shape::BOOL, Value::Missing),
        ("city", Shape::TEXT, Value::text("Lille")),
        ("word", Shape::Unknown, Value::text("word")),
        ("price", Shape::Unknown, euros(100)),
        ("cost", Shape::Unknown, euros(40)),
        (
            "dollars",
            Shape::Unknown,
            quantity(5, Unit::Money(Currency(*b"USD"))),
        ),
        ("rate", Shape::Unknown, percent(12)),
        ("old_rate", Shape::Unknown, percent(10)),
        (
            "day",
            Shape::Cell(Kind::Date),
            Value::Date(jiff::civil::date(2026, 3, 14)),
        ),
        (
            "past",
            Shape::Cell(Kind::Date),
            Value::Date(jiff::civil::date(2026, 2, 27)),
        ),
    ];
    Record {
        tables: tables(),
        names,
    }
}

impl Scope for Record {
    fn resolve(&self, name: &str) -> Option<(Slot, Shape)> {
        if name == "it" {
            return Some((Slot::IT, Shape::Row(GOALS)));
        }
        let position = self.names.iter().position(|(it, ..)| *it == name)?;
        Some((Slot(position as u32), self.names[position].1))
    }

    fn names(&self) -> Vec<String> {
        self.names.iter().map(|(it, ..)| (*it).to_owned()).collect()
    }

    fn tables(&self) -> &Tables {
        &self.tables
    }
}

impl Record {
    fn parsed(&self, text: &str) -> Expr {
        let file = file();
        let mut diagnostics = Diagnostics::default();
        let expr = parse(text, &|it| Span::new(file, it), self, &mut diagnostics);
        expr.unwrap_or_else(|| panic!("{text}: {diagnostics:?}"))
    }

    fn slots(&self) -> Vec<Value> {
        self.names.iter().map(|(.., it)| it.clone()).collect()
    }
}

fn result(text: &str) -> Result<Value, Problem> {
    let record = record();
    let slots = record.slots();
    let it = Value::Row(RowRef {
        table: GOALS,
        row: 1,
    });
    let env = Env::new(&slots, &record.tables).with_it(&it);
    let expr = record.parsed(text);
    let value = evaluate(&expr, &env);
    assert_eq!(value, trace(&expr, &env).map(|it| it.value), "{text}");
    value
}

/// Returns a value as the cases write it.
fn written(value: &Value) -> String {
    match value {
        Value::Missing => "missing".to_owned(),
        Value::Number(it) => {
            let unit = match it.unit {
                Unit::None => "",
                Unit::Percent => " %",
                Unit::Points => " points",
                Unit::Money(currency) => {
                    return format!("{} {}", it.amount.normalize(), currency.code());
                }
                Unit::Days => " days",
                Unit::Seconds => " s",
                Unit::Year => " year",
            };
            format!("{}{unit}", it.amount.normalize())
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let entry = |(name, it): &(Arc<str>, Value)| format!("{name}: {}", written(it));
            let entries: Vec<String> = map.entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Row(it) => format!("row {}.{}", it.table.0, it.row),
        single => single
            .key_text()
            .map(|it| it.to_string())
            .unwrap_or_default(),
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        match result(text) {
            Ok(value) => assert_eq!(written(&value), *expected, "{text}"),
            Err(problem) => panic!("{text}: {}", problem.message),
        }
    }
}

#[track_caller]
fn check_problems(cases: &[(&str, &str, &str)]) {
    for (text, place, words) in cases {
        let problem = result(text).expect_err(text);
        assert_eq!(
            &text[problem.span.range()],
            *place,
            "{text}: {}",
            problem.message
        );
        assert!(
            problem.message.contains(words),
            "{text}: {}",
            problem.message
        );
    }
}

#[test]
fn logic_has_three_values() {
    check(&[
        ("yes and maybe", "missing"),
        ("no and maybe", "false"),
        ("maybe and no", "false"),
        ("yes or maybe", "true"),
        ("maybe or yes", "true"),
        ("maybe or no", "missing"),
        ("not maybe", "missing"),
        ("gap > 3", "missing"),
        ("gap == gap", "missing"),
        ("gap is missing", "true"),
        ("gap is not defined", "true"),
        ("gap is odd", "missing"),
        ("1 if maybe else 2", "missing"),
        ("1 if gap is missing else 2", "1"),
        ("3 in [1, gap]", "missing"),
        ("1 in [1, gap]", "true"),
        ("gap | default(value=7)", "7"),
        ("gap | abs", "missing"),
        ("[x for x in [1, gap, 3] if x > 2]", "[3]"),
        ("away.budget + 1 * home.budget", "missing"),
        ("city ~ gap", "missing"),
        ("1 / 0", "missing"),
        ("margin % 0", "missing"),
    ]);
}

#[test]
fn numbers_are_exact_and_keep_their_units() {
    check(&[
        ("0.1 + 0.2 == 0.3", "true"),
        ("7 // 2 + 7 % 2 + 2 ** 3", "12"),
        ("-7 // 2", "-4"),
        ("-7 % 3", "2"),
        ("rate - old_rate", "2 points"),
        ("rate + old_rate", "22 %"),
        ("old_rate + (rate - old_rate)", "12 %"),
        ("100 - rate", "88 %"),
        ("price - cost", "60 EUR"),
        ("price / cost", "2.5"),
        ("price * 2 / 4", "50 EUR"),
        ("price * rate", "12 EUR"),
        ("price > 99", "true"),
        ("rate / 5", "2.4 %"),
        ("-(rate) | abs", "12 %"),
        ("(2.345 | round(precision=2)) ~ ''", "2.35"),
        ("1234 | round(precision=-2)", "1200"),
        ("(7 / 2) | round", "4"),
        ("(7 / 2) | floor", "3"),
        ("(7 / 2) | ceil", "4"),
        ("'12' | int", "12"),
        ("day - past", "15 days"),
        ("past + 15 == day", "true"),
        ("past + (day - past)", "2026-03-14"),
        (
            "[day | year, day | month, day | day, day | weekday]",
            "[2026 year, 3, 14, 6]",
        ),
        ("day > past", "true"),
    ]);
}

#[test]
fn mistakes_are_told_in_words_with_their_place() {
    check_problems(&[
        (
            "word > 3",
            "word",
            "`word` is a text, and `>` compares numbers",
        ),
        ("3 > word", "word", "`word` is a text, and `>` compares"),
        ("word + 3", "word", "`~` joins texts"),
        (
            "price - dollars",
            "price - dollars",
            "an amount in EUR and an amount in USD",
        ),
        ("price + 3", "price + 3", "a plain number"),
        ("price < dollars", "dollars", "an amount in USD"),
        ("price * cost", "price * cost", "`*` cannot take"),
        (
            "price and yes",
            "price",
            "`and` takes what is true or false",
        ),
        ("1 if word else 2", "word", "`if` takes"),
        ("word | sum", "word", "`sum` is for lists"),
        (
            "['a', 2] | sum",
            "['a', 2]",
            "is a text, and `sum` is for numbers",
        ),
        ("teams | sum(of='name')", "teams", "`name` is a text"),
        ("[1, 'a'] | sort", "[1, 'a']", "of one kind"),
        ("anyone.nobody", "anyone", "no column `nobody`"),
        ("10.0 ** 1000", "10.0 ** 1000", "too large"),
        ("day + 0.5", "day + 0.5", "whole number of days"),
        (
            "goals | where(of='minute', is=word)",
            "word",
            "the column holds a number",
        ),
        ("3 in ['a']", "3", "nothing but a text"),
        ("'x' | int", "'x'", "is not a number"),
    ]);
}

#[test]
fn rows_are_read_compared_and_named_by_their_key() {
    check(&[
        ("home.rank", "3"),
        ("anyone.rank", "18"),
        ("home == 'Lille'", "true"),
        ("'Metz' != home", "true"),
        ("home == city", "true"),
        ("home == away", "false"),
        ("home in teams", "true"),
        ("'Nice' in teams", "false"),
        ("home ~ '!'", "Lille!"),
        ("it.scorer", "Hein"),
        ("(home if home.rank < away.rank else away).name", "Lille"),
        ("teams[1].name", "Metz"),
        ("teams[-1].name", "Metz"),
        ("teams[7].name", "missing"),
        ("{'a': 1, 'b': margin}.b", "3"),
        ("{'a': {'b': [1, 2]}}['a'].b[1]", "2"),
    ]);
}

#[test]
fn lists_are_counted_chosen_ordered_and_grouped() {
    check(&[
        ("goals | sum(of='minute')", "140"),
        ("goals | mean(of='minute') | round", "47"),
        ("goals | count", "3"),
        ("goals | min(of='minute')", "12"),
        ("goals | max(of='minute')", "88"),
        ("none_yet | sum(of='minute')", "0"),
        ("no_teams | sum(of='budget')", "0 EUR"),
        ("none_yet | mean(of='minute')", "missing"),
        ("none_yet | max(of='minute')", "missing"),
        ("teams | sum(of='budget')", "missing"),
        ("teams | count(of='budget')", "missing"),
        ("teams | count", "2"),
        ("teams | best(of='budget')", "missing"),
        ("(goals | best(of='minute')).scorer", "David"),
        ("(goals | worst(of='minute')).minute", "12"),
        (
            "goals | top(n=2, of='minute') | pick(of='minute')",
            "[88, 40]",
        ),
        (
            "goals | sort(by='scorer') | pick(of='minute')",
            "[12, 88, 40]",
        ),
        (
            "teams | sort(by='budget') | pick(of='budget')",
            "[90 EUR, missing]",
        ),
        ("goals | where(of='team', is=home) | length", "2"),
        ("goals | where(of='team', is=gap)", "missing"),
        (
            "goals | pick(of='scorer') | unique | join(sep=', ')",
            "David, Hein",
        ),
        (
            "goals | group(by='scorer')",
            "[{scorer: David, rows: [row 1.0, row 1.2], count: 2}, {scorer: Hein, rows: [row 1.1], count: 1}]",
        ),
        (
            "[g.rows | sum(of='minute') for g in goals | group(by='scorer')]",
            "[100, 40]",
        ),
        (
            "(goals | group(by='scorer') | best(of='count')).scorer",
            "David",
        ),
        (
            "[[x * y for x in [1, 2]] for y in [3, 4]]",
            "[[3, 6], [4, 8]]",
        ),
        ("[3, 1, 2] | sort | reverse | first", "3"),
        ("goals | nth(n=1) == it", "true"),
    ]);
}

#[test]
fn texts_are_changed() {
    check(&[
        ("city | upper ~ (city | lower)", "LILLElille"),
        ("'été' | capitalize", "Été"),
        ("' a ' | trim | length", "1"),
        ("city | replace(from='ll', to='l')", "Lile"),
        ("'a-b' | split(pat='-') | last", "b"),
        (
            "city is starting_with('Li') and city is ending_with('le')",
            "true",
        ),
        ("city is containing(\"ill\")", "true"),
        ("'ill' in city", "true"),
        ("margin is odd and not margin is divisible_by(2)", "true"),
        ("'abc' | reverse", "cba"),
    ]);
}

#[test]
fn the_deepest_expressions_are_evaluated() {
    let sum = format!("1{}", "+1".repeat(98));
    let nested = format!("{}1{}", "(1 + ".repeat(48), ")".repeat(48));
    check(&[(&sum, "99"), (&nested, "49")]);
}

#[test]
fn a_trace_names_the_cells_and_the_slots() {
    let record = record();
    let slots = record.slots();
    let env = Env::new(&slots, &record.tables);
    let expr = record.parsed("(goals | sum(of='minute')) + home.rank + margin + home.rank");
    let trace = trace(&expr, &env).expect("the case is right");
    assert_eq!(written(&trace.value), "149");
    let cell = |table, row, column| CellRef { table, row, column };
    let minutes = (0..3).map(|row| cell(GOALS, row, 1));
    let expected: Vec<CellRef> = minutes.chain([cell(TEAMS, 0, 1)]).collect();
    assert_eq!(trace.cells, expected);
    assert_eq!(trace.slots, [Slot(3), Slot(0), Slot(7)]);
    let short = record.parsed("no and home.rank > 1");
    let trace = super::trace(&short, &env).expect("the case is right");
    assert!(trace.cells.is_empty());
}
