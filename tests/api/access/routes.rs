//! Every route as every role. The table of answers is a snapshot: whoever changes a right sees it there.

use crate::helpers::{
    Answer, ApiClient, BALITA_2023, Browser, Place, Server, TestApp, Upload, balita, id, run,
};
use axum::body::Body;
use http::Request;
use lumbung::schema::lists::{self, ListDraft};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// Who walks; `-` is signed out, the last column a person without any role.
const WALKERS: [&str; 8] = [
    "-",
    "produsen.dinkes",
    "produsen.disdukcapil",
    "endorser.dinkes",
    "walidata",
    "kepala.dinas",
    "admin",
    "pembaca",
];

/// Everything that can be asked for, as `METHOD pattern`, with what stands for the braces.
///
/// A POST carries a genuine token and no fields: what is allowed answers 422, 303 or 2xx, what isn't 403 or 404.
const ROUTES: &[&str] = &[
    "GET /",
    "GET /akun",
    "POST /akun/sandi",
    "POST /akun/token",
    "POST /akun/token/{token}/cabut",
    "GET /api",
    "GET /api/3/action/{action}",
    "GET /api/action/{action}",
    "GET /api/{version}{slash}",
    "GET /api/v1/audit/head",
    "GET /api/v1/changes",
    "GET /api/v1/datasets",
    "GET /api/v1/datasets/{name}",
    "GET /api/v1/datasets/{name}/versions",
    "POST /api/v1/datasets/{name}/withdraw",
    "GET /api/v1/openapi.json",
    "GET /api/v1/organizations",
    "GET /api/v1/resources/{resource}/preview",
    "GET /api/v1/resources/{resource}/profile",
    "GET /api/v1/resources/{resource}/rows",
    "GET /api/v1/resources/{resource}/schema",
    "PUT /api/v1/resources/{resource}/schema",
    "GET /api/v1/search",
    "GET /api/v1/submissions",
    "POST /api/v1/submissions",
    "GET /api/v1/submissions/{submission}",
    "PATCH /api/v1/submissions/{draft}",
    "POST /api/v1/submissions/{submission}/actions",
    "GET /api/v1/submissions/{submission}/diff",
    "GET /api/v1/submissions/{submission}/report",
    "POST /api/v1/submissions/{draft}/files",
    "DELETE /api/v1/submissions/{submission}/files/{submission_file}",
    "PATCH /api/v1/submissions/{draft}/files/{draft_file}",
    "PUT /api/v1/submissions/{draft}/files/{draft_file}/reading",
    "GET /api/v1/suggest",
    "GET /api/v1/topics",
    "OPTIONS /api/v1/uploads",
    "GET /api/v1/uploads",
    "POST /api/v1/uploads",
    "HEAD /api/v1/uploads/{upload}",
    "PATCH /api/v1/uploads/{upload}",
    "DELETE /api/v1/uploads/{upload}",
    "GET /api/v1/versions/{version_id}/manifest",
    "POST /api/v1/versions/{version_id}/withdraw",
    "GET /assets/{hash}/{file}",
    "GET /bantuan/temuan",
    "GET /bantuan/temuan/{code}",
    "GET /catalog.ttl",
    "GET /dataset",
    "GET /dataset/{name}",
    "GET /dataset/{name}/resource/{resource}",
    "GET /dataset/{name}/resource/{resource}/download/{file}",
    "GET /dataset/{name}/versi",
    "GET /dataset/{name}/versi/{which}",
    "GET /datastore/dump/{resource}",
    "GET /feeds/dataset.atom",
    "GET /group",
    "GET /group/{topic}",
    "GET /healthz",
    "GET /kelola",
    "GET /kelola/orang",
    "POST /kelola/orang",
    "GET /kelola/orang/baru",
    "GET /kelola/orang/{person}",
    "POST /kelola/orang/{person}",
    "POST /kelola/orang/{person}/nonaktif",
    "POST /kelola/orang/{person}/tautan",
    "GET /kelola/kode",
    "POST /kelola/kode",
    "GET /kelola/kode/{code_list}",
    "POST /kelola/kode/{code_list}",
    "GET /kelola/organisasi",
    "POST /kelola/organisasi",
    "GET /kelola/organisasi/baru",
    "GET /kelola/organisasi/{organization}",
    "POST /kelola/organisasi/{organization}",
    "GET /kelola/topik",
    "POST /kelola/topik",
    "GET /kelola/topik/{topic}",
    "POST /kelola/topik/{topic}",
    "GET /kerja",
    "GET /kerja/antrean",
    "GET /kerja/pengajuan/{submission}",
    "GET /kerja/pengajuan/{submission}/berkas/{submission_file}/asli",
    "POST /kerja/pengajuan/{submission}/komentar",
    "POST /kerja/pengajuan/{submission}/putusan",
    "POST /kerja/pengajuan/{submission}/tindakan",
    "GET /kerja/skema/{name}",
    "GET /kerja/skema/{name}/{resource}",
    "POST /kerja/skema/{name}/{resource}",
    "GET /kerja/templat/{name}",
    "GET /kerja/templat/{name}/{resource}/{form}",
    "GET /kerja/unggah",
    "POST /kerja/unggah",
    "GET /kerja/unggah/{draft}",
    "GET /kerja/unggah/{draft}/berkas",
    "POST /kerja/unggah/{draft}/berkas",
    "GET /kerja/unggah/{draft}/jenis",
    "POST /kerja/unggah/{draft}/jenis",
    "GET /kerja/unggah/{draft}/keterangan",
    "POST /kerja/unggah/{draft}/keterangan",
    "GET /kerja/unggah/{draft}/periksa",
    "POST /kerja/unggah/{draft}/periksa/{draft_file}",
    "GET /kerja/unggah/{draft}/periksa/{draft_file}/keadaan",
    "POST /kerja/unggah/{draft}/periksa/{draft_file}/batal",
    "POST /kerja/unggah/{draft}/periksa/{draft_file}/lembar",
    "GET /kerja/unggah/{draft}/ringkasan",
    "GET /kerja/unggah/{draft}/terkirim",
    "POST /kerja/unggah/{draft}/kirim",
    "GET /kerja/unggah/{draft}/berkas/{draft_file}/bertanda",
    "POST /kerja/unggah/{draft}/berkas/{draft_file}/hapus",
    "POST /kerja/unggah/{draft}/batal",
    "GET /masuk",
    "POST /masuk",
    "GET /metrics",
    "GET /organization",
    "GET /organization/{organization}",
    "GET /readyz",
    "GET /robots.txt",
    "GET /sitemap.xml",
    "GET /tentang",
    "GET /undangan/{secret}",
    "POST /undangan/{secret}",
    "POST /keluar",
];

/// What stands for the names in braces.
struct Stand(Vec<(&'static str, String)>);

impl Stand {
    fn address(&self, pattern: &str) -> String {
        let mut address = pattern.to_owned();
        for (name, value) in &self.0 {
            address = address.replace(&format!("{{{name}}}"), value);
        }
        assert!(!address.contains('{'), "{address}");
        address
    }
}

/// One public dataset, one submission in the queue, one draft, all of Dinas Kesehatan.
async fn stand(portal: &TestApp) -> Stand {
    let rows = portal.published().await;
    let resource = rows.split('/').nth(4).unwrap().to_owned();
    let versions = portal.get("/api/v1/datasets/jumlah-balita/versions").await;
    let versions = versions.json();
    let version = versions["items"][0]["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{versions:#}"));
    let mut waiting = balita("new");
    waiting["dataset"] = "balita-lain".into();
    let submission = portal.hand_in(&waiting, "balita.csv", BALITA_2023).await;
    let mut draft = balita("new");
    draft["dataset"] = "balita-konsep".into();
    draft["submit"] = false.into();
    let draft = portal.hand_in(&draft, "balita.csv", BALITA_2023).await;
    let asset = portal.get("/").await.text();
    let (_, asset) = asset.split_once("/assets/").unwrap();
    let (asset, _) = asset.split_once('"').unwrap();
    let (hash, file) = asset.split_once('/').unwrap();
    portal.person("tamu", Vec::new()).await;
    let person = portal.actor("tamu").await.account_id.to_string();
    let fixed = |name: &'static str, value: &str| (name, value.to_owned());
    Stand(vec![
        fixed("token", &person),
        fixed("action", "package_list"),
        fixed("version", "3"),
        fixed("slash", "/"),
        fixed("name", "jumlah-balita"),
        fixed("resource", &resource),
        fixed("submission", id(&submission)),
        fixed(
            "submission_file",
            submission["files"][0]["id"].as_str().unwrap(),
        ),
        fixed("draft", id(&draft)),
        fixed("draft_file", draft["files"][0]["id"].as_str().unwrap()),
        fixed("upload", &upload(portal).await),
        fixed("version_id", version),
        fixed("hash", hash),
        fixed("file", file.trim_end_matches('\\')),
        fixed("which", "1"),
        fixed("topic", "kesehatan"),
        fixed("organization", "dinkes"),
        fixed("person", &person),
        fixed("secret", "bukan-rahasia"),
        fixed("code", "type_mismatch"),
        fixed("code_list", &code_list(portal).await),
        fixed("form", "xlsx"),
    ])
}

async fn code_list(portal: &TestApp) -> String {
    let admin = portal.actor("admin").await;
    let draft = ListDraft {
        name: "lahan".to_owned(),
        title: "Jenis lahan".to_owned(),
        ..ListDraft::default()
    };
    let codes = lists::read(b"kode,nama\n1,Sawah\n").unwrap();
    let mut tx = portal.begin().await;
    let made = lists::create(&mut tx, &admin, &draft, &codes, portal.now()).await;
    made.unwrap();
    tx.commit().await.unwrap();
    draft.name
}

/// An upload of Dinas Kesehatan's producer, of a file without bytes.
async fn upload(portal: &TestApp) -> String {
    let client = portal.api("produsen.dinkes", "read,write").await;
    let request = tus(Request::post("/api/v1/uploads"));
    let begun = client.send(request.body(Body::empty()).unwrap()).await;
    let (_, upload) = begun.header("location").rsplit_once('/').unwrap();
    upload.to_owned()
}

fn tus(request: http::request::Builder) -> http::request::Builder {
    request
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-length", 0)
        .header("upload-offset", 0)
}

/// One of those who walk: a browser for the pages, a client for the API.
struct Walker {
    name: &'static str,
    browser: Browser,
    api: Option<ApiClient>,
}

impl Walker {
    async fn new(portal: &TestApp, name: &'static str) -> Self {
        if name == "-" {
            let mut browser = portal.browser();
            browser.get("/masuk").await;
            let api = None;
            return Self { name, browser, api };
        }
        Self {
            name,
            browser: portal.signed_in(name).await,
            api: Some(portal.api(name, "read,write").await),
        }
    }

    async fn ask(&mut self, portal: &TestApp, route: &str, stand: &Stand) -> Answer {
        let (method, pattern) = route.split_once(' ').unwrap();
        let address = stand.address(pattern);
        let is_read = method == "GET";
        if address.starts_with("/api/v1") {
            let request = Request::builder().method(method).uri(&address);
            let is_upload = address.starts_with("/api/v1/uploads");
            let (request, body) = if is_upload {
                (tus(request), "")
            } else if is_read {
                (request.header("content-type", "application/json"), "")
            } else {
                let request = request.header("content-type", "application/json");
                (request, "{\"action\":\"claim\"}")
            };
            let request = request.body(Body::from(body)).unwrap();
            return match &self.api {
                Some(client) => client.send(request).await,
                None => portal.send(request).await,
            };
        }
        if is_read {
            self.browser.get(&address).await
        } else if address.ends_with("/berkas") {
            let file = Upload {
                name: "lagi.csv",
                bytes: BALITA_2023,
            };
            self.browser.upload(&address, &[file]).await
        } else {
            self.browser.post(&address, &[]).await
        }
    }
}

#[test]
fn every_route_answers_every_role_as_agreed() {
    run(Server::Sqlite, |place: Place| async move {
        let portal = TestApp::with_people(&place).await;
        let stand = stand(&portal).await;
        let mut walkers = Vec::new();
        for name in WALKERS {
            walkers.push(Walker::new(&portal, name).await);
        }
        let mut table = format!("{:66}{}\n", "", WALKERS.join("  "));
        for route in ROUTES {
            let mut line = format!("{route:66}");
            for walker in &mut walkers {
                let answer = walker.ask(&portal, route, &stand).await;
                let (name, status) = (walker.name, answer.status.as_u16());
                assert!(status < 500, "{name} {route}: {}", answer.text());
                let width = name.len().max(3);
                write!(line, "{status:<width$}  ").unwrap();
            }
            table.push_str(line.trim_end());
            table.push('\n');
        }
        insta::assert_snapshot!(table);
    });
}

#[test]
fn the_walk_leaves_no_route_out() {
    let mut written = BTreeSet::new();
    collect(Path::new("src"), &mut written);
    let walked: BTreeSet<String> = ROUTES
        .iter()
        .map(|route| {
            shape(
                route
                    .split_once(' ')
                    .unwrap()
                    .1
                    .trim_start_matches("/api/v1"),
            )
        })
        .collect();
    let forgotten: Vec<&String> = written.difference(&walked).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

/// The pattern with the names in braces taken out, and without the prefix of the native API.
fn shape(pattern: &str) -> String {
    let mut shape = String::new();
    let mut inside = false;
    for letter in pattern.chars() {
        match letter {
            '{' => inside = true,
            '}' => {
                inside = false;
                shape.push('*');
            }
            letter if !inside => shape.push(letter),
            _ => {}
        }
    }
    shape
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for part in text.split(".route(").skip(1) {
                let start = part.trim_start();
                if let Some(rest) = start.strip_prefix('"') {
                    found.insert(shape(rest.split_once('"').unwrap().0));
                }
            }
        }
    }
}
