use std::fs;
use std::io;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use tempfile::TempDir;

use super::super::upload::Format;
use super::*;

fn fresh() -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Location::Folder(folder.path().join("media"));
    let store = Store::open(&place).expect("opens");
    (folder, store)
}

fn key(text: &str) -> Key {
    text.parse().expect("a key")
}

fn left_aside(folder: &TempDir) -> usize {
    fs::read_dir(folder.path().join("media/.incoming")).expect("a folder").count()
}

#[test]
fn what_is_put_can_be_got_replaced_and_deleted() {
    let (folder, store) = fresh();
    let key = key("ab/abc/640.webp");
    assert!(!store.exists(&key).expect("asks"));
    assert!(matches!(store.get(&key), Err(StoreError::NotFound { .. })));
    store.put(&key, b"first").expect("puts");
    store.put(&key, b"second").expect("replaces");
    assert_eq!(store.get(&key).expect("gets"), b"second");
    assert!(store.exists(&key).expect("asks"));
    assert!(store.local_path(&key).is_some_and(|path| path.is_file()));
    store.delete(&key).expect("deletes");
    store.delete(&key).expect("deletes twice");
    assert!(!store.exists(&key).expect("asks"));
    assert_eq!(left_aside(&folder), 0);
}

#[test]
fn two_stores_over_one_folder_see_the_same_files() {
    let (folder, first) = fresh();
    first.put(&key("a/b"), b"x").expect("puts");
    let again = Store::open(&Location::Folder(folder.path().join("media"))).expect("opens");
    assert_eq!(again.get(&key("a/b")).expect("gets"), b"x");
    again.check().expect("is well");
}

#[test]
fn a_file_where_the_folder_should_be_is_an_error_and_stays() {
    // stands in for a read-only folder, which the administrator of a machine
    // may write to all the same; what the system answers there is tested below
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("media");
    fs::write(&place, b"not a folder").expect("writes");
    let opened = Store::open(&Location::Folder(place.clone()));
    assert!(matches!(opened, Err(StoreError::Io { .. })));
    assert_eq!(fs::read(&place).expect("reads"), b"not a folder");
}

#[test]
fn a_failed_put_keeps_what_was_there_and_leaves_nothing_aside() {
    let (folder, store) = fresh();
    store.put(&key("a/b"), b"kept").expect("puts");
    assert!(matches!(store.put(&key("a/b/c"), b"lost"), Err(StoreError::Io { .. })));
    assert_eq!(store.get(&key("a/b")).expect("gets"), b"kept");
    assert!(!store.exists(&key("a/b/c")).expect("asks"));
    assert!(matches!(store.get(&key("a/b/c")), Err(StoreError::NotFound { .. })));
    assert_eq!(left_aside(&folder), 0);
}

#[test]
fn a_folder_that_goes_away_is_noticed_by_put_and_by_the_check() {
    let (folder, store) = fresh();
    fs::remove_dir_all(folder.path().join("media")).expect("removes");
    assert!(matches!(store.put(&key("a"), b"x"), Err(StoreError::Io { .. })));
    assert!(matches!(store.check(), Err(StoreError::Io { .. })));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_apart() {
    // this device answers every write with ENOSPC
    let path = Path::new("/dev/full");
    assert!(matches!(folder::write_synced(path, b"x"), Err(StoreError::Full { .. })));
}

#[test]
fn a_read_only_place_is_told_apart_from_other_answers() {
    let told = |kind: io::ErrorKind| StoreError::at(Path::new("media"), kind.into());
    assert!(matches!(told(io::ErrorKind::ReadOnlyFilesystem), StoreError::ReadOnly { .. }));
    assert!(matches!(told(io::ErrorKind::PermissionDenied), StoreError::ReadOnly { .. }));
    assert!(matches!(told(io::ErrorKind::QuotaExceeded), StoreError::Full { .. }));
    assert!(matches!(told(io::ErrorKind::NotADirectory), StoreError::Io { .. }));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_is_read_only() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, store) = fresh();
    let incoming = folder.path().join("media/.incoming");
    fs::set_permissions(&incoming, fs::Permissions::from_mode(0o555)).expect("sets");
    if fs::write(incoming.join("probe"), b"").is_ok() {
        eprintln!("skipped: this account may write to read-only folders");
        return;
    }
    assert!(matches!(store.put(&key("a"), b"x"), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(store.check(), Err(StoreError::ReadOnly { .. })));
}

#[test]
fn what_a_crash_left_aside_is_swept_once_it_is_old() {
    let (folder, store) = fresh();
    fs::write(folder.path().join("media/.incoming/half"), b"ha").expect("writes");
    let now = SystemTime::now();
    assert_eq!(store.sweep(now - Duration::from_secs(86_400)).expect("sweeps"), 0);
    assert_eq!(store.sweep(now + Duration::from_secs(86_400)).expect("sweeps"), 1);
    assert_eq!(left_aside(&folder), 0);
}

#[test]
fn equal_files_have_equal_hashes_whatever_they_are_called() {
    // the test vector of FIPS 180-2, appendix B.1
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(content_hash(b"abc"), abc);
    assert_ne!(content_hash(b"abc"), content_hash(b"abd"));
}

#[test]
fn the_place_is_read_from_the_configuration() {
    let data = Path::new("var");
    let folder = |path: &str| Ok(Location::Folder(PathBuf::from(path)));
    assert_eq!(Location::parse(None, data), folder("var/media"));
    assert_eq!(Location::parse(Some(" "), data), folder("var/media"));
    assert_eq!(Location::parse(Some("/srv/media"), data), folder("/srv/media"));
    assert_eq!(Location::parse(Some("file:///srv/media"), data), folder("/srv/media"));
    assert_eq!(Location::parse(Some("file://host/x"), data), Err(LocationError::NotAbsolute));
}

#[test]
fn s3_is_refused_with_what_is_supported_and_without_its_secret() {
    let refused = Location::parse(Some("s3://id:secret@host/bucket"), Path::new("var"));
    let message = refused.expect_err("refused").to_string();
    assert!(message.contains("s3") && SUPPORTED.iter().all(|name| message.contains(name)));
    assert!(!message.contains("secret"));
}

#[test]
fn keys_of_a_picture_are_laid_out_for_its_name() {
    let name = "0199a5b2-1111-7abc-8def-0123456789cd";
    let master = Key::master(name, "jpg").expect("a key");
    assert_eq!(master.as_str(), format!("cd/{name}/master.jpg"));
    let variant = Key::variant(name, 640, Format::WebP).expect("a key");
    assert_eq!(variant.as_str(), format!("cd/{name}/640.webp"));
    for bad in ["", "..", "a/b", "A", "ộ", "a/../b"] {
        assert!(Key::master(bad, "png").is_err(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn no_key_leads_out_of_the_folder(
        text in prop_oneof![any::<String>(), "[a-z0-9./_-]{0,24}", "(\\.{0,3}[a-z]?/?){0,9}"],
    ) {
        if let Ok(key) = text.parse::<Key>() {
            let path = Path::new(key.as_str());
            let normal = |part| matches!(part, std::path::Component::Normal(_));
            prop_assert!(path.is_relative());
            prop_assert!(path.components().all(normal));
            prop_assert!(key.as_str().split('/').all(|part| !part.starts_with('.')));
            prop_assert_eq!(path.components().count(), key.as_str().split('/').count());
        }
    }

    #[test]
    fn plain_names_are_keys(text in "[a-z0-9][a-z0-9_-]{0,20}(/[a-z0-9][a-z0-9._-]{0,20}){0,3}") {
        prop_assert_eq!(text.parse::<Key>().expect("a key").to_string(), text);
    }
}
