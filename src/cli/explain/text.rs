//! An explanation in; a page that an editor reads, in lines of at most a hundred columns, out.
//!
//! Under each sentence stand its message, its wording, what it prints, and then once for all of it the facts and the
//! cells: a sentence has few of them, and its values share most.

use std::fmt::Write as _;

use gentext::build::Newsroom;
use gentext::data::{Place, Value};
use gentext::diagnostics::place;
use gentext::explain::{
    Basis, End, ExplainedCondition, ExplainedMessage, ExplainedPart, ExplainedReason,
    ExplainedSection, ExplainedText, Explanation, Role, UnfitVariant, shown,
};
use gentext::plan::{News, Outcome};
use gentext::source::Span;
use gentext::story::Tell;

use super::super::text::{padded, width};
use super::basis::{N_ROWS, more};

/// The width of a line.
pub(super) const WIDTH: usize = 96;

/// How many values are shown below a sentence, and how many other messages above a section.
const N_VALUES: usize = 24;
const N_OTHERS: usize = 12;

/// Writes explanations as text.
pub(super) struct Writer<'a> {
    pub(super) newsroom: &'a Newsroom,
    out: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(newsroom: &'a Newsroom) -> Self {
        Writer {
            newsroom,
            out: String::new(),
        }
    }

    /// Returns the page.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Begins what is told in one language.
    pub(super) fn language(&mut self, tag: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let _ = writeln!(self.out, "== {tag}");
    }

    /// Adds why an article is held.
    pub(super) fn held(&mut self, reasons: &[ExplainedReason]) {
        for reason in reasons {
            self.reason(reason);
        }
    }

    fn reason(&mut self, reason: &ExplainedReason) {
        let rule = reason.rule.map(|it| format!(" ({})", self.place(it)));
        let said = format!("held: {}{}", reason.text, rule.unwrap_or_default());
        self.fill("", "      ", &said);
        if let Some(condition) = &reason.condition {
            let asked = format!(
                "{}, which is {}",
                self.source(condition.span),
                said_of(condition)
            );
            self.entry("asks", &asked);
            self.basis(&condition.basis);
        }
        let (mut label, mut basis) = ("asks", Basis::default());
        for unmet in reason.unmet.iter().take(N_OTHERS) {
            let said = format!("{}, which is {}", self.source(unmet.span), said_of(unmet));
            self.entry(label, &said);
            label = "";
            basis.add(&unmet.basis);
        }
        self.basis(&basis);
        if !reason.unfit.is_empty() {
            self.unfit("wording", &reason.unfit);
            let mut basis = Basis::default();
            for unfit in &reason.unfit {
                basis.add(&unfit.because.basis);
            }
            self.basis(&basis);
        }
        let rows: Vec<String> = reason
            .rows
            .iter()
            .take(N_ROWS)
            .map(|it| self.row(*it))
            .collect();
        if !rows.is_empty() {
            let more = more(reason.rows.len(), N_ROWS, "row");
            self.entry("about", &format!("{}{more}", rows.join(", ")));
        }
    }

    /// Adds the explanation of an article, section by section.
    pub(super) fn explanation(&mut self, explanation: &Explanation) {
        let mut section = None;
        for text in &explanation.texts {
            if section != Some(&text.section) {
                section = Some(&text.section);
                let _ = writeln!(self.out, "\n{}", text.section);
                let considered = explanation.sections.iter();
                let considered = considered.filter(|it| it.name == text.section);
                considered.for_each(|it| self.section(it));
            }
            self.text(text);
        }
        let is_silent =
            |it: &&ExplainedSection| !explanation.texts.iter().any(|text| text.section == it.name);
        for silent in explanation.sections.iter().filter(is_silent) {
            let _ = writeln!(self.out, "\n{}, which says nothing", silent.name);
            self.section(silent);
        }
    }

    /// Adds which messages a section tells, and why not the others.
    fn section(&mut self, section: &ExplainedSection) {
        let is_told = |it: &&ExplainedMessage| it.outcome == Outcome::Told;
        let told: Vec<&ExplainedMessage> = section.messages.iter().filter(is_told).collect();
        let n_apply = section
            .messages
            .iter()
            .filter(|it| applies(&it.outcome))
            .count();
        let how = match section.tell {
            Tell::First => format!("the first of {n_apply} that apply"),
            Tell::All => format!("all of {n_apply} that apply"),
            Tell::Best(_) => format!("the most newsworthy of {n_apply} that apply"),
        };
        let names: Vec<String> = told.iter().map(|it| self.named(it)).collect();
        if !names.is_empty() {
            self.fill("  ", "    ", &format!("tells {}: {how}", names.join(", ")));
        }
        let is_of_other = |it: &&&ExplainedMessage| it.outcome == Outcome::OtherEdition;
        let others = section.messages.iter().filter(|it| !is_told(it));
        let (of_others, mut others): (Vec<_>, Vec<_>) = others.partition(|it| is_of_other(&it));
        // What came near to being told says more than what does not apply.
        others.sort_by_key(|it| !applies(&it.outcome));
        for other in others.iter().take(N_OTHERS) {
            let said = format!("not {}: {}", self.named(other), self.outcome(other));
            self.fill("  ", "    ", &said);
        }
        if others.len() > N_OTHERS {
            let more = more(others.len(), N_OTHERS, "message");
            let _ = writeln!(self.out, "  {}", more.trim_start());
        }
        if !of_others.is_empty() {
            let names: Vec<String> = of_others.iter().map(|it| self.named(it)).collect();
            let said = format!("of other editions: {}", names.join(", "));
            self.fill("  ", "    ", &said);
        }
    }

    /// Returns a message with its news and the row that it would be told of.
    fn named(&self, message: &ExplainedMessage) -> String {
        let mut name = format!("`{}`", message.id);
        if let Some(item) = &message.item {
            let _ = write!(name, " of {}", shown(item, &self.newsroom.tables));
        }
        if let Some(it) = &message.news {
            let _ = write!(name, " ({})", news(it));
        }
        name
    }

    /// Says what became of a message that is not told.
    fn outcome(&self, message: &ExplainedMessage) -> String {
        let other = message.other.as_deref().unwrap_or_default();
        match message.outcome {
            Outcome::Told => "it is told".to_owned(),
            Outcome::OtherEdition => "it is of another edition".to_owned(),
            Outcome::DoesNotApply => match &message.when {
                Some(when) => format!("`{}` is {}", self.source(when.span), said_of(when)),
                None => "there is no row to tell it of".to_owned(),
            },
            Outcome::Needless(_) => format!("`{other}` is told, which makes it needless"),
            Outcome::Alone => "no message that it goes with is told".to_owned(),
            Outcome::Behind(_) => format!("`{other}` came first"),
            Outcome::Outnumbered => {
                "the section has as many as it tells, more newsworthy".to_owned()
            }
            Outcome::TooSlight => "too slight beside the most newsworthy".to_owned(),
            Outcome::NoRoom => "there is no room left".to_owned(),
        }
    }

    fn text(&mut self, text: &ExplainedText) {
        self.out.push('\n');
        let number = format!("{:>3}. ", text.number);
        self.fill(&number, "     ", &text.text);
        // The cells of a row share its message and its wording, which stand at the first of them.
        let is_first = text.cell == 0;
        if is_first {
            self.message(text);
            self.wording(text);
            if let Some(it) = &text.connective {
                let said = format!("“{}”: {} to {}", it.text, it.relation.name(), it.before);
                self.entry("joined by", &said);
            }
            text.parts.iter().for_each(|it| self.part(it));
        }
        let n_values = text.values.len();
        let widest = text
            .values
            .iter()
            .take(N_VALUES)
            .map(|it| width(&it.text))
            .max();
        let widest = widest.unwrap_or_default().min(WIDTH / 3);
        for (idx, value) in text.values.iter().take(N_VALUES).enumerate() {
            let value = format!(
                "{}  {}",
                padded(&format!("“{}”", value.text), widest + 2),
                self.source(value.print)
            );
            self.line(if idx == 0 { "prints" } else { "" }, &value);
        }
        if n_values > N_VALUES {
            self.line("", more(n_values, N_VALUES, "value").trim_start());
        }
        let mut declared = "declared";
        for literal in &text.literals {
            let said = format!(
                "{}: {} ({})",
                literal.text,
                literal.source,
                self.place(literal.declared)
            );
            self.entry(declared, &said);
            declared = "";
        }
        let basis = if is_first {
            text.basis()
        } else {
            of_values(text)
        };
        self.basis(&basis);
        self.ends(text);
    }

    fn message(&mut self, text: &ExplainedText) {
        let (Some(message), Some(rule)) = (&text.message, text.rule) else {
            return;
        };
        let place = self.place(rule);
        self.entry("message", &format!("{message} ({place})"));
        match &text.when {
            Some(when) => {
                let source = self.source(when.span).to_owned();
                self.entry("because", &source);
            }
            None if text.item.is_some() => self.entry("because", "it is told of each row"),
            None => {}
        }
    }

    fn wording(&mut self, text: &ExplainedText) {
        let mut said = self.place(text.variant);
        let n_fit = text.n_variants.saturating_sub(text.unfit.len());
        let how = if text.is_dealt {
            "dealt to it"
        } else {
            "chosen by the article's key"
        };
        let _ = match (text.n_variants, n_fit) {
            (1, _) => write!(said, ", the only one"),
            (n, 1) => write!(said, ", the only one of {n} that could be taken"),
            (n, fit) if n == fit => write!(said, ", one of {n}, {how}"),
            (n, fit) => write!(said, ", one of {n}, {how} among {fit}"),
        };
        self.entry("wording", &said);
        if let Some(guard) = &text.guard {
            let guard = format!("its guard holds: `{}`", self.source(guard.span));
            self.entry("", &guard);
        }
        self.unfit("", &text.unfit);
    }

    /// Adds the variants that could not be taken, those of one reason together.
    fn unfit(&mut self, label: &str, unfit: &[UnfitVariant]) {
        let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
        for it in unfit {
            let (place, why) = (
                self.place(it.variant),
                self.why_not(it.is_guard, &it.because),
            );
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                // Of the others the line is enough: they are of one file.
                Some((_, places)) => {
                    let line = place.rsplit_once(':').map_or(&*place, |(_, it)| it);
                    places.push(line.to_owned());
                }
                None => reasons.push((why, vec![place])),
            }
        }
        let mut label = label;
        for (why, places) in reasons.iter().take(N_OTHERS) {
            let said = format!("not {}: {why}", places.join(", "));
            self.entry(label, &said);
            label = "";
        }
        if reasons.len() > N_OTHERS {
            self.entry("", more(reasons.len(), N_OTHERS, "reason").trim_start());
        }
    }

    fn part(&mut self, part: &ExplainedPart) {
        match part {
            ExplainedPart::Taken { words, n_options } => {
                self.entry("choice", &format!("“{words}”, one of {n_options}"));
            }
            ExplainedPart::Included { words, guard } => {
                let guard = guard.as_ref();
                let guard = guard.map(|it| format!(", since `{}`", self.source(it.span)));
                self.entry("put in", &format!("“{words}”{}", guard.unwrap_or_default()));
            }
            ExplainedPart::LeftOut {
                words,
                is_guard,
                because,
            } => {
                let said = format!("“{words}”: {}", self.why_not(*is_guard, because));
                self.entry("left out", &said);
            }
        }
    }

    /// Says why a variant or a part could not be told.
    fn why_not(&self, is_guard: bool, because: &ExplainedCondition) -> String {
        let source = self.source(because.span);
        if is_guard {
            return format!("`{source}` is {}", said_of(because));
        }
        let missing: Vec<&str> = because.missing.iter().map(|it| &**it).collect();
        match missing.as_slice() {
            [] => format!("`{source}` has nothing to say"),
            [only] if *only == source => format!("`{source}` is missing"),
            some => format!("`{source}` needs {}, which is missing", some.join(", ")),
        }
    }

    /// Says where a text ends that rests on no cell.
    fn ends(&mut self, text: &ExplainedText) {
        let said = match text.ends().as_slice() {
            [End::Words] if text.role != Role::Message => "of the bank, told with the section",
            [End::Words] if text.when.is_none() => "of the bank, told always",
            [End::Words] => "of the bank",
            [End::Rules] => "a constant of the rules, and no cell",
            _ => return,
        };
        self.entry("words", said);
    }

    pub(super) fn row(&self, place: Place) -> String {
        format!(
            "{}:{}",
            self.newsroom.reads.file(place.file).name(),
            place.line
        )
    }

    pub(super) fn place(&self, span: Span) -> String {
        let place = place(span, &self.newsroom.reads);
        format!(
            "{}:{}",
            place["file"].as_str().unwrap_or_default(),
            place["line"]
        )
    }

    /// Returns what an author wrote at `span`.
    pub(super) fn source(&self, span: Span) -> &str {
        let text = &self.newsroom.reads.file(span.file).text;
        text.get(span.range()).unwrap_or_default()
    }

    /// Adds a line below a sentence, under a word that says what it is.
    fn line(&mut self, label: &str, said: &str) {
        let said: String = said
            .chars()
            .map(|it| if it.is_control() { ' ' } else { it })
            .collect();
        let line = format!("     {} {said}", padded(label, 9));
        let _ = writeln!(self.out, "{}", line.trim_end());
    }

    /// Adds an entry below a sentence, in as many lines as it takes.
    pub(super) fn entry(&mut self, label: &str, said: &str) {
        let first = format!("     {} ", padded(label, 9));
        self.fill(&first, "                 ", said);
    }

    /// Adds `said` in lines no wider than a page, the first after `first`, the others after `rest`.
    fn fill(&mut self, first: &str, rest: &str, said: &str) {
        let n_spaces = said.len() - said.trim_start().len();
        let mut line = format!("{first}{}", &said[..n_spaces]);
        let mut has_words = false;
        for word in said.split([' ', '\n', '\t']).filter(|it| !it.is_empty()) {
            if has_words && width(&line) + 1 + width(word) > WIDTH {
                let _ = writeln!(self.out, "{}", line.trim_end());
                rest.clone_into(&mut line);
                has_words = false;
            }
            if has_words {
                line.push(' ');
            }
            line.push_str(word);
            has_words = true;
        }
        let _ = writeln!(self.out, "{}", line.trim_end());
    }
}

/// Whether a message could have been told but for other messages.
fn applies(outcome: &Outcome) -> bool {
    !matches!(outcome, Outcome::OtherEdition | Outcome::DoesNotApply)
}

/// Returns how newsworthy something is, with the terms if there are some.
fn news(news: &News) -> String {
    let total = news.total.round_dp(2).normalize();
    let terms = news.terms.iter();
    let terms = terms.map(|(name, it)| format!("{name} {}", it.round_dp(2).normalize()));
    let terms: Vec<String> = terms.collect();
    match terms.as_slice() {
        [] => format!("news {total}"),
        some => format!("news {total} = {}", some.join(" × ")),
    }
}

/// Says what a condition came to, and what it lacks.
fn said_of(condition: &ExplainedCondition) -> String {
    match (&condition.value, condition.missing.as_slice()) {
        (Value::Bool(it), _) => it.to_string(),
        (_, []) => "undecided".to_owned(),
        (_, missing) => format!("undecided: {} is missing", missing.join(", ")),
    }
}

/// Returns what the values of a text rest on.
fn of_values(text: &ExplainedText) -> Basis {
    let mut basis = Basis::default();
    text.values.iter().for_each(|it| basis.add(&it.basis));
    basis
}
