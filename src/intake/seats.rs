//! Which resource a file becomes, and what it takes over from the file in whose stead it comes: title, description
//! and what was overruled of the reading.

use super::drafts::{Arrival, catalog_error};
use super::inspections::{self, Part};
use super::{names, readings};
use crate::catalog::{ResourceId, version};
use crate::database::Tx;
use crate::inspection::Reading;
use crate::submission::files::{self, File};
use crate::submission::seats::{self, Seat};
use crate::submission::{Error, Submission};
use jiff::Timestamp;

/// The file that one of the same name takes the place of; `None` when it is another, or several have the name.
///
/// Only what was read can be mended: until then two files of one name are two files.
pub(super) fn mended<'a>(
    arrival: &Arrival,
    file_name: &str,
    present: &'a [File],
) -> Option<&'a File> {
    let mut same = present.iter().filter(|known| known.file_name == file_name);
    let only = same.next().filter(|_| same.next().is_none())?;
    (only.inspected_at.is_some() && arrival.reading.is_none()).then_some(only)
}

/// The place of a file that arrives in a draft, beside those that are `present`.
///
/// That of a file of the same name that was taken out; that of the published resource of its title or file name; that
/// of the only file that was taken out; that of the only published resource; otherwise a new one.
pub(super) async fn find(
    tx: &mut Tx,
    submission: &Submission,
    present: &[File],
    arrival: &Arrival,
    file_name: &str,
) -> Result<Seat, Error> {
    let published = published(tx, submission).await?;
    let mut left = seats::left(tx, &submission.id).await?;
    left.retain(|seat| is_free(seat, present));
    let mut open = published.clone();
    open.retain(|seat| is_free(seat, present) && !holds(&left, seat));

    let given = arrival.name.as_deref().map(str::trim);
    let given = given.filter(|name| !name.is_empty());
    let own = given.map_or_else(|| names::title(file_name), str::to_owned);
    let again = left.iter().find(|seat| seat.file_name == file_name);
    let named = |seat: &&Seat| seat.name == own || seat.file_name == file_name;
    let known = |seat: &&Seat| holds(&published, seat) && named(seat);
    let heir_of = again.or_else(|| left.iter().find(known));
    let updated = open.iter().find(named);
    if let Some(seat) = heir_of.or_else(|| only(&left).filter(|_| updated.is_none())) {
        let mut seat = inherited(seat);
        if !keeps_title(submission, &published, &seat, &own) {
            seat.name = own;
        }
        seats::take(tx, &submission.id, &seat.resource_id).await?;
        return Ok(seat);
    }
    let updated = updated.or_else(|| only(&open).filter(|_| published.len() == 1));
    match updated {
        Some(seat) => Ok(Seat {
            reading: readings::encode(
                &readings::remembered(tx, submission, &seat.resource_id).await?,
            ),
            ..seat.clone()
        }),
        None => Ok(fresh(own, file_name)),
    }
}

/// The place of another sheet or table of a file: that of the published resource that came of this part last time, or
/// has its title; otherwise a new one.
pub(super) async fn of_part(
    tx: &mut Tx,
    submission: &Submission,
    present: &[File],
    part: Part<'_>,
    title: String,
) -> Result<Seat, Error> {
    let published = published(tx, submission).await?;
    for seat in published.iter().filter(|seat| is_free(seat, present)) {
        let last = readings::remembered(tx, submission, &seat.resource_id).await?;
        let is_named = last.sheet.is_some() || last.table.is_some();
        if is_named && part.is_read_by(&last) || seat.name == title {
            return Ok(seat.clone());
        }
    }
    Ok(fresh(title, ""))
}

fn fresh(name: String, file_name: &str) -> Seat {
    Seat {
        resource_id: ResourceId::new(),
        file_name: file_name.to_owned(),
        name,
        description: String::new(),
        reading: readings::encode(&Reading::default()),
    }
}

/// What a file takes over from the one in whose stead it comes.
fn inherited(old: &Seat) -> Seat {
    let before: Reading = serde_json::from_str(&old.reading).unwrap_or_default();
    let mut reading = before.lasting();
    reading.is_remembered = reading != Reading::default();
    Seat {
        reading: readings::encode(&reading),
        ..old.clone()
    }
}

// The title that was only made of a file's name is that of the next one only where people know it already, or where
// the next one is called much the same: who took the wrong file first wants none of its name.
fn keeps_title(submission: &Submission, published: &[Seat], seat: &Seat, own: &str) -> bool {
    let words = |title: &str| title.to_lowercase();
    let (before, after) = (words(&seat.name), words(own));
    let before: Vec<&str> = before.split_whitespace().collect();
    let again = after
        .split_whitespace()
        .filter(|word| before.contains(word))
        .count();
    submission.submitted_at.is_some()
        || holds(published, seat)
        || seat.name != names::title(&seat.file_name)
        || again * 2 >= before.len()
}

/// What the file of the same name takes over.
pub(super) fn taken_over(old: &File) -> Seat {
    inherited(&Seat::of(old))
}

/// Gives the place of a file that was taken out to the one that mends it, or keeps it for one that comes.
///
/// The one file that came after the old one was read is the mended one under another name.
pub(super) async fn pass_on(
    tx: &mut Tx,
    submission: &Submission,
    gone: &File,
    now: Timestamp,
) -> Result<(), Error> {
    let published = published(tx, submission).await?;
    let present = files::of(tx, &submission.id).await?;
    let mends = |file: &&File| {
        let came_after = gone.inspected_at.is_some_and(|at| at <= file.created_at);
        came_after && file.blob != gone.blob && !holds(&published, &Seat::of(file))
    };
    let heirs: Vec<&File> = present.iter().filter(mends).collect();
    let [heir] = heirs.as_slice() else {
        return match gone.inspected_at {
            Some(_) => seats::leave(tx, &submission.id, &Seat::of(gone)).await,
            None => Ok(()),
        };
    };
    let mut seat = inherited(&Seat::of(gone));
    if !keeps_title(submission, &published, &seat, &heir.name) {
        seat.name.clone_from(&heir.name);
    }
    files::set_resource(tx, &heir.id, &seat.resource_id).await?;
    files::set_names(tx, &heir.id, &seat.name, &seat.description).await?;
    let own: Reading = serde_json::from_str(&heir.reading).unwrap_or_default();
    if own == Reading::default() {
        files::set_reading(tx, &heir.id, &seat.reading).await?;
        inspections::queue(tx, &heir.id, now).await?;
    }
    Ok(())
}

// The resources of the version that a draft changes.
async fn published(tx: &mut Tx, submission: &Submission) -> Result<Vec<Seat>, Error> {
    let Some(base) = &submission.base_version_id else {
        return Ok(Vec::new());
    };
    let known = version::resources(tx, base).await.map_err(catalog_error)?;
    let seat = |known: version::VersionResource| Seat {
        resource_id: known.resource_id,
        file_name: known.file_name,
        name: known.name,
        description: known.description,
        reading: String::new(),
    };
    Ok(known.into_iter().map(seat).collect())
}

fn is_free(seat: &Seat, present: &[File]) -> bool {
    present
        .iter()
        .all(|file| file.resource_id != seat.resource_id)
}

fn holds(seats: &[Seat], wanted: &Seat) -> bool {
    seats
        .iter()
        .any(|seat| seat.resource_id == wanted.resource_id)
}

fn only(seats: &[Seat]) -> Option<&Seat> {
    match seats {
        [only] => Some(only),
        _ => None,
    }
}
