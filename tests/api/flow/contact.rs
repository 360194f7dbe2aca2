//! Whom the public is told to ask about a dataset.

use crate::helpers::{Place, TestApp, both_databases, expect};
use http::StatusCode;

both_databases!(a_contact_that_is_only_a_name_leads_to_its_house,);

async fn a_contact_that_is_only_a_name_leads_to_its_house(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let page = portal.get("/dataset/jumlah-balita").await.text();
    assert!(!page.contains("mailto:"), "{page}");

    let mut admin = portal.signed_in("admin").await;
    admin.get("/kelola/organisasi/dinkes").await;
    let fields = [
        ("name", "dinkes"),
        ("title", "Dinas Kesehatan"),
        ("abbreviation", "DINKES"),
        ("kind", "dinas"),
        ("contact", "dinkes@example.go.id, (0351) 895123"),
    ];
    let saved = admin.post("/kelola/organisasi/dinkes", &fields).await;
    expect(&saved, StatusCode::SEE_OTHER);

    for language in ["id", "en"] {
        let address = format!("/dataset/jumlah-balita?lang={language}");
        let page = portal.get(&address).await.text();
        assert!(
            page.contains("Bidang Data, <a href=\"mailto:dinkes@example.go.id\">"),
            "{page}"
        );
        assert!(page.contains("href=\"tel:+62351895123\""), "{page}");
    }
    let house = portal.get("/organization/dinkes").await.text();
    assert!(house.contains("href=\"mailto:dinkes@example.go.id\""));
    let call = "/api/3/action/package_show?id=jumlah-balita";
    let package = portal.get(call).await.json();
    let told = &package["result"]["maintainer_email"];
    assert_eq!(told, "dinkes@example.go.id");
    let graph = portal.get("/catalog.ttl").await.text();
    assert!(graph.contains("<mailto:dinkes@example.go.id>"), "{graph}");
    assert!(graph.contains("<tel:+62351895123>"), "{graph}");
}
