//! What a person should know of an output folder, and what to do about it.

use std::path::Path;

use super::Wish;
use super::manifest::MANIFEST;
use crate::diagnostics::{Code, Diagnostic};

/// A page that someone edited, and that would be written anew.
pub(super) fn edited(shown: &Path, path: &str) -> Diagnostic {
    let shown = shown.join(path);
    let message = format!(
        "`{}` was edited since gen wrote it, and stays as it is",
        shown.display()
    );
    Diagnostic::warning(Code::EditedPage, message)
        .hint("move the correction into the data or the phrase bank, and delete the page: gen writes it anew")
}

/// A page that someone edited, and that nothing wants any more.
pub(super) fn left_over(shown: &Path, path: &str) -> Diagnostic {
    let shown = shown.join(path);
    let message = format!(
        "`{}` is not wanted any more, but was edited since gen wrote it",
        shown.display()
    );
    Diagnostic::warning(Code::EditedPage, message)
        .hint("delete it if it has no use; gen leaves it alone from now on")
}

/// A file where a page belongs.
pub(super) fn foreign(shown: &Path, wish: &Wish) -> Diagnostic {
    let shown = shown.join(&wish.path);
    let message = format!(
        "`{}` is in the way, and gen did not write it",
        shown.display()
    );
    Diagnostic::error(Code::ForeignFile, message)
        .note(format!("the page of {} belongs there", wish.article))
        .hint("move or delete the file, or give the output another folder")
}

/// A link or a file where a folder belongs.
pub(super) fn no_folder(shown: &Path, folder: &str) -> Diagnostic {
    let shown = shown.join(folder);
    let message = format!(
        "`{}` is a link or a file where a folder must be",
        shown.display()
    );
    Diagnostic::error(Code::ForeignFile, message)
        .hint("pages are written only inside the output folder: replace it with a folder")
}

/// Two wishes for one path.
pub(super) fn collision(path: &str, first: &str, second: &str) -> Diagnostic {
    let message = format!("two articles want the page `{path}`");
    let found = Diagnostic::error(Code::PathCollision, message)
        .note(format!("one is {first}"))
        .note(format!("the other is {second}"));
    found.hint("add a column to the story's `key:` that tells them apart")
}

/// A path that is none on some system, or leads out of the folder.
pub(super) fn not_portable(wish: &Wish) -> Diagnostic {
    let message = format!(
        "`{}` cannot be the path of a page",
        wish.path.escape_debug()
    );
    Diagnostic::error(Code::PathCollision, message).note(format!("it is that of {}", wish.article))
}

/// A manifest that cannot be read.
pub(super) fn broken_manifest(shown: &Path, reason: &str) -> Diagnostic {
    let shown = shown.join(MANIFEST);
    let message = format!("`{}` cannot be read: {reason}", shown.display());
    Diagnostic::warning(Code::BrokenManifest, message)
        .note("without it no page is known to be gen's: none is removed, and none that differs is overwritten")
        .hint("restore the file, or delete the folder's pages, and build again")
}
