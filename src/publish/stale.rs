//! The outputs of a project in; folders that gen once wrote to, and that are no output any more, out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::store::n_pages;
use crate::diagnostics::{Code, Diagnostic};
use crate::project::OutputSpec;

/// Returns a finding for each folder beside the outputs, or below `content`, that holds pages of gen's and is
/// no output. Outside the project nothing is looked at: what is there may be of another one.
pub fn stale_outputs(root: &Path, outputs: &[OutputSpec]) -> Vec<Diagnostic> {
    let known: BTreeSet<PathBuf> = outputs.iter().map(|it| plain(&it.folder)).collect();
    let mut parents = BTreeSet::from([PathBuf::from("content")]);
    let inside = known.iter().filter(|it| is_inside(it));
    parents.extend(inside.filter_map(|it| it.parent().map(Path::to_owned)));
    let mut found = Vec::new();
    for parent in parents {
        for folder in folders(root, &parent) {
            if known.contains(&folder) {
                continue;
            }
            let n_pages = n_pages(&root.join(&folder));
            if n_pages > 0 {
                found.push(finding(&folder, n_pages));
            }
        }
    }
    found
}

/// Returns the folders in `parent`, sorted; none if it cannot be listed, for nothing depends on it.
fn folders(root: &Path, parent: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(root.join(parent)).into_iter().flatten();
    let folders = entries.flatten().filter(|it| it.path().is_dir());
    folders.map(|it| parent.join(it.file_name())).collect()
}

/// Returns `path` without parts that say nothing.
fn plain(path: &Path) -> PathBuf {
    let parts = path.components();
    parts.filter(|it| *it != Component::CurDir).collect()
}

fn is_inside(path: &Path) -> bool {
    path.components()
        .all(|it| matches!(it, Component::Normal(_)))
}

fn finding(folder: &Path, n_pages: usize) -> Diagnostic {
    let pages = if n_pages == 1 { "file" } else { "files" };
    let message = format!(
        "`{}` is no output any more, and holds {n_pages} {pages} that gen wrote",
        folder.display()
    );
    Diagnostic::warning(Code::StaleOutput, message)
        .hint("delete the folder, or name it in `outputs:` again")
}
