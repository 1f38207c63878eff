//! The rules of the document: what must hold, the sections, the messages, the page.

use super::{Compiler, RESERVED};
use crate::data::Kind;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::Located;
use crate::story::expression::{Expr, Shape};
use crate::story::shape::{FormFile, MessageFile, SectionFile};
use crate::story::{Message, PageRules, Requirement, SectionForm, SectionRules, Tell};

impl Compiler<'_> {
    pub(super) fn requirements(&mut self) {
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

    pub(super) fn sections(&mut self) {
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

    pub(super) fn section(&mut self, written: &SectionFile) -> SectionRules {
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

    pub(super) fn tell(&mut self, written: &SectionFile, is_title: bool) -> Tell {
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

    pub(super) fn editions(&mut self, names: &[Located<String>]) -> Vec<usize> {
        names.iter().filter_map(|name| self.edition(name)).collect()
    }

    pub(super) fn edition(&mut self, name: &Located<String>) -> Option<usize> {
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

    pub(super) fn messages(&mut self) {
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

    pub(super) fn message(&mut self, written: &MessageFile) -> Message {
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

    pub(super) fn message_idx(&self, id: &str) -> Option<usize> {
        self.written
            .messages
            .iter()
            .position(|it| it.id.value == id)
    }

    pub(super) fn find_message(&mut self, name: &Located<String>) -> Option<usize> {
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

    pub(super) fn find_section(&mut self, name: &Located<String>) -> Option<usize> {
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

    pub(super) fn page(&mut self) {
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
        if let Some(date) = &self.story.page.date
            && let Shape::Cell(kind) = date.shape()
            && !matches!(kind, Kind::Date | Kind::DateTime)
        {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::WrongKind,
                    "the date of a page is a day, and this is none",
                )
                .at(date.span())
                .hint("name a column of days; one that is text is declared as `type: date`"),
            );
        }
        for printed in self.story.page.date.iter().chain(&self.story.page.tags) {
            self.reading.value(printed);
        }
    }
}
