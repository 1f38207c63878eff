//! A project in a temporary folder, and the command run over it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A copy of a project under `tests/cli/projects`, gone when it is dropped.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// Copies the project called `name`.
    pub(crate) fn of(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("there is a place for temporary folders");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/projects");
        let source = source.join(name);
        assert!(source.is_dir(), "there is a project `{name}`");
        copy(&source, folder.path());
        Project { folder }
    }

    /// Returns the project's folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        fs::write(self.root().join(path), text).expect("the file can be written");
    }

    /// Adds lines to a file.
    pub(crate) fn append(&self, path: &str, text: &str) {
        self.write(path, self.read(path) + text);
    }

    /// Puts `new` in the place of `old`, which must be there.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "`{path}` holds `{old}`:\n{text}");
        self.write(path, text.replace(old, new));
    }

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("the file is there");
    }

    /// Returns the text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("the file can be read")
    }

    /// Returns every page by its path, with its text; the manifests and locks are no pages.
    pub(crate) fn pages(&self) -> BTreeMap<String, String> {
        let mut pages = BTreeMap::new();
        gather(&self.root().join("content"), self.root(), &mut pages);
        pages
    }

    /// Runs `gen` in the project's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command.args(arguments).current_dir(self.root());
        command.output().expect("the command can be run")
    }
}

fn gather(folder: &Path, root: &Path, pages: &mut BTreeMap<String, String>) {
    for path in entries(folder) {
        if path.is_dir() {
            gather(&path, root, pages);
        } else if path
            .file_name()
            .is_some_and(|it| it != ".gen-manifest.json" && it != ".gen-lock")
        {
            let inside = path.strip_prefix(root).expect("it is below the root");
            let text = fs::read_to_string(&path).expect("a page is text");
            pages.insert(inside.display().to_string(), text);
        }
    }
}

fn copy(from: &Path, to: &Path) {
    for path in entries(from) {
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            fs::create_dir(&target).expect("the folder can be created");
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|it| it.expect("the entry can be read").path())
        .collect()
}
