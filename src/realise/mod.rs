//! Surface realisation: requests resolved, pieces joined, text read back against its facts.

mod prose;
mod builder;
mod discourse;
mod resolve;
mod read_back;

pub use prose::{Form, Mark, Prose, Section, Text};

use builder::Builder;
use discourse::Discourse;
use read_back::{read_back, read_paragraph};
use resolve::Resolver;

use crate::data::Tables;
use crate::interpret::Hold;
use crate::microplan::{Phrase, PhrasePlan, Piece, SectionPhrases};
use crate::story::{Bank, Literals, Story};

/// Returns the finished text of an article, or says why it cannot be published.
pub fn prose(
    story: &Story,
    bank: &Bank,
    tables: &Tables,
    phrases: &PhrasePlan<'_>,
    seed: u64,
) -> Result<Prose, Hold> {
    let mut realiser = Realiser::new(bank, tables, seed);
    let mut sections = Vec::with_capacity(phrases.sections.len());
    for section in &phrases.sections {
        sections.push(realiser.section(story, section)?);
    }
    Ok(Prose { sections })
}

/// Returns how many characters a phrase has when it stands alone.
pub fn n_characters(
    bank: &Bank,
    tables: &Tables,
    phrase: &Phrase<'_>,
    seed: u64,
) -> Result<usize, Hold> {
    let texts = Realiser::new(bank, tables, seed).phrase(phrase, true)?;
    Ok(texts.iter().map(|it| it.text.chars().count()).sum())
}

struct Realiser<'a> {
    literals: &'a Literals,
    resolver: Resolver<'a>,
}

impl<'a> Realiser<'a> {
    fn new(bank: &'a Bank, tables: &'a Tables, seed: u64) -> Self {
        let resolver = Resolver {
            language: bank.language,
            lexicon: &bank.lexicon,
            tables,
            discourse: Discourse::default(),
            seed,
            n_changes: 0,
            origin: None,
            scratch: String::new(),
        };
        Realiser {
            literals: &bank.literals,
            resolver,
        }
    }

    fn section(&mut self, story: &Story, phrases: &SectionPhrases<'_>) -> Result<Section, Hold> {
        let rules = &story.sections[phrases.section];
        let form = rules.form;
        let heading = self.line(phrases.heading.as_ref())?;
        let caption = self.line(phrases.caption.as_ref())?;
        let columns = match &phrases.columns {
            Some(phrase) => self.phrase(phrase, true)?,
            None => Vec::new(),
        };
        for text in columns.iter().filter(|it| !it.text.trim_ascii().is_empty()) {
            self.read_back(phrases.columns.as_ref(), text)?;
        }
        let mut blocks = Vec::with_capacity(phrases.phrases.len());
        for phrase in &phrases.phrases {
            let texts = self.phrase(phrase, form != Form::Table)?;
            // A cell of a table may stay empty; what it says is read back like all else.
            let is_said = |it: &&Text| form != Form::Table || !it.text.trim_ascii().is_empty();
            for text in texts.iter().filter(is_said) {
                self.read_back(Some(phrase), text)?;
            }
            blocks.push(texts);
        }
        if matches!(form, Form::Paragraph | Form::Title) {
            blocks = vec![blocks.into_iter().flatten().collect()];
        }
        if form == Form::Paragraph {
            read_paragraph(&blocks[0])?;
        }
        if form == Form::Title {
            // The title stands apart: the body introduces everything anew.
            self.resolver.discourse = Discourse::default();
        }
        Ok(Section {
            name: rules.name.clone(),
            form,
            heading,
            caption,
            columns,
            blocks,
        })
    }

    /// Returns the text of a heading or a caption.
    fn line(&mut self, phrase: Option<&Phrase<'_>>) -> Result<Option<Text>, Hold> {
        let Some(phrase) = phrase else {
            return Ok(None);
        };
        let text = self.phrase(phrase, true)?.into_iter().next();
        if let Some(text) = &text {
            self.read_back(Some(phrase), text)?;
        }
        Ok(text)
    }

    fn read_back(&self, phrase: Option<&Phrase<'_>>, text: &Text) -> Result<(), Hold> {
        phrase.map_or(Ok(()), |it| {
            read_back(text, &it.variant.unfounded, self.literals)
        })
    }

    /// Returns the texts of a phrase: one, or a cell each in a table.
    fn phrase(&mut self, phrase: &Phrase<'_>, capitals: bool) -> Result<Vec<Text>, Hold> {
        let mut builder = Builder::new(self.resolver.language, capitals);
        let mut texts = Vec::with_capacity(1);
        self.pieces(&phrase.pieces, &mut builder, &mut texts)?;
        texts.push(builder.finish());
        self.resolver.discourse.next_sentence();
        Ok(texts)
    }

    fn pieces(
        &mut self,
        pieces: &[Piece<'_>],
        builder: &mut Builder<'_>,
        cells: &mut Vec<Text>,
    ) -> Result<(), Hold> {
        for piece in pieces {
            match piece {
                Piece::Literal(words) => builder.literal(words),
                Piece::Connective(it) => builder.connective(it.text, it.lowers),
                Piece::Print {
                    print,
                    value,
                    argument,
                } => {
                    self.resolver.print(print, value, argument, builder)?;
                }
                Piece::Told { print, pieces } => {
                    // Whatever figure stands in it is one of the change.
                    let outer = self.resolver.origin.replace(print.site);
                    self.pieces(pieces, builder, cells)?;
                    self.resolver.origin = outer;
                }
                Piece::Items(items) => self.items(items, builder, cells)?,
                Piece::CellBreak => cells.push(builder.finish()),
            }
        }
        Ok(())
    }

    fn items(
        &mut self,
        items: &[Vec<Piece<'_>>],
        builder: &mut Builder<'_>,
        cells: &mut Vec<Text>,
    ) -> Result<(), Hold> {
        for (idx, item) in items.iter().enumerate() {
            self.pieces(item, builder, cells)?;
            if idx + 1 < items.len() {
                let mut joint = String::new();
                self.resolver
                    .language
                    .joint(&mut joint, idx, items.len(), "");
                builder.joint(&joint);
            }
        }
        Ok(())
    }
}
