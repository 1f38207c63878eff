//! The project's own texts in; an embedded copy of them out, so that the binary needs nothing beside it.
//!
//! Starter projects, examples with their data and the documentation go in as they are. What gen writes
//! (`content/`) and what tests compare with (`expected/`) stays out.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folders that are embedded.
const FOLDERS: &[&str] = &["datasets", "docs", "examples", "templates/starter"];

/// Folders of output, wherever they are.
const LEFT_OUT: &[&str] = &["content", "expected"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo names the package"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names a folder to write to"));
    let mut files = Vec::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        gather(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let inside = file
            .strip_prefix(&root)
            .expect("it was found below the root");
        let name = inside.to_string_lossy().replace('\\', "/");
        let file = file.to_str().expect("the package's paths are text");
        writeln!(code, "({name:?}, include_str!({file:?})),").expect("a string takes any text");
    }
    code.push_str("]\n");
    fs::write(out.join("embedded.rs"), code)
}

/// Adds the files below `folder`, which need not be there.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with('.') || LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
