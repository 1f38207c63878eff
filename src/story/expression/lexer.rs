//! Text to tokens, each with its place; the first thing that is no token is told with a way out.

use std::ops::Range;

use rust_decimal::Decimal;

/// A piece of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name or a word of the grammar.
    Word(String),
    /// A text between quotes, with its escapes undone.
    Text(String),
    /// A number as it was written, exactly.
    Number(Decimal),
    /// An operator, a bracket or another sign.
    Sign(&'static str),
}

/// What is wrong with the grammar, and where.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    /// One clause.
    pub(super) message: String,
    /// The bytes of the expression it is about.
    pub(super) range: Range<usize>,
    /// What to do.
    pub(super) hint: Option<String>,
}

impl Broken {
    /// Returns a mistake at `range`.
    pub(super) fn new(message: impl Into<String>, range: Range<usize>) -> Self {
        Broken {
            message: message.into(),
            range,
            hint: None,
        }
    }

    /// Says what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl Token {
    /// Returns the token as a message names it.
    pub(super) fn describe(&self) -> String {
        match self {
            Token::Word(word) => format!("`{word}`"),
            Token::Text(text) => format!("the text \"{text}\""),
            Token::Number(number) => format!("the number {number}"),
            Token::Sign(sign) => format!("`{sign}`"),
        }
    }
}

/// Every sign of the grammar, longer ones before those they start with.
const SIGNS: [&str; 29] = [
    "...", "//", "**", "==", "!=", ">=", "<=", "?.", "?[", "+", "-", "*", "/", "%", ".", ",", ":",
    "~", "|", "=", ">", "<", "(", ")", "[", "]", "{", "}", "@",
];

/// What people write out of habit from other languages, and what it is here.
const HABITS: [(&str, &str); 8] = [
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("!", "write `not`"),
    ("<>", "write `!=`"),
    ("\u{2019}", "write a straight quote: '"),
    ("\u{201c}", "write straight quotes: \""),
    ("\u{ab}", "write straight quotes: \""),
    ("\u{2212}", "write a hyphen-minus: -"),
];

/// Cuts `text` into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Broken> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        if next.is_whitespace() {
            at += next.len_utf8();
            continue;
        }
        let (token, length) = token(text, at, next)?;
        found.push((token, at..at + length));
        at += length;
    }
    Ok(found)
}

/// Returns the token that starts at `at` with the character `next`, and its length.
fn token(text: &str, at: usize, next: char) -> Result<(Token, usize), Broken> {
    let rest = &text[at..];
    if next.is_alphabetic() || next == '_' {
        let length = rest
            .find(|it: char| !it.is_alphanumeric() && it != '_')
            .unwrap_or(rest.len());
        return Ok((Token::Word(rest[..length].to_owned()), length));
    }
    if next.is_ascii_digit() {
        return number(rest, at);
    }
    if matches!(next, '"' | '\'' | '`') {
        return quoted(rest, at, next);
    }
    if let Some((habit, hint)) = HABITS
        .iter()
        .find(|(it, _)| rest.starts_with(it) && !rest.starts_with("!="))
    {
        return Err(Broken::new(
            format!("`{habit}` is no part of an expression"),
            at..at + habit.len(),
        )
        .hint(*hint));
    }
    match SIGNS.iter().find(|it| rest.starts_with(**it)) {
        Some(sign) => Ok((Token::Sign(sign), sign.len())),
        None => Err(Broken::new(
            format!("`{next}` is no part of an expression"),
            at..at + next.len_utf8(),
        )),
    }
}

/// Reads a number: digits, and a decimal part after a point.
fn number(rest: &str, at: usize) -> Result<(Token, usize), Broken> {
    let digits = |text: &str| {
        text.find(|it: char| !it.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let whole = digits(rest);
    let mut length = whole;
    if let Some(decimals) = rest[whole..].strip_prefix('.') {
        match digits(decimals) {
            0 => {}
            count => length += 1 + count,
        }
    }
    match Decimal::from_str_exact(&rest[..length]) {
        Ok(number) => Ok((Token::Number(number), length)),
        Err(_) => Err(Broken::new(
            format!("the number {} has more than 28 digits", &rest[..length]),
            at..at + length,
        )),
    }
}

/// Reads a text up to its closing quote.
fn quoted(rest: &str, at: usize, quote: char) -> Result<(Token, usize), Broken> {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((offset, character)) = characters.next() {
        if character == quote {
            return Ok((Token::Text(text), offset + 1));
        }
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some((_, it @ ('"' | '\'' | '`' | '/' | '\\'))) => text.push(it),
            Some((_, 'n')) => text.push('\n'),
            Some((_, 't')) => text.push('\t'),
            Some((_, 'r')) => text.push('\r'),
            Some((end, it)) => {
                return Err(Broken::new(
                    format!("`\\{it}` is no escape"),
                    at + offset..at + end + it.len_utf8(),
                )
                .hint("write `\\\\` for a backslash"));
            }
            None => break,
        }
    }
    Err(Broken::new(
        format!("the text opened with `{quote}` is not closed"),
        at..at + rest.len(),
    )
    .hint(format!("add the closing `{quote}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = tokens(text)
            .expect("the case is made of tokens")
            .iter()
            .map(|(it, _)| it.describe())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_numbers_texts_and_signs_are_cut() {
        check("a>=1.50", &["`a`", "`>=`", "the number 1.50"]);
        check("a.b?.c", &["`a`", "`.`", "`b`", "`?.`", "`c`"]);
        check(
            r"'it\'s' ~ `x`",
            &["the text \"it's\"", "`~`", "the text \"x\""],
        );
        check(
            "xs[1].y",
            &["`xs`", "`[`", "the number 1", "`]`", "`.`", "`y`"],
        );
        check("équipe != 2", &["`équipe`", "`!=`", "the number 2"]);
    }

    #[test]
    fn what_is_no_token_is_told_with_its_place() {
        for (text, range) in [
            ("a && b", 2..4),
            ("a || b", 2..4),
            ("!a", 0..1),
            ("x == “a”", 5..8),
            ("x == 'a", 5..7),
            ("x == 'a\\q'", 7..9),
            ("a # b", 2..3),
        ] {
            let broken = tokens(text).expect_err("the case is broken");
            assert_eq!(broken.range, range, "{text}: {}", broken.message);
        }
    }
}
