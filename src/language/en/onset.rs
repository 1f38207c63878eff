//! English onsets: the beginning of a text in; whether `an` stands before it out.

/// Acronyms that are read as words, among those whose first letter's name begins with a vowel.
#[rustfmt::skip] // One name a line would hide the list.
const READ_AS_WORDS: &[&str] = &[
    "FEMA", "FIBA", "FIFA", "FINA", "FIS", "HAMAS", "HEPA", "LASER", "LEGO", "LIBOR", "MASH", "MERS", "MOMA", "NAFTA",
    "NASA", "NASCAR", "NASDAQ", "NATO", "NIMBY", "NORAD", "RADAR", "RAM", "ROM", "SALT", "SARS", "SCUBA", "SEAL",
    "SIM", "SONAR", "SWAT", "START", "HIIT", "LAN", "MIDI", "NICE", "RICO", "SPAC", "STEM", "SCOTUS",
];

/// Words in h whose first sound is a vowel, by root.
const MUTE_H: &[&str] = &["hour", "heir", "honest", "honor", "honour", "herb"];
/// Words of those roots that sound their h.
const SOUNDED_H: &[&str] = &["herbert", "herbivor", "herbicid", "honorius"];

/// Words in a vowel whose first sound is a consonant, by root.
#[rustfmt::skip] // One name a line would hide the list.
const CONSONANT_ROOTS: &[&str] = &[
    "eu", "ewe", "ewer", "ouija", "oui", "once", "oneself", "u-", "ubiq", "uganda", "ukrain", "ukulele", "unanim",
    "unari", "uni", "uran", "ure", "uri", "urol", "uruguay", "usa", "use", "usi", "usu", "utah", "ute", "uti", "uto",
    "uvul", "uygh", "yu",
];
/// Words of those roots that begin with a vowel sound after all.
const VOWEL_ROOTS: &[&str] = &[
    "unid", "unill", "unim", "unin", "unissu", "uninh", "urd", "urb", "uneth",
];

/// Whether `an` stands before this text.
pub(super) fn takes_an(text: &str) -> bool {
    let text = skip_marks(text);
    match text.as_bytes().first() {
        Some(b'0'..=b'9') => figure(text),
        Some(_) => word(first_word(text)),
        None => false,
    }
}

/// Skips emphasis, brackets, quotation marks, tags and currency symbols.
pub(super) fn skip_marks(text: &str) -> &str {
    let marks = ['*', '_', '[', '"', '“', '‘', '\'', '(', '$', '€', '£', '¥'];
    let mut rest = text.trim_start_matches(marks);
    while rest.starts_with('<') {
        let Some(end) = rest.find('>') else { break };
        rest = rest[end + 1..].trim_start_matches(marks);
    }
    rest
}

fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '-' && c != '.')
        .unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

/// Eight and its tens, hundreds and thousands; eleven and eighteen, with any whole thousands after.
fn figure(text: &str) -> bool {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != ',')
        .unwrap_or(text.len());
    let digits: String = text[..end].chars().filter(char::is_ascii_digit).collect();
    let leading = digits.starts_with("11") || digits.starts_with("18");
    // Four figures without a comma are a year or hundreds: `an 1800s house`.
    let spoken = digits.len() % 3 == 2 || digits.len() == 4 && !text[..end].contains(',');
    digits.starts_with('8') || leading && spoken
}

fn word(word: &str) -> bool {
    if word.contains('.') || is_acronym(word) {
        return acronym(word);
    }
    let lower = word.to_lowercase();
    let begins = |roots: &[&str]| roots.iter().any(|it| lower.starts_with(it));
    match lower.chars().next() {
        Some('h') => begins(MUTE_H) && !begins(SOUNDED_H),
        Some('o') if lower == "one" || lower.starts_with("one-") || lower == "ones" => false,
        Some('e' | 'u' | 'o') => !begins(CONSONANT_ROOTS) || begins(VOWEL_ROOTS),
        Some('y') => lower
            .chars()
            .nth(1)
            .is_some_and(|it| !"aeiouy-".contains(it)),
        Some(first) => matches!(
            first,
            'a' | 'i'
                | 'á'
                | 'à'
                | 'â'
                | 'å'
                | 'æ'
                | 'é'
                | 'è'
                | 'ê'
                | 'î'
                | 'ö'
                | 'ø'
                | 'ó'
                | 'œ'
        ),
        None => false,
    }
}

/// Whether a word is read letter by letter, or is one letter: `MP`, `MPs`, `X-ray`, `MSc`, `F`.
fn is_acronym(word: &str) -> bool {
    let head = word.split('-').next().unwrap_or(word);
    let mut letters = head.chars();
    match (letters.next(), letters.next()) {
        (Some(first), None) => {
            first.is_uppercase() && (head.len() < word.len() || first != 'A' && first != 'I')
        }
        (Some(first), Some(second)) => {
            first.is_uppercase() && (second.is_uppercase() || second.is_ascii_digit())
        }
        _ => false,
    }
}

fn acronym(word: &str) -> bool {
    let head = word.split('-').next().unwrap_or(word).trim_end_matches('s');
    if READ_AS_WORDS.contains(&head) {
        return false;
    }
    word.starts_with(|c: char| "AEFHILMNORSX".contains(c.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::takes_an;

    #[test]
    fn an_stands_before_vowel_sounds() {
        for text in [
            "18-year-old",
            "80-point lead",
            "81st-minute goal",
            "8",
            "11",
            "18,000-strong crowd",
            "$8 billion deal",
            "MP",
            "X-ray",
            "unbeaten run",
            "hour-long delay",
            "heir",
            "upset",
            "away win",
            "uninterrupted run",
            "unimportant game",
            "SMS",
            "F-16",
            "umbrella",
            "honest",
            "**old** man",
            "EU rule",
            "NBA team",
            "MPs",
            "onerous task",
            "L-shaped",
            "1800s house",
            "800",
        ] {
            assert!(takes_an(text), "{text}");
        }
        for text in [
            "7-1 defeat",
            "12th title",
            "UEFA rule",
            "UK firm",
            "US Open",
            "one-off",
            "U-turn",
            "hat-trick",
            "Ukrainian",
            "euro",
            "ewe",
            "NATO base",
            "FIFA rule",
            "university",
            "unanimous vote",
            "used car",
            "useful",
            "110",
            "1,100",
            "180",
            "once-great",
            "European",
            "uniform",
            "T-shirt",
            "hotel",
            "usual",
            "young man",
            "",
            "union",
            "utility",
        ] {
            assert!(!takes_an(text), "{text}");
        }
    }
}
