//! What an evaluation reads: cells and slots, remembered for a trace or not looked at.

use std::cell::RefCell;

use crate::data::{TableIdx, Value};
use crate::story::expression::Slot;

/// A cell that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// The table.
    pub table: TableIdx,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

/// A value with what it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The value.
    pub value: Value,
    /// The cells of other rows that were read, each once, in order of first reading.
    pub cells: Vec<CellRef>,
    /// The record's values that were read, each once, in order of first reading.
    pub slots: Vec<Slot>,
}

/// What watches an evaluation.
pub(super) trait Record {
    fn slot(&self, slot: Slot);
    fn cell(&self, cell: CellRef);
}

/// Watches nothing; the compiler leaves no trace of it.
pub(super) struct Nothing;

impl Record for Nothing {
    fn slot(&self, _: Slot) {}
    fn cell(&self, _: CellRef) {}
}

/// Remembers each slot and each cell once.
#[derive(Default)]
pub(super) struct Log {
    slots: RefCell<Vec<Slot>>,
    cells: RefCell<Vec<CellRef>>,
}

impl Record for Log {
    fn slot(&self, slot: Slot) {
        let mut slots = self.slots.borrow_mut();
        if !slots.contains(&slot) {
            slots.push(slot);
        }
    }

    fn cell(&self, cell: CellRef) {
        let mut cells = self.cells.borrow_mut();
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
}

impl Log {
    /// Returns what was read, with the value that came of it.
    pub(super) fn into_trace(self, value: Value) -> Trace {
        Trace {
            value,
            cells: self.cells.into_inner(),
            slots: self.slots.into_inner(),
        }
    }
}
