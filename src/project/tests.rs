//! Cases: projects on disk in; what is read of them, or the findings, out.

use std::fs;

use super::{Output, PerLanguage, find_root, load, schema};
use crate::diagnostics::{Diagnostics, to_text};
use crate::project::Project;
use crate::source::Reads;

/// Loads a project of the given files; what is found comes as text.
fn load_files(files: &[(&str, &str)]) -> (Option<Project>, String) {
    let folder = tempfile::tempdir().expect("the system has room for a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    let mut reads = Reads::new(folder.path());
    let mut diagnostics = Diagnostics::default();
    let project = load(&mut reads, &["fr", "en"], &mut diagnostics).expect("the folder is there");
    let found: Vec<String> = diagnostics
        .iter()
        .map(|it| to_text(it, &reads, false))
        .collect();
    (project, found.join("\n"))
}
