use search_index::{Facet, FacetRequest, Query, Scope};

use crate::helpers::{Shelf, five, ids};

fn request(facet: Facet, scope: Scope) -> FacetRequest {
    FacetRequest {
        facet,
        limit: 10,
        scope,
    }
}

/// The counts of each requested facet as `value=count …`.
fn counts(shelf: &Shelf, query: &Query) -> Vec<String> {
    let answer = shelf.index.search(query).unwrap();
    let facets = answer.facets.into_iter().map(|facet| {
        let values = facet.values.into_iter();
        let values: Vec<String> = values.map(|v| format!("{}={}", v.value, v.count)).collect();
        values.join(" ")
    });
    facets.collect()
}

#[test]
fn facets_count_the_hits() {
    let shelf = Shelf::with(&five());
    let query = Query {
        facets: Facet::ALL.map(|facet| request(facet, Scope::Hits)).to_vec(),
        ..Query::default()
    };
    let expected = [
        "dinas-pertanian=2 dinas-perumahan=1",
        "pertanian=2",
        "CSV=3 XLSX=1",
        "2023=3 2022=1",
        "cc-by-4.0=1",
        "annual=1",
        "pangan=1 sawah=1",
    ];
    assert_eq!(counts(&shelf, &query), expected);
}

#[test]
fn values_of_a_facet_widen_and_facets_narrow() {
    let shelf = Shelf::with(&five());
    let filtered = |filters: &[(Facet, &[&str])]| {
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        let filters = filters
            .iter()
            .map(|(facet, values)| (*facet, owned(values)));
        let query = Query {
            filters: filters.collect(),
            ..Query::default()
        };
        ids(&shelf.index.search(&query).unwrap())
    };
    assert_eq!(filtered(&[(Facet::Year, &["2022"])]), "harvest");
    assert_eq!(
        filtered(&[(Facet::Year, &["2022", "2023"])]),
        "harvest farmers houses"
    );
    let both: &[(Facet, &[&str])] = &[
        (Facet::Year, &["2023"]),
        (Facet::Organization, &["dinas-perumahan", "unknown"]),
    ];
    assert_eq!(filtered(both), "houses");
    assert_eq!(
        filtered(&[(Facet::Year, &[])]),
        "harvest farmers houses part roads"
    );
}

#[test]
fn a_facet_can_be_counted_without_its_own_filter() {
    let shelf = Shelf::with(&five());
    let query = Query {
        filters: vec![
            (Facet::Organization, vec!["dinas-perumahan".to_owned()]),
            (Facet::Format, vec!["CSV".to_owned()]),
        ],
        facets: vec![
            request(Facet::Organization, Scope::WithoutOwnFilter),
            request(Facet::Organization, Scope::Hits),
            request(Facet::Year, Scope::WithoutOwnFilter),
        ],
        ..Query::default()
    };
    let expected = [
        "dinas-pertanian=2 dinas-perumahan=1",
        "dinas-perumahan=1",
        "2023=1",
    ];
    assert_eq!(counts(&shelf, &query), expected);
}

#[test]
fn the_most_frequent_values_come_first_within_the_limit() {
    let shelf = Shelf::with(&five());
    let query = Query {
        facets: vec![FacetRequest {
            facet: Facet::Format,
            limit: 1,
            scope: Scope::Hits,
        }],
        ..Query::default()
    };
    assert_eq!(counts(&shelf, &query), ["CSV=3"]);
}
