use super::*;

/// Exact forms with their positions, as `position:form`.
fn exact(text: &str) -> String {
    let words = words_of(text).into_iter();
    let words: Vec<String> = words
        .map(|word| format!("{}:{}", word.position, word.exact))
        .collect();
    words.join(" ")
}

fn stem(word: &str) -> String {
    let words = words_of(word).into_iter();
    words.map(|word| word.stem).collect::<Vec<_>>().join(" ")
}

#[test]
fn text_is_cut_and_folded() {
    let cases = [
        ("Luas Panen", "0:luas 1:panen"),
        ("  (padi), jagung! ", "0:padi 1:jagung"),
        ("Café cafe\u{301}", "0:cafe 1:cafe"),
        ("Jum'at Al-Qur’an", "0:jumat 1:al-quran 1:al 2:quran"),
        ("luas_panen 2023", "0:luas_panen 0:luas 1:panen 2:2023"),
        ("KTP-el", "0:ktp-el 0:ktp 1:el"),
        ("35.20.07", "0:35.20.07 0:35 1:20 2:07"),
        ("2019-2024", "0:2019 1:2024"),
        ("Kab.Magetan", "0:kab 1:magetan"),
        ("hiv/aids", "0:hiv 1:aids"),
        ("...", ""),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(exact(text), expected, "{text}");
    }
}

#[test]
fn a_reduplicated_word_is_one_word() {
    let cases = [
        ("anak-anak desa", "0:anak 1:desa"),
        ("Anak-anak", "0:anak"),
        ("sayur-sayuran segar", "0:sayur 0:sayuran 1:segar"),
        ("anak2", "0:anak"),
        ("km2", "0:km2"),
        ("non-asn", "0:non-asn 0:non 1:asn"),
    ];
    for (text, expected) in cases {
        assert_eq!(exact(text), expected, "{text}");
    }
}

#[test]
fn offsets_point_into_the_text() {
    for text in ["Réhab luas_panen", "Kab.Magetan é-é", "Anak-Anak"] {
        for word in words_of(text) {
            let part = &text[word.from..word.to];
            assert!(fold(part).starts_with(&word.exact[..1]), "{part}");
        }
    }
}

#[test]
fn words_of_one_root_share_a_stem() {
    let pairs = [
        ("penduduk", "kependudukan"),
        ("pelayanan", "layanan"),
        ("pertanian", "petani"),
        ("menanam", "penanaman"),
        ("sekolah", "bersekolah"),
        ("izin", "perijinan"),
    ];
    for (one, other) in pairs {
        assert_eq!(stem(one), stem(other), "{one} {other}");
    }
}

#[test]
fn short_words_and_codes_have_no_stem() {
    for word in ["pad", "kir", "asn", "tps3r", "2023", "rtlh"] {
        assert_eq!(stem(word), word);
    }
}

#[test]
fn most_of_the_public_pairs_are_told_apart() {
    let pairs = include_str!("../../tests/fixtures/word-pairs.csv");
    let mut wrong = Vec::new();
    for line in pairs.lines().skip(1) {
        let [one, other, same] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("three values per line: {line}");
        };
        let stems = |text: &str| words_of(text).into_iter().map(|word| word.stem);
        let meet = stems(one).any(|stem| stems(other).any(|other| other == stem));
        if meet != (same == "ya") {
            wrong.push(line);
        }
    }
    assert!(wrong.len() <= 3, "{wrong:?}");
}
