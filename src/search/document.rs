//! From a public dataset to what the index holds of it.

use super::{Error, lists};
use crate::catalog::public::PublicDataset;
use crate::catalog::usage;
use crate::database::Tx;
use crate::submission::metadata::Openness;
use search_index::{Document, Topic};

/// What a download is worth among views.
const DOWNLOAD: i64 = 5;
/// Years between the ends of a period; a longer one is a slip of the pen.
const LONGEST_PERIOD: i32 = 100;

/// Gathers the document of a public dataset in its published version.
///
/// Errors: [`Error::Catalog`] when stored rows do not parse, [`Error::Database`].
pub(super) async fn of(tx: &mut Tx, found: &PublicDataset) -> Result<Document, Error> {
    let dataset = &found.dataset;
    let metadata = found.version.metadata()?;
    let organization = &found.organization;
    let (views, downloads) = usage::of_dataset(tx, dataset.id.as_str(), "").await?;
    let place = lists::place_in(&dataset.title).map(str::to_owned);
    let is_part = organization.kind == "kecamatan";
    let regions = place.or_else(|| is_part.then(|| organization.title.clone()));
    // Of data that is given out on request only the description is public.
    let (formats, rows) = match metadata.openness {
        Openness::Open => (dataset.formats.as_str(), dataset.row_count),
        Openness::Restricted | Openness::Exempt => ("", 0),
    };
    Ok(Document {
        id: dataset.id.to_string(),
        name: dataset.name.clone(),
        title: dataset.title.clone(),
        description: dataset.description.clone(),
        tags: metadata.tags,
        organization: organization.name.clone(),
        organization_title: organization.title.clone(),
        organization_abbreviation: organization.abbreviation.clone(),
        topics: found
            .topics
            .iter()
            .map(|topic| Topic {
                name: topic.name.clone(),
                title: topic.title.clone(),
            })
            .collect(),
        whole_area: regions.is_none(),
        regions: regions.into_iter().collect(),
        years: years_of(&dataset.period),
        formats: formats
            .split(',')
            .filter(|format| !format.is_empty())
            .map(str::to_owned)
            .collect(),
        licence: dataset.licence.clone(),
        frequency: dataset.frequency.clone(),
        updated_at: dataset.released_at.unwrap_or(0),
        created_at: dataset.first_released_at.unwrap_or(0),
        row_count: u64::try_from(rows).unwrap_or(0),
        popularity: used(views, downloads),
        ..Document::default()
    })
}

#[expect(clippy::cast_precision_loss, reason = "a rank, exact to 2^53")]
fn used(views: i64, downloads: i64) -> f64 {
    views.saturating_add(DOWNLOAD.saturating_mul(downloads)) as f64
}

/// The years that a period names, with all between the ends of a range (`2019-2024`).
fn years_of(period: &str) -> Vec<i32> {
    let numbers = period.split(|c: char| !c.is_ascii_digit());
    let named: Vec<i32> = numbers
        .filter(|number| number.len() == 4)
        .filter_map(|number| number.parse().ok())
        .filter(|year| (1900..2200).contains(year))
        .collect();
    match named[..] {
        [first, last] if first < last && last - first <= LONGEST_PERIOD => (first..=last).collect(),
        _ => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_names_its_years() {
        let cases: [(&str, &[i32]); 6] = [
            ("2024", &[2024]),
            ("2021-2023", &[2021, 2022, 2023]),
            ("TA 2023", &[2023]),
            ("2024-03", &[2024]),
            ("", &[]),
            ("12345", &[]),
        ];
        for (period, years) in cases {
            assert_eq!(years_of(period), years, "{period}");
        }
    }
}
