//! The files of a page in; the articles, pages, holds and findings that the engine makes of them out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use gentext::build::{Edition, Fate, Line, Loaded, Newsroom, Published, State, Telling, publish};
use gentext::diagnostics::{Diagnostic, to_text};
use gentext::publish as pages;

use super::page::{Block, Kind};

/// The files of a project, as a page gives them.
#[derive(Default)]
pub(crate) struct Project {
    files: BTreeMap<String, String>,
    /// The files as they were before changes that hold for one run only.
    before: Option<BTreeMap<String, String>>,
}

/// What the engine made of a project.
pub(crate) struct Built {
    articles: BTreeMap<String, String>,
    outputs: BTreeMap<String, String>,
    diagnostics: String,
    held: String,
}

impl Project {
    /// Takes a file or a change in.
    pub(crate) fn take(&mut self, block: &Block) -> Result<(), String> {
        match &block.kind {
            Kind::File(path) => {
                self.files.insert(path.clone(), block.text.clone());
            }
            Kind::Change(path) => {
                self.before.get_or_insert_with(|| self.files.clone());
                let file = self.files.entry(path.clone()).or_default();
                *file = changed(file, &block.text)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes the changes back that hold for one run.
    pub(crate) fn undo(&mut self) {
        if let Some(files) = self.before.take() {
            self.files = files;
        }
    }

    /// Builds the project in a folder of its own.
    pub(crate) fn build(&self) -> Built {
        let folder = self.written();
        let loaded = Newsroom::load(folder.path()).expect("the project can be read");
        let mut built = Built {
            articles: BTreeMap::new(),
            outputs: BTreeMap::new(),
            diagnostics: String::new(),
            held: String::new(),
        };
        built.diagnostics = findings(loaded.diagnostics.sorted(), &loaded);
        if let Ok(newsroom) = &loaded.newsroom {
            let edition = Edition::new(newsroom);
            let published = publish(&edition, false, &|| ()).expect("the pages can be written");
            built.articles = articles(&edition);
            built.held = held(&published);
            let findings = findings(published.diagnostics.sorted(), &loaded);
            built.diagnostics.push_str(&findings);
            outputs(folder.path(), folder.path(), &mut built.outputs);
        }
        built
    }

    /// Writes the files to a folder that goes away with the value returned.
    fn written(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        for (path, text) in &self.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("it is in the folder"))
                .expect("the folder can be made");
            fs::write(path, text).expect("the file can be written");
        }
        if !self.files.contains_key("gen.yaml") {
            fs::write(folder.path().join("gen.yaml"), self.usual()).expect("it can be written");
        }
        folder
    }

    /// Returns the gen.yaml of a page that gives none: every table of `data/`, in English.
    fn usual(&self) -> String {
        let mut text = "title: Cases\nlanguage: en\ndata:\n".to_owned();
        for path in self.files.keys().filter(|it| it.starts_with("data/")) {
            let stem = Path::new(path).file_stem().expect("it is a file").display();
            writeln!(text, "  {stem}: {path}").expect("a text takes all");
        }
        text
    }

    /// Returns `lines`, each a variant, an arrow and what it prints, with what it does print.
    pub(crate) fn prints(&self, story: &str, language: &str, lines: &str) -> String {
        lines.lines().fold(String::new(), |mut text, line| {
            let variant = line.split('→').next().unwrap_or_default().trim_end();
            let came = self.print(story, language, variant);
            writeln!(text, "{variant} → {came}").expect("a text takes all");
            text
        })
    }

    /// Returns what a variant prints for the first record of a story.
    fn print(&self, story: &str, language: &str, variant: &str) -> String {
        let rules_path = format!("stories/{story}.yaml");
        let rules = self.files.get(&rules_path).map_or("", String::as_str);
        let facts = rules.split("\narticle:").next().unwrap_or_default();
        let mut files = self.files.clone();
        files.retain(|path, _| !path.starts_with("stories/"));
        // A table's cell is the one place where nothing is made a sentence of.
        let plan = "article:\n  - {section: title}\n  - {section: x, tell: all, as: table, columns: [y]}\n\
            messages: [{id: m, in: [title, x]}]\n";
        files.insert(rules_path, format!("{facts}\n{plan}"));
        let bank = format!("# title\n## m\n- Title\n# x\n## m\n- {variant}\n");
        files.insert(format!("stories/{story}.{language}.md"), bank);
        let project = Project {
            files,
            before: None,
        };
        let folder = project.written();
        let loaded = Newsroom::load(folder.path()).expect("the project can be read");
        let Ok(newsroom) = &loaded.newsroom else {
            return findings(loaded.diagnostics.sorted(), &loaded);
        };
        if loaded.diagnostics.has_errors() {
            return findings(loaded.diagnostics.sorted(), &loaded);
        }
        let entry = Edition::new(newsroom).entries().next();
        match entry.expect("the story has a record").state {
            State::Told(article) => cell(&article.tellings[0]),
            State::Held(_, hold) => hold.reasons[0].text.clone(),
        }
    }
}

/// Returns the one cell of the one row that is told.
fn cell(telling: &Telling<'_>) -> String {
    match &telling.told {
        Ok((_, prose)) => match prose.sections.get(1) {
            Some(section) => section.blocks[0][0].text.clone(),
            None => "(nothing)".to_owned(),
        },
        Err(hold) => hold.reasons[0].text.clone(),
    }
}

/// Returns `file` with the change that a block of `-`, `+` and unchanged lines describes.
fn changed(file: &str, change: &str) -> Result<String, String> {
    let side = |other: char| -> String {
        let lines = change.lines().filter(|it| !it.starts_with(other));
        lines.fold(String::new(), |text, it| {
            text + it.get(1..).unwrap_or_default()
                + "
"
        })
    };
    let (old, new) = (side('+'), side('-'));
    if old.is_empty() {
        return Ok(format!("{file}{new}"));
    }
    match file.matches(&old).count() {
        1 => Ok(file.replacen(&old, &new, 1)),
        0 => Err(format!("the file does not have:\n{old}")),
        _ => Err(format!("the file has more than once:\n{old}")),
    }
}

impl Built {
    /// Returns what came out for a block.
    pub(crate) fn get(&self, kind: &Kind) -> String {
        let known = |of: &BTreeMap<String, String>, name: &str| {
            let names = || of.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            let absent = || format!("(not there; there are: {})\n", names());
            of.get(name).cloned().unwrap_or_else(absent)
        };
        match kind {
            Kind::Article(name) => known(&self.articles, name),
            Kind::Output(path) => known(&self.outputs, path),
            Kind::Diagnostics => self.diagnostics.clone(),
            Kind::Held => self.held.clone(),
            Kind::File(_) | Kind::Change(_) | Kind::Prints(..) => String::new(),
        }
    }

    /// Returns findings and holds that the page does not mention: it must.
    pub(crate) fn unsaid<'a>(&'a self, said: &'a [&Kind]) -> impl Iterator<Item = String> + 'a {
        let findings = [
            (
                Kind::Diagnostics,
                &self.diagnostics,
                "has findings that the page does not mention",
            ),
            (
                Kind::Held,
                &self.held,
                "holds articles without the page saying so",
            ),
        ];
        findings
            .into_iter()
            .filter(|(kind, text, _)| !text.is_empty() && !said.contains(&kind))
            .map(|(_, text, what)| format!("the project {what}:\n{text}"))
    }
}

/// Returns the findings as a terminal shows them.
fn findings(diagnostics: Vec<&Diagnostic>, loaded: &Loaded) -> String {
    let text = |it: &Diagnostic| format!("{}\n", to_text(it, loaded.reads(), false));
    diagnostics.into_iter().map(text).collect()
}

/// Returns the articles that are told, by address and language.
pub(crate) fn articles(edition: &Edition<'_>) -> BTreeMap<String, String> {
    let mut articles = BTreeMap::new();
    for entry in edition.entries() {
        let State::Told(article) = &entry.state else {
            continue;
        };
        let Ok(slug) = pages::slug(&article.key.join(" ")) else {
            continue;
        };
        for telling in &article.tellings {
            if let Ok((_, prose)) = &telling.told {
                let name = format!("{slug}.{}", telling.bank.language.tag());
                let parts = [format!("{}\n", pages::title(prose)), pages::body(prose)];
                let parts: Vec<&str> = parts.iter().map(|it| it.trim_end()).collect();
                let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
                articles.insert(name, format!("{}\n", parts.join("\n\n")));
            }
        }
    }
    articles
}

/// Returns a line for each article that is held, and why; the languages only where they differ.
fn held(published: &Published) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in &published.articles {
        if let Fate::Held { hold, .. } = &line.fate {
            let reasons: Vec<&str> = hold.reasons.iter().map(|it| it.text.as_str()).collect();
            let all_held = published.articles.iter().filter(|it| it.slug == line.slug);
            let name = match line.language {
                Some(language) if !all_held.clone().all(is_held) => {
                    format!("{}.{language}", line.slug)
                }
                _ => line.slug.to_string(),
            };
            let text = format!("{name}: {}\n", reasons.join("; "));
            if lines.last() != Some(&text) {
                lines.push(text);
            }
        }
    }
    lines.concat()
}

fn is_held(line: &Line) -> bool {
    matches!(line.fate, Fate::Held { .. })
}

/// Gathers the files under `folder`, by their paths from `root`.
fn outputs(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            outputs(root, &path, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let name = path.strip_prefix(root).expect("it is below").display();
            found.insert(name.to_string(), text);
        }
    }
}
