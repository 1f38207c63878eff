//! What a page is about to the front matter that Hugo and Zola read.

use std::fmt::Write;

use super::inline::clean_value;
use serde::Deserialize;

use super::{Output, PageInfo};

/// Returns the front matter of an article's page, with its fences.
pub(super) fn front_matter(output: Output, info: &PageInfo, title: &str) -> String {
    let mut lines = Lines::new();
    lines.text(0, "title", title);
    if let Some(date) = info.date {
        lines.bare(0, "date", &date.to_string());
    }
    lines.text(0, "slug", &info.slug);
    if let Some(description) = &info.description {
        lines.text(0, "description", description);
    }
    match output {
        Output::Zola => {
            if !info.tags.is_empty() {
                lines.head(0, "taxonomies");
                lines.list(1, "tags", &info.tags);
            }
            lines.head(0, "extra");
        }
        Output::Hugo | Output::Html | Output::Explain => {
            if !info.tags.is_empty() {
                lines.list(0, "tags", &info.tags);
            }
            lines.text(0, "translationKey", &info.identity());
            lines.head(0, "params");
        }
    }
    lines.origin(info);
    lines.end()
}

/// Whether front matter says to a reader of YAML what it was meant to say: it is read back, as the prose is.
pub(super) fn reads_back(front_matter: &str, info: &PageInfo, title: &str) -> bool {
    #[derive(Deserialize)]
    struct Meant {
        title: String,
        slug: String,
    }
    let yaml = front_matter
        .trim()
        .trim_start_matches("---")
        .trim_end_matches("---");
    serde_yaml::from_str::<Meant>(yaml).is_ok_and(|it| it.title == title && it.slug == info.slug)
}

/// Returns the `_index.md` of a folder of pages. Zola may sort them by date only if all have one:
/// it leaves the others out.
pub fn section_page(output: Output, title: &str, are_all_dated: bool) -> String {
    let mut lines = Lines::new();
    lines.text(0, "title", title);
    if output == Output::Zola && are_all_dated {
        lines.text(0, "sort_by", "date");
    }
    lines.end()
}

/// YAML as far as it is written.
///
/// Strings are always in double quotes, written by the JSON serialiser: each JSON string is a YAML
/// string, in YAML 1.1 too, where a plain `yes`, `12:30` or `1_000` is something else. A YAML serialiser
/// quotes what its own version of YAML would misread, and that is not the version of every reader.
struct Lines(String);

impl Lines {
    fn new() -> Self {
        Lines("---\n".to_owned())
    }

    fn text(&mut self, depth: usize, key: &str, value: &str) {
        self.bare(depth, key, &quoted(value));
    }

    /// Writes a value that YAML reads as what it is.
    fn bare(&mut self, depth: usize, key: &str, value: &str) {
        writeln!(self.0, "{:1$}{key}: {value}", "", depth * 2)
            .expect("a string takes all that is written to it");
    }

    fn head(&mut self, depth: usize, key: &str) {
        writeln!(self.0, "{:1$}{key}:", "", depth * 2)
            .expect("a string takes all that is written to it");
    }

    fn list(&mut self, depth: usize, key: &str, values: &[String]) {
        let values: Vec<String> = values.iter().map(|it| quoted(it)).collect();
        self.bare(depth, key, &format!("[{}]", values.join(", ")));
    }

    /// Writes where the page comes from, and who answers for it.
    fn origin(&mut self, info: &PageInfo) {
        self.text(1, "generator", "gen");
        self.text(1, "story", &info.story);
        self.text(1, "language", &info.language);
        if !info.key.is_empty() {
            self.head(1, "source");
            for (column, cell) in &info.key {
                self.text(2, &quoted(column), cell);
            }
        }
        if let Some(publisher) = &info.publisher {
            self.text(1, "publisher", &publisher.name);
        }
    }

    fn end(mut self) -> String {
        self.0.push_str("---\n");
        self.0
    }
}

/// Returns `value` as a YAML string on one line.
fn quoted(value: &str) -> String {
    serde_json::to_string(clean_value(value).trim()).expect("a string can always be written")
}

#[cfg(test)]
mod tests {
    use super::super::{Output, PageInfo};
    use super::{front_matter, section_page};
    use proptest::prelude::*;
    use serde_yaml::Value;

    fn info() -> PageInfo {
        PageInfo {
            slug: "a-b".to_owned(),
            story: "match".to_owned(),
            language: "fr".to_owned(),
            key: vec![("home: x".to_owned(), "yes".to_owned())],
            date: Some(jiff::civil::date(2026, 3, 14)),
            tags: vec!["2024".to_owned(), "a, b]".to_owned()],
            ..PageInfo::default()
        }
    }

    fn read(page: &str) -> Value {
        let yaml = page
            .strip_prefix("---\n")
            .and_then(|it| it.strip_suffix("---\n"))
            .expect("the fences stand");
        serde_yaml::from_str(yaml).expect("the front matter is YAML")
    }

    #[test]
    fn each_generator_finds_things_where_it_looks() {
        let hugo = read(&front_matter(Output::Hugo, &info(), "Reds: x"));
        assert_eq!(hugo["tags"][1], "a, b]");
        assert_eq!(hugo["params"]["source"]["home: x"], "yes");
        assert_eq!(hugo["translationKey"], "match/yes");
        let zola = read(&front_matter(Output::Zola, &info(), "Reds: x"));
        assert_eq!(zola["taxonomies"]["tags"][0], "2024");
        assert_eq!(zola["extra"]["language"], "fr");
        assert_eq!(zola["date"], "2026-03-14");
    }

    #[test]
    fn a_section_is_sorted_by_date_only_if_all_pages_have_one() {
        assert_eq!(
            read(&section_page(Output::Zola, "A", true))["sort_by"],
            "date"
        );
        assert!(
            read(&section_page(Output::Zola, "A", false))
                .get("sort_by")
                .is_none()
        );
        assert!(
            read(&section_page(Output::Hugo, "A", true))
                .get("sort_by")
                .is_none()
        );
    }

    fn check_title(title: &str) {
        let page = front_matter(Output::Hugo, &info(), title);
        let wanted = super::clean_value(title).trim().to_owned();
        assert_eq!(read(&page)["title"], Value::String(wanted), "{page}");
    }

    #[test]
    fn a_title_stays_text() {
        for title in [
            "yes", "2024", "null", "Reds: x", "Team #1", "A --- B", "---", "12:30", "\"", "\\",
            "- a", "",
        ] {
            check_title(title);
        }
    }

    proptest! {
        #[test]
        fn any_title_stays_text(title in any::<String>()) {
            check_title(&title);
        }
    }
}
