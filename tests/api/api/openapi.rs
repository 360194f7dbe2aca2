//! The description of the API names each of its routes, and no other.

use crate::helpers::{Place, Server, TestApp, run};
use axum::body::Body;
use http::Request;
use lumbung::api::openapi::ROUTES;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A method that no route has: the refusal names those that it has.
const STRANGE: &str = "TRACE";

#[test]
fn the_description_names_each_route_and_no_other() {
    run(Server::Sqlite, |place: Place| async move {
        let portal = TestApp::open(&place).await;
        let mut routed = BTreeSet::new();
        for path in written() {
            for method in methods(&portal, &path).await {
                routed.insert((method, path.clone()));
            }
        }
        let listed: BTreeSet<(String, String)> = ROUTES
            .iter()
            .map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned()))
            .collect();
        let unlisted: Vec<_> = routed.difference(&listed).collect();
        let unrouted: Vec<_> = listed.difference(&routed).collect();
        assert!(unlisted.is_empty(), "not described: {unlisted:?}");
        assert!(unrouted.is_empty(), "not routed: {unrouted:?}");
    });
}

#[test]
fn no_route_is_described_twice() {
    let once: BTreeSet<_> = ROUTES
        .iter()
        .map(|(method, path, ..)| (method, path))
        .collect();
    assert_eq!(once.len(), ROUTES.len());
}

/// The methods that a path answers to; HEAD goes without saying where GET is.
async fn methods(portal: &TestApp, path: &str) -> Vec<String> {
    let address = format!("/api/v1{}", path.replace(['{', '}'], ""));
    let request = Request::builder()
        .method(STRANGE)
        .uri(&address)
        .header("tus-resumable", "1.0.0");
    let answer = portal.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 405, "{address}: {}", answer.text());
    let allowed: Vec<String> = answer
        .header("allow")
        .split(',')
        .map(|method| method.trim().to_lowercase())
        .collect();
    let has_get = allowed.iter().any(|method| method == "get");
    let said = allowed
        .into_iter()
        .filter(|method| !(has_get && method == "head"));
    said.collect()
}

/// The paths of the router's source.
fn written() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut paths = vec![PathBuf::from("src/api")];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).unwrap();
            paths.extend(entries.map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        for part in text.split(".route(").skip(1) {
            let path = part.trim_start().strip_prefix('"').unwrap();
            found.insert(path.split_once('"').unwrap().0.to_owned());
        }
    }
    // What is not below `/api/v1`.
    for path in ["/healthz", "/readyz", "/metrics"] {
        found.remove(path);
    }
    found
}
