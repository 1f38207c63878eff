//! Reading back: the finished text is read once more, as a reader would, before it is published.
//!
//! What a figure or a name says is right by construction, since it comes from a value with its mark;
//! here stands what joining can still get wrong, and what no text may ever show.

use super::Text;
use crate::interpret::Hold;
use crate::story::Literals;

/// What machines leave in data where a name or a figure should be.
const RESIDUE: &[&str] = &[
    "NaN",
    "None",
    "null",
    "undefined",
    "#N/A",
    "[object Object]",
];

/// Marks of template languages.
const MARKS: &[&str] = &["{{", "}}", "[[", "]]", "{%", "%}", "<%", "${", "%(", "{:"];

/// Returns what is wrong with a finished text, if anything.
pub(super) fn read_back(text: &Text, literals: &Literals) -> Result<(), Hold> {
    if text.text.trim_ascii().is_empty() {
        return Err(Hold::because("a text came out empty"));
    }
    let mut start = 0;
    for mark in &text.marks {
        authors_words(text, &text.text[start..mark.range.start], literals)?;
        let value = &text.text[mark.range.clone()];
        if RESIDUE.contains(&value) {
            let what = format!("the data says `{value}` where something should be");
            return Err(found(text, &what));
        }
        start = mark.range.end;
    }
    authors_words(text, &text.text[start..], literals)?;
    spaces(text)?;
    doubled_word(text)
}

/// Finds template syntax in a run of the author's words, and a figure that nothing answers for.
fn authors_words(text: &Text, words: &str, literals: &Literals) -> Result<(), Hold> {
    let mut has_digit = false;
    for pair in words.as_bytes().windows(2) {
        has_digit |= pair[0].is_ascii_digit();
        // Every mark has one of these; a look at single bytes passes over ordinary prose quickly.
        if matches!(pair[0], b'{' | b'}' | b'[' | b']' | b'%' | b'<' | b'$')
            && let Some(mark) = MARKS.iter().find(|it| it.as_bytes() == pair)
        {
            return Err(found(
                text,
                &format!("template syntax `{mark}` was left in"),
            ));
        }
    }
    has_digit |= words.as_bytes().last().is_some_and(u8::is_ascii_digit);
    if has_digit && let Some(range) = literals.undeclared(words).next() {
        let what = format!(
            "the figure `{}` comes from no cell and no `literals:`",
            &words[range]
        );
        return Err(found(text, &what));
    }
    Ok(())
}

/// Finds two spaces in a row, and a space before a comma or a full stop.
fn spaces(text: &Text) -> Result<(), Hold> {
    let bytes = text.text.as_bytes();
    for (idx, pair) in bytes.windows(2).enumerate() {
        let message = match pair {
            b"  " => "two spaces stand in a row",
            b" ," | b" ." => "a space stands before a comma or a full stop",
            b",," | b",." => "two marks of punctuation stand in a row",
            _ => continue,
        };
        if !text
            .marks
            .iter()
            .any(|it| it.range.start <= idx && idx + 2 <= it.range.end)
        {
            return Err(found(text, message));
        }
    }
    Ok(())
}

/// Finds a word that stands twice in a row and is no value.
fn doubled_word(text: &Text) -> Result<(), Hold> {
    // French says "nous nous" and "vous vous" of itself, English "that that" and "had had".
    const FINE: &[&str] = &["nous", "vous", "that", "had"];
    let mut before = "";
    let mut start = 0;
    for word in text.text.split(' ') {
        let is_word = word.len() > 1 && word.chars().all(char::is_alphabetic);
        if is_word
            && word == before
            && !FINE.contains(&word)
            && !in_one_mark(text, start, start + word.len())
        {
            return Err(found(
                text,
                &format!("the word `{word}` stands twice in a row"),
            ));
        }
        before = word;
        start += word.len() + 1;
    }
    Ok(())
}

/// Whether the word from `start` to `end` and the one before it are one value.
fn in_one_mark(text: &Text, start: usize, end: usize) -> bool {
    let mut marks = text.marks.iter();
    marks.any(|it| it.range.start < start && end <= it.range.end)
}

fn found(text: &Text, what: &str) -> Hold {
    Hold::because(format!("{what}: “{}”", text.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::realise::Mark;

    fn check(text: &str, expected: Option<&str>) {
        let text = Text {
            text: text.to_owned(),
            marks: Vec::new(),
        };
        let found = read_back(&text, &Literals::default())
            .err()
            .map(|it| it.reasons[0].text.clone());
        match expected {
            Some(start) => assert!(found.expect("it is held").starts_with(start)),
            None => assert_eq!(found, None),
        }
    }

    #[test]
    fn what_no_text_may_show_is_found() {
        check("All is well.", None);
        check("The [[MASCOT]] won.", Some("template syntax `[[`"));
        check("None of them won.", None);
        check("Two  spaces.", Some("two spaces"));
        check("A , b.", Some("a space stands"));
        check("It is is here.", Some("the word `is`"));
        check("Nous nous voyons.", None);
        check(" ", Some("a text came out empty"));
        check("They won by 3.", Some("the figure `3` comes from no cell"));
    }

    #[test]
    fn a_value_may_hold_anything() {
        let text = Text {
            text: "By Null {{x}}.".to_owned(),
            marks: vec![Mark {
                range: 3..13,
                origin: 0,
            }],
        };
        assert!(read_back(&text, &Literals::default()).is_ok());
        let text = Text {
            text: "By NaN.".to_owned(),
            marks: vec![Mark {
                range: 3..6,
                origin: 0,
            }],
        };
        let hold = read_back(&text, &Literals::default()).expect_err("no name is a residue");
        assert!(hold.reasons[0].text.starts_with("the data says `NaN`"));
    }
}
