//! The explorer's address: the row API's own parameters, so that page, API and exports share it.

use crate::error::Message;
use crate::query::ColumnInfo;
use crate::web::page::Ctx;
use crate::web::table;
use serde::Serialize;

/// Rows of a page.
pub const ROWS: u64 = 50;
/// Parameters that choose the dataset's version and the language, not rows.
const AROUND: [&str; 2] = ["version", "lang"];
/// Parameters of the page's forms; they become parameters of the row API.
const FORM: [&str; 7] = [
    "kolom", "syarat", "isi", "pilih", "dari", "sampai", "tampil",
];
/// Parameters that are no test of a column.
const NO_TESTS: [&str; 6] = ["order", "select", "limit", "x", "y", "chart"];

type Pair = (String, String);

/// What the address asks for.
#[derive(Debug, Clone)]
pub struct Address {
    /// Parameters of the row API.
    pub pairs: Vec<Pair>,
    around: Vec<Pair>,
    /// Rows left out at the beginning.
    pub offset: u64,
}

/// A filter in use, and the address without it.
#[derive(Debug, Serialize)]
pub struct Chip {
    label: String,
    href: String,
}

fn encode<'a>(pairs: impl Iterator<Item = &'a Pair>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

impl Address {
    /// Reads it; what a form sent becomes what the row API calls it.
    pub fn read(ctx: &Ctx) -> Self {
        let (around, mut pairs): (Vec<Pair>, Vec<Pair>) = ctx
            .pairs()
            .into_iter()
            .filter(|(key, value)| {
                !value.is_empty() && key != "offset" && !FORM.contains(&key.as_str())
            })
            .partition(|(key, _)| AROUND.contains(&key.as_str()));
        if let Some(column) = ctx.param("kolom") {
            pairs.retain(|(key, _)| *key != column);
            pairs.extend(tests(ctx).into_iter().map(|test| (column.clone(), test)));
        }
        let shown = ctx.params("tampil");
        if !shown.is_empty() {
            pairs.retain(|(key, _)| key != "select");
            let names: Vec<String> = shown.iter().map(|name| quoted(name)).collect();
            pairs.push(("select".to_owned(), names.join(",")));
        }
        let offset = ctx.param("offset").and_then(|text| text.parse().ok());
        Self {
            pairs,
            around,
            offset: offset.unwrap_or(0),
        }
    }

    /// Whether a form was sent, whose answer is the way to the plain address.
    pub fn is_of_form(ctx: &Ctx) -> bool {
        ctx.pairs()
            .iter()
            .any(|(key, value)| FORM.contains(&key.as_str()) || value.is_empty())
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|(key, _)| key == name)?;
        Some(pair.1.as_str())
    }

    /// The parameters as the row API takes them.
    pub fn query(&self) -> String {
        encode(
            self.pairs
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "x" | "y")),
        )
    }

    fn link<'a>(&'a self, pairs: impl Iterator<Item = &'a Pair>) -> String {
        format!("?{}", encode(self.around.iter().chain(pairs)))
    }

    /// This address itself.
    pub fn whole(&self) -> String {
        self.link(self.pairs.iter())
    }

    /// The address of the page that begins at a row.
    pub fn at(&self, offset: u64) -> String {
        let offset = [("offset".to_owned(), offset.to_string())];
        let pairs: Vec<Pair> = self.pairs.iter().cloned().chain(offset).collect();
        format!("?{}", encode(self.around.iter().chain(&pairs)))
    }

    /// The address without any test of a column.
    pub fn bare(&self) -> String {
        self.link(
            self.pairs
                .iter()
                .filter(|(key, _)| NO_TESTS.contains(&key.as_str())),
        )
    }

    /// What a form must carry along so that only `names` change.
    pub fn besides(&self, names: &[&str]) -> Vec<&Pair> {
        let all = self.around.iter().chain(&self.pairs);
        all.filter(|(key, _)| !names.contains(&key.as_str()))
            .collect()
    }

    /// Whether a column is tested.
    pub fn tests(&self, column: &str) -> bool {
        self.pairs.iter().any(|(key, _)| key == column)
    }

    /// How the rows are sorted by a column (`asc`, `desc`), and the address that turns it around.
    pub fn sort(&self, column: &str, falls_first: bool) -> (Option<&str>, String) {
        let current = self
            .get("order")
            .and_then(|order| order.strip_prefix(column))
            .and_then(|rest| rest.strip_prefix('.'))
            .filter(|rest| matches!(*rest, "asc" | "desc"));
        let next = match current {
            Some("asc") => "desc",
            Some(_) => "asc",
            None if falls_first => "desc",
            None => "asc",
        };
        let order = ("order".to_owned(), format!("{column}.{next}"));
        let rest = self.pairs.iter().filter(|(key, _)| key != "order");
        (current, self.link(rest.chain([&order])))
    }

    /// The filters in use.
    pub fn chips(&self, ctx: &Ctx, columns: &[ColumnInfo]) -> Vec<Chip> {
        self.pairs
            .iter()
            .enumerate()
            .filter(|(_, (key, _))| !NO_TESTS.contains(&key.as_str()))
            .map(|(index, (key, value))| {
                let rest = self.pairs.iter().enumerate();
                let rest = rest.filter(|(other, _)| *other != index);
                Chip {
                    label: label(ctx, columns, key, value),
                    href: self.link(rest.map(|(_, pair)| pair)),
                }
            })
            .collect()
    }
}

// What a column's form sent, as tests of the row API.
fn tests(ctx: &Ctx) -> Vec<String> {
    let mut tests = Vec::new();
    let chosen: Vec<String> = ctx.params("pilih").iter().map(|v| quoted(v)).collect();
    if !chosen.is_empty() {
        tests.push(format!("in.({})", chosen.join(",")));
    }
    for (name, operator) in [("dari", "gte"), ("sampai", "lte")] {
        if let Some(value) = ctx.param(name) {
            tests.push(format!("{operator}.{}", value.trim()));
        }
    }
    if let Some(value) = ctx.param("isi") {
        match ctx.param("syarat").as_deref() {
            None | Some("ilike") => tests.push(format!("ilike.*{value}*")),
            Some(operator) => tests.push(format!("{operator}.{value}")),
        }
    }
    tests
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

// In words where the test is one that the page's own forms make; as it stands else.
fn label(ctx: &Ctx, columns: &[ColumnInfo], key: &str, value: &str) -> String {
    if key == "q" {
        return ctx.text(&Message::new("explore-row-with").with("text", value));
    }
    let title = columns
        .iter()
        .find(|column| column.name == key)
        .map_or(key, table::bare_title);
    let (operator, rest) = value.split_once('.').unwrap_or(("", value));
    let words = match operator {
        "eq" => rest.to_owned(),
        "in" => rest
            .trim_matches(['(', ')'])
            .split("\",\"")
            .map(|part| part.trim_matches('"'))
            .collect::<Vec<_>>()
            .join(", "),
        "gte" => ctx.text(&Message::new("chip-gte").with("text", rest)),
        "lte" => ctx.text(&Message::new("chip-lte").with("text", rest)),
        "neq" => ctx.text(&Message::new("chip-neq").with("text", rest)),
        "ilike" => ctx.text(&Message::new("chip-ilike").with("text", rest.trim_matches('*'))),
        _ => value.to_owned(),
    };
    format!("{title}: {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(pairs: &[(&str, &str)]) -> Address {
        let pair = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Address {
            pairs: pairs.iter().map(pair).collect(),
            around: vec![("version".to_owned(), "2".to_owned())],
            offset: 0,
        }
    }

    #[test]
    fn every_link_keeps_the_version_and_only_the_page_link_the_row() {
        let address = address(&[("tahun", "eq.2024"), ("order", "tahun.asc")]);
        assert_eq!(address.query(), "tahun=eq.2024&order=tahun.asc");
        assert_eq!(address.bare(), "?version=2&order=tahun.asc");
        assert_eq!(
            address.at(50),
            "?version=2&tahun=eq.2024&order=tahun.asc&offset=50"
        );
    }

    #[test]
    fn a_second_click_on_a_head_turns_the_order_around() {
        let address = address(&[("order", "tahun.asc")]);
        assert_eq!(
            address.sort("tahun", false),
            (Some("asc"), "?version=2&order=tahun.desc".to_owned())
        );
        assert_eq!(
            address.sort("jumlah", true),
            (None, "?version=2&order=jumlah.desc".to_owned())
        );
        assert_eq!(address.sort("tahu", false).0, None);
    }

    #[test]
    fn values_with_quotes_and_commas_stay_one_value() {
        assert_eq!(quoted(r#"a, "b""#), r#""a, \"b\"""#);
    }
}
