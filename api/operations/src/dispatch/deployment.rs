//! Events of platforms: a failed deployment starts a fix; every other end is told to whom it concerns.

use contract::signals;
use jiff::Timestamp;
use platforms::webhook::DeploymentEvent;
use store::{DeliveryRow, DeploymentRow, FixState, HookRow, NewFix, Provider, SubscriptionRow};

use super::{
    Dispatcher,
    outcome::{Fault, Outcome},
};
use crate::{
    engine::{Message, Started},
    fixes::{StartContext, start_fix},
};

impl Dispatcher {
    pub(super) async fn deployment_failed(
        &self,
        delivery: &DeliveryRow,
        hook: &HookRow,
        event: DeploymentEvent,
    ) -> Result<Outcome, Fault> {
        let subscription = match self.subscription_of(hook, &event).await? {
            Ok(subscription) => subscription,
            Err(outcome) => return Ok(outcome),
        };
        self.observe(&subscription, &event, delivery).await?;
        // A failing branch of our own feeds its fix and never starts one: the loop firewall.
        if let Some(told) = self
            .tell_owner_of_branch(delivery, &subscription, &event)
            .await?
        {
            return Ok(told);
        }
        self.tell_siblings(delivery, &subscription, &event).await?;
        self.start(&subscription, event).await
    }

    pub(super) async fn deployment_finished(
        &self,
        delivery: &DeliveryRow,
        hook: &HookRow,
        event: DeploymentEvent,
    ) -> Result<Outcome, Fault> {
        let subscription = match self.subscription_of(hook, &event).await? {
            Ok(subscription) => subscription,
            Err(outcome) => return Ok(outcome),
        };
        self.observe(&subscription, &event, delivery).await?;
        if let Some(told) = self
            .tell_owner_of_branch(delivery, &subscription, &event)
            .await?
        {
            return Ok(told);
        }
        self.tell_siblings(delivery, &subscription, &event).await
    }

    /// The subscription of the event's project, if the hook may speak for it.
    async fn subscription_of(
        &self,
        hook: &HookRow,
        event: &DeploymentEvent,
    ) -> Result<Result<SubscriptionRow, Outcome>, Fault> {
        let Provider::Platform(platform) = hook.provider else {
            return Ok(Err(Outcome::Refused(
                "a git host's hook speaks of deployments".to_owned(),
            )));
        };
        let Some(project) = &event.project else {
            return Ok(Err(Outcome::Ignored(
                "the event names no project".to_owned(),
            )));
        };
        let Some(subscription) = self
            .operations
            .store
            .subscriptions
            .find_active(platform, project)
            .await?
        else {
            return Ok(Err(Outcome::Ignored(
                "its project has no subscription".to_owned(),
            )));
        };
        if subscription.platform_connection == hook.connection {
            Ok(Ok(subscription))
        } else {
            Ok(Err(Outcome::Refused(
                "its project belongs to another connection than its hook".to_owned(),
            )))
        }
    }

    async fn observe(
        &self,
        subscription: &SubscriptionRow,
        event: &DeploymentEvent,
        delivery: &DeliveryRow,
    ) -> Result<(), Fault> {
        let said = event
            .created_at
            .and_then(|at| Timestamp::from_millisecond(at).ok());
        let row = DeploymentRow {
            platform: subscription.platform,
            id: event.deployment.clone(),
            project: subscription.project.clone(),
            project_name: subscription.project_name.clone(),
            repository: Some(subscription.repository.clone()),
            branch: event.branch.clone(),
            commit: event.commit.clone(),
            state: event.state,
            // The event does not say; the platform is asked when a fix looks at the deployment.
            target: String::new(),
            page: None,
            // A clock of the platform's that runs ahead must not hide later news.
            updated_at: said
                .filter(|at| *at <= delivery.received_at)
                .unwrap_or(delivery.received_at),
        };
        self.operations.store.deployments.observe(row).await?;
        Ok(())
    }

    async fn start(
        &self,
        subscription: &SubscriptionRow,
        event: DeploymentEvent,
    ) -> Result<Outcome, Fault> {
        let new = NewFix {
            platform: subscription.platform,
            deployment: event.deployment.clone(),
            project: subscription.project.clone(),
            state: FixState {
                subscription: Some(subscription.id.clone()),
                project_name: Some(subscription.project_name.clone()),
                repository: Some(subscription.repository.clone()),
                branch: event.branch.clone(),
                commit: event.commit.clone(),
                ..FixState::default()
            },
            created_at: Timestamp::now(),
        };
        let fix = self.operations.store.fixes.create_or_get(new).await?.fix;
        let context = StartContext {
            fix: fix.id.clone(),
            platform: subscription.platform,
            deployment: event.deployment,
            subscription: subscription.id.clone(),
            project_name: subscription.project_name.clone(),
            repository: Some(subscription.repository.clone()),
            branch: event.branch,
            commit: event.commit,
            page: None,
            started_by: None,
        };
        let started = self.operations.engine.start(start_fix(context)).await?;
        Ok(Outcome::Started {
            fix: fix.id,
            new: started == Started::New,
        })
    }

    async fn tell_owner_of_branch(
        &self,
        delivery: &DeliveryRow,
        subscription: &SubscriptionRow,
        event: &DeploymentEvent,
    ) -> Result<Option<Outcome>, Fault> {
        let Some(branch) = &event.branch else {
            return Ok(None);
        };
        let store = &self.operations.store;
        let Some(owner) = store
            .lineages
            .find_by_branch(&subscription.repository, branch)
            .await?
        else {
            return Ok(None);
        };
        let fix = store.fixes.get(&owner).await?;
        Ok(Some(Outcome::Told(vec![
            self.tell(delivery, &fix, message(delivery, event)).await?,
        ])))
    }

    /// Tells the open fixes of the same project and commit: a green sibling makes them superfluous.
    async fn tell_siblings(
        &self,
        delivery: &DeliveryRow,
        subscription: &SubscriptionRow,
        event: &DeploymentEvent,
    ) -> Result<Outcome, Fault> {
        let Some(commit) = &event.commit else {
            return Ok(Outcome::Ignored("the event names no commit".to_owned()));
        };
        let siblings = self
            .open_fixes(&subscription.repository, |fix| {
                fix.project == subscription.project
                    && fix.deployment != event.deployment
                    && fix.state.commit.as_ref() == Some(commit)
            })
            .await?;
        let mut told = Vec::new();
        for fix in &siblings {
            told.push(self.tell(delivery, fix, message(delivery, event)).await?);
        }
        Ok(if told.is_empty() {
            Outcome::Ignored("no open fix is concerned".to_owned())
        } else {
            Outcome::Told(told)
        })
    }
}

fn message(delivery: &DeliveryRow, event: &DeploymentEvent) -> Message {
    Message::Deployment(signals::DeploymentEvent {
        delivery: delivery.id.to_string(),
        deployment: event.deployment.to_string(),
        state: Some(event.state),
    })
}
