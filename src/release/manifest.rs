//! The manifest: what a version consists of and who decided on it, by role and not by person.

use crate::catalog::writer::NewResource;
use crate::catalog::{Version, VersionResource};
use crate::inspection::Reading;
use crate::schema::TableSchema;
use crate::submission::Metadata;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Version of the stored form that this program writes.
pub const FORM: u32 = 1;

/// A version's manifest. 64-bit integers are text, since canonical JSON is safe to 2^53 only (RFC 8785).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this form.
    pub form: u32,
    /// The dataset's id.
    pub dataset: String,
    /// The dataset's name at the time of release.
    pub name: String,
    /// The version's id.
    pub version: String,
    /// The version's number.
    pub number: String,
    /// The manifest of the version before, by hash.
    pub previous: Option<String>,
    /// How it came of the version before.
    pub kind: String,
    /// The organization that produced it.
    pub organization: String,
    /// The description.
    pub metadata: Metadata,
    /// Files, in order.
    pub resources: Vec<ManifestResource>,
    /// The decision.
    pub decision: Decision,
    /// When it was released (RFC 3339, UTC).
    pub released: String,
}

/// A resource in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestResource {
    /// The resource's id.
    pub id: String,
    /// Title.
    pub name: String,
    /// Name of the uploaded file.
    pub file_name: String,
    /// Format by content.
    pub format: String,
    /// SHA-256 of the bytes as uploaded.
    pub original: String,
    /// SHA-256 of the canonical table.
    pub table: Option<String>,
    /// Rows of the table.
    pub rows: String,
    /// SHA-256 of the inspection's report.
    pub report: Option<String>,
    /// What its producer overruled of the portal's reading, by name ([`Reading::choices`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// SHA-256 of the whole of it as it is stored, with rows and values; `None` when nothing was overruled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// The rules that were in force (Table Schema).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
}

/// Who decided, without a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Register number of the submission.
    pub submission: String,
    /// Hash of what was submitted and decided on.
    pub content: String,
    /// The role.
    pub role: String,
    /// When (RFC 3339, UTC).
    pub at: String,
}

impl ManifestResource {
    /// A resource whose file was read with `reading`, the stored form of a [`Reading`], under these rules.
    pub fn new(resource: &NewResource, reading: &str, schema: Option<&TableSchema>) -> Self {
        let choices = serde_json::from_str::<Reading>(reading)
            .unwrap_or_default()
            .choices();
        let reading = (!choices.is_empty()).then(|| hex::encode(Sha256::digest(reading)));
        Self {
            id: resource.resource_id.to_string(),
            name: resource.name.clone(),
            file_name: resource.file_name.clone(),
            format: resource.format.clone(),
            original: resource.original.to_string(),
            table: resource.table.as_ref().map(ToString::to_string),
            rows: resource.row_count.to_string(),
            report: resource.report.as_ref().map(ToString::to_string),
            choices,
            reading,
            schema: schema.map(TableSchema::to_json),
        }
    }
}

impl Manifest {
    /// Reads the bytes that are kept.
    ///
    /// Errors: those of JSON, for anything that this program has not written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// Whether this is the manifest of `version` with these files.
    pub fn tells_of(&self, version: &Version, resources: &[VersionResource]) -> bool {
        self.version == version.id.as_str()
            && self.dataset == version.dataset_id.as_str()
            && self.number == version.number.to_string()
            && self.resources.len() == resources.len()
            && self.resources.iter().zip(resources).all(|(said, kept)| {
                said.id == kept.resource_id.as_str()
                    && said.original == kept.original_blob.to_string()
                    && said.table == kept.table_blob.as_ref().map(ToString::to_string)
                    && said.rows == kept.row_count.to_string()
            })
    }

    /// The exact bytes that are kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
