//! The people of the demo and their one password.

use super::Manifest;
use crate::accounts::{PersonDraft, Role, organizations, password, people, secrets};
use crate::app::App;
use std::collections::BTreeSet;

const PORTAL_WIDE: [(&str, &str, Role); 7] = [
    ("admin", "Administrator", Role::Admin),
    ("walidata", "Ratna Walidata", Role::Steward),
    ("walidata2", "Bagus Walidata", Role::Steward),
    ("tim.it", "Tim IT", Role::Engineer),
    (
        "kepala.bidang",
        "Kepala Bidang Statistik dan Persandian",
        Role::HeadOfDivision,
    ),
    ("kepala.dinas", "Kepala Dinas Kominfo", Role::Head),
    ("pembina.bps", "Pembina Data BPS", Role::DataAuthority),
];

/// Makes the people if the portal is fresh; returns the lines that name them and the password.
pub(super) async fn load(
    app: &App,
    manifest: &Manifest,
    is_fresh: bool,
) -> anyhow::Result<Vec<String>> {
    let given = app.settings.demo.password.expose().to_owned();
    if !is_fresh && given.is_empty() {
        return Ok(vec![
            "The demo's people keep the password of the first start.".to_owned(),
        ]);
    }
    let secret = if given.is_empty() {
        secrets::fresh().chars().take(12).collect()
    } else {
        given
    };
    let mut names = Vec::new();
    let hash = password::hash(&app.lanes, secret.clone()).await?;
    let now = app.clock.now();
    let mut tx = app.database.begin().await?;
    for (name, display_name, grants) in everybody(&mut tx, manifest).await? {
        if is_fresh {
            let draft = PersonDraft {
                name: name.clone(),
                display_name,
                email: None,
                grants,
            };
            people::create_by_system(&mut tx, None, &draft, now).await?;
        }
        if let Ok(actor) = people::actor_by_name(&mut tx, &name).await {
            people::set_password_hash(&mut tx, None, &actor.account_id, &hash, now).await?;
            names.push(name);
        }
    }
    tx.commit().await?;
    Ok(vec![
        format!("People of the demo: {}", names.join(", ")),
        format!("Password of all of them: {secret}"),
    ])
}

type Person = (
    String,
    String,
    Vec<(Role, Option<crate::accounts::OrganizationId>)>,
);

async fn everybody(
    tx: &mut crate::database::Tx,
    manifest: &Manifest,
) -> anyhow::Result<Vec<Person>> {
    let mut list: Vec<Person> = PORTAL_WIDE
        .iter()
        .map(|(name, display, role)| {
            (
                (*name).to_owned(),
                (*display).to_owned(),
                vec![(*role, None)],
            )
        })
        .collect();
    let mut producing: BTreeSet<&str> = manifest
        .dataset
        .iter()
        .map(|entry| entry.organization.as_str())
        .collect();
    producing.extend(["dinkes", "disdukcapil", "dtphp"]);
    for name in producing {
        let organization = organizations::by_name(tx, name).await?;
        let display = format!("Produsen data {}", organization.abbreviation);
        list.push((
            format!("produsen.{name}"),
            display,
            vec![(Role::Producer, Some(organization.id))],
        ));
    }
    let dinkes = organizations::by_name(tx, "dinkes").await?;
    let display = "Walidata pendukung DINKES".to_owned();
    list.push((
        "endorser.dinkes".to_owned(),
        display,
        vec![(Role::Endorser, Some(dinkes.id))],
    ));
    Ok(list)
}
