use super::*;
use crate::config::DatabaseUrl;
use crate::organisations::NewOrganisation;

fn database(folder: &tempfile::TempDir) -> Database {
    let url = DatabaseUrl::Sqlite(folder.path().join("test.db"));
    let database = Database::connect(&url, 2).expect("connects");
    database.migrate().expect("migrates");
    let office = |slug: &str, name: &str, parent_id| NewOrganisation {
        slug: slug.to_owned(),
        name_vi: name.to_owned(),
        name_en: name.to_owned(),
        kind: "city".to_owned(),
        parent_id,
        place_id: None,
        valid_from: None,
        valid_to: None,
        contact: String::new(),
    };
    let conn = &mut *database.connection().expect("connection");
    let city = office("ha-noi", "Hà Nội", None).save(conn).expect("saved");
    office("mat-tran", "Mặt trận", Some(city)).save(conn).expect("saved");
    database
}

fn wanted(organisation: &str, role: &str) -> Wanted {
    Wanted {
        email: "Lan@Hanoi.example".into(),
        name: "Trần Thị Lan".into(),
        organisation: organisation.into(),
        role: role.into(),
    }
}

fn try_add(wanted: &Wanted, password: Option<&str>, database: &Database) -> Result<(), String> {
    let done = add(wanted, password, Clock::system().now(), database);
    done.map(drop).map_err(|error| words::refusal(&error, Language::En))
}

#[test]
fn what_is_mistyped_is_answered_with_the_nearest_there_is() {
    let folder = tempfile::tempdir().expect("folder");
    let database = database(&folder);
    let told = |organisation, role| {
        try_add(&wanted(organisation, role), None, &database).expect_err("mistyped")
    };
    assert!(told("mat-tan", "editor").contains("did you mean `mat-tran`?"));
    assert!(told("Mặt trận", "editor").contains("did you mean `mat-tran`?"));
    assert!(told("mat-tran", "edtor").contains("did you mean `editor`?"));
    assert!(told("mat-tran", "boss").contains("contributor, editor, reviewer"));
}

#[test]
fn an_account_is_added_with_its_password_and_then_with_another_role() {
    let folder = tempfile::tempdir().expect("folder");
    let database = database(&folder);
    try_add(&wanted("mat-tran", "editor"), Some("chín con trâu đỏ"), &database).expect("added");
    try_add(&wanted("ha-noi", "reviewer"), None, &database).expect("role added");
    let again = try_add(&wanted("ha-noi", "reviewer"), None, &database).expect_err("twice");
    assert!(again.contains("set-password"), "{again}");
    let conn = &mut *database.connection().expect("connection");
    let account = find_account("lan@hanoi.example", conn).expect("found");
    assert_eq!(Membership::of(account.id, conn).expect("query").len(), 2);
    assert_eq!(Account::with_password(conn).expect("query"), [account.id]);
    let unknown = find_account("lan@hanoi.exampel", conn).expect_err("mistyped");
    let unknown = words::refusal(&unknown, Language::En);
    assert!(unknown.contains("did you mean `lan@hanoi.example`?"), "{unknown}");
}

#[test]
fn a_common_password_is_refused_and_nothing_is_added() {
    let folder = tempfile::tempdir().expect("folder");
    let database = database(&folder);
    try_add(&wanted("mat-tran", "editor"), Some("matkhau2026"), &database).expect_err("common");
    let conn = &mut *database.connection().expect("connection");
    assert!(Account::none_exists(conn).expect("query"));
}
