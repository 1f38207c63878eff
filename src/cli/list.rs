//! `gen list`: the project in; a table of its articles and their states out, 80 columns wide.

use std::path::Path;

use clap::Args;
use gentext::build::{Fate, Line, Newsroom};
use serde_json::json;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::summary::{HeldArticle, counted, held};
use super::terminal::Terminal;
use super::text::{WIDTH, push_line, shortened, wrap};
use super::{build, json, open};

/// List the articles and their states, and why some are held
#[derive(Debug, Args)]
pub(super) struct List {
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    /// List only the articles that are held or refused
    #[arg(long)]
    held: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl List {
    /// Prints the table.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        let loaded = Newsroom::load_with(&root, &self.as_of.options())?;
        let (published, counts) = build::run_loaded(&loaded, true, terminal)?;
        // What was refused is not published either.
        let is_held = |it: &Line| matches!(it.fate, Fate::Held { .. } | Fate::Refused);
        let is_wanted = |it: &&Line| !self.held || is_held(it);
        let lines: Vec<&Line> = published.articles.iter().filter(is_wanted).collect();
        if self.json {
            let articles: Vec<_> = lines
                .iter()
                .map(|it| json::article(it, loaded.reads()))
                .collect();
            terminal.print(&format!("{:#}\n", json!({ "articles": articles })))?;
        } else {
            terminal.print(&table(&lines, &held(&published.articles, loaded.reads())))?;
        }
        terminal.say(&counts.line(true));
        Ok(Exit::findings(counts.has_findings(false)))
    }
}

/// Returns the articles by story and state, in the order of the data.
fn table(lines: &[&Line], held: &[HeldArticle<'_>]) -> String {
    let mut text = String::new();
    let mut stories: Vec<&str> = Vec::new();
    for line in lines {
        if !stories.contains(&&*line.story) {
            stories.push(&line.story);
        }
    }
    for story in stories {
        let of_story: Vec<&Line> = lines
            .iter()
            .copied()
            .filter(|it| *it.story == *story)
            .collect();
        push_line(
            &mut text,
            &format!("{story}: {}", counted(of_story.len(), "article")),
        );
        told(&mut text, "to write", &of_story, |it| {
            matches!(it, Fate::Written)
        });
        told(&mut text, "unchanged", &of_story, |it| {
            matches!(it, Fate::Unchanged)
        });
        told(&mut text, "refused", &of_story, |it| {
            matches!(it, Fate::Refused)
        });
        let n_held = of_story
            .iter()
            .filter(|it| matches!(it.fate, Fate::Held { .. }))
            .count();
        if n_held > 0 {
            push_line(&mut text, &format!("  held ({n_held})"));
            held.iter()
                .filter(|it| it.story == story)
                .for_each(|it| push_held(&mut text, it));
        }
    }
    text
}

/// Adds the articles in one state: language, address, title.
fn told(text: &mut String, state: &str, lines: &[&Line], is_meant: fn(&Fate) -> bool) {
    let meant: Vec<&&Line> = lines.iter().filter(|it| is_meant(&it.fate)).collect();
    if meant.is_empty() {
        return;
    }
    push_line(text, &format!("  {state} ({})", meant.len()));
    let widest = meant
        .iter()
        .map(|it| it.slug.chars().count())
        .max()
        .unwrap_or(0);
    let width = widest.min(WIDTH / 2);
    for line in meant {
        let language = line.language.unwrap_or("");
        let slug = shortened(&line.slug, width);
        let title = line.title.as_deref().unwrap_or("");
        push_line(text, &format!("    {language:<2}  {slug:<width$}  {title}"));
    }
}

fn push_held(text: &mut String, article: &HeldArticle<'_>) {
    let languages = article.languages.join(" ");
    let kept = if article.is_kept {
        "  (its last page is kept)"
    } else {
        ""
    };
    push_line(text, &format!("    {languages:<6}{}{kept}", article.slug));
    for reason in &article.reasons {
        wrap(text, reason, "          ");
    }
}
