//! The measures of a story: looked up, checked, and made known to its expressions; and what messages are about.

use rust_decimal::Decimal;

use super::{Compiler, find_table};
use crate::data::{Every, Kind, TableIdx};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::Good;
use crate::project::yaml::{OneOrMany, ShortOr, inside};
use crate::source::{Located, Span};
use crate::story::expression::{self, Expr, Shape};
use crate::story::measure::{About, Field, History, Measure, OF_COMPARISON, OF_IT, Ranked};
use crate::story::phrase::ChangeRule;
use crate::story::scope::{Names, ReadOf};
use crate::story::shape::{
    CompareFile, EveryFile, Expression, GoodFile, MeasureFile, MessageFile, SeriesFile,
};
use crate::story::{BindingSource, Peers, Pick, Series};

/// Names that a comparison cannot have, since a measure may have them anyway.
const TAKEN: &[&str] = &[
    "previous", "year_ago", "peers", "rows", "history", "trend", "streak", "turning", "record",
    "rank", "share", "outlier", "measure", "value", "base",
];

/// What `about:` makes of a message.
pub(super) struct Told {
    pub about: About,
    /// What the message is told once for each of, where it is about several.
    pub each: Option<Expr>,
    pub when: Expr,
    pub news: Option<Expr>,
    pub welcome: Expr,
}

/// A message about several comparisons: its list is written when all that is read of it is known.
pub(super) struct Listed {
    message: usize,
    comparisons: Vec<String>,
    read: ReadOf,
    span: Span,
}

/// What `it` is in the expressions and phrases of a message.
#[derive(Clone)]
pub(super) enum ItOf {
    /// An element of a list.
    Element(Shape),
    /// A comparison.
    Comparison(String),
    /// One of several.
    Told(ReadOf),
}

impl<'a> Compiler<'a> {
    /// Makes the measures known, before the facts that may use them.
    pub(super) fn declare_measures(&mut self) {
        let written: &'a _ = self.written;
        for (name, measure) in &written.measures {
            self.check_name(name, measure);
            let rule = ChangeRule {
                within: self.amount(measure.threshold.as_ref(), Decimal::ZERO),
                good: Some(match measure.good {
                    Some(GoodFile::Up) => Good::Up,
                    Some(GoodFile::Down) => Good::Down,
                    Some(GoodFile::Neither) | None => Good::Neither,
                }),
            };
            let weight = self.amount(measure.weight.as_ref(), Decimal::ONE);
            let series = measure
                .series
                .as_ref()
                .and_then(|it| self.history(name, it));
            let peers = measure.peers.as_ref().and_then(|it| {
                let (table, theirs, ours) = self.others(it.from.as_ref(), &it.on)?;
                let of = self.field_of(name, it.of.as_ref(), table);
                let figure = match of {
                    Field::Column(column) => self.tables.get(table).column(column),
                    Field::Written(_) => None,
                };
                let peers = Peers {
                    table,
                    theirs,
                    ours,
                    chosen: self.chosen(it.chosen.as_ref(), table),
                    figure,
                };
                Some(Ranked { peers, of })
            });
            self.names.add_measure(Measure {
                name,
                written: measure,
                rule,
                weight,
                series,
                peers,
            });
            self.round_measure(&name.value);
        }
    }

    /// Finds a name that a measure, or one of its comparisons, cannot have.
    fn check_name(&mut self, name: &Located<String>, measure: &MeasureFile) {
        let is_own = measure.of.is_some() || measure.rate.is_some();
        let is_fact = self.written.facts.get(&name.value).is_some();
        if measure.of.is_some() && measure.rate.is_some() {
            let message = format!("`{}` has both `of:` and `rate:`", name.value);
            let finding = Diagnostic::error(Code::DuplicateName, message).at(name.span);
            self.diagnostics
                .push(finding.hint("a figure is one or the other"));
        }
        if is_own {
            self.refuse_taken(name);
        }
        if is_own && is_fact {
            let message = format!("the name `{}` is taken by a fact", name.value);
            let finding = Diagnostic::error(Code::DuplicateName, message).at(name.span);
            self.diagnostics
                .push(finding.hint("leave `of:` out, and it is a measure of that fact"));
        }
        if !is_own && !is_fact && self.names.get(&name.value).is_none() {
            let message = format!(
                "the measure `{}` has no figure: no column or fact is called so",
                name.value
            );
            let names = expression::Scope::names(&self.names);
            let finding = Diagnostic::error(Code::UnknownName, message).at(name.span);
            self.diagnostics
                .push(finding.did_you_mean(&name.value, names.iter().map(String::as_str)));
        }
        self.check_gaps(measure);
        for (comparison, _) in &measure.compare {
            if TAKEN.contains(&comparison.value.as_str())
                || OF_COMPARISON.contains(&comparison.value.as_str())
            {
                let is_series = matches!(comparison.value.as_str(), "previous" | "year_ago");
                if is_series && measure.series.is_none() {
                    continue;
                }
                let message = format!(
                    "a comparison cannot be called `{}`: a measure has that name for something else",
                    comparison.value
                );
                self.diagnostics
                    .push(Diagnostic::error(Code::DuplicateName, message).at(comparison.span));
            }
        }
    }

    /// Finds a gap to what the other had before, where it is not known what the figure itself was.
    fn check_gaps(&mut self, measure: &MeasureFile) {
        let has_previous = measure.series.is_some() || measure.compare.get("previous").is_some();
        for (comparison, written) in &measure.compare {
            let ShortOr::Long(CompareFile { was: Some(was), .. }) = written else {
                continue;
            };
            if !has_previous {
                let name = &comparison.value;
                let message = format!(
                    "`{name}` has `was:`, and the measure does not know what it was itself"
                );
                let hint = "give the measure a `series:`, or a comparison called `previous`";
                let finding = Diagnostic::error(Code::UnknownName, message).at(was.span);
                self.diagnostics.push(finding.hint(hint));
            }
        }
    }

    /// Returns a number that is not negative.
    fn amount(&mut self, written: Option<&Expression>, usual: Decimal) -> Decimal {
        let Some(written) = written else { return usual };
        let amount = written
            .value
            .trim()
            .parse()
            .ok()
            .filter(|it: &Decimal| *it >= Decimal::ZERO);
        if amount.is_none() {
            let message = format!("`{}` is no number from 0", written.value);
            self.diagnostics
                .push(Diagnostic::error(Code::WrongType, message).at(written.span));
        }
        amount.unwrap_or(usual)
    }

    /// Returns the table of a series or of peers, and the columns by which its rows are found.
    fn others(
        &mut self,
        from: Option<&Located<String>>,
        on: &OneOrMany<Located<String>>,
    ) -> Option<(TableIdx, Vec<usize>, Vec<usize>)> {
        let table = match from {
            Some(from) => find_table(self.tables, from, self.diagnostics)?,
            None => self.over,
        };
        let theirs = self.columns_of(table, on)?;
        let ours = self.columns_of(self.over, on)?;
        Some((table, theirs, ours))
    }

    /// Returns the condition for a row to count, in which `it` is the row and nothing else is known.
    fn chosen(&mut self, written: Option<&Expression>, table: TableIdx) -> Option<Expr> {
        let written = written?;
        let span_of = |range| inside(self.reads, written, range);
        let names = Names::new(self.reads, self.tables).with_it(Shape::Rows(table));
        let expr = expression::parse(&written.value, &span_of, &names, self.diagnostics)?;
        self.reading.add(&expr);
        Some(expr)
    }

    fn columns_of(
        &mut self,
        table: TableIdx,
        names: &OneOrMany<Located<String>>,
    ) -> Option<Vec<usize>> {
        let table = self.tables.get(table);
        let columns: Vec<Option<usize>> = names.0.iter().map(|it| self.column(table, it)).collect();
        columns.into_iter().collect()
    }

    fn field_of(
        &self,
        name: &'a Located<String>,
        of: Option<&'a Expression>,
        table: TableIdx,
    ) -> Field<'a> {
        let table = self.tables.get(table);
        match of {
            Some(of) if table.column(&of.value).is_none() => Field::Written(of),
            Some(of) => Field::Column(&of.value),
            None => Field::Column(&name.value),
        }
    }

    fn history(
        &mut self,
        name: &'a Located<String>,
        written: &'a SeriesFile,
    ) -> Option<History<'a>> {
        let (table, theirs, ours) = self.others(written.from.as_ref(), &written.on)?;
        let period = self.columns_of(table, &written.by)?;
        let own = self.columns_of(self.over, &written.by)?;
        let every = match written.every {
            EveryFile::Year => Every::Year,
            EveryFile::Quarter => Every::Quarter,
            EveryFile::Month => Every::Month,
            EveryFile::Week => Every::Week,
            EveryFile::Day => Every::Day,
            EveryFile::Step => Every::Step,
        };
        let fits = match period.len() {
            1 => true,
            2 => matches!(every, Every::Quarter | Every::Month | Every::Week),
            _ => false,
        };
        if !fits {
            let message = "a period is one column, or the year and its quarter, month or week";
            let place = written.by.0.first().map_or(name.span, |it| it.span);
            self.diagnostics
                .push(Diagnostic::error(Code::WrongType, message).at(place));
            return None;
        }
        let of = self.field_of(name, written.of.as_ref(), table);
        let by = written.by.0.iter().map(|it| it.value.as_str()).collect();
        let series = Series {
            table,
            theirs,
            ours,
            period,
            own,
            every,
            chosen: self.chosen(written.chosen.as_ref(), table),
            pick: Pick::All,
        };
        Some(History { series, by, of })
    }

    /// Rounds the column or fact that a measure with decimals is of: from here on it is told and compared so.
    pub(super) fn round_measure(&mut self, name: &str) {
        let Some(measure) = self.names.measure(name) else {
            return;
        };
        let Some(decimals) = measure.written.decimals else {
            return;
        };
        let is_known = self.names.get(name).is_some();
        if measure.is_own() || !is_known {
            return;
        }
        let text = format!("{name} | round(precision={decimals})");
        let span = measure.name.span;
        let parsed = expression::parse(&text, &|_| span, &self.names, self.diagnostics);
        let Some(expr) = parsed else { return };
        self.reading.add(&expr);
        let exact = measure.exact(name);
        self.names.keep(name, &exact);
        let slot = self.names.add(name, expr.shape());
        self.bind(name, slot, BindingSource::Fact(expr), Some(span));
    }

    /// Finds what is wrong with measures, whether they are used or not.
    pub(super) fn check_measures(&mut self) {
        let mut found = Vec::new();
        self.names.try_out(|names| {
            use expression::Scope;
            for measure in names.measures() {
                let name = &measure.name.value;
                let Some((_, shape)) = names.resolve(name) else { continue };
                let of_figure = match shape {
                    Shape::Unknown => None,
                    Shape::Cell(Kind::Number(unit)) => Some(unit),
                    _ => {
                        let message = format!("the measure `{name}` is no number");
                        found.push(Diagnostic::error(Code::WrongKind, message).at(measure.name.span));
                        continue;
                    }
                };
                for fact in ["history", "peer_values"] {
                    names.resolve(&format!("{name}.{fact}"));
                }
                for comparison in measure.comparisons() {
                    let base = names.resolve(&format!("{name}.{comparison}"));
                    let Some((_, Shape::Cell(kind))) = base else { continue };
                    if of_figure.is_some_and(|it| kind != Kind::Number(it)) {
                        let message = format!("`{name}` and `{name}.{comparison}` are not figures of one unit and currency");
                        let hint = "declare both columns alike in gen.yaml (`type`, `currency`), or leave the comparison out";
                        let finding = Diagnostic::error(Code::UnlikeFigures, message).at(measure.name.span);
                        found.push(finding.hint(hint));
                    }
                }
            }
        });
        for finding in found {
            self.diagnostics.push(finding);
        }
        self.take_made();
    }

    /// Takes what was made of measures since the last time.
    pub(super) fn take_made(&mut self) {
        for binding in self.names.take_bindings() {
            if let BindingSource::Fact(expr) = &binding.source {
                self.reading.add(expr);
            }
            self.reading.add_slot(binding.slot);
            self.story.bindings.push(binding);
        }
        self.diagnostics.append(self.names.take_found());
    }

    /// Returns what `it` is in a message that is about something.
    pub(super) fn it_of(&mut self, written: &MessageFile) -> Option<ItOf> {
        let mut names = Vec::new();
        for name in &written.about.0 {
            let is_named = name.value.contains('.') && self.names.compared(&name.value).is_some();
            if is_named {
                names.push(name.value.clone());
                continue;
            }
            let message = format!("`{}` is no comparison of a measure", name.value);
            let measures = self.names.measures();
            let all = measures.iter().flat_map(|it| {
                let of = it.comparisons().into_iter();
                of.map(|comparison| format!("{}.{comparison}", it.name.value))
            });
            let all: Vec<String> = all.collect();
            let finding = Diagnostic::error(Code::UnknownName, message).at(name.span);
            let finding = finding.did_you_mean(&name.value, all.iter().map(String::as_str));
            self.diagnostics.push(finding);
        }
        if let (Some(each), Some(about)) = (&written.each, written.about.0.first()) {
            let message = "a message has `each:` or `about:`, not both";
            let finding = Diagnostic::error(Code::DuplicateName, message).at(about.span);
            self.diagnostics
                .push(finding.hint(format!("leave out `each: {}`", each.value)));
        }
        match names.len() {
            0 => None,
            1 => names.pop().map(ItOf::Comparison),
            _ => {
                let message = self.story.messages.len();
                let read = ReadOf::default();
                // Rows that are told together are told by names that are not known here.
                if written.together.is_some() {
                    read.borrow_mut()
                        .extend(OF_IT.iter().map(|it| (*it).to_owned()));
                }
                let span = written.about.0[0].span;
                let listed = Listed {
                    message,
                    comparisons: names,
                    read: read.clone(),
                    span,
                };
                self.listed.push(listed);
                Some(ItOf::Told(read))
            }
        }
    }

    /// Returns what a message that is about something is told by.
    pub(super) fn told(&mut self, written: &MessageFile, it: Option<&ItOf>) -> Option<Told> {
        let span = written.about.0.first()?.span;
        let it = it?;
        let is_list = matches!(it, ItOf::Told(_));
        let terms: Vec<(&'static str, String)> = match it {
            ItOf::Comparison(name) => {
                let (measure, comparison) = name.split_once('.')?;
                let measure = self.names.measure(measure)?;
                measure.terms(comparison)
            }
            _ => [
                ("weight", "it.weight"),
                ("outlierness", "1 + it.outlier"),
                ("size", "it.size"),
                ("recency", "it.recency"),
            ]
            .into_iter()
            .map(|(name, text)| (name, text.to_owned()))
            .chain([("base", "50".to_owned())])
            .collect(),
        };
        let change = match it {
            ItOf::Comparison(name) => format!("{name}.change"),
            _ => "it.change".to_owned(),
        };
        let mut make = |text: &str| self.formula(text, span, Some(it));
        Some(Told {
            each: if is_list { Some(make("[]")?) } else { None },
            when: make("it.change is defined")?,
            news: if written.news.is_none() {
                make("it.news")
            } else {
                None
            },
            welcome: make("it.welcome")?,
            about: About {
                change: make(&change)?,
                terms: terms
                    .into_iter()
                    .filter_map(|(name, text)| Some((name, make(&text)?)))
                    .collect(),
            },
        })
    }

    /// Parses a formula of the engine's own.
    fn formula(&mut self, text: &str, span: Span, it: Option<&ItOf>) -> Option<Expr> {
        let with_it = it.map(|it| self.with_it(it));
        let names = with_it.as_ref().unwrap_or(&self.names);
        let expr = expression::parse(text, &|_| span, names, self.diagnostics)?;
        self.reading.add(&expr);
        Some(expr)
    }

    /// Writes the lists of messages that are about several comparisons, with what is read of them.
    pub(super) fn list_comparisons(&mut self) {
        for listed in std::mem::take(&mut self.listed) {
            let maps = listed
                .comparisons
                .iter()
                .map(|it| self.map_of(it, &listed.read));
            let text = format!("[{}]", maps.collect::<Vec<_>>().join(", "));
            self.story.messages[listed.message].each = self.formula(&text, listed.span, None);
        }
    }

    /// Returns the map of a comparison, as an expression.
    fn map_of(&self, comparison: &str, read: &ReadOf) -> String {
        let (name, _) = comparison
            .split_once('.')
            .expect("it was looked up when the message was read");
        let measure = self
            .names
            .measure(name)
            .expect("it was looked up when the message was read");
        let shape = expression::Scope::resolve(&self.names, name).map(|it| it.1);
        let is_percentage = shape == Some(Shape::Cell(Kind::Number(crate::data::Unit::Percent)));
        let has_outlier = measure.own_facts().any(|it| it == "outlier");
        let entry = |fact: &str| match fact {
            "measure" => format!("\"{name}\""),
            "value" => name.to_owned(),
            "base" => comparison.to_owned(),
            "within" => measure.rule.within.to_string(),
            "good" => {
                let good = measure.rule.good.unwrap_or_default();
                let named = Good::NAMES.iter().find(|it| it.1 == good);
                format!("\"{}\"", named.map_or("neither", |it| it.0))
            }
            "weight" => measure.weight.to_string(),
            "outlier" if has_outlier => format!("{name}.outlier"),
            "outlier" => "0".to_owned(),
            "percent" | "times" if is_percentage => "none".to_owned(),
            fact => format!("{comparison}.{fact}"),
        };
        let known = |it: &&String| OF_IT.contains(&it.as_str());
        let read = read.borrow();
        let entries = read
            .iter()
            .filter(known)
            .map(|it| format!("\"{it}\": {}", entry(it)));
        format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
    }
}
