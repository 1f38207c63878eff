//! Any text in, such as a copy that a person edited; the figures, days and names of it that its article does not know out.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::build::{Edition, Entry, State, Telling};
use crate::data::{RowRef, Tables, Value};
use crate::language::{Language, Sense};

/// Something that a text says and its article does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    /// What it is: `figure`, `number`, `ordinal`, `weekday`, `month` or `name`.
    pub kind: &'static str,
    /// The words.
    pub words: String,
}

/// Returns what `text` says that the facts, the cells and the own telling of an article do not; in the language of
/// one of its tellings, `None` if it has none in `language`.
pub fn check_text(
    edition: &Edition<'_>,
    entry: &Entry<'_>,
    language: Option<&str>,
    text: &str,
) -> Option<Vec<Unsupported>> {
    let State::Told(article) = &entry.state else {
        return None;
    };
    let is_meant = |it: &&Telling<'_>| language.is_none_or(|tag| tag == it.bank.language.tag());
    let telling = article.tellings.iter().find(is_meant)?;
    let tables = &edition.newsroom.tables;
    let mut known = Known::default();
    for value in &article.facts.slots {
        known.value(value, tables, telling, true);
    }
    for row in &article.facts.record.rows {
        let table = tables.get(entry.story.over);
        table
            .row(*row)
            .for_each(|it| known.value(it, tables, telling, false));
    }
    if let Ok(explanation) = telling.explanation(edition.newsroom, entry.story, article) {
        for text in &explanation.texts {
            known.told(&text.text, telling.bank.language);
            let cells = text.values.iter().flat_map(|it| &it.basis.cells);
            cells.for_each(|it| known.value(&it.value, tables, telling, false));
        }
    }
    let is_name = |word: &str| is_in_tables(tables, word);
    Some(known.unsupported(&bared(text), telling, &is_name))
}

/// How many rows are those of an article: its goals, its channels. More are a table that it is compared with.
const OWN_ROWS: usize = 32;

/// What an article can say.
#[derive(Default)]
struct Known {
    numbers: BTreeSet<Decimal>,
    weekdays: BTreeSet<u64>,
    months: BTreeSet<u64>,
    /// Words of its names and texts, in small letters.
    words: BTreeSet<String>,
}

impl Known {
    /// Takes in a value, and with `deep` the cells of the rows that it names.
    fn value(&mut self, value: &Value, tables: &Tables, telling: &Telling<'_>, deep: bool) {
        match value {
            Value::Number(it) => {
                self.numbers.insert(it.amount.abs().normalize());
            }
            Value::Text(text) => {
                self.told(text, telling.bank.language);
                if let Some(forms) = telling.bank.lexicon.name(text) {
                    self.add_words(&forms.full.text);
                    forms.shorter.iter().for_each(|it| self.add_words(&it.text));
                }
            }
            Value::List(items) => {
                self.numbers.insert(Decimal::from(items.len()));
                // What an article says of a whole table is in its facts; any figure stands somewhere in the table.
                if items.len() <= OWN_ROWS {
                    items
                        .iter()
                        .for_each(|it| self.value(it, tables, telling, deep));
                }
            }
            Value::Map(map) => {
                let values = map.entries.iter().map(|(_, it)| it);
                values.for_each(|it| self.value(it, tables, telling, deep));
            }
            Value::Row(RowRef { table, row }) if deep => {
                let cells = tables.get(*table).row(*row);
                cells.for_each(|it| self.value(it, tables, telling, false));
            }
            _ => {}
        }
        if let Some(day) = value.day() {
            self.weekdays.insert(u64::from(
                day.weekday().to_monday_one_offset().unsigned_abs(),
            ));
            self.months.insert(u64::from(day.month().unsigned_abs()));
            let parts = [
                i32::from(day.day()),
                i32::from(day.month()),
                i32::from(day.year()),
            ];
            self.numbers.extend(parts.map(Decimal::from));
        }
        if let Some(time) = value.time() {
            let hour = i32::from(time.hour());
            let parts = [
                hour,
                hour % 12,
                i32::from(time.minute()),
                i32::from(time.second()),
            ];
            self.numbers.extend(parts.map(Decimal::from));
        }
    }

    /// Takes in a text that is true of the article.
    fn told(&mut self, text: &str, language: &dyn Language) {
        self.numbers.extend(figures(text, language).map(|it| it.1));
        for claim in language.claims(text) {
            match claim.sense {
                Sense::Number(n) | Sense::Ordinal(n) => {
                    self.numbers.insert(Decimal::from(n));
                }
                Sense::Weekday(n) => {
                    self.weekdays.insert(n);
                }
                Sense::Month(n) => {
                    self.months.insert(n);
                }
                Sense::Rise | Sense::Fall => {}
            }
        }
        self.add_words(text);
    }

    fn add_words(&mut self, text: &str) {
        let words = words(text).map(|it| text[it].to_lowercase());
        self.words.extend(words);
    }

    fn unsupported(
        &self,
        text: &str,
        telling: &Telling<'_>,
        is_name: &dyn Fn(&str) -> bool,
    ) -> Vec<Unsupported> {
        let (language, literals) = (telling.bank.language, &telling.bank.literals);
        let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
        for (range, number) in figures(text, language) {
            let scale = scale_after(&text[range.end..]);
            if !self.has(number, scale) && !literals.declare(text, &range) {
                found.push((range, "figure"));
            }
        }
        let mut claimed: Vec<Range<usize>> = Vec::new();
        for claim in language.claims(text) {
            claimed.push(claim.range.clone());
            let is_known = match claim.sense {
                Sense::Number(n) | Sense::Ordinal(n) => self.has(Decimal::from(n), None),
                Sense::Weekday(n) => self.weekdays.contains(&n),
                Sense::Month(n) => self.months.contains(&n),
                Sense::Rise | Sense::Fall => true,
            };
            if !is_known && !literals.declare(text, &claim.range) {
                found.push((claim.range, claim.sense.name()));
            }
        }
        let is_claimed = |it: &Range<usize>| {
            claimed
                .iter()
                .any(|of| of.start <= it.start && it.end <= of.end)
        };
        let names = names(text, is_name).filter(|it| !is_claimed(it));
        let is_new = |it: &Range<usize>| !self.words.contains(&text[it.clone()].to_lowercase());
        found.extend(names.filter(is_new).map(|it| (it, "name")));
        found.sort_by_key(|it| it.0.start);
        found
            .into_iter()
            .map(|(range, kind)| unsupported(text, range, kind))
            .collect()
    }

    /// Whether a number is known, as it is or rounded as it is written; `scale` is that of a word after it.
    fn has(&self, number: Decimal, scale: Option<Decimal>) -> bool {
        let decimals = number.scale();
        let rounded = |it: Decimal| {
            it.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        };
        let is_it = |it: &Decimal| {
            rounded(*it) == number || scale.is_some_and(|scale| rounded(*it / scale) == number)
        };
        self.numbers.contains(&number.normalize()) || self.numbers.iter().any(is_it)
    }
}

fn unsupported(text: &str, range: Range<usize>, kind: &'static str) -> Unsupported {
    let before = &text[..range.start];
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    Unsupported {
        line: before.matches('\n').count() + 1,
        column: before[start..].chars().count() + 1,
        kind,
        words: text[range].to_owned(),
    }
}

/// Returns the figures of a text, read as the language writes them.
fn figures<'t>(
    text: &'t str,
    language: &dyn Language,
) -> impl Iterator<Item = (Range<usize>, Decimal)> + 't {
    let is_french = language.tag() == "fr";
    let (point, groups): (char, &[char]) = if is_french {
        (',', &[' ', '\u{a0}', '\u{202f}'])
    } else {
        ('.', &[','])
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|it: char| it.is_ascii_digit())?;
            let (mut end, mut number) = (start, String::new());
            let mut has_point = false;
            while let Some(letter) = text[end..].chars().next() {
                let rest = &text[end + letter.len_utf8()..];
                let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                if letter.is_ascii_digit() {
                    number.push(letter);
                } else if letter == point && n_digits > 0 && !has_point {
                    has_point = true;
                    number.push('.');
                } else if !(groups.contains(&letter) && n_digits == 3 && !has_point) {
                    break;
                }
                end += letter.len_utf8();
            }
            at = end;
            if let Ok(number) = number.parse() {
                return Some((start..end, number));
            }
        }
    })
}

/// Returns how many times more a figure means, by the word after it.
fn scale_after(rest: &str) -> Option<Decimal> {
    let word: String = rest
        .trim_start()
        .chars()
        .take_while(|it| it.is_alphabetic())
        .collect();
    let scale: i64 = match word.to_lowercase().as_str() {
        "k" | "thousand" | "mille" | "milliers" => 1_000,
        "m" | "million" | "millions" => 1_000_000,
        "bn" | "billion" | "billions" | "milliard" | "milliards" | "md" | "mds" => 1_000_000_000,
        _ => return None,
    };
    Some(Decimal::from(scale))
}

/// Returns the words of a text: letters, and hyphens between them.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphabetic)?;
        let len = text[start..].find(|it: char| !it.is_alphanumeric());
        at = len.map_or(text.len(), |it| start + it);
        Some(start..at)
    })
}

/// Returns the words that are names: those with a capital inside a sentence, and at its start those that some table has.
fn names<'t>(
    text: &'t str,
    is_name: &'t dyn Fn(&str) -> bool,
) -> impl Iterator<Item = Range<usize>> + 't {
    let mut end = 0;
    words(text).filter(move |range| {
        let gap = &text[end..range.start];
        let starts = end == 0
            || gap.contains(['.', '!', '?', ':', '…', '\n', '«', '“', '"', '#', '*', '|'])
            || !gap.chars().any(char::is_whitespace) && gap.contains('>');
        end = range.end;
        let word = &text[range.clone()];
        let is_capital = word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some();
        is_capital && (!starts || is_name(word))
    })
}

/// Whether a word stands in a text of some table.
fn is_in_tables(tables: &Tables, word: &str) -> bool {
    let has = |value: &Value| match value {
        Value::Text(text) => words(text).any(|it| text[it] == *word),
        _ => false,
    };
    let mut columns = tables
        .iter()
        .flat_map(|table| (0..table.columns.len()).map(move |it| (table, it)));
    columns.any(|(table, column)| table.values(column).iter().any(has))
}

/// Returns a page with its front matter, its tags and its addresses blank, so that every word keeps its place.
fn bared(text: &str) -> String {
    let mut front = None;
    let mut bared = String::with_capacity(text.len());
    for (idx, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        let is_fence = matches!(bare, "---" | "+++");
        let hidden = front.is_some() || (idx == 0 && is_fence);
        match front {
            None if idx == 0 && is_fence => front = Some(bare),
            Some(fence) if bare == fence => front = None,
            _ => {}
        }
        if hidden {
            bared.extend(line.chars().map(blank));
        } else {
            push_bared(&mut bared, line);
        }
    }
    bared
}

fn push_bared(out: &mut String, line: &str) {
    let mut closing = None;
    let mut before = ' ';
    for letter in line.chars() {
        match closing {
            Some(end) => {
                out.push(blank(letter));
                if letter == end {
                    closing = None;
                }
            }
            None if letter == '<' || (letter == '(' && before == ']') => {
                out.push(blank(letter));
                closing = Some(if letter == '<' { '>' } else { ')' });
            }
            None => out.push(letter),
        }
        before = letter;
    }
}

fn blank(letter: char) -> char {
    if letter == '\n' { '\n' } else { ' ' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    #[track_caller]
    fn check_figures(text: &str, tag: &str, expected: &[&str]) {
        let language = language::get(tag).expect("it is known");
        let found: Vec<String> = figures(text, language).map(|it| it.1.to_string()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn figures_are_read_as_they_are_written() {
        check_figures(
            "1 234,5 € et 3-1, le 14.",
            "fr",
            &["1234.5", "3", "1", "14"],
        );
        check_figures("41,250 fans, 12.5%, 21st", "en", &["41250", "12.5", "21"]);
    }

    #[test]
    fn markup_is_blank_and_words_keep_their_place() {
        assert_eq!(
            bared("---\na: 1\n---\n<b>x</b> [y](z 3)\n"),
            "   \n    \n   \n   x     [y]     \n"
        );
    }

    #[test]
    fn names_have_capitals_within_a_sentence() {
        let is_name = |it: &str| it == "Lyon";
        let text = "Lyon beat Nantes. Then Ada won";
        let found: Vec<&str> = names(text, &is_name).map(|it| &text[it]).collect();
        assert_eq!(found, ["Lyon", "Nantes", "Ada"]);
    }

    #[test]
    fn a_rounded_number_is_known() {
        let known = Known {
            numbers: BTreeSet::from([Decimal::new(123_456, 2), Decimal::from(2_500_000)]),
            ..Known::default()
        };
        assert!(known.has(Decimal::new(12346, 1), None));
        assert!(known.has(Decimal::new(25, 1), scale_after(" million")));
        assert!(!known.has(Decimal::from(25), None));
    }
}
