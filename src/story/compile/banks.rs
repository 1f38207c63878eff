//! The phrase banks: each message's variants, in each language and edition.

use super::{BankSource, CHANGE, CONNECTIVES, Compiler, RESERVED, TOGETHER};
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::{Change, Grade, Verdict};
use crate::source::{FileId, Located, Reads, Span};
use crate::story::claims::{Ground, Written};
use crate::story::expression::{Expr, Shape};
use crate::story::guesses::Guesses;
use crate::story::phrases::{PHRASES, Phrases};
use crate::story::wording::Wordings;
use crate::story::{
    Address, Bank, ChangeWording, Connectives, Literals, Part, SectionForm, SectionWording,
    Variant, Wording, bank, compare,
};

impl Compiler<'_> {
    /// Compiles the base banks first, then the overlays of the editions on them.
    pub(super) fn banks(&mut self, sources: &[BankSource], literals: &Arc<Literals>) {
        for source in sources.iter().filter(|it| it.edition.is_none()) {
            let (n_errors, _) = self.diagnostics.count();
            let bank = self.bank(source, None, None, literals);
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
                let tag = source.language.tag();
                let base = sources
                    .iter()
                    .find(|it| it.edition.is_none() && it.language.tag() == tag);
                let mut bank = self.bank(source, base, Some(edition), literals);
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
        base: Option<&BankSource>,
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
            phrases: Phrases::default(),
            depth: 0,
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
            let n_messages = self.story.messages.len();
            wording.messages.resize_with(n_messages, Wording::default);
            wording.together.resize_with(n_messages, Wording::default);
            sections.push(wording);
        }
        if let Some(base) = base {
            // What is wrong with the base has been told when it was compiled.
            name_phrases(
                base.file,
                reads,
                &mut wordings.phrases,
                &mut Diagnostics::default(),
            );
        }
        let phrases = &mut wordings.phrases;
        let told = name_phrases(source.file, reads, phrases, self.diagnostics);
        let mut changes = Vec::new();
        let mut connectives = Connectives::new(&self.story.name, source.language);
        for written in told {
            if written.section.value == CONNECTIVES {
                self.connectives(&written, &wordings, &mut connectives);
            } else if written.section.value == CHANGE {
                changes.extend(self.change_wording(&written, &mut wordings));
            } else {
                self.wording(&written, &mut wordings, &mut sections);
            }
        }
        wordings.phrases.unused(source.file, self.diagnostics);
        Bank {
            edition,
            language: source.language,
            lexicon: source.lexicon.clone(),
            literals: literals.clone(),
            connectives,
            sections,
            changes,
        }
    }

    /// Returns a desk's own words for a change: `## up sharp unwelcome`.
    fn change_wording(
        &mut self,
        written: &bank::Wording,
        wordings: &mut Wordings<'_>,
    ) -> Option<ChangeWording> {
        let heading = &written.message;
        let Some((change, grade, verdict)) = change_of(&heading.value) else {
            let message = format!("`{}` is no kind of change", heading.value);
            let hint = "write a change (`up`, `down`, `flat`, `from zero` …), then how strong (`slight`, `plain`, \
                        `sharp`) and how welcome (`welcome`, `unwelcome`) if need be";
            let finding = Diagnostic::error(Code::BrokenPhrase, message).at(heading.span);
            self.diagnostics.push(finding.hint(hint));
            return None;
        };
        let names = self.names.with_it(Shape::Unknown);
        wordings.ground.turn_to_change();
        let mut variants = Vec::new();
        for range in &written.variants {
            variants.extend(wordings.variant(range.clone(), false, &names, self.diagnostics));
        }
        for variant in &variants {
            self.reading.add_variant(variant);
        }
        let tag = wordings.language.tag();
        let address = Address::of(&[&self.story.name, tag, CHANGE, &heading.value]);
        Some(ChangeWording {
            name: heading.value.as_str().into(),
            change,
            grade,
            verdict,
            wording: Wording { address, variants },
        })
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
        let together = self.gathers(&written.message);
        let message = match &together {
            _ if reserved => None,
            Some(name) => self.find_message(name),
            None => self.find_message(&written.message),
        };
        if !reserved && message.is_none() {
            return;
        }
        if let (Some(_), Some(message)) = (&together, message)
            && self.story.messages[message].together.is_none()
        {
            let id = &self.story.messages[message].id;
            let text = format!("the rows of `{id}` are never told together");
            let hint = "say what they must have in common: `together: it.direction`";
            let diagnostic = Diagnostic::warning(Code::UnknownMessage, text);
            self.diagnostics
                .push(diagnostic.at(written.message.span).hint(hint));
        }
        let variants = self.variants(written, section, message, together.is_some(), wordings);
        let tag = wordings.language.tag();
        let (section_name, id) = (&written.section.value, &written.message.value);
        let target = match (message, id.as_str()) {
            (Some(message), _) if together.is_some() => &mut sections[section].together[message],
            (Some(message), _) => &mut sections[section].messages[message],
            (None, "heading") => &mut sections[section].heading,
            (None, "caption") => &mut sections[section].caption,
            (None, _) => &mut sections[section].columns,
        };
        target.address = Address::of(&[&self.story.name, tag, section_name, id]);
        target.variants.extend(variants);
    }

    /// Returns the message whose rows a heading words together: `## goal together`.
    fn gathers(&self, heading: &Located<String>) -> Option<Located<String>> {
        let id = heading.value.strip_suffix(TOGETHER)?.trim_end();
        let is_message = self.message_idx(&heading.value).is_some();
        (!is_message).then(|| Located {
            value: id.to_owned(),
            span: heading.span,
        })
    }

    pub(super) fn variants(
        &mut self,
        written: &bank::Wording,
        section: usize,
        message: Option<usize>,
        together: bool,
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
        let it = message.and_then(|it| self.its[it].clone());
        let with_it = it.map(|it| self.with_it(&it));
        let with_it = with_it.map(|names| match message {
            Some(message) if together => {
                let each = self.story.messages[message].each.as_ref();
                names.and_they(each.map_or(Shape::Unknown, Expr::shape))
            }
            _ => names,
        });
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

/// Takes in the phrases that a bank names, and returns its other wordings.
fn name_phrases<'a>(
    file: FileId,
    reads: &'a Reads,
    phrases: &mut Phrases<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<bank::Wording> {
    let text = reads.file(file).text.as_str();
    let (named, told): (Vec<_>, Vec<_>) = bank::parse(file, text, diagnostics)
        .into_iter()
        .partition(|it| it.section.value == PHRASES);
    for written in named {
        phrases.add(written, file, text, diagnostics);
    }
    told
}

/// Returns the change that a heading names, with how strong and how welcome it is if it says so.
fn change_of(heading: &str) -> Option<(Change, Option<Grade>, Option<Verdict>)> {
    let (mut grade, mut verdict) = (None, None);
    let mut words: Vec<&str> = heading.split_whitespace().collect();
    while let Some(last) = words.last() {
        match *last {
            "slight" => grade = Some(Grade::Slight),
            "plain" => grade = Some(Grade::Plain),
            "sharp" => grade = Some(Grade::Sharp),
            "welcome" => verdict = Some(Verdict::Welcome),
            "unwelcome" => verdict = Some(Verdict::Unwelcome),
            _ => break,
        }
        words.pop();
    }
    let name = words.join("-");
    let (_, change) = Change::NAMES.iter().find(|it| it.0 == name)?;
    Some((*change, grade, verdict))
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
