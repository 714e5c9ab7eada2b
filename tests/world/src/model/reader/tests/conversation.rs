//! How it goes about its work.

use super::agent::Agent;

const FILE: &str = "export const a: number = \"1\";\nexport const b: number = \"2\";";
const FIRST: &str =
    "src/a.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.";
const SECOND: &str =
    "src/a.ts(2,14): error TS2322: Type 'string' is not assignable to type 'number'.";

#[test]
fn it_reads_edits_builds_and_goes_on_with_the_next_error() {
    let mut agent = Agent::new(&[("src/a.ts", FILE)], &[SECOND]);
    let words = agent.run(&format!("{FIRST}\n{SECOND}"));
    let build = "bash npm run build; echo \"exit status: $?\"";
    assert_eq!(
        agent.calls,
        [
            "read /work/src/a.ts",
            "edit /work/src/a.ts",
            build,
            "read /work/src/a.ts",
            "edit /work/src/a.ts",
            build,
        ]
    );
    assert_eq!(
        agent.file("src/a.ts"),
        "export const a: number = 1;\nexport const b: number = 2;"
    );
    assert_eq!(
        words,
        "\
The build passes now. What I changed:
- src/a.ts:1:14: A value of type string stood where number is wanted; it is converted.
- src/a.ts:2:14: A value of type string stood where number is wanted; it is converted."
    );
}

#[test]
fn it_stops_when_its_change_did_not_help() {
    let mut agent = Agent::new(&[("src/a.ts", FILE)], &[FIRST, FIRST, FIRST]);
    let words = agent.run(FIRST);
    assert!(
        words.starts_with("I do not know how to repair this: src/a.ts:1"),
        "{words}"
    );
    assert_eq!(agent.built, 1);
}

#[test]
fn it_says_so_when_it_does_not_understand() {
    let mut agent = Agent::new(&[("src/a.ts", FILE)], &["Segmentation fault"]);
    let words = agent.run("Segmentation fault");
    assert!(
        words.starts_with("I do not understand this failure"),
        "{words}"
    );
    let mut agent = Agent::new(&[("src/a.ts", FILE)], &[]);
    let words = agent.run("src/a.ts(1,1): error TS9999: Something nobody has seen.");
    assert!(words.contains("Something nobody has seen"), "{words}");
    assert_eq!(agent.file("src/a.ts"), FILE);
}

#[test]
fn it_never_ends_with_endless_new_errors() {
    let builds: Vec<String> = (0..40)
        .map(|n| {
            format!(
                "src/a.ts(1,{}): error TS1005: ')' expected.\nsrc/a.ts({n},1): error TS1: {n}",
                14 + n
            )
        })
        .collect();
    let builds: Vec<&str> = builds.iter().map(String::as_str).collect();
    let mut agent = Agent::new(&[("src/a.ts", FILE)], &builds);
    agent.run(builds[0]);
    assert!(agent.built <= 12, "{}", agent.built);
}

#[test]
fn a_file_named_from_another_folder_is_found_by_its_name() {
    let mut agent = Agent::new(
        &[
            ("packages/web/src/a.ts", FILE),
            ("packages/api/lib/a.ts", ""),
        ],
        &[],
    );
    let words = agent.run(&format!("web:build: {FIRST}"));
    assert!(words.starts_with("The build passes"), "{words}");
    assert!(
        agent
            .file("packages/web/src/a.ts")
            .starts_with("export const a: number = 1;")
    );
}

#[test]
fn next_js_errors_and_build_machine_paths_are_understood() {
    for log in [
        "12:00:01.5 Failed to compile.\n\n./src/a.ts:1:14\nType error: Type 'string' is not assignable to type 'number'.\n\n> 1 | x",
        "/vercel/path0/src/a.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.",
        "\u{1b}[96msrc/a.ts\u{1b}[0m:\u{1b}[93m1\u{1b}[0m:\u{1b}[93m14\u{1b}[0m - \u{1b}[91merror\u{1b}[0m\u{1b}[90m TS2322: \u{1b}[0mType 'string' is not assignable to type 'number'.",
    ] {
        let mut agent = Agent::new(&[("src/a.ts", FILE)], &[]);
        let words = agent.run(log);
        assert!(words.starts_with("The build passes now."), "{words}\n{log}");
    }
}

#[test]
fn a_build_that_is_green_already_is_left_alone() {
    let mut agent = Agent::new(&[], &[]);
    assert_eq!(
        agent.run("nothing to see"),
        "The build passes as it is; I changed nothing."
    );
}
