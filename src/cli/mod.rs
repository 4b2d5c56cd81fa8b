//! The command line: arguments, terminal, clock, environment, network and exit status.
//!
//! Only this module uses them; the library gets values and returns values. Each command has a file
//! of its own. A command calls the library and prints the result; it must not decide what is wrong
//! with a site.
//!
//! | status | meaning |
//! |---|---|
//! | 0 | no errors |
//! | 1 | the site has errors, or warnings with `--strict` |
//! | 2 | the command failed: wrong usage, no site, a full disk |

mod args;
mod baseline;
mod build;
mod check;
mod draft;
#[cfg(feature = "server")]
mod events;
mod explain;
mod failure;
#[cfg(feature = "server")]
mod follow;
mod formats;
mod impact;
#[cfg(feature = "server")]
mod last_good;
mod links;
mod new;
#[cfg(feature = "network")]
mod online;
mod place;
mod progress;
mod report;
mod schema;
mod screen;
mod starter;
mod templates;
#[cfg(feature = "server")]
mod watch;

use std::process::ExitCode;

use args::{Args, Command, TemplatesCommand};
use failure::Failure;
use screen::Screen;

use crate::base::date::Day;

/// Runs the command that the arguments of the process name.
pub fn run() -> ExitCode {
    let args = match Args::of_process() {
        Ok(args) => args,
        Err(status) => return status,
    };
    let mut screen = Screen::of_process();
    let status = run_command(&args, &mut screen).and_then(|status| {
        screen.flush()?;
        Ok(status)
    });
    match status {
        Ok(ExitStatus::Passed) => ExitCode::SUCCESS,
        Ok(ExitStatus::Failed) => ExitCode::from(1),
        Err(failure) => {
            screen.complain(&report::failure(&failure, screen.styling()));
            ExitCode::from(2)
        }
    }
}

fn run_command(args: &Args, screen: &mut Screen<'_>) -> Result<ExitStatus, Failure> {
    match &args.command {
        Command::Build(args) => build::run(args, today()?, screen),
        #[cfg(feature = "server")]
        Command::Watch(args) => watch::run(args, screen),
        Command::Check(args) => check::run(args, today()?, screen),
        Command::Init(args) => new::init(args, screen),
        Command::New(args) => new::new(args, today, screen),
        Command::Templates(args) => match &args.command {
            TemplatesCommand::List => templates::list(screen),
            TemplatesCommand::Eject(args) => templates::eject(args, screen),
        },
        Command::Links(args) => links::run(args, today()?, screen),
        Command::Impact(args) => impact::run(args, today()?, screen),
        Command::Explain(args) => explain::run(args, screen),
        Command::Schema(args) => schema::run(args, screen),
        Command::Completions(args) => {
            screen.say(&args.script())?;
            Ok(ExitStatus::Passed)
        }
    }
}

/// The result of a command that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExitStatus {
    /// Status 0.
    Passed,
    /// Status 1: the site has errors, or warnings with `--strict`.
    Failed,
}

/// Today's date in the local time zone.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock becomes an argument")]
fn today() -> Result<Day, Failure> {
    let date = jiff::ZonedDateTime::now().date();
    Day::new(date.year(), date.month(), date.day()).ok_or_else(|| {
        Failure::new(format!("the computer's clock says that it is {date}")).help("set the clock")
    })
}
