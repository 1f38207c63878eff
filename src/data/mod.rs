//! Files to typed tables whose cells know their place.

mod build;
mod clean;
mod csv;
mod declared;
mod doubts;
mod index;
mod infer;
mod json;
mod lineage;
mod load;
mod names;
mod numbers;
mod query;
mod raw;
mod records;
mod sqlite;
mod table;
#[cfg(test)]
mod tests;
mod typed;
mod value;
mod yaml;

pub use index::Index;
pub use lineage::{Contribution, Lineage, Made, Source, SourceRow};
pub use load::load;
pub use query::spread_holds;
pub use table::{Column, Doubt, Evidence, Kind, Place, RowPlaces, Table, TableIdx, Tables};
pub use value::{Currency, Map, Quantity, RowRef, Unit, Value};
