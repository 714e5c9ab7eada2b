//! Connections, rules and budgets over an installation without a server and without a network.

use std::path::Path;

use crate::{regreen, text};

const LOG: &str = "\
> tsc --noEmit
src/cart.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.
";

fn installed() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let migrated = regreen(
        home.path(),
        &["migrate", "--store-only", "--data-dir", "data"],
        "",
    );
    assert!(migrated.status.success(), "{}", text(&migrated.stderr));
    home
}

fn run(home: &Path, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let arguments = [arguments, &["--data-dir", "data"][..]].concat();
    let output = regreen(home, &arguments, input);
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn said(home: &Path, arguments: &[&str], input: &str) -> String {
    let (exit, out, err) = run(home, arguments, input);
    assert_eq!(exit, Some(0), "{arguments:?}: {err}");
    out
}

fn refused(home: &Path, arguments: &[&str], input: &str, exit: i32) -> String {
    let (code, out, err) = run(home, arguments, input);
    assert_eq!(code, Some(exit), "{arguments:?}: {out}{err}");
    err
}

#[test]
fn a_token_never_comes_by_argument() {
    let home = installed();
    let home = home.path();
    let add = [
        "connection",
        "add",
        "vercel",
        "--base-url",
        "http://127.0.0.1:9",
    ];
    for flag in ["--token", "--secret"] {
        let with = [&add[..], &[flag, "canary"]].concat();
        assert!(refused(home, &with, "", 2).contains("unexpected argument"));
    }
    let empty = refused(home, &add, "", 2);
    assert!(empty.ends_with("[token_missing]\n"), "{empty}");
    let long = refused(home, &add, &"x".repeat(9_000), 2);
    assert!(long.ends_with("[token_missing]\n"), "{long}");
    // The address is private and nobody allowed it: the token is not sent.
    let private = refused(home, &add, "canary", 1);
    assert!(
        private.contains("hosts that the operator allowed") && !private.contains("canary"),
        "{private}"
    );
    let unknown = refused(home, &["connection", "add", "geocities"], "x", 2);
    assert!(
        unknown.contains("regreen talks to vercel, github"),
        "{unknown}"
    );
    let empty = said(home, &["connection", "list"], "");
    assert!(empty.starts_with("No connection yet"), "{empty}");
    assert_eq!(said(home, &["connection", "list", "--json"], ""), "[]\n");
    let missing = refused(home, &["connection", "show", "nobody"], "", 3);
    assert!(missing.ends_with("[connection_not_found]\n"), "{missing}");
}

#[test]
fn rules_are_kept_and_tried() {
    let home = installed();
    let home = home.path();
    let add = [
        "rule",
        "add",
        "types",
        "--priority",
        "-3",
        "--error-type",
        "typescript",
        "--pattern",
        r"TS\d+",
        "--branch",
        "main",
        "--prompt",
        "keep the API",
        "--require-approval",
        "--json",
    ];
    let added: serde_json::Value = serde_json::from_str(&said(home, &add, "")).unwrap();
    assert_eq!(
        (&added["priority"], &added["action"]["prompt"]),
        (&(-3).into(), &"keep the API".into())
    );
    said(home, &["rule", "add", "rest", "--action", "notify"], "");
    let none = refused(home, &["rule", "add", "x"], "", 2);
    assert!(none.ends_with("[action_missing]\n"), "{none}");
    let wrong = refused(
        home,
        &["rule", "add", "x", "--action", "skip", "--pattern", "a{2"],
        "",
        2,
    );
    assert!(wrong.contains("  a{2\n"), "{wrong}");

    let test = |more: &[&str]| {
        let arguments = [&["rule", "test", "--log", "-"][..], more].concat();
        said(home, &arguments, LOG)
    };
    let on_main = test(&["--branch", "main"]);
    assert!(
        on_main.contains("WINS           types (priority -3)")
            && on_main.contains("matches        rest"),
        "{on_main}"
    );
    let elsewhere = test(&["--branch", "dev"]);
    assert!(
        elsewhere.contains("branch `dev` does not match `main`")
            && elsewhere.contains("so             tell people, do not fix"),
        "{elsewhere}"
    );
    said(home, &["rule", "disable", "rest"], "");
    assert!(test(&["--branch", "dev"]).contains("disabled       rest"));
    said(
        home,
        &["rule", "set", "types", "--branch", "", "--action", "skip"],
        "",
    );
    let shown = said(home, &["rule", "show", "types"], "");
    assert!(
        !shown.contains("branch") && shown.contains("leave it alone"),
        "{shown}"
    );
    let nothing = refused(home, &["rule", "set", "types"], "", 2);
    assert!(nothing.ends_with("[nothing_to_change]\n"), "{nothing}");
    said(home, &["rule", "remove", "types"], "");
    let list = said(home, &["rule", "list"], "");
    assert!(
        list.contains("rest (disabled)") && !list.contains("types"),
        "{list}"
    );
    let neither = refused(home, &["rule", "test"], "", 2);
    assert!(neither.contains("--log"), "{neither}");
}

#[test]
fn the_cap_of_a_day_is_a_setting() {
    let home = installed();
    let home = home.path();
    assert!(said(home, &["budget"], "").contains("cap            $50.00"));
    let set = said(
        home,
        &["budget", "set", "--day-dollars", "7.25", "--day-calls", "9"],
        "",
    );
    assert!(
        set.contains("cap            $7.25, 200000000 tokens, 9 calls"),
        "{set}"
    );
    let wrong = refused(home, &["budget", "set", "--day-dollars", "much"], "", 2);
    assert!(wrong.contains("an amount of dollars"), "{wrong}");
    let reset = said(home, &["budget", "set", "--reset"], "");
    assert!(reset.contains("from the configuration"), "{reset}");
}

#[test]
fn subscriptions_and_projects_need_a_connection() {
    let home = installed();
    let home = home.path();
    let add = refused(home, &["subscription", "add", "--project", "web"], "", 3);
    assert!(add.contains("regreen connection add vercel"), "{add}");
    assert!(said(home, &["project", "list"], "").starts_with("No project"));
    assert!(said(home, &["subscription", "list"], "").starts_with("No subscription yet"));
    let set = refused(home, &["subscription", "set", "web", "--draft"], "", 3);
    assert!(set.ends_with("[subscription_not_found]\n"), "{set}");
    let set = refused(home, &["subscription", "set", "web"], "", 2);
    assert!(set.ends_with("[nothing_to_change]\n"), "{set}");
}
