//! Pages of the stored difference of a submission's file.

use super::table::{self, ChangeKind, ChangePage, Difference};
use crate::lanes::Lanes;
use crate::storage::Storage;
use crate::submission::{Error, File};

/// Rows of one page.
pub const PAGE_ROWS: u64 = 50;

/// The difference of a file and a page of its changed rows; `None` when there was nothing to compare with.
pub async fn page(
    storage: &Storage,
    lanes: &Lanes,
    file: &File,
    kind: Option<ChangeKind>,
    limit: u64,
    offset: u64,
) -> Result<Option<(Difference, ChangePage)>, Error> {
    let Some(blob) = &file.difference_blob else {
        return Ok(None);
    };
    let local = storage.local(blob).await?;
    let difference = table::stored(lanes, local.path()).await?;
    let page = table::changes(lanes, local.path(), kind, limit, offset).await?;
    Ok(Some((difference, page)))
}
