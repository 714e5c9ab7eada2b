//! Repositories.

use serde_json::{Value, json};

use super::account;
use crate::{
    clock,
    github::{
        GitHub,
        state::{Access, Repository, State},
    },
};

/// A repository as somebody with `access` sees it; webhooks show no permissions.
pub(in crate::github) fn repository(
    github: &GitHub,
    state: &State,
    repository: &Repository,
    access: Option<Access>,
) -> Value {
    let full_name = repository.full_name();
    let api = github.api(&format!("/repos/{full_name}"));
    let html = format!("{}/{full_name}", github.url());
    let mut view = json!({
        "id": repository.id, "node_id": format!("R_{}", repository.id), "name": repository.name, "full_name": full_name,
        "private": repository.private, "owner": account(github, state, &repository.owner), "html_url": html,
        "description": null, "fork": false, "url": api, "git_url": format!("git://{full_name}.git"),
        "ssh_url": format!("git@127.0.0.1:{full_name}.git"), "clone_url": format!("{html}.git"), "svn_url": html,
        "homepage": null, "size": 0, "stargazers_count": 0, "watchers_count": 0, "watchers": 0, "language": null,
        "forks_count": 0, "forks": 0, "open_issues_count": repository.pulls.values().filter(|pull| pull.open).count(),
        "open_issues": repository.pulls.values().filter(|pull| pull.open).count(), "is_template": false, "topics": [],
        "has_issues": true, "has_projects": false, "has_wiki": false, "has_pages": false, "has_downloads": true,
        "has_discussions": false, "archived": false, "disabled": false, "license": null, "web_commit_signoff_required": false,
        "visibility": if repository.private { "private" } else { "public" }, "default_branch": repository.default_branch,
        "created_at": clock::iso(repository.created), "updated_at": clock::iso(repository.pushed),
        "pushed_at": clock::iso(repository.pushed), "mirror_url": null, "allow_forking": true,
    });
    for (name, suffix) in [
        ("branches_url", "/branches{/branch}"),
        ("commits_url", "/commits{/sha}"),
        ("pulls_url", "/pulls{/number}"),
        ("issues_url", "/issues{/number}"),
        ("comments_url", "/comments{/number}"),
        ("contents_url", "/contents/{+path}"),
        ("issue_comment_url", "/issues/comments{/number}"),
        ("statuses_url", "/statuses/{sha}"),
        ("hooks_url", "/hooks"),
        ("labels_url", "/labels{/name}"),
        ("compare_url", "/compare/{base}...{head}"),
        ("git_refs_url", "/git/refs{/sha}"),
        ("git_commits_url", "/git/commits{/sha}"),
        ("git_tags_url", "/git/tags{/sha}"),
        ("trees_url", "/git/trees{/sha}"),
        ("blobs_url", "/git/blobs{/sha}"),
        ("collaborators_url", "/collaborators{/collaborator}"),
        ("forks_url", "/forks"),
        ("keys_url", "/keys{/key_id}"),
        ("teams_url", "/teams"),
        ("events_url", "/events"),
        ("merges_url", "/merges"),
        ("assignees_url", "/assignees{/user}"),
        ("tags_url", "/tags"),
        ("languages_url", "/languages"),
        ("stargazers_url", "/stargazers"),
        ("contributors_url", "/contributors"),
        ("subscribers_url", "/subscribers"),
        ("subscription_url", "/subscription"),
        ("archive_url", "/{archive_format}{/ref}"),
        ("downloads_url", "/downloads"),
        ("milestones_url", "/milestones{/number}"),
        (
            "notifications_url",
            "/notifications{?since,all,participating}",
        ),
        ("releases_url", "/releases{/id}"),
        ("deployments_url", "/deployments"),
        ("issue_events_url", "/issues/events{/number}"),
    ] {
        view[name] = json!(format!("{api}{suffix}"));
    }
    if let Some(access) = access {
        view["permissions"] = permissions(Some(access));
        view["allow_merge_commit"] = json!(true);
        view["allow_squash_merge"] = json!(true);
        view["allow_rebase_merge"] = json!(true);
        view["delete_branch_on_merge"] = json!(false);
    }
    view
}

/// What somebody may do, word by word.
pub(in crate::github) fn permissions(access: Option<Access>) -> Value {
    let at_least = |wanted| access >= Some(wanted);
    json!({
        "admin": at_least(Access::Admin), "maintain": at_least(Access::Admin), "push": at_least(Access::Write),
        "triage": at_least(Access::Write), "pull": access.is_some(),
    })
}
