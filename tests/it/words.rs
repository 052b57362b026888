//! The interface's words: every message in both languages, with the same
//! arguments, and each one used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const THEMES: [&str; 3] = ["city", "commune", "desk"];

/// A theme and the one it extends.
fn layers(theme: &str) -> Vec<&str> {
    if theme == "commune" { vec!["city", theme] } else { vec![theme] }
}
const LANGUAGES: [&str; 2] = ["vi", "en"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            found.extend(below(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The messages of a theme in a language, each with the arguments it names.
fn messages(theme: &str, language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = root().join("themes").join(theme).join("locales").join(language);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in below(&folder, ".ftl") {
        let mut current = String::new();
        for line in text(&path).lines() {
            let begins = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
            if let Some((key, _)) = line.split_once('=').filter(|_| begins) {
                current = key.trim().to_owned();
                let twice = found.insert(current.clone(), BTreeSet::new());
                assert!(twice.is_none(), "{}: {current} stands twice", path.display());
            }
            if !line.starts_with('#') && !current.is_empty() {
                found.entry(current.clone()).or_default().extend(arguments(line));
            }
        }
    }
    found
}

/// `$name`s of a line.
fn arguments(line: &str) -> Vec<String> {
    let name = |rest: &str| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect()
    };
    line.split('$').skip(1).map(name).filter(|name: &String| !name.is_empty()).collect()
}

#[test]
fn every_message_is_there_in_both_languages_with_the_same_arguments() {
    for theme in THEMES {
        let [vi, en] = LANGUAGES.map(|language| messages(theme, language));
        assert!(!vi.is_empty(), "{theme} says something");
        let keys = |one: &BTreeMap<String, _>| one.keys().cloned().collect::<BTreeSet<_>>();
        let lacking = |of: &BTreeSet<String>, other: &BTreeSet<String>| {
            of.difference(other).cloned().collect::<Vec<_>>()
        };
        let (in_vi, in_en) = (keys(&vi), keys(&en));
        assert_eq!(lacking(&in_vi, &in_en), [""; 0], "{theme}: not in English");
        assert_eq!(lacking(&in_en, &in_vi), [""; 0], "{theme}: not in Vietnamese");
        for (key, arguments) in &vi {
            assert_eq!(arguments, &en[key], "{theme}: {key} names other arguments");
        }
    }
}

/// A text in quotes from a source or a template; `{…}` and an end on `-` stand
/// for anything.
fn matches(literal: &str, key: &str) -> bool {
    fn pieces(literal: &str) -> Vec<String> {
        let mut pieces = vec![String::new()];
        let mut depth = 0;
        for c in literal.chars() {
            match c {
                '{' => {
                    if depth == 0 {
                        pieces.push(String::new());
                    }
                    depth += 1;
                }
                '}' => depth -= 1,
                c if depth == 0 => pieces.last_mut().expect("never empty").push(c),
                _ => {}
            }
        }
        if literal.ends_with('-') {
            pieces.push(String::new());
        }
        pieces
    }
    let pieces = pieces(literal);
    let (first, last) = (&pieces[0], &pieces[pieces.len() - 1]);
    // A literal that is nothing but wildcards says nothing.
    if first.is_empty() && last.is_empty() {
        return false;
    }
    let mut rest = match key.strip_prefix(first.as_str()) {
        Some(rest) => rest,
        None => return false,
    };
    for piece in &pieces[1..] {
        match rest.find(piece.as_str()) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.is_empty() || (pieces.len() > 1 && (last.is_empty() || key.ends_with(last.as_str())))
}

/// Every text in double or single quotes.
fn literals(content: &str) -> BTreeSet<&str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for quote in ['"', '\''] {
        for line in content.lines() {
            found.extend(line.split(quote));
        }
    }
    let word = |one: &&str| {
        one.len() > 1 && one.starts_with(|c: char| c.is_ascii_lowercase()) && !one.contains(' ')
    };
    found.into_iter().filter(word).collect()
}

#[test]
fn every_message_is_used_somewhere() {
    let sources: String = below(&root().join("src"), ".rs").iter().map(|path| text(path)).collect();
    for theme in THEMES {
        let folders = layers(theme).into_iter().map(|layer| root().join("themes").join(layer));
        let mut all = sources.clone();
        let files = folders.flat_map(|folder| [below(&folder, ".html"), below(&folder, ".ftl")]);
        for path in files.flatten().collect::<Vec<_>>().iter() {
            let content = text(path);
            // A message may be part of another: `{ other-message }`.
            for part in content.split('{').skip(1) {
                let name = part.split('}').next().unwrap_or_default().trim();
                all.push_str(&format!("\"{name}\"\n"));
            }
            all.push_str(&content);
            all.push('\n');
        }
        let literals = literals(&all);
        let unused: Vec<String> = messages(theme, "vi")
            .into_keys()
            .filter(|key| !literals.iter().any(|literal| matches(literal, key)))
            .collect();
        assert_eq!(unused, [""; 0], "{theme}: nobody says these");
    }
}

#[test]
fn every_message_that_templates_ask_for_is_there() {
    for theme in THEMES {
        let known: BTreeMap<_, _> =
            layers(theme).into_iter().flat_map(|layer| messages(layer, "vi")).collect();
        let templates = root().join("themes").join(theme).join("templates");
        let mut missing = BTreeSet::new();
        for path in below(&templates, ".html") {
            let content = text(&path);
            for after in content.split("t(key=\"").skip(1) {
                let Some((key, rest)) = after.split_once('"') else { continue };
                // Put together from parts: only its beginning is known here.
                let whole = rest.starts_with([')', ',']) || rest.starts_with(" )");
                if whole && !known.contains_key(key) {
                    missing.insert(format!("{}: {key}", path.display()));
                }
            }
        }
        assert_eq!(missing.into_iter().collect::<Vec<_>>(), [""; 0], "{theme}");
    }
}

#[test]
fn every_problem_of_a_document_has_its_words_at_the_desk() {
    let known = messages("desk", "vi");
    let mut missing = BTreeSet::new();
    for path in below(&root().join("src"), ".rs") {
        let content = text(&path);
        let keys = content.split('"').filter(|one| {
            let rest = one.strip_prefix("problem-").unwrap_or_default();
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        });
        missing.extend(keys.filter(|key| !known.contains_key(*key)).map(str::to_owned));
    }
    assert_eq!(missing.into_iter().collect::<Vec<_>>(), [""; 0]);
}
