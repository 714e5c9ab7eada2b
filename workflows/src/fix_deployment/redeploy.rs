//! Log and diagnosis; and where the platform is at fault, one redeploy instead of a fix.

use contract::activities::{
    deployment::{Redeploy, RedeployInput, WatchDeployment, WatchInput},
    log::{DiagnoseInput, DiagnoseLog, FetchLog, FetchLogInput},
};
use domain::{BlobRef, Deployment, DeploymentId, DeploymentState, Diagnosis, EndReason, Waiting};

use super::{
    decision::{self, Remedy},
    end::End,
    options::Work,
    run::Run,
};

/// What a log says.
#[derive(Debug, Clone)]
pub(super) struct Analysis {
    pub(super) diagnosis: Diagnosis,
    pub(super) excerpt: String,
    pub(super) log: BlobRef,
}

/// Fetches and diagnoses the log of one deployment.
pub(super) async fn read_log(
    run: &Run<'_>,
    deployment: &DeploymentId,
    platform_error: Option<String>,
) -> Result<Analysis, End> {
    let input = FetchLogInput {
        fix: run.input.fix.clone(),
        subscription: run.input.subscription.clone(),
        deployment: deployment.clone(),
    };
    let fetched = run
        .call(
            FetchLog,
            input,
            Work::Transfer,
            format!("log of {deployment}"),
        )
        .await?;
    let input = DiagnoseInput {
        log: fetched.log.clone(),
        repository: run.repository.clone(),
        platform_error,
    };
    let diagnosed = run
        .call(
            DiagnoseLog,
            input,
            Work::Store,
            format!("{} lines", fetched.lines),
        )
        .await?;
    Ok(Analysis {
        diagnosis: diagnosed.diagnosis,
        excerpt: diagnosed.excerpt,
        log: fetched.log,
    })
}

/// Diagnoses the failed deployment; a fault of the platform is redeployed once, and what then fails is diagnosed anew.
pub(super) async fn analyse(run: &Run<'_>, failed: &Deployment) -> Result<Analysis, End> {
    let mut deployment = failed.clone();
    // One that an earlier run made is found by its key.
    let mut redeployed = false;
    loop {
        let platform_error = match (&deployment.error_code, &deployment.error_message) {
            (None, None) => None,
            (code, message) => Some(
                [code.as_deref(), message.as_deref()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(": "),
            ),
        };
        let analysis = read_log(run, &deployment.id, platform_error).await?;
        run.change(|view| {
            view.log = Some(analysis.log.clone());
            view.diagnosis = Some(analysis.diagnosis.clone());
        });
        run.happened(report::details::diagnosed(&analysis.diagnosis));
        match decision::remedy(&analysis.diagnosis, redeployed) {
            Remedy::Fix => return Ok(analysis),
            Remedy::Nothing(why) => return Err(End::new(EndReason::NotFixable, why)),
            Remedy::Redeploy if run.settings.observe => {
                return Err(End::new(
                    EndReason::Observed,
                    format!(
                        "a fault of the platform: {} would be deployed again",
                        deployment.id
                    ),
                ));
            }
            Remedy::Redeploy => {
                deployment.id = redeploy(run, &deployment).await?;
                redeployed = true;
                match watch(run, &deployment.id).await? {
                    DeploymentState::Ready => {
                        return Err(End::new(
                            EndReason::PlatformFault,
                            format!("deployed again as {}, and green", deployment.id),
                        ));
                    }
                    DeploymentState::Failed => {}
                    DeploymentState::Pending
                    | DeploymentState::Cancelled
                    | DeploymentState::Blocked => {
                        return Err(End::new(
                            EndReason::NotFixable,
                            format!(
                                "a fault of the platform; the redeploy {} did not finish",
                                deployment.id
                            ),
                        ));
                    }
                }
            }
        }
    }
}

async fn redeploy(run: &Run<'_>, deployment: &Deployment) -> Result<DeploymentId, End> {
    let input = RedeployInput {
        fix: run.input.fix.clone(),
        subscription: run.input.subscription.clone(),
        deployment: deployment.clone(),
    };
    let again = run
        .call(
            Redeploy,
            input,
            Work::Call,
            "the platform's fault: deploy again, once",
        )
        .await?;
    run.change(|view| {
        view.waiting = Some(Waiting::Redeploy {
            deployment: again.clone(),
        })
    });
    run.happened(format!("redeployed as {again}"));
    Ok(again)
}

async fn watch(run: &Run<'_>, deployment: &DeploymentId) -> Result<DeploymentState, End> {
    let window = run.windows.redeploy;
    let input = WatchInput {
        subscription: run.input.subscription.clone(),
        deployment: deployment.clone(),
        deadline: run.now().saturating_add_unsigned(window),
        poll_first: run.windows.poll_first,
        poll_most: run.windows.poll_most,
    };
    let state = run
        .call(
            WatchDeployment,
            input,
            Work::Poll { window },
            format!("watch {deployment}"),
        )
        .await?;
    run.change(|view| view.waiting = None);
    Ok(state)
}
