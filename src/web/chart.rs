//! Charts as SVG from the server: classes only, no style, so that a strict content policy holds.

use super::format;
use super::i18n::Language;
use serde::Serialize;
use std::fmt::Write;

/// One point: what it is called and how much.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Label on the axis.
    pub label: String,
    /// Value; `None` is a gap, not zero.
    pub value: Option<f64>,
}

/// What kind of drawing suits the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A course over time.
    Line,
    /// Categories, longest first.
    Bar,
}

/// A chart that a page shows, with the table behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Kind of the drawing.
    pub kind: Kind,
    /// What the points are, such as the title of a column.
    pub x: String,
    /// What is measured.
    pub y: String,
    /// The points.
    pub points: Vec<Point>,
    /// The drawing.
    pub svg: String,
}

impl Chart {
    /// Draws a chart; `None` when there are fewer than two numbers.
    pub fn draw(
        kind: Kind,
        x: &str,
        y: &str,
        points: Vec<Point>,
        language: Language,
    ) -> Option<Self> {
        if points.iter().filter(|point| point.value.is_some()).count() < 2 {
            return None;
        }
        let svg = match kind {
            Kind::Line => line(&points, y, language),
            Kind::Bar => bars(&points, y, language),
        };
        Some(Self {
            kind,
            x: x.to_owned(),
            y: y.to_owned(),
            points,
            svg,
        })
    }
}

const WIDTH: f64 = 480.0;
const LEFT: f64 = 56.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 240.0;

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn label_of(value: f64, language: Language) -> String {
    let digits = if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    };
    format::decimal(&digits, language)
}

// Steps of 1, 2 or 5 times a power of ten, about four of them.
fn step(span: f64) -> f64 {
    let raw = (span / 4.0).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * power >= raw)
        .unwrap_or(10.0);
    factor * power
}

fn line(points: &[Point], y: &str, language: Language) -> String {
    let values: Vec<f64> = points.iter().filter_map(|point| point.value).collect();
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(low, high), v| {
        (low.min(*v), high.max(*v))
    });
    // A course that is far from zero is drawn from near its lowest point; the axis says so.
    let base = if low > 0.0 && low < high * 0.5 {
        0.0
    } else {
        low
    };
    let step = step((high - base).max(high.abs() * 0.01).max(1e-9));
    let floor = (base / step).floor() * step;
    let top = ((high / step).ceil() * step).max(floor + step);
    let right = WIDTH - 16.0;
    #[expect(
        clippy::cast_precision_loss,
        reason = "positions on a drawing of a few hundred points"
    )]
    let x_of =
        |index: usize| LEFT + (right - LEFT) * index as f64 / (points.len().max(2) - 1) as f64;
    let y_of = |value: f64| BOTTOM - (BOTTOM - TOP) * (value - floor) / (top - floor);
    let first = points
        .first()
        .map(|point| point.label.as_str())
        .unwrap_or_default();
    let last = points
        .last()
        .map(|point| point.label.as_str())
        .unwrap_or_default();
    let mut svg = format!(
        r#"<svg class="plot s" viewBox="0 0 480 270" role="img" aria-label="{}: {} – {}">"#,
        escape(y),
        escape(first),
        escape(last)
    );
    let mut tick = floor;
    while tick <= top + step / 2.0 {
        let at = y_of(tick);
        let class = if tick <= floor { "zero" } else { "grid" };
        let _ = write!(
            svg,
            r#"<path class="{class}" d="M{LEFT:.0} {at:.1}H{right:.0}"/><text class="ax" x="{:.0}" y="{:.1}" text-anchor="end">{}</text>"#,
            LEFT - 8.0,
            at + 4.0,
            label_of(tick, language)
        );
        tick += step;
    }
    let every = points.len().div_ceil(7).max(1);
    for (index, point) in points
        .iter()
        .enumerate()
        .filter(|(index, _)| index % every == 0)
    {
        let _ = write!(
            svg,
            r#"<text class="ax" x="{:.1}" y="262" text-anchor="middle">{}</text>"#,
            x_of(index),
            escape(&short(&point.label, 10))
        );
    }
    let mut path = String::new();
    let mut pen_up = true;
    for (index, point) in points.iter().enumerate() {
        match point.value {
            Some(value) => {
                let _ = write!(
                    path,
                    "{}{:.1} {:.1} ",
                    if pen_up { "M" } else { "L" },
                    x_of(index),
                    y_of(value)
                );
                pen_up = false;
            }
            None => pen_up = true,
        }
    }
    let _ = write!(
        svg,
        r#"<path class="ln l1" d="{}"/></svg>"#,
        path.trim_end()
    );
    svg
}

fn bars(points: &[Point], y: &str, language: Language) -> String {
    let rows = points.len().min(20);
    let high = points
        .iter()
        .filter_map(|point| point.value)
        .fold(0.0_f64, |high, v| high.max(v.abs()))
        .max(1e-9);
    let (row, left, room) = (22.0, 150.0, 250.0);
    #[expect(clippy::cast_precision_loss, reason = "at most twenty rows")]
    let height = rows as f64 * row + 8.0;
    let mut svg = format!(
        r#"<svg class="plot s" viewBox="0 0 480 {height:.0}" role="img" aria-label="{}">"#,
        escape(y)
    );
    for (index, point) in points.iter().take(rows).enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "at most twenty rows")]
        let at = index as f64 * row + 4.0;
        let value = point.value.unwrap_or(0.0);
        let width = (room * value.abs() / high).max(0.5);
        let _ = write!(
            svg,
            r#"<text class="ax" x="{:.0}" y="{:.1}" text-anchor="end">{}</text><rect class="b1" x="{left:.0}" y="{at:.1}" width="{width:.1}" height="16"/><text class="ax" x="{:.1}" y="{:.1}">{}</text>"#,
            left - 8.0,
            at + 12.0,
            escape(&short(&point.label, 22)),
            left + width + 6.0,
            at + 12.0,
            label_of(value, language)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// A small histogram of counts, for the head of a column.
pub fn histogram(counts: &[u64]) -> String {
    let high = counts.iter().copied().max().unwrap_or(0).max(1);
    let mut svg = String::from(
        r#"<svg class="hist" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true">"#,
    );
    #[expect(clippy::cast_precision_loss, reason = "heights of 28 pixels")]
    for (index, count) in counts.iter().enumerate() {
        let width = 100.0 / counts.len().max(1) as f64;
        let height = 28.0 * *count as f64 / high as f64;
        let _ = write!(
            svg,
            r#"<rect x="{:.2}" y="{:.1}" width="{:.2}" height="{height:.1}"/>"#,
            width * index as f64,
            28.0 - height,
            width * 0.86
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(label: &str, value: f64) -> Point {
        Point {
            label: label.to_owned(),
            value: Some(value),
        }
    }

    #[test]
    fn one_number_is_no_chart() {
        assert!(
            Chart::draw(
                Kind::Line,
                "tahun",
                "jumlah",
                vec![point("2024", 1.0)],
                Language::Indonesian
            )
            .is_none()
        );
    }

    #[test]
    fn labels_are_escaped_and_nothing_is_styled_inline() {
        let points = vec![point("<script>", 1.0), point("b&c", 2.0)];
        let chart = Chart::draw(Kind::Bar, "x", "y\"", points, Language::Indonesian).unwrap();
        assert!(!chart.svg.contains("<script") && !chart.svg.contains("style="));
    }
}
