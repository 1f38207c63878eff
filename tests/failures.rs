//! The failure museum: published failures of machines that write, each as a small newsroom where it cannot happen.
//!
//! `cargo test --test failures -- --nocapture` shows what happened, and what gen does of it.

mod support;

use std::fmt::Write as _;
use std::fs;

const FOLDER: &str = "tests/failures";

#[test]
fn no_failure_happens_again() {
    let pages = support::pages(FOLDER);
    support::check(&pages);
    let mut table = String::new();
    for page in &pages {
        let text = fs::read_to_string(page).expect("the page can be read");
        let after = |start: &str| {
            let line = text.lines().find_map(|it| it.strip_prefix(start));
            line.expect("a case says what happened, and what gen does")
                .trim()
        };
        let (title, happened, does) = (
            after("# "),
            after("**What happened.** "),
            after("**What gen does.** "),
        );
        writeln!(
            table,
            "{title}\n  happened: {happened}\n  gen does: {does}\n"
        )
        .expect("a text takes all");
    }
    println!("\n{table}{} failures, none of which happens", pages.len());
}

/// The pages say what comes out byte for byte, so that whatever comes out of one thread comes out of many.
#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let pages = support::pages(FOLDER);
    for n_threads in [1, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
        let pool = pool.build().expect("there is room for the threads");
        pool.install(|| support::check(&pages));
    }
}

#[test]
fn the_museum_is_not_small() {
    assert!(support::pages(FOLDER).len() >= 30);
}
