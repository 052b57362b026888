//! Who may administer whom: accounts and offices, at an office and below it.

use std::collections::{HashMap, HashSet};

use super::{Actor, Membership, Organisation, Tree};
use crate::accounts::Role;
use crate::text::collate;

/// What one administrator administers: the offices where they hold the role,
/// and all below those.
#[derive(Debug)]
pub struct Administration<'a> {
    actor: &'a Actor,
    tree: &'a Tree,
}

/// Why an administrator may not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// An office, or an account with roles, outside what they administer.
    #[error("outside the offices administered")]
    Outside,
    /// Their own roles and their own access: so that nobody raises themself,
    /// and the last administrator cannot lock the door behind them.
    #[error("one's own account")]
    Yourself,
}

impl<'a> Administration<'a> {
    /// `None`: an administrator nowhere.
    pub fn of(actor: &'a Actor, tree: &'a Tree) -> Option<Self> {
        actor.holds_any(&[Role::Administrator]).then_some(Self { actor, tree })
    }

    /// Whether `organisation_id` is one of theirs.
    pub fn covers(&self, organisation_id: i64) -> bool {
        let holds = |m: &Membership| {
            m.role == Role::Administrator && self.tree.is_within(organisation_id, m.organisation_id)
        };
        self.actor.memberships.iter().any(holds)
    }

    /// Whether they administer an office that stands below none.
    fn is_at_the_top(&self) -> bool {
        let top = |m: &Membership| {
            self.tree.get(m.organisation_id).is_some_and(|office| office.parent_id.is_none())
        };
        self.actor.memberships.iter().any(|m| m.role == Role::Administrator && top(m))
    }

    /// Whether they see an account that holds `memberships`: one of their
    /// offices' people. Who holds no role at all is seen at the top.
    pub fn sees(&self, memberships: &[Membership]) -> bool {
        match memberships {
            [] => self.is_at_the_top(),
            some => some.iter().any(|m| self.covers(m.organisation_id)),
        }
    }

    /// Whether they may disable the account, name it anew or make a link that
    /// sets its password. All its roles must be theirs to give: a link to an
    /// account is everything the account may do.
    pub fn may_manage(&self, account_id: i64, memberships: &[Membership]) -> Result<(), Forbidden> {
        if account_id == self.actor.account_id {
            return Err(Forbidden::Yourself);
        }
        let all_ours = memberships.iter().all(|m| self.covers(m.organisation_id));
        if all_ours && self.sees(memberships) { Ok(()) } else { Err(Forbidden::Outside) }
    }

    /// Whether they may give `membership` to the account or take it away.
    pub fn may_grant(&self, account_id: i64, membership: Membership) -> Result<(), Forbidden> {
        if account_id == self.actor.account_id {
            return Err(Forbidden::Yourself);
        }
        if self.covers(membership.organisation_id) { Ok(()) } else { Err(Forbidden::Outside) }
    }

    /// Their offices in the tree's order.
    pub fn outline(&self) -> Vec<Outlined<'a>> {
        let covered = |id: i64| self.covers(id);
        self.tree.outline().into_iter().filter(|one| covered(one.organisation.id)).collect()
    }
}

/// An office in the order of an outline.
#[derive(Debug, Clone, Copy)]
pub struct Outlined<'a> {
    pub organisation: &'a Organisation,
    /// How many offices stand above it.
    pub depth: usize,
}

impl Tree {
    /// All offices, each followed by those below it, neighbours by name.
    pub fn outline(&self) -> Vec<Outlined<'_>> {
        let mut below: HashMap<Option<i64>, Vec<&Organisation>> = HashMap::new();
        let mut all: Vec<&Organisation> = self.all();
        all.sort_by_cached_key(|one| std::cmp::Reverse(collate::key(&one.name_vi)));
        for one in all {
            let parent = one.parent_id.filter(|id| self.get(*id).is_some());
            below.entry(parent).or_default().push(one);
        }
        let mut listed = HashSet::new();
        let mut outline = Vec::new();
        let roots = below.remove(&None).unwrap_or_default();
        let mut open: Vec<_> = roots.into_iter().map(|root| (root, 0)).collect();
        while let Some((organisation, depth)) = open.pop() {
            if listed.insert(organisation.id) {
                outline.push(Outlined { organisation, depth });
                let children = below.remove(&Some(organisation.id)).unwrap_or_default();
                open.extend(children.into_iter().map(|child| (child, depth + 1)));
            }
        }
        outline
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: i64 = 1;
    const SOMEBODY: i64 = 2;

    /// city (1) over department (2) over commune (3); front (4) under the city.
    fn tree() -> Tree {
        let office = |id: i64, name: &str, parent_id| Organisation {
            id,
            slug: name.to_lowercase(),
            name_vi: name.to_owned(),
            name_en: name.to_owned(),
            kind: "department".to_owned(),
            parent_id,
            place_id: None,
            valid_from: None,
            valid_to: None,
            contact: String::new(),
        };
        Tree::new(vec![
            office(1, "Thành phố", None),
            office(2, "Sở", Some(1)),
            office(3, "Xã", Some(2)),
            office(4, "Mặt trận", Some(1)),
        ])
    }

    fn at(organisation_id: i64, role: Role) -> Membership {
        Membership { organisation_id, role }
    }

    fn administrator_at(organisation_id: i64) -> Actor {
        Actor { account_id: ME, memberships: vec![at(organisation_id, Role::Administrator)] }
    }

    #[test]
    fn only_an_administrator_administers() {
        let editor = Actor { account_id: ME, memberships: vec![at(1, Role::Publisher)] };
        assert!(Administration::of(&editor, &tree()).is_none());
    }

    #[test]
    fn another_role_higher_up_does_not_widen_what_is_administered() {
        let mixed = Actor {
            account_id: ME,
            memberships: vec![at(1, Role::Publisher), at(2, Role::Administrator)],
        };
        let tree = tree();
        let mine = Administration::of(&mixed, &tree).expect("an administrator");
        assert!(mine.covers(2) && mine.covers(3));
        assert!(!mine.covers(1) && !mine.covers(4));
    }

    #[test]
    fn roles_are_given_within_and_below_and_not_outside() {
        let (tree, me) = (tree(), administrator_at(2));
        let mine = Administration::of(&me, &tree).expect("an administrator");
        for (office, expected) in
            [(1, Err(Forbidden::Outside)), (2, Ok(())), (3, Ok(())), (4, Err(Forbidden::Outside))]
        {
            assert_eq!(mine.may_grant(SOMEBODY, at(office, Role::Administrator)), expected);
        }
    }

    #[test]
    fn nobody_changes_their_own_roles_or_access() {
        let (tree, me) = (tree(), administrator_at(1));
        let mine = Administration::of(&me, &tree).expect("an administrator");
        assert_eq!(mine.may_grant(ME, at(1, Role::Publisher)), Err(Forbidden::Yourself));
        assert_eq!(mine.may_manage(ME, &me.memberships), Err(Forbidden::Yourself));
    }

    #[test]
    fn an_account_with_a_role_outside_is_seen_but_its_password_is_not_theirs() {
        let (tree, me) = (tree(), administrator_at(2));
        let mine = Administration::of(&me, &tree).expect("an administrator");
        let both = [at(3, Role::Editor), at(4, Role::Editor)];
        assert!(mine.sees(&both));
        assert_eq!(mine.may_manage(SOMEBODY, &both), Err(Forbidden::Outside));
        assert_eq!(mine.may_manage(SOMEBODY, &both[..1]), Ok(()));
        assert!(!mine.sees(&both[1..]));
    }

    #[test]
    fn who_holds_no_role_is_for_the_top_alone() {
        let tree = tree();
        let (top, below) = (administrator_at(1), administrator_at(2));
        let may = |me| Administration::of(me, &tree).expect("one").may_manage(SOMEBODY, &[]);
        assert_eq!(may(&top), Ok(()));
        assert_eq!(may(&below), Err(Forbidden::Outside));
    }

    #[test]
    fn the_outline_lists_each_office_under_its_own_by_name() {
        let tree = tree();
        let outline: Vec<_> =
            tree.outline().iter().map(|one| (one.depth, one.organisation.id)).collect();
        assert_eq!(outline, [(0, 1), (1, 4), (1, 2), (2, 3)]);
        let me = administrator_at(2);
        let mine = Administration::of(&me, &tree).expect("one").outline();
        assert_eq!(mine.iter().map(|one| one.organisation.id).collect::<Vec<_>>(), [2, 3]);
    }
}
