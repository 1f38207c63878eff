//! French words for change: how a figure moved in; `a augmenté de 12 %`, `une hausse de 12 %` out.

use super::figures;
use crate::language::{Agreement, Change, Grade, Moved, Size, Tense, VerbCall, Words};

/// A wording: an infinitive phrase, then what joins it to its figure.
type Verb = (&'static str, &'static str);
/// A wording: a noun with its article.
type Noun = &'static str;

fn verbs(moved: &Moved) -> &'static [Verb] {
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
        (Change::LossNarrowed, _) => &[("rester dans le rouge", ", avec une perte réduite de")],
        (Change::LossWidened, _) => &[("s'enfoncer dans le rouge", ", avec une perte accrue de")],
        (Change::IntoProfit, _) => &[("passer dans le vert", ", à")],
        (Change::IntoLoss, _) => &[("passer dans le rouge", ", à")],
    }
}

fn nouns(moved: &Moved) -> &'static [Noun] {
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
    // `stable` is an adjective and agrees; the other complements do not.
    let (lemma, adjective) = match phrase.strip_suffix(" stable") {
        Some(lemma) => (
            lemma,
            if subject.is_plural() {
                " stables"
            } else {
                " stable"
            },
        ),
        None => (phrase, ""),
    };
    let call = VerbCall {
        lemma,
        tense: Tense::PresentPerfect,
        negative: false,
        subject,
    };
    let said = super::verbs::conjugate(call, &Words::default()).text;
    out.push_str(&said);
    out.push_str(adjective);
    end(out, moved, to, joint);
}

/// Appends a change as a noun.
pub(super) fn noun(out: &mut String, moved: &Moved, to: Option<&str>, wording: usize) {
    let wordings = nouns(moved);
    out.push_str(wordings[wording % wordings.len()]);
    let joint = match moved.change {
        Change::FromZero => "à",
        Change::IntoProfit | Change::IntoLoss => ", à",
        _ => "de",
    };
    end(out, moved, to, joint);
}

/// Appends the figure after its preposition, if there is one.
fn end(out: &mut String, moved: &Moved, to: Option<&str>, joint: &str) {
    let arrives = matches!(
        moved.change,
        Change::FromZero | Change::IntoProfit | Change::IntoLoss
    );
    let mut figure = String::new();
    match (moved.size, to) {
        (Some(size), _) => size_in(&mut figure, size, moved.decimals),
        (None, Some(to)) if arrives => figure.push_str(to),
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
