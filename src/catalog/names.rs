//! Names of datasets and topics in addresses.

/// A dataset's name in addresses, as CKAN allows it: 2 to 100 of `a-z0-9_-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct DatasetName(String);

impl DatasetName {
    /// Parses a name.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (2..=100).contains(&text.len())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
        fits.then(|| Self(text.to_owned()))
    }

    /// Makes a name of a title: folded to ASCII, words joined with dashes; `None` when nothing is left of it.
    pub fn from_title(title: &str) -> Option<Self> {
        Self::parse(&slug(title, 90))
    }

    /// The same name with a number behind it, for a title that is used twice.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        Self(format!("{}-{number}", self.0))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DatasetName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lower-case ASCII words of `text` joined with dashes, at most `most` bytes, cut between words.
pub fn slug(text: &str, most: usize) -> String {
    let mut out = String::new();
    for word in fold(text)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let dash = usize::from(!out.is_empty());
        if out.len() + dash + word.len() > most {
            if out.is_empty() {
                out.extend(word.chars().take(most));
            }
            break;
        }
        if dash == 1 {
            out.push('-');
        }
        out.push_str(word);
    }
    out
}

/// Text for comparing and sorting: lower case, accents of Latin letters dropped, spaces joined.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = text
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name() {
        let name = DatasetName::from_title("  Jumlah Penduduk (L/P), Café 2024 ").unwrap();
        assert_eq!(name.as_str(), "jumlah-penduduk-l-p-cafe-2024");
        assert!(DatasetName::from_title("…").is_none());
        assert!(
            DatasetName::from_title(&"kata ".repeat(80))
                .unwrap()
                .as_str()
                .len()
                <= 90
        );
    }

    #[test]
    fn names_with_paths_are_refused() {
        for text in ["../etc", "A", "a b", "", "x"] {
            assert!(DatasetName::parse(text).is_none(), "{text}");
        }
    }
}
