//! The example newsrooms: each is built whole and compared with what it must produce, byte for byte,
//! and its wording is measured, so that a hundred articles do not read as one.
//!
//! `expected/hugo` holds the Markdown pages as a reader sees them; `expected/digests.txt` names every other
//! file with the digest of its bytes. `GEN_BLESS=1 cargo test --test examples` writes both anew.

mod newsrooms;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use gentext::build::{Edition, Entry, Newsroom, State, publish};
use gentext::data::Value;
use gentext::diagnostics::to_text;
use gentext::explain::{End, ExplainedText, Role};
use gentext::realise::{Prose, Text};

#[test]
fn football_is_as_expected() {
    check("football", 100);
}

#[test]
fn earnings_is_as_expected() {
    check("earnings", 100);
}

#[test]
fn campaign_is_as_expected() {
    check("campaign", 12);
}

/// Builds an example and compares every file, and measures its wording.
fn check(name: &str, n_articles_min: usize) {
    let folder = tempfile::tempdir().expect("a folder for the example");
    let root = lay_out(name, folder.path());
    let loaded = Newsroom::load(&root).expect("the example can be read");
    let Ok(newsroom) = loaded.newsroom else {
        panic!("the example is a project");
    };
    let found: Vec<String> = loaded
        .diagnostics
        .iter()
        .map(|it| to_text(it, &newsroom.reads, false))
        .collect();
    assert!(
        found.is_empty(),
        "the example has mistakes:\n{}",
        found.join("\n")
    );

    let edition = Edition::new(&newsroom);
    let published = publish(&edition, false, &|| ()).expect("the pages can be written");
    assert!(
        published.diagnostics.is_empty(),
        "{:?}",
        published.diagnostics
    );
    compare(name, &files(&root.join("content"), &root.join("content")));
    let entries: Vec<Entry<'_>> = edition.entries().collect();
    measure(name, &entries, n_articles_min);
    every_sentence_is_explained(name, &newsroom, &entries);

    let again = publish(&edition, false, &|| ()).expect("the pages can be written");
    let is_unchanged =
        |it: &gentext::build::Line| !matches!(it.fate, gentext::build::Fate::Written);
    assert!(
        again.articles.iter().all(is_unchanged),
        "a second build writes nothing"
    );
}

/// One thread or many: the articles are the same, letter for letter.
#[test]
fn the_number_of_threads_does_not_show() {
    let folder = tempfile::tempdir().expect("a folder for the example");
    let root = lay_out("campaign", folder.path());
    let loaded = Newsroom::load(&root).expect("the example can be read");
    let Ok(newsroom) = loaded.newsroom else {
        panic!("the example is a project");
    };
    let written = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build();
        let pool = pool.expect("threads can be had");
        let entries: Vec<Entry<'_>> = pool.install(|| Edition::new(&newsroom).entries().collect());
        let told = entries.iter().filter_map(|it| match &it.state {
            State::Told(article) => Some(article),
            State::Held(..) => None,
        });
        let tellings = told.flat_map(|it| it.tellings.iter());
        let proses = tellings.filter_map(|it| it.told.as_ref().ok());
        proses.map(|(_, prose)| prose.clone()).collect::<Vec<_>>()
    };
    let one = written(1);
    assert!(!one.is_empty());
    assert_eq!(one, written(4));
}

/// Copies an example and the data sets beside it into `folder`, and returns its place there.
fn lay_out(name: &str, folder: &Path) -> PathBuf {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(
        &home.join("datasets").join(name),
        &folder.join("datasets").join(name),
    );
    let root = folder.join("examples").join(name);
    for entry in fs::read_dir(home.join("examples").join(name)).expect("the example is there") {
        let path = entry.expect("the entry can be read").path();
        let file_name = path.file_name().expect("an entry has a name").to_owned();
        if path.is_dir() && file_name != "expected" && file_name != "content" {
            copy(&path, &root.join(&file_name));
        } else if path.is_file() {
            fs::create_dir_all(&root).expect("a folder can be made");
            fs::copy(&path, root.join(&file_name)).expect("a file can be copied");
        }
    }
    root
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("the entry can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

/// Returns every file below `folder` but the manifests, by its path from `base`.
fn files(folder: &Path, base: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            found.extend(files(&path, base));
        } else if path
            .file_name()
            .is_some_and(|it| it != ".gen-manifest.json" && it != ".gen-lock")
        {
            let name = path
                .strip_prefix(base)
                .expect("it is below")
                .to_string_lossy()
                .replace('\\', "/");
            found.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
    found
}

/// Compares what was built with what is expected, or writes the latter anew.
fn compare(name: &str, built: &BTreeMap<String, Vec<u8>>) {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name)
        .join("expected");
    let is_text = |path: &str| path.starts_with("hugo/");
    let mut digests = String::new();
    for (path, bytes) in built.iter().filter(|(path, _)| !is_text(path)) {
        let digest = blake3::hash(bytes).to_hex();
        let _ = writeln!(digests, "{}  {path}", &digest[..32]);
    }
    if std::env::var_os("GEN_BLESS").is_some() {
        let _ = fs::remove_dir_all(&expected);
        for (path, bytes) in built.iter().filter(|(path, _)| is_text(path)) {
            let file = expected.join(path);
            fs::create_dir_all(file.parent().expect("a file has a folder"))
                .expect("a folder can be made");
            fs::write(file, bytes).expect("the expectation can be written");
        }
        fs::write(expected.join("digests.txt"), digests).expect("the expectation can be written");
        return;
    }
    let wanted = files(&expected, &expected);
    let built_texts: BTreeSet<&str> = built
        .keys()
        .map(String::as_str)
        .filter(|it| is_text(it))
        .collect();
    let wanted_texts: BTreeSet<&str> = wanted
        .keys()
        .map(String::as_str)
        .filter(|it| is_text(it))
        .collect();
    assert_eq!(built_texts, wanted_texts, "{name}: the pages");
    for path in built_texts {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&built[path]), text(&wanted[path]), "{name}: {path}");
    }
    let wanted_digests = String::from_utf8_lossy(&wanted["digests.txt"]).into_owned();
    for (built, wanted) in digests.lines().zip(wanted_digests.lines()) {
        assert_eq!(built, wanted, "{name}: a page that is kept by its digest");
    }
    assert_eq!(
        digests.lines().count(),
        wanted_digests.lines().count(),
        "{name}: the other pages"
    );
}

/// Explains every text of every article: each ends in cells, in declared figures or in a recorded absence, unless it
/// is words that no data decides; and each figure in it ends in cells or in facts.
fn every_sentence_is_explained(name: &str, newsroom: &Newsroom, entries: &[Entry<'_>]) {
    let mut ends: BTreeMap<End, usize> = BTreeMap::new();
    for entry in entries {
        let State::Told(article) = &entry.state else {
            continue;
        };
        for telling in &article.tellings {
            let Ok(explanation) = telling.explanation(newsroom, entry.story, article) else {
                continue;
            };
            let (_, prose) = telling.told.as_ref().expect("it is told");
            assert_eq!(explanation.texts.len(), n_texts(prose), "{name}");
            let n_values: usize = explanation.texts.iter().map(|it| it.values.len()).sum();
            assert_eq!(n_values, n_marks(prose), "{name}: every value is explained");
            for text in &explanation.texts {
                ends_somewhere(name, text);
                for end in text.ends() {
                    *ends.entry(end).or_default() += 1;
                }
            }
        }
    }
    assert!(ends.contains_key(&End::Cells), "{name}: {ends:?}");
}

/// Returns how many texts a reader sees.
fn n_texts(prose: &Prose) -> usize {
    let of_section = |it: &gentext::realise::Section| {
        let lines = usize::from(it.heading.is_some()) + usize::from(it.caption.is_some());
        lines + it.columns.len() + it.blocks.iter().map(Vec::len).sum::<usize>()
    };
    prose.sections.iter().map(of_section).sum()
}

/// Holds the explanation of one text to what the readers of the page were promised.
fn ends_somewhere(name: &str, text: &ExplainedText) {
    let ends = text.ends();
    assert!(!ends.is_empty(), "{name}: nothing explains “{}”", text.text);
    let is_message = text.role == Role::Message;
    let is_decided = text.when.is_some() || text.item.is_some() || text.guard.is_some();
    let said = &text.text;
    assert!(
        !(is_message && is_decided && ends == [End::Words]),
        "{name}: data decides that “{said}” is told, and the explanation ends in words"
    );
    for condition in text.when.iter().chain(&text.guard) {
        assert_eq!(condition.value, Value::Bool(true), "{name}: “{said}”");
        let basis = &condition.basis;
        let is_traced = !basis.facts.is_empty() || !basis.cells.is_empty();
        assert!(
            is_traced || !basis.absences.is_empty(),
            "{name}: nothing bears out why “{said}” is told"
        );
    }
    for unfit in &text.unfit {
        assert_ne!(unfit.because.value, Value::Bool(true), "{name}: “{said}”");
        assert!(unfit.variant != text.variant, "{name}: “{said}”");
    }
    for value in &text.values {
        let has_figure = value.text.contains(|it: char| it.is_ascii_digit());
        assert!(
            !has_figure || !value.basis.cells.is_empty() || !value.basis.facts.is_empty(),
            "{name}: nothing bears out `{}` in “{said}”",
            value.text
        );
    }
}

/// Returns how many values an article prints.
fn n_marks(prose: &Prose) -> usize {
    let of_section = |section: &gentext::realise::Section| {
        let lines = section.heading.iter().chain(&section.caption);
        let texts = section
            .columns
            .iter()
            .chain(section.blocks.iter().flatten());
        lines.chain(texts).map(|it| it.marks.len()).sum::<usize>()
    };
    prose.sections.iter().map(of_section).sum()
}

/// Measures how much the articles differ in shape, language by language, and reports it.
fn measure(name: &str, entries: &[Entry<'_>], n_articles_min: usize) {
    let mut proses: BTreeMap<&str, Vec<&Prose>> = BTreeMap::new();
    for entry in entries {
        if let State::Told(article) = &entry.state {
            for telling in &article.tellings {
                if let Ok((_, prose)) = &telling.told {
                    proses
                        .entry(telling.bank.language.tag())
                        .or_default()
                        .push(prose);
                }
            }
        }
    }
    assert_eq!(
        proses.keys().copied().collect::<Vec<_>>(),
        ["en", "fr"],
        "{name} is told in both languages"
    );
    for (language, proses) in proses {
        let n_articles = proses.len();
        assert!(
            n_articles >= n_articles_min,
            "{name} ({language}): {n_articles} articles"
        );
        let skeletons: BTreeSet<String> = proses.iter().flat_map(|it| skeletons(it)).collect();
        let overlaps: Vec<f64> = proses
            .windows(2)
            .map(|pair| overlap(pair[0], pair[1]))
            .collect();
        let overlap = overlaps.iter().sum::<f64>() / overlaps.len() as f64;
        println!(
            "{name} ({language}): {n_articles} articles, {} sentence skeletons, {:.0} % of the five-word runs of \
             neighbours in common",
            skeletons.len(),
            overlap * 100.0,
        );
        let n_wanted = 60 * n_articles.min(100) / 100;
        assert!(
            skeletons.len() >= n_wanted,
            "{name} ({language}): too few shapes of sentence"
        );
    }
}

/// Returns the sentences of an article with each value replaced by a dash: what is left is the shape.
fn skeletons(prose: &Prose) -> Vec<String> {
    let texts = prose
        .sections
        .iter()
        .flat_map(|it| it.blocks.iter().flatten());
    texts.flat_map(|text| sentences(&bare(text))).collect()
}

/// Returns a text with each value replaced by a dash.
fn bare(text: &Text) -> String {
    let mut bare = String::new();
    let mut end = 0;
    for mark in &text.marks {
        bare.push_str(&text.text[end..mark.range.start]);
        bare.push('—');
        end = mark.range.end;
    }
    bare + &text.text[end..]
}

fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive(['.', '!', '?'])
        .map(|it| it.trim().to_owned())
        .filter(|it| it.len() > 3)
        .collect()
}

/// Returns the share of the five-word runs of the first article that the second has too.
fn overlap(one: &Prose, other: &Prose) -> f64 {
    let (one, other) = (runs(one), runs(other));
    let n_shared = one.intersection(&other).count();
    n_shared as f64 / one.len().max(1) as f64
}

fn runs(prose: &Prose) -> BTreeSet<Vec<String>> {
    let texts = prose
        .sections
        .iter()
        .flat_map(|it| it.blocks.iter().flatten());
    let words: Vec<String> = texts
        .flat_map(|it| {
            it.text
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    words.windows(5).map(<[String]>::to_vec).collect()
}
