//! Sessions in Markdown: each `$ ` line of a console block is run, and the block must hold what it says.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli` writes the sessions anew; read the difference before it is
//! committed.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use snapbox::assert_data_eq;

use crate::project::Project;

macro_rules! sessions {
    ($($name:ident)+) => {
        $(#[test] fn $name() { replay(concat!("sessions/", stringify!($name), ".md")) })+

        /// A session that no test names would never be replayed.
        #[test]
        fn every_session_is_replayed() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/sessions");
            let mut found: Vec<String> = std::fs::read_dir(folder)
                .expect("the sessions are there")
                .map(|it| it.expect("the entry can be read").file_name().display().to_string())
                .collect();
            found.sort();
            let mut named = vec![$(concat!(stringify!($name), ".md")),+];
            named.sort_unstable();
            assert_eq!(found, named);
        }
    };
}

#[cfg(unix)]
sessions! {
    build check coverage data diff disk explain help init json list misuse phrases quality strict trial verify watch_end
}

/// Replays a session: its first code span names the project.
fn replay(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli")
        .join(name);
    let session = std::fs::read_to_string(&path).expect("the session is text");
    let project = session
        .split('`')
        .nth(1)
        .expect("the session names a project");
    let project = Project::of(project);
    let mut replayed = String::new();
    let mut is_block = false;
    for line in session.lines() {
        let is_fence = line.starts_with("```");
        is_block = if is_fence {
            line == "```console"
        } else {
            is_block
        };
        if !is_block || is_fence {
            replayed.push_str(line);
            replayed.push('\n');
        } else if let Some(command) = line.strip_prefix("$ ") {
            replayed.push_str(&run(&project, command));
        }
    }
    assert_data_eq!(replayed, snapbox::Data::read_from(&path, None).raw());
}

/// Returns a command and what it said: stdout, then stderr, then the code it ended with if that is not 0.
fn run(project: &Project, command: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_gen"));
    let folder = binary
        .parent()
        .expect("the binary is in a folder")
        .display();
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(project.root())
        .env("PATH", format!("{folder}:/usr/bin:/bin"))
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("there is a shell");
    let mut text = format!("$ {command}\n");
    for stream in [&output.stdout, &output.stderr] {
        text.push_str(&settled(&String::from_utf8_lossy(stream), project));
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    match output.status.code() {
        Some(0) => {}
        code => writeln!(text, "? {code:?}").expect("a string takes any text"),
    }
    text
}

/// Returns what was said without what differs from run to run: the time it took, and where it was.
fn settled(said: &str, project: &Project) -> String {
    let root = std::fs::canonicalize(project.root()).expect("the project is there");
    let said = said.replace(&root.display().to_string(), "[ROOT]");
    let mut text = String::new();
    for line in said.split_inclusive('\n') {
        match line
            .trim_end()
            .strip_suffix(" s)")
            .and_then(|it| it.rsplit_once(" ("))
        {
            Some((before, _)) => {
                text.push_str(before);
                text.push_str(" ([TIME])\n");
            }
            None => text.push_str(line),
        }
    }
    text
}
