//! The rows of a file or a sheet in, where the table in them stands out: its header, between titles and notes.
//!
//! What is not sure is not skipped: then the first row is the header, and [`Head::doubt`] says why that
//! may be wrong. Rows are slices of trimmed cells, and are named by their index in the slice, from 0.

use crate::diagnostics::{Code, Diagnostic};

/// Where a table starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The row that names the columns: those above it that are not blank are titles.
    pub(super) header: usize,
    /// What speaks against that row.
    pub(super) doubt: Option<HeaderDoubt>,
}

/// Why a row may not be the header that it is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeaderDoubt {
    /// In this column a figure or a date stands over others of its kind: the table may have no header.
    LooksLikeData(usize),
    /// This row, further down, looks more like a header.
    Rival(usize),
    /// It names few of the columns, as a title would.
    NamesFew,
}

impl HeaderDoubt {
    /// Returns the warning about the header of `path`; `unit` is what a row is called there, `line` or `row`,
    /// and `number` counts it from 1.
    pub(super) fn warning(
        self,
        path: &str,
        unit: &str,
        number: impl Fn(usize) -> u32,
        header: usize,
    ) -> Diagnostic {
        let own = number(header);
        let (message, other) = match self {
            HeaderDoubt::LooksLikeData(_) => (
                format!(
                    "{unit} {own} of `{path}` looks like data, and is taken for the names of the columns"
                ),
                "none".to_owned(),
            ),
            HeaderDoubt::Rival(rival) => (
                format!(
                    "{unit} {own} of `{path}` is taken for the names of the columns, which {unit} {} may be",
                    number(rival)
                ),
                number(rival).to_string(),
            ),
            HeaderDoubt::NamesFew => (
                format!(
                    "{unit} {own} of `{path}` is taken for the names of the columns, and names few of them"
                ),
                "none".to_owned(),
            ),
        };
        Diagnostic::warning(Code::MissingHeader, message).hint(format!(
            "write `header: {other}` beside `file:`, or `header: {own}` if it is right as it is"
        ))
    }
}

/// What a cell looks like, if it is no word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Figure,
    /// Four digits that may be a year: a common header.
    Year,
    /// A day, or a time of day.
    Day,
}

/// Returns how many cells a title may have, given the usual width of the rows.
const fn n_title_cells(width: usize) -> usize {
    match width {
        0..6 => 1,
        6..12 => 2,
        _ => 3,
    }
}

/// Finds the header in the first rows of a table; nothing if they are all blank.
pub(super) fn head<S: AsRef<str>>(rows: &[Vec<S>]) -> Option<Head> {
    let first = rows.iter().position(|row| !is_blank(row))?;
    let width = usual_width(rows);
    let after_titles = (first..rows.len())
        .find(|row| !is_blank(&rows[*row]) && !is_title(&rows[*row], first_column(rows), width));
    let Some(candidate) = after_titles.filter(|row| *row > first) else {
        return Some(doubted(rows, first, width));
    };
    if is_plausible(rows, candidate, width) && is_sure(rows, candidate, width) {
        return Some(doubted(rows, candidate, width));
    }
    let doubt = match is_plausible(rows, candidate, width) {
        true => Some(HeaderDoubt::Rival(candidate)),
        false if width > 3 => Some(HeaderDoubt::NamesFew),
        false => None,
    };
    Some(Head {
        header: first,
        doubt,
    })
}

/// Returns a header with what speaks against it.
fn doubted<S: AsRef<str>>(rows: &[Vec<S>], header: usize, width: usize) -> Head {
    let is_narrow = filled(&rows[header]) * 3 < width * 2;
    let next = (header + 1..rows.len()).find(|row| !is_blank(&rows[*row]));
    let is_better =
        |row: &usize| is_plausible(rows, *row, width) && filled(&rows[*row]) * 3 > width * 2;
    let rival = next.filter(|_| is_narrow && width > 2).filter(is_better);
    let doubt = match (data_column(rows, header), rival) {
        (Some(column), _) => Some(HeaderDoubt::LooksLikeData(column)),
        (None, Some(row)) => Some(HeaderDoubt::Rival(row)),
        (None, None) => None,
    };
    Head { header, doubt }
}

/// Returns how many of the last rows are no rows of the table, of `width` columns, but notes under it and
/// the blank rows between: a source, a legend.
///
/// A note is a text in the first column alone. It is told from a row that is still to be filled by a blank
/// row before it, by having fewer cells than the table (as a line of CSV may), or by how it starts.
pub(super) fn n_notes<S: AsRef<str>>(rows: &[Vec<S>], width: usize) -> usize {
    const WIDTH_MIN: usize = 4;
    let last = rows.iter().rposition(|row| !is_blank(row));
    let Some(last) = last.filter(|_| width >= WIDTH_MIN) else {
        return 0;
    };
    let run = rows[..=last]
        .iter()
        .rposition(|row| !is_blank(row) && !is_lone_text(row));
    let Some(run) = run.map(|it| it + 1) else {
        return 0;
    };
    let starts = |row: &usize| {
        // Where rows before have but one cell too, a lone cell is no sign of a note.
        let has_sparse_rows = rows[..*row].iter().any(|row| filled(row) == 1);
        let text = rows[*row].first().map_or("", |it| it.as_ref().trim());
        let is_after_blank = *row > 0 && is_blank(&rows[*row - 1]);
        let is_short = rows[*row].len() < width;
        starts_as_note(text)
            || (!has_sparse_rows && text.contains(' ') && (is_after_blank || is_short))
    };
    let Some(first) = (run..=last).find(|row| !is_blank(&rows[*row]) && starts(row)) else {
        return 0;
    };
    let n_blank = rows[..first].iter().rev().take_while(|row| is_blank(row));
    rows.len() - first + n_blank.count()
}

/// Whether a text says itself that it is a note.
fn starts_as_note(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "source", "sources", "note", "notes", "nota", "champ", "lecture", "légende", "legend",
    ];
    let word = text.split([' ', ':', '\u{a0}', '.']).next();
    let rest = word.and_then(|it| text.strip_prefix(it));
    let is_word = word.is_some_and(|it| WORDS.contains(&it.to_lowercase().as_str()));
    // `Note` alone may name a row, `Note:` and `Source: Insee` do not.
    (is_word && rest.is_some_and(|it| it.trim_start().starts_with(':')))
        || text.starts_with(['*', '©'])
}

/// Whether a row has a text in its first cell and nothing else.
fn is_lone_text<S: AsRef<str>>(row: &[S]) -> bool {
    let first = row.first().map_or("", |it| it.as_ref().trim());
    filled(row) == 1 && !first.is_empty() && form(first).is_none()
}

/// Returns how wide the rows usually are, to the last filled cell, titles left out; of two answers the
/// larger.
pub(super) fn usual_width<S: AsRef<str>>(rows: &[Vec<S>]) -> usize {
    let extents: Vec<usize> = rows
        .iter()
        .map(|row| extent(row))
        .filter(|it| *it > 1)
        .collect();
    let n_alike = |width: &usize| extents.iter().filter(|it| *it == width).count();
    let widest = extents.iter().max_by_key(|it| (n_alike(it), **it));
    let n_rows = rows.iter().filter(|row| !is_blank(row)).count();
    // A few wide rows among many of one cell do not make a wide table.
    widest
        .copied()
        .filter(|_| extents.len() * 3 >= n_rows)
        .unwrap_or(n_rows.min(1))
}

/// Whether a row may be a title: few cells, from the first column on; or one alone, set in the middle.
fn is_title<S: AsRef<str>>(row: &[S], first_column: usize, width: usize) -> bool {
    let n_filled = filled(row);
    let start = row.iter().position(|it| !it.as_ref().trim().is_empty());
    let is_at_start = start == Some(first_column);
    width > 1 && n_filled <= n_title_cells(width) && (is_at_start || (n_filled == 1 && width > 2))
}

/// Whether a row may be a header: more cells than a title, and no figures but years and days that are not
/// those of the rows below.
fn is_plausible<S: AsRef<str>>(rows: &[Vec<S>], header: usize, width: usize) -> bool {
    let may_be_name = |(column, cell): (usize, &S)| match form(cell.as_ref()) {
        None => true,
        Some(Form::Figure) => false,
        Some(own) => !below(rows, header, column).any(|it| it == Some(own)),
    };
    filled(&rows[header]) > n_title_cells(width) && rows[header].iter().enumerate().all(may_be_name)
}

/// Whether there is more than its look that tells a header from the first row: a blank row that parts it
/// from the titles, or a column of figures or days that it names. A table that is wide needs no more.
fn is_sure<S: AsRef<str>>(rows: &[Vec<S>], header: usize, width: usize) -> bool {
    let is_parted = is_blank(&rows[header - 1]);
    let has_rows = rows[header + 1..].iter().any(|row| !is_blank(row));
    let names_figures = || (0..width).any(|column| names_others(rows, header, column));
    match width {
        0..=3 => has_rows && (is_parted || names_figures()),
        _ => true,
    }
}

/// Whether a word stands over nothing but figures or days.
fn names_others<S: AsRef<str>>(rows: &[Vec<S>], header: usize, column: usize) -> bool {
    let name = rows[header].get(column).map_or("", AsRef::as_ref);
    let mut forms = below(rows, header, column).peekable();
    !name.trim().is_empty() && form(name).is_none() && forms.peek().is_some() && {
        forms.all(|it| it.is_some())
    }
}

/// Returns the first column in which the header is of the same form as all the cells below it.
fn data_column<S: AsRef<str>>(rows: &[Vec<S>], header: usize) -> Option<usize> {
    (0..rows[header].len()).find(|column| {
        let own = form(rows[header][*column].as_ref());
        let forms = below(rows, header, *column).peekable();
        let is_alike = |mut it: std::iter::Peekable<_>| match own {
            None => false,
            // A column of days has remarks more often than one of figures: `Jun 28 - Jun 29`.
            Some(Form::Day) => {
                let forms: Vec<Option<Form>> = it.collect();
                let n_days = forms.iter().filter(|it| **it == own).count();
                n_days > 0 && n_days * 4 >= forms.len() * 3
            }
            Some(_) => it.peek().is_some() && it.all(|it| it == own),
        };
        is_alike(forms)
    })
}

/// Returns the forms of the filled cells of a column in the next rows.
fn below<S: AsRef<str>>(
    rows: &[Vec<S>],
    header: usize,
    column: usize,
) -> impl Iterator<Item = Option<Form>> {
    const N_ROWS: usize = 20;
    rows[header + 1..]
        .iter()
        .take(N_ROWS)
        .filter_map(move |row| row.get(column))
        .map(|it| it.as_ref().trim())
        .filter(|it| !it.is_empty())
        .map(form)
}

/// Returns the form of a cell that is written with digits and the marks of figures and days.
fn form(text: &str) -> Option<Form> {
    let text = text.trim();
    if is_day_in_words(text) {
        return Some(Form::Day);
    }
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    if is_day(day) && (time.is_empty() || time.starts_with(|it: char| it.is_ascii_digit())) {
        return Some(Form::Day);
    }
    let is_mark = |it: char| " .,:'%€$£()+-\u{2212}\u{a0}\u{202f}".contains(it);
    let is_figure = text.contains(|it: char| it.is_ascii_digit())
        && text.chars().all(|it| it.is_ascii_digit() || is_mark(it));
    if !is_figure {
        return None;
    }
    if text.contains(':') {
        return Some(Form::Day);
    }
    let year = text.parse::<u32>().ok().filter(|_| text.len() == 4);
    let is_year = year.is_some_and(|it| (1800..2200).contains(&it));
    Some(if is_year { Form::Year } else { Form::Figure })
}

/// Whether a text has the three parts of a day: `2026-03-14`, `14/3/26`, `14.03.2026`.
fn is_day(text: &str) -> bool {
    ['-', '/', '.'].iter().any(|mark| {
        let parts: Vec<&str> = text.split(*mark).collect();
        let is_part =
            |it: &&str| (1..=4).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit());
        // Three groups of three digits are a figure whose thousands are parted: `1.234.567`.
        parts.len() == 3
            && parts.iter().all(is_part)
            && (parts[1].len() <= 2 && parts.iter().all(|it| it.len() != 3))
    })
}

/// Whether a text is a day with its month in letters: `Fri Jun 9`, `14 mars 2026`, `13-Apr-15`.
fn is_day_in_words(text: &str) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "fév", "fev", "mar", "apr", "avr", "may", "mai", "jun", "juin", "jul",
        "juil", "aug", "aoû", "sep", "oct", "nov", "dec", "déc",
    ];
    const LENGTH_MAX: usize = 30;
    if text.len() > LENGTH_MAX || !text.contains(|it: char| it.is_ascii_digit()) {
        return false;
    }
    let (mut n_months, mut n_figures, mut n_others) = (0, 0, 0);
    for word in text
        .split([' ', '-', '/', '.', ','])
        .filter(|it| !it.is_empty())
    {
        let word = word.to_lowercase();
        match word.bytes().all(|it| it.is_ascii_digit()) {
            true => n_figures += 1,
            false if MONTHS.iter().any(|it| word.starts_with(it)) => n_months += 1,
            false => n_others += 1,
        }
    }
    // One more word may name the day of the week.
    n_months == 1 && (1..=2).contains(&n_figures) && n_others <= 1
}

fn first_column<S: AsRef<str>>(rows: &[Vec<S>]) -> usize {
    let start = |row: &Vec<S>| row.iter().position(|it| !it.as_ref().trim().is_empty());
    rows.iter().filter_map(start).min().unwrap_or_default()
}

/// Returns how many cells of a row are not blank.
fn filled<S: AsRef<str>>(row: &[S]) -> usize {
    row.iter()
        .filter(|it| !it.as_ref().trim().is_empty())
        .count()
}

fn extent<S: AsRef<str>>(row: &[S]) -> usize {
    row.iter()
        .rposition(|it| !it.as_ref().trim().is_empty())
        .map_or(0, |it| it + 1)
}

pub(super) fn is_blank<S: AsRef<str>>(row: &[S]) -> bool {
    filled(row) == 0
}

#[cfg(test)]
mod tests {
    use super::{Form, Head, HeaderDoubt, form, head, n_notes};
    use proptest::prelude::*;

    /// The rows of a text whose cells are parted by `|`.
    fn rows(text: &str) -> Vec<Vec<&str>> {
        text.lines().map(|line| line.split('|').collect()).collect()
    }

    fn check(text: &str, header: usize, doubt: Option<HeaderDoubt>) {
        assert_eq!(head(&rows(text)), Some(Head { header, doubt }), "{text}");
    }

    #[test]
    fn the_first_row_is_the_header_unless_it_is_a_title() {
        check("name|goals\nLens|3\nNice|1", 0, None);
        check("\nname|goals\nLens|3", 1, None);
        check("name\nLens\nNice", 0, None);
        check("name|club\nAda|Lens\nBea|Nice", 0, None);
        check("name|goals", 0, None);
        check("|a|b\n0|x|y\n1|x|y", 0, None);
        check("name|goals|day|\nLens|||\nNice|1|2026-03-14|", 0, None);
    }

    #[test]
    fn titles_are_passed_over() {
        check("Results\n\nname|goals\nLens|3", 2, None);
        check("Results\nname|goals\nLens|3", 1, None);
        check("Results||\nname|goals|day\nLens|3|1", 1, None);
        check("Results\nof the season\n\na|b|c|d\n1|2|3|4", 3, None);
        check("|Results||\na|b|c|d\nw|x|y|z", 1, None);
        check(
            "Results|as of|2026-03-14|||\na|b|c|d|e|f\n1|2|3|4|5|6",
            0,
            Some(HeaderDoubt::Rival(1)),
        );
        check("Results|2026||||\na|b|c|d|e|f\n1|2|3|4|5|6", 1, None);
        check("Title\na|b|c|d", 1, None);
        check("Title|||\n|Name|Goals|Day|Club\n|Lens|3|1|x", 1, None);
    }

    #[test]
    fn what_may_be_data_is_not_passed_over() {
        let is_day = Some(HeaderDoubt::LooksLikeData(1));
        check("Matchday 1|Fri Jun 9\nMatchday 2|Sat Jun 10", 0, is_day);
        check("name|14 mars 2026\nLens|3\nNice|4", 0, None);
        let rival = Some(HeaderDoubt::Rival(1));
        check("Name\nLens|yes\nNice|no\nLille|no", 0, rival);
        check("Lens\nNice|3\nLille|4", 0, None);
        check("Lens|||\nNice|3|4|5", 0, Some(HeaderDoubt::NamesFew));
        check(
            "Lens\nNice\nParis, FC|x\nLille\nMetz\nBrest\nReims",
            0,
            None,
        );
        // A group of columns named over them.
        check("||2025|2026||\na|b|c|d|e|f\n1|2|3|4|5|6", 0, rival);
    }

    #[test]
    fn a_header_may_name_years_and_fewer_columns_than_there_are() {
        check("GDP\n\nCountry|2024|2025\nFrance|1.1|1.2", 2, None);
        check("Country|2024|2025\nFrance|1.1|1.2", 0, None);
        check("Name|2024-01-01|2024-02-01\nLens|1|2", 0, None);
        let wide = "Vote\n\n\nCode|Dép|Inscrits|Nom|Voix|||||||||\n\
                    1|Ain|9|A|5|B|4|C|3|D|2|E|1|F\n2|Aisne|9|A|5|B|4|C|3|D|2|E|1|F";
        check(wide, 3, None);
    }

    #[test]
    fn a_row_of_data_on_top_is_told() {
        let first = |column| Some(HeaderDoubt::LooksLikeData(column));
        check("Lens|3\nNice|1", 0, first(1));
        check("Lens|20.07.2014\nNice|21.07.2014", 0, first(1));
        check("Lens|2014\nNice|2015", 0, first(1));
        check("Lens|2014\nNice|15", 0, None);
        check("Lens|20:45\nNice|", 0, None);
    }

    #[test]
    fn notes_are_told_from_rows() {
        let check = |text: &str, expected| assert_eq!(n_notes(&rows(text), 4), expected, "{text}");
        check("a|b|c|d\n1|2|3|4\n\nSource: Insee\n", 2);
        check("1|2|3|4\n|||\nSource: Insee|||\nread the docs|||\n|||", 4);
        check("1|2|3|4\nall of them", 1);
        check("1|2|3|4\nall of them|||", 0);
        check("1|2|3|4\n* provisional|||", 1);
        check("1|2|3|4\nSaint Martin|||\n\nSaint Pierre|||", 0);
        check("1|2|3|4\nNote|||", 0);
        check("1|2|3|4\n|||\nTotal|||", 0);
        check("1|2|3|4\n|||\n12|||", 0);
        check("1|2|3|4\n|||\n", 0);
        check("", 0);
        assert_eq!(n_notes(&rows("1|2|3\n\nSource: Insee"), 3), 0);
    }

    #[test]
    fn cells_have_forms() {
        let check = |text, expected| assert_eq!(form(text), expected, "{text:?}");
        check("3", Some(Form::Figure));
        check("1 234,5 €", Some(Form::Figure));
        check("1.234.567", Some(Form::Figure));
        check("-12 %", Some(Form::Figure));
        check("2014", Some(Form::Year));
        check("14/3/26", Some(Form::Day));
        check("2026-03-14T20:45:00", Some(Form::Day));
        check("2026-03-14 20:45", Some(Form::Day));
        check("20:45", Some(Form::Day));
        check("2A", None);
        check("%", None);
        check("", None);
        check("1ère", None);
    }

    proptest! {
        #[test]
        fn nothing_panics_and_the_header_is_a_row(text in "[a1 |\n:/.-]{0,80}") {
            let rows = rows(&text);
            if let Some(head) = head(&rows) {
                prop_assert!(head.header < rows.len());
            }
            prop_assert!(n_notes(&rows, 4) <= rows.len());
        }
    }
}
