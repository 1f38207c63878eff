//! Every real file beside the project is read, and what comes of it is as `outcomes.txt` says.
//!
//! The outcomes are kept in blocks. A block begins with `=== ` and a path, or a pattern of paths that all come
//! to the same (or several such lines), then what a project would declare of the file, if bare it cannot be read: `| at: /rounds`.
//! `GEN_BLESS=1 cargo test --test checks` writes them anew; the difference is then read in Git.

mod hostile;
mod outcome;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use outcome::outcome;

/// Where the outcomes stand.
const OUTCOMES: &str = "tests/files/outcomes.txt";

/// What begins a block.
const MARK: &str = "=== ";

/// What is expected of a file, or of all files of a pattern.
struct Block {
    /// The path or pattern, and what is declared.
    title: String,
    outcome: String,
}

impl Block {
    /// Returns the path or pattern, and what is declared: `at: /rounds`.
    fn parts(&self) -> (&str, Option<&str>) {
        match self.title.split_once(" | ") {
            Some((path, declared)) => (path, Some(declared)),
            None => (&self.title, None),
        }
    }

    fn is_pattern(&self) -> bool {
        self.title.contains('*')
    }
}

#[test]
fn every_file_is_read_as_it_is_known_to_be() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut beside = root.ancestors().map(|it| it.join("shared/data"));
    let Some(folder) = beside.find(|it| it.is_dir()) else {
        eprintln!("skipped: there is no folder of real files beside the project");
        return;
    };
    check(&folder, OUTCOMES);
}

/// Reads all files of a folder, and fails with those that are not read as `expected` says.
fn check(folder: &Path, expected: &str) {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(expected);
    let blocks = blocks(&fs::read_to_string(&expected).unwrap_or_default());
    let found = outcomes(folder, &blocks);
    if std::env::var_os("GEN_BLESS").is_some() {
        fs::write(expected, blessed(&blocks, &found)).expect("it can be written");
        return;
    }
    let failures = failures(&blocks, &found);
    assert!(
        failures.is_empty(),
        "{} files are not read as expected\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Reads the blocks of the file of outcomes.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for part in text.split(MARK).skip(1) {
        let (title, outcome) = part.split_once('\n').unwrap_or((part, ""));
        let outcome = outcome.trim_end().to_owned();
        // Titles that follow each other share what follows the last of them.
        let above = blocks
            .iter_mut()
            .rev()
            .take_while(|it| it.outcome.is_empty());
        above.for_each(|it| it.outcome.clone_from(&outcome));
        blocks.push(Block {
            title: title.to_owned(),
            outcome,
        });
    }
    blocks
}

/// Returns what comes of each file: by its path, and then by the block that it falls under, if there is one.
fn outcomes(folder: &Path, blocks: &[Block]) -> Vec<(String, Option<usize>, String)> {
    let mut tasks = Vec::new();
    for path in files(folder) {
        let own: Vec<usize> = of(blocks, &path).collect();
        if own.is_empty() {
            tasks.push((path.clone(), None));
        }
        tasks.extend(own.into_iter().map(|it| (path.clone(), Some(it))));
    }
    // Each thread takes every other file: the large ones lie side by side.
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut found: Vec<(String, Option<usize>, String)> = std::thread::scope(|scope| {
        let tasks = &tasks;
        let worker = |first: usize| {
            scope.spawn(move || {
                let own = tasks.iter().skip(first).step_by(n_threads);
                own.map(|(path, block)| {
                    let declared = block.and_then(|it: usize| blocks[it].parts().1);
                    (path.clone(), *block, outcome(folder, path, declared))
                })
                .collect::<Vec<_>>()
            })
        };
        let workers: Vec<_> = (0..n_threads).map(worker).collect();
        let found = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
        found
            .flat_map(|it| it.expect("no file makes a reader panic"))
            .collect()
    });
    found.sort();
    found
}

/// Returns the files in a folder and those below, sorted, with `/` between the parts of their paths.
fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let entries = fs::read_dir(folder.join(&inner)).expect("the folder can be listed");
        for entry in entries.map(|it| it.expect("the entry can be read")) {
            let path = inner.join(entry.file_name());
            if folder.join(&path).is_dir() {
                folders.push(path);
            } else {
                let parts = path.iter().map(|it| it.to_string_lossy());
                files.push(parts.collect::<Vec<_>>().join("/"));
            }
        }
    }
    files.sort();
    files
}

/// Returns the blocks that say what is expected of a file: its own, or else that of its pattern.
fn of<'b>(blocks: &'b [Block], path: &'b str) -> impl Iterator<Item = usize> + 'b {
    let is_own = move |it: &Block| !it.is_pattern() && it.parts().0 == path;
    let has_own = blocks.iter().any(is_own);
    let is_of = move |it: &Block| it.is_pattern() && !has_own && fits(path, it.parts().0);
    (0..blocks.len()).filter(move |it| is_own(&blocks[*it]) || is_of(&blocks[*it]))
}

/// Whether a path fits a pattern, whose `*` stands for anything.
fn fits(path: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, inner)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in inner {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Returns what is not as it is expected.
fn failures(blocks: &[Block], found: &[(String, Option<usize>, String)]) -> Vec<String> {
    let mut failures = Vec::new();
    for (path, block, outcome) in found {
        match block.map(|it| &blocks[it]) {
            None => failures.push(format!("{path}: no outcome is expected of it\n{outcome}\n")),
            Some(block) if block.outcome != *outcome => failures.push(format!(
                "{path} ({})\nexpected:\n{}\nfound:\n{outcome}\n",
                block.title, block.outcome
            )),
            Some(_) => {}
        }
    }
    let is_met = |it: &usize| found.iter().any(|(_, block, _)| block == &Some(*it));
    let unmet = (0..blocks.len()).filter(|it| !is_met(it));
    failures.extend(unmet.map(|it| format!("{}: there is no such file", blocks[it].title)));
    failures
}

/// Returns the file of outcomes anew: a file that is unlike the others of its pattern gets a block of its own.
fn blessed(blocks: &[Block], found: &[(String, Option<usize>, String)]) -> String {
    let mut anew: BTreeMap<String, &str> = BTreeMap::new();
    for (path, block, outcome) in found {
        let title = block.map_or(path.as_str(), |it| &blocks[it].title);
        let known = anew.entry(title.to_owned()).or_insert(outcome);
        if *known != outcome {
            anew.insert(path.clone(), outcome);
        }
    }
    let mut text =
        "What comes of each file. How it is written, and how it is written anew: mod.rs.\n"
            .to_owned();
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (title, outcome) in &anew {
        match groups.iter_mut().find(|it| it.0 == *outcome) {
            Some((_, titles)) => titles.push(title),
            None => groups.push((outcome, vec![title])),
        }
    }
    for (outcome, titles) in groups {
        text.push('\n');
        for title in titles {
            let _ = writeln!(text, "{MARK}{title}");
        }
        let _ = writeln!(text, "{outcome}");
    }
    text
}
