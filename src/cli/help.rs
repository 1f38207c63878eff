//! `gen help`: the name of a topic or a command in; its page out, without a network.

use clap::{Args, CommandFactory};
use gentext::diagnostics::nearest;

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use super::{Arguments, embedded};

/// Print the documentation of a topic or a command
#[derive(Debug, Args)]
pub(super) struct Help {
    /// The topic or command [otherwise: the list of them]
    topic: Option<String>,
}

impl Help {
    /// Prints the page.
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let Some(name) = &self.topic else {
            terminal.print(&list())?;
            return Ok(Exit::Done);
        };
        let mut commands = Arguments::command();
        commands.build();
        if let Some((_, text)) = topics().find(|(topic, _)| topic == name) {
            terminal.print(text)?;
        } else if let Some(command) = commands.find_subcommand_mut(name) {
            terminal.print(&command.render_long_help().ansi().to_string())?;
        } else {
            return Err(unknown(name));
        }
        Ok(Exit::Done)
    }
}

/// Returns the topics by name, each with its page; the folder's own page is none.
fn topics() -> impl Iterator<Item = (&'static str, &'static str)> {
    embedded::folder_of("docs").filter_map(|(path, text)| {
        let name = path.strip_suffix(".md")?;
        (!name.contains('/') && name != "README").then_some((name, text))
    })
}

/// Returns the commands with what they do, and the topics with their titles.
fn list() -> String {
    let commands = Arguments::command();
    let mut text = String::from("Commands:\n");
    for command in commands.get_subcommands() {
        let about = command.get_about().map(ToString::to_string);
        text.push_str(&entry(command.get_name(), &about.unwrap_or_default()));
    }
    if topics().next().is_some() {
        text.push_str("\nTopics:\n");
    }
    for (name, page) in topics() {
        let title = page.lines().find_map(|it| it.strip_prefix("# "));
        text.push_str(&entry(name, title.unwrap_or_default()));
    }
    text.push_str("\n`gen help NAME` prints the page of a command or topic.\n");
    text
}

fn entry(name: &str, about: &str) -> String {
    format!("  {name:<12} {about}\n")
}

fn unknown(name: &str) -> Failure {
    let commands = Arguments::command();
    let commands = commands.get_subcommands().map(clap::Command::get_name);
    let names = topics().map(|(topic, _)| topic).chain(commands);
    Failure::Usage {
        message: format!("there is no topic or command `{name}`"),
        hint: match nearest(name, names) {
            Some(near) => format!("the nearest name is `{near}`; `gen help` lists all"),
            None => "`gen help` lists all".to_owned(),
        },
    }
}
