//! The native HTTP API v1: routes, extractors, problem+json, OpenAPI. Holds no rules.
