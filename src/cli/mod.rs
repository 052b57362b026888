//! `lantoa`: what can be asked of it from a terminal.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.

mod doctor;
mod export;
mod first_run;
mod import;
mod reindex;
mod serve;
mod setup;
pub mod user;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, KEYS};

/// Lan Tỏa: the content system for what a city says about poverty reduction.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER)]
pub struct Arguments {
    /// The configuration file; it may be absent.
    #[arg(long, default_value = "lantoa.toml", global = true)]
    config: PathBuf,
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

/// Runs the command and says how it went.
pub fn run(arguments: Arguments) -> ExitCode {
    if matches!(arguments.command, Command::Config) {
        list_keys();
        return ExitCode::SUCCESS;
    }
    let config = match Config::load(&arguments.config) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{error}");
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
            Command::Serve { setup } => serve::run(config, setup).await,
            Command::Migrate => setup::migrate(&config),
            Command::Import(arguments) => import::run(&config, &arguments),
            Command::Export(arguments) => export::run(&config, &arguments),
            Command::Reindex => reindex::run(config).await,
            Command::Doctor => doctor::run(config).await,
            Command::User(command) => user::run(command, &config),
            Command::Config => Ok(()),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What a command answers: nothing, or why it failed, to be printed.
type Done = Result<(), Box<dyn std::error::Error>>;

fn list_keys() {
    for key in KEYS {
        let default = if key.default.is_empty() { "(empty)" } else { key.default };
        println!("{:18} LANTOA_{:18} {default}", key.name, key.name.to_uppercase());
        println!("{:18} {}", "", key.allowed);
    }
}
