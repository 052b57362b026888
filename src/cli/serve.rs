//! `lantoa serve`.

use tokio::signal::unix::{SignalKind, signal};

use super::{Done, setup};
use crate::config::Config;
use crate::web;

/// Serves until SIGINT or SIGTERM, then stops without losing anything. SIGHUP
/// has the themes loaded again.
pub async fn run(config: Config, prepare: bool) -> Done {
    setup::log(&config);
    let connections = config.web_threads as u32 * 4 + config.queue_workers as u32 + 3;
    let app = setup::app(config, connections)?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut reload = signal(SignalKind::hangup())?;
    let invitation = if prepare {
        super::first_run::prepare(&app).await.map_err(|error| error.to_string())?
    } else {
        None
    };
    let running = web::start(app.clone()).map_err(|error| {
        format!("cannot listen on {}: {error}. Is another process there? LANTOA_LISTEN names another address.", app.config.listen)
    })?;
    println!("Site:  {}/", app.config.base_url);
    println!("Desk:  {}/desk", app.config.base_url);
    if let Some(invitation) = invitation {
        println!("First administrator ({}), to set a password once:", invitation.email);
        println!("       {}", invitation.link);
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
