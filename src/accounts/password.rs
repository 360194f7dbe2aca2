//! Passwords: argon2id (RFC 9106), computed off the async threads.

use super::Error;
use crate::lanes::{Lane, Lanes};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);

/// The stored form (PHC string) of a password.
pub async fn hash(lanes: &Lanes, password: String) -> Result<String, Error> {
    lanes
        .run(Lane::Quick, LIMIT, move |_| {
            Argon2::default()
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
        })
        .await?
        .map_err(|_| Error::Hashing)
}

/// Whether `password` is the one whose hash is stored.
///
/// Without a stored hash the same work is done, so that the time of the answer does not tell whether a name exists.
pub async fn verify(
    lanes: &Lanes,
    stored: Option<String>,
    password: String,
) -> Result<bool, Error> {
    let right = lanes
        .run(Lane::Quick, LIMIT, move |_| {
            if let Some(stored) = stored {
                PasswordHash::new(&stored).is_ok_and(|hash| {
                    Argon2::default()
                        .verify_password(password.as_bytes(), &hash)
                        .is_ok()
                })
            } else {
                let _ = Argon2::default().hash_password(password.as_bytes());
                false
            }
        })
        .await?;
    Ok(right)
}
