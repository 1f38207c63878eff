//! French names: a name's grammar in; its article, its place phrase and its pronouns out.

use super::{APOSTROPHE, onset, places};
use crate::language::{Agreement, Article, NameForm, Person};

/// Appends a name with its article.
pub(super) fn definite(out: &mut String, name: &NameForm) {
    match name.article {
        Some(Article::Le | Article::La) if elides(name) => {
            out.push('l');
            out.push(APOSTROPHE);
        }
        Some(Article::Le) => out.push_str("le "),
        Some(Article::La) => out.push_str("la "),
        Some(Article::Les) => out.push_str("les "),
        Some(Article::The) | None => {}
    }
    out.push_str(&name.text);
}

fn elides(name: &NameForm) -> bool {
    name.elides.unwrap_or_else(|| onset::elides(&name.text))
}

/// Appends where something is: at a town, in a country.
pub(super) fn place(out: &mut String, name: &NameForm) {
    let declared = name
        .at
        .as_deref()
        .or_else(|| places::preposition(&name.text));
    match declared {
        None | Some("à" | "au" | "aux") => at(out, name),
        Some("en") => {
            out.push_str("en ");
            out.push_str(&name.text);
        }
        Some(preposition) => {
            out.push_str(preposition);
            out.push(' ');
            definite(out, name);
        }
    }
}

/// Appends `à` contracted with the article, be it a town's own: `au Havre`, `aux Herbiers`.
fn at(out: &mut String, name: &NameForm) {
    match name.article {
        Some(Article::Le) if !elides(name) => out.push_str("au "),
        Some(Article::Les) => out.push_str("aux "),
        Some(_) => {
            out.push_str("à ");
            return definite(out, name);
        }
        None => {
            let (preposition, rest) = split_town(&name.text);
            out.push_str(preposition);
            out.push_str(rest);
            return;
        }
    }
    out.push_str(&name.text);
}

fn split_town(town: &str) -> (&'static str, &str) {
    if let Some(rest) = town.strip_prefix("Le ") {
        ("au ", rest)
    } else if let Some(rest) = town.strip_prefix("Les ") {
        ("aux ", rest)
    } else {
        ("à ", town)
    }
}

/// Returns the subject pronoun.
pub(super) fn pronoun(agreement: Agreement) -> &'static str {
    match (
        agreement.person,
        agreement.is_plural(),
        agreement.is_feminine(),
    ) {
        (Person::First, false, _) => "je",
        (Person::First, true, _) => "nous",
        (Person::Second, false, _) => "tu",
        (Person::Second, true, _) => "vous",
        (Person::Third, false, false) => "il",
        (Person::Third, false, true) => "elle",
        (Person::Third, true, false) => "ils",
        (Person::Third, true, true) => "elles",
    }
}

/// Returns the possessive; before a vowel the seams turn `sa` into `son`.
pub(super) fn possessive(owner: Agreement, thing: Agreement) -> &'static str {
    let forms: [&str; 3] = match (owner.person, owner.is_plural()) {
        (Person::First, false) => ["mon", "ma", "mes"],
        (Person::Second, false) => ["ton", "ta", "tes"],
        (Person::Third, false) => ["son", "sa", "ses"],
        (Person::First, true) => ["notre", "notre", "nos"],
        (Person::Second, true) => ["votre", "votre", "vos"],
        (Person::Third, true) => ["leur", "leur", "leurs"],
    };
    if thing.is_plural() {
        forms[2]
    } else if thing.is_feminine() {
        forms[1]
    } else {
        forms[0]
    }
}

#[cfg(test)]
mod tests {
    use super::{definite, place};
    use crate::language::{Article, NameForm, get};

    #[track_caller]
    fn check(text: &str, article: Option<Article>, expected_definite: &str, expected_place: &str) {
        let name = NameForm {
            text: text.to_owned(),
            article,
            ..NameForm::default()
        };
        let mut out = String::new();
        definite(&mut out, &name);
        assert_eq!(out, expected_definite);
        out.clear();
        place(&mut out, &name);
        assert_eq!(out, expected_place);
    }

    #[test]
    fn names_take_their_article_and_preposition() {
        check("Paris", None, "Paris", "à Paris");
        check("Havre", Some(Article::Le), "le Havre", "au Havre");
        check("Le Mans", None, "Le Mans", "au Mans");
        check("OM", Some(Article::Le), "l’OM", "à l’OM");
        check("France", Some(Article::La), "la France", "en France");
        check("Iran", Some(Article::Le), "l’Iran", "en Iran");
        check("Japon", Some(Article::Le), "le Japon", "au Japon");
        check(
            "États-Unis",
            Some(Article::Les),
            "les États-Unis",
            "aux États-Unis",
        );
        check(
            "Juventus",
            Some(Article::La),
            "la Juventus",
            "à la Juventus",
        );
        check("Haye", Some(Article::La), "la Haye", "à la Haye");
    }

    #[test]
    fn countries_are_known() {
        let french = get("fr").expect("there is French");
        let name = french.known_name("Brésil").expect("it is a country");
        assert_eq!(name.article, Some(Article::Le));
        assert!(french.known_name("Zorglub").is_none());
    }
}
