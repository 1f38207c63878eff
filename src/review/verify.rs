//! Published pages in; each word of them that the data would not say now, with the cell that says otherwise, out.

mod compare;
mod text;

use std::path::PathBuf;

pub use text::{Unsupported, check_text};

use compare::{Place, differences};

use crate::build::{Edition, Entry, Proof, State, prove};
use crate::data::Value;
use crate::explain::ExplainedText;
use crate::language::{self, Language};
use crate::source::Error;

/// What became of a published page.
#[derive(Clone, Debug)]
pub struct PageReport {
    /// Its path from the project's folder.
    pub path: PathBuf,
    /// The article, or what else wants the page.
    pub article: String,
    /// How it stands.
    pub state: PageState,
    /// Where it differs from what the data says, in reading order.
    pub differences: Vec<Difference>,
}

/// How a published page stands to the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// It is what the data says.
    Sound,
    /// Gen wrote it, and it is not there.
    Missing,
    /// Someone changed it since gen wrote it.
    Edited,
    /// The data or the rules changed since gen wrote it.
    Stale,
    /// Both.
    EditedAndStale,
    /// Its article is held now, so that nothing can be said about it.
    Held,
    /// Its article is held now, and someone changed the page since gen wrote it.
    HeldAndEdited,
    /// The data has no such article any more.
    LeftOver,
    /// It was never published.
    Unpublished,
}

impl PageState {
    /// Whether a person should look at it.
    pub fn is_finding(self) -> bool {
        !matches!(
            self,
            PageState::Sound | PageState::Held | PageState::Unpublished
        )
    }

    /// Returns what a person calls it.
    pub fn name(self) -> &'static str {
        match self {
            PageState::Sound => "sound",
            PageState::Missing => "missing",
            PageState::Edited => "edited",
            PageState::Stale => "stale",
            PageState::EditedAndStale => "edited and stale",
            PageState::Held => "held",
            PageState::HeldAndEdited => "held and edited",
            PageState::LeftOver => "left over",
            PageState::Unpublished => "not published yet",
        }
    }
}

/// A stretch of a page that is not what the data says.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    /// What it is about: `figure`, `number`, `ordinal`, `weekday`, `month`, `name` or `word`.
    pub kind: &'static str,
    /// What stands there; empty if something is missing.
    pub stands: String,
    /// What the data says; empty if nothing belongs there.
    pub says: String,
    /// The cells it comes from.
    pub sources: Vec<Source>,
}

/// A cell that a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file, as the author names it.
    pub file: String,
    /// The line of the cell.
    pub line: u32,
    /// The column's name in the file.
    pub column: String,
    /// What the cell holds.
    pub value: String,
}

/// Reads every published page again and shows `see` how it stands; pages that lead to others included.
pub fn verify(edition: &Edition<'_>, mut see: impl FnMut(PageReport)) -> Result<(), Error> {
    prove(edition, |entry, proof| see(report(edition, entry, proof)))
}

fn report(edition: &Edition<'_>, entry: Option<&Entry<'_>>, proof: Proof) -> PageReport {
    let state = state(&proof);
    let mut differences = Vec::new();
    let stands = proof
        .standing
        .content
        .as_deref()
        .map(String::from_utf8_lossy);
    if let (Some(wanted), Some(stands)) = (&proof.wanted, stands)
        && state != PageState::Sound
    {
        let language = proof.language.and_then(language::get);
        let texts = explained(edition, entry, proof.language);
        let difference = |place: Place<'_>| Difference {
            line: place.line,
            column: place.column,
            kind: kind(place.stands, place.says, language),
            stands: place.stands.to_owned(),
            says: place.says.to_owned(),
            sources: sources(edition, &texts, &place),
        };
        differences = differences_of(&stands, wanted, difference);
    }
    PageReport {
        path: proof.path,
        article: proof.article,
        state,
        differences,
    }
}

fn differences_of(
    stands: &str,
    wanted: &str,
    difference: impl Fn(Place<'_>) -> Difference,
) -> Vec<Difference> {
    differences(stands, wanted)
        .into_iter()
        .map(difference)
        .collect()
}

fn state(proof: &Proof) -> PageState {
    let standing = &proof.standing;
    match (&proof.wanted, &standing.content) {
        (_, None) if !standing.is_known => PageState::Unpublished,
        (_, None) => PageState::Missing,
        (None, Some(_)) if !proof.is_wanted => PageState::LeftOver,
        (None, Some(_)) if standing.is_edited => PageState::HeldAndEdited,
        (None, Some(_)) => PageState::Held,
        (Some(wanted), Some(stands)) if wanted.as_bytes() == stands => PageState::Sound,
        _ if !standing.is_known => PageState::Edited,
        _ if standing.is_edited && standing.is_current => PageState::Edited,
        _ if standing.is_edited => PageState::EditedAndStale,
        _ => PageState::Stale,
    }
}

/// Returns the texts of an article in one language, each with what its values rest on.
fn explained(
    edition: &Edition<'_>,
    entry: Option<&Entry<'_>>,
    language: Option<&str>,
) -> Vec<ExplainedText> {
    let Some((entry, State::Told(article))) = entry.map(|it| (it, &it.state)) else {
        return Vec::new();
    };
    let mut tellings = article.tellings.iter();
    let telling = tellings.find(|it| Some(it.bank.language.tag()) == language);
    let explained = telling.map(|it| it.explanation(edition.newsroom, entry.story, article));
    explained
        .and_then(Result::ok)
        .map_or_else(Vec::new, |it| it.texts)
}

/// Returns what a difference is about: what the data says decides, and what stands there where it says nothing.
fn kind(stands: &str, says: &str, language: Option<&'static dyn Language>) -> &'static str {
    let of = |text: &str| -> Option<&'static str> {
        if text.contains(|it: char| it.is_ascii_digit()) {
            return Some("figure");
        }
        let claims = language.map(|it| it.claims(text)).unwrap_or_default();
        if let Some(claim) = claims.iter().find(|it| !it.sense.is_direction()) {
            return Some(claim.sense.name());
        }
        let is_name = |it: &str| it.starts_with(char::is_uppercase);
        text.split_whitespace().any(is_name).then_some("name")
    };
    of(says).or_else(|| of(stands)).unwrap_or("word")
}

/// Returns the cells of the value that stands at a place of the page that the data would make.
fn sources(edition: &Edition<'_>, texts: &[ExplainedText], place: &Place<'_>) -> Vec<Source> {
    /// As many as a person looks at.
    const SHOWN: usize = 4;
    let (line, at) = (
        bare(place.wanted_line),
        bare(&place.wanted_line[..place.wanted_at]).len(),
    );
    let end = at + bare(place.says).len();
    for text in texts {
        let words = bare(&text.text);
        let Some(start) = line.find(&words).filter(|_| !words.is_empty()) else {
            continue;
        };
        let mut from = 0;
        for value in &text.values {
            let shown = bare(&value.text);
            let Some(found) = words.get(from..).and_then(|it| it.find(&shown)) else {
                continue;
            };
            let range = start + from + found..start + from + found + shown.len();
            from += found + shown.len();
            if range.start < end.max(at + 1) && at < range.end {
                let cells = value.basis.cells.iter().take(SHOWN);
                return cells
                    .map(|it| Source {
                        file: edition.newsroom.reads.file(it.place.file).name(),
                        line: it.place.line,
                        column: it.header.clone(),
                        value: shown_value(&it.value),
                    })
                    .collect();
            }
        }
    }
    Vec::new()
}

fn shown_value(value: &Value) -> String {
    value
        .key_text()
        .map_or_else(String::new, |it| it.to_string())
}

/// Returns the letters and figures of a text: what no markup and no escaping changes.
fn bare(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::{bare, kind};
    use crate::language;

    #[test]
    fn differences_have_a_kind() {
        let french = language::get("fr");
        assert_eq!(kind("3-1", "2-1", french), "figure");
        assert_eq!(kind("mardi", "lundi", french), "weekday");
        assert_eq!(kind("Lyon", "Nantes", french), "name");
        assert_eq!(kind("trois", "", french), "number");
        assert_eq!(kind("beaucoup", "", french), "word");
        assert_eq!(bare("**Lyon** 3-1"), "Lyon31");
    }
}
