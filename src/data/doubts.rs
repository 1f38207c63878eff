//! Columns with doubtful cells in, warnings out that say what to correct or to declare.

use super::build::{Header, Origin};
use super::figures::{Figure, Sign};
use super::numbers::{self, Comma};
use super::raw::{Raw, Written};
use super::typed::{self, Typed};
use super::{Kind, Unit, amounts, names};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};

/// Warns of the cells of a column that could not be read, at the first of them.
pub(super) fn tell(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    header: &Header,
    column: &Typed,
    is_inferred: bool,
    diagnostics: &mut Diagnostics,
) {
    let Some((row, reason)) = column.doubts.first() else {
        return;
    };
    let message = match column.doubts.len() {
        1 => format!("column `{}`: {reason}", header.name),
        n => format!(
            "column `{}` has {n} doubtful cells; the first: {reason}",
            header.name
        ),
    };
    let declaration = if let Some(advice) = column.advice {
        advice.to_owned()
    } else if !column.choices.is_empty() {
        format!(
            "write under `columns:` {}",
            choices(&header.name, &column.choices)
        )
    } else if is_inferred {
        declaration(raw, *row, header, column.kind)
    } else {
        "declare what the column holds".to_owned()
    };
    diagnostics.push(
        Diagnostic::warning(Code::DoubtfulCell, message)
            .at(origin.cell(raw, *row, header.position))
            .hint(format!(
                "correct the file, or {declaration}; until then the articles that need such a cell are held"
            )),
    );
}

/// Says what to write where the doubtful cell of a column of `kind` is meant as it is.
fn declaration(raw: &Raw<'_>, row: u32, header: &Header, kind: Kind) -> String {
    let name = &header.name;
    let word = match kind {
        Kind::Number(Unit::Percent) => "percent",
        Kind::Number(Unit::Money(_)) => "money",
        Kind::Number(Unit::Seconds) => "duration",
        Kind::Number(_) => "number",
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::DateTime => "datetime",
        Kind::Bool => "boolean",
        Kind::Text | Kind::Nested => "text",
    };
    let as_text = format!("`{name}: {{type: text}}`");
    match raw.cell(row as usize, header.position) {
        Written::Plain(text) if numbers::is_open(text.trim()) => {
            let choice = figures_declaration(name, None, true);
            format!("write under `columns:` what it is: {choice} or {as_text}")
        }
        Written::Plain(text) | Written::Text(text)
            if names::excerpt(text.trim()) == text.trim() =>
        {
            let missing = serde_json::Value::from(text.trim());
            format!(
                "write under `columns:` either `{name}: {{type: {word}, missing: [{missing}]}}`, if that stands for nothing, or {as_text}"
            )
        }
        _ => format!("write under `columns:` {as_text}"),
    }
}

/// Returns declarations of a column as the lines to choose from.
fn choices(name: &str, bodies: &[String]) -> String {
    let lines: Vec<String> = bodies
        .iter()
        .map(|it| format!("`{name}: {{{it}}}`"))
        .collect();
    lines.join(" or ")
}

/// Warns of a column that is text although its cells look like something else.
pub(super) fn tell_text(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    header: &Header,
    column: &Typed,
    diagnostics: &mut Diagnostics,
) {
    let Some((row, reason)) = &column.remark else {
        return tell_figures(origin, raw, header, diagnostics);
    };
    let name = &header.name;
    let choices = choices(name, &column.choices);
    diagnostics.push(
        Diagnostic::warning(
            Code::DoubtfulCell,
            format!("column `{name}` is read as text: {reason}"),
        )
        .at(origin.cell(raw, *row, header.position))
        .hint(format!(
            "write under `columns:` what it is: {choices} or `{name}: {{type: text}}`"
        )),
    );
}

/// Warns of a column that is text although most of its cells are figures, in a form that does not say
/// what they are. Written with leading zeros they are codes, and meant to be text.
fn tell_figures(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    header: &Header,
    diagnostics: &mut Diagnostics,
) {
    if !are_figures(raw, header.position) {
        return;
    }
    let texts = || present(raw, header.position).map(|it| it.1);
    let strays = || texts().filter(|it| numbers::plain(it).is_none());
    let figures = || strays().filter_map(Figure::of);
    let comma = Comma::of(texts().filter_map(|it| Figure::of(it).map(|it| it.digits)));
    let mut first = present(raw, header.position);
    let Some((row, text)) = first.find(|it| numbers::plain(it.1).is_none()) else {
        return;
    };
    let name = &header.name;
    let count = match strays().count() {
        1 => "1 of its cells is no plain number:".to_owned(),
        n => format!("{n} of its cells are no plain numbers, the first:"),
    };
    let message = format!(
        "column `{name}` is read as text: {count} `{}`",
        names::excerpt(text)
    );
    let as_figures = figures_declaration(name, figures().find_map(|it| it.sign), {
        let is_open = matches!(comma, Comma::Unknown | Comma::Mixed);
        is_open && strays().any(|it| it.contains([',', '.']))
    });
    diagnostics.push(
        Diagnostic::warning(Code::DoubtfulCell, message)
            .at(origin.cell(raw, row, header.position))
            .hint(format!(
                "write under `columns:` what it is: {as_figures} or `{name}: {{type: text}}`"
            )),
    );
}

/// Whether two in three of the present cells of a column are figures, and none is a code or marked as text.
fn are_figures(raw: &Raw<'_>, column: usize) -> bool {
    let n_others_max = raw.n_rows() / 3;
    let (mut n_figures, mut n_others) = (0, 0);
    for cell in raw.column(column) {
        match cell {
            Written::Plain(text) => match text.trim() {
                text if typed::is_missing(text) => {}
                text if numbers::is_code(text) || is_list(text) => return false,
                text if is_figure(text) => n_figures += 1,
                _ if n_others == n_others_max => return false,
                _ => n_others += 1,
            },
            Written::Absent => {}
            Written::Text(_) | Written::Nested(_) => return false,
        }
    }
    n_figures > 0 && n_figures >= 2 * n_others
}

/// Whether `text` is a list of figures.
fn is_list(text: &str) -> bool {
    numbers::is_figure(text) && amounts::is_list(text)
}

/// Whether `text` is a figure, whatever its commas mean.
fn is_figure(text: &str) -> bool {
    let Some(figure) = Figure::of(text) else {
        return false;
    };
    let reads = |comma| numbers::digits_with(figure.digits, false, comma).is_ok();
    reads(Comma::Thousands) || reads(Comma::Decimal)
}

/// Returns the present cells of a column with their rows.
fn present<'r>(raw: &'r Raw<'_>, column: usize) -> impl Iterator<Item = (u32, &'r str)> {
    (0..)
        .zip(raw.column(column))
        .filter_map(|(row, cell)| match cell {
            Written::Plain(text) if !text.trim().is_empty() => Some((row, text.trim())),
            _ => None,
        })
}

/// Returns the lines to choose from under `columns:` where a column holds figures with this sign.
fn figures_declaration(name: &str, sign: Option<Sign>, is_open: bool) -> String {
    let kind = match sign {
        Some(Sign::Percent) => "type: percent".to_owned(),
        Some(Sign::Money(it)) => format!("type: money, currency: {}", it.code()),
        Some(Sign::Dollar) => "type: money, currency: USD".to_owned(),
        Some(Sign::Yen) => "type: money, currency: JPY".to_owned(),
        None => "type: number".to_owned(),
    };
    if is_open {
        return format!(
            "`{name}: {{{kind}, decimal: comma}}`, `{name}: {{{kind}, decimal: point}}`"
        );
    }
    format!("`{name}: {{{kind}}}`")
}
