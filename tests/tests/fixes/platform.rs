//! What the fake Vercel builds, and how.
//!
//! Projects with a lockfile are really built, in the sandbox. All others hold a type checker in miniature,
//! [`CHECKER`]; the platform does in Rust what it does in JavaScript, which spares the tests half of their builds.

use std::{
    collections::HashSet,
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;

use world::{
    Builder, LogSink, SandboxBuilder, ScriptedBuilder, ScriptedRun, Step, StepKind, Stream, Tree,
    WorldError,
};

/// The platform prints this instead, but for fix branches: the exit code in the first line, then the log.
pub(crate) const SAYS: &str = "platform-says.txt";
/// The first build of each commit fails by the platform's fault.
pub(crate) const FLAKY: &str = "platform-is-flaky.txt";
/// When the platform first builds a fix branch, the compiler has become stricter.
pub(crate) const TIGHTENS: &str = "compiler-tightens.txt";
/// The checker never ends in the sandbox.
pub(crate) const STUCK: &str = "checker-is-stuck.txt";

/// `node check.mjs <name>`: text declared for a number is an error; `any` is, too, once the compiler, which is on the
/// path, says so.
pub(crate) const CHECKER: &str = r#"import { existsSync, readFileSync, readdirSync } from "node:fs";

const name = process.argv[2];
if (existsSync("checker-is-stuck.txt")) {
  console.log("checking for ever");
  await new Promise((done) => setTimeout(done, 3_600_000));
}
const strict = process.env.PATH.split(":").some((folder) => existsSync(`${folder}/${name}.strict`));
let red = false;
for (const file of readdirSync("src").sort()) {
  readFileSync(`src/${file}`, "utf8").split("\n").forEach((line, at) => {
    const complain = (text) => {
      const column = line.indexOf("const ") + 7;
      console.log(`src/${file}(${at + 1},${column}): error ${text}`);
      red = true;
    };
    if (/: string = \d+;/.test(line)) complain("TS2322: Type 'number' is not assignable to type 'string'.");
    if (strict && /: any = /.test(line)) complain("TS7005: Variable 'extra' implicitly has an 'any' type.");
  });
}
process.exitCode = red ? 2 : 0;
"#;

/// Builds by what a commit holds.
pub(crate) struct Platform {
    real: SandboxBuilder,
    checker: ScriptedBuilder,
}

impl Platform {
    pub(crate) fn new(real: SandboxBuilder, compiler: PathBuf) -> Self {
        let failed = Mutex::new(HashSet::new());
        let checker = ScriptedBuilder::new(move |step, tree| {
            if step.kind == StepKind::Install {
                return ScriptedRun::default();
            }
            let variable = |name: &str| {
                let found = step.environment.iter().find(|(known, _)| known == name);
                found.map(|(_, value)| value.clone()).unwrap_or_default()
            };
            let of_a_fix = variable("VERCEL_GIT_COMMIT_REF").starts_with("regreen/");
            let commit = variable("VERCEL_GIT_COMMIT_SHA");
            let first = || {
                failed
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(commit)
            };
            if tree.contains_key(FLAKY) && first() {
                return ScriptedRun::red(
                    "Error: We encountered an internal error. Please try again.",
                );
            }
            if let Some(says) = tree.get(SAYS).filter(|_| !of_a_fix) {
                let (code, log) = says.split_once('\n').unwrap_or((says, ""));
                return printed(log, code.parse().unwrap_or(1));
            }
            let strict = compiler
                .join("bin")
                .join(format!("{}.strict", name_of(tree)));
            if tree.contains_key(TIGHTENS) && of_a_fix {
                fs::write(&strict, "").unwrap();
            }
            check(tree, strict.exists())
        });
        Self { real, checker }
    }
}

#[async_trait]
impl Builder for Platform {
    async fn run(&self, step: &Step, log: &LogSink) -> Result<i32, WorldError> {
        if step.checkout.join("package-lock.json").exists() {
            self.real.run(step, log).await
        } else {
            self.checker.run(step, log).await
        }
    }
}

fn name_of(tree: &Tree) -> String {
    let manifest = tree.get("package.json").map_or("", String::as_str);
    let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap_or_default();
    manifest["name"].as_str().unwrap_or_default().to_owned()
}

fn printed(log: &str, exit_code: i32) -> ScriptedRun {
    ScriptedRun {
        lines: log
            .lines()
            .map(|line| (Stream::Stdout, line.to_owned()))
            .collect(),
        exit_code,
    }
}

/// What [`CHECKER`] does.
fn check(tree: &Tree, strict: bool) -> ScriptedRun {
    let mut log = format!("\n> {} build\n> node check.mjs\n\n", name_of(tree));
    let clean = log.len();
    for (path, text) in tree.iter().filter(|(path, _)| path.starts_with("src/")) {
        for (at, line) in text.lines().enumerate() {
            let column = line.find("const ").map_or(0, |at| at + 7);
            let place = format!("{path}({},{column}): error", at + 1);
            let value = line
                .split_once(": string = ")
                .map(|(_, value)| value.trim_end_matches(';'));
            if value.is_some_and(|value| value.parse::<u32>().is_ok()) {
                log.push_str(&format!(
                    "{place} TS2322: Type 'number' is not assignable to type 'string'.\n"
                ));
            }
            if strict && line.contains(": any = ") {
                log.push_str(&format!(
                    "{place} TS7005: Variable 'extra' implicitly has an 'any' type.\n"
                ));
            }
        }
    }
    let red = log.len() > clean;
    printed(&log, if red { 2 } else { 0 })
}
