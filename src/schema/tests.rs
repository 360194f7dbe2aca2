use super::table_schema::{Constraints, Field, FieldType, ForeignKey, TableSchema};
use super::{parse, rules};
use proptest::prelude::*;
use serde_json::{Value, json};

fn codes(json: &Value) -> Vec<(String, &'static str)> {
    let problems = parse(json).err().unwrap_or_default();
    let place = |problem: crate::error::FieldProblem| (problem.field, problem.code);
    problems.into_iter().map(place).collect()
}

/// A schema of one column with these members beside its name.
fn one(members: &Value) -> Value {
    let mut field = json!({ "name": "a", "type": "string" });
    for (name, value) in members.as_object().unwrap() {
        field[name] = value.clone();
    }
    json!({ "fields": [field] })
}

#[test]
fn a_whole_schema_is_read_and_written_alike() {
    let json = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            { "name": "kode", "type": "string", "title": "Kode wilayah", "constraints": { "required": true, "pattern": "[0-9.]+" } },
            { "name": "tahun", "type": "year", "constraints": { "minimum": 2015 } },
            { "name": "luas", "type": "number", "unit": "ha", "constraints": { "minimum": 0, "maximum": 12.5 } },
            { "name": "jenis", "type": "string", "description": "Jenis lahan", "constraints": { "enum": ["sawah", "tegal"] } },
            { "name": "tanggal", "type": "date", "constraints": { "maximum": "2030-12-31" } },
        ],
        "missingValues": ["", "tidak diukur"],
        "primaryKey": ["kode", "tahun"],
        "foreignKeys": [{ "fields": ["kode"], "reference": { "resource": "wilayah", "fields": ["code"] } }],
    });
    let schema = parse(&json).unwrap();
    assert_eq!(schema.to_json(), json);
    assert_eq!(schema.list_of("kode"), Some("wilayah"));
}

#[test]
fn texts_may_stand_for_lists_of_one() {
    let schema = parse(&json!({
        "fields": [{ "name": "kode", "type": "string" }],
        "primaryKey": "kode",
        "foreignKeys": [{ "fields": "kode", "reference": { "resource": "wilayah", "fields": "code" } }],
        "columns": [], "row_count": 3,
    }))
    .unwrap();
    assert_eq!(schema.primary_key, ["kode"]);
}

#[test]
fn what_is_unknown_or_not_enforced_is_named() {
    for (json, place, code) in [
        (json!([]), "", "schema.wrong_shape"),
        (json!({}), "fields", "schema.wrong_shape"),
        (
            json!({ "fields": [], "x": 1 }),
            "x",
            "schema.member_unknown",
        ),
        (
            one(&json!({ "requred": true })),
            "fields[0].requred",
            "schema.member_unknown",
        ),
        (
            one(&json!({ "rdfType": "x" })),
            "fields[0].rdfType",
            "schema.member_unsupported",
        ),
        (
            one(&json!({ "type": "geojson" })),
            "fields[0].type",
            "schema.type_unsupported",
        ),
        (
            one(&json!({ "type": "text" })),
            "fields[0].type",
            "schema.type_unknown",
        ),
        (
            one(&json!({ "format": "email" })),
            "fields[0].format",
            "schema.format_unsupported",
        ),
        (
            one(&json!({ "name": "Jumlah Balita" })),
            "fields[0].name",
            "schema.name",
        ),
        (
            one(&json!({ "title": 7 })),
            "fields[0].title",
            "schema.wrong_shape",
        ),
        (
            one(&json!({ "title": "a\u{7}" })),
            "fields[0].title",
            "schema.control_characters",
        ),
        (
            one(&json!({ "constraints": { "exclusiveMinimum": 1 } })),
            "fields[0].constraints.exclusiveMinimum",
            "schema.member_unsupported",
        ),
        (
            one(&json!({ "constraints": { "required": "ya" } })),
            "fields[0].constraints.required",
            "schema.wrong_shape",
        ),
        (
            one(&json!({ "constraints": { "maxLength": -1 } })),
            "fields[0].constraints.maxLength",
            "schema.wrong_shape",
        ),
    ] {
        let found = codes(&json);
        assert!(
            found.contains(&(place.to_owned(), code)),
            "{json}: {found:?}"
        );
    }
}

#[test]
fn what_contradicts_is_named() {
    let constraints = |field_type: &str, constraints: Value| {
        one(&json!({ "type": field_type, "constraints": constraints }))
    };
    for (json, place, code) in [
        (
            constraints("integer", json!({ "minimum": 5, "maximum": 4 })),
            "maximum",
            "schema.range",
        ),
        (
            constraints("number", json!({ "minimum": -1.5, "maximum": "-2" })),
            "maximum",
            "schema.range",
        ),
        (
            constraints(
                "date",
                json!({ "minimum": "2024-02-01", "maximum": "2024-01-31" }),
            ),
            "maximum",
            "schema.range",
        ),
        (
            constraints("string", json!({ "minLength": 3, "maxLength": 2 })),
            "maxLength",
            "schema.range",
        ),
        (
            constraints("integer", json!({ "minimum": 1.5 })),
            "minimum",
            "schema.value_unfit",
        ),
        (
            constraints("date", json!({ "minimum": "31/12/2024" })),
            "minimum",
            "schema.value_unfit",
        ),
        (
            constraints("string", json!({ "minimum": "a" })),
            "minimum",
            "schema.constraint_unfit",
        ),
        (
            constraints("integer", json!({ "pattern": "1" })),
            "pattern",
            "schema.constraint_unfit",
        ),
        (
            constraints("boolean", json!({ "enum": ["true"] })),
            "enum",
            "schema.constraint_unfit",
        ),
        (
            constraints("string", json!({ "enum": [] })),
            "enum",
            "schema.wrong_shape",
        ),
        (
            constraints("string", json!({ "enum": ["a", "a"] })),
            "enum",
            "schema.repeated",
        ),
        (
            constraints("integer", json!({ "enum": [1, 9], "maximum": 5 })),
            "enum",
            "schema.listed_contradicts",
        ),
        (
            constraints("string", json!({ "enum": ["a", "bb"], "maxLength": 1 })),
            "enum",
            "schema.listed_contradicts",
        ),
        (
            constraints("string", json!({ "pattern": "(" })),
            "pattern",
            "schema.pattern",
        ),
    ] {
        let found = codes(&json);
        let place = format!("fields[0].constraints.{place}");
        assert!(found.contains(&(place, code)), "{json}: {found:?}");
    }
    let twice =
        json!({ "fields": [{ "name": "a", "type": "string" }, { "name": "a", "type": "string" }] });
    assert_eq!(
        codes(&twice),
        [("fields[1].name".to_owned(), "schema.repeated")]
    );
    let mut keys = one(&json!({ "constraints": { "enum": ["x"] } }));
    keys["primaryKey"] = json!(["b"]);
    keys["missingValues"] = json!(["x"]);
    keys["foreignKeys"] =
        json!([{ "fields": ["c"], "reference": { "resource": "l", "fields": ["code"] } }]);
    let found: Vec<&str> = codes(&keys).into_iter().map(|(_, code)| code).collect();
    let expected = [
        "schema.listed_missing",
        "schema.column_unknown",
        "schema.column_unknown",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_pattern_is_about_the_whole_text() {
    let pattern = rules::whole("a|bc").unwrap();
    assert!(pattern.is_match("bc") && !pattern.is_match("abc"));
    assert!(rules::whole("(a{1000}){1000}").is_err());
}

fn number() -> impl Strategy<Value = String> {
    (any::<i64>(), 0_u32..6).prop_map(|(digits, scale)| {
        let text = if scale == 0 {
            digits.to_string()
        } else {
            format!("{}.{:06}", digits / 1_000_000, (digits % 1_000_000).abs())
        };
        rules::plain(&text, FieldType::Number).unwrap()
    })
}

fn words() -> impl Strategy<Value = String> {
    "[a-zA-Zé0-9 .,%]{0,12}".prop_map(|text| text.trim().to_owned())
}

fn constraints(field_type: FieldType) -> BoxedStrategy<Constraints> {
    let flags = (any::<bool>(), any::<bool>());
    match field_type {
        FieldType::String => (
            flags,
            proptest::option::of(0_u64..9),
            proptest::option::of(9_u64..99),
        )
            .prop_map(|((required, unique), min_length, max_length)| Constraints {
                required,
                unique,
                pattern: unique.then(|| "[a-z]+|x".to_owned()),
                min_length,
                max_length,
                ..Constraints::default()
            })
            .boxed(),
        FieldType::Number => (
            flags,
            proptest::option::of(number()),
            proptest::collection::btree_set(number(), 0..4),
        )
            .prop_map(|((required, unique), minimum, allowed)| Constraints {
                required,
                unique,
                allowed: if minimum.is_none() {
                    allowed.into_iter().collect()
                } else {
                    Vec::new()
                },
                minimum,
                ..Constraints::default()
            })
            .boxed(),
        _ => flags
            .prop_map(|(required, unique)| Constraints {
                required,
                unique,
                ..Constraints::default()
            })
            .boxed(),
    }
}

fn field(index: usize) -> impl Strategy<Value = Field> {
    let types = proptest::sample::select(FieldType::ALL);
    let texts = (words(), words(), words());
    (types, texts).prop_flat_map(move |(field_type, (title, description, unit))| {
        let unit = if field_type.is_numeric() {
            unit
        } else {
            String::new()
        };
        constraints(field_type).prop_map(move |constraints| Field {
            title: title.clone(),
            description: description.clone(),
            unit: unit.clone(),
            constraints,
            ..Field::new(&format!("k{index}"), field_type)
        })
    })
}

fn schema() -> impl Strategy<Value = TableSchema> {
    let fields = (1_usize..6).prop_flat_map(|count| (0..count).map(field).collect::<Vec<_>>());
    let missing = proptest::collection::btree_set("[#x]{2,4}", 0..3);
    (fields, missing, any::<bool>()).prop_map(|(fields, missing, has_keys)| {
        let keyed = fields
            .iter()
            .find(|field| field.field_type == FieldType::String);
        let foreign_keys = keyed.filter(|_| has_keys).map(|field| ForeignKey {
            field: field.name.clone(),
            list: "wilayah".to_owned(),
        });
        TableSchema {
            missing_values: missing.into_iter().collect(),
            primary_key: fields
                .iter()
                .filter(|_| has_keys)
                .map(|field| field.name.clone())
                .collect(),
            foreign_keys: foreign_keys.into_iter().collect(),
            fields,
        }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(schema in schema()) {
        let json = schema.to_json();
        prop_assert_eq!(parse(&json), Ok(schema));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
        let json: Value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        let _ = parse(&json);
    }
}
