//! Markup: a literal in; the ranges of it that no rule of language may touch out.

use std::ops::Range;

/// Returns the ranges of code spans, tags, autolinks, bare addresses, link targets and mail addresses, in order.
pub(super) fn protected(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut idx = 0;
    while idx < text.len() {
        let end = span_at(text, idx);
        match end {
            Some(end) => {
                ranges.push(idx..end);
                idx = end;
            }
            None => idx += text[idx..].chars().next().map_or(1, char::len_utf8),
        }
    }
    ranges
}

/// Returns `text` with each stretch between its protected ranges as `set` writes it; it is given the text so far,
/// the whole text, and where the stretch begins and ends.
pub(super) fn around_protected(text: &str, set: fn(&mut String, &str, usize, usize)) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut from = 0;
    for range in protected(text) {
        set(&mut out, text, from, range.start);
        out.push_str(&text[range.clone()]);
        from = range.end;
    }
    set(&mut out, text, from, text.len());
    out
}

/// Returns where the protected span that begins at `start` ends.
fn span_at(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    match rest.as_bytes()[0] {
        b'`' => code(rest).map(|it| start + it),
        b'<' => tag(rest).map(|it| start + it),
        b']' if rest.starts_with("](") => {
            Some(start + rest.find(')').map_or(rest.len(), |it| it + 1))
        }
        b'{' if rest.starts_with("{{") => {
            Some(start + rest.find("}}").map_or(rest.len(), |it| it + 2))
        }
        b'&' => entity(rest).map(|it| start + it),
        _ if at_word_start(text, start) => address(rest).map(|it| start + it),
        _ => None,
    }
}

fn code(rest: &str) -> Option<usize> {
    let ticks = rest.bytes().take_while(|it| *it == b'`').count();
    let fence = &rest[..ticks];
    rest[ticks..].find(fence).map(|it| ticks + it + ticks)
}

fn tag(rest: &str) -> Option<usize> {
    let opens = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    opens.then(|| rest.find('>')).flatten().map(|it| it + 1)
}

fn entity(rest: &str) -> Option<usize> {
    let end = rest.find(';')?;
    let name = &rest[1..end];
    let plausible = (1..12).contains(&name.len())
        && name
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'#');
    plausible.then_some(end + 1)
}

fn at_word_start(text: &str, start: usize) -> bool {
    !text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/' || c == '@')
}

/// Returns the length of an address or a mail address at the start of a text.
fn address(rest: &str) -> Option<usize> {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | ')' | ']'))
        .unwrap_or(rest.len());
    let word = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '\'', '’']);
    let is_address = word.contains("://")
        || word.starts_with("www.")
        || word.starts_with("mailto:")
        || word
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    is_address.then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::protected;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = protected(text).into_iter().map(|it| &text[it]).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn code_links_and_addresses_are_left_alone() {
        check("a `b ; c` d", &["`b ; c`"]);
        check("[x](http://a.b/c;d) !", &["](http://a.b/c;d)"]);
        check("see https://a.b/?q=1:2, please", &["https://a.b/?q=1:2"]);
        check("to me@a.fr!", &["me@a.fr"]);
        check("<b class=\"x\">y</b>", &["<b class=\"x\">", "</b>"]);
        check("a < b", &[]);
        check("R&D; x &amp; y", &["&D;", "&amp;"]);
        check("`open", &[]);
    }
}
