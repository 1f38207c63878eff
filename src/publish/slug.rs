//! Text from data to the last part of an address: `a–z`, `0–9` and single hyphens, never a path.

use std::fmt;

/// The longest slug, in bytes: every file system and every site takes it.
const SLUG_LENGTH_MAX: usize = 120;

/// The text has no letter or figure that an address can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSlug;

impl fmt::Display for NoSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no letter or figure in it can stand in an address")
    }
}

impl std::error::Error for NoSlug {}

/// Names that Windows keeps for devices, and those that stand for a folder's own page.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "index"];

/// Returns the slug of `text`; the same text has the same slug everywhere and always.
pub fn slug(text: &str) -> Result<String, NoSlug> {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars() {
        match fold(letter) {
            Fold::Letters(letters) => slug.push_str(letters),
            Fold::Same(letter) => slug.push(letter),
            Fold::Nothing => {}
            Fold::Break if slug.is_empty() || slug.ends_with('-') => {}
            Fold::Break => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() {
        return Err(NoSlug);
    }
    if is_reserved(&slug) {
        slug.push_str("-page");
    }
    if slug.len() > SLUG_LENGTH_MAX {
        shorten(&mut slug);
    }
    Ok(slug)
}

/// Cuts `slug` to the length allowed; the digest of the whole keeps long relatives apart.
fn shorten(slug: &mut String) {
    let digest = blake3::hash(slug.as_bytes()).to_hex();
    let suffix = &digest[..8];
    slug.truncate(SLUG_LENGTH_MAX - suffix.len() - 1);
    slug.truncate(slug.trim_end_matches('-').len());
    slug.push('-');
    slug.push_str(suffix);
}

/// Whether a file of this name means something else on some system.
fn is_reserved(slug: &str) -> bool {
    let is_port = |port: &str| {
        slug.strip_prefix(port)
            .is_some_and(|it| it.len() == 1 && it.as_bytes()[0].is_ascii_digit())
    };
    RESERVED.contains(&slug) || is_port("com") || is_port("lpt")
}

/// What becomes of one letter.
enum Fold {
    Same(char),
    Letters(&'static str),
    Nothing,
    Break,
}

fn fold(letter: char) -> Fold {
    if letter.is_ascii_alphanumeric() {
        return Fold::Same(letter.to_ascii_lowercase());
    }
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    match lower {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => Fold::Same('a'),
        'æ' => Fold::Letters("ae"),
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => Fold::Same('c'),
        'ď' | 'đ' | 'ð' => Fold::Same('d'),
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẽ' => Fold::Same('e'),
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => Fold::Same('g'),
        'ĥ' | 'ħ' => Fold::Same('h'),
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => Fold::Same('i'),
        'ĵ' => Fold::Same('j'),
        'ķ' => Fold::Same('k'),
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => Fold::Same('l'),
        'ñ' | 'ń' | 'ņ' | 'ň' => Fold::Same('n'),
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => Fold::Same('o'),
        'œ' => Fold::Letters("oe"),
        'ŕ' | 'ŗ' | 'ř' => Fold::Same('r'),
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => Fold::Same('s'),
        'ß' => Fold::Letters("ss"),
        'ţ' | 'ť' | 'ŧ' | 'ț' => Fold::Same('t'),
        'þ' => Fold::Letters("th"),
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => Fold::Same('u'),
        'ŵ' => Fold::Same('w'),
        'ý' | 'ÿ' | 'ŷ' => Fold::Same('y'),
        'ź' | 'ż' | 'ž' => Fold::Same('z'),
        // Combining accents: `e` followed by U+0301 is `é` written in two.
        '\u{300}'..='\u{36f}' => Fold::Nothing,
        _ if letter.is_alphanumeric() => Fold::Nothing,
        _ => Fold::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::{NoSlug, SLUG_LENGTH_MAX, slug};
    use proptest::prelude::*;

    fn check(text: &str, wanted: &str) {
        assert_eq!(slug(text).as_deref(), Ok(wanted), "{text}");
    }

    #[test]
    fn letters_are_folded_and_the_rest_becomes_single_hyphens() {
        check("L'Équipe d'Orléans — 3 à 1 !", "l-equipe-d-orleans-3-a-1");
        check("Cœur de Straße", "coeur-de-strasse");
        check("Łódź / São Paulo", "lodz-sao-paulo");
        check("e\u{301}te\u{301}", "ete");
        check("2026-03-14 OM PSG", "2026-03-14-om-psg");
    }

    #[test]
    fn a_path_cannot_be_said() {
        check("../../etc/passwd", "etc-passwd");
        check("C:\\Windows", "c-windows");
        check("a%2e%2e/b\0c", "a-2e-2e-b-c");
        assert_eq!(slug("../.."), Err(NoSlug));
        assert_eq!(slug("東京"), Err(NoSlug));
        assert_eq!(slug(""), Err(NoSlug));
    }

    #[test]
    fn names_that_mean_something_else_are_avoided() {
        check("CON", "con-page");
        check("com1", "com1-page");
        check("Index", "index-page");
        check("comet", "comet");
    }

    #[test]
    fn long_relatives_stay_apart() {
        let (one, two) = ("a".repeat(200) + "x", "a".repeat(200) + "y");
        let (one, two) = (slug(&one).unwrap(), slug(&two).unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), SLUG_LENGTH_MAX);
    }

    proptest! {
        #[test]
        fn any_text_has_a_harmless_slug_or_none(text in any::<String>()) {
            if let Ok(slug) = slug(&text) {
                prop_assert!(!slug.is_empty() && slug.len() <= SLUG_LENGTH_MAX);
                prop_assert!(slug.bytes().all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-')));
                prop_assert!(!slug.contains("--") && !slug.starts_with('-') && !slug.ends_with('-'));
                prop_assert_eq!(super::slug(&slug), Ok(slug.clone()));
            }
        }
    }
}
