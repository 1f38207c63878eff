//! Data to text: tables in, readable articles out, in French and in English, by rules and phrase banks.
//!
//! An article is made in one direction:
//!
//! ```text
//! Tables → Facts → Plan → Phrases → Prose → Page
//! ```
//!
//! The modules stand in that order, and each looks back only. A fault in the output is found by walking left.
//! That one line in code is [`build::Writer::article`] (`src/build/article.rs`).
//!
//! | module | what comes in, and what goes out |
//! |---|---|
//! | [`source`] | paths to texts that know their place: the one door to the disk |
//! | [`diagnostics`] | an author's mistake to a finding with a code, a place and a hint |
//! | [`project`] | gen.yaml and the folders beside it to what there is, and where it goes |
//! | [`language`] | words, numbers and days to their forms, one folder a language |
//! | [`data`] | files and queries to typed **tables**, whose cells know their line, and which of them are doubtful |
//! | [`story`] | rules and phrase banks to compiled stories, with forms of print as inert requests |
//! | [`interpret`] | a record to its **facts**, or to the reason why its article is held |
//! | [`quality`] | tables and what must hold of them to the same tables, with the rows, cells and tables that no article may use |
//! | [`plan`] | facts to a **plan**: which messages are told, in which order, in any language |
//! | [`microplan`] | a plan to **phrases**: the variant that tells each message, in pieces |
//! | [`realise`] | phrases to **prose**: requests resolved, pieces joined, the text read back against its facts |
//! | [`explain`] | prose back to the rules, facts and cells that it comes from |
//! | [`publish`] | prose to **pages**, and pages to folders that hold them |
//! | [`build`] | a project to all its articles, on all cores, and few of them in memory at a time |
//! | [`review`] | a newsroom to what an editor asks of it: what is used and signed, what comes out at its worst, what an edit changes, what of its pages the data does not say |
//! | [`preview`] | what a build read to a word whenever some of it changes |
//!
//! What holds everywhere:
//!
//! - **No module names a later one.** `tests/tidy.rs` sees to it.
//! - **Text stays in pieces until the last step.** A piece is the author's words or one value, and knows which;
//!   elision, contraction and typography work at the seams between pieces, never inside a value. Nobody
//!   edits a finished string.
//! - **Decide first, write once.** What is said is settled as data before any of it is worded; a length that a section
//!   may not exceed is the one thing that a rendering is tried for.
//! - **Wording stands still.** Each choice has an address and is made from the article's key: another record, another
//!   sentence or a corrected figure leaves it as it was. There is no clock, no randomness and no network, and order
//!   that can be seen is that of the data or of the alphabet: the same files give the same bytes.
//! - **One door.** Every file is read through [`source::Reads`], so that what a build depends on is known, also what it
//!   looked for and did not find.
//! - **Three kinds of trouble, never mixed.** An author's mistake is a [`diagnostics::Diagnostic`]; they are gathered, and
//!   all are shown. Doubt about the data is an [`interpret::Hold`]: it holds one article, and gives the reason. The
//!   world's failure is a [`source::Error`], returned at once with its path. Only a mistake of the engine panics.
//! - **Data is untrusted.** A cell is escaped for where it lands, is never run, and never names a path.
//!
//! # Example
//!
//! The whole way, from a folder to its pages:
//!
//! ```no_run
//! use std::path::Path;
//!
//! use gentext::build::{Edition, Newsroom, publish};
//! use gentext::diagnostics::to_text;
//!
//! fn main() -> Result<(), gentext::source::Error> {
//!     let loaded = Newsroom::load(Path::new("examples/football"))?;
//!     for finding in loaded.diagnostics.iter() {
//!         eprintln!("{}", to_text(finding, loaded.reads(), false));
//!     }
//!     if let Ok(newsroom) = &loaded.newsroom {
//!         let published = publish(&Edition::new(newsroom), false, &|| ())?;
//!         println!("{} articles", published.articles.len());
//!     }
//!     Ok(())
//! }
//! ```

pub mod source;
pub mod diagnostics;
pub mod project;
pub mod language;
pub mod data;
pub mod story;
pub mod interpret;
pub mod quality;
pub mod plan;
pub mod microplan;
pub mod realise;
pub mod explain;
pub mod publish;
pub mod build;
pub mod review;
pub mod preview;
