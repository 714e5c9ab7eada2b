//! A deployment of Vercel, from the detailed form (`id`) or the list form (`uid`), in our words.

use domain::{Commit, Deployment, DeploymentId, DeploymentState, Platform, SourcePullRequest};
use outbound::{clean, json};
use serde_json::Value;

use crate::vercel::source::{
    branch_of, commit_of, from_meta, is_fork, is_sha, repository, without_ref_prefix,
};

/// Our own mark in the metadata of a redeploy: the idempotency key.
pub(super) const REDEPLOY_KEY: &str = "regreenKey";
/// Our own mark in the metadata of a redeploy: the deployment it repeats.
pub(super) const REDEPLOY_OF: &str = "regreenOf";

/// Reads a deployment. What only people read can be missing; what decisions rest on cannot.
///
/// # Errors
/// The name of the field that a deployment is useless without.
pub(super) fn read(value: &Value) -> Result<Deployment, &'static str> {
    let first = |pointers: &[&str]| {
        pointers
            .iter()
            .find_map(|pointer| json::string(value, pointer))
    };
    let meta = value.pointer("/meta").unwrap_or(&Value::Null);
    let id = first(&["/id", "/uid"]).ok_or("a deployment without an id")?;
    let project = first(&["/projectId", "/project/id"]).ok_or("a deployment without a project")?;
    let sha = first(&["/gitSource/sha"])
        .filter(|sha| is_sha(sha))
        .or_else(|| commit_of(meta))
        .filter(|_| !is_dirty(meta));
    let number = [
        "/gitSource/prId",
        "/meta/githubPrId",
        "/meta/gitlabPrId",
        "/meta/bitbucketPrId",
    ]
    .iter()
    .find_map(|pointer| json::positive(value, pointer));
    Ok(Deployment {
        platform: Platform::Vercel,
        project_name: first(&["/project/name", "/name"]).unwrap_or_else(|| project.clone()),
        id: DeploymentId(id),
        project,
        state: state(value)?,
        repository: repository(value, meta),
        branch: first(&["/gitSource/ref"])
            .map(without_ref_prefix)
            .or_else(|| branch_of(meta)),
        from_fork: sha.is_some() && is_fork(meta),
        commit: sha.map(|sha| Commit {
            sha,
            subject: subject(meta),
            author: author(meta),
        }),
        pull_request: number.map(|number| SourcePullRequest { number }),
        target: target(value)?,
        page: first(&["/inspectorUrl"])
            .filter(|page| page.starts_with("https://") || page.starts_with("http://"))
            .or_else(|| first(&["/url"]).map(|host| format!("https://{host}"))),
        error_code: first(&["/errorCode"]).map(|code| clean(&code)),
        error_message: first(&["/errorMessage"]).map(|message| clean(&message)),
        created_at: ["/createdAt", "/created"]
            .iter()
            .find_map(|pointer| json::positive(value, pointer))
            .and_then(|at| i64::try_from(at).ok())
            .ok_or("a deployment without the time of its creation")?,
        redeploy_of: [REDEPLOY_OF, "originalDeploymentId"]
            .iter()
            .find_map(|key| json::string(meta, &format!("/{key}")))
            .map(DeploymentId),
    })
}

/// A state that is yet to be invented means: look again later.
fn state(value: &Value) -> Result<DeploymentState, &'static str> {
    let name = ["/readyState", "/status", "/state"]
        .iter()
        .find_map(|pointer| json::string(value, pointer))
        .ok_or("a deployment without a state")?;
    Ok(match name.as_str() {
        "READY" => DeploymentState::Ready,
        "ERROR" => DeploymentState::Failed,
        "CANCELED" | "DELETED" => DeploymentState::Cancelled,
        "BLOCKED" => DeploymentState::Blocked,
        // QUEUED, INITIALIZING, BUILDING, ANALYZING, DEPLOYING among them.
        _ => DeploymentState::Pending,
    })
}

/// Null, or none, is how Vercel says preview.
fn target(value: &Value) -> Result<String, &'static str> {
    match value.get("target") {
        None | Some(Value::Null) => {
            Ok(json::string(value, "/customEnvironment/slug")
                .unwrap_or_else(|| "preview".to_owned()))
        }
        Some(_) => json::string(value, "/target").ok_or("a deployment with an unclear target"),
    }
}

/// What was built is the commit plus somebody's uncommitted changes: no commit can stand for it.
fn is_dirty(meta: &Value) -> bool {
    match meta.get("gitDirty") {
        None | Some(Value::Null) => false,
        Some(_) => json::flag(meta, "/gitDirty").unwrap_or(true),
    }
}

fn subject(meta: &Value) -> String {
    let message = from_meta(meta, "CommitMessage").unwrap_or_default();
    clean(message.lines().next().unwrap_or_default())
        .chars()
        .take(200)
        .collect()
}

fn author(meta: &Value) -> Option<String> {
    from_meta(meta, "CommitAuthorLogin")
        .or_else(|| from_meta(meta, "CommitAuthorName"))
        .map(|name| clean(&name).chars().take(200).collect())
}
