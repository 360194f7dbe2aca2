-- What a file that was taken out of a draft leaves to the one that comes in its stead: the resource, its title and
-- description, and what was overruled of its reading.

create table submission_seat (
    submission_id text not null references submission (id),
    resource_id text not null,
    file_name text not null,
    name text not null,
    description text not null,
    reading text not null,
    primary key (submission_id, resource_id)
);
