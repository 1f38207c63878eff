//! The memory of a whole build beside its tables: it must not grow with the number of articles told.
//!
//! `cargo bench --bench memory` builds so many records of a generated table in a process of its own each, and prints
//! the most memory that it had. Beside it stands what the same table takes when nothing is told of it.
//! `BENCH_SIZES=10000,100000` takes other sizes, `BENCH_FOLDER` another folder than the system's temporary one, and
//! `BENCH_GEN` another program than the one built here, such as that of an earlier version.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How many records are told, if nobody says otherwise.
const SIZES: &str = "10000,100000,400000";

/// The story that tells each row of the table.
const STORY: &str = "story: town\nover: towns\nkey: [id]\narticle:\n  - {section: title, tell: first}\n  \
    - {section: body, tell: all}\nmessages:\n  - {id: title, in: title}\n  - {id: count, in: body}\n  \
    - {id: county, in: body}\n";

/// Its words.
const BANK: &str = "# title\n\n## title\n- {{ name }} has {{ people }} inhabitants\n\n# body\n\n## count\n\
    - {{ name }} counts {{ people }} inhabitants, and {{ before }} were counted before.\n\
    - In {{ name }}, {{ people }} people live, and {{ before }} were counted before.\n\n\
    ## county\n- It is in the county of {{ county }}.\n";

fn main() {
    let sizes = std::env::var("BENCH_SIZES").unwrap_or_else(|_| SIZES.to_owned());
    println!(
        "{:>9} {:>12} {:>12} {:>9} {:>9}",
        "articles", "table", "build", "more", "each"
    );
    for size in sizes.split(',') {
        let n_records: u32 = size.trim().parse().expect("a size is a number");
        let folder = match std::env::var_os("BENCH_FOLDER") {
            Some(folder) => tempfile::tempdir_in(folder),
            None => tempfile::tempdir(),
        };
        let folder = folder.expect("a folder for the job");
        lay_out(folder.path(), n_records, false);
        let table = peak(folder.path(), "check");
        lay_out(folder.path(), n_records, true);
        let build = peak(folder.path(), "build");
        let more = build.saturating_sub(table);
        println!(
            "{n_records:>9} {:>9} MB {:>9} MB {:>6} MB {:>7} B",
            table / 1000,
            build / 1000,
            more / 1000,
            more * 1000 / u64::from(n_records)
        );
    }
}

/// Writes the project; unless it `is_told`, its one story is over a table of one row.
fn lay_out(folder: &Path, n_records: u32, is_told: bool) {
    for name in ["data", "stories"] {
        fs::create_dir_all(folder.join(name)).expect("a folder can be made");
    }
    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text).expect("the file can be written");
    };
    write(
        "gen.yaml",
        "title: Towns\nlanguage: en\ndata: {towns: data/towns.csv, one: data/one.csv}\n\
         outputs: {hugo: content}\n",
    );
    let over = if is_told { "over: towns" } else { "over: one" };
    write("stories/town.yaml", &STORY.replace("over: towns", over));
    write("stories/town.en.md", BANK);
    write("data/one.csv", &towns(1));
    write("data/towns.csv", &towns(n_records));
}

/// Returns so many invented towns.
fn towns(n_records: u32) -> String {
    let mut csv = String::from("id,name,county,people,before\n");
    for id in 1..=n_records {
        let (county, people) = (id % 97, 1_000 + u64::from(id) * 7_919 % 90_000);
        let before = people + u64::from(id % 211);
        let _ = writeln!(csv, "t{id:07},Town {id},County {county},{people},{before}");
    }
    csv
}

/// Returns the most memory that a command of gen had, in kilobytes.
fn peak(project: &Path, command: &str) -> u64 {
    let gen_path = std::env::var_os("BENCH_GEN");
    let gen_path = gen_path.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_gen")), PathBuf::from);
    let mut child = Command::new(gen_path)
        .args([command, "--quiet", "-C"])
        .arg(project)
        .stdout(Stdio::null())
        .spawn()
        .expect("gen can be run");
    let mut peak = 0;
    loop {
        // The mark is gone with the process, so that it is read while the process lives.
        peak = high_water(&child).unwrap_or(0).max(peak);
        if let Some(status) = child.try_wait().expect("gen can be waited for") {
            assert!(status.success(), "gen {command} ends well");
            return peak;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Returns the most memory that a process had up to now, in kilobytes.
fn high_water(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
