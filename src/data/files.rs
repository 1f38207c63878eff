//! What `file:` says in, the files that it means out.

use std::path::{Component, Path, PathBuf};

use globset::GlobBuilder;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{Error, Located, Reads};

/// Returns the files that a path or a pattern means, in the order of their names; tells if a pattern
/// is none or finds nothing.
pub(super) fn files(
    written: &Located<String>,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<PathBuf>, Error> {
    if !is_pattern(&written.value) {
        return Ok(vec![PathBuf::from(&written.value)]);
    }
    let glob = GlobBuilder::new(&written.value)
        .literal_separator(true)
        .build();
    let matcher = match glob {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => {
            let message = format!("`{}` is no pattern: {}", written.value, error.kind());
            let found = Diagnostic::error(Code::MissingFile, message).at(written.span);
            diagnostics.push(found.hint("`data/*.csv` means every CSV file of the folder"));
            return Ok(Vec::new());
        }
    };
    let pattern = Path::new(&written.value);
    // As in a shell, a pattern means hidden files only if it says so: editors leave some behind.
    let is_hidden = |it: &Path| {
        let name = it.file_name().and_then(|it| it.to_str());
        name.is_some_and(|it| it.starts_with('.'))
    };
    let is_meant = |it: &PathBuf| !is_hidden(it) || is_hidden(pattern);
    let files = candidates(pattern, reads)?;
    let files: Vec<PathBuf> = files
        .into_iter()
        .filter(|it| matcher.is_match(it) && is_meant(it))
        .collect();
    if files.is_empty() {
        let message = format!("no file has a name as `{}`", written.value);
        let found = Diagnostic::error(Code::MissingFile, message).at(written.span);
        diagnostics.push(found.hint("`*` stands for any part of a name, but for `/`"));
    }
    Ok(files)
}

/// Whether a path has a sign of patterns in it.
pub(super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?'])
}

/// Returns the files in the folders that a pattern may mean, level by level.
fn candidates(pattern: &Path, reads: &mut Reads) -> Result<Vec<PathBuf>, Error> {
    let parts: Vec<Component<'_>> = pattern.components().collect();
    let Some((_, above)) = parts.split_last() else {
        return Ok(Vec::new());
    };
    let mut folders = vec![PathBuf::new()];
    for part in above {
        let name = part.as_os_str().to_string_lossy();
        if !is_pattern(&name) {
            for folder in &mut folders {
                folder.push(part);
            }
            continue;
        }
        let mut inner = Vec::new();
        for folder in &folders {
            inner.extend(reads.folders(folder)?);
        }
        folders = inner;
    }
    let mut files = Vec::new();
    for folder in folders {
        files.extend(reads.list(&folder)?);
    }
    files.sort();
    Ok(files)
}
