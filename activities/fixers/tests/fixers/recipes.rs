//! Each recipe on three projects with different names and package managers, from red to green.

use std::collections::BTreeMap;

use domain::BuildSettings;
use libtest_mimic::Failed;

use crate::{
    Test,
    world::{World, change_input, changed, files, install, red, verified},
};

pub(crate) const TESTS: [(&str, Test); 14] = [
    ("lockfile_out_of_step_npm", lockfile_npm),
    ("lockfile_out_of_step_pnpm", lockfile_pnpm),
    ("lockfile_out_of_step_yarn", lockfile_yarn),
    ("dependency_not_declared_npm", dependency_npm),
    (
        "dependency_not_declared_pnpm_workspace",
        dependency_pnpm_workspace,
    ),
    ("dependency_not_declared_yarn", dependency_yarn),
    ("types_not_declared_npm", types_npm),
    ("types_not_declared_pnpm", types_pnpm),
    ("types_not_declared_yarn", types_yarn),
    ("import_path_case_npm", case_npm),
    ("import_path_case_pnpm", case_pnpm),
    ("import_path_case_yarn", case_yarn),
    ("dependency_not_declared_command", dependency_command),
    ("two_causes_in_one_log", two_causes),
];

const BUILD: &str = r#""build":"node build.cjs""#;
const BUILD_FILE: &str =
    "if (require('is-odd')(3) !== true) process.exit(1); console.log('built');";

struct Expected<'a> {
    recipe: &'a str,
    files: &'a [&'a str],
    /// Must be in the patch.
    holds: &'a str,
}

/// Red, a patch by the recipe with exactly these files and no objection, green.
fn repaired(
    world: &'static World,
    project: &BTreeMap<String, String>,
    build: BuildSettings,
    expected: &Expected<'_>,
) -> Result<(), Failed> {
    let target = world.target(project, build);
    world.runtime.block_on(async {
        let fixer = world.fixer();
        let red = red(&fixer, &target).await;
        let input = change_input(&target, red.diagnosis, &red.build.log);
        let change = fixer.change(&input, &fixers::Watch::silent()).await?;
        let transcript = String::from_utf8_lossy(&change.transcript).into_owned();
        if !matches!(change.outcome, fixers::ChangeOutcome::Changed(_)) {
            return Err(format!("{:?}\n{transcript}\n{}", change.outcome, red.build.log).into());
        }
        let changed = changed(change.outcome);
        let patch = String::from_utf8_lossy(&changed.patch).into_owned();
        assert_eq!(changed.fixer, format!("recipe:{}", expected.recipe));
        assert_eq!(changed.files, expected.files, "{patch}");
        assert_eq!(changed.findings, [], "{patch}");
        assert!(patch.contains(expected.holds), "{patch}");
        assert!(
            !patch.contains("127.0.0.1"),
            "the door's address is in the patch:\n{patch}"
        );
        assert_eq!(change.spend.model_calls, 0);
        let verification = verified(&fixer, &target, &changed).await;
        assert!(verification.green, "{}", verification.build.log);
        assert_eq!(verification.build.tree, changed.tree);
        assert!(
            verification
                .build
                .runs
                .iter()
                .all(|run| run.exit_code == Some(0))
        );
        Ok(())
    })
}

/// What a manager writes for the old manifest, with the new manifest beside it.
fn drifted(world: &'static World, script: &str, name: &str) -> BTreeMap<String, String> {
    let manifest = |extra: &str| {
        format!(
            r#"{{"name":"{name}","version":"1.0.0","scripts":{{{BUILD}}},"dependencies":{{"is-number":"6.0.0"{extra}}}}}"#
        )
    };
    let old = manifest("");
    let mut project = world
        .runtime
        .block_on(world.written_by(script, &[("package.json", &old)]));
    project.insert("package.json".to_owned(), manifest(r#","is-odd":"3.0.1""#));
    project.insert("build.cjs".to_owned(), BUILD_FILE.to_owned());
    project
}

fn lockfile_npm(world: &'static World) -> Result<(), Failed> {
    let project = drifted(world, "npm install --package-lock-only", "storefront");
    let expected = Expected {
        recipe: "lockfile-out-of-step",
        files: &["package-lock.json"],
        holds: "node_modules/is-odd",
    };
    repaired(world, &project, install("npm ci"), &expected)
}

fn lockfile_pnpm(world: &'static World) -> Result<(), Failed> {
    let project = drifted(
        world,
        "tool pnpm@10; pnpm install --lockfile-only",
        "blog-engine",
    );
    let expected = Expected {
        recipe: "lockfile-out-of-step",
        files: &["pnpm-lock.yaml"],
        holds: "is-odd@3.0.1",
    };
    repaired(world, &project, BuildSettings::default(), &expected)
}

fn lockfile_yarn(world: &'static World) -> Result<(), Failed> {
    let project = drifted(
        world,
        "tool yarn@1; yarn install --ignore-scripts",
        "legacy-admin",
    );
    let expected = Expected {
        recipe: "lockfile-out-of-step",
        files: &["yarn.lock"],
        holds: "is-odd@3.0.1",
    };
    repaired(
        world,
        &project,
        install("yarn install --frozen-lockfile"),
        &expected,
    )
}

fn dependency_npm(world: &'static World) -> Result<(), Failed> {
    let manifest = format!(
        r#"{{"name":"invoice-api","version":"1.0.0","scripts":{{{BUILD}}},"dependencies":{{"is-number":"6.0.0"}}}}"#
    );
    let mut project = world.runtime.block_on(world.written_by(
        "npm install --package-lock-only",
        &[("package.json", &manifest)],
    ));
    project.insert("build.cjs".to_owned(), BUILD_FILE.to_owned());
    let expected = Expected {
        recipe: "dependency-not-declared",
        files: &["package-lock.json", "package.json"],
        holds: "\"is-odd\":\"^",
    };
    repaired(world, &project, install("npm ci"), &expected)
}

fn dependency_pnpm_workspace(world: &'static World) -> Result<(), Failed> {
    let source = [
        (
            "package.json",
            r#"{"name":"mono","private":true,"scripts":{"build":"pnpm -r run build"}}"#,
        ),
        ("pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n"),
        (
            "packages/core/package.json",
            r#"{"name":"@mono/core","version":"1.0.0","scripts":{"build":"node build.cjs"},"dependencies":{"is-number":"6.0.0"}}"#,
        ),
        ("packages/core/build.cjs", BUILD_FILE),
    ];
    let project = world
        .runtime
        .block_on(world.written_by("tool pnpm@10; pnpm install --lockfile-only", &source));
    let expected = Expected {
        recipe: "dependency-not-declared",
        files: &["packages/core/package.json", "pnpm-lock.yaml"],
        holds: "\"is-odd\":\"^",
    };
    repaired(world, &project, BuildSettings::default(), &expected)
}

fn dependency_yarn(world: &'static World) -> Result<(), Failed> {
    let manifest = r#"{"name":"docs-site","version":"1.0.0","scripts":{"build":"node build.mjs"},"dependencies":{"is-number":"6.0.0"}}"#;
    let mut project = world.runtime.block_on(world.written_by(
        "tool yarn@1; yarn install --ignore-scripts",
        &[("package.json", manifest)],
    ));
    project.insert(
        "build.mjs".to_owned(),
        "import isOdd from 'is-odd';\nif (!isOdd(3)) process.exit(1);\n".to_owned(),
    );
    let expected = Expected {
        recipe: "dependency-not-declared",
        files: &["package.json", "yarn.lock"],
        holds: "+is-odd@",
    };
    repaired(
        world,
        &project,
        install("yarn install --frozen-lockfile"),
        &expected,
    )
}

fn typed(
    world: &'static World,
    name: &str,
    script: &str,
    lockfile: &str,
    build: BuildSettings,
) -> Result<(), Failed> {
    let manifest = format!(
        r#"{{"name":"{name}","version":"1.0.0","scripts":{{"build":"tsc -p ."}},"dependencies":{{"is-odd":"3.0.1"}},"devDependencies":{{"typescript":"5.6.3"}}}}"#
    );
    let mut project = world
        .runtime
        .block_on(world.written_by(script, &[("package.json", &manifest)]));
    let options = r#"{"compilerOptions":{"strict":true,"outDir":"lib","esModuleInterop":true},"include":["src"]}"#;
    project.insert("tsconfig.json".to_owned(), options.to_owned());
    let source = "import isOdd from 'is-odd';\nexport const odd: boolean = isOdd(3);\n";
    project.insert("src/index.ts".to_owned(), source.to_owned());
    let mut names = ["package.json", lockfile];
    names.sort_unstable();
    repaired(
        world,
        &project,
        build,
        &Expected {
            recipe: "types-not-declared",
            files: &names,
            holds: "@types/is-odd",
        },
    )
}

fn types_npm(world: &'static World) -> Result<(), Failed> {
    typed(
        world,
        "reporting",
        "npm install --package-lock-only",
        "package-lock.json",
        install("npm ci"),
    )
}

fn types_pnpm(world: &'static World) -> Result<(), Failed> {
    typed(
        world,
        "billing",
        "tool pnpm@10; pnpm install --lockfile-only",
        "pnpm-lock.yaml",
        BuildSettings::default(),
    )
}

fn types_yarn(world: &'static World) -> Result<(), Failed> {
    typed(
        world,
        "search-ui",
        "tool yarn@1; yarn install --ignore-scripts",
        "yarn.lock",
        BuildSettings::default(),
    )
}

fn miscased(world: &'static World, source: &[(&str, &str)], holds: &str) -> Result<(), Failed> {
    let expected = Expected {
        recipe: "import-path-case",
        files: &[source[1].0],
        holds,
    };
    repaired(world, &files(source), BuildSettings::default(), &expected)
}

fn case_npm(world: &'static World) -> Result<(), Failed> {
    let manifest = r#"{"name":"gallery","scripts":{"build":"esbuild src/main.js --bundle --outfile=dist/out.js"},"devDependencies":{"esbuild":"0.24.0"}}"#;
    let main = (
        "src/main.js",
        "import { header } from './components/header.js';\nconsole.log(header);\n",
    );
    let header = ("src/components/Header.js", "export const header = 1;\n");
    miscased(
        world,
        &[("package.json", manifest), main, header],
        "+import { header } from './components/Header.js';",
    )
}

fn case_pnpm(world: &'static World) -> Result<(), Failed> {
    let manifest = r#"{"name":"ledger","packageManager":"pnpm@10.0.0","scripts":{"build":"node src/build.cjs"}}"#;
    let main = (
        "src/build.cjs",
        "const { rate } = require('./Lib/rates');\nconsole.log(rate);\n",
    );
    miscased(
        world,
        &[
            ("package.json", manifest),
            main,
            ("src/lib/rates.js", "exports.rate = 1;\n"),
        ],
        "+const { rate } = require('./lib/rates');",
    )
}

fn case_yarn(world: &'static World) -> Result<(), Failed> {
    let manifest = r#"{"name":"weather","packageManager":"yarn@1.22.22","scripts":{"build":"node build.cjs"}}"#;
    let main = ("build.cjs", "require(\"./Steps\");\n");
    miscased(
        world,
        &[("package.json", manifest), main, ("steps/index.js", "")],
        "+require(\"./steps\");",
    )
}

fn two_causes(world: &'static World) -> Result<(), Failed> {
    let manifest = r#"{
  "name": "atlas",
  "scripts": { "build": "tsc -p ." },
  "devDependencies": { "typescript": "5.6.3" }, "dependencies": { "is-number": "6.0.0" }
}
"#;
    let mut project = world.runtime.block_on(world.written_by(
        "npm install --package-lock-only",
        &[("package.json", manifest)],
    ));
    project.insert(
        "tsconfig.json".to_owned(),
        r#"{"compilerOptions":{"strict":true,"outDir":"lib","target":"es2020","moduleResolution":"node"},"include":["src"]}"#.to_owned(),
    );
    let source = "import mitt from 'mitt';\nimport { zoom } from './Map/zoom';\nmitt<{ zoom: number }>().emit('zoom', zoom);\n";
    project.insert("src/index.ts".to_owned(), source.to_owned());
    project.insert(
        "src/map/zoom.ts".to_owned(),
        "export const zoom = 3;\n".to_owned(),
    );
    // The manifest keeps its own form: one entry more, in its line.
    let expected = Expected {
        recipe: "import-path-case+dependency-not-declared",
        files: &["package-lock.json", "package.json", "src/index.ts"],
        holds: "+  \"devDependencies\": { \"typescript\": \"5.6.3\" }, \"dependencies\": { \"is-number\": \"6.0.0\", \"mitt\": \"^",
    };
    repaired(world, &project, install("npm ci"), &expected)
}

fn dependency_command(world: &'static World) -> Result<(), Failed> {
    let manifest = r#"{"name":"cleaner","version":"1.0.0","scripts":{"build":"rimraf out && echo clean"},"devDependencies":{"is-number":"6.0.0"}}"#;
    let project = world.runtime.block_on(world.written_by(
        "npm install --package-lock-only",
        &[("package.json", manifest)],
    ));
    let expected = Expected {
        recipe: "dependency-not-declared",
        files: &["package-lock.json", "package.json"],
        holds: "\"devDependencies\":{\"is-number\":\"6.0.0\",\"rimraf\":\"^",
    };
    repaired(world, &project, install("npm ci"), &expected)
}
