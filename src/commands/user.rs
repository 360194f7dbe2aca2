//! `lumbung user`: people, for whoever has the machine.

use super::{Common, existing, say};
use crate::accounts::links::{self, OldPassword};
use crate::accounts::{PersonDraft, Role, organizations, people};
use crate::database::Clock;
use crate::review::actions;
use anyhow::Context;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum Options {
    /// Make an account and print the link that sets its password.
    Add {
        /// The name to sign in with.
        name: String,
        /// The name that others read.
        #[arg(long)]
        display_name: Option<String>,
        /// A role, `steward` or `producer:ORGANIZATION`; may be repeated.
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// Print a link that sets the password anew.
    Link {
        /// The name they sign in with.
        name: String,
        /// Let the old password and its sessions go on until the link is used.
        #[arg(long)]
        keep_password: bool,
    },
    /// End an account's sessions, tokens and claims.
    Disable {
        /// The name they sign in with.
        name: String,
    },
    /// List the people.
    List,
}

pub(super) async fn run(common: Common, options: Options) -> anyhow::Result<()> {
    let settings = common.settings()?;
    let database = existing(&settings).await?;
    let now = Clock::system().now();
    let hours = settings.login.link_hours;
    let mut tx = database.begin().await?;
    let operator = super::user::operator();
    match options {
        Options::Add {
            name,
            display_name,
            roles,
        } => {
            let mut grants = Vec::new();
            for text in &roles {
                grants.push(parse_role(&mut tx, text).await?);
            }
            let draft = PersonDraft {
                display_name: display_name.unwrap_or_else(|| name.clone()),
                name,
                email: None,
                grants,
            };
            let id = people::create_by_system(&mut tx, None, &draft, now)
                .await
                .map_err(readable)?;
            let link =
                links::create(&mut tx, &operator, &id, OldPassword::Keep, hours, now).await?;
            say(format_args!("/undangan/{}", link.secret));
        }
        Options::Link {
            name,
            keep_password,
        } => {
            let person = people::actor_by_name(&mut tx, &name)
                .await
                .context("no such person")?;
            let old = if keep_password {
                OldPassword::Keep
            } else {
                OldPassword::End
            };
            let link =
                links::create(&mut tx, &operator, &person.account_id, old, hours, now).await?;
            say(format_args!("/undangan/{}", link.secret));
        }
        Options::Disable { name } => {
            let person = people::actor_by_name(&mut tx, &name)
                .await
                .context("no such person")?;
            people::set_disabled(&mut tx, &operator, &person.account_id, true, now).await?;
            actions::free_claims(&mut tx, None, &person.account_id, now).await?;
        }
        Options::List => {
            for person in people::list(&mut tx, &operator).await? {
                let state = if person.disabled_at.is_some() {
                    "disabled"
                } else {
                    "active"
                };
                say(format_args!(
                    "{}\t{}\t{state}",
                    person.name, person.display_name
                ));
            }
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Whoever has the machine administers the portal; they have no account, so the audit trail names none.
fn operator() -> crate::accounts::Actor {
    crate::accounts::Actor {
        account_id: crate::accounts::AccountId::new(),
        name: "operator".to_owned(),
        display_name: "operator".to_owned(),
        grants: vec![crate::accounts::Grant {
            role: Role::Admin,
            organization_id: None,
        }],
        scopes: crate::accounts::actor::Scopes {
            read: true,
            write: true,
        },
    }
}

async fn parse_role(
    tx: &mut crate::database::Tx,
    text: &str,
) -> anyhow::Result<(Role, Option<crate::accounts::OrganizationId>)> {
    let (role, place) = text
        .split_once(':')
        .map_or((text, None), |(role, place)| (role, Some(place)));
    let role = Role::parse(role).with_context(|| format!("no role is named {role}"))?;
    let place = match place {
        Some(name) => {
            let organization = organizations::by_name(tx, name).await;
            Some(
                organization
                    .with_context(|| format!("no organization is named {name}"))?
                    .id,
            )
        }
        None => None,
    };
    Ok((role, place))
}

fn readable(error: crate::accounts::Error) -> anyhow::Error {
    use crate::error::Failure;
    let problems: Vec<_> = error
        .problems()
        .into_iter()
        .map(|p| format!("{}: {}", p.field, p.code))
        .collect();
    if problems.is_empty() {
        error.into()
    } else {
        anyhow::anyhow!(problems.join(", "))
    }
}
