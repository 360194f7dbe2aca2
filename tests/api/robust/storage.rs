//! Blobs in a local folder and behind an S3 service on a socket with signed requests.

use super::s3_server::{S3Server, files_below};
use bytes::Bytes;
use futures::TryStreamExt;
use jiff::Timestamp;
use lumbung::config::{Secret, StorageSettings};
use lumbung::error::{Failure, Kind};
use lumbung::storage::{BlobHash, Error, Storage, Stored};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CHUNK: usize = 64 << 10;

/// A store, and where its objects lie as files.
struct Store {
    storage: Storage,
    objects: PathBuf,
    server: Option<S3Server>,
    folder: TempDir,
}

impl Store {
    fn folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let objects = folder.path().join("blobs");
        let settings = StorageSettings {
            url: format!("file://{}", objects.display()),
            ..StorageSettings::default()
        };
        Self {
            storage: open(&settings, &folder),
            objects,
            server: None,
            folder,
        }
    }

    async fn s3() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = S3Server::start().await;
        Self {
            storage: open(&server.settings(), &folder),
            objects: server.objects(),
            server: Some(server),
            folder,
        }
    }

    fn server(&self) -> &S3Server {
        self.server.as_ref().unwrap()
    }

    fn files(&self) -> Vec<PathBuf> {
        files_below(&self.objects)
    }

    fn loose_parts(&self) -> usize {
        self.server.as_ref().map_or(0, S3Server::loose_parts)
    }
}

fn open(settings: &StorageSettings, folder: &TempDir) -> Storage {
    Storage::open(settings, &folder.path().join("cache")).unwrap()
}

// Bytes that no part repeats.
fn bytes(count: usize) -> Bytes {
    let mut state = 0x2545_f491_u32;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..count).map(next).collect::<Vec<u8>>().into()
}

fn hash(bytes: &[u8]) -> BlobHash {
    BlobHash::parse(&hex::encode(Sha256::digest(bytes))).unwrap()
}

fn place(hash: &BlobHash) -> PathBuf {
    let shard = &hash.as_str()[..2];
    PathBuf::from(format!("blobs/{shard}/{hash}"))
}

async fn send(storage: &Storage, bytes: &Bytes) -> Result<Stored, Error> {
    let mut upload = storage.upload().await?;
    for start in (0..bytes.len()).step_by(CHUNK) {
        let end = bytes.len().min(start + CHUNK);
        upload.write(bytes.slice(start..end)).await?;
    }
    upload.finish().await
}

async fn read(storage: &Storage, hash: &BlobHash, range: Option<std::ops::Range<u64>>) -> Vec<u8> {
    let stream = storage.get(hash, range).await.unwrap();
    let chunks: Vec<Bytes> = stream.try_collect().await.unwrap();
    chunks.concat()
}

macro_rules! both_stores {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            use super::Store;

            #[tokio::test]
            async fn folder() {
                super::$test(Store::folder()).await;
            }

            #[tokio::test]
            async fn s3() {
                super::$test(Store::s3().await).await;
            }
        })+
    };
}

both_stores!(
    what_is_sent_in_pieces_is_one_blob_named_by_its_hash,
    a_blob_without_bytes_is_kept,
    a_range_is_read_alone,
    a_blob_that_was_never_sent_is_missing,
    the_same_bytes_are_kept_once,
    an_upload_that_is_given_up_leaves_nothing,
    an_upload_that_nobody_finishes_is_no_blob,
    a_blob_that_was_changed_is_found_damaged,
);

async fn what_is_sent_in_pieces_is_one_blob_named_by_its_hash(store: Store) {
    let sent = bytes((11 << 20) + 17);
    let stored = send(&store.storage, &sent).await.unwrap();
    assert_eq!(stored.hash, hash(&sent));
    assert_eq!(stored.size_bytes, sent.len() as u64);
    assert_eq!(store.files(), [place(&stored.hash)]);
    assert!(read(&store.storage, &stored.hash, None).await == sent);
    let size = store.storage.size(&stored.hash).await.unwrap();
    assert_eq!(size, Some(stored.size_bytes));
    assert!(store.storage.verify(&stored.hash).await.unwrap());
    let local = store.storage.local(&stored.hash).await.unwrap();
    assert!(std::fs::read(local.path()).unwrap() == sent);
    if let Some(server) = &store.server {
        assert_eq!(server.parts(), 3);
        assert_eq!(server.loose_parts(), 0);
    }
}

async fn a_blob_without_bytes_is_kept(store: Store) {
    let stored = store.storage.put(Bytes::new()).await.unwrap();
    assert_eq!(stored.hash, hash(b""));
    let read = store.storage.read(&stored.hash).await.unwrap();
    assert!(read.is_empty());
}

async fn a_range_is_read_alone(store: Store) {
    let sent = bytes(300_000);
    let stored = send(&store.storage, &sent).await.unwrap();
    let part = read(&store.storage, &stored.hash, Some(100_000..200_001)).await;
    assert!(part == sent[100_000..200_001]);
    let last = read(&store.storage, &stored.hash, Some(299_999..300_000)).await;
    assert_eq!(last, &sent[299_999..]);
}

async fn a_blob_that_was_never_sent_is_missing(store: Store) {
    let unknown = hash(b"never sent");
    let storage = &store.storage;
    assert!(matches!(
        storage.get(&unknown, None).await.err(),
        Some(Error::Missing)
    ));
    assert!(matches!(storage.read(&unknown).await, Err(Error::Missing)));
    assert_eq!(storage.size(&unknown).await.unwrap(), None);
    assert!(!storage.verify(&unknown).await.unwrap());
}

async fn the_same_bytes_are_kept_once(store: Store) {
    let sent = bytes(200_000);
    let first = send(&store.storage, &sent).await.unwrap();
    let second = store.storage.put(sent).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(store.files(), [place(&first.hash)]);
}

async fn an_upload_that_is_given_up_leaves_nothing(store: Store) {
    let mut upload = store.storage.upload().await.unwrap();
    upload.write(bytes(6 << 20)).await.unwrap();
    upload.write(bytes(6 << 20)).await.unwrap();
    upload.abort().await;
    assert_eq!(store.files(), Vec::<PathBuf>::new());
    assert_eq!(store.loose_parts(), 0);
}

async fn an_upload_that_nobody_finishes_is_no_blob(store: Store) {
    let mut upload = store.storage.upload().await.unwrap();
    let sent = bytes(1 << 20);
    upload.write(sent.clone()).await.unwrap();
    drop(upload);
    assert_eq!(store.storage.size(&hash(&sent)).await.unwrap(), None);
    assert!(files_below(&store.objects.join("blobs")).is_empty());
}

async fn a_blob_that_was_changed_is_found_damaged(store: Store) {
    let stored = store.storage.put(bytes(50_000)).await.unwrap();
    let file = store.objects.join(place(&stored.hash));
    let mut changed = std::fs::read(&file).unwrap();
    changed[40_000] ^= 1;
    std::fs::write(&file, changed).unwrap();
    assert!(!store.storage.verify(&stored.hash).await.unwrap());
    if store.server.is_some() {
        let copy = store.storage.local(&stored.hash).await;
        assert!(matches!(copy, Err(Error::Damaged)), "{copy:?}");
        assert!(files_below(&store.folder.path().join("cache")).is_empty());
    }
}

#[tokio::test]
async fn staged_objects_are_swept_once_they_are_old() {
    let store = Store::s3().await;
    let stored = store.storage.put(bytes(1000)).await.unwrap();
    let staged = store.objects.join("staging/abandoned");
    std::fs::create_dir_all(staged.parent().unwrap()).unwrap();
    std::fs::write(&staged, b"half a file").unwrap();
    let long_ago = Timestamp::from_second(1_000_000_000).unwrap();
    assert_eq!(store.storage.sweep_staging(long_ago).await.unwrap(), 0);
    assert!(staged.exists());
    let to_come = Timestamp::from_second(4_000_000_000).unwrap();
    assert_eq!(store.storage.sweep_staging(to_come).await.unwrap(), 1);
    assert_eq!(store.files(), [place(&stored.hash)]);
}

#[tokio::test]
async fn a_wrong_secret_key_is_refused_and_named() {
    refused(|settings| settings.secret_key = Secret::new("salah")).await;
}

#[tokio::test]
async fn an_unknown_access_key_is_refused_and_named() {
    refused(|settings| settings.access_key = Secret::new("orang-lain")).await;
}

async fn refused(change: impl FnOnce(&mut StorageSettings)) {
    let server = S3Server::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut settings = server.settings();
    change(&mut settings);
    let storage = open(&settings, &folder);
    for error in [
        storage.ping().await.unwrap_err(),
        storage.put(bytes(100)).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), Kind::Unavailable);
        let text = error.to_string();
        assert!(
            text.contains("storage.access_key") && text.contains("storage.secret_key"),
            "{text}"
        );
        assert!(!format!("{error:?}").contains("salah"));
    }
    assert!(files_below(&server.objects()).is_empty());
}

#[tokio::test]
async fn a_connection_that_breaks_halfway_leaves_nothing_visible() {
    let store = Store::s3().await;
    store.server().cut_after_parts(1);
    let sent = bytes(12 << 20);
    let started = Instant::now();
    let error = send(&store.storage, &sent).await.unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(15));
    assert_eq!(store.files(), Vec::<PathBuf>::new());
    store.server().cut_after_parts(usize::MAX);
    let stored = send(&store.storage, &sent).await.unwrap();
    assert_eq!(store.files(), [place(&stored.hash)]);
}

#[tokio::test]
async fn a_service_that_is_away_is_told_soon_and_used_again_when_it_is_back() {
    let mut store = Store::s3().await;
    let stored = store.storage.put(bytes(1000)).await.unwrap();
    let server = store.server.as_mut().unwrap();
    server.go_away().await;
    let started = Instant::now();
    let error = store.storage.read(&stored.hash).await.unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(15));
    server.come_back().await;
    assert!(store.storage.verify(&stored.hash).await.unwrap());
}
