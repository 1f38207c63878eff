//! A column of days, times or durations in, its values out: which figure is the month is the column's to say.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::clock::{self, Certainty, Style};
use super::days::{self, Order, Told};
use super::raw::Written;
use super::typed::{self, Fit, Strays, Typed};
use super::{Kind, Quantity, Unit, Value};

/// How far beyond the other days of a column a spreadsheet's number may lie and be one of them.
const DAYS_BEYOND: i32 = 31;

/// How the reason begins where the century of a year is open.
const YEAR_OPEN: &str = "may be of the year";

/// How many cells must show one order for each that shows the other.
const N_SAME_PER_OTHER: usize = 9;

/// Reads a column of days, with or without times; nothing if more than `n_strays_max` cells are none.
///
/// Where it does not tell the day from the month, and `is_last` says that nothing else can be made of
/// it, the days that could be two are doubtful.
pub(super) fn days<'r, C>(
    cells: C,
    missing: &[String],
    n_strays_max: usize,
    is_last: bool,
) -> Option<Typed>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let survey = Survey::of(cells.clone(), missing, n_strays_max)?;
    let order = survey.order(n_strays_max);
    if order.is_none() && !is_last {
        return None;
    }
    let mut reader = Reader {
        order,
        kind: survey.kind(n_strays_max),
        years: survey.years.clone(),
        span: None,
    };
    if survey.n_serials > 0 {
        reader.span = reader.span(cells.clone(), missing);
    }
    let reason = match (reader.kind, order) {
        (Kind::DateTime, _) => "is no day with a time",
        (_, Some(Order::DayFirst)) if survey.n_ordered() > 0 => "is no day written day first",
        (_, Some(Order::MonthFirst)) if survey.n_ordered() > 0 => "is no day written month first",
        _ => "is no day",
    };
    let strays = Strays {
        n_max: n_strays_max,
        reason,
    };
    let mut typed = Typed::read(reader.kind, cells, missing, strays, |it| reader.read(it))?;
    if order.is_none() {
        typed.choices = survey.formats(reader.kind);
    }
    typed.advice = reader.advice(&typed, &survey);
    Some(typed.with_form(&survey.form(&reader)))
}

/// Reads a column that is declared to hold days, or days with times: what is none is doubtful.
pub(super) fn declared<'r, C>(kind: Kind, cells: C, missing: &[String]) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let survey = Survey::of(cells.clone(), missing, usize::MAX).unwrap_or_default();
    let order = survey.order(usize::MAX);
    let mut reader = Reader {
        order,
        kind,
        years: survey.years.clone(),
        span: None,
    };
    if survey.n_serials > 0 {
        reader.span = reader.span(cells.clone(), missing);
    }
    let reason = match kind {
        Kind::DateTime => "is no day with a time",
        _ => "is no day written as 2026-03-14",
    };
    let mut typed = Typed::of(kind, cells, missing, |cell| match reader.read(cell) {
        Fit::No | Fit::Against => Fit::Doubt(reason.to_owned()),
        fit => fit,
    });
    if order.is_none() {
        typed.choices = survey.formats(kind);
    }
    typed.advice = reader.advice(&typed, &survey);
    typed.with_form(&survey.form(&reader))
}

/// What the days of a column have in common.
#[derive(Default)]
struct Survey {
    n_days: usize,
    n_open: usize,
    n_day_first: usize,
    n_month_first: usize,
    n_times: usize,
    n_midnights: usize,
    n_offsets: usize,
    n_short: usize,
    n_serials: usize,
    /// The years written in full.
    years: Option<RangeInclusive<i16>>,
    /// The first cells whose figures are to be put in order: one that shows none, that the day comes
    /// first, that the month does.
    examples: [Option<String>; 3],
}

impl Survey {
    fn of<'r>(
        cells: impl Iterator<Item = Written<'r>> + Clone,
        missing: &[String],
        n_strays_max: usize,
    ) -> Option<Self> {
        let mut survey = Survey::default();
        let mut n_strays = 0;
        for (_, cell) in typed::present(cells, missing) {
            let (Written::Plain(text) | Written::Text(text)) = cell else {
                return None;
            };
            if let Some(day) = days::Written::of(text) {
                survey.add(&day, text);
            } else if days::serial(text).is_some() {
                survey.n_serials += 1;
            } else if n_strays == n_strays_max {
                return None;
            } else {
                n_strays += 1;
            }
        }
        (survey.n_days > 0 && survey.n_days >= survey.n_serials).then_some(survey)
    }

    fn add(&mut self, day: &days::Written, text: &str) {
        self.n_days += 1;
        match day.told {
            Told::ByForm => {}
            Told::No => self.n_open += 1,
            Told::DayFirst => self.n_day_first += 1,
            Told::MonthFirst => self.n_month_first += 1,
        }
        if let Some(time) = day.time {
            self.n_times += 1;
            self.n_midnights += usize::from(time == Time::midnight());
            self.n_offsets += usize::from(day.has_offset);
        }
        if day.is_short {
            self.n_short += 1;
        }
        if let Some(year) = day.full_year() {
            let years = self.years.take().unwrap_or(year..=year);
            self.years = Some(year.min(*years.start())..=year.max(*years.end()));
        }
        let example = match day.told {
            Told::ByForm => return,
            Told::No => &mut self.examples[0],
            Told::DayFirst => &mut self.examples[1],
            Told::MonthFirst => &mut self.examples[2],
        };
        if example.is_none() {
            *example = Some(text.to_owned());
        }
    }

    /// Returns how many cells show the order of day and month.
    fn n_ordered(&self) -> usize {
        self.n_day_first + self.n_month_first
    }

    /// Returns the order of day and month; nothing if the column does not tell.
    fn order(&self, n_strays_max: usize) -> Option<Order> {
        let (n, n_other, order) = if self.n_day_first >= self.n_month_first {
            (self.n_day_first, self.n_month_first, Order::DayFirst)
        } else {
            (self.n_month_first, self.n_day_first, Order::MonthFirst)
        };
        let is_told = n > 0 || self.n_open == 0;
        let are_faults = n_other <= n_strays_max && n >= N_SAME_PER_OTHER * n_other;
        (is_told && are_faults).then_some(order)
    }

    /// Returns whether the column holds days or times of days.
    fn kind(&self, n_strays_max: usize) -> Kind {
        let n_without = self.n_days - self.n_times;
        if self.n_times > self.n_midnights && n_without <= n_strays_max {
            Kind::DateTime
        } else {
            Kind::Date
        }
    }

    /// Returns what to declare where the column does not tell the day from the month.
    fn formats(&self, kind: Kind) -> Vec<String> {
        let text = self.examples.iter().flatten().next();
        let text = text.map_or("", String::as_str);
        let mark = text.chars().find(|it| !it.is_ascii_digit()).unwrap_or('/');
        let year = if self.n_short > 0 { "%y" } else { "%Y" };
        let (name, time) = match kind {
            Kind::DateTime => ("datetime", " %H:%M"),
            _ => ("date", ""),
        };
        let format = |one: &str, two: &str| {
            format!("type: {name}, format: \"{one}{mark}{two}{mark}{year}{time}\"")
        };
        vec![format("%d", "%m"), format("%m", "%d")]
    }

    /// Says how the days are written.
    fn form(&self, reader: &Reader) -> Vec<String> {
        let mut form = Vec::new();
        let count = |n: usize, one: &str, more: &str| match n {
            1 => format!("1 {one}"),
            n => format!("{n} {more}"),
        };
        let [_, day_first, month_first] = &self.examples;
        match (reader.order, day_first, month_first) {
            (Some(Order::DayFirst), Some(it), _) => form.push(format!("day first, as in {it}")),
            (Some(Order::MonthFirst), _, Some(it)) => form.push(format!("month first, as in {it}")),
            _ => {}
        }
        if self.n_short > 0 {
            form.push(match &self.years {
                Some(_) => "years of two figures among the others".to_owned(),
                None => "years of two figures, 69 to 99 of the 20th century".to_owned(),
            });
        }
        if self.n_serials > 0 {
            form.push(count(self.n_serials, "Excel serial", "Excel serials"));
        }
        if self.n_offsets > 0 {
            form.push("times as written, their offsets left out".to_owned());
        }
        if reader.kind == Kind::Date && self.n_times > 0 {
            form.push(if self.n_times == self.n_midnights {
                "the time of each is midnight, and left out".to_owned()
            } else {
                count(self.n_times, "time left out", "times left out")
            });
        }
        form
    }
}

/// How the days of a column are read.
struct Reader {
    order: Option<Order>,
    kind: Kind,
    years: Option<RangeInclusive<i16>>,
    /// The days among which a spreadsheet's number may be one.
    span: Option<RangeInclusive<Date>>,
}

impl Reader {
    /// Returns the days of a column, a little widened.
    fn span<'r>(
        &self,
        cells: impl Iterator<Item = Written<'r>>,
        missing: &[String],
    ) -> Option<RangeInclusive<Date>> {
        let mut dates = typed::present(cells, missing).filter_map(|(_, cell)| {
            let (Written::Plain(text) | Written::Text(text)) = cell else {
                return None;
            };
            let day = days::Written::of(text).filter(|it| !self.is_open(it))?;
            day.date(self.order.unwrap_or(Order::DayFirst), |it| self.year(it))
        });
        let first = dates.next()?;
        let (least, most) = dates.fold((first, first), |(least, most), it| {
            (least.min(it), most.max(it))
        });
        let least = least.saturating_sub(DAYS_BEYOND.days());
        Some(least..=most.saturating_add(DAYS_BEYOND.days()))
    }

    /// Whether a day could be two, and the column does not tell which.
    fn is_open(&self, day: &days::Written) -> bool {
        self.order.is_none() && day.told != Told::ByForm
    }

    fn read(&self, cell: Written<'_>) -> Fit {
        let (Written::Plain(text) | Written::Text(text)) = cell else {
            return Fit::Against;
        };
        let Some(day) = days::Written::of(text) else {
            return self.serial(text);
        };
        if self.is_open(&day) {
            return Fit::Doubt(
                "may be two days: its column does not tell day from month".to_owned(),
            );
        }
        match (day.told, self.order) {
            (Told::DayFirst, Some(Order::MonthFirst))
            | (Told::MonthFirst, Some(Order::DayFirst)) => return Fit::No,
            _ => {}
        }
        if let Some(short) = day.short_year()
            && self.sure_year(short).is_none()
        {
            return Fit::Doubt(format!(
                "{YEAR_OPEN} {} or of {}",
                1900 + short,
                2000 + short
            ));
        }
        let order = self.order.unwrap_or(Order::DayFirst);
        let Some(date) = day.date(order, |it| self.year(it)) else {
            return Fit::Doubt("is no day of the calendar".to_owned());
        };
        match (self.kind, day.time) {
            (Kind::DateTime, Some(time)) => Fit::Value(Value::DateTime(date.to_datetime(time))),
            (Kind::DateTime, None) => Fit::No,
            _ => Fit::Value(Value::Date(date)),
        }
    }

    fn serial(&self, text: &str) -> Fit {
        let Some(moment) = days::serial(text) else {
            return Fit::No;
        };
        let date = moment.date();
        if !self.span.as_ref().is_some_and(|it| it.contains(&date)) {
            let reason = format!(
                "may be a spreadsheet's number for {date}, which lies beyond the other days of its column"
            );
            return Fit::Doubt(reason);
        }
        Fit::Value(match self.kind {
            Kind::DateTime => Value::DateTime(moment),
            _ => Value::Date(date),
        })
    }

    /// Returns what helps where the century of a year is open: no declaration says it of each cell.
    fn advice(&self, typed: &Typed, survey: &Survey) -> Option<&'static str> {
        let is_about_years = typed
            .doubts
            .first()
            .is_some_and(|it| it.1.contains(YEAR_OPEN));
        (survey.n_short > 0 && self.order.is_some() && is_about_years)
            .then_some("write the years with four figures")
    }

    /// Returns the year that two figures stand for; that of POSIX if it is open.
    fn year(&self, short: i16) -> i16 {
        self.sure_year(short).unwrap_or_else(|| days::posix(short))
    }

    /// Returns the year that two figures stand for: the one that is clearly nearer to the full years of
    /// the column; without any, that of POSIX, unless it would lie decades ahead.
    fn sure_year(&self, short: i16) -> Option<i16> {
        /// How many times as far from the full years the other century must be.
        const N_TIMES_FARTHER: i16 = 4;
        /// Days to come are seldom further ahead than this, and days of birth often are that old.
        const FIRST_OPEN: i16 = 30;
        let (old, new) = (1900 + short, 2000 + short);
        let Some(years) = &self.years else {
            let posix = days::posix(short);
            return (posix < 2000 || short < FIRST_OPEN).then_some(posix);
        };
        let distance = |year: i16| (years.start() - year).max(year - years.end()).max(0);
        let is_nearer = |one, other| distance(one) * N_TIMES_FARTHER < distance(other);
        match (is_nearer(old, new), is_nearer(new, old)) {
            (true, _) => Some(old),
            (_, true) => Some(new),
            _ => None,
        }
    }
}

/// Reads a column of times of day; nothing if it could be something else.
pub(super) fn times<'r, C>(cells: C, missing: &[String], n_strays_max: usize) -> Option<Typed>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let mut n_strays = 0;
    let (mut n_times, mut n_hours, mut is_clear) = (0, 0, false);
    for (_, cell) in typed::present(cells.clone(), missing) {
        match time(cell) {
            Some((_, Style::Colon)) => return None,
            Some((time, Style::Hours)) => {
                n_hours += 1;
                is_clear |= time.hour() > 12 || is_padded(cell);
            }
            Some(_) => {}
            None if n_strays == n_strays_max => return None,
            None => n_strays += 1,
        }
        n_times += 1;
    }
    if n_times == 0 || (n_hours > 0 && !is_clear) {
        return None;
    }
    let strays = Strays {
        n_max: n_strays_max,
        reason: "is no time written as 20:45",
    };
    Typed::read(Kind::Time, cells, missing, strays, |cell| {
        match time(cell) {
            Some((time, _)) => Fit::Value(Value::Time(time)),
            None if is_play(cell) => Fit::Against,
            None => Fit::No,
        }
    })
}

fn time(cell: Written<'_>) -> Option<(Time, Style)> {
    match cell {
        Written::Plain(text) | Written::Text(text) => clock::whole_time(text),
        _ => None,
    }
}

/// Whether an hour has a zero before it, as only clocks write it: `09h30`.
fn is_padded(cell: Written<'_>) -> bool {
    matches!(cell, Written::Plain(text) | Written::Text(text) if text.starts_with('0'))
}

/// Whether a cell may be a time of play: `91:30`.
fn is_play(cell: Written<'_>) -> bool {
    let (Written::Plain(text) | Written::Text(text)) = cell else {
        return true;
    };
    text.contains(':') && text.bytes().all(|it| it.is_ascii_digit() || it == b':')
}

/// Reads a column of durations; nothing if it could be one of times of day.
pub(super) fn durations<'r, C>(cells: C, missing: &[String], n_strays_max: usize) -> Option<Typed>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let mut n_strays = 0;
    let mut is_sure = false;
    for (_, cell) in typed::present(cells.clone(), missing) {
        match duration(cell) {
            Some((_, certainty)) => is_sure |= certainty == Certainty::Sure,
            None if n_strays == n_strays_max => return None,
            None => n_strays += 1,
        }
    }
    let strays = Strays {
        n_max: n_strays_max,
        reason: "is no duration",
    };
    let read = |cell: Written<'_>| match duration(cell) {
        Some((amount, _)) => Fit::Value(seconds(amount)),
        None => Fit::No,
    };
    is_sure.then(|| Typed::read(Kind::Number(Unit::Seconds), cells, missing, strays, read))?
}

fn duration(cell: Written<'_>) -> Option<(rust_decimal::Decimal, Certainty)> {
    match cell {
        Written::Plain(text) | Written::Text(text) => clock::duration(text),
        _ => None,
    }
}

/// Returns a duration.
pub(super) fn seconds(amount: rust_decimal::Decimal) -> Value {
    Value::Number(Quantity {
        amount,
        unit: Unit::Seconds,
    })
}

/// Returns the first cell of a column whose cells are all times of day or durations, and it does not
/// tell which: `1h32`, `1:32:05`.
pub(super) fn open_times<'r>(
    cells: impl Iterator<Item = Written<'r>>,
    missing: &[String],
) -> Option<(u32, &'r str)> {
    let mut first = None;
    for (row, cell) in typed::present(cells, missing) {
        let (Written::Plain(text) | Written::Text(text)) = cell else {
            return None;
        };
        clock::duration(text)?;
        clock::whole_time(text)?;
        first = first.or(Some((row, text)));
    }
    first
}

#[cfg(test)]
mod tests {
    use crate::data::tests::check_column as check;

    #[test]
    fn the_column_tells_the_day_from_the_month() {
        check(
            "03/04/2026|14/03/2026",
            "d2026-04-03 d2026-03-14",
            "day first, as in 14/03/2026",
            &[],
        );
        check(
            "2/1/2021|2/28/2021",
            "d2021-02-01 d2021-02-28",
            "month first, as in 2/28/2021",
            &[],
        );
        check(
            "03/04/2026|05/06/2026",
            "∅ ∅",
            "",
            &[
                " has 2 doubtful cells; the first: `03/04/2026` may be two days: its column does not tell day from month",
            ],
        );
        check(
            "14/03/2026|03/15/2026|01/02/2026|2026-05-06",
            "∅ ∅ ∅ d2026-05-06",
            "",
            &[
                " has 3 doubtful cells; the first: `14/03/2026` may be two days: its column does not tell day from month",
            ],
        );
        check(
            &format!("{}03/15/2026", "14/03/2026|".repeat(12)),
            &format!("{}∅", "d2026-03-14 ".repeat(12)),
            "day first, as in 14/03/2026",
            &[": `03/15/2026` is no day written day first"],
        );
        check(
            &format!("{}Ada 9 Oct 1984", "9 Oct 1984|".repeat(12)),
            &format!("{}∅", "d1984-10-09 ".repeat(12)),
            "",
            &[": `Ada 9 Oct 1984` is no day"],
        );
        check(
            "1er mars 2026|14 mars 2026|?",
            "d2026-03-01 d2026-03-14 ∅",
            "",
            &[],
        );
        check(
            "14/03/26|01/02/98",
            "d2026-03-14 d1998-02-01",
            "day first, as in 14/03/26, years of two figures, 69 to 99 of the 20th century",
            &[],
        );
        check(
            "14/03/72|14/03/45",
            "d1972-03-14 ∅",
            "day first, as in 14/03/72, years of two figures, 69 to 99 of the 20th century",
            &[": `14/03/45` may be of the year 1945 or of 2045"],
        );
        check(
            "13/04/45|14/04/1950|15/05/1960",
            "d1945-04-13 d1950-04-14 d1960-05-15",
            "day first, as in 13/04/45, years of two figures among the others",
            &[],
        );
        check(
            "13/04/45|14/04/2001",
            "∅ d2001-04-14",
            "day first, as in 13/04/45, years of two figures among the others",
            &[": `13/04/45` may be of the year 1945 or of 2045"],
        );
        check(
            "13/04/45|14/04/29|15/05/69",
            "∅ d2029-04-14 d1969-05-15",
            "day first, as in 13/04/45, years of two figures, 69 to 99 of the 20th century",
            &[": `13/04/45` may be of the year 1945 or of 2045"],
        );
        check(
            "01-Jan-22|15/01/2022|44577|43000",
            "d2022-01-01 d2022-01-15 d2022-01-16 ∅",
            "day first, as in 15/01/2022, years of two figures among the others, 2 Excel serials",
            &[
                ": `43000` may be a spreadsheet's number for 2017-09-22, which lies beyond the other days of its column",
            ],
        );
    }

    #[test]
    fn times_stay_with_their_days() {
        check(
            "Aug 10 2018 - 7:00pm|Aug 11 2018 - 12:30pm",
            "d2018-08-10T19:00:00 d2018-08-11T12:30:00",
            "",
            &[],
        );
        check(
            "2026-03-14T20:45:00Z|2026-03-15T21:00:00+01:00",
            "d2026-03-14T20:45:00 d2026-03-15T21:00:00",
            "times as written, their offsets left out",
            &[],
        );
        check(
            "2026-03-14 00:00:00|2026-03-15 00:00",
            "d2026-03-14 d2026-03-15",
            "the time of each is midnight, and left out",
            &[],
        );
        check("20h45|9h30", "t20:45:00 t09:30:00", "", &[]);
        check("7:00pm|11:30am", "t19:00:00 t11:30:00", "", &[]);
    }

    #[test]
    fn durations_are_read_where_they_can_be_nothing_else() {
        check("1 h 32 min|45 min", "5520 2700", "", &[]);
        check("PT1H32M|PT50M", "5520 3000", "", &[]);
        check("26:10:00|1:32:05", "94200 5525", "", &[]);
        let open = " is read as text: its cells may be times of day or durations, as `";
        check("1h32|2h05", "'1h32' '2h05'", "", &[&format!("{open}1h32`")]);
        check(
            "1:32:05|2:05:30",
            "'1:32:05' '2:05:30'",
            "",
            &[&format!("{open}1:32:05`")],
        );
        check("91:30|45:00", "'91:30' '45:00'", "", &[]);
    }
}
