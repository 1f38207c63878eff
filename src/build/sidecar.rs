//! An article in one language in; its explanation as a file that stands in for it in the output `explain`, out.
//!
//! The files have a folder of their own. Beside a page of Hugo's or Zola's a JSON file is a resource of its section,
//! which both publish with it; what explains an article is the desk's, and goes out only if the desk sends it.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::newsroom::Newsroom;
use super::sheets::Sheet;
use crate::explain::to_json;

/// Returns the explanation of a sheet, a line a text, so that two versions of it can be compared; none if the article
/// is not told.
pub(super) fn sidecar(newsroom: &Newsroom, sheet: &Sheet<'_>) -> Option<String> {
    let (article, telling) = sheet.told?;
    let explanation = telling.explanation(newsroom, sheet.story, article).ok()?;
    let explained = to_json(&explanation, &newsroom.reads, &newsroom.tables);
    let key = sheet.info.key.iter();
    let key: Map<String, Value> = key.map(|(name, it)| (name.clone(), json!(it))).collect();
    let head = [
        ("generator", json!("gen")),
        ("story", json!(&*sheet.story.name)),
        ("article", json!(&*sheet.slug)),
        ("language", json!(sheet.language.tag())),
        ("key", Value::Object(key)),
    ];
    let mut text = "{\n".to_owned();
    for (name, value) in head {
        let _ = writeln!(text, "\"{name}\": {value},");
    }
    push_lines("sections", &explained["sections"], &mut text);
    text.push_str(",\n");
    push_lines("texts", &explained["texts"], &mut text);
    text.push_str("\n}\n");
    Some(text)
}

/// Adds a list, each of its elements on a line.
fn push_lines(name: &str, list: &Value, text: &mut String) {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let lines: Vec<String> = items.iter().map(|it| format!("\n{it}")).collect();
    let _ = write!(text, "\"{name}\": [{}\n]", lines.join(","));
}
