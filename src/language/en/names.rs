//! English names: a name's grammar in; its article and its pronouns out.

use crate::language::{Agreement, Article, Gender, NameForm, Person};

/// Places that take `the`. They are singular: `the Netherlands is`.
#[rustfmt::skip] // One name a line would hide the list.
const WITH_THE: &[&str] = &[
    "Bahamas", "British Virgin Islands", "Caribbean", "Cayman Islands", "Central African Republic", "Comoros",
    "Cook Islands", "Czech Republic", "Democratic Republic of Congo", "Democratic Republic of the Congo",
    "Dominican Republic", "European Union", "Falkland Islands", "Faroe Islands", "Gambia", "Maldives",
    "Marshall Islands", "Middle East", "Netherlands", "Philippines", "Republic of Ireland", "Republic of the Congo",
    "Seychelles", "Solomon Islands", "Soviet Union", "Turks and Caicos Islands", "US Virgin Islands",
    "United Arab Emirates", "United Kingdom", "United Nations", "United States", "United States of America",
    "Vatican",
];

/// Returns what English knows of a name.
pub(super) fn known(text: &str) -> Option<NameForm> {
    let article = WITH_THE.contains(&text).then_some(Article::The)?;
    Some(NameForm {
        text: text.to_owned(),
        gender: Gender::Neuter,
        article: Some(article),
        ..NameForm::default()
    })
}

/// Appends a name with its article.
pub(super) fn definite(out: &mut String, name: &NameForm) {
    if name.article == Some(Article::The) {
        out.push_str("the ");
    }
    out.push_str(&name.text);
}

/// Returns the subject pronoun.
pub(super) fn pronoun(agreement: Agreement, person: bool) -> &'static str {
    match (agreement.person, agreement.is_plural(), agreement.gender) {
        (Person::First, false, _) => "I",
        (Person::First, true, _) => "we",
        (Person::Second, _, _) => "you",
        (Person::Third, true, _) => "they",
        (Person::Third, false, Gender::Feminine) if person => "she",
        (Person::Third, false, Gender::Masculine) if person => "he",
        // A person of unknown gender is they; a thing is it.
        (Person::Third, false, _) => {
            if person {
                "they"
            } else {
                "it"
            }
        }
    }
}

/// Returns the possessive, by the owner alone.
pub(super) fn possessive(owner: Agreement, person: bool) -> &'static str {
    match pronoun(owner, person) {
        "I" => "my",
        "we" => "our",
        "you" => "your",
        "he" => "his",
        "she" => "her",
        "they" => "their",
        _ => "its",
    }
}

#[cfg(test)]
mod tests {
    use super::{possessive, pronoun};
    use crate::language::{Agreement, Gender, Number};

    #[test]
    fn pronouns_tell_people_from_things() {
        let she = Agreement::of(Gender::Feminine, Number::Singular);
        assert_eq!(pronoun(she, true), "she");
        assert_eq!(pronoun(she, false), "it");
        assert_eq!(possessive(she, true), "her");
        assert_eq!(
            possessive(Agreement::of(Gender::Neuter, Number::Plural), false),
            "their"
        );
    }
}
