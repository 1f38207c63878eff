//! Wishes as they come to wishes that can be met: each path once, and inside the folder.

use std::collections::BTreeMap;

use super::{Wish, findings};
use crate::diagnostics::Diagnostics;

/// A wish, and whether another one wants the same path.
pub(super) struct Agreed {
    pub wish: Wish,
    /// Its place in its batch.
    pub idx: usize,
    pub is_contested: bool,
}

/// Returns the wishes by path, each path once; two that want one path, or paths that are one on some
/// system, are reported, and neither is written.
pub(super) fn agreed(wishes: Vec<Wish>, diagnostics: &mut Diagnostics) -> Vec<Agreed> {
    let mut by_path: BTreeMap<String, Agreed> = BTreeMap::new();
    for (idx, wish) in wishes.into_iter().enumerate() {
        if !is_portable(&wish.path) {
            diagnostics.push(findings::not_portable(&wish));
            continue;
        }
        let key = wish.path.to_ascii_lowercase();
        if let Some(first) = by_path.get_mut(&key) {
            let (one, other) = (&first.wish, &wish);
            let found = findings::collision(&one.path, &one.article, &other.article);
            diagnostics.push(found);
            first.is_contested = true;
        } else {
            by_path.insert(
                key,
                Agreed {
                    wish,
                    idx,
                    is_contested: false,
                },
            );
        }
    }
    by_path.into_values().collect()
}

/// Whether `path` is one on every system: parts of plain ASCII, none of them a way up or hidden.
/// What is ASCII has one form only, so that no two such paths differ in composed letters.
pub(super) fn is_portable(path: &str) -> bool {
    path.split('/').all(|part| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && part
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'))
    })
}
