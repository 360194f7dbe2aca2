//! `lumbung token`: API tokens.

use super::{Common, existing, say};
use crate::accounts::{people, tokens};
use crate::database::Clock;
use anyhow::Context;
use clap::Subcommand;
use jiff::SignedDuration;

#[derive(Debug, Subcommand)]
pub(super) enum Options {
    /// Make a token and print it alone on stdout; it can't be shown again.
    Create {
        /// Whose token.
        #[arg(long)]
        user: String,
        /// `read` or `read,write`.
        #[arg(long, default_value = "read")]
        scope: String,
        /// When it ends: a number with d, h or m (`30d`); default: never.
        #[arg(long)]
        expires: Option<String>,
        /// What to call it.
        #[arg(long, default_value = "command line")]
        name: String,
    },
}

pub(super) async fn run(common: Common, options: Options) -> anyhow::Result<()> {
    let settings = common.settings()?;
    let Options::Create {
        user,
        scope,
        expires,
        name,
    } = options;
    let scopes = tokens::parse_scopes(&scope).context("--scope: expected read or read,write")?;
    let now = Clock::system().now();
    let expires = expires.as_deref().map(parse_span).transpose()?;
    let expires = expires.map(|span| now.checked_add(span)).transpose()?;
    let database = existing(&settings).await?;
    let mut tx = database.begin().await?;
    let owner = people::actor_by_name(&mut tx, &user)
        .await
        .context("--user: no such person")?;
    let token = tokens::create(&mut tx, &owner, &name, scopes, expires, now).await?;
    tx.commit().await?;
    say(token);
    Ok(())
}

fn parse_span(text: &str) -> anyhow::Result<SignedDuration> {
    let wrong = || format!("--expires: expected a number with d, h or m, not {text:?}");
    let unit = text.chars().last().with_context(wrong)?;
    let number: i64 = text.trim_end_matches(unit).parse().with_context(wrong)?;
    let hours = match unit {
        'd' => number.checked_mul(24),
        'h' => Some(number),
        'm' => return Ok(SignedDuration::from_mins(number)),
        _ => None,
    };
    Ok(SignedDuration::from_hours(hours.with_context(wrong)?))
}
