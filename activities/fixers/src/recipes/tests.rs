use domain::{BuildSettings, Diagnosis, ErrorType};

use super::{Plan, all, imports::package_of};
use crate::project::{Project, detect, memory::MemoryFiles};

fn diagnosis() -> Diagnosis {
    Diagnosis {
        error_type: ErrorType::Dependency,
        primary_line: String::new(),
        primary_line_number: None,
        context: Vec::new(),
        affected_files: Vec::new(),
        packages: Vec::new(),
        failed_command: None,
        exit_code: None,
        workspace_package: None,
        other_errors: 0,
        confidence: 0.0,
        fingerprint: String::new(),
        transient: false,
        fixable_in_repository: true,
        framework: String::new(),
        package_manager: String::new(),
        votes: Vec::new(),
    }
}

/// Which recipe answers first, and with what.
fn planned(files: &[(&str, &str)], log: &str) -> Option<(&'static str, Plan)> {
    let files = MemoryFiles::new(files);
    let project: Project = detect(&files, &BuildSettings::default()).unwrap();
    all().iter().find_map(|recipe| {
        Some((
            recipe.id(),
            recipe.plan(&diagnosis(), log, &project, &files)?,
        ))
    })
}

fn commands(plan: &Plan) -> Vec<String> {
    plan.commands
        .iter()
        .map(|planned| format!("{}$ {}", planned.directory, planned.command.join(" ")))
        .collect()
}

const MANIFEST: &str = r#"{"name":"shop","scripts":{"build":"rimraf out && next build"},"dependencies":{"react":"^18.2.0","next":"14.0.0"}}"#;

#[test]
fn recipes_have_ids_of_their_own() {
    let mut ids: Vec<&str> = all().iter().map(|recipe| recipe.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all().len());
    assert!(
        ids.iter()
            .all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    );
}

#[test]
fn a_lockfile_out_of_step_is_regenerated_by_its_own_manager() {
    let npm = "npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.\nnpm error\nnpm error Missing: left-pad@1.3.0 from lock file\nnpm error Invalid: lock file's zod@3.1.0 does not satisfy zod@3.22.0\n";
    let (id, plan) = planned(
        &[("package.json", MANIFEST), ("package-lock.json", "{}")],
        npm,
    )
    .unwrap();
    assert_eq!(id, "lockfile-out-of-step");
    assert_eq!(
        commands(&plan),
        ["$ npm install --package-lock-only --ignore-scripts --no-audit --no-fund"]
    );
    assert_eq!(plan.outputs, ["package-lock.json"]);
    assert!(
        plan.explanation.contains("`left-pad@1.3.0`, `zod@3.1.0`"),
        "{}",
        plan.explanation
    );

    let pnpm = " ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with \"frozen-lockfile\" because pnpm-lock.yaml is not up to date with <ROOT>/package.json";
    let (_, plan) = planned(
        &[
            ("package.json", MANIFEST),
            ("pnpm-lock.yaml", "lockfileVersion: '9.0'"),
        ],
        pnpm,
    )
    .unwrap();
    assert_eq!(
        commands(&plan),
        ["$ pnpm install --lockfile-only --no-frozen-lockfile --ignore-scripts"]
    );

    let yarn =
        "error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.";
    let (_, plan) = planned(
        &[
            ("package.json", MANIFEST),
            ("yarn.lock", "# yarn lockfile v1\n"),
        ],
        yarn,
    )
    .unwrap();
    assert_eq!(
        commands(&plan),
        ["$ yarn install --ignore-scripts --non-interactive --no-progress"]
    );
}

#[test]
fn a_lockfile_is_left_alone_where_the_log_means_something_else() {
    let lock = [("package.json", MANIFEST), ("package-lock.json", "{}")];
    for log in [
        "npm error code EUSAGE\nnpm error The `npm ci` command can only install with an existing package-lock.json",
        "npm error code ERESOLVE\nnpm error ERESOLVE could not resolve",
        "npm error code ETARGET\nnpm error notarget No matching version found for zod@^99.0.0.",
        " ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with \"frozen-lockfile\"",
        "npm error code E401",
        "",
    ] {
        assert_eq!(planned(&lock, log), None, "{log}");
    }
    let npm = "`npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync";
    assert_eq!(
        planned(&[("package.json", MANIFEST)], npm),
        None,
        "there is no lockfile to regenerate"
    );
}

#[test]
fn a_package_that_is_imported_and_not_declared_is_added() {
    let files = [
        ("package.json", MANIFEST),
        ("package-lock.json", "{}"),
        (
            "src/auth.ts",
            "import { x } from \"next-auth/providers/google\";\nimport z from 'zod';",
        ),
    ];
    for (log, package) in [
        (
            "Module not found: Can't resolve 'next-auth/providers/google'",
            "next-auth",
        ),
        (
            "src/auth.ts(1,19): error TS2307: Cannot find module 'zod' or its corresponding type declarations.",
            "zod",
        ),
        ("Error: Cannot find module 'zod'\nRequire stack:", "zod"),
        (
            "[vite]: Rollup failed to resolve import \"zod\" from \"/vercel/path0/src/auth.ts\".",
            "zod",
        ),
        ("✘ [ERROR] Could not resolve \"zod\"", "zod"),
        (
            "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'zod' imported from /vercel/path0/src/auth.ts",
            "zod",
        ),
    ] {
        let (id, plan) = planned(&files, log).unwrap_or_else(|| panic!("{log}"));
        assert_eq!(id, "dependency-not-declared");
        assert_eq!(
            commands(&plan),
            [format!(
                "$ npm install --package-lock-only --ignore-scripts --no-audit --no-fund --save-prod {package}@*"
            )],
            "{log}"
        );
        assert_eq!(plan.outputs, ["package.json", "package-lock.json"]);
    }
}

#[test]
fn each_manager_adds_in_its_own_words() {
    let source = (
        "src/a.ts",
        "import z from 'zod'; import p from 'postcss-nested';",
    );
    let log = "Can't resolve 'zod'\nModule not found: Can't resolve 'zod'\nError: Cannot find module 'postcss-nested'";
    for (lock, text, expected) in [
        (
            "pnpm-lock.yaml",
            "lockfileVersion: '9.0'",
            [
                "$ pnpm add --lockfile-only --ignore-scripts --save-prod --ignore-workspace-root-check zod",
                "$ pnpm add --lockfile-only --ignore-scripts --save-dev --ignore-workspace-root-check postcss-nested",
            ],
        ),
        (
            "yarn.lock",
            "# yarn lockfile v1\n\nzod@^3.0.0:\n  version \"3.22.4\"\n",
            [
                "$ yarn add --ignore-scripts --non-interactive --no-progress --ignore-workspace-root-check zod@^3.22.4",
                "$ yarn add --ignore-scripts --non-interactive --no-progress --dev --ignore-workspace-root-check postcss-nested",
            ],
        ),
    ] {
        let (_, plan) = planned(&[("package.json", MANIFEST), (lock, text), source], log).unwrap();
        assert_eq!(commands(&plan), expected);
    }
}

#[test]
fn versions_follow_the_lockfile_and_the_family() {
    let log = "Module not found: Can't resolve 'react-dom'";
    let source = ("app/page.tsx", "import 'react-dom';");
    let command = |lock: &str| {
        commands(
            &planned(
                &[
                    ("package.json", MANIFEST),
                    ("package-lock.json", lock),
                    source,
                ],
                log,
            )
            .unwrap()
            .1,
        )
        .remove(0)
    };
    assert!(command("{}").ends_with("--save-prod react-dom@^18"));
    let lock = r#"{"packages":{"node_modules/react-dom":{"version":"18.1.0"}}}"#;
    assert!(command(lock).ends_with("--save-prod react-dom@^18.1.0"));
}

#[test]
fn a_package_goes_to_the_member_that_imports_it() {
    let files = [
        (
            "package.json",
            r#"{"private":true,"workspaces":["packages/*"],"scripts":{"build":"x"}}"#,
        ),
        ("package-lock.json", "{}"),
        ("packages/api/package.json", r#"{"name":"@shop/api"}"#),
        (
            "packages/api/src/index.ts",
            "import { z } from 'zod'; import { ui } from '@shop/ui';",
        ),
        ("packages/ui/package.json", r#"{"name":"@shop/ui"}"#),
        ("packages/ui/src/index.ts", ""),
    ];
    let (_, plan) = planned(
        &files,
        "error TS2307: Cannot find module 'zod' or its corresponding type declarations.",
    )
    .unwrap();
    assert_eq!(plan.commands[0].directory, "packages/api");
    assert_eq!(
        plan.outputs,
        ["packages/api/package.json", "package-lock.json"]
    );
    let own = planned(
        &files,
        "error TS2307: Cannot find module '@shop/ui' or its corresponding type declarations.",
    );
    assert_eq!(
        own, None,
        "a member of the workspace is no package of the registry"
    );
}

#[test]
fn nothing_is_added_where_it_would_be_a_guess() {
    let files = [
        ("package.json", MANIFEST),
        ("package-lock.json", "{}"),
        (
            "tsconfig.json",
            r#"{"compilerOptions":{"paths":{"~lib/*":["src/lib/*"],"@lib/*":["src/lib/*"]}}}"#,
        ),
        (
            "src/lib/a.ts",
            "import '@/components/ui/input'; import './missing'; import 'fs'; import '@lib/b'; import 'utils/x'; import 'next/nothing';",
        ),
        ("src/utils/y.ts", ""),
    ];
    for log in [
        "Module not found: Can't resolve '@/components/ui/input'",
        "Module not found: Can't resolve './missing'",
        "Module not found: Can't resolve 'fs'",
        "Module not found: Can't resolve '@lib/b'",
        "Module not found: Can't resolve 'utils/x'",
        "Module not found: Can't resolve 'next/nothing'",
        "Module not found: Can't resolve 'never-imported'",
        "Error: Cannot find module '/vercel/path0/node_modules/x/index.js'",
        "Error: Cannot find module 'Evil; rm -rf /'",
        "Type error: Cannot find name 'zod'.",
        "sh: line 1: unheard-of: command not found",
        "sh: line 1: next: command not found",
    ] {
        assert_eq!(planned(&files, log), None, "{log}");
    }
}

#[test]
fn a_command_that_is_not_there_is_added_for_the_script_that_calls_it() {
    let files = [("package.json", MANIFEST), ("package-lock.json", "{}")];
    for log in [
        "sh: line 1: rimraf: command not found",
        "sh: 1: rimraf: not found",
        "bash: line 1: rimraf: command not found",
    ] {
        let (_, plan) = planned(&files, log).unwrap();
        assert!(commands(&plan)[0].ends_with("--save-dev rimraf@*"), "{log}");
    }
    let silent = r#"{"scripts":{"build":"next build"}}"#;
    assert_eq!(
        planned(
            &[("package.json", silent)],
            "sh: line 1: rimraf: command not found"
        ),
        None
    );
}

#[test]
fn types_are_added() {
    let files = [
        ("package.json", MANIFEST),
        ("package-lock.json", "{}"),
        (
            "src/a.ts",
            "import l from 'lodash'; import s from '@scope/name';",
        ),
    ];
    for (log, types) in [
        (
            "src/a.ts(1,15): error TS7016: Could not find a declaration file for module 'lodash'. '/work/node_modules/lodash/lodash.js' implicitly has an 'any' type.",
            "@types/lodash@*",
        ),
        (
            "Could not find a declaration file for module '@scope/name'.",
            "@types/scope__name@*",
        ),
        (
            "error TS2688: Cannot find type definition file for 'minimatch'.",
            "@types/minimatch@*",
        ),
        (
            "error TS2591: Cannot find name 'process'. Do you need to install type definitions for node? Try `npm i --save-dev @types/node`",
            "@types/node@*",
        ),
    ] {
        let (id, plan) = planned(&files, log).unwrap_or_else(|| panic!("{log}"));
        assert_eq!(id, "types-not-declared");
        assert!(
            commands(&plan)[0].ends_with(&format!("--save-dev {types}")),
            "{:?}",
            commands(&plan)
        );
    }
    let own = "src/b.test.tsx(2,24): error TS7016: Could not find a declaration file for module '@/components/ui/button'.";
    assert_eq!(planned(&files, own), None);
}

#[test]
fn an_import_takes_the_case_of_the_file() {
    let files = [
        ("package.json", MANIFEST),
        (
            "src/app/page.tsx",
            "import Header from '../components/header';\nimport { x } from \"@/lib/Format\";\nimport '../components/Header';",
        ),
        ("src/components/Header.tsx", ""),
        ("src/lib/format/index.ts", ""),
    ];
    let (id, plan) = planned(
        &files,
        "Module not found: Can't resolve '../components/header'",
    )
    .unwrap();
    assert_eq!(id, "import-path-case");
    assert_eq!(plan.edits.len(), 1);
    assert_eq!(
        plan.edits[0].1,
        "import Header from '../components/Header';\nimport { x } from \"@/lib/Format\";\nimport '../components/Header';"
    );
    assert_eq!(plan.outputs, ["src/app/page.tsx"]);
    let (_, plan) = planned(
        &files,
        "Cannot find module '@/lib/Format' or its corresponding type declarations.",
    )
    .unwrap();
    assert!(
        plan.edits[0].1.contains("from \"@/lib/format\""),
        "{}",
        plan.edits[0].1
    );
    insta::assert_snapshot!(plan.explanation);
}

#[test]
fn a_path_that_means_no_file_or_two_is_left_alone() {
    let files = [
        ("package.json", MANIFEST),
        (
            "src/a.ts",
            "import './missing'; import './both'; import './there';",
        ),
        ("src/Both.ts", ""),
        ("src/BOTH.ts", ""),
        ("src/there.ts", ""),
    ];
    for specifier in ["./missing", "./both", "./there"] {
        assert_eq!(
            planned(
                &files,
                &format!("Module not found: Can't resolve '{specifier}'")
            ),
            None,
            "{specifier}"
        );
    }
}

#[test]
fn only_names_of_packages_are_packages() {
    for (specifier, package) in [
        ("zod", Some("zod")),
        ("zod/v4", Some("zod")),
        ("@scope/name/deep/er", Some("@scope/name")),
        ("lodash.merge", Some("lodash.merge")),
        ("@/components/x", None),
        ("@scope", None),
        ("./x", None),
        ("../x", None),
        ("/abs", None),
        ("#internal", None),
        ("~/x", None),
        ("node:fs", None),
        ("fs/promises", None),
        ("UpperCase", None),
        ("a b", None),
        ("https://x.y/z", None),
        ("x;rm", None),
        ("-flag", None),
        ("", None),
    ] {
        assert_eq!(package_of(specifier), package, "{specifier}");
    }
}

proptest::proptest! {
    #[test]
    fn any_log_is_read_without_panic(log in "(Module not found: Can't resolve '|Cannot find module '|[a-z@/.'\"]{0,12}|\\PC{0,8}|\n){0,20}") {
        let _ = planned(&[("package.json", MANIFEST), ("src/a.ts", "import 'a'; import './B';"), ("src/b.ts", "")], &log);
    }
}
