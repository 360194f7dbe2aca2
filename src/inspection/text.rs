//! What words in a sheet mean for its structure.

/// Whether a text is a remark about the table.
pub(super) fn is_note(text: &str) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "sumber",
        "source",
        "ket.",
        "ket :",
        "ket:",
        "keterangan:",
        "keterangan :",
        "catatan",
        "note",
        "*)",
        "**)",
        "jumlah aduan:",
    ];
    let lower = text.to_lowercase();
    BEGINNINGS
        .iter()
        .any(|beginning| lower.starts_with(beginning))
}

/// Whether a text belongs to the block in which somebody signs.
pub(super) fn is_signature(text: &str) -> bool {
    const MARKS: [&str; 7] = [
        "mengetahui",
        "kepala dinas",
        "kepala badan",
        "nip.",
        "nip ",
        "plt.",
        "a.n. ",
    ];
    const MONTHS: [&str; 12] = [
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ];
    let lower = text.to_lowercase();
    let place_and_date = lower.split_once(", ").is_some_and(|(place, date)| {
        !place.contains(' ')
            && MONTHS.iter().any(|month| date.contains(month))
            && date.chars().any(|c| c.is_ascii_digit())
    });
    place_and_date || MARKS.iter().any(|mark| lower.starts_with(mark))
}

/// Whether a text begins like the name of a sum.
pub(super) fn is_sum(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = lower
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    matches!(
        first,
        "jumlah" | "total" | "subtotal" | "sub" | "grand" | "rerata"
    ) || lower.starts_with("rata-rata")
}

/// Whether a column's name says that it only sums up or averages others.
pub(super) fn is_derived(text: &str) -> bool {
    is_plain_sum(text) || {
        let lower = text.to_lowercase();
        lower.starts_with("rata-rata") || lower.starts_with("rerata")
    }
}

/// Whether a column's name in its safe form says that it relates amounts to each other, so that they can't be added up.
pub(crate) fn is_rate(name: &str) -> bool {
    const WORDS: [&str; 12] = [
        "rasio",
        "persen",
        "persentase",
        "indeks",
        "index",
        "laju",
        "kepadatan",
        "produktivitas",
        "harga",
        "rata",
        "rerata",
        "per",
    ];
    name.split('_').any(|word| WORDS.contains(&word))
}

/// Whether a column's name says that it only counts rows.
pub(super) fn is_numbering(title: &str) -> bool {
    matches!(
        safe_name(title).as_str(),
        "no" | "nomor" | "no_urut" | "nomor_urut" | "nr"
    )
}

/// Whether a text is nothing but the name of a sum.
pub(super) fn is_plain_sum(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let known = |word: &&str| {
        matches!(
            *word,
            "jumlah"
                | "total"
                | "sub"
                | "subtotal"
                | "grand"
                | "seluruh"
                | "seluruhnya"
                | "umum"
                | "akhir"
                | "rata"
        )
    };
    !words.is_empty() && words.iter().all(known)
}

/// Whether a text alone in its row says that the row sums up, its figures having been lost: "TOTAL", "Subtotal Mei".
/// "Jumlah penduduk" may head a group.
pub(super) fn is_bare_sum(text: &str) -> bool {
    let lower = text.to_lowercase();
    let begins = [
        "subtotal",
        "sub total",
        "sub-total",
        "sub jumlah",
        "grand total",
    ];
    is_plain_sum(text) || begins.iter().any(|words| lower.starts_with(words))
}

/// Whether a text names the whole region that the rows are parts of.
pub(super) fn is_whole_region(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["kabupaten ", "kab. ", "kota ", "provinsi "]
        .iter()
        .any(|kind| lower.starts_with(kind))
}

/// A safe name of a column: lower case, `%` as persen, `&` as dan, all else but letters and digits as one underscore.
pub(super) fn safe_name(title: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let spelled = title
        .replace('%', " persen ")
        .replace('&', " dan ")
        .replace('²', "2")
        .replace('³', "3");
    let folded: String = spelled
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe() {
        assert_eq!(safe_name("JENIS KELAMIN › L+P"), "jenis_kelamin_l_p");
        assert_eq!(safe_name("% Realisasi"), "persen_realisasi");
        assert_eq!(safe_name("Luas (m²)"), "luas_m2");
    }

    #[test]
    fn structure_is_told_by_words() {
        assert!(is_sum("JUMLAH KEC. PONCOL") && !is_plain_sum("JUMLAH KEC. PONCOL"));
        assert!(is_plain_sum("Jumlah Total") && !is_sum("Sumber air"));
        assert!(is_signature("Magetan, 15 Januari 2025") && !is_signature("Magetan"));
        assert!(is_note("Sumber : Dinas") && !is_note("Sumurup"));
    }
}
