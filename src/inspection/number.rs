//! Numbers as people write them. The notation is decided for a column from all its cells, never for one cell.

use super::cell::squeeze;
use super::reading::Notation;
use std::borrow::Cow;

/// A number in exact digits: `unscaled / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact {
    /// All digits with the sign.
    pub unscaled: i128,
    /// How many of them stand behind the point.
    pub scale: u32,
}

impl Exact {
    /// The same number without zeros at the end of its fraction.
    #[must_use]
    pub fn short(mut self) -> Self {
        // Divisions of 64 bits are many times faster than those of 128.
        if let Ok(mut digits) = i64::try_from(self.unscaled) {
            while self.scale > 0 && digits % 10 == 0 {
                digits /= 10;
                self.scale -= 1;
            }
            self.unscaled = digits.into();
            return self;
        }
        while self.scale > 0 && self.unscaled % 10 == 0 {
            self.unscaled /= 10;
            self.scale -= 1;
        }
        self
    }

    /// The unscaled digits at a larger scale; `None` when they don't fit.
    pub fn at_scale(self, scale: u32) -> Option<i128> {
        10_i128
            .checked_pow(scale.checked_sub(self.scale)?)?
            .checked_mul(self.unscaled)
    }

    /// A hundred times the number; `None` when it does not fit.
    pub fn times_hundred(mut self) -> Option<Self> {
        let shift = self.scale.min(2);
        self.scale -= shift;
        self.unscaled = self.unscaled.checked_mul(10_i128.pow(2 - shift))?;
        Some(self)
    }

    /// The nearest floating-point number.
    #[expect(clippy::cast_precision_loss, reason = "for figures, not for values")]
    pub fn as_f64(self) -> f64 {
        // Conversions of 64 bits are many times faster than those of 128.
        let digits = match i64::try_from(self.unscaled) {
            Ok(short) => short as f64,
            Err(_) => self.unscaled as f64,
        };
        if self.scale == 0 {
            return digits;
        }
        digits / 10_f64.powi(i32::try_from(self.scale).unwrap_or(0))
    }

    /// Reads plain digits with a dot, as a file's own numbers are written.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unscaled: i128 = format!("{whole}{fraction}").parse().ok()?;
        let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        if scale >= 0 {
            return Some(Self {
                unscaled,
                scale: u32::try_from(scale).ok()?,
            });
        }
        let grow = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
        Some(Self {
            unscaled: unscaled.checked_mul(grow)?,
            scale: 0,
        })
    }
}

/// A number with what stood around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Written<'t> {
    /// Its digits and separators.
    pub core: Cow<'t, str>,
    /// Whether it is negative: a minus before or behind, or brackets.
    pub negative: bool,
    /// Whether a percent sign or word stood behind.
    pub percent: bool,
    /// Whether Rp or IDR stood before.
    pub money: bool,
    /// A unit behind, in lower case.
    pub unit: &'static str,
    /// Power of ten of a word such as juta.
    pub power: u32,
}

/// Takes a text apart; `None` when it is no number in any notation.
pub(super) fn take_apart(text: &str) -> Option<Written<'_>> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (negative, bare) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let is_plain = bare
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    let ends_well = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    if is_plain && ends_well(bare.as_bytes().first()) && ends_well(bare.as_bytes().last()) {
        return Some(Written {
            core: Cow::Borrowed(bare),
            negative,
            ..Written::default()
        });
    }
    take_apart_slowly(text)
}

/// A number of nothing but digits, a minus in front and one separator at most: what most cells of large tables are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plain {
    /// All digits with the sign.
    pub unscaled: i64,
    /// Digits before the separator.
    pub whole: u32,
    /// The separator and the digits behind it.
    pub point: Option<(u8, u32)>,
}

// They always fit into 64 bits.
const MOST_PLAIN: usize = 18;

impl Plain {
    /// Reads a text in one go over its bytes; `None` for everything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (negative, digits) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, bytes),
        };
        if digits.len() > MOST_PLAIN {
            return None;
        }
        let mut plain = Self {
            unscaled: 0,
            whole: 0,
            point: None,
        };
        for byte in digits {
            match (byte, &mut plain.point) {
                (b'0'..=b'9', point) => {
                    plain.unscaled = plain.unscaled * 10 + i64::from(byte - b'0');
                    match point {
                        None => plain.whole += 1,
                        Some((_, behind)) => *behind += 1,
                    }
                }
                (b'.' | b',', None) => plain.point = Some((*byte, 0)),
                _ => return None,
            }
        }
        if negative {
            plain.unscaled = -plain.unscaled;
        }
        let ends_well = plain.point.is_none_or(|(_, behind)| behind > 0);
        (plain.whole > 0 && ends_well).then_some(plain)
    }

    /// What it means in a notation; `None` when it does not fit.
    pub(super) fn exact(self, notation: Notation) -> Option<Exact> {
        let decimal = match notation {
            Notation::Indonesian => b',',
            Notation::English => b'.',
        };
        let scale = match self.point {
            None => 0,
            Some((sign, behind)) if sign == decimal => behind,
            Some((_, 3)) if self.whole <= 3 => 0,
            Some(_) => return None,
        };
        Some(Exact {
            unscaled: self.unscaled.into(),
            scale,
        })
    }
}

fn take_apart_slowly(text: &str) -> Option<Written<'static>> {
    let mut rest = squeeze(text).into_owned();
    let mut written = Written::default();
    if let Some(inner) = rest
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
    {
        written.negative = true;
        rest = inner.trim().to_owned();
    }
    rest = prefix(&rest, &mut written);
    let end = rest
        .char_indices()
        .find(|(_, c)| {
            !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{2009}' | '\u{a0}' | '\''))
        })
        .map_or(rest.len(), |(index, _)| index);
    let (core, tail) = (rest.get(..end)?, rest.get(end..)?);
    let core = suffix(core, tail, &mut written)?;
    if !core.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    written.core = Cow::Owned(core);
    Some(written)
}

fn prefix(text: &str, written: &mut Written<'_>) -> String {
    let mut rest = text;
    loop {
        let begins = |mark: &&&str| {
            let head = rest.get(..mark.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(mark))
        };
        let dropped = ["rp.", "rp", "idr"].iter().find(begins);
        if let Some(mark) = dropped {
            written.money = true;
            rest = rest.get(mark.len()..).unwrap_or_default().trim_start();
        } else if let Some(inner) = rest.strip_prefix(['-', '−', '–']) {
            written.negative = true;
            rest = inner.trim_start();
        } else if let Some(inner) = rest.strip_prefix(['+', '±']) {
            rest = inner.trim_start();
        } else if let Some(inner) = rest
            .strip_prefix('(')
            .and_then(|inner| inner.strip_suffix(')'))
        {
            written.negative = true;
            rest = inner.trim();
        } else {
            return rest.to_owned();
        }
    }
}

// What may stand behind the digits: `,-`, a minus, per cent, a footnote mark, an exponent, a scale word, a unit.
fn suffix(core: &str, tail: &str, written: &mut Written<'_>) -> Option<String> {
    const WORDS: [(&str, u32); 4] = [("ribu", 3), ("juta", 6), ("miliar", 9), ("triliun", 12)];
    const UNITS: [&str; 24] = [
        "ha", "kg", "ton", "kw", "ku", "km", "km2", "m", "m2", "m3", "mm", "cm", "liter", "l",
        "unit", "orang", "jiwa", "kk", "ekor", "buah", "desa", "hari", "bulan", "tahun",
    ];
    let mut core = core.trim_end().to_owned();
    let tail = tail.trim();
    // No word that may stand here is longer.
    if tail.len() > 12 {
        return None;
    }
    let lower = tail.to_lowercase();
    match lower.as_str() {
        "" => {}
        // Million, billion or metre: a person has to say which.
        _ if tail == "M" => return None,
        "-" if core.ends_with(',') => {
            core.pop();
        }
        "-" | "−" => written.negative = true,
        "%" | "persen" => written.percent = true,
        "*" | "**" | "*)" | "**)" | "r" | "x" | "e" => {}
        other => {
            if let Some((_, power)) = WORDS.iter().find(|(word, _)| *word == other) {
                written.power = *power;
            } else if let Some(unit) = UNITS.iter().find(|unit| **unit == other) {
                written.unit = unit;
            } else if let Some(exponent) = other.strip_prefix('e') {
                let exponent: u32 = exponent
                    .trim_start_matches('+')
                    .parse()
                    .ok()
                    .filter(|e| *e <= 30)?;
                written.power = exponent;
            } else {
                return None;
            }
        }
    }
    while core.ends_with([',', '.', ' ']) {
        core.pop();
    }
    Some(core)
}

/// What the cells of a column say about their notation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Cells that can only be Indonesian.
    pub indonesian: u64,
    /// Cells that can only be English.
    pub english: u64,
}

impl Evidence {
    /// What one cell's digits and separators say.
    pub(super) fn of(core: &str) -> Self {
        let mut evidence = Self::default();
        evidence.weigh(core);
        evidence
    }

    /// Adds what other cells say.
    pub(super) fn merge(&mut self, other: Self) {
        self.indonesian += other.indonesian;
        self.english += other.english;
    }

    fn weigh(&mut self, core: &str) {
        let dots = core.matches('.').count();
        let commas = core.matches(',').count();
        let behind = |sign: char| {
            core.rsplit(sign)
                .next()
                .map_or(0, |tail| tail.chars().filter(char::is_ascii_digit).count())
        };
        match (dots, commas) {
            (0, 0) => {}
            (0, 1) => {
                if behind(',') != 3 || core.starts_with("0,") {
                    self.indonesian += 1;
                }
            }
            (1, 0) => {
                if behind('.') != 3 || core.starts_with("0.") {
                    self.english += 1;
                }
            }
            (_, 0) => self.indonesian += 1,
            (0, _) => self.english += 1,
            _ if core.rfind(',') > core.rfind('.') => self.indonesian += 1,
            _ => self.english += 1,
        }
    }

    /// The notation that the evidence speaks for.
    pub(super) fn notation(self) -> Notation {
        if self.english > self.indonesian {
            Notation::English
        } else {
            Notation::Indonesian
        }
    }

    /// Whether the cells contradict each other.
    pub(super) fn is_contradictory(self) -> bool {
        self.indonesian > 0 && self.english > 0
    }
}

/// The number that a text means in a notation; `None` when it does not fit the notation.
pub(super) fn parse(written: &Written<'_>, notation: Notation) -> Option<Exact> {
    let (thousands, point) = match notation {
        Notation::Indonesian => ('.', ','),
        Notation::English => (',', '.'),
    };
    let core = &*written.core;
    let (whole, fraction) = core.split_once(point).unwrap_or((core, ""));
    let unscaled = digits_of(whole_number(whole, thousands)?, fraction)?;
    let scale = u32::try_from(fraction.len()).ok()?;
    let mut exact = Exact {
        unscaled: if written.negative {
            -unscaled
        } else {
            unscaled
        },
        scale,
    };
    if written.power >= exact.scale {
        exact.unscaled = exact
            .unscaled
            .checked_mul(10_i128.checked_pow(written.power - exact.scale)?)?;
        exact.scale = 0;
    } else {
        exact.scale -= written.power;
    }
    Some(exact)
}

// Digits behind those of `before`; `None` for anything else, and when they don't fit.
fn digits_of(before: i128, digits: &str) -> Option<i128> {
    if digits.len() <= 9
        && let Ok(before) = i64::try_from(before)
        && before < 1_000_000_000
    {
        let number = digits.bytes().try_fold(before, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + i64::from(byte - b'0'))
        });
        return number.map(i128::from);
    }
    digits.bytes().try_fold(before, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| i128::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

// Digits, in groups of three or in none.
fn whole_number(text: &str, thousands: char) -> Option<i128> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        return digits_of(0, text);
    }
    let separators = [thousands, ' ', '\u{a0}', '\u{2009}', '\''];
    let mut groups = text.split(separators);
    let first = groups.next().filter(|group| !group.is_empty())?;
    let mut number = digits_of(0, first)?;
    let mut is_grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        number = digits_of(number, group)?;
        is_grouped = true;
    }
    (!is_grouped || first.len() <= 3).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, notation: Notation) -> Option<String> {
        let exact = parse(&take_apart(text)?, notation)?.short();
        Some(format!("{}e-{}", exact.unscaled, exact.scale))
    }

    #[test]
    fn indonesian_and_english_notation() {
        let id = Notation::Indonesian;
        for (text, expected) in [
            ("1.234.567,89", "123456789e-2"),
            ("Rp. 1.500.000,-", "1500000e-0"),
            ("(Rp 2.000.000)", "-2000000e-0"),
            ("-Rp2.000.000", "-2000000e-0"),
            ("12,5 %", "125e-1"),
            ("1 234 567,5", "12345675e-1"),
            ("1.250-", "-1250e-0"),
            ("250 *)", "250e-0"),
            ("1.234 r", "1234e-0"),
            ("2,3 miliar", "2300000000e-0"),
            ("1,5E+06", "1500000e-0"),
            ("1.500 kg", "1500e-0"),
        ] {
            assert_eq!(value(text, id).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            value("1,234,567.89", Notation::English).as_deref(),
            Some("123456789e-2")
        );
    }

    proptest::proptest! {
        #[test]
        fn plain_numbers_are_read_like_all_others(text in "-?[0-9]{0,9}[.,]?[0-9]{0,8}") {
            if let Some(plain) = Plain::read(&text) {
                let written = take_apart(&text).unwrap();
                for notation in [Notation::Indonesian, Notation::English] {
                    proptest::prop_assert_eq!(plain.exact(notation), parse(&written, notation), "{}", text);
                }
            }
        }
    }

    #[test]
    fn slips_are_no_numbers() {
        for text in [
            "l0",
            "1O5",
            "12.345.67",
            "1.23.456",
            ">100",
            "1,5 M",
            "#####",
            "",
        ] {
            assert_eq!(value(text, Notation::Indonesian), None, "{text}");
        }
    }

    #[test]
    fn the_column_decides() {
        let mut evidence = Evidence::default();
        for core in ["3.524", "0.512", "1.199"] {
            evidence.weigh(core);
        }
        assert_eq!(evidence.notation(), Notation::English);
        let mut evidence = Evidence::default();
        evidence.weigh("1.234");
        assert_eq!(evidence.notation(), Notation::Indonesian);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_weighed(text: String) {
            if let Some(written) = take_apart(&text) {
                let _ = parse(&written, Evidence::of(&written.core).notation());
            }
        }
    }
}
