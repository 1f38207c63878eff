//! The texts in the binary: starter project, examples with their data, documentation.

/// Each text by its path in the source of gen, sorted by path.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Returns the texts in `folder`, by their paths inside it.
pub(super) fn folder_of(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().filter_map(move |(path, text)| {
        let inside = path.strip_prefix(folder)?.strip_prefix('/')?;
        Some((inside, *text))
    })
}
