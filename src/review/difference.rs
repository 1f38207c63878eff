//! Two versions of a newsroom in; which of their articles differ, in what, and whether data or an editor changed them, out.
//!
//! Both versions are written, and nothing is published. Of an article that is the same in both no more is kept than a
//! digest; those that differ are written once more to be compared line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edits::edits;
use super::line::{Line, lines};
use super::sources::{Evidence, Sources, evidence};
use super::words::{n_words, runs};
use crate::build::{Edition, Entry, Newsroom, State, Telling};
use crate::data::Tables;
use crate::interpret::Hold;

/// In what two versions of a newsroom differ.
#[derive(Debug, Default)]
pub struct Difference {
    /// How many articles there were; an article counts once in each language.
    pub n_before: usize,
    /// How many there are.
    pub n_after: usize,
    /// Those that only the new version tells.
    pub new: Vec<ArticleName>,
    /// Those that only the old version told.
    pub gone: Vec<ArticleName>,
    /// Those that are held and were told, or that are new and held.
    pub held: Vec<HeldArticle>,
    /// Those that were held and are told, with the reasons of then.
    pub released: Vec<HeldArticle>,
    /// Those that are held for other reasons than before.
    pub held_otherwise: Vec<HeldArticle>,
    /// Those that say something else, in the order of stories and data.
    pub changed: Vec<ChangedArticle>,
    /// The stories that could not be compared, because in one version a file of theirs has mistakes.
    pub not_compared: BTreeSet<String>,
}

/// What names an article in one language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleName {
    /// The story.
    pub story: Arc<str>,
    /// The values of its key, and its edition.
    pub key: Vec<String>,
    /// The language.
    pub language: &'static str,
    /// The last part of its address.
    pub slug: String,
    /// Which it is of those that are the same in all else: two rows may have one key.
    nth: usize,
}

/// An article that is held, in one version or in both.
#[derive(Clone, Debug)]
pub struct HeldArticle {
    /// The article.
    pub article: ArticleName,
    /// Why it is held.
    pub reasons: Vec<String>,
}

/// An article that says something else.
#[derive(Clone, Debug)]
pub struct ChangedArticle {
    /// The article.
    pub article: ArticleName,
    /// What is different, in reading order.
    pub edits: Vec<Edit>,
    /// How many words one version has and the other has not.
    pub n_words: usize,
}

/// One thing that is different.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What kind of change it is.
    pub kind: EditKind,
    /// Who made it.
    pub cause: Cause,
    /// The section.
    pub section: Arc<str>,
    /// The message; none for a heading, a caption or columns, and for the order of a section.
    pub message: Option<Arc<str>>,
    /// What was said.
    pub before: Option<String>,
    /// What is said.
    pub after: Option<String>,
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditKind {
    /// The same words say another value.
    Value,
    /// The same is said in words that an author changed: in a phrase, in the lexicon, in a rule.
    Wording,
    /// The same is said by another variant, which both versions have.
    Variant,
    /// A message is told that was not.
    Added,
    /// A message is not told that was.
    Removed,
    /// The messages of a section stand in another order.
    Moved,
}

/// Who made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The data: to readers it is an update, or a correction.
    Update,
    /// An editor, in the rules or the wording.
    ReEdit,
}

/// The articles in which one kind of change was made.
#[derive(Clone, Debug)]
pub struct Group {
    /// The kind.
    pub kind: EditKind,
    /// Who made it.
    pub cause: Cause,
    /// How many articles.
    pub n_articles: usize,
    /// Where in them: story, section and message, each with its number of articles, the most frequent first.
    pub places: Vec<(String, usize)>,
}

impl Cause {
    /// Returns its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Update => "update",
            Cause::ReEdit => "re-edit",
        }
    }
}

impl EditKind {
    /// Returns its name.
    pub fn as_str(self) -> &'static str {
        match self {
            EditKind::Value => "value changed",
            EditKind::Wording => "wording changed",
            EditKind::Variant => "moved to another variant",
            EditKind::Added => "message added",
            EditKind::Removed => "message removed",
            EditKind::Moved => "messages reordered",
        }
    }
}

impl Difference {
    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        let n_held = self.held.len() + self.released.len() + self.held_otherwise.len();
        self.new.len() + self.gone.len() + self.changed.len() + n_held == 0
    }

    /// Returns the changed articles by kind of change; one in which there are several is in several groups.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: BTreeMap<(EditKind, Cause), BTreeMap<String, usize>> = BTreeMap::new();
        let mut n_articles: BTreeMap<(EditKind, Cause), usize> = BTreeMap::new();
        for changed in &self.changed {
            let places = changed.edits.iter().map(|edit| {
                let message = edit.message.as_deref();
                let message = message.map_or(String::new(), |it| format!(" / {it}"));
                let story = &changed.article.story;
                let place = format!("{story}: {}{message}", edit.section);
                ((edit.kind, edit.cause), place)
            });
            let places: BTreeSet<((EditKind, Cause), String)> = places.collect();
            let kinds: BTreeSet<(EditKind, Cause)> = places.iter().map(|(kind, _)| *kind).collect();
            for kind in kinds {
                *n_articles.entry(kind).or_default() += 1;
            }
            for (kind, place) in places {
                *groups.entry(kind).or_default().entry(place).or_default() += 1;
            }
        }
        let group = |((kind, cause), places): ((EditKind, Cause), BTreeMap<String, usize>)| {
            let mut places: Vec<(String, usize)> = places.into_iter().collect();
            places.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            Group {
                kind,
                cause,
                n_articles: n_articles[&(kind, cause)],
                places,
            }
        };
        groups.into_iter().map(group).collect()
    }

    /// Returns the articles that differ most, the most different first; ties keep their order.
    pub fn most_different(&self, n: usize) -> Vec<&ChangedArticle> {
        let mut changed: Vec<&ChangedArticle> = self.changed.iter().collect();
        changed.sort_by_key(|it| std::cmp::Reverse(it.n_words));
        changed.truncate(n);
        changed
    }
}

/// Compares two versions of a newsroom.
pub fn difference(before: &Newsroom, after: &Newsroom) -> Difference {
    let not_compared: BTreeSet<String> = before.broken.union(&after.broken).cloned().collect();
    let mut difference = Difference {
        not_compared,
        ..Difference::default()
    };
    let mut known: BTreeMap<ArticleName, [u8; 32]> = BTreeMap::new();
    each(before, &difference.not_compared, |name, version| {
        known.insert(name, version.digest());
    });
    difference.n_before = known.len();
    // What is not the same is kept, in the order of the new version.
    let (mut others, mut n_after) = (Vec::new(), 0);
    each(after, &difference.not_compared, |name, version| {
        n_after += 1;
        match known.get(&name) {
            Some(digest) if *digest == version.digest() => {
                known.remove(&name);
            }
            _ => others.push((name, version)),
        }
    });
    difference.n_after = n_after;
    let mut earlier: BTreeMap<ArticleName, Version> = BTreeMap::new();
    let mut gone = Vec::new();
    let names: BTreeSet<&ArticleName> = others.iter().map(|(name, _)| name).collect();
    each(before, &difference.not_compared, |name, version| {
        if !known.contains_key(&name) {
            return;
        }
        if names.contains(&name) {
            earlier.insert(name, version);
        } else {
            gone.push(name);
        }
    });
    difference.gone = gone;
    let sources = Sources::of(before, after);
    for (name, version) in others {
        let earlier = earlier.remove(&name);
        difference.add(name, earlier, version, &sources);
    }
    difference
}

impl Difference {
    /// Adds an article that is not the same in both versions.
    fn add(
        &mut self,
        article: ArticleName,
        before: Option<Version>,
        after: Version,
        sources: &Sources,
    ) {
        match (before.map(|it| (it.told, it.evidence)), after.told) {
            (None, Told::Lines(_)) => self.new.push(article),
            (None | Some((Told::Lines(_), _)), Told::Held(reasons)) => {
                self.held.push(HeldArticle { article, reasons });
            }
            (Some((Told::Held(_), _)), Told::Held(reasons)) => {
                self.held_otherwise.push(HeldArticle { article, reasons });
            }
            (Some((Told::Held(reasons), _)), Told::Lines(_)) => {
                self.released.push(HeldArticle { article, reasons });
            }
            (Some((Told::Lines(before), evidence)), Told::Lines(lines)) => {
                let cause = sources.cause(&article.story, &evidence, &after.evidence);
                let edits = edits(&before, &lines, cause);
                let said = |it: &Option<String>| it.clone().unwrap_or_default();
                let of_words = edits.iter().filter(|it| it.kind != EditKind::Moved);
                let n_words = of_words
                    .map(|it| n_words(&runs(&said(&it.before), &said(&it.after))))
                    .sum();
                self.changed.push(ChangedArticle {
                    article,
                    edits,
                    n_words,
                });
            }
        }
    }
}

/// One version of an article.
struct Version {
    told: Told,
    evidence: Evidence,
}

enum Told {
    Lines(Vec<Line>),
    Held(Vec<String>),
}

impl Version {
    fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(text.as_bytes());
            hasher.update(&[0xff]);
        };
        match &self.told {
            Told::Lines(lines) => lines.iter().for_each(|it| {
                add(&it.id.section);
                add(&it.text);
            }),
            Told::Held(reasons) => {
                add("held");
                for reason in reasons {
                    add(reason);
                }
            }
        }
        *hasher.finalize().as_bytes()
    }
}

/// Shows `see` each article in each language, in order.
fn each(
    newsroom: &Newsroom,
    left_out: &BTreeSet<String>,
    mut see: impl FnMut(ArticleName, Version),
) {
    let mut n_known: BTreeMap<ArticleName, usize> = BTreeMap::new();
    for entry in Edition::new(newsroom).entries() {
        if left_out.contains(newsroom.file_name(entry.story)) {
            continue;
        }
        for (mut name, version) in versions(&newsroom.tables, &entry) {
            // Only what has been seen in one version of the key is counted, and most keys are there once.
            let n_known = n_known.entry(name.clone()).or_default();
            name.nth = *n_known;
            *n_known += 1;
            see(name, version);
        }
    }
}

/// Returns an article in each of its languages.
fn versions(tables: &Tables, entry: &Entry<'_>) -> Vec<(ArticleName, Version)> {
    let row = || format!("(row {})", entry.record.rows[0] + 1);
    let slug = entry.slug().unwrap_or_else(|_| row());
    let name = |key: Option<&Vec<String>>, language| ArticleName {
        story: entry.story.name.clone(),
        key: key.cloned().unwrap_or_else(|| vec![row()]),
        language,
        slug: slug.clone(),
        nth: 0,
    };
    match &entry.state {
        State::Told(article) => {
            let evidence = evidence(entry.story, tables, &article.facts);
            let tellings = article.tellings.iter();
            let version = |it: &Telling<'_>| {
                let told = match &it.told {
                    Ok((phrases, prose)) => {
                        Told::Lines(lines(entry.story, tables, it, (phrases, prose)))
                    }
                    Err(hold) => Told::Held(reasons(hold)),
                };
                let version = Version {
                    told,
                    evidence: evidence.clone(),
                };
                (name(Some(&article.key), it.bank.language.tag()), version)
            };
            tellings.map(version).collect()
        }
        State::Held(key, hold) => {
            let bases = entry.story.banks.iter().filter(|it| it.edition.is_none());
            let version = |language| {
                let version = Version {
                    told: Told::Held(reasons(hold)),
                    evidence: Evidence::new(),
                };
                (name(key.as_ref(), language), version)
            };
            bases.map(|it| version(it.language.tag())).collect()
        }
    }
}

fn reasons(hold: &Hold) -> Vec<String> {
    hold.reasons.iter().map(|it| it.text.clone()).collect()
}
