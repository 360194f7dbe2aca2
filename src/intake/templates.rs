//! What the mark of a template says, against the dataset as it is published now.

use super::drafts::catalog_error;
use crate::catalog::{ResourceId, dataset, public, version};
use crate::database::Tx;
use crate::inspection::report::MadeFrom;
use crate::inspection::{Finding, Level, Reading, Report};
use crate::jobs::Tools;
use crate::submission::files::{self, File};
use crate::submission::{Error, Kind, Submission, record};
use crate::workbook::Fill;

/// Adds what is odd about the template that a file was made from: another dataset, an older version, another way.
pub(super) async fn judge(
    tools: &Tools<'_>,
    file: &File,
    report: &mut Report,
) -> Result<(), Error> {
    let Some(made_from) = &report.template else {
        return Ok(());
    };
    let mut tx = tools.database.begin_read().await?;
    let submission = record::by_id(&mut tx, &file.submission_id).await?;
    let found = findings(&mut tx, &submission, made_from).await?;
    report.findings.extend(found);
    report.findings.sort_by_key(|finding| finding.level);
    Ok(())
}

async fn findings(
    tx: &mut Tx,
    submission: &Submission,
    made_from: &MadeFrom,
) -> Result<Vec<Finding>, Error> {
    let warning = |code: &str, value: &str, expected: String| Finding {
        value: value.to_owned(),
        expected,
        ..Finding::new(code, Level::Warning)
    };
    if submission.dataset_id.as_str() != made_from.dataset {
        // A mark can name anything; only what is public has a title to tell.
        let other = public::dataset(tx, &made_from.dataset, None).await;
        let title = other.map(|other| other.dataset.title).unwrap_or_default();
        return Ok(vec![warning("template_foreign", "", title)]);
    }
    let mut findings = Vec::new();
    let known = dataset::by_id(tx, &submission.dataset_id).await;
    let known = known.map_err(catalog_error)?;
    let newest = known.version_id.as_ref().map(ToString::to_string);
    if newest.as_ref() != Some(&made_from.version) {
        let number = known.version_number.unwrap_or(0).to_string();
        let own = made_from.number.to_string();
        findings.push(warning("template_older", &own, number));
    }
    let fits = match submission.kind {
        Kind::Append => Fill::Next,
        Kind::Replace | Kind::Correct => Fill::All,
        Kind::New | Kind::Metadata => return Ok(findings),
    };
    if made_from.fill != fits.as_str() {
        let fill = &made_from.fill;
        findings.push(warning("template_other_way", fill, String::new()));
    }
    Ok(findings)
}

/// Gives the file the resource that its template was made for, and drops what was remembered of the file before.
pub(super) async fn settle(
    tx: &mut Tx,
    submission: &Submission,
    file: &File,
    made_from: &MadeFrom,
) -> Result<(), Error> {
    let reading: Reading = serde_json::from_str(&file.reading).unwrap_or_default();
    if reading.is_remembered {
        files::forget_reading(tx, &file.id).await?;
    }
    let Ok(wanted) = ResourceId::parse(&made_from.resource) else {
        return Ok(());
    };
    let present = files::of(tx, &submission.id).await?;
    let is_taken = present.iter().any(|other| other.resource_id == wanted);
    let Some(base) = submission.base_version_id.as_ref().filter(|_| !is_taken) else {
        return Ok(());
    };
    let known = version::resources(tx, base).await.map_err(catalog_error)?;
    if let Some(known) = known.iter().find(|known| known.resource_id == wanted) {
        files::set_resource(tx, &file.id, &wanted).await?;
        files::set_names(tx, &file.id, &known.name, &known.description).await?;
    }
    Ok(())
}
