//! What the public sees: datasets, resources, versions, topics; usage counts.
//!
//! Owns `dataset`, `dataset_topic`, `dataset_redirect`, `topic`, `version`, `version_resource`, `resource`,
//! `usage_day`. Rows of `dataset` exist from the first draft on; everything that the public reads goes through
//! functions that demand a published version, so that a draft can't be reached by a guessed name. The writers
//! are called by release inside its transaction.

pub mod contact;
pub mod dataset;
mod error;
pub mod gather;
pub mod names;
pub mod public;
pub mod topics;
pub mod usage;
pub mod version;
pub mod writer;

pub use dataset::Dataset;
pub use error::Error;
pub use names::DatasetName;
pub use topics::Topic;
pub use version::{Version, VersionResource, VersionState};

use crate::id_type;

id_type!(
    /// Identifier of a dataset, stable for ever.
    DatasetId
);
id_type!(
    /// Identifier of a version.
    VersionId
);
id_type!(
    /// Identifier of a resource, the same in all versions.
    ResourceId
);
id_type!(
    /// Identifier of a topic.
    TopicId
);
