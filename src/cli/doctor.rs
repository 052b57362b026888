//! `lantoa doctor`: what is wrong, and what to do about it.

use std::sync::Arc;
use std::time::SystemTime;

use super::{Done, setup};
use crate::app::{App, Themes};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::facts::Counters;
use crate::db::{Database, DbError};
use crate::media::store::{Location, Store};
use crate::names::Language;
use crate::queue;
use crate::search::Health;

/// One thing looked at.
struct Finding {
    subject: &'static str,
    /// What is, or what is wrong and what to do.
    told: Result<String, String>,
}

/// Checks everything and prints a line each.
pub async fn run(config: Config) -> Done {
    let mut findings = vec![
        Finding { subject: "configuration", told: Ok(config.base_url.clone()) },
        clock(),
        database(&config),
        storage(&config),
        themes(&config),
    ];
    findings.push(search(&config).await);
    if let Ok(app) = setup::app(config, 2) {
        findings.extend(site(&app).await);
    }
    let mut wrong = 0;
    for finding in findings {
        match finding.told {
            Ok(state) => println!("ok     {:14} {state}", finding.subject),
            Err(advice) => {
                wrong += 1;
                println!("WRONG  {:14} {advice}", finding.subject);
            }
        }
    }
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} to mend").into()) }
}

/// A machine whose clock was never set publishes at the wrong time.
fn clock() -> Finding {
    let built_after = 1_790_000_000;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |t| t.as_secs());
    let told = if now > built_after {
        Ok(Clock::system().now().to_string())
    } else {
        Err("the clock is years behind: set it, and let it follow a time server (timedatectl set-ntp true)".to_owned())
    };
    Finding { subject: "clock", told }
}

fn database(config: &Config) -> Finding {
    let looked = Database::connect(&config.database, 1).and_then(|db| {
        db.migrate()?;
        Ok(Counters::load(&mut *db.connection()?)?)
    });
    let told = match looked {
        Ok(counters) => Ok(format!("generation {}", counters.generation)),
        Err(DbError::Unavailable(why)) => Err(format!(
            "cannot be reached ({why}): is it running, and is LANTOA_DATABASE_URL right?"
        )),
        Err(DbError::NotWritable(why)) => {
            Err(format!("{why}: free disk space, or give the account write access"))
        }
        Err(error) => Err(format!("{error}: was it made by a newer version?")),
    };
    Finding { subject: "database", told }
}

fn storage(config: &Config) -> Finding {
    let looked = Location::parse(config.media_url.as_deref(), &config.data_dir)
        .map_err(|error| error.to_string())
        .and_then(|place| Store::open(&place).map_err(|error| error.to_string()))
        .and_then(|store| store.check().map_err(|error| error.to_string()));
    let told = match looked {
        Ok(()) => Ok("pictures can be stored".to_owned()),
        Err(why) => Err(format!("{why}: check LANTOA_MEDIA_URL, disk space and write access")),
    };
    Finding { subject: "pictures", told }
}

fn themes(config: &Config) -> Finding {
    let told = match Themes::start(config, 0) {
        Ok(themes) => match themes.refused() {
            None => Ok(format!("{} and desk", layers(&themes))),
            Some(fault) => Err(format!("{fault}: not in use until this is mended")),
        },
        Err(error) => Err(format!("{error}: check LANTOA_THEMES_DIR and LANTOA_THEME")),
    };
    Finding { subject: "themes", told }
}

/// `city + commune + site`: what the public site's theme is made of.
fn layers(themes: &Themes) -> String {
    let site = themes.site();
    site.layers().iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>().join(" + ")
}

async fn search(config: &Config) -> Finding {
    let engine = match setup::engine(config) {
        Ok(engine) => engine,
        Err(error) => return Finding { subject: "search", told: Err(error.to_string()) },
    };
    let told = match engine.health().await {
        Health::Ready { documents } => Ok(format!("{documents} documents")),
        Health::NeedsRebuild(reason) => {
            Err(format!("{reason}: run `lantoa reindex`, or start the server, which does it"))
        }
        Health::Unavailable { why } => {
            Err(format!("{why}: check LANTOA_SEARCH_URL and LANTOA_SEARCH_KEY"))
        }
    };
    Finding { subject: "search", told }
}

/// What only a working application can tell.
async fn site(app: &Arc<App>) -> Vec<Finding> {
    let depth = app.db.run(|conn| queue::depth(conn).map_err(DbError::from)).await;
    let told = match depth {
        Ok((waiting, 0)) => Ok(format!("{waiting} orders wait")),
        Ok((_, dead)) => Err(format!("{dead} orders failed for good: replay them at /desk/orders")),
        Err(error) => Err(error.to_string()),
    };
    let queue = Finding { subject: "queue", told };
    let unset = ["responsible", "address", "phone", "email"]
        .into_iter()
        .filter(|field| is_placeholder(app.reference().identity.text(Language::Vi, field)))
        .collect::<Vec<_>>();
    let told = if unset.is_empty() {
        Ok("footer is complete".to_owned())
    } else {
        Err(format!(
            "the footer lacks {}: set them in content/site.toml, then run `lantoa import content`",
            unset.join(", ")
        ))
    };
    vec![queue, Finding { subject: "identity", told }]
}

/// Whether an identity's field still holds what the shipped content fills in.
fn is_placeholder(text: &str) -> bool {
    let signs = ["cơ quan vận hành điền", "0000 0000", "example."];
    text.is_empty() || signs.iter().any(|sign| text.contains(sign))
}
