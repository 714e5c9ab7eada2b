use std::sync::{Arc, Mutex};

use super::{BuildPlan, LogSink, Stream};
use crate::vercel::ProjectSettings;

fn plan(files: &[(&str, &str)], settings: &ProjectSettings) -> Result<BuildPlan, String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    BuildPlan::read(folder.path(), settings)
}

fn commands(files: &[(&str, &str)], settings: &ProjectSettings) -> Vec<(String, String)> {
    plan(files, settings)
        .unwrap()
        .commands()
        .map(|command| (command.shown.clone(), command.run.clone()))
        .collect()
}

#[test]
fn the_package_manager_follows_the_field_then_the_lockfile() {
    let script = r#"{"scripts":{"build":"tsc"}}"#;
    let pinned = r#"{"packageManager":"pnpm@9.1.0","scripts":{"build":"tsc"}}"#;
    for (files, install, build) in [
        (
            vec![("package.json", script)],
            "npm install",
            "npm run build",
        ),
        (
            vec![("package.json", script), ("package-lock.json", "{}")],
            "npm install",
            "npm run build",
        ),
        (
            vec![("package.json", script), ("pnpm-lock.yaml", "")],
            "pnpm install",
            "pnpm run build",
        ),
        (
            vec![("package.json", script), ("yarn.lock", "")],
            "yarn install",
            "yarn run build",
        ),
        (
            vec![("package.json", script), ("bun.lock", "")],
            "bun install",
            "bun run build",
        ),
        (
            vec![("package.json", pinned), ("yarn.lock", "")],
            "pnpm install",
            "pnpm run build",
        ),
    ] {
        let shown: Vec<String> = commands(&files, &ProjectSettings::default())
            .into_iter()
            .map(|(shown, _)| shown)
            .collect();
        assert_eq!(shown, [install, build], "{files:?}");
    }
}

#[test]
fn settings_and_vercel_json_override_what_is_detected() {
    let settings = ProjectSettings {
        install_command: Some("npm ci".into()),
        build_command: Some("make".into()),
        ..Default::default()
    };
    let files = [
        ("package.json", "{}"),
        ("vercel.json", r#"{"buildCommand":"npm run special"}"#),
    ];
    let pair = |text: &str| (text.to_owned(), text.to_owned());
    assert_eq!(
        commands(&files, &settings),
        [pair("npm ci"), pair("npm run special")]
    );
    assert_eq!(
        commands(&[("index.html", "hello")], &ProjectSettings::default()),
        []
    );
    let special = [(
        "package.json",
        r#"{"scripts":{"build":"a","vercel-build":"b"}}"#,
    )];
    assert_eq!(
        commands(&special, &ProjectSettings::default())[1].0,
        "npm run vercel-build"
    );
}

#[test]
fn a_root_directory_finds_the_lockfile_above_it() {
    let settings = ProjectSettings {
        root_directory: Some("apps/web/".into()),
        ..Default::default()
    };
    let files = [
        ("pnpm-lock.yaml", ""),
        ("apps/web/package.json", r#"{"scripts":{"build":"x"}}"#),
        ("package.json", "{}"),
    ];
    assert_eq!(commands(&files, &settings)[1].0, "pnpm run build");
}

#[test]
fn a_broken_package_json_is_a_sentence() {
    let error = plan(&[("package.json", "{")], &ProjectSettings::default()).unwrap_err();
    assert!(
        error.starts_with("Couldn't parse JSON file package.json"),
        "{error}"
    );
}

#[test]
fn paths_are_shown_as_vercel_has_them_and_only_whole_ones() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let sink = LogSink::new(move |_, line| kept.lock().unwrap().push(line.to_owned()));
    let sink = sink
        .showing("/tmp/x/dpl_1", "/vercel/path0")
        .showing("/work", "/vercel/path0");
    for line in [
        "at /tmp/x/dpl_1/src/a.ts:1",
        "/work",
        "(/work/a) /workshop/b /home/work/c",
        "file:///work/d\r",
        "in /work.",
    ] {
        sink.line(Stream::Stdout, line);
    }
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "at /vercel/path0/src/a.ts:1",
            "/vercel/path0",
            "(/vercel/path0/a) /workshop/b /home/work/c",
            "file:///vercel/path0/d",
            "in /vercel/path0.",
        ]
    );
}
