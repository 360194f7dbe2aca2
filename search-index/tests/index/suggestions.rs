use search_index::SuggestionKind;

use crate::helpers::{Shelf, five};

fn suggested(shelf: &Shelf, prefix: &str) -> Vec<(SuggestionKind, String)> {
    let suggestions = shelf.index.suggest(prefix).unwrap().into_iter();
    suggestions
        .map(|suggestion| (suggestion.kind, suggestion.text))
        .collect()
}

#[test]
fn a_beginning_leads_to_words_and_things() {
    use SuggestionKind::*;
    let shelf = Shelf::with(&five());
    let expected = [
        (Words, "pangan"),
        (Words, "panen"),
        (Words, "panjang"),
        (Organization, "Dinas Tanaman Pangan"),
        (Topic, "Pertanian dan Pangan"),
        (Tag, "pangan"),
    ];
    let expected = expected.map(|(kind, text)| (kind, text.to_owned()));
    let mut found = suggested(&shelf, "pan");
    found.retain(|suggestion| suggestion.0 != Dataset);
    assert_eq!(found, expected);
    let dataset = (Dataset, "Jumlah Petani dan Buruh Tani".to_owned());
    assert!(suggested(&shelf, "jumlah pet").contains(&dataset));
}

#[test]
fn one_letter_suggests_nothing() {
    let shelf = Shelf::with(&five());
    assert_eq!(suggested(&shelf, "p"), []);
    assert_eq!(suggested(&shelf, ""), []);
}

#[test]
fn what_was_removed_is_no_longer_suggested() {
    let shelf = Shelf::with(&five());
    shelf.index.delete("harvest").unwrap();
    shelf.index.commit(2).unwrap();
    assert_eq!(suggested(&shelf, "sawa"), []);
    assert_eq!(shelf.ask("swah").corrected, None);
}
