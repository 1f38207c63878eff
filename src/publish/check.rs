//! Pages read back: a page that still holds the author's syntax must not go out.

use super::Output;

/// Syntax of a phrase bank or of a layout that was printed instead of followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The line of the page, counted from 1.
    pub line: usize,
    /// What stands there.
    pub excerpt: String,
}

/// What no finished page holds; values that hold it are escaped.
const SYNTAX: &[&str] = &["{{", "{%", "[["];

/// Returns each place at which syntax leaked into `page`. The front matter of a Markdown page is
/// left out: its strings are quoted, and no generator runs them.
pub fn check_page(output: Output, page: &str) -> Vec<Leak> {
    let body_start = match output {
        // It shows what the author wrote, and nobody reads it as a page.
        Output::Explain => page.len(),
        Output::Html => 0,
        Output::Hugo | Output::Zola => page
            .strip_prefix("---\n")
            .and_then(|rest| rest.find("\n---\n"))
            .map_or(0, |it| it + "---\n\n---\n".len()),
    };
    let mut leaks = Vec::new();
    for (idx, line) in page.lines().enumerate() {
        let offset = line.as_ptr() as usize - page.as_ptr() as usize;
        if offset < body_start {
            continue;
        }
        if let Some(at) = leak(line) {
            leaks.push(Leak {
                line: idx + 1,
                excerpt: line[at..].chars().take(40).collect(),
            });
        }
    }
    leaks
}

/// Returns where syntax stands in `line`: a mark of it, or a letter for private use, with which
/// the engine marks requests that are not yet resolved.
fn leak(line: &str) -> Option<usize> {
    SYNTAX
        .iter()
        .filter_map(|it| line.find(it))
        .chain(line.find(|it| ('\u{e000}'..='\u{f8ff}').contains(&it)))
        .min()
}

#[cfg(test)]
mod tests {
    use super::{Output, check_page};

    fn check(output: Output, page: &str, lines: &[usize]) {
        let found: Vec<usize> = check_page(output, page).iter().map(|it| it.line).collect();
        assert_eq!(found, lines, "{page}");
    }

    #[test]
    fn leaks_are_found_in_the_body_alone() {
        check(Output::Hugo, "---\ntitle: \"{{ x }}\"\n---\n\nGood.\n", &[]);
        check(
            Output::Zola,
            "---\ntitle: a\n---\n\nThe [[MASCOT]] won.\n",
            &[5],
        );
        check(
            Output::Html,
            "<p>{{ x }}</p>\n<p>&#123;{ x }}</p>\n<p>{% if %}",
            &[1, 3],
        );
        check(Output::Html, "a \u{e000}1\u{e001}", &[1]);
    }
}
