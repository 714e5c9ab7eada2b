//! Sets the stage, plays the scenarios, tells how they ended.

use std::{path::Path, sync::Arc};

use anyhow::{Context, bail};
use e2e::{Installation, Options, Outside};
use world::{FakeModel, ModelOptions, ProjectSettings, Reader, SandboxBuilder};

use crate::{
    arguments::Arguments,
    configuration::{self, Model},
    outcome::Report,
    projects,
    scenario::{Played, Scenario},
    screen::Screen,
};

/// Runs the demo. `false`: something did not end as it should.
pub(crate) async fn run(arguments: &Arguments, screen: &Screen) -> anyhow::Result<bool> {
    let data_dir = empty(&arguments.data_dir)?;
    let scenarios = scenarios(arguments, &data_dir)?;
    let regreen = e2e::regreen()?;

    screen.headline("Starting");
    let recorded = FakeModel::start(ModelOptions::new(Reader))
        .await
        .context("the recorded model cannot start")?;
    let model = configuration::real_model(arguments).unwrap_or_else(|| Model {
        base_url: recorded.base_url(),
        name: recorded.model().to_owned(),
        recorded: true,
    });
    let builder = SandboxBuilder::on_this_host(&regreen, &data_dir.join("platform")).await?;
    let outside = Outside::start(&data_dir.join("world"), Arc::new(builder)).await?;
    let options = Options {
        regreen,
        data_dir: data_dir.join("regreen"),
        configuration: configuration::text(&model),
        environment: Vec::new(),
    };
    let installation = Installation::start(&options).await?;
    outside.connect(&installation).await?;
    for (name, address) in [
        ("regreen", installation.addresses.api.clone()),
        ("Temporal", installation.addresses.temporal_ui.clone()),
        ("fake Vercel", outside.vercel.url()),
        ("fake GitHub", outside.github.url()),
    ] {
        screen.line(format!("  {name:<13} {address}"));
    }
    let source = if model.recorded {
        "recorded model answers"
    } else {
        "a real model"
    };
    screen.line(format!(
        "  {:<13} {source} ({} at {})",
        "model", model.name, model.base_url
    ));

    screen.headline("Two things at a time");
    let plays = scenarios
        .iter()
        .map(|scenario| scenario.play(&installation, &outside, screen));
    let played = tokio::select! {
        played = futures::future::join_all(plays) => played,
        _ = tokio::signal::ctrl_c() => {
            installation.stop().await?;
            bail!("interrupted");
        }
    };
    let good = tell(&scenarios, played, &installation, screen).await?;
    if arguments.keep {
        keep(&installation, screen).await;
    }
    installation.stop().await?;
    Ok(good)
}

/// Waits until a person has seen enough.
async fn keep(installation: &Installation, screen: &Screen) {
    screen.headline("Everything keeps running; Ctrl-C ends it");
    screen.line(format!(
        "  regreen --data-dir {} fix list",
        installation.data_dir.display()
    ));
    let _interrupted = tokio::signal::ctrl_c().await;
}

async fn tell(
    scenarios: &[Scenario],
    played: Vec<anyhow::Result<Played>>,
    installation: &Installation,
    screen: &Screen,
) -> anyhow::Result<bool> {
    let mut report = Report { fixes: Vec::new() };
    let mut good = true;
    for (scenario, played) in scenarios.iter().zip(played) {
        let played = match played {
            Ok(played) => played,
            Err(error) => {
                screen.headline(&format!("{}: {error:#}", scenario.name));
                good = false;
                continue;
            }
        };
        let reference = played.view.fix.to_string();
        let diff = installation
            .operations
            .fix_diff(&reference, None)
            .await
            .ok()
            .map(|diff| diff.text);
        let mut links = Vec::new();
        if let Some(link) = &played.view.pull_request {
            links.push(("pull request".to_owned(), link.url.clone()));
        }
        links.extend(
            installation
                .operations
                .web_ui_of(&played.view.workflow_id)
                .map(|url| ("Temporal".to_owned(), url)),
        );
        screen.story(&scenario.name, &played.view, diff.as_deref(), &links);
        if !played.as_it_should {
            screen.line(format!("  {} did not end as it should", scenario.name));
            good = false;
        }
        report.fixes.push(played.fix);
    }
    screen.json(&report)?;
    Ok(good)
}

fn scenarios(arguments: &Arguments, data_dir: &Path) -> anyhow::Result<Vec<Scenario>> {
    if arguments.project.is_empty() {
        let sources = data_dir.join("projects");
        let strict = ProjectSettings {
            install_command: Some("npm ci".to_owned()),
            ..ProjectSettings::default()
        };
        return Ok(vec![
            Scenario {
                name: "invoice-cli".to_owned(),
                folder: projects::write("invoice-cli", &sources)?,
                build: strict.clone(),
                fixer: Some("recipe:"),
            },
            Scenario {
                name: "storefront-types".to_owned(),
                folder: projects::write("storefront-types", &sources)?,
                build: strict,
                fixer: Some("agent:"),
            },
        ]);
    }
    let mut named: Vec<Scenario> = Vec::new();
    for folder in &arguments.project {
        let folder = folder
            .canonicalize()
            .with_context(|| format!("there is no folder {}", folder.display()))?;
        let base = name_of(&folder);
        let twins = named
            .iter()
            .filter(|scenario| scenario.name.starts_with(&base))
            .count();
        named.push(Scenario {
            name: if twins == 0 {
                base
            } else {
                format!("{base}-{}", twins + 1)
            },
            folder,
            build: ProjectSettings {
                install_command: arguments.install.clone(),
                build_command: arguments.build.clone(),
                root_directory: arguments.root.clone(),
                ..ProjectSettings::default()
            },
            fixer: None,
        });
    }
    Ok(named)
}

/// A folder's name as a repository's.
fn name_of(folder: &Path) -> String {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() {
        "project".to_owned()
    } else {
        name.to_owned()
    }
}

/// An empty data directory. Only one that a demo made is emptied.
fn empty(data_dir: &Path) -> anyhow::Result<std::path::PathBuf> {
    const MARK: &str = ".demo";
    if data_dir.exists() {
        let entries = std::fs::read_dir(data_dir)?.count();
        if entries > 0 && !data_dir.join(MARK).exists() {
            bail!(
                "{} is not empty and was not made by the demo: name another folder with --data-dir",
                data_dir.display()
            );
        }
        std::fs::remove_dir_all(data_dir)
            .with_context(|| format!("cannot empty {}", data_dir.display()))?;
    }
    std::fs::create_dir_all(data_dir)?;
    std::fs::write(data_dir.join(MARK), "")?;
    Ok(data_dir.canonicalize()?)
}
