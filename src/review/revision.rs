//! A project and the name of a git revision in; a temporary folder with the project as it was then, out.
//!
//! Nothing in the repository is touched: the revision is read into an index of its own, and its files are written from
//! that. Data outside the repository has no revisions, and is taken as it is now.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::diagnostics::Diagnostics;
use crate::language;
use crate::project::{self, TableSource};
use crate::source::{Error, Reads};

/// Why a revision could not be had.
#[derive(Debug)]
#[non_exhaustive]
pub enum RevisionError {
    /// There is no `git` command.
    NoGit,
    /// The project is in no repository.
    NoRepository,
    /// The repository knows no such revision.
    Unknown,
    /// The revision has no such project.
    NoProject,
    /// Git could not do it; what it said.
    Failed(String),
    /// The world failed.
    World(Error),
}

impl fmt::Display for RevisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RevisionError::NoGit => f.write_str("there is no `git` to read earlier versions with"),
            RevisionError::NoRepository => f.write_str("the project is in no git repository"),
            RevisionError::Unknown => f.write_str("the repository has no such revision"),
            RevisionError::NoProject => f.write_str("the project is not in that revision"),
            RevisionError::Failed(said) => write!(f, "git failed: {said}"),
            RevisionError::World(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RevisionError {}

/// Writes the project at `root` as it was in `revision` into a temporary folder; returns that folder, which is removed
/// when it is dropped, and the place of the project in it.
pub fn lay_out(root: &Path, revision: &str) -> Result<(TempDir, PathBuf), RevisionError> {
    let root = fs::canonicalize(root).map_err(|source| world("find", root, source))?;
    let git = Git::at(&root)?;
    let commit = git.commit(revision)?;
    let folder = tempfile::Builder::new().prefix("gen-diff-").tempdir();
    let folder =
        folder.map_err(|source| world("create", Path::new("a temporary folder"), source))?;
    // The repository stands at its own path below the temporary folder, so that `..` leads where it led.
    let mirror = |path: &Path| folder.path().join("files").join(relative(path));
    let index = folder.path().join("index");
    git.read_tree(&commit, &index)?;
    git.write_files(&index, &mirror(&git.top), &root)?;
    let place = mirror(&root);
    if !place.join(project::FILE_NAME).is_file() {
        return Err(RevisionError::NoProject);
    }
    for path in files(&place).map_err(RevisionError::World)? {
        let path = project::normal(&root.join(path));
        if path.starts_with(&root) {
            continue;
        }
        if path.starts_with(&git.top) {
            git.write_files(&index, &mirror(&git.top), &path)?;
        } else {
            copy(&path, &mirror(&path))?;
        }
    }
    Ok((folder, place))
}

/// Returns the files of a project's tables, or the folders that hold them where a pattern names several.
fn files(place: &Path) -> Result<Vec<PathBuf>, Error> {
    let (mut reads, mut found) = (Reads::new(place), Diagnostics::default());
    let project = project::load(&mut reads, language::TAGS, &mut found)?;
    let tables = project.map(|it| it.tables).unwrap_or_default();
    let file = |source: TableSource| match source {
        TableSource::File(path) => {
            let parts = Path::new(&path.value).components();
            let is_plain = |it: &Component<'_>| !it.as_os_str().to_string_lossy().contains('*');
            Some(parts.take_while(is_plain).collect())
        }
        TableSource::Query(_) => None,
    };
    Ok(tables
        .into_iter()
        .filter_map(|it| file(it.source))
        .collect())
}

/// Copies a file, or all files of a folder; what is not there is missing in the copy too.
fn copy(from: &Path, to: &Path) -> Result<(), RevisionError> {
    let failed = |source| world("read", from, source);
    if from.is_dir() {
        for entry in fs::read_dir(from).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_file() {
                copy(&path, &to.join(path.file_name().unwrap_or_default()))?;
            }
        }
    } else if from.is_file() {
        let parent = to.parent().unwrap_or(to);
        fs::create_dir_all(parent).map_err(|source| world("create", parent, source))?;
        fs::copy(from, to).map_err(failed)?;
    }
    Ok(())
}

/// Returns an absolute path without what makes it absolute.
fn relative(path: &Path) -> PathBuf {
    let parts = path.components();
    parts
        .filter(|it| matches!(it, Component::Normal(_)))
        .collect()
}

fn world(action: &'static str, path: &Path, source: io::Error) -> RevisionError {
    RevisionError::World(Error {
        action,
        path: path.to_owned(),
        source,
    })
}

/// The `git` command, at work in a repository.
struct Git {
    top: PathBuf,
}

impl Git {
    /// Finds the repository that `folder` is in.
    fn at(folder: &Path) -> Result<Self, RevisionError> {
        let mut git = Git {
            top: folder.to_owned(),
        };
        let said = git
            .command()
            .args(["rev-parse", "--show-toplevel"])
            .output();
        let said = match said {
            Ok(said) => said,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(RevisionError::NoGit);
            }
            Err(source) => return Err(world("run", Path::new("git"), source)),
        };
        if !said.status.success() {
            return Err(RevisionError::NoRepository);
        }
        let top = String::from_utf8_lossy(&said.stdout);
        git.top = PathBuf::from(top.trim_end_matches(['\n', '\r']));
        Ok(git)
    }

    /// Returns git without anything that could run for it: hooks, or a watcher of files.
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        // Run from a hook, git is told of the repository in another way.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        command
            .arg("-C")
            .arg(&self.top)
            .args([
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "core.fsmonitor=false",
            ])
            .stdin(Stdio::null());
        command
    }

    /// Returns the commit that a person calls `revision`.
    fn commit(&self, revision: &str) -> Result<String, RevisionError> {
        let name = format!("{revision}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &name,
        ];
        let said = self.command().args(arguments).output();
        let said = said.map_err(|source| world("run", Path::new("git"), source))?;
        if !said.status.success() {
            return Err(RevisionError::Unknown);
        }
        Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
    }

    /// Reads the tree of a commit into an index of its own.
    fn read_tree(&self, commit: &str, index: &Path) -> Result<(), RevisionError> {
        let mut command = self.command();
        command
            .env("GIT_INDEX_FILE", index)
            .args(["read-tree", commit]);
        run(command, &[]).map(|_| ())
    }

    /// Writes the files of the index that are at or below `path` into `folder`.
    fn write_files(&self, index: &Path, folder: &Path, path: &Path) -> Result<(), RevisionError> {
        let inside = path.strip_prefix(&self.top).unwrap_or(path);
        let inside = if inside.as_os_str().is_empty() {
            OsStr::new(".")
        } else {
            inside.as_os_str()
        };
        let mut command = self.command();
        command
            .env("GIT_INDEX_FILE", index)
            .env("GIT_LITERAL_PATHSPECS", "1")
            .args(["ls-files", "-z", "--"])
            .arg(inside);
        let names = run(command, &[])?;
        fs::create_dir_all(folder).map_err(|source| world("create", folder, source))?;
        let mut prefix = folder.as_os_str().to_owned();
        prefix.push("/");
        let mut option = std::ffi::OsString::from("--prefix=");
        option.push(&prefix);
        let mut command = self.command();
        command
            .env("GIT_INDEX_FILE", index)
            .args(["checkout-index", "--force", "--quiet", "-z", "--stdin"])
            .arg(option)
            .stdin(Stdio::piped());
        run(command, &names).map(|_| ())
    }
}

/// Runs a command with `input`, and returns what it said.
fn run(mut command: Command, input: &[u8]) -> Result<Vec<u8>, RevisionError> {
    let failed = |source| world("run", Path::new("git"), source);
    let mut running = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = running.stdin.take() {
        stdin.write_all(input).map_err(failed)?;
    }
    let said = running.wait_with_output().map_err(failed)?;
    if said.status.success() {
        return Ok(said.stdout);
    }
    let words = String::from_utf8_lossy(&said.stderr);
    Err(RevisionError::Failed(words.trim().to_owned()))
}
