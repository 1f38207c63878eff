//! Languages compared: a message told in one and not in another, or told with other facts.

use std::collections::BTreeSet;

use super::expression::{Node, Slot};
use super::scope::Names;
use super::{Bank, Story, Wording};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// Finds messages that a bank has no wording for in one of their sections.
pub(super) fn untold(story: &Story, bank: &Bank, file: FileId, diagnostics: &mut Diagnostics) {
    for (section, rules) in story.sections.iter().enumerate() {
        for &message in &rules.messages {
            if bank.sections[section].messages[message].variants.is_empty() {
                let id = &story.messages[message].id;
                let language = bank.language.tag();
                let text = format!(
                    "`{id}` has no wording in the section `{}` ({language})",
                    rules.name
                );
                let hint = format!("write a variant under `# {}` and `## {id}`", rules.name);
                diagnostics.push(
                    Diagnostic::warning(Code::UntoldMessage, text)
                        .at(Span::new(file, 0..0))
                        .hint(hint),
                );
            }
        }
    }
}

/// Finds messages that two languages tell with other facts.
pub(super) fn languages(story: &Story, names: &Names<'_>, diagnostics: &mut Diagnostics) {
    let mut base = story.banks.iter().filter(|it| it.edition.is_none());
    let Some(first) = base.next() else { return };
    for other in base {
        for (section, rules) in story.sections.iter().enumerate() {
            for &message in &rules.messages {
                let id = &story.messages[message].id;
                let banks = [first, other];
                let alone = banks.map(|it| &it.sections[section].messages[message]);
                two(banks, id, alone, names, diagnostics);
                let together = banks.map(|it| &it.sections[section].together[message]);
                two(
                    banks,
                    &format!("{id} together"),
                    together,
                    names,
                    diagnostics,
                );
            }
        }
    }
}

/// Says which facts only one of two banks tells in its wording of a message.
fn two(
    banks: [&Bank; 2],
    id: &str,
    wordings: [&Wording; 2],
    names: &Names<'_>,
    diagnostics: &mut Diagnostics,
) {
    if wordings.iter().any(|it| it.variants.is_empty()) {
        return;
    }
    let [first, other] = banks;
    let [ours, theirs] = wordings.map(facts);
    let lacking = |from: &BTreeSet<Fact>, of: &BTreeSet<Fact>| {
        let lacking = from.difference(of).filter_map(|it| it.name(names));
        lacking.collect::<Vec<_>>()
    };
    let [of_other, of_first] = [lacking(&ours, &theirs), lacking(&theirs, &ours)];
    say(first, other, id, &of_other, wordings[1], diagnostics);
    say(other, first, id, &of_first, wordings[0], diagnostics);
}

/// Says which facts one language tells and the other does not.
fn say(
    has: &Bank,
    lacks: &Bank,
    id: &str,
    facts: &[String],
    wording: &Wording,
    diagnostics: &mut Diagnostics,
) {
    if facts.is_empty() {
        return;
    }
    let (has, lacks) = (has.language.tag(), lacks.language.tag());
    let text = format!(
        "no variant of `{id}` in {lacks} tells `{}`, which {has} tells",
        facts.join("`, `")
    );
    let span = wording.variants[0].span;
    diagnostics.push(
        Diagnostic::warning(Code::UnequalLanguages, text)
            .at(span)
            .hint("say the same in every language, or make it a message of its own"),
    );
}

/// Something that a phrase tells: a name, or a column of the row it is told of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Slot(Slot),
    Field(String),
}

impl Fact {
    fn name(&self, names: &Names<'_>) -> Option<String> {
        match self {
            Fact::Slot(slot) => names.name_of(*slot),
            Fact::Field(name) => Some(name.clone()),
        }
    }
}

/// Returns the facts that some variant prints.
fn facts(wording: &Wording) -> BTreeSet<Fact> {
    let mut facts = BTreeSet::new();
    for print in wording.variants.iter().flat_map(|it| it.prints()) {
        print.expr.visit(&mut |part| {
            if let Node::Slot(slot, _) = part.node()
                && !matches!(*slot, Slot::IT | Slot::THEY)
            {
                facts.insert(Fact::Slot(*slot));
            }
            if let Node::Name(_, name) = part.node() {
                facts.insert(Fact::Field(name.to_string()));
            }
        });
    }
    facts
}
