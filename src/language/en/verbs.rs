//! English verbs: an infinitive, a tense and a subject in; the conjugated verb with its auxiliaries and negation out.

use std::sync::LazyLock;

use super::words::KNOWN;
use crate::language::table::Table;
use crate::language::{Agreement, Person, Tense, VerbCall, Word, WordEntry, Words};

static VERBS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("tables/verbs.tsv")));

const PAST: usize = 0;
const PAST_PARTICIPLE: usize = 1;
const PRESENT_PARTICIPLE: usize = 2;
const THIRD: usize = 3;

/// Forms that news prefers where the tables hold several in use: past and past participle.
const PREFERRED: &[(&str, &str, &str)] = &[
    ("have", "had", "had"),
    ("do", "did", "done"),
    ("be", "was", "been"),
    ("hang", "hung", "hung"),
    ("lie", "lay", "lain"),
    ("leap", "leapt", "leapt"),
    ("win", "won", "won"),
    ("bid", "bid", "bid"),
    ("forecast", "forecast", "forecast"),
    ("broadcast", "broadcast", "broadcast"),
    ("quit", "quit", "quit"),
    ("bet", "bet", "bet"),
    ("fit", "fitted", "fitted"),
    ("get", "got", "got"),
    ("prove", "proved", "proved"),
    ("show", "showed", "shown"),
    ("sink", "sank", "sunk"),
    ("shrink", "shrank", "shrunk"),
    ("spring", "sprang", "sprung"),
];

/// Verbs without a past of their own nor do-support.
const MODALS: &[&str] = &["can", "must", "may", "should", "could", "might"];

/// Conjugates a verb phrase: the first word changes, its complements stay.
pub(super) fn conjugate(call: VerbCall<'_>, words: &Words) -> Word {
    let lemma = call.lemma.trim();
    let lemma = lemma.strip_prefix("to ").unwrap_or(lemma);
    let (verb, rest) = split(lemma);
    let entry = words.get(verb);
    let known = entry.is_some() || KNOWN.has('v', verb) || MODALS.contains(&verb) || verb == "be";
    let text = phrase(verb, call, entry) + rest;
    Word { text, known }
}

/// Returns the past participle, with its complements.
pub(super) fn participle(lemma: &str, words: &Words) -> Word {
    let (verb, rest) = split(lemma.trim());
    let entry = words.get(verb);
    let known = entry.is_some() || KNOWN.has('v', verb) || verb == "be";
    Word {
        text: form(verb, PAST_PARTICIPLE, entry) + rest,
        known,
    }
}

fn split(lemma: &str) -> (&str, &str) {
    lemma.split_at(lemma.find(' ').unwrap_or(lemma.len()))
}

fn phrase(verb: &str, call: VerbCall<'_>, entry: Option<&WordEntry>) -> String {
    let not = if call.negative { " not" } else { "" };
    let participle = || form(verb, PAST_PARTICIPLE, entry);
    match call.tense {
        Tense::Present | Tense::Past | Tense::Imperfect => finite(verb, call, entry),
        Tense::PresentPerfect => format!(
            "{}{not} {}",
            present("have", call.subject, None),
            participle()
        ),
        Tense::PastPerfect => format!("had{not} {}", participle()),
        Tense::Future => format!("will{not} {verb}"),
        Tense::FuturePerfect => format!("will{not} have {}", participle()),
        Tense::Conditional => format!("would{not} {verb}"),
        Tense::ConditionalPerfect => format!("would{not} have {}", participle()),
        Tense::Imperative if call.negative => format!("do not {verb}"),
        Tense::Infinitive if call.negative => format!("not {verb}"),
        Tense::PresentParticiple if call.negative => {
            format!("not {}", form(verb, PRESENT_PARTICIPLE, entry))
        }
        Tense::PresentParticiple => form(verb, PRESENT_PARTICIPLE, entry),
        _ => verb.to_owned(),
    }
}

/// Returns a simple tense; a full verb is denied with `do`.
fn finite(verb: &str, call: VerbCall<'_>, entry: Option<&WordEntry>) -> String {
    let in_past = call.tense != Tense::Present;
    let simple = |verb: &str, entry| {
        if in_past {
            past(verb, call.subject, entry)
        } else {
            present(verb, call.subject, entry)
        }
    };
    if !call.negative {
        return simple(verb, entry);
    }
    match verb {
        "can" if !in_past => "cannot".to_owned(),
        "be" | "can" | "must" | "may" | "should" | "could" | "might" => {
            format!("{} not", simple(verb, entry))
        }
        _ => format!("{} not {verb}", simple("do", None)),
    }
}

fn present(verb: &str, subject: Agreement, entry: Option<&WordEntry>) -> String {
    let third = subject.person == Person::Third && !subject.is_plural();
    if let Some(form) = entry
        .and_then(|it| it.forms.get("present"))
        .and_then(|it| it.get(subject.person_idx()))
    {
        return form.clone();
    }
    match verb {
        "be" if third => "is".to_owned(),
        "be" if subject.person == Person::First && !subject.is_plural() => "am".to_owned(),
        "be" => "are".to_owned(),
        "have" if third => "has".to_owned(),
        _ if third && !MODALS.contains(&verb) => form(verb, THIRD, None),
        _ => verb.to_owned(),
    }
}

fn past(verb: &str, subject: Agreement, entry: Option<&WordEntry>) -> String {
    match verb {
        "be" if subject.is_plural() || subject.person == Person::Second => "were".to_owned(),
        "be" => "was".to_owned(),
        "can" => "could".to_owned(),
        _ if MODALS.contains(&verb) => verb.to_owned(),
        _ => form(verb, PAST, entry),
    }
}

fn form(verb: &str, cell: usize, entry: Option<&WordEntry>) -> String {
    let declared = match cell {
        PAST => entry.and_then(|it| it.past.clone()),
        PAST_PARTICIPLE => entry.and_then(|it| it.participle.clone().or_else(|| it.past.clone())),
        _ => None,
    };
    if let Some(form) = declared {
        return form;
    }
    let preferred = PREFERRED.iter().find(|it| it.0 == verb);
    match (preferred, cell) {
        (Some((_, past, _)), PAST) => (*past).to_owned(),
        (Some((_, _, participle)), PAST_PARTICIPLE) => (*participle).to_owned(),
        // The table treats `be` as a regular verb; its other forms are above.
        _ if verb == "be" => "being".to_owned(),
        _ => VERBS.form(verb, cell).unwrap_or_else(|| verb.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::conjugate;
    use crate::language::{Agreement, Gender, Number, Tense, VerbCall, Words};

    #[track_caller]
    fn check(lemma: &str, tense: Tense, number: Number, negative: bool, expected: &str) {
        let subject = Agreement::of(Gender::Neuter, number);
        let call = VerbCall {
            lemma,
            tense,
            negative,
            subject,
        };
        assert_eq!(conjugate(call, &Words::default()).text, expected);
    }

    #[test]
    fn verbs_are_conjugated_with_their_complements() {
        use Number::{Plural, Singular};
        check("win", Tense::Past, Singular, false, "won");
        check(
            "share the points",
            Tense::Past,
            Plural,
            false,
            "shared the points",
        );
        check("beat", Tense::PresentPerfect, Singular, false, "has beaten");
        check("be", Tense::Past, Plural, false, "were");
        check("be", Tense::PresentParticiple, Plural, false, "being");
        check("have", Tense::Present, Singular, false, "has");
        check("go", Tense::Present, Singular, false, "goes");
        check("refer", Tense::Past, Singular, false, "referred");
        check("lead", Tense::Past, Singular, false, "led");
        check(
            "stop",
            Tense::PresentParticiple,
            Singular,
            false,
            "stopping",
        );
        check("rise", Tense::PastPerfect, Singular, false, "had risen");
        check("blog", Tense::Past, Singular, false, "blogged");
    }

    #[test]
    fn denial_uses_do() {
        check("win", Tense::Past, Number::Singular, true, "did not win");
        check(
            "win",
            Tense::Present,
            Number::Singular,
            true,
            "does not win",
        );
        check("be", Tense::Past, Number::Singular, true, "was not");
        check(
            "rise",
            Tense::PresentPerfect,
            Number::Plural,
            true,
            "have not risen",
        );
        check(
            "have a chance",
            Tense::Past,
            Number::Plural,
            true,
            "did not have a chance",
        );
        check(
            "share the points",
            Tense::Future,
            Number::Plural,
            true,
            "will not share the points",
        );
    }
}
