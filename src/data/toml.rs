//! TOML in, a document of lists and maps out: figures as they are written, parts with their lines.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::records::{Content, Node};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Reads one TOML document.
pub(super) fn read(file: FileId, text: &str) -> Result<Node<'_>, Diagnostic> {
    let table = DeTable::parse(text).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        let message = format!("this is no TOML: {}", error.message());
        Diagnostic::error(Code::BrokenData, message).at(Span::new(file, range))
    })?;
    let lines = Lines::of(text);
    let span = table.span();
    let place = (span.start as u32, span.end as u32);
    Ok(Node {
        line: 1,
        place,
        content: map(table.into_inner(), &lines),
    })
}

/// Where the lines of a text start.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines(std::iter::once(0).chain(breaks).collect())
    }

    /// Returns the line, from 1, of an offset.
    fn line(&self, offset: usize) -> u32 {
        self.0.partition_point(|it| *it <= offset) as u32
    }
}

fn map<'t>(table: DeTable<'t>, lines: &Lines) -> Content<'t> {
    let mut entries: Vec<_> = table.into_iter().collect();
    // The parser sorts keys by name; columns come as the file writes them.
    entries.sort_by_key(|(name, _)| name.span().start);
    let entry = |(name, value): (Spanned<std::borrow::Cow<'t, str>>, _)| {
        (name.into_inner(), node(value, lines))
    };
    Content::Map(entries.into_iter().map(entry).collect())
}

fn node<'t>(value: Spanned<DeValue<'t>>, lines: &Lines) -> Node<'t> {
    let span = value.span();
    let content = match value.into_inner() {
        DeValue::String(text) => Content::Text(text),
        DeValue::Integer(it) => match (it.radix(), i64::from_str_radix(it.as_str(), it.radix())) {
            (10, _) | (_, Err(_)) => Content::Plain(it.as_str().to_owned().into()),
            (_, Ok(number)) => Content::Plain(number.to_string().into()),
        },
        DeValue::Float(it) => Content::Plain(it.as_str().to_owned().into()),
        DeValue::Boolean(it) => Content::Plain(if it { "true" } else { "false" }.into()),
        DeValue::Datetime(it) => Content::Plain(it.to_string().into()),
        DeValue::Array(items) => {
            Content::List(items.into_iter().map(|it| node(it, lines)).collect())
        }
        DeValue::Table(table) => map(table, lines),
    };
    Node {
        line: lines.line(span.start),
        place: (span.start as u32, span.end as u32),
        content,
    }
}

#[cfg(test)]
mod tests {
    use crate::data::tests::{Case, column};

    #[test]
    fn an_array_of_tables_is_a_table() {
        let text = "[[matches]]\nhome = \"Lens\"\ngoals = 1_204\nday = 2024-03-14\n\n[[matches]]\nhome = \"Nice\"\ngoals = 0\nday = 2024-03-15\n";
        let (tables, found) = Case::new("t.toml", text).at("/matches").load();
        assert!(found.is_empty(), "{found:?}");
        let table = tables.into_iter().next().unwrap();
        let names: Vec<&str> = table.columns.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["home", "goals", "day"]);
        assert_eq!(column(&table, "goals"), ["1204", "0"]);
        assert_eq!(table.place(1, 0).line, 6);
    }
}
