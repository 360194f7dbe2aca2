//! Requests that are refused: wrong ones, too large ones, those of others, and the second of two.

use super::{
    PATH, PIECE, Scene, append, begin, begun, csv, hand_in, hash, head, offset, patch, send, tus,
};
use crate::helpers::{Place, both_databases, expect};
use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io;
use std::time::Duration;

both_databases!(
    a_wrong_offset_is_told_the_right_one,
    a_wrong_checksum_leaves_the_upload_as_it_was,
    a_wrong_checksum_leaves_the_upload_as_it_was_behind_s3,
    of_two_requests_at_once_one_writes,
    uploads_of_others_do_not_exist,
    only_who_hands_in_data_may_upload,
    limits_are_told,
    a_request_that_is_no_tus_is_refused,
);

async fn a_wrong_offset_is_told_the_right_one(place: Place) {
    let scene = Scene::new(&place).await;
    let client = &scene.client;
    let path = begun(client, "a.csv", 100).await;
    send(client, &path, &csv(40), 0, 40).await;
    for wrong in [0, 39, 41, 100] {
        let refused = append(client, &path, wrong, b"x").await;
        expect(&refused, StatusCode::CONFLICT);
        assert_eq!(refused.json()["code"], "upload.offset");
        assert_eq!(refused.json()["offset"], 40);
    }
    let long = append(client, &path, 40, &[b'x'; 61]).await;
    expect(&long, StatusCode::PAYLOAD_TOO_LARGE);
    let unknown_length = patch(&path, 40)
        .body(Body::from_stream(futures::stream::iter([
            Ok::<_, io::Error>(Bytes::from(vec![b'x'; 61])),
        ])))
        .unwrap();
    let long = client.send(unknown_length).await;
    expect(&long, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(offset(client, &path).await, 40);
}

async fn a_wrong_checksum_leaves_the_upload_as_it_was(place: Place) {
    checksums(Scene::new(&place).await).await;
}

async fn a_wrong_checksum_leaves_the_upload_as_it_was_behind_s3(place: Place) {
    checksums(Scene::behind_s3(&place).await).await;
}

async fn checksums(scene: Scene) {
    let client = &scene.client;
    let bytes = csv(PIECE + 1000);
    let path = begun(client, "a.csv", bytes.len()).await;
    send(client, &path, &bytes[..500], 0, 500).await;
    let rest = &bytes[500..];
    let with = |checksum: String, bytes: &[u8]| {
        let request = patch(&path, 500).header("upload-checksum", checksum);
        client.send(request.body(Body::from(bytes.to_vec())).unwrap())
    };
    let right = format!("sha256 {}", STANDARD.encode(Sha256::digest(rest)));
    let mut changed = rest.to_vec();
    changed[PIECE] ^= 1;
    let refused = with(right.clone(), &changed).await;
    assert_eq!(refused.status.as_u16(), 460, "{}", refused.text());
    assert_eq!(refused.json()["code"], "upload.checksum_differs");
    assert_eq!(refused.json()["status"], 460);
    assert_eq!(offset(client, &path).await, 500);
    for unknown in [
        "md5 1B2M2Y8AsgTpgAmY7PhCfg==",
        "sha256",
        "sha1 AAAA",
        "sha256 ???",
    ] {
        let refused = with(unknown.to_owned(), rest).await;
        expect(&refused, StatusCode::BAD_REQUEST);
    }
    expect(&with(right, rest).await, StatusCode::NO_CONTENT);
    let made = hand_in(client, &[&path]).await;
    assert_eq!(made.json()["files"][0]["sha256"], hash(&bytes));
    assert!(scene.files().iter().all(|file| file.starts_with("blobs")));
}

async fn of_two_requests_at_once_one_writes(place: Place) {
    let scene = Scene::new(&place).await;
    let client = &scene.client;
    let bytes = csv(1000);
    let path = begun(client, "a.csv", bytes.len()).await;
    // The first sends half of its bytes and then waits.
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel::<io::Result<Bytes>>();
    let chunks = futures::stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    });
    let request = patch(&path, 0).body(Body::from_stream(chunks)).unwrap();
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.send(request).await }
    });
    sender
        .send(Ok(Bytes::copy_from_slice(&bytes[..500])))
        .unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let second = append(client, &path, 0, &bytes).await;
    expect(&second, StatusCode::LOCKED);
    assert_eq!(second.json()["code"], "upload.locked");
    sender
        .send(Ok(Bytes::copy_from_slice(&bytes[500..])))
        .unwrap();
    drop(sender);
    expect(&first.await.unwrap(), StatusCode::NO_CONTENT);
    let made = hand_in(client, &[&path]).await;
    assert_eq!(made.json()["files"][0]["sha256"], hash(&bytes));
    // Many at once: whatever their order, the bytes are right.
    let path = begun(client, "b.csv", bytes.len()).await;
    let many = (0..8).map(|_| append(client, &path, 0, &bytes));
    let answers = futures::future::join_all(many).await;
    let taken = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::NO_CONTENT);
    assert_eq!(taken.count(), 1);
    for answer in &answers {
        let fits = matches!(answer.status.as_u16(), 204 | 409 | 423);
        assert!(fits, "{}", answer.text());
    }
    assert_eq!(offset(client, &path).await, bytes.len());
}

async fn uploads_of_others_do_not_exist(place: Place) {
    let scene = Scene::new(&place).await;
    let path = begun(&scene.client, "a.csv", 10).await;
    send(&scene.client, &path, &csv(10), 0, 10).await;
    for name in ["produsen2.dinkes", "walidata", "admin"] {
        let other = scene.portal.api(name, "read,write").await;
        expect(&head(&other, &path).await, StatusCode::NOT_FOUND);
        let patched = append(&other, &path, 10, b"").await;
        expect(&patched, StatusCode::NOT_FOUND);
        let ended = tus(Method::DELETE, &path).body(Body::empty()).unwrap();
        expect(&other.send(ended).await, StatusCode::NOT_FOUND);
        assert_eq!(other.get(PATH).await.json()["items"], json!([]));
    }
    let other = scene.portal.api("produsen2.dinkes", "read,write").await;
    expect(&hand_in(&other, &[&path]).await, StatusCode::NOT_FOUND);
    let stranger = tus(Method::HEAD, &path).body(Body::empty()).unwrap();
    expect(&scene.portal.send(stranger).await, StatusCode::UNAUTHORIZED);
    assert_eq!(offset(&scene.client, &path).await, 10);
}

async fn only_who_hands_in_data_may_upload(place: Place) {
    let scene = Scene::new(&place).await;
    for name in ["walidata", "pembaca", "admin"] {
        let other = scene.portal.api(name, "read,write").await;
        expect(&begin(&other, "a.csv", 10).await, StatusCode::FORBIDDEN);
    }
    let reader = scene.portal.api("produsen.dinkes", "read").await;
    expect(&begin(&reader, "a.csv", 10).await, StatusCode::FORBIDDEN);
    // A page's script: the session alone is not enough.
    let mut clerk = scene.portal.signed_in("produsen.dinkes").await;
    let csrf = clerk.csrf.clone();
    for (token, site, status) in [
        ("", "same-origin", StatusCode::FORBIDDEN),
        ("salah", "same-origin", StatusCode::FORBIDDEN),
        (&csrf, "cross-site", StatusCode::FORBIDDEN),
        (&csrf, "same-origin", StatusCode::CREATED),
    ] {
        let request = tus(Method::POST, PATH)
            .header("upload-length", 10)
            .header("x-csrf-token", token)
            .header("sec-fetch-site", site);
        let answer = clerk.send(request.body(Body::empty()).unwrap()).await;
        expect(&answer, status);
    }
    assert_eq!(
        scene.client.get(PATH).await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

async fn limits_are_told(place: Place) {
    let mut settings = place.settings();
    settings.limits.upload_bytes = 1 << 20;
    settings.limits.open_uploads = 2;
    let scene = Scene::with(settings, place.folder().join("blobs"), None).await;
    let client = &scene.client;
    let options = tus(Method::OPTIONS, PATH).body(Body::empty()).unwrap();
    let facts = scene.portal.send(options).await;
    expect(&facts, StatusCode::NO_CONTENT);
    assert_eq!(facts.header("tus-version"), "1.0.0");
    assert_eq!(facts.header("tus-resumable"), "1.0.0");
    assert_eq!(facts.header("tus-max-size"), "1048576");
    assert_eq!(
        facts.header("tus-extension"),
        "creation,termination,checksum,expiration"
    );
    assert_eq!(facts.header("tus-checksum-algorithm"), "sha256,sha1");
    let large = begin(client, "a.csv", (1 << 20) + 1).await;
    expect(&large, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(large.json()["code"], "upload.too_large");
    let first = begun(client, "a.csv", 1 << 20).await;
    begun(client, "b.csv", 10).await;
    let third = begin(client, "c.csv", 10).await;
    expect(&third, StatusCode::CONFLICT);
    assert_eq!(third.json()["code"], "upload.too_many");
    let ended = tus(Method::DELETE, &first).body(Body::empty()).unwrap();
    expect(&client.send(ended).await, StatusCode::NO_CONTENT);
    begun(client, "c.csv", 10).await;
}

async fn a_request_that_is_no_tus_is_refused(place: Place) {
    let scene = Scene::new(&place).await;
    let client = &scene.client;
    let bare = Request::post(PATH).header("upload-length", 10);
    let refused = client.send(bare.body(Body::empty()).unwrap()).await;
    expect(&refused, StatusCode::PRECONDITION_FAILED);
    assert_eq!(refused.header("tus-version"), "1.0.0");
    for length in ["", "-1", "1e3", "99999999999999999999"] {
        let request = tus(Method::POST, PATH).header("upload-length", length);
        let refused = client.send(request.body(Body::empty()).unwrap()).await;
        expect(&refused, StatusCode::BAD_REQUEST);
    }
    let request = tus(Method::POST, PATH)
        .header("upload-length", 10)
        .header("upload-metadata", "filename %%%");
    let refused = client.send(request.body(Body::empty()).unwrap()).await;
    expect(&refused, StatusCode::BAD_REQUEST);
    let path = begun(client, "a.csv", 10).await;
    let request = tus(Method::PATCH, &path).header("upload-offset", 0);
    let refused = client.send(request.body(Body::from("x")).unwrap()).await;
    expect(&refused, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    expect(
        &head(client, &format!("{PATH}/x")).await,
        StatusCode::NOT_FOUND,
    );
}
