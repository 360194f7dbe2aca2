//! What integration tests share: a portal of their own on either database, and clients that talk to it.
//!
//! A test is an async function that takes a [`Place`]; [`both_databases!`] makes `…::sqlite` and `…::postgres` of it.

mod answer;
mod api_client;
mod browser;
mod cast;
mod catalogue;
mod place;
mod portal;
mod story;

pub(crate) use answer::Answer;
pub(crate) use api_client::ApiClient;
pub(crate) use browser::{Browser, Upload, multipart};
pub(crate) use cast::PASSWORD;
pub(crate) use place::{Place, Server, run};
pub(crate) use portal::TestApp;
pub(crate) use story::{BALITA_2023, balita, id};

use http::StatusCode;
use lumbung::error::Message;
use lumbung::web::i18n::Language;

/// Makes a test on SQLite and one on PostgreSQL of each async function that takes a [`Place`].
macro_rules! both_databases {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            #[test]
            fn sqlite() {
                crate::helpers::run(crate::helpers::Server::Sqlite, super::$test);
            }

            #[test]
            fn postgres() {
                crate::helpers::run(crate::helpers::Server::Postgres, super::$test);
            }
        })+
    };
}
pub(crate) use both_databases;

/// A message without arguments, in Indonesian, as the pages write it into HTML.
pub(crate) fn says(id: &'static str) -> String {
    says_in(Language::Indonesian, id)
}

/// The same in another language.
pub(crate) fn says_in(language: Language, id: &'static str) -> String {
    language.text(&Message::new(id))
}

/// Fails with the answer's text when the status is another one.
#[track_caller]
pub(crate) fn expect(answer: &Answer, status: StatusCode) {
    assert_eq!(answer.status, status, "{}", answer.text());
}
