//! The list of what gen wrote in one folder, as JSON: a line a file, in the order of paths.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The manifest's name in its folder.
pub(super) const MANIFEST: &str = ".gen-manifest.json";

/// The form of the manifest; another one is not guessed at.
const VERSION: u32 = 1;

/// What gen wrote at one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The digest of its bytes.
    pub digest: String,
    /// How many they are.
    pub size: u64,
    /// What it was made for.
    pub article: String,
    /// While it is being written: the digest of what stood there before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What an index says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<Arc<Listed>>,
    /// Whether this run wishes for it.
    #[serde(skip)]
    pub is_wanted: bool,
}

/// What an index says of a page: known to later runs, which may have to keep the page and have nothing new to
/// say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its title, plain.
    pub title: String,
    /// The day it is of, as in `2026-03-14`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// That day as a reader of the language writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_text: Option<String>,
    /// One or two plain sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The edition it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
}

#[derive(Deserialize)]
struct Manifest {
    version: u32,
    files: BTreeMap<String, Record>,
}

/// Returns the records in a manifest, or the reason why there are none.
pub(super) fn read(bytes: &[u8]) -> Result<BTreeMap<String, Record>, String> {
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|it| it.to_string())?;
    if manifest.version != VERSION {
        return Err(format!(
            "it is of version {}, not {VERSION}",
            manifest.version
        ));
    }
    if let Some(path) = manifest
        .files
        .keys()
        .find(|it| !super::wishes::is_portable(it))
    {
        return Err(format!("gen never writes to `{}`", path.escape_debug()));
    }
    Ok(manifest.files)
}

/// Returns how many files are in `folder` that its manifest has; none if there is no manifest to read.
pub(in crate::publish) fn n_pages(folder: &Path) -> usize {
    let records = fs::read(folder.join(MANIFEST)).ok();
    let records = records.and_then(|it| read(&it).ok()).unwrap_or_default();
    let is_there = |it: &&String| folder.join(it).is_file();
    records.keys().filter(is_there).count()
}

/// Writes the manifest of `records`.
pub(super) fn write(records: &BTreeMap<String, Record>, to: &mut impl Write) -> io::Result<()> {
    write!(
        to,
        "{{\n\"generator\": \"gen\",\n\"version\": {VERSION},\n\"files\": {{"
    )?;
    for (idx, (path, record)) in records.iter().enumerate() {
        to.write_all(if idx == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *to, path)?;
        to.write_all(b": ")?;
        serde_json::to_writer(&mut *to, record)?;
    }
    to.write_all(b"\n}\n}\n")
}
