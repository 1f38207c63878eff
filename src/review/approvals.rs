//! Phrases and who signed them in; which are approved, changed or new out, and the file that says so.
//!
//! A signature is of a phrase as an editor read it: its section, its message, the rule that tells it and its own
//! words, guard and all. When one of these changes it is signed anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::catalogue::{Catalogue, ListedWording};
use crate::build::Newsroom;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::yaml;
use crate::source::{Error, Located, Lookup, Reads, Span};

/// What stands at the head of a file of signatures.
const HEAD: &str = "\
# The phrases that editors have approved. `gen phrases --approve NAME` writes this file, and nothing else should.
";

/// The signatures for one story in one language.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(title = "gen approvals")]
#[serde(deny_unknown_fields)]
pub struct Approvals {
    /// The phrases that are signed.
    approved: Vec<Signed>,
}

/// A phrase that somebody signed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Signed {
    /// The section it is told in.
    section: Located<String>,
    /// The message it tells, or a reserved heading.
    message: Located<String>,
    /// The phrase, with its guard.
    phrase: Located<String>,
    /// What was signed, as a number: the section, the message, its rule and the phrase.
    hash: Located<String>,
    /// Who signed it.
    by: Located<String>,
    /// The day, if it was given.
    #[serde(default)]
    on: Option<Located<String>>,
}

/// Whether a phrase is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approval {
    /// It is, as it stands.
    Approved {
        /// By whom.
        by: String,
        /// On which day, if it is known.
        on: Option<String>,
    },
    /// Its message has a signed phrase that is no more: this one took its place, or its rule changed.
    Changed {
        /// What was signed.
        was: String,
    },
    /// Nobody has seen it.
    New,
}

/// Returns where the signatures for a story in a language are, from the project's folder.
pub fn path(catalogue: &Catalogue<'_>, reads: &Reads) -> PathBuf {
    let story = reads.file(catalogue.story.file).path.file_stem();
    let story = story.unwrap_or_default().to_string_lossy();
    let tag = catalogue.language.tag();
    Path::new("approved").join(format!("{story}.{tag}.yaml"))
}

impl Approvals {
    /// Reads the signatures at `path`; none if there is no such file.
    pub fn read(
        path: &Path,
        reads: &mut Reads,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Error> {
        let file = match reads.text(path)? {
            Lookup::Found(file) => file,
            Lookup::Absent => return Ok(Approvals::default()),
            Lookup::NotText(offset) => {
                let path = path.display();
                let message = format!("`{path}` is not UTF-8 text: byte {offset} is not");
                diagnostics.push(Diagnostic::error(Code::NotText, message));
                return Ok(Approvals::default());
            }
        };
        Ok(yaml::read(reads, file, diagnostics).unwrap_or_default())
    }

    /// Returns for each variant of a catalogue whether it is signed.
    pub fn of(&self, catalogue: &Catalogue<'_>, reads: &Reads) -> Vec<Approval> {
        let mut by_hash: BTreeMap<&str, &Signed> = BTreeMap::new();
        for signed in &self.approved {
            by_hash.insert(&signed.hash.value, signed);
        }
        let hashes: Vec<String> = hashes(catalogue, reads).collect();
        let present: BTreeSet<&str> = hashes.iter().map(String::as_str).collect();
        let gone = |wording: &ListedWording, phrase: &str| {
            let of_wording = self.approved.iter().filter(|it| {
                *it.section.value == *catalogue.section(wording)
                    && *it.message.value == *catalogue.name(wording)
                    && !present.contains(it.hash.value.as_str())
            });
            let likeness = |it: &&Signed| strsim::normalized_levenshtein(&it.phrase.value, phrase);
            let nearest = of_wording.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
            nearest.map(|it| it.phrase.value.clone())
        };
        let variants = catalogue.variants.iter().zip(&hashes);
        let approval = variants.map(|(listed, hash)| {
            if let Some(signed) = by_hash.get(hash.as_str()) {
                return Approval::Approved {
                    by: signed.by.value.clone(),
                    on: signed.on.as_ref().map(|it| it.value.clone()),
                };
            }
            let wording = &catalogue.wordings[listed.wording];
            match gone(wording, &phrase_of(listed.span, reads)) {
                Some(was) => Approval::Changed { was },
                None => Approval::New,
            }
        });
        approval.collect()
    }

    /// Returns the file in which every variant of a catalogue is signed: those that were stay as they were, and the
    /// others are signed by `name`, on a day if it is known.
    pub fn signed(
        &self,
        catalogue: &Catalogue<'_>,
        name: &str,
        on: Option<Date>,
        reads: &Reads,
    ) -> String {
        let mut text = format!("{HEAD}approved:\n");
        let approvals = self.of(catalogue, reads);
        let variants = catalogue.variants.iter().zip(hashes(catalogue, reads));
        for ((listed, hash), approval) in variants.zip(approvals) {
            let wording = &catalogue.wordings[listed.wording];
            let (by, on) = match approval {
                Approval::Approved { by, on } => (by, on),
                Approval::Changed { .. } | Approval::New => {
                    (name.to_owned(), on.map(|it| it.to_string()))
                }
            };
            let section = quoted(&catalogue.section(wording));
            let message = quoted(&catalogue.name(wording));
            let phrase = quoted(&phrase_of(listed.span, reads));
            let _ = writeln!(text, "- section: {section}\n  message: {message}");
            let _ = writeln!(text, "  phrase: {phrase}\n  hash: {}", quoted(&hash));
            let _ = writeln!(text, "  by: {}", quoted(&by));
            if let Some(on) = on {
                let _ = writeln!(text, "  on: {}", quoted(&on));
            }
        }
        if catalogue.variants.is_empty() {
            text.truncate(HEAD.len());
            text.push_str("approved: []\n");
        }
        text
    }
}

/// Reads the signatures for all stories of a newsroom, each with its path.
pub fn all(
    newsroom: &mut Newsroom,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<(PathBuf, Approvals)>, Error> {
    let (reads, stories) = (&mut newsroom.reads, &newsroom.stories);
    let mut found = Vec::new();
    for catalogue in stories.iter().flat_map(Catalogue::of) {
        let path = path(&catalogue, reads);
        let approvals = Approvals::read(&path, reads, diagnostics)?;
        found.push((path, approvals));
    }
    Ok(found)
}

/// Writes the file in which every variant of a catalogue is signed; returns how many were signed now.
pub fn approve(
    catalogue: &Catalogue<'_>,
    signed: &Approvals,
    name: &str,
    on: Option<Date>,
    reads: &Reads,
) -> Result<usize, Error> {
    let path = reads.root().join(path(catalogue, reads));
    let failed = |source| Error {
        action: "write",
        path: path.clone(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(&path, signed.signed(catalogue, name, on, reads)).map_err(failed)?;
    let before = signed.of(catalogue, reads);
    let is_open = |it: &&Approval| !matches!(it, Approval::Approved { .. });
    Ok(before.iter().filter(is_open).count())
}

/// Returns the phrase as its author wrote it, on one line.
fn phrase_of(span: Span, reads: &Reads) -> String {
    let words = reads.source(span).split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

/// Returns what a signature of each variant is of.
fn hashes<'a>(catalogue: &'a Catalogue<'_>, reads: &'a Reads) -> impl Iterator<Item = String> + 'a {
    catalogue.variants.iter().map(|listed| {
        let wording = &catalogue.wordings[listed.wording];
        let rule = |span: Option<Span>| {
            let text = span.map_or("", |it| reads.source(it));
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let message = catalogue.message(wording);
        let when = message.and_then(|it| it.when.as_ref());
        let each = message.and_then(|it| it.each.as_ref());
        let parts = [
            catalogue.section(wording).to_string(),
            catalogue.name(wording).to_string(),
            rule(when.map(crate::story::expression::Expr::span)),
            rule(each.map(crate::story::expression::Expr::span)),
            phrase_of(listed.span, reads),
        ];
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(part.as_bytes());
            // No part holds it, so that no two lists of parts read the same.
            hasher.update(&[0]);
        }
        hasher.finalize().to_hex()[..16].to_owned()
    })
}

/// Returns a text as YAML takes it on one line.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Finds the phrases that nobody signed, if the project asks for that: one finding a phrase bank.
pub fn demand(newsroom: &mut Newsroom, diagnostics: &mut Diagnostics) -> Result<(), Error> {
    if !newsroom.project.approval_is_required {
        return Ok(());
    }
    let (reads, stories) = (&mut newsroom.reads, &newsroom.stories);
    for story in stories {
        for catalogue in Catalogue::of(story) {
            let approvals = Approvals::read(&path(&catalogue, reads), reads, diagnostics)?;
            diagnostics_of(
                &catalogue,
                &approvals.of(&catalogue, reads),
                reads,
                diagnostics,
            );
        }
    }
    Ok(())
}

/// Adds what is unsigned in each phrase bank of a catalogue.
fn diagnostics_of(
    catalogue: &Catalogue<'_>,
    approvals: &[Approval],
    reads: &Reads,
    diagnostics: &mut Diagnostics,
) {
    const NAMED: usize = 4;
    let mut unsigned: BTreeMap<_, Vec<Span>> = BTreeMap::new();
    for (listed, approval) in catalogue.variants.iter().zip(approvals) {
        if !matches!(approval, Approval::Approved { .. }) {
            let span = listed.span;
            unsigned.entry(span.file).or_default().push(span);
        }
    }
    for (file, spans) in unsigned {
        let file = reads.file(file).name();
        let message = match spans.len() {
            1 => format!("`{file}` has a phrase that nobody approved"),
            n => format!("`{file}` has {n} phrases that nobody approved"),
        };
        let mut found = Diagnostic::warning(Code::UnapprovedPhrase, message).at(spans[0]);
        let others: Vec<String> = spans[1..]
            .iter()
            .take(NAMED)
            .map(|it| crate::diagnostics::place(*it, reads)["line"].to_string())
            .collect();
        if !others.is_empty() {
            let more = if spans.len() - 1 > others.len() {
                " and more"
            } else {
                ""
            };
            found = found.note(format!(
                "the others are in line {}{more}",
                others.join(", ")
            ));
        }
        let hint = "read them with `gen phrases`, and sign them with `gen phrases --approve NAME`";
        diagnostics.push(found.hint(hint));
    }
}
