//! The word lists that the index weighs queries with, from `data/reference/`.

use crate::catalog::names::fold;
use crate::standards::regions::{self, Level, Region};
use search_index::WordLists;
use std::sync::LazyLock;

const SYNONYMS: &str = include_str!("../../data/reference/sinonim.txt");
const TRANSLATIONS: &str = include_str!("../../data/reference/istilah_inggris.txt");

static STOP_WORDS: LazyLock<String> = LazyLock::new(|| {
    let general = include_str!("../../data/reference/stopwords_id.txt");
    let of_catalogues = include_str!("../../data/reference/kata_katalog.txt");
    format!("{general}\n{of_catalogues}")
});

static PLACES: LazyLock<String> = LazyLock::new(|| {
    // Sixteen villages are called like a kecamatan; the kecamatan, which comes first, is meant.
    let named = |level, word: &str| -> Vec<String> {
        let regions = of_level(level);
        let lines = regions.map(|region| format!("{} = {word}", region.name));
        lines.collect()
    };
    let mut lines = named(Level::District, "kecamatan");
    lines.extend(named(Level::Village, "desa"));
    lines.join("\n")
});

/// How titles name a place (` kecamatan plaosan `), with its kind and name as they are written.
static NAMED_PLACES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let kinds = [
        (Level::District, "Kecamatan", ["kecamatan", "kec."]),
        (Level::Village, "Desa", ["desa", "ds."]),
        (Level::Village, "Kelurahan", ["kelurahan", "kel."]),
    ];
    let mut places = Vec::new();
    for (level, written, words) in kinds {
        for region in of_level(level) {
            for word in words {
                let pattern = format!(" {word} {} ", fold(&region.name));
                places.push((pattern, format!("{written} {}", region.name)));
            }
        }
    }
    places
});

fn of_level(level: Level) -> impl Iterator<Item = &'static Region> {
    let regions = regions::list().iter();
    regions.filter(move |region| region.level == level)
}

/// The kecamatan or village that a title says it is about (`… Kecamatan Plaosan`).
pub(super) fn place_in(title: &str) -> Option<&'static str> {
    let words = fold(title).replace([',', '(', ')', '-'], " ");
    let title = format!(
        " {} ",
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    let mut places = NAMED_PLACES.iter();
    let place = places.find(|(pattern, _)| title.contains(pattern))?;
    Some(&place.1)
}

/// All lists.
pub(super) fn word_lists() -> WordLists<'static> {
    WordLists {
        stop_words: &STOP_WORDS,
        synonyms: SYNONYMS,
        translations: TRANSLATIONS,
        places: &PLACES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_the_place_it_is_about() {
        let cases = [
            (
                "Jumlah RTLH di Kecamatan Plaosan 2023",
                Some("Kecamatan Plaosan"),
            ),
            ("RTLH (Kec. Barat)", Some("Kecamatan Barat")),
            ("Penduduk menurut Kecamatan", None),
            ("Kunjungan Telaga Sarangan", None),
        ];
        for (title, place) in cases {
            assert_eq!(place_in(title), place, "{title}");
        }
    }
}
