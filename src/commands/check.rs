//! `lumbung check`: is everything that was published still whole?

use super::{Common, say};
use crate::audit;
use crate::database::Database;
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
    let database = Database::open(&settings.database).await?;
    let store = Storage::open(&settings.storage, &settings.data_dir.join("cache"))?;
    let faults = audit_faults(&database).await?
        + blob_faults(&database, &store, options.quick).await?
        + state_faults(&database).await?;
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
