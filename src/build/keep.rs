//! Pages of earlier runs that this one can say nothing about, in; wishes that keep them, out.
//!
//! A mistake in a file never takes pages away: what a broken story told last stands until the story is
//! mended, and so do the indexes that lead to it.

use std::collections::BTreeSet;

use super::folder::Folder;
use crate::publish::{Content, Store, Wish};

/// Adds wishes for the pages that must stay as they are to those for indexes; returns how many articles' pages
/// those are. `unsettled` are the stories of whose earlier pages it cannot be told whether something wants them.
pub(super) fn add(
    folder: &Folder<'_>,
    unsettled: &BTreeSet<&str>,
    wishes: &mut Vec<Wish>,
) -> usize {
    let (newsroom, store) = (folder.newsroom, &folder.store);
    let taken: BTreeSet<String> = wishes.iter().map(|it| it.path.clone()).collect();
    let holds_pages =
        folder.holds_pages() || wishes.iter().any(|it| matches!(it.content, Content::Kept));
    let left_over = || store.left_over().filter(|(path, _)| !taken.contains(*path));
    let belongs = |article: &str| {
        story_of(article).is_some_and(|it| newsroom.is_bare() || unsettled.contains(it))
    };
    let kept_pages: Vec<Wish> = left_over()
        .filter(|(_, article)| belongs(article))
        .map(kept)
        .collect();
    let n_pages = kept_pages.len();
    let of_folder = left_over().filter(|(_, article)| story_of(article).is_none());
    let of_folder: Vec<Wish> = of_folder.map(kept).collect();
    let layouts_are_broken = folder.has_broken_layouts();
    if n_pages > 0 || layouts_are_broken {
        keep_indexes(store, wishes);
    }
    if n_pages > 0 || layouts_are_broken || holds_pages {
        wishes.extend(of_folder);
    }
    wishes.extend(kept_pages);
    n_pages
}

/// Keeps the indexes of earlier runs as they are, rather than have them leave out pages that stand.
fn keep_indexes(store: &Store, wishes: &mut [Wish]) {
    for wish in wishes {
        if story_of(&wish.article).is_none() && store.has(&wish.path) {
            wish.content = Content::Kept;
        }
    }
}

/// Returns the story of what a wish is for, as in `match/lyon-nantes (fr)`; indexes are of none.
fn story_of(article: &str) -> Option<&str> {
    article.split_once('/').map(|(story, _)| story)
}

fn kept((path, article): (&str, &str)) -> Wish {
    Wish {
        path: path.to_owned(),
        article: article.to_owned(),
        listed: None,
        content: Content::Kept,
    }
}
