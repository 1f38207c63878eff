//! A large table: the CPU time and the memory that it takes to read, type and check it.
//!
//! `cargo bench --bench scale` writes a CSV of a million rows and twenty columns of many types, runs `gen check` on a
//! project that has it (its one story is over another, tiny table), and prints both. `BENCH_ROWS` takes other numbers
//! of rows, such as `10000,100000`; `BENCH_FOLDER` another folder than the system's temporary one; `BENCH_GEN` another
//! program than the one built here.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How many rows, if nobody says otherwise.
const N_ROWS: &str = "100000,1000000";

/// The clock of the system in /proc, a second: the same on all of today's machines.
const TICKS: f64 = 100.0;

const HEADER: &str = "id,insee,surname,first_name,town,born,seen_at,hour,count,rank,ratio,precise,share,income,\
    is_active,category,status,phone,remark,url";

const NAMES: [&str; 12] = [
    "Lefèvre",
    "Müller",
    "Nuñez",
    "O’Brien",
    "Dubois",
    "Étienne",
    "García",
    "Haddad",
    "Çelik",
    "Novák",
    "Sørensen",
    "D'Angelo",
];
const TOWNS: [&str; 8] = [
    "Saint-Étienne",
    "Orléans",
    "Le Mans",
    "Besançon",
    "Nîmes",
    "L'Haÿ-les-Roses",
    "Évry",
    "Aÿ",
];
const CATEGORIES: [&str; 5] = ["north", "south", "east", "west", "overseas"];
const REMARKS: [&str; 6] = [
    "",
    "\"late, but complete\"",
    "checked twice",
    "\"said \"\"no\"\"\"",
    "n/a",
    "see the annex",
];

fn main() {
    let sizes = std::env::var("BENCH_ROWS").unwrap_or_else(|_| N_ROWS.to_owned());
    println!("{:>9} {:>8} {:>9} {:>9}", "rows", "file", "CPU", "peak RSS");
    for size in sizes.split(',') {
        let n_rows: u64 = size.trim().parse().expect("a number of rows is a number");
        let folder = match std::env::var_os("BENCH_FOLDER") {
            Some(folder) => tempfile::tempdir_in(folder),
            None => tempfile::tempdir(),
        };
        let folder = folder.expect("a folder for the job");
        let n_bytes = lay_out(folder.path(), n_rows);
        let (seconds, kilobytes) = check(folder.path());
        println!(
            "{n_rows:>9} {:>5} MB {seconds:>7.2} s {:>6} MB",
            n_bytes / 1_000_000,
            kilobytes / 1000
        );
    }
}

/// Writes the project, and returns how large its table is.
fn lay_out(folder: &Path, n_rows: u64) -> u64 {
    for name in ["data", "stories"] {
        fs::create_dir_all(folder.join(name)).expect("a folder can be made");
    }
    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text).expect("the file can be written");
    };
    write(
        "gen.yaml",
        "title: Scale\nlanguage: en\ndata: {large: data/large.csv, one: data/one.csv}\noutputs: {hugo: content}\n",
    );
    write(
        "stories/one.yaml",
        "story: one\nover: one\nkey: [id]\narticle:\n  - {section: title, tell: first}\nmessages:\n  - {id: title, in: title}\n",
    );
    write("stories/one.en.md", "# title\n\n## title\n- {{ name }}\n");
    write("data/one.csv", "id,name\na,Ada\n");
    let path = folder.join("data/large.csv");
    let file = File::create(&path).expect("the table can be written");
    table(&mut BufWriter::new(file), n_rows).expect("the table can be written");
    fs::metadata(&path).expect("the table is there").len()
}

/// Writes so many invented rows, the same ones each time.
fn table(to: &mut impl Write, n_rows: u64) -> std::io::Result<()> {
    let mut state = 20_261_123_u64;
    let mut draw = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    writeln!(to, "{HEADER}")?;
    let mut line = String::new();
    for id in 0..n_rows {
        line.clear();
        let name = NAMES[draw(12) as usize];
        let _ = write!(
            line,
            "{id:09},{:05},{name},{name}-{}",
            draw(95_000),
            draw(5_000)
        );
        let _ = write!(line, ",{},", TOWNS[draw(8) as usize]);
        let _ = write!(
            line,
            "{}-{:02}-{:02}",
            1930 + draw(90),
            1 + draw(12),
            1 + draw(28)
        );
        let _ = write!(
            line,
            ",{:02}/{:02}/{}",
            1 + draw(28),
            1 + draw(12),
            2000 + draw(26)
        );
        let _ = write!(line, ",{:02}:{:02},{}", draw(24), draw(60), draw(2_000_000));
        let _ = write!(line, ",{},{}.{:02},", 1 + draw(500), draw(900), draw(100));
        let _ = write!(line, "0.{:08}{:08}", draw(100_000_000), draw(100_000_000));
        match draw(20) {
            0 => line.push(','),
            _ => {
                let _ = write!(line, ",{}.{} %", draw(100), draw(10));
            }
        }
        match draw(50) {
            0 => line.push(','),
            _ => {
                let _ = write!(line, ",€{}.{:02}", draw(90_000), draw(100));
            }
        }
        let _ = write!(line, ",{}", if draw(2) == 0 { "yes" } else { "no" });
        let _ = write!(line, ",{}", CATEGORIES[draw(5) as usize]);
        let _ = write!(line, ",{}", if draw(9) == 0 { "" } else { "open" });
        let _ = write!(line, ",0{}{:08}", 1 + draw(7), draw(100_000_000));
        let _ = write!(line, ",{}", REMARKS[draw(6) as usize]);
        let _ = write!(line, ",https://example.org/{id}");
        writeln!(to, "{line}")?;
    }
    to.flush()
}

/// Returns the CPU seconds and the kilobytes at most that `gen check` takes; findings are no failure here.
fn check(project: &Path) -> (f64, u64) {
    let gen_path = std::env::var_os("BENCH_GEN");
    let gen_path = gen_path.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_gen")), PathBuf::from);
    let mut child = Command::new(gen_path)
        .args(["check", "--quiet", "-C"])
        .arg(project)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("gen can be run");
    let (mut seconds, mut peak) = (0.0_f64, 0);
    loop {
        // Both are gone with the process, so that they are read while it lives; a finished one that nobody waited
        // for still has its time.
        seconds = cpu(&child).unwrap_or(0.0).max(seconds);
        peak = high_water(&child).unwrap_or(0).max(peak);
        if child.try_wait().expect("gen can be waited for").is_some() {
            return (seconds, peak);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Returns the CPU time of a process up to now, that of its threads included.
fn cpu(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    // The fields are counted from the end of the name, which may have blanks in it.
    let fields: Vec<&str> = status.rsplit_once(')')?.1.split_whitespace().collect();
    let (user, system): (f64, f64) = (fields.get(11)?.parse().ok()?, fields.get(12)?.parse().ok()?);
    Some((user + system) / TICKS)
}

/// Returns the most memory that a process had up to now, in kilobytes.
fn high_water(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
