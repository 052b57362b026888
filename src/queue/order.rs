//! The closed list of orders.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::orders;

/// Something to do, by the ids of what it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Bring the search index up to what the database says of an item.
    Index { item_id: i64 },
    /// A scheduled revision's time has come.
    Publish { revision_id: i64 },
    /// A published revision's last moment has come.
    Expire { revision_id: i64 },
    /// Make the renditions of a picture.
    Renditions { asset_id: i64 },
    /// What a reader reported was settled long ago: forget who it was.
    ForgetMistake { mistake_id: i64 },
}

impl Order {
    /// The name of each kind of order, as stored.
    pub const INDEX: &str = "index";
    pub const PUBLISH: &str = "publish";
    pub const EXPIRE: &str = "expire";
    pub const RENDITIONS: &str = "renditions";
    pub const FORGET_MISTAKE: &str = "forget_mistake";

    pub fn kind(&self) -> &'static str {
        match self {
            Order::Index { .. } => Self::INDEX,
            Order::Publish { .. } => Self::PUBLISH,
            Order::Expire { .. } => Self::EXPIRE,
            Order::Renditions { .. } => Self::RENDITIONS,
            Order::ForgetMistake { .. } => Self::FORGET_MISTAKE,
        }
    }

    /// Writes the order, to be done at `run_at` or as soon after as can be.
    pub fn place(&self, run_at: Instant, now: Instant, conn: &mut Conn) -> QueryResult<()> {
        let payload = serde_json::to_string(self)
            .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
        let row = (
            orders::kind.eq(self.kind()),
            orders::payload.eq(payload),
            orders::state.eq("ready"),
            orders::run_at.eq(run_at),
            orders::attempts.eq(0),
            orders::created_at.eq(now),
        );
        diesel::insert_into(orders::table).values(row).execute(conn).map(drop)
    }

    /// The id of the newest order, 0 when there is none.
    pub fn newest(conn: &mut Conn) -> QueryResult<i64> {
        let newest: Option<i64> = orders::table.select(diesel::dsl::max(orders::id)).first(conn)?;
        Ok(newest.unwrap_or(0))
    }

    /// Takes back every index order up to `newest` that nobody is at: an index
    /// made anew since holds what they asked for. How many there were.
    pub fn drop_index_orders(newest: i64, conn: &mut Conn) -> QueryResult<usize> {
        let needless = orders::table
            .filter(orders::kind.eq(Self::INDEX))
            .filter(orders::id.le(newest))
            .filter(orders::leased_by.is_null());
        diesel::delete(needless).execute(conn)
    }
}
