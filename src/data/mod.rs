//! Files to typed tables whose cells know their place.

mod amounts;
mod build;
mod calendar;
mod clean;
mod clock;
mod csv;
mod days;
mod declared;
mod doubts;
mod figures;
mod index;
mod infer;
mod json;
mod load;
mod names;
mod numbers;
mod raw;
mod records;
mod table;
#[cfg(test)]
mod tests;
mod typed;
mod value;
mod yaml;

pub use index::Index;
pub use load::load;
pub use table::{Column, Doubt, Evidence, Kind, Place, RowPlaces, Table, TableIdx, Tables};
pub use value::{Currency, Map, Quantity, RowRef, Unit, Value};
