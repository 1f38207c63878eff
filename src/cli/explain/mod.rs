//! `gen explain`: an article in; for each of its sentences why it is there, the facts and the cells out.

mod text;
mod basis;
#[cfg(test)]
mod tests;

use std::path::Path;

use clap::Args;
use gentext::build::{Article, Edition, Entry, Newsroom, State, Telling};
use gentext::explain::{ExplainedReason, Explanation, held, held_telling, to_json, to_json_held};
use gentext::interpret::Hold;
use serde_json::json;

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::terminal::Terminal;

use text::Writer;

/// Say for each sentence of an article why it is there and where it comes from, down to the cells
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

/// What is said of an article in one language.
enum Told {
    Texts(Explanation),
    Held(Vec<ExplainedReason>),
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
        let told = match &entry.state {
            State::Held(_, hold) => vec![(None, Told::Held(reasons(newsroom, &entry, hold)))],
            State::Told(article) => self.tellings(newsroom, &entry, article)?,
        };
        let printed = if self.json {
            as_json(newsroom, &told)
        } else {
            as_text(newsroom, &told)
        };
        terminal.print(&printed)?;
        Ok(Exit::Done)
    }

    /// Explains an article in the languages that are asked for.
    fn tellings(
        &self,
        newsroom: &Newsroom,
        entry: &Entry<'_>,
        article: &Article<'_>,
    ) -> Result<Vec<(Option<&'static str>, Told)>, Failure> {
        let tellings = article.tellings.iter();
        let tag = |it: &Telling<'_>| it.bank.language.tag();
        let is_wanted = |it: &&Telling<'_>| self.language.as_ref().is_none_or(|of| *of == tag(it));
        let wanted = tellings.filter(is_wanted);
        let mut told = Vec::new();
        for telling in wanted {
            let explained = match telling.explanation(newsroom, entry.story, article) {
                Ok(explanation) => Told::Texts(self.only_wanted(explanation)?),
                Err(hold) => Told::Held(held_telling(
                    entry.story,
                    &newsroom.tables,
                    (&article.facts, &article.plan),
                    telling.bank,
                    hold,
                )),
            };
            told.push((Some(tag(telling)), explained));
        }
        if told.is_empty() {
            let tags: Vec<&str> = article.tellings.iter().map(tag).collect();
            return Err(Failure::Usage {
                message: format!(
                    "`{}` is not told in `{}`",
                    self.article,
                    self.language.as_deref().unwrap_or_default()
                ),
                hint: format!("it is told in: {}", tags.join(", ")),
            });
        }
        Ok(told)
    }

    /// Returns the explanation of the sentence that is asked for, or of all.
    fn only_wanted(&self, mut explanation: Explanation) -> Result<Explanation, Failure> {
        let Some(number) = self.sentence else {
            return Ok(explanation);
        };
        let n_texts = explanation.texts.len();
        explanation.texts.retain(|it| it.number == number);
        let Some(text) = explanation.texts.first() else {
            return Err(Failure::Usage {
                message: format!("there is no sentence {number}"),
                hint: format!("`{}` has {n_texts}, counted from 1", self.article),
            });
        };
        let section = text.section.clone();
        explanation.sections.retain(|it| it.name == section);
        Ok(explanation)
    }
}

fn reasons(newsroom: &Newsroom, entry: &Entry<'_>, hold: &Hold) -> Vec<ExplainedReason> {
    let (story, tables) = (entry.story, &newsroom.tables);
    held(story, tables, &entry.record, entry.edition, hold)
}

fn as_json(newsroom: &Newsroom, told: &[(Option<&'static str>, Told)]) -> String {
    let (reads, tables) = (&newsroom.reads, &newsroom.tables);
    let telling = |(language, told): &(Option<&'static str>, Told)| {
        let mut object = json!({ "language": language });
        match told {
            Told::Texts(explanation) => {
                let explained = to_json(explanation, reads, tables);
                object["texts"] = explained["texts"].clone();
                object["sections"] = explained["sections"].clone();
            }
            Told::Held(reasons) => object["held"] = to_json_held(reasons, reads, tables),
        }
        object
    };
    let tellings: Vec<_> = told.iter().map(telling).collect();
    format!("{:#}\n", json!({ "tellings": tellings }))
}

fn as_text(newsroom: &Newsroom, told: &[(Option<&'static str>, Told)]) -> String {
    let mut writer = Writer::new(newsroom);
    for (language, told) in told {
        if let Some(language) = language {
            writer.language(language);
        }
        match told {
            Told::Texts(explanation) => writer.explanation(explanation),
            Told::Held(reasons) => writer.held(reasons),
        }
    }
    writer.finish()
}
