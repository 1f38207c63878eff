//! The ministry's workbook of an election in, an article for each constituency out: every winner, percentage and number
//! of votes is read back from the pages, and held against the CSV file that others made of the same results.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calamine::{Data, DataType, Range, Reader, Xls};
use gentext::build::{Edition, Entry, Newsroom, State, publish};
use gentext::data::Value;
use gentext::explain::ExplainedCell;
use gentext::realise::{Prose, Section};

const WORKBOOK: &str = "raw/Presidentielle_2017_Resultats_Tour_2_c.xls";
const RESULTS: &str = "P2017_Resultats_Circonscriptions_T2.csv";
const N_CONSTITUENCIES: usize = 577;

/// The figures of one constituency, by the columns of the CSV file.
type Counts = BTreeMap<String, String>;

#[test]
fn every_constituency_is_told_as_it_voted() {
    let Some(folder) = super::beside("elections/fr-presidentielle-2017") else {
        return;
    };
    let place = tempfile::tempdir().expect("there is room for a folder");
    let newsroom = super::sound("presidentielle", &folder.join(WORKBOOK), place.path());
    let edition = Edition::new(&newsroom);
    let published = publish(&edition, false, &|| ()).expect("the pages can be written");
    let found: Vec<_> = published.diagnostics.iter().collect();
    assert!(found.is_empty(), "{found:?}");
    let pages = super::super::files(&place.path().join("content/hugo/fr"), place.path());
    let n_pages = pages.keys().filter(|it| !it.contains("_index")).count();
    assert_eq!(n_pages, N_CONSTITUENCIES);

    let results = results(&folder.join(RESULTS));
    let entries: Vec<Entry<'_>> = edition.entries().collect();
    assert_eq!(entries.len(), N_CONSTITUENCIES);
    let mut openings: BTreeMap<String, (u32, BTreeSet<String>)> = BTreeMap::new();
    for entry in &entries {
        let (key, prose) = told(entry);
        let [label, number] = key else {
            panic!("the key is the département and the number: {key:?}");
        };
        let result = &results[&(label.clone(), number.parse().expect("it is a number"))];
        let page = Page::new(prose);
        page.holds(result);
        page.says_no_more_than(&Truth::of(&results, key, result));
        page.is_french();
        let opening = page.section("lead").split(' ').take(2).collect::<Vec<_>>();
        let of_label = openings.entry(label.clone()).or_default();
        of_label.0 += 1;
        of_label.1.insert(opening.join(" "));
    }
    for (label, openings) in openings.iter().filter(|(_, it)| it.0 >= 10) {
        assert!(openings.1.len() >= 4, "{label}: {openings:?}");
    }
    super::super::every_sentence_is_explained("presidentielle", &newsroom, &entries);
    let workbook = Workbook::open(&folder.join(WORKBOOK));
    let n_cells: usize = entries
        .iter()
        .step_by(10)
        .map(|it| workbook.bears_out(&newsroom, it))
        .sum();
    assert!(n_cells > 1000, "{n_cells} cells were looked up");
}

/// Reads the results by département and number, with nothing of the engine.
fn results(path: &Path) -> BTreeMap<(String, u32), Counts> {
    let text = fs::read_to_string(path).expect("the file can be read");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader
        .deserialize::<Counts>()
        .map(|it| it.expect("the row is sound"));
    rows.map(|row| {
        let number = row["NumeroCirco"].parse().expect("it is a number");
        ((row["Département"].clone(), number), row)
    })
    .collect()
}

fn told<'e>(entry: &'e Entry<'_>) -> (&'e [String], &'e Prose) {
    let article = match &entry.state {
        State::Told(article) => article,
        State::Held(key, hold) => panic!("{key:?} is held: {hold:?}"),
    };
    let [telling] = &article.tellings[..] else {
        panic!("it is told in one language");
    };
    match &telling.told {
        Ok((_, prose)) => (&article.key, prose),
        Err(hold) => panic!("{:?} is held: {hold:?}", article.key),
    }
}

/// All that an article may say in percentages, points and ranks, counted anew from the votes.
struct Truth {
    percentages: Vec<f64>,
    points: Vec<f64>,
    ranks: Vec<usize>,
}

impl Truth {
    fn of(results: &BTreeMap<(String, u32), Counts>, key: &[String], own: &Counts) -> Self {
        let country: Vec<&Counts> = results.values().collect();
        let around = results.iter().filter(|it| it.0.0 == key[0]);
        let around: Vec<&Counts> = around.map(|it| it.1).collect();
        let wholes = [vec![own], around.clone(), country.clone()];
        let macron = wholes.each_ref().map(|it| share(it, "MACRON", "Exprimés"));
        let mut percentages = vec![
            share(&[own], "Blancs", "Votants"),
            share(&[own], "Nuls", "Votants"),
        ];
        for (whole, macron) in wholes.iter().zip(macron) {
            let cast = share(whole, "Exprimés", "Votants");
            percentages.extend([
                macron,
                100.0 - macron,
                share(whole, "Abstentions", "Inscrits"),
                100.0 - cast,
            ]);
        }
        // Of two constituencies, each article gives the other's result.
        for other in around.iter().filter(|_| around.len() == 2) {
            let macron = share(&[*other], "MACRON", "Exprimés");
            percentages.extend([macron, 100.0 - macron]);
        }
        let points = [100.0 - macron[0], macron[1], macron[2]].map(|it| (macron[0] - it).abs());
        let gap = |it: &Counts| (total(&[it], "MACRON") - total(&[it], "LE PEN")).abs();
        let of_macron = |it: &Counts| share(&[it], "MACRON", "Exprimés");
        let abstention = |it: &Counts| share(&[it], "Abstentions", "Inscrits");
        let mut ranks = Vec::new();
        for among in [&country, &around] {
            ranks.push(rank(among, own, of_macron));
            ranks.push(rank(among, own, |it| -of_macron(it)));
        }
        ranks.push(rank(&country, own, abstention));
        ranks.push(rank(&country, own, |it| -abstention(it)));
        ranks.push(rank(&country, own, |it| share(&[it], "Blancs", "Votants")));
        ranks.push(rank(&country, own, |it| share(&[it], "Nuls", "Votants")));
        ranks.push(rank(&country, own, |it| -gap(it)));
        Truth {
            percentages,
            points: points.to_vec(),
            ranks,
        }
    }
}

fn total(rows: &[&Counts], name: &str) -> f64 {
    let counts = rows
        .iter()
        .map(|it| it[name].parse::<u32>().expect("it is a count"));
    f64::from(counts.sum::<u32>())
}

fn share(rows: &[&Counts], part: &str, whole: &str) -> f64 {
    total(rows, part) / total(rows, whole) * 100.0
}

/// Returns the place of `own`, the greatest first.
fn rank(rows: &[&Counts], own: &Counts, measure: impl Fn(&Counts) -> f64) -> usize {
    let of_own = measure(own);
    rows.iter().filter(|it| measure(it) > of_own).count() + 1
}

/// The sheets of the workbook as another reader sees them.
struct Workbook(BTreeMap<String, Range<Data>>);

impl Workbook {
    fn open(path: &Path) -> Self {
        let mut workbook: Xls<_> = calamine::open_workbook(path).expect("the workbook can be read");
        Workbook(workbook.worksheets().into_iter().collect())
    }

    /// Explains an article: each figure rests on cells, and each of these cells stands in the workbook where it is said
    /// to stand, under that header and with that value. Returns how many there were.
    fn bears_out(&self, newsroom: &Newsroom, entry: &Entry<'_>) -> usize {
        let State::Told(article) = &entry.state else {
            return 0;
        };
        let telling = &article.tellings[0];
        let Ok(explanation) = telling.explanation(newsroom, entry.story, article) else {
            return 0;
        };
        let values = explanation.texts.iter().flat_map(|it| &it.values);
        let figures = values.filter(|it| it.text.contains(|it: char| it.is_ascii_digit()));
        let mut n_cells = 0;
        for figure in figures {
            assert!(
                !figure.basis.cells.is_empty(),
                "`{}` rests on no cell",
                figure.text
            );
            for cell in figure.basis.cells.iter().filter(|it| it.making.is_none()) {
                let name = newsroom.reads.file(cell.place.file).name();
                let sheet = name.split(['[', ']']).nth(1).expect("the sheet is named");
                assert!(self.has(sheet, cell), "{name}: {cell:?}");
                n_cells += 1;
            }
        }
        n_cells
    }

    /// Whether a cell stands in a column of its header; two candidates have the same headers.
    fn has(&self, sheet: &str, cell: &ExplainedCell) -> bool {
        const HEADERS: u32 = 6;
        let sheet = &self.0[sheet];
        let row = cell.place.line - 1;
        let columns = 0..sheet.end().map_or(0, |it| it.1 + 1);
        let is_headed = |column: &u32| {
            let mut above = (0..HEADERS).filter_map(|row| sheet.get_value((row, *column)));
            above.any(|it| it.as_string().is_some_and(|it| it == cell.header))
        };
        let mut found = columns
            .filter(is_headed)
            .filter_map(|it| sheet.get_value((row, it)));
        found.any(|it| match (&cell.value, it) {
            (Value::Number(number), Data::Float(it)) => {
                number.amount.to_string().parse() == Ok(*it)
            }
            (Value::Text(text), Data::Float(it)) => text.parse() == Ok(*it),
            (Value::Text(text), Data::String(it)) => **text == **it,
            _ => false,
        })
    }
}

/// The words of an article, section by section, with ordinary spaces and apostrophes.
struct Page {
    sections: Vec<(String, String)>,
}

impl Page {
    fn new(prose: &Prose) -> Self {
        let plain = |it: &Section| {
            let texts: Vec<&str> = it
                .blocks
                .iter()
                .flatten()
                .map(|it| it.text.as_str())
                .collect();
            let text = texts.join(" ").replace(['\u{a0}', '\u{202f}'], " ");
            (it.name.to_string(), text.replace('’', "'"))
        };
        Page {
            sections: prose.sections.iter().map(plain).collect(),
        }
    }

    #[track_caller]
    fn section(&self, name: &str) -> &str {
        let found = self.sections.iter().find(|(it, _)| it == name);
        &found
            .unwrap_or_else(|| panic!("there is no `{name}`: {:?}", self.sections))
            .1
    }

    fn text(&self) -> String {
        let texts: Vec<&str> = self.sections.iter().map(|(_, it)| it.as_str()).collect();
        texts.join("\n")
    }

    /// Holds what is said against what was counted.
    fn holds(&self, result: &Counts) {
        let count = |name: &str| -> u64 { result[name].parse().expect("it is a count") };
        let share = |name: &str| -> f64 { result[name].parse().expect("it is a share") };
        let mut candidates = [
            (count("MACRON"), share("MACRON.exp"), "Emmanuel Macron"),
            (count("LE PEN"), share("LE PEN.exp"), "Marine Le Pen"),
        ];
        candidates.sort_by_key(|it| std::cmp::Reverse(it.0));
        let [first, second] = candidates;

        let lead = self.section("lead");
        assert!(
            named(lead, first.2) < named(lead, second.2),
            "who came first: {lead}"
        );
        assert!(is_in(lead, first.1), "{} %: {lead}", first.1);
        assert_eq!(percentages(lead).len(), 1, "{lead}");
        assert!(has_count(lead, first.0), "{} votes: {lead}", first.0);

        let votes = self.section("voix");
        assert!(is_in(votes, second.1), "{} %: {votes}", second.1);
        assert_eq!(percentages(votes).len(), 1, "{votes}");
        assert!(has_count(votes, second.0), "{} votes: {votes}", second.0);
        assert!(has_count(votes, first.0 - second.0), "the lead: {votes}");

        let turnout = self.section("participation");
        assert!(
            is_in(turnout, share("Abstentions_ins")),
            "abstention: {turnout}"
        );
        assert!(
            has_count(turnout, count("Inscrits")),
            "on the roll: {turnout}"
        );
        let has_voters =
            has_count(turnout, count("Votants")) || has_count(turnout, count("Abstentions"));
        assert!(has_voters, "who voted, or who did not: {turnout}");

        let ballots = self.section("bulletins");
        assert!(
            is_in(ballots, 100.0 - share("Exprimés_vot")),
            "blank and spoilt: {ballots}"
        );
        assert!(
            has_count(ballots, count("Blancs")) && has_count(ballots, count("Nuls")),
            "{ballots}"
        );
    }

    /// Sees that no figure is told that is not true of this constituency, its département or the country.
    fn says_no_more_than(&self, truth: &Truth) {
        let text = self.text();
        for it in percentages(&text) {
            let is_true = truth
                .percentages
                .iter()
                .any(|known| (known - it).abs() < 0.005_001);
            assert!(is_true, "{it} %:\n{text}");
        }
        // A difference of two rounded percentages, rounded to one decimal.
        for it in figures_before(&text, " point") {
            let is_true = truth
                .points
                .iter()
                .any(|known| (known - it).abs() < 0.060_001);
            assert!(is_true, "{it} points:\n{text}");
        }
        let landmarks = self.sections.iter().filter(|(name, _)| name == "reperes");
        for (_, text) in landmarks {
            let words = text.split(|it: char| !it.is_alphanumeric());
            let ranks = words.filter_map(|it| {
                it.strip_suffix("er")
                    .or(it.strip_suffix("re"))
                    .or(it.strip_suffix('e'))
            });
            for rank in ranks.filter_map(|it| it.parse::<usize>().ok()) {
                assert!(truth.ranks.contains(&rank), "{rank}: {text}");
            }
        }
    }

    /// Sees that it is as long as the desk asks, and that no seam is left open.
    fn is_french(&self) {
        let text = self.text();
        let n_words = text
            .split_whitespace()
            .filter(|it| it.chars().any(char::is_alphanumeric))
            .count();
        assert!((110..=250).contains(&n_words), "{n_words} words:\n{text}");
        let open = " de le | de les | à le | à les | de A| de E| de I| de O| de U| de É| de Y|\
            que il|que elle|  | ,| .|..| 1e |1ère|ème |MACRON|LE PEN|0,0 point|en le |dans Paris| 100 %";
        let found: Vec<_> = open.split('|').filter(|it| text.contains(*it)).collect();
        assert!(found.is_empty(), "{found:?}:\n{text}");
    }
}

/// Returns where somebody is named; at the end of the text if nowhere.
fn named(text: &str, name: &str) -> usize {
    text.find(name).unwrap_or(text.len())
}

/// Whether a text gives a percentage, rounded to two decimals.
fn is_in(text: &str, percentage: f64) -> bool {
    percentages(text)
        .iter()
        .any(|it| (it - percentage).abs() < 0.005_001)
}

/// Returns the percentages of a text: `60,19 %`.
fn percentages(text: &str) -> Vec<f64> {
    figures_before(text, " %")
}

/// Returns the figures of a text that stand before `unit`.
fn figures_before(text: &str, unit: &str) -> Vec<f64> {
    let figures = text.match_indices(unit).filter_map(|(end, _)| {
        let is_part = |it: char| it.is_ascii_digit() || it == ',';
        let start = text[..end].trim_end_matches(is_part).len();
        (start < end).then(|| text[start..end].replace(',', "."))
    });
    figures
        .map(|it| it.parse().expect("a figure stands there"))
        .collect()
}

/// Whether a text gives a count, its thousands apart, and not as a part of another.
fn has_count(text: &str, count: u64) -> bool {
    let figures = grouped(count);
    let words = [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    ];
    let is_whole = |start: usize| {
        let before = text[..start].trim_end_matches(' ').chars().next_back();
        let after = text[start + figures.len()..]
            .trim_start_matches(' ')
            .chars()
            .next();
        let is_figure = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit() || it == ',');
        let after = after.filter(|it| *it != ',');
        !is_figure(before.filter(|it| *it != ',')) && !is_figure(after)
    };
    let word = usize::try_from(count).ok().and_then(|it| words.get(it));
    text.match_indices(&figures)
        .any(|(start, _)| is_whole(start))
        || word.is_some_and(|it| text.contains(it))
}

fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (idx, digit) in digits.char_indices() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}
