//! Declarations and rows in; what is held of them, and what is said about it, out.

use std::path::Path;

use proptest::prelude::*;

use super::inspect;
use crate::data::{Tables, load};
use crate::diagnostics::{Diagnostics, Severity};
use crate::project;
use crate::source::Reads;

/// What was held of the table `t`, and what was said.
struct Held {
    tables: Tables,
    messages: Vec<String>,
}

/// Inspects a table of `rows` of which `declared` is said in gen.yaml, on the day `as_of`.
fn inspected(declared: &str, rows: &str, as_of: Option<&str>) -> Held {
    let mut reads = Reads::new("no such project");
    let project = format!(
        "title: T\nlanguage: en\ndata:\n  t:\n    file: t.csv\n{}",
        declared
            .lines()
            .fold(String::new(), |text, line| text + "    " + line + "\n")
    );
    reads.keep(Path::new("gen.yaml"), &project);
    reads.keep(Path::new("t.csv"), rows);
    let mut found = Diagnostics::default();
    let specs = project::load(&mut reads, &["en"], &mut found).expect("nothing is read from disk");
    let specs = specs.expect("the declaration is sound").tables;
    let mut tables = load(&specs, &mut reads, &mut found).expect("nothing is read from disk");
    let as_of = as_of.map(|it| it.parse().expect("the case names a day"));
    inspect(&specs, as_of, &reads, &mut tables, &mut found);
    let message = |it: &crate::diagnostics::Diagnostic| {
        let severity = match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        format!("{severity}[{}]: {}", it.code.as_str(), it.message)
    };
    Held {
        tables,
        messages: found.iter().map(message).collect(),
    }
}

impl Held {
    /// Returns what is doubted and held, a line each.
    fn lines(&self) -> Vec<String> {
        let table = self.tables.get(self.tables.find("t").expect("it is there"));
        let doubts = table.doubts.iter();
        let doubts = doubts.map(|it| format!("{},{}: {}", it.row, it.column, it.reason));
        let rows = (0..table.n_rows())
            .flat_map(|row| table.held(row).iter().map(move |it| format!("{row}: {it}")));
        doubts.chain(rows).collect()
    }

    fn is_stopped(&self) -> bool {
        self.tables.is_unusable("t")
    }
}

/// Holds a rule against rows; `held` is what it holds, and `said` what is said.
fn check(declared: &str, rows: &str, held: &[&str], said: &[&str]) {
    let found = inspected(declared, rows, None);
    assert_eq!(found.lines(), held, "{declared}");
    assert_eq!(found.messages, said, "{declared}");
    assert!(!found.is_stopped(), "{declared}");
}

/// A declaration that is wrong, or a table that fails: it is stopped.
fn stops(declared: &str, rows: &str, as_of: Option<&str>, said: &[&str]) {
    let found = inspected(declared, rows, as_of);
    assert_eq!(found.messages, said, "{declared}");
    assert!(found.is_stopped(), "{declared}");
}

#[test]
fn a_cell_that_breaks_a_rule_of_its_column_is_doubtful() {
    check(
        "columns: {n: {min: 0, max: 10}}",
        "k,n\na,-3\nb,10\nc,\nd,11\ne,12\n",
        &[
            "0,1: `-3` is less than 0, the least that `columns:` allows",
            "3,1: `11` is more than 10, the most that `columns:` allows",
            "4,1: `12` is more than 10, the most that `columns:` allows",
        ],
        &[
            "warning[failed-check]: column `n`: `-3` is less than 0, the least that `columns:` allows",
            "warning[failed-check]: column `n`: 2 cells break `max: 10`; the first: `11` is more than 10, the most that `columns:` allows",
        ],
    );
    check(
        "columns: {n: {required: true}}",
        "k,n\na,1\nb,\n",
        &["1,1: nothing stands where a value is required"],
        &["warning[failed-check]: column `n`: nothing stands where a value is required"],
    );
    check(
        "columns: {k: {unique: true}}",
        "k,n\na,1\nb,2\na,3\na,4\n,5\n,6\n",
        &[
            "0: column `k`: `a` stands in line 4 too",
            "2: column `k`: `a` stands in line 2 too",
            "3: column `k`: `a` stands in line 2 too",
        ],
        &[
            "warning[failed-check]: column `k`: 3 cells break `unique`; the first: `a` stands in line 4 too",
        ],
    );
    check(
        "columns: {k: {among: [France, Spain]}}",
        "k,n\nFrnace,1\nSpain,2\nPeru,2\n",
        &[
            "0,0: `Frnace` is none of the values that `columns:` allows; the nearest is `France`",
            "2,0: `Peru` is none of the values that `columns:` allows",
        ],
        &[
            "warning[failed-check]: column `k`: 2 cells break `among`; the first: `Frnace` is none of the values that `columns:` allows; the nearest is `France`",
        ],
    );
}

#[test]
fn bounds_are_compared_as_what_the_column_holds() {
    check(
        "columns: {n: {type: money, currency: EUR, scale: million, min: 2000000}}",
        "k,n\na,1.5\nb,2\n",
        &["0,1: `1500000` is less than 2000000, the least that `columns:` allows"],
        &[
            "warning[failed-check]: column `n`: `1500000` is less than 2000000, the least that `columns:` allows",
        ],
    );
    check(
        "columns: {d: {min: 2026-01-01}, t: {max: \"20:45\"}}",
        "d,t\n2025-12-31,20:45\n2026-01-01,20:46\n",
        &[
            "0,0: `2025-12-31` is less than 2026-01-01, the least that `columns:` allows",
            "1,1: `20:46:00` is more than 20:45, the most that `columns:` allows",
        ],
        &[
            "warning[failed-check]: column `d`: `2025-12-31` is less than 2026-01-01, the least that `columns:` allows",
            "warning[failed-check]: column `t`: `20:46:00` is more than 20:45, the most that `columns:` allows",
        ],
    );
    // A number is the same however it is written, and an empty column has no kind to compare with.
    check(
        "columns: {n: {among: [1, 2.50]}}",
        "n\n1.0\n2.5\n",
        &[],
        &[],
    );
    check("columns: {n: {min: 0}}", "k,n\na,\nb,\n", &[], &[]);
}

#[test]
fn a_bound_that_cannot_be_read_stops_the_table() {
    stops(
        "columns: {n: {min: none, among: [1, x]}}",
        "n\n1\n",
        None,
        &["error[wrong-type]: `min` of `n` takes a number, as in `1296` or `-2.5`, not `none`"],
    );
    stops(
        "columns: {k: {max: 3}}",
        "k\na\n",
        None,
        &[
            "error[wrong-type]: `max` is for numbers, days and times, and `k` is read as something else",
        ],
    );
    stops(
        "columns: {n: {among: [1, x, y]}}",
        "n\n1\n",
        None,
        &[
            "error[wrong-type]: `among` of `n` takes a number, as in `1296` or `-2.5`, not `x`",
            "error[wrong-type]: `among` of `n` takes a number, as in `1296` or `-2.5`, not `y`",
        ],
    );
}

#[test]
fn a_cell_that_could_not_be_read_is_doubted_once() {
    check(
        "columns: {n: {type: integer, required: true}}",
        "n\n1\nx\n",
        &["1,0: `x` is no number"],
        &["warning[doubtful-cell]: column `n`: `x` is no number"],
    );
    check(
        "columns: {n: {unique: true, max: 1}}",
        "n\n2\n2\n",
        &[
            "0,0: `2` is more than 1, the most that `columns:` allows",
            "1,0: `2` is more than 1, the most that `columns:` allows",
            "0: column `n`: `2` stands in line 3 too",
            "1: column `n`: `2` stands in line 2 too",
        ],
        &[
            "warning[failed-check]: column `n`: 2 cells break `unique`; the first: `2` stands in line 3 too",
            "warning[failed-check]: column `n`: 2 cells break `max: 1`; the first: `2` is more than 1, the most that `columns:` allows",
        ],
    );
}

#[test]
fn a_row_that_fails_a_check_is_held() {
    check(
        "checks: [{that: clicks > 0 or bought == 0, else: bought without a click}]",
        "clicks,bought\n0,1\n1,1\n0,0\n0,\n0,2\n",
        &["0: bought without a click", "4: bought without a click"],
        &[
            "warning[failed-check]: 2 rows of `t` fail `clicks > 0 or bought == 0`: bought without a click; the first: clicks 0, bought 1",
        ],
    );
    check(
        "checks: [{that: clicks >= bought}, {that: bought is defined}]",
        "clicks,bought\n0,1\n1,\n",
        &[
            "0: `clicks >= bought` does not hold",
            "1: `bought is defined` does not hold",
        ],
        &[
            "warning[failed-check]: 1 row of `t` fails `clicks >= bought`; clicks 0, bought 1",
            "warning[failed-check]: 1 row of `t` fails `bought is defined`; bought missing",
        ],
    );
}

#[test]
fn mistakes_in_a_check_stop_the_table() {
    stops(
        "checks: [{that: click > 0}, {that: clicks + 1}, {that: clicks >}]",
        "clicks\n0\n",
        None,
        &[
            "error[unknown-name]: nothing is called `click` here",
            "error[wrong-kind]: a check must be true or false, and this is neither",
            "error[broken-expression]: expected a name, a number, a text, `(`, `[` or `{`, found the end",
        ],
    );
    stops(
        "checks: [{that: n > 0, of: table}]",
        "n\n0\n",
        None,
        &["error[unknown-name]: nothing is called `n` here"],
    );
}

#[test]
fn a_table_that_fails_a_check_is_stopped() {
    let sound = "checks: [{that: \"rows | sum(of='n') == 3\", of: table}]";
    check(sound, "n\n1\n2\n", &[], &[]);
    stops(
        "checks: [{that: rows | count == 3, of: table, else: a row is lost}]",
        "n\n1\n2\n",
        None,
        &["error[failed-check]: `t` fails `rows | count == 3`: a row is lost"],
    );
    stops(
        sound,
        "k,n\na,1\nb,\nc,2\n",
        None,
        &[
            "error[failed-check]: `rows | sum(of='n') == 3` cannot be decided of `t`: a cell is missing",
        ],
    );
}

#[test]
fn an_old_table_is_stopped() {
    let rows = "d\n2026-03-01\n2026-02-01\n";
    let declared = |age: &str| format!("max_age: {age}\ndated: d");
    for (age, as_of) in [
        ("2 days", "2026-03-03"),
        ("0 days", "2026-03-01"),
        ("1 week", "2026-03-08"),
        ("1 month", "2026-04-01"),
    ] {
        let found = inspected(&declared(age), rows, Some(as_of));
        assert_eq!(found.messages, [""; 0], "{age}, {as_of}");
        assert!(!found.is_stopped());
    }
    stops(
        &declared("2 days"),
        rows,
        Some("2026-03-04"),
        &[
            "error[stale-data]: the latest day of `t` is 2026-03-01, 3 days before 2026-03-04: more than 2 days",
        ],
    );
    // A day to come is said, and makes nothing younger.
    stops(
        &declared("2 days"),
        rows,
        Some("2026-02-10"),
        &[
            "warning[stale-data]: the latest day of `t` is 2026-03-01, after 2026-02-10",
            "error[stale-data]: the latest day of `t` is 2026-02-01, 9 days before 2026-02-10: more than 2 days",
        ],
    );
    stops(
        &declared("2 days"),
        "d,n\n,1\n",
        Some("2026-02-10"),
        &["error[stale-data]: no row of `t` has a day up to 2026-02-10, so its age is not known"],
    );
}

#[test]
fn without_a_day_no_age_is_looked_at() {
    let found = inspected("max_age: 2 days\ndated: d", "d\n1990-01-01\n", None);
    assert_eq!(
        found.messages,
        ["warning[stale-data]: the age of `t` was not looked at: no day was given"]
    );
    assert!(!found.is_stopped());
    for (age, dated, said) in [
        ("36 hours", "d", "error[wrong-type]: `36 hours` is no age"),
        ("-1 days", "d", "error[wrong-type]: `-1 days` is no age"),
        ("two days", "d", "error[wrong-type]: `two days` is no age"),
        (
            "2 days",
            "e",
            "error[unknown-column]: `e` is no column of `t`",
        ),
        (
            "2 days",
            "n",
            "error[wrong-type]: `n` holds no days, and `dated` takes a column that does",
        ),
    ] {
        let declared = format!("max_age: {age}\ndated: {dated}");
        stops(
            &declared,
            "d,n\n1990-01-01,3\n",
            Some("1990-01-01"),
            &[said],
        );
    }
}

#[test]
fn a_query_over_a_stopped_table_is_stopped() {
    let mut reads = Reads::new("no such project");
    let project = "title: T\nlanguage: en\ndata:\n  t: t.csv\n  top: {query: select * from \"T\"}\n  \
        best: {query: select * from top}\n  other: {query: select * from tt}\n";
    reads.keep(Path::new("gen.yaml"), project);
    let mut found = Diagnostics::default();
    let specs = project::load(&mut reads, &["en"], &mut found).expect("nothing is read from disk");
    let specs = specs.expect("the declaration is sound").tables;
    let mut tables = Tables::default();
    tables.push_unusable("t");
    super::stop_queries(&specs, &mut tables);
    let stopped = ["t", "top", "best", "other"].map(|it| tables.is_unusable(it));
    assert_eq!(stopped, [true, true, true, false]);
}

proptest! {
    /// A row is held, and a cell doubted, exactly where a simple look at it says so.
    #[test]
    fn what_is_held_is_what_breaks_a_rule(rows in prop::collection::vec((prop::option::of(-9_i32..9), prop::option::of(-9_i32..9)), 1..12)) {
        let cell = |it: Option<i32>| it.map_or_else(String::new, |it| it.to_string());
        let text = rows.iter().fold("k,a,b\n".to_owned(), |text, (a, b)| {
            format!("{text}x,{},{}\n", cell(*a), cell(*b))
        });
        let declared = "columns: {a: {type: integer, min: -5, max: 5, required: true}, b: {type: integer, unique: true}}\n\
            checks: [{that: a <= b, else: more}]";
        let found = inspected(declared, &text, None);
        let table = found.tables.get(found.tables.find("t").expect("it is there"));
        for (row, (a, b)) in (0..).zip(&rows) {
            let is_amiss = a.is_none_or(|a| !(-5..=5).contains(&a));
            prop_assert_eq!(table.doubt(row, 1).is_some(), is_amiss);
            let is_shared = b.is_some() && rows.iter().filter(|it| it.1 == *b).count() > 1;
            let is_more = matches!((a, b), (Some(a), Some(b)) if a > b);
            prop_assert_eq!(table.held(row).len(), usize::from(is_more) + usize::from(is_shared));
        }
        prop_assert!(table.doubts.is_sorted_by_key(|it| (it.row, it.column)));
        prop_assert_eq!(found.messages.is_empty(), table.is_sound());
    }

    /// Whatever is written as a check, a bound or an age ends in findings, not in a panic.
    #[test]
    fn no_declaration_panics(text in "[a-z0-9 <>=|()'.,+*/:-]{0,24}") {
        let quoted = text.replace('\'', "''");
        let declared = format!(
            "columns: {{a: {{min: '{quoted}', among: ['{quoted}']}}}}\n\
             checks: [{{that: '{quoted}'}}, {{that: '{quoted}', of: table}}]\n\
             max_age: '{quoted}'\ndated: '{quoted}'"
        );
        inspected(&declared, "a,b,d\n1,x,2026-03-14\n2,,\n", Some("2026-03-14"));
    }
}
