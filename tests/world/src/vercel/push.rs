//! From a push to deployments.

use std::collections::BTreeMap;

use tokio_util::sync::CancellationToken;

use super::{
    Vercel,
    state::{Commit, Deployment, GitProvider, Project, ReadyState, State},
};
use crate::{clock, github::Push};

/// A deployment that is about to be made.
pub(super) struct NewDeployment {
    pub(super) project: String,
    pub(super) creator: String,
    pub(super) source: &'static str,
    pub(super) target: Option<String>,
    pub(super) meta: BTreeMap<String, String>,
    pub(super) commit: Commit,
}

impl Vercel {
    /// One deployment per project that is linked to the pushed repository; `fork` is where the commit really lies.
    pub(super) fn pushed(&self, push: &Push, fork: Option<(&str, u64)>) -> Vec<String> {
        let Some(sha) = &push.sha else {
            return Vec::new();
        };
        let new: Vec<NewDeployment> = {
            let state = self.state();
            let linked = state.projects.values().filter(|project| {
                project.link.as_ref().is_some_and(|link| {
                    link.provider == GitProvider::Github
                        && link.owner.eq_ignore_ascii_case(&push.owner)
                        && link.repository.eq_ignore_ascii_case(&push.repository)
                })
            });
            linked
                .map(|project| of_push(&state, project, push, sha))
                .collect()
        };
        let new = new.into_iter().map(|mut new| {
            if let Some((owner, id)) = fork {
                new.meta
                    .insert("githubCommitOrg".to_owned(), owner.to_owned());
                new.meta
                    .insert("githubCommitRepoId".to_owned(), id.to_string());
            }
            new
        });
        new.map(|new| self.deploy(new)).collect()
    }

    /// Makes a deployment, tells about it, and starts its build. Returns its id.
    pub(super) fn deploy(&self, new: NewDeployment) -> String {
        let id = self.ids.prefixed("dpl_", 28);
        {
            let mut state = self.state();
            let created = state.next_creation();
            let (name, account, events) = match state.projects.get(&new.project) {
                Some(project) => (
                    project.name.clone(),
                    project.account.clone(),
                    project.events,
                ),
                None => return id,
            };
            let url = format!(
                "{name}-{}-{}.vercel.app",
                self.ids.letters(9).to_lowercase(),
                state.slug(&account)
            );
            state.deployments.push(Deployment {
                id: id.clone(),
                url,
                name,
                project: new.project,
                account,
                creator: new.creator,
                source: new.source,
                target: new.target,
                meta: new.meta,
                commit: new.commit,
                state: ReadyState::Queued,
                created,
                building: None,
                ended: None,
                failure: None,
                log: Vec::new(),
                log_size: 0,
                events,
                cancel: CancellationToken::new(),
            });
        }
        self.emit(&id, &["deployment.created"]);
        self.tell(&id);
        if let Some(vercel) = self.me.upgrade() {
            let id = id.clone();
            tokio::spawn(async move { vercel.build(&id).await });
        }
        id
    }
}

fn of_push(state: &State, project: &Project, push: &Push, sha: &str) -> NewDeployment {
    let production = project
        .link
        .as_ref()
        .is_some_and(|link| link.production_branch == push.branch);
    let members = state.teams.get(&project.account).map(|team| &team.members);
    NewDeployment {
        project: project.id.clone(),
        creator: members
            .and_then(|members| members.first())
            .unwrap_or(&project.account)
            .clone(),
        source: "git",
        target: production.then(|| "production".to_owned()),
        meta: meta(state, project, push, sha),
        commit: Commit {
            owner: push.owner.clone(),
            repository: push.repository.clone(),
            repository_id: push.repository_id,
            git_dir: push.git_dir.clone(),
            branch: push.branch.clone(),
            sha: sha.to_owned(),
            pull_request: push.pull_request,
        },
    }
}

/// The meta of a GitHub build, as captures of the real thing have it.
fn meta(state: &State, project: &Project, push: &Push, sha: &str) -> BTreeMap<String, String> {
    let slug: String = push
        .branch
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let alias = format!(
        "{}-git-{slug}-{}.vercel.app",
        project.name,
        state.slug(&project.account)
    );
    let mut meta: BTreeMap<String, String> = [
        ("githubCommitAuthorName", push.author_name.clone()),
        ("githubCommitAuthorEmail", push.author_email.clone()),
        ("githubCommitMessage", push.message.clone()),
        ("githubCommitOrg", push.owner.clone()),
        ("githubCommitRef", push.branch.clone()),
        ("githubCommitRepo", push.repository.clone()),
        ("githubCommitRepoId", push.repository_id.to_string()),
        ("githubCommitSha", sha.to_owned()),
        ("githubDeployment", "1".to_owned()),
        ("githubHost", "github.com".to_owned()),
        ("githubOrg", push.owner.clone()),
        ("githubRepo", push.repository.clone()),
        ("githubRepoId", push.repository_id.to_string()),
        ("githubRepoOwnerType", "Organization".to_owned()),
        (
            "githubRepoVisibility",
            if push.private { "private" } else { "public" }.to_owned(),
        ),
        ("repoPushedAt", clock::now_ms().to_string()),
        ("branchAlias", alias),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    if let Some(login) = &push.author_login {
        meta.insert("githubCommitAuthorLogin".to_owned(), login.clone());
    }
    if let Some(number) = push.pull_request {
        meta.insert("githubPrId".to_owned(), number.to_string());
    }
    meta
}
