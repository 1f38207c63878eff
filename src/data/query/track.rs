//! A query in, the same query out with one more column: the rows that each of its rows is made of.
//!
//! Where that cannot be told soundly, as in `distinct`, `union` and subqueries in conditions, there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use sqlparser::ast::{
    Expr, GroupByExpr, Ident, JoinConstraint, JoinOperator, OrderBy, Query, Select, SelectItem,
    SetExpr, SetOperator, SetQuantifier, TableAlias, TableAliasColumnDef, TableFactor,
    TableWithJoins, Value, visit_expressions,
};

use super::exact::HIDDEN;
use super::sql::{Sql, call, has, is_aggregate, last};

/// How far the number of a source stands above that of a row, in the number that names both.
pub(super) const SHIFT: u32 = 32;

/// A query that keeps track of rows.
pub(super) struct Tracked {
    /// The query with the column.
    pub(super) sql: Sql,
    /// The column's name.
    pub(super) column: String,
}

/// Adds the column to a query over tables, which are given by name with their positions as sources.
pub(super) fn track(sql: &Sql, sources: &BTreeMap<String, u32>) -> Option<Tracked> {
    let mut sql = sql.clone();
    let mut tracker = Tracker {
        sources,
        named: Vec::new(),
        n: 0,
    };
    let column = tracker.query(sql.query_mut())?;
    Some(Tracked { sql, column })
}

/// Whether a select makes one row of several.
pub(super) fn is_grouped(select: &Select) -> bool {
    match &select.group_by {
        GroupByExpr::All(_) => true,
        GroupByExpr::Expressions(by, with) => !by.is_empty() || !with.is_empty(),
    }
}

struct Tracker<'a> {
    sources: &'a BTreeMap<String, u32>,
    /// The subqueries of `with`, by name, each with its column.
    named: Vec<(String, String)>,
    /// How many columns have been named.
    n: u32,
}

impl Tracker<'_> {
    fn query(&mut self, query: &mut Query) -> Option<String> {
        let n_outer = self.named.len();
        if let Some(with) = &mut query.with {
            if with.recursive {
                return None;
            }
            for part in &mut with.cte_tables {
                let column = self.query(&mut part.query)?;
                if !part.alias.columns.is_empty() {
                    part.alias.columns.push(TableAliasColumnDef {
                        name: Ident::new(&column),
                        data_type: None,
                    });
                }
                let name = part.alias.name.value.to_lowercase();
                self.named.push((name, column));
            }
        }
        let column = self.body(&mut query.body, query.order_by.as_ref());
        self.named.truncate(n_outer);
        column
    }

    fn body(&mut self, body: &mut SetExpr, order: Option<&OrderBy>) -> Option<String> {
        match body {
            SetExpr::Select(select) => self.select(select, order),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation {
                op: SetOperator::Union,
                set_quantifier: SetQuantifier::All,
                left,
                right,
            } => {
                let column = self.body(left, None)?;
                self.body(right, None)?;
                Some(column)
            }
            _ => None,
        }
    }

    fn select(&mut self, select: &mut Select, order: Option<&OrderBy>) -> Option<String> {
        let is_subquery = |it: &Expr| {
            matches!(
                it,
                Expr::Subquery(_) | Expr::Exists { .. } | Expr::InSubquery { .. }
            )
        };
        let asks = |it: &dyn Fn(&Expr) -> bool| {
            has(&select.projection, it) || has(&select.having, it) || has(&order.cloned(), it)
        };
        if select.distinct.is_some()
            || asks(&is_subquery)
            || has(&select.selection, &is_subquery)
            || has(&select.group_by, &is_subquery)
        {
            return None;
        }
        let function = if is_grouped(select) || asks(&is_aggregate) {
            "gen_rows_all"
        } else {
            "gen_rows"
        };
        let mut rows = Vec::new();
        for table in &mut select.from {
            self.joined(table, &mut rows)?;
        }
        self.n += 1;
        let column = format!("{HIDDEN}{}", self.n);
        select.projection.push(SelectItem::ExprWithAlias {
            expr: call(function, rows),
            alias: Ident::new(&column),
        });
        Some(column)
    }

    /// Adds what names the rows of joined tables.
    fn joined(&mut self, table: &mut TableWithJoins, rows: &mut Vec<Expr>) -> Option<()> {
        self.factor(&mut table.relation, rows)?;
        for join in &mut table.joins {
            let is_subquery =
                |it: &Expr| matches!(it, Expr::Exists { .. } | Expr::InSubquery { .. });
            if has(&join.join_operator, &is_subquery) {
                return None;
            }
            self.factor(&mut join.relation, rows)?;
        }
        Some(())
    }

    fn factor(&mut self, factor: &mut TableFactor, rows: &mut Vec<Expr>) -> Option<()> {
        match factor {
            // The items of a list belong to the row that the list stands in.
            TableFactor::Table { args: Some(_), .. } => {}
            TableFactor::Table { name, alias, .. } => {
                let name = last(name)?;
                let as_named = alias.as_ref().map_or(name, |it| &it.name);
                let lower = name.value.to_lowercase();
                let part = self.named.iter().rev().find(|it| it.0 == lower);
                rows.push(match part {
                    Some((_, column)) => member(as_named, column),
                    None => numbered(as_named, *self.sources.get(&lower)?),
                });
            }
            TableFactor::Derived {
                subquery, alias, ..
            } => {
                let column = self.query(subquery)?;
                rows.push(match alias {
                    Some(TableAlias { name, columns, .. }) if columns.is_empty() => {
                        member(name, &column)
                    }
                    Some(_) => return None,
                    None => Expr::Identifier(Ident::new(&column)),
                });
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } => self.joined(table_with_joins, rows)?,
            _ => return None,
        }
        Some(())
    }
}

fn member(table: &Ident, column: &str) -> Expr {
    Expr::CompoundIdentifier(vec![table.clone(), Ident::new(column)])
}

/// Returns the expression that names a row of a source: the source's number above that of the row.
fn numbered(table: &Ident, source: u32) -> Expr {
    let row = member(table, "_rowid_");
    if source == 0 {
        return row;
    }
    let above = (i64::from(source) << SHIFT).to_string();
    Expr::Nested(Box::new(Expr::BinaryOp {
        left: Box::new(row),
        op: sqlparser::ast::BinaryOperator::Plus,
        right: Box::new(Expr::value(Value::Number(above, false))),
    }))
}

/// The names of columns that parts of a query speak of, in lower case.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// Adds those of a part.
    fn add<V: sqlparser::ast::Visit>(&mut self, part: &V) {
        let _ = visit_expressions(part, |it| {
            let name = match it {
                Expr::Identifier(name) => Some(name),
                Expr::CompoundIdentifier(parts) => parts.last(),
                _ => None,
            };
            self.0.extend(name.map(|it| it.value.to_lowercase()));
            ControlFlow::<()>::Continue(())
        });
    }

    /// Adds those that a join is made by.
    fn add_constraint(&mut self, constraint: &JoinConstraint) {
        match constraint {
            JoinConstraint::Using(names) => {
                let names = names.iter().filter_map(last);
                self.0.extend(names.map(|it| it.value.to_lowercase()));
            }
            other => self.add(other),
        }
    }
}

/// Returns the names of columns in the conditions of a query, in lower case: those that decide which rows it reads.
pub(super) fn deciding(sql: &Sql) -> BTreeSet<String> {
    use sqlparser::ast::{Visit, Visitor};

    struct Gatherer(Names);

    impl Visitor for Gatherer {
        type Break = ();

        fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
            self.0.add(&select.selection);
            self.0.add(&select.having);
            for join in select.from.iter().flat_map(|it| &it.joins) {
                match &join.join_operator {
                    JoinOperator::Join(it)
                    | JoinOperator::Inner(it)
                    | JoinOperator::Left(it)
                    | JoinOperator::LeftOuter(it)
                    | JoinOperator::Right(it)
                    | JoinOperator::RightOuter(it)
                    | JoinOperator::FullOuter(it)
                    | JoinOperator::CrossJoin(it) => self.0.add_constraint(it),
                    other => self.0.add(other),
                }
            }
            ControlFlow::Continue(())
        }

        fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
            if query.limit_clause.is_some() {
                self.0.add(&query.order_by);
            }
            ControlFlow::Continue(())
        }
    }

    let mut gatherer = Gatherer(Names::default());
    let _ = sql.query().visit(&mut gatherer);
    gatherer.0.0
}

/// Returns the names of the columns that a query groups by, in lower case.
pub(super) fn grouping(sql: &Sql) -> BTreeSet<String> {
    use sqlparser::ast::{Visit, Visitor};

    struct Gatherer(Names);

    impl Visitor for Gatherer {
        type Break = ();

        fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
            if is_grouped(select) {
                self.0.add(&select.group_by);
                // A group may be named by the position or the name of a column of the result.
                let is_plain = |it: &&sqlparser::ast::SelectItem| {
                    !super::sql::has(*it, &super::sql::is_aggregate)
                };
                for item in select.projection.iter().filter(is_plain) {
                    self.0.add(item);
                }
            }
            ControlFlow::Continue(())
        }
    }

    let mut gatherer = Gatherer(Names::default());
    let _ = sql.query().visit(&mut gatherer);
    gatherer.0.0
}
