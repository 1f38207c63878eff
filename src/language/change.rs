//! Change: two figures in; which way, by how much and how strongly out.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// How a figure moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It rose.
    Up,
    /// It fell.
    Down,
    /// It did not move, or by nothing that the printed figure shows.
    Flat,
    /// It left zero, so that no percentage exists.
    FromZero,
    /// It came down to zero.
    ToZero,
    /// It came up to zero from below.
    BackToZero,
    /// It stayed negative and came nearer to zero.
    LossNarrowed,
    /// It stayed negative and went further down.
    LossWidened,
    /// It went from negative to positive.
    IntoProfit,
    /// It went from positive to negative.
    IntoLoss,
}

/// How strong a change is: words for it are chosen by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grade {
    /// Below two per cent, or half a point.
    Slight,
    /// In between.
    Plain,
    /// From twenty per cent, or five points, on.
    Sharp,
}

/// By how much, always positive: the direction is in the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Per cent of what it was.
    Percent(Decimal),
    /// Percentage points.
    Points(Decimal),
}

/// A change ready to be worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which way.
    pub change: Change,
    /// By how much, where a figure makes sense.
    pub size: Option<Size>,
    /// How strongly.
    pub grade: Grade,
    /// The decimals to print; those the size has, if nothing is said.
    pub decimals: Option<u32>,
}

/// Returns how a figure moved; `in_points` when it is itself a percentage. The size is rounded to `decimals`, or to
/// none from ten on and to one below, and a size that rounds to zero is `Flat`.
pub fn moved(from: Decimal, to: Decimal, in_points: bool, decimals: Option<u32>) -> Moved {
    let difference = to.saturating_sub(from);
    let (change, sized) = direction(from, to, in_points);
    let exact = if in_points {
        Some(difference.abs())
    } else {
        difference
            .checked_div(from)
            .and_then(|it| it.checked_mul(Decimal::ONE_HUNDRED))
            .map(|it| it.abs())
    };
    let Some(exact) = exact.filter(|_| sized) else {
        return Moved {
            change,
            size: None,
            grade: Grade::Plain,
            decimals,
        };
    };
    let rounded = round(exact, decimals);
    if rounded.is_zero() {
        return Moved {
            change: Change::Flat,
            size: None,
            grade: Grade::Slight,
            decimals,
        };
    }
    let size = if in_points {
        Size::Points(rounded)
    } else {
        Size::Percent(rounded)
    };
    Moved {
        change,
        size: Some(size),
        grade: grade(rounded, in_points),
        decimals,
    }
}

/// Returns the direction, and whether a size goes with it.
fn direction(from: Decimal, to: Decimal, in_points: bool) -> (Change, bool) {
    let zero = Decimal::ZERO;
    if from == to {
        return (Change::Flat, false);
    }
    if in_points {
        return (if to > from { Change::Up } else { Change::Down }, true);
    }
    match (from.cmp(&zero), to.cmp(&zero)) {
        (Ordering::Equal | Ordering::Greater, Ordering::Less) => (Change::IntoLoss, false),
        (Ordering::Equal, _) => (Change::FromZero, false),
        (Ordering::Less, Ordering::Equal) => (Change::BackToZero, false),
        (Ordering::Greater, Ordering::Equal) => (Change::ToZero, false),
        (Ordering::Less, Ordering::Greater) => (Change::IntoProfit, false),
        (Ordering::Less, _) if to > from => (Change::LossNarrowed, true),
        (Ordering::Less, _) => (Change::LossWidened, true),
        (Ordering::Greater, _) if to > from => (Change::Up, true),
        (Ordering::Greater, _) => (Change::Down, true),
    }
}

fn round(exact: Decimal, decimals: Option<u32>) -> Decimal {
    let places = decimals.unwrap_or(u32::from(exact < Decimal::TEN));
    exact.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

fn grade(size: Decimal, in_points: bool) -> Grade {
    let (slight, sharp) = if in_points {
        (Decimal::new(5, 1), Decimal::from(5))
    } else {
        (Decimal::from(2), Decimal::from(20))
    };
    if size < slight {
        Grade::Slight
    } else if size < sharp {
        Grade::Plain
    } else {
        Grade::Sharp
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Grade, Size, moved};
    use rust_decimal::Decimal;

    #[track_caller]
    fn check(from: &str, to: &str, change: Change, size: Option<&str>) {
        let read = |text: &str| text.parse::<Decimal>().expect("cases are numbers");
        let got = moved(read(from), read(to), false, None);
        assert_eq!(got.change, change);
        assert_eq!(got.size, size.map(|it| Size::Percent(read(it))));
    }

    #[test]
    fn zero_and_losses_have_words_of_their_own() {
        check("100", "112", Change::Up, Some("12"));
        check("100", "95.5", Change::Down, Some("4.5"));
        check("100", "100.01", Change::Flat, None);
        check("0", "5", Change::FromZero, None);
        check("5", "0", Change::ToZero, None);
        check("-10", "-5", Change::LossNarrowed, Some("50"));
        check("-10", "-12", Change::LossWidened, Some("20"));
        check("-10", "12", Change::IntoProfit, None);
        check("10", "-12", Change::IntoLoss, None);
    }

    #[test]
    fn percentages_move_by_points() {
        let got = moved(Decimal::new(73, 1), Decimal::new(75, 1), true, None);
        assert_eq!(got.size, Some(Size::Points(Decimal::new(2, 1))));
        assert_eq!((got.change, got.grade), (Change::Up, Grade::Slight));
    }
}
