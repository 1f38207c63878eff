//! What became of every article, to a line of counts and a list of what is held.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use gentext::build::{Fate, Line, Published};
use gentext::diagnostics::{self, Diagnostics};
use gentext::interpret::Reason;
use gentext::source::Reads;

use super::terminal::Terminal;

/// Held articles shown after a build; `gen list --held` shows all.
const HELD_SHOWN_MAX: usize = 10;

/// How many articles came to what; an article counts once in each language.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_field_names, reason = "counts are called so everywhere")]
pub(super) struct Counts {
    pub(super) n_articles: usize,
    pub(super) n_written: usize,
    pub(super) n_unchanged: usize,
    pub(super) n_held: usize,
    pub(super) n_refused: usize,
    pub(super) n_removed: usize,
    pub(super) n_kept: usize,
    pub(super) n_errors: usize,
    pub(super) n_warnings: usize,
}

impl Counts {
    /// Counts the articles, and the findings of reading and of publishing.
    pub(super) fn of(published: &Published, read: &Diagnostics) -> Self {
        let mut counts = Counts {
            n_articles: published.articles.len(),
            n_removed: published.n_removed,
            n_kept: published.n_kept,
            ..Counts::default()
        };
        for line in &published.articles {
            *match line.fate {
                Fate::Written => &mut counts.n_written,
                Fate::Unchanged => &mut counts.n_unchanged,
                Fate::Held { .. } => &mut counts.n_held,
                Fate::Refused => &mut counts.n_refused,
            } += 1;
        }
        for (n_errors, n_warnings) in [read.count(), published.diagnostics.count()] {
            counts.n_errors += n_errors;
            counts.n_warnings += n_warnings;
        }
        counts
    }

    /// Whether there is something to mend; under `strict`, warnings and held articles are.
    pub(super) fn has_findings(&self, strict: bool) -> bool {
        let is_doubtful = self.n_warnings + self.n_held > 0;
        self.n_errors + self.n_refused > 0 || (strict && is_doubtful)
    }

    /// Returns the line of counts; `dry` work speaks of what a build would do.
    pub(super) fn line(&self, dry: bool) -> String {
        let written = if dry { "to write" } else { "written" };
        let removed = if dry { "to remove" } else { "removed" };
        let mut line = format!(
            "{}: {} {written}, {} unchanged, {} held",
            counted(self.n_articles, "article"),
            self.n_written,
            self.n_unchanged,
            self.n_held
        );
        if self.n_refused > 0 {
            let _ = write!(line, ", {} refused", self.n_refused);
        }
        if self.n_removed > 0 {
            let _ = write!(line, ", {} {removed}", counted(self.n_removed, "page"));
        }
        if self.n_kept > 0 {
            let _ = write!(line, ", {} kept", counted(self.n_kept, "earlier page"));
        }
        if self.n_errors > 0 {
            let _ = write!(line, "; {}", counted(self.n_errors, "error"));
        }
        if self.n_warnings > 0 {
            let sign = if self.n_errors > 0 { "," } else { ";" };
            let _ = write!(line, "{sign} {}", counted(self.n_warnings, "warning"));
        }
        line
    }
}

/// Says what is held and why, and how the work went.
pub(super) fn say(
    published: &Published,
    counts: Counts,
    dry: bool,
    elapsed: Duration,
    reads: &Reads,
    terminal: &Terminal,
) {
    let held = held(&published.articles, reads);
    for article in held.iter().take(HELD_SHOWN_MAX) {
        terminal.say(&article.text());
    }
    if held.len() > HELD_SHOWN_MAX {
        let n_more = held.len() - HELD_SHOWN_MAX;
        terminal.say(&format!("and {n_more} more: gen list --held"));
    }
    let seconds = elapsed.as_secs_f64();
    terminal.say(&format!("{} ({seconds:.2} s)", counts.line(dry)));
}

/// An article held for the same reasons in some languages.
#[derive(Debug)]
pub(super) struct HeldArticle<'a> {
    pub(super) story: &'a str,
    pub(super) slug: &'a str,
    pub(super) languages: Vec<&'a str>,
    pub(super) reasons: Vec<String>,
    pub(super) is_kept: bool,
}

impl HeldArticle<'_> {
    /// Returns what is held and why, on a line for each reason.
    fn text(&self) -> String {
        let languages = match self.languages.as_slice() {
            [] => String::new(),
            some => format!(" ({})", some.join(", ")),
        };
        let kept = if self.is_kept {
            "; its last page is kept"
        } else {
            ""
        };
        let mut text = format!("held: {}/{}{languages}{kept}", self.story, self.slug);
        for reason in &self.reasons {
            text.push_str("\n  ");
            text.push_str(reason);
        }
        text
    }
}

/// Returns what is held, in the order of stories and data, languages with the same reasons together.
pub(super) fn held<'a>(articles: &'a [Line], reads: &Reads) -> Vec<HeldArticle<'a>> {
    let mut held: Vec<HeldArticle<'_>> = Vec::new();
    let mut known: BTreeMap<(&str, &str, Vec<String>), usize> = BTreeMap::new();
    for line in articles {
        let Fate::Held { hold, kept } = &line.fate else {
            continue;
        };
        let reasons: Vec<String> = hold.reasons.iter().map(|it| reason(it, reads)).collect();
        let key = (&*line.story, &*line.slug, reasons.clone());
        let idx = *known.entry(key).or_insert(held.len());
        if idx == held.len() {
            held.push(HeldArticle {
                story: &line.story,
                slug: &line.slug,
                languages: Vec::new(),
                reasons,
                is_kept: false,
            });
        }
        held[idx].languages.extend(line.language);
        held[idx].is_kept |= *kept;
    }
    held
}

/// Returns a reason to hold an article, and where the rule stands that asks for it.
pub(super) fn reason(reason: &Reason, reads: &Reads) -> String {
    let Some(rule) = reason.rule else {
        return reason.text.clone();
    };
    let place = diagnostics::place(rule, reads);
    let file = place["file"].as_str().unwrap_or_default();
    format!(
        "{} ({file}:{}:{})",
        reason.text, place["line"], place["column"]
    )
}

/// Returns a number with its English noun.
pub(super) fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}
