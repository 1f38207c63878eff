//! `gen explain`: an article in; for each of its sentences the rule, the variant, the facts and the cells out.

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;
use gentext::build::{Article, Edition, Newsroom, State, Telling};
use gentext::data::{Unit, Value};
use gentext::diagnostics::place;
use gentext::explain::{ExplainedCell, ExplainedText, ExplainedValue, Making, explain};
use gentext::source::{Reads, Span};
use rust_decimal::Decimal;
use serde_json::json;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::summary::reason;
use super::terminal::Terminal;

/// How many cells of a value are shown to a person.
const SHOWN: usize = 12;

/// Say for each sentence of an article where it comes from, down to the cells
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The article: the last part of its address, as `gen list` names it
    #[arg(value_name = "ARTICLE")]
    article: String,
    /// The language [otherwise: every language that it is told in]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Only this text, counted from 1 as in the full explanation
    #[arg(long, value_name = "N")]
    sentence: Option<usize>,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Explain {
    /// Prints the explanation.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        let loaded = Newsroom::load_with(&root, &self.as_of.options())?;
        let Ok(newsroom) = &loaded.newsroom else {
            return Err(Failure::Usage {
                message: "gen.yaml cannot be used as it stands".to_owned(),
                hint: "`gen check` says what is wrong".to_owned(),
            });
        };
        let entry = Edition::new(newsroom).find(&self.article);
        let Some(entry) = entry else {
            return Err(Failure::Usage {
                message: format!("no article is called `{}`", self.article),
                hint: "`gen list` names them all".to_owned(),
            });
        };
        match &entry.state {
            State::Held(_, hold) => {
                let reasons = hold.reasons.iter();
                let reasons = reasons.map(|it| format!("held: {}\n", reason(it, &newsroom.reads)));
                terminal.print(&reasons.collect::<String>())?;
            }
            State::Told(article) => {
                let tellings = article.tellings.iter().filter(|it| self.is_in_language(it));
                let told = tellings.map(|it| self.telling(newsroom, entry.story, article, it));
                let told: Vec<serde_json::Value> = told.collect();
                if self.json {
                    terminal.print(&format!("{:#}\n", json!({ "tellings": told })))?;
                } else {
                    terminal.print(&told.iter().map(as_text).collect::<String>())?;
                }
            }
        }
        Ok(Exit::Done)
    }

    fn is_in_language(&self, telling: &Telling<'_>) -> bool {
        self.language
            .as_ref()
            .is_none_or(|it| it == telling.bank.language.tag())
    }

    /// Returns the explanation of an article in one language.
    fn telling(
        &self,
        newsroom: &Newsroom,
        story: &gentext::story::Story,
        article: &Article<'_>,
        telling: &Telling<'_>,
    ) -> serde_json::Value {
        let language = telling.bank.language.tag();
        let (phrases, prose) = match &telling.told {
            Ok((phrases, prose)) => (phrases, prose),
            Err(hold) => {
                let reasons = hold.reasons.iter().map(|it| reason(it, &newsroom.reads));
                let reasons: Vec<String> = reasons.collect();
                return json!({ "language": language, "held": reasons, "texts": [] });
            }
        };
        let explanation = explain(story, &newsroom.tables, &article.facts, phrases, prose);
        let numbered = explanation.texts.iter().enumerate();
        let wanted = numbered.filter(|(idx, _)| self.sentence.is_none_or(|it| it == idx + 1));
        let texts: Vec<_> = wanted
            .map(|(idx, it)| text(idx + 1, it, newsroom))
            .collect();
        json!({ "language": language, "texts": texts })
    }
}

fn text(number: usize, text: &ExplainedText, newsroom: &Newsroom) -> serde_json::Value {
    let reads = &newsroom.reads;
    let values: Vec<_> = text.values.iter().map(|it| value(it, newsroom)).collect();
    let mut entry = json!({
        "number": number,
        "section": &*text.section,
        "message": text.message.as_deref(),
        "rule": text.rule.map(|it| place(it, reads)),
        "text": text.text,
        "variant": place(text.variant, reads),
        "variants": text.n_variants,
        "values": values,
    });
    if let Some(it) = &text.connective {
        entry["connective"] = json!({
            "text": it.text,
            "relation": it.relation.name(),
            "before": &*it.before,
        });
    }
    entry
}

fn value(value: &ExplainedValue, newsroom: &Newsroom) -> serde_json::Value {
    let reads = &newsroom.reads;
    let facts = value.facts.iter().map(|it| {
        json!({
            "name": &*it.name,
            "value": shown(&it.value, newsroom),
            "expression": it.written.as_deref().map_or_else(|| source(it.formula, reads), str::to_owned),
            "place": place(it.formula, reads),
        })
    });
    json!({
        "text": value.text,
        "print": source(value.print, reads),
        "facts": facts.collect::<Vec<_>>(),
        "cells": value.cells.iter().map(|it| cell(it, newsroom)).collect::<Vec<_>>(),
    })
}

fn cell(cell: &ExplainedCell, newsroom: &Newsroom) -> serde_json::Value {
    let mut entry = json!({
        "file": newsroom.reads.file(cell.place.file).name(),
        "line": cell.place.line,
        "column": cell.header,
        "value": shown(&cell.value, newsroom),
    });
    if let Some(it) = &cell.making {
        entry["made"] = making(it, newsroom);
    }
    entry
}

fn making(making: &Making, newsroom: &Newsroom) -> serde_json::Value {
    let sources = making.sources.iter().map(|it| {
        json!({
            "file": newsroom.reads.file(it.file).name(),
            "lines": it.lines,
        })
    });
    json!({ "how": making.form, "rows": sources.collect::<Vec<_>>() })
}

/// Returns what an author wrote at `span`.
fn source(span: Span, reads: &Reads) -> String {
    reads
        .file(span.file)
        .text
        .get(span.range())
        .unwrap_or_default()
        .to_owned()
}

/// Returns a value as a person who checks it wants to see it.
fn shown(value: &Value, newsroom: &Newsroom) -> String {
    match value {
        Value::Missing => "(missing)".to_owned(),
        Value::Number(it) => match it.unit {
            Unit::Percent => format!("{} %", it.amount),
            Unit::Seconds => clock(it.amount),
            Unit::Money(currency) => format!("{} {}", it.amount, currency.code()),
            _ => it.amount.to_string(),
        },
        Value::Row(row) => {
            let table = newsroom.tables.get(row.table);
            let key = table.key.and_then(|it| table.cell(row.row, it).key_text());
            key.map_or_else(
                || format!("row {} of {}", row.row + 1, table.name),
                |it| it.to_string(),
            )
        }
        Value::List(items) if items.len() <= 6 => {
            let items: Vec<String> = items.iter().map(|it| shown(it, newsroom)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::List(items) => format!("[{} items]", items.len()),
        Value::Map(map) => {
            let entry = |(name, it): &(std::sync::Arc<str>, Value)| {
                format!("{name}: {}", shown(it, newsroom))
            };
            format!(
                "{{{}}}",
                map.entries.iter().map(entry).collect::<Vec<_>>().join(", ")
            )
        }
        other => other
            .key_text()
            .map_or_else(String::new, |it| it.to_string()),
    }
}

/// Returns a duration as hours, minutes and seconds: `1:32:05`.
fn clock(seconds: Decimal) -> String {
    let sign = if seconds.is_sign_negative() { "-" } else { "" };
    let seconds = seconds.abs().normalize();
    let minutes = (seconds / Decimal::from(60)).trunc();
    let hours = (minutes / Decimal::from(60)).trunc();
    let left = seconds - minutes * Decimal::from(60);
    let zero = if left < Decimal::TEN { "0" } else { "" };
    format!(
        "{sign}{hours}:{:0>2}:{zero}{left}",
        (minutes - hours * Decimal::from(60)).to_string()
    )
}

/// Returns the explanation as a person reads it.
fn as_text(telling: &serde_json::Value) -> String {
    let mut out = format!("== {}\n", telling["language"].as_str().unwrap_or_default());
    for reason in telling["held"].as_array().into_iter().flatten() {
        let _ = writeln!(out, "held: {}", reason.as_str().unwrap_or_default());
    }
    for text in telling["texts"].as_array().into_iter().flatten() {
        push_text(&mut out, text);
    }
    out
}

fn push_text(out: &mut String, text: &serde_json::Value) {
    let word = |key: &str| text[key].as_str().unwrap_or_default();
    let _ = writeln!(out, "\n{}. {}", text["number"], word("text"));
    let what = match text["message"].as_str() {
        Some(message) => format!("{} / {message}", word("section")),
        None => word("section").to_owned(),
    };
    let _ = writeln!(
        out,
        "   {what}, {}, one of {}",
        at(&text["variant"]),
        text["variants"]
    );
    if let Some(connective) = text["connective"]["text"].as_str() {
        let word = |key: &str| text["connective"][key].as_str().unwrap_or_default();
        let _ = writeln!(
            out,
            "   “{connective}”  {} to {}",
            word("relation"),
            word("before")
        );
    }
    for value in text["values"].as_array().into_iter().flatten() {
        push_value(out, value);
    }
}

fn push_value(out: &mut String, value: &serde_json::Value) {
    let word = |of: &serde_json::Value, key: &str| of[key].as_str().unwrap_or_default().to_owned();
    let _ = writeln!(
        out,
        "   “{}”  {}",
        word(value, "text"),
        word(value, "print")
    );
    for fact in value["facts"].as_array().into_iter().flatten() {
        let (name, is) = (word(fact, "name"), word(fact, "value"));
        let _ = writeln!(
            out,
            "      {name} = {is}  ({}, {})",
            word(fact, "expression"),
            at(&fact["place"])
        );
    }
    let cells = value["cells"].as_array().map_or(&[][..], Vec::as_slice);
    for cell in cells.iter().take(SHOWN) {
        let place = format!(
            "{}:{}, {}",
            word(cell, "file"),
            cell["line"],
            word(cell, "column")
        );
        let _ = writeln!(out, "      {place}: {}", word(cell, "value"));
        push_making(out, &cell["made"]);
    }
    if cells.len() > SHOWN {
        let _ = writeln!(
            out,
            "      and {} cells more (--json has them all)",
            cells.len() - SHOWN
        );
    }
}

/// Says what a computed cell is made of.
fn push_making(out: &mut String, made: &serde_json::Value) {
    const N_LINES: usize = 3;
    let Some(how) = made["how"].as_str() else {
        return;
    };
    let sources = made["rows"].as_array().map_or(&[][..], Vec::as_slice);
    let sources = sources.iter().map(|source| {
        let file = source["file"].as_str().unwrap_or_default();
        let Some(lines) = source["lines"].as_array() else {
            return format!("all of {file}");
        };
        let shown = lines.iter().take(N_LINES).map(ToString::to_string);
        let shown = shown.collect::<Vec<_>>().join(", ");
        match lines.len() {
            1 => format!("{file}, line {shown}"),
            n if n <= N_LINES => format!("{file}, lines {shown}"),
            n => format!("{file}, lines {shown}… ({n} rows)"),
        }
    });
    let sources: Vec<String> = sources.collect();
    let over = if sources.is_empty() { "" } else { ", over " };
    let _ = writeln!(out, "        ← {how}{over}{}", sources.join("; "));
}

fn at(place: &serde_json::Value) -> String {
    format!(
        "{}:{}",
        place["file"].as_str().unwrap_or_default(),
        place["line"]
    )
}
