//! The rules of the document: what must hold, the sections, the messages, the page.

use super::measures::ItOf;
use super::{CHANGE, CONNECTIVES, Compiler, RESERVED};
use rust_decimal::Decimal;

use crate::data::Kind;
use crate::diagnostics::{Code, Diagnostic};
use crate::project::yaml::{OneOrMany, ShortOr};
use crate::source::Located;
use crate::story::expression::{Expr, Shape, Slot};
use crate::story::phrases::PHRASES;
use crate::story::shape::{
    BudgetFile, EditionFile, Expression, FormFile, LengthFile, MessageFile, OrderFile, SectionFile,
};
use crate::story::{
    Binding, BindingSource, Budget, Edition, Length, Message, Order, PageRules, Requirement,
    SectionForm, SectionRules, Taking, Tell, Tone, ToneRule,
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
            self.refuse_reserved(&written.section);
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

    /// Refuses a section whose heading has a meaning of its own in a phrase bank.
    fn refuse_reserved(&mut self, name: &Located<String>) {
        let means = match name.value.as_str() {
            PHRASES => "its phrases",
            CONNECTIVES => "the connectives of all sections",
            CHANGE => "changes",
            _ => return,
        };
        let message = format!("the section name `{}` is taken", name.value);
        let hint = format!("a phrase bank words {means} under it: choose another");
        let diagnostic = Diagnostic::error(Code::DuplicateName, message).at(name.span);
        self.diagnostics.push(diagnostic.hint(hint));
    }

    pub(super) fn section(&mut self, written: &SectionFile) -> SectionRules {
        let is_title = written.section.value == "title";
        let form = match written.form {
            _ if is_title => SectionForm::Title,
            None | Some(FormFile::Paragraph) => SectionForm::Paragraph,
            Some(FormFile::List) => SectionForm::List,
            Some(FormFile::Table) => SectionForm::Table,
        };
        if is_title && written.from.is_some() {
            let message = "`from` is no key of the title: every article has one";
            let diagnostic = Diagnostic::error(Code::UnknownKey, message).at(written.section.span);
            self.diagnostics
                .push(diagnostic.hint("leave it out, or give it to another section"));
        }
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
            tiers: Vec::new(),
            taking: Taking::default(),
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
        self.check_sides();
        // What an edition calls things may rest on facts that another edition was the first to read.
        self.take_made();
        let is_of_edition = |it: &Binding| matches!(it.source, BindingSource::Edition);
        self.story.bindings.sort_by_key(is_of_edition);
    }

    /// Finds names that some editions give something, and others nothing: what needs them is silent there.
    fn check_sides(&mut self) {
        for written in &self.written.editions.0 {
            let (ShortOr::Short(name) | ShortOr::Long(EditionFile { name, .. })) = written;
            let of_edition = |it: &&Edition| *it.name == name.value;
            let Some(edition) = self.story.editions.iter().find(of_edition) else {
                continue;
            };
            let all = self.story.editions.iter().flat_map(|it| &it.facts);
            let mut lacking = all.filter(|(slot, _)| edition.fact(*slot).is_none());
            if let Some(lacking) = lacking.find_map(|(slot, _)| self.names.name_of(*slot)) {
                let message = format!("the edition `{}` calls nothing `{lacking}`", name.value);
                let hint =
                    format!("add `{lacking}` to its `facts`: what needs it is not told there");
                let diagnostic = Diagnostic::warning(Code::UnknownName, message).at(name.span);
                self.diagnostics.push(diagnostic.hint(hint));
            }
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
        let shape = each.as_ref().map(Expr::shape).map(ItOf::Element);
        let it = self.it_of(written).or(shape);
        let told = self.told(written, it.as_ref());
        let mut of_row = |text: &Option<Expression>| {
            let text = text.as_ref()?;
            self.expr_in(text, it.as_ref())
        };
        let (mut when, mut news) = (of_row(&written.when), of_row(&written.news));
        let (subject, time) = (of_row(&written.subject), of_row(&written.time));
        let together = of_row(&written.together);
        let mut tone = written
            .tone
            .as_ref()
            .and_then(|text| self.tone(text, it.as_ref()));
        let (mut each, mut about) = (each, None);
        if let Some(told) = told {
            // What is undefined is not told, whatever else the author asks for.
            when = Some(match when {
                Some(when) => told.when.both(when),
                None => told.when,
            });
            each = told.each.or(each);
            let mut of_measure = told.about;
            if news.is_some() {
                of_measure.terms.clear();
            }
            news = news.or(told.news);
            tone = tone.or(Some(ToneRule::Where(told.welcome)));
            about = Some(of_measure);
        }
        self.its.push(it);
        for compared in [&subject, &together].into_iter().flatten() {
            self.reading.value(compared);
        }
        Message {
            id: written.id.value.as_str().into(),
            when,
            each,
            about,
            news,
            unless: self.find_messages(&written.unless),
            with: self.find_messages(&written.with),
            after: self.find_messages(&written.after),
            editions: self.editions(&written.editions.0),
            angle: written.angle.as_ref().and_then(|it| self.angle(it)),
            must_lead: written.must_lead.unwrap_or_default(),
            tone,
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

    fn tone(&mut self, written: &Expression, it: Option<&ItOf>) -> Option<ToneRule> {
        Some(match written.value.as_str() {
            "good" => ToneRule::Always(Tone::Good),
            "bad" => ToneRule::Always(Tone::Bad),
            "neutral" => ToneRule::Always(Tone::Neutral),
            _ => ToneRule::Where(self.expr_in(written, it)?),
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

/// Returns a limit by length; one that is not given is that of the next longer, and none if that has none.
fn budget(written: Option<&BudgetFile>) -> Budget {
    let of = written.map(|it| [it.brief, it.standard, it.long]);
    let [brief, standard, long] = of.unwrap_or_default().map(|it| it.map(|it| it as usize));
    // A shorter article never has more than a longer one.
    let standard = standard.or(long);
    Budget {
        of: [brief.or(standard), standard, long],
    }
}
