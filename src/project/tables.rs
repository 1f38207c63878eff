//! What `data:` declares: the tables, their files, and the columns that inference is not enough for.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Located;

/// One table of `data:`.
#[derive(Clone, Debug)]
pub struct TableSpec {
    /// The name stories use.
    pub name: Located<String>,
    /// Where its rows come from.
    pub source: TableSource,
    /// The column whose values name the rows.
    pub key: Option<Located<String>>,
    /// How the rows are found in the file, where looking at it is not enough.
    pub layout: TableLayout,
    /// What is declared of columns, by the column's name in the file or in expressions.
    pub columns: Vec<(Located<String>, ColumnSpec)>,
    /// What must hold of each row, or of the table.
    pub checks: Vec<CheckSpec>,
    /// How old the table may be.
    pub freshness: Option<Freshness>,
    /// Whether what is declared of it has a mistake that was told: then no story uses it.
    pub is_broken: bool,
}

/// Where the rows of a table come from.
#[derive(Clone, Debug)]
pub enum TableSource {
    /// A file, from the project's folder; with `*` or `?` in its name, all files of that pattern.
    File(Located<String>),
    /// A SQL query over other tables.
    Query(Located<String>),
}

impl TableSpec {
    /// Returns the table called `name`, of which nothing but its source is declared.
    pub fn new(name: Located<String>, source: TableSource) -> Self {
        TableSpec {
            name,
            source,
            key: None,
            layout: TableLayout::default(),
            columns: Vec::new(),
            checks: Vec::new(),
            freshness: None,
            is_broken: false,
        }
    }
}

impl TableSource {
    /// Returns the path or pattern of a file, the text of a query.
    pub fn written(&self) -> &Located<String> {
        match self {
            TableSource::File(text) | TableSource::Query(text) => text,
        }
    }
}

/// How the rows of a table are found in its file.
#[derive(Clone, Debug, Default)]
pub struct TableLayout {
    /// The rows inside a larger document, as a JSON pointer (`/season/matches`).
    pub at: Option<Located<String>>,
    /// The sheet of a workbook, by its name or its number from 1; the table of a SQLite file, by its name.
    pub sheet: Option<Located<String>>,
    /// The cells of a sheet that hold the table, its header first: `A4:H40`.
    pub range: Option<Located<String>>,
    /// The line of the file, or the row of the sheet, that names the columns, from 1; `none` if there is none.
    pub header: Option<Located<String>>,
    /// What parts the cells of a line: `,`, `;`, `|` or `tab`.
    pub delimiter: Option<Located<String>>,
    /// How the letters of the file are written, as the Web calls it: `utf-8`, `windows-1252`.
    pub encoding: Option<Located<String>>,
    /// A column to add, with the name of the file that each row stands in.
    pub file_as: Option<Located<String>>,
    /// Columns that the file repeats side by side, as one row each: `[Nom, Voix]` where it has `Nom`, `Voix`,
    /// `Nom`, `Voix`, or names only the first of them.
    pub unfold: Vec<Located<String>>,
}

/// What must hold of the rows of a table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckSpec {
    /// What must be true, over the columns of a row: `clicks <= impressions`; of a table, over its `rows`.
    pub that: Located<String>,
    /// What is wrong otherwise, as a clause.
    #[serde(rename = "else")]
    pub otherwise: Option<Located<String>>,
    /// What the check is of: each `row`, which it holds, or the whole `table`, whose stories it stops.
    #[serde(default)]
    pub of: CheckScope,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CheckScope {
    /// Each row for itself: one that fails is held.
    #[default]
    Row,
    /// All rows: if it fails, no story uses the table.
    Table,
}

/// How old a table may be at the day that `--as-of` names.
#[derive(Clone, Debug)]
pub struct Freshness {
    /// The greatest age of its latest row: `2 days`, `1 week`.
    pub max_age: Located<String>,
    /// The column whose latest day is that of the table.
    pub dated: Located<String>,
}

/// What is declared of one column, where reading its cells is not enough.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// Another name for the column, in expressions.
    pub name: Option<Located<String>>,
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
    /// Whether a row without a value here is held.
    #[serde(default)]
    pub required: bool,
    /// Whether rows that share a value here are held.
    #[serde(default)]
    pub unique: bool,
    /// The least value: a row with less is held. A number, or a day as 2026-03-14.
    pub min: Option<Located<String>>,
    /// The greatest value: a row with more is held. A number, or a day as 2026-03-14.
    pub max: Option<Located<String>>,
    /// The values that may stand here: a row with another is held.
    #[serde(default)]
    pub among: Vec<Located<String>>,
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
    /// A day with a time.
    DateTime,
    /// How long something takes.
    Duration,
    /// True or false.
    Boolean,
    /// What tells one thing from others, left as it is: a number of a file, a code.
    Identifier,
    /// One of a few texts: a region, a channel.
    Category,
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
