//! `gen diff`: two versions of a project in; which articles an edit or new data changes, and how, out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use gentext::build::{Loaded, Newsroom};
use gentext::project::FILE_NAME;
use gentext::review::{
    ArticleName, ChangedArticle, Difference, Edit, EditKind, Group, HeldArticle, RevisionError,
    Run, Tag, difference, lay_out, runs,
};
use serde_json::{Value, json};

use super::as_of::AsOf;
use super::exit::{Exit, Failure};
use super::open;
use super::summary::counted;
use super::terminal::Terminal;
use super::text::{padded, shortened, wrap};

/// How many articles of a list, and how many places of a group, are shown to a person.
const SHOWN: usize = 10;
const N_PLACES: usize = 5;

/// How wide the name of a place is.
const PLACE_WIDTH: usize = 44;

/// Say which articles an edit, or new data, changes, and show the most different word by word
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// What to compare with: a revision of the git repository that the project is in, or the folder of a project
    #[arg(long, value_name = "REV|DIR", default_value = "HEAD")]
    against: String,
    /// How many of the most different articles to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    most: usize,
    /// End with code 1 when anything is different
    #[arg(long)]
    exit_code: bool,
    /// Print one JSON object on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Diff {
    /// Prints what is different.
    pub(super) fn run(&self, project: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
        let root = open::root(project)?;
        // The temporary folder goes when this does.
        let (_folder, other) = self.other(&root)?;
        let options = self.as_of.options();
        let before = Newsroom::load_with(&other, &options)?;
        let after = Newsroom::load_with(&root, &options)?;
        terminal.diagnostics(&after.diagnostics, after.reads());
        let old = usable(&before, &format!("`{}`", self.against))?;
        let difference = difference(old, usable(&after, "the project")?);
        let text = if self.json {
            format!("{:#}\n", self.as_json(&difference))
        } else {
            self.as_text(&difference)
        };
        terminal.print(&text)?;
        let is_broken = before.diagnostics.has_errors() || after.diagnostics.has_errors();
        let differs = self.exit_code && !difference.is_empty();
        Ok(Exit::findings(is_broken || differs))
    }

    /// Returns where the other version stands, with the temporary folder that it is in if it is a revision.
    fn other(&self, root: &Path) -> Result<(Option<tempfile::TempDir>, PathBuf), Failure> {
        let named = Path::new(&self.against);
        if named.join(FILE_NAME).is_file() {
            return Ok((None, named.to_owned()));
        }
        match lay_out(root, &self.against) {
            Ok((folder, place)) => Ok((Some(folder), place)),
            Err(RevisionError::World(error)) => Err(Failure::World(error)),
            Err(error) => Err(self.refused(&error)),
        }
    }

    fn refused(&self, error: &RevisionError) -> Failure {
        let hint = match error {
            RevisionError::Unknown if Path::new(&self.against).is_dir() => {
                format!("the folder has no {FILE_NAME}, and is no project")
            }
            RevisionError::Unknown => {
                "`git log --oneline` names the revisions; a folder must be there, with a gen.yaml"
                    .to_owned()
            }
            RevisionError::NoProject => {
                "name a later revision, in which the project was there".to_owned()
            }
            _ => "`--against DIR` compares with a project in another folder".to_owned(),
        };
        Failure::Usage {
            message: format!("cannot compare with `{}`: {error}", self.against),
            hint,
        }
    }

    fn as_text(&self, difference: &Difference) -> String {
        let mut text = String::new();
        let _ = writeln!(
            text,
            "against {}: {} then, {} now: {}",
            self.against,
            counted(difference.n_before, "article"),
            difference.n_after,
            counts(difference)
        );
        for story in &difference.not_compared {
            let _ = writeln!(
                text,
                "not compared: the story `{story}`, of which a file has mistakes in one version"
            );
        }
        push_names(&mut text, "new", &difference.new);
        push_names(&mut text, "gone", &difference.gone);
        push_held(&mut text, "newly held", &difference.held);
        push_held(&mut text, "no longer held; it was", &difference.released);
        push_held(
            &mut text,
            "held for other reasons",
            &difference.held_otherwise,
        );
        if !difference.changed.is_empty() {
            let _ = writeln!(text, "\nchanged ({})", difference.changed.len());
            difference
                .groups()
                .iter()
                .for_each(|it| push_group(&mut text, it));
        }
        let most = difference.most_different(self.most);
        if !most.is_empty() {
            let title = match most.len() {
                1 => "the most different",
                _ => "the most different, word by word",
            };
            let _ = writeln!(text, "\n{title} ({})", most.len());
        }
        for changed in most {
            push_changed(&mut text, changed);
        }
        text
    }

    fn as_json(&self, difference: &Difference) -> Value {
        let names = |all: &[ArticleName]| all.iter().map(name).collect::<Vec<_>>();
        let held = |all: &[HeldArticle]| {
            let entry = |it: &HeldArticle| {
                let mut entry = name(&it.article);
                entry["reasons"] = json!(it.reasons);
                entry
            };
            all.iter().map(entry).collect::<Vec<_>>()
        };
        let most = difference.most_different(self.most);
        json!({
            "against": self.against,
            "counts": {
                "before": difference.n_before,
                "after": difference.n_after,
                "changed": difference.changed.len(),
                "new": difference.new.len(),
                "gone": difference.gone.len(),
                "newly_held": difference.held.len(),
                "no_longer_held": difference.released.len(),
                "held_otherwise": difference.held_otherwise.len(),
            },
            "not_compared": difference.not_compared,
            "new": names(&difference.new),
            "gone": names(&difference.gone),
            "newly_held": held(&difference.held),
            "no_longer_held": held(&difference.released),
            "held_otherwise": held(&difference.held_otherwise),
            "groups": difference.groups().iter().map(group).collect::<Vec<_>>(),
            "changed": difference.changed.iter().map(changed).collect::<Vec<_>>(),
            "most_different": most.iter().map(|it| name(&it.article)).collect::<Vec<_>>(),
        })
    }
}

/// Returns a project that can be compared.
fn usable<'a>(loaded: &'a Loaded, what: &str) -> Result<&'a Newsroom, Failure> {
    loaded.newsroom.as_ref().map_err(|_| Failure::Usage {
        message: format!("{FILE_NAME} of {what} cannot be used"),
        hint: format!("`gen check` says what is wrong with the {FILE_NAME} of a folder"),
    })
}

/// Returns the line of counts.
fn counts(difference: &Difference) -> String {
    let counts = [
        (difference.changed.len(), "changed"),
        (difference.new.len(), "new"),
        (difference.gone.len(), "gone"),
        (difference.held.len(), "newly held"),
        (difference.released.len(), "no longer held"),
        (difference.held_otherwise.len(), "held for other reasons"),
    ];
    let counts = counts.iter().filter(|(n, _)| *n > 0);
    let counts: Vec<String> = counts.map(|(n, what)| format!("{n} {what}")).collect();
    if counts.is_empty() {
        return "nothing is different".to_owned();
    }
    counts.join(", ")
}

fn push_names(text: &mut String, title: &str, names: &[ArticleName]) {
    if names.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title} ({})", names.len());
    for name in names.iter().take(SHOWN) {
        let _ = writeln!(text, "  {}  {}", name.language, name.slug);
    }
    push_more(text, names.len());
}

fn push_held(text: &mut String, title: &str, held: &[HeldArticle]) {
    if held.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title} ({})", held.len());
    for it in held.iter().take(SHOWN) {
        let _ = writeln!(text, "  {}  {}", it.article.language, it.article.slug);
        it.reasons.iter().for_each(|it| wrap(text, it, "      "));
    }
    push_more(text, held.len());
}

fn push_more(text: &mut String, n: usize) {
    if n > SHOWN {
        let _ = writeln!(text, "  and {} more (--json has all)", n - SHOWN);
    }
}

fn push_group(text: &mut String, group: &Group) {
    let what = format!("{}: {}", group.cause.as_str(), group.kind.as_str());
    let what = padded(&what, PLACE_WIDTH + 2);
    let _ = writeln!(text, "  {what}  {}", counted(group.n_articles, "article"));
    for (place, n) in group.places.iter().take(N_PLACES) {
        let place = padded(&shortened(place, PLACE_WIDTH), PLACE_WIDTH);
        let _ = writeln!(text, "    {place}  {n}");
    }
    if group.places.len() > N_PLACES {
        let n_more = group.places.len() - N_PLACES;
        let _ = writeln!(text, "    and in {}", format_args!("{n_more} more places"));
    }
}

fn push_changed(text: &mut String, changed: &ChangedArticle) {
    let name = &changed.article;
    let words = counted(changed.n_words, "word");
    let _ = writeln!(text, "\n{} ({}), {words}", name.slug, name.language);
    for edit in &changed.edits {
        let message = edit.message.as_deref().map(|it| format!(" / {it}"));
        let _ = writeln!(
            text,
            "  {}{}: {} ({})",
            edit.section,
            message.unwrap_or_default(),
            edit.kind.as_str(),
            edit.cause.as_str()
        );
        let shown = inline(edit).iter().map(coloured).collect::<String>();
        let _ = writeln!(text, "    {shown}");
    }
}

/// Returns the two texts of an edit as one.
fn inline(edit: &Edit) -> Vec<Run> {
    let said = |it: &Option<String>| it.as_deref().unwrap_or_default().to_owned();
    runs(&said(&edit.before), &said(&edit.after))
}

/// Returns a run as a terminal shows it: marked, and in colour where there is any.
fn coloured(run: &Run) -> String {
    match run.tag {
        Tag::Same => run.words.clone(),
        Tag::Old => format!("\u{1b}[31m{}\u{1b}[0m", marked(run)),
        Tag::New => format!("\u{1b}[32m{}\u{1b}[0m", marked(run)),
    }
}

/// Returns a run with its marks: `[-old-]`, `{+new+}`.
fn marked(run: &Run) -> String {
    match run.tag {
        Tag::Same => run.words.clone(),
        Tag::Old => format!("[-{}-]", run.words),
        Tag::New => format!("{{+{}+}}", run.words),
    }
}

fn name(article: &ArticleName) -> Value {
    json!({
        "story": &*article.story,
        "slug": article.slug,
        "language": article.language,
        "key": article.key,
    })
}

fn group(group: &Group) -> Value {
    let places = group.places.iter();
    let places = places.map(|(place, n)| json!({ "place": place, "articles": n }));
    json!({
        "kind": kind(group.kind),
        "cause": group.cause.as_str(),
        "articles": group.n_articles,
        "places": places.collect::<Vec<_>>(),
    })
}

fn changed(changed: &ChangedArticle) -> Value {
    let edits = changed.edits.iter().map(|it| {
        json!({
            "kind": kind(it.kind),
            "cause": it.cause.as_str(),
            "section": &*it.section,
            "message": it.message.as_deref(),
            "before": it.before,
            "after": it.after,
            "words": inline(it).iter().map(marked).collect::<String>(),
        })
    });
    let mut entry = name(&changed.article);
    entry["words"] = json!(changed.n_words);
    entry["edits"] = edits.collect();
    entry
}

fn kind(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Value => "value",
        EditKind::Wording => "wording",
        EditKind::Variant => "variant",
        EditKind::Added => "added",
        EditKind::Removed => "removed",
        EditKind::Moved => "moved",
    }
}
