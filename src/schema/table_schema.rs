//! A Table Schema as a value, and how it is written.

use crate::text_enum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Address of the profile that a schema is written in.
pub const PROFILE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// The rules of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableSchema {
    /// Its columns, in order.
    pub fields: Vec<Field>,
    /// Texts that stand for a missing value, beside the usual ones; never the empty text, which always does.
    pub missing_values: Vec<String>,
    /// Names of the columns that identify a row.
    pub primary_key: Vec<String>,
    /// Columns whose values must be in a code list.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name in the canonical table.
    pub name: String,
    /// What its values are.
    pub field_type: FieldType,
    /// Title for people; may be empty.
    #[serde(default)]
    pub title: String,
    /// What it means; may be empty.
    #[serde(default)]
    pub description: String,
    /// Unit of its numbers; may be empty.
    #[serde(default)]
    pub unit: String,
    /// What its values must be.
    #[serde(default)]
    pub constraints: Constraints,
}

impl Field {
    /// A column without rules.
    pub fn new(name: &str, field_type: FieldType) -> Self {
        Self {
            name: name.to_owned(),
            field_type,
            title: String::new(),
            description: String::new(),
            unit: String::new(),
            constraints: Constraints::default(),
        }
    }
}

text_enum! {
    /// What the values of a column are.
    FieldType {
        /// Words and codes.
        String = "string",
        /// Whole numbers.
        Integer = "integer",
        /// Numbers.
        Number = "number",
        /// Yes or no.
        Boolean = "boolean",
        /// Days.
        Date = "date",
        /// Calendar years.
        Year = "year",
    }
}

impl FieldType {
    /// Whether values are written as numbers.
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Year)
    }
}

/// What the values of a column must be. Bounds and listed values are plain text: digits with a dot, `YYYY-MM-DD`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Constraints {
    /// Every row has a value.
    pub required: bool,
    /// No value stands twice.
    pub unique: bool,
    /// Least value.
    pub minimum: Option<String>,
    /// Greatest value.
    pub maximum: Option<String>,
    /// The only values there may be (`enum`); empty: any.
    pub allowed: Vec<String>,
    /// Regular expression that the whole text must match.
    pub pattern: Option<String>,
    /// Least number of characters.
    pub min_length: Option<u64>,
    /// Greatest number of characters.
    pub max_length: Option<u64>,
}

/// A column whose values must be in a code list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// Name of the column.
    pub field: String,
    /// Name of the list.
    pub list: String,
}

impl TableSchema {
    /// The column of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The code list that a column's values must be in.
    pub fn list_of(&self, name: &str) -> Option<&str> {
        let mut keys = self.foreign_keys.iter();
        let key = keys.find(|key| key.field == name)?;
        Some(key.list.as_str())
    }

    /// The schema as JSON; what is empty is left out.
    pub fn to_json(&self) -> Value {
        let mut json = Map::new();
        json.insert("$schema".to_owned(), json!(PROFILE));
        let fields: Vec<Value> = self.fields.iter().map(field).collect();
        json.insert("fields".to_owned(), json!(fields));
        if !self.missing_values.is_empty() {
            let empty = std::iter::once("");
            let all: Vec<&str> = empty
                .chain(self.missing_values.iter().map(String::as_str))
                .collect();
            json.insert("missingValues".to_owned(), json!(all));
        }
        if !self.primary_key.is_empty() {
            json.insert("primaryKey".to_owned(), json!(self.primary_key));
        }
        if !self.foreign_keys.is_empty() {
            let keys: Vec<Value> = self.foreign_keys.iter().map(foreign_key).collect();
            json.insert("foreignKeys".to_owned(), json!(keys));
        }
        Value::Object(json)
    }
}

fn foreign_key(key: &ForeignKey) -> Value {
    json!({
        "fields": [key.field],
        "reference": { "resource": key.list, "fields": ["code"] },
    })
}

fn field(field: &Field) -> Value {
    let mut json = Map::new();
    json.insert("name".to_owned(), json!(field.name));
    json.insert("type".to_owned(), json!(field.field_type));
    for (name, text) in [
        ("title", &field.title),
        ("description", &field.description),
        ("unit", &field.unit),
    ] {
        if !text.is_empty() {
            json.insert(name.to_owned(), json!(text));
        }
    }
    let constraints = constraints(&field.constraints, field.field_type);
    if !constraints.is_empty() {
        json.insert("constraints".to_owned(), Value::Object(constraints));
    }
    Value::Object(json)
}

fn constraints(own: &Constraints, field_type: FieldType) -> Map<String, Value> {
    let mut json = Map::new();
    let mut put = |name: &str, value: Value| json.insert(name.to_owned(), value);
    if own.required {
        put("required", json!(true));
    }
    if own.unique {
        put("unique", json!(true));
    }
    for (name, bound) in [("minimum", &own.minimum), ("maximum", &own.maximum)] {
        if let Some(bound) = bound {
            put(name, value(bound, field_type));
        }
    }
    if !own.allowed.is_empty() {
        let all = own.allowed.iter().map(|text| value(text, field_type));
        put("enum", all.collect());
    }
    if let Some(pattern) = &own.pattern {
        put("pattern", json!(pattern));
    }
    for (name, length) in [("minLength", own.min_length), ("maxLength", own.max_length)] {
        if let Some(length) = length {
            put(name, json!(length));
        }
    }
    json
}

// A number where JSON holds all of its digits, else its text.
fn value(text: &str, field_type: FieldType) -> Value {
    if !field_type.is_numeric() {
        return json!(text);
    }
    if let Ok(whole) = text.parse::<i64>() {
        return json!(whole);
    }
    let number = text.parse::<f64>().ok().map(Value::from);
    let written = number.as_ref().map(ToString::to_string);
    match number {
        Some(number) if written.as_deref() == Some(text) => number,
        _ => json!(text),
    }
}
