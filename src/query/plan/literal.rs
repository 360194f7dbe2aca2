//! Values of the engine's own types.

use polars::prelude::{AnyValue, DataType, Expr, LiteralValue, Scalar};

/// One value of a type.
pub(super) fn scalar(scalar: Scalar) -> Expr {
    Expr::Literal(LiteralValue::Scalar(scalar))
}

/// A day, counted from 1970-01-01.
pub(super) fn date(days: i32) -> Expr {
    scalar(Scalar::new(DataType::Date, AnyValue::Date(days)))
}

/// A decimal of a scale; `None` where it needs more than 38 digits.
pub(super) fn decimal(digits: i128, scale: u8) -> Option<Expr> {
    const LIMIT: u128 = 10_u128.pow(38);
    if digits.unsigned_abs() >= LIMIT {
        return None;
    }
    let scale = usize::from(scale);
    Some(scalar(Scalar::new(
        DataType::Decimal(38, scale),
        AnyValue::Decimal(digits, 38, scale),
    )))
}
