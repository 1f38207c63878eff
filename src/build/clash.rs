//! The articles of a run in; those that want one address, and what a person can do about it, out.

use std::collections::{BTreeMap, BTreeSet};

use super::edition::{Edition, Entry, State};
use super::newsroom::Newsroom;
use super::sheets::key_names;
use crate::diagnostics::{Code, Diagnostic};

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
    /// Finds the addresses that more than one article wants in one language.
    pub(super) fn of(newsroom: &Newsroom, edition: &Edition<'_>) -> Self {
        let mut wanted: BTreeMap<(&'static str, String), Vec<usize>> = BTreeMap::new();
        for (idx, entry) in edition.entries.iter().enumerate() {
            let Ok(slug) = entry.slug() else { continue };
            let bases = entry.story.banks.iter().filter(|it| it.edition.is_none());
            for bank in bases {
                let address = (bank.language.tag(), slug.clone());
                wanted.entry(address).or_default().push(idx);
            }
        }
        wanted.retain(|_, entries| entries.len() > 1);
        let mut by_slug: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for ((_, slug), entries) in &wanted {
            by_slug.entry(slug).or_default().extend(entries);
        }
        let mut found: Vec<(BTreeSet<usize>, Diagnostic)> = Vec::new();
        for (slug, idxs) in by_slug {
            let entries: Vec<&Entry<'_>> = idxs.iter().map(|it| &edition.entries[*it]).collect();
            found.push((idxs, finding(newsroom, slug, &entries)));
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

fn finding(newsroom: &Newsroom, slug: &str, entries: &[&Entry<'_>]) -> Diagnostic {
    let number = match entries.len() {
        2 => "two".to_owned(),
        n_entries => n_entries.to_string(),
    };
    let message = format!("{number} articles want the address `{slug}`");
    let mut found = Diagnostic::error(Code::PathCollision, message);
    for entry in entries.iter().take(NAMED) {
        found = found.note(origin(newsroom, entry));
    }
    if entries.len() > NAMED {
        found = found.note(format!("and {} more", entries.len() - NAMED));
    }
    let file = |it: &Entry<'_>| {
        newsroom
            .reads
            .file(it.story.file)
            .path
            .display()
            .to_string()
    };
    let first = file(entries[0]);
    let other = entries.iter().map(|it| file(it)).find(|it| *it != first);
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
fn origin(newsroom: &Newsroom, entry: &Entry<'_>) -> String {
    let story = entry.story;
    let place = newsroom
        .tables
        .get(story.over)
        .place(entry.record.rows[0], 0);
    let file = newsroom.reads.file(place.file).path.display();
    let key = match &entry.state {
        State::Told(article) => article.key.as_slice(),
        State::Held(key, _) => key.as_deref().unwrap_or_default(),
    };
    let key = key_names(story).zip(key);
    let key: Vec<String> = key.map(|(name, it)| format!("{name}: {it}")).collect();
    format!(
        "`{}` tells line {} of `{file}` ({})",
        story.name,
        place.line,
        key.join(", ")
    )
}
