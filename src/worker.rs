//! The worker: takes orders and does them, in this and any number of processes.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{Notify, watch};
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

use crate::app::App;
use crate::db::{Conn, DbError};
use crate::editorial::{self, Act, EditorialError, Who, mistakes};
use crate::indexing::{self, IndexingError};
use crate::media::intake::{IntakeError, make_renditions};
use crate::media::{Asset, AssetState};
use crate::queue::{self, Claimed, Lease, Order};
use crate::search::SearchError;

/// How often a process looks for orders that came due, or that another one placed.
const LOOK: Duration = Duration::from_millis(250);

/// How long a lane leaves orders alone that another process can do and this one cannot:
/// longer than they wait for whoever looks next.
const YIELD: Duration = Duration::from_secs(5);

const HELD_ELSEWHERE: &str = "another process serves this data folder and writes to its search \
    index; changes are left to it: several processes need PostgreSQL and Meilisearch, or folders \
    of their own";

/// Index orders are done in one go: a commit costs the same for one and many.
const INDEX_BATCH: i64 = 500;

/// Why an order was not done this time.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Editorial(#[from] EditorialError),
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error(transparent)]
    Indexing(#[from] IndexingError),
    /// It panicked.
    #[error(transparent)]
    Ended(#[from] JoinError),
}

/// Starts the workers; they end, with the order they are at done, when `stop`
/// turns true.
pub fn start(app: &Arc<App>, stop: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    let bells = Arc::new(Bells::default());
    let lanes = [Lane::Index, Lane::Timed]
        .into_iter()
        .chain(std::iter::repeat_n(Lane::Pictures, app.config.queue_workers));
    let run = |lane| tokio::spawn(run(Arc::clone(app), lane, Arc::clone(&bells), stop.clone()));
    let mut workers: Vec<JoinHandle<()>> = lanes.map(run).collect();
    workers.push(tokio::spawn(look(Arc::clone(app), Arc::clone(&bells), stop.clone())));
    workers
}

/// Lanes of their own: a picture's renditions must keep no article from being
/// found, nor from going out at its minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    Index,
    Timed,
    Pictures,
}

impl Lane {
    const ALL: [Self; 3] = [Self::Timed, Self::Pictures, Self::Index];
}

/// One for each lane, rung when an order of its is due: a process asks the database once
/// for all its workers, so that they cost next to nothing while there is nothing to do.
#[derive(Default)]
struct Bells([Notify; Lane::ALL.len()]);

impl Bells {
    fn of(&self, lane: Lane) -> &Notify {
        let [timed, pictures, index] = &self.0;
        match lane {
            Lane::Timed => timed,
            Lane::Pictures => pictures,
            Lane::Index => index,
        }
    }
}

/// How a look at the queue went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// So many orders were taken; 0: none was due.
    Took(usize),
    /// Another process has in hand what this one needs.
    HeldElsewhere,
}

impl OrderError {
    /// Whether another process on the same data folder writes to its index.
    fn is_held_elsewhere(&self) -> bool {
        matches!(self, OrderError::Indexing(IndexingError::Search(SearchError::Busy)))
    }

    /// Whether a part it needs is away and will be back: no fault of the order's.
    fn is_passing(&self) -> bool {
        matches!(
            self,
            OrderError::Db(DbError::Unavailable(_))
                | OrderError::Indexing(
                    IndexingError::Db(DbError::Unavailable(_))
                        | IndexingError::Search(
                            SearchError::Unavailable { .. }
                                | SearchError::NeedsRebuild(_)
                                | SearchError::Busy
                                | SearchError::Rebuilding
                                | SearchError::Index { .. }
                        )
                )
        )
    }
}

impl Lane {
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Lane::Index => &[Order::INDEX],
            Lane::Timed => &[Order::PUBLISH, Order::EXPIRE, Order::FORGET_MISTAKE],
            Lane::Pictures => &[Order::RENDITIONS],
        }
    }

    /// A worker's hold on orders of this lane. Of one that was killed they come free
    /// when it ends: what has a minute to keep is soon another's.
    fn lease(self) -> Lease {
        let seconds = match self {
            Lane::Timed => 2,
            Lane::Index => 6,
            Lane::Pictures => 60,
        };
        Lease { worker: uuid::Uuid::new_v4().to_string(), lasts: TimeDelta::seconds(seconds) }
    }
}

/// Rings the lanes whose orders are due.
async fn look(app: Arc<App>, bells: Arc<Bells>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let now = app.now();
        let due = move |conn: &mut Conn| queue::due(Lane::ALL.map(Lane::kinds), now, conn);
        match app.db.run(move |conn| due(conn).map_err(DbError::from)).await {
            Ok(due) => {
                let due = Lane::ALL.into_iter().zip(due).filter(|(_, due)| *due);
                due.for_each(|(lane, _)| bells.of(lane).notify_waiters());
            }
            // Those who look after the database say so.
            Err(error) => tracing::debug!(%error, "what is due is not known for now"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => {}
        }
    }
}

async fn run(app: Arc<App>, lane: Lane, bells: Arc<Bells>, mut stop: watch::Receiver<bool>) {
    let lease = lane.lease();
    // What keeps failing in the same way is told once, not at every look.
    let mut told = String::new();
    while !*stop.borrow() {
        // From here on nothing is missed that is placed, or comes due, while it looks.
        let (placed, due) = (app.orders_placed.notified(), bells.of(lane).notified());
        let looked = work_once(&app, lane, &lease).await;
        let error = match &looked {
            Ok(Look::Took(_)) => String::new(),
            Ok(Look::HeldElsewhere) => HELD_ELSEWHERE.to_owned(),
            Err(error) => error.to_string(),
        };
        if error != told {
            match error.is_empty() {
                true => tracing::info!(?lane, "the queue is worked on again"),
                false if error == HELD_ELSEWHERE => tracing::warn!(?lane, "{error}"),
                false => tracing::error!(error, ?lane, "the queue cannot be worked on"),
            }
            told = error;
        }
        let rest = match looked {
            Ok(Look::Took(1..)) => continue,
            Ok(Look::Took(0)) => None,
            Ok(Look::HeldElsewhere) => Some(YIELD),
            Err(_) => Some(LOOK),
        };
        let rested = async {
            match rest {
                Some(rest) => tokio::time::sleep(rest).await,
                None => tokio::select! { () = placed => {} () = due => {} },
            }
        };
        tokio::select! {
            () = rested => {}
            _ = stop.changed() => {}
        }
    }
}

/// Does every order that is due, and what those place, until none is left.
/// For the command line and for tests, which need not wait.
pub async fn drain(app: &Arc<App>) -> Result<usize, DbError> {
    let mut done = 0;
    loop {
        let mut round = 0;
        for lane in Lane::ALL {
            if let Look::Took(orders) = work_once(app, lane, &lane.lease()).await? {
                round += orders;
            }
        }
        if round == 0 {
            return Ok(done);
        }
        done += round;
    }
}

/// Takes what is due and does it.
async fn work_once(app: &Arc<App>, lane: Lane, lease: &Lease) -> Result<Look, DbError> {
    let limit = if lane == Lane::Index { INDEX_BATCH } else { 1 };
    let (now, own) = (app.now(), lease.clone());
    let claimed: Vec<Claimed> =
        app.db.run(move |conn| own.claim(lane.kinds(), limit, now, conn)).await?;
    if claimed.is_empty() {
        return Ok(Look::Took(0));
    }
    let keep_alive = tokio::spawn(renew(Arc::clone(app), lease.clone(), claimed.clone()));
    let count = claimed.len();
    let outcomes = one_by_one_if_need_be(app, claimed).await;
    keep_alive.abort();
    let mut errors = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().err());
    let held_elsewhere = errors.any(OrderError::is_held_elsewhere);
    let (now, own) = (app.now(), lease.clone());
    app.db.run(move |conn| settle(&own, &outcomes, now, conn)).await?;
    Ok(if held_elsewhere { Look::HeldElsewhere } else { Look::Took(count) })
}

/// Orders that were done together, and how that went.
type Done = (Vec<Claimed>, Result<(), OrderError>);

/// Does orders together; where that fails by a fault of one, each by itself, so that the
/// others do not fail with it.
async fn one_by_one_if_need_be(app: &Arc<App>, claimed: Vec<Claimed>) -> Vec<Done> {
    let outcome = perform(app, &claimed).await;
    let is_done = outcome.as_ref().err().is_none_or(OrderError::is_passing);
    if is_done || claimed.len() == 1 {
        return vec![(claimed, outcome)];
    }
    let mut outcomes = Vec::with_capacity(claimed.len());
    for one in claimed {
        let outcome = perform(app, std::slice::from_ref(&one)).await;
        outcomes.push((vec![one], outcome));
    }
    outcomes
}

/// Keeps the lease while a long order is being done.
async fn renew(app: Arc<App>, lease: Lease, claimed: Vec<Claimed>) {
    let third = (lease.lasts / 3).to_std().unwrap_or(LOOK);
    loop {
        tokio::time::sleep(third).await;
        let (now, own, held) = (app.now(), lease.clone(), claimed.clone());
        let kept = app.db.run(move |conn| {
            for order in &held {
                own.renew(order.id, now, conn)?;
            }
            Ok::<_, DbError>(())
        });
        if let Err(error) = kept.await {
            tracing::warn!(%error, "a lease could not be renewed");
        }
    }
}

/// One match from an order to the function that does it.
async fn perform(app: &Arc<App>, claimed: &[Claimed]) -> Result<(), OrderError> {
    let items: Vec<i64> = claimed
        .iter()
        .filter_map(|one| match one.order {
            Order::Index { item_id } => Some(item_id),
            _ => None,
        })
        .collect();
    if !items.is_empty() {
        return Ok(indexing::bring_up_to_date(app, items).await?);
    }
    for one in claimed {
        match one.order {
            Order::Index { .. } => {}
            Order::Publish { revision_id } => {
                editorial_act(app, move |act, conn| editorial::publish_due(act, revision_id, conn))
                    .await?;
            }
            Order::Expire { revision_id } => {
                editorial_act(app, move |act, conn| {
                    editorial::archive_expired(act, revision_id, conn)
                })
                .await?;
            }
            Order::Renditions { asset_id } => renditions(app, asset_id).await?,
            Order::ForgetMistake { mistake_id } => {
                let now = app.now();
                app.db.run(move |conn| mistakes::forget(mistake_id, now, conn)).await?;
            }
        }
    }
    Ok(())
}

async fn editorial_act(
    app: &Arc<App>,
    work: impl FnOnce(&Act, &mut Conn) -> Result<(), EditorialError> + Send + 'static,
) -> Result<(), OrderError> {
    let done = app.change(move |app, conn| {
        let reference = app.reference();
        let act = Act { who: Who::System, origin: "worker", now: app.now(), site: &reference.site };
        work(&act, conn)
    });
    Ok(done.await?)
}

/// A picture takes seconds of a core: it is made with no connection in hand.
async fn renditions(app: &Arc<App>, asset_id: i64) -> Result<(), OrderError> {
    let find = move |conn: &mut Conn| Asset::find(asset_id, conn).map_err(DbError::from);
    let Some(asset) = app.db.run(find).await? else { return Ok(()) };
    let worker = Arc::clone(app);
    let turn = app.decoding.acquire().await;
    let made = spawn_blocking(move || make_renditions(&asset, &worker.store)).await;
    drop(turn);
    let made = made?;
    let state = if made.is_ok() { AssetState::Ready } else { AssetState::Failed };
    let set = move |conn: &mut Conn| Asset::set_state(asset_id, state, conn).map_err(DbError::from);
    app.db.run(set).await?;
    Ok(made?)
}

fn settle(
    lease: &Lease,
    outcomes: &[Done],
    now: crate::clock::Instant,
    conn: &mut Conn,
) -> Result<(), DbError> {
    crate::db::write(conn, |conn| {
        let each = outcomes.iter().flat_map(|(orders, outcome)| {
            orders.iter().map(move |order| (order, outcome.as_ref().err()))
        });
        for (one, error) in each {
            match error {
                None => drop(lease.finish(one.id, conn)?),
                Some(error) if error.is_passing() => {
                    tracing::debug!(order = one.id, %error, "order waits");
                    lease.postpone(one.id, &error.to_string(), now, conn)?;
                }
                Some(error) => {
                    tracing::warn!(order = one.id, kind = one.order.kind(), %error, "order failed");
                    lease.fail(one, &error.to_string(), now, conn)?;
                }
            }
        }
        Ok(())
    })
}
