//! A change within its budget: reserved before, tried again when it was lost or the model was away.

use contract::activities::attempt::{
    Change, ChangeInput, ChangeOutcome, ChangeResult, ReproductionResult, Reservation,
    ReserveBudget, ReserveInput,
};
use domain::{AttemptNumber, BlobRef, Budget, Spend, Waiting};

use super::{
    decision,
    end::End,
    follower,
    job::{Base, Job},
    options::Work,
    run::Run,
};

/// A try that is lost with its worker is made again, so often.
const LOST_TRIES: u32 = 3;

/// First pause, in milliseconds, before a try is made again; it doubles up to the longest.
const FIRST_PAUSE: u64 = 1_000;
const LONGEST_PAUSE: u64 = 300_000;

/// Lets a fixer work. Returns what came out and the reservation to settle.
///
/// A try that is lost with its worker forfeits its reservation. One that found the model away is repeated on the same
/// reservation for as long as outages may last, and counts as one attempt.
pub(super) async fn change(
    run: &Run<'_>,
    job: &Job,
    base: &Base,
    number: AttemptNumber,
) -> Result<(ChangeResult, Option<String>), End> {
    let mut deadline = run.now().saturating_add_unsigned(run.windows.outage);
    let (mut lost, mut pause) = (0, FIRST_PAUSE);
    let mut spent = Spend::default();
    loop {
        let funds = reserve(run, job, number, lost).await?;
        let input = input(run, job, base, number, funds.budget);
        let summary = format!("attempt {number}: change");
        match run.call(Change, input, Work::SandboxedOnce, summary).await {
            Ok(mut result) => {
                spent = spent.plus(&result.spend);
                result.spend = spent;
                let empty = matches!(result.change, ChangeOutcome::BudgetExhausted { .. });
                if let (true, Some(until)) = (empty, funds.until) {
                    await_budget(run, job, number, lost, until).await?;
                    deadline = run.now().saturating_add_unsigned(run.windows.outage);
                    continue;
                }
                let away = matches!(result.change, ChangeOutcome::Unavailable { .. });
                if !away || run.now() >= deadline {
                    return Ok((with_reason(result, &funds), funds.reservation));
                }
                run.happened(format!("attempt {number}: the model is away; trying again"));
            }
            Err(fault) if fault.is_of_the_worker() && lost < LOST_TRIES => {
                lost += 1;
                run.happened(format!(
                    "attempt {number} was lost with its worker and begins again"
                ));
            }
            Err(fault) => return Err(fault.into()),
        }
        run.wait(pause, "before another try", |_| false).await?;
        pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
    }
}

/// What a try may spend.
struct Funds {
    budget: Budget,
    reservation: Option<String>,
    /// Why nothing may be spent: recipes need nothing, an agent will say so.
    empty: Option<String>,
    /// Where it is the day's budget that is used up: when the next day begins.
    until: Option<i64>,
}

async fn reserve(run: &Run<'_>, job: &Job, number: AttemptNumber, lost: u32) -> Result<Funds, End> {
    let reserve = ReserveInput {
        fix: run.input.fix.clone(),
        cause: job.key.clone(),
        attempt: number,
        // A run that was reset is another run: it must not find the money of the first.
        token: format!("{}.{number}.{lost}", run.ctx.run_id()),
        fix_budget: decision::budget(&run.settings, &job.rule),
    };
    let summary = format!("budget of attempt {number}");
    Ok(
        match run
            .call(ReserveBudget, reserve, Work::Store, summary)
            .await?
        {
            Reservation::Granted { id, budget } => Funds {
                budget,
                reservation: Some(id),
                empty: None,
                until: None,
            },
            Reservation::Exhausted { why, until } => Funds {
                budget: Budget {
                    model_calls: 0,
                    tokens: 0,
                    cost_micros: 0,
                },
                reservation: None,
                empty: Some(why),
                until,
            },
        },
    )
}

/// Waits until the installation may spend again: on the next day, or when somebody has raised the cap.
async fn await_budget(
    run: &Run<'_>,
    job: &Job,
    number: AttemptNumber,
    lost: u32,
    mut until: i64,
) -> Result<(), End> {
    run.happened("the installation's budget of the day is used up: waiting for more");
    loop {
        run.change(|view| view.waiting = Some(Waiting::Budget { until }));
        run.mirror(Work::Mirror, run.token.clone()).await;
        let left = u64::try_from(until.saturating_sub(run.now())).unwrap_or_default();
        let pause = left.min(run.windows.poll_most).max(FIRST_PAUSE / 10);
        // What is published is not superseded by a push: such news must not wake it again and again.
        let published = job.is_published();
        let pushed = run
            .wait(pause, "the budget of the day", |s| {
                !published && s.mailbox.pushed
            })
            .await?;
        if pushed {
            follower::check_superseded(run, &job.branch).await?;
        }
        // What was granted is found again by its token when the change begins.
        match reserve(run, job, number, lost).await?.until {
            Some(next) => until = next,
            None => break,
        }
    }
    run.change(|view| view.waiting = None);
    run.happened(format!("attempt {number} goes on: there is budget again"));
    Ok(())
}

fn input(
    run: &Run<'_>,
    job: &Job,
    base: &Base,
    number: AttemptNumber,
    budget: Budget,
) -> ChangeInput {
    let mut settings = run.settings.clone();
    if let Some(fixer) = &job.rule.fixer {
        settings.fixer.clone_from(fixer);
    }
    ChangeInput {
        fix: run.input.fix.clone(),
        attempt: number,
        snapshot: base.snapshot.clone(),
        repository: run.repository.clone(),
        diagnosis: job.diagnosis.clone(),
        excerpt: job.excerpt.clone(),
        log: red_log(job, base),
        settings,
        rule_prompt: job.rule.prompt.clone(),
        hint: job.hint.clone(),
        evidence: job.evidence.clone(),
        budget,
    }
}

/// Says whose budget was empty, where that is why nobody worked.
fn with_reason(mut result: ChangeResult, funds: &Funds) -> ChangeResult {
    if let (ChangeOutcome::BudgetExhausted { why, .. }, Some(empty)) =
        (&mut result.change, &funds.empty)
    {
        why.clone_from(empty);
    }
    result
}

/// The sandbox's own log where it is red, since it has no platform around it; else the platform's.
fn red_log(job: &Job, base: &Base) -> BlobRef {
    match base.reproduction.result {
        ReproductionResult::Same { .. } => base.reproduction.log.clone(),
        ReproductionResult::Green | ReproductionResult::Other { .. } => job.log.clone(),
    }
}
