//! What holds of every plan, whatever the rules: stories made up by the dozen, and one told from two sides.

use std::fmt::Write as _;
use std::fs;

use gentext::build::{Loaded, Newsroom};
use gentext::interpret::{Facts, Interpreter, Record};
use gentext::plan::{self, Considered, DocumentPlan, Outcome};
use gentext::story::{BindingSource, Story};
use proptest::prelude::*;

/// Reads a newsroom of one story with banks in English and French.
fn newsroom(data: &str, story: &str, banks: [&str; 2]) -> Newsroom {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    };
    write(
        "gen.yaml",
        "title: T\nlanguage: en\ndata: {t: t.csv}\noutputs: [html]\n",
    );
    write("t.csv", data);
    write("stories/s.yaml", story);
    write("stories/s.en.md", banks[0]);
    write("stories/s.fr.md", banks[1]);
    let loaded: Loaded = Newsroom::load(folder.path()).expect("the project can be read");
    let found: Vec<String> = loaded
        .diagnostics
        .iter()
        .map(|it| it.message.clone())
        .collect();
    let newsroom = loaded.newsroom.unwrap_or_else(|_| panic!("{found:?}"));
    assert_eq!(newsroom.stories.len(), 1, "{found:?}\n{story}");
    newsroom
}

/// Returns the facts of the first record.
fn facts(newsroom: &Newsroom, edition: Option<usize>) -> Facts {
    let interpreter = Interpreter::new(&newsroom.stories[0], &newsroom.tables);
    let record = Record { rows: vec![0] };
    interpreter
        .facts(&record, edition)
        .expect("nothing holds it")
}

/// Plans the first record, with and without an account, which must not differ.
fn planned(newsroom: &Newsroom, edition: Option<usize>) -> (Option<DocumentPlan>, Vec<Considered>) {
    let (story, tables) = (&newsroom.stories[0], &newsroom.tables);
    let mut facts = facts(newsroom, edition);
    let plan = plan::document(story, tables, &mut facts, edition).ok();
    let (accounted, account) = plan::account(story, tables, &mut facts, edition);
    assert_eq!(plan, accounted.ok());
    (plan, account)
}

/// Returns what a plan tells, by the names of sections and messages.
fn told(story: &Story, plan: Option<&DocumentPlan>) -> Vec<(String, Vec<String>)> {
    let sections = plan.into_iter().flat_map(|it| &it.sections);
    let name = |it: &plan::SectionPlan| {
        let ids = it
            .messages
            .iter()
            .map(|it| story.messages[it.message].id.to_string());
        (story.sections[it.section].name.to_string(), ids.collect())
    };
    sections.map(name).collect()
}

/// A message that is made up; its number is its place.
#[derive(Clone, Debug)]
struct Made {
    applies: bool,
    news: u32,
    angle: Option<usize>,
    leads: bool,
    is_in: [bool; 2],
    n_words: usize,
    /// How far before it the messages stand that it names.
    unless: Option<usize>,
    with: Option<usize>,
    after: Option<usize>,
}

/// A story that is made up.
#[derive(Clone, Debug)]
struct Rules {
    messages: Vec<Made>,
    /// What follows `tell:` in its two sections.
    sections: [String; 2],
    words: Option<usize>,
}

fn made() -> impl Strategy<Value = Made> {
    let back = || prop::option::weighted(0.3, 0..4_usize);
    (
        prop::bool::weighted(0.8),
        0..5_u32,
        prop::option::of(0..2_usize),
        prop::bool::weighted(0.1),
        [any::<bool>(), any::<bool>()],
        1..9_usize,
        (back(), back(), back()),
    )
        .prop_map(|(applies, news, angle, leads, is_in, n_words, back)| Made {
            applies,
            news: news * 20,
            angle,
            leads,
            is_in,
            n_words,
            unless: back.0,
            with: back.1,
            after: back.2,
        })
}

fn rules() -> impl Strategy<Value = Rules> {
    let section = || {
        let tell = prop::sample::select(vec!["first", "all", "1", "3"]);
        let more = prop::sample::select(vec![
            "",
            ", order: news",
            ", least: 0.5",
            ", words: 10",
            ", words: 10, must: true",
            ", characters: 30",
            ", order: news, words: 6",
        ]);
        (tell, more).prop_map(|(tell, more)| format!("{tell}{more}"))
    };
    let words = prop::option::of(3..25_usize);
    (
        prop::collection::vec(made(), 1..8),
        [section(), section()],
        words,
    )
        .prop_map(|(messages, sections, words)| Rules {
            messages,
            sections,
            words,
        })
}

impl Rules {
    /// Returns the story as it is written, with its messages in the order of `order`.
    fn story(&self, order: &[usize]) -> String {
        let mut text = "story: s\nover: t\nkey: k\nangles: [a0, a1]\n".to_owned();
        if let Some(words) = self.words {
            let _ = writeln!(text, "words: {{long: {words}}}");
        }
        text += "article:\n  - {section: title}\n";
        for (idx, tell) in self.sections.iter().enumerate() {
            let _ = writeln!(text, "  - {{section: s{idx}, tell: {tell}}}");
        }
        text += "messages:\n  - {id: name, in: title}\n";
        for idx in order {
            text += &self.message(*idx);
        }
        text
    }

    fn message(&self, idx: usize) -> String {
        let made = &self.messages[idx];
        let sections: Vec<&str> = (0..2)
            .filter(|it| made.is_in[*it])
            .map(|it| ["s0", "s1"][it])
            .collect();
        let mut text = format!(
            "  - {{id: m{idx}, in: [{}], when: {}, news: {}",
            sections.join(", "),
            made.applies,
            made.news
        );
        if let Some(angle) = made.angle {
            let _ = write!(text, ", angle: a{angle}");
        }
        if made.leads {
            text += ", must_lead: true";
        }
        // What is named stands before it, so that nothing waits for ever.
        let names = [
            ("unless", made.unless),
            ("with", made.with),
            ("after", made.after),
        ];
        for (key, back) in names {
            let Some(other) = back.and_then(|it| idx.checked_sub(it + 1)) else {
                continue;
            };
            let of_other = &self.messages[other];
            let can_wait =
                key != "with" || (made.is_in[1] && of_other.with.is_none() && of_other.is_in[0]);
            if can_wait && (key != "after" || !made.leads) {
                let _ = write!(text, ", {key}: m{other}");
            }
        }
        text + "}\n"
    }

    /// Returns the phrase bank: each message in as many words as it has.
    fn bank(&self) -> String {
        let mut text = "# title\n## name\n- {{ k }}\n".to_owned();
        for section in 0..2 {
            let _ = writeln!(text, "# s{section}");
            for (idx, made) in self.messages.iter().enumerate() {
                if made.is_in[section] {
                    let words = vec!["word"; made.n_words].join(" ");
                    let _ = writeln!(text, "## m{idx}\n- {words}");
                }
            }
        }
        text
    }

    fn newsroom(&self) -> Newsroom {
        let order: Vec<usize> = (0..self.messages.len()).collect();
        self.newsroom_in(&order)
    }

    fn newsroom_in(&self, order: &[usize]) -> Newsroom {
        let bank = self.bank();
        newsroom("k\nx\n", &self.story(order), [&bank, &bank])
    }

    fn made(&self, story: &Story, message: usize) -> Option<&Made> {
        let number = story.messages[message].id.strip_prefix('m')?;
        self.messages.get(number.parse::<usize>().ok()?)
    }

    /// Checks that a section, or the article, has no more words than it may, if anything else could go.
    fn check_room(&self, story: &Story, plan: &DocumentPlan) {
        let mut n_words_told = 0;
        let mut may_go = false;
        for section in &plan.sections[1..] {
            let rules = &story.sections[section.section];
            let made = section.messages.iter();
            let made: Vec<&Made> = made.filter_map(|it| self.made(story, it.message)).collect();
            let n_words: usize = made.iter().map(|it| it.n_words).sum();
            // A section that must be told keeps one message, also where one that leads then comes with it.
            let n_others = made.iter().filter(|it| !it.leads).count();
            // What leads and waits for another is told when others have taken their room, and stays all the same.
            let waits = made.iter().any(|it| it.leads && it.with.is_some());
            let could = n_others > usize::from(rules.must) && !waits;
            let leading: usize = made.iter().filter(|it| it.leads).map(|it| it.n_words).sum();
            if let Some(words_max) = rules.words_max {
                assert!(n_words <= words_max.max(leading) || !could, "{plan:?}");
            }
            n_words_told += n_words;
            may_go |= could;
        }
        if let Some(words_max) = self.words {
            assert!(n_words_told <= words_max || !may_go, "{plan:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// A message that does not apply changes nothing, wherever it stands and whatever it says.
    #[test]
    fn what_does_not_apply_changes_nothing(rules in rules(), mut other in made()) {
        other.applies = false;
        let without = rules.newsroom();
        let mut with = rules.clone();
        with.messages.push(other);
        let with = with.newsroom();
        let plans = [&without, &with].map(|it| told(&it.stories[0], planned(it, None).0.as_ref()));
        prop_assert_eq!(&plans[0], &plans[1]);
    }

    /// No budget is exceeded while there is something that may go.
    #[test]
    fn a_budget_is_kept(rules in rules()) {
        let newsroom = rules.newsroom();
        if let (Some(plan), _) = planned(&newsroom, None) {
            rules.check_room(&newsroom.stories[0], &plan);
        }
    }

    /// The plan does not hang on which language is the first.
    #[test]
    fn the_plan_is_the_same_in_every_language(rules in rules()) {
        let mut newsroom = rules.newsroom();
        let (plan, _) = planned(&newsroom, None);
        newsroom.stories[0].banks.reverse();
        prop_assert_eq!(plan, planned(&newsroom, None).0);
    }

    /// Where no two messages have the same news, the order in which they are written does not matter.
    #[test]
    fn news_orders_whatever_is_written_first(
        mut rules in rules(),
        order in Just(()).prop_perturb(|(), mut random| random.random::<u64>()),
    ) {
        for (idx, made) in rules.messages.iter_mut().enumerate() {
            made.news = 40 + 7 * idx as u32;
        }
        rules.sections = ["3, order: news".into(), "all, order: news, words: 12".into()];
        let mut shuffled: Vec<usize> = (0..rules.messages.len()).collect();
        shuffled.sort_by_key(|it| gentext::story::mix(order ^ *it as u64));
        let rooms = [rules.newsroom(), rules.newsroom_in(&shuffled)];
        let plans = rooms.each_ref().map(|it| told(&it.stories[0], planned(it, None).0.as_ref()));
        prop_assert_eq!(&plans[0], &plans[1]);
    }

    /// Every message of every section has an account, and what is told is what the account says.
    #[test]
    fn the_account_is_whole(rules in rules()) {
        let newsroom = rules.newsroom();
        let story = &newsroom.stories[0];
        let (plan, account) = planned(&newsroom, None);
        let Some(plan) = plan else { return Ok(()) };
        for (idx, section) in story.sections.iter().enumerate() {
            let of_section = plan.sections.iter().find(|it| it.section == idx);
            for message in &section.messages {
                let mut of_message = account.iter().filter(|it| (it.section, it.message) == (idx, *message));
                let considered = of_message.next().expect("it was considered");
                prop_assert!(of_message.next().is_none());
                let is_told = of_section.is_some_and(|it| it.messages.iter().any(|it| it.message == *message));
                prop_assert_eq!(is_told, considered.outcome == Outcome::Told);
            }
        }
    }
}

/// Returns what became of each message of the last section, by name.
fn outcomes(story: &str, bank: &str) -> Vec<String> {
    let newsroom = newsroom("k\nx\n", story, [bank, bank]);
    let story = &newsroom.stories[0];
    let (_, account) = planned(&newsroom, None);
    let last = story.sections.len() - 1;
    let name = |it: usize| story.messages[it].id.to_string();
    let outcome = |it: &Considered| match &it.outcome {
        Outcome::Needless(other) => format!("Needless({})", name(*other)),
        Outcome::Behind(other) => format!("Behind({})", name(*other)),
        other => format!("{other:?}"),
    };
    let of_last = account.iter().filter(|it| it.section == last);
    let line = |it: &Considered| {
        let news = it.news.as_ref().map(|it| format!(" {}", it.total));
        format!(
            "{}{}: {}",
            name(it.message),
            news.unwrap_or_default(),
            outcome(it)
        )
    };
    of_last.map(line).collect()
}

#[track_caller]
fn check_outcomes(section: &str, expected: &[&str]) {
    // Where the first is told, nothing can go with another message of the section.
    let with = if section == "tell: first" {
        ""
    } else {
        ", with: f50"
    };
    let story = format!(
        "story: s\nover: t\nkey: k\nangles: [a]\nlength: brief\neditions: []\narticle:\n  - {{section: title}}\n  \
         - {{section: body, {section}}}\nmessages:\n  - {{id: name, in: title}}\n  \
         - {{id: b80, in: body, news: 80, angle: a}}\n  - {{id: c90, in: body, news: 90, angle: a}}\n  \
         - {{id: d70, in: body, when: false}}\n  - {{id: e60, in: body, news: 60{with}}}\n  \
         - {{id: f50, in: body}}\n  - {{id: g10, in: body, news: 10, unless: c90}}\n  - {{id: h20, in: body, news: 20}}\n"
    );
    let ids = ["b80", "c90", "d70", "e60", "f50", "g10", "h20"];
    let mut bank = "# title\n## name\n- {{ k }}\n# body\n".to_owned();
    for id in ids {
        let _ = writeln!(bank, "## {id}\n- One two three.");
    }
    assert_eq!(outcomes(&story, &bank), expected, "{section}");
}

#[test]
fn an_account_says_what_became_of_each_message() {
    check_outcomes(
        "tell: first",
        &[
            "b80 80: Behind(c90)",
            "c90 90: Told",
            "d70: DoesNotApply",
            "e60: Behind(c90)",
            "f50: Behind(c90)",
            "g10: Behind(c90)",
            "h20: Behind(c90)",
        ],
    );
    check_outcomes(
        "tell: 1",
        &[
            "b80 80: Behind(c90)",
            "c90 90: Told",
            "d70: DoesNotApply",
            "e60 60: Alone",
            "f50 50: Outnumbered",
            "g10 10: Needless(c90)",
            "h20 20: Outnumbered",
        ],
    );
    check_outcomes(
        "tell: 2",
        &[
            "b80 80: Behind(c90)",
            "c90 90: Told",
            "d70: DoesNotApply",
            "e60 60: Outnumbered",
            "f50 50: Told",
            "g10 10: Needless(c90)",
            "h20 20: Outnumbered",
        ],
    );
    check_outcomes(
        "tell: all, least: 0.5, words: 7",
        &[
            "b80 80: Behind(c90)",
            "c90 90: Told",
            "d70: DoesNotApply",
            "e60 60: NoRoom",
            "f50 50: Told",
            "g10 10: Needless(c90)",
            "h20 20: TooSlight",
        ],
    );
    let no_room =
        ["b80", "c90", "d70", "e60", "f50", "g10", "h20"].map(|it| format!("{it}: NoRoom"));
    check_outcomes("from: standard", &no_room.each_ref().map(String::as_str));
}

/// One game told from the side of either team.
const SIDES: &str = "
story: s
over: t
key: k
facts:
  margin: (hp - ap) | abs
  winner: home if hp > ap else away
editions:
  - {name: home, facts: {us: home, them: away}}
  - {name: away, facts: {us: away, them: home}}
  - neutral
article:
  - {section: title}
  - {section: lead, tell: first}
  - {section: body}
messages:
  - {id: name, in: title}
  - {id: won, in: [lead, body], when: winner == us, tone: winner == us}
  - {id: lost, in: [lead, body], when: winner == them, tone: winner == us}
  - {id: perfect, in: [lead, body], must_lead: true}
";

#[test]
fn sides_are_told_the_same_facts() {
    let mut bank = "# title\n## name\n- {{ k }}\n".to_owned();
    for section in ["lead", "body"] {
        let _ = writeln!(
            bank,
            "# {section}\n## won\n- W.\n## lost\n- L.\n## perfect\n- P."
        );
    }
    let newsroom = newsroom(
        "k,home,away,hp,ap\nx,Lens,Metz,4,1\n",
        SIDES,
        [&bank, &bank],
    );
    let story = &newsroom.stories[0];
    let of: Vec<Facts> = (0..3).map(|it| facts(&newsroom, Some(it))).collect();
    let mut n_of_edition = 0;
    for binding in &story.bindings {
        let [home, away, neutral] = [0, 1, 2].map(|it| &of[it].slots[binding.slot.0 as usize]);
        if matches!(binding.source, BindingSource::Edition) {
            assert_ne!(home, away, "{}", binding.name);
            assert!(neutral.is_missing());
            n_of_edition += 1;
        } else {
            assert!(home == away && home == neutral, "{}", binding.name);
        }
    }
    assert_eq!(n_of_edition, 2);
    let told = |edition| told(story, planned(&newsroom, Some(edition)).0.as_ref());
    let lead = ("lead".to_owned(), vec!["perfect".to_owned()]);
    for (edition, body) in [
        (0, &["perfect", "won"][..]),
        (1, &["perfect", "lost"]),
        (2, &["perfect"]),
    ] {
        let told = told(edition);
        assert_eq!(told[1], lead);
        assert_eq!(told[2].1, body);
    }
}

#[test]
fn a_side_turns_the_tone() {
    let mut bank = "# title\n## name\n- {{ k }}\n".to_owned();
    for section in ["lead", "body"] {
        let _ = writeln!(
            bank,
            "# {section}\n## won\n- W.\n## lost\n- L.\n## perfect\n- P."
        );
    }
    let newsroom = newsroom(
        "k,home,away,hp,ap\nx,Lens,Metz,4,1\n",
        SIDES,
        [&bank, &bank],
    );
    let tones = [0, 1].map(|edition| {
        let facts = facts(&newsroom, Some(edition));
        let Some(gentext::story::ToneRule::Where(tone)) = &newsroom.stories[0].messages[1].tone
        else {
            panic!("the tone hangs on a condition");
        };
        gentext::interpret::is_true(tone, &facts.env(&newsroom.tables))
            .expect("it is true or false")
    });
    assert_eq!(tones, [true, false]);
}
