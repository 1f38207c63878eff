//! A newsroom in; what an editor asks of it out: what of its wording is used and signed, what comes out at its worst,
//! what an edit, or new data, would change, and what of its published pages the data does not say.
//!
//! Nothing is recorded while articles are written. What was rendered is told by the pieces of a phrase, which point
//! into the variant that they were made of, and guards are pure functions that can be asked once more.

mod catalogue;
mod branches;
mod survey;
mod usage;
mod coverage;
pub mod approvals;
mod trial;
mod revision;
mod words;
mod line;
mod sources;
mod edits;
mod difference;
mod verify;

pub use approvals::{Approval, Approvals};
pub use branches::{Branch, BranchKind};
pub use catalogue::{Catalogue, ListedVariant, ListedWording, Role};
pub use coverage::{Coverage, CoverageFinding, Gap, LanguageCoverage, coverage};
pub use difference::{
    ArticleName, Cause, ChangedArticle, Difference, Edit, EditKind, Group, HeldArticle, difference,
};
pub use revision::{RevisionError, lay_out};
pub use survey::{Held, Spoken, StorySurvey, survey};
pub use trial::{Case, Change, Contradiction, OnlyHere, Sentence, Trial, Unasked, trials};
pub use usage::{Example, LanguageSurvey, Truth, VariantUse};
pub use verify::{
    Difference as PageDifference, PageReport, PageState, Source, Unsupported, check_text, verify,
};
pub use words::{Run, Tag, n_words, runs};
