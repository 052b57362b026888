//! What the database has of one item, as its export needs it.

use diesel::prelude::*;

use super::ExportError;
use crate::clock::Instant;
use crate::content::{Address, Document, Item, State, parse_document};
use crate::db::Conn;
use crate::db::schema::{accounts, history, items, revisions};
use crate::transfer::archive::{HistoryLine, RevisionLine};

/// A revision with all that it says.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = revisions)]
pub struct RevisionRow {
    pub id: i64,
    pub number: i32,
    pub content: String,
    pub content_hash: String,
    pub created_at: Instant,
    pub state: String,
    pub state_at: Instant,
    pub approved_at: Option<Instant>,
    pub approved_hash: Option<String>,
    pub note: Option<String>,
    pub publish_at: Option<Instant>,
    pub expires_at: Option<Instant>,
    pub published_at: Option<Instant>,
}

impl RevisionRow {
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Superseded)
    }

    pub fn document(&self) -> Result<Document, ExportError> {
        Ok(parse_document(&self.content)?)
    }

    /// Where it stands; what it says is left to the caller.
    pub fn line(&self, item: &Item) -> RevisionLine {
        let at = |time: Option<Instant>| time.map(|time| time.and_utc());
        RevisionLine {
            item: item.uid.clone(),
            number: self.number,
            state: self.state.clone(),
            content_hash: self.content_hash.clone(),
            created_at: self.created_at.and_utc(),
            state_at: self.state_at.and_utc(),
            approved_at: at(self.approved_at),
            approved_hash: self.approved_hash.clone(),
            note: self.note.clone(),
            publish_at: at(self.publish_at),
            expires_at: at(self.expires_at),
            published_at: at(self.published_at),
            file: None,
            digest: None,
            document: None,
        }
    }
}

/// An item with its revisions, the first one first.
#[derive(Debug)]
pub struct Whole {
    pub item: Item,
    pub revisions: Vec<RevisionRow>,
    pub address: Option<String>,
    pub former: Vec<String>,
    pub history: Vec<HistoryLine>,
}

/// The items after `uid` in the order of their uids.
pub fn items_after(uid: &str, limit: i64, conn: &mut Conn) -> QueryResult<Vec<Item>> {
    items::table
        .filter(items::uid.gt(uid))
        .order(items::uid)
        .limit(limit)
        .select(Item::as_select())
        .load(conn)
}

impl Whole {
    pub fn load(item: Item, conn: &mut Conn) -> QueryResult<Self> {
        let revisions: Vec<RevisionRow> = revisions::table
            .filter(revisions::item_id.eq(item.id))
            .order(revisions::number)
            .select(RevisionRow::as_select())
            .load(conn)?;
        let history = history_of(&item, &revisions, conn)?;
        Ok(Self {
            revisions,
            address: Address::current(item.id, conn)?,
            former: Address::former(item.id, conn)?,
            history,
            item,
        })
    }

    /// The revision that the main file tells: what is live, or was the last to
    /// be, or is being worked on.
    pub fn main(&self) -> Option<&RevisionRow> {
        let newest = |wanted: &dyn Fn(&RevisionRow) -> bool| {
            self.revisions.iter().rev().find(|one| wanted(one))
        };
        let gone = [State::Withdrawn, State::Archived];
        newest(&|one| one.state() == State::Published)
            .or_else(|| newest(&|one| gone.contains(&one.state()) && one.published_at.is_some()))
            .or_else(|| newest(&|one| one.state().is_in_work()))
            .or_else(|| newest(&|one| gone.contains(&one.state())))
            .or_else(|| self.revisions.last())
    }

    /// The revision in work beside it.
    pub fn working(&self) -> Option<&RevisionRow> {
        let main = self.main()?;
        self.revisions.iter().find(|one| one.state().is_in_work() && one.id != main.id)
    }

    /// When it first went out.
    pub fn first_published(&self) -> Option<Instant> {
        self.revisions.iter().filter_map(|one| one.published_at).min()
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = history)]
struct HistoryRow {
    at: Instant,
    #[diesel(select_expression = accounts::name.nullable())]
    account: Option<String>,
    who: Option<String>,
    revision_id: Option<i64>,
    action: String,
    from_state: Option<String>,
    to_state: Option<String>,
    reason: Option<String>,
    origin: String,
    detail: String,
}

impl HistoryRow {
    /// The row as a line of `item`; `number`: which revision an id stands for.
    fn line(self, item: &str, number: impl Fn(i64) -> Option<i32>) -> HistoryLine {
        HistoryLine {
            item: item.to_owned(),
            at: self.at.and_utc(),
            who: self.account.or(self.who),
            revision: self.revision_id.and_then(number),
            action: self.action,
            from: self.from_state,
            to: self.to_state,
            reason: self.reason,
            origin: self.origin,
            detail: self.detail,
        }
    }
}

fn history_of(
    item: &Item,
    revisions: &[RevisionRow],
    conn: &mut Conn,
) -> QueryResult<Vec<HistoryLine>> {
    let own = history::table.left_join(accounts::table).filter(history::item_id.eq(item.id));
    let rows: Vec<HistoryRow> =
        own.order(history::id).select(HistoryRow::as_select()).load(conn)?;
    let number = |id: i64| revisions.iter().find(|one| one.id == id).map(|one| one.number);
    Ok(rows.into_iter().map(|row| row.line(&item.uid, number)).collect())
}

/// The history of offices, pictures and the like, the oldest line first. What
/// concerns accounts and orders stays behind with them.
pub fn history_beside_items(conn: &mut Conn) -> QueryResult<Vec<HistoryLine>> {
    let rows: Vec<HistoryRow> = history::table
        .left_join(accounts::table)
        .filter(history::item_id.is_null())
        .filter(history::detail.not_like("account %"))
        .filter(history::action.ne("replay"))
        .order((history::at, history::id))
        .select(HistoryRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.line("", |_| None)).collect())
}
