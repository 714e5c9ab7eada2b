//! What a fix workflow is started with.

use contract::start::FixInput;
use domain::{Actor, DeploymentId, FixId, Platform, Repository, SubscriptionId, workflow_id};

use crate::engine::StartFix;

#[cfg(test)]
mod tests;

/// All that is known about a fix before its workflow begins.
#[derive(Debug, Clone)]
pub(crate) struct StartContext {
    pub(crate) fix: FixId,
    pub(crate) platform: Platform,
    pub(crate) deployment: DeploymentId,
    pub(crate) subscription: SubscriptionId,
    pub(crate) project_name: String,
    pub(crate) repository: Option<Repository>,
    pub(crate) branch: Option<String>,
    pub(crate) commit: Option<String>,
    pub(crate) page: Option<String>,
    pub(crate) started_by: Option<Actor>,
}

/// The start, with texts for the Temporal Web UI.
pub(crate) fn start_fix(context: StartContext) -> StartFix {
    let summary = summary(&context);
    let details = details(&context);
    StartFix {
        workflow_id: workflow_id(context.platform, &context.deployment),
        input: FixInput {
            fix: context.fix,
            platform: context.platform,
            deployment: context.deployment,
            subscription: context.subscription,
            started_by: context.started_by,
        },
        project_name: context.project_name,
        repository: context.repository,
        summary,
        details,
    }
}

fn summary(context: &StartContext) -> String {
    let mut text = format!(
        "{} on {} failed",
        code(&context.project_name),
        context.platform
    );
    if let Some(branch) = &context.branch {
        text.push_str(&format!(", branch {}", code(branch)));
    }
    if let Some(commit) = &context.commit {
        text.push_str(&format!(" at {}", code(commit.get(..10).unwrap_or(commit))));
    }
    text
}

fn details(context: &StartContext) -> String {
    let mut lines = vec![
        format!(
            "Deployment {} of {} on {}",
            code(context.deployment.as_str()),
            code(&context.project_name),
            context.platform
        ),
        format!("Fix {}", code(context.fix.as_str())),
    ];
    if let Some(repository) = &context.repository {
        lines.push(format!("Repository {}", code(&repository.full_name())));
    }
    // A page comes from the platform: only a plain https address becomes a link.
    if let Some(page) = context
        .page
        .as_deref()
        .filter(|page| is_plain_address(page))
    {
        lines.push(format!("[Deployment page]({page})"));
    }
    if let Some(actor) = &context.started_by {
        lines.push(format!("Started by {}", code(&actor.to_string())));
    }
    lines
        .into_iter()
        .map(|line| format!("- {line}\n"))
        .collect()
}

/// Foreign text as a code span: nothing in it can be Markdown.
fn code(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c == '`' || c.is_control() { '_' } else { c })
        .take(120)
        .collect();
    format!("`{clean}`")
}

fn is_plain_address(page: &str) -> bool {
    page.len() <= 500
        && (page.starts_with("https://") || page.starts_with("http://"))
        && page
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"()<>[]\"'`\\".contains(&b))
}
