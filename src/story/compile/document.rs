//! The rules of the document: what must hold, the sections, the messages, the page.

use super::{CONNECTIVES, Compiler, RESERVED};
use rust_decimal::Decimal;

use crate::data::Kind;
use crate::diagnostics::{Code, Diagnostic};
use crate::project::yaml::{OneOrMany, ShortOr};
use crate::source::Located;
use crate::story::expression::{Expr, Shape, Slot};
use crate::story::shape::{
    BudgetFile, EditionFile, Expression, FormFile, LengthFile, MessageFile, OrderFile, SectionFile,
};
use crate::story::{
    BindingSource, Budget, Edition, Length, Message, Order, PageRules, Requirement, SectionForm,
    SectionRules, Tell, Tone, ToneRule,
};

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
            if written.section.value == CONNECTIVES {
                let message = format!("the section name `{CONNECTIVES}` is taken");
                let diagnostic = Diagnostic::error(Code::DuplicateName, message);
                let hint = "a phrase bank words the connectives of all sections under it";
                self.diagnostics
                    .push(diagnostic.at(written.section.span).hint(hint));
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
            order: match written.order.unwrap_or_default() {
                OrderFile::Written => Order::Written,
                OrderFile::News => Order::News,
            },
            least: written.least.as_ref().and_then(|it| self.share(it)),
            words_max: written.words.map(|it| it as usize),
            characters_max: written.characters.map(|it| it as usize),
            text_max: written.max.map(|it| it as usize),
            from: written.from.map_or(Length::Brief, length),
            connects: written.connect.unwrap_or_default(),
            messages: Vec::new(),
            together: Vec::new(),
        }
    }

    pub(super) fn tell(&mut self, written: &SectionFile, is_title: bool) -> Tell {
        let tell = match &written.tell {
            None if is_title => return Tell::First,
            None => return Tell::All,
            Some(ShortOr::Long(by_length)) => return Tell::Best(budget(Some(by_length))),
            Some(ShortOr::Short(tell)) => tell,
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
                |it| Tell::Best(Budget::always(Some(it))),
            ),
        }
    }

    /// Returns a share of one.
    fn share(&mut self, written: &Located<String>) -> Option<Decimal> {
        let share = written.value.parse().ok();
        let share = share.filter(|it| *it >= Decimal::ZERO && *it <= Decimal::ONE);
        if share.is_none() {
            let message = format!("`{}` is no share between 0 and 1", written.value);
            self.diagnostics
                .push(Diagnostic::error(Code::WrongType, message).at(written.span));
        }
        share
    }

    /// Makes the editions known, and what each calls things.
    pub(super) fn bind_editions(&mut self) {
        self.story.length = self.written.length.map_or(Length::default(), length);
        self.story.words_max = budget(self.written.words.as_ref());
        self.story.angles = {
            let names = self.written.angles.0.iter();
            names.map(|it| it.value.as_str().into()).collect()
        };
        for written in &self.written.editions.0 {
            let edition = match written {
                ShortOr::Short(name) => Edition {
                    name: name.value.as_str().into(),
                    length: self.story.length,
                    facts: Vec::new(),
                },
                ShortOr::Long(written) => self.edition_of(written),
            };
            self.story.editions.push(edition);
        }
    }

    fn edition_of(&mut self, written: &EditionFile) -> Edition {
        let mut facts = Vec::new();
        for (name, expression) in &written.facts {
            let Some(expr) = self.expr(expression) else {
                continue;
            };
            facts.push((self.edition_slot(name, &expr), expr));
        }
        Edition {
            name: written.name.value.as_str().into(),
            length: written.length.map_or(self.story.length, length),
            facts,
        }
    }

    /// Returns the slot of a name that each edition fills in its own way.
    fn edition_slot(&mut self, name: &Located<String>, expr: &Expr) -> Slot {
        let earlier = self.story.editions.iter().flat_map(|it| &it.facts);
        let earlier: Vec<Slot> = earlier.map(|(slot, _)| *slot).collect();
        if let Some((slot, _)) = self.names.get(&name.value)
            && earlier.contains(&slot)
        {
            return slot;
        }
        self.refuse_taken(name);
        let slot = self.names.add(&name.value, expr.shape());
        let span = Some(name.span);
        self.bind(&name.value, slot, BindingSource::Edition, span);
        slot
    }

    pub(super) fn editions(&mut self, names: &[Located<String>]) -> Vec<usize> {
        names.iter().filter_map(|name| self.edition(name)).collect()
    }

    pub(super) fn edition(&mut self, name: &Located<String>) -> Option<usize> {
        let found = self
            .story
            .editions
            .iter()
            .position(|it| *it.name == name.value);
        if found.is_none() {
            let message = format!("`{}` is no edition of `{}`", name.value, self.story.name);
            let diagnostic = Diagnostic::error(Code::UnknownEdition, message).at(name.span);
            let editions = self.story.editions.iter().map(|it| &*it.name);
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
        let mut of_row = |it: &Option<Expression>| {
            let it = it.as_ref()?;
            self.expr_in(it, shape)
        };
        let (when, news) = (of_row(&written.when), of_row(&written.news));
        let (subject, time) = (of_row(&written.subject), of_row(&written.time));
        let together = of_row(&written.together);
        for compared in [&subject, &together].into_iter().flatten() {
            self.reading.value(compared);
        }
        Message {
            id: written.id.value.as_str().into(),
            when,
            each,
            news,
            unless: self.find_messages(&written.unless),
            with: self.find_messages(&written.with),
            after: self.find_messages(&written.after),
            editions: self.editions(&written.editions.0),
            angle: written.angle.as_ref().and_then(|it| self.angle(it)),
            must_lead: written.must_lead.unwrap_or_default(),
            tone: written.tone.as_ref().and_then(|it| self.tone(it, shape)),
            subject,
            because: self.find_messages(&written.because),
            elaborates: self.find_messages(&written.elaborates),
            time,
            together,
            span: written.id.span,
        }
    }

    fn find_messages(&mut self, names: &OneOrMany<Located<String>>) -> Vec<usize> {
        let names = names.0.iter();
        names.filter_map(|name| self.find_message(name)).collect()
    }

    fn tone(&mut self, written: &Expression, each: Option<Shape>) -> Option<ToneRule> {
        Some(match written.value.as_str() {
            "good" => ToneRule::Always(Tone::Good),
            "bad" => ToneRule::Always(Tone::Bad),
            "neutral" => ToneRule::Always(Tone::Neutral),
            _ => ToneRule::Where(self.expr_in(written, each)?),
        })
    }

    fn angle(&mut self, name: &Located<String>) -> Option<usize> {
        let found = self.story.angles.iter().position(|it| **it == name.value);
        if found.is_none() {
            let message = format!("`{}` is none of `angles:`", name.value);
            let hint = "list it under `angles:`, the weightiest first";
            let diagnostic = Diagnostic::error(Code::UnknownAngle, message).at(name.span);
            self.diagnostics.push(diagnostic.hint(hint));
        }
        found
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

fn length(written: LengthFile) -> Length {
    match written {
        LengthFile::Brief => Length::Brief,
        LengthFile::Standard => Length::Standard,
        LengthFile::Long => Length::Long,
    }
}

fn budget(written: Option<&BudgetFile>) -> Budget {
    let of = written.map(|it| [it.brief, it.standard, it.long]);
    Budget {
        of: of.unwrap_or_default().map(|it| it.map(|it| it as usize)),
    }
}
