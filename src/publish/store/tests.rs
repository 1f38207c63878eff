//! A folder in a temporary place, runs over it, and what is there afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::disk::Task;
use super::journal::JOURNAL;
use super::manifest::MANIFEST;
use super::{Content, Listed, Outcome, Store, Wish, digest};
use crate::diagnostics::{Code, Diagnostics};

fn wish(path: &str, content: Content) -> Wish {
    Wish {
        path: path.to_owned(),
        article: format!("the article of {path}"),
        listed: None,
        content,
    }
}

fn pages(pages: &[(&str, &str)]) -> Vec<Wish> {
    let bytes = |it: &str| Content::Bytes(it.as_bytes().to_vec());
    pages
        .iter()
        .map(|(path, text)| wish(path, bytes(text)))
        .collect()
}

/// What a run did.
struct Ran {
    outcomes: BTreeMap<String, Outcome>,
    diagnostics: Diagnostics,
}

fn run(folder: &TempDir, wishes: Vec<Wish>) -> Ran {
    run_in_batches(folder, vec![wishes])
}

fn run_in_batches(folder: &TempDir, batches: Vec<Vec<Wish>>) -> Ran {
    let mut diagnostics = Diagnostics::default();
    let mut outcomes = BTreeMap::new();
    let mut store = Store::open(folder.path(), "content", &mut diagnostics).unwrap();
    for wishes in batches {
        let paths: Vec<String> = wishes.iter().map(|it| it.path.clone()).collect();
        let became = store.take(wishes).unwrap();
        let became = paths.into_iter().zip(became);
        outcomes.extend(became.filter_map(|(path, it)| Some((path, it?))));
    }
    let report = store.finish().unwrap();
    let removed = report.removed.into_iter();
    outcomes.extend(removed.map(|it| (it, Outcome::Removed)));
    diagnostics.append(report.diagnostics);
    Ran {
        outcomes,
        diagnostics,
    }
}

fn check(report: &Ran, outcomes: &[(&str, Outcome)], codes: &[Code]) {
    let found: Vec<(&str, Outcome)> = report
        .outcomes
        .iter()
        .map(|(path, it)| (path.as_str(), *it))
        .collect();
    assert_eq!(found, outcomes);
    let found: Vec<Code> = report.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(found, codes);
}

fn text(folder: &TempDir, path: &str) -> Option<String> {
    fs::read_to_string(folder.path().join(path)).ok()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_disk_becomes_what_is_wished_for() {
    let folder = self::folder();
    check(
        &run(
            &folder,
            pages(&[("fr/a.md", "a"), ("fr/b.md", "b"), ("en/a.md", "x")]),
        ),
        &[
            ("en/a.md", Outcome::Written),
            ("fr/a.md", Outcome::Written),
            ("fr/b.md", Outcome::Written),
        ],
        &[],
    );
    check(
        &run(&folder, pages(&[("fr/a.md", "a"), ("fr/b.md", "c")])),
        &[
            ("en/a.md", Outcome::Removed),
            ("fr/a.md", Outcome::Unchanged),
            ("fr/b.md", Outcome::Written),
        ],
        &[],
    );
    assert_eq!(text(&folder, "fr/b.md").as_deref(), Some("c"));
    assert!(!folder.path().join("en").exists());
    let names = fs::read_dir(folder.path().join("fr")).unwrap().count();
    assert_eq!(names, 2, "nothing half written is left");
}

#[test]
fn what_has_not_changed_is_not_touched() {
    let folder = self::folder();
    let wishes = || pages(&[("a.md", "a"), ("b.md", "b")]);
    run(&folder, wishes());
    let times = |folder: &TempDir| {
        ["a.md", "b.md", MANIFEST].map(|it| {
            fs::metadata(folder.path().join(it))
                .unwrap()
                .modified()
                .unwrap()
        })
    };
    let before = times(&folder);
    check(
        &run(&folder, wishes()),
        &[("a.md", Outcome::Unchanged), ("b.md", Outcome::Unchanged)],
        &[],
    );
    assert_eq!(times(&folder), before);
}

#[test]
fn a_held_article_keeps_its_last_page() {
    let folder = self::folder();
    run(&folder, pages(&[("a.md", "a")]));
    let held = || vec![wish("a.md", Content::Kept), wish("b.md", Content::Kept)];
    check(&run(&folder, held()), &[("a.md", Outcome::Kept)], &[]);
    check(&run(&folder, held()), &[("a.md", Outcome::Kept)], &[]);
    assert_eq!(text(&folder, "a.md").as_deref(), Some("a"));
}

#[test]
fn what_a_person_edited_is_left() {
    let folder = self::folder();
    run(&folder, pages(&[("a.md", "a"), ("b.md", "b")]));
    fs::write(folder.path().join("a.md"), "corrected").unwrap();
    fs::write(folder.path().join("b.md"), "c").unwrap();
    check(
        &run(&folder, pages(&[("a.md", "new")])),
        &[("a.md", Outcome::Edited)],
        &[Code::EditedPage, Code::EditedPage],
    );
    assert_eq!(text(&folder, "a.md").as_deref(), Some("corrected"));
    assert_eq!(text(&folder, "b.md").as_deref(), Some("c"));
    fs::remove_file(folder.path().join("a.md")).unwrap();
    check(
        &run(&folder, pages(&[("a.md", "new")])),
        &[("a.md", Outcome::Written)],
        &[],
    );
}

#[test]
fn a_file_that_gen_did_not_write_is_never_overwritten() {
    let folder = self::folder();
    fs::write(folder.path().join("a.md"), "mine").unwrap();
    fs::write(folder.path().join("b.md"), "b").unwrap();
    fs::write(folder.path().join("z.md"), "z").unwrap();
    let report = run(&folder, pages(&[("a.md", "a"), ("b.md", "b")]));
    check(
        &report,
        &[("b.md", Outcome::Unchanged)],
        &[Code::ForeignFile],
    );
    assert_eq!(text(&folder, "a.md").as_deref(), Some("mine"));
    assert_eq!(text(&folder, "z.md").as_deref(), Some("z"));
}

#[test]
fn a_broken_manifest_deletes_nothing() {
    let folder = self::folder();
    run(&folder, pages(&[("a.md", "a"), ("b.md", "b")]));
    for broken in [
        "{",
        "",
        "{\"version\": 9, \"files\": {}}",
        "{\"version\":1,\"files\":{\"../x\":{\"digest\":\"\",\"size\":0,\"article\":\"\"}}}",
    ] {
        fs::write(folder.path().join(MANIFEST), broken).unwrap();
        let report = run(&folder, pages(&[("a.md", "a")]));
        check(
            &report,
            &[("a.md", Outcome::Unchanged)],
            &[Code::BrokenManifest],
        );
        assert!(text(&folder, "b.md").is_some());
    }
}

#[test]
fn two_articles_cannot_have_one_page() {
    let folder = self::folder();
    run(&folder, pages(&[("fr/a.md", "a")]));
    let report = run(
        &folder,
        pages(&[("fr/a.md", "b"), ("fr/A.md", "c"), ("b.md", "b")]),
    );
    check(
        &report,
        &[("b.md", Outcome::Written), ("fr/a.md", Outcome::Kept)],
        &[Code::PathCollision],
    );
    let notes = &report.diagnostics.iter().next().unwrap().notes;
    assert!(
        notes[0].contains("fr/a.md") && notes[1].contains("fr/A.md"),
        "{notes:?}"
    );
    assert_eq!(text(&folder, "fr/a.md").as_deref(), Some("a"));
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let folder = self::folder();
    for path in [
        "../x.md",
        "/x.md",
        "a/../../x.md",
        "a//b",
        "",
        ".",
        "a\\b",
        ".git/x",
        "é.md",
        "a:b",
        "x\0",
    ] {
        check(
            &run(&folder, pages(&[(path, "x")])),
            &[],
            &[Code::PathCollision],
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    use std::os::unix::fs::symlink;
    let (outside, folder) = (self::folder(), self::folder());
    run(&folder, pages(&[("fr/a.md", "a"), ("b.md", "b")]));
    fs::rename(folder.path().join("fr"), outside.path().join("fr")).unwrap();
    symlink(outside.path().join("fr"), folder.path().join("fr")).unwrap();
    fs::remove_file(folder.path().join("b.md")).unwrap();
    symlink(outside.path().join("fr/a.md"), folder.path().join("b.md")).unwrap();
    let report = run(&folder, pages(&[("fr/a.md", "new"), ("b.md", "new")]));
    check(&report, &[], &[Code::ForeignFile, Code::ForeignFile]);
    check(
        &run(&folder, Vec::new()),
        &[],
        &[Code::EditedPage, Code::EditedPage],
    );
    assert_eq!(text(&outside, "fr/a.md").as_deref(), Some("a"));
}

#[test]
fn a_run_that_was_broken_off_is_taken_up() {
    let folder = self::folder();
    run(&folder, pages(&[("a.md", "a"), ("b.md", "b")]));
    let mut store = Store::open(folder.path(), "content", &mut Diagnostics::default()).unwrap();
    // As far as a run gets that is killed after its first file, and amid a line of its journal.
    let mut tasks = Vec::new();
    for (path, new) in [("a.md", "new a"), ("b.md", "new b")] {
        let record = store.records.get_mut(path).unwrap();
        record.before = Some(record.digest.clone());
        record.digest = digest(new.as_bytes());
        record.size = new.len() as u64;
        let (path, bytes) = (path.to_owned(), Vec::new());
        tasks.push(Task { path, bytes });
    }
    store.announce(&tasks).unwrap();
    let journal = folder.path().join(JOURNAL);
    let cut_off = [&fs::read(&journal).unwrap(), &b"[\"c.md\", {"[..]].concat();
    fs::write(&journal, cut_off).unwrap();
    fs::write(folder.path().join("a.md"), "new a").unwrap();
    let wishes = pages(&[("a.md", "newer a"), ("b.md", "new b")]);
    check(
        &run(&folder, wishes),
        &[("a.md", Outcome::Written), ("b.md", Outcome::Written)],
        &[],
    );
    assert_eq!(text(&folder, "b.md").as_deref(), Some("new b"));
    assert!(!journal.exists(), "the manifest says it all");
}

#[test]
fn the_size_of_batches_does_not_show() {
    let (whole, parts) = (self::folder(), self::folder());
    for version in ["1", "2"] {
        let all = || pages(&[("z.md", version), ("fr/a.md", version), ("b.md", "b")]);
        let ran = run_in_batches(&whole, vec![all()]);
        let ran_in_parts = run_in_batches(&parts, all().into_iter().map(|it| vec![it]).collect());
        assert_eq!(ran.outcomes, ran_in_parts.outcomes);
        assert_eq!(text(&whole, MANIFEST), text(&parts, MANIFEST));
        // Both are edited, so that there is something to say of them, in the order of paths.
        for folder in [&whole, &parts] {
            fs::write(folder.path().join("z.md"), "edited").unwrap();
            fs::write(folder.path().join("fr/a.md"), "edited").unwrap();
        }
        let all = || pages(&[("z.md", "new"), ("fr/a.md", "new"), ("b.md", "b")]);
        let said = |it: Ran| {
            it.diagnostics
                .iter()
                .map(|it| it.message.clone())
                .collect::<Vec<_>>()
        };
        let ran = said(run_in_batches(&whole, vec![all()]));
        let in_parts = all().into_iter().map(|it| vec![it]).collect();
        assert_eq!(ran, said(run_in_batches(&parts, in_parts)));
        for folder in [&whole, &parts] {
            fs::remove_file(folder.path().join("z.md")).unwrap();
            fs::remove_file(folder.path().join("fr/a.md")).unwrap();
        }
    }
}

#[test]
fn a_page_is_not_written_twice_in_a_run() {
    let folder = self::folder();
    let batches = vec![pages(&[("a.md", "a")]), pages(&[("a.md", "b")])];
    let ran = run_in_batches(&folder, batches);
    check(&ran, &[("a.md", Outcome::Written)], &[Code::PathCollision]);
    assert_eq!(text(&folder, "a.md").as_deref(), Some("a"));
}

#[test]
fn a_failure_of_the_disk_names_its_path_and_loses_nothing() {
    let folder = self::folder();
    run(&folder, pages(&[("a.md", "a")]));
    // A folder with the name of a page's folder's parent cannot be made where a file is.
    fs::write(folder.path().join("x"), "mine").unwrap();
    let report = run(&folder, pages(&[("a.md", "b"), ("x/y.md", "y")]));
    check(&report, &[("a.md", Outcome::Written)], &[Code::ForeignFile]);
    let mut diagnostics = Diagnostics::default();
    let file = folder.path().join("x");
    let error = Store::open(Path::new(&file), "content", &mut diagnostics);
    assert!(error.is_err_and(|it| it.to_string().contains("content")));
    assert_eq!(text(&folder, "a.md").as_deref(), Some("b"));
}

/// Prints how long thousands of small pages take, beside plainly writing them:
/// `cargo test --release --lib store::tests::many -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a check"]
fn many_small_pages_cost_little_more_than_their_files() {
    use std::time::Instant;
    const N_PAGES: usize = 36_000;
    let text = |idx: usize, version: u32| format!("{idx} {version} ").repeat(200).into_bytes();
    let wishes = |version| -> Vec<Wish> {
        (0..N_PAGES)
            .map(|idx| {
                wish(
                    &format!("fr/page-{idx}.md"),
                    Content::Bytes(text(idx, version)),
                )
            })
            .collect()
    };
    let rate = |what: &str, start: Instant| {
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{what:<28} {seconds:6.2} s  {:9.0} files/s",
            N_PAGES as f64 / seconds
        );
    };
    for round in 0..2 {
        let plain = self::folder();
        fs::create_dir(plain.path().join("fr")).unwrap();
        let files = wishes(1);
        let start = Instant::now();
        for it in &files {
            let Content::Bytes(bytes) = &it.content else {
                continue;
            };
            fs::write(plain.path().join(&it.path), bytes).unwrap();
        }
        rate("plain writing", start);
        let folder = self::folder();
        for (what, version) in [
            ("first build", round),
            ("nothing changed", round),
            ("all changed", round + 5),
        ] {
            let files = wishes(version);
            let start = Instant::now();
            run(&folder, files);
            rate(what, start);
        }
    }
}

#[test]
fn what_an_index_says_of_a_page_is_known_as_long_as_the_page_is_kept() {
    let folder = self::folder();
    let listed = Arc::new(Listed {
        title: "A".to_owned(),
        date: Some("2026-03-14".to_owned()),
        ..Listed::default()
    });
    let mut wishes = pages(&[("a.html", "a"), ("b.html", "b")]);
    wishes[0].listed = Some(listed.clone());
    run(&folder, wishes);
    run(&folder, vec![wish("a.html", Content::Kept)]);
    let store = Store::open(folder.path(), "content", &mut Diagnostics::default()).unwrap();
    assert!(store.has("a.html") && !store.has("b.html"));
    assert_eq!(store.listed("a.html"), Some(&listed));
}
