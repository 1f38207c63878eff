//! The command line as people use it: sessions in Markdown, and inputs that are wrong.

mod bad_input;
mod diff;
mod project;
mod review;
mod sessions;
mod watching;
