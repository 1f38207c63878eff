//! What `data:` declares: the tables, their files, and the columns that inference is not enough for.

use schemars::JsonSchema;
use serde::Deserialize;

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

/// What is declared of one column, where reading its cells is not enough.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// What the cells of the column hold.
    #[serde(rename = "type")]
    pub kind: Option<Located<ColumnType>>,
    /// How a date or a time is written, in `strftime` directives: `%d/%m/%Y` for 14/03/2026.
    pub format: Option<Located<String>>,
    /// The currency of an amount, by its ISO 4217 code: `EUR`, `USD`.
    pub currency: Option<Located<String>>,
    /// What one written unit stands for: `million` where 3.2 means 3,200,000.
    pub scale: Option<Located<Scale>>,
    /// What stands before the decimals of figures, where the column does not tell: `comma` or `point`.
    pub decimal: Option<Located<DecimalMark>>,
    /// Texts that stand for a missing cell in this column, besides those known everywhere.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// Text, left as it is (leading zeros, `NA` and all).
    Text,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// A year, which is written without grouping: 2026.
    Year,
    /// A percentage: 12.5 for 12.5 %, unless `scale: fraction` says otherwise.
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

/// What stands before the decimals of the figures of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DecimalMark {
    /// A comma, as in 1.234,5 and 1 234,5.
    Comma,
    /// A point, as in 1,234.5.
    Point,
}

/// What the written figures of a column are to be multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// One: the figures stand as they are.
    One,
    /// A thousand: 3.2 means 3,200.
    Thousand,
    /// A million: 3.2 means 3,200,000.
    Million,
    /// A thousand million: 3.2 means 3,200,000,000.
    Billion,
    /// A percentage written as a fraction: 0.125 for 12.5 %.
    Fraction,
}
