use super::portal::{Portal, SITE, metadata};
use http::StatusCode;
use lumbung::submission::Metadata;
use oxrdf::vocab::rdf;
use oxrdf::{Graph, NamedNode, NamedNodeRef, TermRef};

fn parse(text: &str) -> Graph {
    let mut graph = Graph::new();
    for triple in oxttl::TurtleParser::new().for_slice(text) {
        graph.insert(&triple.unwrap());
    }
    graph
}

fn name(text: &str) -> NamedNode {
    NamedNode::new(text).unwrap()
}

fn dcat(word: &str) -> NamedNode {
    name(&format!("http://www.w3.org/ns/dcat#{word}"))
}

fn dct(word: &str) -> NamedNode {
    name(&format!("http://purl.org/dc/terms/{word}"))
}

fn object(graph: &Graph, subject: &NamedNode, predicate: &NamedNode) -> String {
    let object = graph.object_for_subject_predicate(subject.as_ref(), predicate.as_ref());
    match object.unwrap() {
        TermRef::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

#[tokio::test]
async fn a_dataset_is_described_with_its_files() {
    let portal = Portal::new().await;
    let published = portal
        .publish("balita", &metadata("Jumlah \"Balita\"\n<x>"))
        .await;
    let answer = portal.get("/dataset/balita.ttl").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/turtle");
    let graph = parse(&answer.text);
    let dataset = name(&format!("{SITE}/dataset/{}", published.dataset));
    assert_eq!(
        object(&graph, &dataset, &dct("title")),
        "Jumlah \"Balita\"\n<x>"
    );
    let theme = "<http://publications.europa.eu/resource/authority/data-theme/HEAL>";
    assert_eq!(object(&graph, &dataset, &dcat("theme")), theme);
    let frequency = "<http://publications.europa.eu/resource/authority/frequency/ANNUAL>";
    assert_eq!(
        object(&graph, &dataset, &dct("accrualPeriodicity")),
        frequency
    );
    assert_eq!(
        object(&graph, &dataset, &dct("issued")),
        "2023-11-14T22:13:20Z"
    );
    let period = name(&format!("{}#period", dataset.as_str()));
    assert_eq!(object(&graph, &period, &dcat("endDate")), "2023-12-31");
    let keywords = graph.objects_for_subject_predicate(&dataset, &dcat("keyword"));
    assert_eq!(keywords.count(), 2);
    let files = graph.objects_for_subject_predicate(&dataset, &dcat("distribution"));
    assert_eq!(files.count(), 3);
    let file = name(&format!(
        "{}/resource/{}",
        dataset.as_str(),
        published.resource
    ));
    assert_eq!(object(&graph, &file, &dcat("byteSize")), "46");
    let download = format!(
        "<{SITE}/dataset/{}/resource/{}/download/jumlah%20balita.csv>",
        published.dataset, published.resource
    );
    assert_eq!(object(&graph, &file, &dcat("downloadURL")), download);
    let licence = "<https://creativecommons.org/licenses/by/4.0/>";
    assert_eq!(object(&graph, &file, &dct("license")), licence);
    let contact = name(&format!("{}#contact", dataset.as_str()));
    let mail = name("http://www.w3.org/2006/vcard/ns#hasEmail");
    assert_eq!(
        object(&graph, &contact, &mail),
        "<mailto:data@example.go.id>"
    );
}

#[tokio::test]
async fn the_catalogue_names_every_public_dataset() {
    let portal = Portal::new().await;
    portal.publish("balita", &metadata("Jumlah Balita")).await;
    portal.publish_restricted("tenaga").await;
    portal.draft("rahasia").await;
    let answer = portal.get("/catalog.ttl").await;
    let graph = parse(&answer.text);
    let class = dcat("Dataset");
    let class: NamedNodeRef<'_> = class.as_ref();
    let datasets = graph.subjects_for_predicate_object(rdf::TYPE, class);
    assert_eq!(datasets.count(), 2);
    let catalog = name(SITE);
    let members = graph.objects_for_subject_predicate(&catalog, &dcat("dataset"));
    assert_eq!(members.count(), 2);
    let page = name(&format!("{SITE}/catalog.ttl?page=1"));
    let total = name("http://www.w3.org/ns/hydra/core#totalItems");
    assert_eq!(object(&graph, &page, &total), "2");
    let beyond = parse(&portal.get("/catalog.ttl?page=9").await.text);
    assert_eq!(
        beyond
            .subjects_for_predicate_object(rdf::TYPE, class)
            .count(),
        0
    );
    let wrong = portal.get("/catalog.ttl?page=0").await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_bad_value_never_breaks_the_catalogue() {
    let portal = Portal::new().await;
    let bad = Metadata {
        contact: "a b@<c d>\u{0}".to_owned(),
        licence: "tidak-ada".to_owned(),
        frequency: "kadang".to_owned(),
        topics: vec!["bukan topik".to_owned()],
        tags: vec!["\\\"".to_owned()],
        period: "sepanjang masa".to_owned(),
        ..metadata("Judul \u{7} aneh")
    };
    portal.publish("aneh", &bad).await;
    let graph = parse(&portal.get("/catalog.ttl").await.text);
    assert!(graph.len() > 10);
    for path in ["/sitemap.xml", "/feeds/dataset.atom"] {
        let text = portal.get(path).await.text;
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}

#[tokio::test]
async fn robots_are_told_of_the_sitemap() {
    let portal = Portal::new().await;
    portal.publish("balita", &metadata("Jumlah Balita")).await;
    let text = portal.get("/robots.txt").await.text;
    assert!(text.contains(&format!("Sitemap: {SITE}/sitemap.xml")));
    let sitemap = portal.get("/sitemap.xml").await.text;
    assert!(sitemap.contains(&format!("<loc>{SITE}/dataset/balita</loc>")));
}
