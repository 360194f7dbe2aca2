//! `lumbung check`: is everything that was published still whole?

use super::{Common, existing, say};
use crate::audit;
use crate::catalog::{self, version};
use crate::config::Settings;
use crate::database::Database;
use crate::lanes::{LaneSettings, Lanes};
use crate::release::feed;
use crate::release::manifest::Manifest;
use crate::search::Search;
use crate::storage::{self, Storage};
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Only look whether blobs are there and have their size; don't read them.
    #[arg(long)]
    quick: bool,
}

pub(super) async fn run(common: Common, options: Options) -> anyhow::Result<()> {
    let settings = common.settings()?;
    let database = existing(&settings).await?;
    let store = Storage::open(&settings.storage, &settings.data_dir.join("cache"))?;
    let faults = audit_faults(&database).await?
        + blob_faults(&database, &store, options.quick).await?
        + state_faults(&database).await?
        + manifest_faults(&database, &store).await?
        + index_faults(&settings, &database).await?;
    if faults == 0 {
        say("check: ok");
        return Ok(());
    }
    anyhow::bail!("{faults} faults")
}

async fn audit_faults(database: &Database) -> anyhow::Result<u64> {
    let mut tx = database.begin_read().await?;
    let report = audit::verify(&mut tx).await?;
    if let Some(at) = report.broken_at {
        say(format_args!("audit: the chain breaks at event {at}"));
        return Ok(1);
    }
    say(format_args!(
        "audit: {} events, head {}",
        report.events, report.head
    ));
    Ok(0)
}

async fn blob_faults(database: &Database, store: &Storage, quick: bool) -> anyhow::Result<u64> {
    let (mut after, mut count, mut faults) = (String::new(), 0_u64, 0_u64);
    loop {
        let mut tx = database.begin_read().await?;
        let page = storage::list(&mut tx, &after, 500).await?;
        drop(tx);
        let Some((last, _)) = page.last() else { break };
        after = last.to_string();
        for (hash, size) in &page {
            let whole = if quick {
                store
                    .size(hash)
                    .await?
                    .is_some_and(|found| i64::try_from(found) == Ok(*size))
            } else {
                store.verify(hash).await?
            };
            if !whole {
                say(format_args!("blob {hash}: missing or damaged"));
                faults += 1;
            }
            count += 1;
        }
    }
    say(format_args!("blobs: {count} checked, {faults} faults"));
    Ok(faults)
}

async fn state_faults(database: &Database) -> anyhow::Result<u64> {
    let mut tx = database.begin_read().await?;
    let faults = crate::catalog::public::inconsistencies(&mut tx).await?;
    for fault in &faults {
        say(format_args!("catalogue: {fault}"));
    }
    Ok(faults.len() as u64)
}

// Does every version's manifest say what the database says?
async fn manifest_faults(database: &Database, store: &Storage) -> anyhow::Result<u64> {
    let (mut after, mut count, mut faults) = (String::new(), 0_u64, 0_u64);
    loop {
        let mut tx = database.begin_read().await?;
        let page = version::page(&mut tx, &after, 200).await?;
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        for version in &page {
            let resources = version::resources(&mut tx, &version.id).await?;
            // What can't be read has been counted among the blobs.
            let Ok(bytes) = store.read(&version.manifest_blob).await else {
                continue;
            };
            let agrees = Manifest::from_bytes(&bytes)
                .is_ok_and(|manifest| manifest.tells_of(version, &resources));
            if !agrees {
                say(format_args!(
                    "version {}: its manifest tells otherwise than the database",
                    version.id
                ));
                faults += 1;
            }
            count += 1;
        }
    }
    say(format_args!("manifests: {count} checked, {faults} faults"));
    Ok(faults)
}

// Does the index of this node hold what is public? It may be behind: a running portal follows the feed.
async fn index_faults(settings: &Settings, database: &Database) -> anyhow::Result<u64> {
    let lanes = Lanes::new(LaneSettings::from_settings(settings));
    let search = Search::open(&settings.search.folder, database, &lanes)?;
    let mut tx = database.begin_read().await?;
    let head = feed::head(&mut tx).await?;
    let public = catalog::public::figures(&mut tx).await?.datasets;
    let held = search.sequence().await?;
    if held != head {
        say(format_args!(
            "index: holds the feed up to {held} of {head}; a running portal goes on from there"
        ));
        return Ok(0);
    }
    let count = search.count();
    say(format_args!("index: {count} datasets of {public}"));
    Ok(u64::from(i64::try_from(count) != Ok(public)))
}
