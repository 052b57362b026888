//! Configuration: defaults < `lantoa.toml` < environment `LANTOA_*`.
//!
//! Each key is described once, in [`KEYS`]; what is unknown or wrong stops the
//! start with the key, the value, what is allowed and the nearest valid name.

use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::names::nearest;

mod keys;

pub use keys::{ConfigError, Fault, KEYS, Key};
use keys::{DEFAULT, ENVIRONMENT};

/// A value that must never reach a log: its `Debug` and `Display` say nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Which database, told by the URL's scheme alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file; its folder is made when absent.
    Sqlite(PathBuf),
    /// A libpq connection URI.
    Postgres(Secret),
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// What a process was started with; every value already parsed and in range.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub data_dir: PathBuf,
    pub database: DatabaseUrl,
    /// Meilisearch's address and key; `None` is the embedded engine.
    pub search: Option<(String, Secret)>,
    /// `None` is the folder `media` in the data folder.
    pub media_url: Option<String>,
    /// Scheme and authority of public addresses, without a slash at the end.
    pub base_url: String,
    pub themes_dir: PathBuf,
    pub content_dir: PathBuf,
    pub theme: String,
    /// Where the site keeps what it does otherwise than its theme.
    pub site_theme_dir: PathBuf,
    /// Whether somebody is at work on the themes: changes appear by themselves.
    pub dev: bool,
    /// Bytes.
    pub upload_limit: usize,
    /// Bytes of rendered pages kept in memory.
    pub cache_limit: u64,
    /// Threads that serve requests.
    pub web_threads: usize,
    /// Orders done at the same time.
    pub queue_workers: usize,
    /// How long a stopping server still answers, telling proxies to go elsewhere.
    pub drain: std::time::Duration,
    /// Whether `X-Forwarded-For` is written by a proxy of ours.
    pub behind_proxy: bool,
    /// Who may read `/metrics`; `None`: nobody.
    pub metrics_token: Option<Secret>,
    pub log: String,
    pub log_format: LogFormat,
}

/// Where a value came from, and the value as it was written.
type Given = BTreeMap<&'static str, (String, String)>;

/// Where the configuration is looked for unless another place is named.
const FILE: &str = "lantoa.toml";

impl Config {
    /// Reads `file`, or [`FILE`] when it exists, and the environment's `LANTOA_*`.
    pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
        let own = file.unwrap_or(Path::new(FILE));
        let given = match read_file(own)? {
            None if file.is_some() => return Err(unread(own, ErrorKind::NotFound)),
            read => read.unwrap_or_default(),
        };
        Self::from_sources(given, std::env::vars())
    }

    /// The same from given sources: pairs of `(place, key, value)` of a file,
    /// and environment variables.
    pub fn from_sources(
        file: Vec<FromFile>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Config, ConfigError> {
        let mut given = Given::new();
        let mut faults = Vec::new();
        let from_environment = environment.filter_map(|(name, value)| {
            let key = name.strip_prefix("LANTOA_")?;
            (!key.starts_with("TEST_")).then(|| (ENVIRONMENT.to_owned(), key.to_lowercase(), value))
        });
        for (place, name, value) in file.into_iter().chain(from_environment) {
            match KEYS.iter().find(|key| key.name == name) {
                Some(key) => {
                    given.insert(key.name, (place, value));
                }
                None => faults.push(Fault::Unknown {
                    place,
                    nearest: nearest(&name, KEYS.iter().map(|k| k.name)),
                    name,
                }),
            }
        }
        let config = parse(&given, &mut faults);
        if faults.is_empty() { Ok(config) } else { Err(ConfigError(faults)) }
    }
}

fn unread(path: &Path, why: ErrorKind) -> ConfigError {
    ConfigError(vec![Fault::File { path: path.display().to_string(), why }])
}

/// A place, a key and its value.
type FromFile = (String, String, String);

/// What a file says, if there is one: its place, key and value.
fn read_file(path: &Path) -> Result<Option<Vec<FromFile>>, ConfigError> {
    let place = path.display().to_string();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unread(path, error.kind())),
    };
    let table: toml::Table = text.parse().map_err(|error| syntax_fault(&place, &text, &error))?;
    let plain = |value: toml::Value| match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    let given = table.into_iter().map(|(key, value)| (place.clone(), key, plain(value)));
    Ok(Some(given.collect()))
}

fn syntax_fault(path: &str, text: &str, error: &toml::de::Error) -> ConfigError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    let (path, why) = (path.to_owned(), error.message().to_owned());
    ConfigError(vec![Fault::Syntax { path, line, column, why }])
}

/// Reads one value after the other and remembers what is wrong with each.
struct Reader<'a> {
    given: &'a Given,
    faults: &'a mut Vec<Fault>,
}

impl Reader<'_> {
    fn text(&self, name: &'static str) -> String {
        match self.given.get(name) {
            Some((_, value)) => value.trim().to_owned(),
            None => KEYS.iter().find(|key| key.name == name).map_or("", |k| k.default).to_owned(),
        }
    }

    /// The value through `read`, or a fault and `instead`.
    fn value<T>(
        &mut self,
        name: &'static str,
        instead: T,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> T {
        let text = self.text(name);
        read(&text).unwrap_or_else(|| {
            let place = self.given.get(name).map_or(DEFAULT, |(place, _)| place).to_owned();
            let key = KEYS.iter().find(|key| key.name == name);
            // An address with somebody's name in it may have their password too.
            let secret = key.is_some_and(|key| key.secret) || text.contains('@');
            let value = (!secret).then(|| format!("{text:?}"));
            self.faults.extend(key.map(|key| Fault::Bad { place, key, value }));
            instead
        })
    }

    fn number(&mut self, name: &'static str, range: std::ops::RangeInclusive<u64>) -> u64 {
        self.value(name, 0, |text| text.parse().ok().filter(|n| range.contains(n)))
    }

    fn optional_secret(&self, name: &'static str) -> Option<Secret> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(Secret)
    }
}

fn parse(given: &Given, faults: &mut Vec<Fault>) -> Config {
    let mut read = Reader { given, faults };
    let listen = read.value("listen", ([127, 0, 0, 1], 8080).into(), |text| text.parse().ok());
    // Empty, it would be wherever the program happens to be started.
    let folder = |text: &str| (!text.is_empty()).then(|| PathBuf::from(text));
    let data_dir = read.value("data_dir", PathBuf::from("var"), folder);
    let in_data_dir = DatabaseUrl::Sqlite(data_dir.join("lantoa.db"));
    let database =
        read.value("database_url", in_data_dir.clone(), |url| database_url(url, &in_data_dir));
    let key = read.optional_secret("search_key").unwrap_or(Secret(String::new()));
    let search = read
        .value("search_url", None, |url| optional(url, web_address))
        .map(|address| (address, key));
    let own_address = format!("http://{listen}");
    let base_url =
        read.value("base_url", None, |url| optional(url, web_address)).unwrap_or(own_address);
    Config {
        listen,
        database,
        search,
        base_url,
        media_url: Some(read.text("media_url")).filter(|text| !text.is_empty()),
        themes_dir: PathBuf::from(read.text("themes_dir")),
        content_dir: PathBuf::from(read.text("content_dir")),
        theme: read.text("theme"),
        site_theme_dir: Some(read.text("site_theme_dir"))
            .filter(|text| !text.is_empty())
            .map_or_else(|| data_dir.join("theme"), PathBuf::from),
        dev: read.value("dev", false, |text| text.parse().ok()),
        upload_limit: read.number("upload_limit_mb", 1..=200) as usize * 1_000_000,
        cache_limit: read.number("cache_limit_mb", 1..=4096) * 1_000_000,
        web_threads: read.number("web_threads", 1..=64) as usize,
        queue_workers: read.number("queue_workers", 1..=16) as usize,
        drain: std::time::Duration::from_secs(read.number("drain_seconds", 0..=60)),
        behind_proxy: read.value("behind_proxy", false, |text| text.parse().ok()),
        metrics_token: read.optional_secret("metrics_token"),
        log: read.value("log", String::new(), |text| {
            (is_filter(text) && tracing_subscriber::EnvFilter::try_new(text).is_ok())
                .then(|| text.to_owned())
        }),
        log_format: read.value("log_format", LogFormat::Text, |text| match text {
            "text" => Some(LogFormat::Text),
            "json" => Some(LogFormat::Json),
            _ => None,
        }),
        data_dir,
    }
}

/// `Some(None)` for an empty text, else what `read` makes of it.
fn optional<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { read(text).map(Some) }
}

fn database_url(url: &str, default: &DatabaseUrl) -> Option<DatabaseUrl> {
    if url.is_empty() {
        return Some(default.clone());
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let asks_for_tls =
            ["sslmode=require", "sslmode=verify"].iter().any(|mode| url.contains(mode));
        let can = cfg!(feature = "postgres-tls") || !asks_for_tls;
        return (can && is_well_formed(url)).then(|| DatabaseUrl::Postgres(Secret::new(url)));
    }
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty()).then(|| DatabaseUrl::Sqlite(PathBuf::from(path)))
}

/// Whether libpq can take the URL apart. It tells what it cannot read word for
/// word, password and all, so that must never come to it.
fn is_well_formed(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let at_most_one_at = authority.matches('@').count() <= 1 && !path.contains('@');
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    let brackets = host.starts_with('[') == host.contains(']');
    let escapes = url.split('%').skip(1).all(|rest| {
        let code = rest.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        code.is_some_and(|code| code != 0)
    });
    let port_is_one = host.ends_with(']') || port.bytes().all(|byte| byte.is_ascii_digit());
    let plain = !url.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    at_most_one_at && brackets && escapes && port_is_one && plain
}

/// Scheme and authority, without a slash at the end and without a path.
fn web_address(url: &str) -> Option<String> {
    let address = url.trim_end_matches('/');
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let clean = !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']);
    clean.then(|| address.to_owned())
}

/// A word alone is a level: as the name of a module, which it might be as well,
/// `infoo` would silence everything.
fn is_filter(text: &str) -> bool {
    let levels = ["off", "error", "warn", "info", "debug", "trace"];
    text.split(',').map(str::trim).all(|part| {
        part.contains(['=', ':', '['])
            || levels.iter().any(|level| part.eq_ignore_ascii_case(level))
    })
}

#[cfg(test)]
mod tests;
