//! One run of a fix: the context, what was loaded, and the few verbs all steps use.

use std::time::{Duration, SystemTime};

use contract::{
    activities::record::{self, Loaded},
    search,
    signals::Retry,
    start::FixInput,
};
use domain::{EndReason, FixSettings, FixStatus, FixView, GitHost, Lineage, Repository, Windows};
use temporalio_workflow::{
    TimerOptions, WaitConditionOptions, WorkflowCancellationToken, WorkflowContext,
    common::{
        ActivityDefinition, data_converters::TemporalDeserializable,
        search_attributes::SearchAttributeKey,
    },
    workflows,
};

use super::{
    FixDeployment,
    end::{End, Fault},
    mailbox::Mailbox,
    options::{Work, options},
};

pub(super) type Context = WorkflowContext<FixDeployment>;

/// Unix time in milliseconds.
pub(crate) fn milliseconds(time: Option<SystemTime>) -> i64 {
    time.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}

/// What a run knows from its first step on.
pub(super) struct Run<'a> {
    pub(super) ctx: &'a Context,
    pub(super) input: FixInput,
    /// Cancelled when the fix is; everything but cleaning up hangs on it.
    pub(super) token: WorkflowCancellationToken,
    pub(super) repository: Repository,
    pub(super) settings: FixSettings,
    pub(super) windows: Windows,
    pub(super) lineage: Lineage,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        ctx: &'a Context,
        input: FixInput,
        token: WorkflowCancellationToken,
        loaded: Loaded,
    ) -> Self {
        ctx.state_mut(|s| {
            if let Some(view) = s.view.as_mut() {
                view.run = loaded.run;
                view.repository = Some(loaded.repository.clone());
                if view.attempts.is_empty() {
                    view.spend = loaded.lineage.spend;
                    view.pull_request.clone_from(&loaded.lineage.pull_request);
                    view.attempts = loaded.attempts;
                }
            }
        });
        Self {
            ctx,
            input,
            token,
            repository: loaded.repository,
            settings: loaded.settings,
            windows: loaded.windows,
            lineage: loaded.lineage,
        }
    }

    /// A run whose loading failed: enough to say so.
    pub(super) fn unloaded(
        ctx: &'a Context,
        input: FixInput,
        token: WorkflowCancellationToken,
    ) -> Self {
        Self {
            ctx,
            input,
            token,
            repository: Repository {
                host: GitHost::Github,
                owner: String::new(),
                name: String::new(),
            },
            settings: FixSettings::default(),
            windows: Windows::default(),
            lineage: Lineage::default(),
        }
    }

    /// Into `queued`: at the start by ourselves, at a retry by a person's wish.
    pub(super) async fn requeue(&self, retry: &Option<Retry>) -> Result<(), End> {
        let status = self.ctx.state(FixDeployment::status);
        match retry {
            Some(retry) if status.is_end() => {
                let to = status
                    .retried()
                    .map_err(|error| End::new(EndReason::Internal, error.to_string()))?;
                self.change(|view| {
                    view.reason = None;
                    view.waiting = None;
                });
                self.announce(to, format!("retry by {}", retry.actor)).await;
                Ok(())
            }
            Some(retry) => {
                self.go(FixStatus::Queued, format!("retry by {}", retry.actor))
                    .await
            }
            None => self.go(FixStatus::Queued, "accepted").await,
        }
    }
}

impl Run<'_> {
    pub(super) fn now(&self) -> i64 {
        milliseconds(self.ctx.workflow_time())
    }

    /// Runs an activity under the fix's token.
    pub(super) async fn call<A>(
        &self,
        activity: A,
        input: A::Input,
        work: Work,
        summary: impl Into<String>,
    ) -> Result<A::Output, Fault>
    where
        A: ActivityDefinition,
        A::Output: TemporalDeserializable,
    {
        self.call_with(activity, input, work, summary, self.token.clone())
            .await
    }

    /// Runs an activity under another token.
    pub(super) async fn call_with<A>(
        &self,
        activity: A,
        input: A::Input,
        work: Work,
        summary: impl Into<String>,
        token: WorkflowCancellationToken,
    ) -> Result<A::Output, Fault>
    where
        A: ActivityDefinition,
        A::Output: TemporalDeserializable,
    {
        let options = options(work, &self.windows, summary.into(), token);
        self.ctx
            .execute_activity(activity, input, options)
            .await
            .map_err(Fault::from)
    }

    pub(super) fn view<R>(&self, read: impl FnOnce(&FixView) -> R) -> Option<R> {
        self.ctx.state(|s| s.view.as_ref().map(read))
    }

    /// A copy of the view, for activities that write texts from it.
    pub(super) fn view_copy(&self) -> FixView {
        self.ctx.state(|s| s.view.clone()).unwrap_or_else(|| {
            FixView::new(
                self.input.fix.clone(),
                self.ctx.workflow_id().to_owned(),
                self.input.platform,
                self.input.deployment.clone(),
                self.input.subscription.clone(),
            )
        })
    }

    /// Changes the view: one revision more, and the Web UI's text with it.
    pub(super) fn change(&self, change: impl FnOnce(&mut FixView)) {
        let details = self.ctx.state_mut(|s| {
            s.view.as_mut().map(|view| {
                change(view);
                view.revision += 1;
                report::details::current(view)
            })
        });
        if let Some(details) = details {
            self.ctx.set_current_details(details);
        }
    }

    /// Adds to the timeline.
    pub(super) fn happened(&self, text: impl Into<String>) {
        let (now, text) = (self.now(), text.into());
        self.change(|view| view.happened(now, text));
    }

    pub(super) fn mailbox<R>(&self, act: impl FnOnce(&mut Mailbox) -> R) -> R {
        self.ctx.state_mut(|s| act(&mut s.mailbox))
    }

    /// Goes to a status by regreen's own decision, and says so everywhere.
    pub(super) async fn go(&self, to: FixStatus, detail: impl Into<String>) -> Result<(), End> {
        let from = self.ctx.state(FixDeployment::status);
        if from != to {
            from.to(to)
                .map_err(|error| End::new(EndReason::Internal, error.to_string()))?;
        }
        self.announce(to, detail.into()).await;
        Ok(())
    }

    /// Writes a status whose transition has been checked.
    pub(super) async fn announce(&self, to: FixStatus, detail: String) {
        let now = self.now();
        self.change(|view| {
            view.status = to;
            view.happened(now, format!("{to}: {detail}"));
            view.detail = detail;
        });
        self.upsert_search_attributes();
        self.mirror(Work::Mirror, self.token.clone()).await;
    }

    /// Writes the mirror. A failure is no concern of the fix: the next write carries everything.
    pub(super) async fn mirror(&self, work: Work, token: WorkflowCancellationToken) {
        let view = self.view_copy();
        let summary = format!("mirror: {}", view.status);
        let _late = self
            .call_with(record::MirrorFix, view, work, summary, token)
            .await;
    }

    fn upsert_search_attributes(&self) {
        let view = self.view_copy();
        let mut attributes = vec![(search::STATUS, view.status.to_string())];
        if let Some(diagnosis) = &view.diagnosis {
            attributes.push((search::ERROR_TYPE, diagnosis.error_type.to_string()));
            attributes.push((search::FINGERPRINT, diagnosis.fingerprint.clone()));
        }
        if let Some(repository) = &view.repository {
            attributes.push((search::REPOSITORY, repository.full_name()));
        }
        if let Some(deployment) = &view.deployment {
            attributes.push((search::PROJECT, deployment.project_name.clone()));
        }
        if let Some(link) = &view.pull_request {
            attributes.push((search::PULL_REQUEST, link.number.to_string()));
        }
        attributes.push((search::PLATFORM, view.platform.to_string()));
        self.ctx
            .upsert_search_attributes(attributes.into_iter().map(|(key, value)| {
                SearchAttributeKey::<String>::keyword(key).value_set(search::value(&value))
            }));
    }

    /// Waits for a message, at most so many milliseconds. `false`: the time is over.
    pub(super) async fn wait(
        &self,
        milliseconds: u64,
        summary: &str,
        condition: impl FnMut(&FixDeployment) -> bool,
    ) -> Result<bool, Fault> {
        let timer_token = self.token.child_token();
        let timer = TimerOptions::builder(Duration::from_millis(milliseconds))
            .summary(summary.to_owned())
            .cancellation_token(timer_token.clone())
            .build();
        let waiting = WaitConditionOptions::builder()
            .cancellation_token(self.token.clone())
            .build();
        let arrived = workflows::select! {
            met = self.ctx.wait_condition_with_options(condition, waiting) => met.map(|()| true).map_err(|_| Fault::Cancelled),
            _ = self.ctx.timer(timer) => Ok(false),
        };
        // Dropping the losing timer would leave it open in the history.
        timer_token.cancel();
        if self.token.is_cancelled() {
            Err(Fault::Cancelled)
        } else {
            arrived
        }
    }
}
