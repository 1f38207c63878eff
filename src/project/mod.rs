//! gen.yaml and the project's folders in; what there is and where it goes out.

pub mod yaml;
pub mod lexicon;
mod tables;
mod listing;
mod shape;
mod folders;

pub use folders::normal;
pub use listing::{BankFile, Files, LexiconPath, StoryFile};
pub use tables::{
    CheckScope, CheckSpec, ColumnSpec, ColumnType, DecimalMark, Freshness, Scale, TableLayout,
    TableSource, TableSpec,
};

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{Error, Located, Lookup, Reads, Span};

/// The file that makes a folder a project.
pub const FILE_NAME: &str = "gen.yaml";

/// A project: what gen.yaml declares, and the files that lie beside it.
#[derive(Clone, Debug)]
pub struct Project {
    /// The title of the site.
    pub title: PerLanguage<String>,
    /// The language of the desk.
    pub language: Located<String>,
    /// Who publishes the articles.
    pub publisher: Option<Publisher>,
    /// The tables, in the order declared.
    pub tables: Vec<TableSpec>,
    /// The kinds of pages to write, each once.
    pub outputs: Vec<OutputSpec>,
    /// The figures that phrase banks may hold.
    pub literals: Vec<Literal>,
    /// Whether a phrase that no editor approved is a finding.
    pub approval_is_required: bool,
    /// The author's other files.
    pub files: Files,
}

/// Something said once for all languages, or once for each.
#[derive(Clone, Debug)]
pub enum PerLanguage<T> {
    /// It is the same in all of them.
    Same(Located<T>),
    /// By the tag of the language.
    Each(Vec<(Located<String>, Located<T>)>),
}

/// Who publishes the articles.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// The name of the publisher, as a byline has it.
    pub name: Located<String>,
    /// The address of the publisher's site.
    pub url: Option<Located<String>>,
    /// Where readers write to.
    pub email: Option<Located<String>>,
}

/// A figure, or a word that claims as much, that phrase banks may hold as it is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Literal {
    /// The figure, the word or the phrase around it, as it stands in the phrase bank.
    pub text: Located<String>,
    /// Where it is from, so that it can be looked up.
    pub source: Located<String>,
}

/// One kind of pages, and where they go.
#[derive(Clone, Debug)]
pub struct OutputSpec {
    /// The kind.
    pub output: Output,
    /// The folder, from the project's.
    pub folder: PathBuf,
    /// Where gen.yaml says so.
    pub span: Span,
}

/// A kind of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Output {
    /// Markdown with front matter for Hugo.
    Hugo,
    /// Markdown with front matter for Zola.
    Zola,
    /// Pages that need no site generator.
    Html,
    /// What explains each article, for a content system or for an editor: a file beside the pages of the others.
    Explain,
}

impl Output {
    /// Every output.
    pub const ALL: &[Output] = &[Output::Hugo, Output::Zola, Output::Html, Output::Explain];

    /// Returns its name in gen.yaml.
    pub fn as_str(self) -> &'static str {
        match self {
            Output::Hugo => "hugo",
            Output::Zola => "zola",
            Output::Html => "html",
            Output::Explain => "explain",
        }
    }

    /// Returns the output of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == name)
    }
}

impl<T> PerLanguage<T> {
    /// Returns what is said for `language`, or else what is said first.
    pub fn get(&self, language: &str) -> Option<&T> {
        match self {
            PerLanguage::Same(value) => Some(&value.value),
            PerLanguage::Each(entries) => entries
                .iter()
                .find(|(tag, _)| tag.value == language)
                .or(entries.first())
                .map(|(_, value)| &value.value),
        }
    }
}

/// Returns the folder at or above `from` that has a gen.yaml.
pub fn find_root(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .find(|it| it.join(FILE_NAME).is_file())
        .map(Path::to_owned)
}

/// Reads gen.yaml and lists the author's files; `languages` are the tags that the engine knows.
///
/// None if gen.yaml has mistakes, which are in `diagnostics` then, or if there is no such file,
/// which adds nothing to them.
pub fn load(
    reads: &mut Reads,
    languages: &[&str],
    diagnostics: &mut Diagnostics,
) -> Result<Option<Project>, Error> {
    let path = Path::new(FILE_NAME);
    let file = match reads.text(path)? {
        Lookup::Found(file) => file,
        Lookup::Absent => return Ok(None),
        Lookup::NotText(offset) => {
            let message = format!("`{FILE_NAME}` is not UTF-8 text: byte {offset} is not");
            diagnostics.push(Diagnostic::error(Code::NotText, message));
            return Ok(None);
        }
    };
    let shape: Option<shape::ProjectShape> = yaml::read(reads, file, diagnostics);
    let files = listing::list(reads, languages, diagnostics)?;
    let Some(mut shape) = shape else {
        return Ok(None);
    };
    let title = shape.title();
    check_languages(&title, &shape.language, languages, diagnostics);
    let tables = shape.take_tables(diagnostics);
    let outputs = shape.outputs(diagnostics);
    let outputs = folders::fit(reads.root(), outputs, &tables, diagnostics);
    if let Some(publisher) = &mut shape.publisher {
        folders::check_publisher(publisher, diagnostics);
    }
    Ok(Some(Project {
        title,
        language: shape.language,
        publisher: shape.publisher,
        tables,
        outputs,
        literals: shape.literals,
        approval_is_required: shape.approval == shape::ApprovalShape::Required,
        files,
    }))
}

/// Returns the JSON Schema of gen.yaml, which editors complete and check by.
pub fn schema() -> serde_json::Value {
    yaml::schema_of::<shape::ProjectShape>()
}

/// Finds tags of languages that the engine does not know.
fn check_languages(
    title: &PerLanguage<String>,
    language: &Located<String>,
    known: &[&str],
    diagnostics: &mut Diagnostics,
) {
    let of_titles = match title {
        PerLanguage::Same(_) => [].iter(),
        PerLanguage::Each(titles) => titles.iter(),
    };
    if let PerLanguage::Each(titles) = title
        && titles.is_empty()
    {
        diagnostics.push(
            Diagnostic::error(Code::MissingKey, "`title` has a title in no language")
                .hint("write `title: …`, or `title: {fr: …, en: …}`"),
        );
    }
    for tag in of_titles.map(|(tag, _)| tag).chain([language]) {
        if !listing::is_known(&tag.value, known) {
            let message = format!("there is no language `{}`", tag.value);
            diagnostics.push(
                Diagnostic::error(Code::UnknownLanguage, message)
                    .at(tag.span)
                    .did_you_mean(&tag.value, known.iter().copied()),
            );
        }
    }
}

#[cfg(test)]
mod tests;
