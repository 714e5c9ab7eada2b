//! Smart HTTP: authentication here, the protocol by git's own `git http-backend`.

use std::process::Stdio;

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use http::Method;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
};
use tokio_util::io::ReaderStream;

use super::{
    GitHub,
    access::Caller,
    state::{Access, Repository},
};
use crate::{
    WorldError,
    git::{BareRepository, ENVIRONMENT},
    http::{Call, Reply},
};

impl GitHub {
    /// Answers a request of a git client below `/<owner>/<name>.git`.
    pub(super) async fn git_answer(&self, call: Call, owner: &str, name: &str) -> Reply {
        let name = name.strip_suffix(".git").unwrap_or(name);
        let service = if call.path.ends_with("/info/refs") {
            call.query.get("service").unwrap_or_default().to_owned()
        } else {
            call.path.rsplit('/').next().unwrap_or_default().to_owned()
        };
        let key = Repository::key(owner, name);
        let caller = match self.caller(&call) {
            Ok(caller) => caller,
            Err(_) => {
                return unauthorized(
                    "remote: Invalid username or token. Password authentication is not supported for Git operations.",
                );
            }
        };
        let (access, git) = {
            let state = self.state();
            let repository = state.repositories.get(&key);
            let access = repository.and_then(|repository| state.access(&caller, repository));
            (access, repository.map(|repository| repository.git.clone()))
        };
        let writes = service == "git-receive-pack";
        // Without a token GitHub asks for one, even where there is nothing.
        if matches!(caller, Caller::Anonymous) && (writes || access.is_none()) {
            return unauthorized("remote: No anonymous write access.");
        }
        let (Some(access), Some(git)) = (access, git) else {
            return Reply::text(404, "Repository not found.");
        };
        if writes && access < Access::Write {
            let message = format!(
                "Permission to {owner}/{name}.git denied to {}.",
                caller.login()
            );
            return Reply::text(403, message);
        }
        let pushes = writes && call.method == Method::POST;
        let answer = if pushes {
            self.push(call, &key, caller.login(), &git).await
        } else {
            backend(call, &git, "").await
        };
        answer.unwrap_or_else(|error| {
            tracing::error!(%error, "git http-backend failed");
            Reply::text(500, "git http-backend failed")
        })
    }

    /// Receives a push to its end, since events and listeners must know what moved before the client does.
    async fn push(
        &self,
        call: Call,
        key: &str,
        who: &str,
        git: &BareRepository,
    ) -> Result<Reply, WorldError> {
        self.moving(key, who, git, async {
            let response = backend(call, git, who).await?.into_response();
            let (parts, body) = response.into_parts();
            let body = body.collect().await.map_err(failed)?.to_bytes();
            let reply = Reply::status(parts.status.as_u16()).content(body);
            Ok(parts.headers.iter().fold(reply, |reply, (name, value)| {
                reply.header(name.as_str(), value.to_str().unwrap_or_default())
            }))
        })
        .await
    }
}

fn unauthorized(message: &str) -> Reply {
    Reply::text(401, message.to_owned()).header("www-authenticate", "Basic realm=\"GitHub\"")
}

/// One request through the CGI program, its answer streamed.
async fn backend(mut call: Call, git: &BareRepository, user: &str) -> Result<Reply, WorldError> {
    let tail = match call.path.rfind("/info/refs") {
        Some(at) => &call.path[at..],
        None => &call.path[call.path.rfind('/').unwrap_or_default()..],
    };
    let mut command = Command::new("git");
    command
        .arg("http-backend")
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command.envs(ENVIRONMENT.iter().copied());
    command
        .env("GIT_PROJECT_ROOT", git.path())
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("PATH_INFO", tail)
        .env("REQUEST_METHOD", call.method.as_str())
        .env("QUERY_STRING", &call.raw_query)
        .env("REMOTE_ADDR", "127.0.0.1");
    if !user.is_empty() {
        command.env("REMOTE_USER", user);
    }
    for (header, variable) in [
        ("content-type", "CONTENT_TYPE"),
        ("content-length", "CONTENT_LENGTH"),
        ("content-encoding", "HTTP_CONTENT_ENCODING"),
        ("git-protocol", "GIT_PROTOCOL"),
    ] {
        if let Some(value) = call.header(header) {
            command.env(variable, value);
        }
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(failed)?;
    feed(&mut child, call.take_body());
    let stdout = child
        .stdout
        .take()
        .ok_or_else(|| failed(std::io::Error::other("no output")))?;
    answer(child, BufReader::new(stdout)).await
}

/// Hands the request's body to the program while its answer is already being read.
fn feed(child: &mut Child, body: Option<Incoming>) {
    let (Some(mut stdin), Some(mut body)) = (child.stdin.take(), body) else {
        return;
    };
    tokio::spawn(async move {
        while let Some(Ok(frame)) = body.frame().await {
            let Ok(data) = frame.into_data() else {
                continue;
            };
            if stdin.write_all(&data).await.is_err() {
                // The program has seen enough; what it answers says why.
                return;
            }
        }
    });
}

/// Reads the CGI headers, then streams the rest. The program lives as long as the stream.
async fn answer(
    child: Child,
    mut output: BufReader<impl AsyncRead + Send + Unpin + 'static>,
) -> Result<Reply, WorldError> {
    let mut status = 200;
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        // A header longer than this is not git's.
        (&mut output)
            .take(16 * 1024)
            .read_line(&mut line)
            .await
            .map_err(failed)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        if name.eq_ignore_ascii_case("status") {
            status = value
                .trim()
                .split(' ')
                .next()
                .and_then(|code| code.parse().ok())
                .unwrap_or(500);
        } else {
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }
    let body = ReaderStream::new(output)
        .map_ok(Bytes::from)
        .chain(end_of(child));
    let content_type = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let content_type =
        content_type.map_or_else(|| "text/plain".to_owned(), |(_, value)| value.clone());
    let reply = Reply::stream(status, &content_type, Box::pin(body));
    Ok(headers
        .iter()
        .fold(reply, |reply, (name, value)| reply.header(name, value)))
}

/// An empty end of the stream that waits for the program.
fn end_of(mut child: Child) -> impl futures::Stream<Item = std::io::Result<Bytes>> {
    stream::once(async move { child.wait().await.map(|_| Bytes::new()) })
        .try_filter(|chunk| futures::future::ready(!chunk.is_empty()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn failed(source: std::io::Error) -> WorldError {
    WorldError::Git {
        command: "http-backend".to_owned(),
        message: source.to_string(),
    }
}
