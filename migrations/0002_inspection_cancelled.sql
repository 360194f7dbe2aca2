-- A producer may stop an inspection that takes too long; the page tells how long it has been running.
alter table submission_file add column started_at bigint;
alter table submission_file add column cancelled_at bigint;
