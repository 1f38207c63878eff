//! The news of a message about a comparison, term by term: what the account of a plan shows.

use rust_decimal::Decimal;

use super::{Env, Hold, evaluate};
use crate::data::Value;
use crate::story::About;

/// Returns the terms whose product is the news of a message that is about a comparison, by name; for a message about
/// several, `it` must be the one that it is told of.
pub fn news_terms(about: &About, env: &Env<'_>) -> Result<Vec<(&'static str, Decimal)>, Hold> {
    let mut terms = Vec::with_capacity(about.terms.len());
    for (name, expr) in &about.terms {
        terms.push(match evaluate(expr, env)? {
            Value::Number(it) => (*name, it.amount),
            // What cannot be known, such as how unusual one of two figures is, neither adds nor takes away.
            _ => (*name, Decimal::ONE),
        });
    }
    Ok(terms)
}
