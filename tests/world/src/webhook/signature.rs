//! The two signatures that platforms put on a raw body.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// Vercel's `x-vercel-signature`, and what follows `sha1=` in GitHub's old header.
pub fn hmac_sha1_hex(secret: &str, body: &[u8]) -> String {
    keyed::<Hmac<Sha1>>(secret, body)
}

/// What follows `sha256=` in GitHub's `X-Hub-Signature-256`.
pub fn hmac_sha256_hex(secret: &str, body: &[u8]) -> String {
    keyed::<Hmac<Sha256>>(secret, body)
}

fn keyed<M: Mac + KeyInit>(secret: &str, body: &[u8]) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = <M as KeyInit>::new_from_slice(secret.as_bytes()).expect("any key length");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}
