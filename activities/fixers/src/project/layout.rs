//! Where things lie in a repository: the packages of a workspace, the directories that builds write to.

use domain::BuildSettings;

use super::{Manifest, ProjectFiles, files::join};

/// Directories of the packages that the workspace's patterns name.
pub(super) fn members(files: &dyn ProjectFiles, top: &str, root: &str) -> Vec<String> {
    let mut patterns = Manifest::read(files, &join(top, "package.json"))
        .map(|manifest| manifest.workspaces())
        .unwrap_or_default();
    if let Some(text) = files.read(&join(top, "pnpm-workspace.yaml")) {
        let value: serde_yaml_ng::Value = serde_yaml_ng::from_str(&text).unwrap_or_default();
        let listed = value
            .get("packages")
            .and_then(serde_yaml_ng::Value::as_sequence);
        patterns.extend(
            listed
                .into_iter()
                .flatten()
                .filter_map(|entry| entry.as_str().map(str::to_owned)),
        );
    }
    let mut set = globset::GlobSetBuilder::new();
    for pattern in patterns
        .iter()
        .filter(|pattern| !pattern.starts_with('!'))
        .take(200)
    {
        let glob = join(top, pattern.trim_start_matches("./").trim_end_matches('/'));
        if let Ok(glob) = globset::GlobBuilder::new(&glob)
            .literal_separator(true)
            .build()
        {
            set.add(glob);
        }
    }
    let set = set.build().unwrap_or_else(|_| globset::GlobSet::empty());
    let mut members: Vec<String> = files
        .paths()
        .iter()
        .filter_map(|path| {
            if path == "package.json" {
                Some("")
            } else {
                path.strip_suffix("/package.json")
            }
        })
        .filter(|directory| *directory == top || *directory == root || set.is_match(directory))
        .map(str::to_owned)
        .collect();
    if !members.iter().any(|member| member == root) {
        members.push(root.to_owned());
    }
    members
}

/// Output directories named by the settings and by `tsconfig.json` files.
pub(super) fn outputs(
    files: &dyn ProjectFiles,
    settings: &BuildSettings,
    members: &[String],
) -> Vec<String> {
    let mut outputs = Vec::new();
    let root = settings.root_directory.trim_matches('/');
    let plain = |path: &str| {
        let path = path.trim_start_matches("./").trim_matches('/').to_owned();
        (!path.is_empty() && !path.split('/').any(|part| part == ".." || part == "."))
            .then_some(path)
    };
    outputs.extend(
        settings
            .output_directory
            .as_deref()
            .and_then(plain)
            .map(|path| join(root, &path)),
    );
    for member in members.iter().take(200) {
        let options = ["tsconfig.json", "tsconfig.build.json", "tsconfig.app.json"]
            .iter()
            .filter_map(|name| {
                let text = files.read(&join(member, name))?;
                let value: serde_json::Value = jsonc_parser::parse_to_serde_value(
                    &text,
                    &jsonc_parser::ParseOptions::default(),
                )
                .ok()?;
                Some(value.get("compilerOptions")?.clone())
            });
        for options in options {
            for key in ["outDir", "declarationDir"] {
                let named = options
                    .get(key)
                    .and_then(serde_json::Value::as_str)
                    .and_then(plain);
                outputs.extend(named.map(|path| join(member, &path)));
            }
        }
    }
    // A directory that holds committed files is no mere output.
    outputs.retain(|output| {
        let below = format!("{output}/");
        !files
            .paths()
            .range(below.clone()..)
            .next()
            .is_some_and(|path| path.starts_with(&below))
    });
    outputs.sort();
    outputs.dedup();
    outputs
}
