//! What the desk's lists show: revisions that are not superseded, of the items
//! that somebody may see.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::accounts::Role;
use crate::content::{Item, Kind, Revision, State};
use crate::db::Conn;
use crate::db::schema::{items, revisions, slugs};
use crate::organisations::{Actor, Tree};
use crate::text::slug;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub item: Item,
    pub revision: Revision,
}

/// What a list is of.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only what this account began or wrote.
    pub written_by: Option<i64>,
    /// None: the newest revision of each item, whatever its state.
    pub state: Option<State>,
    pub kind: Option<Kind>,
    /// The organisation and what is below it.
    pub organisation: Option<i64>,
    /// Words of the title, with or without marks; empty: any.
    pub title: String,
    /// Only revisions with a smaller id: where the page before ended.
    pub before: Option<i64>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub lines: Vec<Line>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// Whose items somebody may see: all of these organisations', and their own.
#[derive(Debug, Clone)]
struct Scope {
    account_id: i64,
    organisations: Vec<i64>,
}

impl Scope {
    fn of(actor: &Actor, tree: &Tree) -> Self {
        let sees_all = |role: Role| role != Role::Contributor;
        let mut organisations: Vec<i64> = actor
            .memberships
            .iter()
            .filter(|held| sees_all(held.role))
            .flat_map(|held| tree.within(held.organisation_id))
            .collect();
        organisations.sort_unstable();
        organisations.dedup();
        Self { account_id: actor.account_id, organisations }
    }
}

/// At most `limit` lines, the newest revision first.
pub fn page(
    wanted: &Wanted,
    limit: usize,
    actor: &Actor,
    tree: &Tree,
    conn: &mut Conn,
) -> QueryResult<Page> {
    let mut query = lines(actor, tree);
    match wanted.state {
        Some(state) => query = query.filter(revisions::state.eq(state.name())),
        None => query = query.filter(newest()),
    }
    if let Some(account_id) = wanted.written_by {
        let own = items::created_by.eq(account_id).or(revisions::created_by.eq(account_id));
        query = query.filter(own);
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(items::kind.eq(kind.name()));
    }
    if let Some(id) = wanted.organisation {
        query = query.filter(items::organisation_id.eq_any(tree.within(id)));
    }
    if !wanted.title.trim().is_empty() {
        // The slug is the title without marks.
        let words = slug(&wanted.title);
        let pattern = if words.is_empty() { "-".to_owned() } else { format!("%{words}%") };
        let named = slugs::table.filter(slugs::slug.like(pattern)).select(slugs::item_id);
        let typed = format!("%{}%", escape_like(wanted.title.trim()));
        query = query.filter(items::id.eq_any(named).or(revisions::title.like(typed).escape('!')));
    }
    if let Some(before) = wanted.before {
        query = query.filter(revisions::id.lt(before));
    }
    let mut found = load(query.order(revisions::id.desc()).limit(limit as i64 + 1), conn)?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|line| line.revision.id);
    Ok(Page { lines: found, next })
}

/// What waits for review, what has waited longest first.
pub fn waiting_for_review(
    limit: usize,
    actor: &Actor,
    tree: &Tree,
    conn: &mut Conn,
) -> QueryResult<Vec<Line>> {
    let waiting = lines(actor, tree).filter(revisions::state.eq(State::InReview.name()));
    let order = (revisions::state_at.asc(), revisions::id.asc());
    load(waiting.order(order).limit(limit as i64), conn)
}

/// How many revisions somebody wrote, or of items they began, stand in each state.
pub fn own_counts(account_id: i64, conn: &mut Conn) -> QueryResult<Vec<(State, i64)>> {
    let own = items::created_by.eq(account_id).or(revisions::created_by.eq(account_id));
    let rows: Vec<(String, i64)> = revisions::table
        .inner_join(items::table)
        .filter(own)
        .filter(revisions::state.ne(State::Superseded.name()))
        .group_by(revisions::state)
        .select((revisions::state, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(name, count)| Some((name.parse().ok()?, count))).collect())
}

/// How many wait for review where somebody may see them.
pub fn waiting_count(actor: &Actor, tree: &Tree, conn: &mut Conn) -> QueryResult<i64> {
    let scope = Scope::of(actor, tree);
    revisions::table
        .inner_join(items::table)
        .filter(revisions::state.eq(State::InReview.name()))
        .filter(items::organisation_id.eq_any(scope.organisations))
        .count()
        .get_result(conn)
}

type Lines<'a> = diesel::dsl::IntoBoxed<
    'a,
    diesel::dsl::InnerJoin<revisions::table, items::table>,
    <Conn as diesel::Connection>::Backend,
>;

fn lines<'a>(actor: &Actor, tree: &Tree) -> Lines<'a> {
    let scope = Scope::of(actor, tree);
    let seen = items::organisation_id
        .eq_any(scope.organisations)
        .nullable()
        .or(items::created_by.eq(scope.account_id));
    revisions::table.inner_join(items::table).into_boxed().filter(seen)
}

/// Of an item's revisions the one with the highest number.
fn newest() -> diesel::expression::SqlLiteral<Bool> {
    sql::<Bool>(
        "not exists (select 1 from revisions newer where newer.item_id = revisions.item_id \
         and newer.number > revisions.number)",
    )
}

fn load(query: Lines, conn: &mut Conn) -> QueryResult<Vec<Line>> {
    let rows: Vec<(Item, Revision)> =
        query.select((Item::as_select(), Revision::as_select())).load(conn)?;
    Ok(rows.into_iter().map(|(item, revision)| Line { item, revision }).collect())
}

fn escape_like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
