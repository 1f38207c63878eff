//! The engine: a project to its articles, and the articles to the output folders.
//!
//! [`Newsroom::load`] reads everything through the one door; [`Edition`] knows which articles there are, and writes
//! them a batch at a time, on all cores, in the data's order; [`publish`] makes the folders hold each batch before
//! the next is written. `article.rs` is the heart: one record through every stage.

mod article;
mod edition;
mod newsroom;
mod clash;
mod sheets;
mod sidecar;
mod index;
mod folder;
mod keep;
mod pages;
mod proof;

pub use article::{Article, Telling, Writer};
pub use edition::{Edition, Entry, State};
pub use newsroom::{Loaded, Newsroom, Options, tables};
pub use pages::{Fate, Line, Published, publish};
pub use proof::{Proof, prove};
