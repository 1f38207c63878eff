//! The order of the house: modules look back along the pipeline and never ahead, and every file says
//! in its first line what it is for.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the modules of `src/lib.rs` in the order declared.
fn modules() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("the library has a root");
    let name = |line: &str| {
        line.strip_prefix("pub mod ")?
            .strip_suffix(';')
            .map(str::to_owned)
    };
    lib.lines().filter_map(name).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every Rust file below `folder`, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Returns the files of one module.
fn files_of(module: &str) -> Vec<PathBuf> {
    let folder = root().join("src").join(module);
    if folder.is_dir() {
        rust_files(&folder)
    } else {
        vec![folder.with_extension("rs")]
    }
}

/// Whether a file holds tests only: cases may be long, and a measurement may print.
fn is_test(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|it| it == "tests" || it == "oracle")
}

/// Returns the code of a file without its comments, so that prose may name what it likes.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("the file is text");
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// Whether `code` names the module `name` of this crate.
fn names(code: &str, name: &str) -> bool {
    let path = format!("crate::{name}");
    code.match_indices(&path).any(|(start, _)| {
        let next = code[start + path.len()..].chars().next();
        next.is_none_or(|it| !(it.is_alphanumeric() || it == '_'))
    }) || grouped(code, name)
}

/// Whether `code` names it in a group: `use crate::{data, plan}`.
fn grouped(code: &str, name: &str) -> bool {
    code.split("crate::{").skip(1).any(|group| {
        let group = group.split(';').next().unwrap_or_default();
        group
            .split([',', '{', '}', ' ', '\n'])
            .any(|it| it == name || it.starts_with(&format!("{name}::")))
    })
}

#[test]
fn no_module_names_a_later_one() {
    let modules = modules();
    assert!(modules.len() > 5, "the modules were found: {modules:?}");
    let mut found = Vec::new();
    for (idx, module) in modules.iter().enumerate() {
        for file in files_of(module) {
            let code = code(&file);
            for later in modules[idx + 1..].iter().filter(|it| names(&code, it)) {
                found.push(format!("{} names `{later}`", file.display()));
            }
        }
    }
    assert!(
        found.is_empty(),
        "a module may only look back along the pipeline:\n{}",
        found.join("\n")
    );
}

#[test]
fn the_library_does_not_know_the_command_line() {
    for module in modules() {
        for file in files_of(&module).iter().filter(|it| !is_test(it)) {
            let code = code(file);
            for word in [
                "println!",
                "eprintln!",
                "print!(",
                "std::env::",
                "process::exit",
                "SystemTime::now",
                "Instant::now",
            ] {
                // The watch reports how long a rebuild took; the engine itself has no clock.
                let may_have = module == "preview";
                assert!(
                    may_have || !code.contains(word),
                    "{} has `{word}`",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for file in rust_files(&root().join("src")) {
        let text = fs::read_to_string(&file).expect("the file is text");
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("//! ") && first.len() > 20,
            "{} opens with `{first}`",
            file.display()
        );
    }
}

#[test]
fn no_module_is_a_drawer() {
    for file in rust_files(&root().join("src")) {
        let stem = file
            .file_stem()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        assert!(
            !["util", "utils", "helpers", "common", "manager", "misc"].contains(&stem),
            "{}",
            file.display()
        );
    }
}

#[test]
fn files_and_functions_stay_short() {
    const LINES_MAX: usize = 600;
    for file in rust_files(&root().join("src"))
        .iter()
        .filter(|it| !is_test(it))
    {
        let text = fs::read_to_string(file).expect("the file is text");
        let own = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        let n_lines = own.lines().count();
        assert!(
            n_lines <= LINES_MAX,
            "{} has {n_lines} lines",
            file.display()
        );
        for (name, n_lines) in functions(own) {
            assert!(
                n_lines <= 70,
                "{}: `{name}` has {n_lines} lines",
                file.display()
            );
        }
    }
}

/// Returns the functions of a file with their number of lines, by their indentation.
fn functions(text: &str) -> Vec<(String, usize)> {
    let mut functions = Vec::new();
    let mut open: Option<(String, usize, usize)> = None;
    for (idx, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let bare = line.trim_start();
        if let Some((name, start, depth)) = &open {
            if indent == *depth && bare.starts_with('}') {
                functions.push((name.clone(), idx - start + 1));
                open = None;
            }
        } else if let Some(start) = bare
            .find("fn ")
            .filter(|_| bare.ends_with('{') || bare.ends_with('('))
        {
            let name = bare[start + 3..]
                .split(['(', '<'])
                .next()
                .unwrap_or_default();
            open = Some((name.to_owned(), idx, indent));
        }
    }
    functions
}
