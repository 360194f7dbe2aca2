//! Categories as bars, each with its name and figure.

use super::scale::Scale;
use super::{Draft, Drawing, escape, short};
use crate::web::i18n::Language;
use std::fmt::Write;

/// Most bars of a drawing.
const MOST: usize = 20;
const ROW: f64 = 22.0;
const LEFT: f64 = 168.0;
const ROOM: f64 = 230.0;

/// Draws the points in their order.
pub(super) fn draw(draft: &Draft, scale: Scale, language: Language) -> Drawing {
    let points = draft.points.get(..MOST).unwrap_or(&draft.points);
    let high = points
        .iter()
        .filter_map(|point| point.value)
        .fold(1e-9_f64, |high, value| high.max(value.abs()));
    #[expect(clippy::cast_precision_loss, reason = "at most twenty rows")]
    let height = points.len() as f64 * ROW + 8.0;
    let mut svg = format!(
        r#"<svg class="plot s" viewBox="0 0 480 {height:.0}" role="img" aria-label="{}">"#,
        escape(&format!("{}: {}", draft.y, draft.x))
    );
    let mut at = 4.0;
    for point in points {
        let value = point.value.unwrap_or(0.0);
        let width = (ROOM * value.abs() / high).max(0.5);
        let figure = point.value.map(|value| scale.text(value, language));
        let _ = write!(
            svg,
            r#"<text class="ax" x="{:.0}" y="{:.1}" text-anchor="end">{}</text><rect class="f1" x="{LEFT:.0}" y="{at:.1}" width="{width:.1}" height="16"/><text class="ax" x="{:.1}" y="{:.1}">{}</text>"#,
            LEFT - 8.0,
            at + 12.0,
            escape(&short(&point.label, 18)),
            LEFT + width + 6.0,
            at + 12.0,
            figure.unwrap_or_else(|| "…".to_owned())
        );
        at += ROW;
    }
    svg.push_str("</svg>");
    Drawing {
        svg,
        starts_at: None,
    }
}
