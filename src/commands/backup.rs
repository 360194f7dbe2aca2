//! `lumbung backup` and `lumbung restore`: one portable dump with its blobs.

use super::{Common, existing, say};
use crate::app::start;
use crate::audit;
use crate::database::{Database, dump};
use crate::storage::{self, BlobHash, Storage};
use anyhow::{Context, bail, ensure};
use clap::Args;
use futures::TryStreamExt;
use serde_json::{Map, Value, json};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

#[derive(Debug, Args)]
pub(super) struct BackupOptions {
    /// A folder that doesn't exist yet or is empty.
    folder: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct RestoreOptions {
    /// A folder that `lumbung backup` wrote.
    folder: PathBuf,
}

const FORM: u64 = 1;

pub(super) async fn backup(common: Common, options: BackupOptions) -> anyhow::Result<()> {
    let settings = common.settings()?;
    let database = existing(&settings).await?;
    let store = Storage::open(&settings.storage, &settings.data_dir.join("cache"))?;
    let folder = options.folder;
    std::fs::create_dir_all(folder.join("blobs"))?;
    ensure!(
        !folder.join("dump.json").exists(),
        "{} holds a backup already",
        folder.display()
    );
    // One transaction reads everything, so the dump is of one moment.
    let mut tx = database.begin_snapshot().await?;
    let mut counts = Map::new();
    for table in dump::TABLES {
        let rows = write_table(&mut tx, table, &folder).await?;
        counts.insert((*table).to_owned(), json!(rows));
    }
    drop(tx);
    let blobs = copy_blobs(&folder, &store).await?;
    let head = json!({ "form": FORM, "tables": counts, "blobs": blobs });
    // Written last: a folder without it is not a whole backup.
    std::fs::write(folder.join("dump.json"), serde_json::to_vec_pretty(&head)?)?;
    say(format_args!(
        "backup: {} tables, {blobs} blobs in {}",
        dump::TABLES.len(),
        folder.display()
    ));
    Ok(())
}

async fn write_table(
    tx: &mut crate::database::Tx,
    table: &'static str,
    folder: &Path,
) -> anyhow::Result<i64> {
    let mut file = BufWriter::new(std::fs::File::create(
        folder.join(format!("{table}.jsonl")),
    )?);
    let mut offset = 0_i64;
    loop {
        let rows = dump::page(tx, table, offset).await?;
        for row in &rows {
            serde_json::to_writer(&mut file, row)?;
            file.write_all(b"\n")?;
        }
        offset += i64::try_from(rows.len())?;
        if rows.len() < 1000 {
            break;
        }
    }
    file.into_inner()
        .map_err(|error| anyhow::anyhow!("{error}"))?
        .sync_all()?;
    Ok(offset)
}

async fn copy_blobs(folder: &Path, store: &Storage) -> anyhow::Result<u64> {
    let mut count = 0;
    for row in lines(&folder.join("blob.jsonl"))? {
        let hash = blob_hash(&row?)?;
        let mut stream = store
            .get(&hash, None)
            .await
            .with_context(|| format!("blob {hash}"))?;
        let mut file = tokio::fs::File::create(folder.join("blobs").join(hash.as_str())).await?;
        while let Some(chunk) = stream.try_next().await? {
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        file.sync_all().await?;
        count += 1;
    }
    Ok(count)
}

fn blob_hash(row: &Map<String, Value>) -> anyhow::Result<BlobHash> {
    let text = row
        .get("sha256")
        .and_then(Value::as_str)
        .unwrap_or_default();
    BlobHash::parse(text).with_context(|| format!("blob.jsonl names {text:?}"))
}

fn lines(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Map<String, Value>>>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    Ok(BufReader::new(file)
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?)))
}

pub(super) async fn restore(common: Common, options: RestoreOptions) -> anyhow::Result<()> {
    let folder = options.folder;
    let head: Value = serde_json::from_slice(
        &std::fs::read(folder.join("dump.json")).context("this folder holds no whole backup")?,
    )?;
    ensure!(
        head.get("form").and_then(Value::as_u64) == Some(FORM),
        "the backup has another form"
    );
    let settings = common.settings()?;
    std::fs::create_dir_all(&settings.data_dir)?;
    let database = Database::open(&settings.database)
        .await
        .with_context(|| start::unopened(&settings.database))?;
    let store = Storage::open(&settings.storage, &settings.data_dir.join("cache"))?;
    let mut tx = database.begin().await?;
    ensure!(dump::is_empty(&mut tx).await?, "the portal is not empty");
    for row in lines(&folder.join("blob.jsonl"))? {
        restore_blob(&store, &folder, &blob_hash(&row?)?).await?;
    }
    dump::clear(&mut tx).await?;
    for table in dump::TABLES {
        let rows = restore_table(&mut tx, table, &folder).await?;
        let told = head.get("tables").and_then(|tables| tables.get(*table));
        ensure!(
            told.and_then(Value::as_u64) == Some(rows),
            "{table}.jsonl holds {rows} rows, and dump.json tells of {}; nothing was restored",
            told.unwrap_or(&Value::Null)
        );
    }
    let chain = audit::verify(&mut tx).await?;
    if let Some(at) = chain.broken_at {
        bail!("the audit trail of the backup breaks at event {at}; nothing was restored");
    }
    tx.commit().await?;
    say(format_args!(
        "restore: ok, {} audit events; run lumbung reindex or start the portal",
        chain.events
    ));
    Ok(())
}

async fn restore_table(
    tx: &mut crate::database::Tx,
    table: &'static str,
    folder: &Path,
) -> anyhow::Result<u64> {
    let mut count = 0;
    for row in lines(&folder.join(format!("{table}.jsonl")))? {
        dump::insert(tx, table, &row?).await.context(table)?;
        count += 1;
    }
    Ok(count)
}

async fn restore_blob(store: &Storage, folder: &Path, hash: &BlobHash) -> anyhow::Result<()> {
    let stored: storage::Stored = store
        .put_file(&folder.join("blobs").join(hash.as_str()))
        .await
        .with_context(|| format!("blob {hash}"))?;
    ensure!(stored.hash == *hash, "blob {hash} of the backup is damaged");
    Ok(())
}
