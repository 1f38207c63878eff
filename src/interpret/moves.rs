//! A printed change: figures and what is said of them in; how each of them moved out.

use rust_decimal::Decimal;

use crate::data::{Map, Quantity, Unit, Value};
use crate::language::{Good, Moved, Scale, moved_by};
use crate::story::ChangeRule;

/// How one figure moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// What it was.
    pub from: Quantity,
    /// What it is.
    pub to: Quantity,
    /// Which way it went, and how far.
    pub moved: Moved,
}

/// Why a change cannot be told.
const UNLIKE: &str = "a change needs two figures of one unit and currency";

/// Returns the moves that a print tells: from `from` to `value`, or as a map, or each of a list of maps, says itself by
/// its `value` and `base`. Nothing where a figure is missing, so that there is no change to tell.
pub fn moves(
    value: &Value,
    from: &Value,
    rule: ChangeRule,
) -> Result<Option<Vec<Move>>, &'static str> {
    match value {
        Value::Map(map) => Ok(of_map(map)?.map(|it| vec![it])),
        Value::List(items) => {
            let mut all = Vec::with_capacity(items.len());
            for item in items.iter() {
                let Value::Map(map) = item else {
                    return Err("a list of changes is of maps with `value` and `base`");
                };
                match of_map(map)? {
                    Some(it) => all.push(it),
                    None => return Ok(None),
                }
            }
            Ok(Some(all).filter(|it| !it.is_empty()))
        }
        value => Ok(of_figures(value, from, rule)?.map(|it| vec![it])),
    }
}

fn of_map(map: &Map) -> Result<Option<Move>, &'static str> {
    let get = |name: &str| map.get(name).unwrap_or(&Value::Missing);
    let within = match get("within") {
        Value::Number(it) => it.amount,
        _ => Decimal::ZERO,
    };
    let good = match get("good") {
        Value::Text(good) => Good::NAMES.iter().find(|it| it.0 == &**good),
        _ => None,
    };
    let good = good.map(|it| it.1);
    of_figures(get("value"), get("base"), ChangeRule { within, good })
}

fn of_figures(to: &Value, from: &Value, rule: ChangeRule) -> Result<Option<Move>, &'static str> {
    let (from, to) = match (from, to) {
        (Value::Missing, _) | (_, Value::Missing) => return Ok(None),
        (Value::Number(from), Value::Number(to)) if from.unit == to.unit => (*from, *to),
        _ => return Err(UNLIKE),
    };
    let scale = Scale {
        in_points: to.unit == Unit::Percent,
        is_money: matches!(to.unit, Unit::Money(_)),
        within: rule.within,
        good: rule.good,
        decimals: None,
    };
    let moved = moved_by(from.amount, to.amount, scale);
    Ok(Some(Move { from, to, moved }))
}
