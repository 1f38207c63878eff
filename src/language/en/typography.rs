//! English typography: an author's literal in; its apostrophes, quotation marks and dashes turned out.

use crate::language::markup;

/// Returns the literal as English sets it.
pub(super) fn typography(literal: &str) -> String {
    markup::around_protected(literal, set)
}

fn set(out: &mut String, literal: &str, start: usize, end: usize) {
    let mut skip_to = start;
    for (offset, letter) in literal[start..end].char_indices() {
        let idx = start + offset;
        if idx < skip_to {
            continue;
        }
        let rest = &literal[idx + letter.len_utf8()..];
        match letter {
            '\'' => single(out, rest),
            '"' if is_measure(out) => out.push('"'),
            '"' => out.push(if opens(out, rest) { '“' } else { '”' }),
            '.' if literal[idx..end]
                .bytes()
                .take_while(|it| *it == b'.')
                .count()
                == 3
                && !out.ends_with('.') =>
            {
                out.push('…');
                skip_to = idx + 3;
            }
            '-' if rest.starts_with("- ") && out.ends_with(' ') => {
                out.push('–');
                skip_to = idx + 2;
            }
            _ => out.push(letter),
        }
    }
}

/// Turns an apostrophe; after a figure it may be feet or minutes and stays, unless a letter follows: `the 90's`.
fn single(out: &mut String, rest: &str) {
    let next = rest.chars().next();
    if out.ends_with(char::is_alphabetic)
        || next.is_some_and(|it| it.is_ascii_digit()) && !is_measure(out)
    {
        out.push('’');
    } else if is_measure(out) && !next.is_some_and(char::is_alphabetic) {
        out.push('\'');
    } else {
        out.push(if opens(out, rest) { '‘' } else { '’' });
    }
}

fn is_measure(out: &str) -> bool {
    out.ends_with(|c: char| c.is_ascii_digit()) && !out.contains(['“', '‘'])
}

/// Whether a quotation mark opens. At the start of a literal a value may stand before it: then what follows tells.
fn opens(out: &str, rest: &str) -> bool {
    let word_follows = rest.starts_with(|c: char| {
        c.is_alphanumeric() || matches!(c, '*' | '_' | '[' | '‘' | '\'' | '“' | '$' | '€' | '£')
    });
    match out.chars().next_back() {
        None => word_follows,
        Some(it) => {
            (it.is_whitespace() || matches!(it, '(' | '[' | '—' | '–' | '“' | '‘' | '*' | '_'))
                && (word_follows || rest.is_empty())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::typography;
    use proptest::prelude::*;

    #[test]
    fn marks_are_turned() {
        let cases = [
            ("the club's \"big\" win", "the club’s “big” win"),
            ("It's \"", "It’s “"),
            ("\" he said", "” he said"),
            ("in the '90s", "in the ’90s"),
            ("6'2\" tall", "6'2\" tall"),
            ("a -- b", "a – b"),
            ("wait...", "wait…"),
            ("`it's` [a's](b's)", "`it's` [a’s](b's)"),
        ];
        for (literal, expected) in cases {
            assert_eq!(typography(literal), expected);
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(text in "[a-z0-9 .'\"“”‘’;:!?%$*_`\\[\\]()<>&/@—–-]{0,40}") {
            let once = typography(&text);
            prop_assert_eq!(typography(&once), once);
        }
    }
}
