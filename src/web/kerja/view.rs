//! View models that the work pages share.

use crate::app::App;
use crate::database::clock;
use crate::error::Message;
use crate::review::ChangeSummary;
use crate::submission::State;
use crate::submission::list::Line;
use crate::web::i18n::Language;
use serde::Serialize;
use serde_json::{Value, json};

/// A clock as its macro draws it.
#[derive(Debug, Clone, Serialize)]
pub struct ClockView {
    /// `ok`, `warn`, `bad`.
    pub look: &'static str,
    /// Working time left or overrun, in words.
    pub words: String,
    /// When it falls due (microseconds UTC).
    pub due_at: i64,
    /// Share of the time used, per cent.
    pub used: i64,
}

/// The clock of a review, while it runs.
pub fn clock_view(
    app: &App,
    language: Language,
    state: State,
    since: Option<i64>,
    due_at: Option<i64>,
) -> Option<ClockView> {
    let due_at = due_at.filter(|_| state.clock_runs())?;
    let since = clock::timestamp(since.unwrap_or(due_at));
    let work = app
        .calendar
        .clock(since, clock::timestamp(due_at), app.clock.now());
    let look = match (work.is_overdue, work.is_soon()) {
        (true, _) => "bad",
        (false, true) => "warn",
        (false, false) => "ok",
    };
    let id = match (work.is_overdue, work.days > 0) {
        (false, true) => "clock-left-days",
        (false, false) => "clock-left-hours",
        (true, true) => "clock-over-days",
        (true, false) => "clock-over-hours",
    };
    let message = Message::new(id)
        .with("days", work.days)
        .with("hours", work.hours)
        .with("minutes", work.minutes);
    Some(ClockView {
        look,
        words: language.text(&message),
        due_at,
        used: work.used_percent,
    })
}

/// One line of a list of submissions.
#[derive(Debug, Clone, Serialize)]
pub struct LineView {
    /// Identifier.
    pub id: String,
    /// Register number.
    pub number: String,
    /// Title of the dataset.
    pub title: String,
    /// Name of the dataset in addresses.
    pub dataset: String,
    /// Abbreviation of the organization.
    pub organization: String,
    /// Stored name of the kind.
    pub kind: &'static str,
    /// Stored name of the state.
    pub state: &'static str,
    /// Whether the producer may change it now.
    pub is_editable: bool,
    /// Whether nobody has claimed it.
    pub is_free: bool,
    /// The clock.
    pub clock: Option<ClockView>,
    /// What changes.
    pub change: ChangeView,
    /// Findings that block.
    pub blocking: i64,
    /// Findings that warn.
    pub warnings: i64,
    /// Who holds the claim.
    pub holder: Option<String>,
    /// Who began it.
    pub author: String,
    /// Since when it is in its state.
    pub state_at: i64,
    /// When anything changed last.
    pub updated_at: i64,
    /// When it is to be published.
    pub publish_at: Option<i64>,
}

/// Figures of a change.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// Rows added.
    pub added: u64,
    /// Rows removed.
    pub removed: u64,
    /// Rows changed.
    pub changed: u64,
    /// Five parts in the shares of the three (`a`, `c`, `d`); empty when nothing changes.
    pub bar: Vec<&'static str>,
}

impl From<&ChangeSummary> for ChangeView {
    fn from(summary: &ChangeSummary) -> Self {
        Self {
            added: summary.added,
            removed: summary.removed,
            changed: summary.changed,
            bar: bar(summary),
        }
    }
}

const BAR_PARTS: u64 = 5;

// Whatever occurs at all gets one part at least; the largest gets what is left.
fn bar(summary: &ChangeSummary) -> Vec<&'static str> {
    let mut shares = [
        ("a", summary.added, 0),
        ("c", summary.changed, 0),
        ("d", summary.removed, 0),
    ];
    let total: u64 = shares.iter().map(|(_, rows, _)| rows).sum();
    if total == 0 {
        return Vec::new();
    }
    for (_, rows, parts) in &mut shares {
        if *rows > 0 {
            *parts = (rows.saturating_mul(BAR_PARTS) / total).max(1);
        }
    }
    let given: u64 = shares.iter().map(|(_, _, parts)| parts).sum();
    if let Some((_, _, parts)) = shares.iter_mut().max_by_key(|(_, rows, _)| *rows) {
        *parts = (*parts + BAR_PARTS).saturating_sub(given);
    }
    shares
        .iter()
        .flat_map(|(class, _, parts)| (0..*parts).map(|_| *class))
        .collect()
}

/// The view of a line.
pub fn line(app: &App, language: Language, line: &Line) -> LineView {
    LineView {
        id: line.id.to_string(),
        number: line.number.clone(),
        title: line.title.clone(),
        dataset: line.dataset_name.clone(),
        organization: line.organization.clone(),
        kind: line.kind.as_str(),
        state: line.state.as_str(),
        is_editable: line.state.is_editable(),
        is_free: line.state == State::Submitted && line.claimed_by.is_none(),
        clock: clock_view(app, language, line.state, line.submitted_at, line.due_at),
        change: ChangeView::from(&ChangeSummary::parse(&line.change_summary)),
        blocking: line.blocking_count,
        warnings: line.warning_count,
        holder: line.claimed_by.clone(),
        author: line.author.clone(),
        state_at: line.state_at,
        updated_at: line.updated_at,
        publish_at: line.publish_at,
    }
}

/// What stood in the way of, or is to be known about, putting an update together with the published table.
pub fn remarks(language: Language, summary: &ChangeSummary) -> Vec<Value> {
    let remarks = summary.remarks().into_iter();
    remarks
        .map(|(is_blocking, message)| json!({ "is_blocking": is_blocking, "text": language.text(&message) }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(added: u64, changed: u64, removed: u64) -> String {
        let summary = ChangeSummary {
            added,
            removed,
            changed,
            ..ChangeSummary::default()
        };
        bar(&summary).concat()
    }

    #[test]
    fn the_bar_has_five_parts_and_shows_even_the_smallest_share() {
        assert_eq!(parts(0, 0, 0), "");
        assert_eq!(parts(14, 0, 0), "aaaaa");
        assert_eq!(parts(18, 6, 0), "aaaac");
        assert_eq!(parts(412, 1288, 9), "acccd");
        assert_eq!(parts(1, 1, 1), "acddd");
    }
}
