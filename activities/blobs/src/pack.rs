//! Compression and hashing, blocking and in constant memory.

use std::io::{Error, ErrorKind, Read, Write};

use sha2::{Digest, Sha256};

use crate::{BlobError, Reference, reference::digest_text};

/// zstd's own default: logs shrink tenfold and more at several hundred MB/s.
const LEVEL: i32 = 3;

/// Copied at once.
const CHUNK: usize = 64 * 1024;

/// Compresses what is read; more than `limit` bytes are refused.
pub(crate) fn pack(
    mut from: impl Read,
    limit: u64,
    to: impl Write,
) -> Result<Reference, BlobError> {
    let mut encoder = zstd::stream::write::Encoder::new(to, LEVEL)?;
    let mut hash = Sha256::new();
    let bytes = copy(&mut from, limit, |chunk| {
        hash.update(chunk);
        encoder.write_all(chunk)
    })?;
    encoder.finish()?.flush()?;
    Ok(Reference {
        digest: digest_text(&hash.finalize()),
        bytes,
    })
}

/// Decompresses what is read. What was written when this fails must not be used. However well it was compressed, no
/// more than `limit` bytes are written.
pub(crate) fn unpack(
    from: impl Read,
    digest: &str,
    limit: u64,
    mut to: impl Write,
) -> Result<u64, BlobError> {
    let damaged = || BlobError::Damaged {
        digest: digest.to_owned(),
    };
    let mut decoder = zstd::stream::read::Decoder::new(from)?;
    let mut hash = Sha256::new();
    let mut failed = None;
    let result = copy(&mut decoder, limit, |chunk| {
        hash.update(chunk);
        to.write_all(chunk)
            .inspect_err(|error| failed = Some(error.kind()))
    });
    let bytes = match result {
        // What zstd cannot read was not written by us; a full disk is another matter.
        Err(BlobError::Copy(error)) if failed.is_none() && is_format(&error) => {
            return Err(damaged());
        }
        other => other?,
    };
    to.flush()?;
    if digest_text(&hash.finalize()) == digest {
        Ok(bytes)
    } else {
        Err(damaged())
    }
}

/// zstd reports broken frames as `Other`, and missing bytes as `UnexpectedEof`.
fn is_format(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Other | ErrorKind::UnexpectedEof | ErrorKind::InvalidData
    )
}

fn copy(
    from: &mut impl Read,
    limit: u64,
    mut to: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<u64, BlobError> {
    let mut buffer = vec![0; CHUNK];
    let mut total = 0_u64;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        total += read as u64;
        if total > limit {
            return Err(BlobError::TooLarge { limit });
        }
        to(&buffer[..read])?;
    }
}
