//! A range of a query's text in, its place in `gen.yaml` out, however YAML writes the query.

use std::ops::Range;

use crate::source::{Located, Reads, Span};

/// Returns the place of `range`, counted in the query's text: as one line, quoted, or in a block of lines that
/// are set in. Where the file writes it in another way, with escapes, that of its first line.
pub(super) fn inside(reads: &Reads, query: &Located<String>, range: Range<usize>) -> Span {
    let file = query.span.file;
    let text = &reads.file(file).text;
    let start = query.span.start as usize;
    let Some(written) = text.get(start..) else {
        return query.span;
    };
    let places = align(written, &query.value);
    let letters = query
        .value
        .char_indices()
        .filter(|it| !it.1.is_whitespace());
    let numbered = letters.zip(places.into_iter().flatten());
    let meant = numbered.filter(|((at, _), _)| range.contains(at));
    let meant: Vec<Range<usize>> = meant
        .map(|((_, letter), at)| start + at..start + at + letter.len_utf8())
        .collect();
    match (meant.first(), meant.last()) {
        (Some(first), Some(last)) => Span::new(file, first.start..last.end),
        _ => first_line(text, query.span),
    }
}

/// Returns the first line of a query.
pub(super) fn first_line(text: &str, span: Span) -> Span {
    let written = text.get(span.range()).unwrap_or_default();
    let length = written.lines().next().unwrap_or_default().trim_end().len();
    span.slice(0..length)
}

/// Returns where each letter of `value` that is no space stands in `written`, which begins with it, with a quote
/// or with the sign of a block.
fn align(written: &str, value: &str) -> Option<Vec<usize>> {
    let first = value.chars().find(|it| !it.is_whitespace())?;
    // After the sign of a block, its first line may be a comment away.
    let starts = written.match_indices(first).map(|it| it.0).take(16);
    starts.into_iter().find_map(|start| {
        let mut letters = written[start..]
            .char_indices()
            .filter(|it| !it.1.is_whitespace());
        let wanted = value.chars().filter(|it| !it.is_whitespace());
        wanted
            .map(|letter| match letters.next() {
                Some((at, found)) if found == letter => Some(start + at),
                _ => None,
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::inside;
    use crate::source::{Located, Reads, Span};

    #[test]
    fn a_word_is_found_however_the_query_is_written() {
        let check = |yaml: &str, value: &str, word: &str, expected: &str| {
            let mut reads = Reads::new("no such project");
            let file = reads.keep(Path::new("gen.yaml"), yaml);
            let start = yaml.find(": ").unwrap() + 2;
            let query = Located {
                value: value.to_owned(),
                span: Span::new(file, start..yaml.len()),
            };
            let at = value.find(word).unwrap();
            let span = inside(&reads, &query, at..at + word.len());
            assert_eq!(&yaml[span.range()], expected, "{yaml}");
        };
        check("q: select a from b", "select a from b", "b", "b");
        check("q: 'select a from b'", "select a from b", "from", "from");
        check(
            "q: |\n  select a\n  from b\n",
            "select a\nfrom b\n",
            "from b",
            "from b",
        );
        check("q: >-\n  select a\n  from b\n", "select a from b", "a", "a");
        check("q: \"select\\ta\"", "select\ta", "a", "\"select\\ta\"");
    }
}
