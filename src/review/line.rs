//! An article in one language in; its lines out, as far as two versions of them can be compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::build::Telling;
use crate::data::{Tables, Value};
use crate::explain::Role;
use crate::microplan::{Phrase, PhrasePlan};
use crate::realise::{Prose, Text};
use crate::story::{Address, Bank, Story, Wording};

/// What is told of one message, or stands over a section.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What it is of, in both versions.
    pub id: LineId,
    /// The variant that it is made of.
    pub variant: Address,
    /// The variants that the author wrote.
    pub variants: Vec<Address>,
    /// The whole text; the cells of a row apart with ` | `.
    pub text: String,
    /// The author's words alone.
    pub words: String,
    /// What is printed between them.
    pub values: Vec<String>,
}

/// What a line is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineId {
    pub section: Arc<str>,
    pub role: u8,
    pub message: Option<Arc<str>>,
    /// The row it is told of, where that has a name.
    pub item: String,
    /// Which it is of those that are the same in all else.
    pub nth: usize,
}

/// Returns the lines of a telling, in reading order.
pub(super) fn lines(
    story: &Story,
    tables: &Tables,
    telling: &Telling<'_>,
    (phrases, prose): (&PhrasePlan<'_>, &Prose),
) -> Vec<Line> {
    let mut gathered = Gathered {
        story,
        tables,
        bank: telling.bank,
        n_known: BTreeMap::new(),
        lines: Vec::new(),
    };
    for (planned, section) in phrases.sections.iter().zip(&prose.sections) {
        let wording = &telling.bank.sections[planned.section];
        let name = &section.name;
        let lines = [
            (
                Role::Heading,
                &planned.heading,
                &section.heading,
                &wording.heading,
            ),
            (
                Role::Caption,
                &planned.caption,
                &section.caption,
                &wording.caption,
            ),
        ];
        for (role, phrase, text, wording) in lines {
            if let (Some(phrase), Some(text)) = (phrase, text) {
                gathered.add(name, role, phrase, &[text], wording);
            }
        }
        if let Some(columns) = &planned.columns {
            let texts: Vec<&Text> = section.columns.iter().collect();
            gathered.add(name, Role::Column, columns, &texts, &wording.columns);
        }
        let mut texts = section.blocks.iter().flatten();
        for phrase in &planned.phrases {
            let of_phrase: Vec<&Text> = texts.by_ref().take(phrase.n_cells()).collect();
            if let Some(message) = phrase.message {
                let of_section = &gathered.bank.sections[planned.section];
                let wording = if phrase.together.is_empty() {
                    &of_section.messages[message]
                } else {
                    &of_section.together[message]
                };
                gathered.add(name, Role::Message, phrase, &of_phrase, wording);
            }
        }
    }
    gathered.lines
}

struct Gathered<'a> {
    story: &'a Story,
    tables: &'a Tables,
    bank: &'a Bank,
    n_known: BTreeMap<LineId, usize>,
    lines: Vec<Line>,
}

impl Gathered<'_> {
    fn add(
        &mut self,
        section: &Arc<str>,
        role: Role,
        phrase: &Phrase<'_>,
        texts: &[&Text],
        wording: &Wording,
    ) {
        let item = phrase.item.as_ref();
        let mut id = LineId {
            section: section.clone(),
            role: role as u8,
            message: phrase.message.map(|it| self.story.messages[it].id.clone()),
            item: item.map(|it| name(it, self.tables)).unwrap_or_default(),
            nth: 0,
        };
        let n_known = self.n_known.entry(id.clone()).or_default();
        id.nth = *n_known;
        *n_known += 1;
        let mut line = Line {
            id,
            variant: phrase.variant.identity,
            variants: wording.variants.iter().map(|it| it.identity).collect(),
            text: String::new(),
            words: String::new(),
            values: Vec::new(),
        };
        for text in texts {
            line.push(text);
        }
        self.lines.push(line);
    }
}

impl Line {
    fn push(&mut self, text: &Text) {
        if !self.text.is_empty() {
            self.text.push_str(" | ");
        }
        self.text.push_str(&text.text);
        let mut start = 0;
        for mark in &text.marks {
            self.words.push_str(&text.text[start..mark.range.start]);
            self.words.push('\u{fffc}');
            self.values.push(text.text[mark.range.clone()].to_owned());
            start = mark.range.end;
        }
        self.words.push_str(&text.text[start..]);
        self.words.push('|');
    }
}

/// Returns what names a row in both versions: its key, or nothing where it has none.
fn name(item: &Value, tables: &Tables) -> String {
    let text = match item {
        Value::Row(row) => {
            let table = tables.get(row.table);
            table.key.and_then(|it| table.cell(row.row, it).key_text())
        }
        other => other.key_text(),
    };
    text.map(|it| it.to_string()).unwrap_or_default()
}
