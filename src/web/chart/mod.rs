//! Charts as SVG from the server: classes only, no style, so that a strict content policy holds.

mod bars;
mod histogram;
mod line;
mod scale;

pub use histogram::histogram;

use super::i18n::Language;
use serde::Serialize;

/// One point: what it is called and how much.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Label on the axis.
    pub label: String,
    /// Value; `None` is a gap, not zero.
    pub value: Option<f64>,
    /// The value as people read it, in all its digits.
    pub text: String,
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

/// What is to be drawn.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Kind of the drawing.
    pub kind: Kind,
    /// What the points are, such as the title of a column.
    pub x: String,
    /// What is measured.
    pub y: String,
    /// The points in order.
    pub points: Vec<Point>,
    /// How many points more there are.
    pub omitted: u64,
}

/// A chart that a page shows, with the table behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Kind of the drawing.
    pub kind: Kind,
    /// What the points are.
    pub x: String,
    /// What is measured.
    pub y: String,
    /// The points.
    pub points: Vec<Point>,
    /// How many points more there are.
    pub omitted: u64,
    /// Message id of the power of ten that the drawing's figures are given in, such as thousands.
    pub scale: Option<&'static str>,
    /// Where the axis begins when it does not begin at zero.
    pub starts_at: Option<String>,
    /// The drawing.
    pub svg: String,
}

impl Chart {
    /// Draws a chart; `None` when there are fewer than two numbers.
    pub fn draw(draft: Draft, language: Language) -> Option<Self> {
        let figures: Vec<f64> = draft
            .points
            .iter()
            .filter_map(|point| point.value)
            .collect();
        if figures.len() < 2 {
            return None;
        }
        let scale = scale::of(&figures);
        let drawing = match draft.kind {
            Kind::Line => line::draw(&draft, scale, language),
            Kind::Bar => bars::draw(&draft, scale, language),
        };
        Some(Self {
            kind: draft.kind,
            x: draft.x,
            y: draft.y,
            points: draft.points,
            omitted: draft.omitted,
            scale: scale.id,
            starts_at: drawing.starts_at,
            svg: drawing.svg,
        })
    }
}

/// A finished drawing.
struct Drawing {
    svg: String,
    starts_at: Option<String>,
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(label: &str, value: f64) -> Point {
        Point {
            label: label.to_owned(),
            value: Some(value),
            text: value.to_string(),
        }
    }

    fn draft(kind: Kind, points: Vec<Point>) -> Draft {
        Draft {
            kind,
            x: "tahun".to_owned(),
            y: "jumlah \"a\"".to_owned(),
            points,
            omitted: 0,
        }
    }

    #[test]
    fn one_number_is_no_chart() {
        let one = draft(Kind::Line, vec![point("2024", 1.0)]);
        assert!(Chart::draw(one, Language::Indonesian).is_none());
    }

    #[test]
    fn labels_are_escaped_and_nothing_is_styled_inline() {
        for kind in [Kind::Bar, Kind::Line] {
            let points = vec![point("<script>", 1.0), point("b&c", 2.0)];
            let chart = Chart::draw(draft(kind, points), Language::Indonesian).unwrap();
            assert!(!chart.svg.contains("<script") && !chart.svg.contains("style="));
            assert!(chart.svg.contains("&quot;a&quot;"));
        }
    }

    #[test]
    fn a_course_far_from_zero_says_where_its_axis_begins() {
        let points = vec![point("2023", 283_442.7), point("2024", 289_746.7)];
        let chart = Chart::draw(draft(Kind::Line, points), Language::Indonesian).unwrap();
        assert_eq!(chart.scale, Some("scale-thousand"));
        assert_eq!(chart.starts_at.as_deref(), Some("282"));
        let points = vec![point("2023", 1.0), point("2024", 9.0)];
        let chart = Chart::draw(draft(Kind::Line, points), Language::Indonesian).unwrap();
        assert_eq!((chart.scale, chart.starts_at), (None, None));
    }

    #[test]
    fn figures_of_one_drawing_have_equally_many_digits() {
        let points = vec![point("a", 29_000.0), point("b", 28_950.0)];
        let chart = Chart::draw(draft(Kind::Bar, points), Language::English).unwrap();
        assert!(chart.svg.contains(">29.0</text>") && chart.svg.contains(">28.9</text>"));
    }

    #[test]
    fn the_last_point_carries_its_figure_and_its_label() {
        let points = (2010..=2024)
            .map(|year| point(&year.to_string(), f64::from(year)))
            .collect();
        let chart = Chart::draw(draft(Kind::Line, points), Language::English).unwrap();
        assert!(chart.svg.contains(">2024</text>"));
        assert!(chart.svg.contains("<circle class=\"f1\""));
    }
}
