//! Reading back: the finished text is read once more, as a reader would, before it is published.
//!
//! What a figure or a name says is right by construction, since it comes from a value with its mark;
//! here stands what joining can still get wrong, and what no text may ever show.

use std::ops::Range;

use super::Text;
use crate::interpret::Hold;
use crate::story::{Literals, Unfounded};

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

/// Returns what is wrong with a finished text, if anything; `claims` are those of its variant that nothing answers for.
pub(super) fn read_back(
    text: &Text,
    claims: &[Unfounded],
    literals: &Literals,
) -> Result<(), Hold> {
    if text.text.trim_ascii().is_empty() {
        return Err(Hold::because("a text came out empty"));
    }
    let mut pairs = Pairs::default();
    let mut start = 0;
    for mark in &text.marks {
        authors_words(text, start..mark.range.start, literals, &mut pairs)?;
        let value = &text.text[mark.range.clone()];
        if RESIDUE.contains(&value) {
            let what = format!("the data says `{value}` where something should be");
            return Err(found(text, &what));
        }
        start = mark.range.end;
    }
    authors_words(text, start..text.text.len(), literals, &mut pairs)?;
    if pairs != Pairs::default() {
        return Err(found(text, "a bracket or a quotation mark has no partner"));
    }
    // Almost no variant has any: what an author wrote was looked at when it was compiled.
    for claim in claims {
        unfounded(text, claim)?;
    }
    spaces(text)?;
    ends(text)?;
    doubled_word(text)
}

/// Finds a sentence that runs into the next one: in a paragraph of several, each has its full stop.
pub(super) fn read_paragraph(texts: &[Text]) -> Result<(), Hold> {
    const CLOSERS: [char; 9] = [')', '»', '”', '"', '*', '_', ' ', '\u{a0}', '\u{202f}'];
    if texts.len() < 2 {
        return Ok(());
    }
    for text in texts {
        let bare = text.text.trim_end_matches(CLOSERS);
        if !bare.ends_with(['.', '!', '?', '…', ':', ';']) {
            return Err(found(text, "a sentence of a paragraph has no full stop"));
        }
    }
    Ok(())
}

/// The brackets and quotation marks of the author's that are open.
#[derive(Default, PartialEq)]
struct Pairs {
    round: i32,
    french: i32,
    english: i32,
}

impl Pairs {
    /// Takes in a byte, given those before it; an end without its start stays open for good.
    fn take(&mut self, before: &[u8], byte: u8) {
        let close = |open: &mut i32| *open -= if *open > 0 { 1 } else { 1 << 16 };
        match byte {
            b'(' => self.round += 1,
            b')' => close(&mut self.round),
            0xab if before.ends_with(b"\xc2") => self.french += 1,
            0xbb if before.ends_with(b"\xc2") => close(&mut self.french),
            0x9c if before.ends_with(b"\xe2\x80") => self.english += 1,
            0x9d if before.ends_with(b"\xe2\x80") => close(&mut self.english),
            _ => {}
        }
    }
}

/// Finds template syntax in a run of the author's words, and a figure that nothing answers for.
fn authors_words(
    text: &Text,
    range: Range<usize>,
    literals: &Literals,
    pairs: &mut Pairs,
) -> Result<(), Hold> {
    let words = &text.text[range];
    let bytes = words.as_bytes();
    let mut has_digit = false;
    for (idx, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => has_digit = true,
            // Every mark has one of these; a look at single bytes passes over ordinary prose quickly.
            b'{' | b'}' | b'[' | b']' | b'%' | b'<' | b'$' => {
                let pair = &bytes[idx..bytes.len().min(idx + 2)];
                if let Some(mark) = MARKS.iter().find(|it| it.as_bytes() == pair) {
                    let what = format!("template syntax `{mark}` was left in");
                    return Err(found(text, &what));
                }
            }
            b'(' | b')' | 0x9c | 0x9d | 0xab | 0xbb => pairs.take(&bytes[..idx], *byte),
            _ => {}
        }
    }
    if has_digit && let Some(range) = literals.undeclared(words).next() {
        let what = format!(
            "the figure `{}` comes from no cell and no `literals:`",
            &words[range]
        );
        return Err(found(text, &what));
    }
    Ok(())
}

/// Finds a claim that nothing answers for, where it was not left out.
fn unfounded(text: &Text, claim: &Unfounded) -> Result<(), Hold> {
    let stands = if let Some(site) = claim.site {
        text.marks.iter().any(|it| it.origin == site)
    } else {
        let ends = text.marks.iter().map(|it| it.range.end);
        let starts = text.marks.iter().map(|it| it.range.start);
        let mut between = std::iter::once(0)
            .chain(ends)
            .zip(starts.chain([text.text.len()]));
        between.any(|(start, end)| claim.stands_in(&text.text[start..end]))
    };
    if stands {
        let (kind, words) = (claim.kind, &claim.words);
        let fault = match kind {
            "placeholder" => "was left in",
            _ => "comes from no cell and no `literals:`",
        };
        return Err(found(text, &format!("the {kind} `{words}` {fault}")));
    }
    Ok(())
}

/// Finds a list whose last item is not there.
fn ends(text: &Text) -> Result<(), Hold> {
    const JOINTS: &[&str] = &[" and", " et", " or", " ou", ","];
    let is_value = |end: usize| text.marks.iter().any(|it| it.range.end == end);
    let ends = text.text.match_indices('.').map(|(at, _)| at);
    for end in ends.chain([text.text.len()]) {
        let bare = &text.text[..end];
        if let Some(joint) = JOINTS.iter().find(|it| bare.ends_with(**it))
            && !is_value(end)
        {
            let what = format!("nothing follows `{}`", joint.trim_start());
            return Err(found(text, &what));
        }
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
            b",," | b",." | b";." | b";," => "two marks of punctuation stand in a row",
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

    fn claims() -> [Unfounded; 1] {
        [Unfounded {
            kind: "weekday",
            words: "Tuesday".into(),
            site: None,
        }]
    }

    fn text(text: &str, mark_at: Option<Range<usize>>) -> Text {
        let mark = |range| Mark { range, origin: 0 };
        Text {
            text: text.to_owned(),
            marks: mark_at.map(mark).into_iter().collect(),
        }
    }

    #[track_caller]
    fn check(words: &str, expected: Option<&str>) {
        let found = read_back(&text(words, None), &claims(), &Literals::default())
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
        check(
            "They won on Tuesday.",
            Some("the weekday `Tuesday` comes from no cell"),
        );
        check("Tuesdays are fine.", None);
    }

    #[test]
    fn what_is_not_finished_is_found() {
        check("Lyon, Nantes and", Some("nothing follows `and`"));
        check("Lyon, Nantes et.", Some("nothing follows `et`"));
        check("Lyon, Nantes,", Some("nothing follows `,`"));
        check("Sand.", None);
        check("A goal (late.", Some("a bracket"));
        check("A goal) late (", Some("a bracket"));
        check("«\u{a0}Oui\u{a0}», dit-il, “yes” (vraiment).", None);
        check("«\u{a0}Oui.", Some("a bracket"));
    }

    #[test]
    fn sentences_of_one_paragraph_have_their_full_stops() {
        let texts = |of: [&str; 2]| of.map(|it| text(it, None));
        assert!(read_paragraph(&texts(["One won.", "«\u{a0}Oui.\u{a0}»"])).is_ok());
        assert!(read_paragraph(&texts(["One won", "The other lost."])).is_err());
        assert!(read_paragraph(&texts(["One won", "The other lost"])[..1]).is_ok());
    }

    #[test]
    fn a_value_may_hold_anything() {
        let literals = Literals::default();
        let odd = text("By Null {{x}} (1.", Some(3..16));
        assert!(read_back(&odd, &claims(), &literals).is_ok());
        let day = text("By Tuesday.", Some(3..10));
        assert!(read_back(&day, &claims(), &literals).is_ok());
        let hold = read_back(&text("By NaN.", Some(3..6)), &claims(), &literals);
        let hold = hold.expect_err("no name is a residue");
        assert!(hold.reasons[0].text.starts_with("the data says `NaN`"));
    }
}
