//! The layout of the project, held against the project: who may import whom, and how long a file may be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Crate → first-party crates it may import as normal dependencies. `*`: anything.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("redaction", &[]),
    ("blobs", &[]),
    ("admin-proto", &[]),
    ("contract", &["domain"]),
    ("report", &["domain"]),
    ("store", &["domain"]),
    ("vault", &["domain"]),
    ("sandbox", &["domain"]),
    ("diagnosis", &["domain", "redaction"]),
    ("workflows", &["contract", "report", "domain"]),
    ("outbound", &["redaction"]),
    ("store-sqlite", &["store", "domain"]),
    ("store-postgres", &["store", "domain"]),
    ("platforms", &["outbound", "redaction", "domain"]),
    ("githosts", &["outbound", "redaction", "domain"]),
    ("alerts", &["outbound", "redaction", "domain"]),
    ("gateway", &["outbound", "redaction", "domain"]),
    (
        "fixers",
        &["sandbox", "gateway", "diagnosis", "redaction", "domain"],
    ),
    (
        "activities",
        &[
            "contract",
            "report",
            "domain",
            "blobs",
            "diagnosis",
            "redaction",
            "platforms",
            "githosts",
            "sandbox",
            "gateway",
            "fixers",
            "alerts",
            "outbound",
            "store",
            "vault",
        ],
    ),
    (
        "operations",
        &[
            "workflows",
            "contract",
            "report",
            "domain",
            "store",
            "vault",
            "blobs",
            "outbound",
            "platforms",
            "githosts",
            "alerts",
            "diagnosis",
        ],
    ),
    (
        "bootstrap",
        &[
            "contract",
            "domain",
            "redaction",
            "store",
            "store-sqlite",
            "store-postgres",
            "vault",
            "blobs",
            "outbound",
        ],
    ),
    (
        "api",
        &[
            "operations",
            "admin-proto",
            "report",
            "store",
            "platforms",
            "githosts",
            "contract",
            "domain",
            "bootstrap",
        ],
    ),
    (
        "workers",
        &[
            "workflows",
            "activities",
            "contract",
            "domain",
            "bootstrap",
            "blobs",
            "diagnosis",
            "redaction",
            "platforms",
            "githosts",
            "sandbox",
            "gateway",
            "fixers",
            "alerts",
            "outbound",
            "store",
            "vault",
        ],
    ),
    (
        "regreen",
        &[
            "api",
            "workers",
            "operations",
            "report",
            "diagnosis",
            "domain",
            "bootstrap",
        ],
    ),
    ("world", &["*"]),
    ("bench", &["*"]),
    ("demo", &["*"]),
    ("e2e", &["*"]),
];

/// Third-party crates that workflow code must not reach.
const NOT_IN_WORKFLOWS: &[&str] = &[
    "temporalio-sdk",
    "temporalio-client",
    "tokio",
    "reqwest",
    "sqlx",
];

const MEDIAN: usize = 120;
const NINETIETH: usize = 300;
const LONGEST: usize = 500;

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the checkout")
        .to_owned()
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(top())
        .output()
        .expect("cargo metadata starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

fn normal_dependencies(package: &Value) -> Vec<String> {
    let dependencies = package["dependencies"].as_array().expect("dependencies");
    dependencies
        .iter()
        .filter(|dependency| dependency["kind"].is_null())
        .map(|dependency| dependency["name"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn every_crate_imports_only_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let packages = packages();
    let first_party: BTreeSet<&str> = packages
        .iter()
        .map(|p| p["name"].as_str().expect("a name"))
        .collect();
    let mut wrong = Vec::new();
    for package in &packages {
        let name = package["name"].as_str().expect("a name");
        let Some(allowed) = table.get(name) else {
            wrong.push(format!("{name} is not in the table"));
            continue;
        };
        for dependency in normal_dependencies(package) {
            let ours = first_party.contains(dependency.as_str());
            if ours && !allowed.contains(&"*") && !allowed.contains(&dependency.as_str()) {
                wrong.push(format!("{name} must not import {dependency}"));
            }
            if name == "workflows" && NOT_IN_WORKFLOWS.contains(&dependency.as_str()) {
                wrong.push(format!("workflow code must not reach {dependency}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every `.rs` file that counts: outside `tests/` and `benches/`, without the unit tests in `tests.rs`.
fn files() -> Vec<(usize, PathBuf)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["workflows", "activities", "api", "workers", "cli"]
        .iter()
        .map(|name| top().join(name))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let (path, name) = (
                entry.path(),
                entry.file_name().to_string_lossy().into_owned(),
            );
            if path.is_dir() && !["tests", "benches", "target", "fuzz"].contains(&name.as_str()) {
                folders.push(path);
            } else if name.ends_with(".rs") && name != "tests.rs" {
                let lines = std::fs::read_to_string(&path)
                    .expect("a text file")
                    .lines()
                    .count();
                found.push((lines, path));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn files_stay_short() {
    let files = files();
    let at = |part: usize| files[(files.len() - 1) * part / 100].0;
    let (longest, path) = files.last().expect("there are files");
    assert!(at(50) <= MEDIAN, "the median file has {} lines", at(50));
    assert!(
        at(90) <= NINETIETH,
        "the 90th percentile has {} lines",
        at(90)
    );
    assert!(
        *longest <= LONGEST,
        "{} has {longest} lines",
        path.display()
    );
}

#[test]
fn every_crate_is_under_the_workspace_lints() {
    let mut wrong = Vec::new();
    for package in packages() {
        let manifest = package["manifest_path"]
            .as_str()
            .expect("a path")
            .to_owned();
        let text = std::fs::read_to_string(&manifest).expect("a manifest");
        if !text.contains("[lints]\nworkspace = true") {
            wrong.push(manifest);
        }
    }
    assert!(
        wrong.is_empty(),
        "without the workspace's lints: {}",
        wrong.join(", ")
    );
}
