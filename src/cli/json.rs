//! What became of every article and what was found, to one JSON object. It holds no time, so that
//! two runs over the same files print the same.

use gentext::build::{Fate, Line, Published};
use gentext::diagnostics::{self, Diagnostics};
use gentext::interpret::Reason;
use gentext::source::Reads;
use serde_json::{Value, json};

use super::summary::Counts;

/// Returns the object that `--json` prints.
pub(super) fn report(
    published: &Published,
    read: &Diagnostics,
    reads: &Reads,
    counts: Counts,
    dry: bool,
) -> String {
    let found = read
        .sorted()
        .into_iter()
        .chain(published.diagnostics.sorted());
    let object = json!({
        "dry": dry,
        "counts": {
            "articles": counts.n_articles,
            "written": counts.n_written,
            "unchanged": counts.n_unchanged,
            "held": counts.n_held,
            "refused": counts.n_refused,
            "pages_removed": counts.n_removed,
            "pages_kept": counts.n_kept,
            "errors": counts.n_errors,
            "warnings": counts.n_warnings,
        },
        "articles": published.articles.iter().map(|it| article(it, reads)).collect::<Vec<_>>(),
        "diagnostics": found.map(|it| diagnostics::to_json(it, reads)).collect::<Vec<_>>(),
    });
    format!("{object:#}\n")
}

/// Returns an article in one language as an object.
pub(super) fn article(line: &Line, reads: &Reads) -> Value {
    let mut object = json!({
        "story": &*line.story,
        "slug": &*line.slug,
        "language": line.language,
        "title": line.title,
        "state": state(&line.fate),
    });
    if let Fate::Held { hold, kept } = &line.fate {
        let reasons = hold.reasons.iter().map(|it| reason(it, reads));
        object["reasons"] = reasons.collect();
        object["is_kept"] = json!(kept);
    }
    object
}

/// Returns a reason to hold an article, with the place of the rule that asks for it.
pub(super) fn reason(reason: &Reason, reads: &Reads) -> Value {
    let place = reason.rule.map(|it| diagnostics::place(it, reads));
    json!({ "text": reason.text, "place": place })
}

/// Returns the word for what became of an article.
pub(super) fn state(fate: &Fate) -> &'static str {
    match fate {
        Fate::Written => "written",
        Fate::Unchanged => "unchanged",
        Fate::Held { .. } => "held",
        Fate::Refused => "refused",
    }
}
