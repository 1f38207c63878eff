//! Columns with doubtful cells in, warnings out that say what to correct or to declare.

use super::build::{Header, Origin};
use super::numbers::{self, Comma};
use super::raw::{Raw, Written};
use super::typed::Typed;
use super::{Kind, names};
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
    let declaration = if is_inferred {
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
        Kind::Number(_) => "number",
        Kind::Date => "date",
        Kind::Time => "time",
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

/// Warns of a column that is text although most of its cells are figures, in a form that is no plain
/// number. Written with leading zeros they are codes, and meant to be text.
pub(super) fn tell_figures(
    origin: &Origin<'_>,
    raw: &Raw<'_>,
    header: &Header,
    diagnostics: &mut Diagnostics,
) {
    let Some(present) = present(raw, header.position) else {
        return;
    };
    let texts = || present.iter().map(|it| it.1);
    let comma = Comma::of(texts().map(|it| Sign::strip(it).1));
    let strays = || texts().filter(|it| numbers::plain(it).is_none());
    let first = present.iter().find(|it| numbers::plain(it.1).is_none());
    let Some((row, text)) = first else {
        return;
    };
    // A column of nothing but `1,200` is figures too, whatever its commas mean.
    let is_figure = |it: &&str| {
        let reads = |comma| numbers::lenient(Sign::strip(it).1, comma).is_ok();
        reads(Comma::Thousands) || reads(Comma::Decimal)
    };
    let n_figures = texts().filter(is_figure).count();
    if n_figures * 3 < present.len() * 2 || texts().any(numbers::is_code) {
        return;
    }
    let name = &header.name;
    let count = match strays().count() {
        1 => "1 of its cells is no plain number:".to_owned(),
        n => format!("{n} of its cells are no plain numbers, the first:"),
    };
    let message = format!(
        "column `{name}` is read as text: {count} `{}`",
        names::excerpt(text)
    );
    let as_figures = figures_declaration(name, strays().find_map(|it| Sign::strip(it).0), {
        let is_open = matches!(comma, Comma::Unknown | Comma::Mixed);
        is_open && strays().any(|it| it.contains(','))
    });
    diagnostics.push(
        Diagnostic::warning(Code::DoubtfulCell, message)
            .at(origin.cell(raw, *row, header.position))
            .hint(format!(
                "write under `columns:` what it is: {as_figures} or `{name}: {{type: text}}`"
            )),
    );
}

/// Returns the present cells of a column with their rows; nothing if the file marks texts as such.
fn present<'r>(raw: &'r Raw<'_>, column: usize) -> Option<Vec<(u32, &'r str)>> {
    let mut present = Vec::new();
    for (row, cell) in (0..).zip(raw.column(column)) {
        match cell {
            Written::Plain(text) if !text.trim().is_empty() => present.push((row, text.trim())),
            Written::Plain(_) | Written::Absent => {}
            Written::Text(_) | Written::Nested(_) => return None,
        }
    }
    Some(present)
}

/// Returns the lines to choose from under `columns:` where a column holds figures with this sign.
fn figures_declaration(name: &str, sign: Option<Sign>, is_open: bool) -> String {
    let kind = match sign {
        Some(Sign::Percent) => "type: percent".to_owned(),
        Some(Sign::Currency(code)) => format!("type: money, currency: {code}"),
        None => "type: number".to_owned(),
    };
    if is_open {
        return format!(
            "`{name}: {{{kind}, decimal: comma}}`, `{name}: {{{kind}, decimal: point}}`"
        );
    }
    format!("`{name}: {{{kind}}}`")
}

/// What a figure bears besides its digits.
#[derive(Clone, Copy)]
enum Sign {
    Percent,
    Currency(&'static str),
}

impl Sign {
    /// Returns the sign of a figure, if it bears one, and the figure without it.
    fn strip(text: &str) -> (Option<Self>, &str) {
        let signs = [
            ('%', Sign::Percent),
            ('€', Sign::Currency("EUR")),
            ('$', Sign::Currency("USD")),
            ('£', Sign::Currency("GBP")),
            ('¥', Sign::Currency("JPY")),
        ];
        let text = text.trim();
        for (character, sign) in signs {
            let rest = text.strip_suffix(character);
            if let Some(rest) = rest.or_else(|| text.strip_prefix(character)) {
                return (Some(sign), rest.trim());
            }
        }
        (None, text)
    }
}
