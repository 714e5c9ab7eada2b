use proptest::prelude::*;

use super::{normalise, rules};
use crate::Analyzer;

fn fingerprint(log: &str) -> String {
    let mut analyzer = Analyzer::new(Some("github:acme/web"));
    analyzer.push_bytes(log.as_bytes());
    analyzer.finish().fingerprint
}

/// Failures as a tool prints them; `{root}` is the checkout.
const CAUSES: [&str; 18] = [
    "error during build:\n[vite:esbuild] Transform failed with 1 error:\n{root}/src/Icons.jsx:3:52: ERROR: Expected \"=>\" but found \";\"",
    "{root}/apps/web/src/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
    "npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.\nnpm error\nnpm error Missing: left-pad@1.3.0 from lock file\nnpm error\nnpm error A complete log of this run can be found in: {home}/.npm/_logs/{stamp}-debug-0.log",
    "npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.\nnpm error Missing: zod@3.0.0 from lock file",
    " ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with \"frozen-lockfile\" because pnpm-lock.yaml is not up to date with <ROOT>/package.json\n\n  Failure reason:\n  specifiers in the lockfile don't match specs in package.json:\n* 1 dependencies were added: left-pad@^1.3.0",
    "[1/4] Resolving packages...\nerror Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.",
    "npm error code ERESOLVE\nnpm error ERESOLVE could not resolve\nnpm error\nnpm error While resolving: web@1.0.0\nnpm error Found: react@19.0.0",
    "./app/page.tsx\nModule not found: Can't resolve './missing'",
    "./app/page.tsx\nModule not found: Can't resolve './other'",
    "./app/page.tsx:12:7\nType error: Type 'string' is not assignable to type 'number'.",
    "src/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
    "src/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'boolean'.",
    "error during build:\n[vite]: Rollup failed to resolve import \"@/lib/a\" from \"{root}/src/main.tsx\".",
    "{root}/src/app.ts\n  12:7  error  'total' is never reassigned  prefer-const",
    "Error: Cannot find module 'left-pad'\nRequire stack:\n- {root}/index.js",
    "{root}/server.js:12\nReferenceError: window is not defined\n    at Object.<anonymous> ({root}/server.js:12:3)",
    "sh: line 1: rimraf: command not found",
    "Error: ENOENT: no such file or directory, open '{root}/content/posts.json'\n    at open (node:fs:1:2)\n    at load ({root}/lib/posts.ts:3:4)",
];

fn written(
    cause: &str,
    root: &str,
    home: &str,
    stamp: &str,
    prefix: &dyn Fn(usize) -> String,
) -> String {
    let text = cause
        .replace("{root}", root)
        .replace("{home}", home)
        .replace("{stamp}", stamp);
    text.lines()
        .enumerate()
        .map(|(index, line)| format!("{}{line}\n", prefix(index)))
        .collect()
}

fn in_sandbox(cause: &str) -> String {
    written(cause, "/work", "/root", "2026-01-02T03_04_05_678Z", &|_| {
        String::new()
    })
}

#[test]
fn all_rules_compile() {
    assert_eq!(rules(), 17);
}

#[test]
fn different_causes_differ() {
    let mut seen: Vec<(String, &str)> = Vec::new();
    for cause in CAUSES {
        let fingerprint = fingerprint(&in_sandbox(cause));
        assert!(
            fingerprint.starts_with("fp1:") && fingerprint.len() == 36,
            "{fingerprint}"
        );
        let same = seen.iter().find(|(known, _)| *known == fingerprint);
        assert!(same.is_none(), "{cause}\n{same:?}");
        seen.push((fingerprint, cause));
    }
}

#[test]
fn repositories_differ() {
    let of = |repository| {
        let mut analyzer = Analyzer::new(repository);
        analyzer.push_line("sh: line 1: rimraf: command not found");
        analyzer.finish().fingerprint
    };
    assert_ne!(of(Some("github:acme/web")), of(Some("github:acme/api")));
}

#[test]
fn versions_of_a_tool_agree() {
    let old = "npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree\nnpm ERR! \nnpm ERR! While resolving: web@1.0.0";
    let new = "npm error code ERESOLVE\nnpm error ERESOLVE could not resolve\nnpm error\nnpm error While resolving: web@1.0.0";
    assert_eq!(fingerprint(old), fingerprint(new));
}

#[test]
fn numbers_that_mean_something_stay() {
    assert_ne!(normalise("error TS2322: x"), normalise("error TS2345: x"));
    assert_ne!(
        normalise("Expected 2 arguments, but got 1."),
        normalise("Expected 3 arguments, but got 1.")
    );
    assert_eq!(
        normalise("Error: done in 3.2s at /work/a.ts:1:2"),
        normalise("done in 41ms at /vercel/path0/a.ts:9:9")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn platform_and_sandbox_agree(
        cause in 0_usize..CAUSES.len(), hour in 0_u32..24, second in 0_u32..60, millis in 0_u32..1000, path in 0_u32..10,
        shape in 0_usize..6, id in "[a-f0-9]{12}",
    ) {
        let cause = CAUSES[cause];
        let roots = [format!("/vercel/path{path}"), "/opt/build/repo".into(), "/opt/buildhome/repo".into(), "/opt/render/project/src".into(), "/app".into(), "/vercel/path0".into()];
        let prefix = |index: usize| match shape {
            0 => format!("[{hour:02}:04:{second:02}.{millis:03}] "),
            1 => format!("{hour}:04:{second:02} AM: "),
            2 => format!("2026-01-02T{hour:02}:04:{second:02}.{millis:03}{index:03}Z\t"),
            3 => format!("2026-01-02T{hour:02}:04:{second:02}.{millis:03}{index:03}999Z "),
            4 => format!("#12 {second}.{millis:03} "),
            _ => format!("{hour:02}:04:{second:02}.{millis:03} \u{1b}[31m"),
        };
        let noise = format!(
            "Running build in Washington, D.C., USA (East) – iad1\nCloning github.com/acme/web (Branch: main, Commit: {id})\nVercel CLI 48.1.0\nInstalling dependencies...\n"
        );
        let body = written(cause, &roots[shape], "/vercel", &format!("2026-01-02T{hour:02}_04_{second:02}_000Z"), &prefix);
        let tail = "Error: Command \"npm run build\" exited with 1\nhttps://web-git-main-acme.vercel.app\n";
        prop_assert_eq!(fingerprint(&format!("{noise}{body}{tail}")), fingerprint(&in_sandbox(cause)));
    }

    #[test]
    fn the_order_of_parallel_tasks_does_not_matter(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let line = |index: &usize| format!("src/f{index}.ts({index},1): error TS2304: Cannot find name 'x{index}'.\n");
        let sorted: String = (0..6).map(|index| line(&index)).collect();
        let shuffled: String = order.iter().map(line).collect();
        prop_assert_eq!(fingerprint(&sorted), fingerprint(&shuffled));
    }

    /// Whole logs of two runs, whose causes name what changes.
    #[test]
    fn runs_of_one_cause_agree(
        port in 1025_u32..65535, ms in 1_u32..9999, hash in "[0-9a-f]{10}[a-f][0-9]", id in any::<u128>(), host in "[a-z]{4,8}-[a-z0-9]{9}",
        colour in 30_u32..38, cause in 0_usize..6,
    ) {
        let log = |port: u32, ms: u32, hash: &str, id: u128, host: &str, colour: u32| {
            let uuid = format!("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", id as u32, (id >> 32) as u16, (id >> 48) as u16, (id >> 64) as u16, (id >> 80) as u64 & 0xffff_ffff_ffff);
            let causes = [
                format!("Error: listen EADDRINUSE: address already in use 127.0.0.1:{port}"),
                format!("Error: request {uuid} to http://localhost:{port}/x failed after {ms}ms\n    at load (/work/src/a.js:3:4)"),
                format!("Error: ENOENT: no such file or directory, open '/tmp/build-{hash}/out.json'\n    at load (/work/src/a.js:3:4)"),
                format!("Error: https://{host}.vercel.app/api answered 500 to commit {hash}\n    at load (/work/src/a.js:3:4)"),
                format!("Error: {host}.vercel.app answered 500 ({uuid})\n    at load (/work/src/a.js:3:4)"),
                format!("Error: {host}.pages.dev timed out after {ms} ms at 2026-01-02T03:04:{:02}Z\n    at load (/work/src/a.js:3:4)", ms % 60),
            ];
            format!("\u{1b}[{colour}m{}\u{1b}[0m\nError: Command \"npm run build\" exited with 1\n", causes[cause])
        };
        prop_assert_eq!(
            fingerprint(&log(port, ms, &hash, id, &host, colour)),
            fingerprint(&log(3000, 17, "0f1e2d3c4b5a", 7, "web-abcdef123", 31))
        );
    }

    /// Tasks with prefixes, sure causes and thrown errors: which one ends last is chance.
    #[test]
    fn parallel_tasks_may_end_in_any_order(order in Just((0..4_usize).collect::<Vec<_>>()).prop_shuffle(), thrown: bool) {
        let task = |index: &usize| if thrown {
            format!("p{index}:build: TypeError: part {index} is broken\np{index}:build:     at run (/work/p{index}/a.js:1:2)\n")
        } else {
            format!("p{index}:build: src/f.ts(1,1): error TS2304: Cannot find name 'x{index}'.\n")
        };
        let sorted: String = (0..4).map(|index| task(&index)).collect();
        let shuffled: String = order.iter().map(task).collect();
        prop_assert_eq!(fingerprint(&sorted), fingerprint(&shuffled));
    }

    #[test]
    fn what_changes_from_run_to_run_is_ignored(port in 1025_u32..65535, pid in 10000_u32..99999, ms in 1_u32..9999, hash in "[0-9a-f]{10}[a-f][0-9]", host in "[a-z]{4,8}-[a-z0-9]{9}") {
        let line = |port: u32, pid: u32, ms: u32, hash: &str, host: &str| format!(
            "Error: request to http://localhost:{port}/x by process {pid} failed after {ms}ms, commit {hash}, see https://{host}.vercel.app/a?b=1 in /tmp/build-{hash}/out"
        );
        let one = normalise(&line(port, pid, ms, &hash, &host));
        prop_assert_eq!(one, normalise(&line(3000, 12345, 17, "0f1e2d3c4b5a", "web-abcdef123")));
    }

    #[test]
    fn normalising_is_stable(text in "\\PC{0,200}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }
}
