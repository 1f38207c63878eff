//! Bytes in, text out: the encoding is declared, marked, or found, and what is not sure is said.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text, and how sure its letters are.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static Encoding,
    pub(super) certainty: Certainty,
}

/// How sure it is that letters were read as they are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It is declared, or the bytes allow nothing else.
    Sure,
    /// The bytes say nothing, and all letters are such as French and English use: the usual guess.
    Usual,
    /// Letters beyond ASCII may be others.
    Guessed,
    /// Bytes that the encoding does not have; `U+FFFD` stands for each, and for zeros.
    Broken,
}

/// What marks the start of a text, and is no part of it.
const MARK: char = '\u{feff}';

/// The letters beyond ASCII that a text of western Europe may well have.
const LETTERS: &str = "àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜŸßŠšŽžªº’‘·\u{ad}";

/// The signs beyond ASCII that such a text may have, where no letter touches them.
const SIGNS: &str = "£§¼½¾±×µ´¨";

/// The signs that may stand right before a word, and those that may stand right after one.
const OPENING: &str = "«“„‚‹¿¡•©–—\u{a0}";
const CLOSING: &str = "»”“›…°€®™²³¹–—\u{a0}";

/// Decodes `bytes` as `declared`, or else as what they show; each line of the text ends with a line feed.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Decoded {
    let mut decoded = letters(bytes, declared);
    // A file that was marked twice, by two programs, has the second mark in its text.
    let n_marks = decoded.text.len() - decoded.text.trim_start_matches(MARK).len();
    decoded.text.drain(..n_marks);
    if decoded.text.contains('\0') {
        decoded.text = decoded.text.replace('\0', "\u{fffd}");
        decoded.certainty = Certainty::Broken;
    }
    decoded.text = with_line_feeds(decoded.text);
    decoded
}

/// Returns the text with a line feed where a carriage return alone ends a line, so that all who count its
/// lines count the same; offsets stay.
fn with_line_feeds(text: String) -> String {
    let bytes = text.as_bytes();
    let is_alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !(0..bytes.len()).any(is_alone) {
        return text;
    }
    let mut after = text.chars().skip(1);
    let lines = text.chars().map(|c| match (c, after.next()) {
        ('\r', next) if next != Some('\n') => '\n',
        (c, _) => c,
    });
    lines.collect()
}

fn letters(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Decoded {
    if let Some((encoding, n_mark)) = Encoding::for_bom(&bytes) {
        return of(encoding, bytes, n_mark, Certainty::Sure);
    }
    if let Some(encoding) = declared {
        // The day a source changes its export, what is declared is wrong on every page.
        let is_other =
            encoding != UTF_8 && !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok();
        let certainty = if is_other {
            Certainty::Guessed
        } else {
            Certainty::Sure
        };
        return of(encoding, bytes, 0, certainty);
    }
    if let Some(encoding) = wide(&bytes) {
        return of(encoding, bytes, 0, Certainty::Sure);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded {
            text,
            encoding: UTF_8,
            certainty: Certainty::Sure,
        },
        Err(error) => guess(error.into_bytes()),
    }
}

/// Decodes what is known to be written in `encoding`, after its mark.
fn of(
    encoding: &'static Encoding,
    mut bytes: Vec<u8>,
    n_mark: usize,
    certainty: Certainty,
) -> Decoded {
    bytes.drain(..n_mark);
    let (text, is_broken) = if encoding == UTF_8 {
        match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
        }
    } else {
        let (text, is_broken) = encoding.decode_without_bom_handling(&bytes);
        (text.into_owned(), is_broken)
    };
    Decoded {
        text,
        encoding,
        certainty: if is_broken {
            Certainty::Broken
        } else {
            certainty
        },
    }
}

/// Returns the order of the bytes of UTF-16 without a mark: every other byte of ASCII is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    const N_LOOKED_AT: usize = 2000;
    let head = &bytes[..bytes.len().min(N_LOOKED_AT) & !1];
    let n_zeros = |at: usize| {
        head.iter()
            .skip(at)
            .step_by(2)
            .filter(|it| **it == 0)
            .count()
    };
    let is_most = |n: usize| n * 4 > head.len() && n > 1;
    match (n_zeros(0), n_zeros(1)) {
        (high, low) if is_most(low) && high * 8 < low => Some(UTF_16LE),
        (high, low) if is_most(high) && low * 8 < high => Some(UTF_16BE),
        _ => None,
    }
}

/// Decodes what is no UTF-8: UTF-8 with a few broken bytes, or an encoding of one byte a letter.
fn guess(bytes: Vec<u8>) -> Decoded {
    let (n_good, n_bad) = count_sequences(&bytes);
    if n_good > n_bad {
        return of(UTF_8, bytes, 0, Certainty::Sure);
    }
    let (usual, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    if is_usual(&usual) {
        return Decoded {
            text: usual.into_owned(),
            encoding: WINDOWS_1252,
            certainty: Certainty::Usual,
        };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    of(encoding, bytes, 0, Certainty::Guessed)
}

/// Whether a text reads like one of western Europe: other encodings put letters where this has signs.
fn is_usual(text: &str) -> bool {
    let after = text.chars().skip(1).chain(['\n']);
    let mut before = '\n';
    text.chars().zip(after).all(|(c, next)| {
        let is_sign = [SIGNS, OPENING, CLOSING].iter().any(|it| it.contains(c));
        let fits_before = !before.is_alphabetic() || CLOSING.contains(c);
        let fits_after = !next.is_alphabetic() || OPENING.contains(c);
        before = c;
        c.is_ascii() || LETTERS.contains(c) || (is_sign && fits_before && fits_after)
    })
}

/// Counts the letters of several bytes that UTF-8 has in `bytes`, and the places where it breaks.
fn count_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut n_good, mut n_bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    (n_good, n_bad)
}

#[cfg(test)]
mod tests {
    use super::{Certainty, decode};
    use proptest::prelude::*;

    fn check(bytes: &[u8], name: &str, certainty: Certainty, expected: &str) {
        let found = decode(bytes.to_vec(), None);
        assert_eq!(found.text, expected);
        assert_eq!((found.encoding.name(), found.certainty), (name, certainty));
    }

    #[test]
    fn marks_decide() {
        check(b"\xef\xbb\xbfa\xc3\xa9", "UTF-8", Certainty::Sure, "aé");
        check(b"\xff\xfea\0\xe9\0", "UTF-16LE", Certainty::Sure, "aé");
        check(b"\xfe\xff\0a\0\xe9", "UTF-16BE", Certainty::Sure, "aé");
        check(
            b"n\0o\0m\0;\0a\0\n\0",
            "UTF-16LE",
            Certainty::Sure,
            "nom;a\n",
        );
    }

    #[test]
    fn letters_of_one_byte_are_those_of_western_europe() {
        check(b"plain", "UTF-8", Certainty::Sure, "plain");
        check("Évry".as_bytes(), "UTF-8", Certainty::Sure, "Évry");
        let text = "Évry, 12 €, l’été";
        let bytes = b"\xc9vry, 12 \x80, l\x92\xe9t\xe9";
        check(bytes, "windows-1252", Certainty::Usual, text);
        let polish = "Zażółć gęślą jaźń w Łodzi";
        let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(polish);
        check(&bytes, "windows-1250", Certainty::Guessed, polish);
    }

    #[test]
    fn a_broken_byte_in_utf_8_is_one_broken_byte() {
        let bytes = b"\xc3\x89vry, \xc3\xa9t\xc3\xa9, caf\xe9";
        check(bytes, "UTF-8", Certainty::Broken, "Évry, été, caf\u{fffd}");
    }

    #[test]
    fn marks_and_zeros_are_no_letters() {
        let twice = b"\xef\xbb\xbf\xef\xbb\xbfa,b";
        check(twice, "UTF-8", Certainty::Sure, "a,b");
        check(
            b"a,b\n1\0,2 and 3",
            "UTF-8",
            Certainty::Broken,
            "a,b\n1\u{fffd},2 and 3",
        );
    }

    #[test]
    fn each_line_ends_with_a_line_feed() {
        check(
            b"a\rb\r\nc\n\rd\r",
            "UTF-8",
            Certainty::Sure,
            "a\nb\r\nc\n\nd\n",
        );
        check(b"a\rb\xe9", "windows-1252", Certainty::Usual, "a\nb\u{e9}");
        check(b"\xff\xfea\0\r\0b\0", "UTF-16LE", Certainty::Sure, "a\nb");
    }

    #[test]
    fn a_declaration_that_the_bytes_speak_against_is_not_sure() {
        let check = |text: &str, expected| {
            let declared = Some(encoding_rs::WINDOWS_1252);
            assert_eq!(
                decode(text.as_bytes().to_vec(), declared).certainty,
                expected
            );
        };
        check("plain", Certainty::Sure);
        check("Müller – 5 €", Certainty::Guessed);
        assert_eq!(
            decode(b"M\xfcller".to_vec(), Some(encoding_rs::WINDOWS_1252)).certainty,
            Certainty::Sure
        );
    }

    proptest! {
        #[test]
        fn every_byte_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            decode(bytes, None);
        }

        #[test]
        fn utf_8_stays(text in ".{0,100}") {
            // The first letter may look like a mark, and many zeros like UTF-16.
            prop_assume!(!text.contains(['\0', '\r']) && !text.starts_with('\u{feff}'));
            prop_assert_eq!(decode(text.clone().into_bytes(), None).text, text);
        }
    }
}
