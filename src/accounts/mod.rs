//! Users, organizations, roles and permissions, sessions, tokens, sign-in.
