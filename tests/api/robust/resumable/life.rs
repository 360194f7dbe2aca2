//! From the first byte to a file of a submission, or to nothing.

use super::{
    PATH, PIECE, Scene, append, begun, csv, hand_in, hash, head, id, offset, patch, send, tus,
};
use crate::helpers::{Place, balita, both_databases, expect};
use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, StatusCode};
use lumbung::storage::PIECE_BYTES;
use serde_json::json;
use std::io;
use std::path::PathBuf;

both_databases!(
    a_file_in_pieces_becomes_a_file_of_a_submission,
    a_file_in_pieces_becomes_a_file_of_a_submission_behind_s3,
    pieces_of_odd_sizes_make_the_same_file,
    pieces_of_odd_sizes_make_the_same_file_behind_s3,
    what_arrived_before_a_connection_broke_is_kept,
    what_arrived_before_a_connection_broke_is_kept_behind_s3,
    what_expires_goes_with_all_its_bytes,
    what_expires_goes_with_all_its_bytes_behind_s3,
    a_cancelled_upload_is_gone,
    a_cancelled_upload_is_gone_behind_s3,
    an_empty_file_is_complete_at_once,
    an_empty_file_is_complete_at_once_behind_s3,
    an_upload_is_used_once,
    what_the_store_has_lost_is_gone,
);

async fn a_file_in_pieces_becomes_a_file_of_a_submission(place: Place) {
    whole_life(Scene::new(&place).await).await;
}

async fn a_file_in_pieces_becomes_a_file_of_a_submission_behind_s3(place: Place) {
    whole_life(Scene::behind_s3(&place).await).await;
}

async fn whole_life(scene: Scene) {
    assert_eq!(PIECE as u64, PIECE_BYTES);
    let client = &scene.client;
    let bytes = csv(PIECE + 12_345);
    let path = begun(client, "../balita 2023.csv", bytes.len()).await;
    let early = hand_in(client, &[&path]).await;
    expect(&early, StatusCode::CONFLICT);
    assert_eq!(early.json()["code"], "upload.unfinished");
    send(client, &path, &bytes, 0, PIECE).await;
    let seen = head(client, &path).await;
    assert_eq!(seen.header("upload-offset"), bytes.len().to_string());
    assert_eq!(seen.header("upload-length"), bytes.len().to_string());
    assert_eq!(seen.header("cache-control"), "no-store");
    assert_eq!(
        seen.header("upload-expires"),
        "Wed, 05 Mar 2025 02:00:00 GMT"
    );
    let name = format!("filename {}", STANDARD.encode("../balita 2023.csv"));
    assert_eq!(seen.header("upload-metadata"), name);
    let listed = client.get(PATH).await.json();
    assert_eq!(listed["items"][0]["name"], "balita 2023.csv");
    assert_eq!(listed["items"][0]["state"], "complete");
    let made = hand_in(client, &[&path]).await;
    expect(&made, StatusCode::CREATED);
    let file = &made.json()["files"][0];
    assert_eq!(file["file"], "balita 2023.csv");
    assert_eq!(file["sha256"], hash(&bytes));
    assert_eq!(file["size"], bytes.len());
    let blob = PathBuf::from(format!("blobs/{}/{}", &hash(&bytes)[..2], hash(&bytes)));
    assert_eq!(scene.files(), std::slice::from_ref(&blob));
    assert!(std::fs::read(scene.objects.join(blob)).unwrap() == bytes);
    if let Some(server) = &scene.server {
        assert_eq!(server.parts(), 2);
        assert_eq!(server.loose_parts(), 0);
    }
}

async fn pieces_of_odd_sizes_make_the_same_file(place: Place) {
    odd_sizes(Scene::new(&place).await).await;
}

async fn pieces_of_odd_sizes_make_the_same_file_behind_s3(place: Place) {
    odd_sizes(Scene::behind_s3(&place).await).await;
}

async fn odd_sizes(scene: Scene) {
    let client = &scene.client;
    let bytes = csv(PIECE + 300_000);
    let mut paths = Vec::new();
    // A request of one byte, of less than a piece, of more than one; and files that fit into one piece.
    for (size, steps) in [
        (bytes.len(), vec![1, 300_000, PIECE + 1, bytes.len()]),
        (PIECE, vec![PIECE - 1, PIECE]),
        (1000, vec![10, 20, 1000]),
    ] {
        let path = begun(client, &format!("{}.csv", steps.len()), size).await;
        let mut from = 0;
        for to in steps {
            send(client, &path, &bytes[..to], from, usize::MAX).await;
            from = to;
        }
        paths.push((path, hash(&bytes[..size])));
    }
    let all: Vec<&str> = paths.iter().map(|(path, _)| path.as_str()).collect();
    let made = hand_in(client, &all).await;
    expect(&made, StatusCode::CREATED);
    for (number, (_, hash)) in paths.iter().enumerate() {
        assert_eq!(made.json()["files"][number]["sha256"], *hash, "{number}");
    }
    assert!(scene.files().iter().all(|file| file.starts_with("blobs")));
    if let Some(server) = &scene.server {
        assert_eq!(server.loose_parts(), 0);
    }
}

async fn what_arrived_before_a_connection_broke_is_kept(place: Place) {
    broken(Scene::new(&place).await).await;
}

async fn what_arrived_before_a_connection_broke_is_kept_behind_s3(place: Place) {
    broken(Scene::behind_s3(&place).await).await;
}

async fn broken(scene: Scene) {
    let client = &scene.client;
    let bytes = csv(PIECE + 2_000_000);
    let path = begun(client, "besar.csv", bytes.len()).await;
    let arrived = PIECE + 1_000_000;
    let chunks = vec![
        Ok(Bytes::copy_from_slice(&bytes[..arrived])),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ];
    let body = Body::from_stream(futures::stream::iter(chunks));
    let answer = client.send(patch(&path, 0).body(body).unwrap()).await;
    expect(&answer, StatusCode::REQUEST_TIMEOUT);
    assert_eq!(offset(client, &path).await, arrived);
    send(client, &path, &bytes, arrived, usize::MAX).await;
    let made = hand_in(client, &[&path]).await;
    assert_eq!(made.json()["files"][0]["sha256"], hash(&bytes));
}

async fn what_expires_goes_with_all_its_bytes(place: Place) {
    expiry(Scene::new(&place).await).await;
}

async fn what_expires_goes_with_all_its_bytes_behind_s3(place: Place) {
    expiry(Scene::behind_s3(&place).await).await;
}

async fn expiry(scene: Scene) {
    let client = &scene.client;
    let bytes = csv(PIECE + 1000);
    let half = begun(client, "a.csv", 2 * PIECE).await;
    send(client, &half, &bytes, 0, usize::MAX).await;
    let whole = begun(client, "b.csv", bytes.len()).await;
    send(client, &whole, &bytes, 0, usize::MAX).await;
    scene.portal.advance_hours(12);
    // Each byte puts the end off.
    send(client, &half, &[&bytes[..], b"x"].concat(), bytes.len(), 1).await;
    scene.portal.advance_hours(13);
    assert_eq!(scene.sweep().await, 1);
    expect(&head(client, &whole).await, StatusCode::NOT_FOUND);
    assert_eq!(offset(client, &half).await, bytes.len() + 1);
    scene.portal.advance_hours(12);
    expect(&head(client, &half).await, StatusCode::GONE);
    expect(
        &append(client, &half, bytes.len() + 1, b"x").await,
        StatusCode::GONE,
    );
    assert_eq!(scene.sweep().await, 1);
    expect(&head(client, &half).await, StatusCode::NOT_FOUND);
    scene.assert_nothing_is_left();
}

async fn a_cancelled_upload_is_gone(place: Place) {
    cancel(Scene::new(&place).await).await;
}

async fn a_cancelled_upload_is_gone_behind_s3(place: Place) {
    cancel(Scene::behind_s3(&place).await).await;
}

async fn cancel(scene: Scene) {
    let client = &scene.client;
    let path = begun(client, "a.csv", 3 * PIECE).await;
    send(client, &path, &csv(PIECE + 10), 0, usize::MAX).await;
    let ended = tus(Method::POST, &path).header("x-http-method-override", "DELETE");
    let ended = client.send(ended.body(Body::empty()).unwrap()).await;
    expect(&ended, StatusCode::NO_CONTENT);
    expect(&head(client, &path).await, StatusCode::NOT_FOUND);
    scene.assert_nothing_is_left();
}

async fn an_empty_file_is_complete_at_once(place: Place) {
    empty(Scene::new(&place).await).await;
}

async fn an_empty_file_is_complete_at_once_behind_s3(place: Place) {
    empty(Scene::behind_s3(&place).await).await;
}

async fn empty(scene: Scene) {
    let path = begun(&scene.client, "kosong.csv", 0).await;
    let made = hand_in(&scene.client, &[&path]).await;
    expect(&made, StatusCode::CREATED);
    assert_eq!(made.json()["files"][0]["sha256"], hash(b""));
}

async fn an_upload_is_used_once(place: Place) {
    let scene = Scene::new(&place).await;
    let client = &scene.client;
    let path = begun(client, "a.csv", 20).await;
    send(client, &path, &csv(20), 0, 20).await;
    expect(
        &hand_in(client, &[&path, &path]).await,
        StatusCode::CONFLICT,
    );
    expect(&hand_in(client, &[&path]).await, StatusCode::CREATED);
    let mut again = balita("new");
    again["dataset"] = json!("balita-lain");
    again["upload_ids"] = json!([id(&path)]);
    let again = client.submission(&again, &[]).await;
    expect(&again, StatusCode::CONFLICT);
    assert_eq!(again.json()["code"], "upload.used");
    let ended = tus(Method::DELETE, &path).body(Body::empty()).unwrap();
    expect(&client.send(ended).await, StatusCode::CONFLICT);
    assert_eq!(client.get(PATH).await.json()["items"], json!([]));
}

async fn what_the_store_has_lost_is_gone(place: Place) {
    let scene = Scene::new(&place).await;
    let client = &scene.client;
    let path = begun(client, "a.csv", 100).await;
    send(client, &path, &csv(40), 0, 40).await;
    for file in scene.files() {
        std::fs::remove_file(scene.objects.join(file)).unwrap();
    }
    let lost = append(client, &path, 40, b"x").await;
    expect(&lost, StatusCode::GONE);
    expect(&head(client, &path).await, StatusCode::GONE);
    scene.sweep().await;
    expect(&head(client, &path).await, StatusCode::NOT_FOUND);
}
