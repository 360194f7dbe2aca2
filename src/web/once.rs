//! Forms that act once, however often they are sent.
//!
//! Such a form carries a fresh `once`. The key is made of it, the address and all that was typed: a double click or
//! a reload leads to where the first sending led, and going back to type something else acts anew.

use super::page::{Ctx, Fields};
use crate::accounts::{idempotency, secrets};
use crate::database::Tx;
use crate::http::problem::Problem;

/// The key of one sending of a form; a form without `once` acts each time.
#[derive(Debug)]
pub struct Once(Option<String>);

impl Once {
    /// The key of a form with these fields.
    pub fn of(ctx: &Ctx, fields: &Fields) -> Self {
        let typed = fields.0.iter().filter(|(name, _)| name != "csrf");
        let typed: Vec<&str> = typed.flat_map(|(name, value)| [&**name, value]).collect();
        Self::new(ctx, fields.raw("once"), &typed)
    }

    /// The key of a form with this `once` and whatever tells its content.
    pub fn new(ctx: &Ctx, once: &str, content: &[&str]) -> Self {
        if once.is_empty() {
            return Self(None);
        }
        let mut whole = vec![format!("{once} {}", ctx.path)];
        whole.extend(content.iter().map(|text| format!("{}:{text}", text.len())));
        Self(Some(secrets::hash(&whole.join(" "))))
    }

    /// Where the same sending led before; after `None` the caller acts and calls [`Once::led_to`].
    pub async fn earlier(&self, tx: &mut Tx, ctx: &Ctx) -> Result<Option<String>, Problem> {
        match &self.0 {
            Some(key) => {
                let now = ctx.app.clock.now();
                Ok(idempotency::take(tx, ctx.actor()?, key, now).await?)
            }
            None => Ok(None),
        }
    }

    /// Keeps where this sending leads.
    pub async fn led_to(&self, tx: &mut Tx, ctx: &Ctx, address: &str) -> Result<(), Problem> {
        if let Some(key) = &self.0 {
            idempotency::keep(tx, ctx.actor()?, key, address).await?;
        }
        Ok(())
    }
}
