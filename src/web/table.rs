//! Tables on pages: cells as people read them.

use super::format;
use super::i18n::Language;
use super::words;
use crate::query::{Cell, ColumnInfo, Page};
use serde_json::{Value, json};

/// A page of a table: heads and rows of `{text, number}`.
pub fn view(page: &Page, offset: u64, language: Language) -> Value {
    let rows: Vec<Vec<Value>> = page
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .zip(&page.columns)
                .map(|(cell, column)| cell_view(cell, column, language))
                .collect()
        })
        .collect();
    let shown = page.rows.len() as u64;
    json!({
        "columns": page.columns.iter().map(head).collect::<Vec<_>>(),
        "rows": rows,
        "total": page.total,
        "first": if shown == 0 { 0 } else { offset + 1 },
        "last": offset + shown,
        "previous": (offset > 0).then(|| offset.saturating_sub(50)),
        "next": (offset + shown < page.total).then_some(offset + shown),
    })
}

/// The title of a column without the unit, which stands apart: `Sapi (ekor)` becomes `Sapi`.
pub fn bare_title(column: &ColumnInfo) -> &str {
    let title = column.title.as_deref().unwrap_or(&column.name);
    let Some(unit) = column.unit.as_deref() else {
        return title;
    };
    title
        .strip_suffix(')')
        .and_then(|rest| rest.strip_suffix(unit))
        .and_then(|rest| rest.strip_suffix('('))
        .map(str::trim_end)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(title)
}

fn head(column: &ColumnInfo) -> Value {
    json!({
        "name": column.name,
        "title": bare_title(column),
        "unit": column.unit,
        "is_number": column.column_type.is_number(),
        "type": column.column_type.as_str(),
    })
}

fn cell_view(cell: &Cell, column: &ColumnInfo, language: Language) -> Value {
    json!({
        "text": text(cell, &column.name, language),
        "is_missing": matches!(cell, Cell::Missing),
        "is_number": column.column_type.is_number(),
        "is_when": is_when(cell),
    })
}

/// Whether a cell is a date or a period (`2025-01`, `2024-Q3`, `2024-01/2024-06`), which no line may break.
pub fn is_when(cell: &Cell) -> bool {
    match cell {
        Cell::Date(_) => true,
        Cell::Text(text) => is_period(text),
        _ => false,
    }
}

fn is_period(text: &str) -> bool {
    let mut parts = text.splitn(2, ['-', '/']);
    let is_year = |part: &str| {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        part.len() == 4 && is_number && part.starts_with(['1', '2'])
    };
    let is_rest = |byte: u8| byte.is_ascii_digit() || b"-/QSW".contains(&byte);
    let starts_with_year = parts.next().is_some_and(is_year);
    starts_with_year
        && parts
            .next()
            .is_none_or(|rest| rest.len() <= 16 && rest.bytes().all(is_rest))
}

/// A cell as people read it: numbers with the separators of the language, years and codes as they are.
pub fn text(cell: &Cell, column: &str, language: Language) -> String {
    match cell {
        Cell::Integer(number) if column.contains("tahun") && (1900..=2100).contains(number) => {
            number.to_string()
        }
        Cell::Integer(_) | Cell::Decimal(_) | Cell::Float(_) => {
            format::decimal(&cell.to_text(), language)
        }
        Cell::Date(date) => format::date(*date, language),
        Cell::Boolean(flag) => words::yes_no(language, *flag),
        Cell::Missing | Cell::Text(_) => cell.to_text(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_period;

    #[test]
    fn periods_are_told_from_other_texts() {
        for text in [
            "2025",
            "2025-01",
            "2024-Q3",
            "2024-01/2024-06",
            "2024/2025",
            "2024-12-31",
        ] {
            assert!(is_period(text), "{text}");
        }
        for text in ["", "Magetan", "33.20.01", "0351-895021", "2024-an", "20251"] {
            assert!(!is_period(text), "{text}");
        }
    }
}
