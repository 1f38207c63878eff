//! The records of a newsroom in; their articles out, a batch at a time, in the order of stories and data.

use rayon::prelude::*;

use super::article::{Article, Writer};
use super::newsroom::Newsroom;
use crate::interpret::{Hold, Record, Records};
use crate::microplan::Deal;
use crate::publish::{self, NoSlug};
use crate::story::Story;

/// How many articles are in memory at a time: enough for many cores, and few beside the tables.
const BATCH: usize = 512;

/// What a newsroom has to tell. Nothing is told before it is asked for, and nothing that was told is kept.
pub struct Edition<'a> {
    /// What is read for it.
    pub newsroom: &'a Newsroom,
    desks: Vec<Desk<'a>>,
}

/// One story, with the records that it tells.
struct Desk<'a> {
    story: &'a Story,
    writer: Writer<'a>,
    records: Records,
    deals: Vec<Option<Deal>>,
}

/// Which article of an edition: its story's position, and its own in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    desk: u32,
    idx: u32,
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
        match &self.state {
            State::Told(article) => slug(&article.key),
            State::Held(Some(key), _) => slug(key),
            State::Held(None, _) => Err(NoSlug),
        }
    }
}

fn slug(key: &[String]) -> Result<String, NoSlug> {
    publish::slug(&key.join(" "))
}

impl<'a> Edition<'a> {
    /// Looks at what there is to tell.
    pub fn new(newsroom: &'a Newsroom) -> Self {
        Edition::of(newsroom, |_| true)
    }

    /// Looks at what the wanted stories have to tell.
    pub fn of(newsroom: &'a Newsroom, is_wanted: impl Fn(&Story) -> bool) -> Self {
        let desks = newsroom.stories.iter().filter(|it| is_wanted(it));
        Edition {
            newsroom,
            desks: desks.map(|it| Desk::new(newsroom, it)).collect(),
        }
    }

    /// Returns how many articles there are, each counted once for all languages.
    pub fn n_articles(&self) -> usize {
        self.desks.iter().map(Desk::n_articles).sum()
    }

    /// Writes all articles, each batch on all cores; `progress` is called once an article, from any thread.
    pub fn batches(&self, progress: &(dyn Fn() + Sync)) -> impl Iterator<Item = Vec<Entry<'a>>> {
        self.desks.iter().flat_map(move |desk| {
            let n_articles = desk.n_articles();
            let starts = (0..n_articles).step_by(BATCH);
            starts.map(move |start| {
                let batch = start..n_articles.min(start + BATCH);
                let write = |idx| {
                    let entry = desk.write(idx);
                    progress();
                    entry
                };
                batch.into_par_iter().map(write).collect()
            })
        })
    }

    /// Writes all articles, one after the other.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        self.batches(&|| ()).flatten()
    }

    /// Writes the article of which `slug` is the last part of the address, and no other.
    pub fn find(&self, slug: &str) -> Option<Entry<'a>> {
        let is_meant = |it: &Place| self.slug(*it).is_ok_and(|it| it == slug);
        let place = self.places().find(is_meant)?;
        Some(self.desk(place).write(place.idx as usize))
    }

    /// Returns the places of all articles.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        (0..).zip(&self.desks).flat_map(|(desk, it)| {
            let idxs = 0..it.n_articles() as u32;
            idxs.map(move |idx| Place { desk, idx })
        })
    }

    /// Returns what is told at a place, and of which record; it is not told for that.
    pub(super) fn subject(&self, place: Place) -> (&'a Story, Record) {
        let desk = self.desk(place);
        (desk.story, desk.record(place.idx as usize).0)
    }

    /// Returns what names the article at a place, as far as it can be told.
    pub(super) fn key(&self, place: Place) -> Result<Vec<String>, Hold> {
        let desk = self.desk(place);
        let (record, edition) = desk.record(place.idx as usize);
        desk.writer.key_of(&record, edition)
    }

    /// Returns the last part of the address of the article at a place, as [`Entry::slug`] does once it is told.
    pub(super) fn slug(&self, place: Place) -> Result<String, NoSlug> {
        let key = self.key(place).map_err(|_| NoSlug)?;
        slug(&key)
    }

    fn desk(&self, place: Place) -> &Desk<'a> {
        &self.desks[place.desk as usize]
    }
}

impl<'a> Desk<'a> {
    fn new(newsroom: &'a Newsroom, story: &'a Story) -> Self {
        let writer = Writer::new(story, &newsroom.tables);
        let records = Records::of(story, &newsroom.tables);
        Desk {
            story,
            deals: writer.deals(&records),
            writer,
            records,
        }
    }

    /// Returns how many editions there are of each record.
    fn n_editions(&self) -> usize {
        self.story.editions.len().max(1)
    }

    fn n_articles(&self) -> usize {
        self.records.len() * self.n_editions()
    }

    /// Returns the record that an article is of, and the edition if the story has some.
    fn record(&self, idx: usize) -> (Record, Option<usize>) {
        let edition = idx % self.n_editions();
        let edition = (!self.story.editions.is_empty()).then_some(edition);
        (self.records.get(idx / self.n_editions()), edition)
    }

    fn deal(&self, idx: usize, edition: Option<usize>) -> Option<Deal> {
        let deal = self.deals.get(idx / self.n_editions()).copied().flatten();
        deal.map(|it| it.for_edition(edition, self.n_editions()))
    }

    fn write(&self, idx: usize) -> Entry<'a> {
        let (record, edition) = self.record(idx);
        let deal = self.deal(idx, edition);
        let state = match self.writer.article(&record, edition, deal) {
            Ok(article) => State::Told(Box::new(article)),
            Err(hold) => State::Held(self.writer.key_of(&record, edition).ok(), hold),
        };
        Entry {
            story: self.story,
            record,
            edition,
            state,
        }
    }
}
