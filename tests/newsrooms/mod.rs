//! Newsrooms fed by files that stand beside the project and are not part of it: each is built whole, and what its articles
//! say is held against the same figures read by other means. Where the files are absent, the test says so and passes.

mod presidentielle;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use gentext::build::Newsroom;
use gentext::diagnostics::to_text;

/// Returns a folder of files beside the project; says so if it is absent.
fn beside(folder: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut places = root
        .ancestors()
        .map(|it| it.join("shared/data").join(folder));
    let found = places.find(|it| it.is_dir());
    if found.is_none() {
        // Past what a test keeps to itself.
        let message = format!("skipped: `{folder}` is not beside the project");
        writeln!(io::stderr(), "{message}").expect("the terminal takes a line");
    }
    found
}

/// Copies the newsroom `name` and `data` into `folder`, and reads it; nothing may be found in it.
fn sound(name: &str, data: &Path, folder: &Path) -> Newsroom {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/newsrooms");
    super::copy(&home.join(name), folder);
    fs::create_dir_all(folder.join("data")).expect("a folder can be made");
    let file_name = data.file_name().expect("the file has a name");
    fs::copy(data, folder.join("data").join(file_name)).expect("the file can be copied");
    let loaded = Newsroom::load(folder).expect("the newsroom can be read");
    let Ok(newsroom) = loaded.newsroom else {
        panic!("gen.yaml is sound");
    };
    let said = loaded.diagnostics.iter();
    let said: Vec<String> = said.map(|it| to_text(it, &newsroom.reads, false)).collect();
    assert!(
        said.is_empty(),
        "`{name}` has mistakes:\n{}",
        said.join("\n")
    );
    newsroom
}
