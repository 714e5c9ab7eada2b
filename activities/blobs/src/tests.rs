use std::{fs, path::PathBuf};

use bytes::Bytes;
use futures::future::join_all;
use proptest::prelude::*;
use tempfile::TempDir;

use super::{BlobError, Blobs, Reference};

/// SHA-256 of `abc`, from FIPS 180-2.
const ABC: &str = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn opened() -> (TempDir, Blobs) {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&format!("file://{}/blobs", folder.path().display())).unwrap();
    (folder, blobs)
}

fn files(folder: &TempDir) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.path().join("blobs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found
}

#[tokio::test]
async fn named_by_its_content() {
    let (folder, blobs) = opened();
    let reference = blobs.put("abc").await.unwrap();
    assert_eq!(
        reference,
        Reference {
            digest: ABC.to_owned(),
            bytes: 3
        }
    );
    assert_eq!(blobs.get(ABC, 3).await.unwrap(), "abc");
    let again = join_all((0..20).map(|_| blobs.put("abc"))).await;
    assert!(again.into_iter().all(|result| result.unwrap() == reference));
    assert_eq!(files(&folder).len(), 1, "one blob, and no draft left");
    let empty = blobs.put("").await.unwrap();
    assert_eq!(blobs.get(&empty.digest, 0).await.unwrap(), "");
    assert!(blobs.exists(ABC).await.unwrap());
    blobs.delete(ABC).await.unwrap();
    blobs.delete(ABC).await.unwrap();
    assert!(!blobs.exists(ABC).await.unwrap());
    assert!(matches!(
        blobs.get(ABC, 3).await,
        Err(BlobError::NotFound { .. })
    ));
}

#[tokio::test]
async fn streams_are_stored_and_read_like_bytes() {
    let (folder, blobs) = opened();
    let bytes: Vec<u8> = (0..200_000_u32)
        .flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes())
        .collect();
    let limit = bytes.len() as u64;
    let path = folder.path().join("source");
    fs::write(&path, &bytes).unwrap();
    let from_file = blobs.put_file(&path, limit).await.unwrap();
    assert_eq!(from_file.bytes, limit);
    blobs.delete(&from_file.digest).await.unwrap();
    let from_reader = blobs
        .put_reader(std::io::Cursor::new(bytes.clone()), limit)
        .await
        .unwrap();
    assert_eq!(from_file, from_reader);
    assert_eq!(blobs.put(bytes.clone()).await.unwrap(), from_file);
    assert_eq!(
        blobs.get(&from_file.digest, limit).await.unwrap(),
        Bytes::from(bytes.clone())
    );
    let copy = folder.path().join("copy");
    assert_eq!(
        blobs
            .get_file(&from_file.digest, limit, &copy)
            .await
            .unwrap(),
        limit
    );
    assert_eq!(fs::read(copy).unwrap(), bytes);
    assert!(matches!(
        blobs.put_file(&path, limit - 1).await,
        Err(BlobError::TooLarge { .. })
    ));
    let endless = tokio::io::repeat(b'x');
    assert!(matches!(
        blobs.put_reader(endless, 100_000).await,
        Err(BlobError::TooLarge { limit: 100_000 })
    ));
    assert!(matches!(
        blobs.put_file(&folder.path().join("absent"), 1).await,
        Err(BlobError::Copy(_))
    ));
    assert_eq!(files(&folder).len(), 1, "refused streams leave nothing");
}

#[tokio::test]
async fn a_bomb_stops_at_the_limit() {
    let (folder, blobs) = opened();
    let bomb = blobs.put(vec![0_u8; 16 * 1024 * 1024]).await.unwrap();
    assert!(fs::metadata(&files(&folder)[0]).unwrap().len() < 10_000);
    assert!(matches!(
        blobs.get(&bomb.digest, 1_000_000).await,
        Err(BlobError::TooLarge { limit: 1_000_000 })
    ));
    let copy = folder.path().join("copy");
    assert!(
        blobs
            .get_file(&bomb.digest, 1_000_000, &copy)
            .await
            .is_err()
    );
    assert!(!copy.exists());
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1, "no draft is left");
}

#[tokio::test]
async fn damage_is_noticed() {
    let (folder, blobs) = opened();
    let text = "a log line\n".repeat(10_000);
    let reference = blobs.put(text.clone()).await.unwrap();
    let file = files(&folder).remove(0);
    let whole = fs::read(&file).unwrap();
    let other = zstd::encode_all("other".as_bytes(), 3).unwrap();
    for bytes in [
        &whole[..whole.len() - 3],
        &b"not zstd at all"[..],
        &[],
        &other[..],
    ] {
        fs::write(&file, bytes).unwrap();
        let result = blobs.get(&reference.digest, 1_000_000).await;
        assert!(
            matches!(result, Err(BlobError::Damaged { .. })),
            "{} bytes: {result:?}",
            bytes.len()
        );
    }
    fs::write(&file, whole).unwrap();
    assert_eq!(blobs.get(&reference.digest, 1_000_000).await.unwrap(), text);
}

#[tokio::test]
async fn addresses_and_digests_are_checked() {
    let (_folder, blobs) = opened();
    for digest in [
        "",
        "abc",
        "sha256:",
        "sha256:../../etc/passwd",
        &ABC.to_uppercase(),
        &ABC[..70],
        &format!("{ABC}0"),
    ] {
        assert!(
            matches!(blobs.get(digest, 9).await, Err(BlobError::BadDigest(_))),
            "{digest}"
        );
        assert!(
            matches!(blobs.exists(digest).await, Err(BlobError::BadDigest(_))),
            "{digest}"
        );
        assert!(
            matches!(blobs.delete(digest).await, Err(BlobError::BadDigest(_))),
            "{digest}"
        );
    }
    for address in ["", "folder", "s3://bucket", "file://host/path"] {
        assert!(
            matches!(Blobs::open(address), Err(BlobError::BadAddress(_))),
            "{address}"
        );
    }
    assert!(Blobs::open("file:///dev/null/blobs").is_err());
}

#[test]
fn references_read_as_everywhere() {
    let json = format!(r#"{{"digest":"{ABC}","bytes":3}}"#);
    let reference: Reference = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&reference).unwrap(), json);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    /// What comes out is what went in.
    #[test]
    fn round_trip(bytes in prop::collection::vec(any::<u8>(), 0..5_000)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (_folder, blobs) = opened();
        runtime.block_on(async {
            let reference = blobs.put(bytes.clone()).await.unwrap();
            let limit = bytes.len() as u64;
            assert_eq!(blobs.get(&reference.digest, limit).await.unwrap(), Bytes::from(bytes.clone()));
            if limit > 0 {
                assert!(matches!(blobs.get(&reference.digest, limit - 1).await, Err(BlobError::TooLarge { .. })));
            }
        });
    }
}
