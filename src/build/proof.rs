//! A project in; each page it would make now out, beside the file that stands in its place. Nothing is written.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::clash::Clashes;
use super::edition::{Edition, Entry};
use super::folder::Folder;
use super::sheets::sheets;
use crate::publish::{Content, Standing, Wish};
use crate::source::Error;

/// A page, as the data would make it and as it stands.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Its path from the project's folder.
    pub path: PathBuf,
    /// What wants it, or wanted it last.
    pub article: String,
    /// The language of the article in it; none for a page that leads to others, or that nothing wants any more.
    pub language: Option<&'static str>,
    /// The page that the data would make now; none if its article is held, or nothing wants it.
    pub wanted: Option<String>,
    /// Whether anything wants it.
    pub is_wanted: bool,
    /// The file.
    pub standing: Standing,
}

/// Shows `see` each page, with its article if it tells one.
pub fn prove(
    edition: &Edition<'_>,
    mut see: impl FnMut(Option<&Entry<'_>>, Proof),
) -> Result<(), Error> {
    let newsroom = edition.newsroom;
    let clashes = Clashes::of(edition);
    let outputs = newsroom.project.outputs.iter();
    let mut folders: Vec<Folder<'_>> = outputs
        .map(|spec| Folder::open(newsroom, spec, true))
        .collect::<Result<_, _>>()?;
    let mut seen: Vec<BTreeSet<String>> = vec![BTreeSet::new(); folders.len()];
    for entry in edition.batches(&|| ()).flatten() {
        let article = sheets(newsroom, &clashes, &entry);
        for (folder, seen) in folders.iter_mut().zip(&mut seen) {
            for (sheet, wish) in article.iter().zip(folder.would_be(&article)) {
                if !seen.insert(wish.path.clone()) {
                    continue;
                }
                see(
                    Some(&entry),
                    proof(folder, wish, Some(sheet.language.tag()))?,
                );
            }
        }
    }
    let is_broken = newsroom.is_bare() || !newsroom.broken.is_empty();
    for (folder, mut seen) in folders.iter_mut().zip(seen) {
        for mut wish in folder.rest() {
            // What leads to pages of a story with mistakes is kept as they are.
            if is_broken {
                wish.content = Content::Kept;
            }
            seen.insert(wish.path.clone());
            see(None, proof(folder, wish, None)?);
        }
        let left = folder.store.left_over();
        for (path, article) in left.filter(|it| !seen.contains(it.0)) {
            let standing = folder.store.standing(path, None)?;
            let story = article.split_once('/').map(|it| it.0);
            let is_kept = story.is_none_or(|it| newsroom.is_bare() || newsroom.broken.contains(it));
            see(
                None,
                Proof {
                    path: folder.spec.folder.join(path),
                    article: article.to_owned(),
                    language: None,
                    wanted: None,
                    is_wanted: is_broken && is_kept,
                    standing,
                },
            );
        }
    }
    Ok(())
}

fn proof(folder: &Folder<'_>, wish: Wish, language: Option<&'static str>) -> Result<Proof, Error> {
    let wanted = match wish.content {
        Content::Bytes(bytes) => Some(bytes),
        Content::Kept => None,
    };
    let standing = folder.store.standing(&wish.path, wanted.as_deref())?;
    Ok(Proof {
        path: folder.spec.folder.join(&wish.path),
        article: wish.article,
        language,
        wanted: wanted.and_then(|it| String::from_utf8(it).ok()),
        is_wanted: true,
        standing,
    })
}
