//! What the program is made of besides itself: told by cargo, without network.

use std::process::Command;

use serde_json::Value;

/// Licences whose terms a program given away in binary form can keep.
const LICENCES: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "IJG",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PostgreSQL",
    "Unicode-3.0",
    "Zlib",
];

fn packages() -> Vec<Value> {
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--offline", "--locked", "--filter-platform"])
        .arg("x86_64-unknown-linux-gnu")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo built this test");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let mut metadata: Value = serde_json::from_slice(&told.stdout).expect("JSON, as documented");
    match metadata["packages"].take() {
        Value::Array(packages) => packages,
        other => panic!("packages are a list, not {other}"),
    }
}

/// `A OR B`, `A AND B`, parentheses, and the old `A/B` for OR.
fn is_acceptable(expression: &str) -> bool {
    let plain = expression.replace('/', " OR ").replace(['(', ')'], " ");
    plain.split(" AND ").all(|all| {
        all.split(" OR ").any(|one| {
            LICENCES.contains(&one.split_whitespace().collect::<Vec<_>>().join(" ").as_str())
        })
    })
}

#[test]
fn every_dependency_may_be_given_away_with_the_program() {
    let unfit: Vec<String> = packages()
        .iter()
        // names no licence but has one, Apache 2.0; reads our calendars in the tests only
        .filter(|package| package["name"] != "ical")
        .filter(|package| !is_acceptable(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    assert!(unfit.is_empty(), "{unfit:#?}");
}

#[test]
fn every_dependency_comes_from_the_registry() {
    let elsewhere: Vec<String> = packages()
        .iter()
        // ours, and inside this repository
        .filter(|package| {
            let manifest = package["manifest_path"].as_str().unwrap_or_default();
            !manifest.starts_with(env!("CARGO_MANIFEST_DIR"))
        })
        .filter(|package| !package["source"].as_str().unwrap_or_default().starts_with("registry+"))
        .map(|package| package["name"].to_string())
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

#[test]
fn there_is_one_tls_provider() {
    let providers: Vec<String> = packages()
        .iter()
        .filter_map(|package| package["name"].as_str().map(str::to_owned))
        .filter(|name| matches!(name.as_str(), "ring" | "aws-lc-rs" | "aws-lc-sys"))
        .collect();
    assert_eq!(providers, ["ring"], "rustls panics when it finds two");
}
