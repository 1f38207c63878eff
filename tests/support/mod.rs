//! Markdown pages that are small projects: read, built through the library, and compared with what they say.
//!
//! The format is described in CONTRIBUTING.md. `page.rs` reads a page, `project.rs` builds what it holds.

pub(crate) mod page;
pub(crate) mod project;

use std::fs;
use std::path::{Path, PathBuf};

use page::{Block, Kind, Page};
use project::Project;

/// Set, the expected blocks are rewritten to what came out; the difference is then read in Git.
const BLESS: &str = "GEN_BLESS";

/// Returns the folder of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the Markdown files of a folder, sorted.
pub(crate) fn pages(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder can be listed");
    let paths = entries.map(|it| it.expect("the entry can be read").path());
    let mut pages: Vec<PathBuf> = paths
        .filter(|it| it.extension().is_some_and(|it| it == "md"))
        .collect();
    pages.sort();
    pages
}

/// Runs the pages and fails with all that is not as they say.
pub(crate) fn check(paths: &[PathBuf]) {
    assert!(!paths.is_empty(), "there are pages to run");
    let failures: Vec<String> = paths.iter().flat_map(|it| run(it)).collect();
    let n_failures = failures.len();
    let failures = failures.join("\n");
    assert!(
        n_failures == 0,
        "{n_failures} blocks are not as written; if what came out is right, run with {BLESS}=1\n\n{failures}"
    );
}

/// Whether what came out is to be taken as right.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os(BLESS).is_some()
}

/// Runs a page; returns what is not as it says.
fn run(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("the page can be read");
    let name = path.strip_prefix(root()).unwrap_or(path).display();
    let mut page = match Page::parse(&text) {
        Ok(page) => page,
        Err(trouble) => return vec![format!("{name}: {trouble}")],
    };
    let mut failures = Vec::new();
    let mut project = Project::default();
    let mut at = 0;
    while at < page.blocks.len() {
        let run = page.blocks[at..]
            .iter()
            .take_while(|it| it.kind.is_expected())
            .count();
        if run == 0 {
            if let Err(trouble) = project.take(&page.blocks[at]) {
                failures.push(format!("{name}:{}: {trouble}", page.blocks[at].line));
            }
            at += 1;
            continue;
        }
        let blocks = &mut page.blocks[at..at + run];
        let built = project.build();
        for block in blocks.iter_mut() {
            let came = match &block.kind {
                Kind::Prints(story, language) => project.prints(story, language, &block.text),
                kind => built.get(kind),
            };
            if came != block.text {
                failures.push(differs(&name.to_string(), block, &came));
                block.text = came;
            }
        }
        let said: Vec<&Kind> = blocks.iter().map(|it| &it.kind).collect();
        let line = blocks[0].line;
        failures.extend(built.unsaid(&said).map(|it| format!("{name}:{line}: {it}")));
        project.undo();
        at += run;
    }
    if is_blessing() && !failures.is_empty() {
        fs::write(path, page.to_text(&text)).expect("the page can be written");
    }
    failures
}

fn differs(name: &str, block: &Block, came: &str) -> String {
    format!(
        "{name}:{}: `{}` is not as written\n--- written\n{}--- came out\n{came}---\n",
        block.line, block.info, block.text
    )
}
