//! French: the language trait, each question answered by the file that knows.

mod claims;
mod directions;
mod change;
mod connectives;
mod dates;
mod figures;
mod names;
mod number_words;
mod onset;
mod places;
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

/// French as newsrooms in France write it, with the spelling in use before 1990.
pub(super) struct French;

/// What stands after hours, minutes and seconds.
const HOURS: duration::Names = ["\u{a0}h", "\u{a0}min", "\u{a0}s"];

const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';
const APOSTROPHE: char = '’';

const TENSES: &[(&str, Tense)] = &[
    ("présent", Tense::Present),
    ("passé composé", Tense::PresentPerfect),
    ("imparfait", Tense::Imperfect),
    ("plus-que-parfait", Tense::PastPerfect),
    ("futur", Tense::Future),
    ("conditionnel", Tense::Conditional),
    ("passé simple", Tense::Past),
    ("futur antérieur", Tense::FuturePerfect),
    ("conditionnel passé", Tense::ConditionalPerfect),
    ("subjonctif", Tense::Subjunctive),
    ("subjonctif passé", Tense::SubjunctivePerfect),
    ("subjonctif imparfait", Tense::SubjunctiveImperfect),
    ("impératif", Tense::Imperative),
    ("infinitif", Tense::Infinitive),
    ("participe présent", Tense::PresentParticiple),
];

impl Language for French {
    fn tag(&self) -> &'static str {
        "fr"
    }

    fn own_name(&self) -> &'static str {
        "Français"
    }

    fn past_agrees(&self) -> bool {
        true
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
        words::gender(noun, words)
    }

    fn adjective(&self, adjective: &str, agreement: Agreement, words: &Words) -> Word {
        words::adjective(adjective, agreement, words)
    }

    fn participle(&self, verb: &str, agreement: Agreement, words: &Words) -> Word {
        verbs::participle(verb, agreement, words)
    }

    fn verb(&self, call: VerbCall<'_>, words: &Words) -> Word {
        verbs::conjugate(call, words)
    }

    fn number(&self, out: &mut String, amount: Decimal, decimals: Option<u32>) {
        figures::number(out, amount, decimals);
    }

    fn percent(&self, out: &mut String, amount: Decimal, decimals: Option<u32>) {
        figures::number(out, amount, decimals);
        out.push(NO_BREAK);
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

    fn words(&self, out: &mut String, amount: Decimal, gender: Gender) {
        number_words::decimal(out, amount, gender);
    }

    fn ordinal(&self, out: &mut String, n: i64, gender: Gender) {
        figures::ordinal(out, n, gender);
    }

    fn ordinal_words(&self, out: &mut String, n: i64, gender: Gender) {
        number_words::ordinal(out, n, gender);
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
        out.push_str("à ");
        dates::time(out, time);
    }

    fn duration(&self, out: &mut String, seconds: Decimal) {
        duration::push(out, seconds, &HOURS, |out, part| {
            figures::number(out, part, None);
        });
    }

    fn joint(&self, out: &mut String, idx: usize, n: usize, _next: &str) {
        out.push_str(if idx + 2 == n { " et " } else { ", " });
    }

    fn guess(&self, text: &str) -> NameForm {
        NameForm {
            text: text.to_owned(),
            guessed: true,
            ..NameForm::default()
        }
    }

    fn known_name(&self, text: &str) -> Option<NameForm> {
        places::known(text)
    }

    fn definite(&self, out: &mut String, name: &NameForm) {
        names::definite(out, name);
    }

    fn place(&self, out: &mut String, name: &NameForm) {
        names::place(out, name);
    }

    fn pronoun(&self, agreement: Agreement, _person: bool) -> &'static str {
        names::pronoun(agreement)
    }

    fn possessive(
        &self,
        owner: Agreement,
        _owner_is_person: bool,
        thing: Agreement,
    ) -> &'static str {
        names::possessive(owner, thing)
    }

    fn seam(&self, left: &str, right: &str, onset: Onset) -> Option<Seam> {
        seams::seam(left, right, onset)
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
