//! gen.yaml: what there is, where it goes, in which style.

pub mod yaml;
mod tables;

pub use tables::{ColumnSpec, ColumnType, Scale, TableSpec};
