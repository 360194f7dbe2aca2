//! Codes of all provinces, regencies and cities, as identity numbers begin with them. Source: `kabupaten_kota.csv`
//! (Kepmendagri 300.2.2-2430/2025).

use super::{cell, records};
use std::sync::LazyLock;

// One flag for each number of four digits: looked up for every cell that might be an identity number.
static KNOWN: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut known = vec![false; 10_000];
    let mut set = |code: usize| {
        if let Some(flag) = known.get_mut(code) {
            *flag = true;
        }
    };
    for record in records(include_str!("../../data/reference/kabupaten_kota.csv")) {
        let code = cell(&record, 0);
        if let (5, Ok(number)) = (code.len(), code.replace('.', "").parse()) {
            set(number);
        }
    }
    FORMER.iter().cloned().flatten().for_each(set);
    known
});

// Numbers given before a province was divided stay with the person: Kalimantan Timur before 2012, Sulawesi Selatan
// before 2004, Papua and Papua Barat before 2022.
const FORMER: [std::ops::RangeInclusive<usize>; 8] = [
    6404..=6406,
    6410..=6410,
    6473..=6473,
    7319..=7327,
    9101..=9129,
    9171..=9171,
    9201..=9212,
    9271..=9271,
];

/// Whether four digits are the code of a regency or city, of today or of before a province was divided.
pub fn is_code(digits: usize) -> bool {
    KNOWN.get(digits).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_today_and_before_are_known() {
        for code in [1101, 3520, 3578, 6404, 9171, 9671] {
            assert!(is_code(code), "{code}");
        }
        for code in [0, 1234, 3530, 3599, 9999, 10_000] {
            assert!(!is_code(code), "{code}");
        }
        assert_eq!((0..10_000).filter(|code| is_code(*code)).count(), 552);
    }
}
