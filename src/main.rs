//! The command line: arguments in; what a command says, and how it went, out.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
