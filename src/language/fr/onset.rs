//! French onsets: the beginning of a word in; whether `le`, `de` and `que` elide before it out.

use super::words::KNOWN;

/// Aspirated beginnings, and mute ones (`false`) inside them: the longest that fits a word decides. Words in h that
/// fit none are mute. Own list, by root.
#[rustfmt::skip] // One name a line would hide the list.
const H_ROOTS: &[(&str, bool)] = &[
    ("hâbl", true), ("hach", true), ("hack", true), ("haddock", true), ("hiérat", true), ("hart", true),
    ("harnois", true), ("haloth", false), ("haloï", false), ("hurlu", false), ("hurric", true), ("hondur", true),
    ("hitlér", false), ("hutin", true), ("hiloire", true), ("hadal", true), ("hagard", true), ("haie", true),
    ("haïku", true), ("haillon", true), ("hain", true), ("haïr", true), ("haïss", true), ("haï", true),
    ("haïti", false), ("hal", false), ("halag", true), ("hâl", true), ("hale", true), ("halein", false),
    ("haleter", true), ("halet", true), ("halèt", true), ("halia", false), ("hall", true), ("hallali", false),
    ("halluc", false), ("halo", true), ("halog", false), ("halop", false), ("halt", true), ("haltèr", false),
    ("haltér", false), ("halva", true), ("hamac", true), ("hamada", true), ("hamburger", true), ("hameau", true),
    ("hammam", true), ("hampe", true), ("hamster", true), ("hanap", true), ("hanch", true), ("hand", true),
    ("hangar", true), ("hanneton", true), ("hanse", true), ("hant", true), ("happ", true), ("haquenée", true),
    ("hara-kiri", true), ("harangu", true), ("haras", true), ("harcel", true), ("harcèl", true), ("hard", true),
    ("harem", true), ("hareng", true), ("hargn", true), ("haricot", true), ("haridelle", true), ("harissa", true),
    ("harki", true), ("harnach", true), ("harnais", true), ("haro", true), ("harp", true), ("hasard", true),
    ("hasch", true), ("hashtag", true), ("hat-trick", true), ("hât", true), ("hauban", true), ("haubert", true),
    ("hauss", true), ("haut", true), ("havan", true), ("hâv", true), ("hav", true), ("hayon", true), ("heaum", true),
    ("hein", true), ("henné", true), ("henn", true), ("héraut", true), ("hère", true), ("hériss", true),
    ("herni", true), ("héron", true), ("héros", true), ("hers", true), ("hêtr", true), ("heurt", true),
    ("hi-fi", true), ("hibou", true), ("hic", true), ("hickory", true), ("hideu", true), ("hiérarch", true),
    ("high", true), ("hip-hop", true), ("hippie", true), ("hippy", true), ("hiss", true), ("hit", true),
    ("hobby", true), ("hobereau", true), ("hoch", true), ("hockey", true), ("holà", true), ("hold", true),
    ("holding", true), ("hollandais", true), ("hollande", true), ("hollywood", true), ("homard", true),
    ("home", true), ("homéo", false), ("homér", false), ("hongr", true), ("honni", true), ("honning", true),
    ("hont", true), ("hooligan", true), ("hop", true), ("hôp", false), ("hoquet", true), ("horde", true),
    ("hors", true), ("hot", true), ("hôt", false), ("hotte", true), ("houblon", true), ("hou", true),
    ("hovercraft", true), ("hublot", true), ("huch", true), ("hue", true), ("huer", true), ("hué", true),
    ("huguenot", true), ("huis-clos", true), ("huit", true), ("huîtr", false), ("huitr", false), ("hulott", true),
    ("hulul", true), ("hum", false), ("hun", true), ("hupp", true), ("hurdl", true), ("hure", true), ("hurl", true),
    ("huron", true), ("husky", true), ("hussard", true), ("hutt", true), ("hâte", true), ("hâtif", true),
    ("humage", true), ("harass", true), ("harle", true), ("hase", true), ("hase", true), ("hip", true),
    ("hipp", false), ("hobbies", true), ("halle", true), ("handicap", true), ("hertz", true), ("heuris", false),
    ("hélas", false), ("hile", true), ("hors-jeu", true), ("houri", true), ("hachur", true), ("hair", true),
    ("huis clos", true), ("humer", true), ("hussite", true), ("hyène", false), ("hunier", true), ("haute", true),
    ("hauteur", true), ("haust", false), ("havre", true), ("herse", true), ("hochet", true), ("houleux", true),
    ("huard", true), ("hamm", true), ("hamman", true), ("haché", true), ("hadith", true), ("hadj", true),
    ("halal", true), ("hallier", true), ("halètement", true), ("hanovr", true), ("hara", true), ("hasid", true),
    ("heimatlos", true), ("hem", true), ("hémi", false), ("héma", false), ("hémo", false), ("hennin", true),
    ("hiérogl", true), ("hile", true), ("hindi", true), ("hobo", true), ("hocco", true), ("hors-d", true),
    ("huerta", true), ("huppe", true), ("husk", true),
];

/// Names in H with a mute one; other foreign names are aspirated (`de Haaland`, `de Hambourg`).
#[rustfmt::skip] // One name a line would hide the list.
const MUTE_NAMES: &[&str] = &[
    "habsbourg", "hadrien", "haïti", "haïtien", "hannibal", "hawaï", "hébert", "hébrides", "hector", "hélène",
    "helsinki", "hénin", "henri", "henriette", "hérault", "herbiers", "herbert", "hercule", "hérode", "hérodote",
    "hermès", "hermione", "hervé", "hilaire", "hillary", "hippolyte", "hiroshima", "homère", "honfleur", "honoré",
    "horace", "hortense", "hubert", "hugo", "hugues", "hugolin", "huguette", "humbert", "hyacinthe", "hyères",
    "hydra", "hymalaya", "himalaya", "hippocrate", "histoire", "hispanie", "hirson", "hendaye", "hennebont",
    "hayange", "hagondange", "héricourt", "hérouville", "hérouville-saint-clair",
];

/// Words in a vowel before which nothing elides.
const CLOSED_VOWELS: &[&str] = &[
    "onze",
    "onzième",
    "onzièmes",
    "oui",
    "ouistiti",
    "ouistitis",
    "uhlan",
    "uhlans",
    "ululer",
    "ululement",
    "ouah",
    "ouf",
    "ouille",
    "iota",
    "ouï-dire",
    "ouï-dires",
    "oust",
    "ouste",
    "ouija",
];

/// Words in y and a vowel before which words elide.
const OPEN_YODS: &[&str] = &[
    "yeux", "yeuse", "yeuses", "yeu", "yèvre", "yonne", "yerres", "yerville", "yèble",
];

/// Whether words elide before this text.
pub(super) fn elides(text: &str) -> bool {
    let text = skip_marks(text);
    let Some(first) = text.chars().next() else {
        return false;
    };
    match first {
        'h' | 'H' => mute_h(first_word(text)),
        'y' | 'Y' => open_yod(first_word(text)),
        _ if is_vowel(first) => !closed_vowel(first_word(text)),
        _ => false,
    }
}

/// Skips Markdown emphasis, link brackets and tags.
pub(super) fn skip_marks(text: &str) -> &str {
    let mut rest = text.trim_start_matches(['*', '_', '[']);
    while rest.starts_with('<') {
        let Some(end) = rest.find('>') else { break };
        rest = rest[end + 1..].trim_start_matches(['*', '_', '[', ' ']);
    }
    rest
}

/// Returns the first word, with the hyphens inside it.
fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '-')
        .unwrap_or(text.len());
    &text[..end]
}

/// Vowels beyond a, e, i, o and u, with the marks of French and of other languages.
const VOWELS: &str = "àâäéèêëîïôöùûüœæáóíúåøãõāēīōūăąęěőűı";

/// Whether a letter is a vowel, with the marks of other languages too: `d’Øivind`, `d’İlkay`.
pub(super) fn is_vowel(letter: char) -> bool {
    if letter.is_ascii() {
        return matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u');
    }
    let lower = letter.to_lowercase().next();
    lower.is_some_and(|it| it == 'i' || VOWELS.contains(it))
}

fn closed_vowel(word: &str) -> bool {
    let lower = word.to_lowercase();
    CLOSED_VOWELS.contains(&lower.as_str())
}

/// Before y and a consonant words elide (`d’Yverdon`), before y and a vowel they do not (`de Yaoundé`).
fn open_yod(word: &str) -> bool {
    let lower = word.to_lowercase();
    if OPEN_YODS.contains(&lower.as_str()) {
        return true;
    }
    match lower.chars().nth(1) {
        None => true,
        Some(second) => second.is_alphabetic() && !is_vowel(second),
    }
}

fn mute_h(word: &str) -> bool {
    if word
        .chars()
        .nth(1)
        .is_none_or(|it| it.is_uppercase() || !it.is_alphabetic())
    {
        // The letter's name begins with a vowel, yet acronyms in H are said without elision: `le HCR`.
        return false;
    }
    let lower = word.to_lowercase();
    if word.starts_with('H') && !is_common(&lower) {
        return MUTE_NAMES.contains(&lower.as_str());
    }
    !aspirated(&lower)
}

/// Whether a capitalised word is a common word in a capital, as at the start of a title.
fn is_common(lower: &str) -> bool {
    ['n', 'a', 'v'].iter().any(|kind| KNOWN.has(*kind, lower))
        || lower.strip_suffix('s').is_some_and(|it| KNOWN.has('n', it))
}

fn aspirated(lower: &str) -> bool {
    H_ROOTS
        .iter()
        .filter(|(root, _)| lower.starts_with(root))
        .max_by_key(|(root, _)| root.len())
        .is_some_and(|(_, aspirated)| *aspirated)
}

#[cfg(test)]
mod tests {
    use super::elides;

    #[test]
    fn vowels_and_mute_h_let_words_elide() {
        for open in [
            "arbitre",
            "İlkay",
            "Øivind",
            "Orléans",
            "héroïne",
            "homme",
            "histoire",
            "**Amiens**",
            "OM",
            "AS Monaco",
            "yeux",
            "Yverdon",
            "Yonne",
            "hôtel",
            "Hérault",
            "humanité",
            "une",
            "huître",
            "EDF",
            "hallucination",
            "honneur",
            "habitude",
        ] {
            assert!(elides(open), "{open}");
        }
        for closed in [
            "hockey", "Hambourg", "onze", "oui", "huit", "8 points", "11", "1", "Yaoundé",
            "yaourt", "héros", "hausse", "Haaland", "hors-jeu", "handicap", "Le Havre", "hasard",
            "HCR", "", "uhlan", "haricot",
        ] {
            assert!(!elides(closed), "{closed}");
        }
    }
}
