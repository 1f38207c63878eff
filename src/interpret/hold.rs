//! Holds: why an article is not published.

use crate::data::Value;
use crate::source::Span;
use crate::story::expression::Expr;

use super::{Env, Problem, evaluate};

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

/// Whether a condition is true. A missing one is not; one that is neither true nor false holds the article.
pub fn is_true(condition: &Expr, env: &Env<'_>) -> Result<bool, Hold> {
    match evaluate(condition, env)? {
        Value::Bool(it) => Ok(it),
        Value::Missing => Ok(false),
        other => {
            let text = format!("a condition is {}, and must be true or false", other.kind());
            Err(Hold::by_rule(text, condition.span()))
        }
    }
}
