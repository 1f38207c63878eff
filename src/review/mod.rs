//! A newsroom in; what an editor asks of its wording out: what is used, and what is signed.
//!
//! Nothing is recorded while articles are written. What was rendered is told by the pieces of a phrase, which point
//! into the variant that they were made of, and guards are pure functions that can be asked once more.

mod catalogue;
mod branches;
mod survey;
mod coverage;
pub mod approvals;

pub use approvals::{Approval, Approvals};
pub use branches::{Branch, BranchKind, source_of};
pub use catalogue::{Catalogue, ListedVariant, ListedWording, Role};
pub use coverage::{Coverage, CoverageFinding, Gap, LanguageCoverage, coverage};
pub use survey::{Example, Held, LanguageSurvey, Spoken, StorySurvey, Truth, VariantUse, survey};
