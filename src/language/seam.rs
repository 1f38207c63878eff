//! Seams: what must change where two pieces of text meet.

use std::borrow::Cow;

use super::markup;

/// What is known of a piece's beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Onset {
    /// Whether the piece begins with an article of its own, which may contract (`le Havre` after `de`). It is not
    /// set for a pronoun (`de le savoir`) nor for a title (`de Le Monde`).
    pub article: bool,
    /// Whether words elide before it, if the lexicon says so; by its letters otherwise.
    pub elides: Option<bool>,
}

/// A correction: so many bytes off the end of the left piece, so many off the beginning of the right one, and
/// what stands between them instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seam {
    /// Bytes to cut off the end of the left piece.
    pub cut_left: usize,
    /// What to put there.
    pub insert: Cow<'static, str>,
    /// Bytes to cut off the beginning of the right piece: its article, or nothing.
    pub cut_right: usize,
}

/// Appends `right` to `left` with a correction applied, and returns where the rest of `right` begins in `left`.
pub fn apply(left: &mut String, right: &str, seam: Option<&Seam>) -> usize {
    let cut_right = seam.map_or(0, |seam| {
        left.truncate(left.len() - seam.cut_left);
        left.push_str(&seam.insert);
        seam.cut_right
    });
    let start = left.len();
    left.push_str(&right[cut_right..]);
    start
}

/// Returns `text` with the seams between its own words corrected; `seam` is asked at each space, but for those inside
/// code, tags and addresses.
pub(super) fn mend(text: &str, seam: impl Fn(&str, &str) -> Option<Seam>) -> String {
    let protected = markup::protected(text);
    let inside = |idx: usize| protected.iter().any(|it| it.start < idx && idx < it.end);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(space) = text[from..].find(' ') {
        let next = from + space + 1;
        out.push_str(&text[from..next]);
        from = next;
        if inside(next) {
            continue;
        }
        if let Some(seam) = seam(&out, &text[next..]) {
            out.truncate(out.len() - seam.cut_left);
            out.push_str(&seam.insert);
            from += seam.cut_right;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// Returns the last word of a text and what follows it, when only spaces and Markdown emphasis follow.
pub(super) fn last_word(left: &str) -> Option<(&str, &str)> {
    let body = left.trim_end_matches([' ', '\u{a0}', '*', '_', '[']);
    let tail = &left[body.len()..];
    if !tail.contains([' ', '\u{a0}']) {
        return None;
    }
    let start = body
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphabetic())
        .last()
        .map_or(body.len(), |(idx, _)| idx);
    (start < body.len()).then(|| (&body[start..], tail))
}

/// Returns `replacement` with the capitals of `model`: `De` and `du` give `Du`.
pub(super) fn in_case_of(model: &str, replacement: &'static str) -> Cow<'static, str> {
    if model.chars().next().is_some_and(char::is_uppercase) {
        let mut letters = replacement.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        return Cow::Owned(first.unwrap_or_default() + letters.as_str());
    }
    Cow::Borrowed(replacement)
}
