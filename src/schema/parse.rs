//! Reading a Table Schema: whatever is unknown, not enforced here, or contradicts itself is refused with its place.

use super::rules;
use super::table_schema::{Constraints, Field, FieldType, ForeignKey, TableSchema};
use crate::error::{FieldProblem, Message};
use serde_json::{Map, Value};

/// What is to be mended, each with its place such as `fields[2].constraints.minimum`.
pub type Problems = Vec<FieldProblem>;

/// Most columns of a schema.
const MOST_FIELDS: usize = 20_000;
/// Most values of a list within a schema.
const MOST_VALUES: usize = 1_000;

/// Members that Table Schema knows and that are not enforced here.
const UNSUPPORTED: [&str; 13] = [
    "fieldsMatch",
    "uniqueKeys",
    "categories",
    "categoriesOrdered",
    "rdfType",
    "missingValues",
    "decimalChar",
    "groupChar",
    "bareNumber",
    "trueValues",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "jsonSchema",
];
/// Types that Table Schema knows and that no column of a table has.
const OTHER_TYPES: [&str; 10] = [
    "any",
    "array",
    "datetime",
    "duration",
    "geojson",
    "geopoint",
    "list",
    "object",
    "time",
    "yearmonth",
];
/// What the portal's own answer says beside the schema; passed over, so that an answer can be sent back.
const BESIDE: [&str; 10] = [
    "$schema",
    "resource",
    "name",
    "dataset",
    "version",
    "row_count",
    "columns",
    "formats",
    "number",
    "origin",
];

/// Reads a schema.
///
/// Errors: everything that is to be mended.
pub fn parse(json: &Value) -> Result<TableSchema, Problems> {
    let mut reader = Reader::default();
    let schema = reader.schema(json);
    if reader.problems.is_empty() {
        Ok(schema)
    } else {
        Err(reader.problems)
    }
}

/// Gathers problems while it reads.
#[derive(Debug, Default)]
pub(super) struct Reader {
    problems: Problems,
}

impl Reader {
    pub(super) fn note(&mut self, place: &str, code: &'static str, message: Message) {
        self.problems.push(FieldProblem {
            field: place.to_owned(),
            code,
            message,
        });
    }

    fn wrong_shape(&mut self, place: &str, shape: &'static str) {
        let message = Message::new("schema-wrong-shape").with_message("shape", shape);
        self.note(place, "schema.wrong_shape", message);
    }

    fn schema(&mut self, json: &Value) -> TableSchema {
        let Some(object) = json.as_object() else {
            self.wrong_shape("", "schema-shape-object");
            return TableSchema::default();
        };
        let known = ["fields", "missingValues", "primaryKey", "foreignKeys"];
        self.members(object, "", &[&known[..], &BESIDE[..]].concat());
        let schema = TableSchema {
            fields: self.fields(object.get("fields")),
            missing_values: self.missing_values(object.get("missingValues")),
            primary_key: self.names(object.get("primaryKey"), "primaryKey"),
            foreign_keys: self.foreign_keys(object.get("foreignKeys")),
        };
        rules::check(&schema, self);
        schema
    }

    // Refuses members that are not `known`.
    fn members(&mut self, object: &Map<String, Value>, place: &str, known: &[&str]) {
        for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
            let at = if place.is_empty() {
                name.clone()
            } else {
                format!("{place}.{name}")
            };
            let said: String = name.chars().take(60).collect();
            if UNSUPPORTED.contains(&name.as_str()) {
                let message = Message::new("schema-member-unsupported").with("name", said);
                self.note(&at, "schema.member_unsupported", message);
            } else {
                let message = Message::new("schema-member-unknown").with("name", said);
                self.note(&at, "schema.member_unknown", message);
            }
        }
    }

    fn fields(&mut self, json: Option<&Value>) -> Vec<Field> {
        let Some(fields) = json.and_then(Value::as_array).filter(|all| !all.is_empty()) else {
            self.wrong_shape("fields", "schema-shape-fields");
            return Vec::new();
        };
        if !self.fits("fields", fields.len(), MOST_FIELDS) {
            return Vec::new();
        }
        let numbered = fields.iter().enumerate();
        numbered
            .filter_map(|(index, json)| self.field(&format!("fields[{index}]"), json))
            .collect()
    }

    fn fits(&mut self, place: &str, count: usize, most: usize) -> bool {
        if count > most {
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            let message = Message::new("schema-too-many").with("most", most);
            self.note(place, "schema.too_many", message);
        }
        count <= most
    }

    fn field(&mut self, place: &str, json: &Value) -> Option<Field> {
        let Some(object) = json.as_object() else {
            self.wrong_shape(place, "schema-shape-object");
            return None;
        };
        let known = [
            "name",
            "type",
            "format",
            "title",
            "description",
            "unit",
            "constraints",
        ];
        self.members(object, place, &known);
        let name = self.text(object, place, "name", 1_000)?;
        let field_type = self.field_type(object, place)?;
        if !matches!(object.get("format"), None | Some(Value::Null))
            && object.get("format").and_then(Value::as_str) != Some("default")
        {
            let message = Message::new("schema-format-unsupported");
            let at = format!("{place}.format");
            self.note(&at, "schema.format_unsupported", message);
        }
        let at = format!("{place}.constraints");
        let constraints = match object.get("constraints") {
            None => Constraints::default(),
            Some(json) => self.constraints(&at, json, field_type),
        };
        Some(Field {
            name,
            field_type,
            title: self.text(object, place, "title", 300).unwrap_or_default(),
            description: self
                .text(object, place, "description", 2_000)
                .unwrap_or_default(),
            unit: self.text(object, place, "unit", 60).unwrap_or_default(),
            constraints,
        })
    }

    fn field_type(&mut self, object: &Map<String, Value>, place: &str) -> Option<FieldType> {
        let at = format!("{place}.type");
        let Some(name) = object.get("type").and_then(Value::as_str) else {
            self.wrong_shape(&at, "schema-shape-type");
            return None;
        };
        let known = FieldType::parse(name);
        if known.is_none() {
            let said: String = name.chars().take(60).collect();
            let (code, id) = if OTHER_TYPES.contains(&name) {
                ("schema.type_unsupported", "schema-type-unsupported")
            } else {
                ("schema.type_unknown", "schema-type-unknown")
            };
            self.note(&at, code, Message::new(id).with("name", said));
        }
        known
    }

    // A text without control characters, its ends trimmed; `None` when there is none.
    fn text(
        &mut self,
        object: &Map<String, Value>,
        place: &str,
        name: &str,
        most: usize,
    ) -> Option<String> {
        let at = format!("{place}.{name}");
        match object.get(name) {
            None if name == "name" => {
                self.wrong_shape(&at, "schema-shape-text");
                None
            }
            None => None,
            Some(Value::String(text)) => {
                let text = text.trim();
                let is_plain = text
                    .chars()
                    .all(|c| !c.is_control() || (c == '\n' && name == "description"));
                if !is_plain {
                    let message = Message::new("schema-control-characters");
                    self.note(&at, "schema.control_characters", message);
                } else if text.chars().count() > most {
                    let most = i64::try_from(most).unwrap_or(i64::MAX);
                    let message = Message::new("schema-too-long").with("most", most);
                    self.note(&at, "schema.too_long", message);
                }
                Some(text.to_owned())
            }
            Some(_) => {
                self.wrong_shape(&at, "schema-shape-text");
                None
            }
        }
    }

    fn constraints(&mut self, place: &str, json: &Value, field_type: FieldType) -> Constraints {
        let Some(object) = json.as_object() else {
            self.wrong_shape(place, "schema-shape-object");
            return Constraints::default();
        };
        let known = [
            "required",
            "unique",
            "minimum",
            "maximum",
            "enum",
            "pattern",
            "minLength",
            "maxLength",
        ];
        self.members(object, place, &known);
        let bound = |reader: &mut Self, name: &str| {
            let json = object.get(name)?;
            reader.value(&format!("{place}.{name}"), json, field_type)
        };
        Constraints {
            required: self.flag(object, place, "required"),
            unique: self.flag(object, place, "unique"),
            minimum: bound(self, "minimum"),
            maximum: bound(self, "maximum"),
            allowed: self.allowed(place, object.get("enum"), field_type),
            pattern: object
                .contains_key("pattern")
                .then(|| self.text(object, place, "pattern", 500))
                .flatten(),
            min_length: self.length(object, place, "minLength"),
            max_length: self.length(object, place, "maxLength"),
        }
    }

    fn flag(&mut self, object: &Map<String, Value>, place: &str, name: &str) -> bool {
        match object.get(name) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => {
                self.wrong_shape(&format!("{place}.{name}"), "schema-shape-flag");
                false
            }
        }
    }

    fn length(&mut self, object: &Map<String, Value>, place: &str, name: &str) -> Option<u64> {
        let json = object.get(name)?;
        // A form gives text.
        let length = match json {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_u64(),
        };
        if length.is_none_or(|length| length > 100_000) {
            self.wrong_shape(&format!("{place}.{name}"), "schema-shape-length");
        }
        length
    }

    fn allowed(&mut self, place: &str, json: Option<&Value>, field_type: FieldType) -> Vec<String> {
        let at = format!("{place}.enum");
        let Some(json) = json else { return Vec::new() };
        let Some(values) = json.as_array().filter(|all| !all.is_empty()) else {
            self.wrong_shape(&at, "schema-shape-list");
            return Vec::new();
        };
        if !self.fits(&at, values.len(), MOST_VALUES) {
            return Vec::new();
        }
        let mut allowed: Vec<String> = Vec::with_capacity(values.len());
        for value in values {
            let Some(text) = self.value(&at, value, field_type) else {
                continue;
            };
            if allowed.contains(&text) {
                let message = Message::new("schema-repeated").with("name", text);
                self.note(&at, "schema.repeated", message);
            } else {
                allowed.push(text);
            }
        }
        allowed
    }

    // A value of a column in plain text.
    fn value(&mut self, place: &str, json: &Value, field_type: FieldType) -> Option<String> {
        let text = match json {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            other => other.to_string(),
        };
        let is_fit = matches!(json, Value::String(_) | Value::Number(_))
            && (field_type.is_numeric() || json.is_string());
        let plain = rules::plain(&text, field_type).filter(|_| is_fit);
        if plain.is_none() {
            let value: String = text.chars().take(60).collect();
            let message = Message::new("schema-value-unfit")
                .with("value", value)
                .with_message("type", format!("schema-type-{field_type}"));
            self.note(place, "schema.value_unfit", message);
        }
        plain
    }

    fn missing_values(&mut self, json: Option<&Value>) -> Vec<String> {
        let place = "missingValues";
        let mut all: Vec<String> = Vec::new();
        for text in self.names(json, place) {
            if all.contains(&text) {
                let message = Message::new("schema-repeated").with("name", text);
                self.note(place, "schema.repeated", message);
            } else if !text.is_empty() {
                all.push(text);
            }
        }
        all
    }

    // One text or several.
    fn names(&mut self, json: Option<&Value>, place: &str) -> Vec<String> {
        let Some(json) = json else { return Vec::new() };
        let texts: Option<Vec<String>> = match json {
            Value::String(text) => Some(vec![text.trim().to_owned()]),
            Value::Array(all) => all
                .iter()
                .map(|one| one.as_str().map(|text| text.trim().to_owned()))
                .collect(),
            _ => None,
        };
        let texts = texts.filter(|all| all.iter().all(|text| text.chars().count() <= 200));
        let Some(texts) = texts else {
            self.wrong_shape(place, "schema-shape-texts");
            return Vec::new();
        };
        if self.fits(place, texts.len(), MOST_VALUES) {
            texts
        } else {
            Vec::new()
        }
    }

    fn foreign_keys(&mut self, json: Option<&Value>) -> Vec<ForeignKey> {
        let Some(json) = json else { return Vec::new() };
        let Some(keys) = json.as_array() else {
            self.wrong_shape("foreignKeys", "schema-shape-list");
            return Vec::new();
        };
        if !self.fits("foreignKeys", keys.len(), MOST_FIELDS) {
            return Vec::new();
        }
        let numbered = keys.iter().enumerate();
        numbered
            .filter_map(|(index, json)| self.foreign_key(&format!("foreignKeys[{index}]"), json))
            .collect()
    }

    fn foreign_key(&mut self, place: &str, json: &Value) -> Option<ForeignKey> {
        let (Some(object), Some(reference)) = (
            json.as_object(),
            json.get("reference").and_then(Value::as_object),
        ) else {
            self.wrong_shape(place, "schema-shape-reference");
            return None;
        };
        self.members(object, place, &["fields", "reference"]);
        let at = format!("{place}.reference");
        self.members(reference, &at, &["resource", "fields"]);
        let fields = self.names(object.get("fields"), &format!("{place}.fields"));
        let target = self.names(reference.get("fields"), &format!("{at}.fields"));
        let list = reference.get("resource").and_then(Value::as_str);
        match (fields.as_slice(), target.as_slice(), list) {
            ([field], [code], Some(list)) if code == "code" && !list.trim().is_empty() => {
                Some(ForeignKey {
                    field: field.clone(),
                    list: list.trim().to_owned(),
                })
            }
            _ => {
                self.wrong_shape(place, "schema-shape-reference");
                None
            }
        }
    }
}
