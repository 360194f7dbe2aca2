//! Small fields of multipart bodies; files in them are stored by `intake`.

use super::problem::Problem;
use crate::error::{Kind, Message};
use axum::extract::multipart::{Field, MultipartError};

/// The text of a field of at most `most` bytes.
///
/// Errors: 413 beyond that, 422 when the body breaks off or the text is not UTF-8.
pub async fn text(mut field: Field<'_>, most: usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > most {
            return Err(too_large());
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| interrupted())
}

/// A body that breaks off or is no multipart body.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what map_err hands over"
)]
pub fn broken(error: MultipartError) -> Problem {
    tracing::debug!(%error, "a multipart body could not be read");
    interrupted()
}

fn interrupted() -> Problem {
    Problem::of(crate::intake::uploads::Error::Broken)
}

fn too_large() -> Problem {
    let message = Message::new("web-form-large");
    Problem::new(Kind::TooLarge, "web.form_large", message, Vec::new())
}
