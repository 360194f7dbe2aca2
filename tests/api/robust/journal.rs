//! The numbers of the audit trail and the change feed, and the chain, while many write at the same time.

use crate::helpers::{Place, TestApp, both_databases};
use lumbung::accounts::Actor;
use lumbung::audit::{self, Event};
use lumbung::catalog::DatasetId;
use lumbung::database::{Database, Error};
use lumbung::release::feed::{self, ChangeKind};
use lumbung::submission::Metadata;
use serde_json::json;
use tokio::task::JoinSet;

const WRITERS: i64 = 50;

both_databases!(
    fifty_writers_leave_no_gap_and_no_double,
    a_changed_event_breaks_the_chain_there,
    a_removed_last_event_breaks_the_chain,
);

async fn fifty_writers_leave_no_gap_and_no_double(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let metadata = Metadata::default();
    let dataset = portal.reserve("jumlah-balita", &metadata).await;
    let first = numbers(&portal).await.len();
    // Two nodes, or the portal and a command beside it.
    let other = Database::open(&place.settings().database).await.unwrap();
    let actor = portal.actor("admin").await;
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let database = if writer % 2 == 0 {
            portal.app.database.clone()
        } else {
            other.clone()
        };
        let (actor, dataset, now) = (actor.clone(), dataset.clone(), portal.now());
        writers.spawn(async move {
            write(&database, &actor, &dataset, writer, now)
                .await
                .unwrap();
        });
    }
    writers.join_all().await;

    let found = numbers(&portal).await;
    let expected: Vec<i64> = (1..).take(found.len()).collect();
    assert_eq!(found, expected);
    // Every fifth writer took its numbers and gave them back.
    assert_eq!(found.len() - first, 2 * 40);
    let chain = audit::verify(&mut portal.begin().await).await.unwrap();
    assert_eq!(chain.broken_at, None);
    other.close().await;
}

async fn write(
    database: &Database,
    actor: &Actor,
    dataset: &DatasetId,
    writer: i64,
    now: jiff::Timestamp,
) -> Result<(), Error> {
    let mut tx = database.begin().await?;
    let number = audit::append(&mut tx, Some(actor), event(writer), now).await?;
    tokio::task::yield_now().await;
    let next = feed::append(&mut tx, ChangeKind::Catalog, dataset, None, now).await?;
    assert_eq!(next, number + 1);
    if writer % 5 == 0 {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(())
}

fn event(writer: i64) -> Event<'static> {
    Event {
        action: "test.written",
        subject_kind: "test",
        subject_id: "1",
        detail: json!({ "writer": writer }),
    }
}

// The numbers of both, in order.
async fn numbers(portal: &TestApp) -> Vec<i64> {
    let mut tx = portal.begin().await;
    sqlx::query_scalar(
        "select sequence from audit_event union all select sequence from change order by sequence",
    )
    .fetch_all(&mut *tx)
    .await
    .unwrap()
}

async fn a_changed_event_breaks_the_chain_there(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut tx = portal.begin().await;
    sqlx::query("update audit_event set subject_id = 'lain' where sequence = 3")
        .execute(&mut *tx)
        .await
        .unwrap();
    let chain = audit::verify(&mut tx).await.unwrap();
    assert_eq!(chain.broken_at, Some(3));
}

async fn a_removed_last_event_breaks_the_chain(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut tx = portal.begin().await;
    let (last, _) = audit::head(&mut tx).await.unwrap();
    sqlx::query("delete from audit_event where sequence = $1")
        .bind(last)
        .execute(&mut *tx)
        .await
        .unwrap();
    let chain = audit::verify(&mut tx).await.unwrap();
    assert!(chain.broken_at.is_some(), "{chain:?}");
}
