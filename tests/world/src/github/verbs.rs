//! What people do on GitHub, for tests and for the demo: make things, push, comment, merge, close.

use std::{collections::BTreeMap, path::Path};

use serde_json::json;

use super::{
    FakeGitHub, StatusState, events,
    hooks::Hook,
    merging::MergeOrder,
    pulls::NewPull,
    state::{Access, Account, Repository, Status},
};
use crate::{
    WorldError, clock,
    git::{BareRepository, Signature},
};

impl FakeGitHub {
    /// Makes an account; one that exists stays as it is.
    pub fn create_account(&self, login: &str, email: &str) {
        self.account(login, email, false);
    }

    /// Makes an organization.
    pub fn create_organization(&self, login: &str) {
        self.account(login, &format!("{login}@organizations.example"), true);
    }

    fn account(&self, login: &str, email: &str, organization: bool) {
        let id = self.world.ids.number() + 100;
        let account = Account {
            id,
            login: login.to_owned(),
            email: email.to_owned(),
            organization,
        };
        self.world
            .state()
            .accounts
            .entry(login.to_lowercase())
            .or_insert(account);
    }

    /// Makes an empty repository whose default branch is `main`, and its owner's account where that is missing.
    ///
    /// # Errors
    /// Fails where the repository exists or git fails.
    pub async fn create_repository(
        &self,
        owner: &str,
        name: &str,
        private: bool,
    ) -> Result<u64, WorldError> {
        let key = Repository::key(owner, name);
        let directory = self.world.directory.join(owner).join(format!("{name}.git"));
        if self.world.state().repositories.contains_key(&key) || directory.exists() {
            return Err(WorldError::Refused(format!(
                "the repository {owner}/{name} exists already"
            )));
        }
        self.create_account(owner, &format!("{owner}@users.example"));
        let git = BareRepository::create(directory, "main").await?;
        let (id, now) = (self.world.ids.number() + 10_000, clock::now_seconds());
        let repository = Repository {
            id,
            owner: owner.to_owned(),
            name: name.to_owned(),
            private,
            default_branch: "main".to_owned(),
            created: now,
            pushed: now,
            git,
            collaborators: BTreeMap::new(),
            pulls: BTreeMap::new(),
            comments: BTreeMap::new(),
            reactions: Vec::new(),
            labels: BTreeMap::new(),
            statuses: Vec::new(),
            hooks: BTreeMap::new(),
        };
        self.world.state().repositories.insert(key, repository);
        Ok(id)
    }

    /// Gives an account access to a repository.
    ///
    /// # Errors
    /// Fails for an unknown repository.
    pub fn add_collaborator(
        &self,
        full_name: &str,
        login: &str,
        access: Access,
    ) -> Result<(), WorldError> {
        self.change(full_name, |repository| {
            repository.collaborators.insert(login.to_owned(), access)
        })
        .map(drop)
    }

    /// Commits a folder's content on top of a branch and pushes it. Returns the commit.
    ///
    /// # Errors
    /// Fails for an unknown repository, an unreadable folder, or where git fails.
    pub async fn push_folder(
        &self,
        full_name: &str,
        branch: &str,
        folder: &Path,
        message: &str,
        author: &Signature,
    ) -> Result<String, WorldError> {
        let (git, who) = (self.repository(full_name)?, self.login_of(author));
        self.world
            .moving(
                &full_name.to_lowercase(),
                &who,
                &git,
                git.commit_folder(branch, folder, message, author),
            )
            .await
    }

    /// Commits changed files (`None` removes one) on top of a branch and pushes it: somebody else's commit.
    ///
    /// # Errors
    /// As [`Self::push_folder`].
    pub async fn foreign_commit(
        &self,
        full_name: &str,
        branch: &str,
        files: &[(&str, Option<&str>)],
        message: &str,
        author: &Signature,
    ) -> Result<String, WorldError> {
        let (git, who) = (self.repository(full_name)?, self.login_of(author));
        self.world
            .moving(
                &full_name.to_lowercase(),
                &who,
                &git,
                git.commit_files(branch, files, message, author),
            )
            .await
    }

    /// Makes a branch where another one points now.
    ///
    /// # Errors
    /// Fails where either is not as it must be.
    pub async fn create_branch(
        &self,
        full_name: &str,
        branch: &str,
        from: &str,
        who: &str,
    ) -> Result<(), WorldError> {
        let git = self.repository(full_name)?;
        let tip = git
            .tip(from)
            .await?
            .ok_or_else(|| WorldError::missing("branch", from))?;
        let name = format!("refs/heads/{branch}");
        let update = git.update_ref(&name, Some(&tip), Some(crate::git::ZERO));
        self.world
            .moving(&full_name.to_lowercase(), who, &git, update)
            .await
    }

    /// Deletes a branch; open pull requests from it are closed.
    ///
    /// # Errors
    /// Fails for an unknown repository or branch.
    pub async fn delete_branch(
        &self,
        full_name: &str,
        branch: &str,
        who: &str,
    ) -> Result<(), WorldError> {
        let git = self.repository(full_name)?;
        let name = format!("refs/heads/{branch}");
        let update = git.update_ref(&name, None, None);
        self.world
            .moving(&full_name.to_lowercase(), who, &git, update)
            .await
    }

    /// Opens a pull request and returns its number.
    ///
    /// # Errors
    /// With what GitHub would refuse.
    pub async fn open_pull_request(
        &self,
        full_name: &str,
        author: &str,
        title: &str,
        head: &str,
        base: &str,
    ) -> Result<u64, WorldError> {
        let git = self.repository(full_name)?;
        let new = NewPull {
            author: author.to_owned(),
            title: title.to_owned(),
            body: None,
            head: head.to_owned(),
            base: base.to_owned(),
            draft: false,
            maintainer_can_modify: true,
        };
        Ok(self
            .world
            .open_pull(&full_name.to_lowercase(), &git, new)
            .await?)
    }

    /// Closes a pull request without merging it.
    ///
    /// # Errors
    /// Fails for an unknown pull request.
    pub fn close_pull_request(
        &self,
        full_name: &str,
        number: u64,
        who: &str,
    ) -> Result<(), WorldError> {
        let key = full_name.to_lowercase();
        self.world
            .pull(&key, number)
            .ok_or_else(|| WorldError::missing("pull request", &number))?;
        self.world.close(&key, who, number);
        Ok(())
    }

    /// Presses the merge button; a draft is marked ready first. Returns the merge commit.
    ///
    /// # Errors
    /// With what GitHub would refuse.
    pub async fn merge_pull_request(
        &self,
        full_name: &str,
        number: u64,
        who: &str,
    ) -> Result<String, WorldError> {
        let (git, key) = (self.repository(full_name)?, full_name.to_lowercase());
        if self
            .world
            .with_pull(&key, number, |pull| std::mem::take(&mut pull.draft))
            == Some(true)
        {
            self.world
                .emit_pull(&key, number, "ready_for_review", who, json!({}));
        }
        Ok(self
            .world
            .merge(&key, &git, who, number, MergeOrder::default())
            .await?)
    }

    /// Comments on a pull request and returns the comment's number.
    ///
    /// # Errors
    /// Fails for an unknown pull request or an empty text.
    pub fn comment(
        &self,
        full_name: &str,
        number: u64,
        who: &str,
        body: &str,
    ) -> Result<u64, WorldError> {
        Ok(self
            .world
            .add_comment(&full_name.to_lowercase(), who, number, body)?
            .id)
    }

    /// Sets a commit status.
    ///
    /// # Errors
    /// Fails for an unknown repository.
    pub fn set_status(
        &self,
        full_name: &str,
        sha: &str,
        context: &str,
        state: StatusState,
        description: &str,
        target_url: Option<&str>,
    ) -> Result<(), WorldError> {
        let status = Status {
            id: self.world.ids.number() + 3_000_000,
            sha: sha.to_owned(),
            state,
            context: context.to_owned(),
            description: Some(description.to_owned()),
            target_url: target_url.map(str::to_owned),
            creator: "vercel[bot]".to_owned(),
            created: clock::now_seconds(),
        };
        self.change(full_name, |repository| repository.statuses.push(status))
    }

    /// Registers a webhook with JSON payloads, sends its ping, and returns its number.
    ///
    /// # Errors
    /// Fails for an unknown repository.
    pub fn create_hook(
        &self,
        full_name: &str,
        url: &str,
        secret: &str,
        hook_events: &[&str],
    ) -> Result<u64, WorldError> {
        let (now, key) = (clock::now_seconds(), full_name.to_lowercase());
        let hook = Hook {
            id: self.world.ids.number() + 5_000_000,
            url: url.to_owned(),
            secret: Some(secret.to_owned()),
            form: false,
            events: hook_events.iter().map(|&event| event.to_owned()).collect(),
            active: true,
            created: now,
            updated: now,
            answered: None,
        };
        self.change(full_name, |repository| {
            repository.hooks.insert(hook.id, hook.clone())
        })?;
        let ping = {
            let state = self.world.state();
            state.repositories.get(&key).map(|repository| {
                events::ping(&self.world, &state, repository, &hook, &repository.owner)
            })
        };
        if let Some(ping) = ping {
            self.world.emit_to(&hook, &key, "ping", &ping);
        }
        Ok(hook.id)
    }

    /// Sends a delivery once more, under the same GUID.
    ///
    /// # Errors
    /// Fails for an unknown delivery.
    pub fn redeliver(&self, delivery_id: u64) -> Result<(), WorldError> {
        self.world
            .send_again(delivery_id)
            .ok_or_else(|| WorldError::missing("delivery", &delivery_id))
    }

    /// Every file at a revision.
    ///
    /// # Errors
    /// Fails for an unknown repository or revision.
    pub async fn files_at(
        &self,
        full_name: &str,
        revision: &str,
    ) -> Result<BTreeMap<String, Vec<u8>>, WorldError> {
        self.repository(full_name)?.files_at(revision).await
    }

    pub(super) fn repository(&self, full_name: &str) -> Result<BareRepository, WorldError> {
        let state = self.world.state();
        let repository = state.repositories.get(&full_name.to_lowercase());
        repository
            .map(|repository| repository.git.clone())
            .ok_or_else(|| WorldError::missing("repository", full_name))
    }

    fn change<T>(
        &self,
        full_name: &str,
        change: impl FnOnce(&mut Repository) -> T,
    ) -> Result<T, WorldError> {
        let mut state = self.world.state();
        let repository = state.repositories.get_mut(&full_name.to_lowercase());
        repository
            .map(change)
            .ok_or_else(|| WorldError::missing("repository", full_name))
    }

    /// The account behind a commit's author, or the author's name.
    fn login_of(&self, author: &Signature) -> String {
        let state = self.world.state();
        state
            .account_by_email(&author.email)
            .map_or_else(|| author.name.clone(), |account| account.login.clone())
    }
}
