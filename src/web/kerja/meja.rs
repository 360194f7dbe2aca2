//! `/kerja`: what waits for me, what have I sent and where is it.

use super::view::{self, LineView};
use crate::http::problem::Problem;
use crate::submission::State;
use crate::submission::list::{self, Filter};
use crate::web::page::Ctx;
use axum::response::Response;
use serde_json::json;

/// The desk.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let app = &ctx.app;
    let mut tx = app.database.begin_read().await?;
    let view = |lines: Vec<list::Line>| -> Vec<LineView> {
        lines
            .iter()
            .map(|line| view::line(app, ctx.language, line))
            .collect()
    };
    let mut waiting = Vec::new();
    let mut sent = Vec::new();
    if actor.organizations().next().is_some() {
        let open = Filter {
            states: vec![State::Draft, State::Returned],
            ..Filter::default()
        };
        let own: Vec<String> = actor.organizations().map(ToString::to_string).collect();
        let lines = list::lines(&mut tx, actor, &open).await?;
        waiting.extend(view(lines));
        let under_way = Filter {
            states: vec![
                State::Checking,
                State::AwaitingEndorsement,
                State::Submitted,
                State::InReview,
                State::Approved,
                State::Scheduled,
                State::Released,
                State::Rejected,
            ],
            limit: 50,
            ..Filter::default()
        };
        let _ = own;
        let mut lines = list::lines(&mut tx, actor, &under_way).await?;
        lines.sort_by_key(|line| std::cmp::Reverse(line.updated_at));
        sent.extend(view(lines));
    }
    let mut mine = Vec::new();
    let mut free = 0;
    if actor.is_steward() {
        let claimed = Filter {
            states: vec![State::InReview],
            claimed_by: Some(actor.account_id.clone()),
            ..Filter::default()
        };
        mine = view(list::lines(&mut tx, actor, &claimed).await?);
        let unclaimed = Filter {
            states: vec![State::Submitted],
            ..Filter::default()
        };
        free = list::lines(&mut tx, actor, &unclaimed).await?.len();
    }
    let now = crate::database::clock::micros(app.clock.now());
    let context = json!({ "waiting": waiting, "sent": sent, "mine": mine, "free": free, "now": now, "name": actor.display_name });
    ctx.html("kerja/meja.html", context).await
}
