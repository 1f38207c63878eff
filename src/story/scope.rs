//! Scope: the names that a story's expressions may use, and their slots.

use std::sync::Arc;

use super::expression::{Expr, Scope, Shape, Slot};
use crate::data::Tables;

/// The names that a story's expressions may use.
pub(super) struct Names<'a> {
    tables: &'a Tables,
    entries: Vec<(Arc<str>, Slot, Shape)>,
    it: Option<Shape>,
    /// What `it` stands for in a phrase that is told of a value.
    argument: Option<Expr>,
    they: Option<Shape>,
    n_slots: usize,
}

impl<'a> Names<'a> {
    pub(super) fn new(tables: &'a Tables) -> Self {
        Names {
            tables,
            entries: Vec::new(),
            it: None,
            argument: None,
            they: None,
            n_slots: 0,
        }
    }

    /// Gives `name` a new slot; an earlier thing of that name is no longer reached by it.
    pub(super) fn add(&mut self, name: &str, shape: Shape) -> Slot {
        let slot = Slot(self.n_slots as u32);
        self.n_slots += 1;
        self.entries.retain(|(it, ..)| &**it != name);
        self.entries.push((name.into(), slot, shape));
        slot
    }

    /// Returns how many slots were given.
    pub(super) fn n_slots(&self) -> usize {
        self.n_slots
    }

    /// Returns the slot and the shape of `name`.
    pub(super) fn get(&self, name: &str) -> Option<(Slot, Shape)> {
        self.entries
            .iter()
            .find(|(it, ..)| &**it == name)
            .map(|(_, slot, shape)| (*slot, *shape))
    }

    /// Returns the same names with `it` standing for an element of a list of this shape.
    pub(super) fn with_it(&self, list: Shape) -> Names<'a> {
        let it = match list {
            Shape::Rows(table) => Shape::Row(table),
            _ => Shape::Unknown,
        };
        Names {
            tables: self.tables,
            entries: self.entries.clone(),
            it: Some(it),
            argument: None,
            they: self.they,
            n_slots: self.n_slots,
        }
    }

    /// Returns the names inside a phrase that is told of `argument`, as `it`; of nothing, there is no `it`.
    pub(super) fn in_phrase(&self, argument: Option<Expr>) -> Names<'a> {
        Names {
            tables: self.tables,
            entries: self.entries.clone(),
            it: argument.as_ref().map(Expr::shape),
            argument,
            they: None,
            n_slots: self.n_slots,
        }
    }

    /// Returns the same names with `it` and `they` standing for the first and for all of several rows of this shape.
    pub(super) fn with_they(&self, list: Shape) -> Names<'a> {
        Names {
            they: Some(list),
            ..self.with_it(list)
        }
    }

    /// Returns the name whose value a slot holds.
    pub(super) fn name_of(&self, slot: Slot) -> Option<&str> {
        self.entries
            .iter()
            .find(|(_, it, _)| *it == slot)
            .map(|(name, ..)| &**name)
    }
}

impl Scope for Names<'_> {
    fn resolve(&self, name: &str) -> Option<(Slot, Shape)> {
        match (name, self.it, self.they) {
            ("it", Some(shape), _) => Some((Slot::IT, shape)),
            ("they", _, Some(shape)) => Some((Slot::THEY, shape)),
            _ => self.get(name),
        }
    }

    fn argument(&self) -> Option<&Expr> {
        self.argument.as_ref()
    }

    fn names(&self) -> Vec<String> {
        let it = self.it.map(|_| "it".to_owned());
        self.entries
            .iter()
            .map(|(name, ..)| name.to_string())
            .chain(it)
            .chain(self.they.map(|_| "they".to_owned()))
            .collect()
    }

    fn tables(&self) -> &Tables {
        self.tables
    }
}
