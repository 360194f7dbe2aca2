//! What filter clauses mean for the index.

use super::super::formats;
use super::envelope::Error;
use super::filter_query::{Clause, Unread};
use crate::accounts::{Organization, organizations};
use crate::database::Tx;
use crate::search::{Facet, Hit};
use crate::standards::licences;

/// Conditions in the index's own terms.
#[derive(Debug, Default)]
pub(super) struct Restriction {
    /// Facets of which one value each must be present.
    pub(super) filters: Vec<(Facet, Vec<String>)>,
    /// Conditions on words, in the index's grammar.
    pub(super) words: Vec<String>,
    /// Ids or names of which the dataset must have one, or (with the flag) none.
    names: Vec<(bool, Vec<String>)>,
    /// Whether no dataset can fit.
    pub(super) is_empty: bool,
}

impl From<Unread> for Error {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Syntax(text) => Self::Search(text),
            Unread::Unsupported(text) => Self::SearchQuery(text),
        }
    }
}

/// The facet behind a field of CKAN's.
pub(super) fn facet(field: &str) -> Option<Facet> {
    Some(match field {
        "organization" => Facet::Organization,
        "groups" => Facet::Topic,
        "tags" => Facet::Tag,
        "res_format" => Facet::Format,
        "license_id" => Facet::Licence,
        "frequency" | "extras_frequency" => Facet::Frequency,
        _ => return None,
    })
}

/// The value that all public datasets have in a field; `Some("")` where every value holds.
pub(super) fn constant(field: &str) -> Option<&'static str> {
    Some(match field {
        "state" => "active",
        "private" => "false",
        "dataset_type" | "type" => "dataset",
        "capacity" => "public",
        "entity_type" => "package",
        "site_id" => "",
        _ => return None,
    })
}

impl Restriction {
    /// Adds clauses that must hold as well.
    ///
    /// Errors: 400 for a field or a negation that the index can't answer.
    pub(super) async fn add(&mut self, tx: &mut Tx, clauses: Vec<Clause>) -> Result<(), Error> {
        for clause in clauses {
            self.clause(tx, clause).await?;
        }
        Ok(())
    }

    async fn clause(&mut self, tx: &mut Tx, clause: Clause) -> Result<(), Error> {
        let Clause {
            negated,
            field,
            values,
        } = clause;
        if let Some(constant) = constant(&field) {
            let holds =
                constant.is_empty() || values.iter().any(|one| one == constant || one == "*");
            self.is_empty |= holds == negated;
            return Ok(());
        }
        match field.as_str() {
            "id" | "name" => self.names.push((negated, values)),
            "title" => self.words.push(words("title:", negated, &values)),
            "notes" => self.words.push(words("description:", negated, &values)),
            "text" => self.words.push(words("", negated, &values)),
            "owner_org" | "organization" => {
                let known = organizations::list(tx).await?;
                let values = organization_names(&known, negated, &values);
                self.filter(Facet::Organization, values);
            }
            "isopen" => {
                let wanted = values.iter().any(|value| value == "true") != negated;
                let fitting = licences::list().iter().filter(|one| one.is_open == wanted);
                let ids = fitting.map(|one| one.id.to_owned()).collect();
                self.filter(Facet::Licence, ids);
            }
            other => self.other(other, negated, values)?,
        }
        Ok(())
    }

    fn other(&mut self, field: &str, negated: bool, values: Vec<String>) -> Result<(), Error> {
        let refused =
            |what: &str| Error::SearchQuery(format!("{what} '{field}' can't be answered"));
        match facet(field) {
            Some(_) if negated => return Err(refused("without")),
            Some(_) if values.iter().any(|value| value == "*") => {
                return Err(refused("any value of"));
            }
            Some(Facet::Format) => {
                let forms = values.iter().flat_map(|value| formats::stored_forms(value));
                self.filter(Facet::Format, forms.collect());
            }
            Some(facet) => self.filter(facet, values),
            // A field that no dataset has: nothing fits, as in CKAN.
            None if field.starts_with("extras_") || field.starts_with("vocab_") => {
                self.is_empty |= !negated;
            }
            None => return Err(refused("the field")),
        }
        Ok(())
    }

    fn filter(&mut self, facet: Facet, values: Vec<String>) {
        self.is_empty |= values.is_empty();
        self.filters.push((facet, values));
    }

    /// Whether hits have to be looked at one by one.
    pub(super) fn needs_hits(&self) -> bool {
        !self.names.is_empty()
    }

    /// Whether a hit fits the conditions that the index doesn't know.
    pub(super) fn fits(&self, hit: &Hit) -> bool {
        self.names.iter().all(|(negated, values)| {
            let named = |value: &String| *value == hit.id || *value == hit.name;
            values.iter().any(named) != *negated
        })
    }
}

// Every dataset has one organization, so that "not these" is "one of the others".
fn organization_names(known: &[Organization], negated: bool, values: &[String]) -> Vec<String> {
    let wanted = known.iter().filter(|one| {
        let named = |value: &String| value == "*" || *value == one.name || value == one.id.as_str();
        values.iter().any(named) != negated
    });
    wanted.map(|one| one.name.clone()).collect()
}

fn words(prefix: &str, negated: bool, values: &[String]) -> String {
    let values = values.iter().map(|value| {
        let plain: String = value.chars().filter(|c| *c != '"').collect();
        format!("{prefix}\"{plain}\"")
    });
    let sign = if negated { "-" } else { "" };
    format!("{sign}({})", values.collect::<Vec<_>>().join(" OR "))
}
