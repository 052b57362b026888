//! `lantoa`: what can be asked of it from a terminal.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.

/// Prints a line. Who reads no further (`lantoa config | head -1`) is told no more.
macro_rules! tell {
    ($($words:tt)*) => {{
        use std::io::Write;
        // Nobody is left to be told that nothing can be told.
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

mod doctor;
mod export;
mod first_run;
mod help;
mod import;
mod reindex;
mod serve;
mod setup;
pub mod user;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Config, KEYS};
use crate::names::{Language, say};

/// Lan Tỏa: the content system for what a city says about poverty reduction.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER)]
pub struct Arguments {
    /// The configuration file; without this lantoa.toml, which may be absent.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// The language of help and messages: vi or en.
    #[arg(long, default_value = "vi", global = true)]
    language: Language,
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Configuration comes from defaults, then the file, then the environment (LANTOA_LISTEN,
LANTOA_DATA_DIR, LANTOA_DATABASE_URL, LANTOA_SEARCH_URL, LANTOA_SEARCH_KEY, LANTOA_MEDIA_URL,
LANTOA_BASE_URL …); `lantoa config` lists every key with its default and what is allowed.

Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site and the desk until interrupted.
    ///
    /// Migrates the database first. With --setup, an empty database is filled
    /// from the content folder, and a one-time link is printed with which the
    /// first administrator sets a password.
    Serve {
        /// Prepare an empty database before serving.
        #[arg(long)]
        setup: bool,
    },
    /// Bring the database's schema up to date.
    Migrate,
    /// Import a folder of Markdown files, or a file of JSON Lines.
    Import(import::Arguments),
    /// Export everything but accounts into a folder that `import` reads back.
    Export(export::Arguments),
    /// Make the search index anew, beside the serving one.
    ///
    /// Needed only after trouble: changes reach the index by themselves.
    Reindex,
    /// Check configuration, database, search, storage and clock.
    ///
    /// Says of everything that is wrong what to do about it; exits with 1 when
    /// something is.
    Doctor,
    /// Accounts: add, set a password, list.
    #[command(subcommand)]
    User(user::User),
    /// List every configuration key with its default and what is allowed.
    Config,
}

impl Arguments {
    /// What was typed. Help, and what is wrong with it, is told at once, and the
    /// process ends.
    pub fn read() -> Self {
        let typed: Vec<String> =
            std::env::args_os().map(|one| one.to_string_lossy().into_owned()).collect();
        let language = language_typed(&typed);
        let command = match language {
            Language::Vi => help::in_vietnamese(Self::command()),
            Language::En => Self::command(),
        };
        let matches = command.try_get_matches();
        let read = matches.and_then(|matches| Self::from_arg_matches(&matches));
        read.unwrap_or_else(|error| {
            match help::refusal(&error).filter(|_| language == Language::Vi) {
                Some(told) => {
                    eprintln!("{told}");
                    std::process::exit(2)
                }
                None => error.exit(),
            }
        })
    }
}

/// The language asked for, before anything else is read: help is in it.
fn language_typed(typed: &[String]) -> Language {
    let after = typed.iter().zip(typed.iter().skip(1));
    let apart = after.filter(|(name, _)| *name == "--language").map(|(_, value)| value.as_str());
    let joined = typed.iter().filter_map(|one| one.strip_prefix("--language="));
    apart.chain(joined).find_map(|value| value.parse().ok()).unwrap_or(Language::Vi)
}

/// Runs the command and says how it went.
pub fn run(arguments: Arguments) -> ExitCode {
    let language = arguments.language;
    if matches!(arguments.command, Command::Config) {
        list_keys(language);
        return ExitCode::SUCCESS;
    }
    let config = match Config::load(arguments.config.as_deref()) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{}", error.message(language));
            return ExitCode::from(2);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        match arguments.command {
            Command::Serve { setup } => serve::run(config, setup, language).await,
            Command::Migrate => setup::migrate(&config, language),
            Command::Import(arguments) => import::run(&config, &arguments, language),
            Command::Export(arguments) => export::run(&config, &arguments, language),
            Command::Reindex => reindex::run(config, language).await,
            Command::Doctor => doctor::run(config, language).await,
            Command::User(command) => user::run(command, &config, language),
            Command::Config => Ok(()),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            if error.is::<words::Misconfigured>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// What a command answers: nothing, or why it failed, to be printed.
type Done = Result<(), Box<dyn std::error::Error>>;

fn list_keys(language: Language) {
    let empty = say!(language, "(trống)", "(empty)");
    for key in KEYS {
        let default = if key.default.is_empty() { &empty } else { key.default };
        tell!("{:18} LANTOA_{:18} {default}", key.name, key.name.to_uppercase());
        tell!("{:18} {}", "", key.allowed(language));
    }
}

#[cfg(test)]
mod tests;
