//! Builds without processes: a function of the commit's files decides what a command prints and how it ends.

use std::{collections::BTreeMap, path::Path};

use async_trait::async_trait;

use super::{Builder, LogSink, Step, Stream};
use crate::WorldError;

/// The files of a checkout that are text, by path from its root.
pub type Tree = BTreeMap<String, String>;

/// How a scripted command goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScriptedRun {
    /// What it prints.
    pub lines: Vec<(Stream, String)>,
    /// 0 is success.
    pub exit_code: i32,
}

impl ScriptedRun {
    /// Success with this on standard output.
    pub fn green(output: &str) -> Self {
        Self {
            lines: output
                .lines()
                .map(|line| (Stream::Stdout, line.to_owned()))
                .collect(),
            exit_code: 0,
        }
    }

    /// Exit code 1 with this on standard error.
    pub fn red(output: &str) -> Self {
        Self {
            lines: output
                .lines()
                .map(|line| (Stream::Stderr, line.to_owned()))
                .collect(),
            exit_code: 1,
        }
    }
}

type Script = dyn Fn(&Step, &Tree) -> ScriptedRun + Send + Sync;

/// A builder that asks a function.
pub struct ScriptedBuilder(Box<Script>);

impl ScriptedBuilder {
    /// Each command goes as `script` says for it and for the files of its commit.
    pub fn new(script: impl Fn(&Step, &Tree) -> ScriptedRun + Send + Sync + 'static) -> Self {
        Self(Box::new(script))
    }

    /// Every command succeeds and prints nothing.
    pub fn green() -> Self {
        Self::new(|_, _| ScriptedRun::default())
    }
}

#[async_trait]
impl Builder for ScriptedBuilder {
    async fn run(&self, step: &Step, log: &LogSink) -> Result<i32, WorldError> {
        let mut tree = Tree::new();
        read(&step.checkout, &step.checkout, &mut tree)
            .map_err(WorldError::file(&step.checkout))?;
        let run = (self.0)(step, &tree);
        for (stream, line) in &run.lines {
            log.line(*stream, line);
        }
        Ok(run.exit_code)
    }
}

fn read(root: &Path, folder: &Path, tree: &mut Tree) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if entry.file_name() != ".git" {
                read(root, &path, tree)?;
            }
        } else if let (Ok(text), Ok(name)) =
            (std::fs::read_to_string(&path), path.strip_prefix(root))
        {
            tree.insert(name.to_string_lossy().into_owned(), text);
        }
    }
    Ok(())
}
