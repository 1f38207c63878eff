//! English nouns: a singular in; its plural out.

use std::sync::LazyLock;

use crate::language::table::{Known, Table};
use crate::language::{Number, Word, Words};

static PLURALS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("tables/plurals.tsv")));
pub(super) static KNOWN: Known = Known(include_bytes!("tables/known.bin"));

/// Plurals that news prefers to the regular ones of the tables.
const PREFERRED: &[(&str, &str)] = &[
    ("person", "people"),
    ("salesperson", "salespeople"),
    ("spokesperson", "spokespeople"),
    ("chairperson", "chairpeople"),
    ("businessperson", "businesspeople"),
    ("criterion", "criteria"),
    ("medium", "media"),
    ("analysis", "analyses"),
    ("bus", "buses"),
    ("gas", "gases"),
    ("quiz", "quizzes"),
    ("goods", "goods"),
    ("police", "police"),
    ("ox", "oxen"),
    ("spectrum", "spectra"),
    ("tableau", "tableaux"),
    ("runner-up", "runners-up"),
    ("millennium", "millennia"),
    ("vertebra", "vertebrae"),
    ("locus", "loci"),
    ("passer-by", "passers-by"),
    ("hanger-on", "hangers-on"),
];

/// Words after the head of a compound: `mothers-in-law`, `points of view`, `attorneys general`.
const AFTER_HEAD: &[&str] = &[
    "of", "in", "for", "to", "at", "on", "by", "from", "with", "de", "general", "elect",
];

/// Returns the plural of a noun, of a compound or of an acronym.
pub(super) fn plural(noun: &str, words: &Words) -> Word {
    if let Some(entry) = words.get(noun) {
        if entry.number == Some(Number::Plural) {
            return Word::known(noun);
        }
        if let Some(plural) = &entry.plural {
            return Word::known(plural.clone());
        }
    }
    if let Some((_, plural)) = PREFERRED.iter().find(|it| it.0 == noun) {
        return Word::known(*plural);
    }
    let (before, head, after) = split_head(noun);
    let word = plural_word(head, words);
    Word {
        text: format!("{before}{}{after}", word.text),
        known: word.known,
    }
}

/// Splits a compound around the word that takes the plural: the one before a preposition, or the last.
fn split_head(noun: &str) -> (&str, &str, &str) {
    let mut end = 0;
    for part in noun.split([' ', '-']) {
        let is_last = end + part.len() == noun.len() && !matches!(part, "general" | "elect");
        if end > 0 && !is_last && AFTER_HEAD.contains(&part) {
            let start = noun[..end - 1].rfind([' ', '-']).map_or(0, |it| it + 1);
            return (&noun[..start], &noun[start..end - 1], &noun[end - 1..]);
        }
        end += part.len() + 1;
    }
    let start = noun.rfind([' ', '-']).map_or(0, |it| it + 1);
    (&noun[..start], &noun[start..], "")
}

fn plural_word(noun: &str, words: &Words) -> Word {
    if let Some((_, plural)) = PREFERRED.iter().find(|it| it.0 == noun) {
        return Word::known(*plural);
    }
    if let Some(plural) = words.get(noun).and_then(|it| it.plural.clone()) {
        return Word::known(plural);
    }
    let mut capitals = noun.chars().filter(|it| it.is_uppercase());
    if capitals.next().is_some() && (noun.len() == 1 || capitals.next().is_some()) {
        return Word::known(format!("{noun}s"));
    }
    // A name keeps its y: `the Kennedys`.
    if noun.starts_with(char::is_uppercase) && noun.ends_with('y')
        || noun.ends_with(|it: char| it.is_ascii_digit())
    {
        return Word::known(format!("{noun}s"));
    }
    let text = PLURALS.form(noun, 0).unwrap_or_else(|| noun.to_owned());
    Word {
        text,
        known: KNOWN.has('n', noun),
    }
}

#[cfg(test)]
mod tests {
    use super::plural;
    use crate::language::Words;

    #[test]
    fn nouns_take_their_plural() {
        let cases = [
            ("goal", "goals"),
            ("try", "tries"),
            ("loss", "losses"),
            ("half", "halves"),
            ("man", "men"),
            ("spokesman", "spokesmen"),
            ("person", "people"),
            ("MP", "MPs"),
            ("runner-up", "runners-up"),
            ("by-election", "by-elections"),
            ("point of view", "points of view"),
            ("penalty kick", "penalty kicks"),
            ("series", "series"),
            ("add-on", "add-ons"),
            ("sister-in-law", "sisters-in-law"),
            ("blog", "blogs"),
        ];
        for (noun, expected) in cases {
            assert_eq!(plural(noun, &Words::default()).text, expected);
        }
    }
}
