//! What the public sees: datasets, resources, versions, topics, organizations; usage counts.
