//! Review: what was published, and what a person made of it, held against the data once more.

mod verify;

pub use verify::{Difference, PageReport, PageState, Source, Unsupported, check_text, verify};
