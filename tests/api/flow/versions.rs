//! Updates: new versions beside the old ones.

use crate::helpers::{
    BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id, says,
};
use http::StatusCode;
use serde_json::json;

both_databases!(
    rows_of_a_new_year_are_appended,
    a_period_that_nobody_says_is_that_of_the_data,
    empty_cells_are_told_after_an_update_too,
    a_replaced_table_leaves_the_old_one_readable,
    a_dataset_has_one_open_submission,
    rows_that_are_there_already_go_back_to_the_producer,
    the_next_year_alone_joins_years_that_were_folded,
    several_measures_grow_by_a_year_together,
    the_year_of_a_title_keeps_years_apart,
    a_table_that_gains_a_year_keeps_its_rows,
    a_mended_file_of_another_name_updates_the_table_too,
    a_draft_tells_what_it_would_change_and_can_become_a_correction,
);

const BALITA_2024: &[u8] = b"kecamatan;tahun;jumlah_balita\nMagetan;2024;1.300\nBarat;2024;960\n";

async fn rows_of_a_new_year_are_appended(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let rows = portal.published().await;
    let update = portal
        .hand_in(&balita("append"), "balita 2024.csv", BALITA_2024)
        .await;
    assert_eq!(update["state"], "submitted", "{update:#}");
    assert_eq!(update["change"]["added"], 2, "{update:#}");
    portal.approve(&update).await;

    let answer = portal.get(&format!("{rows}?select=kecamatan,tahun")).await;
    assert_eq!(answer.json().as_array().unwrap().len(), 5);
    let before = portal.get(&format!("{rows}?version=1")).await;
    assert_eq!(before.json().as_array().unwrap().len(), 3);
    for (page, shows) in [
        ("/dataset/jumlah-balita/versi", "versi/1"),
        ("/dataset/jumlah-balita/versi/1", "Magetan"),
        ("/dataset/jumlah-balita/versi/2", "Magetan"),
    ] {
        let answer = portal.get(page).await;
        assert!(answer.text().contains(shows), "{page}: {}", answer.text());
    }
}

async fn a_period_that_nobody_says_is_that_of_the_data(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let unsaid = |kind: &str| {
        let mut body = balita(kind);
        body.as_object_mut().unwrap().remove("period");
        body
    };
    let steps = [
        ("new", BALITA_2023, "2023"),
        ("append", BALITA_2024, "2023-2024"),
        ("replace", BALITA_2024, "2024"),
    ];
    for (kind, bytes, period) in steps {
        let sent = portal.hand_in(&unsaid(kind), "balita.csv", bytes).await;
        assert_eq!(sent["state"], "submitted", "{sent:#}");
        assert_eq!(sent["metadata"]["period"], period, "{sent:#}");
        portal.approve(&sent).await;
        let known = portal.get("/api/v1/datasets/jumlah-balita").await.json();
        assert_eq!(known["period"], period, "{known:#}");
    }
    // What is said stays, though the table has more years.
    let mut said = balita("append");
    said["period"] = json!("Semester I 2025");
    let bytes = String::from_utf8_lossy(BALITA_2024).replace("2024", "2025");
    let sent = portal.hand_in(&said, "balita.csv", bytes.as_bytes()).await;
    assert_eq!(sent["metadata"]["period"], "Semester I 2025", "{sent:#}");
}

async fn empty_cells_are_told_after_an_update_too(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let first =
        b"kecamatan;tahun;jumlah_balita\nMagetan;2023;1.200\nBarat;2023;\nPanekan;2023;1.050\n";
    let made = portal
        .hand_in(&balita("new"), "balita 2023.csv", first)
        .await;
    portal.approve(&made).await;
    let told = "1 sel kosong tidak ikut dihitung";
    let page = portal.get("/dataset/jumlah-balita").await.text();
    assert!(page.contains(told), "{page}");
    let update = portal
        .hand_in(&balita("append"), "balita 2024.csv", BALITA_2024)
        .await;
    portal.approve(&update).await;
    let page = portal.get("/dataset/jumlah-balita").await.text();
    assert!(page.contains("2024") && page.contains(told), "{page}");
    // The browser keeps JSON under the dataset's name as well.
    let rows = portal.rows_of("jumlah-balita").await;
    let answer = portal.get(&format!("{rows}?format=json")).await;
    let name = answer.header("content-disposition");
    assert_eq!(name, "inline; filename=\"jumlah-balita.json\"");
}

async fn a_replaced_table_leaves_the_old_one_readable(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let rows = portal.published().await;
    let mended = String::from_utf8_lossy(BALITA_2023).replace("950", "975");
    let update = portal
        .hand_in(&balita("replace"), "balita 2023.csv", mended.as_bytes())
        .await;
    assert_eq!(update["change"]["changed"], 1, "{update:#}");
    let steward = portal.api("walidata", "read,write").await;
    let diff = steward
        .get(&format!("/api/v1/submissions/{}/diff", id(&update)))
        .await;
    let page = &diff.json()["resources"][0]["page"];
    assert!(
        page.to_string().contains("950") && page.to_string().contains("975"),
        "{page:#}"
    );
    portal.approve(&update).await;

    let of = |version: &str| format!("{rows}?select=jumlah_balita&kecamatan=eq.Barat{version}");
    let now = portal.get(&of("")).await;
    assert_eq!(now.json(), json!([{"jumlah_balita": 975}]));
    let before = portal.get(&of("&version=1")).await;
    assert_eq!(before.json(), json!([{"jumlah_balita": 950}]));
    expect(&portal.get(&of("&version=7")).await, StatusCode::NOT_FOUND);
}

async fn a_dataset_has_one_open_submission(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let first = portal
        .hand_in(&balita("append"), "b.csv", BALITA_2024)
        .await;
    let producer = portal.api("produsen2.dinkes", "read,write").await;
    let files = [Upload {
        name: "a.csv",
        bytes: BALITA_2023,
    }];
    let second = producer.submission(&balita("replace"), &files).await;
    expect(&second, StatusCode::CONFLICT);
    let number = first["number"].as_str().unwrap();
    assert!(second.text().contains(number), "{}", second.text());
}

async fn rows_that_are_there_already_go_back_to_the_producer(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let update = portal
        .hand_in(&balita("append"), "balita 2023.csv", BALITA_2023)
        .await;
    assert_eq!(update["state"], "draft", "{update:#}");
    assert!(
        update["change"].to_string().contains("duplicate_keys"),
        "{update:#}"
    );
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let id = id(&update);
    for page in [
        format!("/kerja/unggah/{id}/periksa"),
        format!("/kerja/unggah/{id}/ringkasan"),
        format!("/kerja/pengajuan/{id}"),
    ] {
        let shown = clerk.get(&page).await.text();
        assert!(shown.contains(&says("combine-title")), "{page}: {shown}");
        assert!(shown.contains("memakai kunci yang sudah ada"), "{page}");
    }
    let shown = clerk.get(&format!("/kerja/pengajuan/{id}")).await.text();
    assert!(shown.contains("1 menghalangi"), "{shown}");
    assert!(!shown.contains(&says("diff-new")), "{shown}");
    let steward = portal.api("walidata", "read,write").await;
    let answer = steward.act(id, &json!({"action": "approve"})).await;
    expect(&answer, StatusCode::NOT_FOUND);
}

/// A workbook as offices keep it: years below one heading, its other headings reaching down beside them.
fn years(titles: &[&str], years: &[u32], rows: &[(&str, &[u32])]) -> Vec<u8> {
    let plain = rust_xlsxwriter::Format::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut top = 0;
    for title in titles {
        sheet.write_string(top, 0, *title).unwrap();
        top += 2;
    }
    for (column, name) in [(0, "No"), (1, "Kecamatan")] {
        let next = top + 1;
        sheet
            .merge_range(top, column, next, column, name, &plain)
            .unwrap();
    }
    let last = u16::try_from(years.len()).unwrap() + 1;
    if last > 2 {
        sheet
            .merge_range(top, 2, top, last, "Jumlah pasar", &plain)
            .unwrap();
    } else {
        sheet.write_string(top, 2, "Jumlah pasar").unwrap();
    }
    for (column, year) in (2..).zip(years) {
        sheet.write_number(top + 1, column, *year).unwrap();
    }
    for (row, (count, (name, cells))) in (top + 2..).zip((1..).zip(rows)) {
        sheet.write_number(row, 0, count).unwrap();
        sheet.write_string(row, 1, *name).unwrap();
        for (column, cell) in (2..).zip(*cells) {
            sheet.write_number(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

async fn the_next_year_alone_joins_years_that_were_folded(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let title = ["JUMLAH PASAR MENURUT KECAMATAN"];
    let first = years(
        &title,
        &[2022, 2023, 2024],
        &[("Magetan", &[4, 4, 5]), ("Barat", &[2, 3, 3])],
    );
    let mut request = balita("new");
    let reading = json!({ "accepted": ["fold_periods", "drop_running_number"] });
    request["resources"] = json!([{ "file": "pasar.xlsx", "reading": reading }]);
    let submission = portal.hand_in(&request, "pasar.xlsx", &first).await;
    portal.approve(&submission).await;

    let workbook = years(&title, &[2025], &[("Magetan", &[6]), ("Barat", &[4])]);
    let text = b"Kecamatan;Jumlah pasar\n;2026\nMagetan;6\nBarat;5\n".to_vec();
    let plain = b"kecamatan;2027\nMagetan;7\nBarat;5\n".to_vec();
    for (name, bytes) in [
        ("2025.xlsx", workbook),
        ("2026.csv", text),
        ("2027.csv", plain),
    ] {
        let update = portal.hand_in(&balita("append"), name, &bytes).await;
        assert_eq!(update["state"], "submitted", "{name}: {update:#}");
        assert_eq!(update["change"]["added"], 2, "{name}: {update:#}");
        assert_eq!(update["change"]["findings"], json!([]), "{update:#}");
        portal.approve(&update).await;
    }
}

async fn several_measures_grow_by_a_year_together(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut request = balita("new");
    let reading = json!({ "accepted": ["fold_periods"] });
    request["resources"] = json!([{ "file": "kolam.csv", "reading": reading }]);
    let first =
        "Kecamatan;Kolam;;Produksi (kg);\n;2023;2024;2023;2024\nMagetan;4;5;1,5;2\nBarat;2;3;1;1\n";
    let submission = portal
        .hand_in(&request, "kolam.csv", first.as_bytes())
        .await;
    portal.approve(&submission).await;
    let next = "Kecamatan;Kolam;Produksi (kg)\n;2025;2025\nMagetan;6;3\nBarat;4;2,5\n";
    let update = portal
        .hand_in(&balita("append"), "kolam 2025.csv", next.as_bytes())
        .await;
    assert_eq!(update["state"], "submitted", "{update:#}");
    assert_eq!(update["change"]["added"], 2, "{update:#}");
    portal.approve(&update).await;
    let dataset = portal.get("/api/v1/datasets/jumlah-balita").await.json();
    let rows = dataset["resources"][0]["links"]["rows"].as_str().unwrap();
    let answer = portal
        .get(&format!("{rows}?tahun=eq.2025&kecamatan=eq.Barat"))
        .await;
    let barat = json!([{ "kecamatan": "Barat", "tahun": 2025, "kolam": 4, "produksi_kg": 2.5 }]);
    assert_eq!(answer.json(), barat, "{dataset:#}");
}

// Who adds rows that are there already learns it before sending, and makes a correction of the draft.
async fn a_draft_tells_what_it_would_change_and_can_become_a_correction(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mended = String::from_utf8_lossy(BALITA_2023).replace("950", "975");
    let clerk = portal.api("produsen.dinkes", "read,write").await;
    let mut body = balita("append");
    body["submit"] = json!(false);
    let file = Upload {
        name: "balita 2023.csv",
        bytes: mended.as_bytes(),
    };
    let draft = clerk.submission(&body, &[file]).await.json();
    portal.run_jobs().await;
    let mut browser = portal.signed_in("produsen.dinkes").await;
    let steps = format!("/kerja/unggah/{}", id(&draft));
    let summary = format!("{steps}/ringkasan");
    let page = browser.get(&summary).await.text();
    assert!(page.contains("sudah ada"), "{page}");

    let answer = browser
        .post(&format!("{steps}/jenis"), &[("kind", "correct")])
        .await;
    assert_eq!(answer.header("location"), summary);
    portal.run_jobs().await;
    let page = browser.get(&summary).await.text();
    assert!(!page.contains("sudah ada"), "{page}");
    assert!(
        page.contains("0 baris ditambah, 1 berubah, 0 hilang"),
        "{page}"
    );
}

const SCHOOLS: &str = "Data Sekolah Tahun 2023;;\n;;\nKecamatan;Sekolah;Murid\nBarat;10;1505\nMagetan;12;2400\nPanekan;8;1000\nJumlah;30;4905\n";

// Whoever adds the year of the title as a column hands in the next year's workbook without a word.
async fn the_year_of_a_title_keeps_years_apart(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut body = balita("new");
    body["resources"] =
        json!([{"file": "sekolah 2023.csv", "reading": {"accepted": ["add_year"]}}]);
    let first = portal
        .hand_in(&body, "sekolah 2023.csv", SCHOOLS.as_bytes())
        .await;
    portal.approve(&first).await;
    let next = SCHOOLS
        .replace("2023", "2024")
        .replace("1505", "1510")
        .replace("4905", "4910");
    let update = portal
        .hand_in(&balita("append"), "sekolah 2024.csv", next.as_bytes())
        .await;
    assert_eq!(update["state"], "submitted", "{update:#}");
    assert_eq!(update["change"]["added"], 3, "{update:#}");
    portal.approve(&update).await;
    let rows = portal.rows_of("jumlah-balita").await;
    let answer = portal
        .get(&format!(
            "{rows}?select=murid&kecamatan=eq.Barat&order=tahun"
        ))
        .await;
    assert_eq!(answer.json(), json!([{"murid": 1505}, {"murid": 1510}]));
}

// A table of one year that is replaced by one of two years: the rules and the difference go by place and year.
async fn a_table_that_gains_a_year_keeps_its_rows(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let first = portal
        .hand_in(&balita("new"), "sekolah 2023.csv", SCHOOLS.as_bytes())
        .await;
    portal.approve(&first).await;
    let both = "Kecamatan;Tahun;Sekolah;Murid\nBarat;2023;10;1505\nMagetan;2023;12;2400\nPanekan;2023;8;1000\n\
        Barat;2024;10;1510\nMagetan;2024;12;2410\nPanekan;2024;8;1010\n";
    let update = portal
        .hand_in(&balita("replace"), "sekolah.csv", both.as_bytes())
        .await;
    assert_eq!(update["change"]["added"], 3, "{update:#}");
    assert_eq!(update["change"]["removed"], 0, "{update:#}");
    let steward = portal.api("walidata", "read,write").await;
    let report = steward
        .get(&format!("/api/v1/submissions/{}/report", id(&update)))
        .await
        .text();
    assert!(!report.contains("constraint_unique"), "{report}");
    portal.approve(&update).await;

    // The rules that were inferred grow with the table.
    let resource = portal
        .rows_of("jumlah-balita")
        .await
        .replace("/rows", "/schema");
    let schema = portal.get(&resource).await.json();
    assert!(
        schema
            .to_string()
            .contains("\"primaryKey\":[\"kecamatan\",\"tahun\"]"),
        "{schema:#}"
    );
}

// A mended file under another name is added, and the first one removed: it is still the update of the table.
async fn a_mended_file_of_another_name_updates_the_table_too(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let rows = portal.published().await;
    let mut body = balita("append");
    body["submit"] = json!(false);
    let draft = portal.hand_in(&body, "balita 2024.csv", BALITA_2024).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let steps = format!("/kerja/unggah/{}", id(&draft));
    clerk.get(&format!("{steps}/berkas")).await;
    let mended = String::from_utf8_lossy(BALITA_2024).replace("960", "965");
    let file = Upload {
        name: "balita betul.csv",
        bytes: mended.as_bytes(),
    };
    clerk.upload(&format!("{steps}/berkas"), &[file]).await;
    portal.run_jobs().await;
    // As long as both are there, the second one is told to be another table.
    let page = clerk.get(&format!("{steps}/ringkasan")).await.text();
    assert!(page.contains("akan menjadi tabel baru"), "{page}");

    let first = draft["files"][0]["id"].as_str().unwrap();
    clerk
        .post(&format!("{steps}/berkas/{first}/hapus"), &[])
        .await;
    portal.run_jobs().await;
    let page = clerk.get(&format!("{steps}/ringkasan")).await.text();
    assert!(page.contains("2 baris ditambah"), "{page}");
    assert!(!page.contains("akan menjadi tabel baru"), "{page}");
    clerk
        .post(&format!("{steps}/kirim"), &[("reason", "")])
        .await;
    portal.run_jobs().await;
    portal.approve(&draft).await;
    let answer = portal
        .get(&format!("{rows}?tahun=eq.2024&order=kecamatan"))
        .await;
    let rows = answer.json();
    assert_eq!(rows.as_array().unwrap().len(), 2, "{rows:#}");
    assert!(rows.to_string().contains("965"), "{rows:#}");
}
