use super::portal::{Portal, metadata};
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn rows_are_found_as_in_ckans_datastore() {
    let portal = Portal::new().await;
    let published = portal.publish("balita", &metadata("Jumlah Balita")).await;
    let id = published.resource.as_str();
    let found = portal
        .action(&format!(
            "datastore_search?resource_id={id}&limit=2&sort=jumlah+desc"
        ))
        .await;
    let result = &found["result"];
    assert_eq!(result["total"], 3, "{found}");
    assert_eq!(result["limit"], 2);
    assert_eq!(result["total_was_estimated"], false);
    let fields = json!([
        { "id": "_id", "type": "int" },
        { "id": "kecamatan", "type": "text" },
        { "id": "jumlah", "type": "int8" },
    ]);
    assert_eq!(result["fields"], fields);
    let records = json!([
        { "_id": 1, "kecamatan": "Plaosan", "jumlah": 30 },
        { "_id": 3, "kecamatan": "Karas", "jumlah": 20 },
    ]);
    assert_eq!(result["records"], records);
    let next = result["_links"]["next"].as_str().unwrap();
    let path = next.strip_prefix("/api/3/action/").unwrap();
    let next = portal.action(path).await;
    assert_eq!(next["result"]["records"][0]["kecamatan"], "Barat");
    assert_eq!(next["result"]["offset"], 2);
}

#[tokio::test]
async fn rows_come_in_the_form_asked_for() {
    let portal = Portal::new().await;
    let published = portal.publish("balita", &metadata("Jumlah Balita")).await;
    let mut call = json!({
        "resource_id": published.resource,
        "filters": { "kecamatan": ["Barat", "Karas"] },
        "fields": ["jumlah", "kecamatan"],
        "records_format": "lists",
    });
    let found = portal.post("datastore_search", call.clone()).await;
    assert_eq!(
        found["result"]["records"],
        json!([[10, "Barat"], [20, "Karas"]])
    );
    call["records_format"] = json!("csv");
    let found = portal.post("datastore_search", call.clone()).await;
    assert_eq!(found["result"]["records"], "10,Barat\n20,Karas\n");
    call["limit"] = json!(0);
    call["records_format"] = json!("objects");
    let found = portal.post("datastore_search", call).await;
    assert_eq!(found["result"]["records"], json!([]));
    assert_eq!(found["result"]["total"], 2);
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let portal = Portal::new().await;
    let published = portal.publish("balita", &metadata("Jumlah Balita")).await;
    let id = published.resource.as_str();
    for (query, name) in [
        ("fields=x", "fields"),
        ("sort=x+asc", "sort"),
        ("limit=x", "limit"),
        ("offset=-1", "offset"),
        ("filters=x", "filters"),
        ("salah=1", "__extras"),
        ("records_format=xml", "records_format"),
    ] {
        let path = format!("/api/3/action/datastore_search?resource_id={id}&{query}");
        let answer = portal.get(&path).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{query}");
        assert!(answer.json()["error"][name].is_array(), "{}", answer.text);
    }
    let missing = portal.action("datastore_search").await;
    assert_eq!(missing["error"]["resource_id"], json!(["Missing value"]));
    let unknown = portal.action("datastore_search?resource_id=x").await;
    let text = "Not found: Resource \"x\" was not found.";
    assert_eq!(unknown["error"]["message"], text);
}

#[tokio::test]
async fn a_dump_is_the_whole_table() {
    let portal = Portal::new().await;
    let published = portal.publish("balita", &metadata("Jumlah Balita")).await;
    let path = format!("/datastore/dump/{}", published.resource);
    let csv = portal.get(&path).await;
    assert_eq!(
        csv.text,
        "_id,kecamatan,jumlah\r\n1,Plaosan,30\n2,Barat,10\n3,Karas,20\n"
    );
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let name = format!("attachment; filename=\"{}.csv\"", published.resource);
    assert_eq!(csv.header("content-disposition"), name);
    let json = portal
        .get(&format!("{path}?format=json&limit=1&bom="))
        .await;
    assert_eq!(json.json()["records"], json!([[1, "Plaosan", 30]]));
    assert_eq!(json.json()["fields"][2]["id"], "jumlah");
    let marked = portal.get(&format!("{path}?bom=True&format=tsv")).await;
    assert!(marked.text.starts_with("\u{feff}_id\tkecamatan"));
    let wrong = portal.get(&format!("{path}?format=docx")).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let missing = portal.get("/datastore/dump/x").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.text.contains("DataStore resource not found"));
}
