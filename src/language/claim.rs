//! A text in; the words of it that claim something only data can know out: numbers, ranks, days, months, directions.
//!
//! Each language says what its words mean where they stand (`claims.rs` in its folder); here words are found, and those
//! of one number are put together.

use std::ops::Range;

use super::directions::Direction;

/// Words that claim something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where they stand.
    pub range: Range<usize>,
    /// What they claim.
    pub sense: Sense,
}

/// What a word claims where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A number: `forty-five`, `deux cents`.
    Number(u64),
    /// A rank: `third`, `troisième`.
    Ordinal(u64),
    /// A day of the week, Monday the first.
    Weekday(u64),
    /// A month, from 1.
    Month(u64),
    /// Something is more than it was.
    Rise,
    /// Something is less than it was.
    Fall,
}

impl From<Direction> for Sense {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Up => Sense::Rise,
            Direction::Down => Sense::Fall,
        }
    }
}

impl Sense {
    /// Whether it says which way something went, rather than how much or when.
    pub fn is_direction(self) -> bool {
        matches!(self, Sense::Rise | Sense::Fall)
    }

    /// Returns what a person calls such a word.
    pub fn name(self) -> &'static str {
        match self {
            Sense::Number(_) => "number",
            Sense::Ordinal(_) => "ordinal",
            Sense::Weekday(_) => "weekday",
            Sense::Month(_) => "month",
            Sense::Rise | Sense::Fall => "direction",
        }
    }
}

/// The words of a text, each as it stands and in small letters.
pub(super) struct Sentence<'t> {
    text: &'t str,
    words: Vec<(Range<usize>, String)>,
}

impl<'t> Sentence<'t> {
    /// Finds the words: letters, and hyphens between them.
    fn of(text: &'t str) -> Self {
        let mut words: Vec<(Range<usize>, String)> = Vec::new();
        let mut letters = text.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            if !letter.is_alphanumeric() {
                continue;
            }
            let mut end = start + letter.len_utf8();
            while let Some((at, it)) = letters.peek().copied() {
                let joins =
                    is_hyphen(it) && text[at + it.len_utf8()..].starts_with(char::is_alphanumeric);
                if !(it.is_alphanumeric() || joins) {
                    break;
                }
                end = at + it.len_utf8();
                letters.next();
            }
            let lower: String = text[start..end]
                .chars()
                .map(|it| if is_hyphen(it) { '-' } else { it })
                .flat_map(char::to_lowercase)
                .collect();
            words.push((start..end, lower));
        }
        Sentence { text, words }
    }

    /// Returns the word at `idx` in small letters; empty where there is none.
    pub(super) fn lower(&self, idx: usize) -> &str {
        self.words.get(idx).map_or("", |it| it.1.as_str())
    }

    /// Returns the word before the one at `idx` in small letters, if only a space or an apostrophe is between them.
    pub(super) fn before(&self, idx: usize) -> &str {
        match idx.checked_sub(1) {
            Some(before) if self.is_next(before) => self.lower(before),
            _ => "",
        }
    }

    /// Returns the word after the one at `idx` in small letters, if only a space or an apostrophe is between them.
    pub(super) fn after(&self, idx: usize) -> &str {
        if self.is_next(idx) {
            self.lower(idx + 1)
        } else {
            ""
        }
    }

    /// Whether the word at `idx` begins with a capital.
    pub(super) fn is_capital(&self, idx: usize) -> bool {
        let word = self.words.get(idx).map(|it| &self.text[it.0.clone()]);
        word.is_some_and(|it| it.starts_with(char::is_uppercase))
    }

    /// Whether the word at `idx` may have its capital because a sentence begins with it.
    pub(super) fn starts_sentence(&self, idx: usize) -> bool {
        let Some(before) = idx.checked_sub(1) else {
            return true;
        };
        self.gap(before)
            .contains(['.', '!', '?', ':', '…', '«', '“', '"'])
    }

    /// Whether a full stop follows the word at `idx`, as one does a short form.
    pub(super) fn has_stop(&self, idx: usize) -> bool {
        self.gap(idx).starts_with('.')
    }

    /// Whether the text ends after the word at `idx`, so that a value stands there, or nothing.
    pub(super) fn is_last(&self, idx: usize) -> bool {
        let gap = self.gap(idx);
        idx + 1 == self.words.len() && gap.chars().all(char::is_whitespace)
    }

    /// Returns what stands between the word at `idx` and the next.
    fn gap(&self, idx: usize) -> &'t str {
        let start = self.words[idx].0.end;
        let end = self
            .words
            .get(idx + 1)
            .map_or(self.text.len(), |it| it.0.start);
        &self.text[start..end]
    }

    fn is_next(&self, idx: usize) -> bool {
        idx + 1 < self.words.len()
            && matches!(
                self.gap(idx),
                " " | "\u{a0}" | "\u{202f}" | "\n" | "'" | "’" | ", "
            )
    }

    /// Whether the words at `idx` and after it can be of one number.
    fn is_close(&self, idx: usize) -> bool {
        idx + 1 < self.words.len() && matches!(self.gap(idx), " " | "\u{a0}" | "\u{202f}" | "\n")
    }
}

/// Returns what the words of `text` claim; `sense` is what the word at a place means there, and the length of it that
/// means it, and `and` the word within a number.
fn claims(
    text: &str,
    and: &str,
    sense: impl Fn(&Sentence<'_>, usize) -> Option<(usize, Sense)>,
) -> Vec<Claim> {
    let sentence = Sentence::of(text);
    let mut found: Vec<Claim> = Vec::new();
    let mut idx = 0;
    while idx < sentence.words.len() {
        let at = idx;
        idx += 1;
        let Some((len, mut meant)) = sense(&sentence, at) else {
            continue;
        };
        let start = sentence.words[at].0.start;
        let mut end = start + len;
        let mut sum = Sum::default();
        let mut is_whole = end == sentence.words[at].0.end;
        if let Sense::Number(n) = meant {
            sum.add(n, false);
            while is_whole && sentence.is_close(idx - 1) {
                let joined = sentence.lower(idx) == and && sentence.is_close(idx);
                let next = idx + usize::from(joined);
                let (len, n, is_rank) = match sense(&sentence, next) {
                    Some((len, Sense::Number(n))) => (len, n, false),
                    Some((len, Sense::Ordinal(n))) => (len, n, true),
                    _ => match continues(&sentence, next, joined) {
                        Some(len) => (len, 1, false),
                        None => break,
                    },
                };
                if !sum.add(n, joined) {
                    break;
                }
                let word = &sentence.words[next].0;
                (end, is_whole, idx) = (word.start + len, len == word.len(), next + 1);
                if is_rank {
                    meant = Sense::Ordinal(sum.value());
                    break;
                }
                meant = Sense::Number(sum.value());
            }
        }
        found.push(Claim {
            range: start..end,
            sense: meant,
        });
    }
    found
}

/// Returns the length of a `one` that ends a number: `vingt et un`, `one hundred and one`.
fn continues(sentence: &Sentence<'_>, idx: usize, joined: bool) -> Option<usize> {
    let is_one = matches!(sentence.lower(idx), "un" | "une" | "one");
    (joined && is_one).then(|| sentence.words[idx].0.len())
}

/// The words of one number, put together.
#[derive(Default)]
struct Sum {
    /// What was multiplied by thousands and more.
    done: u64,
    /// What may still be multiplied.
    open: u64,
}

impl Sum {
    fn value(&self) -> u64 {
        self.done.saturating_add(self.open)
    }

    /// Adds a word; returns whether it can be of the same number. `joined` says that an `and` stands before it.
    fn add(&mut self, n: u64, joined: bool) -> bool {
        let is_scale = is_scale(n);
        if joined && (is_scale || n == 100) {
            return false;
        }
        if is_scale {
            let is_smaller = self.done == 0 || self.done.is_multiple_of(n.saturating_mul(1000));
            if !is_smaller || (self.open == 0 && self.done > 0) {
                return false;
            }
            self.done = self.done.saturating_add(self.open.max(1).saturating_mul(n));
            self.open = 0;
            return true;
        }
        if n == 100 {
            let fits = self.open < 100;
            if fits {
                self.open = self.open.max(1) * 100;
            }
            return fits;
        }
        let fits = match self.open {
            0 => n < 1000,
            it if it.is_multiple_of(100) => n < 100,
            it => it.is_multiple_of(10) && it % 100 >= 20 && (n < 10 || (joined && n < 20)),
        };
        if fits {
            self.open += n;
        }
        fits
    }
}

/// Whether a number multiplies what stands before it: a thousand, and the powers of ten above.
fn is_scale(n: u64) -> bool {
    n >= 1000 && 10_u64.pow(n.ilog10()) == n
}

/// What a language knows of the words that claim something.
pub(super) struct Meanings {
    /// The word within a number: `and`.
    pub and: &'static str,
    /// What a whole word means by those around it, whatever its parts mean.
    pub whole: fn(&Sentence<'_>, usize, &str) -> Option<Sense>,
    /// What a word, or the part of it before a hyphen, means by itself.
    pub by_itself: fn(&str) -> Option<Sense>,
    /// Whether it means that in its place.
    pub fits: fn(&Sentence<'_>, usize, &str, Sense) -> bool,
    /// The number of a part or a multiple: 2 of `half`.
    pub share: fn(&Sentence<'_>, usize, &str) -> Option<u64>,
}

impl Meanings {
    /// Returns what the words of `text` claim.
    pub(super) fn claims(&self, text: &str) -> Vec<Claim> {
        claims(text, self.and, |sentence, idx| {
            let word = sentence.lower(idx);
            if let Some(sense) = (self.whole)(sentence, idx, word) {
                return Some((word.len(), sense));
            }
            let (len, sense) = prefix(word, self.by_itself)?;
            (self.fits)(sentence, idx, &word[..len], sense).then_some((len, sense))
        })
    }

    /// Returns the numbers that parts and multiples of something claim: `half of them`, « a doublé ».
    pub(super) fn shares(&self, text: &str) -> Vec<Claim> {
        claims(text, "", |sentence, idx| {
            let word = sentence.lower(idx);
            let n = (self.share)(sentence, idx, word)?;
            Some((word.len(), Sense::Number(n)))
        })
    }
}

/// Returns the day of the week or the month that a word names, as it is or without its mark of number or place.
pub(super) fn named(weekdays: &[&str], day: &str, months: &[&str], month: &str) -> Option<Sense> {
    let place = |among: &[&str], word: &str| {
        let idx = among.iter().position(|it| it.to_lowercase() == word)?;
        Some(idx as u64 + 1)
    };
    let day = place(weekdays, day).map(Sense::Weekday);
    day.or_else(|| place(months, month).map(Sense::Month))
}

/// Returns the longest part of `word` from its start, up to a hyphen, that means something: `two` of `two-goal`.
fn prefix<T>(word: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<(usize, T)> {
    let mut end = word.len();
    loop {
        if let Some(meant) = meaning(&word[..end]) {
            return Some((end, meant));
        }
        end = word[..end].rfind('-')?;
    }
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}
