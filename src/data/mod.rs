//! Files to typed tables whose cells know their place.

mod table;
mod value;

pub use table::{Column, Doubt, Kind, Place, Table, TableIdx, Tables};
pub use value::{Currency, Map, Quantity, RowRef, Unit, Value};
