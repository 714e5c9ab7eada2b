//! Connections for people.

use jiff::Timestamp;
use operations::{
    ConnectionCheck, ConnectionDetails, ConnectionStatus, ConnectionSummary, HookStatus,
    HookSummary, Provider, RemovedConnection, Standing,
};

use crate::page::{Page, minute};

#[cfg(test)]
mod tests;

/// A line of the list.
pub(super) fn line(it: &ConnectionSummary) -> Vec<String> {
    vec![
        it.name.clone(),
        it.provider.to_string(),
        it.account.clone(),
        team(it),
        token(it),
        it.id.to_string(),
    ]
}

/// A connection that was just made, and what comes next.
pub(super) fn added(it: &ConnectionSummary) -> String {
    let next = match it.provider {
        Provider::Platform(_) => format!("regreen project list --connection {}", it.name),
        Provider::GitHost(_) => {
            format!(
                "regreen subscription add --project NAME --git-connection {}",
                it.name
            )
        }
    };
    let mut page = page(it);
    page.row("next", next);
    page.text()
}

/// One connection.
pub(super) fn summary(it: &ConnectionSummary) -> String {
    page(it).text()
}

/// One connection with what hangs on it.
pub(super) fn details(it: &ConnectionDetails) -> String {
    let mut page = page(&it.summary);
    page.row("since", minute(it.summary.created_at));
    page.rows("hooks", it.hooks.iter().map(hook));
    let users = it.subscriptions.iter().map(|user| {
        format!(
            "{}  {} ({})",
            user.project_name,
            user.repository.full_name(),
            user.id
        )
    });
    page.rows("used by", users);
    if it.subscriptions.is_empty() {
        page.row("used by", "nobody");
    }
    page.text()
}

/// What was tried.
pub(super) fn check(it: &ConnectionCheck) -> String {
    let mut page = page(&it.connection);
    for finding in &it.findings {
        let mark = match finding.standing {
            Standing::Good => "ok",
            Standing::Bad => "BAD",
            Standing::Unknown => "-",
        };
        page.row(finding.what, format!("{mark:<4} {}", finding.detail));
    }
    page.text()
}

/// What is gone.
pub(super) fn removed(it: &RemovedConnection) -> String {
    let mut page = Page::default();
    let hooks = match it.hooks_removed {
        0 => String::new(),
        1 => ", with 1 webhook at the provider".to_owned(),
        many => format!(", with {many} webhooks at the provider"),
    };
    page.line(format!(
        "removed {} ({}); its token is erased{hooks}",
        it.connection.name, it.connection.id
    ));
    page.rows("left behind", it.left_behind.iter().cloned());
    page.text()
}

fn page(it: &ConnectionSummary) -> Page {
    let mut page = Page::default();
    page.row("connection", format!("{} ({})", it.name, it.id));
    page.row("provider", it.provider.as_str());
    page.row("account", &it.account);
    if matches!(it.provider, Provider::Platform(_)) {
        page.row("team", team(it));
    }
    if let Some(base_url) = &it.base_url {
        page.row("address", base_url);
    }
    page.row("token", token(it));
    page
}

fn team(it: &ConnectionSummary) -> String {
    match (&it.team_name, &it.team) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (_, Some(id)) => id.clone(),
        (_, None) if matches!(it.provider, Provider::Platform(_)) => "personal".to_owned(),
        (_, None) => String::new(),
    }
}

fn token(it: &ConnectionSummary) -> String {
    let status = match it.status {
        ConnectionStatus::Active => "works".to_owned(),
        ConnectionStatus::Refused => "refused".to_owned(),
    };
    match it.expires_at {
        Some(at) if at < Timestamp::now() => format!("expired on {}", at.strftime("%Y-%m-%d")),
        Some(at) => format!("{status}, until {}", at.strftime("%Y-%m-%d")),
        None => status,
    }
}

fn hook(it: &HookSummary) -> String {
    let what = match it.status {
        HookStatus::Poll => "polls",
        HookStatus::Active => "webhook",
        HookStatus::Disabled => "webhook, switched off",
    };
    let target = it.target.as_deref().unwrap_or("personal");
    let remote = match &it.remote_id {
        Some(id) => format!("  registered as {id}"),
        None if it.status == HookStatus::Active => "  registered by hand".to_owned(),
        None => String::new(),
    };
    format!(
        "{what} of {target}{remote}, since {}",
        minute(it.created_at)
    )
}
