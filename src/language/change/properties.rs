//! Figures of every kind in both languages: the words never say what the figures do not.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Change, Good, Moved, Scale, Size, moved_by};
use crate::language::{Agreement, Gender, Language, Number, TAGS, get};

/// Words that say that something rose, and that something fell.
const RISES: &[&str] = &[
    "rose",
    "increased",
    "jumped",
    "surged",
    "soared",
    "climbed",
    "grew",
    "crept up",
    "edged up",
    "inched up",
    "went up",
    "swelled",
    "rise",
    "increase",
    "jump",
    "surge",
    "gain",
    "spike",
    "augmenté",
    "progressé",
    "bondi",
    "envolé",
    "flambé",
    "alourdi",
    "hausse",
    "progression",
    "bond",
    "envolée",
    "flambée",
    "augmentation",
];
const FALLS: &[&str] = &[
    "fell",
    "declined",
    "dropped",
    "tumbled",
    "plunged",
    "slumped",
    "slipped",
    "dipped",
    "eased",
    "came down",
    "shrank",
    "edged down",
    "fall",
    "decline",
    "drop",
    "reduction",
    "decrease",
    "slump",
    "plunge",
    "reculé",
    "baissé",
    "chuté",
    "plongé",
    "réduit",
    "diminué",
    "baisse",
    "recul",
    "chute",
    "plongeon",
    "réduction",
    "diminution",
];
const NEVER: &[&str] = &[
    "NaN", "inf ", "infin", "%%", "  ", " ,", "doubled", "tripled", "doublé", "triplé", "--", "+",
];

fn amount() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        Just(Decimal::ZERO),
        (-2000_i64..2000, 0_u32..3).prop_map(|(digits, scale)| Decimal::new(digits, scale)),
        (any::<i64>(), 0_u32..12).prop_map(|(digits, scale)| Decimal::new(digits, scale)),
    ]
}

fn scale() -> impl Strategy<Value = Scale> {
    let good = prop::option::of(prop::sample::select(vec![
        Good::Up,
        Good::Down,
        Good::Neither,
    ]));
    let within = (0_i64..300).prop_map(|it| Decimal::new(it, 1));
    let decimals = prop::option::of(0_u32..3);
    let kind = (any::<bool>(), any::<bool>());
    (kind, within, good, decimals).prop_map(|((in_points, is_money), within, good, decimals)| {
        Scale {
            in_points,
            is_money,
            within,
            good,
            decimals,
        }
    })
}

fn has(text: &str, words: &[&str]) -> bool {
    let is_letter = |it: Option<char>| it.is_some_and(char::is_alphabetic);
    words.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let after = &text[at + word.len()..];
            let endings = ["s", "es", "e", ""];
            let rest = after
                .split(|it: char| !it.is_alphabetic())
                .next()
                .unwrap_or_default();
            !is_letter(text[..at].chars().next_back()) && endings.contains(&rest)
        })
    })
}

/// Fails if a text says of a change what is not so.
fn check(
    text: &str,
    moved: &Moved,
    from: Decimal,
    to: Decimal,
    scale: Scale,
) -> Result<(), TestCaseError> {
    for never in NEVER {
        prop_assert!(!text.contains(never), "{text:?} has {never:?}");
    }
    let letters: Vec<char> = text.chars().collect();
    let has_sign = letters
        .windows(2)
        .any(|it| matches!(it[0], '-' | '−') && it[1].is_ascii_digit());
    prop_assert!(!has_sign, "{text:?} has a sign beside a word of direction");
    prop_assert!(
        !(scale.in_points && text.contains('%')),
        "{text:?} has per cent for points"
    );
    prop_assert!(
        scale.in_points || !text.contains("point"),
        "{text:?} has points for per cent"
    );
    let is_across = !scale.in_points && (from * to <= Decimal::ZERO);
    prop_assert!(
        !(is_across && text.contains('%')),
        "{text:?} has per cent across zero"
    );
    let has_digit = text.contains(|it: char| it.is_ascii_digit());
    prop_assert_eq!(has_digit, moved.size.is_some(), "{:?} and its size", text);
    let (rises, falls) = (has(text, RISES), has(text, FALLS));
    match moved.change {
        Change::Up => prop_assert!(to > from && rises && !falls, "{text:?} of {from} to {to}"),
        Change::Down => prop_assert!(to < from && falls && !rises, "{text:?} of {from} to {to}"),
        Change::Flat => prop_assert!(!rises && !falls, "{text:?} of {from} to {to}"),
        _ => {}
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(700))]

    #[test]
    fn a_change_says_what_its_figures_say(
        from in amount(),
        to in amount(),
        scale in scale(),
        wording in 0_usize..8,
        is_plural: bool,
        is_feminine: bool,
    ) {
        prop_assume!(from.checked_mul(to).is_some());
        let number = if is_plural { Number::Plural } else { Number::Singular };
        let gender = if is_feminine { Gender::Feminine } else { Gender::Masculine };
        let subject = Agreement::of(gender, number);
        let moved = moved_by(from, to, scale);
        prop_assert!(moved.change != Change::Flat || moved.size.is_none());
        for language in TAGS.iter().filter_map(|it| get(it)) {
            let (mut verb, mut noun) = (String::new(), String::new());
            language.change_verb(&mut verb, &moved, subject, Some("XX"), wording);
            language.change_noun(&mut noun, &moved, Some("XX"), wording);
            check(&verb, &moved, from, to, scale)?;
            check(&noun, &moved, from, to, scale)?;
            several(language, &moved, wording)?;
        }
    }
}

/// Fails if several changes in one sentence lose a size, or are told though they differ.
fn several(language: &dyn Language, moved: &Moved, wording: usize) -> Result<(), TestCaseError> {
    let plural = Agreement::of(Gender::Feminine, Number::Plural);
    let mut text = String::new();
    let is_told = language.changes_verb(&mut text, &[*moved, *moved], plural, wording);
    prop_assert_eq!(is_told, !text.is_empty());
    let of_one = matches!(moved.change, Change::Up | Change::Down | Change::Flat);
    prop_assert_eq!(is_told, of_one);
    let joint = if language.tag() == "fr" {
        " et "
    } else {
        " and "
    };
    prop_assert_eq!(text.contains(joint), is_told && moved.size.is_some());
    if is_told && matches!(moved.size, Some(Size::Percent(_))) {
        prop_assert_eq!(text.matches('%').count(), 2);
    }
    let other = Moved {
        change: Change::ToZero,
        size: None,
        ..*moved
    };
    prop_assert!(!language.changes_verb(&mut text, &[*moved, other], plural, wording));
    Ok(())
}
