use super::portal::{Portal, find, now};
use lumbung::release::feed::{self, ChangeKind};
use lumbung::search::{Facet, Query, Rebuilt};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn what_is_released_is_found_and_what_is_withdrawn_is_not() {
    let portal = Portal::new().await;
    assert!(!portal.search.is_ready());
    let stunting = portal.publish("Prevalensi Stunting Balita").await;
    let other = portal.publish("Jumlah Puskesmas").await;
    assert_eq!(portal.search.catch_up().await.unwrap(), 2);
    assert!(portal.search.is_ready());
    let id = stunting.dataset.to_string();
    assert_eq!(find(&portal.search, "stunting").await, [id.as_str()]);
    assert_eq!(find(&portal.search, "dinkes tahun:2022").await.len(), 2);

    portal.withdraw(&stunting).await;
    portal.search.catch_up().await.unwrap();
    assert!(find(&portal.search, "stunting").await.is_empty());
    let left = other.dataset.to_string();
    assert_eq!(find(&portal.search, "").await, [left.as_str()]);
    assert!(
        portal
            .search
            .suggest("stun".to_owned())
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_draft_is_never_indexed() {
    let portal = Portal::new().await;
    let mut tx = portal.database.begin().await.unwrap();
    let draft = portal.draft(&mut tx, "Rahasia Dapur").await;
    feed::append(&mut tx, ChangeKind::Catalog, &draft, None, now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    portal.search.catch_up().await.unwrap();
    assert_eq!(portal.search.rebuild().await.unwrap(), Rebuilt::Done(0));
    assert!(find(&portal.search, "rahasia").await.is_empty());
}

#[tokio::test]
async fn the_follower_goes_on_where_the_index_ends() {
    let portal = Portal::new().await;
    portal.publish("Jumlah Puskesmas").await;
    portal.search.catch_up().await.unwrap();
    let before = portal.search.sequence().await.unwrap();
    assert!(before > 0);
    assert_eq!(portal.search.catch_up().await.unwrap(), 0);
    portal.publish("Jumlah Posyandu").await;
    assert_eq!(portal.search.catch_up().await.unwrap(), 1);
    assert!(portal.search.sequence().await.unwrap() > before);
}

#[tokio::test]
async fn a_rebuild_holds_exactly_what_is_public() {
    let portal = Portal::new().await;
    let gone = portal.publish("Jumlah Posyandu").await;
    portal.publish("Jumlah Puskesmas").await;
    portal.withdraw(&gone).await;
    assert_eq!(portal.search.rebuild().await.unwrap(), Rebuilt::Done(1));
    assert_eq!(portal.search.catch_up().await.unwrap(), 0);
    let query = Query {
        filters: vec![(Facet::Tag, vec!["gizi".to_owned()])],
        ..Query::default()
    };
    assert_eq!(portal.search.search(query).await.unwrap().total, 1);
}

#[tokio::test]
async fn a_second_process_asks_the_one_that_writes_to_rebuild() {
    let portal = Portal::new().await;
    portal.publish("Jumlah Puskesmas").await;
    portal.search.catch_up().await.unwrap();
    let second = portal.second_process();
    assert_eq!(second.rebuild().await.unwrap(), Rebuilt::Asked);
}

#[tokio::test]
async fn the_follower_answers_the_bell_and_ends_when_told() {
    let portal = Portal::new().await;
    let stop = CancellationToken::new();
    let follower = tokio::spawn(portal.search.clone().follow(stop.clone()));
    portal.publish("Jumlah Puskesmas").await;
    portal.search.ring();
    let found = async {
        while portal.search.count() == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), found)
        .await
        .unwrap();
    stop.cancel();
    follower.await.unwrap();
}
