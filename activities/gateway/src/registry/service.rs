//! Answers one request: checks it, fetches from a registry with the operator's credentials, and hands
//! back the body without anything that belongs outside.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use hyper::body::Incoming;
use reqwest::{Client, Response, Url};
use serde_json::json;

use super::allowance::Allowance;
use super::cache::Cache;
use super::environment::inside;
use super::packument::{Elsewhere, rewrite};
use super::path::Resource;
use super::upstream::NpmUpstream;
use crate::client::Named;
use crate::reply::{Reply, Writer, json as json_reply, streamed, whole};

/// The largest metadata of a package that is handed on, in bytes.
const METADATA_LIMIT: usize = 64 * 1024 * 1024;
/// How many redirects are followed.
const REDIRECTS: usize = 5;
/// Short metadata, which npm asks for when it only installs.
const SHORT: &str = "application/vnd.npm.install-v1+json";

#[derive(Debug)]
pub(super) struct Service {
    upstream: Arc<NpmUpstream>,
    named: Named,
    client: Client,
    cache: Option<Cache>,
    allowance: Arc<Allowance>,
    elsewhere: Elsewhere,
    inside: String,
}

/// What is asked of a registry.
struct Question {
    url: Url,
    method: Method,
    headers: HeaderMap,
}

impl Service {
    pub(super) fn new(
        upstream: Arc<NpmUpstream>,
        client: Client,
        cache: Option<Cache>,
        allowance: Arc<Allowance>,
        port: u16,
    ) -> Self {
        let named = Named::new(upstream.addresses());
        Self {
            upstream,
            named,
            client,
            cache,
            allowance,
            elsewhere: Elsewhere::default(),
            inside: inside(port),
        }
    }

    pub(super) async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Reply {
        let reply = self.consider(request).await;
        match reply {
            Ok(reply) => reply,
            Err(refusal) => {
                self.allowance.refuse();
                refusal
            }
        }
    }

    async fn consider(self: &Arc<Self>, request: Request<Incoming>) -> Result<Reply, Reply> {
        if !self.allowance.request() {
            return Err(refuse(
                StatusCode::FORBIDDEN,
                "this run has used up what it may fetch from registries",
            ));
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut refusal = refuse(
                StatusCode::METHOD_NOT_ALLOWED,
                "registries can only be read from here",
            );
            refusal
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return Err(refusal);
        }
        let Some(resource) = Resource::parse(request.uri().path(), request.uri().query()) else {
            return Err(refuse(
                StatusCode::NOT_FOUND,
                "there is nothing here but packages",
            ));
        };
        if resource == Resource::Ping {
            return Ok(json_reply(StatusCode::OK, &json!({})));
        }
        let base = &self.upstream.of(resource.scope()).base;
        let url = match &resource {
            Resource::Elsewhere(key) => self.elsewhere.get(key),
            other => base.join(&other.upstream_path()).ok(),
        };
        let Some(url) = url else {
            return Err(refuse(
                StatusCode::NOT_FOUND,
                "no registry named this address",
            ));
        };
        let question = Question {
            url,
            method: request.method().clone(),
            headers: forwarded(request.headers()),
        };
        if matches!(resource, Resource::Archive(..) | Resource::Elsewhere(_)) {
            self.archive(question).await
        } else {
            self.metadata(question, base).await
        }
    }

    async fn metadata(self: &Arc<Self>, question: Question, base: &Url) -> Result<Reply, Reply> {
        let head = question.method == Method::HEAD;
        let response = self.fetch(question).await?;
        let headers = kept(response.headers());
        let status = response.status();
        let mut reply = if head || status == StatusCode::NOT_MODIFIED {
            whole(status, "application/json", Bytes::new())
        } else {
            let body = collect(response).await?;
            let (service, base) = (Arc::clone(self), base.clone());
            // Large packages have tens of megabytes of it.
            let changed = tokio::task::spawn_blocking(move || {
                rewrite(&body, &base, &service.inside, &service.elsewhere)
            })
            .await;
            let body = changed.ok().flatten().ok_or_else(|| {
                refuse(StatusCode::BAD_GATEWAY, "the registry's answer is not JSON")
            })?;
            if !self.allowance.take(body.len()) {
                return Err(refuse(
                    StatusCode::FORBIDDEN,
                    "this run has used up what it may fetch from registries",
                ));
            }
            whole(status, "application/json", body)
        };
        for (name, value) in &headers {
            reply.headers_mut().insert(name, value.clone());
        }
        Ok(reply)
    }

    async fn archive(self: &Arc<Self>, question: Question) -> Result<Reply, Reply> {
        let kept = self
            .cache
            .as_ref()
            .and_then(|cache| cache.get(&question.url));
        if let Some(content) = kept.filter(|_| question.method == Method::GET) {
            if !self.allowance.take(content.len()) {
                return Err(refuse(
                    StatusCode::FORBIDDEN,
                    "this run has used up what it may fetch from registries",
                ));
            }
            return Ok(whole(StatusCode::OK, "application/octet-stream", content));
        }
        let (head, url) = (question.method == Method::HEAD, question.url.clone());
        let response = self.fetch(question).await?;
        let status = response.status();
        let length = response.content_length();
        if head || status == StatusCode::NOT_MODIFIED {
            return Ok(whole(status, "application/octet-stream", Bytes::new()));
        }
        let (mut reply, writer) = streamed(status);
        reply.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        );
        if let Some(length) = length {
            reply
                .headers_mut()
                .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        tokio::spawn(Arc::clone(self).copy(response, url, writer));
        Ok(reply)
    }

    /// Hands an archive on, and keeps it when all of it has come.
    async fn copy(self: Arc<Self>, mut response: Response, url: Url, writer: Writer) {
        let expected = response.content_length();
        let whole = response.status() == StatusCode::OK;
        let mut entry = self
            .cache
            .as_ref()
            .filter(|_| whole)
            .and_then(|cache| cache.begin(&url));
        let mut received = 0u64;
        loop {
            match response.chunk().await {
                Ok(Some(piece)) => {
                    received += piece.len() as u64;
                    if !self.allowance.take(piece.len()) {
                        let _ = writer
                            .send(Err("this run has used up what it may fetch".into()))
                            .await;
                        return;
                    }
                    entry = entry.and_then(|entry| entry.add(&piece));
                    if writer.send(Ok(piece)).await.is_err() {
                        return;
                    }
                }
                Ok(None) => break,
                Err(_) => {
                    let _ = writer
                        .send(Err("the registry's answer broke off".into()))
                        .await;
                    return;
                }
            }
        }
        if let Some(entry) = entry.filter(|_| expected.is_none_or(|expected| expected == received))
        {
            let _ = tokio::task::spawn_blocking(|| entry.finish()).await;
        }
    }

    /// Asks, following redirects. Credentials go only to the addresses they were configured for, and a
    /// redirect leads only to hosts that were named or are public.
    async fn fetch(&self, question: Question) -> Result<Response, Reply> {
        let mut url = question.url;
        for _ in 0..=REDIRECTS {
            if !self.named.admits(&url) {
                return Err(refuse(
                    StatusCode::BAD_GATEWAY,
                    "the registry led to an address that is not public",
                ));
            }
            let mut request = self
                .client
                .request(question.method.clone(), url.clone())
                .headers(question.headers.clone());
            if let Some(value) = self
                .upstream
                .credential(&url)
                .and_then(super::Credential::header)
            {
                request = request.header(header::AUTHORIZATION, value);
            }
            // The error may hold addresses of the operator's network: it goes to the log only.
            let response = request.send().await.map_err(|error| {
                tracing::warn!(error = %error.without_url(), "a registry could not be reached");
                refuse(StatusCode::BAD_GATEWAY, "the registry could not be reached")
            })?;
            let status = response.status();
            if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                let target = response
                    .headers()
                    .get(header::LOCATION)
                    .and_then(|value| value.to_str().ok());
                url = target
                    .and_then(|target| url.join(target).ok())
                    // What was asked for in secret is not asked for in the open.
                    .filter(|target| target.scheme() == url.scheme() || target.scheme() == "https")
                    .ok_or_else(|| {
                        refuse(StatusCode::BAD_GATEWAY, "the registry redirects to nowhere")
                    })?;
                continue;
            }
            if status.is_success() || status == StatusCode::NOT_MODIFIED {
                return Ok(response);
            }
            // Bodies of failures may repeat what was sent to the registry.
            return Err(refuse(status, &format!("the registry answered {status}")));
        }
        Err(refuse(
            StatusCode::BAD_GATEWAY,
            "the registry redirects too often",
        ))
    }
}

/// What of a request's headers a registry needs to see.
fn forwarded(headers: &HeaderMap) -> HeaderMap {
    let mut forwarded = HeaderMap::new();
    let short = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains(SHORT));
    let accept = if short {
        "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*"
    } else {
        "*/*"
    };
    forwarded.insert(header::ACCEPT, HeaderValue::from_static(accept));
    if let Some(tag) = headers.get(header::IF_NONE_MATCH) {
        forwarded.insert(header::IF_NONE_MATCH, tag.clone());
    }
    forwarded
}

/// What of a registry's headers a package manager needs to see.
fn kept(headers: &HeaderMap) -> HeaderMap {
    [
        header::CONTENT_TYPE,
        header::ETAG,
        header::LAST_MODIFIED,
        header::CACHE_CONTROL,
    ]
    .into_iter()
    .filter_map(|name| Some((name.clone(), headers.get(name)?.clone())))
    .collect()
}

async fn collect(mut response: Response) -> Result<Bytes, Reply> {
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(piece)) if body.len() + piece.len() <= METADATA_LIMIT => {
                body.extend_from_slice(&piece)
            }
            Ok(Some(_)) => {
                return Err(refuse(
                    StatusCode::BAD_GATEWAY,
                    "the registry's answer is too large",
                ));
            }
            Ok(None) => return Ok(body.freeze()),
            Err(_) => {
                return Err(refuse(
                    StatusCode::BAD_GATEWAY,
                    "the registry's answer broke off",
                ));
            }
        }
    }
}

/// npm shows `error` to its user.
fn refuse(status: StatusCode, reason: &str) -> Reply {
    json_reply(status, &json!({ "error": reason }))
}
