//! The author's files: rules, phrase banks and the expressions in both.

pub mod expression;
