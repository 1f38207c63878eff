//! Prose to the body of a Markdown page, in which nothing that came from data is Markdown.

use super::inline::{Inline, Place, Run, URL_KEPT, URL_PART_KEPT, is_harmless, push_url};
use super::plain::is_figure_column;
use crate::realise::{Form, Prose, Section, Text};

/// Returns the body of the page: every section but the title, which the front matter has.
pub fn body(prose: &Prose) -> String {
    let mut page = Page::default();
    for section in &prose.sections {
        if section.form != Form::Title {
            page.section(section);
        }
    }
    page.text
}

/// The page as far as it is written.
#[derive(Default)]
struct Page {
    text: String,
    /// The bullet of the list just written: a list right after it takes the other one, or the two
    /// would be one.
    bullet: Option<char>,
}

impl Page {
    fn section(&mut self, section: &Section) {
        if let Some(heading) = &section.heading {
            self.block(&format!("## {}", heading_line(heading)));
        }
        if let Some(caption) = &section.caption {
            self.block(&paragraph([caption]));
        }
        match section.form {
            Form::Title => {}
            Form::Paragraph => {
                for texts in &section.blocks {
                    self.block(&paragraph(texts));
                }
            }
            Form::List => self.list(&section.blocks),
            Form::Table => {
                let table = table(section);
                self.block(&table);
            }
        }
    }

    /// Writes one block, apart from the one before.
    fn block(&mut self, block: &str) {
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(block);
        self.text.push('\n');
        self.bullet = None;
    }

    fn list(&mut self, blocks: &[Vec<Text>]) {
        let bullet = if self.bullet == Some('-') { '*' } else { '-' };
        let items: Vec<String> = blocks
            .iter()
            .map(paragraph)
            .filter(|it| !it.is_empty())
            .map(|it| format!("{bullet} {it}"))
            .collect();
        if !items.is_empty() {
            self.block(&items.join("\n"));
            self.bullet = Some(bullet);
        }
    }
}

/// Returns a paragraph that stays one, whatever it begins with.
fn paragraph<'a>(texts: impl IntoIterator<Item = &'a Text>) -> String {
    let mut line = inline(texts, false);
    guard_start(&mut line);
    line
}

fn heading_line(heading: &Text) -> String {
    let mut line = inline([heading], false);
    // Number signs at the end of a heading would be taken for its closing.
    if line.ends_with('#') && !line.ends_with("\\#") {
        line.insert(line.len() - 1, '\\');
    }
    line
}

fn table(section: &Section) -> String {
    let n_columns = section
        .blocks
        .iter()
        .map(Vec::len)
        .chain([section.columns.len()])
        .max()
        .unwrap_or(0);
    if n_columns == 0 || section.blocks.is_empty() {
        return String::new();
    }
    let row = |cells: &[Text]| {
        let mut line = "|".to_owned();
        for idx in 0..n_columns {
            line.push(' ');
            if let Some(cell) = cells.get(idx) {
                line.push_str(&inline([cell], true));
            }
            line.push_str(" |");
        }
        line
    };
    let mut lines = vec![row(&section.columns)];
    let rules = (0..n_columns)
        .map(|idx| {
            if is_figure_column(section, idx) {
                " ---: |"
            } else {
                " --- |"
            }
        })
        .collect::<String>();
    lines.push(format!("|{rules}"));
    lines.extend(section.blocks.iter().map(|it| row(it)));
    lines.join("\n")
}

/// Returns `texts` as one line of Markdown.
fn inline<'a>(texts: impl IntoIterator<Item = &'a Text>, is_cell: bool) -> String {
    let inline = Inline::of(texts);
    if inline.is_blank() {
        return String::new();
    }
    let places = inline.places();
    let has_bracket = inline.markdown().contains(']');
    let mut line = String::with_capacity(inline.markdown().len() * 2);
    for run in inline.runs(inline.markdown()) {
        match run {
            Run::Author(author) if is_cell => push_cell(author, &mut line),
            Run::Author(author) => line.push_str(author),
            Run::Value(idx, value) => match places[idx] {
                Place::Prose => escape(value, has_bracket, &mut line),
                Place::LinkTitle => push_url(value, " ", &mut line),
                Place::AddressPart => push_url(value, URL_PART_KEPT, &mut line),
                Place::Address if is_harmless(value.trim()) => {
                    push_url(value, URL_KEPT, &mut line);
                }
                // A link that must not be followed leads nowhere.
                Place::Address => line.push('#'),
            },
        }
    }
    let trimmed = line.trim_matches(' ').len();
    let start = line.len() - line.trim_start_matches(' ').len();
    line.drain(..start);
    line.truncate(trimmed);
    line
}

/// Writes what the author wrote in a cell: a bar of theirs is a bar, not the end of the cell.
fn push_cell(author: &str, line: &mut String) {
    for letter in author.chars() {
        if letter == '|' && !line.ends_with('\\') {
            line.push('\\');
        }
        line.push(letter);
    }
}

/// Writes a value so that neither CommonMark nor a site generator sees more in it than text.
fn escape(value: &str, has_bracket: bool, line: &mut String) {
    let mut letters = value.chars().peekable();
    let mut before = ' ';
    let mut is_first = true;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let is_open_end = next.is_none();
        match letter {
            // `{{`, `{%` and `{#` are instructions to Zola, Hugo, Jekyll and Eleventy.
            '{' => line.push_str("&#123;"),
            '<' => line.push_str("&lt;"),
            '>' => line.push_str("&gt;"),
            '|' => line.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '@' => push_escaped(letter, line),
            '(' | ')' if has_bracket || is_first => push_escaped(letter, line),
            '&' if next.is_none_or(|it| it == '#' || it.is_ascii_alphanumeric()) => {
                push_escaped(letter, line);
            }
            // A link may follow, and would be a picture.
            '!' if is_open_end => push_escaped(letter, line),
            // Bare addresses and emoji names.
            ':' if is_first || next.is_none_or(|it| it == '/' || it.is_ascii_alphabetic()) => {
                push_escaped(letter, line);
            }
            '.' if is_first || ends_with_www(line) => push_escaped(letter, line),
            // Generators make one dash of two.
            '-' if before == '-' || next == Some('-') => push_escaped(letter, line),
            _ => line.push(letter),
        }
        before = letter;
        is_first = false;
    }
}

fn push_escaped(letter: char, line: &mut String) {
    line.push('\\');
    line.push(letter);
}

fn ends_with_www(line: &str) -> bool {
    line.len()
        .checked_sub(3)
        .and_then(|start| line.get(start..))
        .is_some_and(|it| it.eq_ignore_ascii_case("www"))
}

/// Escapes what would make `line` begin anything but a paragraph.
fn guard_start(line: &mut String) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let rest = &line[digits..];
        if rest.starts_with(['.', ')']) && is_gap(&rest[1..]) {
            line.insert(digits, '\\');
        }
    } else if begins_block(line) {
        line.insert(0, '\\');
    }
}

fn begins_block(line: &str) -> bool {
    let Some(first) = line.chars().next() else {
        return false;
    };
    match first {
        '#' => is_gap(line.trim_start_matches('#')),
        '>' | '|' => true,
        ':' => is_gap(&line[1..]),
        '-' | '+' | '*' | '_' | '=' => {
            (first != '_' && first != '=' && is_gap(&line[1..])) || is_rule(line, first)
        }
        '`' => line.starts_with("```") && !line.trim_start_matches('`').contains('`'),
        '~' => line.starts_with("~~~"),
        // A definition of a link, which would not be printed, or the box of a task.
        '[' => {
            ["[ ] ", "[x] ", "[X] "]
                .iter()
                .any(|it| line.starts_with(it))
                || is_definition(line)
        }
        _ => false,
    }
}

/// Whether `line` begins as `[label]:`.
fn is_definition(line: &str) -> bool {
    let mut is_escaped = false;
    for (at, letter) in line.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => return false,
            ']' => return line[at + 1..].starts_with(':'),
            _ => {}
        }
    }
    false
}

/// Whether `line` holds nothing but `letter` and spaces, or begins as the fence of front matter.
fn is_rule(line: &str, letter: char) -> bool {
    line.chars().all(|it| it == letter || it == ' ')
        || (matches!(letter, '-' | '+') && line.bytes().take(3).all(|it| it == letter as u8))
}

/// Whether `rest` parts from what stands before it.
fn is_gap(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

#[cfg(test)]
mod tests;
