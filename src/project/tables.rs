//! What `data:` declares: the tables, their files, and the columns that inference is not enough for.

use crate::source::Located;

/// One table of `data:`.
#[derive(Clone, Debug)]
pub struct TableSpec {
    /// The name stories use.
    pub name: Located<String>,
    /// The file, from the project's folder.
    pub file: Located<String>,
    /// The column whose values name the rows.
    pub key: Option<Located<String>>,
    /// The rows inside a larger document, as a JSON pointer (`/matches`).
    pub at: Option<Located<String>>,
    /// What is declared of columns, by the column's name in the file or in expressions.
    pub columns: Vec<(Located<String>, ColumnSpec)>,
}

/// What is declared of one column.
#[derive(Clone, Debug, Default)]
pub struct ColumnSpec {
    /// What its cells hold.
    pub kind: Option<Located<ColumnType>>,
    /// How a date is written, in the `strftime` directives of the calendar library.
    pub format: Option<Located<String>>,
    /// The ISO 4217 code of an amount's currency.
    pub currency: Option<Located<String>>,
    /// What the written figures are to be multiplied by.
    pub scale: Option<Located<Scale>>,
    /// Texts that stand for a missing cell in this column, besides those known everywhere.
    pub missing: Vec<String>,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text, left as it is (leading zeros, `NA` and all).
    Text,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// A percentage.
    Percent,
    /// An amount of money.
    Money,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// True or false.
    Boolean,
}

/// What the written figures of a column are to be multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Nothing.
    One,
    /// 1,000.
    Thousand,
    /// 1,000,000.
    Million,
    /// 1,000,000,000.
    Billion,
    /// A percentage written as a fraction: 0.125 for 12.5 %.
    Fraction,
}
