//! A project, read and compiled: everything that stands before the first article.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::data::{self, Tables};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language;
use crate::project::lexicon::LexiconFile;
use crate::project::{self, Project, TableSpec, yaml};
use crate::publish::Layouts;
use crate::quality;
use crate::source::{Error, FileId, Lookup, Reads, Span};
use crate::story::{self, BankSource, Lexicon, Literals, Story};

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
    /// The names of the stories that cannot be told anew because a file of theirs has mistakes: their
    /// pages are kept as they are.
    pub broken: BTreeSet<String>,
    /// The page layouts.
    pub layouts: Layouts,
    /// Whether the project's own layouts have no mistakes; if they have, pages made with them are kept.
    pub layouts_are_sound: bool,
}

/// What a project is read with, besides its files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The day it is; none: no age is looked at. The engine reads no clock.
    pub as_of: Option<Date>,
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
    /// Reads the project at `root`, on no day in particular.
    pub fn load(root: &Path) -> Result<Loaded, Error> {
        Newsroom::load_with(root, &Options::default())
    }

    /// Reads the project at `root`.
    pub fn load_with(root: &Path, options: &Options) -> Result<Loaded, Error> {
        let mut reads = Reads::new(root);
        let mut diagnostics = Diagnostics::default();
        let Some(project) = project::load(&mut reads, language::TAGS, &mut diagnostics)? else {
            return Ok(Loaded {
                newsroom: Err(reads),
                diagnostics,
            });
        };
        let specs = &project.tables;
        let tables = tables(specs, options, &mut reads, &mut diagnostics)?;
        let words = words(&project, &mut reads, &mut diagnostics)?;
        let (stories, broken) = stories(&project, &tables, &words, &mut reads, &mut diagnostics)?;
        let mut of_layouts = Diagnostics::default();
        let layouts = Layouts::load(&project.files.templates, &mut reads, &mut of_layouts)?;
        let layouts_are_sound = !of_layouts.has_errors();
        diagnostics.append(of_layouts);
        let newsroom = Newsroom {
            reads,
            project,
            tables,
            stories,
            broken,
            layouts,
            layouts_are_sound,
        };
        Ok(Loaded {
            newsroom: Ok(newsroom),
            diagnostics,
        })
    }
}

impl Newsroom {
    /// Returns the name of a story by its file, which its pages are known by even when the file
    /// cannot be read.
    pub fn file_name(&self, story: &Story) -> &str {
        let path = &self.reads.file(story.file).path;
        let name = path.file_stem().and_then(|it| it.to_str());
        name.expect("the project lists only stories whose file name is text")
    }

    /// Returns whether there is no story at all, which is rather an accident than a wish.
    pub fn is_bare(&self) -> bool {
        self.stories.is_empty() && self.broken.is_empty()
    }
}

/// Reads the tables that a project declares, and holds of them what breaks its rules.
pub fn tables(
    specs: &[TableSpec],
    options: &Options,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Tables, Error> {
    let mut tables = data::load(specs, reads, diagnostics)?;
    quality::inspect(specs, options.as_of, reads, &mut tables, diagnostics);
    // What a query made of a row that is held now cannot be told either.
    data::spread_holds(&mut tables);
    Ok(tables)
}

/// The words of the newsroom.
#[derive(Default)]
struct Words {
    /// The lexicon of each language that has one.
    lexicons: BTreeMap<&'static str, Arc<Lexicon>>,
    /// The languages in which a lexicon has mistakes: names would be told wrong.
    broken: BTreeSet<&'static str>,
}

/// Reads the lexicons, one a language; a later file replaces single names of an earlier one.
fn words(
    project: &Project,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<Words, Error> {
    let mut lexicons: BTreeMap<&'static str, Lexicon> = BTreeMap::new();
    let mut words = Words::default();
    for path in &project.files.lexicons {
        let Some(language) = language::get(&path.language) else {
            continue;
        };
        let written: Option<LexiconFile> = match text(&path.path, reads, diagnostics)? {
            Some(file) => yaml::read(reads, file, diagnostics),
            None => None,
        };
        match written {
            Some(written) => {
                let lexicon = lexicons.entry(language.tag()).or_default();
                lexicon.add(written, language);
            }
            None => {
                words.broken.insert(language.tag());
            }
        }
    }
    let shared = lexicons.into_iter().map(|(tag, it)| (tag, Arc::new(it)));
    words.lexicons = shared.collect();
    Ok(words)
}

/// Compiles the stories with their phrase banks; returns the names of those with mistakes as well.
fn stories(
    project: &Project,
    tables: &Tables,
    words: &Words,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<(Vec<Story>, BTreeSet<String>), Error> {
    let texts = project.literals.iter().map(|it| it.text.value.clone());
    let literals = Arc::new(Literals::new(texts));
    let (mut stories, mut broken) = (Vec::new(), BTreeSet::new());
    for file in &project.files.stories {
        let rules = text(&file.path, reads, diagnostics)?;
        let (banks, are_whole) = banks(project, &file.name, words, reads, diagnostics)?;
        let compile = |rules| story::compile(reads, rules, &banks, tables, &literals, diagnostics);
        match rules.and_then(compile) {
            Some(story) if are_whole => stories.push(story),
            _ => {
                broken.insert(file.name.clone());
            }
        }
    }
    // A phrase bank without its story: the story's file was lost or renamed.
    let of_files = |name: &str| project.files.stories.iter().any(|it| it.name == name);
    let lonely = project.files.banks.iter().map(|it| it.story.clone());
    broken.extend(lonely.filter(|it| !of_files(it)));
    if project.files.stories.is_empty() {
        diagnostics.push(no_story());
    }
    Ok((stories, broken))
}

fn empty_bank(path: &Path, file: FileId) -> Diagnostic {
    let message = format!("`{}` has nothing in it", path.display());
    let hint = "write a `# SECTION`, a `## MESSAGE` and a list of its variants, or delete the file";
    let found = Diagnostic::error(Code::EmptyFile, message);
    found.at(Span::new(file, 0..0)).hint(hint)
}

fn no_story() -> Diagnostic {
    let message = "there is no story: the folder `stories` has no `NAME.yaml`";
    Diagnostic::error(Code::MissingFile, message)
        .hint("write one; `gen init DIR` makes a project with a story to start from")
}

/// Reads the phrase banks of one story, and returns whether all that it should have could be read.
fn banks(
    project: &Project,
    story: &str,
    words: &Words,
    reads: &mut Reads,
    diagnostics: &mut Diagnostics,
) -> Result<(Vec<BankSource>, bool), Error> {
    let mut banks = Vec::new();
    let mut are_whole = true;
    for bank in project.files.banks.iter().filter(|it| it.story == story) {
        let Some(language) = language::get(&bank.language) else {
            are_whole = false;
            continue;
        };
        are_whole &= !words.broken.contains(language.tag());
        let Some(file) = text(&bank.path, reads, diagnostics)? else {
            are_whole = false;
            continue;
        };
        if reads.file(file).text.trim().is_empty() {
            are_whole = false;
            diagnostics.push(empty_bank(&bank.path, file));
            continue;
        }
        let lexicon = words.lexicons.get(language.tag()).cloned();
        banks.push(BankSource {
            file,
            language,
            lexicon: lexicon.unwrap_or_default(),
            edition: bank.edition.clone(),
        });
    }
    let has_words = !banks.is_empty();
    Ok((banks, are_whole && has_words))
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
            let hint = "run the command again when it is back";
            diagnostics.push(Diagnostic::error(Code::MissingFile, message).hint(hint));
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
