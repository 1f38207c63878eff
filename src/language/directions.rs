//! What a language says of figures in plain words: the words by which a reader takes a direction for granted.

/// The words that claim more than a figure; all in lower case.
#[derive(Clone, Copy, Debug)]
pub struct DirectionWords {
    /// Something grew.
    pub up: &'static [&'static str],
    /// Something shrank.
    pub down: &'static [&'static str],
    /// What stands before the figure that something grew or shrank from.
    pub from: &'static [&'static str],
    /// There is one of a kind, or never was one before.
    pub sole: &'static [&'static str],
}
