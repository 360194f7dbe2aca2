//! The form of a schema: texts as they are typed, and the way from there to JSON and back.

use crate::schema::{Field, TableSchema};
use crate::web::page::Fields;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Columns that a form may have.
const MOST_COLUMNS: usize = 20_000;

/// Where the parts of a schema stand in the form.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The form's number of each column; those that were only added have none.
    columns: Vec<Option<usize>>,
    /// That of the column of each foreign key.
    foreign: Vec<usize>,
}

/// A schema as it is typed.
#[derive(Debug, Default, Serialize)]
pub(super) struct Draft {
    /// Number of the schema that is changed.
    pub number: i64,
    /// Its columns.
    pub columns: Vec<ColumnDraft>,
    /// Texts for missing values, one a line.
    pub missing: String,
}

/// A column as it is typed.
#[derive(Debug, Default, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "checkboxes are independent of each other"
)]
pub(super) struct ColumnDraft {
    pub name: String,
    pub field_type: String,
    pub title: String,
    pub description: String,
    pub unit: String,
    pub required: bool,
    pub unique: bool,
    pub key: bool,
    pub minimum: String,
    pub maximum: String,
    /// Allowed values, one a line.
    pub allowed: String,
    pub pattern: String,
    pub min_length: String,
    pub max_length: String,
    /// Name of the code list.
    pub list: String,
    /// Whether it leaves the schema.
    pub drop: bool,
}

impl Draft {
    /// A known schema.
    pub(super) fn of(schema: &TableSchema, number: i64) -> Self {
        Self {
            number,
            columns: schema
                .fields
                .iter()
                .map(|f| ColumnDraft::of(schema, f))
                .collect(),
            missing: schema.missing_values.join("\n"),
        }
    }

    /// What was sent.
    pub(super) fn read(fields: &Fields) -> Self {
        let count: usize = fields.get("count").parse().unwrap_or(0);
        Self {
            number: fields.get("number").parse().unwrap_or(-1),
            columns: (0..count.min(MOST_COLUMNS))
                .map(|index| ColumnDraft::read(fields, index))
                .filter(|column| !column.name.is_empty())
                .collect(),
            missing: fields.get("missing").replace('\r', ""),
        }
    }

    /// The schema as JSON, and where its parts stand in the form; `added` are columns of the published table.
    pub(super) fn to_json(&self, published: &TableSchema, added: &[String]) -> (Value, Places) {
        let kept = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !column.drop);
        let (mut fields, mut keys, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
        let mut places = Places::default();
        for (index, column) in kept {
            fields.push(column.to_json());
            places.columns.push(Some(index));
            if column.key {
                keys.push(json!(column.name));
            }
            if !column.list.is_empty() {
                places.foreign.push(index);
                foreign.push(json!({
                    "fields": [column.name],
                    "reference": { "resource": column.list, "fields": ["code"] },
                }));
            }
        }
        let is_added = |field: &&Field| added.contains(&field.name);
        for field in published.fields.iter().filter(is_added) {
            let json = json!({
                "name": field.name,
                "type": field.field_type,
                "title": field.title,
                "unit": field.unit,
            });
            fields.push(json);
            places.columns.push(None);
        }
        let json = json!({
            "fields": fields,
            "primaryKey": keys,
            "foreignKeys": foreign,
            "missingValues": lines(&self.missing),
        });
        (json, places)
    }
}

impl ColumnDraft {
    fn of(schema: &TableSchema, field: &Field) -> Self {
        let own = &field.constraints;
        let length = |length: Option<u64>| length.map(|l| l.to_string()).unwrap_or_default();
        Self {
            name: field.name.clone(),
            field_type: field.field_type.to_string(),
            title: field.title.clone(),
            description: field.description.clone(),
            unit: field.unit.clone(),
            required: own.required,
            unique: own.unique,
            key: schema.primary_key.contains(&field.name),
            minimum: own.minimum.clone().unwrap_or_default(),
            maximum: own.maximum.clone().unwrap_or_default(),
            allowed: own.allowed.join("\n"),
            pattern: own.pattern.clone().unwrap_or_default(),
            min_length: length(own.min_length),
            max_length: length(own.max_length),
            list: schema.list_of(&field.name).unwrap_or_default().to_owned(),
            drop: false,
        }
    }

    fn read(fields: &Fields, index: usize) -> Self {
        let get = |name: &str| fields.get(&format!("{name}_{index}")).replace('\r', "");
        let has = |name: &str| fields.has(&format!("{name}_{index}"));
        Self {
            name: get("name"),
            field_type: get("type"),
            title: get("title"),
            description: get("description"),
            unit: get("unit"),
            required: has("required"),
            unique: has("unique"),
            key: has("key"),
            minimum: get("minimum"),
            maximum: get("maximum"),
            allowed: get("enum"),
            pattern: get("pattern"),
            min_length: get("min_length"),
            max_length: get("max_length"),
            list: get("list"),
            drop: has("drop"),
        }
    }

    fn to_json(&self) -> Value {
        let mut constraints = Map::new();
        for (name, flag) in [("required", self.required), ("unique", self.unique)] {
            if flag {
                constraints.insert(name.to_owned(), json!(true));
            }
        }
        for (name, text) in [
            ("minimum", &self.minimum),
            ("maximum", &self.maximum),
            ("pattern", &self.pattern),
            ("minLength", &self.min_length),
            ("maxLength", &self.max_length),
        ] {
            if !text.is_empty() {
                constraints.insert(name.to_owned(), json!(text));
            }
        }
        let allowed = lines(&self.allowed);
        if !allowed.is_empty() {
            constraints.insert("enum".to_owned(), json!(allowed));
        }
        json!({
            "name": self.name,
            "type": self.field_type,
            "title": self.title,
            "description": self.description,
            "unit": self.unit,
            "constraints": constraints,
        })
    }
}

fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).collect()
}

/// The field of the form that a place of the schema is typed in; empty for the form as a whole.
pub(super) fn form_field(place: &str, places: &Places) -> String {
    if place == "missingValues" {
        return "missing".to_owned();
    }
    let after = |name: &str| {
        let (index, rest) = place.strip_prefix(name)?.split_once(']')?;
        Some((index.parse::<usize>().ok()?, rest))
    };
    if let Some((index, _)) = after("foreignKeys[") {
        let column = places.foreign.get(index);
        return column
            .map(|column| format!("list_{column}"))
            .unwrap_or_default();
    }
    let found = after("fields[").and_then(|(index, rest)| {
        let column = places.columns.get(index).copied().flatten()?;
        Some((column, rest.rsplit('.').next().unwrap_or_default()))
    });
    match found {
        None => String::new(),
        Some((column, "minLength")) => format!("min_length_{column}"),
        Some((column, "maxLength")) => format!("max_length_{column}"),
        Some((column, name)) => format!("{name}_{column}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_to_their_fields() {
        let places = Places {
            columns: vec![Some(0), Some(2), None],
            foreign: vec![2],
        };
        for (place, field) in [
            ("fields[1].constraints.minLength", "min_length_2"),
            ("fields[0].type", "type_0"),
            ("fields[2].title", ""),
            ("missingValues", "missing"),
            ("foreignKeys[0].fields", "list_2"),
            ("primaryKey", ""),
        ] {
            assert_eq!(form_field(place, &places), field);
        }
    }
}
