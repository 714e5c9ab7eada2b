//! Platforms and git hosts as senders of webhooks: one reading of both.

use domain::{GitHost, Platform};
use githosts::webhook::{CommentEvent, PullRequestEvent, PushEvent};
use http::HeaderMap;
use platforms::webhook::DeploymentEvent;
use secrecy::SecretString;
use store::Provider;

use crate::error::{Code, OperationError, OperationResult};

/// What an authentic delivery says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    /// A build failed.
    DeploymentFailed(DeploymentEvent),
    /// A deployment came to another end.
    DeploymentFinished(DeploymentEvent),
    /// About a pull request.
    PullRequest(PullRequestEvent),
    /// About a branch.
    Push(PushEvent),
    /// Somebody wrote under a pull request.
    Comment(CommentEvent),
    /// Nothing that regreen has a use for.
    Ignored {
        /// The sender's name of the event.
        kind: String,
    },
}

/// Who sends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    Platform(Platform),
    GitHost(GitHost),
}

enum Refused {
    Missing,
    Wrong,
    Unsupported,
}

impl Source {
    pub(crate) fn of(provider: Provider) -> Self {
        match provider {
            Provider::Platform(platform) => Self::Platform(platform),
            Provider::GitHost(host) => Self::GitHost(host),
        }
    }

    /// Whether the raw body is authentic.
    pub(crate) fn verify(
        self,
        headers: &HeaderMap,
        body: &[u8],
        secrets: &[SecretString],
    ) -> OperationResult<()> {
        let verified = match self {
            Self::Platform(platform) => {
                use platforms::webhook::{SignatureError, verify};
                verify(platform, headers, body, secrets).map_err(|error| match error {
                    SignatureError::Missing => Refused::Missing,
                    SignatureError::Malformed | SignatureError::Mismatch => Refused::Wrong,
                    SignatureError::Unsupported => Refused::Unsupported,
                })
            }
            Self::GitHost(host) => {
                use githosts::webhook::{SignatureError, verify};
                verify(host, headers, body, secrets).map_err(|error| match error {
                    SignatureError::Missing => Refused::Missing,
                    SignatureError::Malformed | SignatureError::Mismatch => Refused::Wrong,
                    SignatureError::Unsupported => Refused::Unsupported,
                })
            }
        };
        verified.map_err(|refused| match refused {
            Refused::Missing => {
                OperationError::new(Code::MissingSignature, "the delivery is not signed: set the hook's secret at its sender")
            }
            Refused::Wrong => OperationError::new(
                Code::BadSignature,
                "the signature does not fit the body: compare the secret at the sender with the hook's",
            ),
            Refused::Unsupported => {
                OperationError::new(Code::UnknownHook, "regreen takes no webhooks of this provider yet")
            }
        })
    }

    /// The sender's id of the delivery.
    pub(crate) fn delivery_id(self, headers: &HeaderMap, body: &[u8]) -> Option<String> {
        match self {
            Self::Platform(platform) => platforms::webhook::delivery_id(platform, headers, body),
            Self::GitHost(host) => githosts::webhook::delivery_id(host, headers, body),
        }
    }

    /// Reads an authentic body; the error is a sentence.
    pub(crate) fn parse(self, headers: &HeaderMap, body: &[u8]) -> Result<News, String> {
        match self {
            Self::Platform(platform) => {
                use platforms::webhook::{Event, parse};
                Ok(
                    match parse(platform, headers, body).map_err(|error| error.to_string())? {
                        Event::DeploymentFailed(event) => News::DeploymentFailed(event),
                        Event::DeploymentFinished(event) => News::DeploymentFinished(event),
                        Event::Ignored { kind } => News::Ignored { kind },
                    },
                )
            }
            Self::GitHost(host) => {
                use githosts::webhook::{Event, parse};
                Ok(
                    match parse(host, headers, body).map_err(|error| error.to_string())? {
                        Event::PullRequest(event) => News::PullRequest(event),
                        Event::Push(event) => News::Push(event),
                        // An edited command would be obeyed twice; a deleted one is none.
                        Event::Comment(event)
                            if event.action == "created"
                                && contract::commands::addresses_us(&event.body) =>
                        {
                            News::Comment(event)
                        }
                        Event::Comment(_) => News::Ignored {
                            kind: "comment".to_owned(),
                        },
                        Event::Ping => News::Ignored {
                            kind: "ping".to_owned(),
                        },
                        Event::Ignored { kind } => News::Ignored { kind },
                    },
                )
            }
        }
    }
}
