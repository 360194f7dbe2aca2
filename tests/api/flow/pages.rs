//! What pages say of figures while they come, and of those that mean nothing.

use crate::helpers::{Place, TestApp, balita, both_databases, expect, id};
use http::StatusCode;

both_databases!(a_new_year_changes_no_sum_and_a_correction_does,);

async fn a_new_year_changes_no_sum_and_a_correction_does(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut steward = portal.signed_in("walidata").await;
    for (kind, file, is_said) in [
        ("append", "Magetan;2024;1.210\nBarat;2024;940\n", false),
        ("append", "Plaosan;2023;800\n", true),
        ("correct", "Magetan;2023;1.300\n", true),
    ] {
        let file = format!("kecamatan;tahun;jumlah_balita\n{file}");
        let made = portal
            .hand_in(&balita(kind), "lagi.csv", file.as_bytes())
            .await;
        assert_eq!(made["state"], "submitted", "{made:#}");
        let page = steward
            .get(&format!("/kerja/pengajuan/{}", id(&made)))
            .await;
        let text = page.text();
        assert_eq!(text.contains("jumlah kolom"), is_said, "{file}: {text}");
        let rejecting = portal.api("walidata", "read,write").await;
        let no = serde_json::json!({ "action": "reject", "reason": "Hanya contoh." });
        expect(&rejecting.act(id(&made), &no).await, StatusCode::OK);
    }
}
