//! Planning, rule by rule.
