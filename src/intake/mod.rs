//! Uploads and submission drafts. Nothing is parsed here.
