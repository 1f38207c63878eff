//! The resolved tree: names are slots and columns, and what is known of each part is written on it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::signature::{Filter, Test};
use crate::data::{Kind, TableIdx, Tables, Unit, Value};
use crate::source::Span;

/// An expression whose names are resolved, fit to be evaluated.
#[derive(Clone, Debug)]
pub struct Expr {
    node: Node,
    span: Span,
    shape: Shape,
}

/// A place in the record's environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u32);

impl Slot {
    /// The row that a message is told of (`it`). It stands apart from the record's values, so that
    /// they need not be copied for each row.
    pub const IT: Slot = Slot(u32::MAX);

    /// The rows that are told in one sentence (`they`), of which `it` is the first.
    pub const THEY: Slot = Slot(u32::MAX - 1);
}

/// What is known of a value before there are any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A single value.
    Cell(Kind),
    /// A row of a table.
    Row(TableIdx),
    /// A list of rows of a table.
    Rows(TableIdx),
    /// Nothing.
    Unknown,
}

/// The names that an expression may use.
pub trait Scope {
    /// Returns where the value called `name` is found, and what is known of it.
    fn resolve(&self, name: &str) -> Option<(Slot, Shape)>;
    /// Returns the expression that `it` stands for, where it is no element of a list.
    fn argument(&self) -> Option<&Expr> {
        None
    }
    /// Returns every name, to find the nearest of.
    fn names(&self) -> Vec<String>;
    /// Returns the tables that rows belong to.
    fn tables(&self) -> &Tables;
    /// Returns the facts that stand behind `name` and a dot, if it is something that has facts of its own.
    fn facts_of(&self, _name: &str) -> Option<Vec<String>> {
        None
    }
}

/// The kinds of parts.
#[derive(Clone, Debug)]
pub enum Node {
    /// A literal.
    Constant(Value),
    /// A value of the record, with its name for messages.
    Slot(Slot, Arc<str>),
    /// The variable of a comprehension, counted from the innermost.
    Local(u8, Arc<str>),
    /// A cell of a row of a known table.
    Column(Box<Expr>, TableIdx, u32),
    /// A value looked up by name: of a map, or of a row whose table is known only at run time.
    Name(Box<Expr>, Arc<str>),
    /// An element of a list, or the value of a map, by a computed key.
    Index(Box<[Expr; 2]>),
    /// Not.
    Not(Box<Expr>),
    /// A minus sign.
    Negative(Box<Expr>),
    /// Both.
    And(Box<[Expr; 2]>),
    /// Either.
    Or(Box<[Expr; 2]>),
    /// A calculation.
    Arithmetic(Arithmetic, Box<[Expr; 2]>),
    /// A comparison.
    Compare(Comparison, Box<[Expr; 2]>),
    /// Whether the second contains the first.
    In(Box<[Expr; 2]>),
    /// The condition, the value if it holds, the value if it does not.
    Choice(Box<[Expr; 3]>),
    /// A list.
    List(Box<[Expr]>),
    /// A map.
    Map(Box<[(Arc<str>, Expr)]>),
    /// A list made of another.
    Comprehension(Box<Comprehension>),
    /// A filter.
    Filter(Box<FilterCall>),
    /// A test.
    Test(Box<TestCall>),
}

/// `[element for x in list if condition]`
#[derive(Clone, Debug)]
pub struct Comprehension {
    /// What is computed for each element; it sees the variable.
    pub element: Expr,
    /// The list.
    pub list: Expr,
    /// What must be true of an element; it sees the variable.
    pub condition: Option<Expr>,
}

/// A filter with its arguments.
#[derive(Clone, Debug)]
pub struct FilterCall {
    /// Which.
    pub filter: Filter,
    /// What it is applied to.
    pub of: Expr,
    /// The column that `of=` or `by=` names.
    pub field: Option<Field>,
    /// The other arguments, in the order of its signature (the column's place stays empty).
    pub arguments: Box<[Option<Expr>]>,
}

/// A test with its argument.
#[derive(Clone, Debug)]
pub struct TestCall {
    /// Which.
    pub test: Test,
    /// What it is applied to.
    pub of: Expr,
    /// What is looked for.
    pub argument: Option<Expr>,
}

/// A column of each row of a list, or a name in each map of it.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Arc<str>,
    /// The table and the column, where they are known.
    pub column: Option<(TableIdx, u32)>,
}

/// A calculation with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `//`, rounded towards the smaller number
    DivideWhole,
    /// `%`
    Remainder,
    /// `**`
    Power,
    /// `~`, which joins texts
    Join,
}

impl Arithmetic {
    const ALL: [Arithmetic; 8] = [
        Arithmetic::Add,
        Arithmetic::Subtract,
        Arithmetic::Multiply,
        Arithmetic::Divide,
        Arithmetic::DivideWhole,
        Arithmetic::Remainder,
        Arithmetic::Power,
        Arithmetic::Join,
    ];

    /// Returns the calculation written `sign`.
    pub fn of(sign: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.sign() == sign)
    }

    /// Returns the sign.
    pub fn sign(self) -> &'static str {
        match self {
            Arithmetic::Add => "+",
            Arithmetic::Subtract => "-",
            Arithmetic::Multiply => "*",
            Arithmetic::Divide => "/",
            Arithmetic::DivideWhole => "//",
            Arithmetic::Remainder => "%",
            Arithmetic::Power => "**",
            Arithmetic::Join => "~",
        }
    }
}

/// A comparison of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    const ALL: [Comparison; 6] = [
        Comparison::Equal,
        Comparison::Unequal,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
    ];

    /// Returns the comparison written `sign`.
    pub fn of(sign: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.sign() == sign)
    }

    /// Returns the sign.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::Unequal => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }
}

impl Expr {
    /// Returns a part; only the resolver knows what is true of it.
    pub(super) fn new(node: Node, span: Span, shape: Shape) -> Self {
        Expr { node, span, shape }
    }

    /// Returns the expression that is true where both are.
    #[must_use]
    pub fn both(self, other: Expr) -> Self {
        let span = other.span;
        Expr::new(Node::And(Box::new([self, other])), span, Shape::BOOL)
    }

    /// Returns what it is.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Returns where it stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Returns what is known of its value.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Returns the literal that it is.
    pub fn constant(&self) -> Option<&Value> {
        match &self.node {
            Node::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// Returns every place of the environment that it may read.
    pub fn slots(&self) -> BTreeSet<Slot> {
        let mut slots = BTreeSet::new();
        self.visit(&mut |part| {
            if let Node::Slot(slot, _) = part.node {
                slots.insert(slot);
            }
        });
        slots
    }

    /// Returns every column of other rows that it may read, as far as their table is known.
    pub fn fields(&self) -> BTreeSet<(TableIdx, u32)> {
        let mut fields = BTreeSet::new();
        self.visit(&mut |part| match &part.node {
            Node::Column(_, table, column) => {
                fields.insert((*table, *column));
            }
            Node::Filter(call) => fields.extend(call.field.as_ref().and_then(|it| it.column)),
            _ => {}
        });
        fields
    }

    /// Shows `see` this part and all parts below.
    pub fn visit(&self, see: &mut impl FnMut(&Expr)) {
        see(self);
        match &self.node {
            Node::Constant(_) | Node::Slot(..) | Node::Local(..) => {}
            Node::Column(of, ..) | Node::Name(of, _) | Node::Not(of) | Node::Negative(of) => {
                of.visit(see);
            }
            Node::Index(two)
            | Node::And(two)
            | Node::Or(two)
            | Node::Arithmetic(_, two)
            | Node::Compare(_, two)
            | Node::In(two) => two.iter().for_each(|it| it.visit(see)),
            Node::Choice(three) => three.iter().for_each(|it| it.visit(see)),
            Node::List(items) => items.iter().for_each(|it| it.visit(see)),
            Node::Map(entries) => entries.iter().for_each(|(_, it)| it.visit(see)),
            Node::Comprehension(it) => [Some(&it.element), Some(&it.list), it.condition.as_ref()]
                .into_iter()
                .flatten()
                .for_each(|it| it.visit(see)),
            Node::Filter(call) => std::iter::once(&call.of)
                .chain(call.arguments.iter().flatten())
                .for_each(|it| it.visit(see)),
            Node::Test(call) => std::iter::once(&call.of)
                .chain(&call.argument)
                .for_each(|it| it.visit(see)),
        }
    }
}

impl Shape {
    /// A number without a unit.
    pub const NUMBER: Shape = Shape::Cell(Kind::Number(Unit::None));
    /// True or false.
    pub const BOOL: Shape = Shape::Cell(Kind::Bool);
    /// A text.
    pub const TEXT: Shape = Shape::Cell(Kind::Text);

    /// Returns the table whose rows these are.
    pub fn table(self) -> Option<TableIdx> {
        match self {
            Shape::Row(table) | Shape::Rows(table) => Some(table),
            Shape::Cell(_) | Shape::Unknown => None,
        }
    }

    /// Returns the shape of one of the elements.
    #[must_use]
    pub fn element(self) -> Shape {
        match self {
            Shape::Rows(table) => Shape::Row(table),
            _ => Shape::Unknown,
        }
    }

    /// Returns the shape of a cell of `kind`.
    pub fn cell(kind: Kind) -> Shape {
        match kind {
            Kind::Nested => Shape::Unknown,
            kind => Shape::Cell(kind),
        }
    }
}
