//! Data interpretation: expressions over a record's values to facts.

pub mod evaluate;
