//! `gen init`: the name of an example in; a new project, complete with its data, out.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gentext::source;

use super::embedded;
use super::exit::{Exit, Failure};
use super::summary::counted;
use super::terminal::Terminal;

/// Start a project in an empty folder
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder; it is created if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Start from a complete example instead of a small commented project
    #[arg(long, value_name = "EXAMPLE")]
    from: Option<Example>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Example {
    /// Match reports of international football
    Football,
    /// Quarterly results of companies
    Earnings,
    /// Reports on influencer campaigns
    Campaign,
}

/// A file of the new project.
struct NewFile {
    path: String,
    text: String,
}

impl Init {
    /// Writes the project.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let folder = match project {
            Some(base) => base.join(&self.folder),
            None => self.folder.clone(),
        };
        check_empty(&folder)?;
        let files = match self.from {
            None => starter(),
            Some(example) => example.files(),
        };
        for file in &files {
            write(&folder, file)?;
        }
        let n_files = counted(files.len(), "file");
        terminal.say(&format!("{n_files} written to `{}`", folder.display()));
        terminal.say(&format!("next: {}", next(&folder)));
        Ok(Exit::Done)
    }
}

impl Example {
    fn name(self) -> &'static str {
        match self {
            Example::Football => "football",
            Example::Earnings => "earnings",
            Example::Campaign => "campaign",
        }
    }

    /// Returns the example's files and its data, which a project of its own has in `data/`.
    fn files(self) -> Vec<NewFile> {
        let (example, datasets) = (
            format!("examples/{}", self.name()),
            format!("datasets/{}", self.name()),
        );
        let shared = format!("../../{datasets}/");
        let own = embedded::folder_of(&example).map(|(path, text)| NewFile {
            path: path.to_owned(),
            text: text.replace(&shared, "data/"),
        });
        let data = embedded::folder_of(&datasets).map(|(path, text)| NewFile {
            path: format!("data/{path}"),
            text: text.to_owned(),
        });
        own.chain(data).collect()
    }
}

fn starter() -> Vec<NewFile> {
    let files = embedded::folder_of("templates/starter");
    let new = |(path, text): (&str, &str)| NewFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    files.map(new).collect()
}

/// Refuses a folder with something in it; what is hidden, such as `.git`, is not in the way.
fn check_empty(folder: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Failure::Usage {
                message: format!("`{}` is a file", folder.display()),
                hint: "name a folder that is empty or not there yet".to_owned(),
            });
        }
        Err(source) => return Err(failed("list", folder, source)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(|it| failed("list", folder, it))?.file_name();
        names.push(name.to_string_lossy().into_owned());
    }
    names.retain(|it| !it.starts_with('.'));
    match names.iter().min() {
        None => Ok(()),
        Some(name) => Err(Failure::Usage {
            message: format!("`{}` is not empty: it holds `{name}`", folder.display()),
            hint: "name a folder that is empty or not there yet, as in `gen init my-newsroom`"
                .to_owned(),
        }),
    }
}

/// Writes a file that is not there yet.
fn write(folder: &Path, file: &NewFile) -> Result<(), Failure> {
    let path = folder.join(&file.path);
    let parent = path.parent().expect("a file is in a folder");
    fs::create_dir_all(parent).map_err(|it| failed("create", parent, it))?;
    let created = OpenOptions::new().write(true).create_new(true).open(&path);
    created
        .and_then(|mut it| it.write_all(file.text.as_bytes()))
        .map_err(|it| failed("write", &path, it))
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> Failure {
    let path = path.to_owned();
    Failure::World(source::Error {
        action,
        path,
        source,
    })
}

/// Returns the command to go on with.
fn next(folder: &Path) -> String {
    if folder == Path::new(".") {
        "gen build".to_owned()
    } else {
        format!("gen build -C {}", folder.display())
    }
}
