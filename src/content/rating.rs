//! "Is this useful?": how many readers said yes and no. Per item, revision and
//! day; of who said it nothing is kept.

use chrono::NaiveDate;
use diesel::dsl::sum;
use diesel::prelude::*;
use serde::Serialize;

use crate::db::schema::{items, ratings};
use crate::db::{Conn, DbError, dialect, write};

/// How many said what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Rating {
    pub yes: i64,
    pub no: i64,
}

type Sums = (Option<i64>, Option<i64>);

impl Rating {
    fn of((yes, no): Sums) -> Self {
        Self { yes: yes.unwrap_or(0), no: no.unwrap_or(0) }
    }

    /// All answers.
    pub fn answers(self) -> i64 {
        self.yes + self.no
    }

    /// How many of a hundred said no; 0 when nobody answered.
    pub fn percent_no(self) -> i64 {
        (self.no * 100).checked_div(self.answers()).unwrap_or(0)
    }
}

/// Counts one answer to the revision that is live on `day`, in Hanoi.
pub fn add(
    (item_id, revision_id): (i64, i64),
    day: NaiveDate,
    useful: bool,
    conn: &mut Conn,
) -> Result<(), DbError> {
    write(conn, |conn| {
        // Two first answers of a day must not both begin its row.
        dialect::lock_item(conn, item_id)?;
        let row = ratings::table
            .filter(ratings::revision_id.eq(revision_id))
            .filter(ratings::day.eq(day));
        let (yes, no) = (i32::from(useful), i32::from(!useful));
        let more = (ratings::yes.eq(ratings::yes + yes), ratings::no.eq(ratings::no + no));
        if diesel::update(row).set(more).execute(conn)? == 0 {
            let first = (
                ratings::item_id.eq(item_id),
                ratings::revision_id.eq(revision_id),
                ratings::day.eq(day),
                ratings::yes.eq(yes),
                ratings::no.eq(no),
            );
            diesel::insert_into(ratings::table).values(first).execute(conn)?;
        }
        Ok(())
    })
}

/// What was said of an item since it is there.
pub fn of_item(item_id: i64, conn: &mut Conn) -> QueryResult<Rating> {
    let all = ratings::table.filter(ratings::item_id.eq(item_id));
    all.select((sum(ratings::yes), sum(ratings::no))).first::<Sums>(conn).map(Rating::of)
}

/// What was said of one revision.
pub fn of_revision(revision_id: i64, conn: &mut Conn) -> QueryResult<Rating> {
    let all = ratings::table.filter(ratings::revision_id.eq(revision_id));
    all.select((sum(ratings::yes), sum(ratings::no))).first::<Sums>(conn).map(Rating::of)
}

/// The items of `offices` of which somebody said no since `day`, in no order.
pub fn doubted(
    offices: &[i64],
    day: NaiveDate,
    conn: &mut Conn,
) -> QueryResult<Vec<(i64, Rating)>> {
    let rows: Vec<(i64, Option<i64>, Option<i64>)> = ratings::table
        .inner_join(items::table)
        .filter(items::organisation_id.eq_any(offices))
        .filter(ratings::day.ge(day))
        .group_by(ratings::item_id)
        .having(sum(ratings::no).gt(0))
        .select((ratings::item_id, sum(ratings::yes), sum(ratings::no)))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, yes, no)| (id, Rating::of((yes, no)))).collect())
}
