//! Cohesion: the messages that a section tells in; the same ones in an order in which they hang together, with what each
//! is to the one before it, out.
//!
//! Nothing is chosen here and no word is known: messages move, rows join in one sentence, and neighbours are related by
//! what the author declares and by their tones. Where it cannot be told, nothing is claimed.

use std::cmp::Ordering;

use super::{PlannedMessage, Relation};
use crate::data::{Quantity, Tables, Unit, Value};
use crate::interpret::{Facts, Hold, evaluate, is_true};
use crate::story::expression::Expr;
use crate::story::{Message, Order, SectionRules, Story, Tone, ToneRule};

/// The most rows that one sentence tells.
const ROWS_MAX: usize = 4;

/// Returns the messages of a section in order, gathered and related.
pub(super) fn relate(
    story: &Story,
    tables: &Tables,
    facts: &mut Facts,
    section: &SectionRules,
    chosen: Vec<PlannedMessage>,
) -> Result<Vec<PlannedMessage>, Hold> {
    if chosen.len() < 2 || !hangs_together(story, section, &chosen) {
        return Ok(chosen);
    }
    let mut told = Vec::with_capacity(chosen.len());
    for planned in chosen {
        told.push(Told::of(story, tables, facts, section, planned)?);
    }
    if section.order == Order::Written {
        by_time(story, &mut told);
    }
    by_subject(story, &mut told);
    let mut told = gathered(told);
    if section.connects() {
        for idx in 1..told.len() {
            told[idx].planned.relation = relation(story, &told, idx);
        }
    }
    Ok(told.into_iter().map(|it| it.planned).collect())
}

/// Whether a section, or a message that it tells, asks for anything of this.
fn hangs_together(story: &Story, section: &SectionRules, chosen: &[PlannedMessage]) -> bool {
    let asks = |it: &Message| it.subject.is_some() || it.time.is_some() || it.together.is_some();
    section.connects() || chosen.iter().any(|it| asks(&story.messages[it.message]))
}

/// A message that is told, with what decides where it stands.
struct Told {
    planned: PlannedMessage,
    subject: Value,
    /// When it begins and when it ends: a sentence of several rows tells of more than one moment.
    time: [Value; 2],
    tone: Tone,
    /// What its row has in common with others that are told in the same sentence.
    group: Value,
}

impl Told {
    fn of(
        story: &Story,
        tables: &Tables,
        facts: &mut Facts,
        section: &SectionRules,
        planned: PlannedMessage,
    ) -> Result<Self, Hold> {
        let rules = &story.messages[planned.message];
        if let Some((_, item)) = &planned.item {
            facts.it = item.clone();
        }
        let value = |expr: &Option<Expr>| match expr {
            Some(expr) => evaluate(expr, &facts.env(tables)).map_err(Hold::from),
            None => Ok(Value::Missing),
        };
        let gathers = section.together.contains(&planned.message) && planned.item.is_some();
        let (subject, time) = (value(&rules.subject)?, value(&rules.time)?);
        let group = if gathers {
            value(&rules.together)?
        } else {
            Value::Missing
        };
        let tone = match &rules.tone {
            Some(rule) if section.connects() => tone(rule, facts, tables)?,
            _ => Tone::Neutral,
        };
        facts.it = Value::Missing;
        Ok(Told {
            subject: named(tables, subject),
            time: [time.clone(), time],
            tone,
            group: named(tables, group),
            planned,
        })
    }

    /// Returns the rows that it is told of.
    fn rows(&self) -> &[Value] {
        match &self.planned.item {
            Some((_, item)) if self.planned.together.is_empty() => std::slice::from_ref(item),
            _ => &self.planned.together,
        }
    }
}

fn tone(rule: &ToneRule, facts: &Facts, tables: &Tables) -> Result<Tone, Hold> {
    let welcome = match rule {
        ToneRule::Always(tone) => return Ok(*tone),
        ToneRule::Where(welcome) => welcome,
    };
    let env = facts.env(tables);
    match evaluate(welcome, &env)? {
        Value::Missing => Ok(Tone::Neutral),
        Value::Bool(true) => Ok(Tone::Good),
        Value::Bool(false) => Ok(Tone::Bad),
        // What is neither holds the article, as any condition does.
        _ => is_true(welcome, &env).map(|_| Tone::Neutral),
    }
}

/// Returns what a row is called in the place of the row: a club and its name are one subject.
fn named(tables: &Tables, value: Value) -> Value {
    match value {
        Value::Row(row) => {
            let table = tables.get(row.table);
            let key = table.key.map(|key| table.cell(row.row, key).clone());
            key.filter(|it| !it.is_missing()).unwrap_or(Value::Row(row))
        }
        other => other,
    }
}

/// Puts what has a time in its order; what has none stays behind what it followed.
fn by_time(story: &Story, told: &mut [Told]) {
    for idx in 1..told.len() {
        let floor = floor(story, told, idx);
        let is_later =
            |it: &Told| order(&it.time[0], &told[idx].time[0]) == Some(Ordering::Greater);
        if let Some(place) = told[floor..idx].iter().position(is_later) {
            told[floor + place..=idx].rotate_right(1);
        }
    }
}

/// Puts messages about one subject behind one another, where the first of them stands.
fn by_subject(story: &Story, told: &mut [Told]) {
    for idx in 1..told.len() {
        let subject = &told[idx].subject;
        if subject.is_missing() {
            continue;
        }
        let Some(last) = told[..idx].iter().rposition(|it| it.subject == *subject) else {
            continue;
        };
        if floor(story, told, idx) <= last + 1 {
            told[last + 1..=idx].rotate_right(1);
        }
    }
}

/// Returns the first place that a message may take: behind what leads, and behind what it is to come after.
fn floor(story: &Story, told: &[Told], idx: usize) -> usize {
    let after = &story.messages[told[idx].planned.message].after;
    let stays = |it: &Told| {
        let message = it.planned.message;
        story.messages[message].must_lead || after.contains(&message)
    };
    told[..idx].iter().rposition(stays).map_or(0, |it| it + 1)
}

/// Returns the order of two moments of one kind.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    let is_plain = |it: &Quantity| it.unit == Unit::None;
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            let alike = left.unit == right.unit || is_plain(left) || is_plain(right);
            alike.then(|| left.amount.cmp(&right.amount))
        }
        (Value::DateTime(left), Value::DateTime(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        // A day as a whole has no time that could come before or after.
        _ => Some(left.day()?.cmp(&right.day()?)),
    }
}

/// Joins neighbours that are rows of one message and have the same in common.
fn gathered(told: Vec<Told>) -> Vec<Told> {
    let mut gathered: Vec<Told> = Vec::with_capacity(told.len());
    let mut run: Vec<Told> = Vec::new();
    for next in told {
        let joins = run.first().is_some_and(|first| {
            let same_message = first.planned.message == next.planned.message;
            same_message && !first.group.is_missing() && first.group == next.group
        });
        if !joins {
            gathered.extend(sentences(std::mem::take(&mut run)));
        }
        run.push(next);
    }
    gathered.extend(sentences(run));
    gathered
}

/// Deals a run of rows out into sentences.
fn sentences(run: Vec<Told>) -> Vec<Told> {
    if run.len() < 2 {
        return run;
    }
    let sizes = sizes(run.len());
    let mut rows = run.into_iter();
    sizes
        .filter_map(|it| joined(rows.by_ref().take(it)))
        .collect()
}

/// Returns how many of two or more rows each sentence tells: as many as the others, so that none is left with one row.
fn sizes(n_rows: usize) -> impl Iterator<Item = usize> {
    let n_sentences = n_rows.div_ceil(ROWS_MAX);
    let n_longer = n_rows % n_sentences;
    (0..n_sentences).map(move |idx| n_rows / n_sentences + usize::from(idx < n_longer))
}

/// Returns one message of several rows: it has the tone and the subject that all of them have.
fn joined(mut rows: impl Iterator<Item = Told>) -> Option<Told> {
    let mut all = rows.next()?;
    all.planned
        .together
        .extend(all.planned.item.iter().map(|(_, item)| item.clone()));
    for row in rows {
        all.planned
            .together
            .extend(row.planned.item.map(|(_, item)| item));
        if all.tone != row.tone {
            all.tone = Tone::Neutral;
        }
        if all.subject != row.subject {
            all.subject = Value::Missing;
        }
        let [_, end] = row.time;
        if order(&end, &all.time[1]) != Some(Ordering::Less) {
            all.time[1] = end;
        }
    }
    Some(all)
}

/// Returns what a message is to the one before it: first what is declared, then what their tones say.
fn relation(story: &Story, told: &[Told], idx: usize) -> Option<Relation> {
    let (before, this) = (&told[idx - 1], &told[idx]);
    let rules = &story.messages[this.planned.message];
    if follows(story, told, idx, &rules.because) {
        return Some(Relation::Cause);
    }
    if follows(story, told, idx, &rules.elaborates) {
        return Some(Relation::Elaboration);
    }
    if order(&before.time[1], &this.time[0]) == Some(Ordering::Less) {
        return Some(Relation::Sequence);
    }
    let is_known = |it: &Value| !it.is_missing();
    match (before.tone, this.tone) {
        (Tone::Neutral, _) | (_, Tone::Neutral) => None,
        (before, this) if before != this => Some(Relation::Contrast),
        _ if is_known(&this.subject) && before.subject == this.subject => None,
        _ => Some(Relation::Addition),
    }
}

/// Whether one of the `wanted` messages is what a reader has just been told.
///
/// It stands right before, or has nothing behind it but its own effects and details: after anything else, "as a result"
/// would be said of the wrong message.
fn follows(story: &Story, told: &[Told], idx: usize, wanted: &[usize]) -> bool {
    let is_wanted = |it: &usize| wanted.contains(it);
    for before in told[..idx].iter().rev() {
        let message = before.planned.message;
        if is_wanted(&message) {
            return of_same_rows(before, &told[idx]);
        }
        let rules = &story.messages[message];
        let belongs = match before.planned.relation {
            Some(Relation::Cause) => rules.because.iter().any(is_wanted),
            Some(Relation::Elaboration) => rules.elaborates.iter().any(is_wanted),
            _ => false,
        };
        if !belongs {
            return false;
        }
    }
    false
}

/// Whether two messages may be told of the same thing: what is true of one row is no cause of what is true of another.
fn of_same_rows(one: &Told, other: &Told) -> bool {
    let (one, other) = (one.rows(), other.rows());
    let table = |rows: &[Value]| match rows.first() {
        Some(Value::Row(row)) => Some(row.table),
        _ => None,
    };
    table(one).is_none() || table(one) != table(other) || other.iter().any(|it| one.contains(it))
}

#[cfg(test)]
mod tests {
    use super::{ROWS_MAX, order, sizes};
    use crate::data::Value;
    use std::cmp::Ordering;

    #[test]
    fn no_sentence_is_left_with_one_row() {
        assert_eq!(sizes(5).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(sizes(9).collect::<Vec<_>>(), [3, 3, 3]);
        for n_rows in 2..200 {
            let sizes: Vec<usize> = sizes(n_rows).collect();
            assert_eq!(sizes.iter().sum::<usize>(), n_rows);
            assert!(
                sizes.iter().all(|it| (2..=ROWS_MAX).contains(it)),
                "{sizes:?}"
            );
        }
    }

    #[test]
    fn moments_of_unlike_kinds_have_no_order() {
        let day = |text: &str| Value::Date(text.parse().expect("the case is a day"));
        let moment = |text: &str| Value::DateTime(text.parse().expect("the case is a moment"));
        let check =
            |left: &Value, right: &Value, expected| assert_eq!(order(left, right), expected);
        check(&Value::number(9), &Value::number(31), Some(Ordering::Less));
        check(
            &day("2026-03-15"),
            &day("2026-03-14"),
            Some(Ordering::Greater),
        );
        // Whether something of the day came before nine o'clock cannot be told.
        check(
            &day("2026-03-14"),
            &moment("2026-03-14T09:00"),
            Some(Ordering::Equal),
        );
        check(&day("2026-03-14"), &Value::number(9), None);
        check(&Value::Missing, &Value::number(9), None);
        check(&Value::text("9"), &Value::text("31"), None);
    }
}
