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

/// Which direction of a figure is welcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Good {
    /// A rise is good news.
    Up,
    /// A fall is.
    Down,
    /// Neither is.
    #[default]
    Neither,
}

/// Whether a change is welcome news: words for it are chosen by this too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Nobody says.
    #[default]
    Unjudged,
    /// It is neither.
    Neutral,
    /// It is good news.
    Welcome,
    /// It is bad news.
    Unwelcome,
}

/// How a figure is compared with another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    /// Whether it is itself a percentage, so that it moves by points.
    pub in_points: bool,
    /// Whether it is an amount of money: below zero it is then a loss, and no plain number is.
    pub is_money: bool,
    /// A smaller move is flat: per cent of what it was, or points.
    pub within: Decimal,
    /// Which direction is welcome, where the desk says so.
    pub good: Option<Good>,
    /// The decimals of the size; none from ten on and one below, if nothing is said.
    pub decimals: Option<u32>,
}

/// A change ready to be worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which way.
    pub change: Change,
    /// By how much, where a figure makes sense.
    pub size: Option<Size>,
    /// How strongly; a flat figure that moved after all is `Slight`.
    pub grade: Grade,
    /// Whether that is welcome.
    pub verdict: Verdict,
    /// Whether it is an amount of money, whose loss is one.
    pub is_money: bool,
    /// The decimals to print; those the size has, if nothing is said.
    pub decimals: Option<u32>,
}

impl Change {
    /// The changes by the names that facts give them.
    pub const NAMES: [(&'static str, Change); 10] = [
        ("up", Change::Up),
        ("down", Change::Down),
        ("flat", Change::Flat),
        ("from-zero", Change::FromZero),
        ("to-zero", Change::ToZero),
        ("back-to-zero", Change::BackToZero),
        ("loss-narrowed", Change::LossNarrowed),
        ("loss-widened", Change::LossWidened),
        ("into-profit", Change::IntoProfit),
        ("into-loss", Change::IntoLoss),
    ];

    /// Returns the name that facts give it.
    pub fn name(self) -> &'static str {
        let named = Self::NAMES.iter().find(|it| it.1 == self);
        named.expect("every change has a name").0
    }

    /// Whether, without a size, it is told with the figure that it comes to.
    pub fn arrives(self) -> bool {
        !matches!(
            self,
            Change::Up | Change::Down | Change::Flat | Change::ToZero | Change::BackToZero
        )
    }

    /// Whether the figure is larger than it was; nothing where it is flat.
    pub fn is_rise(self) -> Option<bool> {
        match self {
            Change::Flat => None,
            Change::Up
            | Change::FromZero
            | Change::BackToZero
            | Change::LossNarrowed
            | Change::IntoProfit => Some(true),
            Change::Down | Change::ToZero | Change::LossWidened | Change::IntoLoss => Some(false),
        }
    }
}

impl Moved {
    /// Returns the sizes of several changes, each as `write` puts it.
    pub fn sizes(moved: &[Moved], write: impl Fn(&mut String, Size, Option<u32>)) -> Vec<String> {
        let sizes = moved.iter().filter_map(|it| {
            let mut size = String::new();
            write(&mut size, it.size?, it.decimals);
            Some(size)
        });
        sizes.collect()
    }

    /// Returns what several changes are when told with one verb: of one direction, and each with its size.
    pub fn together(moved: &[Moved]) -> Option<Moved> {
        let first = *moved.first()?;
        let is_like = |it: &Moved| {
            it.change == first.change && it.verdict == first.verdict && it.size.is_some()
        };
        match first.change {
            Change::Flat if moved.iter().all(|it| it.change == Change::Flat) => {
                let exact = moved.iter().all(|it| it.grade == Grade::Plain);
                let grade = if exact { Grade::Plain } else { Grade::Slight };
                Some(Moved { grade, ..first })
            }
            Change::Up | Change::Down if moved.iter().all(is_like) => {
                // The word must be true of each of them: unlike grades have the plain one.
                let is_one = moved.iter().all(|it| it.grade == first.grade);
                let grade = if is_one { first.grade } else { Grade::Plain };
                Some(Moved { grade, ..first })
            }
            _ => None,
        }
    }
}

impl Good {
    /// The directions by the names that authors give them.
    pub const NAMES: [(&'static str, Good); 3] = [
        ("up", Good::Up),
        ("down", Good::Down),
        ("neither", Good::Neither),
    ];

    /// Returns whether a change is welcome.
    pub fn verdict(self, change: Change) -> Verdict {
        match (self, change.is_rise()) {
            (Good::Neither, _) | (_, None) => Verdict::Neutral,
            (Good::Up, Some(true)) | (Good::Down, Some(false)) => Verdict::Welcome,
            (Good::Up, Some(false)) | (Good::Down, Some(true)) => Verdict::Unwelcome,
        }
    }
}

/// Returns how an amount moved; `in_points` when it is itself a percentage. The size is rounded to `decimals`, or to
/// none from ten on and to one below, and a size that rounds to zero is `Flat`.
pub fn moved(from: Decimal, to: Decimal, in_points: bool, decimals: Option<u32>) -> Moved {
    let scale = Scale {
        in_points,
        is_money: true,
        decimals,
        ..Scale::default()
    };
    moved_by(from, to, scale)
}

/// Returns how a figure moved on a scale, as [`moved`] does.
pub fn moved_by(from: Decimal, to: Decimal, scale: Scale) -> Moved {
    let (change, sized) = direction(from, to, scale.in_points);
    let exact = size(from, to, scale.in_points).filter(|_| sized);
    let rounded = exact.map(|it| short_of_all(it, scale.decimals));
    // Below zero, a plain number has no size that a reader could make sense of.
    let is_plain_loss =
        !scale.is_money && matches!(change, Change::LossNarrowed | Change::LossWidened);
    let told = |change: Change, size: Option<Size>, grade: Grade| Moved {
        change,
        size,
        grade,
        verdict: scale
            .good
            .map_or(Verdict::Unjudged, |it| it.verdict(change)),
        is_money: scale.is_money,
        decimals: rounded.map_or(scale.decimals, |it| it.1),
    };
    match (exact, rounded) {
        (Some(exact), Some((rounded, _))) if rounded.is_zero() || exact < scale.within => {
            told(Change::Flat, None, Grade::Slight)
        }
        (_, Some((by, _))) if is_plain_loss => told(change, None, grade(by, false)),
        (_, Some((by, _))) if scale.in_points => {
            told(change, Some(Size::Points(by)), grade(by, true))
        }
        (_, Some((by, _))) => told(change, Some(Size::Percent(by)), grade(by, false)),
        _ => told(change, None, Grade::Plain),
    }
}

/// Returns how far a figure moved, without its sign: per cent of what it was, or points.
pub fn size(from: Decimal, to: Decimal, in_points: bool) -> Option<Decimal> {
    let difference = to.checked_sub(from)?;
    if in_points {
        return Some(difference.abs());
    }
    let share = difference.checked_div(from)?;
    Some(share.checked_mul(Decimal::ONE_HUNDRED)?.abs())
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

/// Returns the size as it is printed, and with how many decimals. A fall that leaves something is no fall by 100 %, and
/// what did not double has not risen by as much: the size has as many decimals as that takes.
fn short_of_all(exact: Decimal, decimals: Option<u32>) -> (Decimal, Option<u32>) {
    /// The most that are printed of a size.
    const DECIMALS_MAX: u32 = 6;
    let rounded = round(exact, decimals);
    if rounded != Decimal::ONE_HUNDRED || exact >= Decimal::ONE_HUNDRED {
        return (rounded, decimals);
    }
    let more = (1..=DECIMALS_MAX).map(|it| (round(exact, Some(it)), Some(it)));
    let mut short = more.filter(|(it, _)| *it < Decimal::ONE_HUNDRED);
    let floor = Decimal::ONE_HUNDRED - Decimal::new(1, DECIMALS_MAX);
    short.next().unwrap_or((floor, Some(DECIMALS_MAX)))
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
mod properties;

#[cfg(test)]
mod tests {
    use super::{Change, Good, Grade, Scale, Size, Verdict, moved, moved_by};
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
    fn a_fall_that_leaves_something_is_not_by_all() {
        check("1000", "1", Change::Down, Some("99.9"));
        check("100000", "1", Change::Down, Some("99.999"));
        check("1000", "6", Change::Down, Some("99"));
        check("-1000", "-1", Change::LossNarrowed, Some("99.9"));
        check("1", "2", Change::Up, Some("100"));
        check("1000", "1999", Change::Up, Some("99.9"));
        check("1000", "2003", Change::Up, Some("100"));
        let got = moved(Decimal::from(1000), Decimal::ONE, false, Some(0));
        assert_eq!(got.decimals, Some(1));
    }

    #[test]
    fn a_plain_number_below_zero_is_no_loss() {
        let scale = Scale::default();
        let got = moved_by(Decimal::from(-10), Decimal::from(-5), scale);
        assert_eq!((got.change, got.size), (Change::LossNarrowed, None));
    }

    #[test]
    fn percentages_move_by_points() {
        let got = moved(Decimal::new(73, 1), Decimal::new(75, 1), true, None);
        assert_eq!(got.size, Some(Size::Points(Decimal::new(2, 1))));
        assert_eq!((got.change, got.grade), (Change::Up, Grade::Slight));
    }

    #[test]
    fn what_is_below_the_threshold_is_flat_and_a_fall_may_be_welcome() {
        let scale = Scale {
            within: Decimal::TWO,
            good: Some(Good::Down),
            ..Scale::default()
        };
        let told = |from: i64, to: i64| {
            let moved = moved_by(Decimal::from(from), Decimal::from(to), scale);
            (moved.change, moved.grade, moved.verdict)
        };
        let flat = |grade| (Change::Flat, grade, Verdict::Neutral);
        assert_eq!(told(1000, 1019), flat(Grade::Slight));
        assert_eq!(told(1000, 1000), flat(Grade::Plain));
        let fell = (Change::Down, Grade::Plain, Verdict::Welcome);
        assert_eq!(told(1000, 980), fell);
        let left_zero = (Change::FromZero, Grade::Plain, Verdict::Unwelcome);
        assert_eq!(told(0, 1), left_zero);
    }
}
