//! French words for change: how a figure moved in; `a augmenté de 12 %`, `une hausse de 12 %` out.

use super::figures;
use crate::language::{
    Agreement, Change, Grade, Language, Moved, Size, Tense, VerbCall, Verdict, Words,
};

/// A wording: an infinitive phrase, then what joins it to its figure.
type Verb = (&'static str, &'static str);
/// A wording: a noun with its article.
type Noun = &'static str;

/// Returns the verbs for a change of which the desk says whether it is welcome, where they are others.
fn judged_verbs(moved: &Moved) -> Option<&'static [Verb]> {
    use Grade::{Plain, Sharp};
    use Verdict::{Unjudged, Unwelcome, Welcome};
    Some(match (moved.change, moved.verdict, moved.grade) {
        (_, Unjudged, _) => return None,
        (Change::Up, Unwelcome, Sharp) => &[("flamber", "de"), ("s'envoler", "de")],
        (Change::Up, Unwelcome, _) => &[("s'alourdir", "de"), ("augmenter", "de")],
        (Change::Up, _, Sharp) => &[("bondir", "de"), ("s'envoler", "de")],
        (Change::Up, ..) => &[("progresser", "de"), ("augmenter", "de")],
        (Change::Down, Welcome, _) => &[("se réduire", "de"), ("diminuer", "de")],
        (Change::Down, _, Sharp) => &[("chuter", "de"), ("plonger", "de")],
        (Change::Down, ..) => &[("reculer", "de"), ("baisser", "de")],
        (Change::Flat, _, Plain) => &[("rester inchangé", ""), ("rester stable", "")],
        (Change::Flat, ..) => &[("rester stable", ""), ("évoluer peu", "")],
        _ => return None,
    })
}

fn verbs(moved: &Moved) -> &'static [Verb] {
    if let Some(verbs) = judged_verbs(moved) {
        return verbs;
    }
    match (moved.change, moved.grade) {
        // The figure follows: an adverb beside it would say it twice.
        (Change::Up, Grade::Slight | Grade::Plain) => &[("augmenter", "de"), ("progresser", "de")],
        (Change::Up, Grade::Sharp) => &[("bondir", "de"), ("s'envoler", "de")],
        (Change::Down, Grade::Slight | Grade::Plain) => &[("baisser", "de"), ("reculer", "de")],
        (Change::Down, Grade::Sharp) => &[("chuter", "de"), ("plonger", "de")],
        (Change::Flat, _) => &[("rester stable", ""), ("se maintenir", "")],
        (Change::FromZero, _) => &[("partir de zéro", "pour atteindre")],
        (Change::ToZero, _) => &[("tomber à zéro", "")],
        (Change::BackToZero, _) => &[("revenir à zéro", "")],
        (Change::LossNarrowed, _) if !moved.is_money => &[("se rapprocher de zéro", ", à")],
        (Change::LossWidened, _) if !moved.is_money => &[("s'éloigner de zéro", ", à")],
        (Change::IntoProfit, _) if !moved.is_money => &[("passer au-dessus de zéro", ", à")],
        (Change::IntoLoss, _) if !moved.is_money => &[("passer sous zéro", ", à")],
        (Change::LossNarrowed, _) => &[("rester dans le rouge", ", avec une perte réduite de")],
        (Change::LossWidened, _) => &[("s'enfoncer dans le rouge", ", avec une perte accrue de")],
        (Change::IntoProfit, _) => &[("passer dans le vert", ", à")],
        (Change::IntoLoss, _) => &[("passer dans le rouge", ", à")],
    }
}

/// Returns the nouns for a change of which the desk says whether it is welcome, where they are others.
fn judged_nouns(moved: &Moved) -> Option<&'static [Noun]> {
    use Verdict::{Unjudged, Unwelcome, Welcome};
    Some(match (moved.change, moved.verdict, moved.grade) {
        (_, Unjudged, _) => return None,
        (Change::Up, Unwelcome, Grade::Sharp) => &["une flambée", "une envolée"],
        (Change::Up, Unwelcome, _) => &["une augmentation", "une hausse"],
        (Change::Up, _, Grade::Sharp) => &["un bond", "une envolée"],
        (Change::Up, ..) => &["une hausse", "une progression"],
        (Change::Down, Welcome, _) => &["une réduction", "une diminution"],
        (Change::Down, _, Grade::Sharp) => &["une chute", "un plongeon"],
        (Change::Down, ..) => &["une baisse", "un recul"],
        (Change::Flat, _, Grade::Slight) => &["un niveau stable", "une quasi-stabilité"],
        _ => return None,
    })
}

fn nouns(moved: &Moved) -> &'static [Noun] {
    if let Some(nouns) = judged_nouns(moved) {
        return nouns;
    }
    match (moved.change, moved.grade) {
        (Change::Up, Grade::Slight) => &["une légère hausse", "une légère progression"],
        (Change::Up, Grade::Plain) => &["une hausse", "une progression"],
        (Change::Up, Grade::Sharp) => &["une forte hausse", "un bond"],
        (Change::Down, Grade::Slight) => &["une légère baisse", "un léger recul"],
        (Change::Down, Grade::Plain) => &["une baisse", "un recul"],
        (Change::Down, Grade::Sharp) => &["une forte baisse", "une chute"],
        (Change::Flat, _) => &["un niveau inchangé"],
        (Change::FromZero, _) => &["un passage de zéro"],
        (Change::ToZero, _) => &["une chute à zéro"],
        (Change::BackToZero, _) => &["un retour à zéro"],
        (Change::LossNarrowed, _) if !moved.is_money => &["un rapprochement de zéro"],
        (Change::LossWidened, _) if !moved.is_money => &["un éloignement de zéro"],
        (Change::IntoProfit, _) if !moved.is_money => &["un passage au-dessus de zéro"],
        (Change::IntoLoss, _) if !moved.is_money => &["un passage sous zéro"],
        (Change::LossNarrowed, _) => &["une perte réduite"],
        (Change::LossWidened, _) => &["une perte accrue"],
        (Change::IntoProfit, _) => &["un passage dans le vert"],
        (Change::IntoLoss, _) => &["un passage dans le rouge"],
    }
}

/// Appends a change as a verb.
pub(super) fn verb(
    out: &mut String,
    moved: &Moved,
    subject: Agreement,
    to: Option<&str>,
    wording: usize,
) {
    let wordings = verbs(moved);
    let (phrase, joint) = wordings[wording % wordings.len()];
    past(out, phrase, subject);
    end(out, moved, to, joint);
}

/// Appends a change as a noun.
pub(super) fn noun(out: &mut String, moved: &Moved, to: Option<&str>, wording: usize) {
    let wordings = nouns(moved);
    out.push_str(wordings[wording % wordings.len()]);
    let joint = match moved.change {
        Change::FromZero => "à",
        Change::IntoProfit | Change::IntoLoss => ", à",
        Change::LossNarrowed | Change::LossWidened if moved.size.is_none() => ", à",
        _ => "de",
    };
    end(out, moved, to, joint);
}

/// Appends a verb in the passé composé, with its adjective agreed.
fn past(out: &mut String, phrase: &str, subject: Agreement) {
    // `stable` and `inchangé` are adjectives and agree; the other complements do not.
    let split = phrase
        .rsplit_once(' ')
        .filter(|(_, it)| matches!(*it, "stable" | "inchangé" | "peu"));
    let (lemma, adjective) = match split {
        Some((lemma, adjective)) => (lemma, Some(adjective)),
        None => (phrase, None),
    };
    let call = VerbCall {
        lemma,
        tense: Tense::PresentPerfect,
        negative: false,
        subject,
    };
    let said = super::verbs::conjugate(call, &Words::default()).text;
    match adjective {
        // A short adverb stands before the participle: « a peu évolué ».
        Some("peu") => match said.rsplit_once(' ') {
            Some((auxiliary, participle)) => {
                out.push_str(auxiliary);
                out.push_str(" peu ");
                out.push_str(participle);
            }
            None => out.push_str(&said),
        },
        Some(adjective) => {
            out.push_str(&said);
            out.push(' ');
            let agreed = super::French.adjective(adjective, subject, &Words::default());
            out.push_str(&agreed.text);
        }
        None => out.push_str(&said),
    }
}

/// Appends several changes as one verb; false if they have no sizes, or not one direction.
pub(super) fn verbs_of(
    out: &mut String,
    moved: &[Moved],
    subject: Agreement,
    wording: usize,
) -> bool {
    let Some(whole) = Moved::together(moved) else {
        return false;
    };
    if whole.change == Change::Flat {
        verb(out, &whole, subject, None, wording);
        return true;
    }
    let wordings = verbs(&whole);
    let (phrase, joint) = wordings[wording % wordings.len()];
    past(out, phrase, subject);
    out.push(' ');
    out.push_str(joint);
    out.push(' ');
    let sizes = Moved::sizes(moved, size_in);
    let sizes: Vec<&str> = sizes.iter().map(String::as_str).collect();
    super::French.list(out, &sizes);
    true
}

/// Appends the figure after its preposition, if there is one.
fn end(out: &mut String, moved: &Moved, to: Option<&str>, joint: &str) {
    let mut figure = String::new();
    match (moved.size, to) {
        (Some(size), _) => size_in(&mut figure, size, moved.decimals),
        (None, Some(to)) if moved.change.arrives() => figure.push_str(to),
        _ => return,
    }
    if !joint.starts_with(',') {
        out.push(' ');
    }
    out.push_str(joint);
    out.push(' ');
    out.push_str(&figure);
}

fn size_in(out: &mut String, size: Size, decimals: Option<u32>) {
    match size {
        Size::Percent(by) => {
            figures::number(out, by, decimals);
            out.push_str("\u{a0}%");
        }
        Size::Points(by) => figures::points(out, by, decimals),
    }
}

#[cfg(test)]
mod tests {
    use super::{noun, verb};
    use crate::language::{Agreement, Gender, Number, moved};
    use rust_decimal::Decimal;

    const SALES: Agreement = Agreement::of(Gender::Feminine, Number::Plural);
    const PROFIT: Agreement = Agreement::of(Gender::Masculine, Number::Singular);

    #[track_caller]
    fn check(from: i64, to: i64, subject: Agreement, as_verb: &str, as_noun: &str) {
        let moved = moved(Decimal::from(from), Decimal::from(to), false, None);
        let mut out = String::new();
        verb(&mut out, &moved, subject, Some("12 M€"), 0);
        assert_eq!(out.replace('\u{a0}', " "), as_verb);
        out.clear();
        noun(&mut out, &moved, Some("12 M€"), 0);
        assert_eq!(out.replace('\u{a0}', " "), as_noun);
    }

    #[test]
    fn changes_are_worded_by_direction_and_grade() {
        check(100, 105, SALES, "ont augmenté de 5 %", "une hausse de 5 %");
        check(
            1000,
            1012,
            SALES,
            "ont augmenté de 1,2 %",
            "une légère hausse de 1,2 %",
        );
        check(
            100,
            150,
            PROFIT,
            "a bondi de 50 %",
            "une forte hausse de 50 %",
        );
        check(
            100,
            80,
            SALES,
            "ont chuté de 20 %",
            "une forte baisse de 20 %",
        );
        check(
            100,
            100,
            SALES,
            "sont restées stables",
            "un niveau inchangé",
        );
        check(
            0,
            12,
            SALES,
            "sont parties de zéro pour atteindre 12 M€",
            "un passage de zéro à 12 M€",
        );
        check(12, 0, SALES, "sont tombées à zéro", "une chute à zéro");
        check(-12, 0, PROFIT, "est revenu à zéro", "un retour à zéro");
        check(
            -10,
            -5,
            PROFIT,
            "est resté dans le rouge, avec une perte réduite de 50 %",
            "une perte réduite de 50 %",
        );
        check(
            -10,
            -12,
            PROFIT,
            "s’est enfoncé dans le rouge, avec une perte accrue de 20 %",
            "une perte accrue de 20 %",
        );
        check(
            -5,
            12,
            PROFIT,
            "est passé dans le vert, à 12 M€",
            "un passage dans le vert, à 12 M€",
        );
        check(
            5,
            -12,
            PROFIT,
            "est passé dans le rouge, à 12 M€",
            "un passage dans le rouge, à 12 M€",
        );
    }
}
