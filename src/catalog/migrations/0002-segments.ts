export const segments = `
create table wayworn.segments (
  id text primary key,
  name text not null,
  description text not null default '',
  audience text not null check (audience in ('users', 'accounts')),
  definition jsonb,
  upload jsonb,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  check ((definition is null) <> (upload is null))
);
`
