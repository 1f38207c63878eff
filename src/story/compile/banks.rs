//! The phrase banks: each message's variants, in each language and edition.

use super::{BankSource, Compiler, RESERVED};
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{Located, Span};
use crate::story::claims::{Ground, Written};
use crate::story::expression::Expr;
use crate::story::guesses::Guesses;
use crate::story::wording::Wordings;
use crate::story::{
    Address, Bank, Literals, Part, SectionForm, SectionWording, Variant, Wording, bank, compare,
};

impl Compiler<'_> {
    /// Compiles the base banks first, then the overlays of the editions on them.
    pub(super) fn banks(&mut self, sources: &[BankSource], literals: &Arc<Literals>) {
        for source in sources.iter().filter(|it| it.edition.is_none()) {
            let (n_errors, _) = self.diagnostics.count();
            let bank = self.bank(source, None, literals);
            // A variant that is broken is no message left untold: one finding is enough.
            if self.diagnostics.count().0 == n_errors {
                compare::untold(&self.story, &bank, source.file, self.diagnostics);
            }
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

    pub(super) fn bank(
        &mut self,
        source: &BankSource,
        edition: Option<usize>,
        literals: &Arc<Literals>,
    ) -> Bank {
        let reads = self.reads;
        let text = reads.file(source.file).text.as_str();
        let mut wordings = Wordings {
            file: source.file,
            text,
            language: source.language,
            literals,
            n_sites: 0,
            ground: Ground::of(&self.story.bindings, &self.story.editions),
            written: Written::default(),
            guesses: Guesses {
                language: source.language,
                words: &source.lexicon.words,
                seen: BTreeSet::new(),
            },
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
            literals: literals.clone(),
            sections,
        }
    }

    pub(super) fn wording(
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

    pub(super) fn variants(
        &mut self,
        written: &bank::Wording,
        section: usize,
        message: Option<usize>,
        wordings: &mut Wordings<'_>,
    ) -> Vec<Variant> {
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
        let about = message.map(|it| &self.story.messages[it]);
        let about = about.map(|it| it.when.iter().chain(&it.each));
        wordings.ground.turn_to(about.into_iter().flatten());
        let mut variants = Vec::new();
        for range in &written.variants {
            variants.extend(wordings.variant(range.clone(), in_table, names, self.diagnostics));
        }
        for variant in &variants {
            self.reading.add_variant(variant);
        }
        if let (true, Some(n_columns)) = (in_table, rules.n_columns) {
            check_cells(&variants, n_columns, self.diagnostics);
        }
        variants
    }
}

/// Finds rows of a table that have more or fewer cells than the table.
fn check_cells(variants: &[Variant], n_columns: usize, diagnostics: &mut Diagnostics) {
    for variant in variants {
        let breaks = variant
            .parts
            .iter()
            .filter(|it| matches!(it, Part::CellBreak));
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
