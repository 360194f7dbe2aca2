//! The word lists that the index weighs queries with, from `data/reference/`.

use search_index::WordLists;
use std::sync::LazyLock;

const SYNONYMS: &str = include_str!("../../data/reference/sinonim.txt");
const TRANSLATIONS: &str = include_str!("../../data/reference/istilah_inggris.txt");
const REGIONS: &str = include_str!("../../data/reference/magetan_wilayah.csv");

static STOP_WORDS: LazyLock<String> = LazyLock::new(|| {
    let general = include_str!("../../data/reference/stopwords_id.txt");
    let of_catalogues = include_str!("../../data/reference/kata_katalog.txt");
    format!("{general}\n{of_catalogues}")
});

static PLACES: LazyLock<String> = LazyLock::new(|| {
    // Sixteen villages are called like a kecamatan; the kecamatan, which comes first, is meant.
    let kecamatan = places("kecamatan").map(|name| format!("{name} = kecamatan"));
    let villages = places("desa").chain(places("kelurahan"));
    let villages = villages.map(|name| format!("{name} = desa"));
    kecamatan.chain(villages).collect::<Vec<_>>().join("\n")
});

/// Names of the places of a level (`kecamatan`, `desa`, `kelurahan`).
pub(super) fn places(level: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = REGIONS.lines().skip(1);
    lines.filter_map(move |line| {
        let mut values = line.split(',').skip(1);
        let name = values.next()?;
        (values.next()? == level).then_some(name)
    })
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
