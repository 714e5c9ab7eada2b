//! Running a judging script and reading its verdicts.

use std::{path::PathBuf, process::Stdio};

use serde_json::Value;
use tokio::{io::AsyncWriteExt, process::Command};

/// Runs a script of `scripts/` on a description of the world, and gives every line that it printed but the last.
///
/// # Panics
/// Where the script breaks off, or a judged call was refused: with every refusal.
pub(crate) async fn judge(script: &str, world: &Value) -> Vec<Value> {
    let mut lines = super::soon(script, run(script, world)).await;
    let last = lines.pop().unwrap_or_default();
    let verdicts = lines.iter().filter(|line| line["ok"].is_boolean());
    assert!(
        last["judged"].as_u64() == Some(verdicts.count() as u64) && last["judged"] != 0,
        "{script} broke off after {lines:#?}, {last}"
    );
    let refusals: Vec<String> = lines
        .iter()
        .filter(|line| line["ok"] == false)
        .map(|line| {
            format!(
                "{}: {}",
                line["name"],
                line["error"].as_str().unwrap_or("?")
            )
        })
        .collect();
    assert!(
        refusals.is_empty(),
        "{script}: {} of {} calls were refused\n{}",
        refusals.len(),
        last["judged"],
        refusals.join("\n")
    );
    lines
}

async fn run(script: &str, world: &Value) -> Vec<Value> {
    let judges = std::env::var_os("WORLD_JUDGES").expect(
        "WORLD_JUDGES does not name the judges: run the suites with `make test`, or `tests/setup/setup.sh test` and \
         then `set -a; . ./.tools/paths.env`",
    );
    let node = std::env::var_os("REGREEN_NODE_DIR").map_or_else(
        || PathBuf::from("node"),
        |folder| PathBuf::from(folder).join("bin/node"),
    );
    let scripts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/judged/scripts");
    let mut child = Command::new(node)
        .arg("--import")
        .arg(scripts.join("register.mjs"))
        .arg(scripts.join(script))
        .env("WORLD_JUDGES", judges)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(world.to_string().as_bytes()).await.unwrap();
    drop(input);
    let output = child.wait_with_output().await.unwrap();
    let (said, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{script} failed: {said}{errors}");
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{script} said {line:?}")))
        .collect()
}
