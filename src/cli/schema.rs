//! `gen schema`: a kind of file in; its JSON Schema out, which editors complete and check by.

use clap::{Args, ValueEnum};
use gentext::project::lexicon::LexiconFile;
use gentext::project::{self, yaml};
use gentext::story::StoryFile;

use super::exit::{Exit, Failure};
use super::terminal::Terminal;

/// Print the JSON Schema of a kind of file, for editors
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The kind of file
    #[arg(value_name = "FILE", default_value = "project")]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// gen.yaml
    Project,
    /// stories/NAME.yaml
    Story,
    /// lexicon/NAME.LANGUAGE.yaml
    Lexicon,
}

impl Schema {
    /// Prints the schema.
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let schema = match self.kind {
            Kind::Project => project::schema(),
            Kind::Story => yaml::schema_of::<StoryFile>(),
            Kind::Lexicon => yaml::schema_of::<LexiconFile>(),
        };
        terminal.print(&format!("{schema:#}\n"))?;
        Ok(Exit::Done)
    }
}
