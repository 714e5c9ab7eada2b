//! Putting and getting blobs.

use std::{
    fmt,
    fs::{DirBuilder, File},
    io::{self, Read, Seek},
    os::unix::fs::DirBuilderExt,
    path::Path,
    sync::Arc,
};

use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt, buffered::BufWriter, local::LocalFileSystem};
use tokio::io::{AsyncRead, AsyncWriteExt};
use tokio_util::io::{StreamReader, SyncIoBridge};
use url::Url;

use crate::{BlobError, Reference, pack, reference::place};

/// A blob store; cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    objects: Arc<dyn ObjectStore>,
    address: String,
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blobs")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Blobs {
    /// Opens the store at an address: `file:///path/to/folder`.
    ///
    /// # Errors
    /// When the address is of another kind, or the folder cannot be made.
    pub fn open(address: &str) -> Result<Self, BlobError> {
        let bad = || BlobError::BadAddress(address.to_owned());
        let url = Url::parse(address).map_err(|_| bad())?;
        match url.scheme() {
            "file" => Self::folder(&url.to_file_path().map_err(|()| bad())?),
            _ => Err(bad()),
        }
    }

    /// Opens the store in a folder, which is made (for its owner only) if there is none.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn folder(path: &Path) -> Result<Self, BlobError> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let objects = LocalFileSystem::new_with_prefix(path)
            .map_err(unavailable)?
            .with_fsync(true);
        Ok(Self {
            objects: Arc::new(objects),
            address: path.display().to_string(),
        })
    }

    /// Stores bytes. Storing the same bytes again changes nothing.
    ///
    /// # Errors
    /// When the store is not available.
    pub async fn put(&self, bytes: impl Into<Bytes>) -> Result<Reference, BlobError> {
        let bytes = bytes.into();
        let (reference, packed) = blocking(move || {
            let mut packed = Vec::new();
            let reference = pack::pack(&bytes[..], u64::MAX, &mut packed)?;
            Ok((reference, packed))
        })
        .await?;
        let place = place(&reference.digest)?;
        if !self.has(&place).await? {
            self.objects
                .put(&place, packed.into())
                .await
                .map_err(unavailable)?;
        }
        Ok(reference)
    }

    /// Stores what a reader gives, in constant memory.
    ///
    /// # Errors
    /// `TooLarge` above `limit` bytes; `Copy` when the reader fails.
    pub async fn put_reader<R>(&self, reader: R, limit: u64) -> Result<Reference, BlobError>
    where
        R: AsyncRead + Unpin + Send + 'static,
    {
        let reader = SyncIoBridge::new(reader);
        self.put_packed(move || spool(reader, limit)).await
    }

    /// Stores a file, in constant memory.
    ///
    /// # Errors
    /// `TooLarge` above `limit` bytes; `Copy` when the file cannot be read.
    pub async fn put_file(&self, path: &Path, limit: u64) -> Result<Reference, BlobError> {
        let path = path.to_owned();
        self.put_packed(move || spool(File::open(path)?, limit))
            .await
    }

    /// Reads a blob of at most `limit` bytes.
    ///
    /// # Errors
    /// `NotFound`, `TooLarge`, `Damaged`, `BadDigest`.
    pub async fn get(&self, digest: &str, limit: u64) -> Result<Bytes, BlobError> {
        let packed = self.packed(digest).await?;
        let digest = digest.to_owned();
        blocking(move || {
            let mut bytes = Vec::new();
            pack::unpack(packed, &digest, limit, &mut bytes)?;
            Ok(bytes.into())
        })
        .await
    }

    /// Writes a blob of at most `limit` bytes to a file, in constant memory. The file appears complete or not at all,
    /// replaces one of that name, and is for its owner only. Says how many bytes it has.
    ///
    /// # Errors
    /// `NotFound`, `TooLarge`, `Damaged`, `BadDigest`; `Copy` when the file cannot be written.
    pub async fn get_file(&self, digest: &str, limit: u64, path: &Path) -> Result<u64, BlobError> {
        let packed = self.packed(digest).await?;
        let (digest, path) = (digest.to_owned(), path.to_owned());
        blocking(move || {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
                .unwrap_or(Path::new("."));
            let mut draft = tempfile::NamedTempFile::new_in(folder)?;
            let bytes = pack::unpack(packed, &digest, limit, draft.as_file_mut())?;
            draft.persist(&path).map_err(|error| error.error)?;
            Ok(bytes)
        })
        .await
    }

    /// Whether a blob is there.
    ///
    /// # Errors
    /// `BadDigest`, or when the store is not available.
    pub async fn exists(&self, digest: &str) -> Result<bool, BlobError> {
        self.has(&place(digest)?).await
    }

    /// Deletes a blob; deleting an absent one is fine.
    ///
    /// # Errors
    /// `BadDigest`, or when the store is not available.
    pub async fn delete(&self, digest: &str) -> Result<(), BlobError> {
        match self.objects.delete(&place(digest)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }

    async fn has(&self, place: &object_store::path::Path) -> Result<bool, BlobError> {
        match self.objects.head(place).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// The name is known only at the end, so the packed bytes wait in a nameless file until then.
    async fn put_packed(
        &self,
        spool: impl FnOnce() -> Result<(Reference, File), BlobError> + Send + 'static,
    ) -> Result<Reference, BlobError> {
        let (reference, packed) = blocking(spool).await?;
        let place = place(&reference.digest)?;
        if !self.has(&place).await? {
            let mut writer = BufWriter::new(Arc::clone(&self.objects), place);
            let copied = tokio::io::copy(&mut tokio::fs::File::from_std(packed), &mut writer).await;
            match copied {
                Ok(_) => writer.shutdown().await?,
                Err(error) => {
                    // The first error counts; a part that stays behind is never read.
                    let _ = writer.abort().await;
                    return Err(error.into());
                }
            }
        }
        Ok(reference)
    }

    /// The packed bytes as a blocking reader.
    async fn packed(&self, digest: &str) -> Result<impl Read + Send + use<>, BlobError> {
        let found = self
            .objects
            .get(&place(digest)?)
            .await
            .map_err(|error| match error {
                object_store::Error::NotFound { .. } => BlobError::NotFound {
                    digest: digest.to_owned(),
                },
                other => unavailable(other),
            })?;
        Ok(SyncIoBridge::new(StreamReader::new(found.into_stream())))
    }
}

fn spool(from: impl Read, limit: u64) -> Result<(Reference, File), BlobError> {
    let mut file = tempfile::tempfile()?;
    let reference = pack::pack(from, limit, &mut file)?;
    file.rewind()?;
    Ok((reference, file))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "for use as `map_err(unavailable)`"
)]
fn unavailable(error: object_store::Error) -> BlobError {
    BlobError::Unavailable(error.to_string())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobError> + Send + 'static,
) -> Result<T, BlobError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(BlobError::Copy(io::Error::other(error))),
    }
}
