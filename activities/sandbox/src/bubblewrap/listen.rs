//! The caller's end of a job's output: hands it to the sink, up to the limit.

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::supervise::Chunk;
use crate::{OutputSink, Stream};

/// How much of standard error is kept to explain a failed launch.
const COMPLAINT: usize = 4096;

/// What was heard of a job.
pub(super) struct Heard {
    pub(super) bytes: u64,
    pub(super) truncated: bool,
    /// The beginning of standard error, where bubblewrap complains.
    pub(super) complaint: Vec<u8>,
}

/// Hands output on, up to the limit.
pub(super) async fn listen(
    mut chunks: mpsc::Receiver<Chunk>,
    sink: &mut (dyn OutputSink + Send),
    limit: u64,
    flood: &CancellationToken,
) -> Heard {
    let mut heard = Heard {
        bytes: 0,
        truncated: false,
        complaint: Vec::new(),
    };
    while let Some((stream, chunk)) = chunks.recv().await {
        let room = usize::try_from(limit.saturating_sub(heard.bytes)).unwrap_or(usize::MAX);
        let kept = &chunk[..chunk.len().min(room)];
        if heard.complaint.len() < COMPLAINT
            && (stream == Stream::Stderr || heard.bytes < COMPLAINT as u64)
        {
            heard
                .complaint
                .extend(kept.iter().take(COMPLAINT - heard.complaint.len()));
        }
        if !kept.is_empty() {
            sink.write(stream, kept);
            heard.bytes += kept.len() as u64;
        }
        if kept.len() < chunk.len() {
            heard.truncated = true;
            flood.cancel();
        }
    }
    heard
}
