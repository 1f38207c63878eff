//! The compiler: a story file and its phrase banks, with every name looked up.

mod environment;
mod measures;
mod reading;
mod document;
mod narrative;
mod banks;
mod cohesion;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::expression::{self, Expr, Slot};
use super::scope::Names;
use super::shape::{Expression, StoryFile};
use super::{Binding, BindingSource, Budget, Length, Lexicon, Literals, PageRules, Story};
use crate::data::{Table, TableIdx, Tables};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::project::yaml::{self, inside};
use crate::source::{FileId, Located, Reads, Span};
use measures::ItOf;
use reading::Reading;

/// A phrase bank to compile.
pub struct BankSource {
    /// The file.
    pub file: FileId,
    /// Its language.
    pub language: &'static dyn Language,
    /// The newsroom's names and words in it.
    pub lexicon: Arc<Lexicon>,
    /// The edition that it overlays; none: the base.
    pub edition: Option<String>,
}

/// Compiles the story in `file` with its phrase banks; none if it has mistakes.
pub fn compile(
    reads: &Reads,
    file: FileId,
    banks: &[BankSource],
    tables: &Tables,
    literals: &Arc<Literals>,
    diagnostics: &mut Diagnostics,
) -> Option<Story> {
    let mut found = Diagnostics::default();
    let written: Option<StoryFile> = yaml::read(reads, file, &mut found);
    let story = written.and_then(|written| {
        let mut compiler = Compiler::new(reads, file, &written, tables, &mut found)?;
        compiler.rules();
        compiler.banks(banks, literals);
        compiler.cohesion(banks);
        Some(compiler.finish())
    });
    let is_sound = !found.has_errors();
    // What follows from a table that could not be read would only hide the cause.
    let cause = found
        .iter()
        .find(|it| matches!(it.code, Code::UnusableTable | Code::EmptyTable));
    match cause.cloned() {
        Some(cause) => diagnostics.push(cause),
        None => diagnostics.append(found),
    }
    story.filter(|_| is_sound)
}

/// Names with a meaning of their own in a phrase bank.
const RESERVED: &[&str] = &["heading", "caption", "columns"];

/// The heading of the first level under which a bank has connectives instead of a section.
const CONNECTIVES: &str = "connectives";

/// What ends a heading that words several rows in one sentence.
const TOGETHER: &str = " together";

/// The heading of a phrase bank under which the desk has its own words for changes.
const CHANGE: &str = "change";

struct Compiler<'a> {
    reads: &'a Reads,
    written: &'a StoryFile,
    tables: &'a Tables,
    diagnostics: &'a mut Diagnostics,
    over: TableIdx,
    names: Names<'a>,
    story: Story,
    /// The record's own columns by slot.
    columns: Vec<(Slot, usize)>,
    reading: Reading,
    /// Messages about several comparisons.
    listed: Vec<measures::Listed>,
    /// What `it` is in each message.
    its: Vec<Option<ItOf>>,
}

impl<'a> Compiler<'a> {
    fn new(
        reads: &'a Reads,
        file: FileId,
        written: &'a StoryFile,
        tables: &'a Tables,
        diagnostics: &'a mut Diagnostics,
    ) -> Option<Self> {
        let over = find_table(tables, &written.over, diagnostics)?;
        check_rows(reads, tables.get(over), &written.over, diagnostics)?;
        let story = Story {
            name: written.story.value.as_str().into(),
            file,
            over,
            group_by: Vec::new(),
            key: Vec::new(),
            bindings: Vec::new(),
            n_slots: 0,
            columns_read: BTreeMap::new(),
            joins_read: Vec::new(),
            requirements: Vec::new(),
            page: PageRules::default(),
            vary_within: None,
            editions: Vec::new(),
            length: Length::default(),
            words_max: Budget::default(),
            angles: Vec::new(),
            sections: Vec::new(),
            messages: Vec::new(),
            banks: Vec::new(),
        };
        let names = Names::new(reads, tables);
        Some(Compiler {
            reads,
            written,
            tables,
            diagnostics,
            over,
            names,
            story,
            columns: Vec::new(),
            reading: Reading::default(),
            listed: Vec::new(),
            its: Vec::new(),
        })
    }

    fn table(&self) -> &'a Table {
        self.tables.get(self.over)
    }

    fn rules(&mut self) {
        self.bind_columns();
        self.key();
        self.bind_rows();
        self.bind_entities();
        self.declare_measures();
        self.facts();
        self.check_measures();
        self.bind_editions();
        self.requirements();
        self.sections();
        self.messages();
        self.narrative();
        self.page();
        self.story.vary_within = self.optional(self.written.vary_within.as_ref());
    }

    fn finish(mut self) -> Story {
        self.list_comparisons();
        self.take_made();
        let mut story = self.story;
        story.n_slots = self.names.n_slots();
        self.reading.settle(&mut story, &self.columns, self.tables);
        story
    }

    fn bind(&mut self, name: &str, slot: Slot, source: BindingSource, span: Option<Span>) {
        // What it is made of comes before it.
        self.take_made();
        self.story.bindings.push(Binding {
            name: name.into(),
            slot,
            source,
            span,
            formula: None,
        });
    }

    /// Finds a column that the author names, or says which is near.
    fn column(&mut self, table: &Table, name: &Located<String>) -> Option<usize> {
        if let Some(idx) = table.column(&name.value) {
            return Some(idx);
        }
        let message = format!("`{}` is no column of `{}`", name.value, table.name);
        let columns = table.columns.iter().map(|it| &*it.name);
        let diagnostic = Diagnostic::error(Code::UnknownColumn, message).at(name.span);
        self.diagnostics
            .push(diagnostic.did_you_mean(&name.value, columns));
        None
    }

    /// Refuses a name that a column or an earlier fact has.
    fn refuse_taken(&mut self, name: &Located<String>) {
        if self.names.get(&name.value).is_some() || matches!(&*name.value, "it" | "they") {
            let message = format!("the name `{}` is taken", name.value);
            let hint = "columns, entities, rows and facts share one set of names: choose another";
            self.diagnostics.push(
                Diagnostic::error(Code::DuplicateName, message)
                    .at(name.span)
                    .hint(hint),
            );
        }
    }

    /// Parses an expression with the names known so far.
    fn expr(&mut self, written: &Expression) -> Option<Expr> {
        self.expr_in(written, None)
    }

    /// Parses an expression in which `it` is something, if it is.
    fn expr_in(&mut self, written: &Expression, it: Option<&ItOf>) -> Option<Expr> {
        let span_of = |range: Range<usize>| inside(self.reads, written, range);
        let with_it = it.map(|it| self.with_it(it));
        let names = with_it.as_ref().unwrap_or(&self.names);
        let expr = expression::parse(&written.value, &span_of, names, self.diagnostics)?;
        self.reading.add(&expr);
        Some(expr)
    }

    /// Returns the names with what `it` is.
    fn with_it(&self, it: &ItOf) -> Names<'a> {
        match it {
            ItOf::Element(list) => self.names.with_it(*list),
            ItOf::Comparison(name) => self.names.with_comparison(name),
            ItOf::Told(read) => self.names.with_told(read),
        }
    }

    fn optional(&mut self, written: Option<&Expression>) -> Option<Expr> {
        written.and_then(|it| self.expr(it))
    }
}

/// Refuses to tell of nothing: an export that failed must not take the pages of earlier runs away.
///
/// Tables that are only looked into may be empty, as on a day without goals.
fn check_rows(
    reads: &Reads,
    table: &Table,
    over: &Located<String>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    if table.n_rows() > 0 {
        return Some(());
    }
    let message = format!("`{}` has a header and no rows", table.source(reads));
    let hint = "see whether its export failed; until it has rows, the pages of this story stay as they are";
    diagnostics.push(
        Diagnostic::error(Code::EmptyTable, message)
            .at(over.span)
            .hint(hint),
    );
    None
}

fn find_table(
    tables: &Tables,
    name: &Located<String>,
    diagnostics: &mut Diagnostics,
) -> Option<TableIdx> {
    let is_usable = !tables.is_unusable(&name.value);
    let found = tables.find(&name.value).filter(|_| is_usable);
    if !is_usable {
        let message = format!(
            "`{}` is declared, but cannot be used as it stands",
            name.value
        );
        let hint = "mend the table first; until then the pages of this story stay as they are";
        let diagnostic = Diagnostic::error(Code::UnusableTable, message).at(name.span);
        diagnostics.push(diagnostic.hint(hint));
    } else if found.is_none() {
        let message = format!("`{}` is no table of gen.yaml", name.value);
        let diagnostic = Diagnostic::error(Code::UnknownTable, message).at(name.span);
        diagnostics.push(diagnostic.did_you_mean(&name.value, tables.iter().map(|it| &*it.name)));
    }
    found
}
