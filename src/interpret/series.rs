//! A series: the rows of one thing by their period in; the row before, that of a year before, or its history out.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::peers::counts;
use super::{Hold, Problem};
use crate::data::{RowRef, Tables, Value};
use crate::story::{Pick, Series};

/// How many periods a history goes back.
const N_PERIODS: usize = 4000;

/// The rows of a series' table by their period: those of one thing stand together, the oldest first.
pub(super) struct Dated {
    rows: Vec<(i64, u32)>,
    /// Where those of a thing stand, by the first of its rows in the table.
    things: FxHashMap<u32, Range<usize>>,
    /// The rows that do not count, in order.
    left_out: Vec<u32>,
}

impl Dated {
    /// Dates the rows of the table.
    pub(super) fn new(series: &Series, tables: &Tables) -> Result<Self, Problem> {
        let table = tables.get(series.table);
        let period = |row: u32| {
            let cells = series.period.iter().map(|it| table.cell(row, *it));
            series.every.ordinal(&cells.collect::<Vec<_>>())
        };
        let index = table.index(&series.theirs);
        let mut dated: Vec<(u32, i64, u32)> = Vec::new();
        let mut left_out = Vec::new();
        for row in 0..table.n_rows() {
            if !counts(series.chosen.as_ref(), series.table, row, tables)? {
                left_out.push(row);
                continue;
            }
            let key = series.theirs.iter().map(|it| table.cell(row, *it));
            let first = index.rows(key).first();
            dated.extend(first.zip(period(row)).map(|(first, at)| (*first, at, row)));
        }
        dated.sort_unstable();
        let mut things: FxHashMap<u32, Range<usize>> = FxHashMap::default();
        for (at, (thing, ..)) in dated.iter().enumerate() {
            things.entry(*thing).or_insert(at..at).end = at + 1;
        }
        let rows = dated.into_iter().map(|(_, at, row)| (at, row)).collect();
        Ok(Dated {
            rows,
            things,
            left_out,
        })
    }

    /// Whether a row of the table does not count.
    pub(super) fn leaves_out(&self, row: u32) -> bool {
        self.left_out.binary_search(&row).is_ok()
    }

    /// Returns the rows of a thing by their period; `rows` are its rows in the table.
    pub(super) fn of(&self, rows: &[u32]) -> &[(i64, u32)] {
        let range = rows.first().and_then(|it| self.things.get(it));
        range.map_or(&[], |it| &self.rows[it.clone()])
    }
}

/// Returns what is picked of the rows of a thing, by period, for a record of the period that `own` names.
pub(super) fn picked(
    series: &Series,
    tables: &Tables,
    dated: &[(i64, u32)],
    own: &[&Value],
) -> Result<Value, Hold> {
    if own.iter().any(|it| it.is_missing()) {
        return Ok(Value::Missing);
    }
    let Some(now) = series.every.ordinal(own) else {
        let cells: Vec<String> = own
            .iter()
            .filter_map(|it| it.key_text())
            .map(|it| it.to_string())
            .collect();
        let text = format!("`{}` is no period of the series", cells.join(" "));
        return Err(Hold::because(text));
    };
    let value = |row: u32| {
        Value::Row(RowRef {
            table: series.table,
            row,
        })
    };
    let twice = || {
        let name = &tables.get(series.table).name;
        Hold::because(format!(
            "`{name}` has two rows for one period of the series"
        ))
    };
    let wanted = match series.pick {
        Pick::Before => now.checked_sub(1),
        Pick::YearBefore => series.every.year_before(now),
        Pick::All => {
            let age = |period: i64| usize::try_from(now.checked_sub(period)?).ok();
            let through = dated.partition_point(|it| it.0 <= now);
            let aged = dated[..through].iter().rev();
            let aged = aged.filter_map(|(period, row)| Some((*row, age(*period)?)));
            let aged: Vec<(u32, usize)> = aged.take_while(|it| it.1 < N_PERIODS).collect();
            let n_periods = aged.last().map_or(0, |it| it.1 + 1);
            let mut history = vec![Value::Missing; n_periods];
            for (row, age) in aged {
                if !history[age].is_missing() {
                    return Err(twice());
                }
                history[age] = value(row);
            }
            return Ok(Value::List(history.into()));
        }
    };
    let Some(wanted) = wanted else {
        return Ok(Value::Missing);
    };
    let from = dated.partition_point(|it| it.0 < wanted);
    let mut found = dated[from..].iter().take_while(|it| it.0 == wanted);
    match (found.next(), found.next()) {
        (Some(_), Some(_)) => Err(twice()),
        (Some((_, row)), None) => Ok(value(*row)),
        (None, _) => Ok(Value::Missing),
    }
}
