//! A project, read and compiled: everything that stands before the first article.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::data::{self, Tables};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language;
use crate::project::lexicon::LexiconFile;
use crate::project::{self, Project, yaml};
use crate::publish::Layouts;
use crate::source::{Error, FileId, Lookup, Reads};
use crate::story::{self, BankSource, Lexicon, Story};

/// A project, read and compiled.
pub struct Newsroom {
    /// What was read.
    pub reads: Reads,
    /// What gen.yaml declares.
    pub project: Project,
    /// The data.
    pub tables: Tables,
    /// The stories without mistakes, by file name.
    pub stories: Vec<Story>,
    /// The stories with mistakes: their pages are kept as they are.
    pub broken: Vec<String>,
    /// The page layouts.
    pub layouts: Layouts,
}

/// What came of reading a project.
pub struct Loaded {
    /// The project; only what was read if gen.yaml is absent or cannot be used.
    pub newsroom: Result<Newsroom, Reads>,
    /// All that is wrong in any file.
    pub diagnostics: Diagnostics,
}

impl Loaded {
    /// Returns the door through which the project was read: it knows the places of the findings.
    pub fn reads(&self) -> &Reads {
        match &self.newsroom {
            Ok(newsroom) => &newsroom.reads,
            Err(reads) => reads,
        }
    }
}

impl Newsroom {
    /// Reads the project at `root`.
    pub fn load(root: &Path) -> Result<Loaded, Error> {
        let mut reads = Reads::new(root);
        let mut diagnostics = Diagnostics::default();
        let Some(project) = project::load(&mut reads, language::TAGS, &mut diagnostics)? else {
            return Ok(Loaded {
                newsroom: Err(reads),
                diagnostics,
            });
        };
        let tables = data::load(&project.tables, &mut reads, &mut diagnostics)?;
        let lexicons = lexicons(&project, &mut reads, &mut diagnostics)?;
        let (stories, broken) =
            stories(&project, &tables, &lexicons, &mut reads, &mut diagnostics)?;
        let layouts = Layouts::load(&project.files.templates, &mut reads, &mut diagnostics)?;
        let newsroom = Newsroom {
            reads,
            project,
            tables,
            stories,
            broken,
            layouts,
        };
        Ok(Loaded {
            newsroom: Ok(newsroom),
            diagnostics,
        })
    }
}

/// Reads the lexicons, one a language; a later file replaces single names of an earlier one.
fn lexicons(
    project: &Project,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<BTreeMap<String, Arc<Lexicon>>, Error> {
    let mut lexicons: BTreeMap<String, Lexicon> = BTreeMap::new();
    for path in &project.files.lexicons {
        let Some(file) = text(&path.path, reads, diagnostics)? else {
            continue;
        };
        let Some(language) = language::get(&path.language) else {
            continue;
        };
        let written: Option<LexiconFile> = yaml::read(reads, file, diagnostics);
        if let Some(written) = written {
            let lexicon = lexicons.entry(language.tag().to_owned()).or_default();
            lexicon.add(written, language);
        }
    }
    Ok(lexicons
        .into_iter()
        .map(|(tag, lexicon)| (tag, Arc::new(lexicon)))
        .collect())
}

/// Compiles the stories with their phrase banks; returns the names of those with mistakes as well.
fn stories(
    project: &Project,
    tables: &Tables,
    lexicons: &BTreeMap<String, Arc<Lexicon>>,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<(Vec<Story>, Vec<String>), Error> {
    let literals: Vec<String> = project
        .literals
        .iter()
        .map(|it| it.text.value.clone())
        .collect();
    let (mut stories, mut broken) = (Vec::new(), Vec::new());
    for file in &project.files.stories {
        let Some(rules) = text(&file.path, reads, diagnostics)? else {
            broken.push(file.name.clone());
            continue;
        };
        let banks = banks(project, &file.name, lexicons, reads, diagnostics)?;
        match story::compile(reads, rules, &banks, tables, &literals, diagnostics) {
            Some(story) => stories.push(story),
            None => broken.push(file.name.clone()),
        }
    }
    Ok((stories, broken))
}

/// Reads the phrase banks of one story.
fn banks(
    project: &Project,
    story: &str,
    lexicons: &BTreeMap<String, Arc<Lexicon>>,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<BankSource>, Error> {
    let mut banks = Vec::new();
    for bank in project.files.banks.iter().filter(|it| it.story == story) {
        let Some(file) = text(&bank.path, reads, diagnostics)? else {
            continue;
        };
        let Some(language) = language::get(&bank.language) else {
            continue;
        };
        let lexicon = lexicons.get(language.tag()).cloned().unwrap_or_default();
        banks.push(BankSource {
            file,
            language,
            lexicon,
            edition: bank.edition.clone(),
        });
    }
    Ok(banks)
}

/// Reads a text that the project lists.
fn text(
    path: &Path,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Option<FileId>, Error> {
    match reads.text(path)? {
        Lookup::Found(file) => Ok(Some(file)),
        Lookup::Absent => {
            let message = format!("`{}` went away while it was read", path.display());
            diagnostics.push(Diagnostic::error(Code::MissingFile, message));
            Ok(None)
        }
        Lookup::NotText(offset) => {
            let message = format!(
                "`{}` is not UTF-8 text: byte {offset} is not",
                path.display()
            );
            let hint = "save it as UTF-8 in your editor";
            diagnostics.push(Diagnostic::error(Code::NotText, message).hint(hint));
            Ok(None)
        }
    }
}
