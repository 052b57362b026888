//! What can be configured, and what is told of it where it is wrong.

use std::fmt;
use std::io::ErrorKind;

use crate::names::{Language, nearest, say};
use crate::syntax;

/// One configuration key, as `lantoa config` and error messages tell it.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    pub name: &'static str,
    pub default: &'static str,
    pub secret: bool,
    vi: &'static str,
    en: &'static str,
}

impl Key {
    /// What its value may be.
    pub fn allowed(&self, language: Language) -> &'static str {
        match language {
            Language::Vi => self.vi,
            Language::En => self.en,
        }
    }

    /// The value most like `given`, of a key that knows its values by name.
    fn nearest(&self, given: &str) -> Option<&'static str> {
        let names: &[&str] = match self.name {
            "log" => &["error", "warn", "info", "debug", "trace"],
            "log_format" => &["text", "json"],
            "dev" | "behind_proxy" => &["true", "false"],
            _ => &[],
        };
        nearest(given.trim_matches('"'), names.iter().copied())
    }
}

const fn key(name: &'static str, default: &'static str, vi: &'static str, en: &'static str) -> Key {
    Key { name, default, secret: false, vi, en }
}

const fn secret(name: &'static str, vi: &'static str, en: &'static str) -> Key {
    Key { name, default: "", secret: true, vi, en }
}

/// Every key there is. In the environment: `LANTOA_` and the name in capitals.
pub const KEYS: &[Key] = &[
    key(
        "listen",
        "127.0.0.1:8080",
        "địa chỉ và cổng, như 127.0.0.1:8080",
        "an address and a port, such as 127.0.0.1:8080",
    ),
    key(
        "data_dir",
        "var",
        "thư mục cho cơ sở dữ liệu, chỉ mục, ảnh và bản thu",
        "a folder for the database, the index, pictures and recordings",
    ),
    secret(
        "database_url",
        "sqlite:ĐƯỜNG_DẪN hoặc postgres://TÀI_KHOẢN:MẬT_KHẨU@MÁY/TÊN; để trống: một tệp trong thư \
         mục dữ liệu; sslmode=require trở lên: với bản dựng có --features postgres-tls",
        "sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME; empty: a file in the data folder; \
         sslmode=require and above: in a program built with --features postgres-tls",
    ),
    key(
        "search_url",
        "",
        "http(s)://… của máy chủ Meilisearch; để trống: bộ tìm kiếm có sẵn",
        "http(s)://… of a Meilisearch server; empty: the embedded engine",
    ),
    secret("search_key", "khóa của máy chủ Meilisearch", "the Meilisearch server's key"),
    key(
        "media_url",
        "",
        "thư mục cho ảnh và bản thu; để trống: `media` trong thư mục dữ liệu",
        "a folder for pictures and recordings; empty: `media` in the data folder",
    ),
    key(
        "base_url",
        "",
        "http(s)://MÁY[:CỔNG] của trang công khai; để trống: địa chỉ đang nghe",
        "http(s)://HOST[:PORT] of the public site; empty: the listen address",
    ),
    key("themes_dir", "themes", "thư mục các giao diện", "the folder of themes"),
    key(
        "content_dir",
        "content",
        "thư mục mà trang mới được nạp từ đó",
        "the folder a new site is filled from",
    ),
    key(
        "theme",
        "city",
        "tên một thư mục trong thư mục các giao diện",
        "the name of a folder in the themes' folder",
    ),
    key(
        "site_theme_dir",
        "",
        "thư mục những gì trang này làm khác giao diện; để trống: `theme` trong thư mục dữ liệu",
        "the folder of what this site changes in its theme; empty: `theme` in the data folder",
    ),
    key(
        "dev",
        "false",
        "true khi đang sửa giao diện: thay đổi hiện ra ngay; nếu không thì false",
        "true while somebody works on a theme: changes appear without a restart; else false",
    ),
    key(
        "upload_limit_mb",
        "20",
        "số megabyte của một tệp tải lên, 1 đến 200",
        "megabytes of one upload, 1 to 200",
    ),
    key(
        "cache_limit_mb",
        "64",
        "số megabyte trang đã dựng giữ trong bộ nhớ, 1 đến 4096",
        "megabytes of rendered pages kept in memory, 1 to 4096",
    ),
    key(
        "web_threads",
        "2",
        "số luồng trả lời yêu cầu, 1 đến 64",
        "threads that serve requests, 1 to 64",
    ),
    key(
        "queue_workers",
        "2",
        "số việc làm cùng lúc, 1 đến 16",
        "orders done at the same time, 1 to 16",
    ),
    key(
        "drain_seconds",
        "1",
        "số giây máy chủ báo sắp dừng trước khi đóng, 0 đến 60",
        "seconds a stopping server says so before it closes, 0 to 60",
    ),
    key(
        "behind_proxy",
        "false",
        "true khi có máy chủ trung gian của mình ghi X-Forwarded-For; nếu không thì false",
        "true when a proxy of yours writes X-Forwarded-For, else false",
    ),
    secret(
        "metrics_token",
        "mã mở được /metrics; để trống: đóng",
        "the bearer token that opens /metrics; empty: closed",
    ),
    key(
        "log",
        "info",
        "một mức (error, warn, info, debug, trace) hoặc một bộ lọc tracing",
        "a level (error, warn, info, debug, trace) or a tracing filter",
    ),
    key("log_format", "text", "text hoặc json", "text or json"),
];

/// What the environment is called among the places that a value comes from.
pub(super) const ENVIRONMENT: &str = "environment";
/// What the defaults are called.
pub(super) const DEFAULT: &str = "default";

/// One thing wrong with the configuration, told so that it can be mended.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    Unknown {
        place: String,
        name: String,
        nearest: Option<&'static str>,
    },
    /// `value`: `None` is a secret.
    Bad {
        place: String,
        key: &'static Key,
        value: Option<String>,
    },
    File {
        path: String,
        why: ErrorKind,
    },
    /// Line and column count from 1.
    Syntax {
        path: String,
        line: usize,
        column: usize,
        why: String,
    },
}

impl Fault {
    fn message(&self, language: Language) -> String {
        let meant =
            |near: &str| say!(language, "; có phải là `{near}`?", "; did you mean `{near}`?");
        match self {
            Self::Unknown { place, name, nearest } => {
                let hint = nearest.map(|near| meant(&there(place, near)));
                let name = there(place, name);
                let place = place_named(place, language);
                let hint = hint.unwrap_or_else(|| ".".to_owned());
                say!(
                    language,
                    "{place}: không có mục `{name}`{hint} `lantoa config` liệt kê mọi mục.",
                    "{place}: there is no key `{name}`{hint} `lantoa config` lists them all."
                )
            }
            Self::Bad { place, key, value } => {
                let (name, allowed) = (there(place, key.name), key.allowed(language));
                let place = place_named(place, language);
                let secret = || say!(language, "(bí mật)", "(secret)");
                let near = value.as_deref().and_then(|value| key.nearest(value));
                let hint = near.map(meant).unwrap_or_default();
                let value = value.clone().unwrap_or_else(secret);
                say!(
                    language,
                    "{place}: `{name}` là {value}; được phép: {allowed}{hint}",
                    "{place}: `{name}` is {value}; allowed: {allowed}{hint}"
                )
            }
            Self::File { path, why } => {
                let why = match why {
                    ErrorKind::NotFound => {
                        say!(language, "không có tệp này", "there is no such file")
                    }
                    ErrorKind::PermissionDenied => {
                        say!(language, "chương trình không có quyền đọc", "it may not be read")
                    }
                    ErrorKind::InvalidData => {
                        say!(language, "không phải văn bản UTF-8", "it is no text in UTF-8")
                    }
                    other => other.to_string(),
                };
                say!(language, "{path}: không đọc được: {why}", "{path}: cannot be read: {why}")
            }
            Self::Syntax { path, line, column, why } => {
                let vi = syntax::in_vietnamese(why).unwrap_or(why);
                say!(
                    language,
                    "{path}:{line}:{column}: sai cú pháp TOML: {vi}",
                    "{path}:{line}:{column}: no valid TOML: {why}"
                )
            }
        }
    }
}

/// A key as it is written in that place.
fn there(place: &str, name: &str) -> String {
    match place {
        ENVIRONMENT => format!("LANTOA_{}", name.to_uppercase()),
        _ => name.to_owned(),
    }
}

fn place_named(place: &str, language: Language) -> String {
    match place {
        ENVIRONMENT => say!(language, "biến môi trường", "environment"),
        DEFAULT => say!(language, "giá trị mặc định", "default"),
        file => file.to_owned(),
    }
}

/// All faults found, one a line.
#[derive(Debug, thiserror::Error)]
pub struct ConfigError(pub Vec<Fault>);

impl ConfigError {
    pub fn message(&self, language: Language) -> String {
        let lines: Vec<String> = self.0.iter().map(|fault| fault.message(language)).collect();
        lines.join("\n")
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}
