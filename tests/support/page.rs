//! The text of a Markdown page in; its fenced blocks out, each knowing what it is.

/// A page of worked snippets.
pub(crate) struct Page {
    /// The blocks that are part of the project, or say what comes of it, in the order written.
    pub(crate) blocks: Vec<Block>,
}

/// A fenced block.
pub(crate) struct Block {
    /// What it is.
    pub(crate) kind: Kind,
    /// The info string behind the fence.
    pub(crate) info: String,
    /// The line of its fence, from 1.
    pub(crate) line: usize,
    /// What stands between the fences, with the line break at its end.
    pub(crate) text: String,
    /// The lines of its text, from 0, the last excluded.
    lines: std::ops::Range<usize>,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A file of the project; a later one of the same path replaces it.
    File(String),
    /// A change to a file, for the expected blocks right after it.
    Change(String),
    /// An article as Markdown: its title, an empty line, its body.
    Article(String),
    /// A file that gen writes.
    Output(String),
    /// Everything the project is told, as a terminal shows it.
    Diagnostics,
    /// The articles that are held, with the reasons.
    Held,
    /// Variants and what they print, a line each, for the first record of a story.
    Prints(String, String),
}

impl Kind {
    /// Returns what a block of this info string is; none if it is only an illustration.
    fn of(info: &str) -> Result<Option<Kind>, String> {
        let words: Vec<&str> = info.split_whitespace().collect();
        Ok(Some(match words[..] {
            [] | [_] => return Ok(None),
            [_, "diagnostics"] => Kind::Diagnostics,
            [_, "held"] => Kind::Held,
            [_, "article", article] => Kind::Article(article.to_owned()),
            [_, "output", path] => Kind::Output(path.to_owned()),
            [_, "prints", bank] => match bank.rsplit_once('.') {
                Some((story, language)) => Kind::Prints(story.to_owned(), language.to_owned()),
                None => {
                    return Err(format!(
                        "`{info}` must name a phrase bank, as in `match.en`"
                    ));
                }
            },
            ["diff", path] => Kind::Change(path.to_owned()),
            [_, path] if path.contains('.') => Kind::File(path.to_owned()),
            _ => return Err(format!("`{info}` is no kind of block")),
        }))
    }

    /// Whether it says what comes of the project.
    pub(crate) fn is_expected(&self) -> bool {
        !matches!(self, Kind::File(_) | Kind::Change(_))
    }
}

impl Page {
    /// Reads a page.
    pub(crate) fn parse(text: &str) -> Result<Page, String> {
        let lines: Vec<&str> = text.lines().collect();
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let n_ticks = lines[at].chars().take_while(|it| *it == '`').count();
            if n_ticks < 3 {
                at += 1;
                continue;
            }
            let fence = "`".repeat(n_ticks);
            let start = at + 1;
            let end = lines[start..].iter().position(|it| *it == fence);
            let end = start + end.ok_or(format!("the fence in line {start} has no end"))?;
            let info = lines[at][n_ticks..].trim();
            if let Some(kind) = Kind::of(info)? {
                blocks.push(Block {
                    kind,
                    info: info.to_owned(),
                    line: start,
                    text: lines[start..end].iter().fold(String::new(), |text, it| {
                        text + it
                            + "
"
                    }),
                    lines: start..end,
                });
            }
            at = end + 1;
        }
        Ok(Page { blocks })
    }

    /// Returns the page with the blocks as they are now; `text` is what it was read from.
    pub(crate) fn to_text(&self, text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        let mut page = String::new();
        let mut at = 0;
        for block in &self.blocks {
            for line in &lines[at..block.lines.start] {
                page.push_str(line);
                page.push('\n');
            }
            page.push_str(&block.text);
            at = block.lines.end;
        }
        for line in &lines[at..] {
            page.push_str(line);
            page.push('\n');
        }
        page
    }
}
