//! Roles held at organisations, and the actor who holds them.

use std::collections::HashMap;

use diesel::prelude::*;

use super::Tree;
use crate::accounts::{Role, Session};
use crate::db::Conn;
use crate::db::schema::memberships;

/// A role held at an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Membership {
    pub organisation_id: i64,
    pub role: Role,
}

impl Membership {
    /// The memberships of one account.
    pub fn of(account_id: i64, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        let rows: Vec<(i64, String)> = memberships::table
            .filter(memberships::account_id.eq(account_id))
            .select((memberships::organisation_id, memberships::role))
            .order(memberships::id)
            .load(conn)?;
        let parsed = rows.into_iter().filter_map(|(organisation_id, role)| {
            Some(Self { organisation_id, role: role.parse().ok()? })
        });
        Ok(parsed.collect())
    }

    /// The memberships of everybody, by account.
    pub fn of_all(conn: &mut Conn) -> QueryResult<HashMap<i64, Vec<Self>>> {
        let rows: Vec<(i64, i64, String)> = memberships::table
            .select((memberships::account_id, memberships::organisation_id, memberships::role))
            .order(memberships::id)
            .load(conn)?;
        let mut all: HashMap<i64, Vec<Self>> = HashMap::new();
        for (account_id, organisation_id, role) in rows {
            if let Ok(role) = role.parse() {
                all.entry(account_id).or_default().push(Self { organisation_id, role });
            }
        }
        Ok(all)
    }

    /// Gives it to an account; a no-op when it has it.
    pub fn grant(self, account_id: i64, conn: &mut Conn) -> QueryResult<()> {
        if Self::of(account_id, conn)?.contains(&self) {
            return Ok(());
        }
        let row = (
            memberships::account_id.eq(account_id),
            memberships::organisation_id.eq(self.organisation_id),
            memberships::role.eq(self.role.name()),
        );
        diesel::insert_into(memberships::table).values(row).execute(conn).map(drop)
    }

    /// Takes it from an account, which is signed out everywhere: what its open
    /// browsers show may no longer be its to see.
    pub fn revoke(self, account_id: i64, conn: &mut Conn) -> QueryResult<()> {
        let row = memberships::table
            .filter(memberships::account_id.eq(account_id))
            .filter(memberships::organisation_id.eq(self.organisation_id))
            .filter(memberships::role.eq(self.role.name()));
        if diesel::delete(row).execute(conn)? > 0 {
            Session::end_all(account_id, conn)?;
        }
        Ok(())
    }
}

/// Somebody who asks for something: an account and what it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub account_id: i64,
    pub memberships: Vec<Membership>,
}

impl Actor {
    pub fn load(account_id: i64, conn: &mut Conn) -> QueryResult<Self> {
        Ok(Self { account_id, memberships: Membership::of(account_id, conn)? })
    }

    /// The roles held at `organisation_id`, there or above it.
    pub fn roles_at(&self, organisation_id: i64, tree: &Tree) -> Vec<Role> {
        let holds = |m: &&Membership| tree.is_within(organisation_id, m.organisation_id);
        self.memberships.iter().filter(holds).map(|m| m.role).collect()
    }

    /// Whether a role of `roles` is held at an office with none above it: what is the
    /// whole site's is for those to change.
    pub fn holds_for_all(&self, roles: &[Role], tree: &Tree) -> bool {
        let is_top = |m: &&Membership| {
            tree.get(m.organisation_id).is_some_and(|office| office.parent_id.is_none())
        };
        self.memberships.iter().filter(is_top).any(|m| roles.contains(&m.role))
    }

    /// Whether a role of `roles` is held anywhere at all.
    pub fn holds_any(&self, roles: &[Role]) -> bool {
        self.memberships.iter().any(|m| roles.contains(&m.role))
    }
}
