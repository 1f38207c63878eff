//! Files and queries to typed tables: their cells know their place, and what is doubtful is held.
//!
//! A file is opened and read as its content asks ([`load`]), into raw rows that any reader yields; their columns are
//! typed by all their cells, or as they are declared; then queries make tables of tables.

// What a table is.
mod value;
mod table;
mod lineage;
mod period;
mod index;

// From files to raw rows.
mod load;
mod files;
mod layout;
mod content;
mod decode;
mod raw;
mod frame;
mod csv;
mod faults;
mod records;
mod json;
mod yaml;
mod toml;
mod workbook;
mod sqlite;
mod unfold;

// From raw rows to typed columns.
mod build;
mod names;
mod clean;
mod declared;
mod infer;
mod typed;
mod numbers;
mod figures;
mod amounts;
mod days;
mod clock;
mod calendar;
mod doubts;
mod letters;
mod words;

// What is made of tables, and what there is to know of them.
mod query;
pub mod profile;

#[cfg(test)]
mod tests;

pub use index::Index;
pub use lineage::{Contribution, Lineage, Made, Source, SourceRow};
pub use load::load;
pub use names::snake_case;
pub use period::Every;
pub use query::spread_holds;
pub use table::{Column, Doubt, Evidence, Kind, Place, RowPlaces, Table, TableIdx, Tables};
pub use value::{Currency, Map, Quantity, RowRef, Unit, Value};
