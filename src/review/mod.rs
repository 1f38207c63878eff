//! A newsroom in; what an editor asks of it before it is published, out: what an edit, or new data, would change.

mod revision;
mod words;
mod line;
mod sources;
mod edits;
mod difference;

pub use difference::{
    ArticleName, Cause, ChangedArticle, Difference, Edit, EditKind, Group, HeldArticle, difference,
};
pub use revision::{RevisionError, lay_out};
pub use words::{Run, Tag, n_words, runs};
