//! The articles of a run in; those that want one address, and what a person can do about it, out.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::edition::{Edition, Place};
use super::sheets::key_names;
use crate::diagnostics::{Code, Diagnostic};
use crate::story::{Address, Story};

/// How many of the articles that want one address are named.
const NAMED: usize = 4;

/// The addresses that more than one article wants.
#[derive(Default)]
pub(super) struct Clashes {
    /// Each with the language in which they meet.
    addresses: BTreeSet<(&'static str, String)>,
    /// One finding an address, whatever the number of languages and outputs.
    pub found: Vec<Diagnostic>,
}

impl Clashes {
    /// Finds the addresses that more than one article wants in one language, before any article is told.
    pub(super) fn of(edition: &Edition<'_>) -> Self {
        let mut wanted: BTreeMap<(&'static str, String), BTreeSet<Place>> = BTreeMap::new();
        for place in suspects(edition) {
            let Ok(slug) = edition.slug(place) else {
                continue;
            };
            let banks = edition.subject(place).0.banks.iter();
            for bank in banks.filter(|it| it.edition.is_none()) {
                let address = (bank.language.tag(), slug.clone());
                wanted.entry(address).or_default().insert(place);
            }
        }
        wanted.retain(|_, places| places.len() > 1);
        let mut by_slug: BTreeMap<&str, BTreeSet<Place>> = BTreeMap::new();
        for ((_, slug), places) in &wanted {
            by_slug.entry(slug).or_default().extend(places);
        }
        let mut found: Vec<(BTreeSet<Place>, Diagnostic)> = Vec::new();
        for (slug, places) in by_slug {
            let finding = finding(edition, slug, &places);
            found.push((places, finding));
        }
        found.sort_by(|(left, _), (right, _)| left.cmp(right));
        Clashes {
            addresses: wanted.into_keys().collect(),
            found: found.into_iter().map(|(_, it)| it).collect(),
        }
    }

    /// Whether more than one article wants the address in `language`.
    pub(super) fn has(&self, language: &'static str, slug: &str) -> bool {
        !self.addresses.is_empty() && self.addresses.contains(&(language, slug.to_owned()))
    }
}

/// Returns the articles that may share an address: those whose addresses have one digest. All addresses
/// themselves would take more memory than they are worth, since hardly any is wanted twice.
fn suspects(edition: &Edition<'_>) -> Vec<Place> {
    let digest = |place: Place| {
        let slug = edition.slug(place).ok()?;
        Some((Address::of(&[&slug]).0, place))
    };
    let places: Vec<Place> = edition.places().collect();
    let mut digests: Vec<(u64, Place)> = places.into_par_iter().filter_map(digest).collect();
    digests.par_sort_unstable();
    let is_shared = |it: &&[(u64, Place)]| it.len() > 1;
    let shared = digests.chunk_by(|one, other| one.0 == other.0);
    let shared = shared.filter(is_shared).flatten();
    shared.map(|(_, place)| *place).collect()
}

fn finding(edition: &Edition<'_>, slug: &str, places: &BTreeSet<Place>) -> Diagnostic {
    let number = match places.len() {
        2 => "two".to_owned(),
        n_places => n_places.to_string(),
    };
    let message = format!("{number} articles want the address `{slug}`");
    let mut found = Diagnostic::error(Code::PathCollision, message);
    for place in places.iter().take(NAMED) {
        found = found.note(origin(edition, *place));
    }
    if places.len() > NAMED {
        found = found.note(format!("and {} more", places.len() - NAMED));
    }
    let file = |place: &Place| {
        let story = edition.subject(*place).0;
        let file = edition.newsroom.reads.file(story.file);
        file.path.display().to_string()
    };
    let mut files = places.iter().map(file);
    let first = files.next().unwrap_or_default();
    let other = files.find(|it| *it != first);
    found.hint(match other {
        None => format!(
            "add a column to `key:` in `{first}` that tells them apart, or delete the row that is there twice"
        ),
        Some(other) => format!(
            "all stories share one set of addresses: add a column to `key:` in `{first}` or in `{other}`"
        ),
    })
}

/// Returns which story tells an article, from which line of which table, and what its key is.
fn origin(edition: &Edition<'_>, place: Place) -> String {
    let (story, record): (&Story, _) = edition.subject(place);
    let newsroom = edition.newsroom;
    let cell = newsroom.tables.get(story.over).place(record.rows[0], 0);
    let file = newsroom.reads.file(cell.file).path.display();
    let key = edition.key(place).unwrap_or_default();
    let key = key_names(story).zip(key);
    let key: Vec<String> = key.map(|(name, it)| format!("{name}: {it}")).collect();
    format!(
        "`{}` tells line {} of `{file}` ({})",
        story.name,
        cell.line,
        key.join(", ")
    )
}
