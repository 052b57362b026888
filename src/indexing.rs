//! The bridge from the database to the search index: what is live, as the
//! engine wants it. The index is derived; this can be done again at any time.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::clock::{Instant, in_hanoi};
use crate::content::{Live, Taxonomy, Vocabulary, parse_document};
use crate::db::schema::{live, revisions};
use crate::db::{Conn, Database, DbError, Turn, Turns, write};
use crate::editorial::history;
use crate::queue::Order;
use crate::search::{Batches, Change, Document, Health, Progress, RebuildReason, SearchError};

/// Items per batch when the index is made anew.
const BATCH: i64 = 500;

/// Why the index is not what the database says.
#[derive(Debug, thiserror::Error)]
pub enum IndexingError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// Brings the index up to what the database says of `item_ids` now: live items
/// are put, all others removed. Done twice, it changes nothing.
pub async fn bring_up_to_date(app: &Arc<App>, mut item_ids: Vec<i64>) -> Result<(), IndexingError> {
    let reference = app.reference();
    // what changed twice before somebody looked was ordered twice
    item_ids.sort_unstable();
    item_ids.dedup();
    let changes = app.db.run(move |conn| {
        let rows = live::table
            .inner_join(revisions::table)
            .filter(live::item_id.eq_any(&item_ids))
            .select((Live::as_select(), revisions::content, revisions::body_text))
            .load(conn)
            .map_err(DbError::from)?;
        let mut found: HashMap<i64, Document> = HashMap::new();
        for row in rows {
            let document = document(row, &reference.site.vocabulary)?;
            found.insert(document.item_id, document);
        }
        let change = |id: i64| found.remove(&id).map_or(Change::Remove(id), Change::put);
        Ok::<_, DbError>(item_ids.into_iter().map(change).collect::<Vec<_>>())
    });
    Ok(app.search.apply(changes.await?).await?)
}

/// Makes the index anew from all live items, beside the serving one. Changes
/// that other processes apply to the serving one meanwhile are ordered again.
/// `Rebuilding` while this or another process is at it.
pub async fn rebuild(app: &Arc<App>, progress: Progress) -> Result<u64, IndexingError> {
    let turn = turn(app).await?.ok_or(SearchError::Rebuilding)?;
    let documents = rebuild_now(app, progress).await;
    end(turn).await;
    documents
}

async fn turn(app: &App) -> Result<Option<Turn>, DbError> {
    let database = app.db.clone();
    let taken = spawn_blocking(move || database.try_turn(Turns::Reindex)).await;
    taken.map_err(|_| DbError::Panicked)?
}

async fn end(turn: Turn) {
    // It ends on a thread that may block; the server's own end ends it too.
    let _ = spawn_blocking(move || drop(turn)).await;
}

async fn rebuild_now(app: &Arc<App>, progress: Progress) -> Result<u64, IndexingError> {
    let reference = app.reference();
    let source = Source { db: app.db.clone(), after: 0, reference: move || reference.clone() };
    let batches: Batches = Box::new(source);
    let begun = app.db.run(|conn| {
        let newest = (history::newest(UNDER_WAY, conn)?, Order::newest(conn)?);
        Ok::<_, DbError>(newest)
    });
    let (seen, order) = begun.await?;
    let documents = app.search.rebuild(batches, progress).await?;
    let now = app.now();
    app.db.run(move |conn| catch_up(&seen, order, now, conn)).await?;
    Ok(documents)
}

/// Entries among which some may be older than the newest and yet be committed after it: an
/// import writes some for each of the items of a transaction.
const UNDER_WAY: i64 = 2_000;

/// Orders again what changed since the rebuild began, which had `seen` the newest of
/// history's entries, and takes back what was ordered before it: `order` and older.
fn catch_up(seen: &[i64], order: i64, now: Instant, conn: &mut Conn) -> Result<(), DbError> {
    write(conn, |conn| {
        Order::drop_index_orders(order, conn)?;
        for item_id in history::changed_besides(seen, UNDER_WAY, conn)? {
            Order::Index { item_id }.place(now, now, conn)?;
        }
        Ok(())
    })
}

/// All live items in the order of their ids, batch by batch.
struct Source<R> {
    db: Database,
    after: i64,
    reference: R,
}

impl<R: Fn() -> Arc<crate::app::Reference>> Iterator for Source<R> {
    type Item = Result<Vec<Document>, Box<dyn std::error::Error + Send + Sync>>;

    fn next(&mut self) -> Option<Self::Item> {
        let reference = (self.reference)();
        let read = self
            .db
            .connection()
            .and_then(|mut conn| batch_after(self.after, &reference.site.vocabulary, &mut conn));
        match read {
            Ok(documents) => {
                self.after = documents.last()?.item_id;
                Some(Ok(documents))
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}

fn batch_after(
    after: i64,
    vocabulary: &Vocabulary,
    conn: &mut Conn,
) -> Result<Vec<Document>, DbError> {
    let rows: Vec<(Live, String, String)> = live::table
        .inner_join(revisions::table)
        .filter(live::item_id.gt(after))
        .order(live::item_id)
        .limit(BATCH)
        .select((Live::as_select(), revisions::content, revisions::body_text))
        .load(conn)?;
    rows.into_iter().map(|row| document(row, vocabulary)).collect()
}

fn document(
    (live, content, body): (Live, String, String),
    vocabulary: &Vocabulary,
) -> Result<Document, DbError> {
    use chrono::Datelike;
    let content = parse_document(&content)?;
    let known = |taxonomy: Taxonomy| {
        let slugs = content.terms.get(&taxonomy).cloned().unwrap_or_default();
        slugs.into_iter().filter(|slug| vocabulary.term(taxonomy, slug).is_some()).collect()
    };
    let fields = content.field_words(vocabulary);
    Ok(Document {
        item_id: live.item_id,
        language: live.language().interface(),
        kind: live.kind(),
        topics: known(Taxonomy::Topic),
        audiences: known(Taxonomy::Audience),
        title: live.title,
        sapo: live.sapo,
        body: format!("{fields}\n{body}"),
        byline: content.byline,
        places: content.places,
        year: in_hanoi(live.published_at).year(),
        published_at: live.published_at.and_utc(),
        until: content.details.until().map(|end| end.and_utc()),
    })
}

/// How often somebody looks whether the index can be used.
const LOOK: Duration = Duration::from_secs(10);

/// Looks after the index until `stop`: a server of another's may come back without it,
/// and a disk may lose it.
pub async fn look_after(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        mend(Arc::clone(&app)).await;
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Makes the index anew when it cannot be used: it is missing, damaged, or of
/// another version. Pages and feeds are served meanwhile.
pub async fn mend(app: Arc<App>) {
    if needs_rebuild(&app).await.is_none() {
        return;
    }
    let turn = match turn(&app).await {
        Ok(Some(turn)) => turn,
        // Another process is at it, or nobody can be.
        Ok(None) => return,
        Err(error) => return tracing::error!(%error, "the search index cannot be made anew"),
    };
    // Another may have been at it until now.
    if let Some(reason) = needs_rebuild(&app).await {
        tracing::info!(?reason, "the search index is made anew");
        match rebuild_now(&app, Arc::new(|_| {})).await {
            Ok(documents) => tracing::info!(documents, "the search index is ready"),
            Err(error) => tracing::error!(%error, "the search index could not be made anew"),
        }
    }
    end(turn).await;
}

async fn needs_rebuild(app: &App) -> Option<RebuildReason> {
    match app.search.health().await {
        Health::NeedsRebuild(reason) => Some(reason),
        _ => None,
    }
}
