//! The names of the project's files in; stories, phrase banks, lexicons and layouts out.

use std::path::{Path, PathBuf};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{Error, Reads};

/// The author's files, each kind sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The story files: `stories/NAME.yaml`.
    pub stories: Vec<StoryFile>,
    /// The phrase banks: `stories/NAME.LANGUAGE.md` and `stories/NAME.LANGUAGE@EDITION.md`; those in a language
    /// that the engine does not know are among them.
    pub banks: Vec<BankFile>,
    /// Markdown files beside the stories whose names are no phrase bank's.
    pub strays: Vec<PathBuf>,
    /// The lexicons: `lexicon/ANY.LANGUAGE.yaml`.
    pub lexicons: Vec<LexiconPath>,
    /// The page layouts: `templates/NAME`.
    pub templates: Vec<PathBuf>,
}

/// A file of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryFile {
    /// The name of the story, by its file.
    pub name: String,
    /// Its path, from the project's folder.
    pub path: PathBuf,
}

/// A file of wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    /// The story it tells.
    pub story: String,
    /// The language it is in.
    pub language: String,
    /// The edition it is for; none for all.
    pub edition: Option<String>,
    /// Its path, from the project's folder.
    pub path: PathBuf,
}

/// A file of names and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconPath {
    /// The language it is in.
    pub language: String,
    /// Its path, from the project's folder.
    pub path: PathBuf,
}

/// Lists the author's files; `languages` are the tags that the engine knows.
pub(super) fn list(
    reads: &mut Reads,
    languages: &[&str],
    diagnostics: &mut Diagnostics,
) -> Result<Files, Error> {
    let mut files = Files::default();
    for path in reads.list(Path::new("stories"))? {
        files.add_of_stories(path, languages, diagnostics);
    }
    for path in reads.list(Path::new("lexicon"))? {
        files.add_lexicon(path, languages, diagnostics);
    }
    files.templates = reads.list(Path::new("templates"))?;
    files.templates.retain(|it| !is_hidden(it));
    files.find_lonely(languages, diagnostics);
    files.find_strays(languages, diagnostics);
    Ok(files)
}

impl Files {
    fn add_of_stories(&mut self, path: PathBuf, languages: &[&str], diagnostics: &mut Diagnostics) {
        let Some((stem, extension)) = split_name(&path) else {
            return;
        };
        match extension {
            "yaml" => self.stories.push(StoryFile {
                name: stem.to_owned(),
                path,
            }),
            "yml" => diagnostics.push(misnamed(&path)),
            "md" => {
                let Some((story, rest)) = stem.rsplit_once('.') else {
                    self.strays.push(path);
                    return;
                };
                let (language, edition) = match rest.split_once('@') {
                    Some((language, edition)) => (language, Some(edition.to_owned())),
                    None => (rest, None),
                };
                // It is a bank all the same: without it the story is not whole, and its pages must stay.
                if !is_known(language, languages) {
                    diagnostics.push(unknown_language(language, languages, &path));
                }
                self.banks.push(BankFile {
                    story: story.to_owned(),
                    language: language.to_owned(),
                    edition,
                    path,
                });
            }
            _ => {}
        }
    }

    fn add_lexicon(&mut self, path: PathBuf, languages: &[&str], diagnostics: &mut Diagnostics) {
        let Some((stem, extension)) = split_name(&path) else {
            return;
        };
        match (extension, stem.rsplit_once('.')) {
            ("yaml", Some((_, language))) if is_known(language, languages) => {
                self.lexicons.push(LexiconPath {
                    language: language.to_owned(),
                    path,
                });
            }
            ("yaml", Some((_, language))) => {
                diagnostics.push(unknown_language(language, languages, &path));
            }
            ("yaml", None) => {
                let message = format!("the name of `{}` says no language", path.display());
                let language = languages.first().copied().unwrap_or("fr");
                let better = path.with_extension(format!("{language}.yaml"));
                diagnostics.push(
                    Diagnostic::error(Code::UnknownLanguage, message)
                        .hint(format!("name it as in `{}`", better.display())),
                );
            }
            ("yml", _) => diagnostics.push(misnamed(&path)),
            _ => {}
        }
    }

    /// Finds phrase banks without a story and stories without a phrase bank.
    fn find_lonely(&self, languages: &[&str], diagnostics: &mut Diagnostics) {
        let stories = || self.stories.iter().map(|it| it.name.as_str());
        let in_a_language = |it: &&BankFile| is_known(&it.language, languages);
        for bank in self.banks.iter().filter(in_a_language) {
            if !stories().any(|it| it == bank.story) {
                let message = format!(
                    "`{}` is the phrase bank of no story: there is no `stories/{}.yaml`",
                    bank.path.display(),
                    bank.story
                );
                diagnostics.push(
                    Diagnostic::error(Code::LonelyFile, message)
                        .did_you_mean(&bank.story, stories()),
                );
            }
        }
        for story in &self.stories {
            if !self.banks.iter().any(|it| it.story == story.name) {
                let message = format!("no phrase bank tells `{}`", story.path.display());
                let language = languages.first().copied().unwrap_or("fr");
                let bank = story.path.with_extension(format!("{language}.md"));
                diagnostics.push(
                    Diagnostic::error(Code::LonelyFile, message)
                        .hint(format!("write one, as in `{}`", bank.display())),
                );
            }
        }
    }
}

impl Files {
    /// Finds Markdown files that look like nothing; a README is a note for the desk.
    fn find_strays(&self, languages: &[&str], diagnostics: &mut Diagnostics) {
        let story_names = self.stories.iter().map(|it| it.name.as_str());
        let of_story = |story| languages.iter().map(move |it| format!("{story}.{it}.md"));
        let banks: Vec<String> = story_names.flat_map(of_story).collect();
        for path in &self.strays {
            let name = path.file_name().and_then(|it| it.to_str());
            let name = name.expect("a stray has a name that is text");
            if name.eq_ignore_ascii_case("README.md") {
                continue;
            }
            let message = format!("`{}` is not read: it is no phrase bank", path.display());
            let hint = match nearest(name, banks.iter().map(String::as_str)) {
                Some(better) => format!("name it `{}`", path.with_file_name(better).display()),
                None => {
                    "a phrase bank is called `STORY.LANGUAGE.md`, and a note `README.md`".into()
                }
            };
            diagnostics.push(Diagnostic::warning(Code::LonelyFile, message).hint(hint));
        }
    }
}

/// Returns the file's name and its extension; none for hidden files and names that are not text.
fn split_name(path: &Path) -> Option<(&str, &str)> {
    let name = path.file_name()?.to_str()?;
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_none_or(|it| it.to_string_lossy().starts_with('.'))
}

/// Whether the engine knows the language of `tag`; a region changes nothing, as in `fr-CA`.
pub(super) fn is_known(tag: &str, languages: &[&str]) -> bool {
    let base = tag.split(['-', '_']).next().unwrap_or(tag);
    languages.contains(&base)
}

fn unknown_language(tag: &str, languages: &[&str], path: &Path) -> Diagnostic {
    let message = format!("`{}` is in no known language: `{tag}`", path.display());
    Diagnostic::error(Code::UnknownLanguage, message).did_you_mean(tag, languages.iter().copied())
}

fn misnamed(path: &Path) -> Diagnostic {
    let message = format!("`{}` is not read", path.display());
    let better = path.with_extension("yaml");
    Diagnostic::warning(Code::LonelyFile, message).hint(format!("name it `{}`", better.display()))
}
