//! `gen data`: tables in; what their columns hold, and what is doubtful, out, 80 columns wide.

mod doubts;
mod keys;
mod report;
mod text;

use std::path::{Path, PathBuf};

use clap::Args;
use gentext::build;
use gentext::data::profile::{self, Reference};
use gentext::data::{self, Table, Tables};
use gentext::diagnostics::{Diagnostics, Severity, nearest};
use gentext::language;
use gentext::project::{self, TableSource, TableSpec};
use gentext::source::{Located, Reads, Span};

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::terminal::Terminal;

/// Show what is in the tables: columns, types and why, missing and doubtful cells, keys
#[derive(Debug, Args)]
pub(super) struct Data {
    /// A table of the project, or any data file [otherwise: all tables of the project]
    #[arg(value_name = "TABLE|FILE")]
    table: Option<String>,
    #[command(flatten)]
    as_of: AsOf,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// The tables that were read, and which of them are to be shown.
struct ReadTables {
    reads: Reads,
    specs: Vec<TableSpec>,
    tables: Tables,
    diagnostics: Diagnostics,
    /// The only table to show.
    only: Option<String>,
    /// The path to write in gen.yaml, if a file was named that is no table of a project.
    offered: Option<String>,
}

/// A declared table as it is to be shown.
struct Shown<'r> {
    name: &'r str,
    spec: &'r TableSpec,
    /// Its rows, if they could be read.
    table: Option<&'r Table>,
    /// Why no story can use it, if none can.
    stopped: Option<Vec<&'r str>>,
}

impl Data {
    /// Prints what there is to know of the tables.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let read = self.read(project)?;
        let shown = read.shown();
        let references = read.references();
        if self.json {
            let report = report::report(&shown, &references, &read);
            terminal.print(&format!("{report:#}\n"))?;
        } else {
            terminal.print(&text::text(&shown, &references, &read))?;
            terminal.diagnostics(&read.diagnostics, &read.reads);
        }
        Ok(Exit::findings(read.diagnostics.has_errors()))
    }

    /// Reads the project's tables, or the one file that is named.
    fn read(&self, project: Option<&Path>) -> Result<ReadTables, Failure> {
        let named = self.table.as_deref();
        let root = match (open::root(project), named.and_then(|it| file(it, project))) {
            (Ok(root), _) => root,
            // Without `-C` a file needs no project.
            (Err(_), Some(file)) if project.is_none() => return read_file(&file, None),
            (Err(_), None) if project.is_none() && named.is_some() => {
                return Err(unknown(named.unwrap_or_default(), &[]));
            }
            (Err(failure), _) => return Err(failure),
        };
        let mut reads = Reads::new(&root);
        let mut diagnostics = Diagnostics::default();
        let found = project::load(&mut reads, language::TAGS, &mut diagnostics)?;
        let specs = found.map(|it| it.tables).unwrap_or_default();
        let mut only = None;
        if let Some(named) = named {
            let is_table = specs.iter().any(|it| it.name.value == named);
            let file = file(named, Some(&root)).filter(|_| !is_table);
            let declared = file.as_ref().and_then(|it| declared(&specs, &root, it));
            match (declared, file) {
                (Some(name), _) => only = Some(name),
                (None, Some(file)) => return read_file(&file, Some(&root)),
                (None, None) if is_table => only = Some(named.to_owned()),
                (None, None) => return Err(unknown(named, &specs)),
            }
        }
        let options = self.as_of.options();
        let tables = build::tables(&specs, &options, &mut reads, &mut diagnostics)?;
        Ok(ReadTables {
            reads,
            specs,
            tables,
            diagnostics,
            only,
            offered: None,
        })
    }
}

impl ReadTables {
    /// Returns the tables to show, in the order they are declared.
    fn shown(&self) -> Vec<Shown<'_>> {
        let is_meant = |it: &&TableSpec| self.is_meant(&it.name.value);
        self.specs
            .iter()
            .filter(is_meant)
            .map(|it| self.show(it))
            .collect()
    }

    fn show<'r>(&'r self, spec: &'r TableSpec) -> Shown<'r> {
        let name = spec.name.value.as_str();
        let table = self.tables.find(name).map(|it| self.tables.get(it));
        let is_stopped = table.is_none() || self.tables.is_unusable(name);
        Shown {
            name,
            spec,
            table,
            stopped: is_stopped.then(|| self.errors_of(spec)),
        }
    }

    fn is_meant(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|it| it == name)
    }

    /// Returns the errors about a table: those in its file, and those where it is declared.
    fn errors_of(&self, spec: &TableSpec) -> Vec<&str> {
        let start = spec.name.span;
        let later = self.specs.iter().map(|it| it.name.span.start);
        let end = later.filter(|it| *it > start.start).min();
        let is_declared_at = |it: Span| {
            it.file == start.file && it.start >= start.start && end.is_none_or(|end| it.start < end)
        };
        let path = Path::new(&spec.source.written().value);
        let is_about = |it: Span| is_declared_at(it) || self.reads.file(it.file).path == path;
        let errors = self.diagnostics.iter();
        errors
            .filter(|it| it.severity == Severity::Error && it.span.is_some_and(is_about))
            .map(|it| it.message.as_str())
            .collect()
    }

    /// Returns which columns of the tables to show refer to which keys, and those that refer to them.
    fn references(&self) -> Vec<Reference> {
        let mut references = profile::references(&self.tables);
        references.retain(|it| self.is_meant(&it.from.0) || self.is_meant(&it.to.0));
        references
    }
}

/// Returns the file that is called `named`, from here or from the folder of the project.
fn file(named: &str, root: Option<&Path>) -> Option<PathBuf> {
    let inside = root.map(|it| it.join(named));
    let candidates = std::iter::once(PathBuf::from(named)).chain(inside);
    candidates.into_iter().find(|it| it.is_file())
}

/// Returns the table that is declared to be read from `file` alone.
fn declared(specs: &[TableSpec], root: &Path, file: &Path) -> Option<String> {
    let file = file.canonicalize().ok()?;
    let is_it = |it: &&TableSpec| match &it.source {
        TableSource::File(path) => {
            root.join(&path.value).canonicalize().ok().as_ref() == Some(&file)
        }
        TableSource::Query(_) => false,
    };
    let mut found = specs.iter().filter(is_it);
    match (found.next(), found.next()) {
        (Some(spec), None) => Some(spec.name.value.clone()),
        _ => None,
    }
}

/// Reads one file as if the project in `root` declared it.
fn read_file(file: &Path, root: Option<&Path>) -> Result<ReadTables, Failure> {
    let mut reads = Reads::new("");
    let mut diagnostics = Diagnostics::default();
    let path = file.display().to_string();
    let argument = reads.keep(Path::new("arguments"), &path);
    let at = |value: &str| Located {
        value: value.to_owned(),
        span: Span::new(argument, 0..path.len()),
    };
    let name = table_name(file);
    let specs = vec![TableSpec::new(at(&name), TableSource::File(at(&path)))];
    let tables = data::load(&specs, &mut reads, &mut diagnostics)?;
    Ok(ReadTables {
        reads,
        specs,
        tables,
        diagnostics,
        only: None,
        offered: Some(from_root(file, root).unwrap_or(path)),
    })
}

/// Returns the path of a file from the folder of the project, if it is in there.
fn from_root(file: &Path, root: Option<&Path>) -> Option<String> {
    let (file, root) = (file.canonicalize().ok()?, root?.canonicalize().ok()?);
    let inside = file.strip_prefix(&root).ok()?;
    Some(inside.display().to_string())
}

/// Returns the name that a table of this file could have.
fn table_name(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    data::snake_case(&stem)
}

fn unknown(name: &str, specs: &[TableSpec]) -> Failure {
    let known: Vec<&str> = specs.iter().map(|it| it.name.value.as_str()).collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("the nearest name is `{near}`"),
        None if known.is_empty() => {
            "name a file that is there: no project declares a table".to_owned()
        }
        None => format!("the tables are {}", known.join(", ")),
    };
    Failure::Usage {
        message: format!("there is no table and no file `{name}`"),
        hint,
    }
}
