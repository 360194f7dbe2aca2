//! A JSON text as a value, with the keys that one object has twice: only the last of them is kept, and that is told.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// Keys that stood twice.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Repeated {
    /// The first of them.
    pub first: Option<String>,
    /// How often that was so.
    pub count: u64,
}

/// Reads a whole text.
///
/// Errors: those of [`serde_json`]; nesting is bounded by it.
pub(super) fn read(text: &str, repeated: &mut Repeated) -> serde_json::Result<Value> {
    let found = RefCell::new(std::mem::take(repeated));
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Seed(&found).deserialize(&mut reader);
    let value = value.and_then(|value| reader.end().map(|()| value));
    *repeated = found.into_inner();
    value
}

#[derive(Clone, Copy)]
struct Seed<'a>(&'a RefCell<Repeated>);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                let mut repeated = self.0.borrow_mut();
                repeated.count += 1;
                repeated.first.get_or_insert_with(|| key.clone());
            }
            let value = entries.next_value_seed(self)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_keys_are_counted() {
        let mut repeated = Repeated::default();
        let value = read(
            r#"[{"a":1,"a":2},{"a":{"b":1,"b":[2.5,null,true,"x"]}}]"#,
            &mut repeated,
        )
        .unwrap();
        assert_eq!(
            value.to_string(),
            r#"[{"a":2},{"a":{"b":[2.5,null,true,"x"]}}]"#
        );
        assert_eq!((repeated.first.as_deref(), repeated.count), (Some("a"), 2));
        assert!(read("[1] x", &mut repeated).is_err());
    }
}
