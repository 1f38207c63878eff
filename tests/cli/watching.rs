//! `gen watch` over files that change: each change is told in a line, and no mistake takes a page away.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::project::Project;

/// A busy machine may be slow to tell; one that has not told by then never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running watch, ended when it is dropped.
struct Watching {
    process: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn over(project: &Project, arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_gen"))
            .arg("watch")
            .args(arguments)
            .current_dir(project.root())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command can be run");
        let said = BufReader::new(process.stderr.take().expect("stderr is piped"));
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Watching { process, lines }
    }

    /// Waits for a line that holds `part`.
    fn told(&self, part: &str) {
        let mut said = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            if line.contains(part) {
                return;
            }
            said.push(line);
        }
        panic!("`{part}` was not said:\n{}", said.join("\n"));
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn check(arguments: &[&str]) {
    let project = Project::of("small");
    let watching = Watching::over(&project, arguments);
    watching.told("watching");
    project.edit("data/results.csv", "3,1,9", "4,1,9");
    watching.told("results.csv: 1 of 5 articles written");
    project.append("stories/result.yaml", "tell: [one\n");
    watching.told("error[broken-yaml]");
    watching.told("result.yaml: 0 of 2 articles written, 6 earlier pages kept; 1 error");
    assert!(
        project
            .pages()
            .contains_key("content/hugo/en/1-lyon-nantes.md")
    );
    project.edit("stories/result.yaml", "tell: [one\n", "");
    watching.told("result.yaml: 0 of 5 articles written");
    project.remove("data/clubs.csv");
    watching.told("clubs.csv");
    project.write("data/clubs.csv", "club,points\nLyon,4\n");
    watching.told("1 of 4 articles written, 2 pages removed");
}

#[test]
fn a_watch_waits_for_its_project_to_come_back() {
    let project = Project::of("small");
    let watching = Watching::over(&project, &[]);
    watching.told("watching");
    let gen_yaml = project.read("gen.yaml");
    project.remove("gen.yaml");
    watching.told("gen.yaml is gone; waiting until it is back");
    project.write("gen.yaml", gen_yaml);
    watching.told("0 of 5 articles written");
}

#[test]
fn changes_are_told_by_the_system() {
    check(&[]);
}

#[test]
fn changes_are_seen_by_looking() {
    check(&["--poll"]);
}

#[test]
fn two_builds_at_once_take_turns() {
    let project = Project::of("small");
    std::fs::create_dir_all(project.root().join("content/hugo")).expect("the folder can be made");
    let lock = std::fs::File::create(project.root().join("content/hugo/.gen-lock"))
        .expect("the file can be made");
    lock.lock().expect("nobody else has it");
    thread::scope(|scope| {
        let build = scope.spawn(|| project.run(&["build"]));
        thread::sleep(Duration::from_millis(400));
        assert!(project.pages().is_empty(), "the build waits");
        lock.unlock().expect("it was locked");
        let output = build.join().expect("the build ends");
        assert!(output.status.success(), "{output:?}");
    });
    thread::scope(|scope| {
        let builds = [1, 2, 3, 4].map(|_| scope.spawn(|| project.run(&["build"])));
        for build in builds {
            let output = build.join().expect("the build ends");
            assert!(output.status.success(), "{output:?}");
        }
    });
}

#[test]
fn a_build_does_not_wait_for_ever() {
    let project = Project::of("small");
    std::fs::create_dir_all(project.root().join("content/hugo")).expect("the folder can be made");
    let lock = std::fs::File::create(project.root().join("content/hugo/.gen-lock"))
        .expect("the file can be made");
    lock.lock().expect("nobody else has it");
    let output = project.run(&["build"]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).expect("what is said is text");
    assert!(
        said.contains("error: another gen is writing to `content/hugo`"),
        "{said}"
    );
}
