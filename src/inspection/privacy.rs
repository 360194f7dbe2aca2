//! Personal data (UU 27/2022) that must not be published: identifiers of people and how to reach them.

use super::report::{ColumnKind, Finding, Level};
use super::text;
use super::typed::{TypedColumn, Value};

/// Findings for columns that hold personal data; values are masked.
pub(super) fn check(columns: &[TypedColumn], rows: &[u64], sheet: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for column in columns
        .iter()
        .filter(|column| column.kind != ColumnKind::RegionCode)
    {
        let mut found: Vec<(u64, &'static str, String)> = Vec::new();
        for (value, row) in column.values.iter().zip(rows) {
            let Some(value) = value else { continue };
            let text = match value {
                Value::Text(text) => text.clone(),
                Value::Number(_) => value.text(),
                Value::Date(_) | Value::Bool(_) => continue,
            };
            if let Some(what) = identify(&text, column) {
                found.push((*row, what, text));
            }
        }
        findings.extend(report(column, &found, sheet));
    }
    findings
}

// One finding a kind and column: the first cell as example, the number of cells.
fn report(
    column: &TypedColumn,
    found: &[(u64, &'static str, String)],
    sheet: &str,
) -> Vec<Finding> {
    let mut kinds: Vec<&'static str> = found.iter().map(|(_, what, _)| *what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
        .into_iter()
        .filter_map(|kind| {
            let mut of_kind = found.iter().filter(|(_, what, _)| *what == kind);
            let (row, _, value) = of_kind.next()?;
            let mut finding = Finding::new("personal_data", Level::Blocking);
            sheet.clone_into(&mut finding.sheet);
            finding.row = Some(*row);
            finding.column.clone_from(&column.name);
            finding.cell = format!("{}{row}", column.letter);
            finding.value = mask(value);
            kind.clone_into(&mut finding.expected);
            finding.count = 1 + of_kind.count() as u64;
            Some(finding)
        })
        .collect()
}

fn identify(value: &str, column: &TypedColumn) -> Option<&'static str> {
    let name = text::safe_name(&column.title);
    let words: Vec<&str> = name.split('_').collect();
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let only_digits = value.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '\'' | '`' | '\u{a0}' | '+' | '/')
    });
    if only_digits && digits.len() == 16 && is_nik(&digits) {
        return Some(if words.contains(&"kk") { "KK" } else { "NIK" });
    }
    if only_digits && digits.len() == 18 && is_nip(&digits) {
        return Some("NIP");
    }
    if only_digits && matches!(digits.len(), 15 | 16) && words.contains(&"npwp") {
        return Some("NPWP");
    }
    if only_digits && is_mobile(value, &digits) {
        return Some("HP");
    }
    if is_personal_email(value) {
        return Some("surel");
    }
    embedded_nik(value).then_some("NIK")
}

// Region of birth registration, day of birth (40 more for women), month, and a serial number that is not zero.
fn is_nik(digits: &str) -> bool {
    let part = |from: usize, to: usize| {
        digits
            .get(from..to)
            .and_then(|text| text.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let (province, regency, district) = (part(0, 2), part(2, 4), part(4, 6));
    let (day, month, serial) = (part(6, 8), part(8, 10), part(12, 16));
    let day = if day > 40 { day - 40 } else { day };
    (11..=96).contains(&province)
        && (1..=79).contains(&regency)
        && district >= 1
        && (1..=31).contains(&day)
        && (1..=12).contains(&month)
        && serial >= 1
}

// Birth date, month of appointment, sex, serial.
fn is_nip(digits: &str) -> bool {
    let part = |from: usize, to: usize| {
        digits
            .get(from..to)
            .and_then(|text| text.parse::<u32>().ok())
            .unwrap_or(0)
    };
    (1930..=2010).contains(&part(0, 4))
        && (1..=12).contains(&part(4, 6))
        && (1..=31).contains(&part(6, 8))
        && (1950..=2100).contains(&part(8, 12))
        && (1..=12).contains(&part(12, 14))
        && (1..=2).contains(&part(14, 15))
}

// Mobile numbers only: an office's fixed line is no personal datum.
fn is_mobile(value: &str, digits: &str) -> bool {
    let national = if let Some(rest) = digits
        .strip_prefix("62")
        .filter(|_| value.trim_start().starts_with('+'))
    {
        format!("0{rest}")
    } else {
        digits.to_owned()
    };
    (10..=13).contains(&national.len()) && national.starts_with("08") && !value.contains("..")
}

fn is_personal_email(value: &str) -> bool {
    const PRIVATE: [&str; 6] = [
        "gmail.", "yahoo.", "hotmail.", "outlook.", "icloud.", "ymail.",
    ];
    value.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && PRIVATE
                    .iter()
                    .any(|name| host.to_lowercase().starts_with(name))
        })
    })
}

fn embedded_nik(value: &str) -> bool {
    value
        .split(|c: char| !c.is_ascii_digit())
        .any(|run| run.len() == 16 && run.len() < value.len() && is_nik(run))
}

/// The first three and last two characters, the rest hidden.
pub(super) fn mask(value: &str) -> String {
    let count = value.chars().count();
    value
        .chars()
        .enumerate()
        .map(|(index, c)| {
            if c.is_alphanumeric() && index >= 3 && index + 2 < count {
                '•'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_a_structure() {
        assert!(is_nik("3520064107900001"));
        assert!(!is_nik("1234567890123456"));
        assert!(is_nip("198503122010011004"));
        assert_eq!(mask("3520064107900001"), "352•••••••••••01");
        assert!(is_mobile("0812-3456-7890", "081234567890"));
        assert!(!is_mobile("0351 891234", "0351891234"));
    }
}
