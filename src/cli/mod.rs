//! Arguments to commands: one file a command, and what they share beside them.
//!
//! Results go to stdout, and everything that is said about the work goes to stderr.

mod exit;
mod terminal;
mod text;
mod open;
mod as_of;
mod progress;
mod summary;
mod json;
mod embedded;
mod data;
mod build;
mod check;
mod list;
mod explain;
mod coverage;
mod phrases;
mod trial;
mod diff;
mod verify;
mod watch;
mod init;
mod help;
mod schema;
mod completions;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use exit::Exit;
use terminal::Terminal;

/// Tables in, readable articles out: in French and English, by rules and phrase banks.
#[derive(Debug, Parser)]
#[command(
    name = "gen",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
#[command(after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Work on the project in DIR [otherwise: the nearest folder with a gen.yaml, from here upwards]
    #[arg(short = 'C', long = "project", value_name = "DIR", global = true)]
    project: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    color: Colour,
    /// Say nothing but errors and results
    #[arg(short, long, global = true)]
    quiet: bool,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  done
  1  findings in the project's files; under --strict also warnings and held articles
  2  the command was misused, or there is no project
  3  the world failed: a disk is full, a file may not be read or written";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Data(data::Data),
    Build(build::Build),
    Check(check::Check),
    List(list::List),
    Explain(explain::Explain),
    Coverage(coverage::Cover),
    Phrases(phrases::Phrases),
    Try(trial::Try),
    Diff(diff::Diff),
    Verify(verify::Verify),
    Watch(watch::Follow),
    Init(init::Init),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Help(help::Help),
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    // Arguments that cannot be parsed may still say in which form the answer is awaited.
    let as_json = std::env::args_os().any(|it| it == "--json");
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            if as_json && error.use_stderr() {
                let said = error.to_string();
                let message = said.lines().next().unwrap_or_default();
                let message = message.strip_prefix("error: ").unwrap_or(message);
                exit::print_json(Exit::Usage, message, None, &Terminal::new(true));
            }
            // Help that nobody reads to its end is no failure.
            let _ = error.print();
            return Exit::of_usage(&error).into();
        }
    };
    match arguments.color {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
    let terminal = Terminal::new(arguments.quiet);
    let project = arguments.project.as_deref();
    let done = match arguments.command {
        Command::Data(command) => command.run(project, &terminal),
        Command::Build(command) => command.run(project, &terminal),
        Command::Check(command) => command.run(project, &terminal),
        Command::List(command) => command.run(project, &terminal),
        Command::Explain(command) => command.run(project, &terminal),
        Command::Coverage(command) => command.run(project, &terminal),
        Command::Phrases(command) => command.run(project, &terminal),
        Command::Try(command) => command.run(project, &terminal),
        Command::Diff(command) => command.run(project, &terminal),
        Command::Verify(command) => command.run(project, &terminal),
        Command::Watch(command) => command.run(project, &terminal),
        Command::Init(command) => command.run(project, &terminal),
        Command::Schema(command) => command.run(&terminal),
        Command::Completions(command) => command.run(&terminal),
        Command::Help(command) => command.run(&terminal),
    };
    done.unwrap_or_else(|failure| failure.report(as_json, &terminal))
        .into()
}
