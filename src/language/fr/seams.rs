//! French seams: the end of a text and the beginning of the next piece in; elision, contraction and liaison forms out.

use std::borrow::Cow;

use super::words::KNOWN;
use super::{APOSTROPHE, onset};
use crate::language::seam::{self, in_case_of, last_word};
use crate::language::{Gender, Onset, Seam, Words};

/// Words that lose their last vowel before another.
const ELIDED: &[&str] = &[
    "de", "le", "la", "je", "me", "te", "se", "ne", "que", "jusque", "lorsque", "puisque",
    "quoique",
];

/// Words in front of which `beau`, `nouveau` and `vieux` stay: they do not qualify what follows.
const FUNCTION_WORDS: &[&str] = &[
    "et", "ou", "à", "en", "un", "une", "au", "aux", "avec", "avant", "après", "est", "a", "ont",
    "où", "il", "elle", "ils", "elles", "on", "entre", "envers", "autre",
];

/// Returns the correction where two pieces meet.
pub(super) fn seam(left: &str, right: &str, known: Onset) -> Option<Seam> {
    if left.ends_with(['\'', APOSTROPHE]) {
        return unelide(left, right, known);
    }
    let (word, tail) = last_word(left)?;
    // The longest words that change have nine letters; most others leave here.
    if word.len() > 9
        || left[..left.len() - word.len() - tail.len()].ends_with(['-', '.', '@', '/'])
    {
        return None;
    }
    let lower = lower(word);
    if matches!(&*lower, "de" | "à")
        && let Some(seam) = contract(word, &lower, tail, right, known)
    {
        return Some(seam);
    }
    let open = || known.elides.unwrap_or_else(|| onset::elides(right));
    if ELIDED.contains(&&*lower) {
        return (open() && !stays_whole(&lower, right)).then(|| elide(word, tail));
    }
    let next = first_word(right);
    let replacement = match &*lower {
        "ce" if open() => return demonstrative(word, tail, next),
        "si" if matches!(next, "il" | "ils" | "Il" | "Ils") => return Some(elide(word, tail)),
        "quelque" if matches!(next, "un" | "une" | "uns" | "unes") => {
            return Some(elide(word, tail));
        }
        "ma" => "mon",
        "ta" => "ton",
        "sa" => "son",
        "beau" => "bel",
        "nouveau" => "nouvel",
        "vieux" => "vieil",
        "fou" => "fol",
        "mou" => "mol",
        _ => return None,
    };
    let applies = if lower.len() == 2 {
        open()
    } else {
        open() && is_masculine_noun(next)
    };
    applies.then(|| replace(word, replacement, tail))
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|it| it.is_ascii_lowercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

/// Joins `de` and `à` with the article of the right piece, which goes: `du`, `des`, `au`, `aux`.
fn contract(word: &str, lower: &str, tail: &str, right: &str, known: Onset) -> Option<Seam> {
    let body = onset::skip_marks(right);
    let marks = &right[..right.len() - body.len()];
    let (article, plural) = if body.starts_with("les") || body.starts_with("Les") {
        ("les", true)
    } else if body.starts_with("le") || body.starts_with("Le") {
        ("le", false)
    } else if known.article && lower == "de" && body.starts_with("des ") {
        // `une série de` and `des victoires` make `une série de victoires`.
        return Some(
            cut("", marks, word, tail, marks.len() + 4).map_insert(|it| format!("{word} {it}")),
        );
    } else {
        return None;
    };
    let rest = &body[article.len()..];
    let relative = rest.starts_with("quel");
    let follows = known.article
        && (rest.is_empty() || rest.starts_with(' ') && (plural || !onset::elides(&rest[1..])));
    if !relative && !follows {
        return None;
    }
    let contracted = match (lower, plural) {
        ("de", false) => "du",
        ("de", true) => "des",
        (_, false) => "au",
        (_, true) => "aux",
    };
    let gap = if relative || rest.is_empty() { "" } else { " " };
    let cut_right = marks.len() + article.len() + gap.len();
    let kept_marks = tail.trim_matches([' ', '\u{a0}']);
    let insert = format!("{}{gap}{kept_marks}{marks}", in_case_of(word, contracted));
    Some(Seam {
        cut_left: word.len() + tail.len(),
        insert: insert.into(),
        cut_right,
    })
}

impl Seam {
    fn map_insert(mut self, change: impl FnOnce(&str) -> String) -> Self {
        self.insert = change(&self.insert).into();
        self
    }
}

fn cut(insert: &str, marks: &str, word: &str, tail: &str, cut_right: usize) -> Seam {
    Seam {
        cut_left: word.len() + tail.len(),
        insert: format!("{insert}{marks}").into(),
        cut_right,
    }
}

/// Takes the last vowel off a word and sets an apostrophe.
fn elide(word: &str, tail: &str) -> Seam {
    let stem = &word[..word.len() - 1];
    let marks = tail.trim_matches([' ', '\u{a0}']);
    let insert = match (stem, marks) {
        ("d", "") => Cow::Borrowed("d’"),
        ("l", "") => Cow::Borrowed("l’"),
        ("qu", "") => Cow::Borrowed("qu’"),
        _ => Cow::Owned(format!("{stem}{APOSTROPHE}{marks}")),
    };
    Seam {
        cut_left: word.len() + tail.len(),
        insert,
        cut_right: 0,
    }
}

fn replace(word: &str, replacement: &'static str, tail: &str) -> Seam {
    let insert = format!("{}{tail}", in_case_of(word, replacement));
    Seam {
        cut_left: word.len() + tail.len(),
        insert: insert.into(),
        cut_right: 0,
    }
}

/// `ce` is `c’` before forms of `être`, and `cet` before a noun or adjective.
fn demonstrative(word: &str, tail: &str, next: &str) -> Option<Seam> {
    match next {
        "est" | "était" | "étaient" | "eût" => Some(elide(word, tail)),
        "à" | "en" | "avec" | "a" | "au" | "aux" | "entre" | "envers" | "il" | "elle" => None,
        _ => Some(replace(word, "cet", tail)),
    }
}

/// `la une` is a front page, and `le un` a figure.
fn stays_whole(lower: &str, right: &str) -> bool {
    matches!(lower, "la" | "le") && matches!(first_word(right), "une" | "un" | "Une")
}

/// Puts the vowel back that an author elided before a value that begins with a consonant: `d’` and `Lyon`.
fn unelide(left: &str, right: &str, known: Onset) -> Option<Seam> {
    let starts_word = onset::skip_marks(right).starts_with(|c: char| c.is_alphanumeric());
    if !starts_word || known.elides.unwrap_or_else(|| onset::elides(right)) {
        return None;
    }
    let apostrophe = left.chars().next_back().map_or(0, char::len_utf8);
    let body = &left[..left.len() - apostrophe];
    let start = body.rfind(|c: char| !c.is_alphabetic()).map_or(0, |it| {
        it + body[it..].chars().next().map_or(1, char::len_utf8)
    });
    let vowel = match lower(&body[start..]).as_ref() {
        "d" | "n" | "j" | "m" | "t" | "qu" | "jusqu" | "lorsqu" | "puisqu" | "quoiqu" => "e ",
        _ => return None,
    };
    // `de` and an article of the right piece may now contract.
    let whole = format!("{}e ", &body[start..]);
    if let Some(seam) = seam(&whole, right, known) {
        return Some(Seam {
            cut_left: left.len() - start,
            ..seam
        });
    }
    Some(Seam {
        cut_left: apostrophe,
        insert: vowel.into(),
        cut_right: 0,
    })
}

/// Returns the first word of a piece, past marks of emphasis.
fn first_word(right: &str) -> &str {
    let body = onset::skip_marks(right);
    let end = body
        .find(|c: char| !c.is_alphanumeric() && c != '-')
        .unwrap_or(body.len());
    &body[..end]
}

fn is_masculine_noun(word: &str) -> bool {
    !FUNCTION_WORDS.contains(&word)
        && KNOWN.has('n', word)
        && super::words::gender(word, &Words::default()).0 == Gender::Masculine
}

/// Applies the seams between the words of a text.
pub(super) fn mend(text: &str) -> String {
    seam::mend(text, |left, right| {
        let onset = Onset {
            article: is_article(right),
            elides: None,
        };
        seam(left, right, onset)
    })
}

/// Whether a text begins with an article rather than a pronoun: `le` before an infinitive is a pronoun.
fn is_article(right: &str) -> bool {
    let mut words = onset::skip_marks(right).split(' ');
    let Some("le" | "les" | "Le" | "Les" | "des") = words.next() else {
        return false;
    };
    let next = words.next().unwrap_or_default();
    let next = next.trim_end_matches(|c: char| !c.is_alphanumeric());
    let infinitive = KNOWN.has('v', next) && !KNOWN.has('n', next);
    !infinitive && !matches!(next, "lui" | "leur" | "y" | "en")
}

#[cfg(test)]
mod tests {
    use super::{mend, seam};
    use crate::language::{Onset, apply};

    #[track_caller]
    fn check(left: &str, right: &str, article: bool, expected: &str) {
        let onset = Onset {
            article,
            elides: None,
        };
        let mut out = left.to_owned();
        let seam = seam(&out, right, onset);
        apply(&mut out, right, seam.as_ref());
        assert_eq!(out, expected);
    }

    #[test]
    fn articles_contract_and_pronouns_do_not() {
        check("la victoire de ", "le Havre", true, "la victoire du Havre");
        check("De ", "les Bleus", true, "Des Bleus");
        check("face à ", "Le Mans", true, "face au Mans");
        check("À ", "les Pays-Bas", true, "Aux Pays-Bas");
        check(
            "le journal de ",
            "Le Monde",
            false,
            "le journal de Le Monde",
        );
        check("avant de ", "le savoir", false, "avant de le savoir");
        check("de ", "**Le Havre**", true, "du **Havre**");
        check("de ", "l’OM", true, "de l’OM");
        check(
            "une série de ",
            "des victoires",
            true,
            "une série de victoires",
        );
        check("le match à ", "lesquels", false, "le match auxquels");
    }

    #[test]
    fn words_elide_before_vowels() {
        check("le but de ", "Amiens", false, "le but d’Amiens");
        check("de **", "Amiens**", false, "d’**Amiens**");
        check("Que ", "il gagne", false, "Qu’il gagne");
        check("parce que ", "on gagne", false, "parce qu’on gagne");
        check("si ", "ils", false, "s’ils");
        check("si ", "elle", false, "si elle");
        check("suis-je ", "aimé", false, "suis-je aimé");
        check("ce ", "était fini", false, "c’était fini");
        check("ce ", "arbitre", false, "cet arbitre");
        check("sa ", "équipe", false, "son équipe");
        check("sa ", "huitième victoire", false, "sa huitième victoire");
        check("un nouveau ", "entraîneur", false, "un nouvel entraîneur");
        check("il est beau ", "et grand", false, "il est beau et grand");
        check("à la ", "une", false, "à la une");
        check("de ", "11 points", false, "de 11 points");
    }

    #[test]
    fn an_elision_too_many_is_undone() {
        check("la victoire d’", "Lyon", false, "la victoire de Lyon");
        check("la victoire d'", "le Havre", true, "la victoire du Havre");
        check("la victoire d’", "Amiens", false, "la victoire d’Amiens");
        check("parce qu’", "Paris gagne", false, "parce que Paris gagne");
    }

    #[test]
    fn a_text_is_mended_between_its_words() {
        let cases = [
            ("le choix de le arbitre", "le choix de l’arbitre"),
            ("il parle à les arbitres", "il parle aux arbitres"),
            ("difficile de le approcher", "difficile de l’approcher"),
            ("Il ne est pas là, `de le x`", "Il n’est pas là, `de le x`"),
            ("**de** la maison", "**de** la maison"),
        ];
        for (text, expected) in cases {
            assert_eq!(mend(text), expected);
        }
    }
}
