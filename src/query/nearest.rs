//! The known word that a wrong one was probably meant to be.

/// Longest word that is compared; a longer one has no similar word worth the time.
const MAX_LENGTH: usize = 64;

/// The most similar of `known`, if it is similar enough to be what was meant; the first of equals.
pub(crate) fn nearest<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wrong: Vec<char> = wrong.to_lowercase().chars().collect();
    if wrong.is_empty() || wrong.len() > MAX_LENGTH {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        let allowed = wrong.len().max(letters.len()).div_ceil(3);
        let contained = wrong.len() >= 3
            && candidate
                .to_lowercase()
                .contains(&wrong.iter().collect::<String>());
        let far = if contained {
            allowed
        } else {
            distance(&wrong, &letters)
        };
        if far <= allowed && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Letters to insert, delete, replace, or swap with their neighbour to turn one word into the other.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before_previous: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, from) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, to) in right.iter().enumerate() {
            let at =
                |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut least = (at(&previous, column) + usize::from(from != to))
                .min(at(&previous, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && left.get(row - 1) == Some(to)
                && right.get(column - 1) == Some(from);
            if swapped {
                least = least.min(at(&before_previous, column - 1) + 1);
            }
            current.push(least);
        }
        before_previous = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn typing_errors_find_the_word_that_was_meant() {
        let known = ["kecamatan", "kelurahan", "jumlah_penduduk", "tahun"];
        for (wrong, meant) in [
            ("kecamtan", Some("kecamatan")),
            ("Kecamatan", Some("kecamatan")),
            ("tahnu", Some("tahun")),
            ("jumlah", Some("jumlah_penduduk")),
            ("kode_pos", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, known), meant, "{wrong}");
        }
    }
}
