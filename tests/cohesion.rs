//! Cohesion: every way in which six messages can be welcome, unwelcome or neither, told with connectives and without.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use gentext::build::{Article, Edition, Newsroom, State};
use gentext::microplan::{Connective, Phrase};
use gentext::plan::{PlannedMessage, Relation};
use gentext::story::Bank;

const STORY: &str = "story: s
over: t
key: id
article:
  - {section: title}
  - {section: body, tell: all, connect: CONNECT}
  - {section: rest, tell: all, connect: CONNECT}
messages:
  - {id: name, in: title}
  - {id: one, in: [body, rest], tone: a == 1, when: a < 2}
  - {id: two, in: body, tone: b == 1, when: b < 2, subject: id}
  - {id: three, in: [body, rest], tone: c == 1, when: c < 2, because: two}
  - {id: four, in: body, tone: d == 1, when: d < 2, elaborates: two, time: d}
  - {id: five, in: [body, rest], tone: e == 1, when: e < 2, time: e + 1}
";

const FRENCH: &str = "# title
## name
- {{ id }}
# body
## one
- Le public est venu.
- Lyon est venu.
## two
- {{ id }} a perdu.
## three
- La fin approche, dit {{ id }}.
- Mais la fin approche.
## four
- Il reste du temps.
## five
- À {{ id }}, le soir tombe.
# rest
## one
- L'affluence baisse.
## three
- **{{ id }}** le dit.
## five
- Ses amis le disent.
";

const ENGLISH: &str = "# title
## name
- {{ id }}
# body
## one
- The crowd came.
- Lyon came.
## two
- {{ id }} lost.
## three
- The end is near, says {{ id }}.
- But the end is near.
## four
- There is time.
## five
- In {{ id }}, the evening falls.
# rest
## one
- Attendance falls.
## three
- **{{ id }}** says it.
## five
- Its friends say it.
";

/// Writes the project, with a record for every combination.
fn lay_out(folder: &Path, connect: bool) {
    let mut rows = String::from("id,a,b,c,d,e\n");
    for n in 0..3_u32.pow(5) {
        let digit = |place: u32| n / 3_u32.pow(place) % 3;
        let digits: Vec<String> = (0..5).map(|it| digit(it).to_string()).collect();
        writeln!(rows, "X{n},{}", digits.join(",")).expect("a text takes all");
    }
    let files = [
        ("gen.yaml", "title: Cases\nlanguage: en\ndata: {t: t.csv}\n"),
        ("t.csv", &rows),
        (
            "stories/s.yaml",
            &STORY.replace("CONNECT", &connect.to_string()),
        ),
        ("stories/s.fr.md", FRENCH),
        ("stories/s.en.md", ENGLISH),
    ];
    std::fs::create_dir_all(folder.join("stories")).expect("the folder can be made");
    for (path, text) in files {
        std::fs::write(folder.join(path), text).expect("the file can be written");
    }
}

/// Shows `see` each article of the project with and without connectives.
fn articles(mut see: impl FnMut(&Newsroom, &Article<'_>, &Article<'_>)) {
    let folders = [true, false].map(|connect| {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        lay_out(folder.path(), connect);
        folder
    });
    let [with, without] = folders.each_ref().map(|folder| {
        let loaded = Newsroom::load(folder.path()).expect("the project can be read");
        assert!(!loaded.diagnostics.has_errors());
        loaded.newsroom.expect("the project is sound")
    });
    let (edition, plain) = (Edition::new(&with), Edition::new(&without));
    let mut n_articles = 0;
    for (one, other) in edition.entries().zip(plain.entries()) {
        let (State::Told(one), State::Told(other)) = (&one.state, &other.state) else {
            panic!("every article is told");
        };
        see(&with, one, other);
        n_articles += 1;
    }
    assert_eq!(n_articles, 243);
}

/// Returns the phrases of an article in each of its languages, with the message that each tells.
fn told<'a>(article: &'a Article<'_>) -> Vec<(&'a Bank, Vec<Vec<&'a Phrase<'a>>>)> {
    let tellings = article.tellings.iter().map(|telling| {
        let (phrases, _) = telling.told.as_ref().expect("it is told");
        let sections = phrases.sections.iter();
        let phrases = sections.map(|it| it.phrases.iter().collect()).collect();
        (telling.bank, phrases)
    });
    tellings.collect()
}

#[test]
fn a_connective_changes_nothing_else() {
    articles(|_, with, without| {
        for (one, other) in with.tellings.iter().zip(&without.tellings) {
            let (phrases, prose) = one.told.as_ref().expect("it is told");
            let (_, plain) = other.told.as_ref().expect("it is told");
            let of_phrases = phrases.sections.iter().flat_map(|it| &it.phrases);
            let texts = |prose: &gentext::realise::Prose| {
                let sections = prose.sections.iter();
                let texts = sections.flat_map(|it| it.blocks.iter().flatten());
                texts.map(|it| it.text.clone()).collect::<Vec<_>>()
            };
            let (texts, plain) = (texts(prose), texts(plain));
            assert_eq!(texts.len(), plain.len());
            for ((phrase, text), plain) in of_phrases.zip(&texts).zip(&plain) {
                let rest = match phrase.connective() {
                    Some(it) => text.strip_prefix(it.text).expect("it stands first"),
                    None => text,
                };
                assert_eq!(rest.to_lowercase(), plain.to_lowercase());
                // No value and no name has lost its capital.
                for name in ["Lyon", "X"] {
                    assert_eq!(rest.matches(name).count(), plain.matches(name).count());
                }
            }
        }
    });
}

#[test]
fn a_connective_says_what_the_plan_says() {
    let mut seen = BTreeSet::new();
    articles(|newsroom, article, _| {
        for (bank, sections) in told(article) {
            for (phrases, plan) in sections.iter().zip(&article.plan.sections) {
                for (idx, phrase) in phrases.iter().enumerate() {
                    let Some(connective) = phrase.connective() else {
                        continue;
                    };
                    check(&connective, &plan.messages, idx);
                    seen.insert((bank.language.tag(), connective.relation));
                    let before = idx.checked_sub(1).and_then(|it| phrases[it].connective());
                    let is_addition = connective.relation == Relation::Addition;
                    assert!(!is_addition || before.is_none(), "two run on");
                }
            }
        }
        let story = &newsroom.stories[0];
        let explanation = article.tellings[0].explanation(newsroom, story, article);
        let explanation = explanation.expect("it is told");
        for text in &explanation.texts {
            if let Some(connective) = &text.connective {
                assert!(text.text.starts_with(&connective.text));
                assert!(story.messages.iter().any(|it| it.id == connective.before));
            }
        }
    });
    let of = |tag: &str| seen.iter().filter(|it| it.0 == tag).count();
    assert_eq!(
        (of("fr"), of("en")),
        (5, 4),
        "each relation is said: {seen:?}"
    );
}

/// Asserts that the plan has the relation between the message at `idx` and the one before it.
fn check(connective: &Connective<'_>, plan: &[PlannedMessage], idx: usize) {
    assert_eq!(plan[idx].relation, Some(connective.relation));
    assert_eq!(plan[idx - 1].message, connective.before);
}

#[test]
fn no_connective_comes_twice() {
    articles(|_, article, _| {
        for (_, sections) in told(article) {
            let connectives = sections.iter().flatten().filter_map(|it| it.connective());
            let texts: Vec<&str> = connectives.map(|it| it.text).collect();
            let once: BTreeSet<&str> = texts.iter().copied().collect();
            assert_eq!(once.len(), texts.len(), "{texts:?}");
        }
    });
}
