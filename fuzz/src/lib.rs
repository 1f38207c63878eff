//! Bytes in, read as a data file of a project would be; what comes of them is thrown away.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use gentext::data;
use gentext::diagnostics::{self, Diagnostics};
use gentext::project::{TableSource, TableSpec};
use gentext::source::{Located, Reads, Span};
use tempfile::TempDir;

/// Reads `bytes` as the table of a file called `name`, and renders all that is said of it.
pub fn read(name: &str, bytes: &[u8]) {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("there is room for a folder"));
    fs::write(folder.path().join(name), bytes).expect("it can be written");
    let mut reads = Reads::new(folder.path());
    let project = reads.keep(Path::new("gen.yaml"), name);
    let at = |value: &str| Located {
        value: value.to_owned(),
        span: Span::new(project, 0..name.len()),
    };
    let spec = TableSpec::new(at("table"), TableSource::File(at(name)));
    let mut found = Diagnostics::default();
    let tables = data::load(&[spec], &mut reads, &mut found).expect("the file is there");
    for table in tables.iter() {
        data::profile::profile(table);
    }
    for it in found.sorted() {
        diagnostics::to_json(it, &reads);
        diagnostics::to_text(it, &reads, false);
    }
}
