//! What pages say of figures while they come, and of those that mean nothing.

use super::browser::upload;
use crate::helpers::{
    BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id, says,
};
use http::StatusCode;

both_databases!(
    a_steward_is_told_no_figures_before_they_are_there,
    a_new_year_changes_no_sum_and_a_correction_does,
    pages_count_what_is_for_information_alike,
    no_line_breaks_within_a_month,
);

async fn a_steward_is_told_no_figures_before_they_are_there(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let files = [Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    }];
    let made = producer.submission(&balita("new"), &files).await;
    expect(&made, StatusCode::CREATED);
    let made = made.json();
    assert_eq!(made["state"], "checking");
    let mut steward = portal.signed_in("walidata").await;
    let page = format!("/kerja/pengajuan/{}", id(&made));
    let early = steward.get(&page).await;
    expect(&early, StatusCode::OK);
    assert!(early.text().contains(&says("sum-counting")));
    assert!(!early.text().contains(&says("sum-new")), "{}", early.text());
    portal.run_jobs().await;
    let late = steward.get(&page).await.text();
    assert!(late.contains("<b class=\"a\">+3</b>"), "{late}");
    assert!(!late.contains(&says("sum-counting")), "{late}");
}

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

async fn pages_count_what_is_for_information_alike(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let file = Upload {
        name: "puskesmas.csv",
        bytes: b"puskesmas;lintang;bujur\nA;-7,65;111,33\nB;0;0\nC;-7,61;111,40\nD;0;0\nE;-7,70;111,25\n",
    };
    let address = upload(&portal, &mut clerk, "Puskesmas", file).await;
    let page = clerk.get(&format!("{address}/periksa")).await.text();
    assert!(page.contains("2 keterangan</span>"), "{page}");
    assert!(page.contains("<summary>2 keterangan, tidak"), "{page}");
}

async fn no_line_breaks_within_a_month(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let file = b"bulan;kecamatan;jumlah_balita\n2025-01;Magetan;1.200\n2025-02;Magetan;1.210\n2025-01;Barat;900\n2025-02;Barat;910\n";
    let made = portal.hand_in(&balita("new"), "bulanan.csv", file).await;
    portal.approve(&made).await;
    let rows = portal.rows_of("jumlah-balita").await;
    let resource = rows.split('/').nth(4).unwrap();
    for page in [
        "/dataset/jumlah-balita".to_owned(),
        format!("/dataset/jumlah-balita/resource/{resource}"),
    ] {
        let text = portal.get(&page).await.text();
        let (before, _) = text
            .split_once(">2025-01<")
            .unwrap_or_else(|| panic!("{page}: {text}"));
        let (_, tag) = before.rsplit_once('<').unwrap();
        assert!(tag.contains("nw"), "{page}: {tag}");
    }
}
