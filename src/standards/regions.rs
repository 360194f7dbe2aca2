//! Administrative regions and their codes. Source: `magetan_wilayah.csv` (Kepmendagri 300.2.2-2430/2025),
//! `jatim_kabupaten.csv`; codes of BPS: `magetan_kode_bps.csv`.
//!
//! Names repeat (eight village names of Magetan occur more than once, sixteen equal a district's), so a name is
//! looked up within its parent, and codes come first.

use super::{cell, records};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The level of a region.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Level {
    /// Provinsi.
    Province,
    /// Kabupaten or kota.
    Regency,
    /// Kecamatan.
    District,
    /// Desa or kelurahan.
    Village,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Dotted Kemendagri code, such as `35.20.06.1001`.
    pub code: String,
    /// Standard name without its kind.
    pub name: String,
    /// Level.
    pub level: Level,
    /// Code of the region that it lies in.
    pub parent: String,
}

struct Lists {
    regions: Vec<Region>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_bps: HashMap<String, usize>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut regions = Vec::new();
    for record in records(include_str!("../../data/reference/jatim_kabupaten.csv")) {
        let code = cell(&record, 0);
        if code != "35.20" {
            regions.push(region(code, &cell(&record, 1)));
        }
    }
    for record in records(include_str!("../../data/reference/magetan_wilayah.csv")) {
        regions.push(region(cell(&record, 0), &cell(&record, 1)));
    }
    let by_code: HashMap<String, usize> = regions
        .iter()
        .enumerate()
        .map(|(index, region)| (region.code.clone(), index))
        .collect();
    let bps = records(include_str!("../../data/reference/magetan_kode_bps.csv")).into_iter();
    let by_bps = bps
        .filter_map(|record| Some((cell(&record, 1), *by_code.get(&cell(&record, 0))?)))
        .filter(|(code, _)| code.len() >= 7)
        .collect();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, region) in regions.iter().enumerate() {
        by_name.entry(key(&region.name)).or_default().push(index);
    }
    Lists {
        regions,
        by_code,
        by_name,
        by_bps,
    }
});

fn region(code: String, name: &str) -> Region {
    let level = match code.len() {
        0..=2 => Level::Province,
        3..=5 => Level::Regency,
        6..=8 => Level::District,
        _ => Level::Village,
    };
    let parent = code
        .rsplit_once('.')
        .map(|(parent, _)| parent.to_owned())
        .unwrap_or_default();
    let name = name.trim_start_matches("Kabupaten ").to_owned();
    Region {
        code,
        name,
        level,
        parent,
    }
}

/// All regions known, parents first.
pub fn list() -> &'static [Region] {
    &LISTS.regions
}

/// The region with this code, dotted or not, spaces ignored.
pub fn by_code(code: &str) -> Option<&'static Region> {
    let dotted = dotted(code)?;
    LISTS
        .by_code
        .get(&dotted)
        .and_then(|index| LISTS.regions.get(*index))
}

/// The region that BPS numbers with these 7 (kecamatan) or 10 digits (desa).
pub fn by_bps(code: &str) -> Option<&'static Region> {
    if !matches!(code.len(), 7 | 10) {
        return None;
    }
    let index = LISTS.by_bps.get(code)?;
    LISTS.regions.get(*index)
}

/// The dotted form of a code of 2, 4, 6 or 10 digits; `None` for anything else.
pub fn dotted(code: &str) -> Option<String> {
    let digits: String = code
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}'))
        .collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let ends: &[usize] = match digits.len() {
        2 => &[2],
        4 => &[2, 4],
        6 => &[2, 4, 6],
        10 => &[2, 4, 6, 10],
        _ => return None,
    };
    let mut start = 0;
    let parts: Vec<&str> = ends
        .iter()
        .filter_map(|end| {
            let part = digits.get(start..*end);
            start = *end;
            part
        })
        .collect();
    Some(parts.join("."))
}

/// The level that a code's length stands for.
pub fn level_of_code(code: &str) -> Level {
    match dotted(code).map_or(0, |dotted| dotted.len()) {
        0..=2 => Level::Province,
        3..=5 => Level::Regency,
        6..=8 => Level::District,
        _ => Level::Village,
    }
}

/// Regions with this name and level, within `parent` (a code) if it is given.
pub fn by_name(name: &str, level: Level, parent: Option<&str>) -> Vec<&'static Region> {
    let within = parent
        .filter(|parent| !parent.is_empty())
        .map(|parent| format!("{parent}."));
    let fits = |region: &&Region| {
        let within = within.as_deref();
        region.level == level && within.is_none_or(|within| region.code.starts_with(within))
    };
    LISTS
        .by_name
        .get(&key(name))
        .into_iter()
        .flatten()
        .filter_map(|index| LISTS.regions.get(*index))
        .filter(fits)
        .collect()
}

/// The one region whose name differs by a slip of the pen, within the same bounds; `None` when several could be meant.
pub fn nearly(name: &str, level: Level, parent: Option<&str>) -> Option<&'static Region> {
    let wanted = key(name);
    if wanted.chars().count() < 4 {
        return None;
    }
    let most = if wanted.chars().count() >= 8 { 2 } else { 1 };
    let within = parent
        .filter(|parent| !parent.is_empty())
        .map(|parent| format!("{parent}."));
    let is_within = |region: &&Region| {
        let within = within.as_deref();
        within.is_none_or(|within| region.code.starts_with(within))
    };
    let mut found = LISTS
        .regions
        .iter()
        .filter(|region| region.level == level)
        .filter(is_within)
        .filter(|region| distance(&wanted, &key(&region.name), most));
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether the word before a name says that it is a regency's or a province's: "Kab. Magetan" is no kecamatan.
pub fn is_above_districts(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_kind = matches!(
        words.next(),
        Some("provinsi" | "prov" | "kabupaten" | "kab")
    );
    is_kind && words.next().is_some()
}

/// Whether a name is that of a city, not of the regency around it.
pub fn is_city(name: &str) -> bool {
    name.get(..5)
        .is_some_and(|kind| kind.eq_ignore_ascii_case("kota "))
}

/// What people call provinces.
const SHORT: [(&str, &str); 6] = [
    ("jatim", "jawatimur"),
    ("jateng", "jawatengah"),
    ("jabar", "jawabarat"),
    ("diy", "daerahistimewayogyakarta"),
    ("kaltim", "kalimantantimur"),
    ("sulsel", "sulawesiselatan"),
];

/// What two spellings of a name have in common: lower case, the kind before it dropped, letters and digits only.
pub fn key(name: &str) -> String {
    const KINDS: [&str; 12] = [
        "kabupaten",
        "kecamatan",
        "kelurahan",
        "desa",
        "kota",
        "kab",
        "kec",
        "kel",
        "ds",
        "provinsi",
        "prov",
        "kb",
    ];
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let rest = match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && KINDS.contains(first) => rest,
        _ => words.as_slice(),
    };
    let key = rest.concat();
    let long = SHORT.iter().find(|(short, _)| *short == key);
    long.map_or(key, |(_, long)| (*long).to_owned())
}

// Whether the Damerau-Levenshtein distance (neighbours swapped count once) is at most `most`.
fn distance(a: &str, b: &str, most: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&row, j) + 1)
                .min(at(&last, j + 1) + 1)
                .min(at(&last, j) + usize::from(x != y));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().is_some_and(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_in_every_writing() {
        for text in ["35.20.06", "352006", " 35.20.06 "] {
            assert_eq!(by_code(text).unwrap().name, "Magetan");
        }
        assert!(by_code("35.20.99").is_none());
        assert!(dotted("35.20.x").is_none());
        assert_eq!(
            list()
                .iter()
                .filter(|region| region.level == Level::Village)
                .count(),
            235
        );
    }

    #[test]
    fn names_are_found_within_their_parent() {
        let poncol = by_name("KEC. PONCOL", Level::District, None);
        assert_eq!(
            poncol.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(),
            ["35.20.01"]
        );
        assert!(by_name("Banjarejo", Level::Village, None).len() == 3);
    }

    #[test]
    fn one_slip_is_forgiven_when_one_name_is_meant() {
        assert_eq!(
            nearly("Nguntronadi", Level::District, None).unwrap().name,
            "Nguntoronadi"
        );
        assert!(nearly("Xyzabc", Level::District, None).is_none());
    }
}
