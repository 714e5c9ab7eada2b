use std::collections::BTreeSet;

use store::StoreError;

use super::{Code, OperationError};

#[test]
fn codes_are_unique_and_their_statuses_are_errors() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    assert!(
        Code::ALL
            .iter()
            .all(|code| (400..600).contains(&code.status()))
    );
}

#[test]
fn what_lies_behind_is_for_the_log_only() {
    let error = OperationError::from(StoreError::Internal("table fixes is on fire".to_owned()));
    assert_eq!((error.code(), error.status()), (Code::Internal, 500));
    assert!(!error.to_string().contains("on fire"));
    assert!(!format!("{error:?}").contains("on fire"));
    assert!(std::error::Error::source(&error).is_none());
    assert!(error.detail_for_log().unwrap().contains("on fire"));
}

#[test]
fn a_missing_row_says_which_one() {
    let error =
        OperationError::store_with(StoreError::not_found("fix", "fix_1"), Code::FixNotFound);
    assert_eq!(error.code(), Code::FixNotFound);
    assert!(error.to_string().contains("fix_1"));
}
