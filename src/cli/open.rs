//! Where the command runs, to the project it is about.

use std::env;
use std::path::{Path, PathBuf};

use gentext::build::{Loaded, Newsroom};
use gentext::project::{self, FILE_NAME};
use gentext::source;
use gentext::story::Story;

use super::exit::Failure;
use super::terminal::Terminal;

/// Returns the project's folder: the one named, or the nearest with a gen.yaml from here upwards.
pub(super) fn root(named: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = named {
        return if folder.join(FILE_NAME).is_file() {
            Ok(folder.to_owned())
        } else {
            Err(Failure::Usage {
                message: format!(
                    "`{}` is no project: it has no {FILE_NAME}",
                    folder.display()
                ),
                hint: format!("`gen init {}` starts one there", folder.display()),
            })
        };
    }
    let here = env::current_dir().map_err(|source| source::Error {
        action: "find",
        path: PathBuf::from("."),
        source,
    })?;
    project::find_root(&here).ok_or_else(|| Failure::Usage {
        message: format!(
            "no {FILE_NAME} in `{}`, nor in a folder above it",
            here.display()
        ),
        hint: "`gen init DIR` starts a project, and `-C DIR` names one that is elsewhere"
            .to_owned(),
    })
}

/// Returns what was loaded, with all that was found wrong with it shown.
pub(super) fn newsroom<'a>(
    loaded: &'a Loaded,
    terminal: &Terminal,
) -> Result<&'a Newsroom, Failure> {
    if loaded.diagnostics.has_errors() {
        terminal.diagnostics(&loaded.diagnostics, loaded.reads());
    }
    loaded.newsroom.as_ref().map_err(|_| Failure::Usage {
        message: "gen.yaml cannot be used as it stands".to_owned(),
        hint: "`gen check` says what is wrong".to_owned(),
    })
}

/// Returns which stories are meant: the one that is named, by its name or its file, or all.
pub(super) fn story<'a>(
    newsroom: &'a Newsroom,
    wanted: Option<&'a str>,
) -> Result<impl Fn(&Story) -> bool + 'a, Failure> {
    let is_meant = move |it: &Story| {
        wanted.is_none_or(|name| *it.name == *name || newsroom.file_name(it) == name)
    };
    if newsroom.stories.iter().any(is_meant) || wanted.is_none() {
        return Ok(is_meant);
    }
    let names: Vec<&str> = newsroom.stories.iter().map(|it| &*it.name).collect();
    Err(Failure::Usage {
        message: format!("there is no story `{}`", wanted.unwrap_or_default()),
        hint: match names.as_slice() {
            [] => "`gen check` says why there is none".to_owned(),
            names => format!("the stories are {}", names.join(", ")),
        },
    })
}
