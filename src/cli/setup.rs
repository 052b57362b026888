//! Putting the application together for a command.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use tracing_subscriber::EnvFilter;

use super::{Done, words};
use crate::app::{App, StartError};
use crate::clock::Clock;
use crate::config::{Config, LogFormat};
use crate::db::Database;
use crate::names::{Language, say};
use crate::search::Engine;
use crate::search::embedded::Embedded;
use crate::search::meilisearch::Meilisearch;

/// Connections of a command that does one thing after the other.
pub const FEW: u32 = 4;

/// Starts logging as configured, to standard error.
pub fn log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second call (tests) keeps the first subscriber.
    let _ = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
}

/// Where the embedded engine keeps its index.
pub fn index_folder(config: &Config) -> PathBuf {
    config.data_dir.join("index")
}

/// The configured search engine: a Meilisearch server, or the embedded engine,
/// which opens its index in the data folder.
pub fn engine(config: &Config) -> Result<Arc<dyn Engine>, StartError> {
    let Some((url, key)) = &config.search else {
        return Ok(Arc::new(Embedded::open(index_folder(config))));
    };
    let key = Some(key.reveal()).filter(|key| !key.is_empty());
    let server = Meilisearch::new(url, key, "lantoa").ok_or(StartError::SearchKey)?;
    Ok(Arc::new(server))
}

/// The application, with the system's clock.
pub fn app(config: Config, connections: u32) -> Result<Arc<App>, StartError> {
    let engine = engine(&config)?;
    Ok(Arc::new(App::new(config, engine, Clock::system(), connections)?))
}

/// `lantoa migrate`.
pub fn migrate(config: &Config, language: Language) -> Done {
    let database = Database::connect(&config.database, 1);
    database
        .and_then(|database| database.migrate())
        .map_err(|error| words::database(&error, language))?;
    let told = say!(
        language,
        "Cấu trúc cơ sở dữ liệu đã đúng phiên bản này.",
        "The database's schema is up to date."
    );
    tell!("{told}");
    Ok(())
}
