//! `gen try`: real records in; records that the data could have, told, and what is wrong with them out.

use std::path::Path;

use clap::Args;
use gentext::build::Newsroom;
use gentext::diagnostics::place;
use gentext::review::{Case, Sentence, Trial, trials};
use gentext::source::{Reads, Span};
use serde_json::json;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::summary::counted;
use super::terminal::Terminal;
use super::text::{push_line, wrap};

/// Invent records from real ones, tell them, and look for what goes wrong
#[derive(Debug, Args)]
pub(super) struct Try {
    /// Only this story, by its name
    #[arg(value_name = "STORY")]
    story: Option<String>,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Try {
    /// Prints what came of it.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        let loaded = Newsroom::load_with(&root, &self.as_of.options())?;
        let newsroom = open::newsroom(&loaded, terminal)?;
        let is_wanted = open::story(newsroom, self.story.as_deref())?;
        let found = trials(newsroom, is_wanted);
        let reads = &newsroom.reads;
        let (json, text) = (|it: &_| as_json(it, reads), |it: &_| as_text(it, reads));
        terminal.stories(&found, self.json, json, text)?;
        let has_findings = found.iter().any(Trial::has_findings);
        Ok(Exit::findings(
            has_findings || loaded.diagnostics.has_errors(),
        ))
    }
}

fn as_json(trial: &Trial, reads: &Reads) -> serde_json::Value {
    let contradictions = trial.contradictions.iter().map(|it| {
        json!({
            "language": it.language,
            "place": place(it.variant, reads),
            "word": it.word,
            "difference": reads.source(it.difference),
            "amount": it.amount.normalize().to_string(),
            "record": case(&it.case),
            "text": it.text,
        })
    });
    let unasked = trial.unasked.iter().map(
        |it| json!({ "language": it.language, "place": place(it.variant, reads), "words": it.words }),
    );
    let only_here = trial.only_here.iter().map(|it| {
        json!({
            "message": &*it.message,
            "rule": place(it.rule, reads),
            "record": case(&it.case),
            "text": it.text,
        })
    });
    let holds = trial.holds.iter();
    let holds = holds.map(|(reason, it)| json!({ "reason": reason, "n": it.n, "first": it.first }));
    let sentences = |list: &[Sentence]| -> Vec<serde_json::Value> {
        list.iter().map(|it| sentence(it, reads)).collect()
    };
    json!({
        "story": &*trial.story,
        "from": trial.bases,
        "records": trial.n_trials,
        "left_out": trial.n_left_out,
        "told": trial.n_told,
        "failures": trial.panics.iter().map(case).collect::<Vec<_>>(),
        "contradictions": contradictions.collect::<Vec<_>>(),
        "unasked": unasked.collect::<Vec<_>>(),
        "only_here": only_here.collect::<Vec<_>>(),
        "longest": sentences(&trial.longest),
        "shortest": sentences(&trial.shortest),
        "crowded": sentences(&trial.crowded),
        "holds": holds.collect::<Vec<_>>(),
    })
}

fn case(case: &Case) -> serde_json::Value {
    let changes = case.changes.iter();
    let changes = changes.map(|it| json!({ "column": it.column, "was": it.was, "is": it.is }));
    json!({ "article": case.article, "changes": changes.collect::<Vec<_>>() })
}

fn sentence(sentence: &Sentence, reads: &Reads) -> serde_json::Value {
    json!({
        "language": sentence.language,
        "place": place(sentence.variant, reads),
        "record": case(&sentence.case),
        "words": sentence.n_words,
        "figures": sentence.n_figures,
        "text": sentence.text,
    })
}

fn as_text(trial: &Trial, reads: &Reads) -> String {
    let mut text = String::new();
    let opening = format!(
        "{}: {} from {}, {} told",
        trial.story,
        counted(trial.n_trials, "record"),
        counted(trial.bases.len(), "article"),
        trial.n_told,
    );
    push_line(&mut text, &opening);
    if trial.n_left_out > 0 {
        push_line(&mut text, &format!("  {} more left out", trial.n_left_out));
    }
    failures(trial, &mut text);
    contradictions(trial, reads, &mut text);
    group(
        &mut text,
        "claims that nothing asks for",
        &trial.unasked,
        |it| {
            let line = format!("“{}”: {}", it.words, at(it.variant, reads));
            vec![line, reads.source(it.variant).to_owned()]
        },
    );
    group(
        &mut text,
        "messages that no real article tells",
        &trial.only_here,
        |it| {
            let line = format!("{}, {}", it.message, at(it.rule, reads));
            vec![line, it.case.to_string(), format!("“{}”", it.text)]
        },
    );
    let worst = |it: &Sentence| {
        let words = counted(it.n_words, "word");
        let figures = counted(it.n_figures, "figure");
        let line = format!("{words}, {figures}: {}", at(it.variant, reads));
        vec![line, it.case.to_string(), format!("“{}”", it.text)]
    };
    group(
        &mut text,
        "sentences with more than three figures",
        &trial.crowded,
        worst,
    );
    group(&mut text, "the longest sentences", &trial.longest, worst);
    group(&mut text, "the shortest sentences", &trial.shortest, worst);
    let mut holds: Vec<_> = trial.holds.iter().collect();
    holds.sort_by_key(|(_, it)| std::cmp::Reverse(it.n));
    group(&mut text, "held, by reason", &holds, |(reason, it)| {
        let times = counted(it.n, "time");
        vec![format!("{reason}: {times}"), it.first.clone()]
    });
    text
}

fn failures(trial: &Trial, text: &mut String) {
    group(text, "the engine fails", &trial.panics, |it| {
        vec![it.to_string()]
    });
}

fn contradictions(trial: &Trial, reads: &Reads, text: &mut String) {
    let title = "words that say the contrary of their figures";
    group(text, title, &trial.contradictions, |it| {
        let amount = it.amount.normalize();
        let difference = reads.source(it.difference);
        vec![
            format!("“{}”: {}", it.word, at(it.variant, reads)),
            format!("a difference of {amount}, by {difference}, for {}", it.case),
            format!("“{}”", it.text),
        ]
    });
}

/// Adds what was found of one kind: of each thing a line, and what there is to say of it under that.
fn group<T>(text: &mut String, title: &str, found: &[T], lines: impl Fn(&T) -> Vec<String>) {
    if found.is_empty() {
        return;
    }
    push_line(text, "");
    push_line(text, &format!("  {title} ({})", found.len()));
    for it in found {
        for (idx, line) in lines(it).iter().enumerate() {
            let indent = if idx == 0 { "    " } else { "      " };
            wrap(text, line, indent);
        }
    }
}

/// Returns where something stands, for a person.
fn at(span: Span, reads: &Reads) -> String {
    let place = place(span, reads);
    let file = place["file"].as_str().unwrap_or_default();
    format!("{file}:{}", place["line"])
}
