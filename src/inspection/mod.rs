//! From a clerk's file to a report, a canonical table and a profile, in a fenced child process.
