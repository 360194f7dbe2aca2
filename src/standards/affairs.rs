//! Government affairs (urusan pemerintahan) of a regency: the topics of its data.
//! Source: UU 23/2014 article 12; codes of Permendagri 90/2019 (`urusan.csv`); themes `tema_data.csv`.

use super::{cell, records};
use std::sync::LazyLock;

/// A government affair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affair {
    /// Code, such as `1.02`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Name in addresses.
    pub slug: String,
    /// URI of the EU data theme that it belongs to first; empty when none is mapped.
    pub theme_uri: String,
}

static LIST: LazyLock<Vec<Affair>> = LazyLock::new(|| {
    let themes = records(include_str!("../../data/reference/tema_data.csv"));
    let theme_of = |code: &str| {
        themes
            .iter()
            .find(|theme| {
                theme.get(0) == Some("urusan")
                    && theme.get(1) == Some(code)
                    && theme.get(5) == Some("utama")
            })
            .map(|theme| cell(theme, 4))
            .unwrap_or_default()
    };
    records(include_str!("../../data/reference/urusan.csv"))
        .iter()
        .map(|record| {
            let code = cell(record, 0);
            Affair {
                theme_uri: theme_of(&code),
                name: cell(record, 1),
                name_en: cell(record, 6),
                slug: cell(record, 4),
                code,
            }
        })
        .collect()
});

/// All affairs, by code.
pub fn list() -> &'static [Affair] {
    &LIST
}

/// The affair with this name in addresses.
pub fn by_slug(slug: &str) -> Option<&'static Affair> {
    LIST.iter().find(|affair| affair.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_has_its_theme() {
        let health = by_slug("kesehatan").unwrap();
        assert_eq!(health.code, "1.02");
        assert_eq!(health.name_en, "Health");
        assert!(list().iter().all(|affair| !affair.name_en.is_empty()));
        assert!(health.theme_uri.ends_with("/HEAL"));
    }
}
