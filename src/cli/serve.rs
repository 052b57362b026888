//! `lantoa serve`.

use tokio::signal::unix::{SignalKind, signal};

use super::first_run::{self, Invitation};
use super::{Done, setup, words};
use crate::config::Config;
use crate::names::{Language, say};
use crate::web;

/// Serves until SIGINT or SIGTERM, then stops without losing anything. SIGHUP
/// has the themes loaded again.
pub async fn run(config: Config, prepare: bool, language: Language) -> Done {
    setup::log(&config);
    let connections = config.web_threads as u32 * 4 + config.queue_workers as u32 + 3;
    let app =
        setup::app(config, connections).map_err(|error| words::not_started(&error, language))?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut reload = signal(SignalKind::hangup())?;
    if prepare {
        first_run::prepare(&app, language).await?;
    }
    let running = web::start(app.clone()).map_err(|error| {
        let at = app.config.listen;
        say!(
            language,
            "không mở được {at} ({error}). Có chương trình khác đang dùng không? LANTOA_LISTEN đặt địa chỉ khác.",
            "cannot listen on {at}: {error}. Is another process there? LANTOA_LISTEN names another address."
        )
    })?;
    let invitation = if prepare { first_run::invite(&app, language).await? } else { None };
    let base = &app.config.base_url;
    tell!("{}", say!(language, "Trang công khai: {base}/", "Site: {base}/"));
    tell!("{}", say!(language, "Bàn biên tập:    {base}/desk", "Desk: {base}/desk"));
    if let Some(Invitation { email, link }) = invitation {
        let told = match link {
            Some(link) => say!(
                language,
                "Quản trị viên đầu tiên ({email}) đặt mật khẩu tại đây, một lần, trong 72 giờ:\n  {link}",
                "First administrator ({email}), to set a password once, within 72 hours:\n  {link}"
            ),
            None => say!(
                language,
                "Quản trị viên đầu tiên ({email}) chưa đặt mật khẩu; liên kết in ra lần trước vẫn dùng được. Cần liên kết khác: lantoa user set-password --email {email}",
                "First administrator ({email}) has set no password yet; the link that was printed before is still good. For another one: lantoa user set-password --email {email}"
            ),
        };
        tell!("{told}");
    }
    tracing::info!(address = %running.address, "serving");
    loop {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => break,
            _ = terminate.recv() => break,
            // What is wrong is logged there, and stands at the desk.
            _ = reload.recv() => app.reload_themes_aside().await,
        }
    }
    tracing::info!("stopping: requests and orders at hand are finished first");
    running.stop().await;
    Ok(())
}
