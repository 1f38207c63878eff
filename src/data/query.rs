//! Declared queries and the tables they read in, the tables they make out, with where each row comes from.

mod engine;
mod exact;
mod holds;
mod place;
mod result;
mod sql;
#[cfg(test)]
mod tests;
mod track;
mod trouble;

use std::collections::BTreeMap;

use super::{Table, Tables};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::{TableSource, TableSpec};
use crate::source::Reads;

use engine::Engine;
pub(super) use engine::REFUSED;
use sql::Sql;

pub use holds::spread_holds;

/// Makes the tables that are declared as queries, after all others, each after those it reads.
///
/// A table whose query cannot be run cannot be used, nor can those that read it; the first is told.
pub(super) fn load(
    specs: &[TableSpec],
    tables: &mut Tables,
    reads: &Reads,
    diagnostics: &mut Diagnostics,
) {
    if !specs.iter().any(is_query) {
        return;
    }
    let plan = order(specs, reads, diagnostics);
    let mut engine = Engine::new().expect("a database in memory needs nothing but memory");
    for table in tables.iter() {
        declare(&mut engine, table);
    }
    for step in plan {
        let spec = &specs[step.spec];
        let is_usable = |it: &usize| tables.find(&specs[*it].name.value).is_some();
        let is_broken = step.is_cyclic || !step.needs.iter().all(is_usable);
        let table = if is_broken {
            None
        } else {
            result::table(spec, tables, &mut engine, reads, diagnostics)
        };
        match table {
            Some(table) => {
                declare(&mut engine, &table);
                tables.push(table);
            }
            None => tables.push_unusable(&spec.name.value),
        }
    }
    let names: Vec<&str> = specs.iter().map(|it| it.name.value.as_str()).collect();
    tables.arrange(&names);
    spread_holds(tables);
}

fn is_query(spec: &TableSpec) -> bool {
    matches!(spec.source, TableSource::Query(_))
}

/// Makes a table known to queries. Of one that SQL cannot have, for it is too wide or its name differs from
/// another's in capitals only, they say that it is not there.
fn declare(engine: &mut Engine, table: &Table) {
    let _ = engine.declare(table);
}

/// A query in its place.
struct Step {
    /// The position of its declaration.
    spec: usize,
    /// The positions of those of the tables it reads.
    needs: Vec<usize>,
    /// Whether it needs itself.
    is_cyclic: bool,
}

/// Orders queries so that each comes after those it reads; tells of those that need themselves.
fn order(specs: &[TableSpec], reads: &Reads, diagnostics: &mut Diagnostics) -> Vec<Step> {
    let by_name: BTreeMap<String, usize> = specs
        .iter()
        .enumerate()
        .map(|(position, it)| (it.name.value.to_lowercase(), position))
        .collect();
    let needs = |spec: &TableSpec| -> Vec<usize> {
        let sql = is_query(spec).then(|| Sql::parse(&spec.source.written().value));
        let names = sql.and_then(Result::ok).map(|it| it.relations());
        let names = names.into_iter().flatten();
        names.filter_map(|it| by_name.get(&it).copied()).collect()
    };
    let needs: Vec<Vec<usize>> = specs.iter().map(needs).collect();
    let mut done = vec![false; specs.len()];
    let mut plan = Vec::new();
    let queries = || (0..specs.len()).filter(|it| is_query(&specs[*it]));
    let is_ready = |it: &usize, done: &[bool]| {
        let mut needed = needs[*it].iter();
        !done[*it] && needed.all(|it| done[*it] || !is_query(&specs[*it]))
    };
    while let Some(spec) = queries().find(|it| is_ready(it, &done)) {
        done[spec] = true;
        plan.push(Step {
            spec,
            needs: needs[spec].clone(),
            is_cyclic: false,
        });
    }
    let left: Vec<usize> = queries().filter(|it| !done[*it]).collect();
    if let Some(circle) = left.iter().find_map(|it| circle(*it, &needs)) {
        diagnostics.push(cycle(specs, &circle, reads));
    }
    let cyclic = left.into_iter().map(|spec| Step {
        spec,
        needs: Vec::new(),
        is_cyclic: true,
    });
    plan.extend(cyclic);
    plan
}

/// Returns the way from a table back to itself, over the tables it needs.
fn circle(start: usize, needs: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut waiting = std::collections::VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        for next in &needs[at] {
            if *next == start {
                let mut way = vec![at];
                let mut at = at;
                while at != start {
                    at = from[&at];
                    way.push(at);
                }
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(next) {
                from.insert(*next, at);
                waiting.push_back(*next);
            }
        }
    }
    None
}

fn cycle(specs: &[TableSpec], circle: &[usize], reads: &Reads) -> Diagnostic {
    let first = &specs[circle[0]];
    let names: Vec<String> = circle
        .iter()
        .chain([&circle[0]])
        .map(|it| format!("`{}`", specs[*it].name.value))
        .collect();
    let message = match circle.len() {
        1 => format!("the query of {} reads its own result", names[0]),
        _ => format!(
            "the queries of these tables read each other: {}",
            names.join(", ")
        ),
    };
    let query = first.source.written();
    let text = &reads.file(query.span.file).text;
    Diagnostic::error(Code::BrokenQuery, message)
        .at(place::first_line(text, query.span))
        .hint("a query reads tables that stand before it: part what goes in a circle")
}
