//! What every part's error can say of itself, without knowing HTTP or a language.

/// The class of a failure; faces map it to a status in one place (`web::respond`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request can't be understood or breaks a rule: 422 (400 where the syntax is broken).
    Invalid,
    /// Nobody is signed in, or the token is unknown or expired: 401.
    Unauthenticated,
    /// The actor may see the thing but not do this to it: 403.
    Forbidden,
    /// No such thing, or nothing this actor may know of: 404.
    NotFound,
    /// The state has moved on: 409.
    Conflict,
    /// It was public once and is withdrawn: 410.
    Gone,
    /// Larger than a limit allows: 413.
    TooLarge,
    /// Too many requests: 429.
    RateLimited,
    /// A service the portal needs is away or busy: 503 with Retry-After.
    Unavailable,
    /// A fault of the portal itself: 500; its text is never shown.
    Internal,
}

/// A value inside a [`Message`].
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Text, shown as it is (escaped by the template).
    Text(String),
    /// A count or size, written as the reader's language writes numbers.
    Number(i64),
    /// A decimal in canonical form (`-1234.5`), written as the reader's language writes numbers.
    Decimal(String),
    /// Another message by its id, such as the name of a state, in the reader's language.
    Message(String),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A sentence for people: a Fluent id present in both languages, with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Fluent id, `<part>-<thing>-<situation>`.
    pub id: &'static str,
    /// Named arguments.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A message without arguments.
    pub const fn new(id: &'static str) -> Self {
        Self {
            id,
            args: Vec::new(),
        }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The same message with a canonical decimal as an argument.
    #[must_use]
    pub fn with_decimal(mut self, name: &'static str, digits: impl Into<String>) -> Self {
        self.args.push((name, Arg::Decimal(digits.into())));
        self
    }

    /// The same message with another one as an argument, by its id.
    #[must_use]
    pub fn with_message(mut self, name: &'static str, id: impl Into<String>) -> Self {
        self.args.push((name, Arg::Message(id.into())));
        self
    }
}

/// A problem with one field of a form or one key of a JSON body.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldProblem {
    /// Name of the field as the form or the API spells it.
    pub field: String,
    /// Stable code, such as `intake.title_missing`.
    pub code: &'static str,
    /// What happened and what to do.
    pub message: Message,
}

/// What a face needs to know of a part's error to answer it.
pub trait Failure: std::error::Error + Send + Sync + 'static {
    /// Class of the failure.
    fn kind(&self) -> Kind;
    /// Stable public code, `<part>.<situation>`, never renamed or reused.
    fn code(&self) -> &'static str;
    /// What to tell the person.
    fn message(&self) -> Message;
    /// Problems of single fields, shown beside them.
    fn problems(&self) -> Vec<FieldProblem> {
        Vec::new()
    }
}
