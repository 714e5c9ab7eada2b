//! Where a repository is, and how the credential gets there.

use base64::{Engine, engine::general_purpose::STANDARD};
use outbound::FailureKind;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::git::{Git, GitError, command::Invocation};

/// A repository's address with its credential, kept apart.
#[derive(Debug, Clone)]
pub struct Remote {
    url: Url,
    token: Option<SecretString>,
}

impl Remote {
    /// An HTTP(S) address without credential, and the token to be sent to its host only.
    ///
    /// # Errors
    /// [`GitError::Invalid`] for any other scheme, and for an address that holds a credential, query or fragment.
    pub fn new(url: Url, token: Option<SecretString>) -> Result<Self, GitError> {
        let is_plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none() || !is_plain {
            return Err(GitError::Invalid(format!(
                "`{}` is no plain HTTP address of a repository",
                outbound::shown(&url)
            )));
        }
        Ok(Self { url, token })
    }

    /// The address, without credential.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The only protocol that git may speak.
    pub(super) fn protocol(&self) -> &str {
        self.url.scheme()
    }

    /// What must not be repeated, in the forms in which it is sent.
    pub(super) fn secrets(&self) -> Vec<SecretString> {
        let token = self.token.iter().cloned();
        token
            .chain(self.credential().map(SecretString::from))
            .collect()
    }

    fn credential(&self) -> Option<String> {
        let token = self.token.as_ref()?;
        Some(STANDARD.encode(format!("x-access-token:{}", token.expose_secret())))
    }

    /// The configuration entry that carries the token: valid for scheme, host and port of the address alone.
    pub(super) fn header(&self) -> Option<(String, SecretString)> {
        let credential = self.credential()?;
        let name = format!(
            "http.{}/.extraHeader",
            self.url.origin().ascii_serialization()
        );
        Some((
            name,
            SecretString::from(format!("Authorization: Basic {credential}")),
        ))
    }
}

impl Git {
    /// The commit at the tip of a branch; `None` when there is no such branch.
    ///
    /// # Errors
    /// When the remote cannot be read.
    pub async fn remote_head(
        &self,
        remote: &Remote,
        branch: &str,
    ) -> Result<Option<String>, GitError> {
        let name = self.full_name(branch).await?;
        let listing = self.list(remote, &["HEAD", &name]).await?;
        // The pattern matches the ends of names, too.
        let found = listing
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .find(|(_, found)| *found == name);
        // Git takes any short text, such as a login page, for an empty list. Only a list of something proves absence.
        if listing.is_empty() && self.list(remote, &["refs/heads/*"]).await?.is_empty() {
            let message = "the remote lists no branch at all: the repository is empty, or this is no git server".to_owned();
            return Err(GitError::Remote {
                command: "ls-remote".to_owned(),
                kind: FailureKind::InvalidAnswer,
                message,
            });
        }
        Ok(found.map(|(sha, _)| sha.to_owned()))
    }

    async fn list(&self, remote: &Remote, patterns: &[&str]) -> Result<String, GitError> {
        let listing = Invocation::new(self, "ls-remote")
            .remote(remote)
            .args(["--", remote.url.as_str()])
            .args(patterns);
        Ok(String::from_utf8_lossy(&listing.run().await?).into_owned())
    }

    /// `refs/heads/<branch>`, when git accepts the name.
    pub(super) async fn full_name(&self, branch: &str) -> Result<String, GitError> {
        let name = format!("refs/heads/{branch}");
        let checked = Invocation::new(self, "check-ref-format")
            .args([&name])
            .run()
            .await;
        match checked {
            Ok(_) => Ok(name),
            Err(GitError::Command { .. }) => Err(GitError::Invalid(format!(
                "`{}` is no name of a branch",
                outbound::clean(branch)
            ))),
            Err(other) => Err(other),
        }
    }
}
