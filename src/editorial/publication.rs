//! Going out and being taken back.

use diesel::prelude::*;

use super::EditorialError;
use super::act::Act;
use super::change::{Change, reason};
use super::review::complete;
use super::state::Action;
use crate::clock::{Instant, in_hanoi, midnight_after};
use crate::content::check::{consent_problems, picture_problems};
use crate::content::details::Purpose;
use crate::content::render::store_body;
use crate::content::{Address, Document, Item, Live, Revision, State};
use crate::db::schema::revisions;
use crate::db::{Conn, write};
use crate::queue::Order;

/// When something goes out, and when it goes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing {
    pub publish_at: Option<Instant>,
    pub expires_at: Option<Instant>,
}

/// Hẹn giờ: goes out at `publish_at`, by itself.
pub fn schedule(
    act: &Act,
    revision_id: i64,
    timing: Timing,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    let publish_at =
        timing.publish_at.filter(|at| *at > act.now).ok_or(EditorialError::TimePassed)?;
    if timing.expires_at.is_some_and(|end| end <= publish_at) {
        return Err(EditorialError::TimePassed);
    }
    write(conn, |conn| {
        let (_, revision) = act.open(Action::Schedule, revision_id, conn)?;
        approved_content(&revision)?;
        allowed_on(&revision.document(conn)?, publish_at)?;
        let change = Change {
            publish_at: Some(Some(publish_at)),
            expires_at: Some(timing.expires_at),
            ..Change::default()
        };
        act.move_on(&revision, Action::Schedule, None, change, conn)?;
        Ok(Order::Publish { revision_id }.place(publish_at, act.now, conn)?)
    })
}

/// Takes the time back; the approval stays.
pub fn unschedule(act: &Act, revision_id: i64, conn: &mut Conn) -> Result<(), EditorialError> {
    write(conn, |conn| {
        let (_, revision) = act.open(Action::Unschedule, revision_id, conn)?;
        act.move_on(&revision, Action::Unschedule, None, no_time(), conn).map(drop)
    })
}

/// Xuất bản: what was approved, and nothing else, at once. Without an end of its own it
/// ends when it was to end before it was changed.
pub fn publish(
    act: &Act,
    revision_id: i64,
    expires_at: Option<Instant>,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    if expires_at.is_some() {
        return publish_until(act, revision_id, expires_at, conn);
    }
    go_out(act, revision_id, End::AsBefore, conn)
}

/// The same with an end, or none, whatever it was before.
pub fn publish_until(
    act: &Act,
    revision_id: i64,
    expires_at: Option<Instant>,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    if expires_at.is_some_and(|end| end <= act.now) {
        return Err(EditorialError::TimePassed);
    }
    go_out(act, revision_id, End::At(expires_at), conn)
}

/// When what goes out ends.
enum End {
    At(Option<Instant>),
    /// See [`intended_end`].
    AsBefore,
}

/// An end that has passed meanwhile is no reason to fail: it is taken down at once.
fn go_out(act: &Act, revision_id: i64, end: End, conn: &mut Conn) -> Result<(), EditorialError> {
    write(conn, |conn| {
        let (item, revision) = act.open(Action::Publish, revision_id, conn)?;
        approved_content(&revision)?;
        let document = revision.document(conn)?;
        let expires_at = match end {
            End::At(end) => end,
            End::AsBefore => intended_end(revision_id, act.now, conn)?,
        };
        put_live(act, (&item, &revision, &document), Action::Publish, None, expires_at, conn)
    })
}

/// When a revision is to end: when it says so itself, else when what is live of its
/// item does, if somebody said so. The end of a consent is found anew for what goes out.
pub fn intended_end(
    revision_id: i64,
    now: Instant,
    conn: &mut Conn,
) -> Result<Option<Instant>, EditorialError> {
    let Some(revision) = Revision::find(revision_id, conn)? else { return Ok(None) };
    if revision.expires_at.is_some() {
        return Ok(revision.expires_at);
    }
    let live = Revision::live(revision.item_id, conn)?.filter(|live| live.id != revision_id);
    let Some(live) = live else { return Ok(None) };
    let by_consent = consent_ends(&live.document(conn)?);
    Ok(live.expires_at.filter(|end| *end > now && Some(*end) != by_consent))
}

/// Publishes a scheduled revision whose time has come; does nothing when the
/// time was taken back or the revision is out already.
pub fn publish_due(act: &Act, revision_id: i64, conn: &mut Conn) -> Result<(), EditorialError> {
    let due = Revision::find(revision_id, conn)?.filter(|revision| {
        revision.state() == State::Scheduled && revision.publish_at.is_some_and(|at| at <= act.now)
    });
    let Some(due) = due else { return Ok(()) };
    match go_out(act, revision_id, End::At(due.expires_at), conn) {
        // Taken back between the look and the lock: nothing to do.
        Err(EditorialError::Denied(super::Denied::State { .. })) => Ok(()),
        done => done,
    }
}

/// Publishes without an approval, for a reason that stays in the history.
pub fn force_publish(
    act: &Act,
    revision_id: i64,
    why: &str,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    let why = reason(why)?;
    write(conn, |conn| {
        let (item, revision) = act.open(Action::ForcePublish, revision_id, conn)?;
        let document = complete(act, &item, &revision, conn)?;
        let whole = (&item, &revision, &document);
        let end = intended_end(revision_id, act.now, conn)?;
        put_live(act, whole, Action::ForcePublish, Some(&why), end, conn)
    })
}

/// Đăng lại: unchanged approved text needs no new review.
pub fn republish(act: &Act, revision_id: i64, conn: &mut Conn) -> Result<(), EditorialError> {
    write(conn, |conn| {
        let (item, revision) = act.open(Action::Republish, revision_id, conn)?;
        if revision.published_at.is_none() {
            return Err(EditorialError::ApprovalMismatch);
        }
        let document = revision.document(conn)?;
        pictures_described(&item, &document, conn)?;
        let end = revision.expires_at.filter(|end| *end > act.now);
        put_live(act, (&item, &revision, &document), Action::Republish, None, end, conn)
    })
}

/// Gỡ bài: gone for the public at once, with a reason. What was to follow it by itself
/// waits for somebody to say so again.
pub fn withdraw(
    act: &Act,
    revision_id: i64,
    why: &str,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    let why = reason(why)?;
    write(conn, |conn| {
        let (item, revision) = act.open(Action::Withdraw, revision_id, conn)?;
        act.move_on(&revision, Action::Withdraw, Some(&why), Change::default(), conn)?;
        call_off(act, &item, Some(&why), conn)?;
        take_down(act, &item, conn)
    })
}

/// Lưu trữ: what was live leaves the public, and nothing follows it by itself; a draft is
/// laid aside.
pub fn archive(act: &Act, revision_id: i64, conn: &mut Conn) -> Result<(), EditorialError> {
    write(conn, |conn| {
        let item = lay_aside(act, revision_id, conn)?;
        call_off(act, &item, None, conn)
    })
}

/// Archives a published revision whose last moment has come; nothing otherwise.
pub fn archive_expired(act: &Act, revision_id: i64, conn: &mut Conn) -> Result<(), EditorialError> {
    let due = Revision::find(revision_id, conn)?.is_some_and(|revision| {
        revision.state() == State::Published
            && revision.expires_at.is_some_and(|end| end <= act.now)
    });
    // what was to follow the end still does
    match due.then(|| write(conn, |conn| lay_aside(act, revision_id, conn).map(drop))) {
        Some(Err(EditorialError::Denied(super::Denied::State { .. }))) | None => Ok(()),
        Some(done) => done,
    }
}

fn lay_aside(act: &Act, revision_id: i64, conn: &mut Conn) -> Result<Item, EditorialError> {
    let (item, revision) = act.open(Action::Archive, revision_id, conn)?;
    act.move_on(&revision, Action::Archive, None, Change::default(), conn)?;
    if revision.state() == State::Published {
        take_down(act, &item, conn)?;
    }
    Ok(item)
}

/// Takes back the time of an item's next revision.
fn call_off(
    act: &Act,
    item: &Item,
    why: Option<&str>,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    match Revision::in_work(item.id, conn)?.filter(|next| next.state() == State::Scheduled) {
        Some(next) => act.move_on(&next, Action::Unschedule, why, no_time(), conn).map(drop),
        None => Ok(()),
    }
}

fn no_time() -> Change {
    Change { publish_at: Some(None), ..Change::default() }
}

/// What goes out is what was approved.
fn approved_content(revision: &Revision) -> Result<(), EditorialError> {
    let approved = revision.approved_hash.as_ref() == Some(&revision.content_hash);
    if approved { Ok(()) } else { Err(EditorialError::ApprovalMismatch) }
}

/// Shows the revision to the public; not where a consent has ended since it was
/// approved, or since it was last out.
fn put_live(
    act: &Act,
    (item, revision, document): (&Item, &Revision, &Document),
    action: Action,
    why: Option<&str>,
    expires_at: Option<Instant>,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    allowed_on(document, act.now)?;
    let first = first_published(item.id, conn)?.unwrap_or(act.now);
    if let Some(live) = Revision::live(item.id, conn)?.filter(|live| live.id != revision.id) {
        act.supersede(&live, conn)?;
    }
    let expires_at = earliest(expires_at, consent_ends(document));
    let change = Change {
        published_at: Some(act.now),
        published_by: act.account_id(),
        publish_at: Some(None),
        expires_at: Some(expires_at),
        ..Change::default()
    };
    act.move_on(revision, action, why, change, conn)?;
    if !document.slug.is_empty() {
        Address::claim(item, &document.wanted_slug(), act.now, conn)?;
    }
    // with its pictures as they are described now
    store_body(revision.id, &document.render(item.language(), conn)?, conn)?;
    Live::put(item, revision, document, (first, act.now), &act.site.vocabulary, conn)?;
    if let Some(end) = expires_at {
        Order::Expire { revision_id: revision.id }.place(end, act.now, conn)?;
    }
    Ok(Order::Index { item_id: item.id }.place(act.now, act.now, conn)?)
}

/// A picture may have lost its description while nothing showed it.
fn pictures_described(
    item: &Item,
    document: &Document,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    let assets = document.shown_assets(item.language(), conn)?;
    let problems = picture_problems(document, &assets);
    if problems.is_empty() { Ok(()) } else { Err(EditorialError::Invalid(problems)) }
}

/// Refuses what the people in it do not consent to at that time.
fn allowed_on(document: &Document, at: Instant) -> Result<(), EditorialError> {
    let withheld = consent_problems(document, in_hanoi(at).date_naive());
    if withheld.is_empty() { Ok(()) } else { Err(EditorialError::Invalid(withheld)) }
}

fn take_down(act: &Act, item: &Item, conn: &mut Conn) -> Result<(), EditorialError> {
    Live::remove(item.id, conn)?;
    Ok(Order::Index { item_id: item.id }.place(act.now, act.now, conn)?)
}

/// When the item first went out.
fn first_published(item_id: i64, conn: &mut Conn) -> QueryResult<Option<Instant>> {
    revisions::table
        .filter(revisions::item_id.eq(item_id))
        .select(diesel::dsl::min(revisions::published_at))
        .first(conn)
}

fn earliest(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    a.into_iter().chain(b).min()
}

/// The moment after the last day on which every consent for the page holds:
/// a story leaves the page with the first consent that ends.
pub fn consent_ends(document: &Document) -> Option<Instant> {
    document.details.consented_until(Purpose::Page).map(midnight_after)
}
