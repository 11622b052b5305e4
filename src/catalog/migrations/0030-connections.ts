export const connections = `
alter table wayworn.imports add column kept jsonb not null default '[]';
update wayworn.imports set kept = columns;
alter table wayworn.imports alter column kept drop default;
`
