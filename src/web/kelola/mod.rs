//! `/kelola`: people, organizations, topics and code lists, for administrators.

pub mod kode;
pub mod orang;
pub mod organisasi;
pub mod topik;

use crate::accounts::Error;
use crate::database::Tx;
use crate::error::{Failure, Kind};
use crate::http::problem::{self, Problem};
use crate::web::page::{Ctx, ErrorView};
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

/// The front page of administration.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    ctx.html("kelola/index.html", json!({})).await
}

// The parts check each act; the pages themselves say no before they list anything.
fn require(ctx: &Ctx) -> Result<(), Problem> {
    if ctx.actor()?.is_admin() {
        Ok(())
    } else {
        Err(Error::Forbidden.into())
    }
}

/// A form as it is shown: fresh, or again with what is to be mended.
struct Form<D> {
    status: StatusCode,
    errors: Vec<ErrorView>,
    draft: D,
}

impl<D> Form<D> {
    /// A form that nobody has sent yet.
    fn fresh(draft: D) -> Self {
        Self {
            status: StatusCode::OK,
            errors: Vec::new(),
            draft,
        }
    }
}

/// Commits what was done to a draft. What can be mended becomes the form to show again; any other failure is the page's.
async fn settle<T, D, E>(
    ctx: &Ctx,
    tx: Tx,
    draft: D,
    done: Result<T, E>,
) -> Result<Result<T, Form<D>>, Problem>
where
    E: Failure + Into<Problem>,
{
    match done {
        Ok(value) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            Ok(Ok(value))
        }
        Err(error) if error.kind() == Kind::Invalid => Ok(Err(Form {
            status: problem::status(error.kind()),
            errors: ctx.errors(&error),
            draft,
        })),
        Err(error) => Err(error.into()),
    }
}
