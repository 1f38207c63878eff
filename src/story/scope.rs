//! Scope: the names that a story's expressions may use, and their slots.
//!
//! A fact of a measure gets its slot when something first reads it, and what it is made of before it. So nothing is
//! computed that no rule and no phrase reads.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::expression::{self, Expr, Scope, Shape, Slot};
use super::measure::{Measure, OF_IT, Sound, Source};
use super::phrase::ChangeRule;
use super::{Binding, BindingSource, Pick, Series};
use crate::data::{Kind, Tables, Unit};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Reads;

/// The names that a story's expressions may use.
pub(super) struct Names<'a> {
    reads: &'a Reads,
    tables: &'a Tables,
    entries: Vec<(Arc<str>, Slot, Shape)>,
    it: Option<It>,
    /// The shape of `they`, where several rows are told in one sentence.
    they: Option<Shape>,
    made: Rc<Made<'a>>,
}

/// What `it` is.
#[derive(Clone)]
enum It {
    /// An element of a list.
    Element(Shape),
    /// What a phrase is told of.
    Argument(Expr),
    /// The comparison of a measure, by their dotted name.
    Comparison(Arc<str>),
    /// A map of one of several comparisons; the names that are read of it.
    Told(ReadOf),
}

/// The names that are read of the maps that a message is told of.
pub(super) type ReadOf = Rc<RefCell<BTreeSet<String>>>;

/// The measures, and the facts made of them so far.
#[derive(Default)]
struct Made<'a> {
    n_slots: Cell<usize>,
    measures: RefCell<Vec<Rc<Measure<'a>>>>,
    facts: RefCell<Vec<(Arc<str>, Slot, Shape)>>,
    /// What fills their slots, in the order in which it must.
    bindings: RefCell<Vec<Binding>>,
    found: RefCell<Diagnostics>,
    /// The facts that are being made.
    open: RefCell<Vec<String>>,
    /// The facts that could not be made, which is told once.
    failed: RefCell<BTreeSet<String>>,
}

/// A comparison of a measure, as a change is told of it.
pub(super) struct Compared {
    pub base: String,
    /// The figure and the base as they were before they were rounded, if they are.
    pub exact: Option<[String; 2]>,
    pub rule: ChangeRule,
}

impl<'a> Names<'a> {
    pub(super) fn new(reads: &'a Reads, tables: &'a Tables) -> Self {
        Names {
            reads,
            tables,
            entries: Vec::new(),
            it: None,
            they: None,
            made: Rc::default(),
        }
    }

    /// Gives `name` a new slot; an earlier thing of that name is no longer reached by it.
    pub(super) fn add(&mut self, name: &str, shape: Shape) -> Slot {
        let slot = self.made.next_slot();
        self.entries.retain(|(it, ..)| &**it != name);
        self.entries.push((name.into(), slot, shape));
        slot
    }

    /// Lets a thing be reached by another name too, which is about to be hidden.
    pub(super) fn keep(&mut self, name: &str, other: &str) {
        if let Some((slot, shape)) = self.get(name) {
            self.entries.push((other.into(), slot, shape));
        }
    }

    /// Returns how many slots were given.
    pub(super) fn n_slots(&self) -> usize {
        self.made.n_slots.get()
    }

    /// Returns the slot and the shape of `name`.
    pub(super) fn get(&self, name: &str) -> Option<(Slot, Shape)> {
        find(&self.entries, name)
    }

    /// Returns the same names with `it` standing for an element of a list of this shape.
    pub(super) fn with_it(&self, list: Shape) -> Names<'a> {
        self.with(Some(It::Element(match list {
            Shape::Rows(table) => Shape::Row(table),
            _ => Shape::Unknown,
        })))
    }

    /// Returns these names with `they` standing for several rows of this shape, of which `it` is the first.
    pub(super) fn and_they(self, list: Shape) -> Names<'a> {
        Names {
            they: Some(list),
            ..self
        }
    }

    /// Returns the names inside a phrase that is told of `argument`, as `it`; of nothing, there is no `it`. What is
    /// told of a comparison of a measure has all its facts.
    pub(super) fn in_phrase(&self, argument: Option<(&str, Expr)>) -> Names<'a> {
        let it = argument.map(|(written, expr)| match (&self.it, written) {
            (Some(it @ (It::Comparison(_) | It::Told(_))), "it") => it.clone(),
            _ => match self.compared(written) {
                Some(compared) => It::Comparison(compared.base.into()),
                None => It::Argument(expr),
            },
        });
        Names {
            they: None,
            ..self.with(it)
        }
    }

    /// Returns the same names with `it` standing for a comparison.
    pub(super) fn with_comparison(&self, name: &str) -> Names<'a> {
        self.with(Some(It::Comparison(name.into())))
    }

    /// Returns the same names with `it` standing for a map of one of several comparisons.
    pub(super) fn with_told(&self, read: &ReadOf) -> Names<'a> {
        self.with(Some(It::Told(read.clone())))
    }

    fn with(&self, it: Option<It>) -> Names<'a> {
        Names {
            reads: self.reads,
            tables: self.tables,
            entries: self.entries.clone(),
            it,
            they: self.they,
            made: self.made.clone(),
        }
    }

    /// Returns the name whose value a slot holds.
    pub(super) fn name_of(&self, slot: Slot) -> Option<String> {
        let made = self.made.facts.borrow();
        let mut all = self.entries.iter().chain(made.iter());
        all.find(|it| it.1 == slot).map(|it| it.0.to_string())
    }

    /// Makes a measure known.
    pub(super) fn add_measure(&mut self, measure: Measure<'a>) {
        self.made.measures.borrow_mut().push(Rc::new(measure));
    }

    /// Returns the measure called `name`.
    pub(super) fn measure(&self, name: &str) -> Option<Rc<Measure<'a>>> {
        let measures = self.made.measures.borrow();
        measures.iter().find(|it| it.name.value == name).cloned()
    }

    /// Returns all measures.
    pub(super) fn measures(&self) -> Vec<Rc<Measure<'a>>> {
        self.made.measures.borrow().clone()
    }

    /// Returns the comparison that a dotted name is; a measure alone is its first.
    pub(super) fn compared(&self, path: &str) -> Option<Compared> {
        let (name, comparison) = match path.split_once('.') {
            Some((name, comparison)) => (name, Some(comparison)),
            None => (path, None),
        };
        let measure = self.measure(name)?;
        let all = measure.comparisons();
        let comparison = match comparison {
            Some(comparison) => all.into_iter().find(|it| *it == comparison)?,
            None => all.first().copied()?,
        };
        let base = format!("{name}.{comparison}");
        let exact = measure
            .is_rounded()
            .then(|| [measure.exact(name), measure.exact(&base)]);
        Some(Compared {
            base,
            exact,
            rule: measure.rule,
        })
    }

    /// Returns the comparison that `it` stands for.
    pub(super) fn it_compared(&self) -> Option<Compared> {
        match &self.it {
            Some(It::Comparison(name)) => self.compared(name),
            _ => None,
        }
    }

    /// Reads the names that a change told of a map needs.
    pub(super) fn read_change(&self) {
        if let Some(It::Told(read)) = &self.it {
            let names = ["value", "base", "within", "good"];
            read.borrow_mut().extend(names.map(str::to_owned));
        }
    }

    /// Takes the bindings that were made since the last time.
    pub(super) fn take_bindings(&self) -> Vec<Binding> {
        std::mem::take(&mut self.made.bindings.borrow_mut())
    }

    /// Takes what was found wrong with facts of measures.
    pub(super) fn take_found(&self) -> Diagnostics {
        std::mem::take(&mut self.made.found.borrow_mut())
    }

    /// Looks at facts of measures without making any.
    pub(super) fn try_out<T>(&self, look: impl FnOnce(&Self) -> T) -> T {
        let made = &self.made;
        let n_slots = made.n_slots.get();
        let n_facts = made.facts.borrow().len();
        let n_bindings = made.bindings.borrow().len();
        let seen = look(self);
        made.n_slots.set(n_slots);
        made.facts.borrow_mut().truncate(n_facts);
        made.bindings.borrow_mut().truncate(n_bindings);
        seen
    }

    /// Returns the fact of a measure that a dotted name is, made if it is not yet.
    fn fact(&self, path: &str) -> Option<(Slot, Shape)> {
        if let Some(found) = find(&self.made.facts.borrow(), path) {
            return Some(found);
        }
        let (name, fact) = match path.split_once('.') {
            Some((name, fact)) => (name, Some(fact)),
            None => (path, None),
        };
        let measure = self.measure(name)?;
        if fact.is_none() && !measure.is_own() {
            return None;
        }
        let source = measure.source(fact)?;
        if self.made.open.borrow().iter().any(|it| it == path) {
            return None;
        }
        self.made.open.borrow_mut().push(path.to_owned());
        let made = self.make(&measure, path, source);
        self.made.open.borrow_mut().pop();
        Some(made)
    }

    fn make(&self, measure: &Measure<'a>, path: &str, source: Source<'a>) -> (Slot, Shape) {
        let mut formula = None;
        let (source, shape) = match source {
            Source::Formula(written) => {
                let text: Arc<str> = written.text.as_str().into();
                let mut found = Diagnostics::default();
                let place = |it| written.place(it, self.reads, measure.name.span);
                let expr = expression::parse(&text, &place, &self.with(None), &mut found);
                formula = Some(text);
                if found.has_errors() {
                    self.fail(path, found);
                } else {
                    self.made.found.borrow_mut().append(found);
                }
                let shape = expr.as_ref().map_or(Shape::Unknown, Expr::shape);
                self.check_percent(measure, path);
                (expr.map(BindingSource::Fact), shape)
            }
            Source::History(pick) => {
                let history = measure.series.as_ref();
                let of = &history
                    .expect("only a measure with a series has a history")
                    .series;
                let shape = match pick {
                    Pick::All => Shape::Rows(of.table),
                    Pick::Before | Pick::YearBefore => Shape::Row(of.table),
                };
                let series = Series { pick, ..of.clone() };
                (Some(BindingSource::Series(Box::new(series))), shape)
            }
            Source::Peers(sound) => {
                let peers = measure.peers.as_ref();
                let peers = peers.expect("only a measure with peers has peers' rows");
                let mut peers = peers.peers.clone();
                if sound == Sound::AllRead {
                    peers.figure = None;
                }
                let shape = Shape::Rows(peers.table);
                (Some(BindingSource::Peers(Box::new(peers))), shape)
            }
        };
        let slot = self.made.next_slot();
        let name: Arc<str> = path.into();
        self.made
            .facts
            .borrow_mut()
            .push((name.clone(), slot, shape));
        if let Some(source) = source {
            self.made.bindings.borrow_mut().push(Binding {
                name,
                slot,
                source,
                span: Some(measure.name.span),
                formula,
            });
        }
        (slot, shape)
    }

    /// Says once what is wrong with a fact.
    fn fail(&self, path: &str, found: Diagnostics) {
        if self.made.failed.borrow_mut().insert(path.to_owned()) {
            self.made.found.borrow_mut().append(found);
        }
    }

    /// Refuses what is no sense of a percentage: it moves by points, and is no multiple of another.
    fn check_percent(&self, measure: &Measure<'a>, path: &str) {
        let is_percentage = |name: &str| {
            let shape = self.resolve(name).map(|it| it.1);
            shape == Some(Shape::Cell(Kind::Number(Unit::Percent)))
        };
        let name = &measure.name.value;
        let fact = path.rsplit('.').next().unwrap_or_default();
        let ends = matches!(fact, "percent" | "times");
        if !ends || !is_percentage(name) {
            return;
        }
        let message =
            format!("`{name}` is a percentage, which moves by points: there is no `{path}`");
        let hint = "use `.difference`, which is in points, or `change`";
        let finding = Diagnostic::error(Code::UnlikeFigures, message);
        let mut found = Diagnostics::default();
        found.push(finding.at(measure.name.span).hint(hint));
        self.fail(path, found);
    }

    /// Returns what a name behind `it` and a dot is where `it` is a comparison.
    fn fact_of_it(&self, comparison: &str, fact: &str) -> Option<(Slot, Shape)> {
        let (name, _) = comparison.split_once('.')?;
        match fact {
            "value" => self.resolve(name),
            "base" => self.fact(comparison),
            "measure" => self.fact(&format!("{name}.measure")),
            _ => self
                .fact(&format!("{comparison}.{fact}"))
                .or_else(|| self.fact(&format!("{name}.{fact}"))),
        }
    }
}

impl Made<'_> {
    fn next_slot(&self) -> Slot {
        let n_slots = self.n_slots.get();
        self.n_slots.set(n_slots + 1);
        Slot(n_slots as u32)
    }
}

fn find(among: &[(Arc<str>, Slot, Shape)], name: &str) -> Option<(Slot, Shape)> {
    let found = among.iter().find(|(it, ..)| &**it == name);
    found.map(|(_, slot, shape)| (*slot, *shape))
}

impl Scope for Names<'_> {
    fn resolve(&self, name: &str) -> Option<(Slot, Shape)> {
        let of_it = name
            .strip_prefix("it")
            .filter(|it| it.is_empty() || it.starts_with('.'));
        match (&self.it, of_it) {
            (Some(It::Element(shape)), Some("")) => return Some((Slot::IT, *shape)),
            (Some(It::Told(_)), Some("")) => return Some((Slot::IT, Shape::Unknown)),
            (_, None) if name == "they" => {
                if let Some(shape) = self.they {
                    return Some((Slot::THEY, shape));
                }
            }
            (Some(It::Comparison(comparison)), Some("")) => {
                return self.resolve(comparison.split_once('.')?.0);
            }
            (Some(It::Comparison(comparison)), Some(fact)) => {
                return self.fact_of_it(comparison, &fact[1..]);
            }
            (Some(It::Told(read)), Some(fact)) => {
                read.borrow_mut().insert(fact[1..].to_owned());
                return None;
            }
            _ => {}
        }
        self.get(name).or_else(|| self.fact(name))
    }

    fn argument(&self) -> Option<&Expr> {
        match &self.it {
            Some(It::Argument(expr)) => Some(expr),
            _ => None,
        }
    }

    fn names(&self) -> Vec<String> {
        let they = self.they.map(|_| "they".to_owned());
        let it = self.it.as_ref().map(|_| "it".to_owned());
        let measures = self.measures();
        let measures = measures.iter().filter(|it| it.is_own());
        let measures = measures.map(|it| it.name.value.clone());
        self.entries
            .iter()
            .map(|(name, ..)| name.to_string())
            .chain(it)
            .chain(they)
            .chain(measures)
            .collect()
    }

    fn tables(&self) -> &Tables {
        self.tables
    }

    fn facts_of(&self, name: &str) -> Option<Vec<String>> {
        let all = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        match (&self.it, name) {
            (Some(It::Told(_)), "it") => return Some(all(OF_IT)),
            (Some(It::Comparison(comparison)), "it") => {
                let (measure, comparison) = comparison.split_once('.')?;
                let mut facts = self.measure(measure)?.facts_of(comparison)?;
                facts.extend(["measure", "value", "base"].map(str::to_owned));
                return Some(facts);
            }
            _ => {}
        }
        if let Some((name, comparison)) = name.split_once('.') {
            return self.measure(name)?.facts_of(comparison);
        }
        let measure = self.measure(name)?;
        let mut facts: Vec<String> = Vec::new();
        facts.extend(measure.comparisons().into_iter().map(str::to_owned));
        facts.extend(measure.own_facts().map(str::to_owned));
        Some(facts)
    }
}
