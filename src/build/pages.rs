//! Articles to pages in the output folders, a batch at a time: what became of every article.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::clash::Clashes;
use super::edition::{Edition, Entry, State};
use super::folder::Folder;
use super::newsroom::Newsroom;
use super::sheets::{Sheet, sheets};
use crate::diagnostics::Diagnostics;
use crate::interpret::Hold;
use crate::publish::{self, Outcome};
use crate::source::Error;

/// What became of every article.
#[derive(Debug, Default)]
pub struct Published {
    /// One line an article and language.
    pub articles: Vec<Line>,
    /// Files of gen's that nothing wants any more, and that were removed.
    pub n_removed: usize,
    /// Pages that nothing could be said about, because a file has mistakes, and that were kept.
    pub n_kept: usize,
    /// What a person should know of.
    pub diagnostics: Diagnostics,
}

/// What became of one article in one language.
#[derive(Clone, Debug)]
pub struct Line {
    /// The story.
    pub story: Arc<str>,
    /// The last part of its address.
    pub slug: Arc<str>,
    /// The language; none if it is held in all of them.
    pub language: Option<&'static str>,
    /// Its title, if it is told.
    pub title: Option<String>,
    /// What became of it.
    pub fate: Fate,
}

/// What became of an article.
#[derive(Clone, Debug)]
pub enum Fate {
    /// At least one of its pages was written, and none refused.
    Written,
    /// Its pages were as they should be, or as a person edited them.
    Unchanged,
    /// It is held; whether its last page is kept.
    Held {
        /// The reasons.
        hold: Hold,
        /// Whether an earlier page stands.
        kept: bool,
    },
    /// It could be told, and a page of it could not be made: a diagnostic says why.
    Refused,
}

/// Makes the output folders hold the articles; with `dry`, only says what would be done.
///
/// No more articles are in memory than one batch: what stays of an article is its line, and what the manifests and
/// the indexes say of it. `progress` is called once an article, from any thread.
pub fn publish(
    edition: &Edition<'_>,
    dry: bool,
    progress: &(dyn Fn() + Sync),
) -> Result<Published, Error> {
    let newsroom = edition.newsroom;
    let mut published = Published::default();
    let mut clashes = Clashes::of(edition);
    for found in std::mem::take(&mut clashes.found) {
        published.diagnostics.push(found);
    }
    let outputs = newsroom.project.outputs.iter();
    let mut folders: Vec<Folder<'_>> = outputs
        .map(|spec| Folder::open(newsroom, spec, dry))
        .collect::<Result<_, _>>()?;
    let (mut nameless, mut lines) = (Vec::new(), Vec::new());
    for batch in edition.batches(progress) {
        nameless.extend(
            batch
                .iter()
                .filter(|it| it.slug().is_err())
                .map(line_of_nameless),
        );
        lines.extend(take(newsroom, &clashes, &batch, &mut folders)?);
    }
    let unsettled = unsettled(newsroom, &nameless);
    for folder in folders {
        let closed = folder.close(&unsettled)?;
        published.n_removed += closed.n_removed;
        published.n_kept += closed.n_kept;
        published.diagnostics.append(closed.diagnostics);
    }
    for found in publish::stale_outputs(newsroom.reads.root(), &newsroom.project.outputs) {
        published.diagnostics.push(found);
    }
    published.articles = nameless;
    published.articles.append(&mut lines);
    Ok(published)
}

/// Makes the pages of a batch of articles in every output, and returns what became of them.
fn take(
    newsroom: &Newsroom,
    clashes: &Clashes,
    batch: &[Entry<'_>],
    folders: &mut [Folder<'_>],
) -> Result<Vec<Line>, Error> {
    let in_languages = |entry| sheets(newsroom, clashes, entry);
    let articles: Vec<Vec<Sheet<'_>>> = batch.par_iter().map(in_languages).collect();
    let mut outcomes: Vec<Vec<Option<Outcome>>> = Vec::with_capacity(folders.len());
    for folder in folders {
        outcomes.push(folder.take(&articles)?);
    }
    let line = |(idx, sheet)| {
        let of_sheet: Vec<Option<Outcome>> = outcomes.iter().map(|it| it[idx]).collect();
        line(sheet, &of_sheet)
    };
    Ok(articles.iter().flatten().enumerate().map(line).collect())
}

/// Returns the stories of whose earlier pages it cannot be told whether something wants them: those with
/// mistakes, and those with a record that nothing names.
fn unsettled<'a>(newsroom: &'a Newsroom, nameless: &[Line]) -> BTreeSet<&'a str> {
    let is_nameless = |name: &str| nameless.iter().any(|it| *it.story == *name);
    let stories = newsroom.stories.iter().filter(|it| is_nameless(&it.name));
    let broken = newsroom.broken.iter().map(String::as_str);
    broken
        .chain(stories.map(|it| newsroom.file_name(it)))
        .collect()
}

/// Returns what became of an article, over all outputs.
fn line(sheet: &Sheet<'_>, outcomes: &[Option<Outcome>]) -> Line {
    let any = |wanted: Outcome| outcomes.contains(&Some(wanted));
    let fate = match sheet.hold {
        Some(hold) => Fate::Held {
            hold: hold.clone(),
            kept: any(Outcome::Kept),
        },
        None if outcomes.contains(&None) || any(Outcome::Kept) => Fate::Refused,
        None if any(Outcome::Written) => Fate::Written,
        None => Fate::Unchanged,
    };
    Line {
        story: sheet.story.name.clone(),
        slug: sheet.slug.clone(),
        language: Some(sheet.language.tag()),
        title: sheet.prose.map(publish::title),
        fate,
    }
}

/// Returns the line of an article whose key names nothing.
fn line_of_nameless(entry: &Entry<'_>) -> Line {
    let hold = match &entry.state {
        State::Held(_, hold) => hold.clone(),
        State::Told(_) => Hold::because("its key has no letter or figure that an address can hold"),
    };
    Line {
        story: entry.story.name.clone(),
        slug: format!("(row {})", entry.record.rows[0] + 1).into(),
        language: None,
        title: None,
        fate: Fate::Held { hold, kept: false },
    }
}
