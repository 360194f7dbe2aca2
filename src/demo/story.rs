//! What happens to the datasets of the demo.

use super::{Entry, Manifest, Update, file};
use crate::accounts::{Actor, organizations, people};
use crate::app::{App, tasks};
use crate::catalog::{DatasetName, dataset, version};
use crate::inspection::Reading;
use crate::intake::drafts::{self, Arrival, DraftRequest, Target};
use crate::jobs;
use crate::release::withdraw;
use crate::review::actions::{self, ActionRequest, Publish};
use crate::submission::{Action, Kind, Metadata, State, SubmissionId, record};
use anyhow::Context;
use jiff::SignedDuration;
use std::time::Duration;

/// Brings every dataset into its state: first all drafts, then all that is handed in, then the decisions.
pub(super) async fn tell(app: &App, manifest: &Manifest) -> anyhow::Result<()> {
    let mut begun = Vec::new();
    for entry in &manifest.dataset {
        if let Some(id) = begin(app, entry)
            .await
            .with_context(|| entry.name.clone())?
        {
            begun.push((entry, id));
        }
    }
    settle(app).await?;
    for (entry, id) in &begun {
        if entry.state != "draft" {
            submit(app, entry, id)
                .await
                .with_context(|| format!("{}: submit", entry.name))?;
        }
    }
    settle(app).await?;
    for (entry, id) in &begun {
        decide(app, id, &entry.state, &entry.reason)
            .await
            .with_context(|| format!("{}: {}", entry.name, entry.state))?;
    }
    for (entry, _) in &begun {
        for update in &entry.update {
            let id = begin_update(app, entry, update)
                .await
                .with_context(|| format!("{}: update", entry.name))?;
            settle(app).await?;
            submit(app, entry, &id).await?;
            settle(app).await?;
            decide(app, &id, &update.state, "")
                .await
                .with_context(|| format!("{}: update", entry.name))?;
        }
    }
    app.ring();
    Ok(())
}

// Works on jobs until none is left; the running workers help.
async fn settle(app: &App) -> anyhow::Result<()> {
    let handler = tasks::handler(app);
    app.ring();
    loop {
        app.workers.drain(&app.database, &app.clock, &handler).await;
        let mut tx = app.database.begin_read().await?;
        if jobs::pending_now(&mut tx, app.clock.now()).await? == 0 {
            return Ok(());
        }
        drop(tx);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn producer(app: &App, organization: &str) -> anyhow::Result<Actor> {
    let mut tx = app.database.begin_read().await?;
    Ok(people::actor_by_name(&mut tx, &format!("produsen.{organization}")).await?)
}

fn metadata(entry: &Entry) -> Metadata {
    Metadata {
        title: entry.title.clone(),
        description: entry.description.clone(),
        topics: entry.topics.clone(),
        tags: entry.tags.clone(),
        frequency: entry.frequency.clone(),
        period: entry.period.clone(),
        licence: "cc-by".to_owned(),
        release_note: "Terbitan pertama.".to_owned(),
        contact: format!(
            "Subbagian perencanaan {}",
            entry.organization.to_uppercase()
        ),
        ..Metadata::default()
    }
}

async fn begin(app: &App, entry: &Entry) -> anyhow::Result<Option<SubmissionId>> {
    let actor = producer(app, &entry.organization).await?;
    let stored = app.storage.put(file(&entry.file)?).await?;
    let now = app.clock.now();
    let mut tx = app.database.begin().await?;
    if dataset::by_name(&mut tx, &entry.name).await.is_ok() || freed(&mut tx, entry).await? {
        return Ok(None);
    }
    let organization = organizations::by_name(&mut tx, &entry.organization).await?;
    let request = DraftRequest {
        organization_id: organization.id,
        target: Target::New {
            name: DatasetName::parse(&entry.name),
        },
        kind: Kind::New,
        metadata: metadata(entry),
    };
    let id = drafts::create(&mut tx, &actor, &request, now).await?;
    let reading = Reading {
        sheet: entry.sheet.clone(),
        accepted: entry.accept.clone(),
        ..Reading::default()
    };
    let arrival = Arrival {
        stored,
        file_name: entry.file.clone(),
        name: None,
        reading: Some(serde_json::to_string(&reading)?),
    };
    drafts::add_file(
        &mut tx,
        &actor,
        &id,
        &arrival,
        app.settings.limits.submission_files,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Some(id))
}

// A rejected submission has given its name back, so its dataset is recognised by its title.
async fn freed(tx: &mut crate::database::Tx, entry: &Entry) -> anyhow::Result<bool> {
    if entry.state != "rejected" {
        return Ok(false);
    }
    let organization = organizations::by_name(tx, &entry.organization).await?;
    let known = dataset::of_organization(tx, &organization.id).await?;
    Ok(known.iter().any(|dataset| dataset.title == entry.title))
}

async fn begin_update(app: &App, entry: &Entry, update: &Update) -> anyhow::Result<SubmissionId> {
    let actor = producer(app, &entry.organization).await?;
    let stored = app.storage.put(file(&update.file)?).await?;
    let now = app.clock.now();
    let mut tx = app.database.begin().await?;
    let organization = organizations::by_name(&mut tx, &entry.organization).await?;
    let request = DraftRequest {
        organization_id: organization.id,
        target: Target::Existing {
            name: entry.name.clone(),
        },
        kind: update.kind,
        metadata: Metadata {
            period: update.period.clone(),
            release_note: update.release_note.clone(),
            ..Metadata::default()
        },
    };
    let id = drafts::create(&mut tx, &actor, &request, now).await?;
    let reading = Reading {
        accepted: entry.accept.clone(),
        ..Reading::default()
    };
    let arrival = Arrival {
        stored,
        file_name: update.file.clone(),
        name: None,
        reading: Some(serde_json::to_string(&reading)?),
    };
    drafts::add_file(
        &mut tx,
        &actor,
        &id,
        &arrival,
        app.settings.limits.submission_files,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

async fn act(
    app: &App,
    who: &str,
    id: &SubmissionId,
    request: &ActionRequest,
) -> anyhow::Result<State> {
    let mut tx = app.database.begin().await?;
    let actor = people::actor_by_name(&mut tx, who).await?;
    let state = actions::act(
        &mut tx,
        app.review_tools(),
        &actor,
        id,
        request,
        app.clock.now(),
    )
    .await?;
    tx.commit().await?;
    app.ring();
    Ok(state)
}

async fn submit(app: &App, entry: &Entry, id: &SubmissionId) -> anyhow::Result<()> {
    let who = format!("produsen.{}", entry.organization);
    let request =
        ActionRequest::new(Action::Submit).because("Sudah diperiksa subbagian perencanaan.");
    act(app, &who, id, &request).await?;
    Ok(())
}

async fn decide(app: &App, id: &SubmissionId, state: &str, reason: &str) -> anyhow::Result<()> {
    let approve = |publish| ActionRequest {
        publish,
        ..ActionRequest::new(Action::Approve)
    };
    let later = app
        .clock
        .now()
        .checked_add(SignedDuration::from_hours(24 * 7))?;
    match state {
        "released" | "withdrawn" => {
            act(app, "walidata", id, &approve(Publish::Now)).await?;
        }
        "approved" => {
            act(app, "walidata", id, &approve(Publish::Hold)).await?;
        }
        "scheduled" => {
            act(app, "walidata", id, &approve(Publish::At(later))).await?;
        }
        "in_review" => {
            act(app, "walidata2", id, &ActionRequest::new(Action::Claim)).await?;
        }
        "returned" | "rejected" => {
            act(app, "walidata", id, &ActionRequest::new(Action::Claim)).await?;
            let action = if state == "returned" {
                Action::Return
            } else {
                Action::Reject
            };
            act(
                app,
                "walidata",
                id,
                &ActionRequest::new(action).because(reason),
            )
            .await?;
        }
        _ => {}
    }
    if state == "withdrawn" {
        take_back(app, id, reason).await?;
    }
    Ok(())
}

async fn take_back(app: &App, id: &SubmissionId, reason: &str) -> anyhow::Result<()> {
    let mut tx = app.database.begin().await?;
    let steward = people::actor_by_name(&mut tx, "walidata").await?;
    let submission = record::by_id(&mut tx, id).await?;
    let published = version::of_dataset(&mut tx, &submission.dataset_id).await?;
    let latest = published.first().context("nothing was published")?;
    withdraw::withdraw(&mut tx, &steward, &latest.id, reason, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
