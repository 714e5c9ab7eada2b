//! Whatever a platform delivers is survived: a page of log events, a webhook's body. What is read from it is no larger
//! than what came.

#![no_main]

use http::HeaderMap;
use libfuzzer_sys::fuzz_target;
use platforms::{
    deployment_reference, fuzzing,
    webhook::{self, DeploymentEvent, Event},
};

/// Limits of a log: one that cuts, and one that does not.
const LIMITS: [usize; 2] = [64, 1024 * 1024];
/// Of what is said about a reference; one of 2,000 bytes is repeated in percent-encoding.
const LONGEST_ANSWER: usize = 8 * 1024;

fuzz_target!(|body: &[u8]| {
    for platform in platforms::supported() {
        for limit in LIMITS {
            let (counts, log) =
                fuzzing::build_log(platform, &[body, body], limit).expect("a supported platform");
            assert!(log.bytes() <= limit);
            assert!(counts[0].is_none_or(|events| events <= body.len()));
            let again = counts[0].map(|_| 0);
            assert_eq!(
                counts[1], again,
                "a page that came before brings nothing new"
            );
        }

        let headers = HeaderMap::new();
        let id = webhook::delivery_id(platform, &headers, body);
        assert!(id.is_none_or(|id| id.len() <= 200));
        match webhook::parse(platform, &headers, body) {
            Ok(Event::DeploymentFailed(event) | Event::DeploymentFinished(event)) => {
                assert!(bytes(&event) <= body.len());
                assert!(event.commit.is_none_or(|commit| commit.len() == 40));
            }
            Ok(Event::Ignored { kind }) => assert!(kind.chars().count() <= 100),
            Err(_) => {}
        }

        if let Ok(text) = std::str::from_utf8(body) {
            let said = match deployment_reference(platform, text) {
                Ok(id) => id.as_str().len(),
                Err(sentence) => sentence.len(),
            };
            assert!(said <= LONGEST_ANSWER);
        }
    }
});

fn bytes(event: &DeploymentEvent) -> usize {
    let texts = [&event.project, &event.team, &event.branch, &event.commit];
    let texts = texts.into_iter().flatten().map(String::len).sum::<usize>();
    texts + event.deployment.as_str().len()
}
