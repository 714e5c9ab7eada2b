//! Labels of a pull request. A label that is new to the repository is made with GitHub's grey.

use serde_json::Value;

use super::{Scope, paging};
use crate::{
    github::{errors, errors::Refusal, router::Answer, state::Access, view},
    http::Reply,
};

pub(super) fn list(scope: &Scope<'_>, number: &str) -> Answer {
    let number = scope.pull(number)?.number;
    Ok(paging::page(
        scope.github,
        &scope.api.call,
        shown(scope, number)?,
    ))
}

pub(super) async fn add(mut scope: Scope<'_>, number: &str) -> Answer {
    scope.require(Access::Write)?;
    let body = scope.body().await?;
    let number = scope.pull(number)?.number;
    // Both {"labels": [...]} and a bare list; each entry a name or an object with one.
    let given = body.get("labels").unwrap_or(&body).as_array();
    let given = given.ok_or_else(|| errors::invalid_field("Label", "labels", "missing_field"))?;
    let names: Vec<String> = given
        .iter()
        .filter_map(|label| label.as_str().or_else(|| label.get("name")?.as_str()))
        .map(str::to_owned)
        .collect();
    if let Some(long) = names
        .iter()
        .find(|name| name.chars().count() > 50 || name.trim().is_empty())
    {
        return Err(errors::invalid_custom(
            "Label",
            &format!("name {long:?} is too long (maximum is 50 characters)"),
        ));
    }
    let ids: Vec<u64> = names
        .iter()
        .map(|_| scope.github.ids.number() + 4_000_000)
        .collect();
    scope.change(|repository| {
        for (name, id) in names.iter().zip(ids) {
            repository
                .labels
                .entry(name.clone())
                .or_insert_with(|| (id, "ededed".to_owned()));
        }
        if let Some(pull) = repository.pulls.get_mut(&number) {
            pull.labels.extend(names);
        }
    })?;
    Ok(Reply::json(200, &Value::Array(shown(&scope, number)?)))
}

pub(super) fn remove(scope: &Scope<'_>, number: &str, label: &str) -> Answer {
    scope.require(Access::Write)?;
    let number = scope.pull(number)?.number;
    let removed = scope.change(|repository| {
        repository
            .pulls
            .get_mut(&number)
            .is_some_and(|pull| pull.labels.remove(label))
    })?;
    if !removed {
        return Err(errors::refuse(404, "Label does not exist"));
    }
    Ok(Reply::json(200, &Value::Array(shown(scope, number)?)))
}

fn shown(scope: &Scope<'_>, number: u64) -> Result<Vec<Value>, Refusal> {
    scope.read(|repository| {
        let labels = repository
            .pulls
            .get(&number)
            .into_iter()
            .flat_map(|pull| &pull.labels);
        labels
            .map(|name| view::label(scope.github, repository, name))
            .collect()
    })
}
