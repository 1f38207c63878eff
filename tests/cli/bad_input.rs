//! Inputs that are wrong: the other articles are built, and no earlier page is lost.

use std::collections::BTreeMap;

use crate::project::Project;

/// What a build over a spoilt project said and left.
struct Aftermath {
    said: String,
    code: Option<i32>,
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
}

/// Builds the small project, spoils it, adds a club, and builds again.
///
/// Whatever was spoilt, the new club's page is there, and every page from before.
fn check(spoil: impl Fn(&Project)) -> Aftermath {
    let aftermath = build_twice(&|project| {
        project.append("data/clubs.csv", "Nice,4\n");
        spoil(project);
    });
    let said = &aftermath.said;
    assert!(
        aftermath.after.contains_key("content/hugo/en/nice.md"),
        "{said}"
    );
    assert!(
        aftermath.after.contains_key("content/html/en/nice.html"),
        "{said}"
    );
    aftermath
}

fn build_twice(spoil: &dyn Fn(&Project)) -> Aftermath {
    let project = Project::of("small");
    let first = project.run(&["build", "--strict"]);
    assert!(first.status.success(), "{first:?}");
    let before = project.pages();
    spoil(&project);
    let second = project.run(&["build"]);
    let said = String::from_utf8(second.stderr).expect("what is said is text");
    assert!(!said.contains("panicked"), "{said}");
    let after = project.pages();
    for path in before.keys() {
        assert!(after.contains_key(path), "`{path}` was lost:\n{said}");
    }
    Aftermath {
        said,
        code: second.status.code(),
        before,
        after,
    }
}

impl Aftermath {
    /// The run ended with `code`, and said all of `parts`.
    fn ended(self, code: i32, parts: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.said);
        for part in parts {
            assert!(
                self.said.contains(part),
                "`{part}` was not said:\n{}",
                self.said
            );
        }
        self
    }

    /// The pages of an article are as they were.
    fn kept(self, slug: &str) -> Self {
        let of_article = |path: &&String| path.contains(&format!("/{slug}."));
        let paths: Vec<&String> = self.before.keys().filter(of_article).collect();
        assert_eq!(paths.len(), 2, "the article has a page in each output");
        for path in paths {
            assert_eq!(self.before[path], self.after[path], "{}", self.said);
        }
        self
    }
}

#[test]
fn no_file() {
    let spoilt = check(|it| it.remove("data/results.csv"));
    spoilt
        .ended(
            1,
            &["error[missing-file]", "`data/results.csv` is not there"],
        )
        .kept("1-lyon-nantes");
    let spoilt = check(|it| it.remove("stories/result.en.md"));
    spoilt
        .ended(1, &["no phrase bank tells `stories/result.yaml`"])
        .kept("1-lyon-nantes");
}

#[test]
fn no_story_at_all() {
    let spoilt = build_twice(&|it| {
        for file in ["result.yaml", "result.en.md", "club.yaml", "club.en.md"] {
            it.remove(&format!("stories/{file}"));
        }
    });
    spoilt
        .ended(1, &["there is no story", "10 earlier pages kept"])
        .kept("lyon");
}

#[test]
fn empty_file() {
    for file in [
        "data/results.csv",
        "stories/result.yaml",
        "stories/result.en.md",
    ] {
        check(|it| it.write(file, ""))
            .ended(1, &["error["])
            .kept("2-lille-brest");
    }
    let spoilt = build_twice(&|it| it.write("gen.yaml", ""));
    spoilt
        .ended(1, &["`gen.yaml` has nothing in it"])
        .kept("lyon");
}

#[test]
fn broken_yaml() {
    let spoilt = check(|it| it.append("stories/result.yaml", "tell: [one\n"));
    spoilt
        .ended(1, &["error[broken-yaml]", "stories/result.yaml"])
        .kept("1-lens-auxerre");
    let spoilt = build_twice(&|it| it.append("gen.yaml", "\tx: 1\n"));
    spoilt
        .ended(1, &["error[broken-yaml]", "gen.yaml"])
        .kept("lyon");
}

#[test]
fn text_that_is_not_utf_8() {
    for file in ["stories/result.yaml", "stories/result.en.md"] {
        let spoilt = check(|it| it.write(file, b"L\xe9on,\xff\n"));
        spoilt.ended(1, &["error[not-text]"]).kept("1-lens-auxerre");
    }
}

#[test]
fn a_phrase_bank_without_its_story() {
    let spoilt = check(|it| it.write("stories/cup.en.md", "# title\n"));
    spoilt.ended(1, &["is the phrase bank of no story"]);
    let spoilt = check(|it| it.remove("stories/result.yaml"));
    spoilt
        .ended(1, &["is the phrase bank of no story"])
        .kept("1-lyon-nantes");
}

#[test]
fn a_phrase_bank_in_no_known_language() {
    for name in ["result.de.md", "result.EN.md", "result.de@home.md"] {
        let spoilt = check(|it| {
            it.write(&format!("stories/{name}"), it.read("stories/result.en.md"));
            it.remove("stories/result.en.md");
        });
        spoilt
            .ended(1, &["error[unknown-language]", "6 earlier pages kept"])
            .kept("1-lyon-nantes");
    }
}

#[test]
fn a_phrase_bank_that_goes_takes_its_pages_with_it() {
    let project = Project::of("small");
    project.write("stories/club.fr.md", project.read("stories/club.en.md"));
    project.run(&["build"]);
    project.write("stories/club-fr.md", project.read("stories/club.fr.md"));
    project.remove("stories/club.fr.md");
    let said = String::from_utf8(project.run(&["build"]).stderr).expect("what is said is text");
    assert!(said.contains("name it `stories/club.fr.md`"), "{said}");
    assert!(said.contains("6 pages removed"), "{said}");
}

#[test]
fn a_broken_lexicon() {
    let spoilt = build_twice(&|it| {
        std::fs::create_dir(it.root().join("lexicon")).expect("the folder is new");
        it.write("lexicon/clubs.en.yaml", "names: [\n");
    });
    spoilt.ended(1, &["error[broken-yaml]"]).kept("lyon");
}

#[test]
fn a_broken_layout() {
    let spoilt = build_twice(&|it| {
        std::fs::create_dir(it.root().join("templates")).expect("the folder is new");
        it.write("templates/page.html", "<p>{{ page.titel }}</p>");
    });
    spoilt.ended(1, &["error[broken-layout]"]).kept("lyon");
}

#[test]
fn a_division_by_zero() {
    let spoilt = check(|it| it.edit("data/results.csv", "3,1,9", "3,1,0"));
    let spoilt = spoilt.ended(0, &["0 held"]);
    let page = &spoilt.after["content/hugo/en/1-lyon-nantes.md"];
    assert!(
        page.contains("Lyon beat Nantes.") && !page.contains("shots"),
        "{page}"
    );
}

#[test]
fn a_missing_cell() {
    let spoilt = check(|it| it.edit("data/results.csv", "3,1,9", ",1,9"));
    let spoilt = spoilt.ended(
        0,
        &["held: result/1-lyon-nantes (en); its last page is kept"],
    );
    let spoilt = spoilt.kept("1-lyon-nantes");
    spoilt.kept("1-lens-auxerre");
}

#[test]
fn a_name_that_its_table_does_not_have() {
    let spoilt = check(|it| {
        it.edit(
            "stories/result.yaml",
            "facts:\n",
            "entities: {home: clubs}\nfacts:\n",
        );
    });
    let reason = "`home` is `Lille`, and `clubs` has no such row";
    spoilt
        .ended(0, &["held: result/2-lille-brest", reason])
        .kept("2-lille-brest");
}

#[test]
fn a_cell_of_the_key_is_missing() {
    let spoilt = check(|it| it.edit("data/results.csv", "Lyon,Nantes", "Lyon,"));
    spoilt
        .ended(0, &["held: result/", "earlier page"])
        .kept("1-lyon-nantes");
}

#[test]
fn a_text_where_a_number_was_expected() {
    let spoilt = check(|it| it.edit("data/results.csv", "3,1,9", "three,1,9"));
    let spoilt = spoilt.kept("1-lyon-nantes");
    assert!(
        spoilt.said.contains("results.csv") || spoilt.said.contains("held"),
        "{}",
        spoilt.said
    );
}

#[test]
fn a_list_where_a_number_was_expected() {
    let fact = "  conversion: home_goals / shots";
    let spoilt = check(|it| {
        it.edit(
            "stories/result.yaml",
            fact,
            "  conversion: \"[1, 2] / shots\"",
        );
    });
    spoilt
        .ended(
            0,
            &["held: result/1-lyon-nantes", "this is a list", "3 held"],
        )
        .kept("1-lyon-nantes");
}

#[test]
fn a_cell_of_ten_megabytes() {
    let huge = format!("3,{},Metz,1,0,2\n", "x".repeat(10_000_000));
    check(|it| it.append("data/results.csv", &huge)).kept("1-lyon-nantes");
}

#[test]
fn a_title_of_markup() {
    let row = "3,<script>alert(1)</script> {{ 7 * 7 }},\"**[a](javascript:b)**\",1,0,9\n";
    let spoilt = check(|it| it.append("data/results.csv", row)).kept("1-lyon-nantes");
    let new: Vec<&String> = spoilt
        .after
        .keys()
        .filter(|it| it.contains("/3-"))
        .collect();
    assert_eq!(new.len(), 2, "{}", spoilt.said);
    for path in new {
        let page = &spoilt.after[path];
        let body = page.rsplit("---\n").next().unwrap_or_default();
        assert!(!page.contains("49"), "{page}");
        assert!(
            !body.contains("<script>alert") && !body.contains("{{"),
            "{page}"
        );
        assert!(!page.contains("href=\"javascript"), "{page}");
    }
}

#[test]
fn a_key_that_climbs_out_of_the_folder() {
    let spoilt = check(|it| it.append("data/results.csv", "../../x,../../../etc,Metz,1,0,9\n"));
    let new: Vec<&String> = spoilt
        .after
        .keys()
        .filter(|it| it.contains("metz"))
        .collect();
    assert_eq!(
        new,
        [
            "content/html/en/x-etc-metz.html",
            "content/hugo/en/x-etc-metz.md"
        ]
    );
}

#[test]
fn two_articles_of_one_address() {
    let spoilt = check(|it| it.append("data/results.csv", "1,LYON,Nantes,0,0,9\n"));
    assert_eq!(spoilt.said.matches("path-collision").count(), 1);
    spoilt
        .ended(
            1,
            &[
                "two articles want the address `1-lyon-nantes`",
                "`result` tells line 2 of `data/results.csv` (round: 1, home: Lyon, away: Nantes)",
                "`result` tells line 5 of `data/results.csv` (round: 1, home: LYON, away: Nantes)",
                "add a column to `key:` in `stories/result.yaml`",
            ],
        )
        .kept("1-lyon-nantes");
}

#[test]
fn two_stories_with_one_address() {
    let project = Project::of("small");
    project.write("stories/team.yaml", project.read("stories/club.yaml"));
    project.edit("stories/team.yaml", "story: club", "story: team");
    project.write("stories/team.en.md", project.read("stories/club.en.md"));
    let output = project.run(&["list", "--held", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).expect("what is said is text");
    assert!(
        said.contains("add a column to `key:` in `stories/club.yaml` or in `stories/team.yaml`"),
        "{said}"
    );
    let listed = String::from_utf8(output.stdout).expect("what is printed is text");
    assert_eq!(listed.matches("\"refused\"").count(), 4, "{listed}");
}

#[test]
fn a_page_edited_by_hand_is_a_warning_whatever_else_changed() {
    for also_elsewhere in [false, true] {
        let project = Project::of("small");
        project.run(&["build"]);
        project.append("content/hugo/en/lyon.md", "By hand.\n");
        if also_elsewhere {
            project.append("content/html/en/lyon.html", "By hand.\n");
        }
        project.edit("data/clubs.csv", "Lyon,3", "Lyon,4");
        for (arguments, code) in [
            (["build", "-q"], 0),
            (["build", "--strict"], 1),
            (["list", "-q"], 0),
        ] {
            let output = project.run(&arguments);
            assert_eq!(output.status.code(), Some(code), "{output:?}");
        }
    }
}

#[test]
fn a_file_in_the_way_is_an_error_whatever_else_changed() {
    for only_one in [false, true] {
        let project = Project::of("small");
        project.run(&["build"]);
        for page in ["content/hugo/en/nice.md", "content/html/en/nice.html"] {
            if !(only_one && page.contains("html")) {
                project.write(page, "mine");
            }
        }
        project.append("data/clubs.csv", "Nice,4\n");
        let output = project.run(&["build"]);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8(output.stderr).expect("what is said is text");
        assert!(
            said.contains("0 written, 5 unchanged, 0 held, 1 refused"),
            "{said}"
        );
        assert_eq!(project.read("content/hugo/en/nice.md"), "mine");
    }
}

#[test]
fn a_page_that_is_kept_stays_in_the_index_and_in_the_other_language() {
    let project = Project::of("small");
    project.write("stories/result.fr.md", project.read("stories/result.en.md"));
    project.run(&["build"]);
    let index = project.read("content/html/en/index.html");
    project.edit("data/results.csv", "3,1,9", ",1,9");
    let output = project.run(&["build"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(project.read("content/html/en/index.html"), index);
    assert!(index.contains("Lyon beat Nantes"), "{index}");
    project.append("data/clubs.csv", "Nice,4\n");
    project.run(&["build"]);
    let index = project.read("content/html/en/index.html");
    assert!(
        index.contains("Lyon beat Nantes") && index.contains("Nice: the season"),
        "{index}"
    );
}

#[test]
fn a_page_kept_in_one_language_is_still_linked_from_the_other() {
    let project = Project::of("small");
    project.write("stories/result.fr.md", project.read("stories/result.en.md"));
    project.run(&["build"]);
    let lead = "# lead\n\n## win\n- {{ winner }} beat {{ loser }}";
    project.edit(
        "stories/result.en.md",
        lead,
        &format!("{lead} {{{{ 1 / (shots - 9) }}}} times"),
    );
    project.edit("stories/result.fr.md", lead, &format!("{lead} again"));
    let said = String::from_utf8(project.run(&["build"]).stderr).expect("what is said is text");
    assert!(said.contains("(en); its last page is kept"), "{said}");
    let page = project.read("content/html/fr/1-lyon-nantes.html");
    assert!(
        page.contains("again") && page.contains("../en/1-lyon-nantes.html"),
        "{page}"
    );
}

#[test]
fn an_output_taken_off_the_list_is_told_as_long_as_its_pages_are_there() {
    let project = Project::of("small");
    project.run(&["build"]);
    project.edit(
        "gen.yaml",
        "outputs: [hugo, html]",
        "outputs: {html: content/html}",
    );
    for command in ["build", "check"] {
        let said = String::from_utf8(project.run(&[command]).stderr).expect("it is text");
        let message = "`content/hugo` is no output any more, and holds 6 files that gen wrote";
        assert!(said.contains(message), "{said}");
    }
    std::fs::remove_dir_all(project.root().join("content/hugo")).expect("it is there");
    assert!(project.run(&["build", "--strict"]).status.success());
}
