//! French verbs: an infinitive, a tense and a subject in; the conjugated verb with its auxiliary, pronoun and
//! negation out.

use std::sync::LazyLock;

use super::{APOSTROPHE, TENSES, onset, words::KNOWN};
use crate::language::table::Table;
use crate::language::{Agreement, Tense, VerbCall, Word, WordEntry, Words};

static VERBS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("tables/verbs.tsv")));

/// Verbs conjugated with `être`. Those that take both (`monter`, `passer`) are listed when they have no object in
/// news prose.
#[rustfmt::skip] // One name a line would hide the list.
const WITH_ETRE: &[&str] = &[
    "advenir", "aller", "arriver", "intervenir", "parvenir", "provenir", "survenir", "venir", "devenir", "redevenir",
    "revenir", "décéder", "descendre", "redescendre", "entrer", "monter", "remonter", "mourir", "naître", "renaître",
    "partir", "repartir", "rentrer", "rester", "retomber", "retourner", "ressortir", "sortir", "tomber", "échoir",
    "éclore", "passer", "repasser", "apparaître",
];

/// Verbs that are only used with a reflexive pronoun, for authors who leave it out.
const ALWAYS_REFLEXIVE: &[&str] = &[
    "abstenir",
    "désister",
    "efforcer",
    "emparer",
    "enfuir",
    "enquérir",
    "envoler",
    "exclamer",
    "insurger",
    "méfier",
    "raviser",
    "repentir",
    "réfugier",
    "souvenir",
    "suicider",
    "écrier",
    "écrouler",
    "évader",
    "évanouir",
];

/// The pronouns that may stand before an infinitive and stay before its conjugated form (`l'emporter`, `y aller`).
const CLITICS: &[&str] = &["le", "la", "les", "y", "en"];

/// A verb phrase taken apart: `ne pas s'en sortir bien` is not written so; `s'en sortir bien` is.
struct Phrase<'a> {
    reflexive: bool,
    /// Clitic pronouns after the reflexive, as written.
    clitics: Vec<&'a str>,
    /// The infinitive.
    verb: &'a str,
    /// What follows it, with its leading space.
    rest: &'a str,
}

/// Conjugates a verb phrase.
pub(super) fn conjugate(call: VerbCall<'_>, words: &Words) -> Word {
    let phrase = take_apart(call.lemma.trim());
    let entry = words.get(phrase.verb);
    let known = entry.is_some() || KNOWN.has('v', phrase.verb);
    let (finite, participle) = verb_forms(&phrase, call, entry);
    let mut text = String::with_capacity(call.lemma.len() + 24);
    let infinitive = call.tense == Tense::Infinitive;
    if call.negative {
        text.push_str(if infinitive { "ne pas" } else { "ne" });
    }
    if phrase.reflexive && call.tense != Tense::Imperative {
        push_proclitic(&mut text, reflexive(call.subject));
    }
    for clitic in &phrase.clitics {
        push_proclitic(&mut text, clitic);
    }
    push_proclitic(&mut text, &finite);
    if call.negative && !infinitive {
        text.push_str(" pas");
    }
    if let Some(participle) = participle {
        text.push(' ');
        text.push_str(&participle);
    }
    text.push_str(phrase.rest);
    Word { text, known }
}

/// Returns the past participle in agreement, with its complements.
pub(super) fn participle(lemma: &str, agreement: Agreement, words: &Words) -> Word {
    let phrase = take_apart(lemma.trim());
    let entry = words.get(phrase.verb);
    let known = entry.is_some() || KNOWN.has('v', phrase.verb);
    let text = past_participle(phrase.verb, agreement, entry) + phrase.rest;
    Word { text, known }
}

/// Returns the finite verb, and the participle of a compound tense.
fn verb_forms(
    phrase: &Phrase<'_>,
    call: VerbCall<'_>,
    entry: Option<&WordEntry>,
) -> (String, Option<String>) {
    let Some(simple) = auxiliary_tense(call.tense) else {
        return (
            simple_form(phrase.verb, call.tense, call.subject, entry),
            None,
        );
    };
    let etre = phrase.reflexive || takes_etre(phrase, entry);
    let auxiliary = simple_form(
        if etre { "être" } else { "avoir" },
        simple,
        call.subject,
        None,
    );
    let agreement = if etre && !phrase.clitics.contains(&"en") {
        call.subject
    } else {
        Agreement::default()
    };
    // The body part or the pronoun after a reflexive verb is its object: `elle s'est cassé le bras`.
    let has_object = phrase.reflexive
        && ["le ", "la ", "les ", "l'", "l’", "un ", "une "]
            .iter()
            .any(|it| phrase.rest.trim_start().starts_with(it));
    let agreement = if has_object {
        Agreement::default()
    } else {
        agreement
    };
    (
        auxiliary,
        Some(past_participle(phrase.verb, agreement, entry)),
    )
}

fn takes_etre(phrase: &Phrase<'_>, entry: Option<&WordEntry>) -> bool {
    if let Some(auxiliary) = entry.and_then(|it| it.auxiliary.as_deref()) {
        return auxiliary == "être";
    }
    // With an object these take `avoir`: `l'emporter`, `sortir le ballon`, `passer la barre`.
    let has_object = phrase
        .clitics
        .iter()
        .any(|it| matches!(*it, "le" | "la" | "les" | "l'" | "l’"))
        || [
            "le ", "la ", "les ", "l'", "l’", "un ", "une ", "son ", "sa ", "ses ", "leur ",
            "leurs ",
        ]
        .iter()
        .any(|it| phrase.rest.trim_start().starts_with(it));
    WITH_ETRE.contains(&phrase.verb) && !has_object
}

/// Returns the tense of the auxiliary of a compound tense.
fn auxiliary_tense(tense: Tense) -> Option<Tense> {
    match tense {
        Tense::PresentPerfect => Some(Tense::Present),
        Tense::PastPerfect => Some(Tense::Imperfect),
        Tense::FuturePerfect => Some(Tense::Future),
        Tense::ConditionalPerfect => Some(Tense::Conditional),
        Tense::SubjunctivePerfect => Some(Tense::Subjunctive),
        _ => None,
    }
}

/// Returns a form of one word; a defective verb that lacks it stays in the infinitive.
fn simple_form(verb: &str, tense: Tense, subject: Agreement, entry: Option<&WordEntry>) -> String {
    if let Some(form) = entry.and_then(|it| declared(it, tense, subject)) {
        return form;
    }
    cell(tense, subject)
        .and_then(|cell| VERBS.form(verb, cell))
        .unwrap_or_else(|| verb.to_owned())
}

fn declared(entry: &WordEntry, tense: Tense, subject: Agreement) -> Option<String> {
    let name = TENSES.iter().find(|it| it.1 == tense)?.0;
    entry.forms.get(name)?.get(subject.person_idx()).cloned()
}

/// Returns the place of a form in the table: participles, seven tenses of six persons, three imperatives.
fn cell(tense: Tense, subject: Agreement) -> Option<usize> {
    let block = match tense {
        Tense::PresentParticiple => return Some(0),
        Tense::Present => 0,
        Tense::Imperfect => 1,
        Tense::Past => 2,
        Tense::Future => 3,
        Tense::Conditional => 4,
        Tense::Subjunctive => 5,
        Tense::SubjunctiveImperfect => 6,
        Tense::Imperative => {
            return Some(match subject.person_idx() {
                3 => 48,
                4 | 5 => 49,
                _ => 47,
            });
        }
        _ => return None,
    };
    Some(5 + 6 * block + subject.person_idx())
}

fn past_participle(verb: &str, agreement: Agreement, entry: Option<&WordEntry>) -> String {
    if let Some(participle) = entry.and_then(|it| it.participle.as_deref()) {
        let mut text = participle.to_owned();
        if agreement.is_feminine() {
            text.push('e');
        }
        if agreement.is_plural() && !text.ends_with('s') {
            text.push('s');
        }
        return text;
    }
    VERBS
        .form(verb, 1 + agreement.gender_idx())
        .unwrap_or_else(|| verb.to_owned())
}

/// Takes a verb phrase apart.
fn take_apart(lemma: &str) -> Phrase<'_> {
    let (reflexive, mut text) = strip_reflexive(lemma);
    let mut clitics = Vec::new();
    loop {
        if let Some((clitic, rest)) = text.split_once(' ').filter(|it| CLITICS.contains(&it.0)) {
            clitics.push(clitic);
            text = rest;
        } else if let Some(rest) = text.strip_prefix("l'").or_else(|| text.strip_prefix("l’")) {
            clitics.push("le");
            text = rest;
        } else {
            break;
        }
    }
    let end = text.find(' ').unwrap_or(text.len());
    Phrase {
        reflexive,
        clitics,
        verb: &text[..end],
        rest: &text[end..],
    }
}

fn strip_reflexive(lemma: &str) -> (bool, &str) {
    for prefix in ["se ", "s'", "s’"] {
        if let Some(rest) = lemma.strip_prefix(prefix) {
            return (true, rest.trim_start());
        }
    }
    let verb = lemma.split(' ').next().unwrap_or(lemma);
    (ALWAYS_REFLEXIVE.contains(&verb), lemma)
}

fn reflexive(subject: Agreement) -> &'static str {
    ["me", "te", "se", "nous", "vous", "se"][subject.person_idx()]
}

/// Appends a word after the clitics before it, which elide if they can.
fn push_proclitic(text: &mut String, word: &str) {
    if !text.is_empty() {
        let last = text.rsplit([' ', APOSTROPHE]).next().unwrap_or_default();
        let elidable = matches!(last, "ne" | "me" | "te" | "se" | "le" | "la");
        if elidable && onset::elides(word) {
            text.pop();
            text.push(APOSTROPHE);
        } else {
            text.push(' ');
        }
    }
    text.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::conjugate;
    use crate::language::{Agreement, Gender, Number, Tense, VerbCall, Words};

    const HE: Agreement = Agreement::of(Gender::Masculine, Number::Singular);
    const SHE: Agreement = Agreement::of(Gender::Feminine, Number::Singular);
    const THEY: Agreement = Agreement::of(Gender::Masculine, Number::Plural);
    const THEY_FEMININE: Agreement = Agreement::of(Gender::Feminine, Number::Plural);

    #[track_caller]
    fn check(lemma: &str, tense: Tense, subject: Agreement, expected: &str) {
        let call = VerbCall {
            lemma,
            tense,
            negative: false,
            subject,
        };
        assert_eq!(conjugate(call, &Words::default()).text, expected);
    }

    #[track_caller]
    fn check_negative(lemma: &str, tense: Tense, expected: &str) {
        let call = VerbCall {
            lemma,
            tense,
            negative: true,
            subject: SHE,
        };
        assert_eq!(conjugate(call, &Words::default()).text, expected);
    }

    #[test]
    fn compound_tenses_choose_their_auxiliary_and_agree() {
        check("gagner", Tense::PresentPerfect, THEY_FEMININE, "ont gagné");
        check("s'imposer", Tense::PresentPerfect, HE, "s’est imposé");
        check(
            "s'imposer",
            Tense::PresentPerfect,
            THEY_FEMININE,
            "se sont imposées",
        );
        check("se quitter", Tense::PresentPerfect, THEY, "se sont quittés");
        check("rester", Tense::PastPerfect, SHE, "était restée");
        check(
            "l'emporter",
            Tense::PresentPerfect,
            THEY_FEMININE,
            "l’ont emporté",
        );
        check(
            "devenir",
            Tense::ConditionalPerfect,
            THEY,
            "seraient devenus",
        );
        check(
            "se succéder",
            Tense::PresentPerfect,
            THEY,
            "se sont succédé",
        );
        check(
            "s'adjuger le titre",
            Tense::PresentPerfect,
            SHE,
            "s’est adjugé le titre",
        );
        check("enfuir", Tense::Present, HE, "s’enfuit");
        check("s'en sortir", Tense::PresentPerfect, HE, "s’en est sorti");
    }

    #[test]
    fn phrases_keep_their_complements() {
        check(
            "faire match nul",
            Tense::PresentPerfect,
            THEY,
            "ont fait match nul",
        );
        check("faire match nul", Tense::Present, THEY, "font match nul");
        check(
            "passer la barre",
            Tense::PresentPerfect,
            SHE,
            "a passé la barre",
        );
        check(
            "passer devant",
            Tense::PresentPerfect,
            SHE,
            "est passée devant",
        );
    }

    #[test]
    fn simple_tenses_come_from_the_table() {
        check("être", Tense::Present, THEY, "sont");
        check("vaincre", Tense::Past, HE, "vainquit");
        check("accéder", Tense::Future, SHE, "accédera");
        check("battre", Tense::Conditional, THEY, "battraient");
        check("finir", Tense::Imperfect, HE, "finissait");
        check("googliser", Tense::Present, THEY, "googlisent");
    }

    #[test]
    fn negation_surrounds_the_finite_verb() {
        check_negative("s'imposer", Tense::PresentPerfect, "ne s’est pas imposée");
        check_negative("augmenter", Tense::Present, "n’augmente pas");
        check_negative("gagner", Tense::Infinitive, "ne pas gagner");
        check_negative("l'emporter", Tense::PresentPerfect, "ne l’a pas emporté");
    }
}
