//! Identifiers: newtypes over the text of a UUID version 7 (RFC 9562), so that they sort by time of birth.

/// Text that is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

/// The text of a fresh `UUIDv7`.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where ids are made"
)]
pub fn fresh() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Checks that `text` is a UUID in its usual hyphenated form and returns it in lower case.
pub fn check(text: &str) -> Result<String, NotAnId> {
    if text.len() != 36 {
        return Err(NotAnId);
    }
    uuid::Uuid::try_parse(text)
        .map(|id| id.to_string())
        .map_err(|_| NotAnId)
}

/// Declares an identifier type.
#[macro_export]
macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sqlx::Type)]
        #[serde(try_from = "String")]
        #[sqlx(transparent)]
        pub struct $name(String);

        impl $name {
            /// A fresh identifier.
            #[expect(clippy::new_without_default, reason = "a default that differs each time surprises")]
            pub fn new() -> Self {
                Self($crate::database::ids::fresh())
            }

            /// Parses the hyphenated form.
            pub fn parse(text: &str) -> Result<Self, $crate::database::ids::NotAnId> {
                $crate::database::ids::check(text).map(Self)
            }

            /// The hyphenated form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::database::ids::NotAnId;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
