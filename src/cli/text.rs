//! Text for people, in lines no wider than a terminal of old: 80 columns.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of what is printed.
pub(super) const WIDTH: usize = 80;

/// Adds a line, cut at the width of the table.
pub(super) fn push_line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{}", shortened(line.trim_end(), WIDTH));
}

/// Returns how many columns of a terminal `text` takes: some letters take two, and accents none.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Returns `text` followed by as many spaces as it is narrower than `to`.
pub(super) fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// Returns `text` on one line and in at most `most` columns of a terminal.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let text: String = text
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    if width(&text) <= most {
        return text;
    }
    let mut taken = 0;
    let kept: String = text
        .chars()
        .take_while(|it| {
            taken += it.width().unwrap_or(0);
            taken < most
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// Adds `sentence` in lines no wider than the table, each after `indent`.
pub(super) fn wrap(text: &mut String, sentence: &str, indent: &str) {
    let mut line = String::new();
    for word in sentence.split_whitespace() {
        let is_full = indent.len() + width(&line) + 1 + width(word) > WIDTH;
        if is_full && !line.is_empty() {
            push_line(text, &format!("{indent}{line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    push_line(text, &format!("{indent}{line}"));
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, padded, shortened, wrap};

    #[test]
    fn no_line_is_wider_than_the_table() {
        let mut text = String::new();
        wrap(&mut text, &"mot ".repeat(60), "    ");
        wrap(&mut text, &"x".repeat(200), "    ");
        assert!(text.lines().all(|it| it.chars().count() <= WIDTH), "{text}");
        assert_eq!(shortened("élan vital", 5), "élan…");
    }

    #[test]
    fn letters_of_two_columns_count_twice() {
        assert_eq!(shortened("東京都", 5), "東京…");
        assert_eq!(padded("東京", 6), "東京  ");
        assert_eq!(shortened("a\nb", 5), "a b");
    }
}
