//! Lists of submissions: the queue, a person's own, an organization's.

use super::{Error, Kind, State, Submission, SubmissionId};
use crate::accounts::{AccountId, Actor, OrganizationId};
use crate::database::{Tx, sql};

/// One line of a list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Line {
    /// Identifier.
    pub id: SubmissionId,
    /// Register number.
    pub number: String,
    /// How it relates to what is published.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// Where it stands.
    #[sqlx(try_from = "String")]
    pub state: State,
    /// Since when (microseconds UTC).
    pub state_at: i64,
    /// Title of the dataset.
    pub title: String,
    /// Name of the dataset.
    pub dataset_name: String,
    /// Abbreviation of the organization.
    pub organization: String,
    /// Name of the organization.
    pub organization_name: String,
    /// Who began it.
    pub author: String,
    /// Who holds the claim.
    pub claimed_by: Option<String>,
    /// Their account.
    pub claimed_by_id: Option<AccountId>,
    /// When it was handed in (microseconds UTC).
    pub submitted_at: Option<i64>,
    /// When the review falls due (microseconds UTC).
    pub due_at: Option<i64>,
    /// When it is to be published (microseconds UTC).
    pub publish_at: Option<i64>,
    /// When anything changed last (microseconds UTC).
    pub updated_at: i64,
    /// What changes, as JSON.
    pub change_summary: String,
    /// Findings that block.
    pub blocking_count: i64,
    /// Findings that warn.
    pub warning_count: i64,
}

/// Which submissions a list holds.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Any of these states; empty: all.
    pub states: Vec<State>,
    /// Of this organization.
    pub organization: Option<OrganizationId>,
    /// Claimed by this person.
    pub claimed_by: Option<AccountId>,
    /// Begun by this person.
    pub author: Option<AccountId>,
    /// Only those that wait for a decision on an exception.
    pub exception_asked: bool,
    /// Most lines.
    pub limit: i64,
    /// Lines to skip.
    pub offset: i64,
}

const LINES: &str = "select s.id, s.number, s.kind, s.state, s.state_at, d.title, d.name as dataset_name,
    o.abbreviation as organization, o.name as organization_name, a.display_name as author, c.display_name as claimed_by, s.claimed_by as claimed_by_id,
    s.submitted_at, s.due_at, s.publish_at, s.updated_at, s.change_summary,
    (select cast(coalesce(sum(f.blocking_count), 0) as bigint) from submission_file f where f.submission_id = s.id) as blocking_count,
    (select cast(coalesce(sum(f.warning_count), 0) as bigint) from submission_file f where f.submission_id = s.id) as warning_count
    from submission s
    join dataset d on d.id = s.dataset_id
    join organization o on o.id = s.organization_id
    join account a on a.id = s.author_id
    left join account c on c.id = s.claimed_by
    where ($1 = '' or s.organization_id = $1) and ($2 = '' or s.claimed_by = $2) and ($3 = '' or s.author_id = $3)
    and ({asked})
    and s.state in ({list})
    and ({visible})
    order by case when s.due_at is null then 1 else 0 end, s.due_at, s.updated_at desc, s.id";

// The state is asked for as well: a request stays behind in what was sent or cancelled since.
const ASKED: &str = "s.state in ('draft', 'returned') and exists (select 1 from privacy_exception e
    where e.submission_id = s.id and e.state = 'asked')";

/// Submissions that the actor may know of, by what falls due first.
pub async fn lines(tx: &mut Tx, actor: &Actor, filter: &Filter) -> Result<Vec<Line>, Error> {
    let states = if filter.states.is_empty() {
        State::ALL.to_vec()
    } else {
        filter.states.clone()
    };
    let own: Vec<String> = actor
        .grants
        .iter()
        .filter(|grant| grant.role.is_within_organization())
        .filter_map(|grant| grant.organization_id.as_ref().map(ToString::to_string))
        .collect();
    let first_own = 4 + states.len();
    let all = if actor.sees_all_submissions() {
        "s.submitted_at is not null and s.state not in ('draft', 'cancelled')"
    } else {
        "1 = 0"
    };
    // A draft is shown to stewards while it asks for an exception.
    let drafts = if actor.is_steward() { ASKED } else { "1 = 0" };
    let asked = if filter.exception_asked {
        ASKED
    } else {
        "1 = 1"
    };
    let mine = if own.is_empty() {
        "1 = 0".to_owned()
    } else {
        format!(
            "s.organization_id in ({})",
            sql::markers(first_own, own.len())
        )
    };
    let page = first_own + own.len();
    let text = LINES
        .replace("{list}", &sql::markers(4, states.len()))
        .replace("{asked}", asked)
        .replace("{visible}", &format!("({all}) or ({drafts}) or ({mine})"));
    let text = format!("{text} limit ${page} offset ${}", page + 1);
    let text_of = |id: Option<&str>| id.unwrap_or("").to_owned();
    let mut query = sqlx::query_as(sqlx::AssertSqlSafe(text))
        .bind(text_of(
            filter.organization.as_ref().map(OrganizationId::as_str),
        ))
        .bind(text_of(filter.claimed_by.as_ref().map(AccountId::as_str)))
        .bind(text_of(filter.author.as_ref().map(AccountId::as_str)));
    for state in &states {
        query = query.bind(state.as_str());
    }
    for organization in own {
        query = query.bind(organization);
    }
    let limit = if filter.limit <= 0 {
        200
    } else {
        filter.limit.min(1000)
    };
    Ok(query
        .bind(limit)
        .bind(filter.offset.max(0))
        .fetch_all(&mut **tx)
        .await?)
}

/// When a submission was handed in and decided.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct Decided {
    /// When it was handed in last (microseconds UTC).
    pub submitted_at: i64,
    /// When it was decided (microseconds UTC).
    pub decided_at: i64,
}

/// Decisions since a moment, for the service times; those handed in again since are counted when decided again.
pub async fn decided_since(tx: &mut Tx, since: jiff::Timestamp) -> Result<Vec<Decided>, Error> {
    Ok(sqlx::query_as(
        "select submitted_at, decided_at from submission
         where decided_at >= $1 and submitted_at is not null and submitted_at <= decided_at
         order by decided_at desc, id limit 10000",
    )
    .bind(crate::database::clock::micros(since))
    .fetch_all(&mut **tx)
    .await?)
}

/// Submissions whose time of publication has come.
pub async fn due_for_publication(
    tx: &mut Tx,
    now: jiff::Timestamp,
) -> Result<Vec<Submission>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{} where state = 'scheduled' and publish_at <= $1 order by publish_at, id limit 100",
        super::record::SELECT
    )))
    .bind(crate::database::clock::micros(now))
    .fetch_all(&mut **tx)
    .await?)
}
