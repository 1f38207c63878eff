//! Data to text: tables in, readable articles out.

#![allow(missing_docs)]

pub mod source;
pub mod diagnostics;
pub mod project;
pub mod language;
pub mod data;
pub mod story;
pub mod interpret;
pub mod plan;
pub mod microplan;
pub mod realise;
pub mod explain;
pub mod publish;
pub mod build;
pub mod preview;
