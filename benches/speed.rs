//! The speed of the engine: articles a second of process CPU, from facts through read-back.
//!
//! `cargo bench` prints the time of one article; the job and its figures for other engines are told in
//! `docs/performance.md`. CPU time is measured, not the clock on the wall: the figure is then the same
//! on a busy machine.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, Throughput};
use gentext::build::{Newsroom, Writer};
use gentext::interpret::records;

/// How many records the job has.
const N_RECORDS: u32 = 10_000;

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the job");
    lay_out(folder.path());
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
    let mut newsroom = loaded.newsroom.ok().expect("the job is a project");
    newsroom.stories[0]
        .banks
        .retain(|it| it.language.tag() == language);
    let writer = Writer::new(&newsroom.stories[0], &newsroom.tables);
    let records = records(&newsroom.stories[0], &newsroom.tables);
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

/// Writes the project of the job, with its data, into `folder`.
fn lay_out(folder: &Path) {
    let job = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/job");
    for name in [
        "gen.yaml",
        "stories/report.yaml",
        "stories/report.en.md",
        "stories/report.fr.md",
        "lexicon/clubs.fr.yaml",
    ] {
        let to = folder.join(name);
        std::fs::create_dir_all(to.parent().expect("a file has a folder"))
            .expect("a folder can be made");
        std::fs::copy(job.join(name), to).expect("the job's files can be copied");
    }
    std::fs::create_dir_all(folder.join("data")).expect("a folder can be made");
    std::fs::write(folder.join("data/matches.json"), matches(N_RECORDS))
        .expect("the data can be written");
}

/// Returns so many invented matches, the same ones each time.
fn matches(n_records: u32) -> String {
    const CLUBS: [&str; 20] = [
        "Lille",
        "Nantes",
        "Amiens",
        "Olympique Lyonnais",
        "Auxerre",
        "Rennes",
        "Strasbourg",
        "Angers",
        "Le Havre",
        "Le Mans",
        "Brest",
        "Monaco",
        "Istres",
        "Evian",
        "Lens",
        "Reims",
        "Nice",
        "Toulouse",
        "Orléans",
        "Metz",
    ];
    const PLAYERS: [&str; 10] = [
        "Dubois", "Haddad", "Martin", "Okafor", "Silva", "Étienne", "Lemoine", "Ibrahim", "Novak",
        "Aubert",
    ];
    let mut state = 20_261_123_u64;
    let mut draw = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut json = String::from("[");
    for id in 1..=n_records {
        let (home, step) = (draw(20) as usize, 1 + draw(19) as usize);
        // Most matches have few goals: the smaller of two draws.
        let goals = [draw(5).min(draw(5)), draw(5).min(draw(4))];
        let mut scorers: Vec<(u64, usize, &str)> = Vec::new();
        for (side, n_goals) in ["home", "away"].into_iter().zip(goals) {
            scorers.extend((0..n_goals).map(|_| (1 + draw(90), draw(10) as usize, side)));
        }
        scorers.sort_unstable();
        let scorers: Vec<String> = scorers
            .iter()
            .map(|(minute, player, side)| {
                format!(
                    r#"{{"player":"{}","minute":{minute},"side":"{side}"}}"#,
                    PLAYERS[*player]
                )
            })
            .collect();
        let separator = if id == 1 { "" } else { "," };
        let _ = write!(
            json,
            "{separator}\n{{\"id\":{id},\"home\":\"{}\",\"away\":\"{}\",\"home_goals\":{},\"away_goals\":{},\
             \"date\":\"2026-{:02}-{:02}\",\"scorers\":[{}],\"attendance\":{},\"rank\":{},\"points\":{}}}",
            CLUBS[home],
            CLUBS[(home + step) % 20],
            goals[0],
            goals[1],
            1 + draw(12),
            1 + draw(28),
            scorers.join(","),
            900 + draw(59_000),
            1 + draw(20),
            1 + draw(69),
        );
    }
    json.push_str("\n]\n");
    json
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
