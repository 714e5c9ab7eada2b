//! Subscriptions for people.

use domain::UnprovedPolicy;
use operations::{AddedSubscription, Listening, RemovedSubscription, SubscriptionSummary};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    page::{Page, dollars, minute},
};

#[cfg(test)]
mod tests;

/// A line of the list.
pub(super) fn line(it: &SubscriptionSummary) -> Vec<String> {
    vec![
        it.project_name.clone(),
        it.platform.to_string(),
        it.repository.to_string(),
        how(it).to_owned(),
        minute(it.created_at),
        it.id.to_string(),
    ]
}

/// A subscription that was just made, and what happens next.
pub(super) fn added(it: &AddedSubscription) -> String {
    let mut page = head(&it.subscription);
    heard(&mut page, &it.deployments, &it.pull_requests);
    page.row("next", next(&it.subscription));
    page.text()
}

/// The same for programs, with the secrets of hooks that a person registers: they are shown this once.
pub(super) fn added_json(it: &AddedSubscription) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(it).map_err(Failure::internal)?;
    secrets(&mut value, &it.deployments, &it.pull_requests);
    Ok(value)
}

/// One subscription with its settings.
pub(super) fn details(it: &SubscriptionSummary) -> String {
    let mut page = head(it);
    settings(&mut page, it);
    page.text()
}

/// A subscription after a change.
pub(super) fn changed(
    it: &SubscriptionSummary,
    heard_of: Option<&(Listening, Listening)>,
) -> String {
    let mut page = head(it);
    settings(&mut page, it);
    if let Some((deployments, pull_requests)) = heard_of {
        heard(&mut page, deployments, pull_requests);
    }
    page.text()
}

/// The same for programs.
pub(super) fn changed_json(
    it: &SubscriptionSummary,
    heard_of: Option<&(Listening, Listening)>,
) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(it).map_err(Failure::internal)?;
    if let Some((deployments, pull_requests)) = heard_of {
        value["deployments"] = serde_json::to_value(deployments).map_err(Failure::internal)?;
        value["pull_requests"] = serde_json::to_value(pull_requests).map_err(Failure::internal)?;
        secrets(&mut value, deployments, pull_requests);
    }
    Ok(value)
}

/// What is gone.
pub(super) fn removed(it: &RemovedSubscription) -> String {
    let mut page = Page::default();
    page.line(format!(
        "{} is not subscribed any more ({}); its fixes stay in `regreen fix list`",
        it.subscription.project_name, it.subscription.id
    ));
    page.rows("left behind", it.left_behind.iter().cloned());
    page.text()
}

fn head(it: &SubscriptionSummary) -> Page {
    let mut page = Page::default();
    page.row("subscription", it.id.as_str());
    page.row(
        "project",
        format!("{} ({}) on {}", it.project_name, it.project, it.platform),
    );
    page.row("repository", it.repository.to_string());
    page.row("failures", how(it));
    page
}

fn how(it: &SubscriptionSummary) -> &'static str {
    match (it.active, it.settings.auto_fix, it.settings.observe) {
        (false, _, _) => "removed",
        (_, false, _) => "when told",
        (_, _, true) => "observed",
        _ => "fixed",
    }
}

fn next(it: &SubscriptionSummary) -> String {
    match how(it) {
        "observed" => "the next failed deployment is diagnosed, fixed and proved, and nothing is pushed: `regreen fix list`".to_owned(),
        "when told" => "nothing by itself: `regreen fix start` fixes a failed deployment".to_owned(),
        _ => "the next failed deployment is fixed: `regreen fix list`".to_owned(),
    }
}

fn heard(page: &mut Page, deployments: &Listening, pull_requests: &Listening) {
    page.row("deployments", listening(deployments, "the platform"));
    page.row("pull requests", listening(pull_requests, "the git host"));
}

fn listening(it: &Listening, who: &str) -> String {
    match it {
        Listening::Webhook { new: true } => format!("by webhook, registered at {who} just now"),
        Listening::Webhook { new: false } => format!("by webhook, registered at {who} already"),
        Listening::Poll { because, every } => {
            format!("by asking {who} every {}\n{because}", span(*every))
        }
        Listening::Ask { because } => {
            format!("by asking {who}, each fix for its own\n{because}")
        }
        Listening::Manual { hook: None } => "by the webhook that was registered by hand".to_owned(),
        Listening::Manual { hook: Some(hook) } => format!(
            "by a webhook that you register now at {who}; this is shown only once\naddress {}\nsecret  {}\nevents  {}\nformat  application/json",
            hook.url.as_deref().unwrap_or(&hook.path),
            hook.secret.expose_secret(),
            hook.events.join(", ")
        ),
    }
}

fn secrets(value: &mut Value, deployments: &Listening, pull_requests: &Listening) {
    for (name, it) in [
        ("deployments", deployments),
        ("pull_requests", pull_requests),
    ] {
        if let Listening::Manual { hook: Some(hook) } = it {
            value[name]["hook"] = json!({
                "url": hook.url, "path": hook.path, "secret": hook.secret.expose_secret(), "events": hook.events,
            });
        }
    }
}

fn span(milliseconds: u64) -> String {
    match milliseconds {
        ms if ms % 3_600_000 == 0 && ms > 0 => format!("{} h", ms / 3_600_000),
        ms if ms % 60_000 == 0 && ms > 0 => format!("{} min", ms / 60_000),
        ms if ms % 1_000 == 0 => format!("{} s", ms / 1_000),
        ms => format!("{ms} ms"),
    }
}

fn settings(page: &mut Page, it: &SubscriptionSummary) {
    let settings = &it.settings;
    let on = |flag: bool| if flag { "on" } else { "off" };
    let list = |list: &[String], none: &str| {
        if list.is_empty() {
            none.to_owned()
        } else {
            list.join(", ")
        }
    };
    page.row("auto-fix", on(settings.auto_fix));
    page.row("branches", list(&settings.branches, "all"));
    page.row("branch prefix", &settings.branch_prefix);
    page.row("attempts", settings.max_attempts.to_string());
    page.row(
        "budget",
        format!(
            "{}, {} tokens, {} calls",
            dollars(settings.budget.cost_micros),
            settings.budget.tokens,
            settings.budget.model_calls
        ),
    );
    page.row("fixer", &settings.fixer);
    page.row(
        "model",
        settings.model.as_deref().unwrap_or("as configured"),
    );
    page.row("approval", on(settings.require_approval));
    page.row("draft", on(settings.draft));
    page.row("labels", list(&settings.labels, "none"));
    page.row(
        "protected",
        list(&settings.protected_paths, "no more than always"),
    );
    page.row(
        "unproved",
        match settings.unproved {
            UnprovedPolicy::Stop => "stop",
            UnprovedPolicy::Draft => "draft",
        },
    );
    page.row("network", on(settings.network_during_build));
    page.row("observe", on(settings.observe));
    page.row("notify", list(&settings.notify, "nobody"));
    let build = &settings.build;
    let platform = "as the platform has it";
    let root = Some(build.root_directory.as_str()).filter(|root| !root.is_empty());
    page.row("directory", root.unwrap_or(platform));
    page.row(
        "install",
        build.install_command.as_deref().unwrap_or(platform),
    );
    page.row("build", build.build_command.as_deref().unwrap_or(platform));
    page.row("version", it.version.to_string());
}
