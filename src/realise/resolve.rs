//! Requests resolved: a value and the form asked for, to words in the text.

use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::builder::Builder;
use super::discourse::Discourse;
use crate::data::{Quantity, Tables, Unit, Value};
use crate::interpret::{Hold, moves};
use crate::language::{
    Agreement, CountForm, DateForm, Gender, Language, Moved, NameForm, Number, Onset, Person,
    VerbCall,
};
use crate::story::{ChangeRule, Lexicon, NameForms, Print, Request};

/// What resolving needs to know.
pub(super) struct Resolver<'a> {
    pub language: &'a dyn Language,
    pub lexicon: &'a Lexicon,
    pub tables: &'a Tables,
    pub discourse: Discourse,
    /// The article's key as a number: it chooses among equal wordings.
    pub seed: u64,
    /// How many changes the article has told.
    pub n_changes: usize,
    /// The print that is told in other prints' words.
    pub origin: Option<u32>,
    /// Room for one value, kept to spare allocations.
    pub scratch: String,
}

impl Resolver<'_> {
    /// Adds a print to the text.
    pub(super) fn print(
        &mut self,
        print: &Print,
        value: &Value,
        argument: &Value,
        out: &mut Builder<'_>,
    ) -> Result<(), Hold> {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        let onset = self.write(print, value, argument, &mut text)?;
        let is_word = matches!(print.request, Request::Verb { .. } | Request::Agree);
        let origin = self.origin.unwrap_or(print.site);
        out.value(&text, onset, origin, !is_word);
        self.scratch = text;
        Ok(())
    }

    /// Writes the value in the form asked for, and says how it begins.
    fn write(
        &mut self,
        print: &Print,
        value: &Value,
        argument: &Value,
        out: &mut String,
    ) -> Result<Onset, Hold> {
        let language = self.language;
        match &print.request {
            Request::Plain | Request::List => return self.plain(print, value, out),
            Request::At if value.time().is_some() => {
                language.at(out, value.time().expect("it has one"));
            }
            Request::The | Request::Name | Request::Short | Request::Pronoun | Request::At => {
                return self.name(print, &print.request, value, out);
            }
            Request::Verb { tense, negative } => {
                let lemma = text_of(print, value)?;
                let subject = self.subject(argument);
                let call = VerbCall {
                    lemma: &lemma,
                    tense: *tense,
                    negative: *negative,
                    subject,
                };
                out.push_str(&language.verb(call, &self.lexicon.words).text);
            }
            Request::Agree => {
                let adjective = text_of(print, value)?;
                let agreement = self.subject(argument);
                out.push_str(
                    &language
                        .adjective(&adjective, agreement, &self.lexicon.words)
                        .text,
                );
            }
            Request::Plural => self.plural(print, value, argument, out)?,
            Request::Counted { words } => self.counted(print, value, argument, *words, out)?,
            Request::Change { noun, rule } => {
                self.change(print, value, argument, (*noun, *rule), out)?;
            }
            Request::Date(form) => language.date(out, date_of(print, value)?, *form),
            Request::On(form) => language.on(out, date_of(print, value)?, *form),
            Request::Score => {
                let Value::List(figures) = value else {
                    return Err(wrong(print, value, "a score"));
                };
                let figures: Result<Vec<Decimal>, Hold> = figures
                    .iter()
                    .map(|it| quantity_of(print, it).map(|it| it.amount))
                    .collect();
                language.score(out, &figures?);
            }
            Request::Ordinal { words, feminine } => {
                let rank = rank_of(print, value)?;
                let gender = gender_of(*feminine);
                if *words {
                    language.ordinal_words(out, rank, gender);
                } else {
                    language.ordinal(out, rank, gender);
                }
            }
            request => number(language, request, quantity_of(print, value)?, out),
        }
        Ok(Onset::default())
    }

    /// Writes a value in its natural form.
    fn plain(&mut self, print: &Print, value: &Value, out: &mut String) -> Result<Onset, Hold> {
        match value {
            Value::Text(_) | Value::Row(_) => {
                return self.name(print, &print.request, value, out);
            }
            Value::Number(it) => natural(self.language, *it, out),
            Value::Date(it) => self.language.date(out, *it, DateForm::Long),
            Value::Time(it) => self.language.time(out, *it),
            Value::DateTime(it) => {
                self.language.date(out, it.date(), DateForm::Long);
                out.push(' ');
                self.language.at(out, it.time());
            }
            Value::List(items) => {
                for (idx, item) in items.iter().enumerate() {
                    match item {
                        // A list is part of a sentence: its names have their articles, as after `the`.
                        Value::Text(_) | Value::Row(_) if print.request == Request::List => {
                            self.name(print, &Request::The, item, out)?;
                        }
                        other => {
                            self.plain(print, other, out)?;
                        }
                    }
                    if idx + 1 < items.len() {
                        self.language.joint(out, idx, items.len(), "");
                    }
                }
                let all = self.subject(value);
                self.discourse.noun(all);
            }
            Value::Missing | Value::Bool(_) | Value::Map(_) => {
                return Err(wrong(print, value, "a printable value"));
            }
        }
        Ok(Onset::default())
    }

    /// Writes the name of something, as the request asks.
    fn name(
        &mut self,
        print: &Print,
        request: &Request,
        value: &Value,
        out: &mut String,
    ) -> Result<Onset, Hold> {
        let key = self
            .key(value)
            .ok_or_else(|| wrong(print, value, "a name"))?;
        let known = self.lexicon.name(&key);
        let guessed;
        let forms = if let Some(forms) = known {
            forms
        } else {
            guessed = NameForms::guess(self.language, &key);
            &guessed
        };
        if *request == Request::Pronoun
            && let Some(agreement) = self.discourse.pronoun(&key)
        {
            out.push_str(self.language.pronoun(agreement, forms.full.person));
            self.discourse.named(&key, agreement);
            return Ok(Onset::default());
        }
        let form = match request {
            Request::The | Request::Pronoun => self.discourse.form(&key, forms),
            Request::Short => forms.short.map_or(&forms.full, |it| &forms.shorter[it]),
            _ => &forms.full,
        };
        let onset = write_name(self.language, form, request, out);
        let agreement = form.agreement();
        self.discourse.named(&key, agreement);
        Ok(onset)
    }

    fn plural(
        &self,
        print: &Print,
        value: &Value,
        argument: &Value,
        out: &mut String,
    ) -> Result<(), Hold> {
        let noun = text_of(print, value)?;
        match self
            .language
            .number_of(quantity_of(print, argument)?.amount.abs())
        {
            Number::Singular => out.push_str(&noun),
            Number::Plural => out.push_str(&self.language.plural(&noun, &self.lexicon.words).text),
        }
        Ok(())
    }

    fn counted(
        &mut self,
        print: &Print,
        value: &Value,
        argument: &Value,
        words: Option<bool>,
        out: &mut String,
    ) -> Result<(), Hold> {
        let amount = quantity_of(print, value)?.amount;
        let noun = text_of(print, argument)?;
        let form = match words {
            None => CountForm::Auto,
            Some(true) => CountForm::Words,
            Some(false) => CountForm::Figures,
        };
        self.language
            .counted(out, amount, &noun, form, &self.lexicon.words);
        let (gender, _) = self.language.gender(&noun, &self.lexicon.words);
        self.discourse
            .noun(Agreement::of(gender, self.language.number_of(amount)));
        Ok(())
    }

    fn change(
        &mut self,
        print: &Print,
        value: &Value,
        argument: &Value,
        (noun, rule): (bool, ChangeRule),
        out: &mut String,
    ) -> Result<(), Hold> {
        let told = moves(value, argument, rule).map_err(|it| Hold::by_rule(it, print.span))?;
        let told = told.ok_or_else(|| wrong(print, &Value::Missing, "two figures"))?;
        // Each further change of the article takes the next wording, so that none comes twice in a row.
        let wording = (self.seed % 64) as usize + self.n_changes;
        self.n_changes += 1;
        let [one] = &told[..] else {
            let moved: Vec<Moved> = told.iter().map(|it| it.moved).collect();
            let last = self.discourse.last();
            let subject = Agreement {
                number: Number::Plural,
                ..last
            };
            let is_told = self.language.changes_verb(out, &moved, subject, wording);
            let unlike = "several changes are told as one only where they are of one direction";
            return is_told
                .then_some(())
                .ok_or_else(|| Hold::by_rule(unlike, print.span));
        };
        let mut arrived = String::new();
        natural(self.language, one.to, &mut arrived);
        if noun {
            self.language
                .change_noun(out, &one.moved, Some(&arrived), wording);
        } else {
            let subject = self.discourse.last();
            self.language
                .change_verb(out, &one.moved, subject, Some(&arrived), wording);
        }
        Ok(())
    }

    /// Returns the grammar to agree with: of `argument` if there is one, of the last noun phrase if not.
    fn subject(&self, argument: &Value) -> Agreement {
        match argument {
            Value::Missing => self.discourse.last(),
            Value::Number(it) => {
                Agreement::of(Gender::Masculine, self.language.number_of(it.amount))
            }
            Value::List(items) => {
                let all_feminine = items.iter().all(|it| self.subject(it).is_feminine());
                let gender = if all_feminine {
                    Gender::Feminine
                } else {
                    Gender::Masculine
                };
                let number = if items.len() == 1 {
                    self.subject(&items[0]).number
                } else {
                    Number::Plural
                };
                Agreement {
                    gender,
                    number,
                    person: Person::Third,
                }
            }
            named => match self.key(named) {
                Some(key) => self
                    .discourse
                    .agreement(&key)
                    .unwrap_or_else(|| self.grammar(&key)),
                None => self.discourse.last(),
            },
        }
    }

    /// Returns the grammar of a name or of a noun.
    fn grammar(&self, key: &str) -> Agreement {
        match self.lexicon.name(key) {
            Some(forms) => forms.full.agreement(),
            None => Agreement::of(
                self.language.gender(key, &self.lexicon.words).0,
                Number::Singular,
            ),
        }
    }

    /// Returns what the data calls the thing that `value` stands for.
    fn key(&self, value: &Value) -> Option<Arc<str>> {
        match value {
            Value::Row(row) => {
                let table = self.tables.get(row.table);
                table.cell(row.row, table.key?).key_text()
            }
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

/// Writes a name with what the request puts before it, and says how it begins.
fn write_name(
    language: &dyn Language,
    form: &NameForm,
    request: &Request,
    out: &mut String,
) -> Onset {
    match request {
        Request::The | Request::Pronoun => {
            language.definite(out, form);
            Onset {
                article: form.article.is_some(),
                elides: form.elides,
            }
        }
        Request::At => {
            language.place(out, form);
            Onset::default()
        }
        _ => {
            out.push_str(&form.text);
            Onset {
                article: false,
                elides: form.elides,
            }
        }
    }
}

/// Writes a number in the form its unit asks for.
fn natural(language: &dyn Language, quantity: Quantity, out: &mut String) {
    let Quantity { amount, unit } = quantity;
    let amount = readable(amount);
    match unit {
        Unit::None | Unit::Days => language.number(out, amount, None),
        Unit::Seconds => language.duration(out, amount),
        Unit::Year => out.push_str(&amount.normalize().to_string()),
        Unit::Percent => language.percent(out, amount, None),
        Unit::Points => language.points(out, amount, None),
        Unit::Money(currency) if amount.abs() >= Decimal::from(1_000_000) => {
            language.compact_money(out, amount, currency.code(), None);
        }
        Unit::Money(currency) => language.money(out, amount, currency.code(), None),
    }
}

/// Returns a number as a reader can take it in: what a division leaves behind is rounded to two decimals,
/// or to three figures below one. A cell's own few decimals are all kept.
fn readable(amount: Decimal) -> Decimal {
    const DECIMALS_KEPT: u32 = 4;
    if amount.normalize().scale() <= DECIMALS_KEPT {
        return amount;
    }
    if amount.abs() >= Decimal::ONE {
        return amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    }
    amount
        .round_sf_with_strategy(3, RoundingStrategy::MidpointAwayFromZero)
        .unwrap_or(amount)
}

/// Writes a number in the form a request asks for.
fn number(language: &dyn Language, request: &Request, quantity: Quantity, out: &mut String) {
    let Quantity { amount, unit } = quantity;
    let amount = if request.has_decimals() {
        amount
    } else {
        readable(amount)
    };
    match request {
        Request::Number { decimals } => language.number(out, amount, *decimals),
        Request::Percent { decimals } => language.percent(out, amount, *decimals),
        Request::Points { decimals } => language.points(out, amount, *decimals),
        Request::Words { feminine } => language.words(out, amount, gender_of(*feminine)),
        Request::Money { decimals } => match unit {
            Unit::Money(currency) => language.money(out, amount, currency.code(), *decimals),
            _ => language.number(out, amount, *decimals),
        },
        Request::Compact { decimals } => match unit {
            Unit::Money(currency) => {
                language.compact_money(out, amount, currency.code(), *decimals);
            }
            _ => language.compact(out, amount, *decimals),
        },
        other => unreachable!("{other:?} is no form of a number"),
    }
}

fn gender_of(is_feminine: bool) -> Gender {
    if is_feminine {
        Gender::Feminine
    } else {
        Gender::Masculine
    }
}

fn quantity_of(print: &Print, value: &Value) -> Result<Quantity, Hold> {
    match value {
        Value::Number(it) => Ok(*it),
        other => Err(wrong(print, other, "a number")),
    }
}

/// Returns the whole number that a rank is: 1.5 is not the 1st.
fn rank_of(print: &Print, value: &Value) -> Result<i64, Hold> {
    let amount = quantity_of(print, value)?.amount;
    let rank = amount.is_integer().then(|| amount.to_i64()).flatten();
    rank.ok_or_else(|| Hold::by_rule(format!("`{amount}` is no rank"), print.span))
}

fn date_of(print: &Print, value: &Value) -> Result<jiff::civil::Date, Hold> {
    value.day().ok_or_else(|| wrong(print, value, "a date"))
}

fn text_of(print: &Print, value: &Value) -> Result<Arc<str>, Hold> {
    match value {
        Value::Text(it) => Ok(it.clone()),
        other => Err(wrong(print, other, "a text")),
    }
}

/// Says that a print has a value of another kind than its form takes.
fn wrong(print: &Print, value: &Value, wanted: &str) -> Hold {
    Hold::by_rule(
        format!("this print needs {wanted} and has {}", value.kind()),
        print.span,
    )
}

#[cfg(test)]
mod tests {
    use super::readable;
    use rust_decimal::Decimal;

    #[test]
    fn a_quotient_is_rounded_and_a_cell_is_not() {
        let check = |amount: &str, expected: &str| {
            let amount: Decimal = amount.parse().expect("the case is a number");
            assert_eq!(readable(amount).normalize().to_string(), expected);
        };
        check("205.66666666666666666666666667", "205.67");
        check("0.0012345678", "0.00123");
        check("12.3456", "12.3456");
        check("3", "3");
    }
}
