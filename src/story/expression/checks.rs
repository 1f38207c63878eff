//! Filters, tests, comparisons and calculations checked against what is known of their operands.

use super::requests::{self, REQUESTS};
use super::resolve::{Resolver, either, in_words};
use super::signature::{FILTERS, Filter, Signature, TESTS, Takes, Test};
use super::syntax::{Call, Form, Given, Syntax};
use super::tree::{Arithmetic, Comparison, Expr, Field, FilterCall, Node, Shape, TestCall};
use crate::data::{Kind, Unit, Value};
use crate::diagnostics::{Code, Diagnostic};

/// What stands in for a part that could not be resolved.
const NOTHING: (Node, Shape) = (Node::Constant(Value::Missing), Shape::Unknown);

impl Resolver<'_> {
    /// Resolves a filter with its column and its arguments.
    pub(super) fn filter(&mut self, call: &Call) -> (Node, Shape) {
        let of = self.expr(&call.of);
        let Some(signature) = Filter::find(&call.name) else {
            if requests::find(&call.name).is_some() {
                self.misplaced(call);
            } else {
                self.unknown_filter(call);
            }
            for given in &call.arguments {
                self.expr(&given.value);
            }
            return NOTHING;
        };
        let mut arguments = vec![None; signature.arguments.len()];
        let mut field = None;
        for (position, given) in self.arguments(signature, call) {
            let argument = &signature.arguments[position];
            if argument.takes == Takes::Column {
                field = self.field_argument(signature, argument.name, given, &of);
            } else {
                arguments[position] = Some(self.argument_value(signature.name, argument, given));
            }
        }
        if signature.kind == Filter::Default {
            self.refuse_zero(call, arguments[0].as_ref());
        }
        if signature.kind == Filter::Mean {
            self.warn_of_rates(call, field.as_ref());
        }
        let shape = self.filter_shape(signature.kind, &of, field.as_ref(), &arguments);
        let call = FilterCall {
            filter: signature.kind,
            of,
            field,
            arguments: arguments.into(),
        };
        (Node::Filter(Box::new(call)), shape)
    }

    fn unknown_filter(&mut self, call: &Call) {
        let mut names: Vec<&str> = FILTERS.iter().map(|it| it.name).collect();
        if self.in_print() {
            names.extend(REQUESTS.iter().map(|it| it.name));
        }
        let message = format!("there is no filter `{}`", call.name);
        self.unknown(
            Code::UnknownFilter,
            message,
            &call.name_range,
            &call.name,
            &names,
        );
    }

    /// Resolves `of="column"`.
    fn field_argument(
        &mut self,
        signature: &Signature<Filter>,
        argument: &str,
        given: &Given,
        of: &Expr,
    ) -> Option<Field> {
        let range = &given.value.range;
        let Form::Constant(Value::Text(name)) = &given.value.form else {
            let example = match &given.value.form {
                Form::Name(name) => name.as_str(),
                _ => "goals",
            };
            self.error(
                Code::WrongArgument,
                format!(
                    "`{argument}` of `{}` takes the name of a column in quotes",
                    signature.name
                ),
                range,
                &format!("write `{argument}=\"{example}\"`"),
            );
            return None;
        };
        let column = match of.shape() {
            Shape::Rows(table) => Some((table, self.column(table, name, range)?)),
            _ => None,
        };
        Some(Field {
            name: name.clone(),
            column,
        })
    }

    /// Warns of a mean of percentages: each counts alike there, whatever it is a percentage of.
    fn warn_of_rates(&mut self, call: &Call, field: Option<&Field>) {
        let Some((table, column)) = field.and_then(|it| it.column) else {
            return;
        };
        let column = &self.scope.tables().get(table).columns[column as usize];
        if column.kind != Kind::Number(Unit::Percent) {
            return;
        }
        let message = format!(
            "`{}` is a percentage, and a mean of percentages is not that of the whole",
            column.name
        );
        let hint = "divide the sums once: a measure with `rate: {part: …, whole: …, over: …}`, or \
                    `(rows | sum(of=\"part\")) | share(of=rows | sum(of=\"whole\"))`";
        let finding = Diagnostic::warning(Code::MeanOfRates, message);
        let span = self.span(&call.name_range);
        self.found.push(finding.at(span).hint(hint));
    }

    /// Refuses `default(value=0)`: it would tell an unknown figure as a known one.
    fn refuse_zero(&mut self, call: &Call, value: Option<&Expr>) {
        if let Some(Value::Number(zero)) = value.and_then(Expr::constant)
            && zero.amount.is_zero()
        {
            self.error(
                Code::WrongArgument,
                "`default(value=0)` would make a missing figure zero, which it is not".to_owned(),
                &call.name_range,
                "test it with `is missing`, or leave the sentence out where it is missing",
            );
        }
    }

    /// Resolves a test with its argument.
    pub(super) fn test(&mut self, call: &Call) -> (Node, Shape) {
        let of = self.expr(&call.of);
        let Some(signature) = Test::find(&call.name) else {
            let names: Vec<&str> = TESTS.iter().map(|it| it.name).collect();
            let message = format!("there is no test `{}`", call.name);
            self.unknown(
                Code::UnknownTest,
                message,
                &call.name_range,
                &call.name,
                &names,
            );
            return NOTHING;
        };
        let mut argument = None;
        for (position, given) in self.arguments(signature, call) {
            argument =
                Some(self.argument_value(signature.name, &signature.arguments[position], given));
        }
        let call = TestCall {
            test: signature.kind,
            of,
            argument,
        };
        (Node::Test(Box::new(call)), Shape::BOOL)
    }

    /// Adds that a comparison can never be true: with `none`, or of kinds that have no order.
    pub(super) fn check_comparison(
        &mut self,
        operator: Comparison,
        written: &[Syntax; 2],
        two: &[Expr; 2],
    ) {
        let is_none = |it: &Expr| matches!(it.constant(), Some(Value::Missing));
        let is_literal_none = |it: &Syntax| matches!(it.form, Form::Constant(Value::Missing));
        for (none, other) in [(0, 1), (1, 0)] {
            if is_none(&two[none]) && is_literal_none(&written[none]) {
                let other = self.written(&written[other].range);
                let negation = match operator {
                    Comparison::Unequal => "not ",
                    _ => "",
                };
                self.error(
                    Code::WrongKind,
                    "a comparison with `none` is neither true nor false".to_owned(),
                    &(written[0].range.start..written[1].range.end),
                    &format!("write `{other} is {negation}missing`"),
                );
                return;
            }
        }
        if let (Shape::Cell(left), Shape::Cell(right)) = (two[0].shape(), two[1].shape())
            && std::mem::discriminant(&left) != std::mem::discriminant(&right)
            && !(is_day(left) && is_day(right))
        {
            let [left_text, right_text] = [0, 1].map(|it| self.written(&written[it].range));
            self.error(
                Code::WrongKind,
                format!(
                    "`{left_text}` is {}, and `{right_text}` is {}: `{}` compares like with like",
                    in_words(left),
                    in_words(right),
                    operator.sign()
                ),
                &(written[0].range.start..written[1].range.end),
                "",
            );
        }
    }

    /// Adds that something is calculated with what is no number.
    pub(super) fn check_arithmetic(
        &mut self,
        operator: Arithmetic,
        two: &[Expr; 2],
        syntax: &Syntax,
    ) {
        let Form::Arithmetic(_, written) = &syntax.form else {
            return;
        };
        if operator == Arithmetic::Join {
            return;
        }
        let is_time = |it: &Expr| it.shape() == Shape::Cell(Kind::Time);
        // From one time of day to another is a duration.
        if operator == Arithmetic::Subtract && two.iter().all(is_time) {
            return;
        }
        for (operand, part) in two.iter().zip(written.iter()) {
            if let Shape::Cell(kind @ (Kind::Text | Kind::Bool | Kind::Time)) = operand.shape() {
                let hint = match (operator, kind) {
                    (Arithmetic::Add, Kind::Text) => "write `~` to join texts",
                    _ => "",
                };
                let text = self.written(&part.range);
                let message = format!(
                    "`{text}` is {}, and `{}` calculates with numbers",
                    in_words(kind),
                    operator.sign()
                );
                self.error(Code::WrongKind, message, &part.range, hint);
            }
        }
    }

    /// Returns what is known of the result of a calculation.
    #[allow(clippy::unused_self, reason = "it stands with the other shapes")]
    pub(super) fn arithmetic_shape(&self, operator: Arithmetic, two: &[Expr; 2]) -> Shape {
        if operator == Arithmetic::Join {
            return Shape::TEXT;
        }
        let plain = |it: &Expr| it.shape() == Shape::NUMBER;
        let are = |kind| two.iter().all(|it| it.shape() == Shape::Cell(kind));
        match operator {
            _ if two.iter().all(plain) => Shape::NUMBER,
            Arithmetic::Subtract if are(Kind::Date) => Shape::Cell(Kind::Number(Unit::Days)),
            Arithmetic::Subtract if are(Kind::DateTime) || are(Kind::Time) => {
                Shape::Cell(Kind::Number(Unit::Seconds))
            }
            _ => Shape::Unknown,
        }
    }

    /// Returns what is known of the result of a filter.
    fn filter_shape(
        &self,
        filter: Filter,
        of: &Expr,
        field: Option<&Field>,
        arguments: &[Option<Expr>],
    ) -> Shape {
        let cell = || match field.and_then(|it| it.column) {
            Some((table, column)) => {
                let table = self.scope.tables().get(table);
                Shape::cell(table.columns[column as usize].kind)
            }
            None => Shape::Unknown,
        };
        match filter {
            Filter::Int | Filter::Float if of.shape() == Shape::TEXT => Shape::NUMBER,
            Filter::Year => Shape::Cell(Kind::Number(Unit::Year)),
            Filter::Time => Shape::Cell(Kind::Time),
            Filter::Hours
            | Filter::Minutes
            | Filter::Seconds
            | Filter::Magnitude
            | Filter::Rank
            | Filter::Ties
            | Filter::Outlierness
            | Filter::Streak
            | Filter::RecordAge
            | Filter::Length
            | Filter::Count
            | Filter::Month
            | Filter::Day
            | Filter::Weekday => Shape::NUMBER,
            Filter::Sum | Filter::Mean | Filter::Median | Filter::Min | Filter::Max => cell(),
            Filter::Best | Filter::Worst | Filter::First | Filter::Last | Filter::Nth => {
                of.shape().element()
            }
            Filter::OnBasis
            | Filter::Abs
            | Filter::Round
            | Filter::Floor
            | Filter::Ceil
            | Filter::Int
            | Filter::Float
            | Filter::Reverse
            | Filter::Sort
            | Filter::Unique
            | Filter::Where
            | Filter::Top => of.shape(),
            Filter::Pick | Filter::Group | Filter::Split => Shape::Unknown,
            Filter::Moved
            | Filter::Trend
            | Filter::Record
            | Filter::Upper
            | Filter::Lower
            | Filter::Capitalize
            | Filter::Trim
            | Filter::Replace
            | Filter::Join => Shape::TEXT,
            Filter::PercentChange | Filter::Share => Shape::Cell(Kind::Number(Unit::Percent)),
            Filter::Turning => Shape::BOOL,
            Filter::Default => match &arguments[0] {
                Some(value) => either(of, value),
                None => of.shape(),
            },
        }
    }
}

/// Whether cells of a kind are days, with or without times.
fn is_day(kind: Kind) -> bool {
    matches!(kind, Kind::Date | Kind::DateTime)
}
