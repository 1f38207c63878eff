//! gen.yaml: what there is, where it goes, in which style.

mod tables;

pub use tables::{ColumnSpec, ColumnType, Scale, TableSpec};
