//! The compiler: a story file and its phrase banks, with every name looked up.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::expression::{self, Expr, Shape, Slot};
use super::scope::Names;
use super::shape::{Expression, FormFile, JoinFile, MessageFile, SectionFile, StoryFile};
use super::wording::Wordings;
use super::{
    Address, Bank, Binding, BindingSource, Lexicon, Message, PageRules, Requirement, SectionForm,
    SectionRules, SectionWording, Story, Tell, Wording, bank, compare,
};
use crate::data::{Table, TableIdx, Tables};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::project::yaml::{self, ShortOr, inside};
use crate::source::{FileId, Located, Reads, Span};

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
    literals: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Story> {
    let mut found = Diagnostics::default();
    let written: Option<StoryFile> = yaml::read(reads, file, &mut found);
    let story = written.and_then(|written| {
        let mut compiler = Compiler::new(reads, file, &written, tables, &mut found)?;
        compiler.rules();
        compiler.banks(banks, literals);
        Some(compiler.finish())
    });
    let is_sound = !found.has_errors();
    // What follows from a table that could not be read would only hide the cause.
    let cause = found.iter().find(|it| it.code == Code::UnusableTable);
    match cause.cloned() {
        Some(cause) => diagnostics.push(cause),
        None => diagnostics.append(found),
    }
    story.filter(|_| is_sound)
}

/// Names with a meaning of their own in a phrase bank.
const RESERVED: &[&str] = &["heading", "caption", "columns"];

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
    slots_read: BTreeSet<Slot>,
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
        let story = Story {
            name: written.story.value.as_str().into(),
            file,
            over,
            group_by: Vec::new(),
            key: Vec::new(),
            bindings: Vec::new(),
            n_slots: 0,
            columns_read: Vec::new(),
            requirements: Vec::new(),
            page: PageRules::default(),
            vary_within: None,
            editions: written
                .editions
                .0
                .iter()
                .map(|it| it.value.as_str().into())
                .collect(),
            sections: Vec::new(),
            messages: Vec::new(),
            banks: Vec::new(),
        };
        let names = Names::new(tables);
        let (columns, slots_read) = (Vec::new(), BTreeSet::new());
        Some(Compiler {
            reads,
            written,
            tables,
            diagnostics,
            over,
            names,
            story,
            columns,
            slots_read,
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
        self.facts();
        self.requirements();
        self.sections();
        self.messages();
        self.page();
        self.story.vary_within = self.optional(self.written.vary_within.as_ref());
    }

    fn finish(self) -> Story {
        let mut story = self.story;
        story.n_slots = self.names.n_slots();
        let read =
            |(slot, column): &(Slot, usize)| self.slots_read.contains(slot).then_some(*column);
        story.columns_read = self.columns.iter().filter_map(read).collect();
        story
    }

    /// Makes the columns known: all of a row's, or those that its group shares.
    fn bind_columns(&mut self) {
        let table = self.table();
        let by = &self.written.by.0;
        let grouped: Vec<usize> = by.iter().filter_map(|it| self.column(table, it)).collect();
        let columns = if by.is_empty() {
            (0..table.columns.len()).collect()
        } else {
            grouped.clone()
        };
        self.story.group_by = grouped;
        for idx in columns {
            let column = &table.columns[idx];
            let slot = self.names.add(&column.name, Shape::Cell(column.kind));
            self.columns.push((slot, idx));
            self.bind(&column.name, slot, BindingSource::Column(idx), None);
        }
        if !by.is_empty() {
            let slot = self.names.add("rows", Shape::Rows(self.over));
            self.bind("rows", slot, BindingSource::Group, None);
        }
    }

    fn bind(&mut self, name: &str, slot: Slot, source: BindingSource, span: Option<Span>) {
        self.story.bindings.push(Binding {
            name: name.into(),
            slot,
            source,
            span,
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

    fn key(&mut self) {
        for name in &self.written.key.0 {
            if let Some((slot, _)) = self.names.get(&name.value) {
                self.story.key.push(slot);
                self.slots_read.insert(slot);
            } else {
                let table = self.table();
                self.column(table, name);
            }
        }
    }

    fn bind_rows(&mut self) {
        for (name, written) in &self.written.rows {
            let join = match written {
                ShortOr::Long(join) => self.join(join),
                ShortOr::Short(column) => self.join_by_key(name, column),
            };
            if let Some((table, theirs, ours)) = join {
                self.refuse_taken(name);
                let slot = self.names.add(&name.value, Shape::Rows(table));
                self.bind(
                    &name.value,
                    slot,
                    BindingSource::Rows {
                        table,
                        theirs,
                        ours,
                    },
                    Some(name.span),
                );
            }
        }
    }

    fn join(&mut self, join: &JoinFile) -> Option<(TableIdx, Vec<usize>, Vec<usize>)> {
        let idx = find_table(self.tables, &join.from, self.diagnostics)?;
        let other = self.tables.get(idx);
        let ours: Vec<_> = join
            .on
            .0
            .iter()
            .map(|it| self.column(self.table(), it))
            .collect();
        let theirs: Vec<_> = join.on.0.iter().map(|it| self.column(other, it)).collect();
        let all = |columns: Vec<Option<usize>>| columns.into_iter().collect::<Option<Vec<_>>>();
        Some((idx, all(theirs)?, all(ours)?))
    }

    /// Joins the rows of the table called `name` whose `column` holds this record's key.
    fn join_by_key(
        &mut self,
        name: &Located<String>,
        column: &Located<String>,
    ) -> Option<(TableIdx, Vec<usize>, Vec<usize>)> {
        let idx = find_table(self.tables, name, self.diagnostics)?;
        let theirs = self.column(self.tables.get(idx), column)?;
        let Some(ours) = self.table().key else {
            let message = format!(
                "`{}` has no `key:`, so no row can belong to one of its rows",
                self.table().name
            );
            let hint = "give the table a `key:` in gen.yaml, or write `{from: …, on: […]}` here";
            self.diagnostics.push(
                Diagnostic::error(Code::MissingKey, message)
                    .at(column.span)
                    .hint(hint),
            );
            return None;
        };
        Some((idx, vec![theirs], vec![ours]))
    }

    /// Lets columns stand for rows of another table; facts do as soon as they are known.
    fn bind_entities(&mut self) {
        for (name, table) in &self.written.entities {
            if self.written.facts.get(&name.value).is_none() {
                self.bind_entity(name, table);
            }
        }
    }

    fn bind_entity(&mut self, name: &Located<String>, table: &Located<String>) {
        let Some(idx) = find_table(self.tables, table, self.diagnostics) else {
            return;
        };
        if self.tables.get(idx).key.is_none() {
            let message = format!(
                "`{}` has no `key:`, so nothing can be found in it",
                table.value
            );
            let hint = "give the table a `key:` in gen.yaml";
            self.diagnostics.push(
                Diagnostic::error(Code::MissingKey, message)
                    .at(table.span)
                    .hint(hint),
            );
        }
        let Some((from, _)) = self.names.get(&name.value) else {
            self.column(self.table(), name);
            return;
        };
        self.slots_read.insert(from);
        let slot = self.names.add(&name.value, Shape::Row(idx));
        self.bind(
            &name.value,
            slot,
            BindingSource::Entity { from, table: idx },
            Some(name.span),
        );
    }

    fn facts(&mut self) {
        for (name, written) in &self.written.facts {
            self.refuse_taken(name);
            let expr = self.expr(written);
            let shape = expr.as_ref().map_or(Shape::Unknown, Expr::shape);
            let slot = self.names.add(&name.value, shape);
            if let Some(expr) = expr {
                self.bind(
                    &name.value,
                    slot,
                    BindingSource::Fact(expr),
                    Some(name.span),
                );
            }
            if let Some(table) = self.written.entities.get(&name.value) {
                self.bind_entity(name, table);
            }
        }
    }

    /// Refuses a name that a column or an earlier fact has.
    fn refuse_taken(&mut self, name: &Located<String>) {
        if self.names.get(&name.value).is_some() || name.value == "it" {
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

    /// Parses an expression in which `it` is an element of a list of the shape `each`, if there is one.
    fn expr_in(&mut self, written: &Expression, each: Option<Shape>) -> Option<Expr> {
        let span_of = |range: Range<usize>| inside(self.reads, written, range);
        let with_it = each.map(|it| self.names.with_it(it));
        let names = with_it.as_ref().unwrap_or(&self.names);
        let expr = expression::parse(&written.value, &span_of, names, self.diagnostics)?;
        self.slots_read.extend(expr.slots());
        Some(expr)
    }

    fn optional(&mut self, written: Option<&Expression>) -> Option<Expr> {
        written.and_then(|it| self.expr(it))
    }

    fn requirements(&mut self) {
        for written in &self.written.require {
            let that = self.expr(&written.that);
            let when = self.optional(written.when.as_ref());
            if let Some(that) = that {
                let otherwise = written.otherwise.value.as_str().into();
                let span = written.that.span;
                self.story.requirements.push(Requirement {
                    that,
                    otherwise,
                    when,
                    span,
                });
            }
        }
    }

    fn sections(&mut self) {
        for written in &self.written.article {
            if self
                .story
                .sections
                .iter()
                .any(|it| *it.name == written.section.value)
            {
                let message = format!("the section `{}` is there twice", written.section.value);
                self.diagnostics
                    .push(Diagnostic::error(Code::DuplicateName, message).at(written.section.span));
            }
            let section = self.section(written);
            self.story.sections.push(section);
        }
        if !self
            .story
            .sections
            .iter()
            .any(|it| it.form == SectionForm::Title)
        {
            let message = format!("`{}` has no section `title`", self.story.name);
            let hint =
                "every page needs a title: add `- {section: title, tell: first}` to `article:`";
            let diagnostic =
                Diagnostic::error(Code::UnknownSection, message).at(self.written.story.span);
            self.diagnostics.push(diagnostic.hint(hint));
        }
    }

    fn section(&mut self, written: &SectionFile) -> SectionRules {
        let is_title = written.section.value == "title";
        let form = match written.form {
            _ if is_title => SectionForm::Title,
            None | Some(FormFile::Paragraph) => SectionForm::Paragraph,
            Some(FormFile::List) => SectionForm::List,
            Some(FormFile::Table) => SectionForm::Table,
        };
        SectionRules {
            name: written.section.value.as_str().into(),
            tell: self.tell(written, is_title),
            form,
            n_columns: Some(written.columns.0.len()).filter(|it| *it > 0),
            must: written.must.unwrap_or(is_title),
            editions: self.editions(&written.editions.0),
            characters_max: written.max.map(|it| it as usize),
            messages: Vec::new(),
        }
    }

    fn tell(&mut self, written: &SectionFile, is_title: bool) -> Tell {
        let Some(tell) = &written.tell else {
            return if is_title { Tell::First } else { Tell::All };
        };
        match tell.value.as_str() {
            "first" => Tell::First,
            "all" => Tell::All,
            number => number.parse().map_or_else(
                |_| {
                    let message =
                        format!("`tell` takes `first`, `all` or a number, not `{number}`");
                    self.diagnostics
                        .push(Diagnostic::error(Code::WrongType, message).at(tell.span));
                    Tell::All
                },
                Tell::Best,
            ),
        }
    }

    fn editions(&mut self, names: &[Located<String>]) -> Vec<usize> {
        names.iter().filter_map(|name| self.edition(name)).collect()
    }

    fn edition(&mut self, name: &Located<String>) -> Option<usize> {
        let found = self.story.editions.iter().position(|it| **it == name.value);
        if found.is_none() {
            let message = format!("`{}` is no edition of `{}`", name.value, self.story.name);
            let diagnostic = Diagnostic::error(Code::UnknownEdition, message).at(name.span);
            let editions = self.story.editions.iter().map(|it| &**it);
            self.diagnostics
                .push(diagnostic.did_you_mean(&name.value, editions));
        }
        found
    }

    fn messages(&mut self) {
        for (idx, written) in self.written.messages.iter().enumerate() {
            if self
                .message_idx(&written.id.value)
                .is_some_and(|it| it < idx)
                || RESERVED.contains(&written.id.value.as_str())
            {
                let message = format!("the message name `{}` is taken", written.id.value);
                self.diagnostics
                    .push(Diagnostic::error(Code::DuplicateName, message).at(written.id.span));
            }
            for name in &written.sections.0 {
                if let Some(section) = self.find_section(name) {
                    self.story.sections[section].messages.push(idx);
                }
            }
            let message = self.message(written);
            self.story.messages.push(message);
        }
    }

    fn message(&mut self, written: &MessageFile) -> Message {
        let each = self.optional(written.each.as_ref());
        let shape = each.as_ref().map(Expr::shape);
        let when = written.when.as_ref().and_then(|it| self.expr_in(it, shape));
        let news = written.news.as_ref().and_then(|it| self.expr_in(it, shape));
        let unless = written
            .unless
            .0
            .iter()
            .filter_map(|name| self.find_message(name))
            .collect();
        Message {
            id: written.id.value.as_str().into(),
            when,
            each,
            news,
            unless,
            editions: self.editions(&written.editions.0),
            span: written.id.span,
        }
    }

    fn message_idx(&self, id: &str) -> Option<usize> {
        self.written
            .messages
            .iter()
            .position(|it| it.id.value == id)
    }

    fn find_message(&mut self, name: &Located<String>) -> Option<usize> {
        let found = self.message_idx(&name.value);
        if found.is_none() {
            let message = format!("`{}` is no message of `{}`", name.value, self.story.name);
            let ids = self.written.messages.iter().map(|it| it.id.value.as_str());
            let diagnostic = Diagnostic::error(Code::UnknownMessage, message).at(name.span);
            self.diagnostics
                .push(diagnostic.did_you_mean(&name.value, ids));
        }
        found
    }

    fn find_section(&mut self, name: &Located<String>) -> Option<usize> {
        let found = self
            .story
            .sections
            .iter()
            .position(|it| *it.name == name.value);
        if found.is_none() {
            let message = format!("`{}` is no section of `{}`", name.value, self.story.name);
            let names = self.story.sections.iter().map(|it| &*it.name);
            let diagnostic = Diagnostic::error(Code::UnknownSection, message).at(name.span);
            self.diagnostics
                .push(diagnostic.did_you_mean(&name.value, names));
        }
        found
    }

    fn page(&mut self) {
        let Some(written) = &self.written.page else {
            return;
        };
        self.story.page = PageRules {
            date: self.optional(written.date.as_ref()),
            tags: written
                .tags
                .0
                .iter()
                .filter_map(|it| self.expr(it))
                .collect(),
            description: written
                .description
                .as_ref()
                .and_then(|it| self.find_section(it)),
        };
    }

    /// Compiles the base banks first, then the overlays of the editions on them.
    fn banks(&mut self, sources: &[BankSource], literals: &[String]) {
        for source in sources.iter().filter(|it| it.edition.is_none()) {
            let bank = self.bank(source, None, literals);
            compare::untold(&self.story, &bank, source.file, self.diagnostics);
            self.story.banks.push(bank);
        }
        for source in sources {
            let Some(edition) = &source.edition else {
                continue;
            };
            let span = Span::new(source.file, 0..0);
            let name = Located {
                value: edition.clone(),
                span,
            };
            if let Some(edition) = self.edition(&name) {
                let mut bank = self.bank(source, Some(edition), literals);
                let tag = bank.language.tag();
                let mut bases = self.story.banks.iter().filter(|it| it.edition.is_none());
                if let Some(base) = bases.find(|it| it.language.tag() == tag) {
                    bank.fill_from(base);
                }
                self.story.banks.push(bank);
            }
        }
        compare::languages(&self.story, &self.names, self.diagnostics);
    }

    fn bank(&mut self, source: &BankSource, edition: Option<usize>, literals: &[String]) -> Bank {
        let reads = self.reads;
        let text = reads.file(source.file).text.as_str();
        let mut wordings = Wordings {
            file: source.file,
            text,
            language: source.language,
            literals,
            n_sites: 0,
        };
        let mut sections = Vec::new();
        for _ in &self.story.sections {
            let mut wording = SectionWording::default();
            wording
                .messages
                .resize_with(self.story.messages.len(), Wording::default);
            sections.push(wording);
        }
        for written in bank::parse(source.file, text, self.diagnostics) {
            self.wording(&written, &mut wordings, &mut sections);
        }
        Bank {
            edition,
            language: source.language,
            lexicon: source.lexicon.clone(),
            sections,
        }
    }

    fn wording(
        &mut self,
        written: &bank::Wording,
        wordings: &mut Wordings<'_>,
        sections: &mut [SectionWording],
    ) {
        let Some(section) = self.find_section(&written.section) else {
            return;
        };
        let reserved = RESERVED.contains(&written.message.value.as_str());
        let message = if reserved {
            None
        } else {
            self.find_message(&written.message)
        };
        if !reserved && message.is_none() {
            return;
        }
        let variants = self.variants(written, section, message, wordings);
        let tag = wordings.language.tag();
        let (section_name, id) = (&written.section.value, &written.message.value);
        let target = match (message, id.as_str()) {
            (Some(message), _) => &mut sections[section].messages[message],
            (None, "heading") => &mut sections[section].heading,
            (None, "caption") => &mut sections[section].caption,
            (None, _) => &mut sections[section].columns,
        };
        target.address = Address::of(&[&self.story.name, tag, section_name, id]);
        target.variants.extend(variants);
    }

    fn variants(
        &mut self,
        written: &bank::Wording,
        section: usize,
        message: Option<usize>,
        wordings: &mut Wordings<'_>,
    ) -> Vec<super::Variant> {
        let rules = &self.story.sections[section];
        if let Some(message) = message
            && !rules.messages.contains(&message)
        {
            let text = format!(
                "`{}` is not told in the section `{}`",
                written.message.value, rules.name
            );
            let hint = format!(
                "add `{}` to the message's `in:`, or move its wording",
                rules.name
            );
            self.diagnostics.push(
                Diagnostic::warning(Code::UnknownMessage, text)
                    .at(written.message.span)
                    .hint(hint),
            );
        }
        let is_row = message.is_some() || written.message.value == "columns";
        let in_table = rules.form == SectionForm::Table && is_row;
        let each = message
            .and_then(|it| self.story.messages[it].each.as_ref())
            .map(Expr::shape);
        let with_it = each.map(|it| self.names.with_it(it));
        let names = with_it.as_ref().unwrap_or(&self.names);
        let mut variants = Vec::new();
        for range in &written.variants {
            variants.extend(wordings.variant(range.clone(), in_table, names, self.diagnostics));
        }
        for variant in &variants {
            for print in variant.prints() {
                self.slots_read.extend(print.expr.slots());
            }
        }
        if let (true, Some(n_columns)) = (in_table, rules.n_columns) {
            check_cells(&variants, n_columns, self.diagnostics);
        }
        variants
    }
}

/// Finds rows of a table that have more or fewer cells than the table.
fn check_cells(variants: &[super::Variant], n_columns: usize, diagnostics: &mut Diagnostics) {
    for variant in variants {
        let breaks = variant
            .parts
            .iter()
            .filter(|it| matches!(it, super::Part::CellBreak));
        let n_cells = breaks.count() + 1;
        if n_cells != n_columns {
            let message = format!("this row has {n_cells} cells, and the table {n_columns}");
            let hint = "part the cells with ` | `";
            diagnostics.push(
                Diagnostic::error(Code::BrokenPhrase, message)
                    .at(variant.span)
                    .hint(hint),
            );
        }
    }
}

fn find_table(
    tables: &Tables,
    name: &Located<String>,
    diagnostics: &mut Diagnostics,
) -> Option<TableIdx> {
    let found = tables.find(&name.value);
    if found.is_none() && tables.is_unusable(&name.value) {
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
