//! Lists that many articles share in; their figures in order, and their sum, found once for all of them, out.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::data::{Unit, Value};

/// The lists that many articles share.
#[derive(Debug, Default)]
pub struct Orders {
    /// By where they stand in memory, which says that a list is the very one.
    known: RwLock<FxHashMap<usize, Arc<Order>>>,
}

/// What is known of a list once it was asked for.
#[derive(Debug)]
pub(super) struct Order {
    /// Kept, so that no other list comes to stand where it stands.
    list: Arc<[Value]>,
    figures: OnceLock<Option<Figures>>,
    sum: OnceLock<Value>,
}

/// Figures of one unit, in order.
#[derive(Debug)]
pub(super) struct Figures {
    pub unit: Unit,
    pub sorted: Vec<Decimal>,
    /// Whether one is missing.
    pub has_gap: bool,
}

impl Orders {
    /// Remembers a list that others will ask for.
    pub fn keep(&self, list: &Arc<[Value]>) {
        let order = Arc::new(Order {
            list: list.clone(),
            figures: OnceLock::new(),
            sum: OnceLock::new(),
        });
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(place(list)).or_insert(order);
    }

    /// Returns what is known of a list, if it is one of those.
    pub(super) fn of(&self, list: &Arc<[Value]>) -> Option<Arc<Order>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&place(list)).cloned()
    }
}

impl Order {
    /// Returns its figures in order; nothing where they are not figures of one unit.
    pub(super) fn figures(&self) -> Option<&Figures> {
        self.figures
            .get_or_init(|| Figures::of(&self.list))
            .as_ref()
    }

    /// Returns their sum, which is found by `sum` where it is not known yet.
    pub(super) fn sum<E>(&self, sum: impl FnOnce() -> Result<Value, E>) -> Result<Value, E> {
        if let Some(known) = self.sum.get() {
            return Ok(known.clone());
        }
        let sum = sum()?;
        Ok(self.sum.get_or_init(|| sum).clone())
    }
}

impl Figures {
    fn of(list: &[Value]) -> Option<Self> {
        let mut unit = None;
        let mut sorted = Vec::with_capacity(list.len());
        for item in list {
            match item {
                Value::Number(it) if *unit.get_or_insert(it.unit) == it.unit => {
                    sorted.push(it.amount);
                }
                Value::Missing => {}
                _ => return None,
            }
        }
        sorted.sort();
        let has_gap = sorted.len() < list.len();
        let unit = unit?;
        Some(Figures {
            unit,
            sorted,
            has_gap,
        })
    }

    /// Returns how many are less than `figure`, and how many are not greater.
    pub(super) fn about(&self, figure: Decimal) -> (usize, usize) {
        let below = self.sorted.partition_point(|it| *it < figure);
        let through = self.sorted.partition_point(|it| *it <= figure);
        (below, through)
    }
}

/// Returns where a list stands in memory.
fn place(list: &Arc<[Value]>) -> usize {
    list.as_ptr().addr()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Orders;
    use crate::data::{Quantity, Tables, Unit, Value};
    use crate::diagnostics::Diagnostics;
    use crate::interpret::{Env, evaluate};
    use crate::source::{Reads, Span};
    use crate::story::expression::{Scope, Shape, Slot, parse};

    struct Names(Tables);

    impl Scope for Names {
        fn resolve(&self, name: &str) -> Option<(Slot, Shape)> {
            let at = ["figure", "others"].iter().position(|it| *it == name)?;
            Some((Slot(at as u32), Shape::Unknown))
        }

        fn names(&self) -> Vec<String> {
            Vec::new()
        }

        fn tables(&self) -> &Tables {
            &self.0
        }
    }

    /// Any figure there may be among others: a few that meet, a few that are missing, and the odd one of another unit.
    fn any_figure() -> impl Strategy<Value = Value> {
        let number = |unit| {
            (-20_i64..20).prop_map(move |it| {
                let amount = rust_decimal::Decimal::new(it, 1);
                Value::Number(Quantity { amount, unit })
            })
        };
        prop_oneof![
            200 => number(Unit::None),
            2 => Just(Value::Missing),
            1 => number(Unit::Percent),
        ]
    }

    proptest! {
        #[test]
        fn what_is_known_of_a_list_is_what_would_be_found_in_it(
            figure in any_figure(),
            others in prop::collection::vec(any_figure(), 0..60),
        ) {
            let file = Reads::new("").keep("story.yaml".as_ref(), "");
            let names = Names(Tables::default());
            let slots = [figure, Value::List(others.into())];
            let orders = Orders::default();
            let Value::List(list) = &slots[1] else { unreachable!() };
            orders.keep(list);
            for text in [
                "figure | rank(among=others)",
                "figure | rank(among=others, best='low')",
                "figure | ties(among=others)",
                "figure | outlierness(among=others)",
                "figure | share(of=others | sum)",
                "others | median",
            ] {
                let mut found = Diagnostics::default();
                let place = |it| Span::new(file, it);
                let expr = parse(text, &place, &names, &mut found).expect("the case is right");
                let plain = Env::new(&slots, &names.0);
                let known = evaluate(&expr, &plain.with_orders(&orders));
                prop_assert_eq!(&known, &evaluate(&expr, &plain), "{}", text);
                // Once it is known, too.
                prop_assert_eq!(&known, &evaluate(&expr, &plain.with_orders(&orders)), "{}", text);
            }
        }
    }
}
