//! What the agent was told: where to work, how to build, what went wrong.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::ChatRequest;

/// The task as it stands in the prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    /// Absolute, without a slash at its end.
    pub(super) directory: String,
    pub(super) build: String,
    /// All text of the prompt, the log's excerpt among it.
    pub(super) text: String,
}

static DIRECTORY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?mi)^[\s>*-]*working directory:\s*`?([^\s`]+)"));
static BUILD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?mi)^[\s>*-]*build command:\s*`?([^`\n]+)"));
static FAILED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"Command "([^"\n]+)" exited with"#));

impl Task {
    pub(super) fn read(request: &ChatRequest) -> Self {
        let of = |role: &str| {
            let texts = request
                .messages
                .iter()
                .filter(|message| message.role == role)
                .map(|message| message.text.as_str());
            texts.collect::<Vec<_>>().join("\n")
        };
        // The user's words first: the system prompt names the agent's own directory.
        let (prompt, system) = (of("user"), of("system"));
        let find = |pattern: &Regex, text: &str| {
            pattern
                .captures(text)
                .map(|found| found[1].trim().to_owned())
        };
        let directory = find(&DIRECTORY, &prompt)
            .or_else(|| find(&DIRECTORY, &system))
            .unwrap_or_else(|| ".".to_owned());
        let build = find(&BUILD, &prompt)
            .or_else(|| find(&FAILED, &prompt))
            .unwrap_or_else(|| "npm run build".to_owned());
        Self {
            directory: directory.trim_end_matches('/').to_owned(),
            build,
            text: prompt,
        }
    }

    /// A path of a log as an absolute one: build machines' prefixes and `./` are dropped.
    pub(super) fn absolute(&self, path: &str) -> String {
        if path.starts_with(&format!("{}/", self.directory)) {
            return path.to_owned();
        }
        let known = [
            "/vercel/path0/",
            "/opt/build/repo/",
            "/opt/buildhome/repo/",
            "/opt/render/project/src/",
            "/work/",
            "./",
        ];
        let rest = known
            .iter()
            .find_map(|prefix| path.strip_prefix(prefix))
            .unwrap_or(path);
        if rest.starts_with('/') {
            rest.to_owned()
        } else {
            normal(&format!("{}/{rest}", self.directory))
        }
    }
}

/// A path without `.` and `..` in it.
pub(super) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    if path.starts_with('/') {
        format!("/{joined}")
    } else {
        joined
    }
}

/// A pattern that is written in this program.
pub(super) fn pattern(text: &str) -> Regex {
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants, compiled by the tests"
    )]
    Regex::new(text).expect("a constant pattern")
}
