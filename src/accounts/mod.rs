//! People, organizations, roles and permissions, sessions, tokens, sign-in.
//!
//! Owns `account`, `organization`, `role_grant`, `invitation`, `session`, `api_token`, `idempotency`. Acted on by
//! administrators (people, organizations, roles) and by everyone on their own account. Exposes [`Actor`],
//! the person who acts now, whose methods are the rules of who may do what; reads no other part.

pub mod actor;
pub mod error;
pub mod idempotency;
pub mod links;
pub mod organizations;
pub mod password;
pub mod people;
pub mod secrets;
pub mod session_store;
pub mod sign_in;
pub mod tokens;

pub use actor::{Actor, Grant, Role};
pub use error::Error;
pub use organizations::{Organization, OrganizationName};
pub use people::{Person, PersonDraft};

use crate::id_type;

id_type!(
    /// Identifier of a person's account.
    AccountId
);
id_type!(
    /// Identifier of an organization.
    OrganizationId
);
