//! A series: the rows of one thing by their period in; the row before, that of a year before, or its history out.

use super::Hold;
use crate::data::{RowRef, Table, Tables, Value};
use crate::story::{Pick, Series};

/// How many periods a history goes back.
const N_PERIODS: usize = 4000;

/// Returns the period of each row of the table.
pub(super) fn periods(series: &Series, table: &Table) -> Vec<Option<i64>> {
    let period = |row: u32| {
        let cells = series.period.iter().map(|it| table.cell(row, *it));
        series.every.ordinal(&cells.collect::<Vec<_>>())
    };
    (0..table.n_rows()).map(period).collect()
}

/// Returns what is picked of `rows`, whose periods are known, for a record of the period that `own` names.
pub(super) fn picked(
    series: &Series,
    tables: &Tables,
    rows: &[u32],
    periods: &[Option<i64>],
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
    let dated = rows
        .iter()
        .filter_map(|row| Some((*row, (*periods.get(*row as usize)?)?)));
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
            let aged = dated.filter_map(|(row, period)| Some((row, age(period)?)));
            let aged: Vec<(u32, usize)> = aged.filter(|it| it.1 < N_PERIODS).collect();
            let n_periods = aged.iter().map(|it| it.1 + 1).max().unwrap_or(0);
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
    let mut found = dated.filter(|it| Some(it.1) == wanted);
    match (found.next(), found.next()) {
        (Some(_), Some(_)) => Err(twice()),
        (Some((row, _)), None) => Ok(value(row)),
        (None, _) => Ok(Value::Missing),
    }
}
