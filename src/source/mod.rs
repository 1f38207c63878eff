//! Files in: ids, spans, and the one door to the disk, which remembers every read.

mod reads;
mod span;

pub use reads::{Content, Error, File, Lookup, Read, Reads};
pub use span::{FileId, Located, Span};
