//! English: the language trait, each question answered by the file that knows.

mod claims;
mod directions;
mod change;
mod connectives;
mod dates;
mod figures;
mod names;
mod number_words;
mod onset;
mod seams;
mod typography;
mod verbs;
mod words;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::{
    Agreement, Claim, CountForm, DateForm, DirectionWords, Gender, Language, Moved, NameForm,
    Number, Onset, Opening, Relation, Seam, Tense, VerbCall, Word, Words, duration,
};

/// International English: `14 March 2026`, `8:45 p.m.`, `A, B and C`.
pub(super) struct English;

/// What stands after hours, minutes and seconds.
const HOURS: duration::Names = ["\u{a0}hr", "\u{a0}min", "\u{a0}sec"];

const TENSES: &[(&str, Tense)] = &[
    ("present", Tense::Present),
    ("past", Tense::Past),
    ("present perfect", Tense::PresentPerfect),
    ("past perfect", Tense::PastPerfect),
    ("future", Tense::Future),
    ("conditional", Tense::Conditional),
    ("future perfect", Tense::FuturePerfect),
    ("conditional perfect", Tense::ConditionalPerfect),
    ("imperative", Tense::Imperative),
    ("infinitive", Tense::Infinitive),
    ("present participle", Tense::PresentParticiple),
];

impl Language for English {
    fn tag(&self) -> &'static str {
        "en"
    }

    fn own_name(&self) -> &'static str {
        "English"
    }

    fn past_agrees(&self) -> bool {
        false
    }

    fn directions(&self) -> &'static DirectionWords {
        &directions::WORDS
    }

    fn tenses(&self) -> &'static [(&'static str, Tense)] {
        TENSES
    }

    fn plural(&self, noun: &str, words: &Words) -> Word {
        words::plural(noun, words)
    }

    fn gender(&self, noun: &str, words: &Words) -> (Gender, bool) {
        (
            words
                .get(noun)
                .and_then(|it| it.gender)
                .unwrap_or(Gender::Neuter),
            true,
        )
    }

    fn adjective(&self, adjective: &str, _agreement: Agreement, _words: &Words) -> Word {
        Word::known(adjective)
    }

    fn participle(&self, verb: &str, _agreement: Agreement, words: &Words) -> Word {
        verbs::participle(verb, words)
    }

    fn verb(&self, call: VerbCall<'_>, words: &Words) -> Word {
        verbs::conjugate(call, words)
    }

    fn number(&self, out: &mut String, amount: Decimal, decimals: Option<u32>) {
        figures::number(out, amount, decimals);
    }

    fn percent(&self, out: &mut String, amount: Decimal, decimals: Option<u32>) {
        figures::number(out, amount, decimals);
        out.push('%');
    }

    fn points(&self, out: &mut String, amount: Decimal, decimals: Option<u32>) {
        figures::points(out, amount, decimals);
    }

    fn money(&self, out: &mut String, amount: Decimal, currency: &str, decimals: Option<u32>) {
        figures::money(out, amount, currency, decimals);
    }

    fn compact(&self, out: &mut String, amount: Decimal, decimals: Option<u32>) {
        figures::compact(out, amount, decimals);
    }

    fn compact_money(
        &self,
        out: &mut String,
        amount: Decimal,
        currency: &str,
        decimals: Option<u32>,
    ) {
        figures::compact_money(out, amount, currency, decimals);
    }

    fn words(&self, out: &mut String, amount: Decimal, _gender: Gender) {
        number_words::decimal(out, amount);
    }

    fn ordinal(&self, out: &mut String, n: i64, _gender: Gender) {
        figures::ordinal(out, n);
    }

    fn ordinal_words(&self, out: &mut String, n: i64, _gender: Gender) {
        number_words::ordinal(out, n);
    }

    fn number_of(&self, amount: Decimal) -> Number {
        figures::number_of(amount)
    }

    fn counted(
        &self,
        out: &mut String,
        amount: Decimal,
        noun: &str,
        form: CountForm,
        words: &Words,
    ) -> bool {
        figures::counted(out, amount, noun, form, words)
    }

    fn date(&self, out: &mut String, date: Date, form: DateForm) {
        dates::date(out, date, form);
    }

    fn on(&self, out: &mut String, date: Date, form: DateForm) {
        dates::on(out, date, form);
    }

    fn time(&self, out: &mut String, time: Time) {
        dates::time(out, time);
    }

    fn at(&self, out: &mut String, time: Time) {
        out.push_str("at ");
        dates::time(out, time);
    }

    fn duration(&self, out: &mut String, seconds: Decimal) {
        duration::push(out, seconds, &HOURS, |out, part| {
            figures::number(out, part, None);
        });
    }

    fn joint(&self, out: &mut String, idx: usize, n: usize, _next: &str) {
        out.push_str(if idx + 2 == n { " and " } else { ", " });
    }

    fn guess(&self, text: &str) -> NameForm {
        NameForm {
            text: text.to_owned(),
            gender: Gender::Neuter,
            guessed: true,
            ..NameForm::default()
        }
    }

    fn known_name(&self, text: &str) -> Option<NameForm> {
        names::known(text)
    }

    fn definite(&self, out: &mut String, name: &NameForm) {
        names::definite(out, name);
    }

    fn place(&self, out: &mut String, name: &NameForm) {
        out.push_str(name.at.as_deref().unwrap_or("in"));
        out.push(' ');
        names::definite(out, name);
    }

    fn pronoun(&self, agreement: Agreement, person: bool) -> &'static str {
        names::pronoun(agreement, person)
    }

    fn possessive(
        &self,
        owner: Agreement,
        owner_is_person: bool,
        _thing: Agreement,
    ) -> &'static str {
        names::possessive(owner, owner_is_person)
    }

    fn seam(&self, left: &str, right: &str, _onset: Onset) -> Option<Seam> {
        seams::seam(left, right)
    }

    fn mend(&self, text: &str) -> String {
        seams::mend(text)
    }

    fn typography(&self, literal: &str) -> String {
        typography::typography(literal)
    }

    fn change_verb(
        &self,
        out: &mut String,
        moved: &Moved,
        subject: Agreement,
        to: Option<&str>,
        wording: usize,
    ) {
        change::verb(out, moved, subject, to, wording);
    }

    fn change_noun(&self, out: &mut String, moved: &Moved, to: Option<&str>, wording: usize) {
        change::noun(out, moved, to, wording);
    }

    fn connectives(&self, relation: Relation) -> &'static [&'static str] {
        connectives::of(relation)
    }

    fn opening(&self, literal: &str, words: &Words) -> Opening {
        connectives::OPENERS.opening(literal, words)
    }

    fn changes_verb(
        &self,
        out: &mut String,
        moved: &[Moved],
        subject: Agreement,
        wording: usize,
    ) -> bool {
        change::verbs_of(out, moved, subject, wording)
    }

    fn claims(&self, text: &str) -> Vec<Claim> {
        claims::MEANINGS.claims(text)
    }

    fn shares(&self, text: &str) -> Vec<Claim> {
        claims::MEANINGS.shares(text)
    }
}
