//! The parameters of a call, however they were sent: query string, JSON, form.

use super::envelope::Error;
use axum::extract::{FromRequest, Multipart, Request};
use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

/// Parameters by name.
#[derive(Debug, Default)]
pub(super) struct Parameters(Map<String, Value>);

impl Parameters {
    /// Reads query string and body; the body wins. `most` bytes of a body are read.
    pub(super) async fn read(request: Request, most: usize) -> Result<Self, Error> {
        let is_get = request.method() != Method::POST;
        let mut all = pairs(request.uri().query().unwrap_or_default().as_bytes());
        if is_get {
            // jQuery's way around caches.
            all.remove("_");
        } else {
            all.extend(body(request, most).await?);
        }
        Ok(Self(all))
    }

    /// Takes out the name of the function for JSONP; one that is no plain name is dropped.
    pub(super) fn take_callback(&mut self) -> Option<String> {
        let Some(Value::String(name)) = self.0.remove("callback") else {
            return None;
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || "_$.[]".contains(c);
        ((1..=128).contains(&name.len()) && name.chars().all(plain)).then_some(name)
    }

    /// Names of all parameters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The value as it came; `null` counts as absent.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A text; of several the first.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let text = match self.value(name)? {
            Value::String(text) => text.clone(),
            Value::Array(list) => list.first()?.as_str()?.to_owned(),
            Value::Object(_) | Value::Null => return None,
            other => other.to_string(),
        };
        (!text.is_empty()).then_some(text)
    }

    /// A text under one of two names that has to be there; the error names `name`.
    pub(super) fn required(&self, name: &str, other: &str) -> Result<String, Error> {
        self.text(name)
            .or_else(|| self.text(other))
            .ok_or_else(|| Error::missing(name))
    }

    /// A flag of which only the words for yes are known.
    pub(super) fn loose_flag(&self, name: &str, default: bool) -> bool {
        match self.value(name) {
            None => default,
            Some(Value::Bool(flag)) => *flag,
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(Value::String(text)) => {
                ["true", "yes", "t", "y", "1"].contains(&text.to_lowercase().as_str())
            }
            Some(_) => false,
        }
    }

    /// A flag whose words are checked.
    pub(super) fn strict_flag(&self, name: &str, default: bool) -> Result<bool, Error> {
        let text = match self.value(name) {
            None => return Ok(default),
            Some(Value::Bool(flag)) => return Ok(*flag),
            Some(Value::String(text)) => text.trim().to_lowercase(),
            Some(other) => other.to_string(),
        };
        match text.as_str() {
            "true" | "yes" | "on" | "y" | "t" | "1" => Ok(true),
            "false" | "no" | "off" | "n" | "f" | "0" => Ok(false),
            _ => Err(Error::field(name, "Parameter is not an bool")),
        }
    }

    /// A whole number; `None` when absent or empty.
    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, Error> {
        let wrong = || Error::field(name, "Invalid integer");
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
            Some(Value::String(text)) => text.trim().parse().map(Some).map_err(|_| wrong()),
            Some(Value::Number(number)) => number.as_i64().map(Some).ok_or_else(wrong),
            Some(_) => Err(wrong()),
        }
    }

    /// A whole number that is not negative.
    pub(super) fn natural(&self, name: &str) -> Result<Option<u64>, Error> {
        let number = self.integer(name)?;
        let natural = |number: i64| {
            u64::try_from(number).map_err(|_| Error::field(name, "Must be a natural number"))
        };
        number.map(natural).transpose()
    }

    /// Texts: a list, a list as JSON text, or words between commas.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let from_json = |list: &[Value]| {
            let texts = list.iter().map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            texts.collect()
        };
        match self.value(name) {
            Some(Value::Array(list)) => from_json(list),
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(Value::Array(list)) => from_json(&list),
                _ => commas(text),
            },
            _ => Vec::new(),
        }
    }

    /// A value that may have come as JSON text; text that is no JSON stays text.
    pub(super) fn json(&self, name: &str) -> Option<Value> {
        match self.value(name)? {
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => match serde_json::from_str(text) {
                Ok(value @ (Value::Object(_) | Value::Array(_))) => Some(value),
                _ => Some(json!(text)),
            },
            other => Some(other.clone()),
        }
    }
}

fn commas(text: &str) -> Vec<String> {
    let words = text.split(',').map(str::trim);
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A name given once is a text, a name given again a list.
fn pairs(encoded: &[u8]) -> Map<String, Value> {
    let mut all = Map::new();
    for (name, value) in form_urlencoded::parse(encoded) {
        put(&mut all, name.into_owned(), value.into_owned());
    }
    all
}

fn put(all: &mut Map<String, Value>, name: String, value: String) {
    match all.get_mut(&name) {
        None => {
            all.insert(name, Value::String(value));
        }
        Some(Value::Array(list)) => list.push(Value::String(value)),
        Some(first) => *first = json!([first.take(), value]),
    }
}

async fn body(request: Request, most: usize) -> Result<Map<String, Value>, Error> {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if kind.starts_with("multipart/form-data") {
        return parts(request).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), most)
        .await
        .map_err(|_| decoding("the body is too large or was cut short"))?;
    if kind.starts_with("application/x-www-form-urlencoded") {
        return form(&bytes);
    }
    object(&bytes)
}

// `curl -d '{…}'` without a content type is a form with one name and no value.
fn form(bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    let fields = pairs(bytes);
    let mut each = fields.iter();
    match (each.next(), each.next()) {
        (Some((name, Value::String(value))), None)
            if (value.is_empty() || value == "1") && name.trim_start().starts_with('{') =>
        {
            object(name.as_bytes())
        }
        _ => Ok(fields),
    }
}

async fn parts(request: Request) -> Result<Map<String, Value>, Error> {
    let broken = || decoding("the form can't be read");
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| broken())?;
    let mut all = Map::new();
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_none() {
            put(&mut all, name, field.text().await.map_err(|_| broken())?);
        }
    }
    Ok(all)
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    if bytes.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(Error::BadRequest(format!(
            "JSON Error: Request data JSON decoded to {other} but it needs to be a dictionary."
        ))),
        Err(error) => Err(decoding(&error.to_string())),
    }
}

fn decoding(reason: &str) -> Error {
    Error::BadRequest(format!(
        "JSON Error: Error decoding JSON data. Error: {reason}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Parameters {
        Parameters(pairs(query.as_bytes()))
    }

    #[test]
    fn a_name_given_twice_is_a_list() {
        let parameters = of("facet.field=a&facet.field=b&facet.field=c&rows=5");
        assert_eq!(parameters.list("facet.field"), ["a", "b", "c"]);
        assert_eq!(parameters.natural("rows").unwrap(), Some(5));
    }

    #[test]
    fn lists_come_as_json_text_or_between_commas() {
        for text in [r#"l=["a b","c"]"#, "l=a+b, c"] {
            assert_eq!(of(text).list("l"), ["a b", "c"], "{text}");
        }
    }

    #[test]
    fn an_empty_number_is_absent_and_a_wrong_one_an_error() {
        assert_eq!(of("rows=").natural("rows").unwrap(), None);
        assert!(of("rows=x").natural("rows").is_err());
        assert!(of("rows=-1").natural("rows").is_err());
    }

    #[test]
    fn the_strict_flag_refuses_words_that_the_loose_one_takes_for_no() {
        let parameters = of("all_fields=maybe");
        assert!(!parameters.loose_flag("all_fields", true));
        assert!(parameters.strict_flag("all_fields", true).is_err());
        assert!(
            of("all_fields=ON")
                .strict_flag("all_fields", false)
                .unwrap()
        );
    }

    #[test]
    fn a_form_with_one_name_and_no_value_is_json() {
        let encoded = form_urlencoded::Serializer::new(String::new())
            .append_pair(r#"{"id":"x"}"#, "")
            .finish();
        let fields = form(encoded.as_bytes()).unwrap();
        assert_eq!(fields.get("id"), Some(&json!("x")));
    }

    #[test]
    fn only_plain_names_are_called_back() {
        assert_eq!(of("callback=a.b").take_callback().as_deref(), Some("a.b"));
        assert_eq!(of("callback=alert(1)").take_callback(), None);
    }
}
