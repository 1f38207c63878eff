//! Cases: projects on disk in; what is read of them, or the findings, out.

use std::fs;

use serde_json::Value;

use super::lexicon::LexiconFile;
use super::yaml::schema_of;
use super::{ColumnType, Output, PerLanguage, Project, Scale, find_root, load, schema};
use crate::diagnostics::{Diagnostics, to_text};
use crate::source::Reads;

/// Loads a project of the given files; what is found comes as text.
fn load_files(files: &[(&str, &str)]) -> (Option<Project>, String) {
    let folder = tempfile::tempdir().expect("the system has room for a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    let mut reads = Reads::new(folder.path());
    let mut diagnostics = Diagnostics::default();
    let project = load(&mut reads, &["fr", "en"], &mut diagnostics).expect("the folder is there");
    let found: Vec<String> = diagnostics
        .iter()
        .map(|it| to_text(it, &reads, false))
        .collect();
    (project, found.join("\n"))
}

const GEN: &str = "\
title: {fr: Matchs, en: Matches}
language: fr
publisher: {name: Le Desk, url: \"https://example.org\"}
data:
  matches: data/matches.csv
  clubs:
    file: data/clubs.json
    key: id
    at: /clubs
    columns:
      revenue: {type: money, currency: EUR, scale: million, missing: [n/c]}
      founded: {type: date, format: \"%Y\"}
outputs: {hugo: site/content/matches, html: }
literals:
  - {text: 90, source: \"Laws of the Game, law 7\"}
";

#[test]
fn a_project_is_read_with_its_files() {
    let (project, found) = load_files(&[
        ("gen.yaml", GEN),
        ("stories/match.yaml", "story: match"),
        ("stories/match.fr.md", ""),
        ("stories/match.en@home.md", ""),
        ("stories/README.md", ""),
        ("lexicon/teams.fr.yaml", "names:"),
        ("templates/page.html", ""),
    ]);
    assert_eq!(found, "");
    let project = project.expect("the case has no mistakes");
    assert_eq!(project.title.get("en").map(String::as_str), Some("Matches"));
    assert_eq!(project.title.get("es").map(String::as_str), Some("Matchs"));
    let [matches, clubs] = project.tables.as_slice() else {
        panic!("two tables: {:?}", project.tables);
    };
    assert_eq!(matches.source.written().value, "data/matches.csv");
    assert_eq!(
        clubs.layout.at.as_ref().map(|it| it.value.as_str()),
        Some("/clubs")
    );
    let revenue = &clubs.columns[0].1;
    assert_eq!(
        revenue.kind.as_ref().map(|it| it.value),
        Some(ColumnType::Money)
    );
    assert_eq!(
        revenue.scale.as_ref().map(|it| it.value),
        Some(Scale::Million)
    );
    assert_eq!(revenue.missing, ["n/c"]);
    let outputs: Vec<_> = project
        .outputs
        .iter()
        .map(|it| (it.output, it.folder.to_str().expect("the case is text")))
        .collect();
    assert_eq!(
        outputs,
        [
            (Output::Hugo, "site/content/matches"),
            (Output::Html, "content/html")
        ]
    );
    assert_eq!(project.literals[0].text.value, "90");
    let files = project.files;
    assert_eq!(files.stories[0].name, "match");
    let banks: Vec<_> = files
        .banks
        .iter()
        .map(|it| {
            (
                it.story.as_str(),
                it.language.as_str(),
                it.edition.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        banks,
        [("match", "en", Some("home")), ("match", "fr", None)]
    );
    assert_eq!(files.lexicons[0].language, "fr");
    assert_eq!(files.templates.len(), 1);
}

#[test]
fn a_project_has_pages_even_if_it_names_no_output() {
    let (project, found) = load_files(&[("gen.yaml", "title: T\nlanguage: fr\ndata:\n")]);
    assert_eq!(found, "");
    let project = project.expect("the case has no mistakes");
    assert!(matches!(project.title, PerLanguage::Same(_)));
    assert_eq!(project.outputs[0].output, Output::Html);
}

fn check_gen(text: &str, expected: &str) {
    let (_, found) = load_files(&[("gen.yaml", text)]);
    assert_eq!(
        found.trim(),
        expected.trim(),
        "\nof {text:?}, found:\n{found}\n"
    );
}

#[test]
fn mistakes_in_gen_yaml_are_found() {
    check_gen(
        "",
        r"
error[empty-file]: `gen.yaml` has nothing in it
 --> gen.yaml:1:1
  |
1 |
  | ^
  |
  = hint: it needs `title`, `language` and `data`
",
    );
    check_gen(
        "title: T\nlangage: fr\ndata:\n  t: {fil: x, key: [a]}",
        r"
error[unknown-key]: this file has no key `langage`
 --> gen.yaml:2:1
  |
2 | langage: fr
  | ^^^^^^^
  |
  = hint: the nearest name is `language`
error[unknown-key]: `t` has no key `fil`
 --> gen.yaml:4:7
  |
4 |   t: {fil: x, key: [a]}
  |       ^^^
  |
  = hint: the nearest name is `file`
error[wrong-type]: `key` takes text, not a list
 --> gen.yaml:4:20
  |
4 |   t: {fil: x, key: [a]}
  |                    ^^^
  |
  = hint: if this is an expression, put all of it in quotes
",
    );
    check_gen(
        "title: T\nlanguage: fr\ndata:\noutputs: [hugo, html5, hugo]",
        r"
error[unknown-output]: there is no output `html5`
 --> gen.yaml:4:17
  |
4 | outputs: [hugo, html5, hugo]
  |                 ^^^^^
  |
  = hint: the nearest name is `html`
error[duplicate-name]: the output `hugo` is named twice
 --> gen.yaml:4:24
  |
4 | outputs: [hugo, html5, hugo]
  |                        ^^^^
",
    );
}

#[test]
fn mistakes_in_what_gen_yaml_names_are_found() {
    check_gen(
        "title: {de: T}\nlanguage: fra\ndata:\noutputs: {hugo: x, zola: ./x}",
        r"
error[unknown-language]: there is no language `de`
 --> gen.yaml:1:9
  |
1 | title: {de: T}
  |         ^^
  |
  = hint: known here: `fr`, `en`
error[unknown-language]: there is no language `fra`
 --> gen.yaml:2:11
  |
2 | language: fra
  |           ^^^
  |
  = hint: the nearest name is `fr`
error[path-collision]: the outputs `hugo` and `zola` go to one folder
 --> gen.yaml:4:26
  |
4 | outputs: {hugo: x, zola: ./x}
  |                          ^^^
  |
  = hint: give each output a folder of its own
",
    );
    check_gen(
        "title:\nlanguage: fr\ndata: {t: {file: f, columns: {a: {type: percentage}, b: text}}}",
        r"
error[wrong-type]: `title` takes text or a mapping, and nothing is given
 --> gen.yaml:1:6
  |
1 | title:
  |      ^
error[wrong-type]: `type` takes `text`, `number`, `integer`, `year`, `percent`, `money`, `date`, `time`, `datetime`, `duration`, `boolean`, `identifier` or `category`, not `percentage`
 --> gen.yaml:3:41
  |
3 | data: {t: {file: f, columns: {a: {type: percentage}, b: text}}}
  |                                         ^^^^^^^^^^
  |
  = hint: the nearest name is `percent`
error[wrong-type]: `b` takes a mapping, not text
 --> gen.yaml:3:57
  |
3 | data: {t: {file: f, columns: {a: {type: percentage}, b: text}}}
  |                                                         ^^^^
  |
  = hint: its keys are `name`, `type`, `format`, `currency`, `scale`, `decimal`, `missing`, `required`, `unique`, `min`, `max` and `among`
",
    );
}

#[test]
fn pages_do_not_go_among_the_sources() {
    let own = "data: {t: sources/t.csv}\noutputs:";
    for (folder, held) in [
        ("stories", "the project's `stories`"),
        ("./templates/html", "the project's `templates`"),
        (".", "the project itself"),
        ("a/..", "the project itself"),
        ("..", "the project itself"),
        ("/", "the project itself"),
        ("sources", "`sources/t.csv`"),
    ] {
        let text = format!("title: T\nlanguage: fr\n{own} {{html: {folder}}}\n");
        let (project, found) = load_files(&[("gen.yaml", &text)]);
        let message = format!(
            "error[unfit-folder]: the output `html` cannot go to `{folder}`, where {held} is"
        );
        assert!(found.starts_with(&message), "{found}");
        assert!(project.expect("the rest is sound").outputs.is_empty());
    }
    for (folder, is_fit) in [("sources/html", true), ("../site", true), ("\"\"", false)] {
        let text = format!("title: T\nlanguage: fr\n{own} {{html: {folder}}}\n");
        let (_, found) = load_files(&[("gen.yaml", &text)]);
        assert_eq!(found.is_empty(), is_fit, "{folder}: {found}");
    }
}

#[test]
fn addresses_of_the_publisher_are_addresses() {
    let publisher = "publisher: {name: P, url: \"javascript:x\", email: desk}";
    let text = format!("title: T\nlanguage: fr\ndata:\n{publisher}\n");
    let (project, found) = load_files(&[("gen.yaml", &text)]);
    assert_eq!(found.matches("error[wrong-type]").count(), 2, "{found}");
    let publisher = project.and_then(|it| it.publisher).expect("it has a name");
    assert!(publisher.url.is_none() && publisher.email.is_none());
}

#[test]
fn mistakes_in_names_of_files_are_found() {
    let (project, found) = load_files(&[
        ("gen.yaml", "title: T\nlanguage: fr\ndata:\n"),
        ("stories/match.yaml", ""),
        ("stories/mtach.fr.md", ""),
        ("stories/match.de.md", ""),
        ("stories/other.yml", ""),
        ("stories/match-fr.md", ""),
        ("stories/notes-on-style.md", ""),
        ("stories/README.md", ""),
        ("lexicon/teams.yaml", ""),
    ]);
    assert!(project.is_some());
    assert_eq!(
        found,
        r"error[unknown-language]: `stories/match.de.md` is in no known language: `de`
 = hint: known here: `fr`, `en`
warning[lonely-file]: `stories/other.yml` is not read
 = hint: name it `stories/other.yaml`
error[unknown-language]: the name of `lexicon/teams.yaml` says no language
 = hint: name it as in `lexicon/teams.fr.yaml`
error[lonely-file]: `stories/mtach.fr.md` is the phrase bank of no story: there is no `stories/mtach.yaml`
 = hint: the nearest name is `match`
warning[lonely-file]: `stories/match-fr.md` is not read: it is no phrase bank
 = hint: name it `stories/match.fr.md`
warning[lonely-file]: `stories/notes-on-style.md` is not read: it is no phrase bank
 = hint: a phrase bank is called `STORY.LANGUAGE.md`, and a note `README.md`"
    );
}

#[test]
fn the_root_is_the_nearest_folder_above_with_a_gen_yaml() {
    let folder = tempfile::tempdir().expect("the system has room for a folder");
    let deep = folder.path().join("stories/old");
    fs::create_dir_all(&deep).expect("it can be made");
    assert_eq!(find_root(&deep), None);
    fs::write(folder.path().join("gen.yaml"), "").expect("it can be written");
    assert_eq!(find_root(&deep).as_deref(), Some(folder.path()));
}

#[test]
fn every_key_of_the_schema_is_described() {
    fn check(place: &str, schema: &Value) {
        let properties = schema.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            assert!(property.get("description").is_some(), "{place}: `{key}`");
        }
    }
    for schema in [schema(), schema_of::<LexiconFile>()] {
        check("the file", &schema);
        let definitions = schema["$defs"].as_object().expect("there are definitions");
        for (name, definition) in definitions {
            check(name, definition);
        }
    }
}
