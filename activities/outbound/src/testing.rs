//! A scripted HTTP server on loopback for tests, with the manners of broken ones: half answers, no answers, closed
//! connections. It does not model any system; the fakes of whole systems live elsewhere.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot listen on loopback cannot go on"
)]

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};
use url::Url;

use crate::client::{Client, Options};

mod mutations;

pub use mutations::{Change, Facts, changes, invented, misreadings};

/// A request as it came over the wire.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// The method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Header names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, chunks joined.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A query parameter, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.path.split_once('?')?.1;
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Answers: status, headers, body.
    Answer(u16, Vec<(String, String)>, Vec<u8>),
    /// Announces the whole body and closes in its middle.
    Half(u16, Vec<u8>),
    /// Never answers, and keeps the connection open.
    Hang,
    /// Closes without a byte.
    Close,
}

impl Reply {
    /// A JSON answer.
    #[must_use]
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::text(status, "application/json", &body.to_string())
    }

    /// An answer of any type.
    #[must_use]
    pub fn text(status: u16, content_type: &str, body: &str) -> Self {
        Self::Answer(
            status,
            vec![("content-type".to_owned(), content_type.to_owned())],
            body.as_bytes().to_vec(),
        )
    }

    /// Adds a header to an answer.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        if let Self::Answer(_, headers, _) = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

type Handler = dyn Fn(&Received) -> Reply + Send + Sync;

/// The server; it ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    /// `http://127.0.0.1:<port>/`.
    pub url: Url,
    received: Arc<Mutex<Vec<Received>>>,
    task: AbortHandle,
}

impl Server {
    /// Starts a server on a free port; `handler` runs on a thread where it may block.
    pub async fn start(handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback can be bound");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let received = Arc::new(Mutex::new(Vec::new()));
        let (handler, seen): (Arc<Handler>, _) = (Arc::new(handler), received.clone());
        let task = tokio::spawn(async move {
            // Aborting the task drops the set, and with it every connection.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, handler.clone(), seen.clone()));
            }
        });
        let url = format!("http://{address}/")
            .parse()
            .expect("an address makes a URL");
        Self {
            url,
            received,
            task: task.abort_handle(),
        }
    }

    /// The requests so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.received
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// A client that may call this server, with the given total time-out.
    #[must_use]
    pub fn client(timeout: Duration) -> Client {
        let options = Options {
            total_timeout: timeout,
            allowed_hosts: vec!["127.0.0.1".to_owned()],
            environment_proxy: false,
            ..Options::default()
        };
        Client::new(&options).expect("default options make a client")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, handler: Arc<Handler>, seen: Arc<Mutex<Vec<Received>>>) {
    let Some(request) = read_request(&mut stream).await else {
        return;
    };
    seen.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(request.clone());
    let Ok(reply) = tokio::task::spawn_blocking(move || handler(&request)).await else {
        return;
    };
    let (status, headers, body, length) = match reply {
        Reply::Answer(status, headers, body) => (status, headers, body.clone(), body.len()),
        Reply::Half(status, body) => (
            status,
            Vec::new(),
            body[..body.len() / 2].to_vec(),
            body.len(),
        ),
        Reply::Hang => return std::future::pending().await,
        Reply::Close => return,
    };
    let mut head =
        format!("HTTP/1.1 {status} Scripted\r\nconnection: close\r\ncontent-length: {length}\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    // The peer may be gone already; that is its right.
    let _ = stream.write_all(format!("{head}\r\n").as_bytes()).await;
    let _ = stream.write_all(&body).await;
    let _ = stream.shutdown().await;
}

async fn read_request(stream: &mut TcpStream) -> Option<Received> {
    let mut buffer = Vec::new();
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let mut rest = buffer.split_off(end + 4);
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let mut request = Received {
        method: first.next()?.to_owned(),
        path: first.next()?.to_owned(),
        ..Received::default()
    };
    request.headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    if request
        .header("transfer-encoding")
        .is_some_and(|value| value.contains("chunked"))
    {
        while !rest.ends_with(b"0\r\n\r\n") {
            if stream.read_buf(&mut rest).await.ok()? == 0 {
                return None;
            }
        }
        request.body = joined(&rest)?;
    } else {
        let length: usize = request
            .header("content-length")
            .and_then(|value| value.parse().ok())
            .unwrap_or(0);
        while rest.len() < length {
            if stream.read_buf(&mut rest).await.ok()? == 0 {
                return None;
            }
        }
        request.body = rest;
    }
    Some(request)
}

fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = chunks.windows(2).position(|window| window == b"\r\n")?;
        let size =
            usize::from_str_radix(std::str::from_utf8(&chunks[..line]).ok()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(chunks.get(line + 2..line + 2 + size)?);
        chunks = chunks.get(line + 4 + size..)?;
    }
}
