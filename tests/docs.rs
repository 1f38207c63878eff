//! The documentation: nothing that an author can write is missing from it, and its snippets are run.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use gentext::build::{Edition, Newsroom};
use gentext::diagnostics::Code;
use gentext::project::lexicon::LexiconFile;
use gentext::project::{self, Output, yaml};
use gentext::story::StoryFile;
use gentext::story::expression::{FILTERS, REQUESTS, TESTS};
use serde_json::Value;
use support::page::{Kind, Page};
use support::project::articles;

#[test]
fn the_snippets_come_out_as_written() {
    support::check(&support::pages("docs"));
}

#[test]
fn every_key_is_in_the_reference() {
    let page = read("docs/reference.md");
    check_keys(&page, "gen.yaml", &project::schema());
    check_keys(&page, "Stories", &yaml::schema_of::<StoryFile>());
    check_keys(&page, "Lexicon", &yaml::schema_of::<LexiconFile>());
}

#[test]
fn every_output_is_in_the_reference() {
    let names = Output::ALL.iter().map(|it| it.as_str());
    check_rows(&section(&read("docs/reference.md"), "Outputs"), names);
}

#[test]
fn every_filter_is_documented_with_its_arguments() {
    let page = read("docs/filters.md");
    let arguments =
        |of: &'static [gentext::story::expression::Argument]| of.iter().map(|it| it.name);
    for (heading, all) in [
        (
            "Value filters",
            FILTERS
                .iter()
                .map(|it| (it.name, it.arguments))
                .collect::<Vec<_>>(),
        ),
        (
            "Tests",
            TESTS.iter().map(|it| (it.name, it.arguments)).collect(),
        ),
        (
            "Forms of print",
            REQUESTS.iter().map(|it| (it.name, it.arguments)).collect(),
        ),
    ] {
        let section = section(&page, heading);
        check_rows(&section, all.iter().map(|it| it.0));
        for (name, of) in all {
            let row = row(&section, name).expect("it was looked for above");
            for argument in arguments(of) {
                assert!(
                    row.contains(argument),
                    "the row of `{name}` does not say that it takes `{argument}`: {row}"
                );
            }
            let examples = fenced(&section);
            let is_used = |line: &&str| {
                line.contains(&format!("| {name}")) || line.contains(&format!("is {name}"))
            };
            assert!(
                examples.iter().any(|it| is_used(&it.as_str())),
                "`{name}` has no example"
            );
        }
    }
}

#[test]
fn every_finding_is_explained() {
    let page = read("docs/diagnostics.md");
    let headings: Vec<&str> = page
        .lines()
        .filter_map(|it| it.strip_prefix("### "))
        .collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|it| it.as_str()).collect();
    for code in &codes {
        assert!(
            headings.contains(code),
            "docs/diagnostics.md does not explain `{code}`"
        );
        let text = section_at(&page, "### ", code);
        for part in ["**What.**", "**Why.**", "**Example.**", "**Instead.**"] {
            assert!(text.contains(part), "`{code}` has no {part}");
        }
        let is_run = text.contains("```text diagnostics");
        assert!(
            !is_run || text.contains(&format!("[{code}]: ")),
            "the example of `{code}` shows another finding"
        );
    }
    for heading in headings {
        assert!(
            codes.contains(&heading),
            "docs/diagnostics.md explains `{heading}`, which there is not"
        );
    }
}

#[test]
fn every_command_and_option_is_documented() {
    let page = read("docs/commands.md");
    let mut documented: BTreeSet<String> = page
        .lines()
        .filter_map(|it| it.strip_prefix("## gen "))
        .map(str::to_owned)
        .collect();
    for option in options(&help(&["--help"])) {
        assert!(
            page.contains(&format!("`{option}")),
            "docs/commands.md does not have `{option}`"
        );
    }
    for command in commands() {
        assert!(
            documented.remove(&command),
            "docs/commands.md has no `## gen {command}`"
        );
        let text = section(&page, &format!("gen {command}"));
        for option in options(&help(&[&command, "--help"])) {
            let is_global =
                ["--project", "--color", "--quiet", "--help"].contains(&option.as_str());
            assert!(
                is_global || text.contains(&option),
                "`gen {command}` does not document `{option}`"
            );
        }
    }
    assert!(
        documented.is_empty(),
        "docs/commands.md has commands that there are not: {documented:?}"
    );
}

#[test]
fn the_readme_shows_what_the_football_example_gives() {
    let text = read("README.md");
    let mut page = Page::parse(&text).expect("its blocks are sound");
    let loaded =
        Newsroom::load(&support::root().join("examples/football")).expect("it can be read");
    let newsroom = loaded
        .newsroom
        .unwrap_or_else(|_| panic!("gen.yaml of the example is sound"));
    let articles = articles(&Edition::new(&newsroom));
    let mut stale = Vec::new();
    for block in &mut page.blocks {
        match &block.kind {
            Kind::File(path) => check_excerpt(path, &block.text),
            Kind::Article(name) => {
                let whole = articles.get(name).expect("the article is told");
                if !whole.starts_with(&block.text) {
                    let n_lines = block.text.lines().count();
                    block.text = whole
                        .lines()
                        .take(n_lines)
                        .fold(String::new(), |text, it| text + it + "\n");
                    stale.push(name.clone());
                }
            }
            other => panic!("README.md has a block that is not run: {other:?}"),
        }
    }
    if support::is_blessing() {
        fs::write(support::root().join("README.md"), page.to_text(&text))
            .expect("it can be written");
    }
    assert!(
        stale.is_empty(),
        "README.md does not show what the example gives now: {stale:?}"
    );
}

/// Fails unless a file has the lines of `excerpt`, in which `…` stands for the rest of a line.
fn check_excerpt(path: &str, excerpt: &str) {
    let whole = read(path);
    for line in excerpt.lines().map(|it| it.trim_end_matches('…')) {
        assert!(
            whole.lines().any(|it| it.starts_with(line)),
            "{path} does not have: {line}"
        );
    }
}

#[test]
fn links_lead_somewhere() {
    let mut pages = support::pages("docs");
    pages.extend(support::pages("."));
    for page in pages {
        let text = fs::read_to_string(&page).expect("the page can be read");
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|it| it.split(')').next())
        {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            if link.contains("://")
                || !path.is_empty() && !path.contains('.') && !path.ends_with('/')
            {
                continue;
            }
            let target = if path.is_empty() {
                page.clone()
            } else {
                page.with_file_name(path)
            };
            assert!(target.exists(), "{} links to `{link}`", page.display());
            if !anchor.is_empty() {
                let text = fs::read_to_string(&target).expect("the page can be read");
                assert!(
                    text.lines().any(|it| slug(it) == anchor),
                    "{} links to `{link}`",
                    page.display()
                );
            }
        }
    }
}

/// Returns the anchor of a heading, as Git hosts make it; empty for other lines.
fn slug(line: &str) -> String {
    let Some(heading) = line.strip_prefix('#') else {
        return String::new();
    };
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading
        .chars()
        .filter(|it| it.is_alphanumeric() || [' ', '-', '_'].contains(it));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(support::root().join(path)).expect("the page is there")
}

/// Returns what stands under the heading `## name`.
fn section(page: &str, name: &str) -> String {
    section_at(page, "## ", name)
}

fn section_at(page: &str, level: &str, name: &str) -> String {
    let heading = format!("{level}{name}");
    let lines = page.lines().skip_while(|it| *it != heading).skip(1);
    let text: Vec<&str> = lines.take_while(|it| !it.starts_with(level)).collect();
    assert!(!text.is_empty(), "there is no heading `{heading}`");
    text.join("\n")
}

/// Returns the row of a table that begins with `name`.
fn row<'a>(section: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("| `{name}` |");
    section.lines().find(|it| it.starts_with(&start))
}

/// Fails unless each of `names` has a row of its own, and no other name has.
fn check_rows<'a>(section: &str, names: impl Iterator<Item = &'a str>) {
    let names: BTreeSet<&str> = names.collect();
    let rows = section
        .lines()
        .filter_map(|it| it.strip_prefix("| `")?.split('`').next());
    let rows: BTreeSet<&str> = rows.collect();
    let missing: Vec<_> = names.difference(&rows).collect();
    let stale: Vec<_> = rows.difference(&names).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "rows missing: {missing:?}; rows of what there is not: {stale:?}"
    );
}

/// Returns the lines inside fences.
fn fenced(section: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut is_inside = false;
    for line in section.lines() {
        if line.starts_with("```") {
            is_inside = !is_inside;
        } else if is_inside {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// Fails unless the section `heading` has a row for each key of a schema, with the words that it takes,
/// and for nothing else.
fn check_keys(page: &str, heading: &str, schema: &Value) {
    let mut keys = BTreeMap::new();
    gather(schema, schema, "", &mut keys);
    let section = section(page, heading);
    check_rows(&section, keys.keys().map(String::as_str));
    for (key, words) in &keys {
        let row = row(&section, key).expect("it was looked for above");
        for word in words {
            assert!(
                row.contains(&format!("`{word}`")),
                "the row of `{key}` does not say that it takes `{word}`"
            );
        }
    }
}

/// Gathers the keys below a part of a schema, as in `data.NAME.columns.NAME.type`, each with the words that
/// it takes if these are few.
fn gather(root: &Value, part: &Value, path: &str, keys: &mut BTreeMap<String, BTreeSet<String>>) {
    let words = part["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .chain([&part["const"]]);
    let words = words.filter_map(|it| it.as_str().map(str::to_owned));
    if !path.is_empty() {
        keys.entry(path.to_owned()).or_default().extend(words);
    }
    if let Some(name) = part["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        let target = root.pointer(pointer).expect("the schema has what it names");
        gather(root, target, path, keys);
    }
    for branch in ["anyOf", "oneOf", "allOf"] {
        for option in part[branch].as_array().into_iter().flatten() {
            gather(root, option, path, keys);
        }
    }
    if part["items"].is_object() {
        gather(root, &part["items"], path, keys);
    }
    for (name, of) in part["properties"].as_object().into_iter().flatten() {
        let path = join(path, name);
        gather(root, of, &path, keys);
    }
    if part["additionalProperties"].is_object() {
        let path = join(path, "NAME");
        gather(root, &part["additionalProperties"], &path, keys);
        // What an author names has no row of its own.
        keys.remove(&path);
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Returns what the program prints.
fn help(arguments: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(arguments)
        .output();
    String::from_utf8(done.expect("the program runs").stdout).expect("help is text")
}

fn commands() -> Vec<String> {
    let help = help(&["--help"]);
    let lines = help.lines().skip_while(|it| *it != "Commands:").skip(1);
    let lines = lines.take_while(|it| !it.is_empty());
    lines
        .filter(|it| !it.starts_with("    "))
        .filter_map(|it| it.split_whitespace().next().map(str::to_owned))
        .collect()
}

/// Returns the long options that a help text lists.
fn options(help: &str) -> Vec<String> {
    let word = |it: &str| {
        it.split([' ', '=', ',', '['])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let lines = help
        .lines()
        .map(str::trim_start)
        .filter(|it| it.starts_with('-'));
    lines
        .filter_map(|it| it.find("--").map(|at| word(&it[at..])))
        .filter(|it| it != "--version")
        .collect()
}
