//! A cell as the workbook stores it in, the text that says it out.

use calamine::{DataRef, ExcelDateTime};
use jiff::Unit;
use jiff::civil::DateTime;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// A number, in figures.
    Number(String),
    /// A day, a time, a duration, a truth or an error of the spreadsheet.
    Other(String),
    /// A text.
    Text(String),
}

impl Content {
    /// Returns what is written.
    pub(super) fn text(&self) -> &str {
        match self {
            Content::Number(text) | Content::Other(text) | Content::Text(text) => text,
        }
    }

    /// Returns the content of a cell; nothing if there is none.
    pub(super) fn of(data: &DataRef<'_>) -> Option<Content> {
        Some(match data {
            DataRef::Empty => return None,
            DataRef::Int(number) => Content::Number(number.to_string()),
            DataRef::Float(number) => Content::Number(figures(*number)),
            DataRef::Bool(truth) => Content::Other(truth.to_string()),
            DataRef::Error(error) => Content::Other(error.to_string()),
            DataRef::DateTime(moment) => moment_of(*moment),
            DataRef::DateTimeIso(text) => Content::Other(plain_moment(text)),
            DataRef::DurationIso(text) => {
                Content::Other(clock(text).unwrap_or_else(|| text.clone()))
            }
            DataRef::SharedString(text) => return text_of(text),
            DataRef::String(text) => return text_of(text),
        })
    }
}

fn text_of(text: &str) -> Option<Content> {
    (!text.trim().is_empty()).then(|| Content::Text(text.to_owned()))
}

/// Returns a number as spreadsheets show it at most, with 15 digits: what they store of 0.1 + 0.2 has more,
/// and they say 0.3.
fn figures(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded == 0.0 {
        return "0".to_owned();
    }
    rounded.to_string()
}

/// Returns a day, a time or a duration, which spreadsheets count in days.
fn moment_of(moment: ExcelDateTime) -> Content {
    /// The day after the last that spreadsheets know, in the year 9999.
    const END: f64 = 2_958_466.0;
    let days = moment.as_f64();
    if !(0.0..END).contains(&days) {
        // Spreadsheets show no day for it either.
        return Content::Number(figures(days));
    }
    if moment.is_duration() {
        let seconds = (days * 86_400.0).round() as i64;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return Content::Other(format!("{hours}:{minutes:02}:{:02}", seconds % 60));
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let [month, day, hour, minute, second] =
        [month, day, hour, minute, second].map(|it| i8::try_from(it).unwrap_or_default());
    let nanoseconds = i32::from(milli) * 1_000_000;
    let written = i16::try_from(year)
        .ok()
        .and_then(|year| DateTime::new(year, month, day, hour, minute, second, nanoseconds).ok())
        .and_then(|it| it.round(Unit::Second).ok());
    Content::Other(match written {
        Some(it) if days < 1.0 => it.time().to_string(),
        Some(it) => plain_moment(&it.to_string()),
        // Spreadsheets count a 29 February 1900, which never was.
        None => format!("{year:04}-{month:02}-{day:02}"),
    })
}

/// Returns a day and time without the time if it is midnight, and without fractions of a second.
fn plain_moment(text: &str) -> String {
    let text = text.split_once('.').map_or(text, |(whole, _)| whole);
    let text = text.strip_suffix("T00:00:00").unwrap_or(text);
    text.to_owned()
}

/// Returns `PT20H45M00S` as `20:45:00`.
fn clock(text: &str) -> Option<String> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let seconds = seconds.split(['.', ',']).next()?;
    let [hours, minutes, seconds] = [hours, minutes, seconds].map(|it| it.parse::<u32>().ok());
    Some(format!("{:02}:{:02}:{:02}", hours?, minutes?, seconds?))
}

#[cfg(test)]
mod tests {
    use super::{Content, clock};
    use calamine::{CellErrorType, DataRef, ExcelDateTime, ExcelDateTimeType};

    fn check(data: &DataRef<'_>, expected: &str) {
        assert_eq!(Content::of(data).unwrap().text(), expected, "{data:?}");
    }

    #[test]
    fn numbers_have_the_digits_that_spreadsheets_show() {
        check(&DataRef::Float(0.1 + 0.2), "0.3");
        check(&DataRef::Float(82652.0), "82652");
        check(&DataRef::Float(19.621_523_943_379_2), "19.6215239433792");
        check(&DataRef::Float(-0.0), "0");
        check(&DataRef::Float(1e-7), "0.0000001");
        check(&DataRef::Float(1.5e18), "1500000000000000000");
        check(&DataRef::Int(-3), "-3");
        check(&DataRef::Bool(true), "true");
        check(&DataRef::Error(CellErrorType::Div0), "#DIV/0!");
        assert_eq!(Content::of(&DataRef::SharedString(" ")), None);
    }

    #[test]
    fn days_and_times_are_iso() {
        let moment = |days, is_1904| {
            DataRef::DateTime(ExcelDateTime::new(
                days,
                ExcelDateTimeType::DateTime,
                is_1904,
            ))
        };
        let duration = |days| {
            DataRef::DateTime(ExcelDateTime::new(
                days,
                ExcelDateTimeType::TimeDelta,
                false,
            ))
        };
        check(&moment(44577.0, false), "2022-01-16");
        check(&moment(43115.0, true), "2022-01-16");
        check(&moment(44577.5, false), "2022-01-16T12:00:00");
        check(&moment(44_577.999_999_999, false), "2022-01-17");
        check(&moment(0.864_583_333_333_333, false), "20:45:00");
        check(&moment(60.0, false), "1900-02-29");
        check(&moment(-1.0, false), "-1");
        check(&moment(1e12, false), "1000000000000");
        check(&duration(1.5), "36:00:00");
        check(&duration(0.0625), "1:30:00");
        check(
            &DataRef::DateTimeIso("2026-03-14T00:00:00".to_owned()),
            "2026-03-14",
        );
        check(
            &DataRef::DateTimeIso("2026-03-14T20:45:00.5".to_owned()),
            "2026-03-14T20:45:00",
        );
        check(&DataRef::DurationIso("PT20H45M00S".to_owned()), "20:45:00");
        assert_eq!(clock("P1D"), None);
    }
}
