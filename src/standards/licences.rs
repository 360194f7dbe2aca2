//! Licences by their CKAN ids (licenses.opendefinition.org names most of them).

/// A licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Licence {
    /// CKAN's id.
    pub id: &'static str,
    /// Its name as CKAN's clients know it; pages name it by the message `licence-<id>`.
    pub title: &'static str,
    /// Its text.
    pub url: &'static str,
    /// Whether it is open in the sense of the Open Definition 2.1.
    pub is_open: bool,
}

const fn licence(
    id: &'static str,
    title: &'static str,
    url: &'static str,
    is_open: bool,
) -> Licence {
    Licence {
        id,
        title,
        url,
        is_open,
    }
}

static LIST: [Licence; 10] = [
    licence(
        "cc-by",
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        true,
    ),
    licence(
        "cc-by-sa",
        "Creative Commons Attribution-ShareAlike 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        true,
    ),
    licence(
        "cc-zero",
        "Creative Commons CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        true,
    ),
    licence(
        "cc-nc",
        "Creative Commons Attribution-NonCommercial 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
        false,
    ),
    licence(
        "odc-by",
        "Open Data Commons Attribution 1.0",
        "https://opendatacommons.org/licenses/by/1-0/",
        true,
    ),
    licence(
        "odc-odbl",
        "Open Data Commons Open Database 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        true,
    ),
    licence(
        "odc-pddl",
        "Open Data Commons Public Domain Dedication 1.0",
        "https://opendatacommons.org/licenses/pddl/1-0/",
        true,
    ),
    licence("other-open", "Other (Open)", "", true),
    licence("other-closed", "Other (Not Open)", "", false),
    licence("notspecified", "License not specified", "", false),
];

/// All licences, the usual one first.
pub fn list() -> &'static [Licence] {
    &LIST
}

/// The licence with this id.
pub fn by_id(id: &str) -> Option<&'static Licence> {
    LIST.iter().find(|licence| licence.id == id)
}
