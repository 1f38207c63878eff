//! The files beside the layouts in; those that no page is made with, and what they may be meant for, out.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::source::{FileId, Reads};

/// The names that mean something by themselves.
const KNOWN: &[&str] = &["page.html", "index.html", "style.css"];

/// Returns a finding for a file that is neither a layout nor the stylesheet; a README is a note for the desk.
pub(super) fn not_a_layout(path: &Path, name: &str) -> Option<Diagnostic> {
    let is_note = name.eq_ignore_ascii_case("README.md");
    (!is_note).then(|| finding(path, name))
}

/// Returns a finding for each layout that no page is made with: neither by its name, nor because another
/// layout names it.
pub(super) fn unused(files: &BTreeMap<String, FileId>, reads: &Reads) -> Vec<Diagnostic> {
    let is_named = |name: &str| {
        let mut others = files.iter().filter(|(other, _)| *other != name);
        others.any(|(_, file)| reads.file(*file).text.contains(name))
    };
    let unused = files
        .iter()
        .filter(|(name, _)| !KNOWN.contains(&name.as_str()) && !is_named(name));
    unused
        .map(|(name, file)| finding(&reads.file(*file).path, name))
        .collect()
}

fn finding(path: &Path, name: &str) -> Diagnostic {
    let message = format!("no page is made with `{}`", path.display());
    let hint = match nearest(name, KNOWN.iter().copied()) {
        Some(better) => format!("name it `{}`", path.with_file_name(better).display()),
        None => "layouts are `page.html`, `index.html` and those that they name; `style.css` is the stylesheet"
            .to_owned(),
    };
    Diagnostic::warning(Code::LonelyFile, message).hint(hint)
}
