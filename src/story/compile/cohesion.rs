//! Cohesion: the connectives that a bank brings, and the findings about keys that could relate or gather nothing.

use super::{BankSource, Compiler};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::Relation;
use crate::source::{FileId, Located, Span};
use crate::story::wording::Wordings;
use crate::story::{Connectives, SectionForm, bank};

impl Compiler<'_> {
    /// Takes the connectives of one relation from a bank.
    pub(super) fn connectives(
        &mut self,
        written: &bank::Wording,
        wordings: &Wordings<'_>,
        connectives: &mut Connectives,
    ) {
        let name = &written.message;
        let Some(relation) = Relation::from_name(&name.value) else {
            let message = format!("`{}` is no relation between messages", name.value);
            let diagnostic = Diagnostic::error(Code::BrokenPhrase, message).at(name.span);
            let names = Relation::ALL.map(Relation::name);
            self.diagnostics
                .push(diagnostic.did_you_mean(&name.value, names));
            return;
        };
        let variants = written.variants.iter().cloned();
        let texts: Vec<(String, Span)> = variants
            .filter_map(|it| {
                let span = Span::new(wordings.file, it.clone());
                Some((wordings.plain(it, self.diagnostics)?, span))
            })
            .collect();
        let texts = texts.iter().map(|(text, span)| (text.as_str(), *span));
        connectives.write(relation, texts);
    }

    /// Settles which rows are told together, and finds keys that have no effect where they stand.
    pub(super) fn cohesion(&mut self, sources: &[BankSource]) {
        self.sections_that_connect();
        self.messages_that_relate();
        let is_base = |it: &&BankSource| it.edition.is_none();
        let files: Vec<FileId> = sources.iter().filter(is_base).map(|it| it.file).collect();
        for message in 0..self.story.messages.len() {
            let rules = &self.story.messages[message];
            if rules.together.is_some() && rules.each.is_some() {
                self.gather(message, &files);
            }
        }
    }

    fn sections_that_connect(&mut self) {
        for (rules, written) in self.story.sections.iter().zip(&self.written.article) {
            if rules.connects && !rules.connects() {
                let what = match rules.form {
                    SectionForm::Title => "a title is one text",
                    _ => "the rows of a table stand apart",
                };
                let message = format!("`connect` has no effect in `{}`: {what}", rules.name);
                self.diagnostics.push(
                    Diagnostic::warning(Code::NeedlessKey, message)
                        .at(written.section.span)
                        .hint("remove it; connectives stand between the sentences of a paragraph"),
                );
            }
        }
    }

    fn messages_that_relate(&mut self) {
        let written = self.written;
        for (idx, message) in written.messages.iter().enumerate() {
            for name in &message.because.0 {
                self.meets(idx, "because", name);
            }
            for name in &message.elaborates.0 {
                self.meets(idx, "elaborates", name);
            }
            let has_rows = message.each.is_some() || self.story.messages[idx].each.is_some();
            if let Some(together) = message.together.as_ref().filter(|_| !has_rows) {
                let text = format!("`{}` has no rows to tell together", message.id.value);
                self.diagnostics.push(
                    Diagnostic::warning(Code::NeedlessKey, text)
                        .at(together.span)
                        .hint("say of which rows it is told, as in `each: goals`"),
                );
            }
        }
    }

    /// Finds a relation to a message that is told in no section with this one.
    fn meets(&mut self, idx: usize, key: &str, name: &Located<String>) {
        let Some(other) = self.message_idx(&name.value) else {
            return;
        };
        let mut sections = self.story.sections.iter();
        if sections.any(|it| it.messages.contains(&idx) && it.messages.contains(&other)) {
            return;
        }
        let id = &self.story.messages[idx].id;
        let message = format!("no section tells both `{id}` and `{}`", name.value);
        let hint = format!("give them a section in common, or remove `{key}`");
        self.diagnostics.push(
            Diagnostic::warning(Code::NeedlessKey, message)
                .at(name.span)
                .hint(hint),
        );
    }

    /// Lets the sections tell rows of a message together for which every language has wording.
    ///
    /// The plan is one for all languages: what one of them cannot say so, none does.
    fn gather(&mut self, message: usize, files: &[FileId]) {
        let banks = || self.story.banks.iter().filter(|it| it.edition.is_none());
        let words = |section: usize| {
            move |bank: &crate::story::Bank| {
                let wording = &bank.sections[section].together[message];
                !wording.variants.is_empty()
            }
        };
        let (mut complete, mut lacking) = (Vec::new(), Vec::new());
        for (section, rules) in self.story.sections.iter().enumerate() {
            if !rules.messages.contains(&message) || !banks().any(words(section)) {
                continue;
            }
            if banks().all(words(section)) {
                complete.push(section);
            }
            let without = banks().zip(files).filter(|(bank, _)| !words(section)(bank));
            lacking.extend(without.map(|(bank, file)| (section, bank.language.tag(), *file)));
        }
        if complete.is_empty() && lacking.is_empty() {
            let mut sections = self.story.sections.iter();
            let section = sections.position(|it| it.messages.contains(&message));
            let section = section.into_iter();
            lacking = section
                .flat_map(|it| {
                    let banks = banks().zip(files);
                    banks.map(move |(bank, file)| (it, bank.language.tag(), *file))
                })
                .collect();
        }
        for section in complete {
            self.story.sections[section].together.push(message);
        }
        for (section, tag, file) in lacking {
            self.ungathered(message, section, tag, file);
        }
    }

    fn ungathered(&mut self, message: usize, section: usize, tag: &str, file: FileId) {
        let (id, section) = (
            &self.story.messages[message].id,
            &self.story.sections[section].name,
        );
        let text =
            format!("`{id}` has no wording for several rows in the section `{section}` ({tag})");
        let hint = format!("write a variant under `# {section}` and `## {id} together`");
        self.diagnostics.push(
            Diagnostic::warning(Code::UntoldMessage, text)
                .at(Span::new(file, 0..0))
                .note("until every language has one, its rows are told one by one")
                .hint(hint),
        );
    }
}
