//! The person who acts, and what their roles allow.

use super::{AccountId, OrganizationId};
use crate::text_enum;

text_enum! {
    /// What a person is within the portal or within an organization.
    Role {
        /// Produsen data: hands in the data of one organization.
        Producer = "producer",
        /// Walidata pendukung: checks for the organization before data leaves the house.
        Endorser = "endorser",
        /// Walidata: reviews and publishes, portal-wide.
        Steward = "steward",
        /// Tim IT: integrations; no approval of data.
        Engineer = "engineer",
        /// Kepala bidang.
        HeadOfDivision = "head_of_division",
        /// Kepala dinas.
        Head = "head",
        /// Pembina data (BPS).
        DataAuthority = "data_authority",
        /// Administrator: people, organizations, topics; no approval of data.
        Admin = "admin",
    }
}

impl Role {
    /// Whether the role is held within one organization (others are portal-wide).
    pub const fn is_within_organization(self) -> bool {
        matches!(self, Self::Producer | Self::Endorser)
    }
}

/// A role, within an organization or portal-wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it holds; `None` is the whole portal.
    pub organization_id: Option<OrganizationId>,
}

/// What a token may be used for; a session may do both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scopes {
    /// Reading what the person may see.
    pub read: bool,
    /// Acting as the person.
    pub write: bool,
}

/// A signed-in person with their roles, read anew for each request.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who.
    pub account_id: AccountId,
    /// The name they sign in with.
    pub name: String,
    /// The name that others read.
    pub display_name: String,
    /// Their roles.
    pub grants: Vec<Grant>,
    /// What the session or token allows.
    pub scopes: Scopes,
}

impl Actor {
    /// Whether the actor holds a portal-wide role.
    pub fn has(&self, role: Role) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.role == role && grant.organization_id.is_none())
    }

    /// Whether the actor holds `role` in `organization`.
    pub fn has_in(&self, role: Role, organization: &OrganizationId) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.role == role && grant.organization_id.as_ref() == Some(organization))
    }

    /// Whether the actor may act at all (a token without `write` may only read).
    pub fn may_write(&self) -> bool {
        self.scopes.write
    }

    /// Whether the actor reviews data.
    pub fn is_steward(&self) -> bool {
        self.has(Role::Steward)
    }

    /// Whether the actor administers people and organizations.
    pub fn is_admin(&self) -> bool {
        self.has(Role::Admin)
    }

    /// Whether the actor may hand in data of `organization`.
    pub fn produces_for(&self, organization: &OrganizationId) -> bool {
        self.has_in(Role::Producer, organization)
    }

    /// Whether the actor sees all submissions: stewards, heads, and the data authority.
    pub fn sees_all_submissions(&self) -> bool {
        [
            Role::Steward,
            Role::HeadOfDivision,
            Role::Head,
            Role::DataAuthority,
        ]
        .into_iter()
        .any(|role| self.has(role))
    }

    /// Organizations that the actor hands in data for.
    pub fn organizations(&self) -> impl Iterator<Item = &OrganizationId> {
        self.grants
            .iter()
            .filter(|grant| grant.role == Role::Producer)
            .filter_map(|grant| grant.organization_id.as_ref())
    }

    /// Stored name of the role that weighs most, for the audit trail and manifests.
    pub fn strongest_role(&self) -> &'static str {
        const BY_WEIGHT: [Role; 8] = [
            Role::Steward,
            Role::Head,
            Role::HeadOfDivision,
            Role::DataAuthority,
            Role::Admin,
            Role::Engineer,
            Role::Endorser,
            Role::Producer,
        ];
        BY_WEIGHT
            .into_iter()
            .find(|role| self.grants.iter().any(|grant| grant.role == *role))
            .map_or("", Role::as_str)
    }
}
