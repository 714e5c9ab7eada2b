//! What a deployment of Vercel was built from: repository, branch, commit, and whether the commit is the repository's
//! own. Most of it is said by metadata, flat keys with the git host's name in front.

use domain::{GitHost, Repository};
use outbound::json;
use serde_json::Value;

/// The prefixes of git metadata, and the hosts they stand for.
const HOSTS: [(&str, GitHost); 3] = [
    ("github", GitHost::Github),
    ("gitlab", GitHost::Gitlab),
    ("bitbucket", GitHost::Bitbucket),
];

/// Keys of a repository's owner and name: where the project is linked to, then where the commit was made.
const REPOSITORIES: [(GitHost, &str, &str); 4] = [
    (GitHost::Github, "/githubOrg", "/githubRepo"),
    (
        GitHost::Gitlab,
        "/gitlabProjectNamespace",
        "/gitlabProjectName",
    ),
    (
        GitHost::Bitbucket,
        "/bitbucketRepoOwner",
        "/bitbucketRepoSlug",
    ),
    (GitHost::Github, "/githubCommitOrg", "/githubCommitRepo"),
];

/// The commit in git metadata: 40 hex digits.
pub(super) fn commit_of(meta: &Value) -> Option<String> {
    all_of(meta, "CommitSha").find(|sha| is_sha(sha))
}

/// The branch in git metadata.
pub(super) fn branch_of(meta: &Value) -> Option<String> {
    from_meta(meta, "CommitRef").map(without_ref_prefix)
}

pub(super) fn from_meta(meta: &Value, suffix: &str) -> Option<String> {
    all_of(meta, suffix).next()
}

fn all_of(meta: &Value, suffix: &str) -> impl Iterator<Item = String> {
    HOSTS
        .iter()
        .filter_map(move |(prefix, _)| json::string(meta, &format!("/{prefix}{suffix}")))
}

pub(super) fn without_ref_prefix(name: String) -> String {
    name.strip_prefix("refs/heads/")
        .map(str::to_owned)
        .unwrap_or(name)
}

pub(super) fn is_sha(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The repository that the project is linked to (for a fork's commit: not the fork); the commit's own where no other is
/// named.
pub(super) fn repository(value: &Value, meta: &Value) -> Option<Repository> {
    let of_meta = |pairs: &[(GitHost, &str, &str)]| {
        pairs.iter().find_map(|(host, owner, name)| {
            Some(Repository {
                host: *host,
                owner: json::string(meta, owner)?,
                name: json::string(meta, name)?,
            })
        })
    };
    of_meta(&REPOSITORIES[..3])
        .or_else(|| {
            ["/gitRepo", "/gitSource"]
                .iter()
                .find_map(|pointer| git_object(value.pointer(pointer)?))
        })
        .or_else(|| of_meta(&REPOSITORIES[3..]))
}

fn git_object(git: &Value) -> Option<Repository> {
    let kind = json::string(git, "/type")?;
    let (_, host) = HOSTS.iter().find(|(prefix, _)| kind.starts_with(prefix))?;
    let first = |pointers: &[&str]| {
        pointers
            .iter()
            .find_map(|pointer| json::string(git, pointer))
    };
    Some(Repository {
        host: *host,
        owner: first(&["/org", "/namespace", "/owner"])?,
        name: first(&["/repo", "/slug", "/name"])?,
    })
}

/// Whether the commit comes from another repository than the one the project is linked to. Such code is never run, so
/// doubt counts as yes: hints that are there must prove that it is the same.
pub(super) fn is_fork(meta: &Value) -> bool {
    let names = [
        ("/githubOrg", "/githubCommitOrg"),
        ("/githubRepo", "/githubCommitRepo"),
    ];
    let is_silent = commit_of(meta).is_none()
        && REPOSITORIES
            .iter()
            .all(|(_, owner, name)| meta.pointer(owner).or(meta.pointer(name)).is_none());
    is_silent
        || differ(meta, ("/githubRepoId", "/githubCommitRepoId"), &names)
        || differ(meta, ("/gitlabProjectId", "/gitlabCommitProjectId"), &[])
}

/// Ids decide where both sides have one, since names change; names otherwise. Each pair is what the project is linked
/// to and what the commit comes from.
fn differ(meta: &Value, ids: (&str, &str), names: &[(&str, &str)]) -> bool {
    if let (Some(linked), Some(commits)) =
        (json::positive(meta, ids.0), json::positive(meta, ids.1))
    {
        return linked != commits;
    }
    let mut is_same = !names.is_empty();
    for (linked, commits) in names {
        match (json::string(meta, linked), json::string(meta, commits)) {
            (Some(linked), Some(commits)) if linked.eq_ignore_ascii_case(&commits) => {}
            (Some(_), Some(_)) => return true,
            _ => is_same = false,
        }
    }
    let said = |key: &str| meta.pointer(key).is_some();
    let (mut of_linked, mut of_commit) = (said(ids.0), said(ids.1));
    for (linked, commits) in names {
        of_linked |= said(linked);
        of_commit |= said(commits);
    }
    !is_same && of_linked && of_commit
}
