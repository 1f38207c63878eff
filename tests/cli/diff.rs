//! What is different from a revision of the repository: it is read through git, and nothing is touched.

use std::path::Path;
use std::process::{Command, Output};

use crate::project::Project;

/// Runs git in a folder; none if there is no git on this machine, and nothing to test with it.
fn git(folder: &Path, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    command.args(["-c", "user.name=Desk", "-c", "user.email=desk@example.org"]);
    command.args(["-c", "commit.gpgsign=false"]);
    let output = command.args(arguments).output().ok()?;
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
    Some(output)
}

/// Puts all that the project holds under a new revision; false without git.
fn commit(project: &Project) -> bool {
    let is_new = !project.root().join(".git").is_dir();
    let there = !is_new || git(project.root(), &["init", "--quiet"]).is_some();
    there && {
        git(project.root(), &["add", "--all"]);
        git(
            project.root(),
            &["commit", "--quiet", "--message", "a version"],
        );
        true
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_revision_is_compared_and_the_repository_stays_as_it_is() {
    let project = Project::of("small");
    if !commit(&project) {
        return;
    }
    project.edit("data/results.csv", "3,1,9", "4,1,9");
    let status = |project: &Project| {
        let output = git(project.root(), &["status", "--porcelain"]).expect("git was there");
        said(&output)
    };
    let before = status(&project);
    let text = said(&project.run(&["diff"]));
    assert!(text.contains("against HEAD: "), "{text}");
    assert!(text.contains("update: value changed"), "{text}");
    assert!(text.contains("for [-3-]{+4+} goals."), "{text}");
    assert_eq!(status(&project), before);

    assert!(commit(&project));
    let text = said(&project.run(&["diff"]));
    assert!(text.contains("nothing is different"), "{text}");
    let text = said(&project.run(&["diff", "--against", "HEAD~1"]));
    assert!(text.contains("for [-3-]{+4+} goals."), "{text}");
}

#[test]
fn data_beside_the_project_is_taken_from_the_revision_too() {
    let project = Project::of("small");
    let inner = project.root().join("newsroom");
    std::fs::create_dir(&inner).expect("a folder can be made");
    for name in ["gen.yaml", "stories"] {
        std::fs::rename(project.root().join(name), inner.join(name)).expect("it can be moved");
    }
    project.edit("newsroom/gen.yaml", "data/", "../data/");
    if !commit(&project) {
        return;
    }
    project.edit("data/results.csv", "3,1,9", "4,1,9");
    let text = said(&project.run(&["-C", "newsroom", "diff"]));
    assert!(text.contains("for [-3-]{+4+} goals."), "{text}");
}

#[test]
fn a_revision_that_is_not_there_is_a_misuse() {
    let project = Project::of("small");
    if !commit(&project) {
        return;
    }
    let output = project.run(&["diff", "--against", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("the repository has no such revision"),
        "{said}"
    );
}
