//! Surface realisation: requests resolved, pieces joined, text read back against its facts.

mod prose;

pub use prose::{Form, Mark, Prose, Section, Text};
