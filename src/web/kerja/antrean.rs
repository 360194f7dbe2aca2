//! `/kerja/antrean`: the review queue, sorted by what falls due.

use super::view;
use crate::http::problem::Problem;
use crate::submission::State;
use crate::submission::list::{self, Filter};
use crate::submission::state::Refusal;
use crate::web::page::Ctx;
use axum::response::Response;
use serde_json::json;

/// The queue; `?tampilan=` saya, bebas, kembali, tahan; `?q=` words.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let endorses = actor
        .grants
        .iter()
        .any(|grant| grant.role == crate::accounts::Role::Endorser);
    if !actor.sees_all_submissions() && !endorses {
        return Err(crate::submission::Error::Refused(Refusal::NotYourRole).into());
    }
    let app = &ctx.app;
    let shown = ctx.param("tampilan").unwrap_or_default();
    let words = ctx.param("q").unwrap_or_default();
    let mut tx = app.database.begin_read().await?;
    let queue = vec![
        State::AwaitingEndorsement,
        State::Submitted,
        State::InReview,
        State::AwaitingAuthority,
    ];
    let all = list::lines(
        &mut tx,
        actor,
        &Filter {
            states: queue,
            limit: 1000,
            ..Filter::default()
        },
    )
    .await?;
    let returned = list::lines(
        &mut tx,
        actor,
        &Filter {
            states: vec![State::Returned],
            ..Filter::default()
        },
    )
    .await?;
    let held_states = vec![State::Approved, State::Scheduled];
    let held = list::lines(
        &mut tx,
        actor,
        &Filter {
            states: held_states,
            ..Filter::default()
        },
    )
    .await?;
    let is_mine = |line: &list::Line| line.claimed_by_id.as_ref() == Some(&actor.account_id);
    let is_free = |line: &list::Line| line.claimed_by.is_none();
    let now = app.clock.now();
    let today = app.calendar.date(now);
    let due = |line: &list::Line| line.due_at.map(crate::database::clock::timestamp);
    let counts = json!({
        "all": all.len(),
        "mine": all.iter().filter(|line| is_mine(line)).count(),
        "free": all.iter().filter(|line| is_free(line)).count(),
        "returned": returned.len(),
        "held": held.len(),
        "due_today": all.iter().filter(|line| due(line).is_some_and(|at| app.calendar.date(at) == today && at >= now)).count(),
        "overdue": all.iter().filter(|line| due(line).is_some_and(|at| at < now)).count(),
    });
    let chosen: Vec<list::Line> = match shown.as_str() {
        "saya" => all.into_iter().filter(|line| is_mine(line)).collect(),
        "bebas" => all.into_iter().filter(|line| is_free(line)).collect(),
        "kembali" => returned,
        "tahan" => held,
        _ => all,
    };
    let folded = crate::catalog::names::fold(&words);
    let fits = |line: &&list::Line| {
        let text = format!("{} {} {}", line.title, line.number, line.organization);
        folded.is_empty() || crate::catalog::names::fold(&text).contains(&folded)
    };
    let lines: Vec<view::LineView> = chosen
        .iter()
        .filter(fits)
        .map(|line| view::line(app, ctx.language, line))
        .collect();
    let context = json!({
        "lines": lines, "counts": counts, "shown": shown, "q": words,
        "now": crate::database::clock::micros(now), "me": actor.display_name,
    });
    ctx.html("kerja/antrean.html", context).await
}
