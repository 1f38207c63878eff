//! Where the command runs, to the project it is about.

use std::env;
use std::path::{Path, PathBuf};

use gentext::project::{self, FILE_NAME};
use gentext::source;

use super::exit::Failure;

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
