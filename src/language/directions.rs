//! What a language says of figures in plain words: the words by which a reader takes a direction for granted.
//!
//! One list serves two readers. A text that is read back claims a direction by some words wherever they stand, and by
//! others only in some places; a phrase beside whose words a figure is printed claims it by more of them.

/// Which way a word points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Something is more than it was.
    Up,
    /// Something is less than it was.
    Down,
}

/// The words that claim more than a figure; all in lower case.
#[derive(Clone, Copy, Debug)]
pub struct DirectionWords {
    /// Something grew.
    pub up: OneDirection,
    /// Something shrank.
    pub down: OneDirection,
    /// What may follow the stems of `up` and `down`.
    pub endings: &'static [&'static str],
    /// How words begin that say whether it is welcome, rather than which way something went.
    pub verdicts: &'static [&'static str],
    /// What stands before the figure that something grew or shrank from.
    pub from: &'static [&'static str],
    /// There is one of a kind, or never was one before.
    pub sole: &'static [&'static str],
}

/// The words of one direction.
#[derive(Clone, Copy, Debug)]
pub struct OneDirection {
    /// Words that claim it wherever they stand.
    pub always: &'static [&'static str],
    /// The beginnings of verbs that do.
    pub stems: &'static [&'static str],
    /// Words that claim it in some places: the language looks at those around them.
    pub in_place: &'static [&'static str],
    /// Words that claim it beside a figure only.
    pub by_figure: &'static [&'static str],
}

impl DirectionWords {
    /// Returns which way a word points in a text, if its place allows.
    pub(super) fn in_text(&self, word: &str) -> Option<Direction> {
        self.direction(|it| {
            it.always.contains(&word) || it.in_place.contains(&word) || self.is_form(word, it)
        })
    }

    /// Returns which way a word points beside a figure.
    pub fn beside_figures(&self, word: &str) -> Option<Direction> {
        let is_by_figure = |it: &OneDirection| it.by_figure.contains(&word);
        self.in_text(word).or_else(|| self.direction(is_by_figure))
    }

    /// Whether a word of direction says that something is welcome or not: lower costs *improved*.
    pub fn is_verdict(&self, word: &str) -> bool {
        self.verdicts.iter().any(|it| word.starts_with(it))
    }

    fn direction(&self, is_among: impl Fn(&OneDirection) -> bool) -> Option<Direction> {
        if is_among(&self.up) {
            Some(Direction::Up)
        } else {
            is_among(&self.down).then_some(Direction::Down)
        }
    }

    fn is_form(&self, word: &str, words: &OneDirection) -> bool {
        let mut rests = words.stems.iter().filter_map(|it| word.strip_prefix(it));
        rests.any(|it| self.endings.contains(&it))
    }
}
