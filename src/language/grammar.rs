//! Grammar: the categories that words agree in.

/// Grammatical gender. French treats `Neuter` as masculine; English has it for things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Gender {
    /// Masculine.
    #[default]
    Masculine,
    /// Feminine.
    Feminine,
    /// Neither.
    Neuter,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Number {
    /// One.
    #[default]
    Singular,
    /// Several.
    Plural,
}

/// Grammatical person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Person {
    /// I, we.
    First,
    /// You.
    Second,
    /// He, she, it, they.
    #[default]
    Third,
}

/// What a word agrees with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Agreement {
    /// The gender.
    pub gender: Gender,
    /// The number.
    pub number: Number,
    /// The person.
    pub person: Person,
}

/// Tenses and moods of both languages, each under its English name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    /// présent · present
    Present,
    /// passé composé · present perfect
    PresentPerfect,
    /// imparfait
    Imperfect,
    /// plus-que-parfait · past perfect
    PastPerfect,
    /// passé simple · past
    Past,
    /// futur · future
    Future,
    /// futur antérieur · future perfect
    FuturePerfect,
    /// conditionnel · conditional
    Conditional,
    /// conditionnel passé · conditional perfect
    ConditionalPerfect,
    /// subjonctif
    Subjunctive,
    /// subjonctif passé
    SubjunctivePerfect,
    /// subjonctif imparfait
    SubjunctiveImperfect,
    /// impératif · imperative
    Imperative,
    /// infinitif · infinitive
    Infinitive,
    /// participe présent · present participle
    PresentParticiple,
}

/// A word's form, and whether the language knows the word or guessed by its ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The form.
    pub text: String,
    /// Whether the word is in the tables or in the project's lexicon.
    pub known: bool,
}

impl Agreement {
    /// Returns a third-person agreement.
    pub const fn of(gender: Gender, number: Number) -> Self {
        Agreement {
            gender,
            number,
            person: Person::Third,
        }
    }

    /// Whether it is plural.
    pub const fn is_plural(self) -> bool {
        matches!(self.number, Number::Plural)
    }

    /// Whether it is feminine.
    pub const fn is_feminine(self) -> bool {
        matches!(self.gender, Gender::Feminine)
    }

    /// Returns the position among the six persons: I, you, he, we, you, they.
    pub(super) const fn person_idx(self) -> usize {
        let singular = match self.person {
            Person::First => 0,
            Person::Second => 1,
            Person::Third => 2,
        };
        if self.is_plural() {
            singular + 3
        } else {
            singular
        }
    }

    /// Returns the position among masculine, masculine plural, feminine and feminine plural.
    pub(super) const fn gender_idx(self) -> usize {
        (if self.is_feminine() { 2 } else { 0 }) + (if self.is_plural() { 1 } else { 0 })
    }
}

impl Word {
    /// Returns a known word.
    pub fn known(text: impl Into<String>) -> Self {
        Word {
            text: text.into(),
            known: true,
        }
    }

    /// Returns a guess.
    pub fn guessed(text: impl Into<String>) -> Self {
        Word {
            text: text.into(),
            known: false,
        }
    }
}
