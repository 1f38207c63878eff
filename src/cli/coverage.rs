//! `gen coverage`: all articles of the present data in; what of the wording they never use out.

use std::path::Path;

use clap::Args;
use gentext::build::Newsroom;
use gentext::diagnostics::place;
use gentext::review::{Coverage, CoverageFinding, Gap, coverage, survey};
use gentext::source::Reads;
use serde_json::json;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::summary::counted;
use super::terminal::Terminal;
use super::text::{WIDTH, push_line, shortened, width, wrap};

/// How many findings of a kind are shown to a person.
const SHOWN: usize = 20;

/// Say which messages, variants and options no article uses
#[derive(Debug, Args)]
pub(super) struct Cover {
    /// Only this story, by its name
    #[arg(value_name = "STORY")]
    story: Option<String>,
    /// End with code 1 when something is never used
    #[arg(long, alias = "deny")]
    strict: bool,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Cover {
    /// Prints what is not used.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        let loaded = Newsroom::load_with(&root, &self.as_of.options())?;
        let newsroom = open::newsroom(&loaded, terminal)?;
        let is_wanted = open::story(newsroom, self.story.as_deref())?;
        let reads = &newsroom.reads;
        let surveys = survey(newsroom, is_wanted);
        let found: Vec<Coverage> = surveys.iter().map(|it| coverage(it, reads)).collect();
        let (json, text) = (|it: &_| as_json(it, reads), |it: &_| as_text(it, reads));
        terminal.stories(&found, self.json, json, text)?;
        let has_unused = found.iter().any(Coverage::has_unused);
        let is_sound = !loaded.diagnostics.has_errors();
        Ok(Exit::findings(self.strict && has_unused || !is_sound))
    }
}

fn as_json(coverage: &Coverage, reads: &Reads) -> serde_json::Value {
    let languages = coverage.languages.iter().map(|it| {
        json!({
            "language": it.language,
            "articles": it.n_articles,
            "variants": it.n_variants,
            "variants_used": it.n_used,
            "branches": it.n_branches,
            "branches_rendered": it.n_rendered,
        })
    });
    let findings = coverage.findings.iter().map(|it| {
        json!({
            "kind": it.gap.as_str(),
            "language": it.language,
            "section": it.section.as_deref(),
            "message": it.message.as_deref(),
            "place": it.span.map(|it| place(it, reads)),
            "what": it.what,
            "count": it.count.map(|it| it.0),
            "of": it.count.map(|it| it.1),
        })
    });
    json!({
        "story": &*coverage.story,
        "articles": coverage.n_articles,
        "languages": languages.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn as_text(coverage: &Coverage, reads: &Reads) -> String {
    let mut text = String::new();
    let n_articles = counted(coverage.n_articles, "article");
    push_line(&mut text, &format!("{}: {n_articles}", coverage.story));
    for it in &coverage.languages {
        let options = match it.n_branches {
            0 => String::new(),
            n => format!(", {} of {n} options and clauses", it.n_rendered),
        };
        let variants = counted(it.n_variants, "variant");
        let line = format!(
            "  {}  {} told, {} of {variants} used{options}",
            it.language, it.n_articles, it.n_used
        );
        push_line(&mut text, &line);
    }
    if coverage.findings.is_empty() {
        push_line(&mut text, "  everything is used");
    }
    for gap in Gap::ALL {
        let of_kind: Vec<&CoverageFinding> = coverage
            .findings
            .iter()
            .filter(|it| it.gap == *gap)
            .collect();
        if !of_kind.is_empty() {
            group(*gap, &of_kind, reads, &mut text);
        }
    }
    text
}

/// Adds the findings of one kind, those of one wording together.
fn group(gap: Gap, findings: &[&CoverageFinding], reads: &Reads, text: &mut String) {
    push_line(text, "");
    push_line(text, &format!("  {} ({})", title(gap), findings.len()));
    let mut before = String::new();
    for found in findings.iter().take(SHOWN) {
        let head = head(found, reads);
        if found.span.is_none() {
            wrap(text, &format!("{}{}", found.what, count(found)), "    ");
            continue;
        }
        if head != before {
            push_line(text, &format!("    {head}"));
            before = head;
        }
        let line = found.span.map(|it| place(it, reads)["line"].to_string());
        let line = format!("{:>5}  {}", line.unwrap_or_default(), found.what);
        let count = count(found);
        let room = WIDTH - 6 - width(&count);
        push_line(text, &format!("    {}{count}", shortened(&line, room)));
    }
    if findings.len() > SHOWN {
        let n_more = findings.len() - SHOWN;
        push_line(text, &format!("    and {n_more} more: --json has them all"));
    }
}

/// Returns in which section and message, and in which file, a finding is.
fn head(found: &CoverageFinding, reads: &Reads) -> String {
    let names = [found.section.as_deref(), found.message.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let file = found.span.map(|it| reads.file(it.file).name());
    format!("{}, {}", names.join(" / "), file.unwrap_or_default())
}

/// Returns how often it was as the kind says.
fn count(found: &CoverageFinding) -> String {
    match (found.gap, found.count) {
        (Gap::VariantNeverUsed, Some((0, of))) => format!("  guard: never true, of {of}"),
        (Gap::VariantNeverUsed, Some((n, of))) if n < of => format!("  guard: true {n} of {of}"),
        (Gap::VariantNeverUsed | Gap::BranchNeverRendered, Some((_, of))) => format!("  0 of {of}"),
        (Gap::MessageWithoutFacts, Some((n, _))) => {
            format!("{} without its facts", counted(n, "time"))
        }
        (Gap::VariantOverused, Some((n, of))) => format!("  {n} of {of}"),
        (Gap::GuardNeverFalse, Some((n, _))) => format!("  true {}", counted(n, "time")),
        (Gap::SectionOftenEmpty | Gap::Held, Some((n, of))) => {
            format!(": {n} of {}", counted(of, "article"))
        }
        _ => String::new(),
    }
}

fn title(gap: Gap) -> &'static str {
    match gap {
        Gap::SilentLanguage => "languages of which nothing is used",
        Gap::SilentEdition => "editions of which nothing is told",
        Gap::MessageNeverTold => "messages never told",
        Gap::MessageWithoutFacts => "messages that never have the facts of a variant",
        Gap::VariantNeverUsed => "variants never used",
        Gap::ConnectivesNeverPut => "relations whose connectives are never put",
        Gap::BranchNeverRendered => "options and clauses never printed",
        Gap::VariantOverused => "variants that hide the others of their message",
        Gap::SectionOftenEmpty => "sections that are mostly empty",
        Gap::GuardNeverFalse => "guards that keep nothing out",
        Gap::PlainArticle => "articles that no angle tells: title and lead say what any would",
        Gap::Held => "held, by reason",
    }
}
