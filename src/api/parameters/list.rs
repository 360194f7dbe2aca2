//! Which parameters each route takes.

use super::{Parameter, Shape};
use crate::query::Format;
use crate::review::table::ChangeKind;
use crate::search::{Facet, Sort};
use crate::submission::State;

const fn parameter(
    name: &'static str,
    shape: Shape,
    example: &'static str,
    about: &'static str,
) -> Parameter {
    Parameter {
        name,
        about,
        shape,
        example,
    }
}

const fn amount(
    name: &'static str,
    default: i64,
    most: Option<i64>,
    example: &'static str,
    about: &'static str,
) -> Parameter {
    let default = Some(default);
    parameter(name, Shape::Number { default, most }, example, about)
}

const fn facet(facet: Facet, example: &'static str, about: &'static str) -> (Parameter, Facet) {
    (
        parameter(facet.as_str(), Shape::Texts, example, about),
        facet,
    )
}

const HOW_MANY: &str = "How many at most";

/// Lines of a list.
pub(crate) const LIMIT: Parameter = amount("limit", 100, Some(1000), "10", HOW_MANY);
/// Lines of a list that are left out at its beginning.
pub(crate) const OFFSET: Parameter = amount("offset", 0, None, "0", "How many to leave out first");
/// Which version of a dataset.
pub(crate) const VERSION: Parameter = parameter(
    "version",
    Shape::Number {
        default: None,
        most: None,
    },
    "1",
    "Number of a released version; the published one if it isn't told",
);
/// What is searched for.
pub(crate) const WORDS: Parameter = parameter(
    "q",
    Shape::Text,
    "balita",
    "Words, \"phrases\", -unwanted ones, OR, brackets; without it everything is found",
);
/// What a searched text begins with.
pub(crate) const BEGINNING: Parameter = parameter(
    "q",
    Shape::Text,
    "bal",
    "The beginning of a text, at least two letters",
);
/// Hits of a search.
pub(crate) const HITS: Parameter = amount("limit", 20, Some(100), "10", HOW_MANY);
/// Order of hits.
pub(crate) const SORT: Parameter = parameter(
    "sort",
    Shape::Word(|| Sort::ALL.map(Sort::as_str).to_vec()),
    "newest",
    "Order of what is found; without q relevance is newest",
);
/// What is counted of the hits.
pub(crate) const FACETS: Parameter = parameter(
    "facets",
    Shape::Words(|| Facet::ALL.map(Facet::as_str).to_vec()),
    "topic,year",
    "Filters whose most frequent values are counted, with commas; the answer has them in facets",
);
/// Filters of the search.
pub(crate) const FILTERS: [(Parameter, Facet); 7] = [
    facet(
        Facet::Organization,
        "dinkes",
        "Name of an organization; may be repeated: any of them",
    ),
    facet(
        Facet::Topic,
        "kesehatan",
        "Name of a topic; may be repeated",
    ),
    facet(Facet::Format, "csv", "Format of a file; may be repeated"),
    facet(
        Facet::Year,
        "2023",
        "Year that the data is about; may be repeated",
    ),
    facet(Facet::Licence, "cc-by", "Id of a licence; may be repeated"),
    facet(
        Facet::Frequency,
        "tahunan",
        "How often it is updated; may be repeated",
    ),
    facet(Facet::Tag, "balita", "Keyword; may be repeated"),
];
/// Where the feed goes on.
pub(crate) const SINCE: Parameter = amount(
    "since",
    0,
    None,
    "0",
    "Changes after the one with this sequence number",
);
/// States of submissions.
pub(crate) const STATES: Parameter = parameter(
    "state",
    Shape::Words(|| State::ALL.iter().map(|state| state.as_str()).collect()),
    "submitted,in_review",
    "Only those in one of these states, with commas",
);
/// Whose submissions.
pub(crate) const ORGANIZATION: Parameter = parameter(
    "organization",
    Shape::Text,
    "dinkes",
    "Only those of the organization with this name",
);
/// Only one's own submissions.
pub(crate) const MINE: Parameter = parameter("mine", Shape::Flag, "true", "Only one's own");
/// What became of the rows.
pub(crate) const CHANGES: Parameter = parameter(
    "kind",
    Shape::Word(|| ChangeKind::ALL.map(ChangeKind::as_str).to_vec()),
    "added",
    "Only rows that this became of; all if it isn't told",
);
/// Rows of a difference.
pub(crate) const CHANGED_ROWS: Parameter = amount("limit", 100, Some(500), "10", HOW_MANY);
/// Whether matching rows are counted.
pub(crate) const COUNT: Parameter = parameter(
    "count",
    Shape::Word(|| vec!["exact"]),
    "exact",
    "Counts the rows that match, whatever limit and offset are; Content-Range ends with the number. Header form: Prefer: count=exact",
);

const SEARCH: &[Parameter] = &[
    WORDS,
    FILTERS[0].0,
    FILTERS[1].0,
    FILTERS[2].0,
    FILTERS[3].0,
    FILTERS[4].0,
    FILTERS[5].0,
    FILTERS[6].0,
    SORT,
    HITS,
    OFFSET,
    FACETS,
];

const fn query(
    name: &'static str,
    kind: &'static str,
    example: &'static str,
    about: &'static str,
) -> Parameter {
    parameter(name, Shape::Query(kind), example, about)
}

const PAGE: &str = "Read by the page at the same address; says nothing here";

const ROWS: &[Parameter] = &[
    query(
        "select",
        "string",
        "kecamatan,jumlah:jumlah_balita.sum()",
        "Columns with commas, all if it isn't told. new:column renames; sum(), avg(), min(), max(), median() and count() group by the other columns; of dates .year(), .quarter(), .month()",
    ),
    parameter(
        "column",
        Shape::Columns,
        "{\"tahun\":\"gte.2023\"}",
        "A test of a column, under the column's name: eq., neq., gt., gte., lt., lte. and a value, like. and ilike. with * for any letters, in.(a,b), is.null, is.not_null; not. before turns it round. May be repeated. A column called like another parameter is tested as name_",
    ),
    query(
        "and",
        "string",
        "(tahun.gte.2020,tahun.lte.2024)",
        "Tests that all hold",
    ),
    query(
        "or",
        "string",
        "(kecamatan.eq.Barat,kecamatan.eq.Panekan)",
        "Tests of which one holds",
    ),
    query(
        "not.and",
        "string",
        "(tahun.gte.2030,kecamatan.eq.Barat)",
        "Tests of which one fails",
    ),
    query(
        "not.or",
        "string",
        "(kecamatan.eq.Barat,kecamatan.eq.Panekan)",
        "Tests that all fail",
    ),
    query(
        "q",
        "string",
        "Magetan",
        "Words that a row must contain, in any column",
    ),
    query(
        "order",
        "string",
        "jumlah_balita.desc,kecamatan",
        "Columns with commas, each with .asc or .desc and perhaps .nullsfirst or .nullslast; the order of the table if it isn't told",
    ),
    query(
        "limit",
        "integer",
        "5",
        "Rows at most; 100 in json and json-lists, all in the other formats if it isn't told",
    ),
    query(
        "offset",
        "integer",
        "0",
        "Rows to leave out first; 0 if it isn't told",
    ),
    query(
        "after",
        "integer",
        "1",
        "Only rows after this row number, in the table's order: the cheap way through a long table",
    ),
    query("distinct", "boolean", "true", "Gives equal rows once"),
    parameter(
        "format",
        Shape::Query("string"),
        "csv",
        "Form of the answer; else the Accept header decides, and json if neither says",
    ),
    COUNT,
    VERSION,
    parameter("chart", Shape::Text, "line", PAGE),
    parameter("x", Shape::Text, "tahun", PAGE),
    parameter("y", Shape::Text, "jumlah_balita", PAGE),
    parameter("row", Shape::Text, "1", PAGE),
];

/// The words of a parameter that others than [`super::check`] read.
pub(super) fn words_of(parameter: &Parameter) -> Option<Vec<&'static str>> {
    match parameter.shape {
        Shape::Word(words) | Shape::Words(words) => Some(words()),
        Shape::Query(_) if parameter.name == "format" => {
            Some(Format::ALL.map(Format::as_str).to_vec())
        }
        _ => None,
    }
}

/// The parameters of the GET route with this pattern below `/api/v1`.
pub(super) fn of(path: &str) -> &'static [Parameter] {
    match path {
        "/datasets" => &[LIMIT, OFFSET],
        "/datasets/{name}"
        | "/resources/{id}/profile"
        | "/resources/{id}/preview"
        | "/resources/{id}/schema" => &[VERSION],
        "/search" => SEARCH,
        "/suggest" => &[BEGINNING],
        "/changes" => &[SINCE, LIMIT],
        "/resources/{id}/rows" => ROWS,
        "/submissions" => &[STATES, ORGANIZATION, MINE, LIMIT, OFFSET],
        "/submissions/{id}/diff" => &[CHANGES, CHANGED_ROWS, OFFSET],
        _ => &[],
    }
}
