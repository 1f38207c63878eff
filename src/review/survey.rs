//! All articles of a newsroom in; how often each message, variant and branch was used out, with an example of each.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, Role};
use super::usage::LanguageSurvey;
use crate::build::{Article, Edition, Entry, Newsroom, State};
use crate::data::Tables;
use crate::interpret::Hold;
use crate::microplan::{Phrase, PhrasePlan};
use crate::realise::{Prose, Text};
use crate::story::{SectionRules, Story, Tell};

/// How the wording of a story was used.
pub struct StorySurvey<'s> {
    /// The story.
    pub story: &'s Story,
    /// How many articles there are, held ones included; each counts once for all languages.
    pub n_articles: usize,
    /// The articles held in all languages, or in one, by the reason, and the first of each.
    pub holds: BTreeMap<String, Held>,
    /// By section: in how many articles it is due, and in how many it has something to say.
    pub sections: Vec<Spoken>,
    /// By edition: how many articles were told.
    pub editions: Vec<usize>,
    /// The articles of which nothing is told but what is told of any.
    pub plain: Vec<String>,
    /// By message: how often it was planned, whatever the language, and where first.
    pub planned: Vec<(usize, Option<String>)>,
    /// Each of its languages.
    pub languages: Vec<LanguageSurvey<'s>>,
}

/// Articles held for one reason.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// How many.
    pub n: usize,
    /// The first of them.
    pub first: String,
}

/// In how many articles a section is due, and in how many it speaks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spoken {
    /// In how many it could stand.
    pub n_due: usize,
    /// In how many it does.
    pub n_told: usize,
}

/// Surveys all articles of the wanted stories.
pub fn survey(newsroom: &Newsroom, is_wanted: impl Fn(&Story) -> bool) -> Vec<StorySurvey<'_>> {
    let mut surveys = Vec::new();
    for story in newsroom.stories.iter().filter(|it| is_wanted(it)) {
        let mut survey = StorySurvey::new(story);
        let edition = Edition::of(newsroom, |it| std::ptr::eq(it, story));
        for entry in edition.entries() {
            survey.add(&entry, &newsroom.tables);
        }
        surveys.push(survey);
    }
    surveys
}

impl<'s> StorySurvey<'s> {
    /// Starts with nothing told.
    pub fn new(story: &'s Story) -> Self {
        StorySurvey {
            story,
            n_articles: 0,
            holds: BTreeMap::new(),
            sections: vec![Spoken::default(); story.sections.len()],
            editions: vec![0; story.editions.len()],
            plain: Vec::new(),
            planned: vec![(0, None); story.messages.len()],
            languages: Catalogue::of(story)
                .into_iter()
                .map(LanguageSurvey::new)
                .collect(),
        }
    }

    /// Counts what became of one record.
    pub fn add(&mut self, entry: &Entry<'_>, tables: &Tables) {
        let name = name(entry);
        self.n_articles += 1;
        match &entry.state {
            State::Held(_, hold) => self.hold(hold, None, &name),
            State::Told(article) => self.article(article, entry.edition, tables, &name),
        }
    }

    fn hold(&mut self, hold: &Hold, language: Option<&str>, name: &str) {
        for reason in &hold.reasons {
            let mut kind = kind_of(&reason.text);
            if let Some(language) = language {
                kind = format!("{kind} ({language})");
            }
            let of_kind = self.holds.entry(kind).or_default();
            if of_kind.n == 0 {
                name.clone_into(&mut of_kind.first);
            }
            of_kind.n += 1;
        }
    }

    fn article(
        &mut self,
        article: &Article<'_>,
        edition: Option<usize>,
        tables: &Tables,
        name: &str,
    ) {
        if let Some(edition) = edition {
            self.editions[edition] += 1;
        }
        for (idx, section) in self.story.sections.iter().enumerate() {
            let is_due = is_due(self.story, section, edition);
            self.sections[idx].n_due += usize::from(is_due);
        }
        for section in &article.plan.sections {
            self.sections[section.section].n_told += 1;
            for planned in &section.messages {
                let (n, first) = &mut self.planned[planned.message];
                *n += 1;
                first.get_or_insert_with(|| name.to_owned());
            }
        }
        if is_plain(self.story, article) {
            self.plain.push(name.to_owned());
        }
        for telling in &article.tellings {
            let tag = telling.bank.language.tag();
            let mut languages = self.languages.iter_mut();
            let Some(language) = languages.find(|it| it.catalogue.language.tag() == tag) else {
                continue;
            };
            match &telling.told {
                Ok((phrases, prose)) => {
                    language.telling(article, telling, (phrases, prose), tables, name);
                }
                Err(hold) => self.hold(hold, Some(tag), name),
            }
        }
    }
}

/// Whether a section may stand in the articles of an edition.
fn is_due(story: &Story, section: &SectionRules, edition: Option<usize>) -> bool {
    let is_for = section.editions.is_empty()
        || edition.is_some_and(|edition| section.editions.contains(&edition));
    is_for && story.length(edition) >= section.from
}

/// Whether the title and the lead of an article tell only what is told of any record: the message without a
/// condition that stands last, behind others that have one.
fn is_plain(story: &Story, article: &Article<'_>) -> bool {
    let mut n_last = 0;
    for section in &article.plan.sections {
        let rules = &story.sections[section.section];
        if rules.tell != Tell::First {
            continue;
        }
        let Some(last) = last_resort(story, rules) else {
            continue;
        };
        if section.messages.iter().any(|it| it.message != last) {
            return false;
        }
        n_last += 1;
    }
    n_last > 0
}

/// Returns the message that a section tells when no other applies.
fn last_resort(story: &Story, section: &SectionRules) -> Option<usize> {
    let last = *section.messages.last()?;
    let rules = &story.messages[last];
    let has_others = section.messages.len() > 1;
    (has_others && rules.when.is_none() && rules.each.is_none()).then_some(last)
}

/// Shows `see` each phrase of an article with its section, its role and its texts: one, or the cells of a row.
pub(super) fn each_phrase<'a, 's>(
    phrases: &'a PhrasePlan<'s>,
    prose: &'a Prose,
    mut see: impl FnMut(usize, Role, &'a Phrase<'s>, &[&'a Text]),
) {
    for (planned, section) in phrases.sections.iter().zip(&prose.sections) {
        let lines = [
            (Role::Heading, &planned.heading, &section.heading),
            (Role::Caption, &planned.caption, &section.caption),
        ];
        for (role, phrase, text) in lines {
            if let (Some(phrase), Some(text)) = (phrase, text) {
                see(planned.section, role, phrase, &[text]);
            }
        }
        if let Some(columns) = &planned.columns {
            let texts: Vec<&Text> = section.columns.iter().collect();
            see(planned.section, Role::Columns, columns, &texts);
        }
        let mut texts = section.blocks.iter().flatten();
        for phrase in &planned.phrases {
            let of_phrase: Vec<&Text> = texts.by_ref().take(phrase.n_cells()).collect();
            if let Some(message) = phrase.message {
                see(planned.section, Role::Message(message), phrase, &of_phrase);
            }
        }
    }
}

/// Returns the texts of a phrase as one.
pub(super) fn joined(texts: &[&Text]) -> String {
    let texts: Vec<&str> = texts.iter().map(|it| it.text.as_str()).collect();
    texts.join(" | ")
}

/// Returns what a person knows an article by.
fn name(entry: &Entry<'_>) -> String {
    entry
        .slug()
        .unwrap_or_else(|_| format!("(row {})", entry.record.rows[0] + 1))
}

/// Returns a reason without the figures and the quotation that differ from one article to the next.
pub(super) fn kind_of(reason: &str) -> String {
    let reason = reason.split('“').next().unwrap_or_default();
    let reason = reason.trim_end_matches([' ', ':']);
    let mut kind = String::with_capacity(reason.len());
    for letter in reason.chars() {
        if !letter.is_ascii_digit() {
            kind.push(letter);
        } else if !kind.ends_with('…') {
            kind.push('…');
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn reasons_are_counted_by_their_kind() {
        let check = |reason: &str, expected: &str| assert_eq!(kind_of(reason), expected);
        check("a score cannot be negative", "a score cannot be negative");
        check("column `A`, line 12: no", "column `A`, line …: no");
        check(
            "the word `is` stands twice in a row: “It is is 3.”",
            "the word `is` stands twice in a row",
        );
    }
}
