//! Text for people, in lines no wider than a terminal of old: 80 columns.

use std::fmt::Write as _;

/// The width of what is printed.
pub(super) const WIDTH: usize = 80;

/// Adds a line, cut at the width of the table.
pub(super) fn push_line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{}", shortened(line.trim_end(), WIDTH));
}

/// Returns `text` in at most `width` characters.
pub(super) fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Adds `sentence` in lines no wider than the table, each after `indent`.
pub(super) fn wrap(text: &mut String, sentence: &str, indent: &str) {
    let mut line = String::new();
    for word in sentence.split_whitespace() {
        let is_full = indent.len() + line.chars().count() + 1 + word.chars().count() > WIDTH;
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
    use super::{WIDTH, shortened, wrap};

    #[test]
    fn no_line_is_wider_than_the_table() {
        let mut text = String::new();
        wrap(&mut text, &"mot ".repeat(60), "    ");
        wrap(&mut text, &"x".repeat(200), "    ");
        assert!(text.lines().all(|it| it.chars().count() <= WIDTH), "{text}");
        assert_eq!(shortened("élan vital", 5), "élan…");
    }
}
