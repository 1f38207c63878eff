//! A typed table in, what there is to know of its columns and keys out: what a person looks at first.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Kind, Table, Tables, Unit, Value};

/// What the cells of a column amount to.
#[derive(Debug, PartialEq)]
pub struct ColumnProfile {
    /// What its cells hold, in words: `integer`, `money, EUR`, `category`.
    pub holds: String,
    /// How many cells hold nothing, doubtful ones included.
    pub n_missing: usize,
    /// How many cells are doubtful.
    pub n_doubtful: usize,
    /// How many values there are that differ.
    pub n_distinct: usize,
    /// The least and the greatest value, of kinds that have an order.
    pub range: Option<(Value, Value)>,
    /// The most frequent values, each with how many rows have it; of values that differ, the first.
    pub examples: Vec<(Value, usize)>,
}

/// A column whose values are keys of another table, all or nearly all of them.
#[derive(Debug, PartialEq)]
pub struct Reference {
    /// The table and the column that refers.
    pub from: (Arc<str>, Arc<str>),
    /// The table and its key.
    pub to: (Arc<str>, Arc<str>),
    /// How many different values refer.
    pub n_distinct: usize,
    /// The values that are no key there, each with how many rows have it.
    pub unmatched: Vec<(Arc<str>, usize)>,
}

/// How many examples are kept of a column.
const N_EXAMPLES: usize = 4;

/// Returns what there is to know of each column of a table.
pub fn profile(table: &Table) -> Vec<ColumnProfile> {
    let columns = 0..table.columns.len();
    columns.map(|it| column(table, it)).collect()
}

fn column(table: &Table, position: usize) -> ColumnProfile {
    let values = table.values(position);
    let mut counts: FxHashMap<Arc<str>, (usize, u32)> = FxHashMap::default();
    let mut range: Option<(&Value, &Value)> = None;
    let mut n_missing = 0;
    for (row, value) in (0..).zip(values) {
        if value.is_missing() {
            n_missing += 1;
            continue;
        }
        if let Some(key) = value.key_text() {
            counts.entry(key).or_insert((0, row)).0 += 1;
        }
        range = Some(match range {
            None => (value, value),
            Some((least, greatest)) => (
                if is_less(value, least) { value } else { least },
                if is_less(greatest, value) {
                    value
                } else {
                    greatest
                },
            ),
        });
    }
    let is_doubt = |it: &&super::Doubt| it.column as usize == position;
    let (n_distinct, n_present) = (counts.len(), values.len() - n_missing);
    let kind = table.columns[position].kind;
    ColumnProfile {
        holds: holds(kind, values, n_distinct, n_present),
        n_missing,
        n_doubtful: table.doubts.iter().filter(is_doubt).count(),
        n_distinct,
        range: range
            .filter(|(least, _)| !matches!(least, Value::Text(_) | Value::Bool(_)))
            .filter(|_| kind != Kind::Nested)
            .map(|(least, greatest)| (least.clone(), greatest.clone())),
        examples: examples(values, counts),
    }
}

/// Whether a value stands before another of its kind.
fn is_less(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.amount < other.amount,
        (Value::Date(one), Value::Date(other)) => one < other,
        (Value::DateTime(one), Value::DateTime(other)) => one < other,
        (Value::Time(one), Value::Time(other)) => one < other,
        _ => false,
    }
}

/// Returns the most frequent values; those that are as frequent in the table's order.
fn examples(values: &[Value], counts: FxHashMap<Arc<str>, (usize, u32)>) -> Vec<(Value, usize)> {
    let mut found: Vec<(usize, u32)> = counts.into_values().collect();
    found.sort_by_key(|(n, row)| (std::cmp::Reverse(*n), *row));
    found.truncate(N_EXAMPLES);
    let value = |(n, row): (usize, u32)| (values[row as usize].clone(), n);
    found.into_iter().map(value).collect()
}

/// Says what a column holds.
fn holds(kind: Kind, values: &[Value], n_distinct: usize, n_present: usize) -> String {
    /// A category has few values, and each of them often.
    const N_CATEGORIES_MAX: usize = 20;
    const N_ROWS_PER_CATEGORY: usize = 5;
    match kind {
        Kind::Text if n_present == 0 => "nothing".to_owned(),
        Kind::Text => {
            let is_code = |it: &Value| matches!(it, Value::Text(text) if is_code(text));
            let is_identifier = n_distinct == n_present && n_present > 1;
            let is_category =
                n_distinct <= N_CATEGORIES_MAX && n_distinct * N_ROWS_PER_CATEGORY <= n_present;
            let present = || values.iter().filter(|it| !it.is_missing());
            match (is_identifier, is_category) {
                (true, _) if present().all(is_code) => "identifier".to_owned(),
                (_, true) => "category".to_owned(),
                _ if present().all(is_code) => "code".to_owned(),
                _ => "text".to_owned(),
            }
        }
        Kind::Number(unit) => number(unit, values),
        Kind::Date => "date".to_owned(),
        Kind::DateTime => "date and time".to_owned(),
        Kind::Time => "time".to_owned(),
        Kind::Bool => "true or false".to_owned(),
        Kind::Nested => "list or map".to_owned(),
    }
}

/// Whether a text is one word with a figure in it, as codes are.
fn is_code(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_whitespace)
}

fn number(unit: Unit, values: &[Value]) -> String {
    let is_whole = |it: &Value| match it {
        Value::Number(it) => it.amount == it.amount.trunc(),
        _ => true,
    };
    match unit {
        Unit::None if values.iter().all(is_whole) => "integer".to_owned(),
        Unit::None => "decimal".to_owned(),
        Unit::Percent => "percent".to_owned(),
        Unit::Points => "points".to_owned(),
        Unit::Money(currency) => format!("money, {}", currency.code()),
        Unit::Days => "days".to_owned(),
        Unit::Seconds => "duration, s".to_owned(),
        Unit::Year => "year".to_owned(),
    }
}

/// Returns the columns that refer to the keys of other tables, found by their values: at least half of
/// them are keys there.
pub fn references(tables: &Tables) -> Vec<Reference> {
    let mut found = Vec::new();
    for to in tables.iter() {
        let Some(key) = to.key else {
            continue;
        };
        let keys: FxHashSet<Arc<str>> = to.values(key).iter().filter_map(Value::key_text).collect();
        for from in tables.iter().filter(|it| it.name != to.name) {
            let columns = 0..from.columns.len();
            found.extend(columns.filter_map(|it| reference(from, it, to, key, &keys)));
        }
    }
    found
}

fn reference(
    from: &Table,
    column: usize,
    to: &Table,
    key: usize,
    keys: &FxHashSet<Arc<str>>,
) -> Option<Reference> {
    const N_MATCHES_MIN: usize = 2;
    let (one, other) = (from.columns[column].kind, to.columns[key].kind);
    let may_match = |it: Kind| matches!(it, Kind::Text | Kind::Number(Unit::None | Unit::Year));
    if !may_match(one) || !may_match(other) {
        return None;
    }
    let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for value in from.values(column) {
        if let Some(text) = value.key_text() {
            *counts.entry(text).or_default() += 1;
        }
    }
    let n_distinct = counts.len();
    let (matched, mut unmatched): (Vec<_>, Vec<_>) = counts
        .into_iter()
        .partition(|(text, _)| keys.contains(text));
    // Small numbers are counts as often as keys: only a column of the key's name refers by them.
    let is_figure = matches!(one, Kind::Number(_));
    let is_named = || from.columns[column].name.contains(&*to.columns[key].name);
    if matched.len() < N_MATCHES_MIN || matched.len() * 2 < n_distinct || is_figure && !is_named() {
        return None;
    }
    unmatched.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let name =
        |table: &Table, column: usize| (table.name.clone(), table.columns[column].name.clone());
    Some(Reference {
        from: name(from, column),
        to: name(to, key),
        n_distinct,
        unmatched,
    })
}

/// Returns the keys of a table that several rows have, each with these rows.
pub fn repeated_keys(table: &Table) -> Vec<(Arc<str>, Vec<u32>)> {
    let Some(key) = table.key else {
        return Vec::new();
    };
    let mut rows: BTreeMap<Arc<str>, Vec<u32>> = BTreeMap::new();
    for (row, value) in (0..).zip(table.values(key)) {
        if let Some(text) = value.key_text() {
            rows.entry(text).or_default().push(row);
        }
    }
    rows.into_iter().filter(|(_, it)| it.len() > 1).collect()
}

/// Returns the rows of a table that its key does not name, because nothing stands there.
pub fn rows_without_key(table: &Table) -> Vec<u32> {
    let key = table.key.map_or(&[][..], |it| table.values(it));
    let rows = (0..).zip(key);
    rows.filter(|(_, it)| it.is_missing())
        .map(|(row, _)| row)
        .collect()
}

/// Returns a value as a table of data shows it.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Number(it) => plain(it.amount),
        Value::Date(it) => it.to_string(),
        Value::DateTime(it) => it.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Value::Time(it) => it.to_string(),
        Value::Bool(it) => it.to_string(),
        Value::List(it) => format!("list of {}", it.len()),
        Value::Map(it) => format!("map of {}", it.entries.len()),
        Value::Row(_) => "row".to_owned(),
    }
}

fn plain(amount: Decimal) -> String {
    amount.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::{profile, references, repeated_keys, rows_without_key, shown};
    use crate::data::Tables;
    use crate::data::tests::Case;

    #[test]
    fn a_column_is_summed_up() {
        let text = "code,result,goals,rate\n01,H,3,0.5\n02,D,,1\n03,H,1,2\n04,H,1,2\n05,H,1,2\n06,H,1,2\n07,H,1,2\n08,H,1,2\n09,D,1,2\n10,H,1,2\n";
        let table = Case::new("t.csv", text).table();
        let found: Vec<String> = profile(&table)
            .iter()
            .map(|it| {
                let range = it.range.as_ref();
                let range = range.map(|(a, b)| format!(" {}–{}", shown(a), shown(b)));
                let first = shown(&it.examples[0].0);
                format!(
                    "{} {} {}{} {first}",
                    it.holds,
                    it.n_missing,
                    it.n_distinct,
                    range.unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "identifier 0 10 01",
                "category 0 2 H",
                "integer 1 2 1–3 1",
                "decimal 0 3 0.5–2 2"
            ]
        );
    }

    #[test]
    fn keys_are_matched() {
        let mut tables = Tables::default();
        tables.push(
            Case::new("clubs.csv", "id,town\nLens,a\nNice,b\nNice,c\n")
                .key("id")
                .load()
                .0
                .into_iter()
                .next()
                .unwrap(),
        );
        let mut matches = Case::new(
            "matches.csv",
            "home,goals\nLens,1\nNice,2\nLille,3\nLille,1\nLens,1\n",
        )
        .table();
        matches.name = "matches".into();
        tables.push(matches);
        let found = references(&tables);
        assert_eq!(found.len(), 1);
        assert_eq!(&*found[0].from.1, "home");
        assert_eq!(found[0].unmatched, [("Lille".into(), 2)]);
        let clubs = tables.iter().next().unwrap();
        assert_eq!(repeated_keys(clubs), [("Nice".into(), vec![1, 2])]);
    }

    #[test]
    fn rows_without_a_key_are_found() {
        let case = Case::new("clubs.csv", "id,town\nLens,a\n,b\nNice,c\n");
        let (tables, _) = case.key("id").load();
        let clubs = tables.iter().next().expect("the table can be used");
        assert_eq!(rows_without_key(clubs), [1]);
    }

    /// A column of whole numbers refers to a key only if it is called like it.
    #[test]
    fn counts_are_no_keys() {
        let check = |header: &str, n_references: usize| {
            let (clubs, _) = Case::new("clubs.csv", "id,town\n1,a\n2,b\n3,c\n")
                .key("id")
                .load();
            let mut tables = clubs;
            let text = format!("place,{header}\nLens,1\nNice,2\nLille,2\n");
            let mut matches = Case::new("matches.csv", &text).table();
            matches.name = "matches".into();
            tables.push(matches);
            assert_eq!(references(&tables).len(), n_references, "{header}");
        };
        check("goals", 0);
        check("id", 1);
        check("club_id", 1);
    }

    /// Values of which but few are keys are of something else.
    #[test]
    fn most_values_must_be_keys() {
        let check = |homes: &str, n_references: usize| {
            let (clubs, _) = Case::new("clubs.csv", "id,town\nLens,a\nNice,b\nBrest,c\n")
                .key("id")
                .load();
            let mut tables = clubs;
            let mut matches = Case::new("matches.csv", &format!("home\n{homes}\n")).table();
            matches.name = "matches".into();
            tables.push(matches);
            assert_eq!(references(&tables).len(), n_references, "{homes}");
        };
        check("Lens\nNice\nLille\nMetz", 1);
        check("Lens\nNice\nLille\nMetz\nCaen", 0);
        check("Lens\nLens", 0);
    }
}
