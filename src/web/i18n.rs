//! Languages: Indonesian first, English complete. Messages are Fluent resources in `locales/`.

use super::format;
use crate::error::{Arg, Message};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use http::{HeaderMap, HeaderValue};
use rust_embed::RustEmbed;
use std::sync::LazyLock;
use unic_langid::{LanguageIdentifier, langid};

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Embedded;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Bahasa Indonesia.
    Indonesian,
    /// English.
    English,
}

impl Language {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Indonesian, Self::English];

    /// The code (ISO 639-1).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// The language with this code, a region behind it ignored.
    pub fn parse(text: &str) -> Option<Self> {
        match text
            .split(['-', '_'])
            .next()?
            .trim()
            .to_ascii_lowercase()
            .as_str()
        {
            "id" | "in" => Some(Self::Indonesian),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The language asked for: by the address, by the cookie, by the browser, else `default`.
    pub fn negotiate(query: Option<&str>, headers: &HeaderMap, default: Self) -> Self {
        query
            .and_then(by_query)
            .or_else(|| by_cookie(headers))
            .or_else(|| by_browser(headers))
            .unwrap_or(default)
    }

    /// The choice that the address makes and the cookie does not hold yet, as the cookie that keeps it.
    pub fn to_keep(query: Option<&str>, headers: &HeaderMap) -> Option<HeaderValue> {
        let chosen = query.and_then(by_query)?;
        if by_cookie(headers) == Some(chosen) {
            return None;
        }
        let code = chosen.code();
        let cookie = format!("lang={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        HeaderValue::from_str(&cookie).ok()
    }

    /// A message in this language; an unknown id is shown as it is, so that it is noticed.
    pub fn text(self, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            match value {
                Arg::Text(text) => args.set(*name, FluentValue::from(text.as_str())),
                Arg::Number(number) => args.set(*name, FluentValue::from(*number)),
                Arg::Decimal(digits) => {
                    args.set(*name, FluentValue::from(format::decimal(digits, self)));
                }
                Arg::Message(id) => args.set(*name, FluentValue::from(self.format(id, None))),
            }
        }
        self.format(message.id, Some(&args))
    }

    /// A message by id with Fluent arguments.
    pub fn format(self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = match self {
            Self::Indonesian => &*INDONESIAN,
            Self::English => &*ENGLISH,
        };
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        bundle
            .format_pattern(pattern, args, &mut Vec::new())
            .into_owned()
    }

    /// Whether there is a message with this id.
    pub fn has(self, id: &str) -> bool {
        match self {
            Self::Indonesian => INDONESIAN.has_message(id),
            Self::English => ENGLISH.has_message(id),
        }
    }
}

fn by_query(query: &str) -> Option<Language> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))
        .and_then(Language::parse)
}

fn by_cookie(headers: &HeaderMap) -> Option<Language> {
    headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix("lang="))
        .and_then(Language::parse)
}

fn by_browser(headers: &HeaderMap) -> Option<Language> {
    let value = headers.get(http::header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    value
        .split(',')
        .filter_map(|part| part.split(';').next())
        .find_map(Language::parse)
}

type Bundle = FluentBundle<FluentResource>;

static INDONESIAN: LazyLock<Bundle> =
    LazyLock::new(|| bundle("id/", langid!("id"), indonesian_number));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle("en/", langid!("en"), english_number));

type NumberFormatter =
    fn(&FluentValue<'_>, &intl_memoizer::concurrent::IntlLangMemoizer) -> Option<String>;

fn bundle(folder: &str, language: LanguageIdentifier, number: NumberFormatter) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(number));
    for path in Embedded::iter().filter(|path| path.starts_with(folder)) {
        let Some(file) = Embedded::get(&path) else {
            continue;
        };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        // A faulty entry is left out and its id is shown instead; a test reads every file for faults.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(partial, _)| partial);
        let _ = bundle.add_resource(resource);
    }
    bundle
}

fn indonesian_number(
    value: &FluentValue<'_>,
    _: &intl_memoizer::concurrent::IntlLangMemoizer,
) -> Option<String> {
    number(value, Language::Indonesian)
}

fn english_number(
    value: &FluentValue<'_>,
    _: &intl_memoizer::concurrent::IntlLangMemoizer,
) -> Option<String> {
    number(value, Language::English)
}

fn number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::decimal(&number.value.to_string(), language)),
        _ => None,
    }
}

/// The text of every message file, by path, for the tests that compare the languages.
pub fn sources() -> Vec<(String, String)> {
    Embedded::iter()
        .filter_map(|path| {
            let file = Embedded::get(&path)?;
            Some((
                path.to_string(),
                String::from_utf8_lossy(&file.data).into_owned(),
            ))
        })
        .collect()
}
