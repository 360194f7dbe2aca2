use std::sync::LazyLock;

use proptest::prelude::*;
use search_index::{Facet, FacetRequest, Query, Scope, Sort};

use crate::helpers::{Shelf, five};

static SHELF: LazyLock<Shelf> = LazyLock::new(|| Shelf::with(&five()));
static EMPTY: LazyLock<Shelf> = LazyLock::new(|| Shelf::with(&[]));

/// Pieces of the grammar, words of the index and oddities, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "padi",
        "gabah",
        "luas_panen",
        "anak-anak",
        "\"",
        "(",
        ")",
        "-",
        " OR ",
        "OR",
        ":",
        "judul:",
        "tahun:",
        "format:csv",
        "2023",
        " ",
        "é",
        "\u{301}",
        "'",
        "_",
        ".",
        "di",
        "rumah tidak layak huni",
        "plaosan",
        "*",
        "?",
        "~",
        "\\",
        "\0",
        "AND",
        "NOT",
        "[a TO b]",
        "pdai",
        "mm",
        "😀",
        "\u{200d}",
    ]);
    prop::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".{0,80}") {
        for shelf in [&*SHELF, &*EMPTY] {
            let answer = shelf.ask(&text);
            prop_assert!(u64::try_from(answer.hits.len()).unwrap() <= answer.total);
            shelf.index.suggest(&text).unwrap();
        }
    }

    #[test]
    fn any_mixture_of_the_grammar_is_answered(text in pieces()) {
        for shelf in [&*SHELF, &*EMPTY] {
            shelf.ask(&text);
            shelf.index.suggest(&text).unwrap();
        }
    }

    #[test]
    fn marked_text_is_the_text(text in pieces()) {
        for hit in SHELF.ask(&text).hits {
            let whole: String = hit.title.iter().map(|segment| segment.text.as_str()).collect();
            let title = five().into_iter().find(|document| document.id == hit.id).unwrap().title;
            prop_assert_eq!(whole, title);
        }
    }

    #[test]
    fn any_page_is_answered(offset in any::<usize>(), limit in any::<usize>(), value in ".{0,9}") {
        let answer = SHELF.index.search(&Query {
            offset,
            limit,
            sort: Sort::Title,
            filters: vec![(Facet::Tag, vec![value])],
            facets: vec![FacetRequest { facet: Facet::Tag, limit, scope: Scope::WithoutOwnFilter }],
            ..Query::default()
        });
        prop_assert!(answer.is_ok());
    }
}

#[test]
fn a_query_of_stop_words_is_answered() {
    assert_eq!(SHELF.ids("jumlah"), "farmers");
    assert_eq!(SHELF.ids("jumlah dan").split(' ').next(), Some("farmers"));
}
