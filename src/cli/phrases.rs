//! `gen phrases`: the phrase banks and all articles in; every phrase with its condition, its use and an example out.

mod document;

use std::path::Path;

use clap::Args;
use gentext::build::Newsroom;
use gentext::diagnostics::{Diagnostics, place};
use gentext::review::StorySurvey;
use gentext::review::{Approval, Approvals, BranchKind, LanguageSurvey, approvals, survey};
use gentext::source::{Reads, Span};
use gentext::story::expression::Expr;
use gentext::story::source_of;
use serde_json::json;

use self::document::{markdown, text};
use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::summary::counted;
use super::terminal::Terminal;

/// Print every phrase with its condition, how often it is used, and a finished sentence
#[derive(Debug, Args)]
pub(super) struct Phrases {
    /// Only this story, by its name
    #[arg(value_name = "STORY")]
    story: Option<String>,
    /// Only this language
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Approve the phrases as they stand, in the name of NAME
    #[arg(long, value_name = "NAME")]
    approve: Option<String>,
    /// Print Markdown, to be kept beside the project
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
}

/// The phrases of a story in one language, ready to be shown.
struct Sheet {
    story: String,
    language: &'static str,
    n_articles: usize,
    /// Whether somebody approved any of them.
    is_signed: bool,
    phrases: Vec<Shown>,
}

/// A phrase, ready to be shown.
struct Shown {
    section: String,
    message: String,
    /// What the rules say of the message, as clauses.
    conditions: Vec<String>,
    place: serde_json::Value,
    guard: Option<String>,
    phrase: String,
    n_told: usize,
    /// The article, and the finished text.
    example: Option<(String, String)>,
    branches: Vec<ShownBranch>,
    approval: Approval,
}

/// An option or an optional clause, ready to be shown.
struct ShownBranch {
    text: String,
    n_rendered: usize,
}

impl Phrases {
    /// Prints the phrases, or approves them.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        let mut loaded = Newsroom::load_with(&root, &self.as_of.options())?;
        let mut found = Diagnostics::default();
        let signatures = match &mut loaded.newsroom {
            Ok(newsroom) => approvals::all(newsroom, &mut found)?,
            Err(_) => Vec::new(),
        };
        let newsroom = open::newsroom(&loaded, terminal)?;
        terminal.diagnostics(&found, &newsroom.reads);
        if found.has_errors() {
            return Ok(Exit::Findings);
        }
        let is_wanted = open::story(newsroom, self.story.as_deref())?;
        let surveys = survey(newsroom, is_wanted);
        let wanted = surveys.iter().flat_map(|story| {
            let languages = story.languages.iter();
            languages.map(move |language| (story, language))
        });
        let is_in_language = |tag| self.language.as_ref().is_none_or(|it| it == tag);
        let none = Approvals::default();
        let mut sheets = Vec::new();
        for (story, language) in wanted {
            let catalogue = &language.catalogue;
            if !is_in_language(catalogue.language.tag()) {
                continue;
            }
            let path = approvals::path(catalogue, &newsroom.reads);
            let mut signed = signatures.iter();
            let signed = signed.find(|it| it.0 == path).map_or(&none, |it| &it.1);
            if let Some(name) = &self.approve {
                let day = self.as_of.options().as_of;
                let n = approvals::approve(catalogue, signed, name, day, &newsroom.reads)?;
                let phrases = counted(n, "phrase");
                terminal.say(&format!("{phrases} approved in {}", path.display()));
                continue;
            }
            sheets.push(sheet(story, language, signed, &newsroom.reads));
        }
        let text = if self.markdown { markdown } else { text };
        terminal.stories(&sheets, self.json, as_json, text)?;
        Ok(Exit::findings(loaded.diagnostics.has_errors()))
    }
}

/// Returns the phrases of a story in one language.
fn sheet(
    story: &StorySurvey<'_>,
    survey: &LanguageSurvey<'_>,
    signed: &Approvals,
    reads: &Reads,
) -> Sheet {
    let approvals = signed.of(&survey.catalogue, reads);
    let is_signed = |it: &Approval| !matches!(it, Approval::New);
    let phrases = approvals.iter().enumerate();
    Sheet {
        story: story.story.name.to_string(),
        language: survey.catalogue.language.tag(),
        n_articles: survey.n_articles,
        is_signed: approvals.iter().any(is_signed),
        phrases: phrases
            .map(|(idx, approval)| shown(survey, idx, approval, reads))
            .collect(),
    }
}

fn shown(survey: &LanguageSurvey<'_>, idx: usize, approval: &Approval, reads: &Reads) -> Shown {
    let catalogue = &survey.catalogue;
    let (listed, used) = (&catalogue.variants[idx], &survey.variants[idx]);
    let wording = &catalogue.wordings[listed.wording];
    let span = listed.span;
    let guard = listed.guard.map(Expr::span);
    let branches = listed.branches.iter().zip(&used.branches);
    let branches = branches.map(|(branch, n_rendered)| {
        let text = source_of(branch.parts, reads);
        ShownBranch {
            text: match branch.kind {
                BranchKind::Option if text.trim().is_empty() => "the empty option".to_owned(),
                BranchKind::Option => format!("option “{}”", text.trim()),
                BranchKind::Clause { guard: None } => format!("clause “{}”", text.trim()),
                BranchKind::Clause { guard: Some(guard) } => format!(
                    "clause “{}”, if {}",
                    text.trim(),
                    reads.source(guard.span())
                ),
            },
            n_rendered: *n_rendered,
        }
    });
    Shown {
        section: catalogue.section(wording).to_string(),
        message: catalogue.name(wording).to_string(),
        conditions: conditions(survey, listed.wording, reads),
        place: place(span, reads),
        guard: guard.map(|it| one_line(reads.source(it))),
        phrase: body(span, guard, reads),
        n_told: used.n_told,
        example: used
            .example
            .as_ref()
            .map(|it| (it.article.clone(), it.text.clone())),
        branches: branches.collect(),
        approval: approval.clone(),
    }
}

/// Returns what the rules say of a wording's message.
fn conditions(survey: &LanguageSurvey<'_>, wording: usize, reads: &Reads) -> Vec<String> {
    let catalogue = &survey.catalogue;
    let wording = &catalogue.wordings[wording];
    let mut conditions = Vec::new();
    if let Some(message) = catalogue.message(wording) {
        let each = message.each.as_ref().map(|it| reads.source(it.span()));
        conditions.extend(each.map(|it| format!("for each of {}", one_line(it))));
        let when = message.when.as_ref().map(|it| reads.source(it.span()));
        conditions.extend(when.map(|it| format!("when {}", one_line(it))));
        let names = message.unless.iter();
        let names = names.map(|it| &*catalogue.story.messages[*it].id);
        let names: Vec<&str> = names.collect();
        if !names.is_empty() {
            conditions.push(format!("unless {} is told", names.join(" or ")));
        }
    }
    if let Some(edition) = wording.edition {
        let name = &catalogue.story.editions[edition].name;
        conditions.push(format!("in the edition {name}"));
    }
    conditions
}

/// Returns a phrase without its guard.
fn body(span: Span, guard: Option<Span>, reads: &Reads) -> String {
    let text = reads.source(span);
    let start = guard.map_or(0, |it| (it.end - span.start) as usize);
    let text = text.get(start..).unwrap_or_default();
    one_line(text.trim_start().trim_start_matches('`'))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn as_json(sheet: &Sheet) -> serde_json::Value {
    let phrases = sheet.phrases.iter().map(|it| {
        let example = it.example.as_ref();
        let branches = it.branches.iter();
        let branches = branches.map(|it| json!({ "text": it.text, "printed": it.n_rendered }));
        json!({
            "section": it.section,
            "message": it.message,
            "conditions": it.conditions,
            "place": it.place,
            "guard": it.guard,
            "phrase": it.phrase,
            "told": it.n_told,
            "example": example.map(|(article, text)| json!({ "article": article, "text": text })),
            "branches": branches.collect::<Vec<_>>(),
            "approval": approval(&it.approval),
        })
    });
    json!({
        "story": sheet.story,
        "language": sheet.language,
        "articles": sheet.n_articles,
        "phrases": phrases.collect::<Vec<_>>(),
    })
}

fn approval(approval: &Approval) -> serde_json::Value {
    match approval {
        Approval::Approved { by, on } => json!({ "state": "approved", "by": by, "on": on }),
        Approval::Changed { was } => json!({ "state": "changed", "was": was }),
        Approval::New => json!({ "state": "new" }),
    }
}
