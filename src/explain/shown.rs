//! A value in; the value as a person who checks it wants to see it, out.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::data::{Tables, Unit, Value};

/// How many elements of a list are shown.
const SHOWN: usize = 6;

/// How many decimals of a computed number are shown: it may have any number of them.
const DECIMALS: u32 = 6;

/// Returns a value as a person who checks it wants to see it.
pub fn shown(value: &Value, tables: &Tables) -> String {
    match value {
        Value::Missing => "missing".to_owned(),
        Value::Number(it) => {
            let amount = it.amount.round_dp(DECIMALS).normalize();
            match it.unit {
                Unit::Percent => format!("{amount} %"),
                Unit::Seconds => clock(amount),
                Unit::Money(currency) => format!("{amount} {}", currency.code()),
                _ => amount.to_string(),
            }
        }
        Value::Row(row) => {
            let table = tables.get(row.table);
            let key = table.key.and_then(|it| table.cell(row.row, it).key_text());
            let nameless = || match table.lineage {
                Some(_) => format!("row {} of {}", row.row + 1, table.name),
                None => format!("{}:{}", table.name, table.place(row.row, 0).line),
            };
            key.map_or_else(nameless, |it| it.to_string())
        }
        Value::List(items) if items.len() <= SHOWN => {
            let items: Vec<String> = items.iter().map(|it| shown(it, tables)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::List(items) => format!("[{} items]", items.len()),
        Value::Map(map) => {
            let entry = |(name, it): &(Arc<str>, Value)| format!("{name}: {}", shown(it, tables));
            let entries: Vec<String> = map.entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => {
            let text = other.key_text();
            text.map_or_else(String::new, |it| it.to_string())
        }
    }
}

/// Returns a duration as hours, minutes and seconds: `1:32:05`.
fn clock(seconds: Decimal) -> String {
    let sign = if seconds.is_sign_negative() { "-" } else { "" };
    let seconds = seconds.abs().normalize();
    let minutes = (seconds / Decimal::from(60)).trunc();
    let hours = (minutes / Decimal::from(60)).trunc();
    let left = seconds - minutes * Decimal::from(60);
    let zero = if left < Decimal::TEN { "0" } else { "" };
    let minutes = (minutes - hours * Decimal::from(60)).to_string();
    format!("{sign}{hours}:{minutes:0>2}:{zero}{left}")
}
