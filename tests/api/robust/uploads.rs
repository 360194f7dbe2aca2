//! Uploads that are too large, break off, carry odd names, or are not genuine.

use super::s3_server::{S3Server, files_below};
use crate::helpers::{BALITA_2023, Browser, Place, TestApp, Upload, both_databases, expect, says};
use http::{Request, StatusCode};
use lumbung::error::Message;
use lumbung::web::i18n::Language;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

both_databases!(
    a_file_over_the_limit_is_refused_with_the_limit,
    the_answer_to_a_large_file_arrives_although_all_of_it_is_sent,
    an_upload_that_breaks_off_leaves_nothing,
    an_upload_that_breaks_off_leaves_nothing_behind_s3,
    odd_file_names_become_plain_ones,
    an_upload_without_the_right_token_takes_nothing_in,
    an_upload_from_another_site_takes_nothing_in,
);

/// A new draft of a producer, and where its files go.
pub(super) async fn draft(portal: &TestApp) -> (Browser, String) {
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    clerk.get("/kerja/unggah").await;
    let fields = [("kind", "new"), ("title", "Jumlah balita per kecamatan")];
    let begun = clerk.post("/kerja/unggah", &fields).await;
    let path = begun.location().to_owned();
    expect(&clerk.get(&path).await, StatusCode::OK);
    (clerk, path)
}

async fn small_limit(place: &Place) -> TestApp {
    let mut settings = place.settings();
    settings.limits.upload_bytes = 1 << 20;
    let portal = TestApp::with_settings(settings).await;
    portal.cast().await;
    portal
}

fn too_large() -> String {
    Language::Indonesian.text(&Message::new("upload-too-large").with("most", 1))
}

async fn count_of_files(portal: &TestApp) -> i64 {
    let mut tx = portal.begin().await;
    sqlx::query_scalar("select count(*) from submission_file")
        .fetch_one(&mut *tx)
        .await
        .unwrap()
}

async fn a_file_over_the_limit_is_refused_with_the_limit(place: Place) {
    let portal = small_limit(&place).await;
    let (mut clerk, path) = draft(&portal).await;
    let bytes = vec![b'1'; (1 << 20) + 1];
    let file = |bytes| Upload {
        name: "besar.csv",
        bytes,
    };
    let refused = clerk.upload(&path, &[file(&bytes)]).await;
    expect(&refused, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.text().contains(&too_large()), "{}", refused.text());
    let client = portal.api("produsen.dinkes", "read,write").await;
    let body = crate::helpers::balita("new");
    let refused = client.submission(&body, &[file(&bytes)]).await;
    expect(&refused, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(refused.json()["code"], "upload.too_large");
    assert_eq!(count_of_files(&portal).await, 0);
    assert_eq!(
        files_below(&place.folder().join("blobs")),
        Vec::<PathBuf>::new()
    );
    let taken = clerk.upload(&path, &[file(&bytes[1..])]).await;
    assert!(taken.location().ends_with("/periksa"));
}

async fn the_answer_to_a_large_file_arrives_although_all_of_it_is_sent(place: Place) {
    let portal = small_limit(&place).await;
    let (clerk, path) = draft(&portal).await;
    let address = portal.listen().await;
    let size = 24 << 20;
    let mut stream = begin_upload(address, &clerk, &path, size).await;
    // As browsers do: the whole body first, then the answer.
    let block = vec![b'1'; 1 << 20];
    for _ in 0..size >> 20 {
        stream.write_all(&block).await.unwrap();
    }
    stream.write_all(END).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains(&too_large()), "{answer}");
}

const END: &[u8] = b"\r\n--batas--\r\n";

/// Sends everything of an upload that comes before the file's bytes.
async fn begin_upload(address: SocketAddr, clerk: &Browser, path: &str, size: usize) -> TcpStream {
    let csrf = &clerk.csrf;
    let (name, value) = clerk.cookies.iter().next().unwrap();
    let begin = format!(
        "--batas\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--batas\r\n\
         Content-Disposition: form-data; name=\"berkas\"; filename=\"besar.csv\"\r\n\r\n"
    );
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {name}={value}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary=batas\r\nContent-Length: {}\r\n\r\n",
        begin.len() + size + END.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(begin.as_bytes()).await.unwrap();
    stream
}

async fn an_upload_that_breaks_off_leaves_nothing(place: Place) {
    let portal = TestApp::with_people(&place).await;
    break_off(&portal).await;
    wait_until_empty(&place.folder().join("blobs")).await;
}

async fn an_upload_that_breaks_off_leaves_nothing_behind_s3(place: Place) {
    let server = S3Server::start().await;
    let mut settings = place.settings();
    settings.storage = server.settings();
    let portal = TestApp::with_settings(settings).await;
    portal.cast().await;
    break_off(&portal).await;
    wait_until_empty(&server.objects()).await;
    for _ in 0..100 {
        if server.loose_parts() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(server.parts() > 0);
    assert_eq!(server.loose_parts(), 0);
}

// Half of a file arrives, then the connection is gone.
async fn break_off(portal: &TestApp) {
    let (mut clerk, path) = draft(portal).await;
    let address = portal.listen().await;
    let mut stream = begin_upload(address, &clerk, &path, 24 << 20).await;
    stream.write_all(&vec![b'1'; 12 << 20]).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    drop(stream);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(count_of_files(portal).await, 0);
    let page = clerk.get(&path).await;
    assert!(!page.text().contains("besar.csv"));
}

async fn wait_until_empty(folder: &Path) {
    for _ in 0..100 {
        if files_below(folder).is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", files_below(folder));
}

async fn odd_file_names_become_plain_ones(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, path) = draft(&portal).await;
    let long = format!("{}.csv", "a".repeat(400));
    let names = [
        ("../../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\balita 2023.csv", "balita 2023.csv"),
        ("lap\u{202e}vsc.csv", "lapvsc.csv"),
        ("<script>alert(1).csv", "<script>alert(1).csv"),
        (&long, &long[long.len() - 150..]),
        ("..", "berkas"),
    ];
    for (name, _) in names {
        let bytes = BALITA_2023;
        let sent = clerk.upload(&path, &[Upload { name, bytes }]).await;
        assert!(sent.location().contains("/periksa"), "{name}");
    }
    let mut tx = portal.begin().await;
    let mut kept: Vec<String> = sqlx::query_scalar("select file_name from submission_file")
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    drop(tx);
    let mut expected: Vec<&str> = names.iter().map(|(_, plain)| *plain).collect();
    kept.sort_unstable();
    expected.sort_unstable();
    assert_eq!(kept, expected);
    let page = clerk.get(&path).await.text();
    assert!(!page.contains("<script>alert(1)"));
    // A control character in a header is no name at all.
    let name = "bal\u{1}ita.csv";
    let bytes = BALITA_2023;
    let answer = clerk.upload(&path, &[Upload { name, bytes }]).await;
    assert!(!answer.status.is_server_error(), "{}", answer.text());
    let outside = files_below(place.folder())
        .into_iter()
        .filter(|file| file.to_string_lossy().contains("passwd"));
    assert_eq!(outside.count(), 0);
}

async fn an_upload_without_the_right_token_takes_nothing_in(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (clerk, path) = draft(&portal).await;
    let other = portal.signed_in("produsen2.dinkes").await.csrf;
    let file = ("berkas", Some("balita.csv"), BALITA_2023.to_vec());
    let token = |text: &str| ("csrf", None, text.as_bytes().to_vec());
    for parts in [
        vec![file.clone()],
        vec![token(""), file.clone()],
        vec![token(&other), file.clone()],
        vec![file.clone(), token(&clerk.csrf)],
    ] {
        let request = crate::helpers::multipart(Request::post(&path), parts);
        let answer = clerk.clone().send(request).await;
        expect(&answer, StatusCode::FORBIDDEN);
        assert!(answer.text().contains(&says("web-form-expired")));
    }
    assert_eq!(count_of_files(&portal).await, 0);
    assert_eq!(
        files_below(&place.folder().join("blobs")),
        Vec::<PathBuf>::new()
    );
}

async fn an_upload_from_another_site_takes_nothing_in(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (clerk, path) = draft(&portal).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://jahat.example"),
    ] {
        let request = Request::post(&path)
            .header("host", "data.example.go.id")
            .header(name, value);
        let parts = vec![
            ("csrf", None, clerk.csrf.clone().into_bytes()),
            ("berkas", Some("balita.csv"), BALITA_2023.to_vec()),
        ];
        let request = crate::helpers::multipart(request, parts);
        let answer = clerk.clone().send(request).await;
        expect(&answer, StatusCode::FORBIDDEN);
    }
    assert_eq!(count_of_files(&portal).await, 0);
}
