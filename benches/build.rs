//! The speed of a whole build: 36,000 small articles to 36,000 files, beside plainly writing those files.
//!
//! `cargo bench --bench build` prints the CPU time and the time on the clock of both, medians of several
//! rounds, and their ratio. The files are written to `BENCH_FOLDER`, or to the system's temporary folder.

#![allow(
    unreachable_pub,
    reason = "a module shared by programs of one file each"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use gentext::build::{Edition, Newsroom, publish};
use rayon::prelude::*;

mod job;

/// How many records are built, in one language to one output.
const N_RECORDS: u32 = 36_000;

/// How often each way is measured.
const N_ROUNDS: usize = 5;

fn main() {
    rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build_global()
        .expect("two threads can be had");
    let (mut built, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..N_ROUNDS {
        let folder = match std::env::var_os("BENCH_FOLDER") {
            Some(folder) => tempfile::tempdir_in(folder),
            None => tempfile::tempdir(),
        };
        let folder = folder.expect("a folder for the job");
        job::lay_out(folder.path(), N_RECORDS);
        fs::remove_file(folder.path().join("stories/report.fr.md"))
            .expect("the French bank is there");
        built.push(measure(|| build(folder.path())));
        let files = files(&folder.path().join("content"));
        let bare = folder.path().join("plain");
        plain.push(measure(|| write(&files, &bare)));
    }
    let (built, plain) = (median(built), median(plain));
    println!("{N_RECORDS} articles, medians of {N_ROUNDS} rounds on two threads");
    report("build", built);
    report("plain writing of the same files", plain);
    let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
    println!(
        "ratio: {:.2} in CPU time, {:.2} on the clock",
        ratio(built.0, plain.0),
        ratio(built.1, plain.1)
    );
}

/// Returns the CPU time and the time on the clock that `work` takes.
fn measure(work: impl FnOnce()) -> (Duration, Duration) {
    let (cpu, clock) = (ProcessTime::now(), Instant::now());
    work();
    (cpu.elapsed(), clock.elapsed())
}

fn median(mut times: Vec<(Duration, Duration)>) -> (Duration, Duration) {
    let middle = times.len() / 2;
    times.sort_by_key(|it| it.0);
    let cpu = times[middle].0;
    times.sort_by_key(|it| it.1);
    (cpu, times[middle].1)
}

fn report(what: &str, (cpu, clock): (Duration, Duration)) {
    println!(
        "{what}: {:.2} s CPU, {:.2} s on the clock",
        cpu.as_secs_f64(),
        clock.as_secs_f64()
    );
}

/// Does what `gen build` does.
fn build(folder: &Path) {
    let loaded = Newsroom::load(folder).expect("the job can be read");
    let Ok(newsroom) = loaded.newsroom else {
        panic!("the job is a project");
    };
    let edition = Edition::new(&newsroom);
    let published = publish(&edition, false, &|| ()).expect("the pages can be written");
    assert_eq!(
        published.articles.len(),
        N_RECORDS as usize,
        "every record became an article"
    );
}

/// Returns every file below `folder` with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder is there") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("the file can be read");
                found.push((
                    path.strip_prefix(folder).expect("it is below").to_owned(),
                    bytes,
                ));
            }
        }
    }
    found
}

/// Writes files as plainly as can be, on the same two threads.
fn write(files: &[(PathBuf, Vec<u8>)], folder: &Path) {
    for (path, _) in files {
        let parent = folder.join(path);
        fs::create_dir_all(parent.parent().expect("a file has a folder"))
            .expect("a folder can be made");
    }
    files.par_iter().for_each(|(path, bytes)| {
        fs::write(folder.join(path), bytes).expect("the file can be written");
    });
}
