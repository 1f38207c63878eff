//! Declared queries in, tables and findings out.

use std::path::Path;

use proptest::prelude::*;

use super::super::{Kind, Table, Tables, load};
use crate::diagnostics::{Diagnostics, to_text};
use crate::project::{ColumnSpec, ColumnType, TableSource, TableSpec};
use crate::source::{Located, Reads, Span};

const RESULTS: &str = "club,points,goals,revenue,day\n\
    Lens,3,2,10.10,2026-03-14\n\
    Lyon,0,1,0.20,2026-03-14\n\
    Lens,1,0,0.10,2026-03-21\n\
    Lyon,3,4,7.35,2026-03-21\n\
    Nice,1,0,5,2026-03-21\n";

const CLUBS: &str = "name,city,since\nLens,Lens,1906\nLyon,Lyon,1950\nNice,Nice,1904\n";

/// Files and queries, by the names of their tables.
struct Case {
    reads: Reads,
    specs: Vec<TableSpec>,
}

impl Case {
    fn new(queries: &[(&str, &str)]) -> Self {
        Case::with(RESULTS, queries)
    }

    fn with(results: &str, queries: &[(&str, &str)]) -> Self {
        let mut reads = Reads::new("no such project");
        let lines = queries.iter().map(|it| format!("{}: {}\n", it.0, it.1));
        let yaml = lines.collect::<String>();
        let project = reads.keep(Path::new("gen.yaml"), &yaml);
        reads.keep(Path::new("results.csv"), results);
        reads.keep(Path::new("clubs.csv"), CLUBS);
        let at = |text: &str| {
            let start = yaml.find(text).unwrap_or_default();
            Located {
                value: text.to_owned(),
                span: Span::new(project, start..start + text.len()),
            }
        };
        let file =
            |name: &str| TableSpec::new(at(name), TableSource::File(at(&format!("{name}.csv"))));
        let mut specs = vec![file("results"), file("clubs")];
        let revenue = ColumnSpec {
            kind: Some(Located {
                value: ColumnType::Money,
                span: at("").span,
            }),
            currency: Some(at("EUR")),
            ..ColumnSpec::default()
        };
        specs[0].columns.push((at("revenue"), revenue));
        let queries = queries.iter();
        specs.extend(queries.map(|it| TableSpec::new(at(it.0), TableSource::Query(at(it.1)))));
        Case { reads, specs }
    }

    fn load(mut self) -> (Tables, Reads, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let tables = load(&self.specs, &mut self.reads, &mut diagnostics).unwrap();
        (tables, self.reads, diagnostics)
    }

    fn tables(self) -> Tables {
        let (tables, reads, diagnostics) = self.load();
        let found: Vec<String> = diagnostics
            .iter()
            .map(|it| to_text(it, &reads, false))
            .collect();
        assert!(found.is_empty(), "{}", found.concat());
        tables
    }
}

fn named<'t>(tables: &'t Tables, name: &str) -> &'t Table {
    tables.get(tables.find(name).expect("the case has the table"))
}

/// Writes a table's rows, each with the lines of the files it is made of.
fn shown(tables: &Tables, name: &str) -> Vec<String> {
    let table = named(tables, name);
    let idx = tables.find(name).unwrap();
    let cell =
        |it: &super::super::Value| it.key_text().map_or("∅".to_owned(), |it| it.to_string());
    (0..table.n_rows())
        .map(|row| {
            let cells: Vec<String> = table.row(row).map(cell).collect();
            let mut lines = Vec::new();
            // Of a column that is computed in an unknown way, all sources count.
            let n = table.columns.len() as u32;
            for column in (0..n).rev() {
                for it in tables.contributions(idx, row, column) {
                    let of = tables.get(it.table);
                    let rows = it.rows.map_or("?".to_owned(), |rows| {
                        let rows = rows.iter().map(|it| of.place(*it, 0).line.to_string());
                        rows.collect::<Vec<_>>().join(",")
                    });
                    let line = format!("{}:{rows}", of.name);
                    if !lines.contains(&line) {
                        lines.push(line);
                    }
                }
            }
            format!("{} <- {}", cells.join(" "), lines.join(" "))
        })
        .collect()
}

/// Says which rows a query yields.
fn check(query: &str, expected: &[&str]) {
    let tables = Case::new(&[("q", query)]).tables();
    assert_eq!(shown(&tables, "q"), expected, "{query}");
}

#[test]
fn rows_know_the_rows_they_are_made_of() {
    check(
        "select club, sum(points) as points, rank() over (order by sum(points) desc) as place from results group by club order by place, club",
        &[
            "Lens 4 1 <- results:? results:2,4",
            "Lyon 3 2 <- results:? results:3,5",
            "Nice 1 3 <- results:? results:6",
        ],
    );
    check(
        "select r.club, c.city, goals from results r join clubs c on c.name = r.club where goals > 1",
        &[
            "Lens Lens 2 <- results:2 clubs:2",
            "Lyon Lyon 4 <- results:5 clubs:3",
        ],
    );
    check(
        "with best as (select club, max(goals) as g from results group by club) select best.club, g, city from best join clubs on name = club order by g desc limit 1",
        &["Lyon 4 Lyon <- clubs:3 results:3,5"],
    );
    check(
        "select * from (select club, points from results where points = 3)",
        &["Lens 3 <- results:2", "Lyon 3 <- results:5"],
    );
    check(
        "select count(*) as n from results",
        &["5 <- results:2,3,4,5,6"],
    );
    check(
        "select club, goals from results where goals = 4 union all select name, since from clubs where since > 1920",
        &["Lyon 4 <- results:5", "Lyon 1950 <- clubs:3"],
    );
    check(
        "select name, r.goals from clubs left join results r on r.club = name and r.goals > 3 order by name limit 2",
        &["Lens ∅ <- clubs:2", "Lyon 4 <- results:5 clubs:3"],
    );
}

#[test]
fn what_cannot_be_told_by_row_is_told_by_table() {
    check(
        "select distinct points from results order by 1 limit 1",
        &["0 <- results:?"],
    );
    check(
        "select name from clubs where name in (select club from results where goals = 4)",
        &["Lyon <- clubs:?"],
    );
}

#[test]
fn figures_are_exact() {
    check(
        "select sum(revenue) as r from results",
        &["22.75 <- results:2,3,4,5,6"],
    );
    check("select 10.10 - 0.20 - 9.9 as r", &["0 <- "]);
    check(
        "select avg(goals) as a, 7 / 2 as h, round(2.675, 2) as r from results",
        &["1.4 3.5 2.68 <- results:2,3,4,5,6"],
    );
    check("select null as \"\", 1 as b", &["∅ 1 <- "]);
    check("select 1 / 3 as t", &["0.333333333333333 <- "]);
}

#[test]
fn kinds_units_and_origins_are_kept() {
    let query = "select club, day, sum(revenue) as r, min(day) as first, revenue, count(*) as n, avg(revenue) as mean, date(day, '+1 day') as after from results group by club";
    let tables = Case::new(&[("q", query)]).tables();
    let table = named(&tables, "q");
    let shown: Vec<String> = table
        .columns
        .iter()
        .map(|it| {
            let kind = match it.kind {
                Kind::Number(unit) => format!("{unit:?}"),
                other => format!("{other:?}"),
            };
            format!(
                "{} {kind} {}",
                it.name,
                it.evidence.form.as_deref().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "club Text from results.club",
            "day Date from results.day",
            "r Money(Currency([69, 85, 82])) sum of results.revenue",
            "first Date min of results.day",
            "revenue Money(Currency([69, 85, 82])) from results.revenue",
            "n None computed by the query",
            "mean None computed by the query",
            "after Date computed by the query",
        ]
    );
}

#[test]
fn a_rank_rests_on_all_rows() {
    let query = "select club, sum(points) over (order by day, club) as so_far from results";
    let tables = Case::new(&[("q", query)]).tables();
    let q = tables.find("q").unwrap();
    assert_eq!(tables.contributions(q, 4, 1)[0].rows, None);
    assert_eq!(tables.contributions(q, 0, 0)[0].rows, Some(vec![0]));
    let form = tables.get(q).columns[1].evidence.form.as_deref();
    assert_eq!(form, Some("sum of results.points, along other rows"));
}

#[test]
fn an_amount_is_not_scaled_twice() {
    let folder = tempfile::tempdir().expect("a folder for the case");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("a file for the case");
    };
    write("g.csv", "k,m\na,1.5\n");
    let check = |declared: &str, expected: &[&str]| {
        write(
            "gen.yaml",
            &format!(
                "title: T\nlanguage: en\ndata:\n  g: {{file: g.csv, columns: {{m: {{type: money, currency: USD, scale: million}}}}}}\n  \
                 q: {{query: \"select k, m from g\", columns: {{m: {declared}}}}}\n"
            ),
        );
        let mut reads = crate::source::Reads::new(folder.path());
        let mut found = Diagnostics::default();
        let project = crate::project::load(&mut reads, &["en"], &mut found);
        let project = project.expect("the folder is there").expect("it is sound");
        crate::data::load(&project.tables, &mut reads, &mut found).expect("the file is there");
        let said: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(said, expected, "{declared}");
    };
    let refused = ["`m` has its unit from the table that it comes from"];
    check("{type: money, currency: USD, scale: million}", &refused);
    check("{type: money, currency: EUR}", &refused);
    check("{required: true}", &[]);
}

#[test]
fn a_query_reads_the_result_of_another() {
    let tables = Case::new(&[
        ("top", "select club, p from sums where p > 1"),
        (
            "sums",
            "select club, sum(points) as p from results group by club",
        ),
    ])
    .tables();
    assert_eq!(
        shown(&tables, "top"),
        ["Lens 4 <- results:2,4", "Lyon 3 <- results:3,5"]
    );
    let order: Vec<&str> = tables.iter().map(|it| &*it.name).collect();
    assert_eq!(order, ["results", "clubs", "top", "sums"]);
    let top = tables.find("top").unwrap();
    assert_eq!(tables.origin(top, 0, 1).0, tables.find("sums").unwrap());
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let check = |query: &str, expected: &str, place: &str| {
        let (tables, reads, diagnostics) = Case::new(&[("q", query)]).load();
        let found: Vec<_> = diagnostics.iter().collect();
        assert_eq!(found.len(), 1, "{query}");
        let span = found[0].span.expect("a mistake has its place");
        let text = &reads.file(span.file).text;
        let at = &text[span.range()];
        let said = format!("{}: {}", found[0].code.as_str(), found[0].message);
        assert_eq!((said.as_str(), at), (expected, place), "{query}");
        assert!(tables.is_unusable("q"));
    };
    check(
        "select gaols from results",
        "unknown-column: no table of this query has a column `gaols`",
        "gaols",
    );
    check(
        "select * from result",
        "unknown-table: there is no table `result`",
        "result",
    );
    check(
        "select nope(goals) from results",
        "broken-query: the query of `q` cannot be run: no such function: nope",
        "nope",
    );
    check(
        "selec 1",
        "broken-query: the query of `q` cannot be run: near \"selec\": syntax error",
        "selec",
    );
    check(
        "select random() as r",
        "broken-query: the query of `q` asks for what no query may: `random`",
        "random",
    );
    check(
        "select date('now') as r",
        "broken-query: the query of `q` asks for what no query may: `date('now')`",
        "date('now')",
    );
    check(
        "select current_date as r",
        "broken-query: the query of `q` asks for what no query may: `current_date`",
        "current_date",
    );
    check(
        "delete from results",
        "broken-query: the query of `q` asks for what no query may: `anything but `select``",
        "delete from results",
    );
    check(
        "select club, club from results",
        "duplicate-column: columns 1 and 2 of this query are both called `club`",
        "select club, club from results",
    );
    check(
        "select \"gaols\" from results",
        "unknown-column: no table of this query has a column `gaols`",
        "\"gaols\"",
    );
    check(
        "select sum(club) as s from results",
        "broken-query: the query of `q` cannot be run: `Lens` is no number, and `sum` takes numbers only",
        "select sum(club) as s from results",
    );
    check(
        "select * from q",
        "broken-query: the query of `q` reads its own result",
        "select * from q",
    );
    check(
        "with recursive t(n) as (select 1 union all select n from t) select count(*) as n from t",
        "broken-query: the query of `q` cannot be run: it does not come to an end",
        "with recursive t(n) as (select 1 union all select n from t) select count(*) as n from t",
    );
}

#[test]
fn what_rests_on_doubt_is_held() {
    let rows = "club,goals,revenue,note\nLens,2,1,a\nLyon,1,x,b\nLens,0,2,c\nNice,1,4,d\n";
    let check = |query: &str, expected: &str| {
        let (tables, ..) = Case::with(rows, &[("q", query)]).load();
        let table = named(&tables, "q");
        let held = (0..table.n_rows()).map(|it| if table.held(it).is_empty() { '.' } else { 'h' });
        assert_eq!(held.collect::<String>(), expected, "{query}");
    };
    check(
        "select club, sum(revenue) as r from results group by club order by club",
        ".h.",
    );
    check(
        "select club, sum(goals) as r from results group by club order by club",
        "...",
    );
    check(
        "select club, rank() over (order by revenue) as r from results",
        "hhhh",
    );
    // A rank rests on the rows that are left out after it, too.
    check(
        "select * from (select club, rank() over (order by revenue) as r from results) where club = 'Nice'",
        "h",
    );
    // A row whose group is not known may belong to any.
    check(
        "select revenue, count(*) as n from results group by revenue order by 1",
        "hhhh",
    );
    check("select club from results where revenue > 1", "..");
    check(
        "select club, sum(goals) as g from results where revenue > 1 group by club",
        "hh",
    );
    check("select distinct revenue from results", "hhhh");
    check(
        "select sum(goals) as g from results where club <> 'Lyon'",
        ".",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_are_the_same_with_and_without_their_origins(
        items in prop::sample::select(vec!["club, goals", "club, sum(goals) as g, count(*) as n", "*", "points + goals as s, club", "max(goals) as m, club"]),
        from in prop::sample::select(vec!["results", "results r join clubs on name = r.club", "clubs left join results on club = name", "(select * from results where goals > 0)"]),
        condition in prop::sample::select(vec!["", "where goals > 1", "where club = 'Lens' or points = 3"]),
        group in prop::sample::select(vec!["", "group by club", "group by club having count(*) > 1"]),
        tail in prop::sample::select(vec!["", "order by 1, 2", "order by 2 desc limit 2"]),
    ) {
        let query = format!("select {items} from {from} {condition} {group} {tail}");
        let (tables, _, diagnostics) = Case::new(&[("q", query.trim())]).load();
        let said: Vec<_> = diagnostics.iter().map(|it| it.message.clone()).collect();
        prop_assume!(said.is_empty());
        let table = named(&tables, "q");
        let lineage = table.lineage.as_ref().unwrap();
        for row in 0..table.n_rows() {
            let rows = lineage.rows(row).expect("such a query is followed row by row");
            // A count over nothing is the only row that is made of none.
            prop_assert!(!rows.is_empty() || items.contains("sum") || items.contains("max"), "{query}");
            for column in 0..table.columns.len() {
                if let Some((source, at, of)) = lineage.cell(row, column as u32) {
                    prop_assert_eq!(named(&tables, source).cell(at, of as usize), table.cell(row, column));
                }
            }
        }
    }
}
