//! Actions that read datasets, resources, keywords and licences.

use super::envelope::{Error, Outcome};
use super::package;
use super::parameters::Parameters;
use crate::app::App;
use crate::catalog::gather::{self, FileDates};
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::{self, ResourceId};
use crate::database::Tx;
use crate::search::{Facet, FacetRequest, Query, Scope};
use crate::standards::licences;
use serde_json::{Value, json};

/// Most datasets of one answer.
pub(super) const MOST: u64 = 1_000;
/// Most keywords that are listed.
const MOST_TAGS: usize = 10_000;

/// `package_list`: names of public datasets.
pub(super) async fn package_list(app: &App, parameters: &Parameters) -> Result<Outcome, Error> {
    let limit = match parameters.natural("limit")? {
        None | Some(0) => i64::MAX,
        Some(limit) => signed(limit),
    };
    let offset = signed(parameters.natural("offset")?.unwrap_or(0));
    let mut tx = app.database.begin_read().await?;
    Ok(json!(public::names(&mut tx, limit, offset).await?).into())
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// `package_show`.
pub(super) async fn package_show(
    app: &App,
    site: &str,
    parameters: &Parameters,
) -> Result<Outcome, Error> {
    let name = parameters
        .required("id", "name_or_id")
        .map_err(|_| Error::missing("name_or_id"))?;
    let mut tx = app.database.begin_read().await?;
    let found = dataset(&mut tx, &name).await?;
    let dates = gather::file_dates(&mut tx, std::slice::from_ref(&found)).await?;
    Ok(package::package(site, &app.settings.site.contact, &found, &dates)?.into())
}

/// The dataset with this id or name, or with this name in former times.
pub(in crate::interop) async fn dataset(
    tx: &mut Tx,
    name: &str,
) -> Result<PublicDataset, catalog::Error> {
    let found = match public::dataset(tx, name, None).await {
        Err(catalog::Error::Renamed(name)) => public::dataset(tx, &name, None).await?,
        other => other?,
    };
    if found.is_current() {
        Ok(found)
    } else {
        Err(catalog::Error::NotFound)
    }
}

/// Whether the failure only says that the public can read nothing here.
pub(in crate::interop) fn is_absent(error: &catalog::Error) -> bool {
    matches!(
        error,
        catalog::Error::NotFound | catalog::Error::Renamed(_) | catalog::Error::Withdrawn { .. }
    )
}

/// `current_package_list_with_resources`: newest first, ten when no limit is named.
pub(super) async fn current_packages(
    app: &App,
    site: &str,
    parameters: &Parameters,
) -> Result<Outcome, Error> {
    let limit = parameters.natural("limit")?.unwrap_or(10).min(MOST);
    let offset = match (parameters.natural("offset")?, parameters.natural("page")?) {
        (Some(offset), _) => offset,
        (None, Some(0)) => return Err(Error::field("page", "Must be a positive integer")),
        (None, Some(page)) => (page - 1).saturating_mul(limit),
        (None, None) => 0,
    };
    let mut tx = app.database.begin_read().await?;
    let newest = public::newest(&mut tx, signed(limit), signed(offset)).await?;
    let ids: Vec<String> = newest.iter().map(|one| one.id.to_string()).collect();
    Ok(packages(app, &mut tx, site, &ids).await?.into())
}

/// Package dicts of public datasets in the order of `ids`.
pub(super) async fn packages(
    app: &App,
    tx: &mut Tx,
    site: &str,
    ids: &[String],
) -> Result<Value, Error> {
    let portal = &app.settings.site.contact;
    let found = gather::public_datasets(tx, ids).await?;
    let dates = gather::file_dates(tx, &found).await?;
    let packages = found
        .iter()
        .map(|one| package::package(site, portal, one, &dates));
    Ok(Value::Array(packages.collect::<Result<_, _>>()?))
}

/// `resource_show`.
pub(super) async fn resource_show(
    app: &App,
    site: &str,
    parameters: &Parameters,
) -> Result<Outcome, Error> {
    let id = parameters.required("id", "id")?;
    let id = ResourceId::parse(&id).map_err(|_| Error::NotFound(None))?;
    let mut tx = app.database.begin_read().await?;
    let (found, file) = public::resource(&mut tx, &id, None).await?;
    if !found.is_current() {
        return Err(Error::NotFound(None));
    }
    let dates: FileDates = gather::file_dates(&mut tx, std::slice::from_ref(&found)).await?;
    let mut files = found.resources.iter();
    let position = files
        .position(|one| one.resource_id == id)
        .unwrap_or_default();
    Ok(package::resource(site, &found, &file, position, &dates).into())
}

/// `tag_list`: keywords in use, by name.
pub(super) async fn tag_list(app: &App, parameters: &Parameters) -> Result<Outcome, Error> {
    let wanted = parameters.text("query").or_else(|| parameters.text("q"));
    let wanted = wanted.unwrap_or_default().to_lowercase();
    let whole = parameters.strict_flag("all_fields", false)?;
    if parameters.text("vocabulary_id").is_some() {
        return Err(Error::NotFound(None));
    }
    let query = Query {
        limit: 0,
        facets: vec![FacetRequest {
            facet: Facet::Tag,
            limit: MOST_TAGS,
            scope: Scope::Hits,
        }],
        ..Query::default()
    };
    let answer = app.search.search(query).await?;
    let values = answer.facets.into_iter().flat_map(|counts| counts.values);
    let mut names: Vec<String> = values
        .map(|counted| counted.value)
        .filter(|name| name.to_lowercase().contains(&wanted))
        .collect();
    names.sort_unstable();
    if whole {
        let tags: Vec<Value> = names.iter().map(|name| package::tag(name)).collect();
        return Ok(json!(tags).into());
    }
    Ok(json!(names).into())
}

/// `license_list`.
pub(super) fn license_list() -> Value {
    let flag = |is_so: bool| if is_so { "True" } else { "False" };
    let licences = licences::list().iter().map(|licence| {
        let conformance = if licence.is_open {
            "approved"
        } else {
            "not reviewed"
        };
        json!({
            "id": licence.id,
            "title": licence.title,
            "url": licence.url,
            "status": "active",
            "family": "",
            "maintainer": "",
            "od_conformance": conformance,
            "osd_conformance": "not reviewed",
            "domain_content": flag(licence.id.starts_with("cc-")),
            "domain_data": flag(licence.is_open),
            "domain_software": flag(false),
            "is_generic": flag(licence.url.is_empty()),
        })
    });
    licences.collect()
}
