//! Impossible rows of real files are found as soon as a project declares what must hold of them.

mod files;

use std::fs;
use std::path::{Path, PathBuf};

use gentext::build::Newsroom;

/// Returns the folder of real files beside the project; says so if it is absent.
fn real(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut beside = root.ancestors().map(|it| it.join("shared/data").join(path));
    let found = beside.find(|it| it.is_file());
    if found.is_none() {
        eprintln!("skipped: `{path}` is not beside the project");
    }
    found
}

/// Returns how many rows a check holds of a real file, and what is said.
fn held(file: &Path, check: &str) -> (usize, Vec<String>) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    fs::copy(file, folder.path().join("t.csv")).expect("the file can be copied");
    let project = format!(
        "title: T\nlanguage: en\ndata:\n  t: {{file: t.csv, checks: [{check}]}}\noutputs: [html]\n"
    );
    fs::write(folder.path().join("gen.yaml"), project).expect("it can be written");
    let loaded = Newsroom::load(folder.path()).expect("the project can be read");
    let Ok(newsroom) = &loaded.newsroom else {
        panic!("gen.yaml is sound");
    };
    let table = newsroom.tables.iter().next().expect("the table is read");
    let n_held = (0..table.n_rows()).filter(|row| !table.held(*row).is_empty());
    let said = loaded.diagnostics.iter().map(|it| it.message.clone());
    (n_held.count(), said.collect())
}

#[test]
fn advertisements_with_conversions_and_no_clicks() {
    let Some(file) = real("marketing/kag-facebook-ads/KAG_conversion_data.csv") else {
        return;
    };
    let check = "{that: clicks > 0 or total_conversion == 0, else: conversions without clicks}";
    let (n_held, said) = held(&file, check);
    assert_eq!(n_held, 204);
    let warning = "204 rows of `t` fail `clicks > 0 or total_conversion == 0`: conversions without clicks; \
        the first: clicks 0, total_conversion 1";
    assert!(said.iter().any(|it| it == warning), "{said:?}");
}

#[test]
fn posts_that_reached_more_people_than_they_were_shown_to() {
    let Some(file) = real("marketing/facebook-post-metrics/dataset_Facebook.csv") else {
        return;
    };
    let held = |check: &str| held(&file, check).0;
    assert_eq!(
        held("{that: lifetime_post_total_reach <= lifetime_post_total_impressions}"),
        4
    );
    assert_eq!(
        held("{that: lifetime_post_consumptions <= lifetime_post_total_reach}"),
        12
    );
    // Nothing is found where nothing is wrong: no post engaged more people than it reached.
    assert_eq!(
        held("{that: lifetime_engaged_users <= lifetime_post_total_reach}"),
        0
    );
}
