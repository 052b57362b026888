//! The program as it is called: what it prints, and how it ends.

use std::process::{Command, Output, Stdio};

/// Runs the program in a data folder of its own, with only these settings.
fn run(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    Command::new(env!("CARGO_BIN_EXE_lantoa"))
        .args(arguments)
        .env_clear()
        .env("LANTOA_DATA_DIR", folder.path())
        .env("LANTOA_LISTEN", "127.0.0.1:0")
        .envs(settings.iter().copied())
        .output()
        .expect("the program was built")
}

#[test]
fn a_setting_that_cannot_be_used_ends_a_command_with_two_and_is_named() {
    for (command, name, value, told) in [
        ("serve", "LANTOA_THEME", "cty", "không có giao diện `cty`; có: city, commune; có"),
        ("serve", "LANTOA_THEME", "desk", "không có giao diện `desk`; có: city, commune"),
        ("serve", "LANTOA_THEMES_DIR", "/khong-co", "không có tệp hay thư mục này"),
        ("reindex", "LANTOA_MEDIA_URL", "ftp://x/y", "LANTOA_MEDIA_URL: chưa dùng được ftp://"),
        ("serve", "LANTOA_LISTN", "x", "có phải là `LANTOA_LISTEN`?"),
    ] {
        let ended = run(&[command], &[(name, value)]);
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn a_command_that_names_what_is_not_there_ends_with_two() {
    let person = ["user", "add", "--email", "a@b.vn", "--name", "A", "--organisation", "x"];
    for (more, told) in [(["--role", "editr"], "editor"), (["--role", "editor"], "x")] {
        let ended = run(&[&person[..], &more].concat(), &[]);
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{said}");
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn a_configuration_file_that_is_named_must_be_there() {
    let ended = run(&["--config", "khong-co.toml", "doctor"], &[]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("khong-co.toml: không đọc được"), "{said}");
}

#[test]
fn two_that_migrate_an_empty_folder_at_once_both_succeed() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_lantoa"))
            .arg("migrate")
            .env_clear()
            .env("LANTOA_DATA_DIR", folder.path())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program was built")
    };
    for one in [start(), start(), start()] {
        let ended = one.wait_with_output().expect("it ends");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
}

#[test]
fn who_reads_from_a_database_that_is_not_there_makes_none() {
    let backup = tempfile::tempdir().expect("a folder");
    let into = backup.path().to_string_lossy();
    for command in [&["export", &*into][..], &["user", "list"]] {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().to_string_lossy();
        let ended = run(command, &[("LANTOA_DATA_DIR", &*folder)]);
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{said}");
        assert!(said.contains("không có cơ sở dữ liệu"), "{said}");
        assert_eq!(data.path().read_dir().expect("a folder").count(), 0);
    }
}

#[test]
fn a_damaged_database_is_told_as_one() {
    let data = tempfile::tempdir().expect("a folder");
    std::fs::write(data.path().join("lantoa.db"), vec![7; 9_000]).expect("a file");
    let folder = data.path().to_string_lossy();
    let ended = run(&["migrate"], &[("LANTOA_DATA_DIR", &*folder)]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("bị hỏng"), "{said}");
}

#[test]
fn what_cannot_be_done_ends_a_command_with_one() {
    let ended = run(&["import", "/khong-co"], &[]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("/khong-co"), "{said}");
    let done = run(&["migrate"], &[]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
}
