use super::*;

fn from_environment(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let pairs: Vec<_> = pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    Config::from_sources(Vec::new(), pairs.into_iter())
}

#[test]
fn defaults_suffice_to_start() {
    let config = from_environment(&[]).expect("defaults are valid");
    assert_eq!(config.database, DatabaseUrl::Sqlite("var/lantoa.db".into()));
    assert_eq!(config.base_url, "http://127.0.0.1:8080");
}

#[test]
fn a_database_address_that_cannot_be_read_is_refused_without_being_told() {
    for password in ["geheim%zz", "ge heim", "geheim%00", "p@geheim", "ge/heim", "geheim%"] {
        let url = format!("postgres://lantoa:{password}@127.0.0.1:5432/site");
        let told = from_environment(&[("LANTOA_DATABASE_URL", &url)]);
        let told = told.expect_err(password).to_string();
        assert!(!told.contains("heim"), "{told}");
    }
    for url in ["postgres://lantoa:geheim@[::1/site", "postgres://lantoa:geheim@127.0.0.1:54x/site"]
    {
        assert!(from_environment(&[("LANTOA_DATABASE_URL", url)]).is_err(), "{url}");
    }
    for url in [
        "postgres://lantoa@/postgres?host=/tmp/x",
        "postgres://u:p%40s@db.example:5432/site",
        "postgresql://u:p@[::1]:5432/site",
        "postgres://localhost",
    ] {
        assert!(from_environment(&[("LANTOA_DATABASE_URL", url)]).is_ok(), "{url}");
    }
    let told = from_environment(&[("LANTOA_SEARCH_URL", "https://u:geheim@host:7700")]);
    assert!(!told.expect_err("no path for users").to_string().contains("geheim"));
}

#[test]
fn tls_to_the_database_is_asked_only_of_a_program_that_has_it() {
    let url = "postgres://lantoa@db.example/lantoa?sslmode=verify-full";
    let told = from_environment(&[("LANTOA_DATABASE_URL", url)]).map(drop);
    assert_eq!(told.is_ok(), cfg!(feature = "postgres-tls"));
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = vec![("lantoa.toml".into(), "listen".into(), "127.0.0.1:1".into())];
    let environment = [("LANTOA_LISTEN".to_owned(), "127.0.0.1:2".to_owned())];
    let config = Config::from_sources(file, environment.into_iter()).expect("valid");
    assert_eq!(config.listen.port(), 2);
}

#[test]
fn an_unknown_key_stops_the_start_and_the_nearest_is_named() {
    let error = from_environment(&[("LANTOA_LISTN", "x")]).expect_err("unknown key");
    assert_eq!(
        error.to_string(),
        "environment: there is no key `LANTOA_LISTN`; did you mean `LANTOA_LISTEN`? `lantoa config` lists them all."
    );
}

#[test]
fn a_bad_value_is_shown_with_what_is_allowed_but_a_secret_is_not() {
    let error = from_environment(&[
        ("LANTOA_WEB_THREADS", "many"),
        ("LANTOA_DATABASE_URL", "mysql://u:hunter2@h/n"),
    ])
    .expect_err("bad values")
    .to_string();
    assert!(error.contains("`LANTOA_WEB_THREADS` is \"many\"; allowed: threads"), "{error}");
    assert!(error.contains("`LANTOA_DATABASE_URL` is (secret)"), "{error}");
    assert!(!error.contains("hunter2"));
}

#[test]
fn of_values_that_have_names_the_nearest_is_named() {
    for (key, value, nearest) in [
        ("LANTOA_LOG", "wran", "`warn`"),
        ("LANTOA_LOG_FORMAT", "jsn", "`json`"),
        ("LANTOA_BEHIND_PROXY", "ture", "`true`"),
    ] {
        let error = from_environment(&[(key, value)]).expect_err("a bad value").to_string();
        assert!(error.ends_with(&format!("did you mean {nearest}?")), "{error}");
    }
}

#[test]
fn a_secret_does_not_show_in_debug_output() {
    let config = from_environment(&[
        ("LANTOA_DATABASE_URL", "postgres://u:hunter2@h/n"),
        ("LANTOA_SEARCH_URL", "http://127.0.0.1:7700"),
        ("LANTOA_SEARCH_KEY", "hunter3"),
    ])
    .expect("valid");
    let shown = format!("{config:?}");
    assert!(!shown.contains("hunter"), "{shown}");
}
