//! The people and organizations of the tests.

use super::TestApp;
use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use jiff::Timestamp;
use lumbung::accounts::organizations::{self, OrganizationDraft};
use lumbung::accounts::{Actor, OrganizationId, PersonDraft, Role, people, tokens};
use lumbung::catalog::topics::{self, TopicDraft};
use lumbung::database::Tx;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "kata-sandi-uji";

const ORGANIZATIONS: [(&str, &str); 2] = [
    ("dinkes", "Dinas Kesehatan"),
    ("disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil"),
];
const TOPICS: [(&str, &str); 2] = [
    ("kesehatan", "Kesehatan"),
    (
        "administrasi-kependudukan-dan-pencatatan-sipil",
        "Administrasi Kependudukan dan Pencatatan Sipil",
    ),
];
/// Names with their role and its place; `pembaca` has none.
const PEOPLE: [(&str, Option<Role>, Option<&str>); 9] = [
    ("admin", Some(Role::Admin), None),
    ("walidata", Some(Role::Steward), None),
    ("walidata2", Some(Role::Steward), None),
    ("kepala.dinas", Some(Role::Head), None),
    ("produsen.dinkes", Some(Role::Producer), Some("dinkes")),
    ("produsen2.dinkes", Some(Role::Producer), Some("dinkes")),
    ("endorser.dinkes", Some(Role::Endorser), Some("dinkes")),
    (
        "produsen.disdukcapil",
        Some(Role::Producer),
        Some("disdukcapil"),
    ),
    ("pembaca", None, None),
];

impl TestApp {
    /// Fills an empty portal with them.
    pub(crate) async fn cast(&self) {
        let now = self.now();
        let mut tx = self.begin().await;
        for (name, title) in ORGANIZATIONS {
            let draft = OrganizationDraft {
                name: name.to_owned(),
                title: title.to_owned(),
                abbreviation: name.to_uppercase(),
                kind: "dinas".to_owned(),
                ..OrganizationDraft::default()
            };
            organizations::create(&mut tx, None, &draft, now)
                .await
                .unwrap();
        }
        for (name, title) in TOPICS {
            let draft = TopicDraft {
                name: name.to_owned(),
                title: title.to_owned(),
                ..TopicDraft::default()
            };
            topics::create(&mut tx, None, &draft, now).await.unwrap();
        }
        for (name, role, place) in PEOPLE {
            let mut grants = Vec::new();
            if let Some(role) = role {
                let place = match place {
                    Some(place) => Some(organization_in(&mut tx, place).await),
                    None => None,
                };
                grants.push((role, place));
            }
            person_in(&mut tx, name, grants, now).await;
        }
        tx.commit().await.unwrap();
    }

    /// Makes another person who can sign in.
    pub(crate) async fn person(&self, name: &str, grants: Vec<(Role, Option<OrganizationId>)>) {
        let mut tx = self.begin().await;
        person_in(&mut tx, name, grants, self.now()).await;
        tx.commit().await.unwrap();
    }

    pub(crate) async fn organization(&self, name: &str) -> OrganizationId {
        organization_in(&mut self.begin().await, name).await
    }

    pub(crate) async fn actor(&self, name: &str) -> Actor {
        let mut tx = self.begin().await;
        people::actor_by_name(&mut tx, name).await.unwrap()
    }

    /// A token of this person; scopes as in `read,write`.
    pub(crate) async fn token(
        &self,
        name: &str,
        scopes: &str,
        expires: Option<Timestamp>,
    ) -> String {
        let scopes = tokens::parse_scopes(scopes).unwrap();
        let mut tx = self.begin().await;
        let owner = people::actor_by_name(&mut tx, name).await.unwrap();
        let token = tokens::create(&mut tx, &owner, "uji", scopes, expires, self.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        token
    }
}

async fn organization_in(tx: &mut Tx, name: &str) -> OrganizationId {
    organizations::by_name(tx, name).await.unwrap().id
}

async fn person_in(
    tx: &mut Tx,
    name: &str,
    grants: Vec<(Role, Option<OrganizationId>)>,
    now: Timestamp,
) {
    let draft = PersonDraft {
        name: name.to_owned(),
        display_name: name.to_owned(),
        email: None,
        grants,
    };
    let id = people::create_by_system(tx, None, &draft, now)
        .await
        .unwrap();
    people::set_password_hash(tx, None, &id, &cheap_hash(), now)
        .await
        .unwrap();
}

// The stored form names its own cost, so a cheap one is verified as any other, in no time.
fn cheap_hash() -> String {
    let params = Params::new(8, 1, 1, None).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(PASSWORD.as_bytes())
        .unwrap()
        .to_string()
}
