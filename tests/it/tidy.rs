//! What the compiler does not see: layers, sizes, pairs, and words left over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Backend, TestDb};
use lantoa::db::Schema;

/// The modules of `src`, from the bottom up: each imports only from lines above
/// its own in this list, and those of one line never import each other.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["clock", "metrics", "names", "syntax"],
    &["compression", "config", "limits"],
    &["db", "pages", "theme"],
    &["queue"],
    &["accounts"],
    &["organisations"],
    &["media"],
    &["content"],
    &["editorial", "search", "press", "channels", "reports"],
    &["transfer"],
    &["app"],
    &["indexing"],
    &["worker"],
    &["web"],
    &["cli"],
];

/// Lines of a file under `src`, tests included.
const LONGEST_FILE: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below `folder` of the repository whose name ends in one of `endings`,
/// without what is built, installed or written by a run.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    const MADE: [&str; 6] = ["target", "var", "node_modules", "results", ".git", "dist"];
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !MADE.contains(&name.as_str()) {
                    walk(&path, endings, found);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    found.sort();
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Fails with all of them at once.
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The code without its comments; a module's example may name anything.
fn code(path: &Path) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text(path).lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// The modules that a file names after `crate::`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let list = match after.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default(),
            None => after.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(""),
        };
        for name in list.split(',') {
            let name = name.trim().split("::").next().unwrap_or_default();
            let module = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            if module && !name.is_empty() {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

#[test]
fn imports_run_downward_only() {
    let level = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module));
    let mut faults = Vec::new();
    for path in files("src", &[".rs"]) {
        let inside = path.strip_prefix(root().join("src")).expect("it is inside");
        let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
        let own = first.trim_end_matches(".rs");
        if matches!(own, "main" | "lib") {
            continue;
        }
        let Some(own_level) = level(own) else {
            faults.push(format!("{own} has no place among LAYERS in tests/it/tidy.rs"));
            continue;
        };
        for other in imports(&code(&path)).iter().filter(|other| *other != own) {
            match level(other) {
                Some(other_level) if other_level < own_level => {}
                // A macro of the crate's root, not a module.
                None if !root().join("src").join(other).exists() => {}
                _ => faults.push(format!("{} imports {other}", shown(&path))),
            }
        }
    }
    none(faults);
}

#[test]
fn files_are_short_enough_to_be_read() {
    let long = files("src", &[".rs"]).into_iter().filter_map(|path| {
        let lines = text(&path).lines().count();
        (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", shown(&path)))
    });
    none(long.collect());
}

#[test]
fn nothing_is_left_to_do_and_no_lint_is_silenced_without_a_reason() {
    // Written apart, or this file would be found too.
    let signs = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["todo", "!("],
        ["unimplemented", "!("],
        ["dbg", "!("],
        ["#[all", "ow("],
        ["#![all", "ow("],
    ]
    .map(|parts| parts.concat());
    let mut faults = Vec::new();
    for path in ["src", "tests", "benches"].iter().flat_map(|folder| files(folder, &[".rs"])) {
        for (number, line) in text(&path).lines().enumerate() {
            if let Some(sign) = signs.iter().find(|sign| line.contains(sign.as_str())) {
                faults.push(format!("{}:{}: {sign}", shown(&path), number + 1));
            }
        }
    }
    none(faults);
}

#[test]
fn tests_wait_for_events_and_not_for_time() {
    let sleep = ["sle", "ep("].concat();
    let sleeping = files("tests/it", &[".rs"])
        .into_iter()
        .filter(|path| text(path).lines().any(|line| line.contains(&sleep)));
    none(sleeping.map(|path| format!("{} sleeps", shown(&path))).collect());
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    let signs = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"]]
        .map(|parts| parts.concat());
    let endings = [
        ".rs",
        ".toml",
        ".md",
        ".html",
        ".css",
        ".js",
        ".mjs",
        ".json",
        ".ftl",
        ".sql",
        ".sh",
        ".yml",
        ".csv",
        "Makefile",
        "Dockerfile",
        "run",
        "postgres",
    ];
    let mut faults = Vec::new();
    for path in files(".", &endings) {
        // A picture's folder may happen to be called like an ending.
        let Ok(content) = fs::read_to_string(&path) else { continue };
        for (number, line) in content.lines().enumerate() {
            // In the middle of a longer address it is somebody else's page.
            let found = signs.iter().find(|sign| {
                line.match_indices(sign.as_str()).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == '}')
                })
            });
            if let Some(sign) = found {
                faults.push(format!("{}:{}: {sign}", shown(&path), number + 1));
            }
        }
    }
    none(faults);
}

/// The folders of migrations of one database, in order.
fn migrations(database: &str) -> Vec<String> {
    let folder = root().join("migrations").join(database);
    let entries = fs::read_dir(folder).expect("migrations stand beside the sources");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("a readable folder").file_name().to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

#[test]
fn migrations_come_in_pairs_and_can_be_undone() {
    let names = migrations("sqlite");
    assert_eq!(names, migrations("postgres"));
    for database in ["sqlite", "postgres"] {
        for name in &names {
            for file in ["up.sql", "down.sql"] {
                let path = root().join("migrations").join(database).join(name).join(file);
                assert!(!text(&path).trim().is_empty(), "{} is empty", shown(&path));
            }
        }
    }
}

crate::on_each_database!(
    migrations_run_down_and_up_again,
    a_schema_that_knows_more_than_the_program_is_told_apart,
    the_tables_are_those_of_the_schema,
);

fn a_schema_that_knows_more_than_the_program_is_told_apart(db: &TestDb) {
    assert_eq!(db.schema().expect("an answer"), Schema::Current);
    let migrations = "__diesel_schema_migrations";
    db.run_sql(&format!("insert into {migrations} (version) values ('29991231000000')"))
        .expect("a row");
    assert_eq!(db.schema().expect("an answer"), Schema::Newer);
    db.run_sql(&format!("delete from {migrations} where version < '2026112900'")).expect("rows");
    assert_eq!(db.schema().expect("an answer"), Schema::Older);
}

fn migrations_run_down_and_up_again(db: &TestDb) {
    let database = match db.backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    };
    let before = tables(db);
    let names = migrations(database);
    let downs = names.iter().rev().map(|name| (name, "down.sql"));
    let ups = names.iter().map(|name| (name, "up.sql"));
    for (number, (name, file)) in downs.chain(ups).enumerate() {
        let sql = text(&root().join("migrations").join(database).join(name).join(file));
        db.run_sql(&sql).unwrap_or_else(|error| panic!("{name}/{file}: {error}"));
        if number + 1 == names.len() {
            assert_eq!(tables(db), BTreeMap::new(), "something stayed");
        }
    }
    assert_eq!(tables(db), before);
}

fn the_tables_are_those_of_the_schema(db: &TestDb) {
    let schema = text(&root().join("src/db/schema.rs"));
    let mut declared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for block in schema.split("table! {").skip(1) {
        let mut lines = block.lines().map(str::trim).filter(|line| !line.is_empty());
        let head = lines.next().unwrap_or_default();
        let table = head.split_whitespace().next().unwrap_or_default().to_owned();
        let columns = lines
            .take_while(|line| *line != "}")
            .filter_map(|line| line.split_once(" -> ").map(|(column, _)| column.to_owned()));
        declared.insert(table, columns.collect());
    }
    assert_eq!(tables(db), declared);
}

/// Every table of the database with its columns.
fn tables(db: &TestDb) -> BTreeMap<String, BTreeSet<String>> {
    let listed = db.text(match db.backend {
        Backend::Sqlite => {
            "select group_concat(t.name || '.' || c.name) from sqlite_master t
             join pragma_table_info(t.name) c where t.type = 'table'
             and t.name not like 'sqlite_%' and t.name not like '__diesel%'"
        }
        Backend::Postgres => {
            "select string_agg(table_name || '.' || column_name, ',') from information_schema.columns
             where table_schema = 'public' and table_name not like '\\_\\_diesel%'"
        }
    });
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for column in listed.unwrap_or_default().split(',').filter(|name| !name.is_empty()) {
        let (table, column) = column.split_once('.').expect("a table and a column");
        tables.entry(table.to_owned()).or_default().insert(column.to_owned());
    }
    tables
}
