//! `lantoa doctor`: what is wrong, and what to do about it. It changes nothing.

use std::sync::Arc;
use std::time::SystemTime;

use super::{Done, setup, words};
use crate::app::{App, Themes};
use crate::clock::Clock;
use crate::config::{Config, DatabaseUrl};
use crate::db::facts::Counters;
use crate::db::{Database, DbError, Schema, writable};
use crate::media::store::{Location, Store};
use crate::names::{Language, say};
use crate::queue;
use crate::search::{Health, RebuildReason};
use crate::text::display::{date_time, number};

/// One thing looked at.
struct Finding {
    subject: String,
    /// What is, or what is wrong and what to do.
    told: Result<String, String>,
}

/// Checks everything and prints a line each.
pub async fn run(config: Config, language: Language) -> Done {
    let doctor = Doctor { language };
    let database = doctor.database(&config);
    let works = database.told.is_ok();
    let mut findings = vec![
        doctor.configuration(&config),
        doctor.clock(),
        database,
        doctor.storage(&config),
        doctor.themes(&config),
        doctor.search(&config).await,
    ];
    if works && let Ok(app) = setup::app(config, 2) {
        findings.extend(doctor.site(&app).await);
    }
    let wrong = findings.iter().filter(|finding| finding.told.is_err()).count();
    let [ok, bad] = [say!(language, "ổn ", "ok   "), say!(language, "SAI", "WRONG")];
    for Finding { subject, told } in findings {
        match told {
            Ok(state) => tell!("{ok}  {subject:14} {state}"),
            Err(advice) => tell!("{bad}  {subject:14} {advice}"),
        }
    }
    match wrong {
        0 => Ok(()),
        wrong => Err(say!(language, "{wrong} chỗ cần sửa", "{wrong} to mend").into()),
    }
}

struct Doctor {
    language: Language,
}

impl Doctor {
    fn configuration(&self, config: &Config) -> Finding {
        let subject = say!(self.language, "cấu hình", "configuration");
        Finding { subject, told: Ok(config.base_url.clone()) }
    }

    /// A machine whose clock was never set publishes at the wrong time.
    fn clock(&self) -> Finding {
        let built_after = 1_790_000_000;
        let now =
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |t| t.as_secs());
        let told = if now > built_after {
            Ok(format!("{} (UTC+07:00)", date_time(Clock::system().now().and_utc())))
        } else {
            Err(say!(
                self.language,
                "đồng hồ chậm hàng năm: hãy chỉnh, và cho theo máy chủ giờ (timedatectl set-ntp true)",
                "the clock is years behind: set it, and let it follow a time server (timedatectl set-ntp true)"
            ))
        };
        Finding { subject: say!(self.language, "đồng hồ", "clock"), told }
    }

    fn database(&self, config: &Config) -> Finding {
        let subject = say!(self.language, "cơ sở dữ liệu", "database");
        if let DatabaseUrl::Sqlite(file) = &config.database
            && !file.exists()
        {
            // a folder that is not there yet is left so: a look changes nothing
            let folder = file.parent().filter(|folder| folder.is_dir());
            if let Some(Err(error)) = folder.map(writable) {
                return Finding { subject, told: Err(self.database_advice(&error)) };
            }
            let file = file.display();
            let told = say!(
                self.language,
                "chưa có {file}: `lantoa serve --setup` tạo và nạp nội dung",
                "there is no {file} yet: `lantoa serve --setup` makes and fills it"
            );
            return Finding { subject, told: Err(told) };
        }
        let looked = Database::connect(&config.database, 1).and_then(|db| match db.schema()? {
            Schema::Current => {
                let generation = Counters::load(&mut *db.connection()?)?.generation;
                Ok((Schema::Current, generation))
            }
            other => Ok((other, 0)),
        });
        let told = match looked {
            Ok((Schema::Current, generation)) => {
                Ok(say!(self.language, "thế hệ {generation}", "generation {generation}"))
            }
            Ok((Schema::Older, _)) => Err(say!(
                self.language,
                "cấu trúc là của bản cũ: hãy chạy `lantoa migrate`, hoặc khởi động máy chủ",
                "its schema is of an older version: run `lantoa migrate`, or start the server"
            )),
            Ok((Schema::Newer, _)) => Err(say!(
                self.language,
                "cấu trúc là của bản mới hơn: hãy dùng bản ấy, hoặc khôi phục bản sao lưu cũ",
                "its schema is of a newer version: use that one, or restore an older backup"
            )),
            Err(error) => Err(self.database_advice(&error)),
        };
        Finding { subject, told }
    }

    fn database_advice(&self, error: &DbError) -> String {
        let what = words::database(error, self.language);
        match error {
            DbError::Unavailable(_) => say!(
                self.language,
                "{what}: máy chủ có chạy không, LANTOA_DATABASE_URL có đúng không?",
                "{what}: is it running, and is LANTOA_DATABASE_URL right?"
            ),
            DbError::NotWritable(_) => say!(
                self.language,
                "{what}: hãy giải phóng ổ đĩa, hoặc cấp quyền ghi",
                "{what}: free disk space, or give the account write access"
            ),
            DbError::Damaged(_) | DbError::Missing(_) => what,
            _ => say!(
                self.language,
                "{what}: có phải do bản mới hơn tạo ra không?",
                "{what}: was it made by a newer version?"
            ),
        }
    }

    fn storage(&self, config: &Config) -> Finding {
        let language = self.language;
        let subject = say!(language, "kho ảnh", "pictures");
        let place = Location::parse(config.media_url.as_deref(), &config.data_dir)
            .map_err(|error| words::location(&error, language));
        if let Ok(Location::Folder(folder)) = &place
            && !folder.exists()
        {
            let folder = folder.display();
            let told = say!(
                language,
                "chưa có {folder}: máy chủ tạo khi khởi động",
                "there is no {folder} yet: the server makes it at its start"
            );
            return Finding { subject, told: Err(told) };
        }
        let looked = place.and_then(|place| {
            let looked = Store::open(&place).and_then(|store| store.check());
            looked.map_err(|error| words::store(&error, language))
        });
        let told = match looked {
            Ok(()) => Ok(say!(language, "lưu được ảnh", "pictures can be stored")),
            Err(why) => Err(say!(
                language,
                "{why}: hãy xem LANTOA_MEDIA_URL, chỗ trống và quyền ghi",
                "{why}: check LANTOA_MEDIA_URL, disk space and write access"
            )),
        };
        Finding { subject, told }
    }

    fn themes(&self, config: &Config) -> Finding {
        let told = match Themes::start(config, 0) {
            Ok(themes) => match themes.refused() {
                None => {
                    let layers = layers(&themes);
                    Ok(say!(self.language, "{layers} và desk", "{layers} and desk"))
                }
                Some(fault) => {
                    let fault = words::theme(&fault, self.language);
                    Err(say!(
                        self.language,
                        "{fault}: chưa được dùng cho đến khi sửa",
                        "{fault}: not in use until this is mended"
                    ))
                }
            },
            Err(fault) => {
                let fault = words::theme(&fault, self.language);
                Err(say!(
                    self.language,
                    "{fault}: hãy xem LANTOA_THEMES_DIR và LANTOA_THEME",
                    "{fault}: check LANTOA_THEMES_DIR and LANTOA_THEME"
                ))
            }
        };
        Finding { subject: say!(self.language, "giao diện", "themes"), told }
    }

    async fn search(&self, config: &Config) -> Finding {
        let language = self.language;
        let subject = say!(language, "tìm kiếm", "search");
        let engine = match setup::engine(config) {
            Ok(engine) => engine,
            Err(error) => return Finding { subject, told: Err(words::start(&error, language)) },
        };
        let told = match engine.health().await {
            Health::Ready { documents } => {
                let documents = number(i64::try_from(documents).unwrap_or(i64::MAX));
                Ok(say!(language, "{documents} nội dung", "{documents} documents"))
            }
            Health::NeedsRebuild(RebuildReason::Corrupt { .. })
                if let Err(error) = writable(&setup::index_folder(config)) =>
            {
                Err(self.database_advice(&error))
            }
            Health::NeedsRebuild(reason) => {
                let reason = words::index(&reason, language);
                Err(say!(
                    language,
                    "{reason}: hãy chạy `lantoa reindex`, hoặc khởi động máy chủ, nó sẽ tự làm",
                    "{reason}: run `lantoa reindex`, or start the server, which does it"
                ))
            }
            Health::Unavailable { why } => Err(say!(
                language,
                "không dùng được ({why}): hãy xem LANTOA_SEARCH_URL và LANTOA_SEARCH_KEY",
                "{why}: check LANTOA_SEARCH_URL and LANTOA_SEARCH_KEY"
            )),
        };
        Finding { subject, told }
    }

    /// What only a working application can tell.
    async fn site(&self, app: &Arc<App>) -> [Finding; 2] {
        let language = self.language;
        let depth = app.db.run(|conn| queue::depth(conn).map_err(DbError::from)).await;
        let told = match depth {
            Ok((waiting, 0)) => {
                Ok(say!(language, "{waiting} việc đang chờ", "{waiting} orders wait"))
            }
            Ok((_, dead)) => Err(say!(
                language,
                "{dead} việc không làm được: hãy làm lại ở /desk/orders",
                "{dead} orders failed for good: replay them at /desk/orders"
            )),
            Err(error) => Err(words::database(&error, language)),
        };
        let queue = Finding { subject: say!(language, "hàng đợi", "queue"), told };
        let unset: Vec<&str> = ["responsible", "address", "phone", "email"]
            .into_iter()
            .filter(|field| is_placeholder(app.reference().identity.text(Language::Vi, field)))
            .collect();
        let told = if unset.is_empty() {
            Ok(say!(language, "chân trang đủ thông tin", "footer is complete"))
        } else {
            let unset = unset.join(", ");
            Err(say!(
                language,
                "chân trang thiếu {unset}: hãy điền trong content/site.toml, rồi chạy `lantoa import content`",
                "the footer lacks {unset}: set them in content/site.toml, then run `lantoa import content`"
            ))
        };
        [queue, Finding { subject: say!(language, "thông tin trang", "identity"), told }]
    }
}

/// `city + commune + site`: what the public site's theme is made of.
fn layers(themes: &Themes) -> String {
    let site = themes.site();
    site.layers().iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>().join(" + ")
}

/// Whether an identity's field still holds what the shipped content fills in.
fn is_placeholder(text: &str) -> bool {
    let signs = ["cơ quan vận hành điền", "0000 0000", "example."];
    text.is_empty() || signs.iter().any(|sign| text.contains(sign))
}
