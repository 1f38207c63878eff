//! French nouns and adjectives: a lemma in; its gender, its plural or its agreed form out.

use std::sync::LazyLock;

use crate::language::table::{Known, Table};
use crate::language::{Agreement, Gender, Word, Words};

static PLURALS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("tables/plurals.tsv")));
static GENDERS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("tables/genders.tsv")));
static ADJECTIVES: LazyLock<Table> =
    LazyLock::new(|| Table::read(include_str!("tables/adjectives.tsv")));
pub(super) static KNOWN: Known = Known(include_bytes!("tables/known.bin"));

/// The words that end a noun's head: what follows them stays as it is (`machine à laver`, `point de vue`).
const COMPLEMENTS: &[&str] = &[
    "à", "au", "aux", "de", "du", "des", "d'", "d’", "en", "sur", "sous", "pour", "par", "avec",
    "sans", "contre", "entre", "dans", "hors",
];

/// Returns the plural of a noun with its adjectives and complements.
pub(super) fn plural(noun: &str, words: &Words) -> Word {
    if let Some(word) = declared_plural(noun, words) {
        return word;
    }
    let Some((head, rest)) = split_head(noun) else {
        return plural_word(noun, words);
    };
    // The adjectives between the noun and its complement agree: `coups francs`, `cartons jaunes`.
    let mut text = String::with_capacity(noun.len() + 4);
    let mut known = true;
    for (idx, part) in head.split(' ').enumerate() {
        let word = if idx == 0 || !KNOWN.has('a', part) {
            plural_word(part, words)
        } else {
            adjective(
                part,
                Agreement::of(Gender::Masculine, crate::language::Number::Plural),
                words,
            )
        };
        known &= word.known;
        if idx > 0 {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    text.push_str(rest);
    Word { text, known }
}

fn declared_plural(noun: &str, words: &Words) -> Option<Word> {
    let entry = words.get(noun)?;
    if entry.number == Some(crate::language::Number::Plural) {
        return Some(Word::known(noun));
    }
    entry.plural.as_deref().map(Word::known)
}

/// Splits a noun of several words before its complement; nothing for a single word.
fn split_head(noun: &str) -> Option<(&str, &str)> {
    if !noun.contains(' ') {
        return None;
    }
    let mut end = 0;
    for part in noun.split(' ') {
        let elided = part.starts_with("d'") || part.starts_with("d’");
        if end > 0 && (elided || COMPLEMENTS.contains(&part)) {
            return Some((&noun[..end - 1], &noun[end - 1..]));
        }
        end += part.len() + 1;
    }
    Some((noun, ""))
}

fn plural_word(noun: &str, words: &Words) -> Word {
    if let Some(word) = declared_plural(noun, words) {
        return word;
    }
    if is_acronym(noun) {
        return Word::known(noun);
    }
    let text = PLURALS.form(noun, 0).unwrap_or_else(|| noun.to_owned());
    Word {
        text,
        known: KNOWN.has('n', noun),
    }
}

/// Acronyms take no mark of plural in French: `les PME`.
fn is_acronym(noun: &str) -> bool {
    noun.chars().count() > 1 && noun.chars().all(char::is_uppercase)
}

/// Returns a noun's gender, and whether it is known.
pub(super) fn gender(noun: &str, words: &Words) -> (Gender, bool) {
    if let Some(gender) = words.get(noun).and_then(|it| it.gender) {
        return (gender, true);
    }
    let head = noun.split(' ').next().unwrap_or(noun);
    if let Some(gender) = words.get(head).and_then(|it| it.gender) {
        return (gender, true);
    }
    (table_gender(head), KNOWN.has('n', head))
}

fn table_gender(noun: &str) -> Gender {
    match GENDERS.cells(noun).first() {
        Some(&"f") => Gender::Feminine,
        _ => Gender::Masculine,
    }
}

/// Returns an adjective in agreement.
pub(super) fn adjective(adjective: &str, agreement: Agreement, words: &Words) -> Word {
    if let Some(text) = declared_adjective(adjective, agreement, words) {
        return Word::known(text);
    }
    let known = KNOWN.has('a', adjective);
    if agreement.gender_idx() == 0 {
        return Word {
            text: adjective.to_owned(),
            known,
        };
    }
    // A participle that no dictionary lists as an adjective still agrees like one.
    let known = known || adjective.ends_with(['é', 'i', 'u']) || adjective.ends_with("ant");
    let text = ADJECTIVES
        .form(adjective, agreement.gender_idx() - 1)
        .unwrap_or_else(|| adjective.to_owned());
    Word { text, known }
}

fn declared_adjective(adjective: &str, agreement: Agreement, words: &Words) -> Option<String> {
    let entry = words.get(adjective)?;
    match agreement.gender_idx() {
        0 => Some(adjective.to_owned()),
        1 => entry.plural.clone(),
        2 => entry.feminine.clone(),
        _ => entry
            .feminine_plural
            .clone()
            .or_else(|| entry.feminine.as_ref().map(|it| format!("{it}s"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{adjective, gender, plural};
    use crate::language::{Agreement, Gender, Number, Words};

    #[test]
    fn nouns_take_their_plural() {
        let cases = [
            ("but", "buts"),
            ("cheval", "chevaux"),
            ("festival", "festivals"),
            ("temps", "temps"),
            ("genou", "genoux"),
            ("travail", "travaux"),
            ("coup franc", "coups francs"),
            ("machine à laver", "machines à laver"),
            ("chiffre d’affaires", "chiffres d’affaires"),
            ("PME", "PME"),
            ("hors-jeu", "hors-jeu"),
        ];
        for (noun, expected) in cases {
            assert_eq!(plural(noun, &Words::default()).text, expected);
        }
    }

    #[test]
    fn genders_are_known_or_guessed() {
        let words = Words::default();
        assert_eq!(gender("équipe", &words), (Gender::Feminine, true));
        assert_eq!(gender("but", &words), (Gender::Masculine, true));
        assert_eq!(
            gender("chiffre d’affaires", &words),
            (Gender::Masculine, true)
        );
        assert_eq!(gender("zorglubisation", &words), (Gender::Feminine, false));
    }

    #[test]
    fn adjectives_agree() {
        let cases = [
            ("nouveau", "nouvelle", "nouveaux"),
            ("favori", "favorite", "favoris"),
            ("grec", "grecque", "grecs"),
            ("régulateur", "régulatrice", "régulateurs"),
            ("national", "nationale", "nationaux"),
            ("battu", "battue", "battus"),
        ];
        for (lemma, feminine, plural) in cases {
            let form = |gender, number| {
                adjective(lemma, Agreement::of(gender, number), &Words::default()).text
            };
            assert_eq!(form(Gender::Feminine, Number::Singular), feminine);
            assert_eq!(form(Gender::Masculine, Number::Plural), plural);
        }
    }
}
