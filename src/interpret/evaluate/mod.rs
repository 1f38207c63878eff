//! Expressions and a record's values to a value: three-valued about what is missing, exact, with units.
//!
//! A missing cell is no mistake: whatever cannot be known because of it is missing too. Dividing by
//! zero is likewise missing. What is a mistake (adding a text, comparing euros with dollars) is a
//! [`Problem`] with its place. Evaluation borrows wherever it can: a comparison of two cells copies
//! neither. `trace` runs the same code with a recorder, which costs the plain run nothing.

mod arithmetic;
mod comparison;
mod history;
mod lists;
mod moves;
#[cfg(test)]
mod oracle;
mod orders;
mod record;
mod scalars;
#[cfg(test)]
mod tests;
mod verdicts;

use std::borrow::Cow;
use std::sync::Arc;

use crate::data::{RowRef, TableIdx, Tables, Value};
use crate::source::Span;
use crate::story::expression::{Arithmetic, Comprehension, Expr, Node, Slot};
use arithmetic::Trouble;
pub(super) use orders::Orders;
pub use record::{CellRef, Trace};
use record::{Log, Nothing, Record};

/// The values that an expression is evaluated over.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    /// The record's values, by slot.
    pub slots: &'a [Value],
    /// The tables that rows belong to.
    pub tables: &'a Tables,
    /// The row that a message is told of.
    pub it: &'a Value,
    /// The rows that are told in one sentence.
    pub they: &'a Value,
    /// The lists that many records share.
    orders: Option<&'a Orders>,
}

/// Why an expression has no value: a clause for the editor, and the part it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
}

static MISSING: Value = Value::Missing;

impl<'a> Env<'a> {
    /// Returns the environment of a record, outside any row of a message.
    pub fn new(slots: &'a [Value], tables: &'a Tables) -> Self {
        Env {
            slots,
            tables,
            it: &MISSING,
            they: &MISSING,
            orders: None,
        }
    }

    /// Returns the same environment, told of the row `it`.
    #[must_use]
    pub fn with_it(self, it: &'a Value) -> Self {
        Env { it, ..self }
    }

    /// Returns the same environment, told of the rows `they` in one sentence.
    #[must_use]
    pub fn with_they(self, they: &'a Value) -> Self {
        Env { they, ..self }
    }

    /// Returns the same environment, in which some lists are known to be shared by many records.
    #[must_use]
    pub fn with_orders(self, orders: &'a Orders) -> Self {
        Env {
            orders: Some(orders),
            ..self
        }
    }

    /// Returns the value in a slot.
    fn slot(&self, slot: Slot) -> &'a Value {
        match self.slots.get(slot.0 as usize) {
            Some(value) => value,
            None if slot == Slot::IT => self.it,
            None if slot == Slot::THEY => self.they,
            None => &MISSING,
        }
    }
}

/// Returns the value of `expr`.
pub fn evaluate(expr: &Expr, env: &Env) -> Result<Value, Problem> {
    let machine = Machine {
        env,
        frame: None,
        record: &Nothing,
    };
    match machine.value(expr) {
        Ok(value) => Ok(value.into_owned()),
        Err(problem) => Err(*problem),
    }
}

/// Returns the value of `expr` with the cells and slots that were read for it.
pub fn trace(expr: &Expr, env: &Env) -> Result<Trace, Problem> {
    let log = Log::default();
    let machine = Machine {
        env,
        frame: None,
        record: &log,
    };
    let value = match machine.value(expr) {
        Ok(value) => value.into_owned(),
        Err(problem) => return Err(*problem),
    };
    Ok(log.into_trace(value))
}

// Boxed, so that a result is no larger than a value.
type Failed = Box<Problem>;
type Found<'e> = Result<Cow<'e, Value>, Failed>;

/// One run over one tree.
struct Machine<'e, R> {
    env: &'e Env<'e>,
    frame: Option<&'e Frame<'e>>,
    record: &'e R,
}

/// The variable of a comprehension, and those around it.
struct Frame<'e> {
    value: &'e Value,
    outer: Option<&'e Frame<'e>>,
}

/// Fails with a clause about a part.
fn problem<T>(part: &Expr, message: impl Into<String>) -> Result<T, Failed> {
    Err(Box::new(Problem {
        message: message.into(),
        span: part.span(),
    }))
}

/// Fails because the value of a part is of a kind that its place does not take.
#[cold]
fn wrong_kind<T>(part: &Expr, value: &Value, wanted: &str) -> Result<T, Failed> {
    let subject = match name_of(part) {
        Some(name) => format!("`{name}`"),
        None => "this".to_owned(),
    };
    problem(part, format!("{subject} is {}, and {wanted}", value.kind()))
}

/// Returns the name by which an editor knows a part.
fn name_of(part: &Expr) -> Option<Arc<str>> {
    match part.node() {
        Node::Slot(_, name) | Node::Local(_, name) => Some(name.clone()),
        Node::Name(of, name) => Some(format!("{}.{name}", name_of(of)?).into()),
        Node::Constant(Value::Text(text)) => Some(format!("\"{text}\"").into()),
        Node::Constant(Value::Number(it)) => Some(it.amount.to_string().into()),
        _ => None,
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "every way of evaluating ends in a `Found`"
)]
fn owned<'e>(value: Value) -> Found<'e> {
    Ok(Cow::Owned(value))
}

/// Returns true, false or missing as a value.
fn truth_value<'e>(truth: Option<bool>) -> Found<'e> {
    owned(truth.map_or(Value::Missing, Value::Bool))
}

impl<'e, R: Record> Machine<'e, R> {
    /// Returns the value of a part.
    fn value(&self, part: &'e Expr) -> Found<'e> {
        match part.node() {
            Node::Constant(value) => Ok(Cow::Borrowed(value)),
            Node::Slot(slot, _) => {
                self.record.slot(*slot);
                Ok(Cow::Borrowed(self.env.slot(*slot)))
            }
            Node::Local(distance, _) => Ok(Cow::Borrowed(self.local(*distance))),
            Node::Column(of, table, column) => self.column(of, *table, *column),
            Node::Name(of, name) => {
                let value = self.value(of)?;
                self.named(&value, name, of)
            }
            Node::Index(two) => self.index(two),
            Node::Not(of) => truth_value(self.truth(of, "not")?.map(|it| !it)),
            Node::Negative(of) => self.negative(of),
            Node::And(two) => truth_value(self.and(two)?),
            Node::Or(two) => truth_value(self.or(two)?),
            Node::Arithmetic(operator, two) => self.arithmetic(*operator, two, part),
            Node::Compare(operator, two) => {
                let (left, right) = (self.value(&two[0])?, self.value(&two[1])?);
                truth_value(self.compare(*operator, &left, &right, two)?)
            }
            Node::In(two) => truth_value(self.contained(two)?),
            Node::Choice(three) => match self.truth(&three[0], "if")? {
                Some(true) => self.value(&three[1]),
                Some(false) => self.value(&three[2]),
                None => owned(Value::Missing),
            },
            Node::List(items) => {
                let items: Result<Arc<[Value]>, Failed> = items
                    .iter()
                    .map(|it| self.value(it).map(Cow::into_owned))
                    .collect();
                owned(Value::List(items?))
            }
            Node::Map(entries) => self.map(entries),
            Node::Comprehension(it) => self.comprehension(it),
            Node::Filter(call) => self.filter(call, part),
            Node::Test(call) => truth_value(self.test(call)?),
        }
    }

    /// Returns the variable of a comprehension so many steps out.
    fn local(&self, distance: u8) -> &'e Value {
        let mut frame = self.frame;
        for _ in 0..distance {
            frame = frame.and_then(|it| it.outer);
        }
        frame.map_or(&MISSING, |it| it.value)
    }

    /// Returns a cell, and says that it was read.
    fn cell(&self, row: RowRef, column: usize) -> &'e Value {
        self.record.cell(CellRef {
            table: row.table,
            row: row.row,
            column: column as u32,
        });
        self.env.tables.get(row.table).cell(row.row, column)
    }

    fn column(&self, of: &'e Expr, table: TableIdx, column: u32) -> Found<'e> {
        match &*self.value(of)? {
            Value::Row(row) if row.table == table => {
                Ok(Cow::Borrowed(self.cell(*row, column as usize)))
            }
            Value::Missing => owned(Value::Missing),
            other => {
                let name = self.env.tables.get(table).columns[column as usize]
                    .name
                    .clone();
                self.named(other, &name, of)
            }
        }
    }

    /// Returns what `value` holds under `name`: a map's value or a row's cell.
    fn named(&self, value: &Value, name: &str, of: &Expr) -> Found<'e> {
        match value {
            Value::Map(map) => owned(map.get(name).cloned().unwrap_or_default()),
            Value::Row(row) => {
                let table = self.env.tables.get(row.table);
                match table.column(name) {
                    Some(column) => Ok(Cow::Borrowed(self.cell(*row, column))),
                    None => problem(
                        of,
                        format!("the table `{}` has no column `{name}`", table.name),
                    ),
                }
            }
            Value::Missing => owned(Value::Missing),
            other => wrong_kind(of, other, &format!("`.{name}` is read of a row or a map")),
        }
    }

    fn index(&self, two: &'e [Expr; 2]) -> Found<'e> {
        let (of, index) = (self.value(&two[0])?, self.value(&two[1])?);
        match (&*of, &*index) {
            (Value::Missing, _) | (_, Value::Missing) => owned(Value::Missing),
            (_, Value::Text(name)) => self.named(&of, name, &two[0]),
            (Value::List(items), Value::Number(_)) => {
                let position = scalars::position(&index, &two[1], "a list is indexed", true)?;
                let position = match usize::try_from(position) {
                    Ok(it) => Some(it),
                    // Negative positions count from the end, as in Tera.
                    Err(_) => items.len().checked_sub(position.unsigned_abs() as usize),
                };
                owned(
                    position
                        .and_then(|it| items.get(it))
                        .cloned()
                        .unwrap_or_default(),
                )
            }
            (Value::List(_), other) => wrong_kind(&two[1], other, "a list is indexed by a number"),
            (other, _) => wrong_kind(&two[0], other, "only lists, maps and rows are indexed"),
        }
    }

    fn negative(&self, of: &'e Expr) -> Found<'e> {
        match &*self.value(of)? {
            Value::Number(it) => owned(Value::Number(arithmetic::negative(*it))),
            Value::Missing => owned(Value::Missing),
            other => wrong_kind(of, other, "`-` negates numbers"),
        }
    }

    /// Returns whether a part is true, or nothing where that cannot be known.
    fn truth(&self, part: &'e Expr, word: &str) -> Result<Option<bool>, Failed> {
        match &*self.value(part)? {
            Value::Bool(it) => Ok(Some(*it)),
            Value::Missing => Ok(None),
            other => wrong_kind(
                part,
                other,
                &format!("`{word}` takes what is true or false, such as a comparison"),
            ),
        }
    }

    fn and(&self, two: &'e [Expr; 2]) -> Result<Option<bool>, Failed> {
        let left = self.truth(&two[0], "and")?;
        if left == Some(false) {
            return Ok(left);
        }
        Ok(match (left, self.truth(&two[1], "and")?) {
            (_, Some(false)) => Some(false),
            (Some(true), right) => right,
            _ => None,
        })
    }

    fn or(&self, two: &'e [Expr; 2]) -> Result<Option<bool>, Failed> {
        let left = self.truth(&two[0], "or")?;
        if left == Some(true) {
            return Ok(left);
        }
        Ok(match (left, self.truth(&two[1], "or")?) {
            (_, Some(true)) => Some(true),
            (Some(false), right) => right,
            _ => None,
        })
    }

    fn arithmetic(&self, operator: Arithmetic, two: &'e [Expr; 2], part: &'e Expr) -> Found<'e> {
        let (left, right) = (self.value(&two[0])?, self.value(&two[1])?);
        if operator == Arithmetic::Join {
            return self.join([&left, &right], two);
        }
        match arithmetic::calculate(operator, &left, &right) {
            Ok(value) => owned(value),
            Err(Trouble::Left(wanted)) => wrong_kind(&two[0], &left, &wanted),
            Err(Trouble::Right(wanted)) => wrong_kind(&two[1], &right, &wanted),
            Err(Trouble::Both(message)) => problem(part, message),
        }
    }

    /// Joins two values into one text.
    fn join(&self, values: [&Value; 2], two: &'e [Expr; 2]) -> Found<'e> {
        let mut joined = String::new();
        for (value, part) in values.into_iter().zip(two) {
            match self.text(value) {
                Ok(Some(text)) => joined.push_str(&text),
                Ok(None) => return owned(Value::Missing),
                Err(other) => return wrong_kind(part, other, "`~` joins texts and single values"),
            }
        }
        owned(Value::Text(joined.into()))
    }

    fn map(&self, entries: &'e [(Arc<str>, Expr)]) -> Found<'e> {
        let mut map = crate::data::Map::default();
        for (key, part) in entries {
            let value = self.value(part)?.into_owned();
            map.entries.push((key.clone(), value));
        }
        owned(Value::Map(Arc::new(map)))
    }

    fn comprehension(&self, it: &'e Comprehension) -> Found<'e> {
        let list = self.value(&it.list)?;
        let items = match &*list {
            Value::List(items) => items,
            Value::Missing => return owned(Value::Missing),
            other => return wrong_kind(&it.list, other, "`for` goes through a list"),
        };
        let mut made = Vec::with_capacity(items.len());
        for item in items.iter() {
            let frame = Frame {
                value: item,
                outer: self.frame,
            };
            let inner = Machine {
                env: self.env,
                frame: Some(&frame),
                record: self.record,
            };
            let chosen = match &it.condition {
                Some(condition) => inner.truth(condition, "if")?,
                None => Some(true),
            };
            if chosen == Some(true) {
                made.push(inner.value(&it.element)?.into_owned());
            }
        }
        owned(Value::List(made.into()))
    }
}
