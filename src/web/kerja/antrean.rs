//! `/kerja/antrean`: the review queue, sorted by what falls due.

use super::meja::HELD;
use super::view::{self, LineView};
use crate::accounts::{Actor, Role};
use crate::app::App;
use crate::catalog::names::fold;
use crate::database::{Tx, clock};
use crate::error::Message;
use crate::http::problem::Problem;
use crate::submission::list::{self, Decided, Filter, Line};
use crate::submission::state::Refusal;
use crate::submission::{Error, Kind, State};
use crate::web::page::Ctx;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What waits for a decision.
const WAITING: [State; 4] = [
    State::AwaitingEndorsement,
    State::Submitted,
    State::InReview,
    State::AwaitingAuthority,
];

/// Over how many days the service times are counted.
const SERVICE_DAYS: i64 = 30;

/// The queue; `?tampilan=` saya, bebas, kembali, tahan; `?q=` words, `?opd=`, `?jenis=`, `?temuan=` bersih, peringatan.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let endorses = actor.grants.iter().any(|g| g.role == Role::Endorser);
    if !actor.sees_all_submissions() && !endorses {
        return Err(Error::Refused(Refusal::NotYourRole).into());
    }
    let app = &ctx.app;
    let now = app.clock.now();
    let mut tx = app.database.begin_read().await?;
    let waiting = lines(&mut tx, actor, &WAITING).await?;
    let returned = lines(&mut tx, actor, &[State::Returned]).await?;
    let held = lines(&mut tx, actor, &HELD).await?;
    let service = if actor.sees_all_submissions() {
        let since = now - SignedDuration::from_hours(24 * SERVICE_DAYS);
        let decided = list::decided_since(&mut tx, since).await?;
        service(&ctx, &decided, now)
    } else {
        Value::Null
    };
    drop(tx);
    let counts = counts(app, actor, &waiting, &returned, &held, now);
    let shown = ctx.param("tampilan").unwrap_or_default();
    let chosen: Vec<Line> = match shown.as_str() {
        "saya" => waiting.into_iter().filter(|l| is_of(l, actor)).collect(),
        "bebas" => waiting.into_iter().filter(is_free).collect(),
        "kembali" => returned,
        "tahan" => held,
        _ => waiting,
    };
    let wanted = Wanted::of(&ctx);
    let agencies: BTreeSet<&str> = chosen.iter().map(|l| l.organization.as_str()).collect();
    let views: Vec<LineView> = chosen
        .iter()
        .filter(|line| wanted.fits(line))
        .map(|line| view::line(app, ctx.language, line))
        .collect();
    let context = json!({
        "lines": views,
        "unfiltered": chosen.len(),
        "counts": counts,
        "service": service,
        "shown": shown,
        "wanted": wanted.view(),
        "agencies": agencies,
        "kinds": Kind::ALL,
        "now": clock::micros(now),
        "me": actor.display_name,
    });
    ctx.html("kerja/antrean.html", context).await
}

async fn lines(tx: &mut Tx, actor: &Actor, states: &[State]) -> Result<Vec<Line>, Problem> {
    let filter = Filter {
        states: states.to_vec(),
        limit: 1000,
        ..Filter::default()
    };
    Ok(list::lines(tx, actor, &filter).await?)
}

fn is_of(line: &Line, actor: &Actor) -> bool {
    line.claimed_by_id.as_ref() == Some(&actor.account_id)
}

fn is_free(line: &Line) -> bool {
    line.claimed_by.is_none()
}

fn counts(
    app: &App,
    actor: &Actor,
    waiting: &[Line],
    returned: &[Line],
    held: &[Line],
    now: Timestamp,
) -> Value {
    let today = app.calendar.date(now);
    let due = |line: &&Line| line.due_at.map(clock::timestamp);
    let is_today = |at: Timestamp| app.calendar.date(at) == today && at >= now;
    let number = |fits: &dyn Fn(&&Line) -> bool| waiting.iter().filter(|line| fits(line)).count();
    json!({
        "all": waiting.len(),
        "mine": number(&|line| is_of(line, actor)),
        "free": number(&|line| is_free(line)),
        "returned": returned.len(),
        "held": held.len(),
        "due_today": number(&|line| due(line).is_some_and(is_today)),
        "overdue": number(&|line| due(line).is_some_and(|at| at < now)),
    })
}

// How many were decided today and this week, how long it took, and how many within the standard.
fn service(ctx: &Ctx, decided: &[Decided], now: Timestamp) -> Value {
    let calendar = &ctx.app.calendar;
    let today = calendar.date(now);
    let week = now - SignedDuration::from_hours(24 * 7);
    let at = |line: &Decided| clock::timestamp(line.decided_at);
    let since = |line: &Decided| clock::timestamp(line.submitted_at);
    let minutes: i64 = decided
        .iter()
        .map(|line| calendar.minutes_between(since(line), at(line)))
        .sum();
    let on_time = decided
        .iter()
        .filter(|line| at(line) <= calendar.review_due(since(line)))
        .count();
    let all = decided.len();
    json!({
        "today": decided.iter().filter(|line| calendar.date(at(line)) == today).count(),
        "week": decided.iter().filter(|line| at(line) >= week).count(),
        "mean": i64::try_from(all).ok().filter(|all| *all > 0).map(|all| worked(ctx, minutes / all)),
        "on_time": (on_time * 100).checked_div(all),
        "days": SERVICE_DAYS,
    })
}

fn worked(ctx: &Ctx, minutes: i64) -> String {
    let day = ctx.app.calendar.minutes_of_day();
    let id = match minutes {
        ..60 => "worked-minutes",
        _ if minutes < day => "worked-hours",
        _ => "worked-days",
    };
    let message = Message::new(id)
        .with("days", minutes / day)
        .with("hours", minutes % day / 60)
        .with("minutes", minutes % day % 60);
    ctx.text(&message)
}

// What the person looks for among the lines.
struct Wanted {
    words: String,
    agency: String,
    kind: String,
    findings: String,
}

impl Wanted {
    fn of(ctx: &Ctx) -> Self {
        let param = |name| ctx.param(name).unwrap_or_default();
        Self {
            words: param("q"),
            agency: param("opd"),
            kind: param("jenis"),
            findings: param("temuan"),
        }
    }

    fn fits(&self, line: &Line) -> bool {
        let text = format!(
            "{} {} {} {}",
            line.title, line.number, line.organization, line.organization_name
        );
        let has_findings = line.warning_count + line.blocking_count > 0;
        let fits_findings = match self.findings.as_str() {
            "bersih" => !has_findings,
            "peringatan" => has_findings,
            _ => true,
        };
        let is = |wanted: &str, given: &str| wanted.is_empty() || wanted == given;
        fold(&text).contains(&fold(&self.words))
            && is(&self.agency, &line.organization)
            && is(&self.kind, line.kind.as_str())
            && fits_findings
    }

    fn view(&self) -> Value {
        let all = [&self.words, &self.agency, &self.kind, &self.findings];
        json!({
            "words": self.words,
            "agency": self.agency,
            "kind": self.kind,
            "findings": self.findings,
            "any": all.iter().any(|text| !text.is_empty()),
        })
    }
}
