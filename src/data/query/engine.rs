//! Tables in, a database in memory that queries can only read, and only so long.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, Value as Cell, ValueRef};
use rusqlite::{Connection, Result, ToSql};

use super::super::{Table, Value};
use super::exact;

/// After how many steps of the database a query is taken for one that does not end.
const N_STEPS: i64 = if cfg!(test) { 20_000_000 } else { 500_000_000 };

/// After how many steps it is looked at.
const N_STEPS_AT_ONCE: i32 = 100_000;

/// How many bytes a text or the rows of one group may have.
const N_BYTES: i32 = 512 << 20;

/// What stands in no query, for it yields another result tomorrow or on another machine.
pub(in crate::data) const REFUSED: [&str; 9] = [
    "random",
    "randomblob",
    "current_date",
    "current_time",
    "current_timestamp",
    "load_extension",
    "changes",
    "last_insert_rowid",
    "total_changes",
];

/// A database of tables.
pub(super) struct Engine {
    connection: Connection,
    watch: Arc<Watch>,
    /// The columns that stand in the database, by the table's name.
    filled: BTreeMap<String, BTreeSet<u32>>,
}

/// What is noted while a query is prepared and run.
#[derive(Default)]
struct Watch {
    is_on: AtomicBool,
    n_steps_left: AtomicI64,
    read: Mutex<BTreeSet<(String, String)>>,
    refused: Mutex<Option<String>>,
}

/// A query that can be run.
pub(super) struct Prepared {
    /// The names of its columns.
    pub(super) names: Vec<String>,
    /// For each of them the table and the column that it is, unchanged.
    pub(super) origins: Vec<Option<(String, String)>>,
    /// The columns that it reads, each with its table's name in lower case.
    pub(super) read: BTreeSet<(String, String)>,
}

impl Engine {
    /// Opens an empty database.
    pub(super) fn new() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        exact::register(&connection)?;
        // A name in double quotes that is misspelt would else be a text.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, N_BYTES)?;
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        let watch = Arc::new(Watch::default());
        let guard = watch.clone();
        connection.authorizer(Some(move |it: AuthContext<'_>| guard.judge(&it)))?;
        let clock = watch.clone();
        let step = i64::from(N_STEPS_AT_ONCE);
        let is_over = move || clock.n_steps_left.fetch_sub(step, Ordering::Relaxed) < step;
        connection.progress_handler(N_STEPS_AT_ONCE, Some(is_over))?;
        Ok(Engine {
            connection,
            watch,
            filled: BTreeMap::new(),
        })
    }

    /// Makes a table known, without its rows.
    pub(super) fn declare(&mut self, table: &Table) -> Result<()> {
        let columns = table.columns.iter().map(|it| quoted(&it.name));
        let columns: Vec<String> = columns.collect();
        let name = quoted(&table.name);
        self.freely(|it| it.execute_batch(&format!("create table {name} ({})", columns.join(", "))))
    }

    /// Puts `columns` of a table in the database, the others being as good as empty.
    pub(super) fn fill(&mut self, table: &Table, columns: &BTreeSet<u32>) -> Result<()> {
        let earlier = self.filled.get(&*table.name);
        if earlier.is_some_and(|it| it.is_superset(columns)) {
            return Ok(());
        }
        let all: BTreeSet<u32> = earlier
            .into_iter()
            .flatten()
            .chain(columns)
            .copied()
            .collect();
        let name = quoted(&table.name);
        let names = all
            .iter()
            .map(|it| quoted(&table.columns[*it as usize].name));
        let names: Vec<String> = std::iter::once("_rowid_".to_owned()).chain(names).collect();
        let places = ", ?".repeat(all.len());
        self.freely(|connection| {
            connection.execute(&format!("delete from {name}"), [])?;
            let transaction = connection.unchecked_transaction()?;
            {
                let insert = format!(
                    "insert into {name} ({}) values (?{places})",
                    names.join(", ")
                );
                let mut insert = transaction.prepare(&insert)?;
                for row in 0..table.n_rows() {
                    insert.raw_bind_parameter(1, row)?;
                    for (place, column) in (2..).zip(&all) {
                        let value = table.cell(row, *column as usize);
                        insert.raw_bind_parameter(place, Bound(value))?;
                    }
                    insert.raw_execute()?;
                }
            }
            transaction.commit()
        })?;
        self.filled.insert(table.name.to_string(), all);
        Ok(())
    }

    /// Takes the rows of all tables out of the database.
    pub(super) fn empty(&mut self) {
        for name in std::mem::take(&mut self.filled).into_keys() {
            let delete = format!("delete from {}", quoted(&name));
            self.freely(|it| it.execute_batch(&delete))
                .expect("what was put in can be taken out");
        }
    }

    fn freely<T>(&mut self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.watch.n_steps_left.store(i64::MAX, Ordering::Relaxed);
        work(&self.connection)
    }

    /// Prepares a query, as a reader who may do nothing else.
    pub(super) fn prepare(&self, text: &str) -> Result<Prepared> {
        lock(&self.watch.read).clear();
        lock(&self.watch.refused).take();
        self.watch.n_steps_left.store(N_STEPS, Ordering::Relaxed);
        self.guarded(|connection| {
            let statement = connection.prepare(text)?;
            let columns = statement.columns_with_metadata();
            let (names, origins) = columns
                .map(|it| {
                    let origin = it.table_name().zip(it.origin_name());
                    let origin = origin.map(|(table, name)| (table.to_owned(), name.to_owned()));
                    (it.name().to_owned(), origin)
                })
                .unzip();
            let read = lock(&self.watch.read).clone();
            Ok(Prepared {
                names,
                origins,
                read,
            })
        })
    }

    /// Runs a query, and gives each of its rows to `take` until that says to stop.
    pub(super) fn run(
        &self,
        text: &str,
        mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        self.watch.n_steps_left.store(N_STEPS, Ordering::Relaxed);
        self.guarded(|connection| {
            let mut statement = connection.prepare(text)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if !take(row)? {
                    break;
                }
            }
            Ok(())
        })
    }

    fn guarded<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.watch.is_on.store(true, Ordering::Relaxed);
        let result = work(&self.connection);
        self.watch.is_on.store(false, Ordering::Relaxed);
        result
    }

    /// Returns what the last query was refused for.
    pub(super) fn refused(&self) -> Option<String> {
        lock(&self.watch.refused).clone()
    }
}

impl Watch {
    /// Lets a query read tables and call functions, and nothing else.
    fn judge(&self, context: &AuthContext<'_>) -> Authorization {
        if !self.is_on.load(Ordering::Relaxed) {
            return Authorization::Allow;
        }
        let refusal = match context.action {
            AuthAction::Select | AuthAction::Recursive => None,
            AuthAction::Read {
                table_name,
                column_name,
            } => {
                let table = table_name.to_lowercase();
                let is_inner = table.starts_with("sqlite_") || table.starts_with("pragma_");
                lock(&self.read).insert((table, column_name.to_owned()));
                is_inner.then(|| table_name.to_owned())
            }
            AuthAction::Function { function_name } => {
                let name = function_name.to_lowercase();
                let is_refused = REFUSED.contains(&name.as_str()) || name.starts_with("sqlite_");
                is_refused.then_some(name)
            }
            _ => Some("anything but `select`".to_owned()),
        };
        match refusal {
            None => Authorization::Allow,
            Some(what) => {
                lock(&self.refused).get_or_insert(what);
                Authorization::Deny
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns a name as SQL takes it whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A value on its way into the database.
struct Bound<'v>(&'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        let owned = match self.0 {
            Value::Missing | Value::Row(_) => Cell::Null,
            Value::Bool(it) => Cell::Integer(i64::from(*it)),
            Value::Number(it) => exact::value(it.amount),
            Value::Text(text) => {
                return Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())));
            }
            Value::List(_) | Value::Map(_) => Cell::Text(json(self.0).to_string()),
            // Days and times are written so that their order is that of texts.
            other => other
                .key_text()
                .map_or(Cell::Null, |it| Cell::Text(it.to_string())),
        };
        Ok(ToSqlOutput::Owned(owned))
    }
}

/// Returns a list or a map in JSON, which SQL can look into.
fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Missing | Value::Row(_) => serde_json::Value::Null,
        Value::Bool(it) => (*it).into(),
        Value::Number(it) => serde_json::from_str(&it.amount.to_string())
            .unwrap_or_else(|_| it.amount.to_string().into()),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(map) => {
            let entries = map.entries.iter();
            entries
                .map(|(name, it)| (name.to_string(), json(it)))
                .collect()
        }
        other => other.key_text().map(|it| it.to_string()).into(),
    }
}
