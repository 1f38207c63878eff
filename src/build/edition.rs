//! All articles of a newsroom: each record told in each language, or held with its reasons.

use rayon::prelude::*;

use super::article::{Article, Writer};
use super::newsroom::Newsroom;
use crate::interpret::{Hold, Record, records};
use crate::publish::{self, NoSlug};
use crate::story::Story;

/// All articles of a newsroom, in the order of stories and data.
pub struct Edition<'a> {
    /// One entry a record and edition.
    pub entries: Vec<Entry<'a>>,
}

/// What became of one record.
pub struct Entry<'a> {
    /// The story.
    pub story: &'a Story,
    /// The record.
    pub record: Record,
    /// The name of the edition, if the story has some.
    pub edition: Option<usize>,
    /// What became of it.
    pub state: State<'a>,
}

/// What became of a record.
pub enum State<'a> {
    /// It can be told; one language or another may still be held.
    Told(Box<Article<'a>>),
    /// It is held in every language; what names it, as far as that is known, and the reasons.
    Held(Option<Vec<String>>, Hold),
}

impl Entry<'_> {
    /// Returns the last part of its address: the story's key, from an allow-list of letters.
    pub fn slug(&self) -> Result<String, NoSlug> {
        let key = match &self.state {
            State::Told(article) => &article.key,
            State::Held(Some(key), _) => key,
            State::Held(None, _) => return Err(NoSlug),
        };
        publish::slug(&key.join(" "))
    }
}

impl<'a> Edition<'a> {
    /// Writes all articles; `progress` is called once a record, from any thread.
    pub fn write(newsroom: &'a Newsroom, progress: &(dyn Fn() + Sync)) -> Self {
        let entries = newsroom
            .stories
            .iter()
            .flat_map(|story| write_story(newsroom, story, progress));
        Edition {
            entries: entries.collect(),
        }
    }
}

fn write_story<'a>(
    newsroom: &'a Newsroom,
    story: &'a Story,
    progress: &(dyn Fn() + Sync),
) -> Vec<Entry<'a>> {
    let writer = Writer::new(story, &newsroom.tables);
    let records = records(story, &newsroom.tables);
    let deals = writer.deals(&records);
    let editions: Vec<Option<usize>> = match story.editions.len() {
        0 => vec![None],
        n_editions => (0..n_editions).map(Some).collect(),
    };
    let entries = records
        .into_par_iter()
        .zip(deals)
        .flat_map_iter(|(record, deal)| {
            let entries: Vec<Entry<'a>> = editions
                .iter()
                .map(|edition| {
                    let deal = deal.map(|it| it.for_edition(*edition, editions.len()));
                    let state = match writer.article(&record, *edition, deal) {
                        Ok(article) => State::Told(Box::new(article)),
                        Err(hold) => State::Held(writer.key_of(&record, *edition).ok(), hold),
                    };
                    Entry {
                        story,
                        record: record.clone(),
                        edition: *edition,
                        state,
                    }
                })
                .collect();
            progress();
            entries
        });
    entries.collect()
}
