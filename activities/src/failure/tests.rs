use std::time::Duration;

use contract::FailureKind;
use temporalio_sdk::activities::ActivityError;

use super::{Failure, kind_of_call};

#[test]
fn every_kind_of_call_has_a_meaning_and_keeps_its_retryability() {
    use outbound::FailureKind as Call;
    for (call, kind) in [
        (Call::Unauthorized, FailureKind::Unauthorized),
        (Call::Forbidden, FailureKind::Forbidden),
        (Call::NotFound, FailureKind::NotFound),
        (Call::Conflict, FailureKind::Conflict),
        (Call::RateLimited, FailureKind::RateLimited),
        (Call::Server, FailureKind::Unavailable),
        (Call::Unreachable, FailureKind::Unavailable),
        (Call::InvalidAnswer, FailureKind::Unexpected),
    ] {
        assert_eq!(kind_of_call(call), kind);
        assert_eq!(kind.is_retryable(), call.is_retryable(), "{call:?}");
    }
}

#[test]
fn a_failure_travels_with_its_type_name_and_delay() {
    let failure = Failure::still_open("pull request #1 is open", Duration::from_millis(250));
    let ActivityError::Application(sent) = ActivityError::from(failure) else {
        panic!("not an application failure")
    };
    assert_eq!(sent.type_name(), Some("StillOpen"));
    assert_eq!(sent.next_retry_delay(), Some(Duration::from_millis(250)));
    assert!(!sent.is_non_retryable());
    let ActivityError::Application(sent) =
        ActivityError::from(Failure::new(FailureKind::Forbidden, "no"))
    else {
        panic!("not an application failure")
    };
    assert!(sent.is_non_retryable());
}
