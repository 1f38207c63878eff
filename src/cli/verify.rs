//! `gen verify`: the published pages, or any text about an article, in; what of them the data does not say out.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use gentext::build::{Edition, Newsroom};
use gentext::review::{PageReport, PageState, Source, Unsupported, check_text, verify};
use gentext::source;
use serde_json::json;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::summary::counted;
use super::terminal::Terminal;

/// Read published pages again, and find what the data does not say
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Pages, or articles as `gen list` names them [otherwise: everything that was published]; with --article, one text
    #[arg(value_name = "PAGE|ARTICLE")]
    names: Vec<String>,
    /// Hold a text, such as a copy that was edited elsewhere, against this article
    #[arg(long, value_name = "NAME")]
    article: Option<String>,
    /// The language of the text [otherwise: the first that the article is told in]
    #[arg(long, value_name = "TAG", requires = "article")]
    language: Option<String>,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Verify {
    /// Reads the pages again.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        let loaded = Newsroom::load_with(&root, &self.as_of.options())?;
        let Ok(newsroom) = &loaded.newsroom else {
            return Err(Failure::Usage {
                message: "gen.yaml cannot be used as it stands".to_owned(),
                hint: "`gen check` says what is wrong".to_owned(),
            });
        };
        if loaded.diagnostics.has_errors() {
            terminal.say(
                "some files have mistakes, and their pages count as held; `gen check` says which",
            );
        }
        let edition = Edition::new(newsroom);
        match &self.article {
            Some(article) => self.text(&edition, article, terminal),
            None => self.pages(&edition, &root, terminal),
        }
    }

    /// Holds one text against an article.
    fn text(
        &self,
        edition: &Edition<'_>,
        article: &str,
        terminal: &Terminal,
    ) -> Result<Exit, Failure> {
        let [file] = &self.names[..] else {
            return Err(Failure::Usage {
                message: "`--article` takes one text".to_owned(),
                hint: format!("`gen verify FILE --article {article}`"),
            });
        };
        let entry = edition.find(article).ok_or_else(|| unknown(article))?;
        let text = fs::read_to_string(file).map_err(|source| source::Error {
            action: "read",
            path: PathBuf::from(file),
            source,
        })?;
        let language = self.language.as_deref();
        let Some(found) = check_text(edition, &entry, language, &text) else {
            return Err(Failure::Usage {
                message: format!("`{article}` is not told, so that nothing can be held against it"),
                hint: format!("`gen explain {article}` says why"),
            });
        };
        if self.json {
            let unsupported: Vec<_> = found
                .iter()
                .map(|it| {
                    json!({ "line": it.line, "column": it.column, "kind": it.kind, "words": it.words })
                })
                .collect();
            let object = json!({ "file": file, "article": article, "unsupported": unsupported });
            terminal.print(&format!("{object:#}\n"))?;
        } else {
            let line = |it: &Unsupported| {
                let (line, column) = (it.line, it.column);
                format!(
                    "{file}:{line}:{column}: the {} `{}` is in no fact, cell or sentence of the article\n",
                    it.kind, it.words
                )
            };
            terminal.print(&found.iter().map(line).collect::<String>())?;
        }
        terminal.say(&format!(
            "{} without support",
            counted(found.len(), "claim")
        ));
        Ok(Exit::findings(!found.is_empty()))
    }

    /// Reads published pages again.
    fn pages(
        &self,
        edition: &Edition<'_>,
        root: &Path,
        terminal: &Terminal,
    ) -> Result<Exit, Failure> {
        let mut reports: Vec<PageReport> = Vec::new();
        let mut met = vec![false; self.names.len()];
        let mut n_read = 0;
        verify(edition, |report| {
            let wanted = self.is_wanted(&report, root, &mut met);
            n_read += usize::from(wanted && report.state != PageState::Unpublished);
            // All pages of a large site are not kept: only those that there is something to say of.
            if wanted && report.state != PageState::Sound {
                reports.push(report);
            }
        })?;
        if let Some(idx) = met.iter().position(|it| !it) {
            return Err(unknown(&self.names[idx]));
        }
        let findings = reports.iter().filter(|it| it.state.is_finding());
        let n_findings = findings.clone().count();
        if self.json {
            let pages: Vec<_> = reports.iter().map(as_json).collect();
            terminal.print(&format!(
                "{:#}\n",
                json!({ "read": n_read, "pages": pages })
            ))?;
        } else {
            terminal.print(&findings.map(as_text).collect::<String>())?;
        }
        let n_held = reports
            .iter()
            .filter(|it| it.state == PageState::Held)
            .count();
        let held = if n_held > 0 {
            format!("; {} held, and stand as they were", counted(n_held, "page"))
        } else {
            String::new()
        };
        terminal.say(&format!(
            "{} read again, {} not as the data says{held}",
            counted(n_read, "page"),
            n_findings
        ));
        Ok(Exit::findings(n_findings > 0))
    }

    /// Whether a page was asked for: by its path, or by the last part of its article's address.
    fn is_wanted(&self, report: &PageReport, root: &Path, met: &mut [bool]) -> bool {
        let mut wanted = self.names.is_empty();
        for (name, met) in self.names.iter().zip(met) {
            let stem = report.path.file_stem().and_then(|it| it.to_str());
            let path = Path::new(name);
            let is_it =
                stem == Some(name) || report.path == path || root.join(&report.path) == path;
            *met |= is_it;
            wanted |= is_it;
        }
        wanted
    }
}

fn unknown(name: &str) -> Failure {
    Failure::Usage {
        message: format!("no page or article is called `{name}`"),
        hint: "`gen list` names the articles; a page is named by its path in the project"
            .to_owned(),
    }
}

fn as_json(report: &PageReport) -> serde_json::Value {
    let differences = report.differences.iter().map(|it| {
        let cells = it.sources.iter().map(|cell| {
            json!({ "file": cell.file, "line": cell.line, "column": cell.column, "value": cell.value })
        });
        json!({
            "line": it.line,
            "column": it.column,
            "kind": it.kind,
            "stands": it.stands,
            "says": it.says,
            "cells": cells.collect::<Vec<_>>(),
        })
    });
    json!({
        "path": report.path.display().to_string(),
        "article": report.article,
        "state": report.state.name(),
        "differences": differences.collect::<Vec<_>>(),
    })
}

/// Returns what a person reads of a page that is not as the data says.
fn as_text(report: &PageReport) -> String {
    let path = report.path.display();
    let mut text = format!("{path}: {}\n", said(report.state));
    for it in &report.differences {
        let (line, column, kind) = (it.line, it.column, it.kind);
        let what = match (it.stands.is_empty(), it.says.is_empty()) {
            (true, _) => format!("`{}` is missing", one_line(&it.says)),
            (_, true) => format!("`{}` does not belong there", one_line(&it.stands)),
            _ => format!(
                "`{}` stands, the data says `{}`",
                one_line(&it.stands),
                one_line(&it.says)
            ),
        };
        let _ = writeln!(text, "  {path}:{line}:{column}: {kind}: {what}");
        let cells = it.sources.iter();
        for Source {
            file,
            line,
            column,
            value,
        } in cells
        {
            let _ = writeln!(text, "    {file}:{line}, {column}: {value}");
        }
    }
    text
}

fn said(state: PageState) -> &'static str {
    match state {
        PageState::Sound => "as the data says",
        PageState::Missing => "gen wrote it, and it is not there",
        PageState::Edited => "changed since gen wrote it",
        PageState::Stale => "the data or the rules changed since gen wrote it",
        PageState::EditedAndStale => "changed since gen wrote it, as did the data or the rules",
        PageState::Held => "its article is held",
        PageState::HeldAndEdited => "changed since gen wrote it, and its article is held",
        PageState::LeftOver => "the data has no such article any more",
        PageState::Unpublished => "not published yet",
    }
}

/// Returns a stretch of a page on one line, shortened where nobody reads on.
fn one_line(text: &str) -> String {
    const SHOWN: usize = 80;
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
