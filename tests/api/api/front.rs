//! What a newcomer asks first: `/api`.

use crate::helpers::{Place, Server, TestApp, run};
use http::StatusCode;

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
