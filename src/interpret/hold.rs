//! Holds: why an article is not published.

use crate::source::Span;

use super::Problem;

/// Why an article is not published. One bad row holds one article.
#[derive(Clone, Debug, Default)]
pub struct Hold {
    /// The reasons, each for itself sufficient.
    pub reasons: Vec<Reason>,
}

/// One reason to hold an article.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The reason as a clause.
    pub text: String,
    /// The rule that asks for it.
    pub rule: Option<Span>,
}

impl Hold {
    /// Returns a hold for one reason.
    pub fn because(text: impl Into<String>) -> Self {
        Hold {
            reasons: vec![Reason {
                text: text.into(),
                rule: None,
            }],
        }
    }

    /// Returns a hold for one reason that a rule asks for.
    pub fn by_rule(text: impl Into<String>, rule: Span) -> Self {
        Hold {
            reasons: vec![Reason {
                text: text.into(),
                rule: Some(rule),
            }],
        }
    }
}

impl From<Problem> for Hold {
    fn from(problem: Problem) -> Self {
        Hold::by_rule(problem.message, problem.span)
    }
}
