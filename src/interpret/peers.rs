//! The rows among which a measure is ranked in; those of a record's group out, with nothing where a row is in doubt.

use super::{Env, Problem, evaluate};
use crate::data::{RowRef, Table, TableIdx, Tables, Value};
use crate::story::expression::Expr;
use crate::story::{Peers, Story};

/// What each row of the table is among the others.
pub(super) struct Others(Vec<Standing>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It counts.
    In,
    /// It might, and what it counts with is in doubt.
    InDoubt,
    /// It does not count.
    Out,
}

impl Others {
    /// Finds for each row of the table whether it counts.
    pub(super) fn new(peers: &Peers, story: &Story, tables: &Tables) -> Result<Self, Problem> {
        let table = tables.get(peers.table);
        let standing = |row: u32| {
            if !counts(peers.chosen.as_ref(), peers.table, row, tables)? {
                return Ok(Standing::Out);
            }
            let is_doubtful = is_doubtful(peers, story, table, row);
            Ok(if is_doubtful {
                Standing::InDoubt
            } else {
                Standing::In
            })
        };
        (0..table.n_rows())
            .map(standing)
            .collect::<Result<_, _>>()
            .map(Others)
    }

    /// Whether a row of the table counts.
    pub(super) fn has(&self, row: u32) -> bool {
        self.0[row as usize] != Standing::Out
    }

    /// Returns those of `rows` that count: nothing stands for one that is in doubt.
    pub(super) fn of(&self, table: TableIdx, rows: &[u32]) -> Value {
        let row = |row: &u32| match self.0[*row as usize] {
            Standing::In => Some(Value::Row(RowRef { table, row: *row })),
            Standing::InDoubt => Some(Value::Missing),
            Standing::Out => None,
        };
        Value::List(rows.iter().filter_map(row).collect())
    }
}

/// Whether a row counts by the condition `chosen`. One that cannot be decided, and one that rests on a doubtful cell,
/// are not alike: the first is not chosen, the second is in doubt.
pub(super) fn counts(
    chosen: Option<&Expr>,
    table: TableIdx,
    row: u32,
    tables: &Tables,
) -> Result<bool, Problem> {
    let Some(chosen) = chosen else {
        return Ok(true);
    };
    let it = Value::Row(RowRef { table, row });
    let is_chosen = match evaluate(chosen, &Env::new(&[], tables).with_it(&it))? {
        Value::Bool(is_chosen) => is_chosen,
        Value::Missing => false,
        other => {
            return Err(Problem {
                message: format!("`where` is {}, and must be true or false", other.kind()),
                span: chosen.span(),
            });
        }
    };
    let doubts = tables.get(table).doubts_of(row);
    let is_unsure = || {
        let read = chosen.fields();
        doubts.iter().any(|it| read.contains(&(table, it.column)))
    };
    Ok(is_chosen || (!doubts.is_empty() && is_unsure()))
}

/// Whether a row is held, or a cell is doubtful by which it stands in its group or counts.
fn is_doubtful(peers: &Peers, story: &Story, table: &Table, row: u32) -> bool {
    if !table.held(row).is_empty() {
        return true;
    }
    let read = story.columns_read.get(&peers.table);
    let is_read = |column: u32| match peers.figure {
        Some(figure) => {
            let chosen = peers.chosen.as_ref().map(Expr::fields);
            figure == column as usize
                || peers.theirs.contains(&(column as usize))
                || chosen.is_some_and(|it| it.contains(&(peers.table, column)))
        }
        // What an expression reads is not known here column by column.
        None => read.is_some_and(|it| it.contains(&column)),
    };
    table.doubts_of(row).iter().any(|it| is_read(it.column))
}
