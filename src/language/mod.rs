//! Languages: words, figures, dates and names in; their written forms out.
//!
//! Everything here is a pure function of its arguments. Forms that can land in the middle of a sentence are
//! appended to the text being built, so that an article is written with few allocations.

mod change;
mod claim;
mod connective;
mod directions;
mod digits;
mod duration;
mod en;
mod fr;
mod grammar;
mod lexicon;
mod markup;
mod name;
mod seam;
mod standing;
mod table;

pub use change::{Change, Good, Grade, Moved, Scale, Size, Verdict, moved, moved_by, size};
pub use claim::{Claim, Sense};
pub use connective::{Opening, Relation, begins_with};
pub use directions::{Direction, DirectionWords, OneDirection};
pub use grammar::{Agreement, Gender, Number, Person, Tense, Word};
pub use lexicon::{WordEntry, Words};
pub use name::{Article, NameForm};
pub use seam::{Onset, Seam, apply};
pub use standing::{places, stands_in};

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

/// The languages there are, by tag.
pub const TAGS: &[&str] = &["fr", "en"];

/// Returns the language of a tag; `fr-CA` and `fr_CA` are `fr`.
pub fn get(tag: &str) -> Option<&'static dyn Language> {
    let base = tag.split(['-', '_']).next().unwrap_or(tag);
    match base {
        "fr" => Some(&fr::French),
        "en" => Some(&en::English),
        _ => None,
    }
}

/// The forms a date is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum DateForm {
    /// 14 mars 2026 · 14 March 2026
    #[default]
    Long,
    /// samedi 14 mars 2026 · Saturday 14 March 2026
    Full,
    /// 14/03/2026 · 14/03/2026
    Short,
    /// 14 mars · 14 March
    DayMonth,
    /// samedi 14 mars · Saturday 14 March
    WeekdayDayMonth,
    /// mars · March
    Month,
    /// mars 2026 · March 2026
    MonthYear,
    /// 2026
    Year,
    /// samedi · Saturday
    Weekday,
}

impl DateForm {
    /// The names authors give the forms.
    pub const NAMES: &'static [(&'static str, DateForm)] = &[
        ("long", DateForm::Long),
        ("full", DateForm::Full),
        ("short", DateForm::Short),
        ("day_month", DateForm::DayMonth),
        ("weekday_day_month", DateForm::WeekdayDayMonth),
        ("month", DateForm::Month),
        ("month_year", DateForm::MonthYear),
        ("year", DateForm::Year),
        ("weekday", DateForm::Weekday),
    ];

    /// Returns the form of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}

/// How a counted number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum CountForm {
    /// Small whole numbers in words, as the language's newsrooms do, and figures above.
    #[default]
    Auto,
    /// In words wherever the number is whole and below a million.
    Words,
    /// In figures.
    Figures,
}

/// A verb and what it must agree with.
#[derive(Clone, Copy, Debug)]
pub struct VerbCall<'a> {
    /// The infinitive, with its complements if it has any: `s'imposer`, `faire match nul`, `share the points`.
    pub lemma: &'a str,
    /// The tense.
    pub tense: Tense,
    /// Whether it is denied: `ne s'est pas imposé`, `did not win`.
    pub negative: bool,
    /// The subject's grammar.
    pub subject: Agreement,
}

/// What a language knows.
pub trait Language: Send + Sync {
    /// The tag, as in `fr`.
    fn tag(&self) -> &'static str;

    /// The language's name for itself, as a link to a page in it says it.
    fn own_name(&self) -> &'static str;

    /// The words by which a reader takes a direction for granted.
    fn directions(&self) -> &'static DirectionWords;

    /// Whether a verb of the past shows the number and gender of its subject.
    fn past_agrees(&self) -> bool;

    /// The tenses by the names authors give them, the usual ones first.
    fn tenses(&self) -> &'static [(&'static str, Tense)];

    /// Returns the tense of a name.
    fn tense(&self, name: &str) -> Option<Tense> {
        self.tenses().iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Returns the plural of a noun, or of a noun with its complements (`machine à laver`).
    fn plural(&self, noun: &str, words: &Words) -> Word;

    /// Returns the gender of a noun and whether it is known rather than guessed from its ending.
    fn gender(&self, noun: &str, words: &Words) -> (Gender, bool);

    /// Returns an adjective, or a past participle used as one, given in its masculine singular, in agreement.
    fn adjective(&self, adjective: &str, agreement: Agreement, words: &Words) -> Word;

    /// Returns the past participle of a verb in agreement.
    fn participle(&self, verb: &str, agreement: Agreement, words: &Words) -> Word;

    /// Returns a verb conjugated, with its auxiliary, its reflexive pronoun, its negation and its complements.
    fn verb(&self, call: VerbCall<'_>, words: &Words) -> Word;

    /// Appends a number in figures, grouped. Without `decimals` it keeps those it has, less trailing zeros.
    fn number(&self, out: &mut String, amount: Decimal, decimals: Option<u32>);

    /// Appends a percentage: `12,5 %` · `12.5%`; 12.5 stands for 12.5 %.
    fn percent(&self, out: &mut String, amount: Decimal, decimals: Option<u32>);

    /// Appends percentage points: `1,2 point` · `1.2 points`.
    fn points(&self, out: &mut String, amount: Decimal, decimals: Option<u32>);

    /// Appends money in full: `2,50 €` · `$2.50`. Without `decimals`: none when the amount is whole, else two.
    fn money(&self, out: &mut String, amount: Decimal, currency: &str, decimals: Option<u32>);

    /// Appends a rounded large number: `1,2 million` · `1.2 million`; small ones in full.
    fn compact(&self, out: &mut String, amount: Decimal, decimals: Option<u32>);

    /// Appends rounded money: `1,2 milliard d’euros` · `$1.2 billion`.
    fn compact_money(
        &self,
        out: &mut String,
        amount: Decimal,
        currency: &str,
        decimals: Option<u32>,
    );

    /// Appends a number in words: `vingt et une` · `twenty-one`; decimals are read digit by digit.
    fn words(&self, out: &mut String, amount: Decimal, gender: Gender);

    /// Appends an ordinal in figures: `1re`, `12e` · `12th`.
    fn ordinal(&self, out: &mut String, n: i64, gender: Gender);

    /// Appends an ordinal in words: `troisième` · `third`.
    fn ordinal_words(&self, out: &mut String, n: i64, gender: Gender);

    /// Returns the number that `amount` things take: French says `1,5 point`, English `1.5 points`.
    fn number_of(&self, amount: Decimal) -> Number;

    /// Appends a number and its noun: `3 buts`, `un but`, `2 millions de vues`; the singular noun is given.
    fn counted(
        &self,
        out: &mut String,
        amount: Decimal,
        noun: &str,
        form: CountForm,
        words: &Words,
    ) -> bool;

    /// Appends a date.
    fn date(&self, out: &mut String, date: Date, form: DateForm);

    /// Appends a date with its preposition: `le 14 mars 2026`, `en mars 2026` · `on 14 March 2026`, `in March 2026`.
    fn on(&self, out: &mut String, date: Date, form: DateForm);

    /// Appends a time of day: `20 h 45` · `8:45 p.m.`
    fn time(&self, out: &mut String, time: Time);

    /// Appends a time of day with its preposition: `à 20 h 45` · `at 8:45 p.m.`
    fn at(&self, out: &mut String, time: Time);

    /// Appends how long something takes, given in seconds: `1 h 32 min` · `1 hr 32 min`
    fn duration(&self, out: &mut String, seconds: Decimal);

    /// Appends what stands between the item `idx` and the next of `n` joined items: `, ` or ` et `.
    fn joint(&self, out: &mut String, idx: usize, n: usize, next: &str);

    /// Appends items joined as a list: `A, B et C` · `A, B and C`.
    fn list(&self, out: &mut String, items: &[&str]) {
        for (idx, item) in items.iter().enumerate() {
            out.push_str(item);
            if let Some(next) = items.get(idx + 1) {
                self.joint(out, idx, items.len(), next);
            }
        }
    }

    /// Appends a score: `3-1`.
    fn score(&self, out: &mut String, figures: &[Decimal]) {
        for (idx, figure) in figures.iter().enumerate() {
            if idx > 0 {
                out.push('-');
            }
            self.number(out, *figure, None);
        }
    }

    /// Returns what can be guessed of a name nobody has described; `guessed` is set.
    fn guess(&self, text: &str) -> NameForm;

    /// Returns a name known to the language itself, as French knows that `France` is feminine.
    fn known_name(&self, text: &str) -> Option<NameForm>;

    /// Appends a name with its article: `le Havre`, `l’OM`, `les Bleus`, `Paris` · `the United States`.
    fn definite(&self, out: &mut String, name: &NameForm);

    /// Appends where: `à Paris`, `au Havre`, `en France`, `aux États-Unis` · `in Paris`.
    fn place(&self, out: &mut String, name: &NameForm);

    /// Returns the subject pronoun; `person` tells he and she from it.
    fn pronoun(&self, agreement: Agreement, person: bool) -> &'static str;

    /// Returns the possessive before a thing owned: `son`, `ses` · `its`, `their`.
    fn possessive(&self, owner: Agreement, owner_is_person: bool, thing: Agreement)
    -> &'static str;

    /// Returns the correction where two pieces of text meet, if there is one: `de ` + `le Havre` → `du Havre`.
    ///
    /// `left` is the text so far; of `right` only a leading article may be cut.
    fn seam(&self, left: &str, right: &str, onset: Onset) -> Option<Seam>;

    /// Returns a text with the seams between its own words corrected.
    fn mend(&self, text: &str) -> String;

    /// Returns an author's literal text with the language's spaces, apostrophes and quotation marks. Doing it twice
    /// changes nothing.
    fn typography(&self, literal: &str) -> String;

    /// Appends a change as a verb in the past, agreed with its subject: `a augmenté de 12 %` · `rose 12%`.
    /// `wording` chooses among equal wordings; `to` is where it arrived, already written.
    fn change_verb(
        &self,
        out: &mut String,
        moved: &Moved,
        subject: Agreement,
        to: Option<&str>,
        wording: usize,
    );

    /// Appends a change as a noun with its article: `une hausse de 12 %` · `a 12% rise`.
    fn change_noun(&self, out: &mut String, moved: &Moved, to: Option<&str>, wording: usize);

    /// Returns the words that say a relation, each as it begins a sentence: `However,`. None: nothing need be said.
    fn connectives(&self, relation: Relation) -> &'static [&'static str];

    /// Returns how an author's literal begins, for a connective that would be put before it.
    fn opening(&self, literal: &str, words: &Words) -> Opening;

    /// Appends several changes of one direction as one verb in the plural: `rose by 12% and 9%`. Returns whether it
    /// could: changes without a size are told one by one.
    fn changes_verb(
        &self,
        out: &mut String,
        moved: &[Moved],
        subject: Agreement,
        wording: usize,
    ) -> bool;

    /// Returns the words of a text that claim what only data can know, in reading order.
    fn claims(&self, text: &str) -> Vec<Claim>;

    /// Returns the numbers that parts and multiples of something claim in an author's words: *half of them*, *doubled*.
    fn shares(&self, text: &str) -> Vec<Claim>;
}

#[cfg(test)]
mod tests {
    use super::{
        Agreement, CountForm, Gender, Number, Onset, TAGS, Tense, VerbCall, Words, apply, get,
        moved,
    };
    use icu_list::ListFormatter;
    use icu_list::options::ListFormatterOptions;
    use icu_locale_core::locale;
    use icu_plurals::{PluralCategory, PluralRules};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    #[test]
    fn tags_have_a_language() {
        for tag in TAGS {
            assert_eq!(get(tag).map(super::Language::tag), Some(*tag));
        }
        assert!(get("fr-CA").is_some() && get("de").is_none());
    }

    /// The number that counted things take is that of CLDR.
    #[test]
    fn numbers_agree_with_icu() {
        for (tag, locale) in [("fr", locale!("fr")), ("en", locale!("en"))] {
            let language = get(tag).expect("both languages are compiled in");
            let rules =
                PluralRules::try_new_cardinal(locale.into()).expect("its data is compiled in");
            for text in [
                "0", "0.5", "1", "1.5", "-1", "2", "11", "21", "101", "1000000", "2500000",
            ] {
                let theirs: icu_decimal::input::Decimal = text.parse().expect("cases are numbers");
                let is_singular = rules.category_for(&theirs) == PluralCategory::One;
                let expected = if is_singular {
                    Number::Singular
                } else {
                    Number::Plural
                };
                let amount: Decimal = text.parse().expect("cases are numbers");
                assert_eq!(language.number_of(amount), expected, "{text} in {tag}");
            }
        }
    }

    /// What stands between the items of a list is that of CLDR; English has no comma before `and`, as in Britain.
    #[test]
    fn lists_agree_with_icu() {
        for (tag, locale) in [("fr", locale!("fr")), ("en", locale!("en-GB"))] {
            let language = get(tag).expect("both languages are compiled in");
            let formatter =
                ListFormatter::try_new_and(locale.into(), ListFormatterOptions::default());
            let formatter = formatter.expect("its data is compiled in");
            for n_items in 0..6 {
                let items = &["A", "B", "C", "D", "E"][..n_items];
                let mut ours = String::new();
                language.list(&mut ours, items);
                assert_eq!(ours, formatter.format(items.iter()).to_string());
            }
        }
    }

    proptest! {
        /// Data is anyone's: no text, number or pair of texts may stop the engine.
        #[test]
        fn no_text_is_too_odd(left in ".{0,24}", right in "(le |les |d’|l'|h|y|\\*\\*)?.{0,24}", article: bool) {
            let words = Words::default();
            for language in TAGS.iter().filter_map(|it| get(it)) {
                let mut joined = format!("{left} de ");
                let seam = language.seam(&joined, &right, Onset { article, elides: None });
                apply(&mut joined, &right, seam.as_ref());
                language.mend(&format!("{left} {right}"));
                language.typography(&left);
                language.opening(&left, &words);
                language.plural(&right, &words);
                language.gender(&right, &words);
                let subject = Agreement::of(Gender::Feminine, Number::Plural);
                language.adjective(&right, subject, &words);
                for (_, tense) in language.tenses() {
                    language.verb(VerbCall { lemma: &right, tense: *tense, negative: article, subject }, &words);
                }
                language.participle(&left, subject, &words);
                language.claims(&left);
                let mut out = String::new();
                language.place(&mut out, &language.guess(&right));
            }
        }

        #[test]
        fn no_number_is_too_odd(mantissa: i64, wide: i64, scale in 0..28_u32, decimals in prop::option::of(0..40_u32)) {
            let amount = Decimal::from_i128_with_scale(i128::from(mantissa) * i128::from(wide >> 32), scale);
            let mut out = String::new();
            for language in TAGS.iter().filter_map(|it| get(it)) {
                language.number(&mut out, amount, decimals);
                language.money(&mut out, amount, "EUR", decimals);
                language.compact_money(&mut out, amount, "XYZ", decimals);
                language.points(&mut out, amount, decimals);
                language.duration(&mut out, amount);
                language.words(&mut out, amount, Gender::Feminine);
                language.ordinal(&mut out, mantissa, Gender::Feminine);
                language.ordinal_words(&mut out, mantissa, Gender::Feminine);
                language.counted(&mut out, amount, "but", CountForm::Auto, &Words::default());
                let moved = moved(amount, Decimal::from(wide), wide % 2 == 0, decimals);
                language.change_verb(&mut out, &moved, Agreement::default(), None, 1);
                language.change_noun(&mut out, &moved, Some("x"), 1);
            }
        }
    }

    #[test]
    fn a_phrase_is_built_of_its_parts() {
        let french = get("fr").expect("there is French");
        let call = VerbCall {
            lemma: "s'imposer",
            tense: Tense::PresentPerfect,
            negative: false,
            subject: Agreement::of(Gender::Feminine, Number::Singular),
        };
        assert_eq!(french.verb(call, &Words::default()).text, "s’est imposée");
        let mut out = String::new();
        french.list(&mut out, &["A", "B", "C"]);
        assert_eq!(out, "A, B et C");
    }
}
