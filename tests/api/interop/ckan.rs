use super::portal::{Portal, metadata};
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::json;

#[tokio::test]
async fn package_show_gives_the_dict_that_clients_know() {
    let portal = Portal::new().await;
    portal.publish("balita", &metadata("Jumlah Balita")).await;
    let answer = portal.action("package_show?id=balita").await;
    assert_eq!(answer["success"], true);
    insta::with_settings!({filters => vec![
        (r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "[id]"),
    ]}, {
        insta::assert_snapshot!(serde_json::to_string_pretty(&answer).unwrap());
    });
}

#[tokio::test]
async fn search_results_are_what_package_show_gives() {
    let portal = Portal::new().await;
    let published = portal.publish("balita", &metadata("Jumlah Balita")).await;
    let id = published.dataset.as_str();
    let shown = portal.action(&format!("package_show?id={id}")).await;
    let found = portal.action("package_search?q=balita").await;
    assert_eq!(found["result"]["count"], 1);
    assert_eq!(found["result"]["results"][0], shown["result"]);
    let listed = portal.action("current_package_list_with_resources").await;
    assert_eq!(listed["result"][0], shown["result"]);
    let resource = published.resource.as_str();
    let resource = portal.action(&format!("resource_show?id={resource}")).await;
    assert_eq!(resource["result"], shown["result"]["resources"][0]);
}

#[tokio::test]
async fn nothing_unreleased_ever_shows() {
    let portal = Portal::new().await;
    portal.publish("balita", &metadata("Jumlah Balita")).await;
    let draft = portal.draft("rahasia-dapur").await;
    for name in ["rahasia-dapur", draft.as_str(), "tidak-ada"] {
        let path = format!("/api/3/action/package_show?id={name}");
        let answer = portal.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let error = json!({ "__type": "Not Found Error", "message": "Not found" });
        assert_eq!(answer.json()["error"], error);
        let turtle = portal.get(&format!("/dataset/{name}.ttl")).await;
        assert_eq!(turtle.status, StatusCode::NOT_FOUND);
    }
    for call in [
        "package_list",
        "package_search?q=rahasia",
        "current_package_list_with_resources",
        "organization_show?id=dinkes&include_datasets=true",
        "tag_list",
    ] {
        let path = format!("/api/3/action/{call}");
        let text = portal.get(&path).await.text;
        assert!(!text.contains("rahasia-dapur"), "{call}: {text}");
        assert!(!text.contains("Rahasia Dapur"), "{call}: {text}");
    }
    for path in ["/catalog.ttl", "/sitemap.xml", "/feeds/dataset.atom"] {
        let text = portal.get(path).await.text.to_lowercase();
        assert!(text.contains("balita"), "{path}: {text}");
        assert!(!text.contains("rahasia"), "{path}: {text}");
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_not_found_any_more() {
    let portal = Portal::new().await;
    let published = portal.publish("balita", &metadata("Jumlah Balita")).await;
    portal.withdraw(&published).await;
    let answer = portal.get("/api/3/action/package_show?id=balita").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(
        answer.json()["error"]["message"],
        "Not found: withdrawn: keliru"
    );
    assert_eq!(portal.action("package_list").await["result"], json!([]));
}

#[tokio::test]
async fn data_on_request_shows_no_files() {
    let portal = Portal::new().await;
    let published = portal.publish_restricted("tenaga").await;
    let shown = portal.action("package_show?id=tenaga").await;
    assert_eq!(shown["result"]["resources"], json!([]));
    let id = published.resource.as_str();
    for path in [
        format!("/api/3/action/resource_show?id={id}"),
        format!("/api/3/action/datastore_search?resource_id={id}"),
        format!("/datastore/dump/{id}"),
    ] {
        assert_eq!(
            portal.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn filters_count_what_their_facets_say() {
    let portal = Portal::new().await;
    portal.publish("balita", &metadata("Jumlah Balita")).await;
    portal.publish("lansia", &metadata("Jumlah Lansia")).await;
    let fields = r#"["organization","groups","tags","res_format","license_id","state"]"#;
    let found = portal
        .post("package_search", json!({ "rows": 0, "facet.field": serde_json::from_str::<serde_json::Value>(fields).unwrap() }))
        .await;
    let facets = found["result"]["facets"].as_object().unwrap();
    assert_eq!(facets["organization"], json!({ "dinkes": 2 }));
    assert_eq!(facets["res_format"], json!({ "CSV": 2 }));
    for (field, values) in facets {
        for (value, count) in values.as_object().unwrap() {
            let fq = format!("{field}:\"{value}\"");
            let again = portal.post("package_search", json!({ "fq": fq })).await;
            assert_eq!(&again["result"]["count"], count, "{fq}");
        }
    }
    let items = &found["result"]["search_facets"]["organization"]["items"];
    assert_eq!(items[0]["display_name"], "Dinas Kesehatan");
}

#[tokio::test]
async fn filters_and_sorts_are_honoured() {
    let portal = Portal::new().await;
    portal.publish("balita", &metadata("Jumlah Balita")).await;
    portal.publish("lansia", &metadata("Jumlah Lansia")).await;
    let names = |query: &'static str| {
        let portal = &portal;
        async move {
            let found = portal.action(&format!("package_search?{query}")).await;
            let results = found["result"]["results"].as_array().unwrap().clone();
            let names = results
                .iter()
                .map(|one| one["name"].as_str().unwrap().to_owned());
            names.collect::<Vec<_>>()
        }
    };
    assert_eq!(names("sort=name+desc").await, ["lansia", "balita"]);
    assert_eq!(names("sort=id+asc&rows=1&start=1").await, ["lansia"]);
    assert_eq!(names("fq=name:lansia").await, ["lansia"]);
    assert_eq!(names("fq=-name:lansia").await, ["balita"]);
    assert_eq!(names("q=organization:dinkes&sort=name+asc").await.len(), 2);
    assert!(names("fq=organization:lain").await.is_empty());
    assert!(names("fq=-organization:dinkes").await.is_empty());
    assert!(names("fq=dataset_type:harvest").await.is_empty());
    assert_eq!(
        names("fq=%2Bstate:active+tags:%22gizi+anak%22").await.len(),
        2
    );
}

#[tokio::test]
async fn errors_are_those_of_ckan() {
    let portal = Portal::new().await;
    let cases = [
        ("package_show", 409, "Validation Error"),
        ("package_search?x=1", 400, "Search Query Error"),
        ("package_search?sort=name", 400, "Search Query Error"),
        ("package_search?rows=-1", 409, "Validation Error"),
        ("package_search?fq=tags:%22a", 409, "Search Error"),
        ("package_search?facet.field=tags", 409, "Validation Error"),
        ("organization_show?id=x", 404, "Not Found Error"),
        ("resource_show?id=x", 404, "Not Found Error"),
        (
            "organization_list?all_fields=maybe",
            409,
            "Validation Error",
        ),
        ("help_show?name=x", 404, "Not Found Error"),
    ];
    for (call, status, kind) in cases {
        let answer = portal.get(&format!("/api/3/action/{call}")).await;
        assert_eq!(answer.status.as_u16(), status, "{call}: {}", answer.text);
        let body = answer.json();
        assert_eq!(body["error"]["__type"], kind, "{call}");
        assert_eq!(body["success"], false);
        assert!(body.get("result").is_none());
    }
    let answer = portal.get("/api/3/action/datastore_search_sql?sql=x").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let text = "Bad request - Action name not known: datastore_search_sql";
    assert_eq!(answer.json(), text);
}

#[tokio::test]
async fn parameters_come_in_many_ways() {
    let portal = Portal::new().await;
    portal.publish("balita", &metadata("Jumlah Balita")).await;
    let bodies = [
        ("application/json", r#"{"id":"balita"}"#),
        ("text/plain", r#"{"id":"balita"}"#),
        ("application/x-www-form-urlencoded", "id=balita"),
        ("application/x-www-form-urlencoded", r#"{"id":"balita"}"#),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nbalita\r\n--x--\r\n",
        ),
    ];
    for (kind, body) in bodies {
        let request = Request::post("/api/action/package_show")
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap();
        let answer = portal.send(request).await;
        assert_eq!(answer.status, StatusCode::OK, "{kind}: {}", answer.text);
    }
    let script = portal.get("/api/3/action/site_read?callback=f&_=1").await;
    assert!(script.text.starts_with("f({") && script.text.ends_with("});"));
    let request = Request::post("/api/3/action/site_read").body(Body::from("[1]"));
    let answer = portal.send(request.unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn answers_may_be_kept_for_a_minute_and_asked_for_again() {
    let portal = Portal::new().await;
    let answer = portal.get("/api/3/action/package_list").await;
    let cache = "public, max-age=0, s-maxage=60, must-revalidate";
    assert_eq!(answer.header("cache-control"), cache);
    let request = Request::get("/api/3/action/package_list")
        .header("if-none-match", answer.header("etag"))
        .header("origin", "https://lain.example")
        .body(Body::empty());
    let again = portal.send(request.unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn lists_name_organizations_topics_and_keywords() {
    let portal = Portal::new().await;
    portal.publish("balita", &metadata("Jumlah Balita")).await;
    let names = portal.action("organization_list").await;
    assert_eq!(names["result"], json!(["dinkes"]));
    let whole = portal.action("group_list?all_fields=true").await;
    assert_eq!(whole["result"][0]["package_count"], 1);
    assert_eq!(whole["result"][0]["type"], "group");
    let tags = portal.action("tag_list").await;
    assert_eq!(tags["result"], json!(["balita", "gizi anak"]));
    let shown = portal
        .action("group_show?id=kesehatan&include_datasets=true")
        .await;
    assert_eq!(shown["result"]["packages"][0]["name"], "balita");
    let wrong = portal.action("organization_show?id=kesehatan").await;
    assert_eq!(wrong["success"], false);
    let licences = portal.action("license_list").await;
    assert_eq!(licences["result"][0]["domain_data"], "True");
}
