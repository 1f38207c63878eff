//! Files that are broken, or are not what their name says, are told as what they are; `hostile.txt` says how.

use std::fs;
use std::time::{Duration, Instant};

use super::check;
use super::outcome::outcome;

/// Texts that no program should write.
const TEXTS: &[(&str, &str)] = &[
    ("alone.csv", "a,b\rLens,x\rNice\rMetz,1\r"),
    ("archive.csv", "PK\u{3}\u{4}but nothing of an archive"),
    (
        "backslash.csv",
        "name,note\nLens,\"the \\\"big\\\" match\"\nNice,2\n",
    ),
    ("duplicate.csv", "name,goals,goals\nLens,1,2\n"),
    ("empty.csv", ""),
    ("header.csv", "name,goals\n"),
    ("index.csv", ",name,goals\n0,Lens,3\n1,Nice,1\n"),
    ("lines.csv", "name,goals\r\nLens,3\nNice,1\rMetz,many\n"),
    ("marked-twice.csv", "\u{feff}\u{feff}name,goals\nLens,3\n"),
    ("nothing.csv", "\n \n\t\n"),
    (
        "page.csv",
        "<!DOCTYPE html>\n<html><body>Log in, please</body></html>\n",
    ),
    (
        "pointer.csv",
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    ),
    (
        "ragged.csv",
        "name,goals\nLens,3\nNice,1,2\nMetz\nLille,0\n",
    ),
    (
        "ragged-once.csv",
        "name,goals\nA,3\nB,1\nC,2\nD,3\nE,4\nF,5\nG\nH,6\nI,7\nJ,8\nK,9\nL,10\n",
    ),
    (
        "rownames.csv",
        "\"name\" \"goals\"\n\"1\" \"Lens\" 3\n\"2\" \"Nice\" 1\n",
    ),
    ("shifted.csv", "name,goals\n0,Lens,3\n1,Nice,1\n"),
    (
        "sentence.txt",
        "Dear all,\nplease find the data, as asked,\nin the file.\n",
    ),
    ("trailing.csv", "name,goals\nLens,3,\nNice,1,\n"),
    ("unclosed.csv", "name,goals\nLens,3\n\"Nice,1\nMetz,2\n"),
    ("list.json", "[1, 2, 3]"),
    ("cut.json", "[{\"name\": \"Lens\"}, {\"na"),
    ("document.yaml", "title: Results\nseason: 2026\n"),
];

/// Files that are no text, or none that is sound.
fn bytes() -> Vec<(&'static str, Vec<u8>)> {
    let utf_16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let long = format!("name,note\nLens,\"{}\nNice,2\n", "é".repeat(500_000));
    let noise = (0..4000_u32).map(|it| (it.wrapping_mul(2_654_435_761) >> 13) as u8);
    let marked = [vec![0xff, 0xfe], utf_16("name;goals\nNîmes;3\n")].concat();
    vec![
        ("binary.csv", noise.collect()),
        ("database.csv", b"SQLite format 3\0 and no more".to_vec()),
        (
            "letter.csv",
            b"name,goals\nN\xeemes,3\n\xc3\x89vian,2\nS\xc3\xa8te,1\n".to_vec(),
        ),
        ("long.csv", long.into_bytes()),
        ("utf-16-cut.csv", [marked.as_slice(), b"A"].concat()),
        ("utf-16.csv", marked),
        (
            "utf-16-unmarked.csv",
            utf_16("name;goals\nLens;3\nNice;1\n"),
        ),
        ("zeros.csv", b"name,goals\nLe\0ns,3\nNice,\x001\n".to_vec()),
        ("zeros-only.csv", vec![0; 400]),
    ]
}

#[test]
fn broken_files_are_told_as_what_they_are() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for (name, text) in TEXTS {
        fs::write(folder.path().join(name), text).expect("it can be written");
    }
    for (name, bytes) in bytes() {
        fs::write(folder.path().join(name), bytes).expect("it can be written");
    }
    check(folder.path(), "tests/files/hostile.txt");
}

#[test]
fn a_table_may_have_hundreds_of_columns() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let cells = |mark: &str| -> String {
        let cells: Vec<String> = (0..442).map(|it| format!("{mark}{it}")).collect();
        cells.join(",") + "\n"
    };
    let text = cells("c") + &cells("");
    fs::write(folder.path().join("t.csv"), text).expect("it can be written");
    let found = outcome(folder.path(), "t.csv", None);
    assert!(
        found.starts_with("1 rows") && found.ends_with(" c440, c441"),
        "{found}"
    );
}

#[test]
fn what_is_no_file_is_told_as_what_it_is() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    fs::create_dir(folder.path().join("results.csv")).expect("it can be made");
    let found = outcome(folder.path(), "results.csv", None);
    let expected = "error broken-data: `FILE` holds no table: it is a folder\n  \
        hint: name a file in it, or all of a kind: `FILE/*.csv`";
    assert_eq!(found, expected);
    let found = outcome(folder.path(), "other.csv", None);
    assert!(
        found.starts_with("error missing-file: `FILE` is not there"),
        "{found}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_itself_is_the_worlds_failure() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let link = folder.path().join("a.csv");
    std::os::unix::fs::symlink(&link, &link).expect("a link can be made");
    let found = outcome(folder.path(), "a.csv", None);
    assert!(found.starts_with("cannot read `a.csv`: "), "{found}");
}

/// A cell is not looked through again and again: ten times the text takes not much more than ten times as long.
#[test]
fn a_long_cell_takes_time_as_its_length() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let time = |n: usize| -> Duration {
        let note = "a \"\"b\"\", é\n".repeat(n);
        let text = format!("name,note\nLens,\"{note}\"\nNice,2\n");
        fs::write(folder.path().join("t.csv"), text).expect("it can be written");
        let start = Instant::now();
        let found = outcome(folder.path(), "t.csv", None);
        assert!(found.starts_with("2 rows"), "{found}");
        start.elapsed()
    };
    let short = time(80_000).max(Duration::from_millis(10));
    let long = time(800_000);
    assert!(long < short * 40, "{short:?}, then {long:?}");
}
