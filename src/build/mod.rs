//! The engine: a project to its articles, and the articles to the output folders.
//!
//! [`Newsroom::load`] reads everything through the one door; [`Edition::write`] makes the articles, on all
//! cores, in the data's order; [`publish`] makes the folders hold them. `article.rs` is the heart: one
//! record through every stage.

mod article;
mod edition;
mod newsroom;
mod sheets;
mod clash;
mod folder;
mod pages;
mod keep;

pub use article::{Article, Telling, Writer};
pub use edition::{Edition, Entry, State};
pub use newsroom::{Loaded, Newsroom, Options};
pub use pages::{Fate, Line, Published, publish};
