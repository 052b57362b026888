//! `/desk/theme`: what the public site's theme is made of, what is wrong with it,
//! and loading it again.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Query, ServiceConfig, get, post};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::asking::Asking;
use crate::accounts::Role;
use crate::db::{facts, write};
use crate::editorial::{EditorialError, history};
use crate::names::{Language, nearest};
use crate::theme::layers::{Layer, SITE};
use crate::theme::{Fault, MORE, Theme};
use crate::web::current::origin;
use crate::web::failure::Failure;
use crate::web::render::see_other;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/theme", get().to(show)).route("/theme/loading", post().to(load));
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    done: Option<String>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    /// The strongest first, as they are looked at.
    layers: Vec<LayerView>,
    /// Where the site's own folder is, or would be.
    site_dir: String,
    /// Why what stands in the folders is not in use.
    refused: Option<FaultView>,
    /// Templates that failed while pages were made; others stood in for them.
    failed: Vec<FaultView>,
}

#[derive(Serialize)]
struct LayerView {
    title: String,
    folder: String,
    /// Whether it is the site's own folder.
    own: bool,
    /// Its files, for the site's own folder: what is done otherwise here.
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct FileView {
    name: String,
    /// Whether no layer beneath has such a file: another must name it, or nobody
    /// ever sees it.
    alone: bool,
    /// What it may be meant to take the place of.
    nearest: Option<String>,
}

/// A fault with its place, as it is shown.
#[derive(Serialize)]
struct FaultView {
    part: &'static str,
    place: String,
    what: String,
}

async fn show(asking: Asking, Query(asked): Query<Asked>) -> Result<HttpResponse, Failure> {
    administrators_only(&asking)?;
    let app = &asking.app;
    let (site, desk) = (app.site_theme(), app.desk_theme());
    let shown = |fault| fault_view(fault, asking.language());
    let view = View {
        frame: asking.frame().after(asked.done.as_deref(), &["done-theme-loaded"]),
        layers: layers(&site)?,
        site_dir: app.config.site_theme_dir.display().to_string(),
        refused: app.themes.refused().map(shown),
        failed: site.failed().into_iter().chain(desk.failed()).map(shown).collect(),
    };
    asking.page("theme.html", StatusCode::OK, &view)
}

/// Has every process load its themes again; this one before it answers.
async fn load(asking: Asking) -> Result<HttpResponse, Failure> {
    administrators_only(&asking)?;
    let origin = origin(&asking.request, &asking.app);
    let asked = asking.act(move |act, conn| {
        write(conn, |conn| {
            facts::ask_for_themes(conn)?;
            let place = (origin.as_str(), act.now);
            history::write_other(act.account_id(), "load_theme", "", place, conn)?;
            Ok::<_, EditorialError>(())
        })
    });
    asked.await?;
    // A fault stands on the page, where "done" would be wrong.
    let done = if asking.app.themes.refused().is_none() { "?done=done-theme-loaded" } else { "" };
    Ok(see_other(&format!("/desk/theme{done}")))
}

fn layers(theme: &Theme) -> Result<Vec<LayerView>, Failure> {
    let mut views = Vec::new();
    for layer in theme.layers().iter().rev() {
        let own = layer.name == SITE;
        let mut files = Vec::new();
        for folder in ["templates", "static", "locales"].into_iter().filter(|_| own) {
            files.extend(own_files(theme, layer, folder)?);
        }
        let folder = layer.root.display().to_string();
        views.push(LayerView { title: layer.title.clone(), folder, own, files });
    }
    Ok(views)
}

/// The files of the site's own layer in a folder, and whose place they take.
fn own_files(theme: &Theme, own: &Layer, folder: &str) -> Result<Vec<FileView>, Failure> {
    let mut beneath = BTreeSet::new();
    for layer in theme.layers().iter().filter(|layer| layer.name != own.name) {
        beneath.extend(layer.files(folder)?.into_keys());
    }
    let view = |name: String| {
        // words count by their keys, whatever their file is called
        let meant = name.replace(MORE, ".css");
        let alone = folder != "locales" && !beneath.contains(&meant);
        let nearest = nearest(&meant, beneath.iter().map(String::as_str)).filter(|_| alone);
        FileView {
            nearest: nearest.map(|name| format!("{folder}/{name}")),
            name: format!("{folder}/{name}"),
            alone,
        }
    };
    Ok(own.files(folder)?.into_keys().map(view).collect())
}

fn fault_view(fault: Fault, language: Language) -> FaultView {
    let (part, place) = (fault.part.name(), fault.place());
    let what = match language {
        Language::Vi => fault.in_vietnamese(),
        Language::En => fault.what,
    };
    FaultView { part, place, what }
}

fn administrators_only(asking: &Asking) -> Result<(), Failure> {
    let tree = &asking.app.reference().site.tree;
    let may = asking.current.actor().holds_for_all(&[Role::Administrator], tree);
    if may { Ok(()) } else { Err(Failure::forbidden("denied-role")) }
}
