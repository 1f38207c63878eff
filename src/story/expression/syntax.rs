//! The syntax tree: what was written, with names not yet looked up.

use std::ops::Range;

use super::tree::{Arithmetic, Comparison};
use crate::data::Value;

/// A part of an expression as it was written.
#[derive(Debug)]
pub(super) struct Syntax {
    /// What it is.
    pub(super) form: Form,
    /// Its bytes in the expression's text.
    pub(super) range: Range<usize>,
    /// How many parts are nested below, this one counted.
    pub(super) height: usize,
    /// Whether it stands in parentheses.
    pub(super) grouped: bool,
}

/// The kinds of parts.
#[derive(Debug)]
pub(super) enum Form {
    Constant(Value),
    Name(String),
    Field {
        of: Box<Syntax>,
        name: String,
        name_range: Range<usize>,
    },
    Index(Box<[Syntax; 2]>),
    Not(Box<Syntax>),
    Negative(Box<Syntax>),
    And(Box<[Syntax; 2]>),
    Or(Box<[Syntax; 2]>),
    Arithmetic(Arithmetic, Box<[Syntax; 2]>),
    Compare(Comparison, Box<[Syntax; 2]>),
    In(Box<[Syntax; 2]>),
    /// The condition, the value if it holds, the value if it does not.
    Choice(Box<[Syntax; 3]>),
    List(Vec<Syntax>),
    Map(Vec<(String, Syntax)>),
    Comprehension {
        element: Box<Syntax>,
        variable: String,
        list: Box<Syntax>,
        condition: Option<Box<Syntax>>,
    },
    Filter(Box<Call>),
    Test(Box<Call>),
}

/// A filter or a test with its arguments.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) of: Syntax,
    pub(super) name: String,
    pub(super) name_range: Range<usize>,
    pub(super) arguments: Vec<Given>,
}

/// An argument: named, or standing in its place.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: Option<String>,
    pub(super) name_range: Range<usize>,
    pub(super) value: Syntax,
}

impl Form {
    /// Returns the parts one step below.
    pub(super) fn parts(&self) -> Vec<&Syntax> {
        match self {
            Form::Constant(_) | Form::Name(_) => Vec::new(),
            Form::Field { of, .. } | Form::Not(of) | Form::Negative(of) => vec![of],
            Form::Index(two)
            | Form::And(two)
            | Form::Or(two)
            | Form::Arithmetic(_, two)
            | Form::Compare(_, two)
            | Form::In(two) => two.iter().collect(),
            Form::Choice(three) => three.iter().collect(),
            Form::List(items) => items.iter().collect(),
            Form::Map(entries) => entries.iter().map(|(_, it)| it).collect(),
            Form::Comprehension {
                element,
                list,
                condition,
                ..
            } => [Some(element), Some(list), condition.as_ref()]
                .into_iter()
                .flatten()
                .map(|it| &**it)
                .collect(),
            Form::Filter(call) | Form::Test(call) => std::iter::once(&call.of)
                .chain(call.arguments.iter().map(|it| &it.value))
                .collect(),
        }
    }
}

impl Syntax {
    /// Returns a part with its height.
    pub(super) fn new(form: Form, range: Range<usize>) -> Self {
        let height = 1 + form.parts().iter().map(|it| it.height).max().unwrap_or(0);
        Syntax {
            form,
            range,
            height,
            grouped: false,
        }
    }
}
