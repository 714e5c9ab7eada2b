//! An import path that differs from the file's real name in case only: fine on a laptop, broken where builds run.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::Diagnosis;
use regex::Regex;

use super::{
    Plan, Recipe,
    imports::{is_source, specifiers},
    lines,
    spelling::{ENDINGS, Tree, join, resolve},
};
use crate::project::{Project, ProjectFiles};

/// Writes the path as the file is named.
#[derive(Debug)]
pub(super) struct ImportPathCase;

static MISSING: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"Cannot find module '([^']+)' or its corresponding type declarations",
        r"Error: Cannot find module '([^']+)'",
        r"Can't resolve '([^']+)'",
        r#"(?i:failed to resolve import) ["']([^"']+)["']"#,
        r#"Could not resolve ["']([^"']+)["']"#,
        r"Failed to resolve '([^']+)' from",
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// esbuild sees through it, and then cannot read the file that it was told to read.
static ESBUILD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"Use "[^"]+" instead of "([^"]+)" to avoid issues with case-sensitive"#).ok()
});

impl Recipe for ImportPathCase {
    fn id(&self) -> &'static str {
        "import-path-case"
    }

    fn plan(
        &self,
        _: &Diagnosis,
        log: &str,
        project: &Project,
        files: &dyn ProjectFiles,
    ) -> Option<Plan> {
        let mut broken: Vec<&str> = Vec::new();
        let mut targets: Vec<String> = Vec::new();
        for line in lines(log) {
            let target = ESBUILD
                .as_ref()
                .and_then(|pattern| Some(pattern.captures(line)?.get(1)?.as_str()));
            targets.extend(target.map(|target| join(&project.root, target)));
            let specifier = MISSING
                .iter()
                .find_map(|pattern| Some(pattern.captures(line)?.get(1)?.as_str()));
            broken.extend(
                specifier.filter(|specifier| is_path(specifier) && !broken.contains(specifier)),
            );
            if broken.len() + targets.len() > 50 {
                return None;
            }
        }
        if broken.is_empty() && targets.is_empty() {
            return None;
        }
        let is_broken = |importer: &str, specifier: &str| {
            let directory = importer
                .rsplit_once('/')
                .map_or("", |(directory, _)| directory);
            let target = || resolve(directory, specifier).filter(|_| specifier.starts_with('.'));
            broken.contains(&specifier)
                || (!targets.is_empty()
                    && target().is_some_and(|target| {
                        ENDINGS
                            .iter()
                            .any(|ending| targets.contains(&format!("{target}{ending}")))
                    }))
        };
        let tree = Tree::new(files);
        let mut edits: BTreeMap<String, String> = BTreeMap::new();
        let mut changes = Vec::new();
        for path in files
            .paths()
            .iter()
            .filter(|path| is_source(path))
            .take(20_000)
        {
            let Some(text) = files.read(path) else {
                continue;
            };
            let mut fixed = text.clone();
            for specifier in specifiers(&text)
                .into_iter()
                .filter(|specifier| is_broken(path, specifier))
            {
                let Some(right) = tree.right_spelling(project, path, specifier) else {
                    continue;
                };
                for quote in ['\'', '"', '`'] {
                    fixed = fixed.replace(
                        &format!("{quote}{specifier}{quote}"),
                        &format!("{quote}{right}{quote}"),
                    );
                }
                changes.push(format!("`{path}`: `{specifier}` is really `{right}`"));
            }
            if fixed != text {
                edits.insert(path.clone(), fixed);
            }
        }
        (!edits.is_empty() && edits.len() <= 20).then(|| Plan {
            outputs: edits.keys().cloned().collect(),
            edits: edits.into_iter().collect(),
            commands: Vec::new(),
            explanation: format!(
                "Imports named files in another case than the files have. That works where file names ignore case, and fails \
                 where the deployment is built. {}.",
                changes.join("; ")
            ),
        })
    }
}

/// Relative paths and the usual aliases of a project's own files.
fn is_path(specifier: &str) -> bool {
    ["./", "../", "@/", "~/", "src/"]
        .iter()
        .any(|start| specifier.starts_with(start))
}
