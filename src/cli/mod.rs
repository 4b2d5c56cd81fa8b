//! The command line: what the world gives (arguments, the clock, a terminal) and what it gets
//! (text, an exit status).
//!
//! The only part of briefgen that knows any of these. One file a command; a command reads its
//! arguments, calls the library and says how it went. What a site is, and what is wrong with one,
//! is for the library to know.
//!
//! | status | meaning |
//! |---|---|
//! | 0 | fine |
//! | 1 | the site has errors, or warnings where `--strict` is set |
//! | 2 | the command could not be carried out: wrong usage, no site, a disk that is full |

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

/// Runs the command that the arguments name, and says how it went.
pub fn run() -> ExitCode {
    let args = match Args::read() {
        Ok(args) => args,
        Err(status) => return status,
    };
    let mut screen = Screen::of_process();
    let verdict = obey(&args, &mut screen).and_then(|verdict| {
        screen.flush()?;
        Ok(verdict)
    });
    match verdict {
        Ok(Verdict::Passed) => ExitCode::SUCCESS,
        Ok(Verdict::Failed) => ExitCode::from(1),
        Err(failure) => {
            screen.complain(&report::failure(&failure, screen.styling()));
            ExitCode::from(2)
        }
    }
}

fn obey(args: &Args, screen: &mut Screen<'_>) -> Result<Verdict, Failure> {
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
            Ok(Verdict::Passed)
        }
    }
}

/// What a command that could be carried out found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing that fails it.
    Passed,
    /// Errors in the site, or warnings where `--strict` is set.
    Failed,
}

/// The day it is here.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock becomes an argument")]
fn today() -> Result<Day, Failure> {
    let date = jiff::ZonedDateTime::now().date();
    Day::new(date.year(), date.month(), date.day()).ok_or_else(|| {
        Failure::new(format!("the computer's clock says that it is {date}")).help("set the clock")
    })
}
