-- Pages in English name topics in English; an empty title there shows the Indonesian one.
alter table topic add column title_en text not null default '';
