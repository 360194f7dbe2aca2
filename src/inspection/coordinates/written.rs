//! Degrees and points as cells write them.

use super::{LATITUDES, LONGITUDES};
use crate::inspection::number::{self, Exact};
use crate::inspection::reading::Notation;

/// Decimals of degrees that are kept of minutes and seconds: eleven centimetres.
const DIGITS: u32 = 6;
const LONGEST: usize = 80;

/// Degrees, minutes and seconds with the letters of their half of the world: `7°39'35"S`, `111° 19' 19" BT`.
pub(in crate::inspection) fn degrees(text: &str) -> Option<Exact> {
    if text.len() > LONGEST || !text.contains('°') {
        return None;
    }
    let upper = text.to_uppercase();
    let half: String = upper.chars().filter(|c| c.is_alphabetic()).collect();
    let is_negative = match half.as_str() {
        "" => upper.trim_start().starts_with(['-', '−']),
        "S" | "LS" | "W" | "BB" => true,
        "N" | "U" | "LU" | "E" | "T" | "BT" => false,
        _ => return None,
    };
    let figures = upper
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    let figures: Option<Vec<f64>> = figures
        .map(|part| part.replace(',', ".").parse::<f64>().ok())
        .collect();
    let degrees = match figures?.as_slice() {
        [whole] => *whole,
        [whole, minutes] if *minutes < 60.0 => whole + minutes / 60.0,
        [whole, minutes, seconds] if *minutes < 60.0 && *seconds < 60.0 => {
            whole + minutes / 60.0 + seconds / 3600.0
        }
        _ => return None,
    };
    if degrees > 180.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "less than 180 million")]
    let unscaled = (degrees * 10_f64.powi(6)).round() as i128;
    Some(Exact {
        unscaled: if is_negative { -unscaled } else { unscaled },
        scale: DIGITS,
    })
}

/// Latitude and longitude of a cell that has both: `-7.6597, 111.3219`, `-7,6597; 111,3219`, `POINT(111.3219 -7.6597)`.
/// Which is which their size tells: no place of Indonesia has them the other way round.
pub(in crate::inspection) fn point(text: &str) -> Option<(Exact, Exact)> {
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (one, other) = parts(text)?;
    let (one, other) = (figure(one)?, figure(other)?);
    // 1.250 112.500 may be two amounts.
    if !text.contains(['-', '−', '°']) && one.scale.max(other.scale) < 4 {
        return None;
    }
    let is_latitude = |exact: &Exact| LATITUDES.contains(&exact.as_f64());
    let is_longitude = |exact: &Exact| LONGITUDES.contains(&exact.as_f64());
    if is_latitude(&one) && is_longitude(&other) {
        Some((one, other))
    } else if is_longitude(&one) && is_latitude(&other) {
        Some((other, one))
    } else {
        None
    }
}

fn parts(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    if text
        .get(..5)
        .is_some_and(|word| word.eq_ignore_ascii_case("point"))
    {
        let inner = text
            .get(5..)?
            .trim_start()
            .strip_prefix('(')?
            .strip_suffix(')')?;
        return inner.trim().split_once(' ');
    }
    for sign in [";", ", "] {
        if let Some(parts) = text.split_once(sign) {
            return Some(parts);
        }
    }
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(one), Some(other), None) => Some((one, other)),
        _ => text.split_once(','),
    }
}

fn figure(text: &str) -> Option<Exact> {
    let text = text.trim();
    if let Some(exact) = degrees(text) {
        return Some(exact);
    }
    let bare = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−');
    if !text.chars().all(bare) {
        return None;
    }
    let written = number::take_apart(text)?;
    let notation = if written.core.contains(',') {
        Notation::Indonesian
    } else {
        Notation::English
    };
    // Fewer decimals than a kilometre needs: two amounts.
    number::parse(&written, notation).filter(|exact| exact.scale >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::typed::plain;

    #[test]
    fn degrees_are_read_with_their_half_of_the_world() {
        let read = |text| degrees(text).map(plain);
        assert_eq!(read("7°39'35\"S").as_deref(), Some("-7.659722"));
        assert_eq!(read("111° 19' 19\" BT").as_deref(), Some("111.321944"));
        assert_eq!(read("7° 39,5' LS").as_deref(), Some("-7.658333"));
        assert_eq!(read("7°65'S"), None);
        assert_eq!(read("suhu 30°C"), None);
    }

    #[test]
    fn a_cell_with_both_is_a_point() {
        let read = |text| point(text).map(|(one, other)| (plain(one), plain(other)));
        let expected = Some(("-7.6597".to_owned(), "111.3219".to_owned()));
        for text in [
            "-7.6597, 111.3219",
            "-7.6597,111.3219",
            "-7,6597; 111,3219",
            "-7,6597 111,3219",
            "POINT(111.3219 -7.6597)",
            "Point (111.3219 -7.6597)",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "1.234, 5.678",
            "105,3%",
            "1 100",
            "1.250 112.500",
            "7,6597",
            "POINT EMPTY",
            "12 345",
            "-7.6597, 11.3219",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_at(text: String) {
            let _ = (degrees(&text), point(&text));
        }
    }
}
