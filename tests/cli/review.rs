//! What holds of `gen coverage`, `gen phrases` and `gen try` whatever the newsroom: they are run over the examples.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const EXAMPLES: [&str; 3] = ["campaign", "earnings", "football"];

/// Returns what a command says of an example on standard output.
fn said(example: &str, arguments: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_gen"))
        .arg("-C")
        .arg(folder.join("examples").join(example))
        .args(arguments)
        .output()
        .expect("the command can be run");
    String::from_utf8(output.stdout).expect("it says text")
}

fn stories(example: &str, arguments: &[&str]) -> Vec<Value> {
    let said: Value = serde_json::from_str(&said(example, arguments)).expect("it says JSON");
    let stories = said["stories"].as_array();
    stories.expect("it speaks of stories").clone()
}

fn items<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of[key].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn coverage_and_phrases_count_the_same() {
    for example in EXAMPLES {
        let phrases = stories(example, &["phrases", "--json"]);
        for story in stories(example, &["coverage", "--json"]) {
            for language in items(&story, "languages") {
                let is_it = |it: &&Value| {
                    it["story"] == story["story"] && it["language"] == language["language"]
                };
                let phrases = phrases.iter().find(is_it).expect("its phrases are there");
                let phrases = items(phrases, "phrases");
                assert_eq!(language["variants"], phrases.len());
                let used = phrases.iter().filter(|it| it["told"] != 0);
                assert_eq!(language["variants_used"], used.clone().count());
                assert!(used.clone().all(|it| it["example"]["text"].is_string()));
                let branches = phrases.iter().flat_map(|it| items(it, "branches"));
                let printed = branches.filter(|it| it["printed"] != 0);
                assert_eq!(language["branches_rendered"], printed.count());
                // A choice prints at least as many options as its variant is told, unless a clause around it is left out.
                let printed = |it: &Value| items(it, "branches").iter().map(told).sum::<u64>();
                let plain = used.filter(|it| it["phrase"].as_str().is_some_and(is_one_choice));
                for phrase in plain {
                    assert_eq!(
                        printed(phrase),
                        phrase["told"].as_u64().unwrap_or(0),
                        "{phrase}"
                    );
                }
            }
        }
    }
}

fn told(branch: &Value) -> u64 {
    branch["printed"].as_u64().unwrap_or(0)
}

/// Whether a phrase has one choice, and nothing else that may be left out.
fn is_one_choice(phrase: &str) -> bool {
    phrase.matches("[[").count() == 1
        && !["[[?", "[[*", "[[>", "{{ [["]
            .iter()
            .any(|it| phrase.contains(it))
}

#[test]
fn a_trial_ends_and_is_the_same_each_time() {
    let first = said("campaign", &["try", "--json"]);
    assert_eq!(first, said("campaign", &["try", "--json"]));
    for story in stories("campaign", &["try", "--json"]) {
        assert_eq!(story["failures"], Value::Array(Vec::new()));
        assert!(
            story["records"]
                .as_u64()
                .is_some_and(|it| (1..=600).contains(&it))
        );
        assert!(story["told"].as_u64() <= story["records"].as_u64());
    }
}
