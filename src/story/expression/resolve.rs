//! Syntax to expressions: names become slots and columns; all that is wrong with them is gathered.

use std::ops::Range;
use std::sync::Arc;

use super::parser;
use super::requests::{self, RequestCall};
use super::signature::Signature;
use super::syntax::{Call, Form, Syntax};
use super::tree::{Comprehension, Expr, Node, Scope, Shape, Slot};
use crate::data::{Kind, TableIdx, Value};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{Located, Span};

/// Returns the expression written as `text`, or adds everything that is wrong with it.
///
/// `span_of` tells where a range of `text` stands in its file.
pub fn parse(
    text: &str,
    span_of: &dyn Fn(Range<usize>) -> Span,
    scope: &dyn Scope,
    diagnostics: &mut Diagnostics,
) -> Option<Expr> {
    let mut resolver = Resolver::new(text, span_of, scope, false);
    let expr = resolver.syntax().map(|it| resolver.expr(&it));
    resolver.finish(expr, diagnostics)
}

/// Returns the expression printed as `text` and the request at its end, or adds everything that is
/// wrong with them.
pub fn parse_print(
    text: &str,
    span_of: &dyn Fn(Range<usize>) -> Span,
    scope: &dyn Scope,
    diagnostics: &mut Diagnostics,
) -> Option<(Expr, Option<RequestCall>)> {
    let mut resolver = Resolver::new(text, span_of, scope, true);
    let print = resolver.syntax().map(|it| resolver.print(&it));
    resolver.finish(print, diagnostics)
}

/// What is known while an expression is resolved.
pub(super) struct Resolver<'a> {
    text: &'a str,
    span_of: &'a dyn Fn(Range<usize>) -> Span,
    pub(super) scope: &'a dyn Scope,
    in_print: bool,
    /// The variables of the comprehensions around, the innermost last.
    locals: Vec<(String, Shape)>,
    pub(super) found: Diagnostics,
}

impl<'a> Resolver<'a> {
    fn new(
        text: &'a str,
        span_of: &'a dyn Fn(Range<usize>) -> Span,
        scope: &'a dyn Scope,
        in_print: bool,
    ) -> Self {
        Resolver {
            text,
            span_of,
            scope,
            in_print,
            locals: Vec::new(),
            found: Diagnostics::default(),
        }
    }

    /// Hands over the findings, and the result if none of them is an error.
    fn finish<T>(self, result: Option<T>, diagnostics: &mut Diagnostics) -> Option<T> {
        let broken = self.found.has_errors();
        diagnostics.append(self.found);
        result.filter(|_| !broken)
    }

    fn syntax(&mut self) -> Option<Syntax> {
        match parser::syntax(self.text) {
            Ok(syntax) => Some(syntax),
            Err(broken) => {
                let mut finding = Diagnostic::error(Code::BrokenExpression, broken.message)
                    .at(self.span(&broken.range));
                finding.hint = broken.hint;
                self.found.push(finding);
                None
            }
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        (self.span_of)(range.clone())
    }

    /// Returns what was written at `range`.
    pub(super) fn written(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }

    /// Adds an error at `range`.
    pub(super) fn error(&mut self, code: Code, message: String, range: &Range<usize>, hint: &str) {
        let finding = Diagnostic::error(code, message).at(self.span(range));
        self.found.push(if hint.is_empty() {
            finding
        } else {
            finding.hint(hint)
        });
    }

    /// Adds an error about a name that is not among `names`.
    pub(super) fn unknown(
        &mut self,
        code: Code,
        message: String,
        range: &Range<usize>,
        wrong: &str,
        names: &[&str],
    ) {
        let finding = Diagnostic::error(code, message).at(self.span(range));
        self.found
            .push(finding.did_you_mean(wrong, names.iter().copied()));
    }

    /// Splits the request off the end of a print.
    fn print(&mut self, syntax: &Syntax) -> (Expr, Option<RequestCall>) {
        if let Form::Filter(call) = &syntax.form
            && let Some(signature) = requests::find(&call.name)
        {
            let expr = self.expr(&call.of);
            let request = self.request(signature, call, syntax.range.end);
            return (expr, Some(request));
        }
        (self.expr(syntax), None)
    }

    fn request(
        &mut self,
        signature: &'static Signature<()>,
        call: &Call,
        end: usize,
    ) -> RequestCall {
        let mut args = Vec::new();
        for (position, given) in self.arguments(signature, call) {
            let argument = &signature.arguments[position];
            let name = Located {
                value: argument.name.to_owned(),
                span: self.span(&given.name_range),
            };
            args.push((name, self.argument_value(signature.name, argument, given)));
        }
        RequestCall {
            name: signature.name,
            args,
            span: self.span(&(call.name_range.start..end)),
        }
    }

    /// Resolves one part; where that fails, something missing stands in its place, so that the rest
    /// is checked too.
    pub(super) fn expr(&mut self, syntax: &Syntax) -> Expr {
        let (node, shape) = match &syntax.form {
            Form::Constant(value) => (Node::Constant(value.clone()), shape_of(value)),
            Form::Name(name) => self.name(name, &syntax.range),
            Form::Field {
                of,
                name,
                name_range,
            } => self.field(of, name, name_range),
            Form::Index(two) => {
                let two = self.two(two);
                let shape = two[0].shape().element();
                (Node::Index(two), shape)
            }
            Form::Not(of) => (Node::Not(Box::new(self.expr(of))), Shape::BOOL),
            Form::Negative(of) => {
                let of = self.expr(of);
                let shape = of.shape();
                (Node::Negative(Box::new(of)), shape)
            }
            Form::And(two) => (Node::And(self.two(two)), Shape::BOOL),
            Form::Or(two) => (Node::Or(self.two(two)), Shape::BOOL),
            Form::In(two) => (Node::In(self.two(two)), Shape::BOOL),
            Form::Arithmetic(operator, two) => {
                let two = self.two(two);
                self.check_arithmetic(*operator, &two, syntax);
                let shape = self.arithmetic_shape(*operator, &two);
                (Node::Arithmetic(*operator, two), shape)
            }
            Form::Compare(operator, two) => {
                let resolved = self.two(two);
                self.check_comparison(*operator, two, &resolved);
                (Node::Compare(*operator, resolved), Shape::BOOL)
            }
            Form::Choice(three) => {
                let three = Box::new([0, 1, 2].map(|it| self.expr(&three[it])));
                let shape = either(&three[1], &three[2]);
                (Node::Choice(three), shape)
            }
            Form::List(items) => {
                let items: Box<[Expr]> = items.iter().map(|it| self.expr(it)).collect();
                let shape = list_shape(&items);
                (Node::List(items), shape)
            }
            Form::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, it)| (Arc::from(key.as_str()), self.expr(it)))
                    .collect();
                (Node::Map(entries), Shape::Unknown)
            }
            Form::Comprehension {
                element,
                variable,
                list,
                condition,
            } => self.comprehension(element, variable, list, condition.as_deref()),
            Form::Filter(call) => self.filter(call),
            Form::Test(call) => self.test(call),
        };
        Expr::new(node, self.span(&syntax.range), shape)
    }

    #[allow(clippy::unnecessary_box_returns, reason = "every caller boxes it")]
    fn two(&mut self, two: &[Syntax; 2]) -> Box<[Expr; 2]> {
        Box::new([self.expr(&two[0]), self.expr(&two[1])])
    }

    fn name(&mut self, name: &str, range: &Range<usize>) -> (Node, Shape) {
        let local = self.locals.iter().rev().position(|(it, _)| it == name);
        if let Some(distance) = local {
            let shape = self.locals[self.locals.len() - 1 - distance].1;
            return (Node::Local(distance as u8, name.into()), shape);
        }
        if let (Some(of), "it") = (self.scope.argument(), name) {
            return (of.node().clone(), of.shape());
        }
        if let Some((slot, shape)) = self.scope.resolve(name) {
            return (Node::Slot(slot, name.into()), shape);
        }
        let known = self.scope.names();
        let names: Vec<&str> = self
            .locals
            .iter()
            .map(|(it, _)| it.as_str())
            .chain(known.iter().map(String::as_str))
            .collect();
        let message = match name {
            "it" => {
                "`it` is the row of a message told once a row, and there is none here".to_owned()
            }
            "they" => "`they` are rows told in one sentence, under `## NAME together`".to_owned(),
            _ => format!("nothing is called `{name}` here"),
        };
        let finding = Diagnostic::error(Code::UnknownName, message).at(self.span(range));
        self.found.push(finding.did_you_mean(name, names));
        (Node::Slot(Slot(0), name.into()), Shape::Unknown)
    }

    fn field(&mut self, of: &Syntax, name: &str, range: &Range<usize>) -> (Node, Shape) {
        // A fact with a dotted name is looked up as a whole: `reach` is a figure, and `reach.previous` another.
        if let Some(path) = self.path(of) {
            let whole = format!("{path}.{name}");
            if let Some((slot, shape)) = self.scope.resolve(&whole) {
                return (Node::Slot(slot, whole.into()), shape);
            }
            if let Some(facts) = self.scope.facts_of(&path)
                && !facts.iter().any(|it| it == name)
            {
                let message = format!("the measure `{path}` has no fact `{name}`");
                let finding = Diagnostic::error(Code::UnknownName, message).at(self.span(range));
                let facts = facts.iter().map(String::as_str);
                self.found.push(finding.did_you_mean(name, facts));
                return (Node::Constant(Value::Missing), Shape::Unknown);
            }
        }
        let of_expr = self.expr(of);
        let written = self.written(&of.range);
        match of_expr.shape() {
            Shape::Row(table) => match self.column(table, name, range) {
                Some(column) => {
                    let kind = self.scope.tables().get(table).columns[column as usize].kind;
                    let node = Node::Column(Box::new(of_expr), table, column);
                    (node, Shape::cell(kind))
                }
                None => (Node::Constant(Value::Missing), Shape::Unknown),
            },
            Shape::Rows(_) => {
                self.error(
                    Code::UnknownColumn,
                    format!("`{written}` is several rows, which have no `{name}` together"),
                    range,
                    &format!("write `{written} | pick(of=\"{name}\")` for the list of all"),
                );
                (Node::Constant(Value::Missing), Shape::Unknown)
            }
            Shape::Cell(kind) => {
                self.error(
                    Code::UnknownColumn,
                    format!("`{written}` is {}, which has no fields", in_words(kind)),
                    range,
                    "declare it under `entities:` if it names a row of a table",
                );
                (Node::Constant(Value::Missing), Shape::Unknown)
            }
            Shape::Unknown => (Node::Name(Box::new(of_expr), name.into()), Shape::Unknown),
        }
    }

    /// Returns the dotted name that a chain of fields over a name is, unless it begins with a variable.
    fn path(&self, syntax: &Syntax) -> Option<String> {
        match &syntax.form {
            Form::Name(name) if self.locals.iter().all(|(it, _)| it != name) => Some(name.clone()),
            Form::Field { of, name, .. } => Some(format!("{}.{name}", self.path(of)?)),
            _ => None,
        }
    }

    /// Returns the position of a column, or adds that there is none.
    pub(super) fn column(
        &mut self,
        table: TableIdx,
        name: &str,
        range: &Range<usize>,
    ) -> Option<u32> {
        let found = self.scope.tables().get(table);
        if let Some(column) = found.column(name) {
            return Some(column as u32);
        }
        let names: Vec<&str> = found.columns.iter().map(|it| &*it.name).collect();
        let message = format!("the table `{}` has no column `{name}`", found.name);
        let finding = Diagnostic::error(Code::UnknownColumn, message).at(self.span(range));
        self.found.push(finding.did_you_mean(name, names));
        None
    }

    fn comprehension(
        &mut self,
        element: &Syntax,
        variable: &str,
        list: &Syntax,
        condition: Option<&Syntax>,
    ) -> (Node, Shape) {
        let list = self.expr(list);
        self.locals
            .push((variable.to_owned(), list.shape().element()));
        let element = self.expr(element);
        let condition = condition.map(|it| self.expr(it));
        self.locals.pop();
        let shape = match element.shape() {
            Shape::Row(table) => Shape::Rows(table),
            _ => Shape::Unknown,
        };
        let comprehension = Comprehension {
            element,
            list,
            condition,
        };
        (Node::Comprehension(Box::new(comprehension)), shape)
    }

    /// Adds that a request stands where there can be none.
    pub(super) fn misplaced(&mut self, call: &Call) {
        let name = &call.name;
        let hint = if self.in_print {
            format!("a request comes last, after the whole of what it prints: `( … ) | {name}`")
        } else {
            "a request is a form of print: it belongs at the end of `{{ … }}`".to_owned()
        };
        self.error(
            Code::MisplacedRequest,
            format!("the request `{name}` cannot stand here"),
            &call.name_range,
            &hint,
        );
    }

    /// Whether requests may be named, if only at the end.
    pub(super) fn in_print(&self) -> bool {
        self.in_print
    }
}

/// Returns what is known of a literal.
fn shape_of(value: &Value) -> Shape {
    match value {
        Value::Bool(_) => Shape::BOOL,
        Value::Number(_) => Shape::NUMBER,
        Value::Text(_) => Shape::TEXT,
        _ => Shape::Unknown,
    }
}

/// Returns what is known of a value that is one of two.
pub(super) fn either(one: &Expr, other: &Expr) -> Shape {
    let is_none = |it: &Expr| matches!(it.constant(), Some(Value::Missing));
    match (one.shape(), other.shape()) {
        (shape, same) if shape == same => shape,
        (shape, _) if is_none(other) => shape,
        (_, shape) if is_none(one) => shape,
        _ => Shape::Unknown,
    }
}

/// Returns what is known of a list of `items`.
fn list_shape(items: &[Expr]) -> Shape {
    let first = items.first().map(Expr::shape);
    match first {
        Some(Shape::Row(table)) if items.iter().all(|it| Some(it.shape()) == first) => {
            Shape::Rows(table)
        }
        _ => Shape::Unknown,
    }
}

/// Returns a kind of cell as diagnostics name it.
pub(super) fn in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a text",
        Kind::Number(_) => "a number",
        Kind::Date => "a date",
        Kind::Time => "a time",
        Kind::DateTime => "a day with a time",
        Kind::Bool => "true or false",
        Kind::Nested => "a list or a map",
    }
}
