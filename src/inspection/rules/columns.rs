//! Columns of a table that its schema does not have, and the other way round.

use super::{Relation, Rules, holds};
use crate::inspection::report::{Finding, Level};
use crate::inspection::typed::Spec;
use crate::query::nearest;

/// What is odd about the columns as they are stored.
pub(in crate::inspection) fn findings(
    rules: &Rules,
    relation: Relation,
    stored: &[Spec],
    sheet: &str,
) -> Vec<Finding> {
    let schema = &rules.schema;
    let is_there = |name: &str| stored.iter().any(|spec| spec.name == name);
    let is_known = |name: &str| schema.field(name).is_some();
    let new = |code: &str, level: Level, column: &str| Finding {
        sheet: sheet.to_owned(),
        column: column.to_owned(),
        ..Finding::new(code, level)
    };
    let mut findings = Vec::new();
    for field in schema.fields.iter().filter(|field| !is_there(&field.name)) {
        let is_key = schema.primary_key.contains(&field.name);
        // A correction brings the columns that it mends and those that name its rows.
        if relation == Relation::Corrected && !is_key {
            continue;
        }
        let others = stored.iter().map(|spec| spec.name.as_str());
        let likely = nearest(&field.name, others.filter(|name| !is_known(name)));
        findings.push(Finding {
            value: field.title.clone(),
            expected: likely.unwrap_or_default().to_owned(),
            ..new("schema_missing_column", rules.level(), &field.name)
        });
    }
    for spec in stored {
        let at = |finding: Finding| Finding {
            cell: spec.letter.clone(),
            ..finding
        };
        match schema.field(&spec.name) {
            None => {
                let missing = schema.fields.iter().map(|field| field.name.as_str());
                let likely = nearest(&spec.name, missing.filter(|name| !is_there(name)));
                findings.push(at(Finding {
                    value: spec.title.clone(),
                    expected: likely.unwrap_or_default().to_owned(),
                    ..new("schema_extra_column", Level::Warning, &spec.name)
                }));
            }
            Some(field) if !holds(field.field_type, spec.kind) => {
                findings.push(at(Finding {
                    value: spec.kind.as_str().to_owned(),
                    expected: field.field_type.as_str().to_owned(),
                    ..new("schema_type", rules.level(), &spec.name)
                }));
            }
            Some(_) => {}
        }
    }
    findings
}
