//! Waiting for a condition, never for a time.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Pause between two looks.
const LOOK: Duration = Duration::from_millis(50);

/// Waits until the API says that it is ready.
pub(super) async fn api(address: SocketAddr) {
    while !answers(address).await {
        tokio::time::sleep(LOOK).await;
    }
}

async fn answers(address: SocketAddr) -> bool {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        let request =
            format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.take(4096).read_to_end(&mut answer).await.ok()?;
        Some(answer.starts_with(b"HTTP/1.1 200 "))
    };
    tokio::time::timeout(Duration::from_secs(10), exchange)
        .await
        .ok()
        .flatten()
        .unwrap_or(false)
}
