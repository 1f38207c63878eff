//! A query's text in, taken apart: the tables it names, and the queries that compute exactly, keep track of rows
//! and tell types.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList,
    FunctionArguments, Ident, ObjectName, Query, Select, SelectItem, SetExpr, Statement, Value,
    VisitMut, VisitorMut, visit_expressions, visit_expressions_mut, visit_relations,
};
use sqlparser::dialect::SQLiteDialect;
use sqlparser::parser::Parser;

/// The functions that yield another result tomorrow, unless they are told which day is meant.
const CALENDAR: [&str; 7] = [
    "date",
    "time",
    "datetime",
    "julianday",
    "strftime",
    "unixepoch",
    "timediff",
];

/// The functions that yield a value of the kind and unit of their first argument.
const KEEPERS: [&str; 14] = [
    "sum",
    "total",
    "min",
    "max",
    "abs",
    "round",
    "coalesce",
    "ifnull",
    "nullif",
    "lag",
    "lead",
    "first_value",
    "last_value",
    "nth_value",
];

/// The functions that make one value of many rows.
const AGGREGATES: [&str; 13] = [
    "sum",
    "total",
    "avg",
    "count",
    "min",
    "max",
    "group_concat",
    "string_agg",
    "json_group_array",
    "json_group_object",
    "jsonb_group_array",
    "jsonb_group_object",
    "median",
];

/// A query, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Sql {
    statement: Statement,
}

impl Sql {
    /// Takes the text of one query apart; says why that is not possible.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let statements = Parser::parse_sql(&SQLiteDialect {}, text);
        let mut statements = statements.map_err(|it| it.to_string())?.into_iter();
        match (statements.next(), statements.next()) {
            (Some(statement @ Statement::Query(_)), None) => Ok(Sql { statement }),
            (_, Some(_)) => Err("it is more than one statement".to_owned()),
            _ => Err("it is no `select`".to_owned()),
        }
    }

    /// Returns the query in SQL.
    pub(super) fn text(&self) -> String {
        self.statement.to_string()
    }

    /// Returns the query itself.
    pub(super) fn query(&self) -> &Query {
        match &self.statement {
            Statement::Query(query) => query,
            _ => unreachable!("nothing else is parsed"),
        }
    }

    /// Returns the query itself, to change it.
    pub(super) fn query_mut(&mut self) -> &mut Query {
        match &mut self.statement {
            Statement::Query(query) => query,
            _ => unreachable!("nothing else is parsed"),
        }
    }

    /// Returns the names of the tables it may read, in lower case.
    pub(super) fn relations(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let _ = visit_relations(&self.statement, |it| {
            if let Some(name) = last(it) {
                names.insert(name.value.to_lowercase());
            }
            ControlFlow::<()>::Continue(())
        });
        let with = self.query().with.iter();
        for part in with.flat_map(|it| &it.cte_tables) {
            names.remove(&part.alias.name.value.to_lowercase());
        }
        names
    }

    /// Returns the first function that would ask the clock, as it is written.
    pub(super) fn clock(&self) -> Option<String> {
        let found = visit_expressions(&self.statement, |it| {
            if asks_clock(it) {
                return ControlFlow::Break(it.to_string());
            }
            ControlFlow::Continue(())
        });
        found.break_value()
    }

    /// Whether it puts the rows of several queries together.
    pub(super) fn is_compound(&self) -> bool {
        struct Finder;
        impl VisitorMut for Finder {
            type Break = ();
            fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
                match &*query.body {
                    SetExpr::SetOperation { .. } | SetExpr::Values(_) => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            }
        }
        self.statement.clone().visit(&mut Finder).is_break()
    }

    /// Whether a row of it rests on the others: it ranks them, or looks along them.
    pub(super) fn is_along(&self) -> bool {
        has(&self.statement, &is_window)
    }

    /// Says of each of `n` columns whether it may look along rows; of all of them if their items are not counted
    /// here, or if a subquery looks along rows.
    pub(super) fn along(&self, n: usize) -> Vec<bool> {
        let mut n_windows = 0;
        let _ = visit_expressions(&self.statement, |it| {
            n_windows += usize::from(is_window(it));
            ControlFlow::<()>::Continue(())
        });
        let SetExpr::Select(select) = &*self.query().body else {
            return vec![n_windows > 0; n];
        };
        let along: Vec<bool> = select
            .projection
            .iter()
            .map(|it| has(it, &is_window))
            .collect();
        let mut n_here = 0;
        let _ = visit_expressions(&select.projection, |it| {
            n_here += usize::from(is_window(it));
            ControlFlow::<()>::Continue(())
        });
        if n_here == n_windows && along.len() == n {
            return along;
        }
        vec![n_windows > 0; n]
    }

    /// Whether rows that are left out could change the others: it groups, ranks or cuts off.
    pub(super) fn is_whole(&self) -> bool {
        struct Finder;
        impl VisitorMut for Finder {
            type Break = ();
            fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
                let is_cut = query.limit_clause.is_some() || query.fetch.is_some();
                match &*query.body {
                    SetExpr::Select(_) if !is_cut => ControlFlow::Continue(()),
                    _ => ControlFlow::Break(()),
                }
            }
            fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<()> {
                if select.distinct.is_some() || super::track::is_grouped(select) {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            }
        }
        let has_aggregate = has(&self.statement, &is_aggregate);
        let is_cut = self.statement.clone().visit(&mut Finder).is_break();
        self.is_along() || has_aggregate || is_cut
    }

    /// Returns the query with exact arithmetic: operators become functions of decimals.
    pub(super) fn exact(&self) -> (Self, bool) {
        let mut sql = self.clone();
        let mut is_changed = false;
        let _ = visit_expressions_mut(&mut sql.statement, |it| {
            if let Expr::BinaryOp { left, op, right } = it
                && let Some(name) = function_of(op)
            {
                let nothing = || Expr::value(Value::Null);
                let left = std::mem::replace(&mut **left, nothing());
                let right = std::mem::replace(&mut **right, nothing());
                *it = call(name, vec![left, right]);
                is_changed = true;
            }
            ControlFlow::<()>::Continue(())
        });
        (sql, is_changed)
    }

    /// Returns the query with columns in place of what is summed or picked of them: the database then says
    /// which columns these are.
    pub(super) fn bare(&self) -> Self {
        struct Stripper;
        impl VisitorMut for Stripper {
            type Break = ();
            fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<()> {
                for item in &mut select.projection {
                    if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } =
                        item
                    {
                        while let Some(inner) = kept(expr) {
                            *expr = inner;
                        }
                    }
                }
                ControlFlow::Continue(())
            }
        }
        let mut sql = self.clone();
        let _ = sql.statement.visit(&mut Stripper);
        sql
    }

    /// Returns how each item of the outermost select is computed, as `sum of`; nothing where a `*` stands for
    /// columns that are not counted here.
    pub(super) fn computations(&self) -> Option<Vec<Option<String>>> {
        let SetExpr::Select(select) = &*self.query().body else {
            return None;
        };
        let items = select.projection.iter().map(|item| match item {
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                Some(match expr {
                    Expr::Function(it) if kept(expr).is_some() => {
                        last(&it.name).map(|it| it.value.to_lowercase())
                    }
                    _ => None,
                })
            }
            _ => None,
        });
        items.collect()
    }
}

/// Returns the call of a function.
pub(super) fn call(name: &str, arguments: Vec<Expr>) -> Expr {
    let arguments = arguments.into_iter();
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: arguments
                .map(|it| FunctionArg::Unnamed(FunctionArgExpr::Expr(it)))
                .collect(),
            clauses: Vec::new(),
        }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

/// Returns the last part of a name, which is that of the table or function itself.
pub(super) fn last(name: &ObjectName) -> Option<&Ident> {
    name.0.last()?.as_ident()
}

/// Whether an expression somewhere in `node` is as `is_it` says.
pub(super) fn has<V: sqlparser::ast::Visit>(node: &V, is_it: &dyn Fn(&Expr) -> bool) -> bool {
    let found = visit_expressions(node, |it| {
        if is_it(it) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    found.is_break()
}

/// Whether an expression looks along rows.
fn is_window(expr: &Expr) -> bool {
    matches!(expr, Expr::Function(it) if it.over.is_some())
}

/// Whether an expression makes one value of many rows.
pub(super) fn is_aggregate(expr: &Expr) -> bool {
    let Expr::Function(function) = expr else {
        return false;
    };
    let Some(name) = last(&function.name).map(|it| it.value.to_lowercase()) else {
        return false;
    };
    let is_of_a_row = matches!(name.as_str(), "min" | "max") && arguments(function).len() > 1;
    function.over.is_none() && AGGREGATES.contains(&name.as_str()) && !is_of_a_row
}

fn arguments(function: &Function) -> &[FunctionArg] {
    match &function.args {
        FunctionArguments::List(list) => &list.args,
        _ => &[],
    }
}

/// Returns the argument whose kind and unit a function keeps.
fn kept(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Nested(inner) => Some((**inner).clone()),
        Expr::Function(function) => {
            let name = last(&function.name)?.value.to_lowercase();
            let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(first))) =
                arguments(function).first()
            else {
                return None;
            };
            // What may be of another unit, as in `coalesce(euros, dollars)`, says nothing of the first.
            let others = &arguments(function)[1..];
            let is_column =
                |it: &Expr| matches!(it, Expr::Identifier(_) | Expr::CompoundIdentifier(_));
            let is_sure = !others.iter().any(|it| has(it, &is_column));
            (is_sure && KEEPERS.contains(&name.as_str())).then(|| first.clone())
        }
        _ => None,
    }
}

fn function_of(operator: &BinaryOperator) -> Option<&'static str> {
    match operator {
        BinaryOperator::Plus => Some("gen_add"),
        BinaryOperator::Minus => Some("gen_subtract"),
        BinaryOperator::Multiply => Some("gen_multiply"),
        BinaryOperator::Divide => Some("gen_divide"),
        BinaryOperator::Modulo => Some("gen_remainder"),
        _ => None,
    }
}

/// Whether an expression would ask the clock, or where this machine stands.
fn asks_clock(expr: &Expr) -> bool {
    let Expr::Function(function) = expr else {
        return false;
    };
    let Some(name) = last(&function.name).map(|it| it.value.to_lowercase()) else {
        return false;
    };
    if !CALENDAR.contains(&name.as_str()) {
        return false;
    }
    let arguments = arguments(function);
    let is_format = name == "strftime";
    arguments.len() <= usize::from(is_format) || arguments.iter().any(is_now)
}

fn is_now(argument: &FunctionArg) -> bool {
    let FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) = argument else {
        return false;
    };
    let is_word = |it: &Expr| {
        let text = it.to_string().to_lowercase();
        let text = text.trim_matches(['\'', '"']).trim();
        matches!(text, "now" | "localtime" | "utc")
    };
    has(expr, &is_word)
}
