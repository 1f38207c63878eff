//! A SQLite file in, the rows of one of its tables or views out, as raw cells and as lines of text.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::query::REFUSED;
use super::raw::{Raw, Written};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::TableSpec;
use crate::source::{FileId, Reads, Span};

/// After how many hundred thousands of steps a view is taken for one that does not end.
const N_STEPS: u32 = 5_000;

/// Reads the table that `sheet` names, or the only one that there is; says what is wrong if there is none.
///
/// The text that is kept has a line for each row, its cells parted by tabs: row n stands on line n.
pub(super) fn read(
    bytes: &[u8],
    path: &Path,
    spec: &TableSpec,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Option<(FileId, Raw<'static>)> {
    let read = open(bytes).and_then(|connection| {
        let tables = tables(&connection)?;
        match choose(&tables, path, spec) {
            Ok(table) => rows(&connection, table).map(|rows| Ok((table.clone(), rows))),
            Err(diagnostic) => Ok(Err(diagnostic)),
        }
    });
    match read {
        Ok(Ok((table, rows))) => {
            if let Some(column) = rows.binary.first() {
                diagnostics.push(binary(path, spec, column));
            }
            let file = reads.keep_part(path, Some(&table), rows.text);
            Some((file, rows.raw))
        }
        Ok(Err(diagnostic)) => {
            diagnostics.push(*diagnostic);
            None
        }
        Err(error) => {
            diagnostics.push(broken(path, spec, &error));
            None
        }
    }
}

/// Opens a database that nothing can be written to, and that can do nothing but be read.
fn open(bytes: &[u8]) -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, 256 << 20)?;
    connection.deserialize_read_exact("main", bytes, bytes.len(), true)?;
    let state: String = connection.query_row("pragma quick_check(1)", [], |it| it.get(0))?;
    if state != "ok" {
        return Err(rusqlite::Error::UserFunctionError(state.into()));
    }
    connection.authorizer(Some(|it: AuthContext<'_>| match it.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        // A view that asks the clock or for chance says something else each time.
        AuthAction::Function { function_name } if !REFUSED.contains(&function_name) => {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }))?;
    let mut n_left = N_STEPS;
    let is_over = move || {
        n_left = n_left.saturating_sub(1);
        n_left == 0
    };
    connection.progress_handler(100_000, Some(is_over))?;
    Ok(connection)
}

/// Returns the names of the tables and views that hold rows of their own.
fn tables(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare(
        "select name from sqlite_schema where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' \
         and sql not like 'create virtual%' order by name",
    )?;
    let names = statement.query_map([], |it| it.get(0))?;
    names.collect()
}

/// Returns the table that is meant.
fn choose<'t>(
    tables: &'t [String],
    path: &Path,
    spec: &TableSpec,
) -> std::result::Result<&'t String, Box<Diagnostic>> {
    let path = path.display();
    let place = spec.source.written().span;
    let listed = || {
        let names: Vec<String> = tables.iter().map(|it| format!("`{it}`")).collect();
        names.join(", ")
    };
    match (&spec.layout.sheet, tables) {
        (Some(name), _) => tables.iter().find(|it| **it == name.value).ok_or_else(|| {
            let message = format!("`{path}` has no table `{}`", name.value);
            let found = Diagnostic::error(Code::BrokenData, message).at(name.span);
            found
                .did_you_mean(&name.value, tables.iter().map(String::as_str))
                .into()
        }),
        (None, [only]) => Ok(only),
        (None, []) => {
            let message = format!("`{path}` is a SQLite file without tables");
            Err(Diagnostic::error(Code::BrokenData, message)
                .at(place)
                .into())
        }
        (None, _) => {
            let message = format!("`{path}` has {} tables: {}", tables.len(), listed());
            let found = Diagnostic::error(Code::BrokenData, message).at(place);
            Err(found.hint("name one of them under `sheet:`").into())
        }
    }
}

/// The rows of a table.
struct Rows {
    raw: Raw<'static>,
    text: String,
    /// The columns with cells that are neither texts nor figures.
    binary: Vec<String>,
}

fn rows(connection: &Connection, table: &str) -> Result<Rows> {
    let name = format!("\"{}\"", table.replace('"', "\"\""));
    // A view has no rows of its own, nor has every table numbers for them.
    let ordered = connection.prepare(&format!("select * from {name} order by _rowid_"));
    let mut statement = match ordered {
        Ok(statement) => statement,
        Err(_) => connection.prepare(&format!("select * from {name}"))?,
    };
    let headers: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = Rows {
        raw: Raw::new(headers.clone(), None),
        text: String::new(),
        binary: Vec::new(),
    };
    let mut found = statement.query([])?;
    let mut line = 0;
    while let Some(row) = found.next()? {
        line += 1;
        rows.raw.begin_row(line);
        for (column, header) in headers.iter().enumerate() {
            if column > 0 {
                rows.text.push('\t');
            }
            rows.push(row.get_ref(column)?, header);
        }
        rows.text.push('\n');
    }
    Ok(rows)
}

impl Rows {
    /// Adds a cell to the last row, and to its line.
    fn push(&mut self, cell: ValueRef<'_>, header: &str) {
        let start = self.text.len() as u32;
        match cell {
            ValueRef::Null => self.raw.push_at(Written::Absent, (start, start)),
            ValueRef::Integer(it) => self.plain(&it.to_string()),
            ValueRef::Real(it) => self.plain(&it.to_string()),
            ValueRef::Text(text) => {
                let text = String::from_utf8_lossy(text);
                // What would end a cell or a line is shown as a space, which is as long.
                self.text.push_str(&text.replace(['\t', '\n', '\r'], " "));
                let end = self.text.len() as u32;
                self.raw.push_at(Written::Text(&text), (start, end));
            }
            ValueRef::Blob(_) => {
                if !self.binary.iter().any(|it| it == header) {
                    self.binary.push(header.to_owned());
                }
                self.raw.push_at(Written::Absent, (start, start));
            }
        }
    }

    fn plain(&mut self, figure: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(figure);
        let end = self.text.len() as u32;
        self.raw.push_at(Written::Plain(figure), (start, end));
    }
}

fn binary(path: &Path, spec: &TableSpec, column: &str) -> Diagnostic {
    let message = format!(
        "`{}`, column `{column}`: it has cells of bytes, which are read as missing",
        path.display()
    );
    Diagnostic::warning(Code::DoubtfulCell, message)
        .at(spec.source.written().span)
        .hint("write a view of the database that turns them into text, and name it under `sheet:`")
}

fn broken(path: &Path, spec: &TableSpec, error: &rusqlite::Error) -> Diagnostic {
    let reason = match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::UserFunctionError(message) => message.to_string(),
        other => other.to_string(),
    };
    let place: Span = spec.source.written().span;
    let message = format!(
        "`{}` cannot be read as a SQLite file: {reason}",
        path.display()
    );
    Diagnostic::error(Code::BrokenData, message)
        .at(place)
        .hint("see whether it was copied whole, and while nobody wrote to it")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::Connection;

    use super::read;
    use crate::diagnostics::Diagnostics;
    use crate::project::{TableSource, TableSpec};
    use crate::source::{Located, Reads, Span};

    /// Says what is read of a database, and what is said about it.
    fn check(bytes: &[u8], sheet: Option<&str>) -> (Option<String>, Vec<String>) {
        let mut reads = Reads::new("no such project");
        let project = reads.keep(Path::new("gen.yaml"), "data: {}\n");
        let at = |value: &str| Located {
            value: value.to_owned(),
            span: Span::new(project, 0..4),
        };
        let mut spec = TableSpec::new(at("rows"), TableSource::File(at("a.db")));
        spec.layout.sheet = sheet.map(at);
        let mut diagnostics = Diagnostics::default();
        let found = read(
            bytes,
            Path::new("a.db"),
            &spec,
            &mut reads,
            &mut diagnostics,
        );
        let text = found
            .map(|(file, raw)| format!("{}\n{}", raw.headers().join("|"), reads.file(file).text));
        let messages = diagnostics.iter().map(|it| it.message.clone());
        (text, messages.collect())
    }

    fn database(sql: &str) -> Vec<u8> {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(sql).unwrap();
        connection.serialize("main").unwrap().to_vec()
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let bytes = database(
            "create table t (name text, n integer, r real);
             insert into t values ('Lens', 3, 0.1), ('a\tb', null, 2.5);
             create view v as select name from t where n = 3;",
        );
        let expected = "name|n|r\nLens\t3\t0.1\na b\t\t2.5\n";
        assert_eq!(
            check(&bytes, Some("t")),
            (Some(expected.to_owned()), vec![])
        );
        assert_eq!(check(&bytes, Some("v")).0.unwrap(), "name\nLens\n");
        assert_eq!(check(&bytes, None).1, ["`a.db` has 2 tables: `t`, `v`"]);
        assert_eq!(check(&bytes, Some("u")).1, ["`a.db` has no table `u`"]);
    }

    #[test]
    fn a_hostile_file_is_refused() {
        let bytes = database("create table t (a); insert into t values ('x'), ('y');");
        let (text, messages) = check(&bytes[..bytes.len() - 4096], None);
        assert!(text.is_none() && messages.len() == 1, "{messages:?}");
        for at in (100..bytes.len()).step_by(97) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0xff;
            // Whatever comes of it, it is no panic.
            check(&bytes, None);
        }
    }
}
