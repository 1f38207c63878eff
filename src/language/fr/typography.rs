//! French typography: an author's literal in; its spaces, apostrophes and quotation marks as French sets them out.

use super::{APOSTROPHE, NARROW_NO_BREAK, NO_BREAK};
use crate::language::markup;

/// What an apostrophe stands after when the next letter is in a value.
const ELIDED: &[&str] = &[
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
];

/// Returns the literal as French sets it.
pub(super) fn typography(literal: &str) -> String {
    markup::around_protected(literal, set)
}

/// Sets one unprotected stretch; the characters around it are seen, not touched.
fn set(out: &mut String, literal: &str, start: usize, end: usize) {
    let mut skip_to = start;
    for (offset, letter) in literal[start..end].char_indices() {
        let idx = start + offset;
        if idx < skip_to {
            continue;
        }
        let rest = &literal[idx + letter.len_utf8()..];
        match letter {
            '\'' if is_apostrophe(out, rest) => out.push(APOSTROPHE),
            '.' if dots(&literal[idx..end]) == 3 && !out.ends_with('.') => {
                out.push('…');
                skip_to = idx + 3;
            }
            '"' => quote(out, rest, &mut skip_to, idx),
            '«' => {
                out.push('«');
                skip_to = open_quote(out, rest, idx + letter.len_utf8());
            }
            '»' => close_quote(out),
            ';' | '!' | '?' | ':' => mark(out, letter, rest),
            '%' | '€' => unit(out, letter, rest),
            _ => out.push(letter),
        }
    }
}

fn dots(text: &str) -> usize {
    text.bytes().take_while(|it| *it == b'.').count()
}

fn is_apostrophe(out: &str, rest: &str) -> bool {
    if !out.ends_with(char::is_alphabetic) {
        return false;
    }
    let next = rest.chars().next();
    if next.is_some_and(char::is_alphanumeric) {
        return true;
    }
    let start = out.rfind(|c: char| !c.is_alphabetic()).map_or(0, |it| {
        it + out[it..].chars().next().map_or(1, char::len_utf8)
    });
    let word = out[start..].to_lowercase();
    ELIDED.contains(&word.as_str())
        && next.is_none_or(|it| matches!(it, '*' | '_' | '[' | '«' | '“' | '"' | '{' | '`' | '<'))
}

/// Turns a straight quotation mark; a mark after a figure is inches and stays.
fn quote(out: &mut String, rest: &str, skip_to: &mut usize, idx: usize) {
    let before = out.chars().next_back();
    let is_open = out.matches('«').count() > out.matches('»').count();
    let opens = !is_open
        && before.map_or_else(
            // A value may stand before the literal: then what follows tells.
            || rest.starts_with(|c: char| c.is_alphanumeric() || "*_[".contains(c)),
            |it| it.is_whitespace() || "([—–’*_".contains(it),
        );
    if opens {
        out.push('«');
        *skip_to = open_quote(out, rest, idx + 1);
    } else if before.is_some_and(|it| it.is_ascii_digit()) && !is_open {
        out.push('"');
    } else {
        close_quote(out);
    }
}

/// Sets the space after an opening mark; returns where the text goes on.
fn open_quote(out: &mut String, rest: &str, after: usize) -> usize {
    out.push(NO_BREAK);
    let spaces = rest.len()
        - rest
            .trim_start_matches([' ', NO_BREAK, NARROW_NO_BREAK])
            .len();
    after + spaces
}

fn close_quote(out: &mut String) {
    trim_spaces(out);
    out.push(NO_BREAK);
    out.push('»');
}

fn trim_spaces(out: &mut String) {
    let end = out.trim_end_matches([' ', NO_BREAK, NARROW_NO_BREAK]).len();
    out.truncate(end);
}

/// Sets a high mark and the space before it.
fn mark(out: &mut String, letter: char, rest: &str) {
    let space = if letter == ':' {
        NO_BREAK
    } else {
        NARROW_NO_BREAK
    };
    let before = out.chars().next_back();
    let spaced = before.is_some_and(|it| matches!(it, ' ' | NO_BREAK | NARROW_NO_BREAK));
    // An image, an emoji name, a ratio or a word such as `::` is no punctuation.
    let image = letter == '!' && rest.starts_with('[');
    let ends = rest.is_empty()
        || rest.starts_with(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '!' | '?' | ')' | '»' | '"' | '*' | '_' | ']' | '…' | '<' | '.'
                )
        });
    let stands = ends || spaced && letter != ':';
    if image || !stands {
        out.push(letter);
        return;
    }
    let joins = before.is_some_and(|it| {
        it.is_alphanumeric()
            || matches!(
                it,
                ')' | ']' | '»' | '”' | '%' | '€' | '*' | '_' | '’' | '>' | '`' | '}' | '…'
            )
    });
    if spaced {
        trim_spaces(out);
        out.push(space);
    } else if joins {
        out.push(space);
    }
    out.push(letter);
}

/// Sets a unit with a no-break space before it, after a figure or a value.
fn unit(out: &mut String, letter: char, rest: &str) {
    let body = out.trim_end_matches([' ', NO_BREAK, NARROW_NO_BREAK]);
    let after_figure = body.is_empty() || body.ends_with(|c: char| c.is_ascii_digit() || c == '}');
    let joined =
        out.ends_with(|c: char| c.is_ascii_digit()) && !rest.starts_with(char::is_alphanumeric);
    if after_figure && body.len() < out.len() || joined {
        trim_spaces(out);
        out.push(NO_BREAK);
    }
    out.push(letter);
}

#[cfg(test)]
mod tests {
    use super::typography;
    use proptest::prelude::*;

    #[track_caller]
    fn check(literal: &str, expected: &str) {
        let shown = typography(literal)
            .replace('\u{a0}', "~")
            .replace('\u{202f}', "^");
        assert_eq!(shown, expected);
    }

    #[test]
    fn marks_get_their_spaces() {
        check("Victoire ! Et maintenant ?", "Victoire^! Et maintenant^?");
        check("Victoire! Quoi?!", "Victoire^! Quoi^?!");
        check("Score : 3-1", "Score~: 3-1");
        check(" ; puis", "^; puis");
        check("à 12:30, http://a.fr/?x", "à 12:30, http://a.fr/?x");
        check("[lien](http://x.fr/a;b) ;", "[lien](http://x.fr/a;b)^;");
        check("`a ; b` ![x](y)", "`a ; b` ![x](y)");
        check("**gras** !", "**gras**^!");
        check("12 % et 3 €", "12~% et 3~€");
        check("12%", "12~%");
    }

    #[test]
    fn apostrophes_and_quotes_are_turned() {
        check("l'équipe d'", "l’équipe d’");
        check("il dit \"non\".", "il dit «~non~».");
        check("« non »", "«~non~»");
        check("«non»", "«~non~»");
        check("dit \" non \" et \"", "dit «~non~» et «~");
        check("\" a-t-il dit", "~» a-t-il dit");
        check("attendre...", "attendre…");
        check("rock 'n' roll", "rock 'n' roll");
    }

    proptest! {
        #[test]
        fn twice_is_once(text in "[a-z0-9 .'\"«»;:!?%€*_`\\[\\]()<>&/@\u{a0}\u{202f}’éà…-]{0,40}") {
            let once = typography(&text);
            prop_assert_eq!(typography(&once), once);
        }
    }
}
