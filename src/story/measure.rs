//! Measures: what an author says once of a figure in; the formulas of its facts out.
//!
//! Each fact is an expression of the same language that authors write, so that missing cells, units and the way back
//! to cells are those of every other fact. A fact that nothing reads is never made.

use std::ops::Range;

use rust_decimal::Decimal;

use super::expression::Expr;
use super::phrase::ChangeRule;
use super::shape::{CompareFile, Expression, MeasureFile};
use super::{Peers, Pick, Series};
use crate::data::Every;
use crate::language::Good;
use crate::project::yaml::{ShortOr, inside};
use crate::source::{Located, Reads, Span};

/// The comparison that a message is about.
pub struct About {
    /// The name of the change, by which it is known which comparison it is.
    pub change: Expr,
    /// What its news is the product of, by name; for a message about several, read of its `it`.
    pub terms: Vec<(&'static str, Expr)>,
}

/// A measure as its author declares it, with its tables looked up.
pub(super) struct Measure<'a> {
    pub name: &'a Located<String>,
    pub written: &'a MeasureFile,
    pub rule: ChangeRule,
    pub weight: Decimal,
    pub series: Option<History<'a>>,
    pub peers: Option<Ranked<'a>>,
}

/// Where the history of a measure stands.
pub(super) struct History<'a> {
    pub series: Series,
    /// The columns of the period, by name.
    pub by: Vec<&'a str>,
    pub of: Field<'a>,
}

/// Where the others stand that a measure is ranked among.
pub(super) struct Ranked<'a> {
    pub peers: Peers,
    pub of: Field<'a>,
}

/// What a row counts with.
pub(super) enum Field<'a> {
    /// A column, by its name.
    Column(&'a str),
    /// An expression in which `it` is the row.
    Written(&'a Expression),
}

/// What a fact of a measure is made by.
pub(super) enum Source<'a> {
    /// A formula.
    Formula(Formula<'a>),
    /// Rows of its history.
    History(Pick),
    /// The rows it is ranked among.
    Peers(Sound),
}

/// What must not be in doubt of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sound {
    /// What it is ranked by.
    Figure,
    /// All that the story reads of it: an author may print anything of the rows.
    AllRead,
}

/// A formula, of which some stretches are the author's own.
#[derive(Default)]
pub(super) struct Formula<'a> {
    pub text: String,
    written: Vec<(usize, &'a Expression)>,
}

/// Behind a dot, the figure, or its base, before it was rounded.
const EXACT: &str = "exact";

/// What there is to know of every comparison.
pub(super) const OF_COMPARISON: &[&str] = &[
    "difference",
    "percent",
    "times",
    "share",
    "change",
    "welcome",
    "size",
    "recency",
    "news",
];
const OF_GAP: &[&str] = &["lead", "lead_before", "gap"];
const OF_SERIES: &[&str] = &[
    "previous",
    "rows",
    "history",
    "trend",
    "streak",
    "streak_row",
    "streak_start",
    "turning",
    "record",
    "record_row",
    "record_since",
    "outlier",
];
const OF_PEERS: &[&str] = &[
    "peers",
    "peer_rows",
    "peer_values",
    "rank",
    "rank_ties",
    "n_peers",
    "share",
    "outlier",
];
/// The names under which a message has what it is about.
pub(super) const OF_IT: &[&str] = &[
    "measure",
    "value",
    "base",
    "difference",
    "percent",
    "times",
    "share",
    "change",
    "welcome",
    "within",
    "good",
    "news",
    "weight",
    "outlier",
    "size",
    "recency",
];

impl<'a> Formula<'a> {
    fn of(text: impl Into<String>) -> Self {
        Formula {
            text: text.into(),
            written: Vec::new(),
        }
    }

    /// Appends what the author wrote, in parentheses.
    fn push_written(&mut self, written: &'a Expression) {
        self.text.push('(');
        self.written.push((self.text.len(), written));
        self.text.push_str(&written.value);
        self.text.push(')');
    }

    fn written(written: &'a Expression) -> Self {
        let mut formula = Formula::default();
        formula.push_written(written);
        formula
    }

    /// Returns where a stretch of it stands: in what the author wrote, or at the measure's name.
    pub(super) fn place(&self, range: Range<usize>, reads: &Reads, measure: Span) -> Span {
        let inner = self.written.iter().find_map(|(start, written)| {
            let end = start + written.value.len();
            // What stands in parentheses has them in its range.
            let is_inside = *start <= range.start + 1 && range.end <= end + 1;
            let within = |at: usize| at.clamp(*start, end) - start;
            is_inside.then(|| inside(reads, written, within(range.start)..within(range.end)))
        });
        inner.unwrap_or(measure)
    }
}

impl<'a> Measure<'a> {
    fn name(&self) -> &'a str {
        &self.name.value
    }

    /// Whether its name is not that of a column or fact, which it then stands for itself.
    pub(super) fn is_own(&self) -> bool {
        self.written.of.is_some() || self.written.rate.is_some()
    }

    /// Returns its comparisons by name, in the order in which one of them is meant when none is named.
    pub(super) fn comparisons(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        names.extend(self.written.compare.iter().map(|it| it.0.value.as_str()));
        if let Some(history) = &self.series {
            names.push("previous");
            let has_calendar = history.series.every.years().is_some();
            names.extend(has_calendar.then_some("year_ago"));
        }
        names.extend(self.peers.as_ref().map(|_| "peers"));
        names
    }

    /// Returns the facts it has besides its comparisons.
    pub(super) fn own_facts(&self) -> impl Iterator<Item = &'static str> {
        let series = self.series.iter().flat_map(|_| OF_SERIES);
        let peers = self.peers.iter().flat_map(|_| OF_PEERS);
        series.chain(peers).chain(&["measure"]).copied()
    }

    /// Returns the facts behind `comparison` and a dot.
    pub(super) fn facts_of(&self, comparison: &str) -> Option<Vec<String>> {
        if !self.comparisons().contains(&comparison) {
            return None;
        }
        let gap = self.compared(comparison).and_then(|it| it.was.as_ref());
        let gap = gap.map_or(&[][..], |_| OF_GAP);
        let all = OF_COMPARISON.iter().chain(gap);
        Some(all.map(|it| (*it).to_owned()).collect())
    }

    /// Returns what the author says of a comparison in the long form.
    fn compared(&self, comparison: &str) -> Option<&'a CompareFile> {
        match self.written.compare.get(comparison)? {
            ShortOr::Long(long) => Some(long),
            ShortOr::Short(_) => None,
        }
    }

    /// Returns what makes the fact that stands behind the measure's name and a dot, or the figure itself.
    pub(super) fn source(&self, fact: Option<&str>) -> Option<Source<'a>> {
        let Some(fact) = fact else {
            return Some(Source::Formula(self.value()));
        };
        if let (Some(comparison), true) = (fact.strip_suffix(EXACT), self.is_rounded()) {
            let comparison = comparison.trim_end_matches('.');
            let exact = match comparison {
                "" => self.is_own().then(|| self.value_exact()),
                comparison => self.base_exact(comparison),
            };
            return exact.map(Source::Formula);
        }
        if let Some((comparison, fact)) = fact.split_once('.') {
            let formula = self.of_comparison(comparison, fact)?;
            return Some(Source::Formula(Formula::of(formula)));
        }
        match fact {
            "row_before" if self.series.is_some() => return Some(Source::History(Pick::Before)),
            "row_year_before" if self.series.is_some() => {
                return Some(Source::History(Pick::YearBefore));
            }
            "rows" if self.series.is_some() => return Some(Source::History(Pick::All)),
            "ranked_rows" if self.peers.is_some() => return Some(Source::Peers(Sound::Figure)),
            "peer_rows" if self.peers.is_some() => return Some(Source::Peers(Sound::AllRead)),
            _ => {}
        }
        let base = self.base(fact);
        let own = || self.own_facts().any(|it| it == fact);
        base.or_else(|| own().then(|| self.own_fact(fact)).flatten())
            .map(Source::Formula)
    }

    /// Whether it is told rounded, and percentages are made of what it was before. A rate is compared as it is printed, so
    /// that a reader's own subtraction agrees.
    pub(super) fn is_rounded(&self) -> bool {
        self.written.decimals.is_some() && self.written.rate.is_none()
    }

    /// Returns the name of a figure, or of a base, before it was rounded.
    pub(super) fn exact(&self, name: &str) -> String {
        if self.is_rounded() {
            format!("{name}.{EXACT}")
        } else {
            name.to_owned()
        }
    }

    /// Returns the figure itself.
    fn value(&self) -> Formula<'a> {
        self.rounded(self.value_exact())
    }

    /// Returns the figure as it is: a rate, an expression, or the column or fact of its name.
    fn value_exact(&self) -> Formula<'a> {
        match (&self.written.rate, &self.written.of) {
            (Some(rate), _) => {
                let mut formula = Formula::default();
                for (idx, what) in [&rate.part, &rate.whole].into_iter().enumerate() {
                    formula
                        .text
                        .push_str(if idx == 0 { "" } else { " | share(of=" });
                    match &rate.over {
                        Some(over) => {
                            formula.text.push('(');
                            formula.push_written(over);
                            write_to(
                                &mut formula.text,
                                format_args!(" | sum(of=\"{}\"))", what.value.trim()),
                            );
                        }
                        None => formula.push_written(what),
                    }
                }
                formula.text.push(')');
                formula
            }
            (None, Some(of)) => Formula::written(of),
            (None, None) => Formula::of(self.name()),
        }
    }

    /// Rounds a formula to the measure's decimals, if it has any.
    fn rounded(&self, mut formula: Formula<'a>) -> Formula<'a> {
        if let Some(decimals) = self.written.decimals {
            write_to(
                &mut formula.text,
                format_args!(" | round(precision={decimals})"),
            );
        }
        formula
    }

    /// Returns the figure that the measure is compared with.
    fn base(&self, comparison: &str) -> Option<Formula<'a>> {
        Some(self.rounded(self.base_exact(comparison)?))
    }

    /// Returns the same as it is.
    fn base_exact(&self, comparison: &str) -> Option<Formula<'a>> {
        let name = self.name();
        let of_row = |history: &History<'a>, row: &str| match history.of {
            Field::Column(column) => Formula::of(format!("{name}.{row}.{column}")),
            Field::Written(written) => {
                let mut formula = Formula::of("([");
                formula.push_written(written);
                write_to(
                    &mut formula.text,
                    format_args!(" for it in [{name}.{row}]] | first)"),
                );
                formula
            }
        };
        Some(match (self.written.compare.get(comparison), comparison) {
            (Some(ShortOr::Short(with)), _) => Formula::written(with),
            (Some(ShortOr::Long(compare)), _) => {
                let mut formula = Formula::written(&compare.with);
                if let (Some(basis), Some(wanted)) = (&compare.basis, &self.written.basis) {
                    formula.text.push_str(" | on_basis(basis=");
                    formula.push_written(basis);
                    formula.text.push_str(", wanted=");
                    formula.push_written(wanted);
                    formula.text.push(')');
                }
                formula
            }
            (None, "previous") => of_row(self.series.as_ref()?, "row_before"),
            (None, "year_ago") => {
                let history = self.series.as_ref()?;
                history.series.every.years()?;
                of_row(history, "row_year_before")
            }
            (None, "peers") => match self.peers.as_ref()?.of {
                Field::Column(column) => {
                    Formula::of(format!("{name}.ranked_rows | median(of=\"{column}\")"))
                }
                Field::Written(_) => Formula::of(format!("{name}.peer_values | median")),
            },
            _ => return None,
        })
    }

    /// Returns the formula of a fact of a comparison.
    fn of_comparison(&self, comparison: &str, fact: &str) -> Option<String> {
        if !self.facts_of(comparison)?.iter().any(|it| it == fact) {
            return None;
        }
        let m = self.name();
        let c = format!("{m}.{comparison}");
        let (exact, exact_base) = (self.exact(m), self.exact(&c));
        let within = self.rule.within.normalize();
        let is_lower = self.rule.good == Some(Good::Down);
        let lead = |ours: String, theirs: String| {
            let [ours, theirs] = if is_lower {
                [theirs, ours]
            } else {
                [ours, theirs]
            };
            format!("{ours} - {theirs}")
        };
        Some(match fact {
            "difference" => format!("{m} - {c}"),
            "percent" => format!("{exact} | percent_change(from={exact_base})"),
            "times" => {
                format!("{exact} / {exact_base} if {exact_base} > 0 and {exact} >= 0 else none")
            }
            "share" => format!("{exact} | share(of={exact_base})"),
            "change" => format!("{exact} | moved(from={exact_base}, within={within})"),
            "welcome" => self.welcome(&c),
            "size" => format!("{exact} | magnitude(from={exact_base}, within={within})"),
            "recency" => self.recency(comparison).to_string(),
            "news" => {
                let terms = self.terms(comparison);
                let terms: Vec<String> = terms.into_iter().map(|(_, it)| it).collect();
                format!("({}) | round(precision=1)", terms.join(" * "))
            }
            "lead" => lead(m.to_owned(), c),
            "lead_before" => {
                let was = self.compared(comparison)?.was.as_ref()?;
                lead(format!("{m}.previous"), format!("({})", was.value))
            }
            "gap" => gap(&format!("{c}.lead_before"), &format!("{c}.lead")),
            _ => return None,
        })
    }

    /// Returns the terms whose product is the news of a comparison, as formulas by name.
    pub(super) fn terms(&self, comparison: &str) -> Vec<(&'static str, String)> {
        let m = self.name();
        let outlier = if self.series.is_some() || self.peers.is_some() {
            format!("(1 + {m}.outlier if {m}.outlier is defined else 1)")
        } else {
            "1".to_owned()
        };
        vec![
            ("base", "50".to_owned()),
            ("weight", self.weight.normalize().to_string()),
            ("outlierness", outlier),
            ("size", format!("{m}.{comparison}.size")),
            ("recency", format!("{m}.{comparison}.recency")),
        ]
    }

    /// Returns how recent the base of a comparison is: 1 for now, less by the years between.
    fn recency(&self, comparison: &str) -> Decimal {
        let every = self.series.as_ref().map(|it| it.series.every);
        let is_own = self.written.compare.get(comparison).is_none();
        let years = match comparison {
            "previous" if is_own => every.and_then(Every::years),
            "year_ago" if is_own => Some((1, 1)),
            _ => None,
        };
        let Some((years, parts)) = years else {
            return Decimal::ONE;
        };
        (Decimal::from(2 * parts) / Decimal::from(2 * parts + years)).round_dp(4)
    }

    fn welcome(&self, comparison: &str) -> String {
        const RISES: &str =
            "[\"up\", \"from-zero\", \"back-to-zero\", \"loss-narrowed\", \"into-profit\"]";
        let change = format!("{comparison}.change");
        let is = match self.rule.good {
            Some(Good::Up) => "in",
            Some(Good::Down) => "not in",
            _ => return "none".to_owned(),
        };
        format!("none if {change} == \"flat\" else ({change} {is} {RISES})")
    }

    /// Returns the formula of a fact of its history or its peers.
    fn own_fact(&self, fact: &str) -> Option<Formula<'a>> {
        let m = self.name();
        let within = self.rule.within.normalize();
        let best = match self.rule.good {
            Some(Good::Down) => ", best=\"low\"",
            _ => "",
        };
        let text = match fact {
            "measure" => format!("\"{m}\""),
            "history" => return Some(self.values("rows", &self.series.as_ref()?.of)),
            "peer_values" => return Some(self.values("ranked_rows", &self.peers.as_ref()?.of)),
            "trend" => format!("{m}.history | trend(within={within})"),
            "streak" => format!("{m}.history | streak(within={within})"),
            "turning" => format!("{m}.history | turning(within={within})"),
            "record" => format!("{m}.history | record"),
            "streak_row" => format!("{m}.rows | nth(n={m}.streak - 1) if {m}.streak > 0 else none"),
            "record_row" => format!("{m}.rows | nth(n={m}.history | record_age)"),
            "streak_start" => self.period("streak_row")?,
            "record_since" => self.period("record_row")?,
            "rank" => format!("{m} | rank(among={m}.peer_values{best})"),
            "rank_ties" => format!("{m} | ties(among={m}.peer_values)"),
            // A peer in doubt is nothing among them.
            "n_peers" => format!("[it for it in {m}.ranked_rows if it is defined] | count"),
            "share" => format!("{m} | share(of={m}.peer_values | sum)"),
            "outlier" if self.peers.is_some() => {
                format!("{m} | outlierness(among={m}.peer_values)")
            }
            "outlier" => format!("{m} | outlierness(among={m}.history)"),
            _ => return None,
        };
        Some(Formula::of(text))
    }

    /// Returns the period of a row of the history.
    fn period(&self, row: &str) -> Option<String> {
        let by = &self.series.as_ref()?.by;
        let cells: Vec<String> = by
            .iter()
            .rev()
            .map(|it| format!("{}.{row}.{it}", self.name()))
            .collect();
        Some(cells.join(" ~ \" \" ~ "))
    }

    /// Returns the list of what rows count with.
    fn values(&self, rows: &str, of: &Field<'a>) -> Formula<'a> {
        let rows = format!("{}.{rows}", self.name());
        let mut formula = Formula::of("[");
        match of {
            Field::Column(column) if self.written.decimals.is_none() => {
                return Formula::of(format!("{rows} | pick(of=\"{column}\")"));
            }
            Field::Column(column) => write_to(&mut formula.text, format_args!("it.{column}")),
            Field::Written(written) => formula.push_written(written),
        }
        let mut formula = self.rounded(formula);
        write_to(&mut formula.text, format_args!(" for it in {rows}]"));
        formula
    }
}

/// Appends what is formatted.
fn write_to(text: &mut String, what: std::fmt::Arguments<'_>) {
    use std::fmt::Write;
    text.write_fmt(what).expect("a string takes any text");
}

/// Returns what became of a lead over another: it was `before`, and is `now`.
fn gap(before: &str, now: &str) -> String {
    format!(
        "\"overtaken\" if {before} < 0 and {now} > 0 else (\"lost\" if {before} > 0 and {now} < 0 \
         else (\"same\" if ({now} | abs) == ({before} | abs) \
         else (\"closed\" if {now} == 0 else (\"narrowed\" if ({now} | abs) < ({before} | abs) \
         else \"widened\"))))"
    )
}
