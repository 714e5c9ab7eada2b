//! What a path alone says: the tables of names that need a person.

use std::path::{Component, Path};

use domain::FindingKind;

/// `name` matches the file's last part, `path` the whole path from any directory on; `*` stands for anything but a slash.
struct Rule {
    kind: FindingKind,
    patterns: &'static [&'static str],
    what: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        kind: FindingKind::CiConfiguration,
        what: "configuration of continuous integration",
        patterns: &[
            ".github/workflows/**", ".github/actions/**", ".gitlab-ci.yml", ".gitlab-ci.yaml", ".gitlab/**", ".circleci/**",
            "azure-pipelines*.y*ml", "bitbucket-pipelines.yml", "Jenkinsfile*", ".travis.yml", ".drone.y*ml", ".buildkite/**",
            ".woodpecker/**", ".woodpecker.y*ml", "appveyor.yml", "cloudbuild.y*ml", ".teamcity/**", "action.y*ml",
            ".pre-commit-config.y*ml",
        ],
    },
    Rule {
        kind: FindingKind::DeployConfiguration,
        what: "configuration of the deployment",
        patterns: &[
            "vercel.json", "now.json", ".vercelignore", "netlify.toml", "wrangler.toml", "wrangler.json", "wrangler.jsonc",
            "render.yaml", "render.yml", "Dockerfile*", "*.dockerfile", "Containerfile", "docker-compose*.y*ml", "compose.y*ml",
            "fly.toml", "Procfile", "railway.json", "railway.toml", "firebase.json", "amplify.y*ml", "serverless.y*ml",
            "app.yaml", "*.tf", "Chart.yaml", "nixpacks.toml",
        ],
    },
    Rule {
        kind: FindingKind::BuildConfiguration,
        what: "configuration of build, types, lint, tests or packages",
        patterns: &[
            "tsconfig*.json", "jsconfig*.json", "next.config.*", "vite.config.*", "vitest.config.*", "vitest.workspace.*",
            "jest.config.*", "jest.setup.*", "webpack*.config.*", "webpack.*.js", "rollup.config.*", "rspack.config.*",
            "rsbuild.config.*", "tsup.config.*", "esbuild.config.*", "babel.config.*", ".babelrc*", ".swcrc", "eslint.config.*",
            ".eslintrc*", ".eslintignore", "biome.json*", "tslint.json", ".stylelintrc*", "stylelint.config.*",
            "postcss.config.*", ".postcssrc*", "tailwind.config.*", "svelte.config.*", "astro.config.*", "nuxt.config.*",
            "remix.config.*", "react-router.config.*", "gatsby-config.*", "gatsby-node.*", "vue.config.*", "craco.config.*",
            "angular.json", "turbo.json", "nx.json", "project.json", "lerna.json", "pnpm-workspace.yaml", "gulpfile.*", "Gruntfile.*",
            "Makefile", "playwright.config.*", "cypress.config.*", ".mocharc*", "karma.conf.*", ".nycrc*", "codecov.y*ml",
            ".browserslistrc", ".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.*js", "bunfig.toml", ".yarn/releases/**",
            ".yarn/plugins/**", ".yarn/patches/**", "patches/*.patch", "deno.json*", "pyproject.toml", "mypy.ini", ".flake8",
            ".vercel/**",
        ],
    },
    Rule { kind: FindingKind::Scripts, what: "git hooks of the project", patterns: &[".husky/**", ".githooks/**", "lefthook.y*ml"] },
    Rule {
        kind: FindingKind::ProtectedPath,
        what: "a file that decides about secrets, owners or git itself",
        patterns: &[
            ".env", ".env.*", "*.pem", "*.key", "*.p12", "*.pfx", "id_rsa*", "id_ed25519*", "CODEOWNERS", ".gitmodules",
            ".gitattributes", ".mailmap", ".lfsconfig", ".opencode/**", "opencode.json*", "AGENTS.md", "CLAUDE.md", ".claude/**",
            ".cursor/**",
        ],
    },
];

/// Kind and words for a path that needs a person because of its name.
pub(crate) fn by_name(path: &str) -> Option<(FindingKind, &'static str)> {
    RULES.iter().find(|rule| rule.patterns.iter().any(|pattern| fits(pattern, path))).map(|rule| (rule.kind, rule.what))
}

/// Whether a pattern fits the path, from any of its directories on.
fn fits(pattern: &str, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let wanted: Vec<&str> = pattern.split('/').collect();
    (0..parts.len()).any(|start| {
        let rest = &parts[start..];
        match wanted.split_last() {
            Some((&"**", head)) => rest.len() > head.len() && head.iter().zip(rest).all(|(w, p)| wild(w, p)),
            _ => rest.len() == wanted.len() && wanted.iter().zip(rest).all(|(w, p)| wild(w, p)),
        }
    })
}

/// `*` stands for any text. Case does not matter: some file systems ignore it.
fn wild(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut last = None;
    for piece in pieces {
        if let Some(inner) = last.replace(piece) {
            match rest.find(inner) {
                Some(at) => rest = &rest[at + inner.len()..],
                None => return false,
            }
        }
    }
    last.map_or(rest.is_empty(), |piece: &str| rest.ends_with(piece))
}

/// Why a path can never be published: it leaves the tree, or touches git's own files on some file system.
pub(crate) fn refusal(path: &str) -> Option<&'static str> {
    let odd = path.is_empty() || path.len() > 4096 || path.contains(['\\', '\0', '\n', '\r']);
    if odd || path.contains("//") || path.ends_with('/') {
        return Some("the path is not a plain one");
    }
    for component in Path::new(path).components() {
        let Component::Normal(name) = component else { return Some("the path leads out of the repository") };
        // HFS+ ignores these characters, Windows trailing dots and spaces, and both the case.
        let visible: String = name
            .to_string_lossy()
            .chars()
            .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'))
            .collect();
        let visible = visible.trim_end_matches(['.', ' ']).to_ascii_lowercase();
        let visible = visible.split(':').next().unwrap_or_default();
        if visible == ".git" || visible.starts_with("git~") {
            return Some("the path belongs to git itself");
        }
    }
    (path.split('/').any(|part| part == "." || part == "..")).then_some("the path leads out of the repository")
}

/// A lockfile or another file that only package managers write.
pub(crate) fn is_lockfile(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(
        name,
        "package-lock.json" | "npm-shrinkwrap.json" | "pnpm-lock.yaml" | "yarn.lock" | "bun.lock" | "bun.lockb" | "poetry.lock" | "uv.lock" | "Cargo.lock" | "go.sum"
    )
}

/// A file of tests, by the usual names.
pub(crate) fn is_test(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let within = lower.split('/').rev().skip(1).any(|part| {
        matches!(part, "__tests__" | "__test__" | "test" | "tests" | "spec" | "specs" | "e2e" | "cypress" | "__snapshots__")
    });
    let stem = name.split('.').collect::<Vec<_>>();
    within
        || stem.iter().skip(1).any(|part| matches!(*part, "test" | "tests" | "spec" | "e2e" | "cy"))
        || (name.starts_with("test_") && name.ends_with(".py"))
        || name.ends_with("_test.py")
        || name.ends_with("_test.go")
}
