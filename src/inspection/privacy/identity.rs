//! What the digits of an identifier must say to be one.

use crate::standards::regencies;
use jiff::civil::Date;

fn number(digits: &[u8]) -> usize {
    digits.iter().fold(0, |sum, digit| {
        sum * 10 + usize::from(digit.saturating_sub(b'0'))
    })
}

fn part(digits: &[u8], from: usize, to: usize) -> usize {
    digits.get(from..to).map_or(0, number)
}

/// Sixteen digits of a resident or a family card: region, day (40 more for women), month, year of two digits, and a
/// serial number that is not zero.
pub(super) fn is_resident(digits: &[u8]) -> bool {
    if digits.len() != 16 || !regencies::is_code(part(digits, 0, 4)) || part(digits, 4, 6) == 0 {
        return false;
    }
    let day = part(digits, 6, 8);
    let day = if day > 40 { day - 40 } else { day };
    // Two digits of a year name two years; 29 February must exist in one of them.
    is_day(part(digits, 8, 10), day, part(digits, 10, 12)) && part(digits, 12, 16) > 0
}

fn is_day(month: usize, day: usize, year: usize) -> bool {
    let valid = |century: usize| civil(century + year, month, day).is_some();
    valid(1900) || valid(2000)
}

fn civil(year: usize, month: usize, day: usize) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// Eighteen digits of a civil servant: birth date, month of appointment (21 for staff under contract), sex, serial.
/// The serial may have become zero where a spreadsheet kept fifteen digits.
pub(super) fn is_servant(digits: &[u8]) -> bool {
    if digits.len() != 18 {
        return false;
    }
    let born = part(digits, 0, 4);
    let (appointed, month) = (part(digits, 8, 12), part(digits, 12, 14));
    (1930..=2015).contains(&born)
        && civil(born, part(digits, 4, 6), part(digits, 6, 8)).is_some()
        && (born + 15..=born + 65).contains(&appointed)
        && ((1..=12).contains(&month) || month == 21)
        && matches!(digits.get(14), Some(b'1' | b'2'))
}

/// Whether the ninth digit of a tax number fits the eight before it (Luhn); sixteen digits have a zero in front.
pub(super) fn is_taxpayer(digits: &[u8]) -> bool {
    let core = match (digits.len(), digits.first()) {
        (15, _) => digits,
        (16, Some(b'0')) => digits.get(1..).unwrap_or_default(),
        _ => return false,
    };
    let Some(head) = core.get(..9) else {
        return false;
    };
    let sum: usize = head
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let value = usize::from(digit.saturating_sub(b'0')) * (1 + index % 2);
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10) && head.iter().any(|digit| *digit != b'0')
}

/// Whether an identifier's last digits are the zeros of a rounded number: the first digits still tell what it was.
pub(super) fn is_rounded(digits: &[u8]) -> bool {
    let zeros = digits
        .iter()
        .rev()
        .take_while(|digit| **digit == b'0')
        .count();
    zeros >= 5 && begins_like_one(digits, digits.len())
}

/// Whether the first digits of a number of `length` digits are those of a resident's or a civil servant's.
pub(super) fn begins_like_one(first: &[u8], length: usize) -> bool {
    match length {
        16 if first.len() >= 4 => regencies::is_code(part(first, 0, 4)),
        16 => (0..10).any(|last| regencies::is_code(part(first, 0, 3) * 10 + last)),
        18 => (193..=201).contains(&part(first, 0, 3)),
        _ => false,
    }
}
