//! Figures on a drawing: short, in powers of a thousand that the page names in words.

use crate::web::format;
use crate::web::i18n::Language;

/// The power of ten that a drawing's figures are given in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub divisor: f64,
    /// Message id of its name; `None` for ones.
    pub id: Option<&'static str>,
    /// Digits behind the point, the same for every figure.
    digits: usize,
}

/// The scale for these figures.
pub(super) fn of(figures: &[f64]) -> Scale {
    const SCALES: [(f64, f64, &str); 4] = [
        (1e12, 1e12, "scale-trillion"),
        (1e9, 1e9, "scale-billion"),
        (1e6, 1e6, "scale-million"),
        (1e4, 1e3, "scale-thousand"),
    ];
    let high = figures.iter().fold(0.0_f64, |high, f| high.max(f.abs()));
    let (divisor, id) = SCALES
        .iter()
        .find(|(from, _, _)| high >= *from)
        .map_or((1.0, None), |(_, divisor, id)| (*divisor, Some(*id)));
    let is_whole = figures
        .iter()
        .all(|figure| (figure / divisor).fract() == 0.0);
    let digits = match () {
        () if is_whole => 0,
        () if high / divisor < 10.0 => 2,
        () => 1,
    };
    Scale {
        divisor,
        id,
        digits,
    }
}

impl Scale {
    /// A figure of the drawing.
    pub(super) fn text(self, value: f64, language: Language) -> String {
        let digits = self.digits;
        format::decimal(&format!("{:.digits$}", value / self.divisor), language)
    }

    /// A mark of the axis, with as many digits as the steps between marks need.
    pub(super) fn mark(self, value: f64, step: f64, language: Language) -> String {
        let (value, step) = (value / self.divisor, step / self.divisor);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of digits, at most six"
        )]
        let digits = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
        let text = format!("{value:.digits$}");
        format::decimal(trimmed(&text), language)
    }
}

fn trimmed(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

/// Steps of 1, 2 or 5 times a power of ten, about four of them over the span.
pub(super) fn step(span: f64) -> f64 {
    let raw = (span / 4.0).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * power >= raw)
        .unwrap_or(10.0);
    factor * power
}
