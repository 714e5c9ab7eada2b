//! Decisions: pure functions of what is known, and the one activity that asks the rules.

use contract::activities::rules::{DecideRules, RulesInput};
use domain::{
    AttemptOutcome, AttemptView, Budget, Diagnosis, EndReason, ErrorType, FixId, FixSettings,
    PolicyFinding, RuleAction,
};

use super::{end::End, options::Work, redeploy::Analysis, run::Run};

#[cfg(test)]
mod tests;

/// What to do about a diagnosis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remedy {
    Redeploy,
    Fix,
    Nothing(String),
}

/// The cheapest remedy first: a fault of the platform is redeployed, never "fixed".
pub(super) fn remedy(diagnosis: &Diagnosis, redeployed: bool) -> Remedy {
    if diagnosis.transient && !redeployed {
        return Remedy::Redeploy;
    }
    if diagnosis.fixable_in_repository {
        return Remedy::Fix;
    }
    let cause = if diagnosis.primary_line.is_empty() {
        "the log names no cause"
    } else {
        &diagnosis.primary_line
    };
    Remedy::Nothing(if diagnosis.transient {
        format!("failed again after a redeploy, for a reason outside the repository: {cause}")
    } else {
        format!("no change in the repository can fix this: {cause}")
    })
}

/// What a matching rule changes about a fix.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RuleEffect {
    pub(super) prompt: Option<String>,
    pub(super) fixer: Option<String>,
    pub(super) require_approval: Option<String>,
    pub(super) max_attempts: Option<u32>,
    pub(super) max_cost_micros: Option<u64>,
}

/// Asks the rules.
pub(super) async fn rule(run: &Run<'_>, analysis: &Analysis) -> Result<RuleEffect, End> {
    let branch = run
        .view(|view| view.deployment.as_ref().and_then(|d| d.branch.clone()))
        .flatten();
    let input = RulesInput {
        subscription: run.input.subscription.clone(),
        diagnosis: analysis.diagnosis.clone(),
        platform: run.input.platform,
        repository: run.repository.clone(),
        branch: branch.unwrap_or_default(),
    };
    let decision = run
        .call(DecideRules, input, Work::Store, "the user's rules")
        .await?;
    let now = run.now();
    run.change(|view| {
        for broken in &decision.broken {
            view.note(now, broken.clone());
        }
        view.rule.clone_from(&decision.rule);
    });
    let Some(name) = decision.rule else {
        return Ok(RuleEffect::default());
    };
    run.happened(format!("rule {name}: {}", decision.why));
    match decision.action {
        Some(RuleAction::Skip | RuleAction::NotifyOnly) if run.input.started_by.is_some() => {
            run.happened(format!(
                "rule {name} would leave this alone; overridden, since a person started the fix"
            ));
            Ok(RuleEffect::default())
        }
        Some(RuleAction::Skip) => Err(End::new(
            EndReason::Rule,
            format!("rule {name}: {}", decision.why),
        )),
        Some(RuleAction::NotifyOnly) => Err(End {
            told: true,
            ..End::new(
                EndReason::Rule,
                format!(
                    "rule {name} wants people told and nothing fixed: {}",
                    decision.why
                ),
            )
        }),
        Some(RuleAction::Fix {
            prompt,
            fixer,
            require_approval,
            max_attempts,
            max_cost_micros,
        }) => Ok(RuleEffect {
            prompt,
            fixer,
            require_approval: require_approval.then(|| format!("rule {name} asks for approval")),
            max_attempts,
            max_cost_micros,
        }),
        None => Ok(RuleEffect::default()),
    }
}

/// Attempts a cause may have in all.
pub(super) fn attempts_allowed(settings: &FixSettings, rule: &RuleEffect, granted: u32) -> u32 {
    rule.max_attempts
        .map_or(settings.max_attempts, |most| {
            most.min(settings.max_attempts)
        })
        .saturating_add(granted)
}

/// What a cause may cost in all.
pub(super) fn budget(settings: &FixSettings, rule: &RuleEffect) -> Budget {
    let whole = settings.budget;
    Budget {
        cost_micros: rule
            .max_cost_micros
            .map_or(whole.cost_micros, |most| most.min(whole.cost_micros)),
        ..whole
    }
}

/// The end of a fix whose attempts are used up.
pub(super) fn exhausted(attempts: &[AttemptView], allowed: u32) -> End {
    match attempts.last() {
        Some(last) if last.outcome == AttemptOutcome::BudgetExhausted => {
            End::new(EndReason::BudgetExhausted, last.detail.clone())
        }
        Some(last) => End::new(
            EndReason::AttemptsExhausted,
            format!("{} attempts; the last one: {}", attempts.len(), last.detail),
        ),
        None => End::new(
            EndReason::AttemptsExhausted,
            format!(
                "the {allowed} attempts this root cause may have were made before, by other fixes"
            ),
        ),
    }
}

/// Why a person must decide on a patch; empty when nobody must.
pub(super) fn questions(
    settings: &FixSettings,
    rule: &RuleEffect,
    findings: &[PolicyFinding],
) -> Vec<String> {
    let mut questions: Vec<String> = findings.iter().map(report::details::finding).collect();
    if settings.require_approval {
        questions.push("the subscription asks for approval".to_owned());
    }
    questions.extend(rule.require_approval.clone());
    questions
}

/// Name of the fix branch: stable for a fix, telling for people.
pub(super) fn branch_name(prefix: &str, error_type: ErrorType, fix: &FixId) -> String {
    let id = fix.as_str();
    let tail = &id[id.len().saturating_sub(10)..];
    format!("{prefix}{error_type}-{tail}")
}
