//! How the wording of a newsroom was used in; what of it was never used, or too often, out, the worst first.

use std::cmp::Reverse;
use std::sync::Arc;

use super::branches::BranchKind;
use super::catalogue::Role;
use super::survey::StorySurvey;
use super::usage::{LanguageSurvey, Truth, VariantUse};
use crate::source::{Reads, Span};
use crate::story::source_of;

/// A variant that is one of several and tells this share of its message is taken for the only one.
const SHARE_MAX: f64 = 0.9;

/// A share is looked at from so many tellings on.
const N_TELLINGS_MIN: usize = 20;

/// What a story leaves unused.
pub struct Coverage {
    /// The story.
    pub story: Arc<str>,
    /// How many articles there are, held ones included.
    pub n_articles: usize,
    /// Each language with what there is of it.
    pub languages: Vec<LanguageCoverage>,
    /// What was found, the worst first.
    pub findings: Vec<CoverageFinding>,
}

/// How much of the wording in one language was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageCoverage {
    /// The language's tag.
    pub language: &'static str,
    /// How many articles were told in it.
    pub n_articles: usize,
    /// How many variants there are.
    pub n_variants: usize,
    /// How many of them were used.
    pub n_used: usize,
    /// How many options and optional clauses there are in the variants.
    pub n_branches: usize,
    /// How many of them were rendered.
    pub n_rendered: usize,
}

/// The kinds of finding, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// A language of which nothing is used.
    SilentLanguage,
    /// An edition of which no article was told.
    SilentEdition,
    /// A message that never applies, or never comes first.
    MessageNeverTold,
    /// A message that was to be told in a language, and never had the facts that its variants print.
    MessageWithoutFacts,
    /// A variant that was never used.
    VariantNeverUsed,
    /// A relation for which a phrase bank has connectives, of which none was put.
    ConnectivesNeverPut,
    /// An option or an optional clause that was never rendered.
    BranchNeverRendered,
    /// A variant that hides the others of its message.
    VariantOverused,
    /// A section that has nothing to say in most articles.
    SectionOftenEmpty,
    /// A guard that was never false: on this data it keeps nothing out.
    GuardNeverFalse,
    /// An article whose title and lead tell only what is told of any.
    PlainArticle,
    /// A reason for which articles are held.
    Held,
}

impl Gap {
    /// Every kind, the worst first.
    pub const ALL: &[Gap] = &[
        Gap::SilentLanguage,
        Gap::SilentEdition,
        Gap::MessageNeverTold,
        Gap::MessageWithoutFacts,
        Gap::VariantNeverUsed,
        Gap::ConnectivesNeverPut,
        Gap::BranchNeverRendered,
        Gap::VariantOverused,
        Gap::SectionOftenEmpty,
        Gap::GuardNeverFalse,
        Gap::PlainArticle,
        Gap::Held,
    ];

    /// Returns its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Gap::SilentLanguage => "silent-language",
            Gap::SilentEdition => "silent-edition",
            Gap::MessageNeverTold => "message-never-told",
            Gap::MessageWithoutFacts => "message-without-facts",
            Gap::VariantNeverUsed => "variant-never-used",
            Gap::ConnectivesNeverPut => "connectives-never-put",
            Gap::BranchNeverRendered => "branch-never-rendered",
            Gap::VariantOverused => "variant-overused",
            Gap::SectionOftenEmpty => "section-often-empty",
            Gap::GuardNeverFalse => "guard-never-false",
            Gap::PlainArticle => "plain-article",
            Gap::Held => "held",
        }
    }

    /// Whether it is about something that is never used.
    pub fn is_unused(self) -> bool {
        self <= Gap::BranchNeverRendered
    }
}

/// Something that is not used as it could be.
#[derive(Clone, Debug)]
pub struct CoverageFinding {
    /// The kind.
    pub gap: Gap,
    /// The language, where it is about one.
    pub language: Option<&'static str>,
    /// The section, where it is about one.
    pub section: Option<Arc<str>>,
    /// The message or reserved heading, where it is about one.
    pub message: Option<Arc<str>>,
    /// Where it stands.
    pub span: Option<Span>,
    /// What it is: the author's words, a name or a reason.
    pub what: String,
    /// How often it was as the kind says, of how many times.
    pub count: Option<(usize, usize)>,
}

impl CoverageFinding {
    fn new(gap: Gap, what: impl Into<String>) -> Self {
        CoverageFinding {
            gap,
            language: None,
            section: None,
            message: None,
            span: None,
            what: what.into(),
            count: None,
        }
    }

    /// Returns how often something that is never used could have been.
    fn n_occasions(&self) -> usize {
        match (self.gap, self.count) {
            (Gap::VariantNeverUsed | Gap::BranchNeverRendered, Some((_, of))) => of,
            _ => 0,
        }
    }
}

impl Coverage {
    /// Whether something is never used.
    pub fn has_unused(&self) -> bool {
        self.findings.iter().any(|it| it.gap.is_unused())
    }
}

/// Returns what a story leaves unused; `reads` knows the author's words.
pub fn coverage(survey: &StorySurvey<'_>, reads: &Reads) -> Coverage {
    let mut finder = Finder {
        survey,
        reads,
        findings: Vec::new(),
    };
    finder.find();
    // A stable sort: those that had the most occasions first, and the others as in the files.
    finder
        .findings
        .sort_by_key(|it| (it.gap, Reverse(it.n_occasions())));
    Coverage {
        story: survey.story.name.clone(),
        n_articles: survey.n_articles,
        languages: survey.languages.iter().map(of_language).collect(),
        findings: finder.findings,
    }
}

fn of_language(survey: &LanguageSurvey<'_>) -> LanguageCoverage {
    let branches = || survey.variants.iter().flat_map(|it| &it.branches);
    LanguageCoverage {
        language: survey.catalogue.language.tag(),
        n_articles: survey.n_articles,
        n_variants: survey.variants.len(),
        n_used: survey.variants.iter().filter(|it| it.n_told > 0).count(),
        n_branches: branches().count(),
        n_rendered: branches().filter(|it| **it > 0).count(),
    }
}

struct Finder<'a> {
    survey: &'a StorySurvey<'a>,
    reads: &'a Reads,
    findings: Vec<CoverageFinding>,
}

impl Finder<'_> {
    fn find(&mut self) {
        self.editions();
        self.messages();
        for language in &self.survey.languages {
            self.language(language);
        }
        self.sections();
        self.articles();
    }

    fn editions(&mut self) {
        for (edition, n_told) in self.survey.story.editions.iter().zip(&self.survey.editions) {
            if *n_told == 0 {
                let found = CoverageFinding::new(Gap::SilentEdition, &*edition.name);
                self.findings.push(found);
            }
        }
    }

    fn messages(&mut self) {
        let messages = self.survey.story.messages.iter();
        for (message, (n_planned, _)) in messages.zip(&self.survey.planned) {
            if *n_planned > 0 {
                continue;
            }
            let condition = message.when.as_ref().map(|it| self.reads.source(it.span()));
            self.findings.push(CoverageFinding {
                message: Some(message.id.clone()),
                span: Some(message.span),
                ..CoverageFinding::new(Gap::MessageNeverTold, condition.unwrap_or_default())
            });
        }
    }

    fn language(&mut self, survey: &LanguageSurvey<'_>) {
        let tag = survey.catalogue.language.tag();
        if survey.variants.iter().all(|it| it.n_told == 0) {
            self.findings.push(CoverageFinding {
                language: Some(tag),
                ..CoverageFinding::new(Gap::SilentLanguage, tag)
            });
            return;
        }
        for wording in &survey.catalogue.wordings {
            let uses = &survey.variants[wording.variants.clone()];
            let n_told: usize = uses.iter().map(|it| it.n_told).sum();
            let of_wording = CoverageFinding {
                language: Some(tag),
                section: Some(survey.catalogue.section(wording)),
                message: Some(survey.catalogue.name(wording)),
                ..CoverageFinding::new(Gap::MessageWithoutFacts, "")
            };
            if n_told == 0 && self.is_never_planned(&wording.role) {
                continue;
            }
            let place = wording.section.map(|it| (it, wording.role.clone()));
            let silent = place.and_then(|it| survey.silent.get(&it));
            if let (0, Some(n_silent)) = (n_told, silent) {
                let first = &survey.catalogue.variants[wording.variants.start];
                self.findings.push(CoverageFinding {
                    span: Some(first.span),
                    count: Some((*n_silent, *n_silent)),
                    ..of_wording
                });
                continue;
            }
            if let (0, Role::Connective(relation)) = (n_told, &wording.role) {
                let first = &survey.catalogue.variants[wording.variants.start];
                self.findings.push(CoverageFinding {
                    gap: Gap::ConnectivesNeverPut,
                    span: Some(first.span),
                    what: relation.name().to_owned(),
                    ..of_wording
                });
                continue;
            }
            for idx in wording.variants.clone() {
                self.variant(survey, idx, n_told, &of_wording);
            }
        }
    }

    /// Whether a message is told nowhere: then nothing needs to be said of its variants.
    fn is_never_planned(&self, role: &Role) -> bool {
        matches!(role, Role::Message(it) | Role::Together(it) if self.survey.planned[*it].0 == 0)
    }

    fn variant(
        &mut self,
        survey: &LanguageSurvey<'_>,
        idx: usize,
        n_told: usize,
        of_wording: &CoverageFinding,
    ) {
        let (listed, used) = (&survey.catalogue.variants[idx], &survey.variants[idx]);
        let span = listed.span;
        let found = |gap, what: String, count| CoverageFinding {
            gap,
            span: Some(span),
            what,
            count,
            ..of_wording.clone()
        };
        let source = self.reads.source(span);
        if used.n_told == 0 {
            // How often it could have been: a guard that is never true says why it is not.
            let is_asked = used.guard != Truth::default();
            let n_eligible = if is_asked { used.guard.n_true } else { n_told };
            let count = (n_told > 0).then_some((n_eligible.min(n_told), n_told));
            self.findings
                .push(found(Gap::VariantNeverUsed, source.to_owned(), count));
            return;
        }
        let n_variants = survey.catalogue.wordings[listed.wording].variants.len();
        let share = used.n_told as f64 / n_told as f64;
        if n_variants > 1 && n_told >= N_TELLINGS_MIN && share > SHARE_MAX {
            let count = Some((used.n_told, n_told));
            self.findings
                .push(found(Gap::VariantOverused, source.to_owned(), count));
        }
        if let Some(guard) = listed.guard
            && never_false(used)
        {
            let guard = self.reads.source(guard.span()).to_owned();
            let count = Some((used.guard.n_true, used.guard.n_true));
            self.findings
                .push(found(Gap::GuardNeverFalse, guard, count));
        }
        let branches = listed.branches.iter().zip(&used.branches);
        for (branch, _) in branches.filter(|(_, n_rendered)| **n_rendered == 0) {
            let text = source_of(branch.parts, self.reads);
            let what = match branch.kind {
                BranchKind::Option if text.trim().is_empty() => "the empty option".to_owned(),
                BranchKind::Option => format!("option “{}”", text.trim()),
                BranchKind::Clause { guard: None } => format!("[[?{text}]]"),
                BranchKind::Clause { guard: Some(guard) } => {
                    let guard = self.reads.source(guard.span());
                    format!("[[? `{guard}`{text}]]")
                }
            };
            let count = Some((0, used.n_told));
            self.findings
                .push(found(Gap::BranchNeverRendered, what, count));
        }
    }

    fn sections(&mut self) {
        let sections = self.survey.story.sections.iter().zip(&self.survey.sections);
        for (section, spoken) in sections {
            let n_empty = spoken.n_due.saturating_sub(spoken.n_told);
            if n_empty * 2 > spoken.n_due {
                self.findings.push(CoverageFinding {
                    section: Some(section.name.clone()),
                    count: Some((n_empty, spoken.n_due)),
                    ..CoverageFinding::new(Gap::SectionOftenEmpty, &*section.name)
                });
            }
        }
    }

    fn articles(&mut self) {
        for name in &self.survey.plain {
            self.findings
                .push(CoverageFinding::new(Gap::PlainArticle, name));
        }
        let mut holds: Vec<_> = self.survey.holds.iter().collect();
        holds.sort_by_key(|(_, held)| std::cmp::Reverse(held.n));
        for (reason, held) in holds {
            self.findings.push(CoverageFinding {
                count: Some((held.n, self.survey.n_articles)),
                ..CoverageFinding::new(Gap::Held, format!("{reason}, as `{}`", held.first))
            });
        }
    }
}

/// Whether a guard that was often asked was true each time.
fn never_false(used: &VariantUse) -> bool {
    used.guard.n_false == 0 && used.guard.n_true >= N_TELLINGS_MIN
}
