//! A course over time: marks on the axis, the line with its gaps, the last figure at its end.

use super::scale::{self, Scale};
use super::{Draft, Drawing, Point, escape, short};
use crate::web::i18n::Language;
use std::fmt::Write;

const LEFT: f64 = 52.0;
const RIGHT: f64 = 404.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 240.0;
/// Most labels under the axis.
const LABELS: usize = 7;

/// From where to where the axis runs.
struct Axis {
    floor: f64,
    top: f64,
    step: f64,
    count: usize,
}

impl Axis {
    // A course that is far from zero is drawn from near its lowest point; the page says so.
    fn over(points: &[Point]) -> Self {
        let (low, high) = points
            .iter()
            .filter_map(|point| point.value)
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        let base = if low > 0.0 && low < high * 0.5 {
            0.0
        } else {
            low
        };
        let step = scale::step((high - base).max(high.abs() * 0.01).max(1e-9));
        let floor = (base / step).floor() * step;
        let top = ((high / step).ceil() * step).max(floor + step);
        Self {
            floor,
            top,
            step,
            count: points.len(),
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "positions on a drawing of a few hundred points"
    )]
    fn x(&self, index: usize) -> f64 {
        LEFT + (RIGHT - LEFT) * index as f64 / (self.count.max(2) - 1) as f64
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value - self.floor) / (self.top - self.floor)
    }
}

/// Draws the points in their order.
pub(super) fn draw(draft: &Draft, scale: Scale, language: Language) -> Drawing {
    let points = &draft.points;
    let axis = Axis::over(points);
    let label = |point: Option<&Point>| point.map(|point| escape(&point.label)).unwrap_or_default();
    let mut svg = format!(
        r#"<svg class="plot s" viewBox="0 0 480 270" role="img" aria-label="{}: {} – {}">"#,
        escape(&draft.y),
        label(points.first()),
        label(points.last())
    );
    marks(&mut svg, &axis, scale, language);
    labels(&mut svg, &axis, points);
    let _ = write!(svg, r#"<path class="ln l1" d="{}"/>"#, path(&axis, points));
    end(&mut svg, &axis, points, scale, language);
    svg.push_str("</svg>");
    let is_cut = axis.floor.abs() > f64::EPSILON;
    Drawing {
        svg,
        starts_at: is_cut.then(|| scale.mark(axis.floor, axis.step, language)),
    }
}

fn marks(svg: &mut String, axis: &Axis, scale: Scale, language: Language) {
    let mut mark = axis.floor;
    while mark <= axis.top + axis.step / 2.0 {
        let at = axis.y(mark);
        let class = if mark <= axis.floor { "zero" } else { "grid" };
        let _ = write!(
            svg,
            r#"<path class="{class}" d="M{LEFT:.0} {at:.1}H{RIGHT:.0}"/><text class="ax" x="{:.0}" y="{:.1}" text-anchor="end">{}</text>"#,
            LEFT - 8.0,
            at + 4.0,
            scale.mark(mark, axis.step, language)
        );
        mark += axis.step;
    }
}

// Counted from the end, so that the newest period always stands there; narrow drawings leave out every second.
fn labels(svg: &mut String, axis: &Axis, points: &[Point]) {
    let every = points.len().div_ceil(LABELS).max(1);
    for (rank, index) in (0..points.len()).rev().step_by(every).enumerate() {
        let Some(point) = points.get(index) else {
            continue;
        };
        let class = if rank % 2 == 0 { "ax" } else { "ax alt" };
        let _ = write!(
            svg,
            r#"<text class="{class}" x="{:.1}" y="262" text-anchor="middle">{}</text>"#,
            axis.x(index),
            escape(&short(&point.label, 9))
        );
    }
}

fn path(axis: &Axis, points: &[Point]) -> String {
    let mut path = String::new();
    let mut pen_up = true;
    for (index, point) in points.iter().enumerate() {
        match point.value {
            Some(value) => {
                let command = if pen_up { "M" } else { "L" };
                let (x, y) = (axis.x(index), axis.y(value));
                let _ = write!(path, "{command}{x:.1} {y:.1} ");
                pen_up = false;
            }
            None => pen_up = true,
        }
    }
    path.trim_end().to_owned()
}

fn end(svg: &mut String, axis: &Axis, points: &[Point], scale: Scale, language: Language) {
    let last = points
        .iter()
        .enumerate()
        .rev()
        .find_map(|(index, point)| point.value.map(|value| (index, value)));
    if let Some((index, value)) = last {
        let (x, y) = (axis.x(index), axis.y(value));
        let _ = write!(
            svg,
            r#"<circle class="f1" cx="{x:.1}" cy="{y:.1}" r="4"/><text class="f1" x="{:.1}" y="{:.1}">{}</text>"#,
            x + 10.0,
            y + 4.0,
            scale.text(value, language)
        );
    }
}
