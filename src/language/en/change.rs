//! English words for change: how a figure moved in; `rose 12%`, `a 12% rise` out.

use super::figures;
use crate::language::{
    Agreement, Change, Grade, Language, Moved, Size, Tense, VerbCall, Verdict, Words,
};

/// A wording: an infinitive phrase, then what joins it to its figure.
type Verb = (&'static str, &'static str);
/// A wording: an adjective or nothing, and a noun.
type Noun = (&'static str, &'static str);

/// Returns the verbs for a change of which the desk says whether it is welcome, where they are others.
fn judged_verbs(moved: &Moved) -> Option<&'static [Verb]> {
    use Grade::{Plain, Sharp, Slight};
    use Verdict::{Unjudged, Unwelcome, Welcome};
    Some(match (moved.change, moved.verdict, moved.grade) {
        (_, Unjudged, _) => return None,
        (Change::Up, Welcome, Plain) => &[("rise", ""), ("grow", "by"), ("climb", "")],
        (Change::Up, Unwelcome, Slight) => &[("creep up", ""), ("edge up", "")],
        (Change::Up, Unwelcome, Plain) => &[("climb", ""), ("go up", "by"), ("rise", "")],
        (Change::Up, Unwelcome, Sharp) => &[("jump", ""), ("swell", "by")],
        (Change::Up, _, Sharp) => &[("jump", ""), ("surge", ""), ("soar", "")],
        (Change::Down, Welcome, Slight) => &[("ease", ""), ("ease", "by")],
        (Change::Down, Welcome, Plain) => &[("come down", "by"), ("ease", "by")],
        (Change::Down, Welcome, Sharp) => &[("come down", "by"), ("shrink", "by")],
        (Change::Down, Unwelcome, Slight) => &[("slip", ""), ("dip", "")],
        (Change::Down, Unwelcome, Plain) => &[("drop", ""), ("fall", ""), ("decline", "by")],
        (Change::Down, Unwelcome, Sharp) => &[("tumble", ""), ("plunge", ""), ("slump", "")],
        (Change::Flat, _, Plain) => &[("be unchanged", ""), ("stay the same", "")],
        (Change::Flat, ..) => &[("be little changed", ""), ("change little", "")],
        _ => return None,
    })
}

fn verbs(moved: &Moved) -> &'static [Verb] {
    if let Some(verbs) = judged_verbs(moved) {
        return verbs;
    }
    match (moved.change, moved.grade) {
        (Change::Up, Grade::Slight) => &[("edge up", ""), ("inch up", "")],
        (Change::Up, Grade::Plain) => &[("rise", ""), ("increase", "by")],
        (Change::Up, Grade::Sharp) => &[("jump", ""), ("surge", "")],
        (Change::Down, Grade::Slight) => &[("edge down", ""), ("slip", "")],
        (Change::Down, Grade::Plain) => &[("fall", ""), ("decline", "by")],
        (Change::Down, Grade::Sharp) => &[("tumble", ""), ("plunge", "")],
        (Change::Flat, _) => &[("be unchanged", ""), ("hold steady", "")],
        (Change::FromZero, _) => &[("rise from zero", "to")],
        (Change::ToZero, _) => &[("fall to zero", "")],
        (Change::BackToZero, _) => &[("come back to zero", "")],
        (Change::LossNarrowed, _) if !moved.is_money => &[("come closer to zero", ", at")],
        (Change::LossWidened, _) if !moved.is_money => &[("sink further below zero", ", to")],
        (Change::IntoProfit, _) if !moved.is_money => &[("rise above zero", ", to")],
        (Change::IntoLoss, _) if !moved.is_money => &[("fall below zero", ", to")],
        (Change::LossNarrowed, _) => &[("stay in the red", ", with the loss cut by")],
        (Change::LossWidened, _) => &[("sink deeper into the red", ", with the loss up")],
        (Change::IntoProfit, _) => &[("move into the black", ", at")],
        (Change::IntoLoss, _) => &[("fall into the red", ", at")],
    }
}

/// Returns the nouns for a change of which the desk says whether it is welcome, where they are others.
fn judged_nouns(moved: &Moved) -> Option<&'static [Noun]> {
    use Verdict::{Unjudged, Unwelcome, Welcome};
    Some(match (moved.change, moved.verdict, moved.grade) {
        (_, Unjudged, _) => return None,
        (Change::Up, Welcome, Grade::Sharp) => &[("", "jump"), ("", "surge")],
        (Change::Up, Welcome, _) => &[("", "rise"), ("", "gain")],
        (Change::Up, Unwelcome, Grade::Sharp) => &[("", "jump"), ("", "spike")],
        (Change::Up, ..) => &[("", "increase"), ("", "rise")],
        (Change::Down, Welcome, _) => &[("", "reduction"), ("", "decrease")],
        (Change::Down, Unwelcome, Grade::Sharp) => &[("", "slump"), ("", "plunge")],
        (Change::Down, ..) => &[("", "fall"), ("", "drop"), ("", "decline")],
        _ => return None,
    })
}

fn nouns(moved: &Moved) -> &'static [Noun] {
    if let Some(nouns) = judged_nouns(moved) {
        return nouns;
    }
    match (moved.change, moved.grade) {
        (Change::Up, Grade::Slight) => &[("slight", "rise"), ("slight", "increase")],
        (Change::Up, Grade::Plain) => &[("", "rise"), ("", "increase")],
        (Change::Up, Grade::Sharp) => &[("sharp", "rise"), ("", "jump")],
        (Change::Down, Grade::Slight) => &[("slight", "fall"), ("slight", "decline")],
        (Change::Down, Grade::Plain) => &[("", "fall"), ("", "decline")],
        (Change::Down, Grade::Sharp) => &[("sharp", "fall"), ("", "plunge")],
        (Change::Flat, _) => &[("", "change")],
        (Change::FromZero, _) => &[("", "rise from zero")],
        (Change::ToZero, _) => &[("", "fall to zero")],
        (Change::BackToZero, _) => &[("", "return to zero")],
        (Change::LossNarrowed, _) if !moved.is_money => &[("", "move closer to zero")],
        (Change::LossWidened, _) if !moved.is_money => &[("", "move further below zero")],
        (Change::IntoProfit, _) if !moved.is_money => &[("", "rise above zero")],
        (Change::IntoLoss, _) if !moved.is_money => &[("", "fall below zero")],
        (Change::LossNarrowed, _) => &[("", "loss smaller")],
        (Change::LossWidened, _) => &[("", "loss wider")],
        (Change::IntoProfit, _) => &[("", "move into the black")],
        (Change::IntoLoss, _) => &[("", "fall into the red")],
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
    let (lemma, joint) = wordings[wording % wordings.len()];
    out.push_str(&past(lemma, subject));
    let mut figure = String::new();
    match (moved.size, to) {
        (Some(size), _) => size_in(&mut figure, size, moved.decimals, joint),
        (None, Some(to)) if moved.change.arrives() => figure.push_str(to),
        _ => return,
    }
    if !joint.is_empty() && !joint.starts_with(',') {
        out.push(' ');
    }
    out.push_str(joint);
    out.push(' ');
    out.push_str(&figure);
}

/// Appends a change as a noun: `a 12% rise`, `a rise of 1.2 points`.
pub(super) fn noun(out: &mut String, moved: &Moved, to: Option<&str>, wording: usize) {
    if moved.change == Change::Flat {
        let is_told = moved.verdict == Verdict::Unjudged || moved.grade == Grade::Plain;
        return out.push_str(if is_told {
            "no change"
        } else {
            "little change"
        });
    }
    let wordings = nouns(moved);
    let (adjective, noun) = wordings[wording % wordings.len()];
    let start = out.len();
    out.push_str("a ");
    if !adjective.is_empty() {
        out.push_str(adjective);
        out.push(' ');
    }
    let loss = matches!(moved.change, Change::LossNarrowed | Change::LossWidened);
    match (moved.size, to) {
        (Some(Size::Percent(by)), _) if !loss => {
            figures::number(out, by, moved.decimals);
            out.push_str("% ");
            out.push_str(noun);
        }
        (Some(size), _) => {
            out.push_str(noun);
            out.push_str(if loss { " by " } else { " of " });
            size_in(out, size, moved.decimals, "of");
        }
        (None, Some(to)) if moved.change == Change::FromZero => {
            out.push_str(noun);
            out.push_str(" to ");
            out.push_str(to);
        }
        (None, Some(to)) if moved.change.arrives() => {
            out.push_str(noun);
            out.push_str(", at ");
            out.push_str(to);
        }
        _ => out.push_str(noun),
    }
    if super::onset::takes_an(&out[start + 2..]) {
        out.insert(start + 1, 'n');
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
    let (lemma, _) = wordings[wording % wordings.len()];
    out.push_str(&past(lemma, subject));
    out.push_str(" by ");
    let sizes = Moved::sizes(moved, |out, size, decimals| {
        size_in(out, size, decimals, "by");
    });
    let sizes: Vec<&str> = sizes.iter().map(String::as_str).collect();
    super::English.list(out, &sizes);
    true
}

fn past(lemma: &str, subject: Agreement) -> String {
    let call = VerbCall {
        lemma,
        tense: Tense::Past,
        negative: false,
        subject,
    };
    super::verbs::conjugate(call, &Words::default()).text
}

/// Appends a size; points follow a bare verb with `by`: `rose by 1.2 points`.
fn size_in(out: &mut String, size: Size, decimals: Option<u32>, joint: &str) {
    match size {
        Size::Percent(by) => {
            figures::number(out, by, decimals);
            out.push('%');
        }
        Size::Points(by) => {
            if joint.is_empty() {
                out.push_str("by ");
            }
            figures::points(out, by, decimals);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{noun, verb};
    use crate::language::{Agreement, Gender, Number, moved};
    use rust_decimal::Decimal;

    #[track_caller]
    fn check(from: i64, to: i64, in_points: bool, as_verb: &str, as_noun: &str) {
        let moved = moved(Decimal::from(from), Decimal::from(to), in_points, None);
        let subject = Agreement::of(Gender::Neuter, Number::Plural);
        let mut out = String::new();
        verb(&mut out, &moved, subject, Some("$12m"), 0);
        assert_eq!(out, as_verb);
        out.clear();
        noun(&mut out, &moved, Some("$12m"), 0);
        assert_eq!(out, as_noun);
    }

    #[test]
    fn changes_are_worded_by_direction_and_grade() {
        check(100, 108, false, "rose 8%", "an 8% rise");
        check(1000, 1012, false, "edged up 1.2%", "a slight 1.2% rise");
        check(100, 150, false, "jumped 50%", "a sharp 50% rise");
        check(100, 80, false, "tumbled 20%", "a sharp 20% fall");
        check(100, 100, false, "were unchanged", "no change");
        check(
            0,
            12,
            false,
            "rose from zero to $12m",
            "a rise from zero to $12m",
        );
        check(12, 0, false, "fell to zero", "a fall to zero");
        check(-12, 0, false, "came back to zero", "a return to zero");
        check(
            -10,
            -5,
            false,
            "stayed in the red, with the loss cut by 50%",
            "a loss smaller by 50%",
        );
        check(
            -10,
            -12,
            false,
            "sank deeper into the red, with the loss up 20%",
            "a loss wider by 20%",
        );
        check(
            -5,
            12,
            false,
            "moved into the black, at $12m",
            "a move into the black, at $12m",
        );
        check(5, 6, true, "rose by 1 point", "a rise of 1 point");
    }
}
