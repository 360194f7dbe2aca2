//! Values: what a query compares with and what an answer's cell holds.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::table::ColumnType;

/// An exact decimal number, `digits / 10^scale`; the scale keeps the zeros that were written.
///
/// Text form: digits with a point, no exponent. At most 38 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// All digits as one whole number.
    pub digits: i128,
    /// How many of them stand after the point, at most 38.
    pub scale: u8,
}

/// Largest number of digits of a decimal.
const MAX_DIGITS: usize = 38;

impl Decimal {
    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self {
            digits: number as i128,
            scale: 0,
        }
    }

    /// Reads an optional sign, digits, and optionally a point and more digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        if unsigned.ends_with('.') || fraction.len() > MAX_DIGITS {
            return None;
        }
        let significant = whole.trim_start_matches('0');
        if significant.len() + fraction.len() > MAX_DIGITS {
            return None;
        }
        let mut digits: i128 = 0;
        for byte in significant.bytes().chain(fraction.bytes()) {
            digits = digits * 10 + i128::from(byte - b'0');
        }
        Some(Self {
            digits: if negative { -digits } else { digits },
            scale: u8::try_from(fraction.len()).ok()?,
        })
    }

    /// The largest number with `scale` digits after the point that is not above this one, and whether
    /// it equals this one; `None` where it needs more than 38 digits.
    pub(crate) fn floor_to(self, scale: u8) -> Option<(i128, bool)> {
        if scale >= self.scale {
            let factor = 10_i128.checked_pow(u32::from(scale - self.scale))?;
            return Some((self.digits.checked_mul(factor)?, true));
        }
        let factor = 10_i128.checked_pow(u32::from(self.scale - scale))?;
        let floor = self.digits.div_euclid(factor);
        Some((floor, floor * factor == self.digits))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let magnitude = self.digits.unsigned_abs();
        if self.scale == 0 {
            return write!(formatter, "{sign}{magnitude}");
        }
        let unit = 10_u128.saturating_pow(u32::from(self.scale));
        let width = usize::from(self.scale);
        let (whole, fraction) = (magnitude / unit, magnitude % unit);
        write!(formatter, "{sign}{whole}.{fraction:0width$}")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a decimal number"))
    }
}

/// A value to compare with, already of the type that the field needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Literal {
    /// For whole number and decimal columns.
    Number(Decimal),
    /// For float columns; finite.
    Float(f64),
    /// For text columns.
    Text(String),
    /// For date columns.
    #[serde(with = "iso_date")]
    Date(Date),
    /// For columns of true and false.
    Boolean(bool),
}

impl Literal {
    /// The literal as a query writes it.
    pub fn to_text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Boolean(value) => value.to_string(),
        }
    }
}

impl ColumnType {
    /// Reads `text` as a value of this type; `None` where it is not one.
    ///
    /// Numbers have a point and no thousands marks; a decimal may be compared with a whole number
    /// column. Dates are `YYYY-MM-DD`. Booleans are `true`, `false`, `t`, `f`, in any case.
    pub fn literal(self, text: &str) -> Option<Literal> {
        match self {
            Self::Integer | Self::Decimal { .. } => Decimal::parse(text).map(Literal::Number),
            Self::Float => {
                let written_as_number = text.bytes().any(|byte| byte.is_ascii_digit());
                let number: f64 = text
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())?;
                written_as_number.then_some(Literal::Float(number))
            }
            Self::Text => Some(Literal::Text(text.to_owned())),
            Self::Date => iso_date::parse(text).map(Literal::Date),
            Self::Boolean => match text.to_ascii_lowercase().as_str() {
                "true" | "t" => Some(Literal::Boolean(true)),
                "false" | "f" => Some(Literal::Boolean(false)),
                _ => None,
            },
        }
    }
}

/// One cell of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Cell {
    /// No value.
    Missing,
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A floating point number; finite.
    Float(f64),
    /// Text.
    Text(String),
    /// A day.
    #[serde(with = "iso_date")]
    Date(Date),
    /// True or false.
    Boolean(bool),
}

impl Cell {
    /// The value as machine formats write it; nothing for a missing one.
    pub fn to_text(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Float(number) => float_text(*number),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Boolean(value) => value.to_string(),
        }
    }

    /// The value as a number, for drawing; `None` where it isn't one.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "a drawing needs no more digits")]
            Self::Integer(number) => Some(*number as f64),
            Self::Decimal(number) => number.to_string().parse().ok(),
            Self::Float(number) => Some(*number),
            Self::Missing | Self::Text(_) | Self::Date(_) | Self::Boolean(_) => None,
        }
    }
}

/// A float in the fewest digits that give it back, plain between 1e-5 and 1e16, else with an exponent.
pub(crate) fn float_text(number: f64) -> String {
    let magnitude = number.abs();
    if magnitude == 0.0 || (1e-5..1e16).contains(&magnitude) {
        number.to_string()
    } else {
        format!("{number:e}")
    }
}

/// The day so many days after 1970-01-01, within the years that a date can have.
pub(crate) fn date_from_days(days: i32) -> Option<Date> {
    EPOCH
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// Days from 1970-01-01 to `date`.
pub(crate) fn days_of(date: Date) -> i32 {
    let hours = date.duration_since(EPOCH).as_hours();
    i32::try_from(hours / 24).unwrap_or(i32::MAX)
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// Dates as `YYYY-MM-DD`.
pub(crate) mod iso_date {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Reads exactly `YYYY-MM-DD`.
    pub(crate) fn parse(text: &str) -> Option<Date> {
        let written_in_full = text.len() == 10 && text.is_ascii();
        if !written_in_full {
            return None;
        }
        text.parse().ok()
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| serde::de::Error::custom("not a date"))
    }
}
