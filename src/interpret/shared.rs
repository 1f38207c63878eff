//! Records whose facts stand on the same rows of a group in; what is the same for all of them, made once, out.
//!
//! A place among 36,000 towns takes the figures of all of them, in order. They are the same for each of the towns.

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::evaluate::Orders;
use crate::data::Value;
use crate::story::expression::Slot;
use crate::story::{BindingSource, Story};

/// The fewest rows of a group for which anything is kept: less is as soon made as found.
const N_KEPT: usize = 16;

/// What the records of a group share.
pub(super) struct Shared {
    /// For each binding that stands on nothing but the rows of a group, the slot of those rows.
    stands_on: Vec<Option<Slot>>,
    /// For each binding, its values by group.
    values: Vec<RwLock<FxHashMap<usize, Value>>>,
    /// The lists among them.
    pub orders: Orders,
}

impl Shared {
    /// Finds which bindings of a story the records of a group share.
    pub(super) fn of(story: &Story) -> Self {
        let mut roots: FxHashMap<Slot, Slot> = FxHashMap::default();
        let mut stands_on = Vec::with_capacity(story.bindings.len());
        for binding in &story.bindings {
            let root = match &binding.source {
                BindingSource::Rows { .. } | BindingSource::Peers(_) => Some(binding.slot),
                BindingSource::Fact(expr) => {
                    let slots = expr.slots();
                    let mut of = slots.iter().map(|it| roots.get(it).copied());
                    let first = of.next().flatten();
                    first.filter(|first| of.all(|it| it == Some(*first)))
                }
                _ => None,
            };
            roots.extend(root.map(|root| (binding.slot, root)));
            stands_on.push(root.filter(|it| *it != binding.slot));
        }
        let values = story.bindings.iter().map(|_| RwLock::default()).collect();
        Shared {
            stands_on,
            values,
            orders: Orders::default(),
        }
    }

    /// Returns the rows of a group, which `make` makes of the table's where they are not known yet.
    pub(super) fn rows(&self, binding: usize, rows: &[u32], make: impl FnOnce() -> Value) -> Value {
        match rows.first() {
            Some(first) if rows.len() >= N_KEPT => {
                let group = *first as usize;
                let known = self.known(binding, group);
                known.unwrap_or_else(|| self.keep(binding, group, make()))
            }
            _ => make(),
        }
    }

    /// Returns the value of a fact, which `make` makes if it is not known yet or not shared at all.
    pub(super) fn fact<E>(
        &self,
        binding: usize,
        slots: &[Value],
        make: impl FnOnce() -> Result<Value, E>,
    ) -> Result<Value, E> {
        let rows = self.stands_on[binding].map(|it| &slots[it.0 as usize]);
        let Some(Value::List(rows)) =
            rows.filter(|it| matches!(it, Value::List(it) if it.len() >= N_KEPT))
        else {
            return make();
        };
        // The list of a group's rows is kept, so that where it stands in memory names the group.
        let group = rows.as_ptr().addr();
        match self.known(binding, group) {
            Some(known) => Ok(known),
            None => Ok(self.keep(binding, group, make()?)),
        }
    }

    fn known(&self, binding: usize, group: usize) -> Option<Value> {
        let values = self.values[binding].read();
        let values = values.unwrap_or_else(PoisonError::into_inner);
        values.get(&group).cloned()
    }

    /// Keeps a value, unless another thread was sooner: then that one is the group's.
    fn keep(&self, binding: usize, group: usize, value: Value) -> Value {
        let values = self.values[binding].write();
        let mut values = values.unwrap_or_else(PoisonError::into_inner);
        let kept = values.entry(group).or_insert(value);
        if let Value::List(list) = kept {
            self.orders.keep(list);
        }
        kept.clone()
    }
}
