use super::*;

fn names(command: &clap::Command, path: &str, found: &mut Vec<(String, Vec<String>)>) {
    let told = |text: &clap::builder::StyledStr| text.to_string();
    let mut texts: Vec<String> =
        command.get_about().into_iter().chain(command.get_long_about()).map(told).collect();
    texts.extend(command.get_arguments().filter_map(|one| one.get_help().map(told)));
    found.push((path.to_owned(), texts));
    for below in command.get_subcommands() {
        names(below, format!("{path} {}", below.get_name()).trim(), found);
    }
}

#[test]
fn every_command_and_argument_has_help_in_vietnamese() {
    let (mut vi, mut en) = (Vec::new(), Vec::new());
    names(&help::in_vietnamese(Arguments::command()), "", &mut vi);
    let mut english = Arguments::command();
    english.build();
    names(&english, "", &mut en);
    assert_eq!(vi.len(), en.len());
    for ((path, vi), (_, en)) in vi.into_iter().zip(en) {
        if path.starts_with("help") || path.contains(" help") {
            continue;
        }
        assert!(!vi.is_empty(), "{path}");
        for text in vi {
            assert!(!en.contains(&text), "{path}: {text}");
        }
    }
}

#[test]
fn what_is_typed_wrong_is_told_in_vietnamese() {
    let command = help::in_vietnamese(Arguments::command());
    for (line, told) in [
        ("lantoa imprt x", "không có lệnh `imprt`; có phải là `import`?"),
        (
            "lantoa import x --kep-going",
            "không có tùy chọn `--kep-going`; có phải là `--keep-going`?",
        ),
        ("lantoa import", "thiếu <PATH>"),
        ("lantoa import x --limit nhiều", "`nhiều` không dùng được cho `--limit <ITEMS>`"),
    ] {
        let error = command.clone().try_get_matches_from(line.split(' ')).expect_err(line);
        let said = help::refusal(&error).expect(line);
        assert_eq!(said, format!("{told}\nXem `lantoa --help`."), "{line}");
    }
}

#[test]
fn help_is_in_the_language_that_is_asked_for_wherever_it_is_asked() {
    let typed =
        |line: &str| language_typed(&line.split(' ').map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(typed("lantoa --help"), Language::Vi);
    assert_eq!(typed("lantoa import --language en --help"), Language::En);
    assert_eq!(typed("lantoa --language=en"), Language::En);
    assert_eq!(typed("lantoa --language"), Language::Vi);
}
