//! The acts of the desk, through the database they change.

use lantoa::accounts::Role;
use lantoa::content::State;

use crate::harness::{TestDb, World};

crate::on_each_database!(every_state_can_be_reached);

fn every_state_can_be_reached(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    for state in State::ALL {
        world.item_in(*state, &author, world.department);
    }
}
