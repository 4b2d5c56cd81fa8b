//! The command-line arguments and the help about them. The only user of `clap`.
//!
//! Values are parsed and checked here, so that commands get dates and addresses instead of text.
//! Doc comments of arguments are help for users; `--help` prints them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::base::date::Day;
use crate::parse::config::clean_base_url;

/// Make a website of policy briefs from Markdown and YAML.
///
/// briefgen reads the briefs in `content/`, checks that what they say of officials, issues and
/// sources holds together, and writes a static site with a page for each of them.
#[derive(Debug, Parser)]
#[command(
    name = "briefgen",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    subcommand_required = true
)]
#[command(disable_help_subcommand = true, after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  briefgen init desk               make a small site in the folder `desk`
  briefgen build --site desk       write it to desk/public
  briefgen new brief \"Talks\"       begin a brief, dated today
  briefgen check                   say what is wrong, and write nothing
  briefgen explain E-DATE          say what a finding means

Exit status: 0 fine, 1 errors in the site, 2 the command could not be carried out.";

impl Args {
    /// Parses the arguments of this process.
    ///
    /// # Errors
    /// The status to exit with, after the help or an error message was printed.
    pub(super) fn of_process() -> Result<Args, ExitCode> {
        Args::try_parse().map_err(|error| {
            // If printing fails, the exit status still tells that something is wrong.
            drop(error.print());
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        })
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(BuildArgs),
    #[cfg(feature = "server")]
    Watch(WatchArgs),
    Check(CheckOnlyArgs),
    Init(InitArgs),
    New(NewArgs),
    Templates(TemplatesArgs),
    Links(LinksArgs),
    Impact(ImpactArgs),
    Explain(ExplainArgs),
    Schema(SchemaArgs),
    Completions(CompletionsArgs),
}

/// Write the site
///
/// Writes only the files that differ from the last build, and removes those that no page stands for
/// any more. Where the site has errors nothing is written, and the last output stays as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen build                                     the site here, to public/
  briefgen build --base-url https://briefs.example.org
  briefgen build --portable --output ~/usb/briefs    to be opened from a disk, without a server
  briefgen build --as-of 2023-06-18                  the site as it stood on that day
  briefgen build --strict --format json              for a machine")]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) site: CheckArgs,

    /// Write to this folder [default: `output` of site.yaml, or `public` in the site's folder]
    ///
    /// Relative to the current folder. It must be new, empty, or one that briefgen made.
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,

    /// Say where on the web the site will stand [default: `base_url` of site.yaml]
    ///
    /// Feeds, the sitemap and canonical links need it; all other links are relative.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,

    /// Link to `index.html`, so that the site can be opened from a disk
    #[arg(long)]
    pub(super) portable: bool,

    /// Take over an output of which no list is at hand: cloned, or restored from elsewhere
    ///
    /// Files in it that are as this build makes them count as its own from then on; no other is
    /// touched.
    #[arg(long)]
    pub(super) adopt: bool,
}

/// Build, serve, and rebuild with every save
///
/// Serves the site on this machine and writes it to the output folder, as `build` does. A page that
/// a browser shows renews itself as soon as it differs; what is wrong is shown over it and here. A
/// file that cannot be read keeps its last good page. Ctrl-C ends it.
#[cfg(feature = "server")]
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen watch --open           show the site in the browser
  briefgen watch --follow         lead the browser to the page of the file just saved
  briefgen watch --drafts         with the briefs that are drafts yet
  briefgen watch --poll           for network and container file systems, which tell of nothing")]
pub(super) struct WatchArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,

    /// Serve on this port, or on the next free one
    #[arg(long, value_name = "PORT", default_value_t = 4040)]
    pub(super) port: u16,

    /// Serve on this address; others than this machine can then read the site
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub(super) host: String,

    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,

    /// Lead the browser to the page of the file just saved
    #[arg(long)]
    pub(super) follow: bool,

    /// Look at the files twice a second instead of waiting for the system's word
    #[arg(long)]
    pub(super) poll: bool,
}

/// Say what is wrong with the site, and write nothing
///
/// Finds what `build` finds. Errors come last; what only informs is counted, and shown with
/// `--notes`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen check                  the site here
  briefgen check --strict         fail on warnings too: for a commit hook
  briefgen check --drafts         with the briefs that are drafts yet
  briefgen check --notes          show what only informs, too
  briefgen check --format json    one JSON object: findings and their number
  briefgen check --online         ask the web whether links still lead somewhere

`briefgen explain CODE` tells what a finding means and how to settle it.")]
pub(super) struct CheckOnlyArgs {
    #[command(flatten)]
    pub(super) check: CheckArgs,
    #[cfg(feature = "network")]
    #[command(flatten)]
    pub(super) online: OnlineArgs,
}

/// The options of `check --online`.
#[cfg(feature = "network")]
#[derive(Debug, clap::Args)]
pub(super) struct OnlineArgs {
    /// Ask the web whether links and the addresses of sources still lead somewhere
    ///
    /// A few connections at once, one at a time for each site; answers hold for a day. Addresses of
    /// this machine and of private networks are never asked.
    #[arg(long)]
    pub(super) online: bool,

    /// Ask for so many seconds at most
    #[arg(long, value_name = "SECONDS", default_value_t = 300, requires = "online")]
    #[arg(value_parser = seconds)]
    pub(super) online_limit: u32,

    /// Keep the answers in this file [default: `briefgen/links.json` in the user's cache folder]
    #[arg(long, value_name = "FILE", requires = "online")]
    pub(super) online_cache: Option<PathBuf>,

    /// Ask addresses of this machine and of private networks, too: for tests, and for sites whose
    /// every writer is trusted
    #[arg(long, requires = "online", hide_short_help = true)]
    pub(super) online_local: bool,
}

/// The options that `check`, `build` and `watch` share.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) site: SiteAsOf,

    /// Fail on warnings too
    #[arg(long)]
    pub(super) strict: bool,

    /// Use so many threads [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(super) threads: Option<u16>,

    /// Print errors, warnings and their number only
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// Print what only informs, too
    #[arg(long, conflicts_with = "quiet")]
    pub(super) notes: bool,

    /// How to print what was found
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,

    /// Leave out what this file has: findings of the day on which an old archive adopted the checks
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// Write the baseline anew, with all that is found now
    #[arg(long, requires = "baseline")]
    pub(super) update_baseline: bool,
}

/// A site, and which of its briefs are built.
#[derive(Debug, clap::Args)]
pub(super) struct SiteAsOf {
    #[command(flatten)]
    pub(super) site: SiteArg,

    /// Take in drafts and briefs of a later day; those under embargo stay out
    #[arg(long)]
    pub(super) drafts: bool,

    /// Show the site as it stood on this day; nothing dated later appears
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Day>,
}

impl SiteAsOf {
    /// The site's folder.
    pub(super) fn folder(&self) -> &Path {
        &self.site.folder
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct SiteArg {
    /// The site's folder, which has `content` in it
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
}

/// The format of a list, as opposed to a report of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A line for each
    Human,
    /// One object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With excerpts, on standard error
    Human,
    /// One object, on standard output
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Lines that GitHub shows at their places
    Github,
}

/// Make a small site to start from
///
/// Two briefs that link to each other, and the officials, offices, issue and sources that they
/// name. Existing files are never written over.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  briefgen init desk && briefgen build --site desk")]
pub(super) struct InitArgs {
    /// Where to; the folder is made where it does not exist
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
}

/// Begin a brief, an actor, an issue or a source
///
/// Writes a file with every required key, and the optional ones as comments, and prints its path. A
/// brief may be drafted from a saved article.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen new brief \"Talks\"                      content/briefs/<today>-talks.md
  briefgen new brief \"Talks\" --date 2023-06-18    content/briefs/2023-06-18-talks.md
  briefgen new brief --from ~/article.txt         a draft with the names and quotations of a text
  briefgen new actor \"Qin Gang\"                   content/actors/qin-gang.md
  briefgen new issue Taiwan                       content/issues/taiwan.md
  briefgen new source \"Joint statement\"           content/sources/joint-statement.md")]
pub(super) struct NewArgs {
    /// What it is
    #[arg(value_enum)]
    pub(super) kind: NewKind,

    /// Its title or name; the file is called after it
    ///
    /// With `--from` it may be left out: the draft is then called after the text's headline, or
    /// after its file.
    #[arg(value_parser = title, required_unless_present = "from")]
    pub(super) title: Option<String>,

    /// Draft the brief from a saved article
    ///
    /// A text file of at most 1 MiB. Known names and issues, quotations with their likely speakers,
    /// and the source are filled in; what is uncertain is marked “to be confirmed”. The text is
    /// copied to `content/texts/` where it does not lie there yet.
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,

    /// The day a brief speaks from [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) date: Option<Day>,

    #[command(flatten)]
    pub(super) site: SiteArg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum NewKind {
    /// A dated briefing
    Brief,
    /// A person, an organization, a state or a group
    Actor,
    /// A subject of briefs
    Issue,
    /// Something that briefs cite
    Source,
}

/// List the built-in templates, or copy them into the site to change them
#[derive(Debug, clap::Args)]
pub(super) struct TemplatesArgs {
    #[command(subcommand)]
    pub(super) command: TemplatesCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum TemplatesCommand {
    /// Print the names of the built-in templates
    List,
    Eject(EjectArgs),
}

/// Copy built-in templates to the site's `templates` folder
///
/// A file there takes the place of the built-in one of the same name. Copy only what you mean to
/// change: the others follow briefgen's own as it improves. Existing files are never written over.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen templates eject brief.html
  briefgen templates eject              all of them")]
pub(super) struct EjectArgs {
    /// One template; all of them where it is left out
    pub(super) name: Option<String>,

    #[command(flatten)]
    pub(super) site: SiteArg,
}

/// Print every name in the text of a brief, and why it became a link or did not
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen links blinken-qin-talks
  briefgen links content/briefs/2023-06-18-talks.md --format json")]
pub(super) struct LinksArgs {
    /// The brief: its id, or its file
    pub(super) brief: String,

    #[command(flatten)]
    pub(super) site: SiteAsOf,

    /// How to print the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Human)]
    pub(super) format: ListFormat,
}

/// List all that rests on a source: offices held, briefs, quotations, events, stances, claims
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen impact reuters-2023-06-18
  briefgen impact https://www.example.org/news/talks")]
pub(super) struct ImpactArgs {
    /// The source: its id, its address, or its title
    pub(super) source: String,

    #[command(flatten)]
    pub(super) site: SiteAsOf,

    /// How to print the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Human)]
    pub(super) format: ListFormat,
}

/// Say what a finding means and how to settle it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen explain E-REF-UNDEFINED
  briefgen explain                    all codes")]
pub(super) struct ExplainArgs {
    /// The code, as reports print it; all codes are listed where it is left out
    pub(super) code: Option<String>,
}

/// Print the keys of a file as a JSON Schema, for editors
///
/// With it an editor completes keys and words, explains them, and underlines what the format does
/// not have. `briefgen check` finds more: a schema knows nothing of other files.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen schema actors > .vscode/actors.json
  briefgen schema brief")]
pub(super) struct SchemaArgs {
    /// What the file is
    #[arg(value_enum)]
    pub(super) of: SchemaOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// site.yaml
    Site,
    /// content/actors.yaml
    Actors,
    /// content/offices.yaml
    Offices,
    /// content/issues.yaml
    Issues,
    /// content/places.yaml
    Places,
    /// content/sources.yaml
    Sources,
    /// Front matter in content/briefs/
    Brief,
    /// Front matter in content/actors/
    Actor,
    /// Front matter in content/offices/
    Office,
    /// Front matter in content/issues/
    Issue,
    /// Front matter in content/places/
    Place,
    /// Front matter in content/sources/
    Source,
    /// Front matter of any other page
    Page,
}

/// Print a script that completes commands and options for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  briefgen completions bash > ~/.local/share/bash-completion/completions/briefgen
  briefgen completions zsh > ~/.zfunc/_briefgen
  briefgen completions fish > ~/.config/fish/completions/briefgen.fish")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl CompletionsArgs {
    /// The completion script for the shell.
    pub(super) fn script(&self) -> String {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Args::command(), "briefgen", &mut script);
        String::from_utf8_lossy(&script).into_owned()
    }
}

fn day(text: &str) -> Result<Day, String> {
    text.parse::<Day>().map_err(|error| format!("{error}; {}", error.help()))
}

fn threads(text: &str) -> Result<u16, &'static str> {
    let number = text.parse().ok().filter(|number| (1..=1024).contains(number));
    number.ok_or("write a whole number from 1 to 1024")
}

#[cfg(feature = "network")]
fn seconds(text: &str) -> Result<u32, &'static str> {
    let number = text.parse().ok().filter(|number| (1..=86_400).contains(number));
    number.ok_or("write a whole number of seconds, from 1 to 86400")
}

fn base_url(text: &str) -> Result<String, &'static str> {
    clean_base_url(text)
        .ok_or("write where the site will stand, such as `https://briefs.example.org`")
}

fn title(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("the title is empty"),
        title => Ok(title.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses a command line without the name of the program.
    fn parse(line: &str) -> Result<Args, clap::Error> {
        Args::try_parse_from(std::iter::once("briefgen").chain(line.split_whitespace()))
    }

    #[test]
    fn the_arguments_are_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn invalid_arguments_exit_with_status_2() {
        for line in [
            "",
            "built",
            "build --base-url example.org",
            "build --base-url ftp://example.org",
            "build --base-url https://example.org/?page=1",
            "build --as-of 2023-06",
            "build --as-of 2023-02-30",
            "build --threads 0",
            "build --threads many",
            "build --format xml",
            "build extra",
            "check --output public",
            "links talks --strict",
            "impact wire --format sarif",
            "impact wire --baseline known.json",
            "new brief",
            "new place Bali",
            "new actor",
            "new brief --from",
            "new brief Talks --date yesterday",
            "templates",
            "schema",
            "schema event",
            "completions cmd",
        ] {
            assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line:?}");
        }
    }

    #[test]
    fn help_and_version_are_no_failure() {
        for line in ["--help", "--version", "build --help", "new -h"] {
            assert_eq!(parse(line).unwrap_err().exit_code(), 0, "{line:?}");
        }
    }

    #[test]
    fn options_have_defaults() {
        let Command::Build(build) = parse("build").unwrap().command else { panic!("no build") };
        assert_eq!(build.site.site.site.folder, PathBuf::from("."));
        assert_eq!(
            (build.output, build.base_url, build.portable, build.adopt),
            (None, None, false, false)
        );
        assert_eq!(
            (build.site.format, build.site.site.as_of, build.site.threads),
            (Format::Human, None, None)
        );
        assert!(!build.site.strict && !build.site.quiet && !build.site.site.drafts);
    }

    #[test]
    fn all_options_of_a_build_are_read() {
        let line = "build --site desk --output /srv/www --base-url https://example.org/b/ \
            --portable --adopt --drafts \
                    --strict --as-of 2023-06-18 --threads 2 --quiet --format json";
        let Command::Build(build) = parse(line).unwrap().command else { panic!("no build") };
        assert_eq!(build.base_url.as_deref(), Some("https://example.org/b"));
        assert_eq!(build.output, Some(PathBuf::from("/srv/www")));
        assert_eq!(build.site.site.as_of, Day::new(2023, 6, 18));
        assert_eq!((build.site.threads, build.site.format), (Some(2), Format::Json));
        assert!(
            build.portable
                && build.adopt
                && build.site.site.drafts
                && build.site.strict
                && build.site.quiet
        );
    }

    #[test]
    fn an_impossible_date_is_explained() {
        let text = parse("build --as-of 2023-02-30").unwrap_err().to_string();
        assert!(
            text.contains("names a day that does not exist; February 2023 has 28 days"),
            "{text}"
        );
    }

    #[test]
    fn invalid_values_are_explained() {
        for (line, why) in [
            ("build --threads x", "write a whole number from 1 to 1024"),
            ("build --threads 0", "write a whole number from 1 to 1024"),
            ("check --online --online-limit x", "write a whole number of seconds, from 1 to 86400"),
            ("build --as-of yesterday", "write one day: year, month and day, as in `2023-06-18`"),
            (
                "build --as-of 2023-06",
                "`2023-06` is not one exact day; write one day, from `2023-06-01` to `2023-06-30`",
            ),
        ] {
            let text = parse(line).unwrap_err().to_string();
            assert!(text.contains(why), "{text}");
        }
    }

    #[test]
    fn every_command_has_a_line_and_every_option_a_text() {
        fn look(command: &clap::Command) {
            for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
                assert!(
                    argument.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
            for command in command.get_subcommands() {
                assert!(command.get_about().is_some(), "{}", command.get_name());
                look(command);
            }
        }
        look(&Args::command());
    }

    #[test]
    fn there_is_a_completion_script_for_each_shell() {
        for shell in clap_complete::Shell::value_variants() {
            assert!(CompletionsArgs { shell: *shell }.script().contains("briefgen"), "{shell}");
        }
    }
}
