//! How the values of a column spread.

use std::fmt::Write;

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
