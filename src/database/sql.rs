//! Lists in statements; the only place where a statement's text is put together.

use sqlx::AssertSqlSafe;

/// `$start, $start+1, …` for `count` values.
pub fn markers(start: usize, count: usize) -> String {
    (start..start + count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A statement made of constant text with `{list}` replaced by `count` markers from `start` on.
///
/// The text must be a constant of the program: values are only ever bound.
pub fn with_list(text: &'static str, start: usize, count: usize) -> AssertSqlSafe<String> {
    AssertSqlSafe(text.replace("{list}", &markers(start, count)))
}
