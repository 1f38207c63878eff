//! The folders and addresses of gen.yaml in; those that can be used, and findings about the others, out.

use std::path::{Component, Path, PathBuf};

use super::{OutputSpec, Publisher, TableSource, TableSpec};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};

/// The folders of the author's own files.
const SOURCES: &[&str] = &["stories", "lexicon", "templates"];

/// Returns the outputs whose pages do not go among the project's own files.
pub(super) fn fit(
    root: &Path,
    outputs: Vec<OutputSpec>,
    tables: &[TableSpec],
    diagnostics: &mut Diagnostics,
) -> Vec<OutputSpec> {
    let root = normal(&std::path::absolute(root).unwrap_or_else(|_| root.to_owned()));
    let mut fit = outputs;
    fit.retain(|spec| {
        let trouble = trouble(&root, spec, tables);
        let is_fit = trouble.is_none();
        if let Some(it) = trouble {
            diagnostics.push(it);
        }
        is_fit
    });
    fit
}

fn trouble(root: &Path, spec: &OutputSpec, tables: &[TableSpec]) -> Option<Diagnostic> {
    let name = spec.output.as_str();
    let written = spec.folder.display().to_string();
    let message = if written.trim().is_empty() {
        format!("the output `{name}` goes to no folder")
    } else {
        let folder = normal(&root.join(&spec.folder));
        let held = held(root, &folder, tables)?;
        format!("the output `{name}` cannot go to `{written}`, where {held} is")
    };
    let hint = format!("give it a folder of its own, as in `content/{name}`");
    let found = Diagnostic::error(Code::UnfitFolder, message);
    Some(found.at(spec.span).hint(hint))
}

/// Returns what of the project's own is in `folder`, or what folder of sources it is in.
fn held(root: &Path, folder: &Path, tables: &[TableSpec]) -> Option<String> {
    if root.starts_with(folder) {
        return Some("the project itself".to_owned());
    }
    let is_at = |it: &&&str| {
        let source = root.join(it);
        source.starts_with(folder) || folder.starts_with(source)
    };
    if let Some(name) = SOURCES.iter().find(is_at) {
        return Some(format!("the project's `{name}`"));
    }
    let files = tables.iter().filter_map(|it| match &it.source {
        TableSource::File(file) => Some(&file.value),
        TableSource::Query(_) => None,
    });
    let mut files = files.filter(|it| normal(&root.join(it)).starts_with(folder));
    Some(format!("`{}`", files.next()?))
}

/// Returns `path` without `.`, and without `..` as far as it can be told from the path alone.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// Takes away the publisher's addresses that are none.
pub(super) fn check_publisher(publisher: &mut Publisher, diagnostics: &mut Diagnostics) {
    if let Some(url) = publisher.url.take_if(|it| !is_web_address(&it.value)) {
        let message = format!("`url` takes a web address, not `{}`", url.value);
        let found = Diagnostic::error(Code::WrongType, message).at(url.span);
        diagnostics.push(found.hint("write it with `https://` before it"));
    }
    if let Some(email) = publisher.email.take_if(|it| !is_mail_address(&it.value)) {
        let message = format!("`email` takes a mail address, not `{}`", email.value);
        let found = Diagnostic::error(Code::WrongType, message).at(email.span);
        diagnostics.push(found.hint("write it as in `desk@example.org`"));
    }
}

fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or(text.strip_prefix("http://"));
    let host = rest.and_then(|it| it.split(['/', '?', '#']).next());
    host.is_some_and(|it| !it.is_empty()) && !text.contains(is_unfit)
}

fn is_mail_address(text: &str) -> bool {
    let parts = text.split_once('@');
    let is_domain = |it: &str| it.contains('.') && it.split('.').all(|part| !part.is_empty());
    parts.is_some_and(|(name, domain)| {
        !name.is_empty() && is_domain(domain) && !domain.contains('@') && !text.contains(is_unfit)
    })
}

fn is_unfit(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '<' | '>' | '"')
}

#[cfg(test)]
mod tests {
    use super::{is_mail_address, is_web_address};

    #[test]
    fn addresses_look_like_some() {
        for (text, is_web) in [
            ("https://example.org", true),
            ("http://example.org/a?b#c", true),
            ("https://", false),
            ("example.org", false),
            ("javascript:alert(1)", false),
            ("https://a b", false),
        ] {
            assert_eq!(is_web_address(text), is_web, "{text}");
        }
        for (text, is_mail) in [
            ("desk@example.org", true),
            ("desk", false),
            ("@example.org", false),
            ("desk@example", false),
            ("desk@example..org", false),
            ("a@b@example.org", false),
            ("a b@example.org", false),
        ] {
            assert_eq!(is_mail_address(text), is_mail, "{text}");
        }
    }
}
