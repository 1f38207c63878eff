//! The text builder: pieces joined into one text, with the seams between them made right.
//!
//! A literal is the author's and a value is data's. Elision and contraction change the end of what
//! stands before a value, never the value, except for the article it brings with it.

use super::{Mark, Text};
use crate::language::{Language, Onset};

/// Joins pieces into a text.
pub(super) struct Builder<'l> {
    language: &'l dyn Language,
    text: String,
    marks: Vec<Mark>,
    /// Up to where the text may not be changed any more.
    stands_to: usize,
    /// Whether the next letter begins a sentence.
    starts_sentence: bool,
    /// Whether sentences are given their capital.
    capitals: bool,
    /// Whether the next letter of the author's is written small.
    lowers: bool,
}

impl<'l> Builder<'l> {
    /// Returns an empty builder; `capitals` makes sentences begin with one.
    pub(super) fn new(language: &'l dyn Language, capitals: bool) -> Self {
        Builder {
            language,
            text: String::with_capacity(160),
            marks: Vec::new(),
            stands_to: 0,
            starts_sentence: true,
            capitals,
            lowers: false,
        }
    }

    /// Adds the author's words.
    pub(super) fn literal(&mut self, words: &str) {
        let words = self.meet(words);
        if words.is_empty() {
            return;
        }
        let start = self.join(words, Onset::default());
        if std::mem::take(&mut self.lowers) {
            self.lower(start);
        }
        self.capitalise(start, false);
        self.starts_sentence = ends_sentence(words);
    }

    /// Adds what joins this sentence to the one before; `lowers` says that it does not begin with a name.
    pub(super) fn connective(&mut self, words: &str, lowers: bool) {
        self.literal(words);
        self.lowers = lowers && !self.starts_sentence;
    }

    /// Adds a value, which came from the print at `origin`.
    ///
    /// A name or a figure `stands`: the next piece never changes its end. A verb's last word may elide.
    pub(super) fn value(&mut self, value: &str, onset: Onset, origin: u32, stands: bool) {
        if value.is_empty() {
            return;
        }
        let start = self.join(value, onset);
        self.capitalise(start, true);
        self.marks.push(Mark {
            range: start..self.text.len(),
            origin,
        });
        if stands {
            self.stands_to = self.text.len();
        }
        self.starts_sentence = false;
    }

    /// Adds what joins two items of a list.
    pub(super) fn joint(&mut self, joint: &str) {
        self.text.push_str(joint);
        self.starts_sentence = false;
    }

    /// Returns the text, without white space at its end, and leaves the builder empty.
    pub(super) fn finish(&mut self) -> Text {
        let text = std::mem::take(&mut self.text);
        let marks = std::mem::take(&mut self.marks);
        self.starts_sentence = true;
        self.lowers = false;
        self.stands_to = 0;
        let kept = marks
            .last()
            .map_or(0, |it| it.range.end)
            .max(text.trim_end().len());
        let mut text = text;
        text.truncate(kept);
        Text { text, marks }
    }

    /// Drops what must not stand twice, or not at all, where `words` meet the text before them.
    fn meet<'w>(&mut self, words: &'w str) -> &'w str {
        let after_space = self.text.is_empty() || self.text.ends_with([' ', '\u{a0}', '\u{202f}']);
        if after_space && words.starts_with(' ') {
            return self.meet(words.trim_start_matches(' '));
        }
        // A clause that may be left out is written with a space before its comma.
        let bare = words.strip_prefix(' ').unwrap_or(words);
        let joins_closely = bare.starts_with([',', ';', ':', ')', '\u{a0}', '\u{202f}'])
            || (bare.starts_with('.') && !bare.starts_with(".."));
        if joins_closely {
            if self.text.ends_with(' ') && !self.ends_in_mark() {
                self.text.pop();
            }
            return self.full_stop(bare);
        }
        words
    }

    /// Drops a full stop that stands already.
    fn full_stop<'w>(&mut self, words: &'w str) -> &'w str {
        // "Apple Inc." at the end of a sentence has its full stop already.
        if words.starts_with('.') && !words.starts_with("..") && self.text.ends_with('.') {
            self.starts_sentence = true;
            return &words[1..];
        }
        words
    }

    fn ends_in_mark(&self) -> bool {
        self.marks
            .last()
            .is_some_and(|it| it.range.end == self.text.len())
    }

    /// Appends `right`, corrected at the seam, and returns where it begins.
    fn join(&mut self, right: &str, onset: Onset) -> usize {
        let seam = if self.text.is_empty() {
            None
        } else {
            self.language.seam(&self.text, right, onset)
        };
        let Some(seam) = seam.filter(|it| self.text.len() - it.cut_left >= self.stands_to) else {
            self.text.push_str(right);
            return self.text.len() - right.len();
        };
        // Emphasis between the word and the value (`de **` + `Arsenal`) is part of what the seam inserts.
        self.cut(self.text.len() - seam.cut_left);
        self.text.push_str(&seam.insert);
        self.text.push_str(&right[seam.cut_right..]);
        self.text.len() - (right.len() - seam.cut_right)
    }

    /// Takes away the text from `end` on: what a value had there (`s'emparer de`) is no longer its own.
    fn cut(&mut self, end: usize) {
        self.text.truncate(end);
        for mark in self.marks.iter_mut().rev() {
            if mark.range.end <= end {
                break;
            }
            mark.range = mark.range.start.min(end)..end;
        }
        self.marks.retain(|it| !it.range.is_empty());
    }

    /// Writes the author's first letter from `start` on small.
    fn lower(&mut self, start: usize) {
        let Some((at, first)) = self.text[start..]
            .char_indices()
            .find(|(_, it)| it.is_alphabetic())
        else {
            return;
        };
        let at = start + at;
        let lower: String = first.to_lowercase().collect();
        self.text.replace_range(at..at + first.len_utf8(), &lower);
    }

    /// Gives the word at `start` a capital if it begins a sentence and is written without one.
    fn capitalise(&mut self, start: usize, is_value: bool) {
        if !(self.capitals && self.starts_sentence) {
            return;
        }
        let rest = &self.text[start..];
        // Only the author's marks are markup: in a value they are letters like others.
        let bare = if is_value {
            rest
        } else {
            rest.trim_start_matches(['*', '_', '[', '«', '\u{a0}', '“', '"'])
        };
        let markup = rest.len() - bare.len();
        let word = bare.split([' ', '.', '\'', '’']).next().unwrap_or_default();
        let mut letters = word.chars();
        let Some(first) = letters.next().filter(|it| it.is_lowercase()) else {
            return;
        };
        // A name such as `iPhone`, and an address, keep their first letter.
        let after = bare[word.len()..].strip_prefix('.').unwrap_or_default();
        let is_address = bare.starts_with("http") || after.starts_with(char::is_alphanumeric);
        if letters.clone().any(char::is_uppercase) || is_address {
            return;
        }
        let at = start + markup;
        let upper: String = first.to_uppercase().collect();
        self.text.replace_range(at..at + first.len_utf8(), &upper);
    }
}

/// Whether a sentence ends with these words: what follows begins another.
fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches([' ', '*', '_', '»', '”', '"', '\u{a0}', '\n']);
    let ends_in_space = words.ends_with([' ', '\n']);
    match bare.chars().last() {
        Some('.') => ends_in_space && !ends_in_abbreviation(bare),
        Some('!' | '?' | '…') => ends_in_space,
        _ => false,
    }
}

/// Whether the last word is a short form that takes a full stop inside a sentence.
fn ends_in_abbreviation(words: &str) -> bool {
    const ABBREVIATIONS: &[&str] = &[
        "M", "MM", "Mr", "Mrs", "Ms", "Dr", "St", "vs", "p", "art", "No", "cf", "env",
    ];
    let word = words
        .trim_end_matches('.')
        .rsplit([' ', '\u{a0}', '('])
        .next()
        .unwrap_or_default();
    ABBREVIATIONS.contains(&word)
}
