//! Templates: embedded, parsed once for each language, strict about what they use.

use super::assets::Assets;
use super::format;
use super::i18n::Language;
use crate::config::SiteSettings;
use fluent_bundle::{FluentArgs, FluentValue};
use jiff::tz::Offset;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use rust_embed::RustEmbed;
use serde::Serialize;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Embedded;

/// A template could not be read or rendered.
#[derive(Debug, thiserror::Error)]
#[error("template {name}")]
pub struct RenderError {
    name: String,
    #[source]
    source: minijinja::Error,
}

/// The templates in both languages.
#[derive(Debug)]
pub struct Pages {
    indonesian: Environment<'static>,
    english: Environment<'static>,
    assets: Arc<Assets>,
}

impl Pages {
    /// Parses every template.
    pub fn new(site: &SiteSettings, offset: Offset) -> Result<Self, RenderError> {
        let assets = Arc::new(Assets::new());
        Ok(Self {
            indonesian: environment(site, Language::Indonesian, offset, &assets)?,
            english: environment(site, Language::English, offset, &assets)?,
            assets,
        })
    }

    /// Renders a template with a context.
    pub fn render(
        &self,
        language: Language,
        name: &str,
        context: impl Serialize,
    ) -> Result<String, RenderError> {
        let environment = match language {
            Language::Indonesian => &self.indonesian,
            Language::English => &self.english,
        };
        let template = environment
            .get_template(name)
            .map_err(|source| error(name, source))?;
        template
            .render(Value::from(Serde(context)))
            .map_err(|source| error(name, source))
    }

    /// Style sheet, scripts, icons.
    pub fn assets(&self) -> &Assets {
        &self.assets
    }
}

fn error(name: &str, source: minijinja::Error) -> RenderError {
    RenderError {
        name: name.to_owned(),
        source,
    }
}

fn environment(
    site: &SiteSettings,
    language: Language,
    offset: Offset,
    assets: &Arc<Assets>,
) -> Result<Environment<'static>, RenderError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.map_err(|source| error("syntax", source))?);
    environment.add_global("site", Value::from(Serde(site)));
    environment.add_global("lang", language.code());
    environment.add_function("t", move |id: &str, args: Kwargs| {
        translate(language, id, &args)
    });
    let known = assets.clone();
    environment.add_function("asset", move |name: &str| {
        Value::from_safe_string(known.path(name).to_owned())
    });
    environment.add_filter("num", move |value: Value| number(&value, language));
    environment.add_filter("size", move |bytes: i64| format::size(bytes, language));
    let civil = move |micros: i64| offset.to_datetime(crate::database::clock::timestamp(micros));
    environment.add_filter("date", move |micros: i64| {
        format::date(civil(micros).date(), language)
    });
    environment.add_filter("date_day", move |micros: i64| {
        format::date_with_day(civil(micros).date(), language)
    });
    environment.add_filter("day_month", move |micros: i64| {
        format::day_and_month(civil(micros).date(), language)
    });
    environment.add_filter("time", move |micros: i64| {
        format::time(civil(micros), language)
    });
    environment.add_filter("iso", move |micros: i64| {
        crate::database::clock::timestamp(micros).to_string()
    });
    environment.add_filter("query", |value: &str| query_escape(value));
    environment.add_filter("paragraphs", |text: &str| {
        text.split("\n\n")
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    for path in Embedded::iter() {
        let Some(file) = Embedded::get(&path) else {
            continue;
        };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        let name = path.to_string();
        environment
            .add_template_owned(name.clone(), text)
            .map_err(|source| error(&name, source))?;
    }
    Ok(environment)
}

fn translate(language: Language, id: &str, args: &Kwargs) -> Result<String, minijinja::Error> {
    if !language.has(id) {
        return Err(minijinja::Error::new(
            ErrorKind::InvalidOperation,
            format!("no message {id}"),
        ));
    }
    let mut fluent = FluentArgs::new();
    let names: Vec<String> = args.args().map(str::to_owned).collect();
    for name in names {
        let value: Value = args.get(&name)?;
        let fluent_value = match i64::try_from(value.clone()) {
            Ok(number) if value.kind() == ValueKind::Number => FluentValue::from(number),
            _ => FluentValue::from(value.to_string()),
        };
        fluent.set(name, fluent_value);
    }
    Ok(language.format(id, Some(&fluent)))
}

fn number(value: &Value, language: Language) -> String {
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => String::new(),
        _ => format::decimal(&value.to_string(), language),
    }
}

/// Text as part of an address's query (application/x-www-form-urlencoded).
pub fn query_escape(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Text as one segment of a path (RFC 3986): everything but unreserved characters as percent and two digits.
pub fn path_escape(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
