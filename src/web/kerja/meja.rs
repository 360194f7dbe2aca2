//! `/kerja`: what waits for me, what have I sent and where is it, what falls due.

use super::view::{self, LineView};
use crate::accounts::{Actor, organizations};
use crate::catalog::{Dataset, dataset};
use crate::database::{Tx, clock};
use crate::http::problem::Problem;
use crate::review::ChangeSummary;
use crate::standards::frequencies;
use crate::submission::list::{self, Filter, Line};
use crate::submission::{Action, State, notes, returned};
use crate::web::format;
use crate::web::page::Ctx;
use crate::web::words;
use axum::response::Response;
use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};

/// What a producer has sent, wherever it is now.
const SENT: [State; 9] = [
    State::Checking,
    State::AwaitingEndorsement,
    State::Submitted,
    State::InReview,
    State::AwaitingAuthority,
    State::Approved,
    State::Scheduled,
    State::Released,
    State::Rejected,
];

/// What is approved and not public yet.
pub(super) const HELD: [State; 2] = [State::Approved, State::Scheduled];

/// Most rows of the list of what was sent, and of the schedule.
const MOST: usize = 20;

/// The desk.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let app = &ctx.app;
    let now = app.clock.now();
    let mut tx = app.database.begin_read().await?;
    let is_producer = actor.organizations().next().is_some();
    let producer = if is_producer {
        producer(&ctx, &mut tx, actor).await?
    } else {
        Value::Null
    };
    let steward = if actor.is_steward() {
        steward(&ctx, &mut tx, actor).await?
    } else {
        Value::Null
    };
    drop(tx);
    let context = json!({
        "greeting": greeting(app.calendar.civil(now)),
        "name": actor.display_name,
        "now": clock::micros(now),
        "producer": producer,
        "steward": steward,
    });
    ctx.html("kerja/meja.html", context).await
}

// Message id of the greeting of the hour.
fn greeting(now: DateTime) -> &'static str {
    match now.hour() {
        4..=10 => "desk-morning",
        11..=14 => "desk-noon",
        15..=17 => "desk-afternoon",
        _ => "desk-evening",
    }
}

async fn producer(ctx: &Ctx, tx: &mut Tx, actor: &Actor) -> Result<Value, Problem> {
    let open = lines(tx, actor, &[State::Returned, State::Draft]).await?;
    let mut waiting = Vec::new();
    for line in &open {
        waiting.push(json!({
            "line": view::line(&ctx.app, ctx.language, line),
            "returned": returned(tx, line).await?,
            "turned_back": returned::turned_back(tx, &line.id, line.state).await?,
            "is_blocked": is_blocked(line),
        }));
    }
    let mut sent = lines(tx, actor, &SENT).await?;
    sent.sort_by_key(|line| std::cmp::Reverse(line.updated_at));
    sent.truncate(MOST);
    let mut agencies = Vec::new();
    let mut datasets = Vec::new();
    for id in actor.organizations() {
        agencies.push(organizations::by_id(tx, id).await?.title);
        datasets.extend(dataset::of_organization(tx, id).await?);
    }
    let today = ctx.app.calendar.date(ctx.app.clock.now());
    let mut schedule: Vec<(Option<Date>, Value)> = datasets
        .iter()
        .filter_map(|dataset| scheduled(ctx, dataset, today))
        .collect();
    schedule.sort_by_key(|(due, _)| (due.is_none(), *due));
    Ok(json!({
        "agencies": agencies,
        "waiting": waiting,
        "sent": views(ctx, &sent),
        "dataset_count": schedule.len(),
        "datasets": schedule.into_iter().take(MOST).map(|(_, row)| row).collect::<Vec<_>>(),
    }))
}

fn is_blocked(line: &Line) -> bool {
    let change = ChangeSummary::parse(&line.change_summary);
    line.blocking_count > 0 || change.remarks().iter().any(|(blocks, _)| *blocks)
}

// Who returned it and why.
async fn returned(tx: &mut Tx, line: &Line) -> Result<Option<Value>, Problem> {
    if line.state != State::Returned {
        return Ok(None);
    }
    let history = notes::of(tx, &line.id).await?;
    let last = history
        .into_iter()
        .rev()
        .find(|note| note.action == Action::Return.as_str());
    Ok(last.map(|note| json!({ "by": note.author, "reason": note.body })))
}

// A published dataset with the day its next version is due, by its frequency and its last release.
fn scheduled(ctx: &Ctx, dataset: &Dataset, today: Date) -> Option<(Option<Date>, Value)> {
    let released_at = dataset
        .released_at
        .filter(|_| dataset.version_id.is_some())?;
    let frequency = frequencies::by_code(&dataset.frequency);
    let released = ctx.app.calendar.date(clock::timestamp(released_at));
    let due = frequency.and_then(|frequency| frequency.due_after(released));
    let state = match (frequency, due) {
        (Some(frequency), Some(due)) if today > frequency.grace_until(due) => "late",
        (_, Some(due)) if today >= due => "due",
        (_, Some(_)) => "fresh",
        _ => "none",
    };
    let days_late = due.map_or(0, |due| (today - due).get_days());
    let row = json!({
        "name": dataset.name,
        "title": dataset.title,
        "frequency": frequency.map(|known| words::frequency(ctx.language, &known.code).to_lowercase()),
        "rows": dataset.row_count,
        "number": dataset.version_number,
        "released_at": released_at,
        "due": due.map(|due| format::date(due, ctx.language)),
        "state": state,
        "days_late": days_late,
    });
    Some((due, row))
}

async fn steward(ctx: &Ctx, tx: &mut Tx, actor: &Actor) -> Result<Value, Problem> {
    let claimed = Filter {
        states: vec![State::InReview],
        claimed_by: Some(actor.account_id.clone()),
        ..Filter::default()
    };
    let mine = list::lines(tx, actor, &claimed).await?;
    let asking = Filter {
        exception_asked: true,
        ..Filter::default()
    };
    let asking = list::lines(tx, actor, &asking).await?;
    let free = lines(tx, actor, &[State::Submitted]).await?;
    let ready = lines(tx, actor, &HELD).await?;
    Ok(json!({
        "mine": views(ctx, &mine),
        "asking": views(ctx, &asking),
        "free": free.len(),
        "next": views(ctx, free.get(..free.len().min(3)).unwrap_or_default()),
        "ready": ready.len(),
    }))
}

async fn lines(tx: &mut Tx, actor: &Actor, states: &[State]) -> Result<Vec<Line>, Problem> {
    let filter = Filter {
        states: states.to_vec(),
        ..Filter::default()
    };
    Ok(list::lines(tx, actor, &filter).await?)
}

fn views(ctx: &Ctx, lines: &[Line]) -> Vec<LineView> {
    lines
        .iter()
        .map(|line| view::line(&ctx.app, ctx.language, line))
        .collect()
}
