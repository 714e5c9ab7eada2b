//! Trying rules on a log or on a fix of the past, without doing anything.

use diagnosis::{Analyzer, Facts, RuleSet, RuleTrial};
use domain::{Diagnosis, Platform, RuleAction, SubscriptionId};
use serde::Serialize;
use store::RuleRow;

use super::RuleSummary;
use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
    subscriptions::repository,
};

/// Bytes of a log that count, from its end: as many as regreen fetches of a real one.
const MOST_LOG: usize = 4 * 1024 * 1024;

/// What rules are tried on.
#[derive(Debug, Clone)]
pub enum RuleCase {
    /// A build log.
    Log {
        /// Its bytes; the last 4 MiB count.
        log: Vec<u8>,
        /// Where the deployment failed.
        platform: Platform,
        /// `owner/name`, when it is known.
        repository: Option<String>,
        /// The failing branch, when it is known.
        branch: Option<String>,
        /// Try only the rules that apply to this subscription: id, project id or project name.
        subscription: Option<String>,
    },
    /// A fix: its id, workflow id or deployment.
    Fix(String),
}

/// How one rule stands to the case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum RuleVerdict {
    /// It matches and is the first to do so: it decides.
    Wins {
        /// The conditions that hold.
        why: String,
    },
    /// It matches, but another one comes before it.
    Matches {
        /// The conditions that hold.
        why: String,
    },
    /// It would match if it were enabled.
    Disabled {
        /// The conditions that hold.
        why: String,
    },
    /// A condition does not hold.
    Differs {
        /// The first such condition.
        why: String,
    },
    /// It cannot be used at all.
    Broken {
        /// What is wrong with it.
        why: String,
    },
}

/// One rule that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriedRule {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleSummary,
    /// How it stands.
    #[serde(flatten)]
    pub verdict: RuleVerdict,
}

/// What the rules make of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleTestReport {
    /// What the log is about.
    pub diagnosis: Diagnosis,
    /// The rules in the order in which they are tried.
    pub rules: Vec<TriedRule>,
    /// What would be done; `None`: no rule matches, the failure is fixed as the subscription says.
    pub action: Option<RuleAction>,
}

struct Known {
    diagnosis: Diagnosis,
    platform: Platform,
    repository: String,
    branch: Option<String>,
    /// `None`: every rule is tried.
    subscription: Option<SubscriptionId>,
}

impl Operations {
    /// Tries one rule, or all that apply, and says of each whether it matches and why, and which one wins. A rule that
    /// cannot be used never stops the others.
    ///
    /// # Errors
    /// `rule_not_found`, `subscription_not_found`, `fix_not_found`, `nothing_to_show` (the fix has no diagnosis).
    pub async fn test_rules(
        &self,
        rule: Option<&str>,
        case: RuleCase,
    ) -> OperationResult<RuleTestReport> {
        let known = match case {
            RuleCase::Log {
                log,
                platform,
                repository,
                branch,
                subscription,
            } => {
                self.logged(&log, platform, repository, branch, subscription)
                    .await?
            }
            RuleCase::Fix(reference) => self.fixed(&reference).await?,
        };
        let mut rows = match rule {
            Some(reference) => vec![self.find_rule(reference).await?],
            None => self.store.rules.list().await?,
        };
        if rule.is_none()
            && let Some(subscription) = &known.subscription
        {
            rows.retain(|row| {
                row.subscription
                    .as_ref()
                    .is_none_or(|id| id == subscription)
            });
        }
        rows.sort_by(|one, other| {
            let key = |row: &RuleRow| (row.rule.priority, row.rule.id.clone());
            key(one).cmp(&key(other))
        });
        Ok(judged(rows, known))
    }

    async fn logged(
        &self,
        log: &[u8],
        platform: Platform,
        repository_name: Option<String>,
        branch: Option<String>,
        subscription: Option<String>,
    ) -> OperationResult<Known> {
        let subscription = match subscription {
            Some(reference) => Some(self.find_subscription(&reference).await?),
            None => None,
        };
        let repository = match (&repository_name, &subscription) {
            (Some(text), _) => Some(repository(domain::GitHost::Github, text)?),
            (None, Some(row)) => Some(row.repository.clone()),
            (None, None) => None,
        };
        let whole = repository.as_ref().map(ToString::to_string);
        let mut analyzer = Analyzer::new(whole.as_deref());
        analyzer.push_bytes(&log[log.len().saturating_sub(MOST_LOG)..]);
        Ok(Known {
            diagnosis: analyzer.finish(),
            platform,
            repository: repository.map(|it| it.full_name()).unwrap_or_default(),
            branch,
            subscription: subscription.map(|row| row.id),
        })
    }

    async fn fixed(&self, reference: &str) -> OperationResult<Known> {
        let details = self.show_fix(reference).await?;
        let diagnosis = details.view.diagnosis.ok_or_else(|| {
            OperationError::new(
                Code::NothingToShow,
                "the fix has no diagnosis (yet): `regreen fix show` says how far it is",
            )
        })?;
        Ok(Known {
            diagnosis,
            platform: details.summary.platform,
            repository: details
                .summary
                .repository
                .map(|it| it.full_name())
                .unwrap_or_default(),
            branch: details.summary.branch,
            subscription: Some(details.view.subscription),
        })
    }
}

fn judged(rows: Vec<RuleRow>, known: Known) -> RuleTestReport {
    let facts = Facts {
        diagnosis: &known.diagnosis,
        platform: known.platform,
        repository: &known.repository,
        branch: known.branch.as_deref(),
    };
    let mut action = None;
    let mut rules = Vec::new();
    for row in rows {
        let tried = match &row.unreadable {
            Some(why) => Err(why.clone()),
            None => RuleSet::try_rule(&row.rule, &facts).map_err(|error| error.to_string()),
        };
        let verdict = match tried {
            Err(why) => RuleVerdict::Broken { why },
            Ok(RuleTrial::Differs { why }) => RuleVerdict::Differs { why },
            Ok(RuleTrial::Matches { why }) if !row.rule.enabled => RuleVerdict::Disabled { why },
            Ok(RuleTrial::Matches { why }) if action.is_some() => RuleVerdict::Matches { why },
            Ok(RuleTrial::Matches { why }) => {
                action = Some(row.rule.action.clone());
                RuleVerdict::Wins { why }
            }
        };
        rules.push(TriedRule {
            rule: row.into(),
            verdict,
        });
    }
    RuleTestReport {
        rules,
        action,
        diagnosis: known.diagnosis,
    }
}
