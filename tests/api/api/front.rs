//! What a newcomer asks first: `/api`, and the query that the README shows.

use crate::helpers::{Place, Server, TestApp, balita, both_databases, expect, id, run};
use http::StatusCode;
use serde_json::{Value, json};

#[test]
fn a_program_is_told_the_version_and_the_way_on() {
    run(Server::Sqlite, |place: Place| async move {
        let portal = TestApp::with_people(&place).await;
        for accept in ["*/*", "application/json"] {
            let answer = portal.get_with("/api", &[("accept", accept)]).await;
            let told = answer.json();
            assert_eq!(told["version"], 1, "{told:#}");
            for link in told["links"].as_object().unwrap().values() {
                let (address, kind) = (
                    link["href"].as_str().unwrap(),
                    link["type"].as_str().unwrap(),
                );
                let (_, path) = address.split_once("://").unwrap();
                let (_, path) = path.split_once('/').unwrap();
                let there = portal
                    .get_with(&format!("/{path}"), &[("accept", kind)])
                    .await;
                // Submissions want a token.
                let is_there = matches!(there.status, StatusCode::OK | StatusCode::UNAUTHORIZED);
                assert!(is_there, "{address}: {}", there.text());
                let got = there.header("content-type");
                assert!(
                    got.starts_with(kind) || got.ends_with("problem+json"),
                    "{address}: {got}"
                );
            }
        }
        let guide = portal
            .get_with("/api", &[("accept", "text/html,*/*;q=0.8")])
            .await;
        assert!(guide.header("content-type").starts_with("text/html"));
    });
}

async fn what_the_guide_shows_is_answered(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    for language in ["id", "en"] {
        let accept = [("accept", "text/html"), ("accept-language", language)];
        let guide = portal.get_with("/api", &accept).await.text();
        let guide = guide.replace("&amp;", "&");
        let guide = guide.replace("&quot;", "\"").replace("&#x2f;", "/");
        let shown: Vec<&str> = guide
            .split("/api/v1/")
            .skip(1)
            .filter_map(|rest| rest.split_once(['"', '<']))
            .map(|(address, _)| address)
            .filter(|address| address.contains('?') && !address.starts_with("submissions"))
            .collect();
        for part in ["search?q=", "facets=", "select=", "count=exact"] {
            let is_shown = shown.iter().any(|address| address.contains(part));
            assert!(is_shown, "{part}: {shown:?}");
        }
        for address in shown {
            expect(
                &portal.get(&format!("/api/v1/{address}")).await,
                StatusCode::OK,
            );
        }
        for word in [
            "organization",
            "frequency",
            "ilike.",
            "Content-Range",
            "DELETE files/$FILE",
        ] {
            assert!(guide.contains(word), "{word}: {guide}");
        }
    }
    let rows = portal.rows_of("jumlah-balita").await;
    let question = "select=kecamatan,jumlah_balita&jumlah_balita=gt.0&order=jumlah_balita.desc";
    let answer = portal
        .get(&format!("{rows}?{question}&limit=1&count=exact"))
        .await;
    assert_eq!(answer.header("content-range"), "0-0/3");
}

both_databases!(what_the_guide_shows_is_answered);

#[test]
fn the_query_of_the_readme_fits_the_dataset_of_the_demo() {
    run(Server::Sqlite, |place: Place| async move {
        let portal = TestApp::with_people(&place).await;
        let mut body = balita("new");
        body["submit"] = json!(false);
        let bytes = include_bytes!("../../../data/demo/files/produksi-padi-per-kecamatan.ods");
        let name = "produksi-padi-per-kecamatan.ods";
        let accepted = ["fold_periods", "standard_regions", "drop_running_number"];
        body["resources"] = json!([{ "file": name, "reading": { "accepted": accepted } }]);
        let made = portal.hand_in(&body, name, bytes).await;
        let producer = portal.api("produsen.dinkes", "read,write").await;
        let act = json!({ "action": "submit", "reason": "Angka contoh." });
        expect(&producer.act(id(&made), &act).await, StatusCode::OK);
        portal.run_jobs().await;
        portal.approve(&made).await;
        let rows = portal.rows_of("jumlah-balita").await;
        let readme = include_str!("../../../README.md");
        let (_, query) = readme.split_once("/resources/ID/rows").unwrap();
        let (query, _) = query.split_once('\'').unwrap();
        let answer = portal.get(&format!("{rows}{query}")).await;
        expect(&answer, StatusCode::OK);
        let highest: Vec<Value> = answer.json().as_array().unwrap().clone();
        assert_eq!(highest.len(), 5, "{highest:?}");
    });
}
