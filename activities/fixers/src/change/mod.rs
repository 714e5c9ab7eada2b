//! Lets somebody change the source: recipes first, where they are allowed, then an agent.
//!
//! Neither is believed. What counts is the difference between trees that the host itself recorded, judged by the policy.

mod agent;
mod collect;
mod program;
mod recipe;

use domain::Spend;

use crate::{
    FixerError,
    agents::AgentDriver,
    bench::Bench,
    config::FixerConfig,
    facade::{Change, ChangeInput, ChangeOutcome, Changed, Watch},
    policy::{self, Contents},
    workspace::TreeEntry,
};

/// What the settings ask for.
struct Choice<'a> {
    recipes: bool,
    agent: Option<&'a dyn AgentDriver>,
}

fn choose<'a>(config: &'a FixerConfig, wanted: &str) -> Result<Choice<'a>, FixerError> {
    let default = config
        .agents
        .first()
        .filter(|_| config.model.is_some())
        .map(AsRef::as_ref);
    match wanted {
        "" | "auto" => Ok(Choice {
            recipes: true,
            agent: default,
        }),
        "recipe" => Ok(Choice {
            recipes: true,
            agent: None,
        }),
        name => {
            let agent = config
                .agents
                .iter()
                .find(|agent| agent.name() == name && config.model.is_some());
            let known = || {
                config
                    .agents
                    .iter()
                    .map(|agent| agent.name())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let agent = agent.ok_or_else(|| FixerError::UnknownFixer {
                name: name.to_owned(),
                known: known(),
            })?;
            Ok(Choice {
                recipes: false,
                agent: Some(agent.as_ref()),
            })
        }
    }
}

/// Runs recipes, then the agent.
pub(crate) async fn change(
    config: &FixerConfig,
    input: &ChangeInput,
    watch: &Watch,
) -> Result<Change, FixerError> {
    let choice = choose(config, &input.fixer)?;
    let mut notes = recipe::Notes::default();
    if choice.recipes
        && let Some(changed) = recipe::run(config, input, watch, &mut notes).await?
    {
        let outcome = ChangeOutcome::Changed(Box::new(changed));
        return Ok(Change {
            outcome,
            spend: Spend::default(),
            transcript: notes.transcript(config),
        });
    }
    let Some(driver) = choice.agent else {
        let why = match (notes.is_empty(), &config.model) {
            (true, None) if choice.recipes && input.fixer != "recipe" => {
                "no recipe knows this failure, and no model is configured for an agent"
            }
            (true, _) => "no recipe knows this failure",
            (false, _) => "the recipes that know this failure changed nothing",
        };
        let outcome = ChangeOutcome::NoChange {
            why: why.to_owned(),
        };
        return Ok(Change {
            outcome,
            spend: Spend::default(),
            transcript: notes.transcript(config),
        });
    };
    agent::run(config, driver, input, watch, notes).await
}

/// Turns differences into a patch, with its judgement; `None` when nothing is left of them.
async fn patch(
    bench: &Bench<'_>,
    entries: &[TreeEntry],
    fixer: String,
    explanation: &str,
    protected: &[String],
) -> Result<Option<Changed>, FixerError> {
    bench.watch.report("patch", "");
    let tree = bench.store.overlay(&bench.base, entries).await?;
    let patch = bench.store.diff(&bench.base, &tree).await?;
    if patch.is_empty() {
        return Ok(None);
    }
    let contents = Texts::read(bench, entries, &tree).await?;
    let judged = policy::judge(&patch, protected, &contents)
        .map_err(|error| FixerError::Patch(error.to_string()))?;
    let explanation = bench
        .clean(explanation.as_bytes())
        .chars()
        .take(2_000)
        .collect();
    Ok(Some(Changed {
        patch,
        files: judged.files,
        added: judged.added,
        removed: judged.removed,
        tree,
        fixer,
        explanation,
        findings: judged.findings,
    }))
}

/// Manifests and lockfiles before and after, which the policy compares as wholes.
struct Texts(std::collections::BTreeMap<String, (Option<String>, Option<String>)>);

impl Texts {
    async fn read(
        bench: &Bench<'_>,
        entries: &[TreeEntry],
        tree: &str,
    ) -> Result<Self, FixerError> {
        let mut texts = std::collections::BTreeMap::new();
        let wanted = |path: &str| path.ends_with("package.json") || policy::is_lockfile(path);
        for entry in entries.iter().filter(|entry| wanted(&entry.path)) {
            let before = bench.store.text(&bench.base, &entry.path).await?;
            let after = bench.store.text(tree, &entry.path).await?;
            texts.insert(entry.path.clone(), (before, after));
        }
        Ok(Self(texts))
    }
}

impl Contents for Texts {
    fn before(&self, path: &str) -> Option<String> {
        self.0.get(path)?.0.clone()
    }
    fn after(&self, path: &str) -> Option<String> {
        self.0.get(path)?.1.clone()
    }
    fn known(&self) -> bool {
        true
    }
}
