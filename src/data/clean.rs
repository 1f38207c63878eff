//! Written cells in, inert text out: no controls, no private-use marks, each text stored once.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// The texts of one column, each kept once however many rows repeat it.
#[derive(Debug, Default)]
pub(super) struct Interner<'t> {
    texts: FxHashMap<&'t str, Option<Arc<str>>>,
    n_asked: usize,
    /// Whether nearly all texts differ, so that there is nothing to gain.
    is_off: bool,
}

/// After how many texts it shows whether they repeat.
const N_TRIED: usize = 10_000;

impl<'t> Interner<'t> {
    /// Returns `written` cleaned, or nothing if nothing is left of it.
    pub(super) fn text(&mut self, written: &'t str) -> Option<Arc<str>> {
        if self.is_off {
            return inert(written);
        }
        self.n_asked += 1;
        if self.n_asked == N_TRIED && self.texts.len() > N_TRIED / 10 * 9 {
            self.is_off = true;
            self.texts = FxHashMap::default();
        }
        self.texts
            .entry(written)
            .or_insert_with(|| inert(written))
            .clone()
    }
}

fn inert(written: &str) -> Option<Arc<str>> {
    let cleaned = clean(written);
    let trimmed = cleaned.trim();
    (!trimmed.is_empty()).then(|| trimmed.into())
}

/// Returns `text` without what would act on a page or in the engine instead of being read.
///
/// Tabs and line breaks become spaces; other controls and private-use characters, with which the
/// engine marks its own pieces, are dropped.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unwanted) {
        return Cow::Borrowed(text);
    }
    let cleaned = text
        .chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\u{85}' => Some(' '),
            _ if is_unwanted(c) => None,
            _ => Some(c),
        })
        .collect();
    Cow::Owned(cleaned)
}

/// Whether `c` is a control or a private-use character.
fn is_unwanted(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

#[cfg(test)]
mod tests {
    use super::{Interner, clean};

    #[test]
    fn controls_and_private_marks_do_not_pass() {
        let check = |text, expected| assert_eq!(clean(text), expected, "{text:?}");
        check("Saint-Étienne", "Saint-Étienne");
        check("two\r\nlines\tand a tab", "two lines and a tab");
        check("a\u{0}b\u{1b}[31mc\u{7f}\u{9f}", "ab[31mc");
        check("\u{e000}12\u{e002}\u{f8ff}\u{100000}", "12");
        check("👩\u{200d}🚀 \u{feff}", "👩\u{200d}🚀 \u{feff}");
    }

    #[test]
    fn a_repeated_text_is_stored_once() {
        let mut interner = Interner::default();
        let first = interner.text("Lens ").unwrap();
        let second = interner.text("Lens ").unwrap();
        assert!(std::sync::Arc::ptr_eq(&first, &second));
        assert_eq!(&*first, "Lens");
        assert_eq!(interner.text(" \u{1} "), None);
    }
}
