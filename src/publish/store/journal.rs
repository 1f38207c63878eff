//! Pages that are about to be written to lines of a journal, and the lines of a run that was broken off to records.
//!
//! The manifest is as long as there are pages, and would take too long to save before each batch; a line is added
//! for each page instead. A line that was cut off is of a page that was not written yet.

use std::fs::{self, File};
use std::io::{self, Write};

use super::Store;
use super::disk::{Task, failed};
use super::manifest::Record;
use super::wishes::is_portable;
use crate::source::Error;

/// The journal's name in the output folder.
pub(super) const JOURNAL: &str = ".gen-journal";

/// The journal of one run.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Open as soon as a page is to be written.
    file: Option<File>,
}

impl Store {
    /// Takes over what a run that was broken off was about to write.
    pub(super) fn take_up(&mut self) -> Result<(), Error> {
        let text = match fs::read(self.folder.join(JOURNAL)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed("read", self.shown.join(JOURNAL), error)),
        };
        let lines = text.split(|it| *it == b'\n');
        let records = lines.filter_map(|it| serde_json::from_slice::<(String, Record)>(it).ok());
        self.records
            .extend(records.filter(|(path, _)| is_portable(path)));
        self.is_changed = true;
        Ok(())
    }

    /// Enters what is about to be written in the journal.
    pub(super) fn announce(&mut self, tasks: &[Task]) -> Result<(), Error> {
        // What was cut off before must not run into the first new line.
        let mut lines = vec![b'\n'];
        for task in tasks {
            let line = (&task.path, self.records.get(&task.path));
            serde_json::to_writer(&mut lines, &line).expect("a record can always be written");
            lines.push(b'\n');
        }
        self.is_changed = true;
        self.append(&lines)
            .map_err(|it| failed("write", self.shown.join(JOURNAL), it))
    }

    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        if self.journal.file.is_none() {
            fs::create_dir_all(&self.folder)?;
            let path = self.folder.join(JOURNAL);
            self.journal.file = Some(File::options().create(true).append(true).open(path)?);
        }
        let file = self.journal.file.as_mut().expect("it was opened just now");
        file.write_all(lines)
    }

    /// Removes the journal: the manifest says it all.
    pub(super) fn clear_journal(&mut self) -> Result<(), Error> {
        self.journal.file = None;
        match fs::remove_file(self.folder.join(JOURNAL)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(failed("remove", self.shown.join(JOURNAL), error))
            }
            _ => Ok(()),
        }
    }
}
