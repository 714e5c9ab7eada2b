//! What people do on Vercel, for tests and for the demo: sign up, link projects, register webhooks, redeliver.

use futures::future::join_all;

use super::{
    EventFormat, EventShape, FakeVercel, ProjectSettings,
    hooks::Webhook,
    state::{GitProvider, Plan, Project, ProjectLink, Team, User},
};
use crate::{WorldError, clock, github::Push, webhook::Outcome};

impl FakeVercel {
    /// Makes a user with a personal account on [`Plan::Hobby`] and returns the id.
    pub fn create_user(&self, username: &str, email: &str) -> String {
        let id = self.world.ids.letters(24);
        let user = User {
            id: id.clone(),
            username: username.to_owned(),
            email: email.to_owned(),
            plan: Plan::Hobby,
        };
        self.world.state().users.insert(id.clone(), user);
        id
    }

    /// Makes a team of users (by id or name) on [`Plan::Pro`] and returns its id.
    pub fn create_team(&self, slug: &str, name: &str, members: &[&str]) -> String {
        let id = self.world.ids.prefixed("team_", 24);
        let mut state = self.world.state();
        let members = members
            .iter()
            .map(|&member| state.user_id(member).unwrap_or(member).to_owned())
            .collect();
        let created = state.next_creation();
        let team = Team {
            id: id.clone(),
            slug: slug.to_owned(),
            name: name.to_owned(),
            members,
            created,
            plan: Plan::Pro,
        };
        state.teams.insert(id.clone(), team);
        id
    }

    /// Moves a team or a user to another plan. Webhooks that a smaller plan does not have stay, as on Vercel.
    ///
    /// # Errors
    /// Fails for an unknown account.
    pub fn set_plan(&self, account: &str, plan: Plan) -> Result<(), WorldError> {
        let mut state = self.world.state();
        if let Some(team) = state.teams.get_mut(account) {
            team.plan = plan;
        } else if let Some(user) = state.users.get_mut(account) {
            user.plan = plan;
        } else {
            return Err(WorldError::missing("account", account));
        }
        Ok(())
    }

    /// Makes a project of a team (or user) that is built from `owner/name` on GitHub, production from `main`. Returns
    /// its id.
    pub fn create_project(
        &self,
        account: &str,
        name: &str,
        repository: &str,
        repository_id: u64,
        settings: ProjectSettings,
    ) -> String {
        let link = ProjectLink::new(GitProvider::Github, repository, repository_id);
        self.add_project(account, name, Some(link), settings)
    }

    /// As [`Self::create_project`], with a repository on any host, or with none: such a project is deployed from the
    /// command line.
    pub fn add_project(
        &self,
        account: &str,
        name: &str,
        link: Option<ProjectLink>,
        settings: ProjectSettings,
    ) -> String {
        let id = self.world.ids.prefixed("prj_", 28);
        let project = Project {
            id: id.clone(),
            name: name.to_owned(),
            account: account.to_owned(),
            settings,
            link,
            created: clock::now_ms(),
            events: (EventShape::Flat, EventFormat::AsAsked),
        };
        self.world.state().projects.insert(id.clone(), project);
        id
    }

    /// Links a project to another repository, or to none.
    ///
    /// # Errors
    /// Fails for an unknown project.
    pub fn relink(&self, id: &str, link: Option<ProjectLink>) -> Result<(), WorldError> {
        let mut state = self.world.state();
        let project = state.projects.get_mut(id);
        project
            .ok_or_else(|| WorldError::missing("project", id))?
            .link = link;
        Ok(())
    }

    /// Chooses how the build logs of a project's coming deployments look on the wire.
    ///
    /// # Errors
    /// Fails for an unknown project.
    pub fn shape_events_of_project(
        &self,
        id: &str,
        shape: EventShape,
        format: EventFormat,
    ) -> Result<(), WorldError> {
        let mut state = self.world.state();
        let project = state
            .projects
            .get_mut(id)
            .ok_or_else(|| WorldError::missing("project", id))?;
        project.events = (shape, format);
        Ok(())
    }

    /// Chooses how one deployment's build log looks on the wire.
    ///
    /// # Errors
    /// Fails for an unknown deployment.
    pub fn shape_events(
        &self,
        id: &str,
        shape: EventShape,
        format: EventFormat,
    ) -> Result<(), WorldError> {
        let mut state = self.world.state();
        let deployment = state
            .deployment_mut(id)
            .ok_or_else(|| WorldError::missing("deployment", id))?;
        deployment.events = (shape, format);
        Ok(())
    }

    /// Registers a webhook of a team (or user) with a known secret, whatever the plan; without projects it is for all.
    /// Returns its id.
    pub fn create_webhook(
        &self,
        account: &str,
        url: &str,
        secret: &str,
        events: &[&str],
        projects: &[&str],
    ) -> String {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let id = self.world.ids.prefixed("account_hook_", 24);
        self.world.state().webhooks.push(Webhook {
            id: id.clone(),
            account: account.to_owned(),
            url: url.to_owned(),
            secret: secret.to_owned(),
            events: owned(events),
            projects: owned(projects),
            created: clock::now_ms(),
        });
        id
    }

    /// Tells Vercel of a push; every project linked to the repository makes a deployment. Returns their ids.
    pub fn push(&self, push: &Push) -> Vec<String> {
        self.world.pushed(push, None)
    }

    /// As [`Self::push`], but the commit lies in a fork of the named repository that belongs to `owner`.
    pub fn push_of_fork(&self, push: &Push, owner: &str, fork_id: u64) -> Vec<String> {
        self.world.pushed(push, Some((owner, fork_id)))
    }

    /// Cancels a build, as a person does; nothing happens to one that has ended.
    pub fn cancel(&self, id: &str) {
        self.world.cancel(id);
    }

    /// Sends a delivery once more, with the same id and body.
    ///
    /// # Errors
    /// Fails for an unknown delivery.
    pub async fn redeliver(&self, id: &str) -> Result<Outcome, WorldError> {
        let hook = self.hook_of(id)?;
        self.world
            .attempt(&hook, id)
            .await
            .ok_or_else(|| WorldError::missing("delivery", id))
    }

    /// Sends `copies` of a delivery at the same time, and returns what the receiver said to each.
    ///
    /// # Errors
    /// Fails for an unknown delivery.
    pub async fn deliver_copies(
        &self,
        id: &str,
        copies: usize,
    ) -> Result<Vec<Outcome>, WorldError> {
        let hook = self.hook_of(id)?;
        let outcomes = join_all((0..copies).map(|_| self.world.attempt(&hook, id))).await;
        Ok(outcomes.into_iter().flatten().collect())
    }

    fn hook_of(&self, delivery: &str) -> Result<Webhook, WorldError> {
        let state = self.world.state();
        let found = state.deliveries.iter().find(|known| known.id == delivery);
        let found = found.ok_or_else(|| WorldError::missing("delivery", delivery))?;
        let hook = state
            .webhooks
            .iter()
            .find(|hook| hook.id == found.webhook_id);
        hook.cloned()
            .ok_or_else(|| WorldError::missing("webhook", &found.webhook_id))
    }
}
