//! Durable jobs with leases.
