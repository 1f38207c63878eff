//! The speed of the engine: articles a second of process CPU, from facts through read-back.
//!
//! `cargo bench` prints the time of one article; the job and its figures for other engines are told in
//! `docs/performance.md`. CPU time is measured, not the clock on the wall: the figure is then the same
//! on a busy machine.

#![allow(
    unreachable_pub,
    reason = "a module shared by programs of one file each"
)]

use std::path::Path;
use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, Throughput};
use gentext::build::{Newsroom, Writer};
use gentext::interpret::{Record, Records};

/// How many records the job has.
const N_RECORDS: u32 = 10_000;

mod job;

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the job");
    job::lay_out(folder.path(), N_RECORDS);
    let mut criterion = Criterion::default()
        .with_measurement(CpuTime)
        .configure_from_args();
    for language in ["en", "fr"] {
        bench(&mut criterion, folder.path(), language);
    }
    criterion.final_summary();
}

/// Measures the job in one language, on one thread, the text thrown away.
fn bench(criterion: &mut Criterion<CpuTime>, folder: &Path, language: &str) {
    let loaded = Newsroom::load(folder).expect("the job can be read");
    let found = &loaded.diagnostics;
    assert!(found.is_empty(), "the job has no mistakes: {found:?}");
    let Ok(mut newsroom) = loaded.newsroom else {
        panic!("the job is a project");
    };
    newsroom.stories[0]
        .banks
        .retain(|it| it.language.tag() == language);
    let writer = Writer::new(&newsroom.stories[0], &newsroom.tables);
    let records = Records::of(&newsroom.stories[0], &newsroom.tables);
    let records: Vec<Record> = records.iter().collect();
    let mut next = records.iter().cycle();
    let mut group = criterion.benchmark_group("article");
    group.throughput(Throughput::Elements(1));
    group.bench_function(language, |bencher| {
        bencher.iter(|| {
            let record = next.next().expect("the records come round again");
            let article = writer
                .article(record, None, None)
                .expect("the article is not held");
            assert!(article.tellings[0].told.is_ok(), "the article is told");
            article
        });
    });
    group.finish();
}

/// CPU time of this thread, in place of the clock on the wall.
struct CpuTime;

impl Measurement for CpuTime {
    type Intermediate = ThreadTime;
    type Value = Duration;

    fn start(&self) -> ThreadTime {
        ThreadTime::now()
    }

    fn end(&self, start: ThreadTime) -> Duration {
        start.elapsed()
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
