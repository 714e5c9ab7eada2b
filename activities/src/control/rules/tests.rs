use contract::activities::rules::RulesInput;
use domain::{
    GitHost, Platform, Repository, Rule, RuleAction, RuleConditions, RuleId, SubscriptionId,
};
use jiff::Timestamp;
use store::RuleRow;

use super::{facts, readable};

fn row(name: &str, unreadable: Option<&str>) -> RuleRow {
    RuleRow {
        rule: Rule {
            id: RuleId::new(),
            name: name.to_owned(),
            priority: 1,
            enabled: true,
            conditions: RuleConditions::default(),
            action: RuleAction::Skip,
        },
        subscription: None,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        unreadable: unreadable.map(str::to_owned),
    }
}

#[test]
fn an_unreadable_rule_is_told_of_and_not_tried() {
    let (rules, broken) = readable(vec![row("odd", Some("no such field")), row("fine", None)]);
    assert_eq!(
        rules
            .iter()
            .map(|rule| rule.name.as_str())
            .collect::<Vec<_>>(),
        ["fine"]
    );
    assert_eq!(broken, ["rule odd: no such field"]);
}

#[test]
fn a_branch_that_is_not_known_is_none() {
    let input = |branch: &str| RulesInput {
        subscription: SubscriptionId::new(),
        diagnosis: diagnosis::Analyzer::new(None).finish(),
        platform: Platform::Vercel,
        repository: Repository {
            host: GitHost::Github,
            owner: "acme".to_owned(),
            name: "web".to_owned(),
        },
        branch: branch.to_owned(),
    };
    assert_eq!(facts(&input(""), "acme/web").branch, None);
    assert_eq!(facts(&input("main"), "acme/web").branch, Some("main"));
}
