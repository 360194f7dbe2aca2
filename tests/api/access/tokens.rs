//! What a token without `write` is told.

use crate::helpers::{Place, TestApp, both_databases, expect};
use axum::body::Body;
use http::{Request, StatusCode};
use lumbung::api::openapi::ROUTES;

const ANY: &str = "0195a000-0000-7000-8000-000000000000";

async fn a_token_that_may_only_read_is_told_so_wherever_it_writes(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let reader = portal.api("produsen.dinkes", "read").await;
    let writing = ROUTES
        .iter()
        .filter(|(method, ..)| !["get", "head", "options"].contains(method));
    let mut count = 0;
    for (method, path, ..) in writing {
        let path = path.replace("{name}", "jumlah-balita");
        let path = path.replace("{id}", ANY).replace("{file}", ANY);
        let request = Request::builder()
            .method(method.to_uppercase().as_str())
            .uri(format!("/api/v1{path}"))
            .header("tus-resumable", "1.0.0")
            .header("content-type", "application/json")
            .body(Body::from("{}"));
        let refused = reader.send(request.unwrap()).await;
        expect(&refused, StatusCode::FORBIDDEN);
        let problem = refused.json();
        assert_eq!(
            problem["code"], "accounts.token_reads_only",
            "{method} {path}"
        );
        let detail = problem["detail"].as_str().unwrap();
        let way = "lumbung token create --user produsen.dinkes --scope read,write";
        assert!(detail.contains(way), "{detail}");
        count += 1;
    }
    assert!(count > 10, "{count}");
}

both_databases!(a_token_that_may_only_read_is_told_so_wherever_it_writes);
