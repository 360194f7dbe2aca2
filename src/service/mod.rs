//! The interoperability procedure as a service.
