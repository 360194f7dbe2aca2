use search_index::{Place, Query, Segment, Sort};

use crate::helpers::{Shelf, dataset, five, ids};

fn shown(segments: &[Segment]) -> String {
    let parts = segments.iter().map(|segment| {
        if segment.marked {
            format!("[{}]", segment.text)
        } else {
            segment.text.clone()
        }
    });
    parts.collect()
}

#[test]
fn texts_find_what_they_mean() {
    let shelf = Shelf::with(&five());
    let cases = [
        ("petani", "farmers harvest"),
        ("bertani", "farmers harvest"),
        ("buruh", "farmers"),
        ("rtlh", "houses"),
        ("rumah tidak layak huni", "houses"),
        ("rice", "harvest part"),
        ("gabah", "harvest part"),
        ("luas_panen", "harvest"),
        ("ciherang", "harvest"),
        ("dtphp", "harvest"),
        ("pangan -petani", "harvest"),
        ("jembatan OR huni", "houses roads"),
        ("(jembatan OR huni) kondisi", "roads"),
        ("kondisi -jembtan", "roads"),
        ("kondisi -jal", "roads"),
        ("\"ruas jalan\"", "roads"),
        ("\"jalan ruas\"", ""),
        ("kolom:luas_panen", "harvest"),
        ("judul:sawah", ""),
        ("format:xlsx", "harvest"),
        ("tahun:2022", "harvest"),
        ("organisasi:perumahan", "houses"),
        ("wilayah:plaosan", "part"),
        ("lisensi:CC-BY-4.0", "harvest"),
        ("-padi -jalan -rumah", "farmers"),
    ];
    for (text, expected) in cases {
        let mut found: Vec<String> = shelf
            .ids(text)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        found.sort();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn an_exact_word_comes_before_its_relatives() {
    let shelf = Shelf::with(&[
        dataset("gedung", "Bangunan Gedung"),
        dataset("kegiatan", "Pembangunan Gedung"),
    ]);
    assert_eq!(shelf.ids("pembangunan"), "kegiatan gedung");
    assert_eq!(shelf.ids("bangunan"), "gedung kegiatan");
}

#[test]
fn data_about_the_whole_area_comes_first_unless_a_place_is_named() {
    let shelf = Shelf::with(&five());
    assert_eq!(shelf.ids("produksi padi"), "harvest part");
    assert_eq!(shelf.ids("produksi padi plaosan"), "part harvest");
}

#[test]
fn a_slip_is_forgiven_and_told() {
    let shelf = Shelf::with(&five());
    let answer = shelf.ask("kondisi jembtan rusak");
    assert_eq!(ids(&answer), "roads");
    assert_eq!(answer.corrected.as_deref(), Some("kondisi jembatan rusak"));
    assert!(answer.relaxed);
}

#[test]
fn one_hit_that_has_all_words_is_not_called_partial() {
    let shelf = Shelf::with(&five());
    let answer = shelf.ask("kondisi jembatan");
    assert_eq!(ids(&answer), "roads");
    assert!(!answer.relaxed);
}

#[test]
fn numbers_are_never_corrected() {
    let shelf = Shelf::with(&five());
    let answer = shelf.ask("tahun:2021");
    assert_eq!((answer.total, answer.corrected), (0, None));
    assert_eq!(shelf.ask("padi 2032").corrected, None);
}

#[test]
fn a_query_without_hits_gets_a_suggestion() {
    let shelf = Shelf::with(&five());
    let answer = shelf.ask("\"kondisi jembtan\"");
    assert_eq!(answer.total, 0);
    assert_eq!(answer.suggestion.as_deref(), Some("kondisi jembatan"));
    assert_eq!(shelf.ask("xyzxyz").suggestion, None);
}

#[test]
fn hits_show_where_the_words_stand() {
    let shelf = Shelf::with(&five());
    let answer = shelf.ask("panen");
    let hit = &answer.hits[0];
    assert_eq!(shown(&hit.title), "Produksi Padi");
    assert_eq!(
        shown(&hit.snippet),
        "Hasil [panen] gabah kering di sawah irigasi."
    );
    assert_eq!(hit.matched[0].place, Place::Column);
    assert_eq!(hit.matched[0].text, "luas_panen");
}

#[test]
fn hits_are_sorted_as_asked() {
    let shelf = Shelf::with(&five());
    let cases = [
        (Sort::Relevance, "harvest farmers houses part roads"),
        (Sort::Newest, "harvest farmers houses part roads"),
        (Sort::Oldest, "roads part houses farmers harvest"),
        (Sort::Title, "farmers roads harvest part houses"),
        (Sort::Popular, "farmers harvest houses part roads"),
    ];
    for (sort, expected) in cases {
        let query = Query {
            sort,
            ..Query::default()
        };
        assert_eq!(
            ids(&shelf.index.search(&query).unwrap()),
            expected,
            "{sort:?}"
        );
    }
}

#[test]
fn pages_follow_one_another() {
    let shelf = Shelf::with(&five());
    let page = |offset, limit| {
        let query = Query {
            offset,
            limit,
            ..Query::default()
        };
        let answer = shelf.index.search(&query).unwrap();
        (answer.total, ids(&answer))
    };
    assert_eq!(page(0, 2), (5, "harvest farmers".to_owned()));
    assert_eq!(page(2, 2), (5, "houses part".to_owned()));
    assert_eq!(page(4, 2), (5, "roads".to_owned()));
    assert_eq!(page(9, 2), (5, String::new()));
    assert_eq!(page(0, 0), (5, String::new()));
}
