//! Commands over an installation without a server, and what they say when something is missing.

use crate::{regreen, text};

#[test]
fn an_installation_begins_with_migrate() {
    let home = tempfile::tempdir().unwrap();
    let before = regreen(home.path(), &["fix", "list", "--data-dir", "data"], "");
    assert_eq!(before.status.code(), Some(1));
    assert!(
        text(&before.stderr).contains("[not_set_up]"),
        "{}",
        text(&before.stderr)
    );
    let migrated = regreen(
        home.path(),
        &["migrate", "--store-only", "--json", "--data-dir", "data"],
        "",
    );
    assert!(migrated.status.success(), "{}", text(&migrated.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&migrated.stdout).unwrap();
    assert!(answer["store"]["version"].as_i64().unwrap() > 0 && answer["temporal"].is_null());
    let list = regreen(home.path(), &["fix", "list", "--data-dir", "data"], "");
    assert_eq!(
        (list.status.code(), text(&list.stdout).as_str()),
        (Some(0), "No fix matches.\n")
    );
    let list = regreen(
        home.path(),
        &[
            "fix",
            "list",
            "--json",
            "--status",
            "failed",
            "--data-dir",
            "data",
        ],
        "",
    );
    let page: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    assert_eq!(page, serde_json::json!({ "items": [], "next": null }));
}

#[test]
fn what_is_missing_is_said_with_a_code_and_an_exit_code() {
    let home = tempfile::tempdir().unwrap();
    regreen(
        home.path(),
        &["migrate", "--store-only", "--data-dir", "data"],
        "",
    );
    for (arguments, exit, code) in [
        (vec!["fix", "show", "dpl_1"], 3, "fix_not_found"),
        (
            vec!["fix", "cancel", "fix_00000000000000000000000000"],
            3,
            "fix_not_found",
        ),
        (vec!["fix", "watch", ""], 2, "invalid_argument"),
    ] {
        let mut arguments = arguments.clone();
        arguments.extend(["--data-dir", "data"]);
        let output = regreen(home.path(), &arguments, "");
        assert_eq!(
            output.status.code(),
            Some(exit),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        assert!(
            text(&output.stderr).ends_with(&format!("[{code}]\n")),
            "{}",
            text(&output.stderr)
        );
        assert!(output.stdout.is_empty());
        arguments.push("--json");
        let output = regreen(home.path(), &arguments, "");
        let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(error["error"]["code"], code);
    }
}

#[test]
fn a_wrong_configuration_stops_every_command_in_words() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("regreen.toml"),
        "[api]\nbnid = \"127.0.0.1:1\"\n",
    )
    .unwrap();
    for arguments in [["fix", "list"].as_slice(), &["migrate"], &["api"], &["dev"]] {
        let output = regreen(home.path(), arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            text(&output.stderr).contains("api.bnid"),
            "{}",
            text(&output.stderr)
        );
    }
    let doctor = regreen(home.path(), &["doctor", "--json"], "");
    assert_eq!(doctor.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&doctor.stdout).unwrap();
    assert_eq!(
        (&report["ok"], &report["checks"][0]["name"]),
        (&false.into(), &"configuration".into())
    );
}

#[test]
fn a_server_that_is_away_is_said() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("temporal.toml"),
        "[profile.default]\naddress = \"127.0.0.1:9\"\n",
    )
    .unwrap();
    let configured = home.path().join("temporal.toml").display().to_string();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_regreen"));
    command
        .env_clear()
        .env("HOME", home.path())
        .env("TEMPORAL_CONFIG_FILE", configured);
    let output = command
        .args(["migrate", "--data-dir"])
        .arg(home.path().join("data"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).ends_with("[temporal_unavailable]\n"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_busy_port_that_was_asked_for_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let busy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    regreen(
        home.path(),
        &["migrate", "--store-only", "--data-dir", "data"],
        "",
    );
    for command in ["api", "dev"] {
        let output = regreen(
            home.path(),
            &[command, "--bind", &address, "--data-dir", "data"],
            "",
        );
        assert_eq!(output.status.code(), Some(1), "{command}");
        let error = text(&output.stderr);
        assert!(
            error.contains(&address) && error.contains("api.bind"),
            "{error}"
        );
    }
}

#[test]
fn completions_are_for_a_shell() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let output = regreen(home.path(), &["completions", shell], "");
        assert!(output.status.success());
        assert!(
            text(&output.stdout).contains("diagnose")
                && !text(&output.stdout).contains("guard --parent")
        );
    }
}
