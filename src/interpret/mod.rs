//! Data interpretation: a record's facts, and what must hold of it.

mod evaluate;
mod records;
mod series;
mod amiss;
mod facts;
mod hold;
mod moves;
mod peers;
mod news;
mod shared;

pub use evaluate::{CellRef, Env, Problem, Trace, evaluate, trace};
pub use facts::{Facts, Interpreter};
pub use hold::{Hold, Reason, is_true};
pub use moves::{Move, moves};
pub use news::news_terms;
pub use records::{Record, Records};
