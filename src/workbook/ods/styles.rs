//! Automatic styles that are added: each the cell's own with a colour behind it.

use super::super::marks::colour;
use super::super::xml::{self, escape};
use crate::inspection::Level;
use std::collections::BTreeMap;
use std::fmt::Write;

const STYLE: &str = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";
const FO: &str = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0";

/// Styles that are added to a content.
#[derive(Debug, Default)]
pub(super) struct Added {
    stem: String,
    names: BTreeMap<(String, Level), String>,
    text: String,
}

impl Added {
    /// Begins with names that start with `stem`.
    pub(super) fn new(stem: &str) -> Self {
        let mut added = Self {
            stem: stem.to_owned(),
            ..Self::default()
        };
        added.corrections();
        added
    }

    /// The name of the style that looks like `base` with the colour of a level.
    pub(super) fn marked(
        &mut self,
        base: Option<&str>,
        level: Level,
        known: &BTreeMap<String, String>,
    ) -> String {
        let key = (base.unwrap_or_default().to_owned(), level);
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let name = format!("{}{}", self.stem, self.names.len() + 1);
        let text = match base.and_then(|base| known.get(base)) {
            Some(raw) => coloured(raw, &name, level),
            None => plain(base, &name, level),
        };
        self.text.push_str(&text);
        self.names.insert(key, name.clone());
        name
    }

    /// The name of a style of the sheet of corrections.
    pub(super) fn named(&self, what: &str) -> String {
        format!("{}-{what}", self.stem)
    }

    /// The elements to append.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn corrections(&mut self) {
        let spaces = format!("xmlns:style=\"{STYLE}\" xmlns:fo=\"{FO}\"");
        let mut add = |name: &str, family: &str, content: &str| {
            let _ = write!(
                self.text,
                "<style:style {spaces} style:name=\"{}-{name}\" style:family=\"{family}\">{content}</style:style>",
                self.stem
            );
        };
        let bold = "<style:text-properties fo:font-weight=\"bold\"/>";
        add("judul", "table-cell", bold);
        add(
            "kepala",
            "table-cell",
            &format!(
                "<style:table-cell-properties fo:background-color=\"#E4E8E2\" fo:wrap-option=\"wrap\"/>{bold}"
            ),
        );
        let wrap =
            "<style:table-cell-properties fo:wrap-option=\"wrap\" style:vertical-align=\"top\"/>";
        add("teks", "table-cell", wrap);
        for level in [Level::Blocking, Level::Warning, Level::Info] {
            let background = format!(
                "<style:table-cell-properties fo:background-color=\"#{}\" style:vertical-align=\"top\"/>",
                colour(level)
            );
            add(level.as_str(), "table-cell", &background);
        }
        for (index, width) in ["1.4cm", "2.2cm", "4.5cm", "5cm", "11cm", "5.5cm", "3cm"]
            .iter()
            .enumerate()
        {
            let width = format!("<style:table-column-properties style:column-width=\"{width}\"/>");
            add(&format!("kolom{index}"), "table-column", &width);
        }
    }
}

fn plain(base: Option<&str>, name: &str, level: Level) -> String {
    let parent = base
        .filter(|base| !base.is_empty())
        .map_or_else(|| "Default".to_owned(), escape);
    format!(
        "<style:style xmlns:style=\"{STYLE}\" xmlns:fo=\"{FO}\" style:name=\"{name}\" style:family=\"table-cell\" style:parent-style-name=\"{parent}\"><style:table-cell-properties fo:background-color=\"#{}\"/></style:style>",
        colour(level)
    )
}

// A copy of a style under another name and with another background.
fn coloured(raw: &str, name: &str, level: Level) -> String {
    let background = format!("#{}", colour(level));
    let Some((head, rest)) = raw.strip_prefix('<').and_then(|raw| raw.split_once('>')) else {
        return plain(None, name, level);
    };
    let (head, is_empty) = head
        .strip_suffix('/')
        .map_or((head, false), |head| (head, true));
    let head = xml::with_attribute(head, "style:name", name);
    // A name for people must not be there twice.
    let head = xml::without_attribute(&head, "style:display-name");
    let properties = format!(
        "<style:table-cell-properties xmlns:fo=\"{FO}\" fo:background-color=\"{background}\"/>"
    );
    if is_empty {
        return format!("<{head}>{properties}</style:style>");
    }
    let marker = "<style:table-cell-properties";
    let Some((before, after)) = rest.split_once(marker) else {
        return format!("<{head}>{properties}{rest}");
    };
    let Some((tag, after)) = after.split_once('>') else {
        return plain(None, name, level);
    };
    let (tag, slash) = tag.strip_suffix('/').map_or((tag, ""), |tag| (tag, "/"));
    let tag = format!("style:table-cell-properties{tag}");
    let tag = xml::with_attribute(&tag, "xmlns:fo", FO);
    let tag = xml::with_attribute(&tag, "fo:background-color", &background);
    format!("<{head}>{before}<{tag}{slash}>{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_style_keeps_what_the_cell_has() {
        let raw = "<style:style style:name=\"ce1\" style:family=\"table-cell\" style:data-style-name=\"N2\"><style:table-cell-properties fo:border=\"1pt\"/><style:text-properties/></style:style>";
        let known = BTreeMap::from([("ce1".to_owned(), raw.to_owned())]);
        let mut added = Added::new("lumbung");
        let name = added.marked(Some("ce1"), Level::Warning, &known);
        assert_eq!(name, added.marked(Some("ce1"), Level::Warning, &known));
        assert!(added.text().contains("style:name=\"lumbung1\" style:family=\"table-cell\" style:data-style-name=\"N2\"><style:table-cell-properties fo:border=\"1pt\""));
        assert!(
            added.text().contains(
                "fo:background-color=\"#FFE08A\"/><style:text-properties/></style:style>"
            )
        );
        added.marked(Some("Gaya"), Level::Info, &known);
        assert!(added.text().contains("style:parent-style-name=\"Gaya\""));
    }
}
