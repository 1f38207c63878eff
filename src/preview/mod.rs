//! The sources as they change, to builds: what a desk sees while it writes.

mod watch;

pub use watch::{Watch, changed};
