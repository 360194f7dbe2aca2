//! A title that the agency has already: told, and overruled by whoever means it.

use super::browser::upload;
use crate::helpers::{
    BALITA_2023, Browser, Place, TestApp, Upload, both_databases, expect, says, says_in,
};
use http::StatusCode;
use lumbung::web::i18n::Language;

both_databases!(
    a_title_of_a_published_dataset_is_told_and_can_be_meant,
    a_title_of_an_open_submission_is_told_to_its_own_agency,
);

const BALITA: Upload<'_> = Upload {
    name: "balita.csv",
    bytes: BALITA_2023,
};

async fn describe(
    clerk: &mut Browser,
    address: &str,
    more: &[(&str, &str)],
) -> crate::helpers::Answer {
    clerk.get(&format!("{address}/keterangan")).await;
    let mut fields = vec![("openness", "open"), ("licence", "cc-by")];
    fields.extend(more);
    clerk.post(&format!("{address}/keterangan"), &fields).await
}

async fn a_title_of_a_published_dataset_is_told_and_can_be_meant(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let title = "  JUMLAH balita  per Kécamatan ";
    let address = upload(&portal, &mut clerk, title, BALITA).await;
    for language in Language::ALL {
        let form = format!("{address}/keterangan?lang={}", language.code());
        let page = clerk.get(&form).await.text();
        assert!(page.contains(&says_in(language, "twin-title")), "{page}");
        assert!(page.contains("href=\"/dataset/jumlah-balita\""), "{page}");
        assert!(page.contains("href=\"/kerja/unggah?dataset=jumlah-balita\""));
    }
    clerk.get("/?lang=id").await;
    let told = describe(
        &mut clerk,
        &address,
        &[("title", title), ("period", "2019")],
    )
    .await;
    expect(&told, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.text().contains(&says("submission-same-title")));
    assert!(
        told.text().contains("value=\"2019\""),
        "what was typed stays"
    );
    let other = describe(
        &mut clerk,
        &address,
        &[("title", "Jumlah balita gizi buruk")],
    )
    .await;
    assert_eq!(other.location(), format!("{address}/ringkasan"));
    let summary = clerk.get(other.location()).await.text();
    assert!(!summary.contains(&says("twin-title")));

    let meant = [("title", title), ("dataset_lain", "1")];
    let kept = describe(&mut clerk, &address, &meant).await;
    assert_eq!(kept.location(), format!("{address}/ringkasan"));
    let summary = clerk.get(kept.location()).await.text();
    assert!(summary.contains(&says("twin-title")));
    clerk.post(&format!("{address}/kirim"), &[]).await;
    portal.run_jobs().await;
    let mut steward = portal.signed_in("walidata").await;
    let submission = address.replace("/kerja/unggah/", "/kerja/pengajuan/");
    let page = steward.get(&submission).await.text();
    assert!(page.contains(&says("twin-title")), "{page}");
}

async fn a_title_of_an_open_submission_is_told_to_its_own_agency(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut first = portal.signed_in("produsen2.dinkes").await;
    let earlier = upload(&portal, &mut first, "Jumlah balita", BALITA).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let address = upload(&portal, &mut clerk, "Jumlah balita", BALITA).await;
    let told = describe(&mut clerk, &address, &[("title", "Jumlah balita")]).await;
    expect(&told, StatusCode::UNPROCESSABLE_ENTITY);
    let submission = earlier.replace("/kerja/unggah/", "/kerja/pengajuan/");
    assert!(
        told.text().contains(&format!("href=\"{submission}\"")),
        "{}",
        told.text()
    );
    first.post(&format!("{earlier}/batal"), &[]).await;
    let kept = describe(&mut clerk, &address, &[("title", "Jumlah balita")]).await;
    assert_eq!(kept.location(), format!("{address}/ringkasan"));

    let mut stranger = portal.signed_in("produsen.disdukcapil").await;
    let elsewhere = upload(&portal, &mut stranger, "Jumlah balita", BALITA).await;
    let kept = describe(&mut stranger, &elsewhere, &[("title", "Jumlah balita")]).await;
    assert_eq!(kept.location(), format!("{elsewhere}/ringkasan"));
}
