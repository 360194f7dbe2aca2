//! The time that a dataset stands for, where it is given in years.

/// First and last year of `2024`, `2019-2024` or `2019/2024`; `None` for anything else.
pub(super) fn years(period: &str) -> Option<(i16, i16)> {
    let year = |text: &str| {
        let text = text.trim();
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_year {
            text.parse::<i16>().ok()
        } else {
            None
        }
    };
    let (first, last) = match period.split_once(['-', '–', '/']) {
        Some((first, last)) => (year(first)?, year(last)?),
        None => (year(period)?, year(period)?),
    };
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_years_are_read() {
        assert_eq!(years("2024"), Some((2024, 2024)));
        assert_eq!(years("2019–2024"), Some((2019, 2024)));
        for text in ["", "2024-01", "Januari 2024", "2024-2019", "+202"] {
            assert_eq!(years(text), None, "{text}");
        }
    }
}
