//! An explanation in; one JSON object out, which a content system reads as well as a sidecar.
//!
//! It holds no time and no path of this machine: files are named from the project's folder, and two runs over the
//! same files give the same bytes.

use serde_json::{Value as Json, json};

use super::{
    Absence, Basis, ExplainedCell, ExplainedCondition, ExplainedMessage, ExplainedPart,
    ExplainedReason, ExplainedSection, ExplainedText, Explanation, Making, Role, UnfitVariant,
    shown,
};
use crate::data::{Place, Tables};
use crate::diagnostics::place;
use crate::plan::{News, Outcome};
use crate::source::{Reads, Span};
use crate::story::Tell;

/// Returns an explanation as an object: its `texts` and its `sections`.
pub fn to_json(explanation: &Explanation, reads: &Reads, tables: &Tables) -> Json {
    let writer = Writer { reads, tables };
    let texts = explanation.texts.iter().map(|it| writer.text(it));
    let sections = explanation.sections.iter().map(|it| writer.section(it));
    json!({
        "texts": texts.collect::<Vec<_>>(),
        "sections": sections.collect::<Vec<_>>(),
    })
}

/// Returns the reasons of an article that is held as a list.
pub fn to_json_held(reasons: &[ExplainedReason], reads: &Reads, tables: &Tables) -> Json {
    let writer = Writer { reads, tables };
    let reasons = reasons.iter().map(|it| {
        json!({
            "text": it.text,
            "place": it.rule.map(|it| place(it, reads)),
            "condition": it.condition.as_ref().map(|it| writer.condition(it)),
            "unmet": it.unmet.iter().map(|it| writer.condition(it)).collect::<Vec<_>>(),
            "unfit": writer.unfit(&it.unfit),
            "rows": it.rows.iter().map(|it| writer.row(*it)).collect::<Vec<_>>(),
        })
    });
    reasons.collect()
}

struct Writer<'a> {
    reads: &'a Reads,
    tables: &'a Tables,
}

impl Writer<'_> {
    fn text(&self, text: &ExplainedText) -> Json {
        let mut object = json!({
            "number": text.number,
            "section": &*text.section,
            "role": role(text.role),
            "message": text.message.as_deref(),
            "rule": text.rule.map(|it| self.place(it)),
            "text": text.text,
            "when": text.when.as_ref().map(|it| self.condition(it)),
            "told_of": text.item.as_ref().map(|it| self.basis(it)),
            "variant": self.place(text.variant),
            "variants": text.n_variants,
            "dealt": text.is_dealt,
            "guard": text.guard.as_ref().map(|it| self.condition(it)),
        });
        if let Some(it) = &text.connective {
            object["connective"] = json!({
                "text": it.text,
                "relation": it.relation.name(),
                "before": &*it.before,
            });
        }
        object["unfit"] = self.unfit(&text.unfit);
        object["parts"] = text.parts.iter().map(|it| self.part(it)).collect();
        object["values"] = text
            .values
            .iter()
            .map(|it| {
                let mut object = json!({ "text": it.text, "print": self.reads.source(it.print) });
                self.add_basis(&it.basis, &mut object);
                object
            })
            .collect();
        object["literals"] = text
            .literals
            .iter()
            .map(|it| json!({ "text": it.text, "source": it.source, "declared": self.place(it.declared) }))
            .collect();
        object["ends"] = text.ends().iter().map(|it| it.as_str()).collect();
        object
    }

    fn unfit(&self, unfit: &[UnfitVariant]) -> Json {
        let unfit = unfit.iter().map(|it| {
            json!({
                "variant": self.place(it.variant),
                "why": why(it.is_guard),
                "because": self.condition(&it.because),
            })
        });
        unfit.collect()
    }

    fn part(&self, part: &ExplainedPart) -> Json {
        match part {
            ExplainedPart::Taken { words, n_options } => {
                json!({ "what": "taken", "words": words, "options": n_options })
            }
            ExplainedPart::Included { words, guard } => json!({
                "what": "included",
                "words": words,
                "because": guard.as_ref().map(|it| self.condition(it)),
            }),
            ExplainedPart::LeftOut {
                words,
                is_guard,
                because,
            } => json!({
                "what": "left out",
                "words": words,
                "why": why(*is_guard),
                "because": self.condition(because),
            }),
        }
    }

    fn section(&self, section: &ExplainedSection) -> Json {
        let messages = section.messages.iter().map(|it| self.message(it));
        let tell = match section.tell {
            Tell::First => "first",
            Tell::All => "all",
            Tell::Best(_) => "best",
        };
        json!({
            "section": &*section.name,
            "tell": tell,
            "messages": messages.collect::<Vec<_>>(),
        })
    }

    fn message(&self, message: &ExplainedMessage) -> Json {
        json!({
            "message": &*message.id,
            "rule": self.place(message.rule),
            "told_of": message.item.as_ref().map(|it| shown(it, self.tables)),
            "news": message.news.as_ref().map(news),
            "outcome": outcome(&message.outcome),
            "other": message.other.as_deref(),
            "when": message.when.as_ref().map(|it| self.condition(it)),
        })
    }

    fn condition(&self, condition: &ExplainedCondition) -> Json {
        let mut object = json!({
            "expression": self.reads.source(condition.span),
            "place": self.place(condition.span),
            "value": shown(&condition.value, self.tables),
            "missing": condition.missing.iter().map(|it| &**it).collect::<Vec<_>>(),
        });
        self.add_basis(&condition.basis, &mut object);
        object
    }

    fn basis(&self, basis: &Basis) -> Json {
        let mut object = json!({});
        self.add_basis(basis, &mut object);
        object
    }

    fn add_basis(&self, basis: &Basis, object: &mut Json) {
        let facts = basis.facts.iter().map(|it| {
            json!({
                "name": &*it.name,
                "value": shown(&it.value, self.tables),
                "expression": it.written.as_deref().unwrap_or_else(|| self.reads.source(it.formula)),
                "place": self.place(it.formula),
            })
        });
        object["facts"] = facts.collect();
        object["cells"] = basis.cells.iter().map(|it| self.cell(it)).collect();
        if !basis.absences.is_empty() {
            let absences = basis.absences.iter();
            object["absences"] = absences.map(|it| self.absence(it)).collect();
        }
    }

    fn cell(&self, cell: &ExplainedCell) -> Json {
        let mut entry = self.row(cell.place);
        entry["column"] = json!(cell.header);
        // An empty cell holds nothing, which is not the word for it.
        entry["value"] = if cell.value.is_missing() {
            Json::Null
        } else {
            json!(shown(&cell.value, self.tables))
        };
        if let Some(it) = &cell.making {
            entry["made"] = self.making(it);
        }
        entry
    }

    fn making(&self, making: &Making) -> Json {
        let sources = making.sources.iter();
        let sources = sources.map(|it| {
            let file = self.reads.file(it.file).name();
            json!({ "file": file, "lines": it.lines })
        });
        json!({ "how": making.form, "rows": sources.collect::<Vec<_>>() })
    }

    fn absence(&self, absence: &Absence) -> Json {
        let files = absence.files.iter();
        let files: Vec<String> = files.map(|it| self.reads.file(*it).name()).collect();
        let columns = absence.columns.iter();
        let columns = columns.map(|(name, it)| (name.clone(), json!(shown(it, self.tables))));
        json!({
            "rows": &*absence.name,
            "table": &*absence.table,
            "files": files,
            "where": columns.collect::<serde_json::Map<_, _>>(),
        })
    }

    fn row(&self, place: Place) -> Json {
        json!({ "file": self.reads.file(place.file).name(), "line": place.line })
    }

    fn place(&self, span: Span) -> Json {
        place(span, self.reads)
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Message => "message",
        Role::Heading => "heading",
        Role::Caption => "caption",
        Role::Column => "column",
    }
}

fn why(is_guard: bool) -> &'static str {
    if is_guard { "guard" } else { "missing" }
}

fn news(news: &News) -> Json {
    let terms = news.terms.iter();
    let terms = terms.map(|(name, it)| ((*name).to_owned(), json!(it.to_string())));
    json!({
        "total": news.total.to_string(),
        "terms": terms.collect::<serde_json::Map<_, _>>(),
    })
}

fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Told => "told",
        Outcome::OtherEdition => "other edition",
        Outcome::DoesNotApply => "does not apply",
        Outcome::Needless(_) => "needless",
        Outcome::Alone => "alone",
        Outcome::Behind(_) => "behind",
        Outcome::Outnumbered => "outnumbered",
        Outcome::TooSlight => "too slight",
        Outcome::NoRoom => "no room",
    }
}
