//! The query parameters that the description names are those that the routes take.

use crate::helpers::{ApiClient, Place, TestApp, balita, both_databases, expect, id};
use http::StatusCode;
use serde_json::Value;

/// A portal with a public dataset, a submission in the queue, and what asks for them.
struct Stand {
    portal: TestApp,
    client: ApiClient,
    resource: String,
    submission: String,
    version: String,
}

impl Stand {
    async fn new(place: &Place) -> Self {
        let portal = TestApp::with_people(place).await;
        let rows = portal.published().await;
        let versions = portal.get("/api/v1/datasets/jumlah-balita/versions").await;
        let mut update = balita("append");
        update["period"] = "2024".into();
        let bytes = b"kecamatan;tahun;jumlah_balita\nMagetan;2024;1.210\nBarat;2024;940\n";
        let waiting = portal.hand_in(&update, "balita 2024.csv", bytes).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            client: portal.api("walidata", "read").await,
            resource: rows.split('/').nth(4).unwrap().to_owned(),
            submission: id(&waiting).to_owned(),
            version: text(&versions.json()["items"][0]["id"]),
            portal,
        }
    }

    /// The address of a described path.
    fn address(&self, path: &str) -> String {
        let id = match path.split('/').nth(1) {
            Some("resources") => &self.resource,
            Some("versions") => &self.version,
            _ => &self.submission,
        };
        let path = path.replace("{name}", "jumlah-balita").replace("{id}", id);
        format!("/api/v1{path}")
    }

    /// Each path that has a GET, with its parameters behind the question mark.
    async fn described(&self) -> Vec<(String, Vec<Value>)> {
        let document = self.portal.get("/api/v1/openapi.json").await.json();
        let paths = document["paths"].as_object().unwrap();
        let gets = paths
            .iter()
            .filter(|(_, methods)| methods.get("get").is_some());
        let described = gets.map(|(path, methods)| {
            let all = methods["get"]["parameters"].as_array().unwrap().iter();
            let all = all.map(|parameter| match parameter["$ref"].as_str() {
                Some(place) => document
                    .pointer(place.trim_start_matches('#'))
                    .unwrap()
                    .clone(),
                None => parameter.clone(),
            });
            let asked = all.filter(|parameter| parameter["in"] == "query");
            (path.clone(), asked.collect())
        });
        described.collect()
    }
}

/// The example as a query, in the way that `style` and `explode` say.
fn query(parameter: &Value) -> String {
    let name = parameter["name"].as_str().unwrap();
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), ToOwned::to_owned)
    };
    let pairs: Vec<(String, String)> = match (&parameter["example"], &parameter["explode"]) {
        (Value::Object(members), _) => members
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect(),
        (Value::Array(values), Value::Bool(true)) => values
            .iter()
            .map(|value| (name.to_owned(), text(value)))
            .collect(),
        (Value::Array(values), _) => {
            let values: Vec<String> = values.iter().map(text).collect();
            vec![(name.to_owned(), values.join(","))]
        }
        (example, _) => vec![(name.to_owned(), text(example))],
    };
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

async fn every_described_parameter_is_taken(place: Place) {
    let stand = Stand::new(&place).await;
    let mut count = 0;
    for (path, parameters) in stand.described().await {
        for parameter in parameters {
            for member in ["name", "description", "schema", "example"] {
                assert!(!parameter[member].is_null(), "{path}: {parameter:#}");
            }
            let address = format!("{}?{}", stand.address(&path), query(&parameter));
            let answer = stand.client.get(&address).await;
            assert!(answer.status.is_success(), "{address}: {}", answer.text());
            count += 1;
        }
    }
    assert!(count > 60, "{count}");
}

async fn a_parameter_that_is_not_described_is_refused(place: Place) {
    let stand = Stand::new(&place).await;
    for (path, parameters) in stand.described().await {
        let address = stand.address(&path);
        for name in ["zebra", "columns"] {
            let answer = stand.client.get(&format!("{address}?{name}=1")).await;
            expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
            let detail = answer.json()["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(name), "{address}: {detail}");
        }
        let numbers = parameters
            .iter()
            .filter(|known| known["schema"]["type"] == "integer");
        for number in numbers {
            let name = number["name"].as_str().unwrap();
            for bad in ["abc", "-1", "1.5"] {
                let answer = stand.client.get(&format!("{address}?{name}={bad}")).await;
                expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
                let kind = answer.header("content-type");
                assert_eq!(kind, "application/problem+json", "{address}");
            }
        }
    }
}

async fn a_refusal_names_what_is_known(place: Place) {
    let portal = TestApp::open(&place).await;
    let told = |detail: &Value| detail.as_str().unwrap().to_owned();
    let answer = portal.get("/api/v1/datasets?q=akta").await;
    expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    let problem = answer.json();
    assert_eq!(problem["code"], "api.parameter_unknown");
    assert_eq!(problem["errors"][0]["field"], "q");
    for part in ["“q”", "limit, offset", "/api/v1/search", "Mencari"] {
        assert!(told(&problem["detail"]).contains(part), "{problem:#}");
    }
    let english = portal.get("/api/v1/datasets?q=akta&lang=en").await.json();
    assert!(
        told(&english["detail"]).contains("To search"),
        "{english:#}"
    );
    let sort = portal.get("/api/v1/search?sort=murah").await.json();
    assert!(
        told(&sort["detail"]).contains("relevance, newest"),
        "{sort:#}"
    );
    // The clients of CKAN send what they like.
    let ckan = portal.get("/api/3/action/package_list?zebra=1").await;
    assert_ne!(ckan.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn scripts_of_other_sites_can_read_a_refusal(place: Place) {
    let stand = Stand::new(&place).await;
    let address = stand.address("/resources/{id}/profile?zebra=1");
    let origin = [("origin", "https://lain.example")];
    let answer = stand.portal.get_with(&address, &origin).await;
    expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
}

async fn the_search_filters_and_counts(place: Place) {
    let stand = Stand::new(&place).await;
    let ask = async |query: &str| {
        stand
            .portal
            .get(&format!("/api/v1/search?{query}"))
            .await
            .json()
    };
    let found = ask("q=balita&topic=kesehatan&year=2023&facets=organization,year").await;
    assert_eq!(found["total"], 1, "{found:#}");
    let agency = &found["facets"]["organization"][0];
    assert_eq!(
        (&agency["value"], &agency["count"]),
        (&"dinkes".into(), &1.into())
    );
    assert_eq!(found["facets"]["topic"], Value::Null);
    let elsewhere = ask("q=balita&organization=lain").await;
    assert_eq!(elsewhere["total"], 0, "{elsewhere:#}");
    assert_eq!(elsewhere.get("facets"), None);
    let one_of_two = ask("organization=lain&organization=dinkes&sort=title").await;
    assert_eq!(one_of_two["total"], 1, "{one_of_two:#}");
}

async fn matching_rows_are_counted_by_address_too(place: Place) {
    let stand = Stand::new(&place).await;
    let rows = stand.address("/resources/{id}/rows?kecamatan=neq.Barat&limit=1");
    let answer = stand.portal.get(&format!("{rows}&count=exact")).await;
    expect(&answer, StatusCode::OK);
    assert_eq!(answer.header("content-range"), "0-0/2");
    assert_eq!(stand.portal.get(&rows).await.header("content-range"), "");
}

both_databases!(
    every_described_parameter_is_taken,
    a_parameter_that_is_not_described_is_refused,
    a_refusal_names_what_is_known,
    scripts_of_other_sites_can_read_a_refusal,
    the_search_filters_and_counts,
    matching_rows_are_counted_by_address_too,
);
