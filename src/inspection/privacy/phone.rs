//! Telephone numbers of people: mobile ones; fixed lines belong to offices unless the column says otherwise.

// The three digits after the zero that Indonesian operators have.
const OPERATORS: [&[u8; 3]; 39] = [
    b"811", b"812", b"813", b"814", b"815", b"816", b"817", b"818", b"819", b"821", b"822", b"823",
    b"827", b"828", b"831", b"832", b"833", b"838", b"851", b"852", b"853", b"855", b"856", b"857",
    b"858", b"859", b"877", b"878", b"879", b"881", b"882", b"883", b"884", b"885", b"886", b"887",
    b"888", b"889", b"895",
];
const LATER_OPERATORS: [&[u8; 3]; 4] = [b"896", b"897", b"898", b"899"];

/// How a mobile number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// `0812…` or `0062812…`
    National,
    /// `62812…`
    International,
    /// `812…`: a spreadsheet took the zero away.
    WithoutZero,
}

/// The writing of digits that can be a mobile number.
pub(super) fn mobile(digits: &[u8]) -> Option<Writing> {
    let (rest, writing) = if let Some(rest) = digits.strip_prefix(b"0062") {
        (rest.strip_prefix(b"0").unwrap_or(rest), Writing::National)
    } else if let Some(rest) = digits.strip_prefix(b"62") {
        let rest = rest.strip_prefix(b"0").unwrap_or(rest);
        (rest, Writing::International)
    } else if let Some(rest) = digits.strip_prefix(b"0") {
        (rest, Writing::National)
    } else {
        (digits, Writing::WithoutZero)
    };
    let known = rest.get(..3).is_some_and(|first| {
        OPERATORS
            .iter()
            .chain(&LATER_OPERATORS)
            .any(|operator| operator.as_slice() == first)
    });
    (known && (9..=12).contains(&rest.len())).then_some(writing)
}

/// Whether digits are a fixed line with its area code.
pub(super) fn is_fixed_line(digits: &[u8]) -> bool {
    let national = match digits.strip_prefix(b"62") {
        Some(rest) => rest,
        None => match digits.strip_prefix(b"0") {
            Some(rest) => rest,
            None => return false,
        },
    };
    (8..=11).contains(&national.len()) && matches!(national.first(), Some(b'2'..=b'7' | b'9'))
}
