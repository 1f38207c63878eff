//! The finished text of an article, still knowing which of its bytes came from data.

use std::ops::Range;
use std::sync::Arc;

pub use crate::story::SectionForm as Form;

/// The finished text of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    /// Its sections, in reading order; those without anything to say are left out.
    pub sections: Vec<Section>,
}

/// One section of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its name in the story's `article:`.
    pub name: Arc<str>,
    /// How its blocks stand on the page.
    pub form: Form,
    /// What stands over it.
    pub heading: Option<Text>,
    /// What stands over its list or table.
    pub caption: Option<Text>,
    /// The headings of a table's columns.
    pub columns: Vec<Text>,
    /// Title: one block of one text. Paragraph: one block, its texts the sentences of one paragraph.
    /// List: a block an item. Table: a block a row, its texts the cells.
    pub blocks: Vec<Vec<Text>>,
}

/// A finished run of text: Markdown written by the author, with values inserted as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// The bytes of it that came from data, in order and apart: to be escaped for where they land.
    pub marks: Vec<Mark>,
}

/// A run of bytes that came from data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of [`Text::text`].
    pub range: Range<usize>,
    /// The print it came from, counted through the article.
    pub origin: u32,
}
