//! Files to typed tables whose cells know their place.

mod amounts;
mod build;
mod calendar;
mod clean;
mod content;
mod clock;
mod csv;
mod days;
mod declared;
mod decode;
mod doubts;
mod faults;
mod files;
mod frame;
mod figures;
mod index;
mod infer;
mod json;
mod layout;
mod letters;
mod load;
mod names;
mod numbers;
pub mod profile;
mod lineage;
mod query;
mod raw;
mod records;
mod sqlite;
mod table;
#[cfg(test)]
mod tests;
mod toml;
mod typed;
mod unfold;
mod value;
mod words;
mod workbook;
mod yaml;

pub use index::Index;
pub use lineage::{Contribution, Lineage, Made, Source, SourceRow};
pub use load::load;
pub use names::snake_case;
pub use query::spread_holds;
pub use table::{Column, Doubt, Evidence, Kind, Place, RowPlaces, Table, TableIdx, Tables};
pub use value::{Currency, Map, Quantity, RowRef, Unit, Value};
