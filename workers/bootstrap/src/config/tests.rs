use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path};

use domain::Windows;
use figment::value::Value;
use secrecy::ExposeSecret;
use tempfile::TempDir;

use super::{
    Config, DEFAULT_FILE, Sources,
    keys::{find, leaves, of_variable, ways, whole},
    sandbox_root,
};

fn sources(folder: &TempDir) -> Sources {
    let environment = BTreeMap::from([(
        "HOME".to_owned(),
        folder.path().join("home").display().to_string(),
    )]);
    Sources {
        environment,
        working_directory: folder.path().to_owned(),
        ..Sources::default()
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// With a file `regreen.toml` in the working directory.
fn with_file(text: &str) -> (TempDir, Sources) {
    let folder = folder();
    fs::write(folder.path().join("regreen.toml"), text).unwrap();
    let sources = sources(&folder);
    (folder, sources)
}

fn with_variables(variables: &[(&str, &str)]) -> (TempDir, Sources) {
    let folder = folder();
    let mut sources = sources(&folder);
    sources.environment.extend(
        variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    (folder, sources)
}

/// The sentence that stops the start, with the folder's name taken out.
fn refusal((folder, sources): (TempDir, Sources)) -> String {
    let error = Config::load(&sources).unwrap_err().to_string();
    error.replace(&folder.path().display().to_string(), "DIR")
}

#[test]
fn defaults_are_complete() {
    let folder = folder();
    let config = Config::load(&sources(&folder)).unwrap();
    let data = folder.path().join("home/.local/share/regreen");
    assert_eq!(config.data_dir, data);
    assert_eq!(
        config.store.url,
        format!("sqlite://{}/regreen.db", data.display())
    );
    assert_eq!(
        config.blobs.url,
        format!("file://{}/blobs/", data.display())
    );
    assert_eq!(config.vault.key_file, data.join("vault.key"));
    assert_eq!(
        (config.api.bind.address.port(), config.api.bind.configured),
        (8470, false)
    );
    assert_eq!(
        (
            config.temporal.server.address.port(),
            config.temporal.server.configured
        ),
        (7233, false)
    );
    assert!(config.model.is_none());
    assert_eq!(
        config.windows,
        Windows::default(),
        "the file agrees with the domain's own defaults"
    );
    assert_eq!(config.outbound.allowed_hosts, Vec::<String>::new());
}

#[test]
fn every_key_can_be_set_by_a_variable() {
    let defaults: figment::value::Dict = figment::Figment::from(
        <figment::providers::Toml as figment::providers::Format>::string(DEFAULT_FILE),
    )
    .extract()
    .unwrap();
    let keys = leaves(&defaults);
    assert!(keys.len() > 70);
    for (key, default) in keys {
        let variable = format!("REGREEN_{}", key.replace('.', "__").to_uppercase());
        assert!(ways(&key).ends_with(&variable));
        assert_eq!(of_variable(&variable), Some(key.clone()));
        assert!(find(&defaults, &key).is_some());
        // One more than the default keeps the relations between settings, and is another value.
        let text = match default {
            Value::Num(..) => (whole(default).unwrap() + 1).to_string(),
            Value::Array(..) => "a, b".to_owned(),
            other => other.as_str().unwrap().to_owned(),
        };
        let (_folder, sources) = with_variables(&[(&variable, &text)]);
        Config::load(&sources).unwrap_or_else(|error| panic!("{variable}: {error}"));
    }
}

#[test]
fn later_layers_win() {
    let (folder, mut sources) =
        with_file("[api]\nbind = \"127.0.0.1:1001\"\nmax_connections = 7\n[sandbox]\nslots = 3");
    let config = Config::load(&sources).unwrap();
    assert_eq!(
        (config.api.bind.address.port(), config.api.bind.configured),
        (1001, true)
    );
    assert_eq!((config.api.max_connections, config.sandbox.slots), (7, 3));
    sources
        .environment
        .insert("REGREEN_API__BIND".to_owned(), "127.0.0.1:1002".to_owned());
    assert_eq!(
        Config::load(&sources).unwrap().api.bind.address.port(),
        1002
    );
    sources = sources
        .with_flag("--bind", "api.bind", Some("127.0.0.1:1003".to_owned()))
        .with_flag("--slots", "sandbox.slots", None);
    let config = Config::load(&sources).unwrap();
    assert_eq!(
        (config.api.bind.address.port(), config.sandbox.slots),
        (1003, 3)
    );

    fs::write(
        folder.path().join("other.toml"),
        "[api]\nmax_connections = 9",
    )
    .unwrap();
    sources
        .environment
        .insert("REGREEN_CONFIG".to_owned(), "other.toml".to_owned());
    assert_eq!(
        Config::load(&sources).unwrap().api.max_connections,
        9,
        "the file that was named, not the usual one"
    );
    let named = sources.with_file(Some(folder.path().join("regreen.toml")));
    assert_eq!(Config::load(&named).unwrap().api.max_connections, 7);
}

#[test]
fn the_data_directorys_own_file_is_found() {
    let folder = folder();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("regreen.toml"), "[sandbox]\nslots = 5").unwrap();
    let by_flag = sources(&folder).with_flag("--data-dir", "data_dir", Some("data".to_owned()));
    let config = Config::load(&by_flag).unwrap();
    assert_eq!((config.data_dir, config.sandbox.slots), (data.clone(), 5));
    let mut by_variable = sources(&folder);
    by_variable
        .environment
        .insert("REGREEN_DATA_DIR".to_owned(), data.display().to_string());
    assert_eq!(Config::load(&by_variable).unwrap().sandbox.slots, 5);
    fs::write(data.join("regreen.toml"), "data_dir = \"/elsewhere\"").unwrap();
    insta::assert_snapshot!(
        refusal((folder, by_flag)),
        @"DIR/data/regreen.toml lies in the data directory and sets `data_dir`: remove that line, or name the file with --config"
    );
}

#[test]
fn short_names_of_the_set_up_are_understood() {
    let (_folder, mut sources) = with_variables(&[
        ("REGREEN_BWRAP", "/usr/bin/bwrap"),
        ("REGREEN_NODE_DIR", "/usr"),
        ("REGREEN_NODE_TOOLS", "tools"),
        ("REGREEN_OPENCODE", "/opt/opencode"),
        ("REGREEN_TEMPORAL_CLI", "/opt/temporal"),
        ("REGREEN_BIN", "/opt/regreen"),
    ]);
    let config = Config::load(&sources).unwrap();
    assert_eq!(
        config.sandbox.bwrap.as_deref(),
        Some(Path::new("/usr/bin/bwrap"))
    );
    assert_eq!(
        config.sandbox.node_tools,
        Some(sources.working_directory.join("tools"))
    );
    assert_eq!(
        config.temporal.cli.as_deref(),
        Some(Path::new("/opt/temporal"))
    );
    sources.environment.insert(
        "REGREEN_SANDBOX__BWRAP".to_owned(),
        "/usr/local/bin/bwrap".to_owned(),
    );
    assert_eq!(
        Config::load(&sources).unwrap().sandbox.bwrap.as_deref(),
        Some(Path::new("/usr/local/bin/bwrap"))
    );
}

#[test]
fn the_model_and_its_key() {
    let (folder, mut sources) = with_variables(&[
        ("REGREEN_MODEL__BASE_URL", "https://models.example/v1"),
        ("REGREEN_MODEL__NAME", "large"),
        // Digits only: still a text.
        ("REGREEN_MODEL__API_KEY", "1234567890"),
    ]);
    let config = Config::load(&sources).unwrap();
    let model = config.model.clone().unwrap();
    assert_eq!(model.api_key.unwrap().expose_secret(), "1234567890");
    let shown = format!(
        "{config:?} {:?} {}",
        config.for_sandbox_worker(),
        config.redacted()
    );
    assert!(!shown.contains("1234567890"), "{shown}");
    sources.environment.remove("REGREEN_MODEL__API_KEY");
    fs::write(folder.path().join("key"), "canary-key\n").unwrap();
    sources
        .environment
        .insert("REGREEN_MODEL__API_KEY_FILE".to_owned(), "key".to_owned());
    let model = Config::load(&sources).unwrap().model.unwrap();
    assert_eq!(model.api_key.unwrap().expose_secret(), "canary-key");
}

#[test]
fn hosts_that_the_operator_names_are_exempt() {
    let (_folder, sources) = with_variables(&[
        ("REGREEN_GITHUB__BASE_URL", "http://127.0.0.1:9000/api/v3"),
        (
            "REGREEN_OUTBOUND__ALLOWED_HOSTS",
            "Registry.Internal, 10.0.0.1",
        ),
    ]);
    let config = Config::load(&sources).unwrap();
    assert_eq!(
        config.outbound.allowed_hosts,
        ["10.0.0.1", "127.0.0.1", "registry.internal"]
    );
}

#[test]
fn refusals_say_what_to_set() {
    let file = |text| refusal(with_file(text));
    let variable = |name, value| refusal(with_variables(&[(name, value)]));
    let (folder, missing) = with_file("");
    let missing = refusal((folder, missing.with_file(Some("absent.toml".into()))));
    let homeless = refusal((
        self::folder(),
        Sources {
            working_directory: "/".into(),
            ..Sources::default()
        },
    ));
    let all = [
        file("[api]\nbnd = 1"),
        file("[apy]\nmax_connections = 1"),
        file("bind = \"127.0.0.1:1\""),
        file("api = 1"),
        file("[api\n"),
        file("[api]\nbind = 8470"),
        file("[api]\nbind = \"8470\""),
        file("[api]\nmax_connections = 0"),
        file("[api]\nmax_connections = -1"),
        file("[api]\npublic_url = \"regreen.example\""),
        file("[api]\npublic_url = \"http://regreen.example\""),
        file("[github]\nbase_url = \"https://user:canary@github.example\""),
        file("[store]\nurl = \"postgres://localhost/regreen\""),
        file("[blobs]\nurl = \"s3://bucket\""),
        file("[windows]\nrest = 99"),
        file("[windows]\npoll_first = 200\npoll_most = 100"),
        file("[windows]\nnap = 1000"),
        file("[temporal]\nport = 8233"),
        file("[temporal]\nport = 70000"),
        file("[sandbox]\nuid_base = 0"),
        file("[sandbox]\nuid_base = 999"),
        file("[log]\nformat = \"xml\""),
        file("[log]\nfilter = \"a=b=c\""),
        file("[model]\nbase_url = \"https://models.example/v1\""),
        file("[model]\napi_key = \"canary\""),
        file(
            "[model]\nbase_url = \"https://models.example/v1\"\nname = \"x\"\napi_key = \"canary\"\napi_key_file = \"key\"",
        ),
        file(
            "[model]\nbase_url = \"https://models.example/v1\"\nname = \"x\"\napi_key_file = \"key\"",
        ),
        file("[model]\napi_key = [\"canary\"]"),
        variable("REGREEN_API__BINDD", "127.0.0.1:1"),
        variable("REGREEN_SLOTS", "2"),
        variable("REGREEN_SANDBOX__SLOTS", "two"),
        variable("REGREEN_SANDBOX", "2"),
        missing,
        homeless,
    ];
    let all = all.join("\n");
    assert!(!all.contains("canary"), "no value is told:\n{all}");
    insta::assert_snapshot!(all);
}

#[test]
fn shown_with_origins_and_without_secrets() {
    let (folder, mut sources) = with_file(
        "data_dir = \"/srv/regreen\"\n[model]\nbase_url = \"https://models.example/v1\"\nname = \"large\"\napi_key = \"canary\"",
    );
    sources.environment.insert(
        "REGREEN_SANDBOX__ROOT".to_owned(),
        "/srv/sandbox".to_owned(),
    );
    sources = sources.with_flag("--slots", "sandbox.slots", Some("4".to_owned()));
    let shown = Config::load(&sources)
        .unwrap()
        .redacted()
        .replace(&folder.path().display().to_string(), "DIR");
    assert!(!shown.contains("canary"));
    insta::assert_snapshot!(shown);
    let again = figment::Figment::from(
        <figment::providers::Toml as figment::providers::Format>::string(&shown),
    );
    assert_eq!(
        again.extract_inner::<u32>("sandbox.slots").unwrap(),
        4,
        "it is TOML"
    );
}

#[test]
fn builds_run_where_their_user_can_go() {
    let folder = folder();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let data = folder.path().join("data");
    assert_eq!(sandbox_root::usual(&data, false), data.join("sandbox"));
    let elsewhere = sandbox_root::usual(&data, true);
    assert!(elsewhere.starts_with("/var/lib/regreen"));
    assert_ne!(
        elsewhere,
        sandbox_root::usual(&folder.path().join("other"), true),
        "one for each data directory"
    );
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
    assert_eq!(sandbox_root::usual(&data, true), data.join("sandbox"));
}

#[test]
fn the_data_directory_lets_others_pass() {
    let folder = folder();
    let sources = sources(&folder).with_flag("--data-dir", "data_dir", Some("a/b".to_owned()));
    let config = Config::load(&sources).unwrap();
    config.create_data_dir().unwrap();
    config.create_data_dir().unwrap();
    let mode = fs::metadata(folder.path().join("a/b"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777 & !0o022, 0o711);
}
