//! Putting the application together for a command.

use std::sync::Arc;

use tracing_subscriber::EnvFilter;

use super::Done;
use crate::app::{App, StartError};
use crate::clock::Clock;
use crate::config::{Config, LogFormat};
use crate::db::Database;
use crate::search::Engine;
use crate::search::embedded::Embedded;

/// Connections of a command that does one thing after the other.
pub const FEW: u32 = 4;

/// Starts logging as configured, to standard error.
pub fn log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call (tests) keeps the first subscriber.
    let _ = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
}

/// The configured search engine; the embedded one opens its index in the data folder.
pub fn engine(config: &Config) -> Arc<dyn Engine> {
    Arc::new(Embedded::open(config.data_dir.join("index")))
}

/// The application, with the system's clock.
pub fn app(config: Config, connections: u32) -> Result<Arc<App>, StartError> {
    let engine = engine(&config);
    Ok(Arc::new(App::new(config, engine, Clock::system(), connections)?))
}

/// `lantoa migrate`.
pub fn migrate(config: &Config) -> Done {
    Database::connect(&config.database, 1)?.migrate()?;
    println!("The database's schema is up to date.");
    Ok(())
}
