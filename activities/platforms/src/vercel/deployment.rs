//! A deployment of Vercel, from the detailed form (`id`) or the list form (`uid`), in our words.

use domain::{
    Commit, Deployment, DeploymentId, DeploymentState, GitHost, Platform, Repository,
    SourcePullRequest,
};
use outbound::{clean, json};
use serde_json::Value;

/// Our own mark in the metadata of a redeploy: the idempotency key.
pub(super) const REDEPLOY_KEY: &str = "regreenKey";
/// Our own mark in the metadata of a redeploy: the deployment it repeats.
pub(super) const REDEPLOY_OF: &str = "regreenOf";

/// The prefixes of git metadata, and the hosts they stand for.
const HOSTS: [(&str, GitHost); 3] = [
    ("github", GitHost::Github),
    ("gitlab", GitHost::Gitlab),
    ("bitbucket", GitHost::Bitbucket),
];

/// Reads a deployment; `project` stands in where the answer names none.
///
/// # Errors
/// The name of the field that a deployment is useless without.
pub(super) fn read(value: &Value, project: Option<&str>) -> Result<Deployment, &'static str> {
    let first = |pointers: &[&str]| {
        pointers
            .iter()
            .find_map(|pointer| json::text(value, pointer))
    };
    let meta = value.pointer("/meta").unwrap_or(&Value::Null);
    let id = first(&["/id", "/uid"]).ok_or("a deployment without an id")?;
    let project = first(&["/projectId", "/project/id"])
        .or_else(|| project.map(str::to_owned))
        .ok_or("a deployment without a project")?;
    // What was built is the commit plus somebody's uncommitted changes: no commit can stand for it.
    let is_dirty = json::flag(meta, "/gitDirty").unwrap_or(false);
    let sha = first(&["/gitSource/sha"])
        .filter(|sha| is_sha(sha))
        .or_else(|| commit_of(meta))
        .filter(|_| !is_dirty);
    let number = [
        "/gitSource/prId",
        "/meta/githubPrId",
        "/meta/gitlabPrId",
        "/meta/bitbucketPrId",
    ]
    .iter()
    .find_map(|pointer| json::number(value, pointer).and_then(|number| u64::try_from(number).ok()))
    .filter(|number| *number > 0);
    Ok(Deployment {
        platform: Platform::Vercel,
        project_name: first(&["/project/name", "/name"]).unwrap_or_else(|| project.clone()),
        id: DeploymentId(id),
        project,
        state: state(&first(&["/readyState", "/status", "/state"]).unwrap_or_default()),
        repository: repository(value, meta),
        branch: first(&["/gitSource/ref"])
            .map(without_ref_prefix)
            .or_else(|| branch_of(meta)),
        commit: sha.map(|sha| Commit {
            sha,
            subject: subject(meta),
            author: author(meta),
        }),
        pull_request: number.map(|number| SourcePullRequest { number }),
        from_fork: is_fork(meta),
        target: first(&["/target", "/customEnvironment/slug"])
            .unwrap_or_else(|| "preview".to_owned()),
        page: first(&["/inspectorUrl"])
            .or_else(|| first(&["/url"]).map(|host| format!("https://{host}"))),
        error_code: first(&["/errorCode"]).map(|code| clean(&code)),
        error_message: first(&["/errorMessage"]).map(|message| clean(&message)),
        created_at: ["/createdAt", "/created"]
            .iter()
            .find_map(|pointer| json::number(value, pointer))
            .unwrap_or(0),
        redeploy_of: [REDEPLOY_OF, "originalDeploymentId"]
            .iter()
            .find_map(|key| json::text(meta, &format!("/{key}")))
            .map(DeploymentId),
    })
}

fn state(name: &str) -> DeploymentState {
    match name {
        "READY" => DeploymentState::Ready,
        "ERROR" => DeploymentState::Failed,
        "CANCELED" | "DELETED" => DeploymentState::Cancelled,
        "BLOCKED" => DeploymentState::Blocked,
        // QUEUED, INITIALIZING, BUILDING, ANALYZING, DEPLOYING, and what is yet to be invented: look again later.
        _ => DeploymentState::Pending,
    }
}

/// The commit in git metadata: 40 hex digits.
pub(super) fn commit_of(meta: &Value) -> Option<String> {
    from_meta(meta, "CommitSha").filter(|sha| is_sha(sha))
}

/// The branch in git metadata.
pub(super) fn branch_of(meta: &Value) -> Option<String> {
    from_meta(meta, "CommitRef").map(without_ref_prefix)
}

fn from_meta(meta: &Value, suffix: &str) -> Option<String> {
    HOSTS
        .iter()
        .find_map(|(prefix, _)| json::text(meta, &format!("/{prefix}{suffix}")))
}

fn without_ref_prefix(name: String) -> String {
    name.strip_prefix("refs/heads/")
        .map(str::to_owned)
        .unwrap_or(name)
}

fn is_sha(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
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

/// The repository that the project is linked to (for a fork's commit: not the fork).
fn repository(value: &Value, meta: &Value) -> Option<Repository> {
    let pairs = [
        (GitHost::Github, meta, "/githubOrg", "/githubRepo"),
        (
            GitHost::Gitlab,
            meta,
            "/gitlabProjectNamespace",
            "/gitlabProjectName",
        ),
        (
            GitHost::Bitbucket,
            meta,
            "/bitbucketRepoOwner",
            "/bitbucketRepoSlug",
        ),
    ];
    let of_meta = pairs.iter().find_map(|(host, from, owner, name)| {
        Some(Repository {
            host: *host,
            owner: json::text(from, owner)?,
            name: json::text(from, name)?,
        })
    });
    of_meta.or_else(|| {
        ["/gitRepo", "/gitSource"]
            .iter()
            .find_map(|pointer| git_object(value.pointer(pointer)?))
    })
}

fn git_object(git: &Value) -> Option<Repository> {
    let kind = json::text(git, "/type")?;
    let (_, host) = HOSTS.iter().find(|(prefix, _)| kind.starts_with(prefix))?;
    let first = |pointers: &[&str]| pointers.iter().find_map(|pointer| json::text(git, pointer));
    Some(Repository {
        host: *host,
        owner: first(&["/org", "/namespace", "/owner"])?,
        name: first(&["/repo", "/slug", "/name"])?,
    })
}

/// Whether the commit comes from another repository than the one the project is linked to. Ids decide where both
/// sides have one, since names change; names otherwise.
fn is_fork(meta: &Value) -> bool {
    let differ = |linked: &str, commits: &str| {
        let (linked, commits) = (json::text(meta, linked)?, json::text(meta, commits)?);
        Some(!linked.eq_ignore_ascii_case(&commits))
    };
    let by_id = differ("/githubRepoId", "/githubCommitRepoId");
    let by_name = || {
        let owner = differ("/githubOrg", "/githubCommitOrg").unwrap_or(false);
        owner || differ("/githubRepo", "/githubCommitRepo").unwrap_or(false)
    };
    let gitlab = || differ("/gitlabProjectId", "/gitlabCommitProjectId").unwrap_or(false);
    by_id.unwrap_or_else(by_name) || gitlab()
}
