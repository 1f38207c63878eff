//! The request filters: forms of print that are settled when the sentence stands.

use super::signature::{Argument, Signature, Takes, optional, required};
use super::tree::Expr;
use crate::source::{Located, Span};

/// The request at the end of a print, with its arguments.
#[derive(Clone, Debug)]
pub struct RequestCall {
    /// Its name, one of [`REQUESTS`].
    pub name: &'static str,
    /// The arguments by name, in the order written.
    pub args: Vec<(Located<String>, Expr)>,
    /// Where the request stands, without what it is applied to.
    pub span: Span,
}

const TENSES: Takes = Takes::OneOf(&[
    "présent",
    "passé composé",
    "imparfait",
    "plus-que-parfait",
    "futur",
    "conditionnel",
    "passé simple",
    "present",
    "past",
    "present perfect",
    "past perfect",
    "future",
    "conditional",
]);
const DATES: Takes = Takes::OneOf(&[
    "long",
    "full",
    "short",
    "day_month",
    "month",
    "month_year",
    "year",
    "weekday",
]);
const VALUE: Takes = Takes::Value;

const DECIMALS: &[Argument] = &[optional("decimals", VALUE)];
const FORM_OF_DATE: &[Argument] = &[optional("form", DATES)];

const fn request(name: &'static str, arguments: &'static [Argument]) -> Signature<()> {
    Signature {
        kind: (),
        name,
        arguments,
    }
}

/// Every request filter, with its arguments.
pub const REQUESTS: &[Signature<()>] = &[
    request("the", &[]),
    request("name", &[]),
    request("short", &[]),
    request("pronoun", &[]),
    request("at", &[]),
    request(
        "verb",
        &[
            optional("tense", TENSES),
            optional("subject", VALUE),
            optional("negative", VALUE),
        ],
    ),
    request("agree", &[optional("with", VALUE)]),
    request("number", DECIMALS),
    request("words", &[optional("feminine", VALUE)]),
    request("percent", DECIMALS),
    request("points", DECIMALS),
    request("money", DECIMALS),
    request("compact", DECIMALS),
    request(
        "counted",
        &[
            required("noun", VALUE),
            optional("form", Takes::OneOf(&["words", "figures"])),
        ],
    ),
    request("plural", &[required("of", VALUE)]),
    request(
        "ordinal",
        &[optional("words", VALUE), optional("feminine", VALUE)],
    ),
    request("date", FORM_OF_DATE),
    request("on", FORM_OF_DATE),
    request("list", &[]),
    request("score", &[]),
    request(
        "change",
        &[
            optional("from", VALUE),
            optional("form", Takes::OneOf(&["verb", "noun"])),
        ],
    ),
];

/// Returns the request called `name`.
pub(super) fn find(name: &str) -> Option<&'static Signature<()>> {
    REQUESTS.iter().find(|it| it.name == name)
}
